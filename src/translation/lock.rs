//! `lang/<language>.lock`, a lockfile as Cargo.lock is: for every string of a translation what it was
//! made from and how far it was, so that a string whose original or whose own text changed since is
//! known, wherever the edit came from.

use std::collections::BTreeMap;
use std::fmt::Write;

use toml_writer::{ToTomlValue, TomlStringBuilder};

use super::hash::TextHash;
use super::key::Key;
use crate::diag::{Code, Diagnostic, Diagnostics, FileId, Sources, Span};
use crate::tree::{Reader, Table, Text, TomlDocument};

/// The version of the format that is written. The first had no version, and of each string nothing
/// but the hash of its original.
const VERSION: i64 = 2;

/// What is known of the strings of one language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lock {
    /// The language it is of; locks of the first version do not say.
    pub(super) language: Option<String>,
    /// Of each string that the translation has a place for, by its key in the file.
    pub(super) strings: BTreeMap<Key, LockEntry>,
    /// Of strings that lost their original, by the key they had. They stand in `[kept]`.
    pub(super) kept: Vec<(Key, LockEntry)>,
    /// Whose review is recorded: when the file's head said `reviewed`, and named this reviewer.
    pub(super) review: Option<String>,
    /// Whether its lines end as those of Windows do.
    pub(super) has_crlf: bool,
}

/// What is known of one string.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LockEntry {
    /// The hash of the original it was made from, or is to be made from.
    pub original: TextHash,
    /// That original, where it is known: locks of the first version have hashes alone.
    pub text: Option<String>,
    /// The hash of what the translation said, where it said something and that is known.
    pub translation: Option<TextHash>,
    /// How far it was.
    pub state: Recorded,
    /// Of an empty place: what is known of the string that stood there, should it come back.
    pub gone: Option<Box<LockEntry>>,
}

/// How far a string was when it was last recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Recorded {
    /// Its place was there, empty, with the original as a comment.
    Offered,
    /// An entry of a list of which nothing says what it was made from: the lock knows only which
    /// original it stands at, so that the list is whole.
    Unknown,
    /// To be looked at again.
    NeedsReview,
    /// Translated.
    Translated,
    /// Read by someone.
    Reviewed {
        /// By whom.
        by: String,
    },
}

impl Recorded {
    /// The name that the lock gives it.
    fn name(&self) -> &'static str {
        match self {
            Recorded::Offered => "offered",
            Recorded::Unknown => "unknown",
            Recorded::NeedsReview => "needs-review",
            Recorded::Translated => "translated",
            Recorded::Reviewed { .. } => "reviewed",
        }
    }
}

impl LockEntry {
    /// A string made from an original.
    pub(super) fn new(original: &str, translation: Option<&str>, state: Recorded) -> Self {
        Self {
            original: TextHash::of(original),
            text: Some(original.to_string()),
            translation: translation.map(TextHash::of),
            state,
            gone: None,
        }
    }

    /// The same about what the translation says now.
    pub(super) fn about(&self, translation: &str) -> Self {
        Self { translation: Some(TextHash::of(translation)), ..self.clone() }
    }

    /// The same with the words of its original, where it is this one.
    pub(super) fn with_text(self, original: &str) -> Self {
        match &self.text {
            None if self.original.is_of(original) => {
                Self { text: Some(original.to_string()), ..self }
            }
            _ => self,
        }
    }

    /// Whether the translation says something else than it did.
    pub(super) fn is_edited(&self, translation: &str) -> bool {
        self.translation.as_ref().is_some_and(|hash| !hash.is_of(translation))
    }

    /// What it was made from, where that is known and is another original than this one.
    pub(super) fn made_from_another(&self, original: &str) -> Option<&str> {
        let is_known = self.state != Recorded::Unknown && !self.original.is_of(original);
        self.text.as_deref().filter(|_| is_known)
    }

    /// Whether the translation says what it did.
    pub(super) fn is_about(&self, translation: &str) -> bool {
        self.translation.as_ref().is_some_and(|hash| hash.is_of(translation))
    }

    /// What is known of a string that stood here, where there was one.
    pub(super) fn gone(&self) -> Option<LockEntry> {
        match self.state {
            Recorded::Offered => self.gone.as_deref().cloned(),
            _ => Some(self.clone()).filter(|entry| entry.translation.is_some()),
        }
    }

    /// An empty place, where this stood before.
    pub(super) fn after(self, gone: Option<&LockEntry>) -> Self {
        Self { gone: gone.cloned().map(Box::new), ..self }
    }

    /// What is known of a text that stands here: one that came back is what it was.
    pub(super) fn of(&self, translation: &str) -> &Self {
        match &self.gone {
            Some(gone) if gone.is_about(translation) => gone,
            _ => self,
        }
    }

    fn read(table: &Table<'_>, reader: &Reader) -> Option<Self> {
        let gone = table.table("gone").and_then(|inner| {
            let entry = Self::read(&inner, reader);
            inner.finish_as(Code::LockDamaged, |_| Some(DAMAGED.into()));
            entry
        });
        let original = hash(table, "original", reader);
        let translation = hash(table, "translation", reader);
        let text = table.prose("text");
        let by = table.text("by");
        let state = table.required_text("state");
        if original.is_none() && !table.keys().any(|(key, _)| key == "original") {
            table.missing("original", "take the lock from your version control");
        }
        let original = original?;
        if let Some(text) = text.as_ref().filter(|text| !original.is_of(&text.value)) {
            reader.push(
                Diagnostic::new(Code::LockDamaged, "`text` is not what `original` is the hash of")
                    .at(text.span)
                    .key(&text.key)
                    .help(DAMAGED),
            );
        }
        let recorded = match state.as_ref().map(|state| state.value.as_str()) {
            Some("offered") => Recorded::Offered,
            Some("unknown") => Recorded::Unknown,
            Some("needs-review") => Recorded::NeedsReview,
            Some("translated") => Recorded::Translated,
            Some("reviewed") => match by {
                Some(by) => Recorded::Reviewed { by: by.value },
                None => {
                    table.missing("by", "take the lock from your version control");
                    return None;
                }
            },
            _ => {
                if let Some(state) = state {
                    let message = format!("`{}` is no state of a string", state.value);
                    let bad = Diagnostic::new(Code::LockDamaged, message);
                    reader.push(bad.at(state.span).key(&state.key).help(DAMAGED));
                }
                return None;
            }
        };
        let (text, gone) = (text.map(|text| text.value), gone.map(Box::new));
        Some(Self { original, text, translation, state: recorded, gone })
    }

    /// What an inline table says of it: what Git and people compare line by line is one string a line.
    fn members(&self) -> String {
        let mut toml = format!("state = \"{}\"", self.state.name());
        if let Recorded::Reviewed { by } = &self.state {
            let _ = write!(toml, ", by = {}", quoted(by));
        }
        let _ = write!(toml, ", original = \"{}\"", self.original);
        if let Some(translation) = &self.translation {
            let _ = write!(toml, ", translation = \"{translation}\"");
        }
        if let Some(text) = &self.text {
            let _ = write!(toml, ", text = {}", quoted(text));
        }
        if let Some(gone) = &self.gone {
            let _ = write!(toml, ", gone = {{ {} }}", gone.members());
        }
        toml
    }
}

/// What to do about a lock that is not as it was written.
const DAMAGED: &str = "take the lock from your version control, or delete it: what its strings were \
    translated from is unknown then, until someone says that they are right";

/// No list of a brief has more entries.
const LONGEST: usize = 100_000;

/// A key as a lock writes it.
fn key(written: &str, span: Span, reader: &Reader) -> Option<Key> {
    let key = written.parse::<Key>().ok();
    let key = key.filter(|key| key.entry().is_none_or(|number| number.get() <= LONGEST));
    if key.is_none() {
        let bad = Diagnostic::new(Code::LockDamaged, format!("`{written}` is no key"));
        reader.push(bad.at(span).help(DAMAGED));
    }
    key
}

fn hash(table: &Table<'_>, key: &str, reader: &Reader) -> Option<TextHash> {
    let text = table.text(key)?;
    parsed(&text, reader)
}

fn parsed(text: &Text, reader: &Reader) -> Option<TextHash> {
    let hash = text.value.parse().ok();
    if hash.is_none() {
        let bad = Diagnostic::new(Code::LockDamaged, format!("`{}` is no hash", text.value));
        reader.push(bad.at(text.span).key(&text.key).help(DAMAGED));
    }
    hash
}

impl Lock {
    /// Reads a lock file. `None` when it is damaged, which has been reported then.
    pub fn read(
        language: &str,
        file: FileId,
        sources: &Sources,
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        let mut found = Diagnostics::new();
        let document = TomlDocument::parse(sources, file, &mut found);
        let reader = Reader::new();
        let root = document.root(&reader);
        let is_first =
            !root.keys().any(|(key, _)| ["version", "language", "strings", "kept"].contains(&key));
        let lock =
            if is_first { first(&root, &reader) } else { Self::current(language, &root, &reader) };
        root.finish_as(Code::LockDamaged, |_| Some(DAMAGED.into()));
        document.report(reader, &mut found);
        let valid = found.is_empty();
        let has_crlf = sources.get(file).text().contains("\r\n");
        let lock = Self { has_crlf, ..lock };
        diagnostics.extend(found);
        valid.then_some(lock)
    }

    fn current(language: &str, root: &Table<'_>, reader: &Reader) -> Self {
        let mut lock = Self { review: root.text("review").map(|by| by.value), ..Self::default() };
        if let Some(own) = root.text("language") {
            if own.value != language {
                let message = format!("this is the lock of a translation into `{}`", own.value);
                reader.push(
                    Diagnostic::new(Code::LockDamaged, message)
                        .at(own.span)
                        .key(&own.key)
                        .help("delete it: what is said there is not about this file"),
                );
            }
            lock.language = Some(own.value);
        }
        if let Some(version) = root.integer("version").filter(|version| version.value != VERSION) {
            reader.push(
                Diagnostic::new(
                    Code::LockDamaged,
                    format!("version {} of this file is not known", version.value),
                )
                .at(version.span)
                .key(&version.key)
                .help("a newer briefpress has written it: use that one"),
            );
        }
        if let Some(strings) = root.table("strings") {
            let keys: Vec<String> = strings.keys().map(|(key, _)| key.to_string()).collect();
            for written in keys {
                let Some(table) = strings.table(&written) else { continue };
                let (entry, table_span) = (LockEntry::read(&table, reader), table.span());
                table.finish_as(Code::LockDamaged, |_| Some(DAMAGED.into()));
                if let (Some(key), Some(entry)) = (key(&written, table_span, reader), entry) {
                    lock.strings.insert(key, entry);
                }
            }
            strings.finish();
        }
        for table in root.tables("kept") {
            let written = table.required_text("key");
            let entry = LockEntry::read(&table, reader);
            table.finish_as(Code::LockDamaged, |_| Some(DAMAGED.into()));
            let key = written.and_then(|written| key(&written.value, written.span, reader));
            lock.kept.extend(key.zip(entry));
        }
        lock
    }

    /// The file's text.
    pub fn to_toml(&self) -> String {
        let mut toml = format!(
            "# Written by `briefpress i18n`: of each string what it was translated from, and how far\n\
             # it is. Keep it with the translation; change nothing here by hand.\n\nversion = {VERSION}\n"
        );
        if let Some(language) = &self.language {
            let _ = writeln!(toml, "language = {}", quoted(language));
        }
        if let Some(by) = &self.review {
            let _ = writeln!(toml, "review = {}", quoted(by));
        }
        if !self.kept.is_empty() {
            toml += "kept = [\n";
            for (key, entry) in &self.kept {
                let members = entry.members();
                let _ = writeln!(toml, "  {{ key = {}, {members} }},", quoted(key.as_str()));
            }
            toml += "]\n";
        }
        if !self.strings.is_empty() {
            toml += "\n[strings]\n";
        }
        for (key, entry) in &self.strings {
            let _ = writeln!(toml, "{} = {{ {} }}", quoted(key.as_str()), entry.members());
        }
        if self.has_crlf { toml.replace('\n', "\r\n") } else { toml }
    }
}

/// A lock of the first version: keys, and hashes of their originals. What stands in the translation
/// was translated from those.
fn first(root: &Table<'_>, reader: &Reader) -> Lock {
    let keys: Vec<(String, Span)> = root.keys().map(|(key, at)| (key.to_string(), at)).collect();
    let mut lock = Lock::default();
    for (written, span) in keys {
        let Some(original) = root.text(&written).and_then(|text| parsed(&text, reader)) else {
            continue;
        };
        let Some(key) = key(&written, span, reader) else { continue };
        let state = Recorded::Translated;
        let entry = LockEntry { original, text: None, translation: None, state, gone: None };
        lock.strings.insert(key, entry);
    }
    lock
}

/// A text as a TOML basic string, on one line.
fn quoted(text: &str) -> String {
    TomlStringBuilder::new(text).as_basic().to_toml_value()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A lock as it is read, with the messages about it.
    fn read(toml: &str) -> (Option<Lock>, Vec<String>) {
        let mut sources = Sources::new();
        let file = sources.add("fr.lock", toml);
        let mut found = Diagnostics::new();
        let lock = Lock::read("fr", file, &sources, &mut found);
        (lock, found.iter().map(|d| format!("{} {}", d.code, d.message)).collect())
    }

    #[test]
    fn a_lock_is_read_as_it_was_written() {
        let mut lock = Lock {
            language: Some("fr".into()),
            review: Some("A \"B\" C".into()),
            ..Lock::default()
        };
        let key = |written: &str| written.parse::<Key>().unwrap();
        for (name, state) in [
            ("brief.title", Recorded::Translated),
            ("finding.a.evidence[12]", Recorded::Offered),
            ("abbreviations.N.\"C\"", Recorded::NeedsReview),
            ("names.É", Recorded::Reviewed { by: "B".into() }),
        ] {
            let entry = LockEntry::new("One\ntwo \\ “three” \"\"\"", Some(name), state);
            lock.strings.insert(key(name), entry.clone());
            lock.kept.push((key("finding.old.text"), entry));
        }
        let toml = lock.to_toml();
        assert_eq!(read(&toml), (Some(lock), Vec::new()), "{toml}");
        assert!(toml.lines().filter(|line| line.contains("original")).count() == 8, "{toml}");
    }

    #[test]
    fn a_lock_of_the_first_version_has_hashes_alone() {
        let hash = TextHash::of("Title");
        let (lock, found) = read(&format!("\"brief.title\" = \"{hash}\"\n"));
        let lock = lock.unwrap();
        assert_eq!(found, [""; 0]);
        let entry = &lock.strings["brief.title"];
        assert!(entry.original.is_of("Title") && entry.text.is_none());
        assert_eq!((&entry.translation, &entry.state), (&None, &Recorded::Translated));
    }

    #[test]
    fn a_lock_that_is_not_as_it_was_written_is_not_read() {
        let good = Lock {
            strings: [(
                "brief.title".parse().unwrap(),
                LockEntry::new("T", Some("U"), Recorded::Translated),
            )]
            .into(),
            ..Lock::default()
        };
        let good = good.to_toml();
        assert!(read(&good).0.is_some());
        for (from, to) in [
            ("text = \"T\"", "text = \"U\""),
            ("state = \"translated\"", "state = \"done\""),
            ("state = \"translated\"", "state = \"reviewed\""),
            ("state = \"translated\", ", ""),
            ("version = 2", "version = 3"),
            ("version = 2", "version = 2\nversion = 2"),
            ("version = 2", "version = 2\nother = 2"),
            ("version = 2", "<<<<<<< ours\nversion = 2"),
            ("brief.title", "brief.title[4000000000]"),
            ("original = \"", "original = \"x"),
        ] {
            assert!(good.contains(from), "{from}");
            let (lock, found) = read(&good.replacen(from, to, 1));
            assert!(lock.is_none() && !found.is_empty(), "{to}: {found:?}");
        }
        assert!(read("\"brief.title\" = \"zz\"\n").0.is_none());
    }
}
