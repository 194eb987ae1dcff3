//! The parts of the cache: which are read, what is kept, and what is left alone.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::thread::sleep;

use super::file::CachedFile;
use super::folder::{OLD_HEAD, STAT_CACHE, name_of};
use super::part::FileNote;
use super::parts::{HELD, StatParts};
use super::state::{FileState, SETTLED};
use crate::release::{Digest, begins_volume};

/// An output folder with a file of each brief, the ids of all, and those of them that begin runs.
fn made(runs: usize) -> (tempfile::TempDir, Vec<String>, Vec<String>) {
    let out = tempfile::tempdir().unwrap();
    let (mut ids, mut begins) = (Vec::new(), Vec::new());
    for id in (0..).map(|number| format!("brief-{number:05}")) {
        if begins_volume(&id) {
            begins.push(id.clone());
        }
        fs::create_dir(out.path().join(&id)).unwrap();
        fs::write(out.path().join(path(&id)), &id).unwrap();
        ids.push(id);
        if begins.len() > runs {
            begins.pop();
            // The last begins a run no more than the first does.
            fs::remove_dir_all(out.path().join(ids.pop().unwrap())).unwrap();
            assert_ne!(ids[0], begins[0]);
            return (out, ids, begins);
        }
    }
    unreachable!()
}

fn path(id: &str) -> String {
    format!("{id}/{id}.pdf")
}

/// What there is to know of the file of a brief.
fn note(out: &Path, id: &str) -> FileNote {
    let digest = Digest::of(&fs::read(out.join(path(id))).unwrap());
    FileNote { state: FileState::at(&out.join(path(id))).unwrap(), digest }
}

/// Takes note of files as if they had been there for long.
fn note_all<'i>(parts: &mut StatParts, out: &Path, ids: impl IntoIterator<Item = &'i String>) {
    for id in ids {
        parts.note(CachedFile::Made(&path(id)), note(out, id));
    }
}

fn known(parts: &mut StatParts, out: &Path, id: &str) -> Option<FileNote> {
    parts.known(CachedFile::Made(&path(id)), out)
}

/// The files of the cache by their names.
fn files(out: &Path) -> BTreeMap<String, String> {
    let files = fs::read_dir(out.join(STAT_CACHE)).into_iter().flatten().map(Result::unwrap);
    let name = |entry: &fs::DirEntry| entry.file_name().into_string().unwrap();
    files.map(|entry| (name(&entry), fs::read_to_string(entry.path()).unwrap())).collect()
}

/// A folder of which all is known, and written down.
fn written(runs: usize) -> (tempfile::TempDir, Vec<String>, Vec<String>) {
    let (out, ids, begins) = made(runs);
    let mut parts = StatParts::list(out.path());
    parts.let_go("");
    note_all(&mut parts, out.path(), ids.iter().rev());
    parts.save(None);
    (out, ids, begins)
}

#[test]
fn asking_for_one_brief_reads_the_part_of_its_run() {
    let (out, ids, begins) = written(3);
    let names: Vec<String> = files(out.path()).into_keys().collect();
    let mut wanted: Vec<String> = begins.iter().map(|begin| name_of(begin)).collect();
    wanted.push(name_of(""));
    wanted.sort();
    assert_eq!(names, wanted);
    let mut parts = StatParts::list(out.path());
    assert_eq!(parts.held(), [""; 0]);
    let second = ids.iter().position(|id| *id == begins[1]).unwrap();
    assert_eq!(known(&mut parts, out.path(), &ids[second - 1]).unwrap().digest.to_hex().len(), 64);
    assert_eq!(parts.held(), [&begins[0]]);
    assert!(known(&mut parts, out.path(), &ids[second]).is_some());
    assert_eq!(parts.held(), [&begins[0], &begins[1]]);
    let mut parts = StatParts::list(out.path());
    assert!(ids.iter().all(|id| known(&mut parts, out.path(), id) == Some(note(out.path(), id))));
    // Nothing is written where nothing changed.
    let before = files(out.path());
    fs::remove_dir_all(out.path().join(STAT_CACHE)).unwrap();
    parts.save(None);
    assert_eq!((files(out.path()).len(), before.len()), (0, 4));
}

#[test]
fn what_a_run_does_not_look_at_stays_while_it_is_there() {
    let (out, ids, begins) = written(2);
    let out = out.path();
    let at = ids.iter().position(|id| *id == begins[1]).unwrap();
    let (one, other, gone) = (&ids[at], &ids[at + 1], &ids[at + 2]);
    fs::write(out.join(path(one)), "another").unwrap();
    fs::remove_dir_all(out.join(gone)).unwrap();
    let before = files(out);
    let mut parts = StatParts::list(out);
    note_all(&mut parts, out, [one]);
    parts.save(None);
    let (mut after, name) = (files(out), name_of(&begins[1]));
    let mut parts = StatParts::list(out);
    for id in [one, other] {
        assert_eq!(known(&mut parts, out, id), Some(note(out, id)), "{id}");
    }
    assert!(before[&name].contains(gone) && !after[&name].contains(gone));
    // No other part was written.
    after.insert(name.clone(), before[&name].clone());
    assert_eq!(before, after);
}

#[test]
fn a_run_that_was_let_go_is_written_and_asked_for_again() {
    let (out, ids, begins) = made(3);
    let out = out.path();
    let mut parts = StatParts::list(out);
    note_all(&mut parts, out, &ids);
    parts.let_go(&ids[0]);
    assert_eq!((parts.held().len(), files(out).len()), (4, 0));
    parts.let_go(&begins[1]);
    assert_eq!(parts.held(), [&begins[1], &begins[2]]);
    assert!(files(out).into_keys().eq([name_of(&begins[0]), name_of("")]));
    assert_eq!(known(&mut parts, out, &ids[0]), Some(note(out, &ids[0])));
    assert_eq!(parts.held(), ["", &begins[1], &begins[2]]);
}

#[test]
fn of_many_runs_a_few_are_held() {
    let (out, ids, begins) = written(2 * HELD);
    let mut parts = StatParts::list(out.path());
    for id in &ids {
        assert!(known(&mut parts, out.path(), id).is_some());
        assert!(parts.held().len() <= HELD);
    }
    assert_eq!(parts.held(), begins[HELD..].iter().collect::<Vec<_>>());
    // Before the folder is a run's, nothing is written.
    fs::remove_dir_all(out.path().join(STAT_CACHE)).unwrap();
    let mut parts = StatParts::list(out.path());
    note_all(&mut parts, out.path(), &ids);
    assert_eq!((parts.held().len(), files(out.path()).len()), (HELD, 0));
    // What was written just now waits, and then goes as others do.
    let mut parts = StatParts::list(out.path());
    parts.let_go("");
    for id in &begins {
        fs::write(out.path().join(path(id)), "new").unwrap();
        parts.note_written(CachedFile::Made(&path(id)), note(out.path(), id));
    }
    assert!(parts.held().len() >= begins.len());
    sleep(SETTLED);
    parts.let_go("");
    assert!(known(&mut parts, out.path(), &ids[0]).is_none());
    parts.save(None);
    assert!(begins.iter().all(|id| known(&mut parts, out.path(), id).is_some()));
    assert_eq!((parts.held().len(), files(out.path()).len()), (HELD, begins.len()));
}

#[test]
fn a_damaged_part_is_known_for_none() {
    let (out, ids, begins) = written(2);
    let out = out.path();
    let damaged = out.join(STAT_CACHE).join(name_of(&begins[0]));
    let text = fs::read(&damaged).unwrap();
    fs::write(&damaged, &text[..text.len() - 2]).unwrap();
    let is_lost = |id: &String| begins[0] <= *id && *id < begins[1];
    let mut parts = StatParts::list(out);
    for id in &ids {
        assert_eq!(known(&mut parts, out, id).is_none(), is_lost(id), "{id}");
    }
    note_all(&mut parts, out, ids.iter().filter(|id| is_lost(id)));
    parts.save(None);
    assert_eq!(fs::read(&damaged).unwrap(), text);
}

#[test]
fn what_somebody_has_put_in_its_place_is_left_alone() {
    let (out, ids, _) = made(1);
    let out = out.path();
    let place = out.join(STAT_CACHE);
    let run = || {
        let mut parts = StatParts::list(out);
        note_all(&mut parts, out, &ids);
        parts.let_go("z");
        parts.save(None);
    };
    fs::write(&place, "mine").unwrap();
    run();
    assert_eq!(fs::read(&place).unwrap(), b"mine");
    fs::remove_file(&place).unwrap();
    // A folder with something else in it, and a link to one that is empty.
    for name in ["mine", "briefs.a_b.states", "project.states/mine"] {
        let file = place.join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, "mine").unwrap();
        run();
        assert_eq!(fs::read(&file).unwrap(), b"mine");
        assert_eq!(fs::read_dir(&place).unwrap().count(), 1, "{name}");
        fs::remove_dir_all(&place).unwrap();
    }
    fs::create_dir(out.join("other")).unwrap();
    std::os::unix::fs::symlink("other", &place).unwrap();
    run();
    assert_eq!(fs::read_dir(out.join("other")).unwrap().count(), 0);
    fs::remove_file(&place).unwrap();
    // That of an earlier version makes room, and what systems put there is in no one's way.
    fs::write(&place, [OLD_HEAD, b"1 2 3 4 5 "].concat()).unwrap();
    run();
    fs::write(place.join(".DS_Store"), "").unwrap();
    assert_eq!(files(out).len(), 3);
    assert!(known(&mut StatParts::list(out), out, &ids[0]).is_some());
}

#[test]
fn what_is_written_counts_once_it_has_rested() {
    let (out, ids, begins) = made(1);
    let out = out.path();
    let mut parts = StatParts::list(out);
    let write = |parts: &mut StatParts, id: &String| {
        fs::write(out.join(path(id)), "new").unwrap();
        parts.note_written(CachedFile::Made(&path(id)), note(out, id));
    };
    write(&mut parts, &ids[0]);
    write(&mut parts, &ids[1]);
    write(&mut parts, &begins[0]);
    parts.let_go("z");
    assert_eq!((parts.held(), files(out).len()), (vec!["", &begins[0]], 0));
    assert_eq!(known(&mut parts, out, &ids[0]), None);
    sleep(SETTLED);
    // One was written again, by somebody.
    fs::write(out.join(path(&ids[1])), "newer").unwrap();
    parts.let_go("z");
    assert_eq!((parts.held(), files(out).len()), (vec![begins[0].as_str()], 1));
    assert_eq!(known(&mut parts, out, &ids[0]), Some(note(out, &ids[0])));
    assert_eq!(known(&mut parts, out, &ids[1]), None);
    parts.save(None);
    let mut parts = StatParts::list(out);
    assert_eq!(known(&mut parts, out, &begins[0]), Some(note(out, &begins[0])));
}

#[test]
fn a_run_goes_with_the_brief_it_begins_with() {
    let (out, ids, begins) = written(2);
    let out = out.path();
    fs::remove_dir_all(out.join(&begins[0])).unwrap();
    StatParts::list(out).save(None);
    let text = &files(out)[&name_of("")];
    assert!(files(out).into_keys().eq([name_of(&begins[1]), name_of("")]));
    assert!(!text.contains(&begins[0]));
    let mut parts = StatParts::list(out);
    for id in ids.iter().filter(|id| **id != begins[0]) {
        assert_eq!(known(&mut parts, out, id), Some(note(out, id)), "{id}");
    }
    // It comes again.
    fs::create_dir(out.join(&begins[0])).unwrap();
    fs::write(out.join(path(&begins[0])), "again").unwrap();
    note_all(&mut parts, out, [&begins[0]]);
    parts.save(None);
    assert_eq!(files(out).len(), 3);
    assert!(!files(out)[&name_of("")].contains(&begins[0]));
    assert!(known(&mut StatParts::list(out), out, ids.last().unwrap()).is_some());
}
