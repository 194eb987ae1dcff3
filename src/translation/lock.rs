//! `lang/<language>.lock`, a lockfile as Cargo.lock is: for every translated string the hash of the
//! original it was translated from, so that a string whose original changed since is known,
//! wherever the edit came from.

use std::collections::BTreeMap;
use std::fmt::{self, Write};

use sha2::{Digest, Sha256};

use super::edit::Editor;
use super::key::{EmptyKey, Key};
use super::originals::Originals;
use super::overlay::Translation;
use crate::diag::{Code, Diagnostic, Diagnostics, FileId, Sources};
use crate::tree::{Reader, Text, TomlDocument};

/// The hashes of one language by the keys of its strings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lock(BTreeMap<Key, TextHash>);

/// The first sixteen hexadecimal digits of the SHA-256 of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
struct TextHash(String);

impl TextHash {
    fn of(text: &str) -> Self {
        let digest = Sha256::digest(text.as_bytes());
        Self(digest.iter().take(8).fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        }))
    }
}

impl fmt::Display for TextHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The strings that a translation has, with their originals.
pub type TranslatedStrings<'a> = BTreeMap<&'a Key, &'a Text>;

/// The strings that are right as they are, although their originals changed.
#[derive(Debug, Clone, Default)]
pub struct Accepted {
    all: bool,
    keys: Vec<Key>,
}

/// What accepts every string, in the place of a key.
const ALL: &str = "all";

impl Accepted {
    /// The strings that words name: keys, or `all`.
    ///
    /// # Errors
    ///
    /// A word is empty.
    pub fn parse(words: &[String]) -> Result<Self, EmptyKey> {
        let keys = words.iter().filter(|word| *word != ALL).map(|word| word.parse());
        Ok(Self {
            all: words.iter().any(|word| word == ALL),
            keys: keys.collect::<Result<_, _>>()?,
        })
    }

    /// The strings that are named, one by one.
    pub fn keys(&self) -> &[Key] {
        &self.keys
    }

    fn includes(&self, key: &Key) -> bool {
        self.all || self.keys.contains(key)
    }
}

impl Lock {
    /// Reads a lock file. `None` when it is damaged, which has been reported then.
    pub fn read(file: FileId, sources: &Sources, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut found = Diagnostics::new();
        let document = TomlDocument::parse(sources, file, &mut found);
        let reader = Reader::new();
        let root = document.root(&reader);
        let keys: Vec<String> = root.keys().map(|(key, _)| key.to_string()).collect();
        let hashes = keys
            .into_iter()
            .filter_map(|key| Some((key.parse().ok()?, TextHash(root.text(&key)?.value))))
            .collect();
        root.finish();
        document.report(reader, sources, &mut found);
        let valid = found.is_empty();
        diagnostics.extend(found);
        valid.then_some(Self(hashes))
    }

    /// Records what a string is translated from.
    pub fn set(&mut self, key: &Key, original: &str) {
        self.0.insert(key.clone(), TextHash::of(original));
    }

    /// Records what strings are translated from: those that are new in the translation, and those
    /// that are accepted. Strings that the translation's file does not hold any more are forgotten;
    /// one that has only lost its original, in a brief that is half-written perhaps, is not.
    pub fn record(
        &mut self,
        translated: &TranslatedStrings<'_>,
        accepted: &Accepted,
        file: &Editor,
    ) {
        for (key, original) in translated {
            if accepted.includes(key) || !self.0.contains_key(*key) {
                self.set(key, &original.value);
            }
        }
        self.0.retain(|key, _| translated.contains_key(key) || file.says(key));
    }

    /// The keys that [`record`](Self::record) would add or take away.
    pub fn out_of_date(&self, translated: &TranslatedStrings<'_>, file: &Editor) -> Vec<Key> {
        let missing = translated.keys().copied().filter(|key| !self.0.contains_key(*key));
        let left = self.0.keys().filter(|key| !translated.contains_key(*key) && !file.says(key));
        missing.chain(left).cloned().collect()
    }

    /// Whether a string was translated from something else than its original now.
    pub fn is_stale(&self, key: &Key, original: &Text) -> bool {
        self.0.get(key).is_some_and(|known| *known != TextHash::of(&original.value))
    }

    /// Reports every string of a translation whose original changed.
    pub fn report_stale(
        &self,
        originals: &Originals,
        translation: &Translation,
        sources: &Sources,
        diagnostics: &mut Diagnostics,
    ) {
        for (key, original) in originals.iter() {
            let Some(translated) = translation.text(key.as_str()) else { continue };
            if self.is_stale(key, original) {
                diagnostics.push(
                    Diagnostic::new(
                        Code::Stale,
                        format!("`{key}` was translated from a text that changed since"),
                    )
                    .at(translated.span)
                    .key(key.as_str())
                    .related(original.span, "the original now")
                    .help(format!(
                        "translate it again in {}, then run `briefpress i18n sync --accept {key}`",
                        sources.get(translation.file).name()
                    )),
                );
            }
        }
    }

    /// The file's text.
    pub fn to_toml(&self) -> String {
        let mut toml = String::from(
            "# Written by `briefpress i18n sync`: per string the hash of the original it was\n\
             # translated from. Keep it with the translation.\n\n",
        );
        for (key, hash) in &self.0 {
            let _ = writeln!(toml, "{} = \"{hash}\"", quoted(key));
        }
        toml
    }
}

/// A key in quotes, as TOML writes one that is no bare key.
fn quoted(key: &Key) -> String {
    format!("\"{}\"", key.as_str().replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Span;

    #[test]
    fn a_lock_knows_what_was_new_what_was_accepted_and_what_is_gone() {
        let source = Sources::new().add("brief.toml", "");
        let text = |value: &str| Text {
            value: value.into(),
            span: Span::new(source, 0..0),
            key: String::new(),
        };
        let [a, b, c]: [Key; 3] = ["brief.a", "brief.b", "brief.c"].map(|key| key.parse().unwrap());
        let (old, new) = (text("old"), text("new"));
        let mut lock = Lock::default();
        let file = Editor::empty();
        lock.record(&[(&a, &old), (&b, &old)].into(), &Accepted::default(), &file);
        assert!(!lock.is_stale(&a, &old) && lock.is_stale(&a, &new) && !lock.is_stale(&c, &new));
        let now: TranslatedStrings<'_> = [(&a, &new), (&c, &new)].into();
        assert_eq!(lock.out_of_date(&now, &file), [c.clone(), b.clone()]);
        // One that has only lost its original is not forgotten.
        let held = Editor::parse("[brief]\nb = \"B\"\n").unwrap();
        assert_eq!(lock.out_of_date(&now, &held), std::slice::from_ref(&c));
        let mut kept = lock.clone();
        kept.record(&now, &Accepted::default(), &held);
        assert!(kept.to_toml().contains("brief.b"));
        let accepted = |words: &[&str]| {
            Accepted::parse(&words.iter().map(ToString::to_string).collect::<Vec<_>>()).unwrap()
        };
        // What was there stays as stale as it is, unless someone says that it is right.
        lock.record(&now, &accepted(&["brief.c"]), &file);
        assert!(lock.is_stale(&a, &new) && lock.out_of_date(&now, &file).is_empty());
        let mut other = lock.clone();
        other.record(&now, &accepted(&["brief.a"]), &file);
        lock.record(&now, &accepted(&["all"]), &file);
        assert!(!lock.is_stale(&a, &new) && lock == other);
        assert!(!lock.to_toml().contains("brief.b"));
    }
}
