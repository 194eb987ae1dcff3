//! A part of the cache, and how it is written: a line a file, and last the digest of these.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::time::{Instant, SystemTime};

use super::file::{BESIDE, CachedFile, RACY};
use super::state::{FileState, SETTLED};
use crate::disk::{read_regular_within, write_changed};
use crate::release::Digest;

/// The first line of each.
const HEAD: &str = "briefpress stat cache 2";

/// One larger than this is none of ours: it has some hundred briefs, with some hundred files each.
const LARGEST_PART: u64 = 256 << 20;

/// What is known of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileNote {
    /// How it was.
    pub state: FileState,
    /// Its digest then; of one beside a manifest that of the manifest, unless it is racy.
    pub digest: Digest,
}

/// What is known of files, by their keys.
pub type FileNotes = BTreeMap<String, FileNote>;

/// Where files are that something is known of.
#[derive(Debug, Clone, Copy)]
pub struct Bases<'b> {
    /// The output folder.
    pub out: &'b Path,
    /// The project's folder, where it was asked for any.
    pub root: Option<&'b Path>,
}

impl Bases<'_> {
    /// Whether a file is as it is known. What cannot be looked at stays known.
    pub fn is_so(self, key: &str, note: &FileNote) -> bool {
        let Some(file) = CachedFile::of_key(key) else { return false };
        let base = match file {
            CachedFile::Made(_) | CachedFile::Beside(_) | CachedFile::Racy(_) => Some(self.out),
            CachedFile::Source(_) => self.root,
        };
        base.is_none_or(|base| FileState::at(&base.join(file.path())) == Some(note.state))
    }
}

/// A part of the cache.
#[derive(Debug, Default)]
pub struct StatPart {
    notes: FileNotes,
    /// What this run has written, which may be racy still, and when.
    written: BTreeMap<String, (FileNote, Instant)>,
    /// Whether what is on disk says something else.
    is_changed: bool,
    /// At which turn it was last asked for.
    pub turn: u64,
}

impl StatPart {
    /// What an earlier run left in a file; nothing where it left none, or it is damaged.
    pub fn read(path: &Path) -> Self {
        let text = read_regular_within(path, LARGEST_PART).ok();
        let text = text.and_then(|bytes| String::from_utf8(bytes).ok());
        let notes = text.and_then(|text| parse(&text)).unwrap_or_default();
        Self { notes, ..Self::default() }
    }

    /// What is known, by key.
    pub fn notes(&self) -> &FileNotes {
        &self.notes
    }

    /// Takes note of a file.
    pub fn note(&mut self, key: String, note: FileNote) {
        self.is_changed |= self.notes.insert(key, note) != Some(note);
    }

    /// Takes note of one that was written just now, and counts once that is some time ago.
    pub fn note_written(&mut self, key: String, note: FileNote) {
        self.is_changed |= self.notes.remove(&key).is_some();
        self.written.insert(key, (note, Instant::now()));
    }

    /// Forgets what turned out not to be so. A part of what is beside a manifest would look like all of it.
    pub fn forget(&mut self, key: &str, note: &FileNote) {
        if self.notes.get(key) != Some(note) {
            return;
        }
        self.is_changed = true;
        if is_beside(key) {
            self.notes.retain(|key, _| !is_beside(key));
        } else {
            self.notes.remove(key);
        }
    }

    /// Takes note of what is beside a manifest, and of nothing else.
    pub fn note_beside(&mut self, beside: FileNotes) {
        if !self.notes.iter().filter(|(key, _)| is_beside(key)).eq(&beside) {
            self.notes.retain(|key, _| !is_beside(key));
            self.notes.extend(beside);
            self.is_changed = true;
        }
    }

    /// Takes what was written and has rested since for known.
    pub fn settle(&mut self, bases: Bases<'_>) {
        if self.written.is_empty() {
            return;
        }
        let now = SystemTime::now();
        let rests = |_: &String, (note, _): &mut (FileNote, Instant)| note.state.is_settled(now);
        let rested: Vec<_> = self.written.extract_if(.., rests).collect();
        // Where the clock of the file system is ahead, it would rest for long.
        self.written.retain(|_, (_, since)| since.elapsed() <= 2 * SETTLED);
        for (key, (note, _)) in rested {
            if bases.is_so(&key, &note) {
                self.note(key, note);
            }
        }
    }

    /// Whether something in it was written so lately that it does not count yet.
    pub fn is_waiting(&self) -> bool {
        !self.written.is_empty()
    }

    /// Whether what is on disk says something else.
    pub fn is_changed(&self) -> bool {
        self.is_changed
    }

    /// Parts it in two: what is of this brief and those behind it goes.
    pub fn split_off(&mut self, brief: &str) -> Self {
        let is_behind = |key: &String| {
            CachedFile::of_key(key).and_then(CachedFile::brief).is_some_and(|own| own >= brief)
        };
        let notes: FileNotes = self.notes.extract_if(.., |key, _| is_behind(key)).collect();
        let written = self.written.extract_if(.., |key, _| is_behind(key)).collect();
        self.is_changed |= !notes.is_empty();
        Self { is_changed: !notes.is_empty(), notes, written, turn: self.turn }
    }

    /// Takes in what is in another.
    pub fn take_in(&mut self, other: Self) {
        self.is_changed |= !other.notes.is_empty();
        self.notes.extend(other.notes);
        self.written.extend(other.written);
    }

    /// Forgets files that are another by now, or gone.
    pub fn forget_changed(&mut self, bases: Bases<'_>) {
        let changed: Vec<_> =
            self.notes.iter().filter(|(key, note)| !bases.is_so(key, note)).collect();
        let changed: Vec<_> = changed.into_iter().map(|(key, own)| (key.clone(), *own)).collect();
        changed.iter().for_each(|(key, note)| self.forget(key, note));
    }

    /// Writes what is known into a file, if it says something else; what is known of nothing needs none. Where it cannot be
    /// written, the next run reads the files.
    pub fn write(&mut self, path: &Path, bases: Bases<'_>) {
        if !std::mem::take(&mut self.is_changed) {
            return;
        }
        self.forget_changed(bases);
        self.is_changed = false;
        let _ = match self.notes.is_empty() {
            true => fs::remove_file(path).map_err(drop),
            false => write_changed(path, text(&self.notes).into_bytes()).map_err(drop),
        };
    }
}

/// Whether a key is that of a file beside a manifest.
fn is_beside(key: &str) -> bool {
    key.starts_with(BESIDE) || key.starts_with(RACY)
}

/// A part as it is written.
fn text(notes: &FileNotes) -> String {
    let lines = notes.iter().filter(|(key, _)| !key.contains(['\n', '\r']));
    let mut text = format!("{HEAD}\n");
    for (key, FileNote { state, digest }) in lines {
        let FileState { device, inode, bytes, modified, changed } = state;
        let _ = writeln!(text, "{device} {inode} {bytes} {modified} {changed} {digest} {key}");
    }
    let seal = Digest::of(text.as_bytes());
    text + &seal.to_hex() + "\n"
}

/// What a part says; `None` where it is not as it was written.
fn parse(text: &str) -> Option<FileNotes> {
    let (lines, seal) = text.strip_suffix('\n')?.rsplit_once('\n')?;
    let written = &text[..=lines.len()];
    if Digest::of(written.as_bytes()).to_hex() != seal {
        return None;
    }
    let lines = lines.strip_prefix(HEAD)?;
    let note = |line: &str| {
        let mut parts = line.splitn(7, ' ');
        let mut number = || parts.next()?.parse::<u64>().ok();
        let [device, inode, bytes] = [number()?, number()?, number()?];
        let mut time = || parts.next()?.parse::<i64>().ok();
        let [modified, changed] = [time()?, time()?];
        let digest = Digest::from_hex(parts.next()?)?;
        let state = FileState { device, inode, bytes, modified, changed };
        Some((parts.next()?.to_string(), FileNote { state, digest }))
    };
    lines.lines().filter(|line| !line.is_empty()).map(note).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_damaged_is_no_cache() {
        let state = FileState { device: 1, inode: 2, bytes: 3, modified: 4, changed: -5 };
        let note = FileNote { state, digest: Digest::of(b"one") };
        let all = FileNotes::from([(CachedFile::Made("a/a.pdf").key(), note)]);
        let written = text(&all);
        assert_eq!(parse(&written), Some(all));
        assert_eq!(parse(&text(&FileNotes::new())), Some(FileNotes::new()));
        for at in 0..written.len() {
            let mut other = written.clone().into_bytes();
            other[at] ^= 1;
            let other = String::from_utf8(other).unwrap();
            assert_eq!(parse(&other), None, "{other}");
            assert_eq!(parse(&written[..at]), None, "{at}");
        }
    }
}
