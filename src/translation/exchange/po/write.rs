//! A PO file for translators' tools.
//!
//! Lines are not wrapped but where the text has a line end, so that a change of a word changes one
//! line. Nothing depends on when the file is written.

use std::borrow::Cow;
use std::fmt::Write;

use super::fields::{BRIEF, SOURCE, TARGET};
use super::language;
use super::plurals::plural_forms;
use crate::translation::about::about;
use crate::translation::exchange::codec::Export;
use crate::translation::state::State;
use crate::translation::units::Unit;

/// Writes the strings of a translation.
pub(super) fn write(export: &Export<'_>) -> String {
    let mut po = String::new();
    put(&mut po, "", "msgid", "");
    put(&mut po, "", "msgstr", &header(export));
    for unit in export.units {
        po.push('\n');
        entry(&mut po, unit);
    }
    po
}

/// The fields of the header. Who changed what when is the translator's tool's to say; gettext asks
/// for the fields, and takes them empty.
fn header(export: &Export<'_>) -> String {
    let name = language::name(export.target);
    let fields = [
        ("Project-Id-Version", Some(export.brief.to_string())),
        ("PO-Revision-Date", Some(String::new())),
        ("Last-Translator", Some(String::new())),
        ("Language-Team", Some(String::new())),
        (TARGET, Some(name)),
        ("MIME-Version", Some("1.0".into())),
        ("Content-Type", Some("text/plain; charset=UTF-8".into())),
        ("Content-Transfer-Encoding", Some("8bit".into())),
        ("Plural-Forms", plural_forms(export.target)),
        (SOURCE, Some(language::name(export.source))),
        (BRIEF, Some(export.brief.to_string())),
    ];
    let mut header = String::new();
    for (field, value) in fields {
        header.extend(value.map(|value| format!("{field}: {value}\n")));
    }
    header
}

fn entry(po: &mut String, unit: &Unit) {
    for note in about(&unit.key).notes() {
        let _ = writeln!(po, "#. {note}");
    }
    // Some tools drop `msgctxt` and keep the reference. One with a space in it is two to most.
    let key = unit.key.as_str();
    if !key.contains(char::is_whitespace) {
        let _ = writeln!(po, "#: {key}");
    }
    let source = unit.source.value.as_str();
    let target = unit.target.as_ref().map_or("", |target| target.value.as_str());
    let target = &alike_at_the_end(source, target);
    let is_fuzzy = matches!(unit.state, State::Stale | State::Unknown | State::NeedsReview);
    if is_fuzzy && !target.is_empty() {
        po.push_str("#, fuzzy\n");
        if let Some(previous) = &unit.previous {
            put(po, "#| ", "msgid", previous);
        }
    }
    put(po, "", "msgctxt", key);
    put(po, "", "msgid", source);
    put(po, "", "msgstr", target);
}

/// A translation that ends in a line feed if its original does: gettext takes no other.
fn alike_at_the_end<'a>(source: &str, target: &'a str) -> Cow<'a, str> {
    match (source.ends_with('\n'), target.ends_with('\n')) {
        (true, false) if !target.is_empty() => format!("{target}\n").into(),
        (false, true) => target.trim_end_matches('\n').into(),
        _ => target.into(),
    }
}

/// A keyword with its text, which stands below it where it has several lines.
fn put(po: &mut String, before: &str, keyword: &str, text: &str) {
    let _ = write!(po, "{before}{keyword} ");
    let mut lines = text.split_inclusive('\n').peekable();
    let first = lines.next().unwrap_or_default();
    if lines.peek().is_none() {
        quoted(po, first);
        return;
    }
    quoted(po, "");
    for line in std::iter::once(first).chain(lines) {
        po.push_str(before);
        quoted(po, line);
    }
}

/// A line with a text in quotes.
fn quoted(po: &mut String, text: &str) {
    po.push('"');
    for c in text.chars() {
        match c {
            '\n' => po.push_str("\\n"),
            '\t' => po.push_str("\\t"),
            '\r' => po.push_str("\\r"),
            '\x07' => po.push_str("\\a"),
            '\x08' => po.push_str("\\b"),
            '\x0B' => po.push_str("\\v"),
            '\x0C' => po.push_str("\\f"),
            '"' | '\\' => po.extend(['\\', c]),
            c if c.is_ascii_control() => {
                let _ = write!(po, "\\{:03o}", u32::from(c));
            }
            c => po.push(c),
        }
    }
    po.push_str("\"\n");
}
