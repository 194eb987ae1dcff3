//! What an earlier build is said to have left: a manifest and a journal that anyone may have written, in
//! an output folder beside files that are no one's business.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use briefpress::internals::{
    Bill, Manifest, Record, bill_of_materials, checksums, index_page, merge, tool,
};

use super::{BETWEEN, Target};

pub const TARGET: Target =
    Target { name: "record", seeds, words: include_str!("record.dict"), read };

/// The files that are there, by their path beside the output folder `dist`.
const THERE: [(&str, &[u8]); 6] = [
    ("dist/b/b.en.pdf", b"%PDF"),
    ("dist/thumbnails/b.en.png", b"PNG"),
    ("dist/b/theirs.pdf", b"theirs"),
    ("dist/notes.txt", b"theirs"),
    ("theirs.pdf", b"theirs"),
    ("out/theirs.pdf", b"theirs"),
];

/// Words of an input that stand for what it cannot know.
const STAND_INS: [&str; 3] = ["@TOOL@", "@PDF@", "@PNG@"];

/// The digests of what is there.
const PDF: &str = "315d429b7714cedb6ad04ac31240145257692630457f3c88253c5beceac76027";
const PNG: &str = "796120837694d3f3f29259cfeb25091698c2a0aa87873658d840b4993ee889b3";

fn entry(inputs: &str) -> String {
    format!(
        "{{\"path\":\"b/b.en.pdf\",\"brief\":\"b\",\"title\":\"T\",\"country\":\"KH\",\"language\":\"en\",\
         \"document\":\"brief\",\"edition\":\"screen\",\"date\":\"2025-01-01\",\"status\":\"final\",\
         \"translation\":{{\"status\":\"draft\",\"percent\":50,\"missing\":1,\"stale\":0}},\"pages\":1,\
         \"glyphs\":1,\"bytes\":4,\"sha256\":\"@PDF@\",\"standards\":[\"PDF/UA-1\"],\"fonts\":[\"F\"],\
         \"warnings\":[{{\"stage\":\"check\",\"code\":\"source::uncited\",\"message\":\"M\",\"help\":[\
         \"H\"],\"place\":{{\"file\":\"briefs/b/brief.toml\",\"line\":1,\"column\":1,\"start\":0,\"end\":\
         1}}}}],\"thumbnail\":{{\"path\":\"thumbnails/b.en.png\",\"bytes\":3,\
         \"sha256\":\"@PNG@\"}},\"inputs\":{inputs},\"fingerprint\":\"@PDF@\"}}"
    )
}

fn seeds() -> Vec<Vec<u8>> {
    let input = "{\"role\":\"brief\",\"path\":\"briefs/b/brief.toml\",\"sha256\":\"@PDF@\"}";
    let manifest = |shard: &str| {
        format!(
            "{{\"format\":1,\"tool\":@TOOL@,\"publisher\":\"O\",\"epoch\":null,\"complete\":true,\
             \"failed\":[],\"shard\":{shard},\"inputs\":[{input}],\"files\":[{}]}}",
            entry("[0]")
        )
    };
    let done = format!("{{\"artifact\":{},\"inputs\":[{input}]}}", entry("[]"));
    let journal = format!(
        "{{\"Begin\":{{\"tool\":@TOOL@,\"epoch\":null}}}}\n{{\"Holder\":{{\"process\":1}}}}\n{{\"Done\":\
         {done}}}\n"
    );
    let shard = "{\"number\":1,\"count\":1,\"plan\":\"@PDF@\"}";
    let seeds = [manifest("null"), format!("{}{BETWEEN}{journal}", manifest(shard))];
    seeds.into_iter().map(String::into_bytes).collect()
}

/// Every file below a folder, with what is in it.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut pending = vec![folder.to_path_buf()];
    while let Some(next) = pending.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                pending.push(path);
            } else {
                found.insert(path.strip_prefix(folder).unwrap().into(), fs::read(&path).unwrap());
            }
        }
    }
    found
}

fn read(bytes: &[u8]) -> String {
    // The rest of it may be anything, so this is about bytes.
    let mut text = String::from_utf8_lossy(bytes).into_owned();
    let own = serde_json::to_string(&tool()).unwrap();
    for (word, meant) in STAND_INS.into_iter().zip([own.as_str(), PDF, PNG]) {
        text = text.replace(word, meant);
    }
    let (manifest, journal) = text.split_once(BETWEEN).unwrap_or((&text, ""));
    let place = tempfile::tempdir().unwrap();
    let dist = place.path().join("dist");
    for (path, bytes) in THERE {
        let path = place.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    fs::write(dist.join("manifest.json"), manifest).unwrap();
    fs::write(dist.join(".briefpress-journal"), journal).unwrap();
    let before = files(place.path());

    let record = Record::read(&dist, None);
    let said = Manifest::from_json(manifest.as_bytes()).map(|manifest| told(&manifest));
    let never = AtomicBool::new(false);
    let out = place.path().join("out");
    let joined = merge(std::slice::from_ref(&dist), &out, Bill::Written, &never, &mut |_| {});

    let after = files(place.path());
    for (path, bytes) in &before {
        assert_eq!(after.get(path), Some(bytes), "{} is another, of\n{text}", path.display());
    }
    let made = after.keys().filter(|path| !before.contains_key(*path));
    for path in made {
        assert!(path.starts_with("out"), "{} is new, of\n{text}", path.display());
    }
    let why = record.note.as_deref().unwrap_or("believed");
    let why = why.rsplit('/').next().unwrap_or_default();
    let joined = joined.map_or_else(
        |error| error.to_string().rsplit('/').next().unwrap_or_default().to_string(),
        |_| "joined".into(),
    );
    format!("{} {why} {joined} {}", record.entries.len(), said.unwrap_or_default())
}

/// What is made of a manifest is what it ought to be, whatever the manifest says.
fn told(manifest: &Manifest) -> String {
    let json = manifest.to_json();
    assert!(Manifest::from_json(json.as_bytes()).as_ref() == Ok(manifest), "{json}");
    let bill = bill_of_materials(manifest);
    assert!(serde_json::from_str::<serde_json::Value>(&bill).is_ok(), "{bill}");
    // A line a file: no path begins one of its own.
    let digest = |line: &str| line.split("  ").next().is_some_and(|hex| hex.len() == 64);
    let sums = checksums(manifest, &[("manifest.json", json.as_bytes())]);
    if manifest.files.iter().all(|file| !file.path.contains(char::is_control)) {
        assert!(sums.lines().all(digest), "{sums}");
    }
    let page = index_page(manifest);
    // What a manifest says is text, never markup.
    assert!(!page.contains("<script"), "{page}");
    format!("{} {}", manifest.files.len().min(3), manifest.shard.is_some())
}
