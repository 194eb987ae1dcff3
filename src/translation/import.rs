//! Taking in what a translator's tool gave back.

use super::edit::NotToml;
use super::exchange::{Returned, ReturnedState};
use super::files::{Current, Files, open};
use super::key::Key;
use super::originals::Originals;

/// What taking in a translator's file comes to.
#[derive(Debug, Clone)]
pub struct Imported {
    /// The translation's files.
    pub files: Files,
    /// How many strings were read.
    pub read: usize,
    /// How many of them say something else than before.
    pub changed: usize,
    /// The strings of the file that translate nothing, by their keys, or by their originals where
    /// they have none.
    pub unknown: Vec<String>,
}

/// Which string something in a translator's file is.
enum KeyMatch {
    /// This one.
    At(Key),
    /// One of several that have the same original, and all are translated.
    AnyOf,
    /// None.
    Nowhere,
}

/// Puts the strings of a translator's file into a translation, and records what each was translated
/// from. A language that is not there is begun.
///
/// # Errors
///
/// The file that is there is not valid TOML.
pub fn import(
    language: &str,
    current: Option<Current<'_>>,
    originals: &Originals,
    returned: &[Returned],
) -> Result<Imported, NotToml> {
    let (mut editor, mut lock) = open(language, current)?;
    let own = |key: &Key| current.and_then(|current| current.translation.text(key.as_str()));
    let (mut read, mut changed, mut unknown) = (0, 0, Vec::new());
    for unit in returned {
        let source = unit.source.as_deref().unwrap_or_default();
        let key = match place(unit, originals, &|key| own(key).is_some()) {
            KeyMatch::At(key) => key,
            KeyMatch::AnyOf => continue,
            KeyMatch::Nowhere => {
                let key = unit.key.as_ref();
                unknown.push(key.map_or_else(|| source.to_string(), Key::to_string));
                continue;
            }
        };
        if unit.target.is_empty() {
            continue;
        }
        if own(&key).is_none_or(|old| old.value != unit.target) {
            editor.set(&key, &unit.target);
            changed += 1;
        }
        read += 1;
        // What the translator left marked stays stale; what they saw is what they translated.
        if unit.state != ReturnedState::NeedsReview {
            lock.set(&key, source);
        }
    }
    Ok(Imported { files: Files::new(editor, &lock), read, changed, unknown })
}

/// Which string a unit is: the one its key names, or else one that has its original.
fn place(unit: &Returned, originals: &Originals, is_there: &dyn Fn(&Key) -> bool) -> KeyMatch {
    if let Some(key) = &unit.key {
        let known = originals.keys().any(|other| other == key);
        return if known { KeyMatch::At(key.clone()) } else { KeyMatch::Nowhere };
    }
    let same = originals.iter().filter(|(_, text)| Some(&text.value) == unit.source.as_ref());
    match same.map(|(key, _)| key).collect::<Vec<_>>().as_slice() {
        [] => KeyMatch::Nowhere,
        [one] => KeyMatch::At((*one).clone()),
        // A text that stands in several places tells nothing apart: what is there stays.
        several => match several.iter().find(|key| !is_there(key)) {
            Some(key) => KeyMatch::At((*key).clone()),
            None => KeyMatch::AnyOf,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::brief::RawBrief;
    use crate::diag::{Diagnostics, Sources};
    use crate::translation::lock::Lock;
    use crate::translation::overlay::Translation;
    use crate::tree::{Reader, TomlDocument};

    const BRIEF: &str = "title = \"T\"\nask = \"Act\"\n\
        [[finding]]\nid = \"a\"\ntitle = \"Same\"\ntext = \"X\"\n\
        [[finding]]\nid = \"b\"\ntitle = \"Same\"\ntext = \"Y\"\n";

    const FRENCH: &str = "[translation]\nstatus = \"draft\"\n[brief]\ntitle = \"Titre\"\n[finding.a]\ntitle = \"Pareil\"\n";

    fn returned(key: Option<&str>, source: &str, target: &str) -> Returned {
        let key = key.map(|key| key.parse().unwrap());
        Returned {
            key,
            source: Some(source.into()),
            target: target.into(),
            state: ReturnedState::Translated,
            line: 0,
        }
    }

    /// Takes strings into [`FRENCH`], whose title was translated from another text. With the
    /// originals, and the lock as it is written.
    fn take(returned: &[Returned]) -> (Imported, Lock, Originals) {
        let mut sources = Sources::new();
        let mut found = Diagnostics::new();
        let (brief, file) = (sources.add("brief.toml", BRIEF), sources.add("fr.toml", FRENCH));
        let reader = Reader::new();
        let document = TomlDocument::parse(&sources, brief, &mut found);
        let raw = RawBrief::read(document.root(&reader));
        let originals = Originals::new(&raw, None);
        let (translation, _) =
            Translation::read("fr", file, &originals, &sources, &mut Diagnostics::new());
        let mut lock = Lock::default();
        lock.set(&"brief.title".parse().unwrap(), "Old");
        let current = Current { toml: FRENCH, translation: &translation, lock: &lock };
        let imported = import("fr", Some(current), &originals, returned).unwrap();
        let written = sources.add("fr.lock", imported.files.lock.clone());
        let lock = Lock::read(written, &sources, &mut found).unwrap();
        assert!(!found.iter().any(|d| d.message.contains("TOML")), "{found:?}");
        (imported, lock, originals)
    }

    /// Whether the title is older than its original.
    fn title_is_stale((_, lock, originals): &(Imported, Lock, Originals)) -> bool {
        let (key, text) = originals.iter().next().unwrap();
        lock.is_stale(key, text)
    }

    #[test]
    fn what_a_translator_saw_is_what_they_translated() {
        let seen = take(&[returned(Some("brief.title"), "T", "Le titre")]);
        assert!(seen.0.files.toml.contains("title = \"Le titre\""), "{}", seen.0.files.toml);
        assert!(!title_is_stale(&seen));
        assert!(title_is_stale(&take(&[returned(Some("brief.title"), "Older", "Le titre")])));
        let fuzzy = Returned {
            state: ReturnedState::NeedsReview,
            ..returned(Some("brief.title"), "T", "Le titre")
        };
        let fuzzy = take(&[fuzzy]);
        assert!(fuzzy.0.files.toml.contains("title = \"Le titre\"") && title_is_stale(&fuzzy));
        let empty = take(&[returned(Some("brief.title"), "T", "")]);
        assert_eq!((empty.0.files.toml.as_str(), empty.0.read), (FRENCH, 0));
        assert!(title_is_stale(&empty));
    }

    #[test]
    fn a_string_without_key_is_told_by_its_original() {
        let (imported, ..) = take(&[
            returned(None, "Act", "Agissez"),
            // Twice in the brief: one is translated, so it is the other.
            returned(None, "Same", "Idem"),
            returned(None, "Nothing", "Rien"),
            returned(Some("finding.c.title"), "Same", "Idem"),
        ]);
        assert_eq!(imported.unknown, ["Nothing", "finding.c.title"]);
        assert_eq!((imported.read, imported.changed), (2, 2));
        let toml: toml::Table = toml::from_str(&imported.files.toml).unwrap();
        assert_eq!(toml["brief"]["ask"].as_str(), Some("Agissez"));
        assert_eq!(toml["finding"]["a"]["title"].as_str(), Some("Pareil"));
        assert_eq!(toml["finding"]["b"]["title"].as_str(), Some("Idem"));
    }
}
