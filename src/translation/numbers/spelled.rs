//! The numbers of a text that are written in words.

use std::ops::Range;

use super::amount::{Amount, Terms};
use super::convention::Convention;
use super::figures::{Figure, after_space};
use super::words::Meaning;

/// A number in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spelled {
    /// Its characters.
    pub(super) at: Range<usize>,
    /// The readings of figures that it says. `/3` are thirds.
    pub(super) answers: Vec<String>,
}

/// The numbers in words of a text with these figures.
pub(super) fn spelled(chars: &[char], figures: &[Figure], convention: &Convention) -> Vec<Spelled> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let figure = figures.get(figures.partition_point(|figure| figure.at.end <= at));
        if let Some(figure) = figure.filter(|figure| figure.at.contains(&at)) {
            at = figure.at.end;
            continue;
        }
        let one = one_by_one(chars, at, convention)
            .or_else(|| together(chars, at, convention))
            .or_else(|| roman(chars, at));
        at = one.as_ref().map_or(at + 1, |one| one.at.end.max(at + 1));
        found.extend(one.filter(|one| !one.answers.is_empty()));
    }
    found
}

/// A number that is put together.
fn together(chars: &[char], start: usize, convention: &Convention) -> Option<Spelled> {
    let (mut end, first) = convention.words.at(chars, start)?;
    let mut answers = Vec::new();
    answers.extend(first.ordinal.iter().flat_map(|n| [n.to_string(), format!("/{n}")]));
    answers.extend(first.part.map(|n| format!("/{n}")));
    answers.extend(first.pair.map(|n| format!("2/{n}")));
    let mut terms = Terms::default();
    let mut last = None;
    if add(&mut terms, first, &mut last) {
        let mut next = end;
        while let Some((after, word)) = convention.words.at(chars, after_space(chars, next)) {
            let is_zero = word.word.is_some_and(Amount::is_zero);
            if word.is_link || is_zero {
                next = after;
            } else if add(&mut terms, word, &mut last) {
                (next, end) = (after, after);
            } else {
                break;
            }
        }
        answers.extend(terms.sum().map(|sum| sum.to_string()));
    }
    if first.is_half && answers.iter().any(|answer| answer == "0.5") {
        // Half of them are fifty per cent.
        answers.extend(["50".into(), "/2".into()]);
    }
    Some(Spelled { at: start..end, answers })
}

/// Adds what a word says. `false` where it does not belong to the same number.
fn add(terms: &mut Terms, word: &Meaning, last: &mut Option<u32>) -> bool {
    if word.is_half {
        let half = Amount::parse("0.5").and_then(|half| half.times_ten(last.unwrap_or(0)));
        *last = None;
        return half.is_some_and(|half| terms.add(half));
    }
    if let Some(power) = word.scale {
        *last = Some(power);
        return terms.scale(power);
    }
    *last = None;
    word.word.is_some_and(|amount| terms.add(amount))
}

/// Digits in words one after the other, as Chinese writes years: 二〇二五.
fn one_by_one(chars: &[char], start: usize, convention: &Convention) -> Option<Spelled> {
    let digit = |at: usize| {
        let (end, word) = convention.words.at(chars, at)?;
        let amount = word.word.filter(|_| end == at + 1)?;
        amount.is_below(1).then(|| amount.to_string())
    };
    let digits: Vec<String> = (start..chars.len()).map_while(digit).collect();
    let answers = vec![digits.concat().trim_start_matches('0').to_string()];
    (digits.len() > 1).then(|| Spelled { at: start..start + digits.len(), answers })
}

/// A Roman numeral.
fn roman(chars: &[char], start: usize) -> Option<Spelled> {
    let of_number = |c: char| "IVXLCDM".contains(c);
    if start > 0 && chars[start - 1].is_alphanumeric() {
        return None;
    }
    let letters: String = chars[start..].iter().take_while(|c| of_number(**c)).collect();
    let end = start + letters.len();
    // Endings of ordinals: XXIe, Ier.
    let ending = chars[end..].iter().take_while(|c| c.is_alphabetic());
    let ending: String = ending.take(4).collect();
    if letters.is_empty() || !["", "e", "er", "re", "ᵉ", "ème", "es"].contains(&ending.as_str())
    {
        return None;
    }
    let value = |c: char| match c {
        'I' => 1,
        'V' => 5,
        'X' => 10,
        'L' => 50,
        'C' => 100,
        'D' => 500,
        _ => 1000,
    };
    let values: Vec<u32> = letters.chars().map(value).collect();
    let signed = values.iter().enumerate().map(|(index, value)| {
        let is_less = values.get(index + 1).is_some_and(|next| value < next);
        if is_less { -i64::from(*value) } else { i64::from(*value) }
    });
    let number: i64 = signed.sum();
    Some(Spelled { at: start..end, answers: vec![number.to_string()] })
}
