//! Tables of names that are built in, one a language.

use std::sync::OnceLock;

use serde::de::DeserializeOwned;

use super::built_in::BUILT_IN_COUNT;

/// What is named, in every language with labels. A table is read when it is first asked for.
pub(super) struct NameTables<T> {
    written: [(&'static str, &'static str); BUILT_IN_COUNT],
    read: [OnceLock<T>; BUILT_IN_COUNT],
}

impl<T> NameTables<T> {
    /// Of languages and what their files say.
    pub(super) const fn new(written: [(&'static str, &'static str); BUILT_IN_COUNT]) -> Self {
        Self { written, read: [const { OnceLock::new() }; BUILT_IN_COUNT] }
    }
}

impl<T: DeserializeOwned> NameTables<T> {
    /// The table of a language, where there is one.
    pub(super) fn of(&self, language: &str) -> Option<&T> {
        let at = self.written.iter().position(|(name, _)| *name == language)?;
        Some(self.read[at].get_or_init(|| {
            toml::from_str(self.written[at].1)
                .expect("built-in tables are valid; a test holds this")
        }))
    }

    /// The English table.
    pub(super) fn english(&self) -> &T {
        self.of("en").expect("English is built in")
    }
}
