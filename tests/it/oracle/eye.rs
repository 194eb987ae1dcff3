//! The eye: in which order glyphs stand on the page, beside what an independent implementation of
//! UAX #9, FriBidi, says of the string as it was given. Compared are letters, digits and signs;
//! white space (a gap wherever it stands) and marks over letters (which have no place of their
//! own) are not.

use std::collections::HashMap;
use std::io::Write;
use std::process::{Command, Stdio};

use unicode_normalization::char::is_combining_mark;

use super::data::steers;
use super::pdf::{Pdf, Unit};

/// A line as it is seen, from left to right.
pub type Line = Vec<char>;

/// The lines of a block, from its first to its last.
pub fn seen(pdf: &Pdf) -> Vec<Vec<Line>> {
    pdf.blocks.iter().map(|block| lines(block.units.iter().map(|at| &pdf.units[*at]))).collect()
}

fn lines<'a>(units: impl Iterator<Item = &'a Unit>) -> Vec<Line> {
    let mut lines: Vec<(usize, f64, f64, Vec<&Unit>)> = vec![];
    for unit in units {
        // A raised or lowered sign stands less than half its line's size off.
        let on = lines.iter_mut().rev().find(|(page, y, size, _)| {
            *page == unit.page && (unit.y - *y).abs() < 0.5 * size.max(unit.size)
        });
        match on {
            Some((.., line)) => line.push(unit),
            None => lines.push((unit.page, unit.y, unit.size, vec![unit])),
        }
    }
    lines
        .into_iter()
        .map(|(.., line)| {
            let mut line: Vec<(f64, &str)> = line.into_iter().flat_map(glyphs).collect();
            line.sort_by(|a, b| a.0.total_cmp(&b.0));
            line.into_iter()
                .flat_map(|(_, text)| from_the_left(text))
                .filter(|c| counts(*c))
                .collect()
        })
        .collect()
}

/// What stands where: the glyphs of a unit one by one where they say the same as the unit, so that
/// words put in their place hide no order; or else the unit as one.
fn glyphs(unit: &Unit) -> Vec<(f64, &str)> {
    let sorted = |text: &mut dyn Iterator<Item = char>| {
        let mut all: Vec<char> = text.filter(|c| counts(*c)).collect();
        all.sort_unstable();
        all
    };
    let own = sorted(&mut unit.glyphs.iter().flat_map(|(_, text)| text.chars()));
    if own == sorted(&mut unit.text.chars()) {
        return unit.glyphs.iter().map(|(x, text)| (*x, text.as_str())).collect();
    }
    vec![(unit.x, unit.text.as_str())]
}

/// The characters of one glyph or cluster, as if each had a place of its own.
fn from_the_left(text: &str) -> Vec<char> {
    let rtl = text.chars().any(|c| matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fefc}'));
    if rtl { text.chars().rev().collect() } else { text.chars().collect() }
}

fn counts(c: char) -> bool {
    !c.is_whitespace() && !steers(c) && c != '\u{ad}' && !is_combining_mark(c)
}

/// A string with the embedding levels of its characters.
pub type Levelled = Vec<(char, u8)>;

/// What FriBidi says about strings in paragraphs of a direction.
pub fn levels(strings: &[&str], rtl: bool) -> Vec<Levelled> {
    let mut child = Command::new("fribidi")
        .args([
            if rtl { "--rtl" } else { "--ltr" },
            "--nobreak",
            "--nopad",
            "--levels",
            "--novisual",
        ])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("FriBidi is there");
    let mut input = child.stdin.take().unwrap();
    let all: String = strings.iter().map(|text| format!("{}\n", text.replace('\n', " "))).collect();
    let writer = std::thread::spawn(move || input.write_all(all.as_bytes()).unwrap());
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    let output = String::from_utf8(output.stdout).unwrap();
    let mut said = output.lines();
    let levelled = strings.iter().map(|text| {
        let levels: Vec<u8> =
            said.next().unwrap().split_whitespace().map(|level| level.parse().unwrap()).collect();
        assert_eq!(levels.len(), text.chars().count(), "{text}");
        text.chars().zip(levels).filter(|(c, _)| counts(*c)).collect()
    });
    levelled.collect()
}

/// A string that reads from left to right wherever it stands.
pub fn left_to_right(text: &str) -> Levelled {
    text.chars().filter(|c| counts(*c)).map(|c| (c, 0)).collect()
}

/// Rule L2: from the highest level to the lowest odd one, runs at that level or above are reversed.
pub fn visual(line: &[(char, u8)]) -> Vec<char> {
    let mut line = line.to_vec();
    let highest = line.iter().map(|(_, level)| *level).max().unwrap_or(0);
    for level in (1..=highest).rev() {
        for run in line.chunk_by_mut(|a, b| (a.1 >= level) == (b.1 >= level)) {
            if run[0].1 >= level {
                run.reverse();
            }
        }
    }
    line.into_iter().map(|(c, _)| c).collect()
}

/// Whether a string stands on lines of one of the blocks in its visual order.
pub fn finds(blocks: &[Vec<Line>], due: &Levelled) -> bool {
    due.is_empty()
        || blocks.iter().any(|lines| (0..lines.len()).any(|first| stands(&lines[first..], due)))
}

fn stands(lines: &[Line], due: &[(char, u8)]) -> bool {
    let Some((line, rest)) = lines.split_first() else { return false };
    let mut left: HashMap<char, usize> = HashMap::new();
    line.iter().for_each(|c| *left.entry(*c).or_default() += 1);
    // As much as the line has the characters for; then less, where something else follows there.
    let most = due.iter().take_while(|(c, _)| {
        left.get_mut(c).is_some_and(|count| {
            *count = count.saturating_sub(1);
            true
        })
    });
    let most = most.count();
    (1..=most).rev().any(|end| {
        let piece = visual(&due[..end]);
        line.windows(end).any(|window| window == piece)
            && (end == due.len() || stands(rest, &due[end..]))
    })
}
