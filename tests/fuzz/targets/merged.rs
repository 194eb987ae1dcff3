//! A brief with a translation and its lock: laid over each other, told how far it is, and brought up to
//! date.

use std::collections::BTreeMap;
use std::fs;

use briefpress::internals::{
    Changes, Current, Diagnostics, FilesBeside, LayoutChoice, Lock, Originals, Sources,
    Surroundings, Translation, Vocabulary, framework, resolve, sync, units, warn,
};

use super::brief::{ReadBrief, brief, languages, presented, project};
use super::seen::nothing_is_gone;
use super::{Target, fixtures_in, joined, messages, parts};

pub const TARGET: Target =
    Target { name: "merged", seeds, words: include_str!("merged.dict"), read };

fn seeds() -> Vec<Vec<u8>> {
    let minimal = fs::read_to_string(fixtures_in("minimal.toml")).unwrap();
    let french = "[translation]\nstatus = \"reviewed\"\nreviewer = \"Ann\"\n[brief]\ntitle = \"Retard\"\n\
                  summary = \"Une enquête [@survey].\"\nkey_messages = [\"Trop tard.\"]\n[finding.delay]\n\
                  title = \"Trois sur cinq\"\n[kept]\n\"finding.old.title\" = \"Vieux\"\n";
    vec![joined(&[&minimal, french]), joined(&[&minimal, french, "version = 2\n[strings]\n"])]
}

fn read(bytes: &[u8]) -> String {
    let Ok(input) = std::str::from_utf8(bytes) else { return "not UTF-8".into() };
    let [original, toml, lock] = parts(input);
    let mut sources = Sources::new();
    let ReadBrief { raw, is_whole, .. } = brief(original, &mut sources);
    if !is_whole {
        return "no brief".into();
    }
    let originals = Originals::new(&raw, Some(&[]));
    let mut found = Diagnostics::new();
    let file = sources.add("fr.lock", lock);
    let Some(lock) = Lock::read("fr", file, &sources, &mut found) else {
        return "no lock".into();
    };
    let file = sources.add("fr.toml", toml);
    let (translation, _) = Translation::read("fr", file, &lock, &originals, &sources, &mut found);
    warn("b", &originals, &translation, &sources, &mut found);
    let translated = translation.apply(&raw);
    let resolved = Some(translation.translated());
    let brief = {
        let (languages, files) = (languages(), FilesBeside::default());
        let house = LayoutChoice::default();
        let vocabulary = Vocabulary { languages: &languages, framework: framework(), places: None };
        let around = Surroundings {
            sources: &sources,
            vocabulary,
            files: &files,
            house: &house,
            values: Default::default(),
        };
        resolve("b", translated, resolved, around, &mut found)
    };
    if let Some(brief) = &brief {
        presented(brief, &project("", &mut sources, &mut Diagnostics::new()));
    }
    let known: Vec<bool> =
        units(&originals, Some(&translation)).iter().map(|unit| unit.target.is_some()).collect();
    let said = messages::hold(&sources, &found);
    if translation.is_whole && originals.are_distinct() {
        synced(toml, &translation, &lock, &originals);
    }
    format!("{} {} {said}", brief.is_some(), known.iter().filter(|known| **known).count())
}

/// Bringing a translation up to date loses nothing of it.
fn synced(toml: &str, translation: &Translation, lock: &Lock, originals: &Originals) {
    let current = Current { toml, translation, lock };
    if let Ok(synced) = sync("fr", Some(current), originals, &Changes::default()) {
        nothing_is_gone(toml, &synced.files.toml, &BTreeMap::new());
        let again: toml::Table =
            toml::from_str(&synced.files.toml).expect("what is written is TOML");
        assert!(again.contains_key("translation"));
    }
}
