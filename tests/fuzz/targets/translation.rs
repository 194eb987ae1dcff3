//! Translations, and bringing them up to date.

use std::collections::BTreeMap;

use briefpress::internals::{
    Changes, Current, Diagnostics, Lock, Originals, RawBrief, Reader, Sources, TomlDocument,
    Translation, sync,
};

use super::Target;
use super::seen::nothing_is_gone;

pub const TARGET: Target = Target {
    name: "translation",
    seeds: || SEEDS.iter().map(|seed| seed.as_bytes().to_vec()).collect(),
    words: include_str!("translation.dict"),
    read,
};

const BRIEF: &str = "title = \"T\"\nsummary = \"One\"\nlanguage = \"en\"\nkey_messages = [\"One\", \"Two\"]\n\
    names = [\"A. B.\"]\n[abbreviations]\n\"U.N.\" = \"United Nations\"\n[[finding]]\nid = \"a\"\ntitle = \
    \"One\"\nevidence = [\"One\", \"Two\", \"Three\"]\n[[finding]]\nid = \"b\"\ntitle = \"Four\"\n\
    quote.text = \"Yes\"\nquote.by = \"Him\"\n";

/// The same before, for what lost its original since.
const OLD: &str = "title = \"T\"\nlanguage = \"en\"\nkey_messages = [\"Zero\", \"One\"]\n[[finding]]\nid = \
    \"c\"\ntitle = \"Four\"\nevidence = [\"Gone\"]\n[[goal]]\nnumber = 16\n[[goal.target]]\ncode = \"16.3\"\n\
    note = \"Note\"\n";

const SEEDS: [&str; 3] = [
    "[translation]\nstatus = \"draft\"\n[brief]\ntitle = \"Titre\"\nkey_messages = [\n  # note §2§\n  \"Zéro\",\n  \
     \"Un\", # note §3§\n]\n[finding.c]\ntitle = \"Quatre\"\nevidence = [\"Parti\"]\n[target.16-3]\nnote = \"Note\"\n",
    "[translation]\nstatus = \"reviewed\"\nreviewer = \"Ann\"\n[finding.b]\nquote = { text = \"Oui\", by = \"Lui\" }\n\
     [names]\n\"A. B.\" = [\"A\", \"B\"]\n[kept]\n# note §4§\n\"finding.z.title\" = \"Zut\"\n",
    "[translation]\nstatus = \"draft\"\n[finding]\na.title = '''Un'''\na.evidence = [\"\"\"\nUn\"\"\", \"Deux\",]\n",
];

fn originals(brief: &str) -> Originals {
    let (mut sources, mut found) = (Sources::new(), Diagnostics::new());
    let file = sources.add("brief.toml", brief);
    let document = TomlDocument::parse(&sources, file, &mut found);
    Originals::new(&RawBrief::read(document.root(&Reader::new())), Some(&[]))
}

/// The files of a translation once they are up to date; `None` where they are refused.
fn synced(toml: &str, lock: Option<&str>, originals: &Originals) -> Option<(String, String)> {
    let (mut sources, mut found) = (Sources::new(), Diagnostics::new());
    let lock = match lock {
        Some(lock) => Lock::read("fr", sources.add("fr.lock", lock), &sources, &mut found)?,
        None => Lock::default(),
    };
    let file = sources.add("fr.toml", toml);
    let mut found = Diagnostics::new();
    let (translation, _) = Translation::read("fr", file, &lock, originals, &sources, &mut found);
    let is_toml = toml::from_str::<toml::Table>(toml).is_ok();
    if !translation.is_whole {
        return None;
    }
    let current = Current { toml, translation: &translation, lock: &lock };
    let synced = sync("fr", Some(current), originals, &Changes::default());
    // A number that is too large is found when the file is to be written.
    assert!(is_toml || synced.is_err(), "took what is no TOML");
    let synced = synced.ok()?;
    Some((synced.files.toml, synced.files.lock))
}

/// Nothing is lost, and a second time nothing is done.
fn read(bytes: &[u8]) -> String {
    let Ok(toml) = std::str::from_utf8(bytes) else { return "not UTF-8".into() };
    let Some((then, lock)) = synced(toml, None, &originals(OLD)) else { return "refused".into() };
    nothing_is_gone(toml, &then, &BTreeMap::new());
    // A key that said nothing to the old brief may be of the wrong kind in this one.
    let Some((now, lock)) = synced(&then, Some(&lock), &originals(BRIEF)) else {
        return "refused now".into();
    };
    nothing_is_gone(&then, &now, &BTreeMap::new());
    let again = synced(&now, Some(&lock), &originals(BRIEF)).expect("we wrote it");
    assert!(again == (now.clone(), lock), "a second time\n{now}\n---\n{}", again.0);
    let counts = [now.contains("[kept]"), now.contains("#|"), now.contains('\r')];
    format!("{counts:?} {}", now.lines().count().min(60))
}
