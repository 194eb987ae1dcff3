//! The words that templates print: one table a language, `templates/labels/<lang>.toml`.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{LazyLock, OnceLock};

use super::built_in::{built_in_languages, for_languages};
use super::country::{country_codes, country_name, formal_name};
use super::locale::Language;
use super::pseudo::Pseudo;
use super::region::{region_codes, region_name};
use super::tags::{canonical, chain, serving};
use crate::diag::{Code, Diagnostic, Diagnostics, FileId, Sources};
use crate::tree::{Reader, Recorder, TableShape, Text, TomlDocument};

macro_rules! built_in {
    ($($language:literal,)+) => {
        /// The built-in tables by language.
        const BUILT_IN: &[(&str, &str)] = &[
            $(($language, include_str!(concat!("../../templates/labels/", $language, ".toml"))),)+
        ];
    };
}

for_languages!(built_in);

/// The words of one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labels {
    /// The keys are those of the English table, and names of more languages.
    words: WordTable,
    /// Names of countries by code that a project gives.
    countries: BTreeMap<String, String>,
    /// Names of regions by code that a project gives.
    regions: BTreeMap<String, String>,
    /// The language whose built-in table has what is not said here.
    behind: Option<&'static str>,
}

/// Words by key. A built-in table is read when it is first looked into: most builds print few languages.
#[derive(Debug, Clone)]
enum WordTable {
    /// The built-in ones, by their place among the tables.
    BuiltIn(usize),
    /// Others.
    Own(BTreeMap<String, String>),
}

impl WordTable {
    fn all(&self) -> &BTreeMap<String, String> {
        static TABLES: [OnceLock<BTreeMap<String, String>>; BUILT_IN.len()] =
            [const { OnceLock::new() }; BUILT_IN.len()];
        match self {
            Self::BuiltIn(place) => TABLES[*place].get_or_init(|| {
                let table = toml::from_str(BUILT_IN[*place].1);
                table.expect("built-in labels are valid; a test holds this")
            }),
            Self::Own(words) => words,
        }
    }

    fn insert(&mut self, key: String, word: String) {
        if let Self::BuiltIn(_) = self {
            *self = Self::Own(self.all().clone());
        }
        if let Self::Own(words) = self {
            words.insert(key, word);
        }
    }
}

impl PartialEq for WordTable {
    fn eq(&self, other: &Self) -> bool {
        self.all() == other.all()
    }
}

impl Eq for WordTable {}

/// How quotations are marked where CLDR has it otherwise than the language's labels do. More regions
/// go with each: `es-MX` falls back to `es-419`.
const QUOTES: [(&str, [&str; 2]); 2] = [("es-419", ["“", "”"]), ("pt-PT", ["«", "»"])];

/// The tables of names of countries and regions in a file of labels.
const COUNTRIES: &str = "countries";
const REGIONS: &str = "regions";

/// The language whose English name this is.
pub fn language_named(name: &str) -> Option<&'static str> {
    built_in_languages().find(|tag| {
        let key = format!("language_{tag}");
        Labels::built_in("en").is_some_and(|labels| labels.get(&key).eq_ignore_ascii_case(name))
    })
}

impl Labels {
    /// The built-in words of a language.
    pub fn built_in(language: &str) -> Option<&'static Self> {
        static TABLES: LazyLock<Vec<Labels>> = LazyLock::new(|| {
            let built_in = BUILT_IN.iter().enumerate().map(|(place, (language, _))| Labels {
                words: WordTable::BuiltIn(place),
                countries: BTreeMap::new(),
                regions: BTreeMap::new(),
                behind: Some(*language),
            });
            built_in.collect()
        });
        TABLES.get(BUILT_IN.iter().position(|(name, _)| *name == language)?)
    }

    /// The built-in words that serve a language.
    pub fn serving(language: &str) -> Option<&'static Self> {
        serving(language, built_in_languages()).first().and_then(|tag| Self::built_in(tag))
    }

    /// A project's words of a language. Those it leaves out are those of the language it falls back
    /// to, or where there is none are reported as missing. Besides the labels it may have names of
    /// languages, `language_de`, of countries, `[countries]`, and of regions, `[regions]`.
    pub fn read(
        file: FileId,
        behind: Option<&Self>,
        sources: &Sources,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        Self::read_with(Reader::new(), file, behind, sources, diagnostics)
    }

    /// The keys of a file of words, as it is read.
    pub fn shape() -> TableShape {
        let recorder = Recorder::default();
        let mut sources = Sources::new();
        let file = sources.add("labels", "");
        let reader = Reader::recording(&recorder);
        let behind = Self::built_in("en");
        Self::read_with(reader, file, behind, &sources, &mut Diagnostics::new());
        recorder.shape()
    }

    fn read_with(
        reader: Reader,
        file: FileId,
        behind: Option<&Self>,
        sources: &Sources,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let document = TomlDocument::parse(sources, file, diagnostics);
        let table = document.root(&reader);
        let nothing = Self {
            words: WordTable::Own(BTreeMap::new()),
            countries: BTreeMap::new(),
            regions: BTreeMap::new(),
            behind: None,
        };
        let mut labels = behind.cloned().unwrap_or(nothing);
        for key in Self::keys() {
            match table.prose(key) {
                Some(text) => {
                    check_placeholders(&text, &reader, sources);
                    labels.words.insert(key.to_string(), text.value);
                }
                None if labels.words.all().contains_key(key) => {}
                None => reader.push(
                    Diagnostic::new(Code::MissingKey, format!("the label `{key}` is missing"))
                        .at(table.span())
                        .key(key)
                        .help(format!("add `{key} = \"…\"`")),
                ),
            }
        }
        let names_language = |key: &str| {
            let tag = key.strip_prefix(LANGUAGE);
            tag.is_some_and(|tag| canonical(tag).as_deref() == Some(tag)) || table.is_recorded()
        };
        let keys = table.own_keys().into_iter().map(|(key, _)| key);
        for key in keys.filter(|key| names_language(key)) {
            if let Some(text) = table.text(&key) {
                labels.words.insert(key, text.value);
            }
        }
        if let Some(table) = table.table(COUNTRIES) {
            for (code, _) in country_codes() {
                if let Some(name) = table.text(code) {
                    labels.countries.insert(code.to_string(), name.value);
                }
            }
            table.finish();
        }
        if let Some(table) = table.table(REGIONS) {
            for (code, _) in region_codes() {
                if let Some(name) = table.text(code) {
                    labels.regions.insert(code.to_string(), name.value);
                }
            }
            table.finish();
        }
        table.finish();
        document.report(reader, diagnostics);
        labels
    }

    /// The keys every table has.
    pub fn keys() -> impl Iterator<Item = &'static str> {
        Self::built_in("en")
            .into_iter()
            .flat_map(|english| english.all().keys().map(String::as_str))
    }

    /// The words as a pseudo-locale writes them.
    #[must_use]
    pub fn transformed(&self, pseudo: Pseudo) -> Self {
        let change = |(key, word): (&String, &String)| (key.clone(), pseudo.transform(word));
        Self { words: WordTable::Own(self.all().iter().map(change).collect()), ..self.clone() }
    }

    /// The words as a language that falls back to these has them: with quotation marks of its own.
    pub fn serve(&self, tag: &str) -> Cow<'_, Self> {
        let Some((_, marks)) =
            chain(tag).iter().find_map(|name| QUOTES.iter().find(|(region, _)| region == name))
        else {
            return Cow::Borrowed(self);
        };
        let keys = ["quote_open", "quote_close"];
        let built_in = self.behind.and_then(Self::built_in);
        // A project's own marks stay.
        if keys.iter().any(|key| built_in.is_none_or(|labels| labels.get(key) != self.get(key))) {
            return Cow::Borrowed(self);
        }
        let mut own = self.clone();
        for (key, mark) in keys.iter().zip(marks) {
            own.words.insert(key.to_string(), mark.to_string());
        }
        Cow::Owned(own)
    }

    /// The name of a language in this one, where there is one: `pt-BR` is that of `pt` with the
    /// country, and where that has no name, with the tag.
    pub fn known_language(&self, tag: &str) -> Option<String> {
        let names = self.all().keys().filter_map(|key| key.strip_prefix(LANGUAGE));
        let known = *serving(tag, names).first()?;
        let name = self.all().get(&format!("{LANGUAGE}{known}"))?;
        if known == tag {
            return Some(name.clone());
        }
        let region = Language::new(tag).region();
        let country = region.filter(|region| tag.ends_with(region.as_str()));
        let which = country.and_then(|code| self.country(&code)).unwrap_or(tag);
        Some(match self.behind {
            Some("zh-Hans") => format!("{name}（{which}）"),
            _ => format!("{name} ({which})"),
        })
    }

    /// The name of a language in this one; its tag where there is no name for it.
    pub fn language_name(&self, tag: &str) -> String {
        self.known_language(tag).unwrap_or_else(|| tag.to_string())
    }

    /// The name of a country in this language, where there is one.
    pub fn country(&self, code: &str) -> Option<&str> {
        let own = self.countries.get(code).map(String::as_str);
        own.or_else(|| country_name(code, self.behind?))
    }

    /// The formal name of a state in this language, where there is one. A project that names it
    /// otherwise has told no formal name.
    pub fn formal(&self, code: &str) -> Option<&str> {
        match self.countries.contains_key(code) {
            true => None,
            false => formal_name(code, self.behind?),
        }
    }

    /// The name of a region in this language, where there is one.
    pub fn region(&self, code: &str) -> Option<&str> {
        let own = self.regions.get(code).map(String::as_str);
        own.or_else(|| region_name(code, self.behind?))
    }

    /// The word of a key.
    ///
    /// # Panics
    ///
    /// If the English table has no such key, which is an error of the program.
    pub fn get(&self, key: &str) -> &str {
        self.all().get(key).unwrap_or_else(|| panic!("no label `{key}`"))
    }

    /// All words by key.
    pub fn all(&self) -> &BTreeMap<String, String> {
        self.words.all()
    }
}

/// What begins the key of a language's name.
const LANGUAGE: &str = "language_";

/// What a label is filled with, `{n}`, in alphabetical order.
fn placeholders(label: &str) -> Vec<&str> {
    let parts = label.split('{').skip(1).filter_map(|part| part.split_once('}'));
    let mut found: Vec<&str> = parts.map(|(name, _)| name).collect();
    found.sort_unstable();
    found
}

/// Reports a label that is not filled with what the English one is.
fn check_placeholders(text: &Text, reader: &Reader, sources: &Sources) {
    let english = Labels::built_in("en").and_then(|labels| labels.all().get(&text.key));
    let wanted = english.map_or_else(Vec::new, |english| placeholders(english));
    let there = placeholders(&text.value);
    let list = |names: Vec<&&str>| {
        names.iter().map(|name| format!("`{{{name}}}`")).collect::<Vec<_>>().join(" and ")
    };
    let lost: Vec<&&str> = wanted.iter().filter(|name| !there.contains(name)).collect();
    let foreign: Vec<&&str> = there.iter().filter(|name| !wanted.contains(name)).collect();
    let (message, span) = if let Some(first) = foreign.first() {
        let place = text.value.find(&format!("{{{first}}}")).map(|at| at..at + first.len() + 2);
        let span = place.map_or(text.span, |place| text.locate(place, sources));
        (format!("nothing fills {} in the label `{}`", list(foreign), text.key), span)
    } else if !lost.is_empty() {
        (format!("the label `{}` lacks {}", text.key, list(lost)), text.span)
    } else if wanted != there {
        (format!("the label `{}` has a placeholder twice", text.key), text.span)
    } else {
        return;
    };
    let help = match wanted.is_empty() {
        true => "write it without braces".to_string(),
        false => format!(
            "write {} as it stands in the English label: it is replaced when the page is set",
            list(wanted.iter().collect())
        ),
    };
    reader.push(Diagnostic::new(Code::Placeholder, message).at(span).key(&text.key).help(help));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_in_tables_have_the_same_keys() {
        for language in built_in_languages() {
            let labels = Labels::built_in(language).unwrap();
            let keys: Vec<&str> = labels.all().keys().map(String::as_str).collect();
            assert_eq!(keys, Labels::keys().collect::<Vec<_>>(), "{language}");
            assert!(labels.all().values().all(|word| !word.trim().is_empty()), "{language}");
        }
    }

    #[test]
    fn built_in_tables_keep_the_placeholders_of_the_english_one() {
        let english = Labels::built_in("en").unwrap();
        for language in built_in_languages() {
            for (key, word) in Labels::built_in(language).unwrap().all() {
                assert_eq!(placeholders(word), placeholders(english.get(key)), "{language} {key}");
            }
        }
    }

    #[test]
    fn a_language_of_a_country_has_its_own_quotes_and_a_name() {
        let quotes = |tag: &str| {
            let labels = Labels::serving(tag).unwrap().serve(tag);
            format!("{}{}", labels.get("quote_open"), labels.get("quote_close"))
        };
        for (tag, expected) in [
            ("es", "«»"),
            ("es-419", "“”"),
            ("es-MX", "“”"),
            ("es-ES", "«»"),
            ("pt-BR", "“”"),
            ("pt-AO", "«»"),
        ] {
            assert_eq!(quotes(tag), expected, "{tag}");
        }
        let english = Labels::built_in("en").unwrap();
        assert_eq!(english.language_name("pt-BR"), "Portuguese (Brazil)");
        assert_eq!(english.language_name("es-419"), "Spanish (es-419)");
        assert_eq!(english.language_name("zh-Hans"), "Chinese (simplified)");
        assert_eq!(english.language_name("de"), "de");
        assert_eq!(Labels::serving("fr-CA").unwrap().language_name("pt-BR"), "portugais (Brésil)");
    }
}
