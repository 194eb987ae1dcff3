//! What may well be the same in every language.

use crate::brief::text::citation::take;
use crate::tree::Text;

/// Whether a text has words of its own, besides the names that every translation carries over, its
/// citations and what is no letter: a figure such as "2023" is the same everywhere.
pub(super) fn says_more(text: &str, names: &[Text]) -> bool {
    let (mut words, _) = take(text);
    let mut names: Vec<&str> = names.iter().map(Text::as_str).collect();
    // The longest first: one may be within another.
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    for name in names.into_iter().filter(|name| !name.is_empty()) {
        words = words.replace(name, " ");
    }
    words.chars().any(char::is_alphabetic)
}
