//! Tables of names that are built in, one a language.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::built_in::BUILT_IN_COUNT;

/// Names by code, in every language with labels. A table is read when it is first asked for.
pub(super) struct NameTables {
    written: [(&'static str, &'static str); BUILT_IN_COUNT],
    read: [OnceLock<BTreeMap<String, String>>; BUILT_IN_COUNT],
}

impl NameTables {
    /// Of languages and what their files say.
    pub(super) const fn new(written: [(&'static str, &'static str); BUILT_IN_COUNT]) -> Self {
        Self { written, read: [const { OnceLock::new() }; BUILT_IN_COUNT] }
    }

    /// The names in a language, where there is a table for it.
    pub(super) fn of(&self, language: &str) -> Option<&BTreeMap<String, String>> {
        let at = self.written.iter().position(|(name, _)| *name == language)?;
        Some(self.read[at].get_or_init(|| {
            toml::from_str(self.written[at].1)
                .expect("built-in tables are valid; a test holds this")
        }))
    }

    /// The name of a code in a language.
    pub(super) fn name(&self, code: &str, language: &str) -> Option<&str> {
        self.of(language)?.get(code).map(String::as_str)
    }

    /// All codes with their English names, by code.
    pub(super) fn english(&self) -> impl Iterator<Item = (&str, &str)> {
        let names = self.of("en").expect("English is built in");
        names.iter().map(|(code, name)| (code.as_str(), name.as_str()))
    }
}
