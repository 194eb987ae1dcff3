//! Diagnostics as text: for people, for one-line logs, for programs and for GitHub.

use std::borrow::Cow;

use annotate_snippets::{AnnotationKind, Level as Title, Renderer as Annotator, Snippet};
use serde::Serialize;

use super::excerpt::{Excerpt, meant, renumber};
use super::message::{Diagnostic, Severity};
use super::source::{LineColumn, SourceFile, Sources, Span};
use crate::visible;

/// Version of the JSON shape. It changes when a field changes its meaning or goes away, not when
/// one is added.
pub const JSON_FORMAT: u32 = 1;

/// Stands for the name of a file where the annotator sees only a part of the line; no text has it.
const STAND_IN: &str = "\u{FDD2}";

/// How messages are written (`--message-format`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MessageFormat {
    /// With the line shown and what to do below.
    #[default]
    Human,
    /// One line each: `file:line:column: severity[code]: message`.
    Short,
    /// One JSON object a line.
    Json,
    /// Workflow commands, which GitHub Actions shows beside the line.
    Github,
}

/// How many messages there were.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
}

impl Totals {
    /// Counts one message.
    pub fn count(&mut self, severity: Severity) {
        match severity {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
        }
    }
}

impl std::fmt::Display for Totals {
    /// "2 errors and 1 warning"; nothing when there are none.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let word = |n: usize, one: &str| format!("{n} {one}{}", if n == 1 { "" } else { "s" });
        match (self.errors, self.warnings) {
            (0, 0) => Ok(()),
            (e, 0) => f.write_str(&word(e, "error")),
            (0, w) => f.write_str(&word(w, "warning")),
            (e, w) => write!(f, "{} and {}", word(e, "error"), word(w, "warning")),
        }
    }
}

/// Writes diagnostics in one format.
#[derive(Debug, Clone, Copy)]
pub struct Renderer {
    format: MessageFormat,
    styled: bool,
    width: usize,
}

impl Renderer {
    /// A renderer; `styled` output holds ANSI colours, `width` is the terminal's, in columns.
    pub fn new(format: MessageFormat, styled: bool, width: usize) -> Self {
        Self { format, styled, width }
    }

    /// One diagnostic as text that ends in a line break.
    pub fn render(&self, diagnostic: &Diagnostic, sources: &Sources) -> String {
        match self.format {
            MessageFormat::Human => self.human(diagnostic, sources),
            MessageFormat::Short => short(diagnostic, sources),
            MessageFormat::Json => json(diagnostic, sources),
            MessageFormat::Github => github(diagnostic, sources),
        }
    }

    /// An error that is about no text, such as a folder that cannot be written or an option that there is
    /// not, for programs and one-line logs; `None` where people read.
    pub fn failure(
        &self,
        code: Option<&'static str>,
        message: &str,
        help: &[String],
    ) -> Option<String> {
        self.without_place(Severity::Error.name(), code, message, help)
    }

    /// What is no problem and has to be known all the same, for programs; `None` where people read.
    pub fn note(&self, message: &str) -> Option<String> {
        match self.format {
            MessageFormat::Human | MessageFormat::Short => None,
            MessageFormat::Json => self.without_place("note", None, message, &[]),
            MessageFormat::Github => self.without_place("notice", None, message, &[]),
        }
    }

    fn without_place(
        &self,
        severity: &'static str,
        code: Option<&'static str>,
        message: &str,
        help: &[String],
    ) -> Option<String> {
        match self.format {
            MessageFormat::Human => None,
            MessageFormat::Short => {
                let code = code.map_or(String::new(), |code| format!("[{code}]"));
                Some(format!("{severity}{code}: {}\n", visible::line(message)))
            }
            MessageFormat::Json => Some(json_line(&JsonDiagnostic {
                format: JSON_FORMAT,
                severity,
                code,
                message,
                key: None,
                place: None,
                help,
                related: Vec::new(),
            })),
            MessageFormat::Github => {
                let help: Vec<String> =
                    help.iter().map(|help| visible::line(help).into_owned()).collect();
                let message = github_message(&visible::line(message), &help);
                let title = code.map_or(String::new(), |code| format!(" title={}", property(code)));
                Some(format!("::{severity}{title}::{message}\n"))
            }
        }
    }

    /// What was rendered, or whatever else is said, as it leaves the program.
    pub fn printed<'t>(&self, text: &'t str) -> Cow<'t, str> {
        match self.format {
            MessageFormat::Github => visible::commands(text),
            MessageFormat::Human | MessageFormat::Short | MessageFormat::Json => {
                visible::lines(text)
            }
        }
    }

    fn human(&self, diagnostic: &Diagnostic, sources: &Sources) -> String {
        let diagnostic = &diagnostic.visible();
        let level = match diagnostic.severity {
            Severity::Error => Title::ERROR,
            Severity::Warning => Title::WARNING,
        };
        let mut group = level
            .primary_title(diagnostic.message.as_str())
            .id(diagnostic.code.name())
            .elements(std::iter::empty::<Snippet<'_, annotate_snippets::Annotation<'_>>>());
        // All places in one file share a snippet; places in other files follow.
        let mut cut = None;
        if let Some(main) = diagnostic.span {
            let file = sources.get(main.file);
            let beside = || diagnostic.related.iter().filter(|(span, _)| span.file == main.file);
            let labels = beside().map(|(_, label)| label).chain(&diagnostic.label);
            let room = self.width + labels.map(|label| label.chars().count()).sum::<usize>();
            let spans: Vec<Span> =
                std::iter::once(main).chain(beside().map(|(span, _)| *span)).collect();
            let excerpt = Excerpt::new(file, &spans, room).visible();
            let Excerpt { text, first_line, renumbered, ranges, left_out, written_out } = excerpt;
            let mut ranges = ranges.into_iter();
            let mut annotation = AnnotationKind::Primary.span(ranges.next().unwrap_or_default());
            if let Some(label) = &diagnostic.label {
                annotation = annotation.label(label.as_str());
            }
            let mut snippet = Snippet::source(text).line_start(first_line).annotation(annotation);
            for ((_, label), range) in beside().zip(ranges) {
                snippet =
                    snippet.annotation(AnnotationKind::Context.span(range).label(label.as_str()));
            }
            let is_whole = left_out == 0 && written_out == 0 && renumbered.is_empty();
            let name = file.visible_name();
            let path = if is_whole { name.clone() } else { Cow::Borrowed(STAND_IN) };
            cut = (!is_whole).then_some((name, renumbered, left_out, written_out));
            group = group.element(snippet.path(path));
        }
        for (span, label) in &diagnostic.related {
            if diagnostic.span.is_some_and(|main| main.file == span.file) {
                continue;
            }
            let file = sources.get(span.file);
            let Excerpt { text, first_line, ranges, .. } =
                Excerpt::new(file, &[*span], Excerpt::WHOLE_LINES).visible();
            let range = ranges.into_iter().next().unwrap_or_default();
            group = group.element(
                Snippet::source(text)
                    .line_start(first_line)
                    .path(file.visible_name())
                    .annotation(AnnotationKind::Context.span(range).label(label.as_str())),
            );
        }
        for help in &diagnostic.help {
            group = group.element(Title::HELP.message(help.as_str()));
        }
        let annotator = if self.styled { Annotator::styled() } else { Annotator::plain() }
            .term_width(self.width);
        let mut text = annotator.render(&[group]);
        // The annotator counts lines and columns in what it is given.
        if let Some((name, renumbered, left_out, written_out)) = cut {
            text = renumber(&text, &renumbered);
            if let Some((before, after)) = text.split_once(STAND_IN) {
                let mut parts = after[1..].splitn(2, [':', '\n']);
                let [line, rest] = [parts.next(), parts.next()].map(Option::unwrap_or_default);
                let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
                let (column, rest) = rest.split_at(digits);
                let [line, column] = [line, column].map(|n| n.parse().unwrap_or_default());
                let line = meant(line, &renumbered);
                let column = (column + left_out).saturating_sub(written_out);
                text = format!("{before}{name}:{line}:{column}{rest}");
            }
        }
        if !self.styled {
            text = without_colons(&text);
        }
        text.push_str("\n\n");
        text
    }
}

/// A message whose second files are named as its first: a line that begins with colons is a command to
/// some CI engines.
fn without_colons(text: &str) -> String {
    let named = |line: &str| match line.trim_start().strip_prefix("::: ") {
        Some(rest) => format!("{}--> {rest}", &line[..line.len() - rest.len() - 4]),
        None => line.to_string(),
    };
    text.split('\n').map(named).collect::<Vec<_>>().join("\n")
}

/// `file:line:column: severity[code]: message`, on a line of its own.
pub(super) fn short(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let severity = diagnostic.severity.name();
    let code = diagnostic.code;
    let message = visible::line(&diagnostic.message);
    match diagnostic.span {
        Some(span) => {
            let file = sources.get(span.file);
            let at = file.position(span.start);
            let (name, line, column) = (file.visible_name(), at.line, at.column);
            format!("{name}:{line}:{column}: {severity}[{code}]: {message}\n")
        }
        None => format!("{severity}[{code}]: {message}\n"),
    }
}

/// What `--message-format json` writes: one of these a line.
#[derive(Serialize)]
struct JsonDiagnostic<'a> {
    format: u32,
    severity: &'static str,
    code: Option<&'static str>,
    message: &'a str,
    key: Option<&'a str>,
    place: Option<JsonPlace<'a>>,
    help: &'a [String],
    related: Vec<JsonRelated<'a>>,
}

/// A place: lines and columns from 1, columns and `end_column` in characters, the end exclusive;
/// bytes from 0. `text` begins at the column `text_column`: 1, unless the line is very long.
#[derive(Serialize)]
struct JsonPlace<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    start_byte: usize,
    end_byte: usize,
    text: &'a str,
    text_column: usize,
}

/// The most characters of a line that its place tells whole: a file may be one line.
const LONGEST_LINE: usize = 4000;

/// How many it tells of a longer one, and how many of these stand before the place.
const CUT_LINE: (usize, usize) = (1000, 300);

/// The line a place begins on, or of a very long one what is around it; and the column it begins at.
fn line_around(file: &SourceFile, start: LineColumn, at: usize) -> (&str, usize) {
    let line = file.line(start.line);
    if line.char_indices().nth(LONGEST_LINE).is_none() {
        return (line, 1);
    }
    let (most, before) = CUT_LINE;
    let place = file.lines(start.line, start.line);
    let at = line.floor_char_boundary(at.saturating_sub(place.start));
    let backwards =
        |from: &str, count: usize| from.char_indices().rev().nth(count - 1).map_or(0, |(at, _)| at);
    // Near its end, more stands before the place.
    let from = backwards(&line[..at], before).min(backwards(line, most));
    let text = &line[from..];
    let end = text.char_indices().nth(most).map_or(text.len(), |(at, _)| at);
    (&text[..end], start.column.saturating_sub(line[from..at.max(from)].chars().count()))
}

#[derive(Serialize)]
struct JsonRelated<'a> {
    message: &'a str,
    place: JsonPlace<'a>,
}

fn json_place(span: Span, sources: &Sources) -> JsonPlace<'_> {
    let file = sources.get(span.file);
    let (start, end) = (file.position(span.start), file.position(span.end));
    let (text, text_column) = line_around(file, start, span.start);
    JsonPlace {
        file: file.name(),
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
        start_byte: span.start,
        end_byte: span.end,
        text,
        text_column,
    }
}

fn json(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let related = diagnostic
        .related
        .iter()
        .map(|(span, message)| JsonRelated { message, place: json_place(*span, sources) });
    let object = JsonDiagnostic {
        format: JSON_FORMAT,
        severity: diagnostic.severity.name(),
        code: Some(diagnostic.code.name()),
        message: &diagnostic.message,
        key: diagnostic.key.as_deref(),
        place: diagnostic.span.map(|span| json_place(span, sources)),
        help: &diagnostic.help,
        related: related.collect(),
    };
    json_line(&object)
}

fn json_line(object: &JsonDiagnostic<'_>) -> String {
    let line = serde_json::to_string(object).expect("plain data is always JSON");
    format!("{}\n", visible::json(&line))
}

/// A workflow command: <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>.
fn github(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let diagnostic = &diagnostic.visible();
    let severity = diagnostic.severity.name();
    let title = property(diagnostic.code.name());
    let message = github_message(&diagnostic.message, &diagnostic.help);
    match diagnostic.span {
        Some(span) => {
            let file = sources.get(span.file);
            let (start, end) = (file.position(span.start), file.position(span.end));
            let name = property(&file.visible_name());
            let mut place = format!("file={name},line={},endLine={}", start.line, end.line);
            // GitHub shows columns only for places within one line.
            if start.line == end.line {
                place += &format!(",col={},endColumn={}", start.column, end.column);
            }
            format!("::{severity} {place},title={title}::{message}\n")
        }
        None => format!("::{severity} title={title}::{message}\n"),
    }
}

/// The value of a property of a workflow command.
fn property(text: &str) -> String {
    github_data(text).replace(':', "%3A").replace(',', "%2C")
}

fn github_message(message: &str, help: &[String]) -> String {
    let help = help.iter().map(|help| format!("help: {help}"));
    let lines: Vec<String> = std::iter::once(message.to_string()).chain(help).collect();
    github_data(&lines.join("\n"))
}

fn github_data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

#[cfg(test)]
mod tests {
    use annotate_snippets::Level;

    use super::*;
    use crate::diag::code::Code;
    use crate::diag::excerpt::first_line;

    fn sample() -> (Diagnostic, Sources) {
        let mut sources = Sources::new();
        let file = sources.add("briefs/a/brief.toml", "title = \"x\"\ncountry = \"KHM\"\n");
        let diagnostic =
            Diagnostic::new(Code::UnknownCountry, "`KHM` is no country, or 50% of one")
                .at(Span::new(file, 22..27))
                .key("country")
                .help("did you mean `KH`?");
        (diagnostic, sources)
    }

    #[test]
    fn every_format_names_the_place() {
        let (diagnostic, sources) = sample();
        let text = |format| Renderer::new(format, false, 100).render(&diagnostic, &sources);
        assert_eq!(
            text(MessageFormat::Short),
            "briefs/a/brief.toml:2:11: error[country::unknown]: `KHM` is no country, or 50% of one\n"
        );
        let human = text(MessageFormat::Human);
        assert!(human.contains("--> briefs/a/brief.toml:2:11"), "{human}");
        assert!(human.contains("country = \"KHM\""), "{human}");
        assert!(human.contains("did you mean `KH`?"), "{human}");
        assert_eq!(
            text(MessageFormat::Github),
            "::error file=briefs/a/brief.toml,line=2,endLine=2,col=11,endColumn=16,\
             title=country%3A%3Aunknown::`KHM` is no country, or 50%25 of one\
             %0Ahelp: did you mean `KH`?\n"
        );
        let json: serde_json::Value = serde_json::from_str(&text(MessageFormat::Json)).unwrap();
        assert_eq!(json["format"], 1);
        assert_eq!(json["code"], "country::unknown");
        assert_eq!(json["place"]["line"], 2);
        assert_eq!(json["place"]["column"], 11);
        assert_eq!(json["place"]["text"], "country = \"KHM\"");
    }

    #[test]
    fn a_line_of_many_messages_is_not_repeated_with_each() {
        let words = "អ word, [@unknown] ".repeat(2_000) + &"អ".repeat(50_000);
        let text = format!("title = \"x\"\ntext = \"{words}\"\nnext = 1");
        let mut sources = Sources::new();
        let file = sources.add("briefs/a/brief.toml", text.as_str());
        let mut all = 0;
        for (at, word) in text.match_indices("[@unknown]") {
            let span = Span::new(file, at..at + word.len());
            let diagnostic = Diagnostic::new(Code::UnknownSource, "no such source").at(span);
            let json = json(&diagnostic, &sources);
            all += json.len();
            let place = &serde_json::from_str::<serde_json::Value>(&json).unwrap()["place"];
            let number = |name: &str| usize::try_from(place[name].as_u64().unwrap()).unwrap();
            let shown = place["text"].as_str().unwrap().chars();
            let shown = shown.skip(number("column") - number("text_column"));
            assert_eq!(shown.take(word.len()).collect::<String>(), word, "{json}");
            let line = text.lines().nth(1).unwrap().chars().skip(number("text_column") - 1);
            assert!(line.collect::<String>().starts_with(place["text"].as_str().unwrap()));
        }
        assert!(all < 5_000_000, "{all} bytes");
        // At the ends of the line, and behind it.
        for at in [11, text.len() - 10, text.len()] {
            let diagnostic = Diagnostic::new(Code::BadValue, "x").at(Span::new(file, at..at));
            let json = json(&diagnostic, &sources);
            assert!(json.len() < 5_000, "{at}: {json}");
        }
    }

    #[test]
    fn totals_read_as_words() {
        assert_eq!(Totals { errors: 2, warnings: 1 }.to_string(), "2 errors and 1 warning");
        assert_eq!(Totals { errors: 1, warnings: 0 }.to_string(), "1 error");
        assert_eq!(Totals::default().to_string(), "");
    }

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
        let more = "more = 1\n".repeat(120);
        let text = format!(
            "a = 1\r\n\tb = 2\n\n{long}\n      {long}\n{}x{long}\nc = \"\"\"\nfive\nsix\nseven\n{more}x = 1\n{more}end",
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
                    let two = all.last().cloned().into_iter();
                    all.extend(two.map(|two| two.related(span(at + 4000, 3), "and here")));
                }
                for (diagnostic, (styled, width)) in all
                    .iter()
                    .zip([(false, 120), (true, 60), (false, 60), (true, 200)].iter().cycle())
                {
                    let part = Renderer::new(MessageFormat::Human, *styled, *width);
                    let part = part.render(diagnostic, &sources);
                    assert_eq!(part, whole(diagnostic, &sources, *styled, *width), "{at} {length}");
                }
            }
        }
    }
}
