//! The part of a file that a message shows. The annotator reads all it is given, so it is given the
//! lines that are marked, and of a very long line what is near the mark.

use std::collections::BTreeSet;
use std::ops::Range;

use super::{SourceFile, Span};

/// What the annotator is given of a file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Excerpt {
    /// Lines that are shown as they are in the file, and empty ones for those between them.
    pub(super) text: String,
    /// The number of the first line.
    pub(super) first_line: usize,
    /// Where the places that were asked for stand in the text.
    pub(super) ranges: Vec<Range<usize>>,
    /// How many characters were left out at the beginning of the line.
    pub(super) left_out: usize,
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
        let mut text = String::new();
        let mut shifted = ranges.clone();
        let mut next = first_line;
        for &line in &lines {
            text.extend(std::iter::repeat_n('\n', line - next));
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
        Self { text, first_line, ranges: shifted, left_out: 0 }
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
        Self { text: text[left..right].to_string(), first_line: line, ranges, left_out }
    }
}

/// The line that shows a place: what stands behind the last line end is shown on the line before.
fn last_before_end(file: &SourceFile, at: usize) -> usize {
    let line = file.line_of(at);
    if line > 1 && file.lines(line, line).is_empty() { line - 1 } else { line }
}

/// A span's part on its first line: a long text is marked where it begins, not over ten lines.
fn first_line(file: &SourceFile, span: Span) -> Range<usize> {
    let text = file.text();
    let start = text.floor_char_boundary(span.start.min(text.len()));
    let end = text.floor_char_boundary(span.end.min(text.len())).max(start);
    let end = text[start..end].find(['\r', '\n']).map_or(end, |at| start + at);
    start..end
}

#[cfg(test)]
mod tests {
    use annotate_snippets::{AnnotationKind, Level, Renderer as Annotator, Snippet};

    use super::super::{Code, Diagnostic, Format, Renderer, Sources};
    use super::*;

    /// The message as the annotator writes it when it is given the whole file.
    fn whole(diagnostic: &Diagnostic, sources: &Sources, styled: bool, width: usize) -> String {
        let main = diagnostic.span.unwrap();
        let file = sources.get(main.file);
        let mut annotation = AnnotationKind::Primary.span(first_line(file, main));
        if let Some(label) = &diagnostic.label {
            annotation = annotation.label(label.as_str());
        }
        let mut snippet = Snippet::source(file.text()).path(file.name()).annotation(annotation);
        for (span, label) in &diagnostic.related {
            let range = first_line(file, *span);
            let annotation = AnnotationKind::Context.span(range).label(label.as_str());
            snippet = snippet.annotation(annotation);
        }
        let title = Level::ERROR.primary_title(diagnostic.message.as_str());
        let mut group = title.id(diagnostic.code.name()).element(snippet);
        for help in &diagnostic.help {
            group = group.element(Level::HELP.message(help.as_str()));
        }
        let annotator = if styled { Annotator::styled() } else { Annotator::plain() };
        annotator.term_width(width).render(&[group]) + "\n\n"
    }

    #[test]
    fn a_part_of_a_file_shows_what_the_whole_shows() {
        let long = "title = \"ស៊ើបអង្កេត និង 報告 a\tb é\u{301} word, \" ".repeat(40);
        let text = format!(
            "a = 1\r\n\tb = 2\n\n{long}\n      {long}\n{}x{long}\nc = \"\"\"\nfive\nsix\nseven\n",
            " ".repeat(900)
        );
        for text in [text.as_str(), text.trim_end(), "", "\n", "x"] {
            let mut sources = Sources::new();
            let file = sources.add("briefs/a/brief.toml", text);
            let span = |at: usize, length: usize| {
                let end = text.floor_char_boundary((at + length).min(text.len()));
                Span::new(file, text.floor_char_boundary(at.min(text.len()))..end)
            };
            let places: Vec<usize> = (0..=text.len() + 1).step_by(61).chain([text.len()]).collect();
            for (&at, length) in places.iter().zip([0, 1, 7, 40, 300, 4000].into_iter().cycle()) {
                let mut diagnostic = Diagnostic::new(Code::BadValue, "a message, `x`:4:5")
                    .at(span(at, length))
                    .help("do something");
                if at % 2 == 0 {
                    diagnostic = diagnostic.label("what is marked");
                }
                let mut all = vec![diagnostic.clone()];
                for other in [at / 2, at.saturating_sub(100), at + 30, 2 * at, text.len()] {
                    all.push(diagnostic.clone().related(span(other, 9), "first used here"));
                }
                for (diagnostic, (styled, width)) in all
                    .iter()
                    .zip([(false, 120), (true, 60), (false, 60), (true, 200)].iter().cycle())
                {
                    let part = Renderer::new(Format::Human, *styled, *width);
                    let part = part.render(diagnostic, &sources);
                    assert_eq!(part, whole(diagnostic, &sources, *styled, *width), "{at} {length}");
                }
            }
        }
    }

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
            }
        }
    }
}
