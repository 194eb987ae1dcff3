//! The numbers and codes of a text that are written in digits.

use std::ops::Range;

use super::amount::{Amount, Terms};
use super::convention::{Convention, year_of_era};
use super::stream::fraction;

/// A number or code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Figure {
    /// Its characters.
    pub(super) at: Range<usize>,
    /// What it can be read as, the likeliest first.
    pub(super) readings: Vec<String>,
    /// Whether it is a month, which other languages name.
    pub(super) is_month: bool,
    /// Its numerator and denominator.
    pub(super) fraction: Option<(u32, u32)>,
    /// How many zeros that which it is counted in has.
    power: u32,
}

/// Digits with the separators within them.
struct Digits {
    end: usize,
    readings: Vec<String>,
}

/// Letters behind a number that may stand for a power of ten: 5M, 3 bn.
const SHORT: [(&str, u32); 19] = [
    ("k", 3),
    ("K", 3),
    ("m", 6),
    ("M", 6),
    ("mn", 6),
    ("MM", 6),
    ("Tr", 6),
    ("tr", 6),
    ("b", 9),
    ("B", 9),
    ("bn", 9),
    ("Bn", 9),
    ("mM", 9),
    ("Md", 9),
    ("T", 12),
    ("tn", 12),
    ("L", 5),
    ("Cr", 7),
    ("cr", 7),
];

/// How many characters stand at most between the two numbers of a range.
const MOST_BETWEEN: usize = 8;

/// How many separators a number or code has at most.
const MOST_PARTS: usize = 16;

/// The numbers and codes of a text in the order in which they stand.
pub(super) fn figures(chars: &[char], convention: &Convention) -> Vec<Figure> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let before = found.len();
        if let Some((over, under)) = fraction(chars[at]) {
            found.push(part(at..at + 1, over, under));
        } else if is_digit(chars, at) {
            match date(chars, at, convention).or_else(|| written_fraction(chars, at)) {
                Some(figures) => found.extend(figures),
                None => found.push(figure(chars, at, convention)),
            }
        }
        let end = found[before..].iter().map(|figure| figure.at.end).max();
        at = end.unwrap_or(at + 1);
    }
    read_ranges(chars, &mut found);
    found
}

/// Adds what numbers can be read as that end in a longer one, or go on from one: 5 to 10 million, and
/// 2567–68.
fn read_ranges(chars: &[char], figures: &mut [Figure]) {
    for at in (1..figures.len()).rev() {
        let (before, after) = figures.split_at_mut(at);
        let (Some(one), Some(other)) = (before.last_mut(), after.first_mut()) else { continue };
        let between = &chars[one.at.end.min(other.at.start)..other.at.start];
        // A word such as "to" or "hasta", or a sign.
        let is_near = between.len() <= MOST_BETWEEN && !between.contains(&';');
        if is_near && one.power == 0 && other.power > 0 {
            let scale =
                |one: &String| Some(Amount::parse(one)?.times_ten(other.power)?.to_string());
            let scaled: Vec<String> = one.readings.iter().filter_map(scale).collect();
            one.readings.extend(scaled);
            one.power = other.power;
        }
        let years: Vec<i64> = one.readings.iter().filter_map(|year| year.parse().ok()).collect();
        if let (['–' | '-' | '/' | '\u{2011}'], [year, ours @ ..]) = (between, years.as_slice()) {
            let short = other.readings.first().and_then(|short| short.parse::<i64>().ok());
            if let Some(short) = short.filter(|_| one.at.len() == 4 && other.at.len() == 2) {
                let ours = ours.iter().map(|ours| (short + ours - year).rem_euclid(100));
                other.readings.extend(ours.map(|ours| ours.to_string()));
            }
        }
    }
}

/// A number or code with what it is counted in.
fn figure(chars: &[char], start: usize, convention: &Convention) -> Figure {
    let Digits { mut end, mut readings } = digits(chars, start, convention);
    // One and a half.
    if let Some((over, under)) = chars.get(end).copied().and_then(fraction) {
        let part = Amount::whole(over).over(under);
        let both = |whole: &String| Some(Amount::parse(whole)?.plus(part?)?.to_string());
        if let Some(both) = readings.first().and_then(both) {
            readings = vec![both];
            end += 1;
        }
    }
    // A zero at the end of a part of one, 0.20, is none of a code.
    let parts = readings.iter().filter(|reading| reading.starts_with("0."));
    let parts = parts.filter_map(|reading| Some(Amount::parse(reading)?.to_string()));
    let parts: Vec<String> = parts.filter(|part| !readings.contains(part)).collect();
    readings.extend(parts);
    let plain: Option<i64> = chars[start..end].iter().collect::<String>().parse().ok();
    let scaled = scaled(chars, end, &readings, convention);
    let mut power = 0;
    if let Some((scaled_end, powers, scaled)) = scaled {
        end = scaled_end;
        readings = scaled;
        power = powers;
    } else if let Some(number) = plain {
        if end - start == 4 {
            readings.extend(convention.years(number).map(|year| year.to_string()));
        }
        readings.extend(year_of_era(&chars[..start], number).map(|year| year.to_string()));
    }
    let is_month = plain.is_some_and(|number| (1..=12).contains(&number))
        && (chars.get(end) == Some(&'月') || month_before(chars, start, convention));
    if convention.counts_before {
        readings.extend(counted_before(chars, start, &readings, convention));
    }
    Figure { at: start..end, readings, is_month, fraction: None, power }
}

/// A fraction.
fn part(at: Range<usize>, over: u32, under: u32) -> Figure {
    let exact = Amount::whole(over).over(under).map(|amount| amount.to_string());
    let readings = std::iter::once(format!("{over}/{under}")).chain(exact).collect();
    Figure { at, readings, is_month: false, fraction: Some((over, under)), power: 0 }
}

/// A fraction that is written with a stroke: `2/3`.
fn written_fraction(chars: &[char], start: usize) -> Option<Vec<Figure>> {
    let is_stroke = |at: usize| matches!(chars.get(at), Some('/' | '⁄'));
    let stroke = digits_end(chars, start);
    if !is_stroke(stroke) || start > 0 && is_stroke(start - 1) {
        return None;
    }
    let end = digits_end(chars, stroke + 1);
    let number = |at: Range<usize>| chars[at].iter().collect::<String>().parse::<u32>().ok();
    let (over, under) = (number(start..stroke)?, number(stroke + 1..end)?);
    // Years, articles and symbols of documents have strokes, too.
    let is_one = over >= 1 && over < under && under <= 10 && !is_stroke(end);
    is_one.then(|| vec![part(start..end, over, under)])
}

/// A day that is written in digits: its year and, as what may be a month, the others.
fn date(chars: &[char], start: usize, convention: &Convention) -> Option<Vec<Figure>> {
    let first = digits_end(chars, start);
    let sign = *chars.get(first)?;
    let mut parts = Vec::with_capacity(3);
    parts.push(start..first);
    while parts.len() < 3 {
        let from = parts.last()?.end;
        if chars.get(from) != Some(&sign) || !is_digit(chars, from + 1) {
            return None;
        }
        parts.push(from + 1..digits_end(chars, from + 1));
    }
    let number = |at: &Range<usize>| chars[at.clone()].iter().collect::<String>().parse::<u32>();
    let numbers: Vec<u32> = parts.iter().filter_map(|part| number(part).ok()).collect();
    let lengths: Vec<usize> = parts.iter().map(Range::len).collect();
    let (year, one, other) = match (sign, lengths.as_slice(), numbers.as_slice()) {
        ('-' | '/', [4, 1 | 2, 1 | 2], [..]) => (0, 1, 2),
        ('-' | '/' | '.', [1 | 2, 1 | 2, 4], [..]) => (2, 1, 0),
        _ => return None,
    };
    let [day, month] = [*numbers.get(other)?, *numbers.get(one)?];
    let fits = (1..=31).contains(&day) && (1..=31).contains(&month) && (day <= 12 || month <= 12);
    if !fits || !(1200..2700).contains(numbers.get(year)?) {
        return None;
    }
    let months = match (year, day <= 12, month <= 12) {
        (0, ..) => vec![one],
        (_, false, true) => vec![one],
        (_, true, false) => vec![other],
        // Some countries begin with the day, some with the month.
        _ => vec![one, other],
    };
    let figure = |(index, at): (usize, &Range<usize>)| {
        let number = numbers[index];
        let years = convention.years(number.into()).map(|year| year.to_string());
        let years = years.filter(|_| index == year);
        let readings = std::iter::once(number.to_string()).chain(years).collect();
        Figure {
            at: at.clone(),
            readings,
            is_month: months.contains(&index),
            fraction: None,
            power: 0,
        }
    };
    Some(parts.iter().enumerate().map(figure).collect())
}

/// What digits say with the separators within them.
fn digits(chars: &[char], start: usize, convention: &Convention) -> Digits {
    let first = start..digits_end(chars, start);
    // What follows a comma in a list is another number of it.
    let is_listed = start > 1 && chars[start - 1] == ',' && is_digit(chars, start - 2);
    let mut parts: Vec<(char, Range<usize>)> = Vec::new();
    let mut end = first.end;
    while let Some(&sign) = chars.get(end).filter(|_| parts.len() < MOST_PARTS) {
        if !(is_point(sign) || is_space(sign)) || !is_digit(chars, end + 1) {
            break;
        }
        if is_listed && sign == ',' {
            break;
        }
        let part = end + 1..digits_end(chars, end + 1);
        end = part.end;
        parts.push((sign, part));
    }
    let text = |at: &Range<usize>| chars[at.clone()].iter().collect::<String>();
    let Some(&(sign, _)) = parts.first() else {
        return code(chars, text(&first), first.end);
    };
    let same = parts.iter().take_while(|(other, _)| *other == sign).count();
    let threes = parts.iter().take_while(|(other, part)| *other == sign && part.len() == 3).count();
    let short = first.len() <= 3;
    // Crores and lakhs: 12,34,567.
    let twos = parts[..same - 1].iter().all(|(_, part)| part.len() == 2);
    let indian = matches!(sign, ',' | '،')
        && same > 1
        && first.len() <= 2
        && twos
        && parts[same - 1].1.len() == 3;
    let groups = match sign {
        _ if indian => same,
        '.' | ',' | '،' if !short || threes < same => 0,
        _ if short => threes,
        _ => 0,
    };
    // What stands behind the groups and is another sign begins the decimals.
    let decimals = parts.get(groups).filter(|(other, _)| is_point(*other) && *other != sign);
    let is_certain = groups > 1 || decimals.is_some() || !matches!(sign, '.' | ',' | '،');
    let whole: String = std::iter::once(text(&first))
        .chain(parts[..groups].iter().map(|(_, part)| text(part)))
        .collect();
    if groups > 0 && is_certain {
        let end = decimals.map_or(parts[groups - 1].1.end, |(_, part)| part.end);
        let decimals = decimals.map(|(_, part)| text(part));
        return Digits { end, readings: vec![number(&whole, decimals.as_deref())] };
    }
    let (_, second) = &parts[0];
    let split = number(&text(&first), Some(&text(second)));
    if groups == 1 && text(&first) != "0" {
        // One point, and three digits behind it.
        let (grouped, split) = (number(&whole, None), split);
        let readings = match sign {
            _ if convention.is_mixed || sign == '،' => vec![grouped, split],
            sign if sign == convention.decimal => vec![split],
            sign if sign == convention.group => vec![grouped],
            _ => vec![grouped, split],
        };
        return Digits { end: second.end, readings };
    }
    match sign {
        '.' if same > 1 => {
            let parts_end = parts[same - 1].1.end;
            let parts = parts[..same].iter().map(|(_, part)| text(part));
            let written: Vec<String> = std::iter::once(text(&first)).chain(parts).collect();
            code(chars, written.join("."), parts_end)
        }
        // A list: 3,4,5 or 2020,2021.
        ',' | '،' if same > 1 || sign != convention.decimal && second.len() > 3 => {
            Digits { end: first.end, readings: vec![number(&text(&first), None)] }
        }
        '.' => code(chars, split, second.end),
        sign if is_point(sign) => Digits { end: second.end, readings: vec![split] },
        _ => code(chars, text(&first), first.end),
    }
}

/// A code that may go on with a letter and digits: `16.b`, `16.b.1`.
fn code(chars: &[char], mut written: String, mut end: usize) -> Digits {
    let letter = |at: usize| chars.get(at).filter(|c| c.is_ascii_lowercase());
    let mut is_code = false;
    while let (Some('.'), Some(letter)) = (chars.get(end), letter(end + 1)) {
        if chars.get(end + 2).is_some_and(|c| c.is_alphabetic()) {
            break;
        }
        is_code = true;
        written = format!("{written}.{letter}");
        end += 2;
        if chars.get(end) == Some(&'.') && is_digit(chars, end + 1) {
            let last = digits_end(chars, end + 1);
            written.extend(&chars[end..last]);
            end = last;
        }
    }
    let points = written.matches('.').count();
    let reading = match written.split_once('.') {
        _ if is_code || points > 1 => written,
        Some((whole, part)) => number(whole, Some(part)),
        None => number(&written, None),
    };
    Digits { end, readings: vec![reading] }
}

/// A number as it is compared. Zeros at its end are part of a code: 16.10 is not 16.1.
fn number(whole: &str, decimals: Option<&str>) -> String {
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    decimals.map_or_else(|| whole.to_string(), |decimals| format!("{whole}.{decimals}"))
}

/// What a number is with the thousands, millions and so on behind it, and where that ends.
fn scaled(
    chars: &[char],
    end: usize,
    readings: &[String],
    convention: &Convention,
) -> Option<(usize, u32, Vec<String>)> {
    let mut terms = Terms::default();
    terms.add(Amount::parse(readings.first()?)?);
    let (mut end, mut powers, mut is_simple) = (end, 0, true);
    let mut last = None;
    loop {
        let next = after_space(chars, end);
        let word = convention.words.at(chars, next);
        if let Some((after, power)) = word.and_then(|(after, word)| Some((after, word.scale?))) {
            if !terms.scale(power) {
                break;
            }
            (end, powers, last) = (after, powers + power, Some(power));
            continue;
        }
        let Some(power) = last else { break };
        if let Some((after, _)) = word.filter(|(_, word)| word.is_half) {
            if !Amount::parse("0.5")?.times_ten(power).is_some_and(|half| terms.add(half)) {
                break;
            }
            (end, is_simple, last) = (after, false, None);
            continue;
        }
        // 3 crore 45 lakh, 1億2000万; a number by itself only where no space parts them.
        if !is_digit(chars, next) {
            break;
        }
        let more = digits(chars, next, convention);
        let counted = convention.words.at(chars, after_space(chars, more.end));
        let is_counted = counted.is_some_and(|(_, word)| word.scale.is_some());
        let amount = more.readings.first().and_then(|reading| Amount::parse(reading));
        if next > end && !is_counted || !amount.is_some_and(|amount| terms.add(amount)) {
            break;
        }
        (end, is_simple) = (more.end, false);
    }
    if powers == 0 {
        return short(chars, end, readings).map(|(end, readings)| (end, 0, readings));
    }
    let sum = terms.sum()?.to_string();
    let scale = |reading: &String| Some(Amount::parse(reading)?.times_ten(powers)?.to_string());
    let others = readings[1..].iter().filter(|_| is_simple).filter_map(scale);
    let scaled: Vec<String> = std::iter::once(sum).chain(others).collect();
    let (end, scaled) = short(chars, end, &scaled).unwrap_or((end, scaled));
    Some((end, powers, scaled))
}

/// A number with a letter or two behind it, which may stand for millions and may be a unit.
fn short(chars: &[char], end: usize, readings: &[String]) -> Option<(usize, Vec<String>)> {
    let start = after_space(chars, end);
    let letters: String = chars[start..].iter().take_while(|c| c.is_alphabetic()).take(3).collect();
    let (_, power) = SHORT.iter().find(|(short, _)| *short == letters)?;
    let scale = |reading: &String| Some(Amount::parse(reading)?.times_ten(*power)?.to_string());
    let scaled: Vec<String> = readings.iter().filter_map(scale).collect();
    Some((end, readings.iter().cloned().chain(scaled).collect()))
}

/// What a number is where what it is counted in stands before it, as in Burmese: thousands 5.
fn counted_before(
    chars: &[char],
    start: usize,
    readings: &[String],
    convention: &Convention,
) -> Option<String> {
    let from = start.saturating_sub(12);
    let mut end = start;
    while end > from && chars[end - 1].is_whitespace() {
        end -= 1;
    }
    let together: Vec<char> = "ပေါင်း".chars().collect();
    if chars[from..end].ends_with(&together) {
        end -= together.len();
    }
    let word = |at: usize| {
        let (after, word) = convention.words.at(chars, at)?;
        word.scale.filter(|_| after == end)
    };
    let power = (from..end).find_map(word)?;
    Some(Amount::parse(readings.first()?)?.times_ten(power)?.to_string())
}

/// Whether a word stands right before a number that makes it a month.
fn month_before(chars: &[char], start: usize, convention: &Convention) -> bool {
    let end = if start > 0 && chars[start - 1].is_whitespace() { start - 1 } else { start };
    (end.saturating_sub(10)..end).any(|at| {
        let word = convention.words.at(chars, at);
        word.is_some_and(|(after, word)| after == end && word.is_month)
    })
}

/// The place behind one space or hyphen.
pub(super) fn after_space(chars: &[char], at: usize) -> usize {
    let is_one = |c: &char| c.is_whitespace() || matches!(c, '-' | '\u{2010}' | '\u{2011}');
    at + usize::from(chars.get(at).is_some_and(is_one))
}

fn is_digit(chars: &[char], at: usize) -> bool {
    chars.get(at).is_some_and(char::is_ascii_digit)
}

fn digits_end(chars: &[char], start: usize) -> usize {
    start + chars[start.min(chars.len())..].iter().take_while(|c| c.is_ascii_digit()).count()
}

/// What stands within numbers and is seen.
fn is_point(c: char) -> bool {
    matches!(c, ',' | '.' | '٫' | '٬' | '،')
}

/// What stands between groups of digits alone.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '’' | '\'')
}
