//! A translation: words only, in tables keyed by the ids and codes of the brief they translate.

use std::collections::BTreeMap;

use super::claims;
use super::schema::{ABBREVIATION, RawBrief, abbreviation, abbreviations};
use crate::diag::{Code, Diagnostic, Diagnostics, FileId, Sources};
use crate::occurrences::Finder;
use crate::tree::{Document, Lines, Reader, Table, Text};

/// A translation, read against its brief.
#[derive(Debug, Clone)]
pub struct Translation {
    /// The language it is in, a BCP 47 tag.
    pub language: String,
    /// How far it is.
    pub status: TranslationStatus,
    /// Its strings by the keys of what they translate.
    pub strings: BTreeMap<String, Text>,
    /// The file.
    pub file: FileId,
}

/// How far a translation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TranslationStatus {
    /// Every page says so.
    #[default]
    Draft,
    /// Someone whose name is given has read it.
    Reviewed,
}

impl TranslationStatus {
    /// `"draft"` or `"reviewed"`.
    pub fn name(self) -> &'static str {
        match self {
            TranslationStatus::Draft => "draft",
            TranslationStatus::Reviewed => "reviewed",
        }
    }
}

/// What a translation is checked against: every translatable text of a brief and its project by
/// the key a translation gives it, in the order of the files.
#[derive(Debug, Clone)]
pub struct Originals {
    texts: Vec<(String, Text)>,
    names: Vec<Text>,
    expected: Expected,
    has_project: bool,
}

impl Originals {
    /// The originals of a brief, and of the project's own texts by their keys, unless the project's
    /// file cannot be read.
    pub fn new(raw: &RawBrief, project: Option<&[Text]>) -> Self {
        let mut texts = Vec::new();
        raw.clone().translatable(&mut |text| {
            texts.push((translation_key(&text.key), text.clone()));
        });
        texts.extend(
            project.unwrap_or_default().iter().map(|text| (text.key.clone(), text.clone())),
        );
        let mut expected = Expected::default();
        // A translation may give abbreviations of its own, which are read apart.
        for (key, _) in texts.iter().filter(|(key, _)| !key.starts_with(ABBREVIATION)) {
            let (tables, name, entry) = place_of(key);
            expected.insert(&tables, name, entry);
        }
        Self { texts, names: raw.names.clone(), expected, has_project: project.is_some() }
    }

    /// The texts with their keys.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Text)> {
        self.texts.iter().map(|(key, text)| (key.as_str(), text))
    }

    /// The names every translation carries over.
    pub fn names(&self) -> &[Text] {
        &self.names
    }
}

/// The key of a text in a translation: what stands at the top of a brief stands under `brief`, and
/// codes are written with hyphens, `target.16-3.text`, since some translators' tools take a point
/// for the end of a table's name.
pub fn translation_key(key: &str) -> String {
    if !key.contains('.') {
        return format!("brief.{key}");
    }
    match key.split_once('.') {
        Some((kind @ ("target" | "indicator"), rest)) => {
            let (code, last) = rest.rsplit_once('.').unwrap_or((rest, ""));
            format!("{kind}.{}.{last}", code.replace('.', "-"))
        }
        _ => key.to_string(),
    }
}

/// Whether a text may well be the same in every language: an organisation's name and address.
pub fn is_optional(key: &str) -> bool {
    ["project.name", "project.unit", "project.address"].contains(&key)
}

/// The tables a key is in, its name in the innermost, and its number if it is an entry of a list:
/// `finding.police.evidence[2]` is entry 2 of `evidence` in `finding.police`.
pub fn place_of(key: &str) -> (Vec<&str>, &str, Option<usize>) {
    // An abbreviation may have points in it.
    if let Some(short) = key.strip_prefix(ABBREVIATION) {
        return (vec![ABBREVIATION.trim_end_matches('.')], short, None);
    }
    let (table, last) = key.rsplit_once('.').unwrap_or(("", key));
    let (name, entry) = match last.split_once('[') {
        Some((name, number)) => (name, number.trim_end_matches(']').parse().ok()),
        None => (last, None),
    };
    (table.split('.').collect(), name, entry)
}

impl Translation {
    /// Reads a translation and reports whatever does not fit the originals.
    pub fn read(
        language: &str,
        file: FileId,
        originals: &Originals,
        sources: &Sources,
        diagnostics: &mut Diagnostics,
    ) -> (Self, Vec<Text>) {
        let document = Document::parse(sources, file, diagnostics);
        let reader = Reader::new();
        let root = document.root(&reader);
        let mut translation = Self {
            language: language.to_string(),
            status: read_head(&root, &reader),
            strings: BTreeMap::new(),
            file,
        };
        let names = read_names(&root, originals);
        originals.expected.read(&root, &reader, &mut translation.strings);
        let expansions = abbreviations(&root, &[], Table::text).into_iter();
        translation.strings.extend(expansions.map(|text| (text.key.clone(), text)));
        if !originals.has_project {
            root.table("project");
        }
        root.finish_as(Code::Orphan, orphan);
        let texts = document.report(reader, sources, diagnostics);
        translation.compare(originals, &names, sources, diagnostics);
        (translation, texts)
    }

    /// The same claims in both languages.
    fn compare(
        &self,
        originals: &Originals,
        names: &BTreeMap<String, Text>,
        sources: &Sources,
        diagnostics: &mut Diagnostics,
    ) {
        let names: Vec<(&str, &str)> = originals
            .names()
            .iter()
            .map(|name| {
                let own = names.get(&name.value).map_or(name.value.as_str(), |own| &own.value);
                (name.value.as_str(), own)
            })
            .collect();
        for (key, original) in originals.iter() {
            match self.strings.get(key) {
                Some(translated) => {
                    claims::compare(original, translated, &names, sources, diagnostics);
                }
                None if !self.needs(key, originals) => {}
                None => diagnostics.push(
                    Diagnostic::new(
                        Code::Untranslated,
                        format!("`{key}` is not translated into `{}`", self.language),
                    )
                    .at(original.span)
                    .key(key)
                    .help(format!(
                        "add it to {}; until then the original prints",
                        sources.get(self.file).name()
                    )),
                ),
            }
        }
    }

    /// Whether something is missing where it says nothing for a key. An expansion is, where a text of
    /// the translation has the abbreviation.
    pub fn needs(&self, key: &str, originals: &Originals) -> bool {
        let Some(short) = key.strip_prefix(ABBREVIATION) else { return !is_optional(key) };
        let declared =
            originals.iter().map(|(key, _)| key).chain(self.strings.keys().map(String::as_str));
        let others = declared.filter_map(|key| key.strip_prefix(ABBREVIATION));
        let finder = Finder::new([short].into_iter().chain(others.filter(|other| *other != short)));
        let mut texts = self.strings.iter().filter(|(key, _)| !key.starts_with(ABBREVIATION));
        texts.any(|(_, text)| finder.find(&text.value).iter().any(|(_, which)| *which == 0))
    }

    /// The brief with the translation's words in the place of its own, where there are any.
    pub fn apply(&self, raw: &RawBrief) -> RawBrief {
        let mut localised = raw.clone();
        localised.translatable(&mut |text| {
            if let Some(translated) = self.strings.get(&translation_key(&text.key)) {
                *text = translated.clone();
            }
        });
        // What is not translated has the abbreviations of the original.
        localised.abbreviations = raw.abbreviations.clone();
        let own = self.strings.values().filter(|text| !abbreviation(text).is_empty());
        localised.abbreviations.extend(own.cloned());
        localised
    }
}

fn read_head(root: &Table<'_>, reader: &Reader) -> TranslationStatus {
    let Some(head) = root.table("translation") else {
        root.missing("translation", "add `[translation]` and below it `status = \"draft\"`");
        return TranslationStatus::Draft;
    };
    let status = head.required_text("status");
    let reviewer = head.text("reviewer");
    head.text("translator");
    let read = match status.as_ref().map(|status| status.value.as_str()) {
        Some("reviewed") => {
            if reviewer.is_none() {
                head.missing("reviewer", "add `reviewer = \"…\"`: who read it");
            }
            TranslationStatus::Reviewed
        }
        Some("draft") | None => TranslationStatus::Draft,
        Some(other) => {
            if let Some(status) = &status {
                reader.push(
                    Diagnostic::new(Code::BadValue, format!("`status` cannot be `{other}`"))
                        .at(status.span)
                        .key(&status.key)
                        .help("it takes `\"draft\"` or `\"reviewed\"`"),
                );
            }
            TranslationStatus::Draft
        }
    };
    head.finish();
    read
}

fn read_names(root: &Table<'_>, originals: &Originals) -> BTreeMap<String, Text> {
    let Some(table) = root.table("names") else { return BTreeMap::new() };
    let own = originals.names().iter().filter_map(|name| {
        let own = table.text(&name.value)?;
        Some((name.value.clone(), own))
    });
    let names = own.collect();
    table.finish_as(Code::Orphan, |_| Some("the brief’s `names` lists no such name".into()));
    names
}

/// What to say about a key that translates nothing.
fn orphan(key: &str) -> Option<String> {
    let kept = [
        "date", "by", "number", "code", "url", "language", "accessed", "targets", "implied",
        "findings",
    ];
    Some(if kept.contains(&key) {
        "dates, numbers, codes and links stay in brief.toml; take it out here".into()
    } else {
        "nothing in the brief has this name; take it out, or mend the name".into()
    })
}

/// The tables a translation may have, and the keys in each.
#[derive(Debug, Clone, Default)]
struct Expected {
    tables: BTreeMap<String, Expected>,
    keys: BTreeMap<String, Shape>,
}

/// One string, or a list with its original entries.
#[derive(Debug, Clone)]
enum Shape {
    One,
    List(usize),
}

impl Expected {
    fn insert(&mut self, tables: &[&str], name: &str, entry: Option<usize>) {
        match tables {
            [first, rest @ ..] if !first.is_empty() => {
                self.tables.entry((*first).to_string()).or_default().insert(rest, name, entry);
            }
            _ => match entry {
                None => {
                    self.keys.insert(name.to_string(), Shape::One);
                }
                Some(_) => {
                    let shape = self.keys.entry(name.to_string()).or_insert(Shape::List(0));
                    if let Shape::List(length) = shape {
                        *length += 1;
                    }
                }
            },
        }
    }

    fn read(&self, table: &Table<'_>, reader: &Reader, into: &mut BTreeMap<String, Text>) {
        for (name, shape) in &self.keys {
            match shape {
                Shape::One => {
                    if let Some(text) = table.text_of(name, lines_of(table.key(), name)) {
                        into.insert(text.key.clone(), text);
                    }
                }
                Shape::List(length) => read_list(table, name, *length, reader, into),
            }
        }
        for (name, expected) in &self.tables {
            let Some(inner) = table.table(name) else { continue };
            expected.read(&inner, reader, into);
            inner.finish_as(Code::Orphan, orphan);
        }
    }
}

/// Whether a text is one line, by its table and its name in it.
fn lines_of(table: &str, name: &str) -> Lines {
    let kind = table.split('.').next().unwrap_or_default();
    match name {
        "title" | "subtitle" | "short_title" | "keywords" | "value" | "to" | "by" | "name"
        | "unit" | "address" => Lines::One,
        "text" if ["target", "indicator"].contains(&kind) => Lines::One,
        _ => Lines::Many,
    }
}

fn read_list(
    table: &Table<'_>,
    name: &str,
    length: usize,
    reader: &Reader,
    into: &mut BTreeMap<String, Text>,
) {
    let Some(span) = table.keys().find(|(key, _)| *key == name).map(|(_, span)| span) else {
        return;
    };
    let texts = table.entries(name, lines_of(table.key(), name));
    if texts.len() == length || texts.is_empty() {
        // An entry that says nothing is not translated yet.
        let said = texts.into_iter().filter(Text::says_something);
        into.extend(said.map(|text| (text.key.clone(), text)));
        return;
    }
    let have = texts.len();
    reader.push(
        Diagnostic::new(
            Code::WrongShape,
            format!("`{name}` has {have} entries, the original has {length}"),
        )
        .at(span)
        .key(table.path(name))
        .help("translate each entry of the original, in its order"),
    );
}
