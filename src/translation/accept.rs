//! What a translator answers for: strings whose numbers differ from the original's, or that are the
//! same as it, and why that is right.

use std::collections::BTreeMap;

use super::key::Key;
use crate::diag::{Code, Diagnostic, did_you_mean};
use crate::tree::{Reader, Table, Text};

/// The reasons a translation gives below `[accept]`, by the keys of its strings.
#[derive(Debug, Clone, Default)]
pub struct Accept(BTreeMap<String, Text>);

impl Accept {
    /// Reads the table `[accept]` of a translation of these strings. A reason says something, and
    /// is one for a string that there is.
    pub fn read<'k>(
        root: &Table<'_>,
        reader: &Reader,
        strings: impl IntoIterator<Item = &'k Key>,
    ) -> Self {
        let mut accept = Self::default();
        let Some(table) = root.table("accept") else { return accept };
        accept.read_table(&table);
        table.finish();
        let strings: Vec<&str> = strings.into_iter().map(Key::as_str).collect();
        accept.0.retain(|key, reason| {
            let known = strings.contains(&key.as_str());
            if !known {
                let help = match did_you_mean(key, strings.iter().copied()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "nothing in the brief has this key; take it out, or mend it".into(),
                };
                let message = format!("`accept` answers for `{key}`, which is no string");
                reader.push(
                    Diagnostic::new(Code::Orphan, message)
                        .at(reason.span)
                        .key(&reason.key)
                        .help(help),
                );
            }
            known
        });
        accept
    }

    /// Why the string under a key is right, although it is not what a check wants.
    pub fn reason(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(Text::as_str)
    }

    /// Reads the reasons of a table. A key that is written without quotes is one table in another.
    fn read_table(&mut self, table: &Table<'_>) {
        for (name, _) in table.keys() {
            if table.has_table(name) {
                let Some(inner) = table.table(name) else { continue };
                self.read_table(&inner);
                inner.finish();
                continue;
            }
            let Some(reason) = table.required_text(name) else { continue };
            let key = reason.key.strip_prefix("accept.").unwrap_or(&reason.key).to_string();
            self.0.insert(key, reason);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Diagnostics, Sources};
    use crate::tree::TomlDocument;

    #[test]
    fn reasons_say_something_about_strings_that_there_are() {
        let toml = "[accept]\n\"finding.police.text\" = \"a score is twenty\"\n\
                    \"brief.key_messages[2]\" = \"a name\"\nbrief.title = \"a proverb\"\n\
                    \"finding.police.title\" = \" \"\n\"finding.polise.quote\" = \"x\"\n\
                    \"brief.ask\" = 3\n";
        let mut sources = Sources::new();
        let file = sources.add("fr.toml", toml);
        let mut diagnostics = Diagnostics::new();
        let document = TomlDocument::parse(&sources, file, &mut diagnostics);
        let reader = Reader::new();
        let keys = [
            "finding.police.text",
            "finding.police.title",
            "finding.police.quote",
            "brief.key_messages[2]",
            "brief.title",
            "brief.ask",
        ];
        let keys = keys.map(|key| key.parse::<Key>().unwrap());
        let accept = Accept::read(&document.root(&reader), &reader, &keys);
        document.report(reader, &mut diagnostics);
        diagnostics.sort();
        let found: Vec<String> = diagnostics
            .iter()
            .map(|d| {
                let at = sources.get(file).position(d.span.unwrap().start);
                format!("{}:{} {} {}", at.line, at.column, d.code, d.message)
            })
            .collect();
        assert_eq!(accept.reason("finding.police.text"), Some("a score is twenty"));
        assert_eq!(accept.reason("brief.key_messages[2]"), Some("a name"));
        assert_eq!(accept.reason("brief.title"), Some("a proverb"));
        for key in ["finding.police.title", "finding.polise.quote", "brief.ask", "brief.summary"] {
            assert_eq!(accept.reason(key), None, "{key}");
        }
        assert_eq!(
            found,
            [
                "5:26 schema::empty-text `finding.police.title` is empty",
                "6:26 translation::orphan `accept` answers for `finding.polise.quote`, which is no string",
                "7:15 schema::wrong-type `brief.ask` takes a text in quotes, found a whole number",
            ]
        );
    }
}
