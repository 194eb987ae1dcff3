//! The end of a table: keys that nobody asked for, and those that are missing.

use toml::Spanned;
use toml::de::DeValue;

use super::{Table, shown};
use crate::diag::{Code, Diagnostic, Span, did_you_mean, some};

impl<'a> Table<'a> {
    /// Reports the keys nobody asked for, and those that are missing. A missing key that an unknown
    /// one is a misspelling of is one mistake, not two.
    pub fn finish(self) {
        self.finish_as(Code::UnknownKey, |_| None);
    }

    /// [`Table::finish`] with another code for unknown keys, and with more to say about some.
    pub fn finish_as(self, code: Code, explain: impl Fn(&str) -> Option<String>) {
        let asked = self.asked.borrow();
        let mut names: Vec<&str> = Vec::new();
        for name in asked.iter().map(String::as_str) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let mut missing = self.missing.take();
        if self.key.is_empty() && self.entries.is_empty() && missing.len() > 1 {
            let help = "`briefpress new` and `briefpress init` write files to begin with";
            let message = "the file says nothing; all of its lines are empty, or comments";
            self.push(Diagnostic::new(Code::MissingKey, message).at(self.span).help(help));
            return;
        }
        let unknown = self.misplaced(self.unasked());
        let near = |name: &str| near_key(name, &names);
        missing
            .retain(|(key, _)| !unknown.iter().any(|(name, _)| near(name) == Some(key.as_str())));
        // One that is not known and one that is missing are as a rule the same.
        let mut far = unknown.iter().filter(|(name, _)| near(name).is_none());
        let meant = match (far.next(), far.next(), &missing[..]) {
            (Some((name, _)), None, [(key, _)]) => Some((*name, key.clone())),
            _ => None,
        };
        for (name, span) in &unknown {
            self.lose(self.entries.get(*name));
            // Below a header that is misspelt stand others, which then have none above them.
            if let Some(header) = self.header_meant(name, &names) {
                self.reader.headless.borrow_mut().retain(|(own, ..)| *own != header);
            }
            let meant = meant.as_ref().filter(|(own, _)| own == name);
            let known = format!("keys that can stand here: {}", names.join(", "));
            let help = match (near(name), explain(name)) {
                (Some(near), _) => format!("did you mean `{near}`?"),
                (None, Some(help)) => help,
                (None, None) => match (meant, self.header_meant(name, &names)) {
                    (Some((_, key)), _) => format!("`{key}` is missing: is that meant? {known}"),
                    (None, Some(header)) => format!("did you mean `[[{header}]]`?"),
                    (None, None) => known,
                },
            };
            missing.retain(|(key, _)| meant.is_none_or(|(_, own)| own != key));
            let place =
                if self.key.is_empty() { String::new() } else { format!(" in `{}`", self.key) };
            self.push(
                Diagnostic::new(code, format!("unknown key `{}`{place}", shown(name)))
                    .at(*span)
                    .key(self.path(name))
                    .help(help),
            );
        }
        let misplaced = self.reader.misplaced.borrow();
        missing.retain(|(key, _)| !self.key.is_empty() || !misplaced.contains(key));
        for (_, diagnostic) in missing {
            self.push(diagnostic);
        }
    }

    /// Reports, as one mistake, that a table of another kind begins here without its header, where a whole number
    /// stands under its first key; all its keys from there on are its own.
    pub fn begins(&self, header: &str, keys: &[&str]) {
        let own = self.unasked().into_iter().filter(|(name, _)| keys.contains(name));
        let own: Vec<(&str, Span)> = own.skip_while(|(name, _)| *name != keys[0]).collect();
        let Some(&(first, at)) = own.first() else { return };
        let value = self.entries.get(first).map(Spanned::get_ref);
        if !value.is_some_and(|value| matches!(value, DeValue::Integer(_))) {
            return;
        }
        self.asked.borrow_mut().extend(own.iter().map(|(name, _)| (*name).to_string()));
        self.reader.has_lost.set(true);
        self.push(
            Diagnostic::new(
                Code::UnknownKey,
                format!("`{first}` begins a `{header}`, and no header stands above it"),
            )
            .at(at)
            .key(self.path(first))
            .help(format!("write `{header}` on a line of its own above it"))
            .help(format!("as it stands, it is a key of `{}`", self.key)),
        );
    }

    /// Reports keys that belong above the first table, together, and returns the others.
    fn misplaced(&self, unknown: Vec<(&'a str, Span)>) -> Vec<(&'a str, Span)> {
        /// So many are of another file, and so is what stands below them.
        const ANOTHER_FILE: usize = 3;
        let top = self.reader.top.borrow();
        let is_top = |name: &str| !self.key.is_empty() && top.iter().any(|(own, _)| *own == name);
        let is_there = |name: &str| top.iter().any(|(own, there)| *own == name && *there);
        let count = unknown.iter().filter(|(name, _)| is_top(name)).count();
        let (above, others): (Vec<_>, Vec<_>) = unknown
            .into_iter()
            .partition(|(name, _)| is_top(name) && (count >= ANOTHER_FILE || !is_there(name)));
        if let Some((_, span)) = above.first() {
            let names: Vec<&str> = above.iter().map(|(name, _)| *name).collect();
            let belong = if names.len() == 1 { "belongs" } else { "belong" };
            self.push(
                Diagnostic::new(
                    Code::UnknownKey,
                    format!(
                        "{} {belong} at the top of the file, above the first table",
                        some(&names)
                    ),
                )
                .at(*span)
                .key(self.path(names[0]))
                .help(format!(
                    "move {} up, above the first line in brackets; here {} of `{}`",
                    if names.len() == 1 { "the line" } else { "the lines" },
                    if names.len() == 1 { "it is a key" } else { "they are keys" },
                    self.key
                ))
                .help_if((count >= ANOTHER_FILE).then(|| {
                    "if another file was pasted in here, put it into a file of its own".to_string()
                })),
            );
            self.reader.misplaced.borrow_mut().extend(names.iter().map(ToString::to_string));
            if count >= ANOTHER_FILE {
                self.reader.has_lost.set(true);
            }
        }
        others
    }

    /// Notes that a table was not read.
    fn lose(&self, value: Option<&Spanned<DeValue<'_>>>) {
        let is_table = |value: &Spanned<DeValue<'_>>| value.get_ref().is_table();
        let lost = value.is_some_and(|value| match value.get_ref() {
            DeValue::Array(entries) => entries.iter().any(is_table),
            _ => is_table(value),
        });
        if lost {
            self.reader.has_lost.set(true);
        }
    }

    /// The header that an unknown one is meant to be, with its parts joined by other signs than points, or
    /// without those before the last, where tables below it have none above them.
    fn header_meant(&self, name: &str, names: &[&str]) -> Option<String> {
        let headless = self.reader.headless.borrow();
        let ends = |header: &&String| header.rsplit_once('.').is_some_and(|(_, own)| own == name);
        if let Some(header) = headless.iter().map(|(header, ..)| header).find(ends) {
            return self.key.is_empty().then(|| header.clone());
        }
        let parts: Vec<&str> = name.split(['-', '_', ' ']).collect();
        let is_known = parts.len() > 1 && self.key.is_empty() && names.contains(&parts[0]);
        is_known.then(|| parts.join("."))
    }
}

/// The key that an unknown one misspells.
fn near_key<'n>(name: &str, names: &[&'n str]) -> Option<&'n str> {
    did_you_mean(name, names.iter().copied())
}
