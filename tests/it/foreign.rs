//! Whatever lies in a project and around it, and whatever is run there: a file that the program has not
//! made is byte for byte there after, and so is every link, pipe and empty file.
//!
//! A dozen histories are tried, always the same. With `BRIEFPRESS_FOREIGN_CASES=500` it is so many, with
//! others each time. One that fails is made as short as it can be, and shown.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::ffi::OsStr;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, any};
use proptest::prop_oneof;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::Value;

use crate::disturbed::built;
use crate::support::{MINIMAL, TestProject};

/// How many histories are tried where nothing else is said.
const CASES: u32 = 12;

/// Folders that may be written to, by their path in the project.
const FOLDERS: [&str; 6] = ["dist", "site", "part-1", "part-2", "docs/out", "briefs/a"];

/// Where something is put, below one of these folders.
const PLACES: [&str; 19] = [
    "notes.txt",
    "index.html",
    "manifest.json",
    "SHA256SUMS",
    "sbom.cdx.json",
    ".hidden",
    ".briefpress-journal",
    "a/a.en.pdf",
    "a/a.fr.pdf",
    "a/a.en.print.pdf",
    "a/theirs.pdf",
    "b/b.en.pdf",
    "c/c.en.pdf",
    "thumbnails/a.en.png",
    "thumbnails/theirs.png",
    "a/deep/er/theirs.txt",
    "thumbnails/c.en.png",
    "index/country-kh.html",
    "index/theirs.html",
];

/// What the program calls its own in a folder that it made.
const RECORDS: [&str; 4] = ["manifest.json", "index.html", "SHA256SUMS", "sbom.cdx.json"];

/// The commands, but for where they write to.
const BUILDS: [&[&str]; 9] = [
    &["build"],
    &["build", "--force"],
    &["build", "--sbom"],
    &["build", "--edition", "print"],
    &["build", "--lang", "fr"],
    &["build", "a"],
    &["build", "--shard", "1/2"],
    &["build", "--shard", "2/2"],
    &["build", "--annotate"],
];

/// Something that happens.
#[derive(Debug, Clone)]
enum Happening {
    /// Somebody puts a thing somewhere.
    Put(usize, usize, Thing),
    /// Somebody changes a manifest: the path of a file in it becomes another.
    Retell(usize, usize, usize),
    /// Somebody copies one folder into another.
    Copy(usize, usize),
    /// The author changes the project.
    Write(u8),
    /// A build into a folder.
    Build(usize, Option<usize>),
    /// Parts are joined in a folder.
    Merge(usize),
}

/// A thing that is put somewhere.
#[derive(Debug, Clone)]
enum Thing {
    File(u8),
    /// A link to a file outside the project.
    ToFile,
    /// A link to a folder outside the project.
    ToFolder,
    /// A link to nothing, outside the project.
    ToNothing,
    /// A link to another of the folders.
    ToOther(usize),
    Pipe,
    Folder,
}

fn any_thing() -> impl Strategy<Value = Thing> {
    prop_oneof![
        5 => any::<u8>().prop_map(Thing::File),
        1 => Just(Thing::ToFile),
        1 => Just(Thing::ToFolder),
        1 => Just(Thing::ToNothing),
        1 => (0..FOLDERS.len()).prop_map(Thing::ToOther),
        1 => Just(Thing::Pipe),
        1 => Just(Thing::Folder),
    ]
}

/// One of [`FOLDERS`]: mostly the output folder, or the site of somebody else.
fn any_folder() -> impl Strategy<Value = usize> {
    prop_oneof![3 => Just(0), 3 => Just(1), 1 => 0..FOLDERS.len()]
}

fn any_happening() -> impl Strategy<Value = Happening> {
    let place = || 0..PLACES.len();
    prop_oneof![
        6 => (any_folder(), place(), any_thing()).prop_map(|(f, p, t)| Happening::Put(f, p, t)),
        1 => (any_folder(), 0..3_usize, place()).prop_map(|(f, w, p)| Happening::Retell(f, w, p)),
        1 => (any_folder(), any_folder()).prop_map(|(from, to)| Happening::Copy(from, to)),
        1 => any::<u8>().prop_map(Happening::Write),
        4 => (0..BUILDS.len(), any_folder())
            .prop_map(|(build, out)| Happening::Build(build, Some(out))),
        1 => (0..BUILDS.len()).prop_map(|build| Happening::Build(build, None)),
        1 => any_folder().prop_map(Happening::Merge),
    ]
}

/// What there is at a path.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Found {
    File(Vec<u8>),
    Link(PathBuf),
    Other,
}

/// Everything below a folder but folders, no link followed.
fn everything(root: &Path) -> BTreeMap<PathBuf, Found> {
    let mut all = BTreeMap::new();
    let mut pending = vec![root.to_path_buf()];
    while let Some(next) = pending.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let entry = entry.unwrap();
            let (path, kind) = (entry.path(), entry.file_type().unwrap());
            let found = if kind.is_dir() {
                pending.push(path);
                continue;
            } else if kind.is_file() {
                Found::File(fs::read(&path).unwrap())
            } else if kind.is_symlink() {
                Found::Link(fs::read_link(&path).unwrap())
            } else {
                Found::Other
            };
            all.insert(path, found);
        }
    }
    all
}

/// The files that a record of the program lists: its manifest, or its journal.
fn listed(name: &OsStr, bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes);
    let artifacts: Vec<Value> = match name.to_str() {
        Some("manifest.json") => {
            let manifest: Value = serde_json::from_str(&text).unwrap();
            manifest["files"].as_array().unwrap().clone()
        }
        Some(".briefpress-journal") => {
            let lines = text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
            lines.map(|line| line["Done"][0]["artifact"].clone()).collect()
        }
        _ => return Vec::new(),
    };
    let paths = artifacts.iter().flat_map(|one| [&one["path"], &one["thumbnail"]["path"]]);
    let listed = paths.filter_map(Value::as_str).map(String::from);
    listed.chain([name.to_string_lossy().into_owned()]).collect()
}

/// A project, what lies beside it, and which of all files the program made.
struct World {
    project: TestProject,
    outside: TestProject,
    ours: BTreeSet<PathBuf>,
    /// Manifests that somebody changed.
    retold: BTreeSet<PathBuf>,
}

impl World {
    fn new() -> Self {
        let (project, outside) = (built(), TestProject::empty());
        outside.write("file", "theirs");
        outside.write("folder/theirs.pdf", "theirs");
        let mut ours: BTreeSet<PathBuf> = everything(&project.path("dist")).into_keys().collect();
        ours.remove(&project.path("dist/a/notes.txt"));
        Self { project, outside, ours, retold: BTreeSet::new() }
    }

    fn happens(&mut self, happening: &Happening) {
        match happening {
            Happening::Put(folder, place, thing) => {
                let path = self.project.path(FOLDERS[*folder]).join(PLACES[*place]);
                self.put(&path, thing);
            }
            Happening::Retell(folder, which, place) => {
                let path = self.project.path(FOLDERS[*folder]).join("manifest.json");
                let Ok(text) = fs::read_to_string(&path) else { return };
                let listed = ["a/a.en.pdf", "b/b.en.pdf", "thumbnails/a.en.png"][*which];
                let theirs = [PLACES[*place], "../outside.txt", "../briefs/a/brief.toml"];
                let retold = text.replace(listed, theirs[place % 3]);
                // Through a link it would be another's file.
                if path.symlink_metadata().is_ok_and(|there| there.is_file()) {
                    fs::write(&path, retold).unwrap();
                    self.retold.insert(path);
                }
            }
            Happening::Copy(from, to) => self.copy(*from, *to),
            Happening::Write(how) => self.write(*how),
            Happening::Build(build, out) => {
                let mut args: Vec<&str> = BUILDS[*build].to_vec();
                args.extend(out.iter().flat_map(|out| ["--out", FOLDERS[*out]]));
                self.run(&args);
            }
            Happening::Merge(out) => {
                self.run(&["merge", "part-1", "part-2", "--out", FOLDERS[*out]]);
            }
        }
    }

    /// Puts a thing where there is none.
    fn put(&self, path: &Path, thing: &Thing) {
        if path.symlink_metadata().is_ok() || fs::create_dir_all(path.parent().unwrap()).is_err() {
            return;
        }
        let done = match thing {
            Thing::File(what) => {
                let words = ["", "theirs", "%PDF-1.7 theirs", "{\"format\":1}"];
                fs::write(path, words[usize::from(*what) % words.len()])
            }
            Thing::ToFile => symlink(self.outside.path("file"), path),
            Thing::ToFolder => symlink(self.outside.path("folder"), path),
            Thing::ToNothing => symlink(self.outside.path("nothing"), path),
            Thing::ToOther(other) => symlink(self.project.path(FOLDERS[*other]), path),
            Thing::Pipe => {
                assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
                Ok(())
            }
            Thing::Folder => fs::create_dir(path),
        };
        done.unwrap();
    }

    /// Copies a folder beside what is in another. Where a record of the program comes along, what it
    /// lists is the program's there, too.
    fn copy(&mut self, from: usize, to: usize) {
        let (from, to) = (self.project.path(FOLDERS[from]), self.project.path(FOLDERS[to]));
        if from == to || !from.is_dir() {
            return;
        }
        for (path, found) in everything(&from) {
            let Found::File(bytes) = found else { continue };
            let copied = to.join(path.strip_prefix(&from).unwrap());
            let is_free = copied.symlink_metadata().is_err();
            if !is_free || fs::create_dir_all(copied.parent().unwrap()).is_err() {
                continue;
            }
            let believed = self.ours.contains(&path) && !self.retold.contains(&path);
            if believed {
                let listed = listed(path.file_name().unwrap_or_default(), &bytes);
                self.ours.extend(listed.into_iter().map(|path| to.join(path)));
            }
            fs::write(copied, bytes).unwrap();
        }
    }

    fn write(&self, how: u8) {
        let brief = |title: &str| MINIMAL.replace("Decisions on review come late", title);
        match how % 5 {
            0 => self.project.write("briefs/a/brief.toml", brief("Another title")),
            1 => self.project.write("briefs/c/brief.toml", brief("A third brief")),
            2 => drop(fs::remove_dir_all(self.project.path("briefs/b"))),
            3 => drop(fs::remove_file(self.project.path("briefs/a/lang/fr.toml"))),
            _ => self.project.write("briefs/a/brief.toml", "title = "),
        }
    }

    /// Runs the program, and holds it to the promise.
    fn run(&mut self, args: &[&str]) {
        let roots = [self.project.path(""), self.outside.path("")];
        let all = || roots.iter().flat_map(|root| everything(root)).collect::<BTreeMap<_, _>>();
        let before = all();
        // A run that waits for a pipe is ended, and fails.
        let mut command = self.project.command();
        let output =
            command.args(args).timeout(std::time::Duration::from_secs(60)).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.code().is_some_and(|code| code < 4), "{args:?}: {said}");
        let after = all();
        for (path, found) in &before {
            assert!(
                self.is_ours(path, found) || after.get(path) == Some(found),
                "{args:?} lost {}: {:?}\n{said}",
                path.display(),
                after.get(path)
            );
        }
        // In a folder that was refused, nothing is new; elsewhere what is new is the program's.
        self.ours.extend(after.into_keys().filter(|path| !before.contains_key(path)));
    }

    /// Whether a file is the program's to change: it made one there, or the file has a name that the
    /// program keeps for its own, in a folder where it has written a release.
    fn is_ours(&self, path: &Path, found: &Found) -> bool {
        if self.ours.contains(path) {
            return true;
        }
        FOLDERS.iter().any(|folder| {
            let folder = self.project.path(folder);
            let Ok(inner) = path.strip_prefix(&folder) else { return false };
            let inner = inner.to_string_lossy();
            let is_made = self.ours.contains(&folder.join("manifest.json"));
            let is_file = matches!(found, Found::File(_));
            if inner.starts_with(".briefpress-cache/") {
                return is_file;
            }
            match inner.contains('/') {
                // It is replaced, and what it leads to stays.
                true => is_made && is_document(&inner),
                false => {
                    is_file && (inner == ".briefpress-journal" || is_made && is_record(&inner))
                }
            }
        })
    }
}

/// Whether the program keeps a name in its output folder for what it writes of itself.
fn is_record(name: &str) -> bool {
    RECORDS.contains(&name) || name.starts_with(".briefpress")
}

/// Whether the program keeps a name in its output folder for a document of a brief, or its picture.
fn is_document(path: &str) -> bool {
    match path.split_once('/') {
        Some(("thumbnails", name)) => name.ends_with(".png") && name.matches('.').count() > 1,
        Some((brief, name)) => name.starts_with(&format!("{brief}.")) && name.ends_with(".pdf"),
        None => false,
    }
}

fn history(happenings: &[Happening]) {
    let mut world = World::new();
    happenings.iter().for_each(|happening| world.happens(happening));
    world.happens(&Happening::Build(0, None));
}

#[test]
fn nothing_that_was_not_ours_is_ever_lost() {
    let asked = env::var("BRIEFPRESS_FOREIGN_CASES").ok().and_then(|cases| cases.parse().ok());
    let config = Config {
        cases: asked.unwrap_or(CASES),
        failure_persistence: None,
        max_shrink_iters: 200,
        ..Config::default()
    };
    let mut runner = match asked {
        None => TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha)),
        Some(_) => TestRunner::new(config),
    };
    let result = runner.run(&vec(any_happening(), 4..16), |happenings| {
        history(&happenings);
        Ok(())
    });
    if let Err(why) = result {
        panic!("{why}");
    }
}

/// What a manifest in the folder of somebody else says is not to be believed.
#[test]
fn no_file_of_a_folder_of_somebody_else_is_lost() {
    use Happening::{Build, Copy, Put, Retell};
    // The site of somebody else, with what looks like a release in it.
    history(&[Put(1, 1, Thing::File(1)), Build(0, Some(1))]);
    history(&[Put(1, 0, Thing::File(1)), Put(1, 2, Thing::File(3)), Build(0, Some(1))]);
    // Links and pipes in the place of what is written.
    history(&[Put(1, 6, Thing::ToFile), Build(0, Some(1))]);
    history(&[Put(1, 2, Thing::ToFile), Build(0, Some(1))]);
    history(&[Put(1, 13, Thing::ToFile), Put(1, 7, Thing::ToNothing), Build(0, Some(1))]);
    history(&[Put(0, 6, Thing::ToFile)]);
    history(&[Put(0, 6, Thing::Pipe)]);
    // A manifest that lists what is not the program's.
    history(&[Retell(0, 0, 0), Happening::Write(2)]);
    history(&[Put(0, 10, Thing::File(1)), Retell(0, 0, 10), Happening::Write(0)]);
    // Links where a file is to be made.
    history(&[Put(0, 9, Thing::ToFile), Build(3, Some(0))]);
    history(&[Put(0, 16, Thing::ToFile), Happening::Write(1), Build(0, Some(0))]);
    // A release that was copied beside files of others.
    history(&[
        Put(1, 0, Thing::File(1)),
        Put(1, 11, Thing::File(1)),
        Copy(0, 1),
        Build(0, Some(1)),
    ]);
    // Sources.
    history(&[Build(0, Some(5))]);
}
