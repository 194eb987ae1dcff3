//! What an earlier build is said to have left: a manifest and a journal that anyone may have written, in
//! an output folder beside files that are no one's business.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use briefpress::internals::{
    Bill, Digest, Entry, Manifest, ManifestFiles, Record, ReleaseHead, files_beside, index_pages,
    merge, tool,
};

use super::{BETWEEN, Target, parts};

pub const TARGET: Target =
    Target { name: "record", seeds, words: include_str!("record.dict"), read };

/// The files that are there, by their path beside the output folder `dist`.
const THERE: [(&str, &[u8]); 8] = [
    ("part/b/b.en.pdf", b"%PDF"),
    ("part/thumbnails/b.en.png", b"PNG"),
    ("dist/b/b.en.pdf", b"%PDF"),
    ("dist/thumbnails/b.en.png", b"PNG"),
    ("dist/b/theirs.pdf", b"theirs"),
    ("dist/notes.txt", b"theirs"),
    ("theirs.pdf", b"theirs"),
    ("out/theirs.pdf", b"theirs"),
];

/// Words of an input that stand for what it cannot know.
const STAND_INS: [&str; 3] = ["@TOOL@", "@PDF@", "@PNG@"];

/// Stands for the digest of what is said beside it: who knows how can make that, too.
const SEAL: &str = "@SEAL@";

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

const INPUT: &str = "{\"role\":\"brief\",\"path\":\"briefs/b/brief.toml\",\"sha256\":\"@PDF@\"}";

/// A part of a build, of which there is one.
const SHARD: &str = "{\"number\":1,\"count\":1,\"plan\":\"@PDF@\"}";

fn manifest(shard: &str) -> String {
    format!(
        "{{\"format\":1,\"tool\":@TOOL@,\"publisher\":\"O\",\"epoch\":null,\"complete\":true,\
         \"failed\":[],\"shard\":{shard},\"inputs\":[{INPUT}],\"files\":[{}],\"seal\":\"@SEAL@\"}}",
        entry("[0]")
    )
}

fn seeds() -> Vec<Vec<u8>> {
    let done = format!("[{{\"artifact\":{},\"inputs\":[{INPUT}]}},\"@SEAL@\"]", entry("[]"));
    let journal = format!(
        "{{\"Begin\":{{\"tool\":@TOOL@,\"epoch\":null}}}}\n{{\"Holder\":{{\"process\":1}}}}\n{{\"Done\":\
         {done}}}\n"
    );
    let seeds = [manifest("null"), format!("{}{BETWEEN}{journal}", manifest(SHARD))];
    seeds.into_iter().map(String::into_bytes).collect()
}

/// A text with what its words stand for.
fn told_right(text: &str) -> String {
    let own = serde_json::to_string(&tool()).unwrap();
    let meant = [own.as_str(), PDF, PNG];
    let words = STAND_INS.into_iter().zip(meant);
    words.fold(text.to_string(), |text, (word, meant)| text.replace(word, meant))
}

/// A manifest with its seal, where it has one and can be read.
fn sealed_manifest(text: &str) -> String {
    let text = told_right(text);
    if !text.contains(SEAL) {
        return text;
    }
    let bare = text.replace(SEAL, PDF);
    match Manifest::from_json(bare.as_bytes()) {
        Ok(manifest) => manifest.sealed().to_json(),
        Err(_) => bare,
    }
}

/// A journal with the digests of what its lines say.
fn sealed_journal(text: &str) -> String {
    let line = |line: &str| -> String {
        let digest = || {
            let line: serde_json::Value = serde_json::from_str(line).ok()?;
            let entry: Entry = serde_json::from_value(line["Done"][0].clone()).ok()?;
            Some(Digest::of(&serde_json::to_vec(&entry).ok()?))
        };
        match digest().filter(|_| line.contains(SEAL)) {
            Some(digest) => line.replace(SEAL, &digest.to_hex()),
            None => line.to_string(),
        }
    };
    told_right(text).lines().map(|text| line(text) + "\n").collect()
}

/// Writes a manifest, with its checksums where it can be read.
fn write_release(folder: &Path, json: &str) -> Result<Manifest, String> {
    fs::write(folder.join("manifest.json"), json).unwrap();
    let manifest = Manifest::from_json(json.as_bytes())?;
    for (name, bytes) in files_beside(&manifest, json.into(), Bill::NotAsked).unwrap() {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    Ok(manifest)
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
    let Ok(input) = std::str::from_utf8(bytes) else { return "not UTF-8".into() };
    let [json, journal] = parts(input);
    let (json, journal) = (sealed_manifest(json), sealed_journal(journal));
    let place = tempfile::tempdir().unwrap();
    let [dist, part, out, new] =
        ["dist", "part", "out", "new"].map(|folder| place.path().join(folder));
    for (path, bytes) in THERE {
        let path = place.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    let said = write_release(&dist, &json).map(|manifest| told(&manifest));
    fs::write(dist.join(".briefpress-journal"), &journal).unwrap();
    // The same release, said as it is.
    write_release(&part, &sealed_manifest(&manifest(SHARD))).unwrap();
    let before = files(place.path());

    let record = Record::read(&dist, None);
    let never = AtomicBool::new(false);
    let joined = |from: &PathBuf, to: &Path| {
        merge(std::slice::from_ref(from), to, Bill::Written, None, &never, &mut |_| {})
    };
    let results = [joined(&dist, &out), joined(&dist, &new)];
    let after = files(place.path());
    let shown = format!("{json}{BETWEEN}{journal}");
    for (path, bytes) in &before {
        assert_eq!(after.get(path), Some(bytes), "{} is another, of\n{shown}", path.display());
    }
    let made = after.keys().filter(|path| !before.contains_key(*path));
    for path in made {
        assert!(path.starts_with("new"), "{} is new, of\n{shown}", path.display());
    }
    // Over what the manifest says of the folder.
    let over = joined(&part, &dist);
    let after = files(place.path());
    for (path, bytes) in &before {
        let theirs = *bytes == b"theirs" || path.starts_with("part");
        assert!(!theirs || after.get(path) == Some(bytes), "{} of\n{shown}", path.display());
    }
    let why = record.note.as_deref().unwrap_or("believed");
    let why = why.rsplit('/').next().unwrap_or_default();
    let results = results.map(|result| result.is_ok());
    let said = said.unwrap_or_default();
    let mut known = 0;
    record.each(&mut |_| known += 1);
    format!("{known} {why} {results:?} {} {said}", over.is_ok())
}

/// What is made of a manifest is what it ought to be, whatever the manifest says.
fn told(manifest: &Manifest) -> String {
    let json = manifest.to_json();
    assert!(Manifest::from_json(json.as_bytes()).as_ref() == Ok(manifest), "{json}");
    let beside: BTreeMap<String, Vec<u8>> =
        files_beside(manifest, json.into(), Bill::Written).unwrap().into_iter().collect();
    let text = |name: &str| String::from_utf8(beside[name].clone()).unwrap();
    let bill = text("sbom.cdx.json");
    assert!(serde_json::from_str::<serde_json::Value>(&bill).is_ok(), "{bill}");
    // A line a file: no path begins one of its own.
    let digest = |line: &str| line.split("  ").next().is_some_and(|hex| hex.len() == 64);
    let sums = text("SHA256SUMS");
    if manifest.files.iter().all(|file| !file.path.contains(char::is_control)) {
        assert!(sums.lines().all(digest), "{sums}");
    }
    // What a manifest says is text, never markup.
    let (head, briefs) = (ReleaseHead::of(manifest), ManifestFiles::of(manifest));
    let done: Result<(), Infallible> = index_pages(&head, &briefs, &mut |path, page| {
        let own = usize::from(path == "index.html" && page.contains("\"index/search.js\""));
        assert_eq!(page.matches("<script").count(), own, "{path}: {page}");
        // They are made of the files as volumes go through them, and are those of all files gone through for them alone.
        assert_eq!(text(path), page, "{path}");
        Ok(())
    });
    assert!(done.is_ok());
    format!("{} {}", manifest.files.len().min(3), manifest.shard.is_some())
}
