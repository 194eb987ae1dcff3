//! The part of a file that a message shows. The annotator reads all it is given, so it is given the
//! lines that are marked, and of a very long line what is near the mark.

use std::collections::BTreeSet;
use std::ops::Range;

use super::source::{SourceFile, Span};
use crate::visible;

/// What the annotator is given of a file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Excerpt {
    /// Lines that are shown as they are in the file, and where lines between them are left out, two
    /// empty ones, which the annotator leaves out.
    pub(super) text: String,
    /// The number of the first line, so that the last has its own.
    pub(super) first_line: usize,
    /// Numbers that lines have here, and in the file: those before lines that are left out.
    pub(super) renumbered: Vec<(usize, usize)>,
    /// Where the places that were asked for stand in the text.
    pub(super) ranges: Vec<Range<usize>>,
    /// How many characters were left out at the beginning of the line.
    pub(super) left_out: usize,
    /// How many characters were added before the first place, on its line, where hidden ones are
    /// written out.
    pub(super) written_out: usize,
}

impl Excerpt {
    /// The room in which nothing of a line is left out.
    pub(super) const WHOLE_LINES: usize = usize::MAX / 4;

    /// What shows some places of a file; `room` are the characters that a line with its labels has.
    pub(super) fn new(file: &SourceFile, spans: &[Span], room: usize) -> Self {
        let ranges: Vec<Range<usize>> = spans.iter().map(|span| first_line(file, *span)).collect();
        let line_of = |range: &Range<usize>| last_before_end(file, range.start);
        let mut lines: BTreeSet<usize> = ranges.iter().map(line_of).collect();
        let first_line = lines.first().copied().unwrap_or(1);
        if lines.len() == 1 {
            return Self::of_line(file, first_line, &ranges, room);
        }
        // A single line between two others is shown, too.
        let between: Vec<usize> =
            lines.iter().map(|line| line + 1).filter(|line| lines.contains(&(line + 1))).collect();
        lines.extend(between);
        let (mut text, mut renumbered) = (String::new(), Vec::new());
        let mut shifted = ranges.clone();
        let (mut next, mut left_out) = (first_line, 0);
        for &line in &lines {
            let gap = (line - next).min(2);
            text.extend(std::iter::repeat_n('\n', gap));
            left_out += line - next - gap;
            renumbered.push((line - left_out, line));
            let place = file.lines(line, line);
            for (range, shifted) in ranges.iter().zip(&mut shifted) {
                if line_of(range) == line {
                    let shift = |at: usize| at - place.start + text.len();
                    *shifted = shift(range.start)..shift(range.end);
                }
            }
            text.push_str(&file.text()[place]);
            next = line + 1;
        }
        // Counted from the first line so far, and from the last from now on.
        renumbered.iter_mut().for_each(|(here, _)| *here += left_out);
        renumbered.retain(|(here, there)| here != there);
        Self {
            text,
            first_line: first_line + left_out,
            renumbered,
            ranges: shifted,
            left_out: 0,
            written_out: 0,
        }
    }

    /// The same with what is hidden in it written out, and the places where that stands.
    pub(super) fn visible(mut self) -> Self {
        let end = self.text.trim_end_matches(['\r', '\n']).len();
        let is_end =
            |at: usize, c: char| c == '\r' && (at >= end || self.text[at..].starts_with("\r\n"));
        let shown = |at: usize, c: char| visible::of_source(c).filter(|_| !is_end(at, c));
        if self.text.char_indices().all(|(at, c)| shown(at, c).is_none()) {
            return self;
        }
        let mut text = String::with_capacity(2 * self.text.len());
        let mut ranges = self.ranges.clone();
        let first = self.ranges.first().map_or(0, |range| range.start);
        let line = self.text[..first].rfind('\n').map_or(0, |end| end + 1);
        let mut moved = |at: usize, text: &str| {
            for (range, moved) in self.ranges.iter().zip(&mut ranges) {
                if range.start == at {
                    moved.start = text.len();
                }
                if range.end == at {
                    moved.end = text.len();
                }
            }
        };
        for (at, c) in self.text.char_indices() {
            moved(at, &text);
            match shown(at, c) {
                Some(written) => {
                    if (line..first).contains(&at) {
                        self.written_out += written.chars().count() - 1;
                    }
                    text += &written;
                }
                None => text.push(c),
            }
        }
        moved(self.text.len(), &text);
        Self { text, ranges, ..self }
    }

    /// What shows places of one line. What is left out of it would not be shown: that is cut off
    /// where there is more beside the marks than a line has room for.
    fn of_line(file: &SourceFile, line: usize, ranges: &[Range<usize>], room: usize) -> Self {
        let place = file.lines(line, line);
        let text = &file.text()[place.clone()];
        let start = ranges.iter().map(|range| range.start).min().unwrap_or(place.start);
        let end = ranges.iter().map(|range| range.end).max().unwrap_or(place.end);
        let (start, end) = (start - place.start, end - place.start);
        // Some characters take no room.
        let most = 4 * room;
        let right = text[end..].char_indices().nth(most).map_or(text.len(), |(at, _)| end + at);
        let is_blank = text[..right].chars().all(char::is_whitespace);
        let right = if is_blank { text.len() } else { right };
        // How far a line is indented decides what is shown of it.
        let is_indented = text.chars().take(5).all(char::is_whitespace);
        let before = text[..start].char_indices().rev().skip(most);
        let mut begins = before.take_while(|_| !is_indented).filter(|(_, c)| !c.is_whitespace());
        let left = begins.next().map_or(0, |(at, _)| at);
        let left_out = match left {
            0 => 0,
            left => file.position(place.start + left).column - 1,
        };
        let shift = |at: usize| at - place.start - left;
        let ranges = ranges.iter().map(|range| shift(range.start)..shift(range.end)).collect();
        let text = text[left..right].to_string();
        Self { text, first_line: line, renumbered: Vec::new(), ranges, left_out, written_out: 0 }
    }
}

/// The number in the file of a line that has another here.
pub(super) fn meant(line: usize, renumbered: &[(usize, usize)]) -> usize {
    renumbered.iter().find(|(here, _)| *here == line).map_or(line, |(_, there)| *there)
}

/// What the annotator wrote of an [`Excerpt`], with the numbers that lines have in the file.
pub(super) fn renumber(text: &str, renumbered: &[(usize, usize)]) -> String {
    let mut numbers = renumbered.iter().peekable();
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let (escapes, shown) = line.split_at(line.len() - unstyled(line).len());
        // Numbers stand on the right of their column, before the stroke.
        let digits = shown.trim_start_matches(' ');
        let found = numbers.next_if(|(here, _)| {
            let after = digits.strip_prefix(&here.to_string());
            let after = after.and_then(|after| unstyled(after).strip_prefix(' '));
            after.is_some_and(|after| unstyled(after).starts_with('|'))
        });
        match found {
            Some((here, there)) => {
                let width = shown.len() - digits.len() + here.to_string().len();
                out += &format!("{escapes}{there:>width$}{}", &shown[width..]);
            }
            None => out += line,
        }
    }
    out
}

/// A text without the colours at its beginning.
fn unstyled(mut text: &str) -> &str {
    while let Some(end) = text.strip_prefix("\u{1b}[").and(text.find('m')) {
        text = &text[end + 1..];
    }
    text
}

/// The line that shows a place: what stands behind the last line end is shown on the line before.
fn last_before_end(file: &SourceFile, at: usize) -> usize {
    let line = file.line_of(at);
    if line > 1 && file.lines(line, line).is_empty() { line - 1 } else { line }
}

/// A span's part on its first line: a long text is marked where it begins, not over ten lines.
pub(super) fn first_line(file: &SourceFile, span: Span) -> Range<usize> {
    let text = file.text();
    let start = text.floor_char_boundary(span.start.min(text.len()));
    let end = text.floor_char_boundary(span.end.min(text.len())).max(start);
    let end = text[start..end].find(['\r', '\n']).map_or(end, |at| start + at);
    start..end
}

#[cfg(test)]
mod tests {
    use super::super::source::Sources;
    use super::*;

    #[test]
    fn a_message_costs_what_it_shows_whatever_the_file_holds() {
        let (lines, line) = ("key = \"value\"\n".repeat(40_000), "key = value, ".repeat(40_000));
        for text in [&lines, &line] {
            let mut sources = Sources::new();
            let file = sources.add("a.toml", text.as_str());
            for at in [0, text.len() / 2, text.len() - 20] {
                let span = Span::new(file, at..at + 3);
                let shown = Excerpt::new(sources.get(file), &[span], 120).text.len();
                assert!(shown < 2000, "{shown} bytes of {} at {at}", text.len());
                // Together with a place far from it on another line.
                let other = Span::new(file, 0..1);
                let shown = Excerpt::new(sources.get(file), &[span, other], 120).text.len();
                let far = text.contains('\n');
                assert!(!far || shown < 2000, "{shown} bytes of {} at {at}", text.len());
            }
        }
    }
}
