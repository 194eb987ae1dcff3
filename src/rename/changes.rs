//! What there is to change when a brief has another id.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::error::RenameError;
use super::files::ProjectFiles;
use super::links::led;
use super::mentions::Mentions;
use super::named::{BRIEFS, renamed};
use super::quoted::{BRIEF_PATHS, PROJECT_PATHS, Rewritten, rewrite};
use super::renaming::Renaming;
use super::step::{Edit, Move, Relink};
use super::tools::{self, COMPONENT};
use crate::disk::{EnvError, check_below, read_at_most};
use crate::project::FILE_NAME;
use crate::translation::exchange::Format;

/// No file that is edited is larger.
const LARGEST: u64 = 64 << 20;

/// All that changes in a project when a brief has another id.
#[derive(Debug)]
pub struct RenameChanges {
    /// The project's folder.
    pub(super) root: PathBuf,
    /// The ids.
    pub renaming: Renaming,
    /// Whether it has begun before.
    pub(super) has_begun: bool,
    /// Files that say something else, where they are now.
    pub edits: Vec<Edit>,
    /// Links that lead elsewhere once they do, where these are now.
    pub links: Vec<Relink>,
    /// What is moved at last: the brief's folder last.
    pub moves: Vec<Move>,
    /// The folders of files and links that may be changed: one that was killed may have left something there.
    pub(super) folders: BTreeSet<String>,
    /// What else names the brief, and stays as it is.
    pub mentions: Mentions,
}

impl RenameChanges {
    /// Gathers them; those that are left, where it has begun before.
    ///
    /// # Errors
    ///
    /// The new name is taken, something that would be changed is a link or cannot be read, or no folder is
    /// there.
    pub fn gather(root: &Path, renaming: Renaming, has_begun: bool) -> Result<Self, RenameError> {
        let Renaming { from: old, to: new } = &renaming;
        let names = names_in(&root.join(BRIEFS))?;
        let [has_old, has_new] = [old, new].map(|id| names.contains(id));
        if has_begun && has_old == has_new {
            return Err(RenameError::Unclear { renaming, both: has_old });
        }
        let is_taken = |name: &&String| {
            *name != old && name.to_lowercase() == new.to_lowercase() && (has_old || *name != new)
        };
        if let Some(name) = names.iter().find(is_taken) {
            let (path, is_other_case) = (format!("{BRIEFS}/{name}"), name != new);
            return Err(RenameError::Taken { path, is_other_case });
        }
        let own = if has_old { old } else { new };
        for path in [BRIEFS.to_string(), format!("{BRIEFS}/{own}")] {
            if root.join(&path).is_symlink() {
                return Err(RenameError::Link(path));
            }
        }
        let mut changes = Self {
            root: root.to_path_buf(),
            renaming: renaming.clone(),
            has_begun,
            edits: Vec::new(),
            links: Vec::new(),
            moves: Vec::new(),
            folders: BTreeSet::new(),
            mentions: Mentions::default(),
        };
        changes.edit_toml(FILE_NAME, &PROJECT_PATHS, &[])?;
        for name in names {
            let folder = root.join(BRIEFS).join(&name);
            // What a link leads to stands there under its own name.
            let real = folder.canonicalize().ok().filter(|_| folder.is_symlink());
            if real.is_some_and(|real| real.starts_with(root.join(BRIEFS))) {
                continue;
            }
            let path = format!("{BRIEFS}/{name}/brief.toml");
            changes.edit_toml(&path, &BRIEF_PATHS, &[BRIEFS, &name])?;
        }
        changes.edit_component()?;
        let originals = Move { from: tools::originals(old), to: tools::originals(new) };
        if root.join(&originals.from).symlink_metadata().is_ok() {
            changes.moves.push(originals);
        }
        let files = ProjectFiles::of(root);
        changes.mentions.is_part = files.is_part;
        for path in &files.unread {
            changes.mentions.add_unread(&changes.place_of(path));
        }
        changes.look_through(files.texts);
        if has_old {
            let [from, to] = [old, new].map(|id| format!("{BRIEFS}/{id}"));
            changes.moves.push(Move { from, to });
        }
        changes.lead_links(files.links);
        for Edit { path, .. } in &changes.edits {
            changes.hold_no_link(path)?;
        }
        for Move { from, to } in &changes.moves {
            changes.hold_no_link(from)?;
            let is_folder = *from == format!("{BRIEFS}/{old}");
            if !is_folder && root.join(to).symlink_metadata().is_ok() {
                return Err(RenameError::Taken { path: to.clone(), is_other_case: false });
            }
        }
        Ok(changes)
    }

    /// Edits the paths of a file of TOML, which are relative to a folder.
    fn edit_toml(
        &mut self,
        path: &str,
        places: &[&[&str]],
        base: &[&str],
    ) -> Result<(), RenameError> {
        let Some(before) = self.read(path)? else { return Ok(()) };
        let Renaming { from: old, to: new } = &self.renaming;
        let text = std::str::from_utf8(&before).ok();
        let other = |path: &str| renamed(path, base, old, new);
        let Some((after, rewritten)) = text.and_then(|text| rewrite(text, places, &other)) else {
            let needle = format!("/{old}/");
            let may_name = before.windows(needle.len()).any(|part| part == needle.as_bytes());
            return if may_name { Err(RenameError::NotToml(path.into())) } else { Ok(()) };
        };
        self.edit(path, before, after.into_bytes(), rewritten);
        Ok(())
    }

    /// The bytes of a file that may be edited; `None` where there is none.
    fn read(&mut self, path: &str) -> Result<Option<Vec<u8>>, EnvError> {
        self.folders.insert(folder_of(path).into());
        read(&self.root.join(path))
    }

    /// Edits what Weblate is told.
    fn edit_component(&mut self) -> Result<(), RenameError> {
        let Some(before) = self.read(COMPONENT)? else { return Ok(()) };
        let Ok(text) = std::str::from_utf8(&before) else { return Ok(()) };
        let (after, rewritten) = tools::component(text, &self.renaming.from, &self.renaming.to);
        self.edit(COMPONENT, before, after.into_bytes(), rewritten);
        Ok(())
    }

    fn edit(&mut self, path: &str, before: Vec<u8>, after: Vec<u8>, rewritten: Vec<Rewritten>) {
        if before != after {
            self.edits.push(Edit { path: path.into(), before, after, rewritten });
        }
    }

    /// Looks through all texts of the project, for files of translators' tools and for what else names
    /// the brief.
    fn look_through(&mut self, texts: Vec<(String, Vec<u8>)>) {
        let Renaming { from: old, to: new } = self.renaming.clone();
        for (path, bytes) in texts {
            let format = Format::of_file(Path::new(&path)).filter(|_| !tools::is_in_briefs(&path));
            if let Some(format) = format {
                self.take_exchange(&path, format, bytes, (&old, &new));
                continue;
            }
            let edited = self.edits.iter().find(|edit| edit.path == path);
            let bytes = edited.map_or(&bytes, |edit| &edit.after);
            let text = match std::str::from_utf8(bytes) {
                Ok(text) => text.to_string(),
                // An id is ASCII, which is the same in each of the older encodings.
                Err(_) => bytes.iter().map(|byte| char::from(*byte)).collect(),
            };
            let path = self.place_of(&path);
            self.mentions.look(&path, &text, &old);
        }
    }

    /// The place that a file will have.
    fn place_of(&self, path: &str) -> String {
        let Renaming { from: old, to: new } = &self.renaming;
        match path.strip_prefix(&format!("{BRIEFS}/{old}/")) {
            Some(inner) => format!("{BRIEFS}/{new}/{inner}"),
            None => path.into(),
        }
    }

    /// Leads links to the new places of what is moved.
    fn lead_links(&mut self, links: Vec<String>) {
        for path in links {
            let folder = folder_of(&path);
            self.folders.insert(folder.into());
            match fs::read_link(self.root.join(&path)) {
                Ok(before) => {
                    let after = led(&self.root, folder, &before, &self.moves);
                    self.links.extend(after.map(|after| Relink { path, before, after }));
                }
                Err(_) => self.mentions.is_part = true,
            }
        }
    }

    /// Takes in a file of a translators' tool: what it says of its brief, and its name.
    fn take_exchange(
        &mut self,
        path: &str,
        format: Format,
        bytes: Vec<u8>,
        (old, new): (&str, &str),
    ) {
        self.folders.insert(folder_of(path).into());
        // A file of XLIFF says itself which version it is.
        let is_of = |format: Format, id: &str| {
            format.read(&bytes).is_ok_and(|file| file.brief.as_deref() == Some(id))
        };
        let formats = match format {
            Format::Xliff => vec![Format::Xliff, Format::Xliff12],
            other => vec![other],
        };
        let is_done = formats.iter().any(|format| is_of(*format, new));
        let Some(format) = formats.into_iter().find(|format| is_of(*format, old)) else {
            if is_done && self.has_begun {
                let to = tools::other_name(path, old, new);
                self.moves.extend(to.map(|to| Move { from: path.into(), to }));
            }
            return;
        };
        match format.renamed(&bytes, old, new) {
            Ok(Some(after)) => {
                self.edit(path, bytes, after, Vec::new());
                let to = tools::other_name(path, old, new);
                self.moves.extend(to.map(|to| Move { from: path.into(), to }));
            }
            Ok(None) | Err(_) => self.mentions.add(path, 0),
        }
    }

    /// Holds a path to lead through no link, for what is written would go elsewhere.
    fn hold_no_link(&self, path: &str) -> Result<(), RenameError> {
        let through = check_below(&self.root, path).is_err();
        if through || self.root.join(path).is_symlink() {
            return Err(RenameError::Link(path.into()));
        }
        Ok(())
    }
}

/// The folder a file is in, by its path.
fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The names of all entries of a folder, in their order.
fn names_in(folder: &Path) -> Result<Vec<String>, EnvError> {
    let fail = |cause| EnvError::new("cannot list", folder, cause);
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).map_err(fail)? {
        names.push(entry.map_err(fail)?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    Ok(names)
}

/// The bytes of a file that may be edited; `None` where there is none.
fn read(path: &Path) -> Result<Option<Vec<u8>>, EnvError> {
    match read_at_most(path, LARGEST) {
        Ok(Some(bytes)) => Ok(Some(bytes)),
        Ok(None) => {
            let cause = io::Error::new(io::ErrorKind::InvalidData, "it is larger than 64 MB");
            Err(EnvError::new("cannot read", path, cause))
        }
        Err(cause)
            if matches!(cause.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) =>
        {
            Ok(None)
        }
        Err(cause) => Err(EnvError::new("cannot read", path, cause)),
    }
}
