//! The words that templates print: one table a language, `templates/labels/<lang>.toml`.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::locale::Pseudo;
use crate::diag::{Code, Diagnostic, Diagnostics, FileId, Sources};
use crate::tree::{Document, Reader};

macro_rules! built_in {
    ($($language:literal,)+) => {
        /// The built-in tables by language.
        const BUILT_IN: &[(&str, &str)] = &[
            $(($language, include_str!(concat!("../../templates/labels/", $language, ".toml"))),)+
        ];
    };
}

for_languages!(built_in);

/// The words of one language by key. The keys are those of the English table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labels(BTreeMap<String, String>);

/// The languages with a built-in table.
pub fn built_in_languages() -> impl Iterator<Item = &'static str> {
    BUILT_IN.iter().map(|(language, _)| *language)
}

/// The language whose English name this is.
pub fn language_named(name: &str) -> Option<&'static str> {
    built_in_languages().find(|tag| {
        let key = format!("language_{tag}");
        Labels::built_in("en").is_some_and(|labels| labels.get(&key).eq_ignore_ascii_case(name))
    })
}

impl Labels {
    /// The built-in words of a language. A table is read when it is first asked for.
    pub fn built_in(language: &str) -> Option<&'static Self> {
        static TABLES: [OnceLock<Labels>; BUILT_IN.len()] =
            [const { OnceLock::new() }; BUILT_IN.len()];
        let place = BUILT_IN.iter().position(|(name, _)| *name == language)?;
        let read =
            |toml| toml::from_str(toml).expect("built-in labels are valid; a test holds this");
        Some(TABLES[place].get_or_init(|| Self(read(BUILT_IN[place].1))))
    }

    /// A project's words of a language. Those it leaves out come from the built-in table of that
    /// language, or where there is none are reported as missing.
    pub fn read(
        language: &str,
        file: FileId,
        sources: &Sources,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let document = Document::parse(sources, file, diagnostics);
        let reader = Reader::new();
        let table = document.root(&reader);
        let mut labels = Self::built_in(language).cloned().unwrap_or(Self(BTreeMap::new()));
        for key in Self::keys() {
            match table.prose(key) {
                Some(text) => {
                    labels.0.insert(key.to_string(), text.value);
                }
                None if labels.0.contains_key(key) => {}
                None => reader.push(
                    Diagnostic::new(Code::MissingKey, format!("the label `{key}` is missing"))
                        .at(table.span())
                        .key(key)
                        .help(format!("add `{key} = \"…\"`")),
                ),
            }
        }
        table.finish();
        document.report(reader, sources, diagnostics);
        labels
    }

    /// The keys every table has.
    pub fn keys() -> impl Iterator<Item = &'static str> {
        Self::built_in("en").into_iter().flat_map(|english| english.0.keys().map(String::as_str))
    }

    /// The words as a pseudo-locale writes them.
    #[must_use]
    pub fn transformed(&self, pseudo: Pseudo) -> Self {
        let change = |(key, word): (&String, &String)| (key.clone(), pseudo.transform(word));
        Self(self.0.iter().map(change).collect())
    }

    /// The name of a language in this one; its tag where there is no name for it.
    pub fn language_name(&self, tag: &str) -> String {
        self.0.get(&format!("language_{tag}")).cloned().unwrap_or_else(|| tag.to_string())
    }

    /// The word of a key.
    ///
    /// # Panics
    ///
    /// If the English table has no such key, which is an error of the program.
    pub fn get(&self, key: &str) -> &str {
        self.0.get(key).unwrap_or_else(|| panic!("no label `{key}`"))
    }

    /// All words by key.
    pub fn all(&self) -> &BTreeMap<String, String> {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_in_tables_have_the_same_keys() {
        for language in built_in_languages() {
            let labels = Labels::built_in(language).unwrap();
            let keys: Vec<&str> = labels.0.keys().map(String::as_str).collect();
            assert_eq!(keys, Labels::keys().collect::<Vec<_>>(), "{language}");
            assert!(labels.0.values().all(|word| !word.trim().is_empty()), "{language}");
        }
    }
}
