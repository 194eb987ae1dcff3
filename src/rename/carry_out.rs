//! Carrying a rename out: all of it, or after a failure nothing; what was killed is finished later.

use std::path::Path;

use super::changes::RenameChanges;
use super::error::{Left, RenameError};
use super::named::BRIEFS;
use super::renaming::Renaming;
use super::step::{Edit, Move, Relink};
use crate::disk::{Replacement, clear_unfinished, move_to, relink, replace_all};
use crate::release::Digest;

/// One of the changes.
#[derive(Debug, Clone, Copy)]
enum Step<'c> {
    Edit(&'c Edit),
    Lead(&'c Relink),
    Shift(&'c Move),
}

impl RenameChanges {
    /// Carries the changes out. Whoever calls it has the lock of the folder of briefs.
    ///
    /// # Errors
    ///
    /// One fails. It and those before it are undone then, unless the rename had begun before.
    pub fn carry_out(&self) -> Result<(), RenameError> {
        self.carry_out_while(&mut || true).map(|_| ())
    }

    /// The same until `goes_on` says otherwise before a change: then all stays as it is, as where the
    /// program was killed. Whether it came to its end.
    fn carry_out_while(&self, goes_on: &mut dyn FnMut() -> bool) -> Result<bool, RenameError> {
        self.clear();
        if !self.has_begun
            && let Err(cause) = self.renaming.begin(&self.root)
        {
            return Err(if cause.took_effect() { self.undo(Vec::new(), cause) } else { cause });
        }
        let mut done = Vec::new();
        for step in self.steps() {
            if !goes_on() {
                return Ok(false);
            }
            let result = self.take(step);
            if result.as_ref().map_or_else(RenameError::took_effect, |()| true) {
                done.push(step);
            }
            if let Err(cause) = result {
                return Err(self.undo(done, cause));
            }
        }
        if !goes_on() {
            return Ok(false);
        }
        Renaming::end(&self.root).map_err(|cause| self.unfinished(cause, Left::Record))?;
        Ok(true)
    }

    /// All changes in their order: links lead to new places before these are there, so that a rename
    /// that was killed finds them by the old ones.
    fn steps(&self) -> impl Iterator<Item = Step<'_>> {
        let edits = self.edits.iter().map(Step::Edit);
        let links = self.links.iter().map(Step::Lead);
        edits.chain(links).chain(self.moves.iter().map(Step::Shift))
    }

    /// Takes away what a program that was killed left unfinished.
    fn clear(&self) {
        clear_unfinished(&self.root.join(BRIEFS), "");
        for folder in self.folders.iter().filter(|_| self.has_begun) {
            clear_unfinished(&self.root.join(folder), "");
        }
    }

    /// Makes a change.
    fn take(&self, step: Step<'_>) -> Result<(), RenameError> {
        match step {
            Step::Edit(Edit { path, before, after, .. }) => self.replace(path, before, after),
            Step::Lead(Relink { path, before, after }) => self.lead(path, before, after),
            Step::Shift(Move { from, to }) => self.shift(from, to),
        }
    }

    /// Undoes one.
    fn take_back(&self, step: Step<'_>) -> Result<(), RenameError> {
        match step {
            Step::Edit(Edit { path, before, after, .. }) => self.replace(path, after, before),
            Step::Lead(Relink { path, before, after }) => self.lead(path, after, before),
            Step::Shift(Move { from, to }) => self.shift(to, from),
        }
    }

    fn replace(&self, path: &str, before: &[u8], after: &[u8]) -> Result<(), RenameError> {
        let path = self.root.join(path);
        let file = Replacement { path, bytes: after.to_vec(), read: Some(Digest::of(before)) };
        match replace_all(&[file])? {
            Some(path) => Err(RenameError::SavedMeanwhile(path)),
            None => Ok(()),
        }
    }

    fn lead(&self, path: &str, before: &Path, after: &Path) -> Result<(), RenameError> {
        let path = self.root.join(path);
        match relink(&path, before, after)? {
            true => Ok(()),
            false => Err(RenameError::SavedMeanwhile(path)),
        }
    }

    fn shift(&self, from: &str, to: &str) -> Result<(), RenameError> {
        Ok(move_to(&self.root.join(from), &self.root.join(to))?)
    }

    /// Undoes what was done, the last first. What to say of it.
    fn undo(&self, done: Vec<Step<'_>>, cause: RenameError) -> RenameError {
        // What was done before this run stays done.
        if self.has_begun {
            return self.unfinished(cause, Left::Earlier);
        }
        let undone = done.into_iter().rev().try_for_each(|step| match self.take_back(step) {
            Err(failure) if !failure.took_effect() => Err(failure),
            _ => Ok(()),
        });
        match undone.and_then(|()| Renaming::end(&self.root)) {
            Ok(()) => cause,
            Err(_) => self.unfinished(cause, Left::Changes),
        }
    }

    fn unfinished(&self, cause: RenameError, left: Left) -> RenameError {
        RenameError::Unfinished { renaming: self.renaming.clone(), cause: Box::new(cause), left }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fs;

    use super::*;

    /// What stands in a folder.
    fn snapshot(root: &Path) -> BTreeMap<String, String> {
        fn walk(folder: &Path, prefix: &str, all: &mut BTreeMap<String, String>) {
            for entry in fs::read_dir(folder).unwrap() {
                let entry = entry.unwrap();
                let name = format!("{prefix}{}", entry.file_name().to_str().unwrap());
                let kind = entry.file_type().unwrap();
                if kind.is_dir() {
                    walk(&entry.path(), &format!("{name}/"), all);
                } else if kind.is_symlink() {
                    let target = fs::read_link(entry.path()).unwrap();
                    all.insert(name, format!("→ {}", target.display()));
                } else {
                    all.insert(name, fs::read_to_string(entry.path()).unwrap());
                }
            }
        }
        let mut all = BTreeMap::new();
        walk(root, "", &mut all);
        all
    }

    /// A project in which much names a brief.
    fn project(id: &str) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        let po = format!(
            "msgid \"\"\nmsgstr \"\"\n\"Content-Type: text/plain; charset=UTF-8\\n\"\n\
             \"X-Briefpress-Brief: {id}\\n\"\n\nmsgctxt \"brief.title\"\nmsgid \"x\"\nmsgstr \"y\"\n"
        );
        for (path, text) in [
            ("briefpress.toml", format!("[brand]\nlogo = \"briefs/{id}/assets/l.svg\"\n")),
            ("briefs/other/brief.toml", format!("[data]\nfiles = [\"../{id}/v.csv\"]\n")),
            (&*format!("briefs/{id}/brief.toml"), format!("[data]\nfiles = [\"../{id}/v.csv\"]\n")),
            (&*format!("briefs/{id}/lang/km.toml"), "x".into()),
            (&*format!("exchange/km/{id}.po"), po),
            (&*format!("weblate/originals/{id}.toml"), "x".into()),
            ("weblate/component.json", format!("[{{\"slug\": \"{id}\"}}]\n")),
        ] {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        #[cfg(unix)]
        for (path, target) in LINKS {
            let target = target.replace("ID", id);
            std::os::unix::fs::symlink(target, folder.path().join(path.replace("ID", id))).unwrap();
        }
        folder
    }

    /// Links of that project, and what they lead to: the last two by no name of the brief’s.
    #[cfg(unix)]
    const LINKS: [(&str, &str); 5] = [
        ("logo.svg", "briefs/ID/assets/l.svg"),
        ("exchange/link.po", "km/ID.po"),
        ("briefs/ID/lang/own.csv", "../../ID/v.csv"),
        ("briefs/ID/lang/beside.csv", "../v.csv"),
        ("briefs/ID/lang/other.toml", "../../other/brief.toml"),
    ];

    fn gather(root: &Path, has_begun: bool) -> Result<RenameChanges, RenameError> {
        let renaming = Renaming { from: "old".into(), to: "new".into() };
        RenameChanges::gather(root, renaming, has_begun)
    }

    #[test]
    fn a_rename_that_is_killed_between_any_two_changes_is_told_and_finished() {
        let wanted = snapshot(project("new").path());
        let steps = {
            let project = project("old");
            let changes = gather(project.path(), false).unwrap();
            let mut count = 0;
            changes
                .carry_out_while(&mut || {
                    count += 1;
                    true
                })
                .unwrap();
            assert_eq!(snapshot(project.path()), wanted);
            Renaming::hold_none(project.path()).unwrap();
            count
        };
        let links = if cfg!(unix) { 3 } else { 0 };
        assert_eq!(steps, 9 + links, "five edits, links, three moves, the end");
        for killed_at in 0..steps {
            let project = project("old");
            let root = project.path();
            let mut left = killed_at;
            let changes = gather(root, false).unwrap();
            let ended = changes
                .carry_out_while(&mut || {
                    left -= 1;
                    left >= 0
                })
                .unwrap();
            assert!(!ended);
            let told = Renaming::hold_none(root).unwrap_err();
            assert!(matches!(told, RenameError::HalfDone(_)), "{killed_at}: {told}");
            // What was being written when it was killed.
            let folders = if cfg!(unix) { &["briefs", "exchange"][..] } else { &["briefs"] };
            for folder in folders {
                fs::write(root.join(folder).join(".briefpress-a1b2c3"), "").unwrap();
            }
            let begun = Renaming::begun(root).unwrap().unwrap();
            assert_eq!((begun.from.as_str(), begun.to.as_str()), ("old", "new"));
            gather(root, true).unwrap().carry_out().unwrap();
            assert_eq!(snapshot(root), wanted, "{killed_at}");
            Renaming::hold_none(root).unwrap();
        }
    }

    #[test]
    fn what_fails_is_undone() {
        let before = snapshot(project("old").path());
        let project = project("old");
        let changes = gather(project.path(), false).unwrap();
        // What somebody puts in the way once all is gathered.
        fs::create_dir(project.path().join("briefs/new")).unwrap();
        assert!(matches!(changes.carry_out(), Err(RenameError::Env(_))));
        assert_eq!(snapshot(project.path()), before);
        Renaming::hold_none(project.path()).unwrap();
    }

    #[test]
    fn what_fails_and_is_not_undone_says_what_is_left() {
        let project = project("old");
        let root = project.path();
        let left = |result: Result<(), RenameError>| match result {
            Err(RenameError::Unfinished { left, .. }) => left,
            other => panic!("{other:?}"),
        };
        // Begun before, by a run that was killed.
        Renaming { from: "old".into(), to: "new".into() }.begin(root).unwrap();
        let changes = gather(root, true).unwrap();
        fs::create_dir(root.join("briefs/new")).unwrap();
        assert_eq!(left(changes.carry_out()), Left::Earlier);
        fs::remove_dir(root.join("briefs/new")).unwrap();
        // A record that cannot be removed: there is a folder in its place.
        let record = root.join("briefs/.briefpress-renaming");
        let end = gather(root, true).unwrap().carry_out_while(&mut || {
            if root.join("briefs/new").exists() {
                fs::remove_file(&record).unwrap();
                fs::create_dir(&record).unwrap();
            }
            true
        });
        assert_eq!(left(end.map(|_| ())), Left::Record);
        assert!(root.join("briefs/new/brief.toml").is_file());
    }

    #[test]
    fn two_folders_or_none_are_told() {
        let project = project("old");
        let root = project.path();
        fs::create_dir(root.join("briefs/New")).unwrap();
        let taken = gather(root, false).unwrap_err();
        assert!(matches!(taken, RenameError::Taken { is_other_case: true, .. }), "{taken}");
        fs::rename(root.join("briefs/New"), root.join("briefs/new")).unwrap();
        let taken = gather(root, false).unwrap_err();
        assert!(matches!(taken, RenameError::Taken { is_other_case: false, .. }), "{taken}");
        assert!(matches!(gather(root, true), Err(RenameError::Unclear { both: true, .. })));
        fs::remove_dir_all(root.join("briefs")).unwrap();
        fs::create_dir(root.join("briefs")).unwrap();
        assert!(matches!(gather(root, true), Err(RenameError::Unclear { both: false, .. })));
    }
}
