//! Paths in TOML, changed where they stand: everything around them stays as it is written.

use std::ops::Range;

use toml::de::{DeTable, DeValue};
use toml::{Spanned, Value};

/// Where `briefpress.toml` has paths, by the keys that lead to them; lists are passed through.
pub const PROJECT_PATHS: [&[&str]; 5] = [
    &["brand", "logo"],
    &["partner", "logo"],
    &["press", "profile"],
    &["data", "files"],
    &["data", "file", "path"],
];

/// Where a brief has paths that may lead out of its folder.
pub const BRIEF_PATHS: [&[&str]; 2] = [&["data", "files"], &["data", "file", "path"]];

/// A path that is written in another way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rewritten {
    /// The line it stands on, from 1.
    pub line: usize,
    /// What it says.
    pub before: String,
    /// What it is to say.
    pub after: String,
}

/// A file of TOML with some of its paths written in another way, and which; `None` where it is no TOML.
pub fn rewrite(
    toml: &str,
    places: &[&[&str]],
    other: &dyn Fn(&str) -> Option<String>,
) -> Option<(String, Vec<Rewritten>)> {
    let without_mark = toml.strip_prefix('\u{FEFF}').unwrap_or(toml);
    let skipped = toml.len() - without_mark.len();
    let table = DeTable::parse(without_mark).ok()?;
    let mut found = Vec::new();
    for keys in places {
        in_table(table.get_ref(), keys, &mut found);
    }
    found.sort_by_key(|(span, _)| span.start);
    let (mut text, mut all, mut at) = (String::new(), Vec::new(), 0);
    for (span, before) in found {
        let span = span.start + skipped..span.end + skipped;
        let Some(after) = other(&before) else { continue };
        text.push_str(&toml[at..span.start]);
        text.push_str(&written_as(&toml[span.clone()], &after));
        at = span.end;
        all.push(Rewritten { line: toml[..span.start].matches('\n').count() + 1, before, after });
    }
    text.push_str(&toml[at..]);
    Some((text, all))
}

/// A text in the quotes of another.
fn written_as(other: &str, text: &str) -> String {
    let is_literal = other.starts_with('\'') && !other.starts_with("'''");
    if is_literal && !text.contains(['\'', '\n']) {
        format!("'{text}'")
    } else {
        Value::from(text).to_string()
    }
}

fn in_table(table: &DeTable<'_>, keys: &[&str], found: &mut Vec<(Range<usize>, String)>) {
    let Some((key, rest)) = keys.split_first() else { return };
    if let Some(value) = table.get(*key) {
        in_value(value, rest, found);
    }
}

fn in_value(value: &Spanned<DeValue<'_>>, keys: &[&str], found: &mut Vec<(Range<usize>, String)>) {
    match value.get_ref() {
        DeValue::Array(list) => list.iter().for_each(|entry| in_value(entry, keys, found)),
        DeValue::Table(table) => in_table(table, keys, found),
        DeValue::String(text) if keys.is_empty() => found.push((value.span(), text.to_string())),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_change_and_nothing_around_them() {
        let toml = "\u{FEFF}# briefs/a/x\r\n[brand]\r\nlogo   = 'briefs/a/l.svg' # briefs/a\r\n\
                    [[partner]]\r\nname = \"briefs/a/n\"\r\nlogo = \"briefs\\u002Fa/p \\\"q\\\".svg\"\r\n\
                    [data]\r\nfiles = [ \"v.csv\",\r\n  \"briefs/a/v.csv\", ]\r\n\
                    file = [{ path = \"briefs/a/w.csv\" }]\r\n";
        let other =
            |path: &str| path.strip_prefix("briefs/a/").map(|end| format!("briefs/b/{end}"));
        let (text, all) = rewrite(toml, &PROJECT_PATHS, &other).unwrap();
        let expected = "\u{FEFF}# briefs/a/x\r\n[brand]\r\nlogo   = 'briefs/b/l.svg' # briefs/a\r\n\
                    [[partner]]\r\nname = \"briefs/a/n\"\r\nlogo = 'briefs/b/p \"q\".svg'\r\n\
                    [data]\r\nfiles = [ \"v.csv\",\r\n  \"briefs/b/v.csv\", ]\r\n\
                    file = [{ path = \"briefs/b/w.csv\" }]\r\n";
        assert_eq!(text, expected);
        assert_eq!(all.iter().map(|path| path.line).collect::<Vec<_>>(), [3, 6, 9, 10]);
        assert!(rewrite("a = ", &PROJECT_PATHS, &other).is_none());
    }
}
