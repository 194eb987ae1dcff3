//! The numbers and codes of two texts that say the same, as values: each read as its language writes
//! it. A number in words answers one in digits, and asks for none.

mod amount;
mod convention;
mod figures;
mod spelled;
mod stream;
mod words;

use std::ops::Range;

pub use self::convention::Convention;
use self::figures::{Figure, figures};
use self::spelled::{Spelled, spelled};
use self::stream::Stream;

/// The numbers of one text that another has not.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Unequal {
    /// Where those of the original stand in it.
    pub lost: Vec<Range<usize>>,
    /// Where those of the translation stand in it.
    pub added: Vec<Range<usize>>,
}

/// A text with its numbers.
struct Numbered<'a> {
    stream: Stream,
    figures: Vec<Figure>,
    convention: &'a Convention,
}

impl<'a> Numbered<'a> {
    fn new(text: &str, convention: &'a Convention) -> Self {
        let stream = Stream::new(text);
        let figures = figures(&stream.chars, convention);
        Self { stream, figures, convention }
    }

    fn places(&self, figures: &[&Figure]) -> Vec<Range<usize>> {
        figures.iter().map(|figure| self.stream.place(&figure.at)).collect()
    }

    /// Takes out the figures that its words say.
    fn answer(&self, asked: &mut Vec<&Figure>) {
        if asked.is_empty() {
            return;
        }
        let mut words = spelled(&self.stream.chars, &self.figures, self.convention);
        asked.retain(|figure| !says(&mut words, figure));
    }
}

/// The numbers that only one of two texts has, counting repeats.
pub fn difference(original: (&str, &Convention), translated: (&str, &Convention)) -> Unequal {
    let original = Numbered::new(original.0, original.1);
    let translated = Numbered::new(translated.0, translated.1);
    let (mut lost, mut added) = unmatched(&original.figures, &translated.figures);
    translated.answer(&mut lost);
    original.answer(&mut added);
    // A month is named in the other language, unless that has it in digits, too.
    let both = lost.iter().any(|one| one.is_month) && added.iter().any(|one| one.is_month);
    lost.retain(|figure| both || !figure.is_month);
    added.retain(|figure| both || !figure.is_month);
    Unequal { lost: original.places(&lost), added: translated.places(&added) }
}

/// The figures of each that the other has not.
fn unmatched<'f>(
    original: &'f [Figure],
    translated: &'f [Figure],
) -> (Vec<&'f Figure>, Vec<&'f Figure>) {
    let mut lost: Vec<&Figure> = original.iter().collect();
    let mut added: Vec<&Figure> = translated.iter().collect();
    // Months come last: what must be there is matched first.
    for months in [0, 1, 2] {
        let mut left = Vec::new();
        for figure in lost {
            let fits = |other: &&Figure| {
                usize::from(figure.is_month) + usize::from(other.is_month) == months
                    && figure.readings.iter().any(|reading| other.readings.contains(reading))
            };
            match added.iter().position(fits) {
                Some(at) => drop(added.remove(at)),
                None => left.push(figure),
            }
        }
        lost = left;
    }
    // Two thirds may be two of three.
    part(&mut lost, &mut added);
    part(&mut added, &mut lost);
    (lost, added)
}

/// Takes out fractions whose numerator and denominator the others have apart.
fn part(fractions: &mut Vec<&Figure>, others: &mut Vec<&Figure>) {
    fractions.retain(|figure| {
        let Some((over, under)) = figure.fraction else { return true };
        let find = |number: u32| {
            others.iter().position(|other| other.readings.contains(&number.to_string()))
        };
        let (Some(one), Some(other)) = (find(over), find(under)) else { return true };
        others.remove(one.max(other));
        others.remove(one.min(other));
        false
    });
}

/// Whether words say a figure; each says one.
fn says(words: &mut Vec<Spelled>, figure: &Figure) -> bool {
    let find = |answer: &dyn Fn(&String) -> bool| {
        words.iter().position(|word| word.answers.iter().any(answer))
    };
    if let Some(at) = find(&|answer| figure.readings.contains(answer)) {
        words.remove(at);
        return true;
    }
    let Some((over, under)) = figure.fraction else { return false };
    let over = over.to_string();
    let parts = [format!("/{under}"), under.to_string()];
    let says_over = |word: &Spelled| word.answers.contains(&over);
    let says_under = |word: &Spelled| word.answers.iter().any(|answer| parts.contains(answer));
    let Some(at) = words.iter().position(says_under) else { return false };
    let named = words.remove(at);
    match words.iter().position(says_over) {
        Some(at) => drop(words.remove(at)),
        // A third has one word.
        None if over == "1" => {}
        None => {
            words.insert(at, named);
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests;
