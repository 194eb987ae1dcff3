//! Whether wording is in the language that it is said to be in, as far as its smallest words tell: with files in
//! the wrong folder, English would print as French.

use super::fault::PublishedFault;
use super::part::PublishedPart;
use crate::l10n::chain;

/// Words that stand in nearly every sentence of a language and in few of another, and what it is called. Of
/// languages that are not here nothing is known.
const SMALL: [(&str, &str, &[&str]); 4] = [
    ("en", "English", &["the", "of", "and", "with", "by", "for", "to"]),
    ("es", "Spanish", &["el", "los", "las", "y", "del", "por", "una"]),
    ("fr", "French", &["des", "les", "du", "et", "aux", "une", "dans"]),
    ("pt", "Portuguese", &["dos", "das", "da", "do", "ao", "pela", "uma"]),
];

/// The fewest such words by which a language is told.
const FEWEST: usize = 10;

/// Holds the wording of a file against the language that it is said to be in.
///
/// # Errors
///
/// Its small words are those of another.
pub fn check_language(part: &PublishedPart, language: &str) -> Result<(), PublishedFault> {
    let (mut counts, mut all) = ([0_usize; SMALL.len()], 0_usize);
    for (text, _) in part.wording.values() {
        let text = text.to_lowercase();
        for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
            all += 1;
            for ((_, _, small), count) in SMALL.iter().zip(&mut counts) {
                *count += usize::from(small.contains(&word));
            }
        }
    }
    let tags = chain(language);
    let is_own = |tag: &str| language == tag || tags.iter().any(|own| own == tag);
    let own = SMALL.iter().position(|(tag, ..)| is_own(tag)).map_or(0, |at| counts[at]);
    let most = (0..SMALL.len()).max_by_key(|at| counts[*at]).unwrap_or_default();
    let (tag, name, _) = SMALL[most];
    let is_other = counts[most] >= FEWEST && counts[most] > 3 * own && counts[most] * 10 >= all;
    if is_own(tag) || !is_other {
        return Ok(());
    }
    let Some((text, place)) = part.wording.values().next() else { return Ok(()) };
    let shown: String = text.chars().take(40).collect();
    let words =
        format!("“{shown}…” and the rest are in {name}, by their words, not in `{language}`");
    let help =
        format!("say the language the words are in: `--lang {tag}`, in a folder of that name");
    Err(PublishedFault::new(place.clone(), words, help).in_file(&part.file))
}
