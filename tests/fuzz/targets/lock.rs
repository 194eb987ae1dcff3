//! Locks of translations.

use briefpress::internals::{Diagnostics, Lock, Sources};

use super::Target;

pub const TARGET: Target = Target {
    name: "lock",
    seeds: || SEEDS.iter().map(|seed| seed.as_bytes().to_vec()).collect(),
    words: include_str!("lock.dict"),
    read,
};

/// A lock of each version; the hashes are of the texts.
const SEEDS: [&str; 2] = [
    "# Written.\n\nversion = 2\nreview = \"Ann\"\nkept = [\n  { key = \"finding.old.title\", state = \
     \"translated\", original = \"e632b7095b0bf32c\", translation = \"e632b7095b0bf32c\", text = \"T\" },\n]\n\n\
     [strings]\n\"brief.title\" = { state = \"reviewed\", by = \"Ann\", original = \"e632b7095b0bf32c\", \
     translation = \"e632b7095b0bf32c\", text = \"T\" }\n\"brief.key_messages[2]\" = { state = \"offered\", \
     original = \"e632b7095b0bf32c\" }\n",
    "\"brief.title\" = \"e632b7095b0bf32c\"\n\"abbreviations.U.N.\" = \"e632b7095b0bf32c\"\n",
];

fn lock(toml: &str) -> Result<Lock, String> {
    let (mut sources, mut found) = (Sources::new(), Diagnostics::new());
    let file = sources.add("fr.lock", toml);
    let lock = Lock::read("fr", file, &sources, &mut found);
    assert_eq!(lock.is_none(), found.has_errors() || !found.is_empty(), "{toml}");
    lock.ok_or_else(|| found.iter().map(|d| d.message.clone()).next().unwrap_or_default())
}

/// What is read says the same once it is written; a file that another reader does not take is none.
fn read(bytes: &[u8]) -> String {
    let Ok(toml) = std::str::from_utf8(bytes) else { return "not UTF-8".into() };
    match lock(toml) {
        Ok(read) => {
            assert!(toml::from_str::<toml::Table>(toml).is_ok(), "took what is no TOML");
            let written = read.to_toml();
            let again = lock(&written).unwrap_or_else(|why| panic!("{why}\n{written}"));
            assert!(again == read, "another lock\n{written}\n{}", again.to_toml());
            "read".into()
        }
        Err(why) => why,
    }
}
