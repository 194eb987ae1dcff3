//! Which string a piece of text on a page belongs to, and where in it.
//!
//! A template marks where each string begins. What follows belongs to it as long as its letters come in
//! the string's order; what does not, a label or a page number, only stands after it, and is looked for
//! among all strings.

use std::collections::HashMap;

use crate::typeset::KeyedRun;

/// A piece of text and the string it is of.
#[derive(Debug, Clone, PartialEq)]
pub struct PlacedRun<'r> {
    /// The piece.
    pub run: &'r KeyedRun,
    /// The key of the string.
    pub key: Option<String>,
    /// Where in the string it begins: behind so many of its letters and digits. What stands between these (spaces,
    /// marks of markup, citations) is not on the page as it is in the file.
    pub at: usize,
    /// Whether it is of the string, and does not only stand after its beginning.
    pub exact: bool,
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

/// Pieces of as many letters as this are those of a string wherever they stand; of shorter ones only what
/// is a whole string: words of the template may stand in any sentence.
const MANY: usize = 24;

/// The pieces of text of each page with their strings. `strings` are all there are, with their keys.
pub fn placed<'r>(
    pages: &'r [Vec<KeyedRun>],
    strings: &[(String, &str)],
) -> Vec<Vec<PlacedRun<'r>>> {
    let mut folded: HashMap<&str, FoldedString> = HashMap::new();
    for (key, text) in strings {
        folded.entry(key).or_insert_with(|| FoldedString::of(text));
    }
    let one =
        |run: &'r KeyedRun, next: Option<&KeyedRun>, folded: &mut HashMap<&str, FoldedString>| {
            let letters = FoldedString::of(&run.text).letters;
            let next = next.map(|next| FoldedString::of(&next.text).letters).unwrap_or_default();
            let last = run.keys.last().cloned();
            let after = |at| PlacedRun { run, key: last.clone(), at, exact: false };
            if letters.is_empty() {
                let cursor = last.as_deref().and_then(|key| folded.get(key)).map(|own| own.cursor);
                return after(cursor.unwrap_or_default());
            }
            for key in &run.keys {
                let string = folded.get_mut(key.as_str());
                if let Some(at) = string.and_then(|string| string.take(&letters, &next)) {
                    return PlacedRun { run, key: Some(key.clone()), at, exact: true };
                }
            }
            for (key, _) in strings.iter().filter(|(key, _)| !run.keys.contains(key)) {
                let Some(string) = folded.get(key.as_str()) else { continue };
                let is_whole = string.letters == letters;
                if (is_whole || letters.len() >= MANY)
                    && let Some(at) = string.find(&letters, 0)
                {
                    return PlacedRun { run, key: Some(key.clone()), at, exact: true };
                }
            }
            let cursor = last.as_deref().and_then(|key| folded.get(key)).map(|own| own.cursor);
            after(cursor.unwrap_or_default())
        };
    let page = |runs: &'r Vec<KeyedRun>| {
        let nexts = runs.iter().skip(1).map(Some).chain([None]);
        runs.iter().zip(nexts).map(|(run, next)| one(run, next, &mut folded)).collect()
    };
    pages.iter().map(page).collect()
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
        let letters = text.chars().filter(|c| c.is_alphanumeric());
        let letters = letters.filter_map(|c| c.to_lowercase().next()).collect();
        Self { letters, cursor: 0 }
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
        let mut says: Vec<_> =
            found[0].iter().map(|one| (one.key.as_deref(), one.at, one.exact)).collect();
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
        assert_eq!(says[7], (Some("b.title"), 0, true));
        assert!(!says[8].2, "a word of the template that stands in some string is not of it");
        assert!(!says[9].2 && says[9].0 == Some("a.text"));
    }
}
