//! `[[source]]` tables as they are written, by themselves or into a brief.

use toml::Spanned;
use toml::de::{DeTable, DeValue};
use toml_edit::value;

use super::reference::Reference;
use crate::calendar::PartialDate;

/// The tables of references, an empty line between them.
pub fn tables(references: &[Reference]) -> String {
    references.iter().map(table).collect::<Vec<_>>().join("\n")
}

fn table(reference: &Reference) -> String {
    let quoted = |text: &str| value(text).to_string();
    let text = |text: &Option<String>| text.as_deref().map(quoted);
    let date = |date: PartialDate| match date {
        // TOML has no month of its own.
        PartialDate::Month(..) => quoted(&date.to_string()),
        _ => date.to_string(),
    };
    let keys = [
        ("id", Some(quoted(&reference.id))),
        ("title", Some(quoted(&reference.title))),
        ("language", text(&reference.language)),
        ("author", text(&reference.author)),
        ("in", text(&reference.container)),
        ("volume", text(&reference.volume)),
        ("issue", text(&reference.issue)),
        ("pages", text(&reference.pages)),
        ("publisher", text(&reference.publisher)),
        ("date", reference.date.map(date)),
        ("doi", text(&reference.doi)),
        ("isbn", text(&reference.isbn)),
        ("url", text(&reference.url)),
        ("accessed", reference.accessed.map(date)),
    ];
    let mut out = String::from("[[source]]\n");
    for (key, value) in keys {
        if let Some(value) = value {
            let comment = match key {
                "author" if reference.more_authors => " # and others, whom the file does not name",
                _ => "",
            };
            out.push_str(&format!("{key} = {}{comment}\n", value.trim()));
        }
    }
    out
}

/// Why tables cannot be put into a brief.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotInserted {
    /// It is not valid TOML.
    Invalid,
    /// Its sources are a list in brackets, `source = [{…}]`.
    Inline,
}

/// The text of a brief with tables of sources behind those that it has, or at its end. No other byte of
/// it changes.
///
/// # Errors
///
/// The text is no TOML, or its sources are no tables.
pub fn inserted(brief: &str, tables: &str) -> Result<String, NotInserted> {
    let root = DeTable::parse(brief).map_err(|_| NotInserted::Invalid)?;
    let line_end = if brief.contains("\r\n") { "\r\n" } else { "\n" };
    let at = match root.get_ref().get("source").map(Spanned::get_ref) {
        None => brief.len(),
        Some(DeValue::Array(entries)) => {
            let last = entries.iter().last().ok_or(NotInserted::Inline)?;
            if !brief[last.span()].starts_with("[[") {
                return Err(NotInserted::Inline);
            }
            let end = end_of(last);
            brief[end..].find('\n').map_or(brief.len(), |at| end + at + 1)
        }
        Some(_) => return Err(NotInserted::Inline),
    };
    let (before, after) = brief.split_at(at);
    let mut out = before.to_string();
    if !before.is_empty() && !before.ends_with('\n') {
        out.push_str(line_end);
    }
    if !before.is_empty() {
        out.push_str(line_end);
    }
    out.push_str(&tables.replace('\n', line_end));
    out.push_str(after);
    // What cannot be read again, or reads otherwise, is not written.
    DeTable::parse(&out).map_err(|_| NotInserted::Invalid)?;
    Ok(out)
}

/// Where the last value within a value ends.
fn end_of(value: &Spanned<DeValue<'_>>) -> usize {
    let own = value.span().end;
    match value.get_ref() {
        DeValue::Table(table) => table.values().map(end_of).chain([own]).max().unwrap_or(own),
        _ => own,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_stand_behind_those_that_are_there_and_change_nothing_else() {
        let new = "[[source]]\nid = \"b\"\n";
        for (brief, expected) in [
            ("a = 1", "a = 1\n\n[[source]]\nid = \"b\"\n"),
            ("", new),
            (
                "# x\n[[source]]\nid = \"a\" # y\n\n# z\n[[fact]]\nid = \"f\"\n",
                "# x\n[[source]]\nid = \"a\" # y\n\n[[source]]\nid = \"b\"\n\n# z\n[[fact]]\nid = \"f\"\n",
            ),
            (
                "[[source]]\r\nid = \"a\"\r\n",
                "[[source]]\r\nid = \"a\"\r\n\r\n[[source]]\r\nid = \"b\"\r\n",
            ),
        ] {
            assert_eq!(inserted(brief, new).as_deref(), Ok(expected));
        }
        assert_eq!(inserted("source = [{ id = \"a\" }]", new), Err(NotInserted::Inline));
        assert_eq!(inserted("a = ", new), Err(NotInserted::Invalid));
    }
}
