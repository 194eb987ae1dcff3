//! Which string a piece of text on a page belongs to, and where in it.
//!
//! A template marks where each string begins. What follows belongs to it as long as its letters come in
//! the string's order; what does not, a label or a page number, only stands after it.

use std::collections::HashMap;

use crate::typeset::KeyedRun;

/// A piece of text and what it is of.
#[derive(Debug, Clone, PartialEq)]
pub struct PlacedRun<'r> {
    /// The piece.
    pub run: &'r KeyedRun,
    /// The key of that.
    pub key: Option<String>,
    /// Where in the string it begins: behind so many of its letters and digits. What stands between these (spaces,
    /// marks of markup, citations) is not on the page as it is in the file.
    pub at: usize,
    /// How it belongs to the key.
    pub tie: RunTie,
}

/// How a piece of text belongs to a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunTie {
    /// It is of the string.
    Exact,
    /// It is made from what the key holds, as a date is.
    Made,
    /// It only stands after the beginning of the string.
    After,
}

/// A string by its letters and digits.
struct FoldedString {
    letters: Vec<char>,
    /// Up to where it has been found on the pages.
    cursor: usize,
}

/// How far ahead a piece of a few letters is looked for: a longer one is found anywhere.
const NEAR: usize = 12;

/// Pieces of fewer letters than this say too little to be looked for far ahead.
const FEW: usize = 4;

/// Pieces of as many letters as this are those of a string wherever they stand: fewer, as words of the template, may
/// stand in any sentence.
const MANY: usize = 24;

/// The pieces of text of each page with what they are of. `strings` are all strings there are, with their keys.
pub fn placed<'r>(
    pages: &'r [Vec<KeyedRun>],
    strings: &[(String, &str)],
) -> Vec<Vec<PlacedRun<'r>>> {
    let mut folded: HashMap<&str, FoldedString> = HashMap::new();
    for (key, text) in strings {
        folded.entry(key).or_insert_with(|| FoldedString::of(text));
    }
    let page = |runs: &'r Vec<KeyedRun>| {
        let nexts = runs.iter().skip(1).map(Some).chain([None]);
        let placed = runs.iter().zip(nexts);
        placed.map(|(run, next)| of_string(run, next, strings, &mut folded)).collect()
    };
    pages.iter().map(page).collect()
}

/// The string a piece is of, or after whose beginning it stands.
fn of_string<'r>(
    run: &'r KeyedRun,
    next: Option<&KeyedRun>,
    strings: &[(String, &str)],
    folded: &mut HashMap<&str, FoldedString>,
) -> PlacedRun<'r> {
    let letters = letters_of(&run.text);
    let next = next.map(|next| letters_of(&next.text)).unwrap_or_default();
    let exact =
        |key: &String, at| PlacedRun { run, key: Some(key.clone()), at, tie: RunTie::Exact };
    if !letters.is_empty() {
        for key in &run.keys {
            let string = folded.get_mut(key.as_str());
            if let Some(at) = string.and_then(|string| string.take(&letters, &next)) {
                return exact(key, at);
            }
        }
        if letters.len() >= MANY {
            for (key, _) in strings {
                let string = folded.get(key.as_str());
                if let Some(at) = string.and_then(|string| string.find(&letters, 0)) {
                    return exact(key, at);
                }
            }
        }
    }
    let key = run.keys.last().cloned();
    let cursor = key.as_deref().and_then(|key| folded.get(key)).map(|own| own.cursor);
    PlacedRun { run, key, at: cursor.unwrap_or_default(), tie: RunTie::After }
}

/// The letters and digits of a text, in small letters.
pub fn letters_of(text: &str) -> Vec<char> {
    let letters = text.chars().filter(|c| c.is_alphanumeric());
    letters.filter_map(|c| c.to_lowercase().next()).collect()
}

/// The byte of a string at which the letter or digit begins that stands behind so many others; the last one's where
/// there are fewer.
pub fn byte_behind(text: &str, letters: usize) -> usize {
    let mut places = text.char_indices().filter(|(_, c)| c.is_alphanumeric()).map(|(at, _)| at);
    let mut last = 0;
    places.by_ref().take(letters + 1).for_each(|at| last = at);
    last
}

impl FoldedString {
    fn of(text: &str) -> Self {
        Self { letters: letters_of(text), cursor: 0 }
    }

    /// Where letters come from the cursor on; the cursor moves behind them. Where those of the next piece
    /// are the same and more, it is that one that is of the string: the name of a country stands above a
    /// title that begins with it.
    fn take(&mut self, letters: &[char], next: &[char]) -> Option<usize> {
        let found = self.find(letters, self.cursor)?;
        let is_next = next.len() > letters.len() && self.letters[found..].starts_with(next);
        if is_next {
            return None;
        }
        if letters.len() < FEW && found > self.cursor + NEAR {
            return None;
        }
        self.cursor = found + letters.len();
        Some(found)
    }

    fn find(&self, letters: &[char], from: usize) -> Option<usize> {
        let found = self.letters.get(from..)?.windows(letters.len()).position(|w| w == letters)?;
        Some(from + found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(text: &str, keys: &[&str]) -> KeyedRun {
        let keys = keys.iter().map(|key| (*key).to_string()).collect();
        KeyedRun { text: text.into(), place: [0.0; 4], keys }
    }

    #[test]
    fn words_are_found_where_they_stand_in_their_string() {
        let text = "Workers are **held** in 53 compounds [@unodc], and workers are beaten.";
        let strings = [("a.text".to_string(), text), ("b.title".to_string(), "Another title")];
        let pages = [vec![
            run("Finding 1", &[]),
            run("Workers", &["a.text"]),
            run("Workers are ", &["a.text"]),
            run("held", &["a.text"]),
            run(" in 53 com-", &["a.text"]),
            run("pounds", &["a.text"]),
            run("3", &["a.text"]),
            run(", and workers are beaten.", &["a.text"]),
            run("Another title", &["a.text"]),
            run("Beaten", &["b.title"]),
            run("Page 7", &["a.text"]),
        ]];
        let found = placed(&pages, &strings);
        let mut says: Vec<_> = found[0]
            .iter()
            .map(|one| (one.key.as_deref(), one.at, one.tie == RunTie::Exact))
            .collect();
        let byte = |at: usize| byte_behind(text, at);
        let second = text.find("and workers").unwrap();
        assert_eq!(says[0], (None, 0, false));
        assert!(!says.remove(1).2, "the next piece begins with the same word");
        assert_eq!(says[1], (Some("a.text"), 0, true));
        assert_eq!(byte(says[2].1), text.find("held").unwrap());
        assert_eq!(byte(says[3].1), text.find("in 53").unwrap());
        assert_eq!(byte(says[4].1), text.find("pounds").unwrap());
        assert!(says[2..5].iter().all(|one| one.0 == Some("a.text") && one.2));
        assert!(!says[5].2);
        assert_eq!((says[6].0, byte(says[6].1), says[6].2), (Some("a.text"), second, true));
        assert_eq!(byte(1000), text.rfind('n').unwrap());
        assert!(
            !says[7].2,
            "a whole string that no mark stands before is found by what stands around it"
        );
        assert!(!says[8].2, "a word of the template that stands in some string is not of it");
        assert!(!says[9].2 && says[9].0 == Some("a.text"));
    }
}
