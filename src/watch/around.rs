//! What pieces of text are of that stand after no string of theirs: whole strings, and words made from other values, told
//! apart by what stands around them.

use std::collections::HashMap;

use super::held::{HeldWords, entry_of};
use super::strings::{PlacedRun, RunTie, letters_of};

/// Pieces of fewer letters than this are looked for in the entry they stand in alone.
const FEW: usize = 4;

/// The most lines that are looked at for one value.
const LINES: usize = 12;

/// How many letters more the template may say in one piece with a value.
const LITTLE: usize = 20;

/// The entry of what is about a brief as a whole.
const TOP: &str = "brief";

/// What the keys of rows of data have in them.
const ROW: &str = ".rows[";

/// Strings and values by the letters of their words.
pub struct PlaceIndex<'a> {
    all: Vec<PlaceCandidate<'a>>,
    /// Up to where rows of an entry have been found on the pages: what it has twice, as a table a number, comes in its
    /// order.
    rows: HashMap<&'a str, usize>,
}

/// What pieces are.
struct FoundPlace<'a> {
    key: &'a str,
    tie: RunTie,
    /// How many they are.
    pieces: usize,
}

struct PlaceCandidate<'a> {
    key: &'a str,
    entry: &'a str,
    text: &'a str,
    letters: Vec<char>,
    tie: RunTie,
}

impl<'a> PlaceIndex<'a> {
    /// Of all there are.
    pub fn of(strings: &'a [(String, &'a str)], held: &'a [HeldWords]) -> Self {
        let held = held.iter().map(|own| (own.key.as_str(), own.text.as_str(), RunTie::Made));
        let strings = strings.iter().map(|(key, text)| (key.as_str(), *text, RunTie::Exact));
        let one = |(key, text, tie)| PlaceCandidate {
            key,
            entry: entry_of(key),
            text,
            letters: letters_of(text),
            tie,
        };
        Self { all: held.chain(strings).map(one).collect(), rows: HashMap::new() }
    }

    /// Gives pieces that only stand after a string the key of what they are: of the entry whose strings stand around
    /// them, or of the only one that has such words.
    pub fn put(&mut self, pages: &mut [Vec<PlacedRun<'_>>]) {
        for page in pages {
            let entry = |one: &PlacedRun<'_>| match (&one.key, one.tie) {
                (Some(key), RunTie::Exact) => Some(entry_of(key).to_string()),
                _ => None,
            };
            let entries: Vec<Option<String>> = page.iter().map(entry).collect();
            let mut at = 0;
            while at < page.len() {
                let before = entries[..at].iter().rev().flatten().next();
                let behind = entries[at..].iter().flatten().next();
                let around = [before, behind].map(|entry| entry.map(String::as_str));
                // What is divided into lines is in several pieces.
                let open = page[at..].iter().take(LINES);
                let open = open.take_while(|one| one.tie == RunTie::After);
                let pieces: Vec<&str> = open.map(|one| one.run.text.as_str()).collect();
                let found = self.find(&pieces, around);
                let Some(FoundPlace { key, tie, pieces }) = found else {
                    at += 1;
                    continue;
                };
                let mut behind = 0;
                for one in &mut page[at..at + pieces] {
                    let key = Some(key.to_string());
                    *one = PlacedRun { key, at: behind, tie, ..one.clone() };
                    behind += letters_of(&one.run.text).len();
                }
                at += pieces;
            }
            number_squares(page);
        }
    }

    /// What pieces are, of which the first may be all of it.
    fn find(
        &mut self,
        pieces: &[&str],
        [before, behind]: [Option<&str>; 2],
    ) -> Option<FoundPlace<'a>> {
        let mut lines = Vec::new();
        for piece in pieces {
            let mut letters: Vec<char> = lines.last().cloned().unwrap_or_default();
            letters.extend(letters_of(piece));
            lines.push(letters);
        }
        let text = *pieces.first()?;
        if lines[0].is_empty() {
            return None;
        }
        // A few digits may be those of anything, and a code is that of the entry before it or of its own.
        let is_short = lines[0].len() < FEW && is_number(&lines[0]) && !is_code(text);
        let behind = behind.filter(|_| !is_short && !is_code(text));
        let found = before.and_then(|entry| {
            self.whole(&lines, text, |own| own.entry == entry).or_else(|| self.within(text, entry))
        });
        let found = found.or_else(|| {
            self.whole(&lines, text, |own| Some(own.entry) == behind && !own.is_common())
        });
        let found = found.or_else(|| self.only(&lines, text).filter(|_| !is_short));
        let of_all = || {
            let whole = self.whole(&lines, text, |own| own.entry == TOP);
            whole.or_else(|| self.within(text, TOP)).filter(|_| !is_short)
        };
        let (at, pieces) = found.or_else(of_all)?;
        let PlaceCandidate { key, entry, tie, .. } = self.all[at];
        if key.contains(ROW) {
            self.rows.insert(entry, at + 1);
        }
        Some(FoundPlace { key, tie, pieces })
    }

    /// What has all the letters of a piece, or of it and some that follow it. Of rows it is the next, and one that was
    /// before where there is no other and it is no number of a few digits.
    fn whole(
        &self,
        lines: &[Vec<char>],
        text: &str,
        is_asked: impl Fn(&PlaceCandidate<'a>) -> bool,
    ) -> Option<(usize, usize)> {
        let own = self.all.iter().enumerate().filter(|(_, own)| is_asked(own));
        let equal = own.filter_map(|(at, own)| Some((at, own.pieces(lines, text)?)));
        let equal: Vec<(usize, usize)> = equal.collect();
        let comes = |at: usize| {
            let own = &self.all[at];
            !own.key.contains(ROW) || at >= self.rows.get(own.entry).copied().unwrap_or_default()
        };
        let may_return = lines[0].len() >= FEW || !is_number(&lines[0]);
        let next = equal.iter().find(|(at, _)| comes(*at));
        next.or_else(|| equal.first().filter(|_| may_return)).copied()
    }

    /// What stands in a piece in which the template says little more: “tier II”, “accessed 24 November 2026”.
    fn within(&self, text: &str, entry: &str) -> Option<(usize, usize)> {
        let letters = letters_of(text).len();
        let says = |own: &PlaceCandidate<'_>| {
            let few = own.letters.len() < FEW && is_number(&own.letters);
            own.entry == entry
                && own.tie == RunTie::Made
                && !few
                && !is_code(text)
                && letters <= own.letters.len() + LITTLE
                && has_words(text, own.text)
        };
        let all = self.all.iter().enumerate().filter(|(_, own)| says(own));
        all.max_by_key(|(_, own)| own.letters.len()).map(|(at, _)| (at, 1))
    }

    /// What is the only one with such words.
    fn only(&self, lines: &[Vec<char>], text: &str) -> Option<(usize, usize)> {
        let code = is_code(text);
        let is_it = |own: &PlaceCandidate<'_>| match own.entry.split_once('.') {
            Some(("target" | "indicator", _)) => code && own.key.ends_with(".code"),
            _ => !code && !own.is_common(),
        };
        let (at, pieces) = self.whole(lines, text, is_it)?;
        let is_other = |other: &PlaceCandidate<'_>| {
            is_it(other) && other.key != self.all[at].key && other.pieces(lines, text).is_some()
        };
        (!self.all.iter().any(is_other)).then_some((at, pieces))
    }
}

impl PlaceCandidate<'_> {
    /// How many of the pieces that follow each other are all of it: by their letters up to each. A code is one as it is
    /// written.
    fn pieces(&self, lines: &[Vec<char>], text: &str) -> Option<usize> {
        if is_code(text) {
            return (self.text.trim() == text.trim()).then_some(1);
        }
        if !self.letters.starts_with(&lines[0]) {
            return None;
        }
        lines.iter().position(|letters| *letters == self.letters).map(|at| at + 1)
    }

    /// Whether it is one word of a few that many entries have, and a legend too.
    fn is_common(&self) -> bool {
        self.key.ends_with(".basis") || self.key.ends_with(".priority")
    }
}

/// The number on a goal's square stands before the words it is in: “16” before “SDG 16”.
fn number_squares(page: &mut [PlacedRun<'_>]) {
    for at in 1..page.len() {
        let [one, next] = &mut page[at - 1..=at] else { continue };
        let is_goal = next.key.as_ref().is_some_and(|key| key.starts_with("goal."));
        let last = next.run.text.split_whitespace().next_back();
        if one.tie == RunTie::After
            && next.tie == RunTie::Made
            && is_goal
            && last == Some(one.run.text.trim())
        {
            *one = PlacedRun { key: next.key.clone(), at: 0, tie: RunTie::Made, ..one.clone() };
        }
    }
}

/// Whether a piece is the code of a target or indicator.
fn is_code(text: &str) -> bool {
    let mut parts = text.trim().split('.');
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_short = |part: &str| {
        (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    parts.next().is_some_and(is_number) && text.contains('.') && parts.all(is_short)
}

fn is_number(letters: &[char]) -> bool {
    letters.iter().all(|letter| letter.is_numeric())
}

/// Whether words stand one after the other in a text, as whole words.
fn has_words(text: &str, words: &str) -> bool {
    let parts = |text: &str| {
        let parts = text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
        parts.map(str::to_lowercase).collect::<Vec<_>>()
    };
    let (text, words) = (parts(text), parts(words));
    !words.is_empty() && text.windows(words.len()).any(|window| window == words)
}

#[cfg(test)]
mod tests {
    use super::super::strings::placed;
    use super::*;
    use crate::typeset::KeyedRun;

    fn keys(
        pages: &[&[&str]],
        strings: &[(&str, &str)],
        held: &[(&str, &str)],
    ) -> Vec<Vec<String>> {
        let run = |text: &&str| {
            let own = strings.iter().find(|(_, string)| string.contains(text));
            let keys = own.map(|(key, _)| (*key).to_string()).into_iter().collect();
            KeyedRun { text: (*text).into(), place: [0.0; 4], keys }
        };
        let runs: Vec<Vec<KeyedRun>> =
            pages.iter().map(|page| page.iter().map(run).collect()).collect();
        let strings: Vec<(String, &str)> =
            strings.iter().map(|(key, text)| ((*key).to_string(), *text)).collect();
        let held: Vec<HeldWords> = held
            .iter()
            .map(|(key, text)| HeldWords { key: (*key).into(), text: (*text).into() })
            .collect();
        let mut placed = placed(&runs, &strings);
        PlaceIndex::of(&strings, &held).put(&mut placed);
        let key = |one: &PlacedRun<'_>| match one.tie {
            RunTie::After => "-".to_string(),
            RunTie::Exact | RunTie::Made => one.key.clone().unwrap_or_default(),
        };
        placed.iter().map(|page| page.iter().map(key).collect()).collect()
    }

    #[test]
    fn what_two_entries_have_is_that_of_the_one_around_it() {
        let strings = [("source.a.title", "A report on water"), ("source.b.title", "Another")];
        let held = [
            ("brief.date", "4 May 2026"),
            ("source.a.accessed", "4 May 2026"),
            ("source.b.accessed", "5 May 2026"),
        ];
        let pages = [
            &["4 May 2026", "Contents"][..],
            &["A report on water", ", accessed ", "4 May 2026", "2", "Another", "read 5 May 2026."],
        ];
        let found = keys(&pages, &strings, &held);
        assert_eq!(found[0], ["brief.date", "-"]);
        let expected = ["source.a.title", "-", "source.a.accessed", "-", "source.b.title"];
        assert_eq!(found[1], [&expected[..], &["source.b.accessed"]].concat());
    }

    #[test]
    fn equal_numbers_of_a_table_are_found_in_their_order_and_no_number_of_a_note_is_one_of_them() {
        let strings = [("table.t.labels[1]", "North"), ("table.t.labels[2]", "South")];
        let held = [
            ("table.t.rows[0]", "North"),
            ("table.t.rows[0]", "7"),
            ("table.t.rows[1]", "South"),
            ("table.t.rows[1]", "7"),
        ];
        let found = keys(&[&["North", "7", "South", "7", "7"]], &strings, &held);
        let expected = ["table.t.rows[0]", "table.t.rows[1]", "-"];
        assert_eq!([&found[0][1], &found[0][3], &found[0][4]], expected.each_ref().map(|key| key));
    }

    #[test]
    fn words_of_several_lines_are_one_and_a_word_of_the_template_is_none() {
        let held = [("goal.8.number", "SDG 8"), ("goal.8.number", "Decent work and growth")];
        let page = ["8", "SDG 8", "Decent work ", "and growth", "Decent", "8"];
        let found = keys(&[&page], &[], &held);
        let goal = "goal.8.number";
        assert_eq!(found[0], [goal, goal, goal, goal, "-", "-"]);
    }

    #[test]
    fn a_code_is_its_own_entry_wherever_it_stands() {
        let strings = [("target.16-1.text", "Reduce violence")];
        let held = [("target.16-1.code", "16.1"), ("indicator.16-1-1.code", "16.1.1")];
        let found = keys(&[&["16.1", "Reduce violence", "16.1.1", "16.11"]], &strings, &held);
        assert_eq!(
            found[0],
            ["target.16-1.code", "target.16-1.text", "indicator.16-1-1.code", "-"]
        );
    }
}
