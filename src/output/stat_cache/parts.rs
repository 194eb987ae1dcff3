//! The parts of the cache on disk, of which a few are held: one of files that belong to no brief, and one for each run of briefs in
//! order of id. A run begins with a brief that begins a volume; those before the first such one are a run, too.

use std::fs;
use std::io;
use std::mem;
use std::path::Path;

use super::file::{BESIDE, CachedFile, RACY};
use super::folder::{COMMON, CacheFolder, is_plain, name_of, on_disk};
use super::part::{FileNote, FileNotes, StatPart};
use crate::release::begins_volume;

/// How many runs are held at most where one after another is asked for. What a table of all briefs was made from is asked
/// for several times over: of two thousand briefs all of it is held.
pub const HELD: usize = 32;

/// A run of briefs.
#[derive(Debug, Default)]
struct BriefRun {
    /// The brief it begins with; none for the first. It ends before the next.
    begin: String,
    /// What is known of their files, while it is held.
    part: Option<StatPart>,
}

/// The parts of the cache.
#[derive(Debug)]
pub struct StatParts {
    folder: CacheFolder,
    common: Option<StatPart>,
    /// In order. There is always a first.
    runs: Vec<BriefRun>,
    /// How many times a run was asked for.
    turn: u64,
}

impl Default for StatParts {
    /// Parts that no one has written down, nor will.
    fn default() -> Self {
        let folder = CacheFolder::default();
        Self { folder, common: None, runs: vec![BriefRun::default()], turn: 0 }
    }
}

impl StatParts {
    /// Those in an output folder. None is read yet.
    pub fn list(out: &Path) -> Self {
        let begins = on_disk(out);
        let is_ours = begins.is_some();
        let folder = CacheFolder { out: out.to_path_buf(), is_ours, ..CacheFolder::default() };
        let mut all = Self { folder, ..Self::default() };
        let runs = begins.unwrap_or_default().into_iter().filter(|begin| !begin.is_empty());
        all.runs.extend(runs.map(|begin| BriefRun { begin, part: None }));
        all
    }

    /// Which run a brief is in.
    fn run_of(&self, brief: &str) -> usize {
        self.runs.partition_point(|run| run.begin.as_str() <= brief).saturating_sub(1)
    }

    /// What is known of the files of a run, which is read unless it is held.
    fn run(&mut self, at: usize) -> &mut StatPart {
        if self.runs[at].part.is_none() {
            self.make_room();
        }
        self.turn += 1;
        let BriefRun { begin, part } = &mut self.runs[at];
        let part = part.get_or_insert_with(|| self.folder.read(&name_of(begin)));
        part.turn = self.turn;
        part
    }

    /// Lets go of runs that were asked for the longest time ago, where so many are held that there is no room for another.
    fn make_room(&mut self) {
        let held = self.runs.iter().filter(|run| run.part.is_some()).count();
        if held < HELD {
            return;
        }
        let mut rested = Vec::new();
        for (at, run) in self.runs.iter_mut().enumerate() {
            let Some(part) = &mut run.part else { continue };
            part.settle(self.folder.bases());
            if !part.is_waiting() {
                rested.push((part.turn, at));
            }
        }
        rested.sort_unstable();
        for (_, at) in rested.into_iter().take(held + 1 - HELD) {
            self.write(at);
            self.runs[at].part = None;
        }
    }

    fn write(&mut self, at: usize) {
        let BriefRun { begin, part } = &mut self.runs[at];
        if let Some(part) = part {
            self.folder.write(&name_of(begin), part);
        }
    }

    fn common(&mut self) -> &mut StatPart {
        self.common.get_or_insert_with(|| self.folder.read(COMMON))
    }

    /// The part that a file belongs to.
    fn part(&mut self, file: CachedFile<'_>) -> &mut StatPart {
        match file.brief() {
            Some(brief) => self.run(self.run_of(brief)),
            None => self.common(),
        }
    }

    /// The same to write to: a file made of a brief that begins a volume begins a run.
    fn part_to_note(&mut self, file: CachedFile<'_>) -> &mut StatPart {
        if let (CachedFile::Made(_), Some(brief)) = (file, file.brief()) {
            let at = self.run_of(brief);
            if self.runs[at].begin != brief && is_plain(brief) && begins_volume(brief) {
                self.run(at);
                self.make_room();
                let part = Some(self.run(at).split_off(brief));
                self.runs.insert(at + 1, BriefRun { begin: brief.into(), part });
            }
        }
        self.part(file)
    }

    /// What is known of a file below a folder.
    pub fn known(&mut self, file: CachedFile<'_>, base: &Path) -> Option<FileNote> {
        if matches!(file, CachedFile::Source(_)) && self.folder.root.is_none() {
            self.folder.root = Some(base.to_path_buf());
        }
        self.part(file).notes().get(&file.key()).copied()
    }

    /// Forgets of a file what turned out not to be so.
    pub fn forget(&mut self, file: CachedFile<'_>, note: &FileNote) {
        self.part(file).forget(&file.key(), note);
    }

    /// Takes note of a file.
    pub fn note(&mut self, file: CachedFile<'_>, note: FileNote) {
        self.part_to_note(file).note(file.key(), note);
    }

    /// Takes note of one that was written just now, and counts once that is some time ago.
    pub fn note_written(&mut self, file: CachedFile<'_>, note: FileNote) {
        self.part_to_note(file).note_written(file.key(), note);
    }

    /// The paths of what is known to be beside a manifest.
    pub fn beside(&mut self) -> Vec<String> {
        self.common_named(BESIDE).into_iter().map(|(path, _)| path).collect()
    }

    /// The same of those that have to be read, with what is known of them.
    pub fn racy(&mut self) -> Vec<(String, FileNote)> {
        self.common_named(RACY)
    }

    /// What the keys of the common part that begin so go on with, and what is known there.
    fn common_named(&mut self, start: &str) -> Vec<(String, FileNote)> {
        let notes = self.common().notes().range(start.to_string()..);
        let own = notes.map_while(|(key, note)| Some((key.strip_prefix(start)?, note)));
        own.map(|(path, note)| (path.to_string(), *note)).collect()
    }

    /// Lets go of runs that end before a brief, by its id, and writes those down that are another now. One in which something
    /// was written just now is held until that counts. The output folder is this run's to write to.
    pub fn let_go(&mut self, before: &str) {
        self.folder.is_taken = true;
        for at in 0..self.run_of(before) {
            let Some(part) = &mut self.runs[at].part else { continue };
            part.settle(self.folder.bases());
            if !part.is_waiting() {
                self.write(at);
                self.runs[at].part = None;
            }
        }
    }

    /// Writes down what is another now; and of what is beside a manifest this, where it was noted anew.
    pub fn save(&mut self, beside: Option<FileNotes>) {
        self.folder.is_taken = true;
        for part in self.runs.iter_mut().filter_map(|run| run.part.as_mut()) {
            part.settle(self.folder.bases());
        }
        self.join();
        for at in 0..self.runs.len() {
            self.write(at);
        }
        if let Some(beside) = beside {
            self.common().note_beside(beside);
        }
        if let Some(common) = &mut self.common {
            common.settle(self.folder.bases());
            self.folder.write(COMMON, common);
        }
    }

    /// Joins runs to those before them where the brief that they begin with is gone from the output folder: what is left of
    /// briefs that are gone goes with them.
    fn join(&mut self) {
        for at in (1..self.runs.len()).rev() {
            let there = fs::symlink_metadata(self.folder.out.join(&self.runs[at].begin));
            if !there.is_err_and(|error| error.kind() == io::ErrorKind::NotFound) {
                continue;
            }
            let mut part = mem::take(self.run(at));
            let run = self.runs.remove(at);
            self.folder.remove(&name_of(&run.begin));
            part.forget_changed(self.folder.bases());
            self.run(at - 1).take_in(part);
        }
    }

    /// The runs that are held, by the briefs they begin with.
    #[cfg(test)]
    pub fn held(&self) -> Vec<&str> {
        let held = self.runs.iter().filter(|run| run.part.is_some());
        held.map(|run| run.begin.as_str()).collect()
    }
}
