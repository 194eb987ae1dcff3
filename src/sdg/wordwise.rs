//! Wording held against other wording by words (UAX #29): neither case nor punctuation counts.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

/// The most words of which all differences are looked for: no wording of the framework has as many.
const LONGEST: usize = 1_000;

/// A run of words that both have, or only one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WordRun {
    /// In both.
    Both(String),
    /// Only in the first.
    Gone(String),
    /// Only in the second.
    New(String),
}

/// What UAX #29 takes for a letter, and is a space that never breaks: `100 000` are the same words
/// whichever space stands in them.
const NARROW_SPACE: char = '\u{202f}';

/// The words of a text: where they stand in it, and as they are compared.
fn words(text: &str) -> Vec<(Range<usize>, String)> {
    // Apostrophes are signs, too: `women's` and `women’s` are one word.
    let bare = |word: &str| word.to_lowercase().replace(['\'', '\u{2019}', '\u{2bc}'], "");
    let mut words = Vec::new();
    for (start, word) in text.unicode_word_indices() {
        let mut at = start;
        for part in word.split(NARROW_SPACE) {
            if !part.is_empty() {
                words.push((at..at + part.len(), bare(part)));
            }
            at += part.len() + NARROW_SPACE.len_utf8();
        }
    }
    words
}

/// A run of words as it is written, with what stands between them.
fn run(text: &str, words: &[(Range<usize>, String)]) -> String {
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return String::new() };
    text[first.0.start..last.0.end].to_string()
}

/// Where the words of two texts differ; `None` where they do not.
pub fn word_changes(before: &str, after: &str) -> Option<Vec<WordRun>> {
    let (old, new) = (words(before), words(after));
    if old.iter().map(|word| &word.1).eq(new.iter().map(|word| &word.1)) {
        return None;
    }
    if old.len().max(new.len()) > LONGEST {
        return Some(vec![WordRun::Gone(run(before, &old)), WordRun::New(run(after, &new))]);
    }
    // The longest common subsequence, from the end.
    let mut longest = vec![vec![0_u32; new.len() + 1]; old.len() + 1];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            longest[i][j] = if old[i].1 == new[j].1 {
                longest[i + 1][j + 1] + 1
            } else {
                longest[i + 1][j].max(longest[i][j + 1])
            };
        }
    }
    let (mut i, mut j, mut runs) = (0, 0, Vec::new());
    while i < old.len() || j < new.len() {
        let start = (i, j);
        while i < old.len() && j < new.len() && old[i].1 == new[j].1 {
            (i, j) = (i + 1, j + 1);
        }
        if i > start.0 {
            runs.push(WordRun::Both(run(before, &old[start.0..i])));
        }
        let start = (i, j);
        while (i < old.len() || j < new.len())
            && !(i < old.len() && j < new.len() && old[i].1 == new[j].1)
        {
            if j == new.len() || i < old.len() && longest[i + 1][j] >= longest[i][j + 1] {
                i += 1;
            } else {
                j += 1;
            }
        }
        if i > start.0 {
            runs.push(WordRun::Gone(run(before, &old[start.0..i])));
        }
        if j > start.1 {
            runs.push(WordRun::New(run(after, &new[start.1..j])));
        }
    }
    Some(runs)
}

/// The differences as a line: words that went in `[-…-]`, new ones in `{+…+}`.
pub fn marked_changes(runs: &[WordRun]) -> String {
    let marked = runs.iter().map(|run| match run {
        WordRun::Both(words) => words.clone(),
        WordRun::Gone(words) => format!("[-{words}-]"),
        WordRun::New(words) => format!("{{+{words}+}}"),
    });
    marked.collect::<Vec<_>>().join(" ")
}

/// Whether a text has the words of another. It may leave words out where it says so with an ellipsis;
/// what it does say is there then in that order, the first and last words too.
pub fn quotes(quoted: &str, whole: &str) -> bool {
    let text = quoted.replace("...", "…");
    let whole: Vec<String> = words(whole).into_iter().map(|word| word.1).collect();
    let parts: Vec<Vec<String>> =
        text.split('…').map(|part| words(part).into_iter().map(|word| word.1).collect()).collect();
    let [only] = parts.as_slice() else {
        let mut from = 0;
        let last = parts.len() - 1;
        for (index, part) in parts.iter().enumerate().filter(|(_, part)| !part.is_empty()) {
            let mut places = from..=whole.len().saturating_sub(part.len());
            let there = |at: &usize| whole[*at..].starts_with(part);
            let found = match index {
                0 => Some(0).filter(there),
                _ if index == last => {
                    whole.len().checked_sub(part.len()).filter(|at| *at >= from && there(at))
                }
                _ => places.find(there),
            };
            let Some(at) = found else { return false };
            from = at + part.len();
        }
        return parts.iter().any(|part| !part.is_empty());
    };
    *only == whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_words_count() {
        assert_eq!(word_changes("By 2030, end «poverty»!", "by 2030 end poverty"), None);
        assert_eq!(word_changes("women's", "women’s"), None);
        assert_eq!(
            word_changes("pour 100\u{a0}000 habitants", "pour 100\u{202f}000 habitants"),
            None
        );
        let runs = word_changes("Proportion of the population", "Share of the population").unwrap();
        assert_eq!(marked_changes(&runs), "[-Proportion-] {+Share+} of the population");
        let runs = word_changes("a b c d", "a x c").unwrap();
        assert_eq!(marked_changes(&runs), "a [-b-] {+x+} c [-d-]");
        let runs = word_changes("消除贫困", "消除一切贫困").unwrap();
        assert_eq!(marked_changes(&runs), "消除 {+一切+} 贫困");
        assert!(word_changes(&"a ".repeat(2_000), "b").is_some());
    }

    #[test]
    fn a_quotation_may_stop_short_where_it_says_so() {
        let whole = "By 2030, end all forms of poverty, everywhere";
        for (quoted, expected) in [
            ("by 2030 end all forms of poverty everywhere", true),
            ("By 2030, end all forms …", true),
            ("… poverty, everywhere", true),
            ("By 2030, end ... poverty, everywhere", true),
            ("…forms of poverty…", true),
            ("By 2030, end all forms", false),
            ("By 2030, … poverty", false),
            ("By 2040, end…", false),
            ("…everywhere… forms…", false),
            ("…", false),
            ("", false),
        ] {
            assert_eq!(quotes(quoted, whole), expected, "{quoted}");
        }
    }
}
