//! Saves: what changes in the folders of a project.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant, SystemTime};

use notify::event::{AccessKind, AccessMode, ModifyKind};
use notify::{Config, Event, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};

use super::wake::Wake;
use crate::disk::EnvError;

/// How often folders are looked through where the system tells of no changes.
const POLL: Duration = Duration::from_millis(500);

/// Looks at the folders of a project for as long as it lives.
pub struct SaveWatcher {
    root: PathBuf,
    watcher: Box<dyn Watcher + Send>,
    /// The folders, with what tells each from one that was made again.
    watched: BTreeMap<PathBuf, FolderIdentity>,
}

impl SaveWatcher {
    /// Begins to look. Where the system does not tell of changes (a network drive, too many folders), the
    /// folders are looked through again and again.
    ///
    /// # Errors
    ///
    /// The folder cannot be looked at.
    pub fn of(root: &Path, wakes: &Sender<Wake>) -> Result<Self, EnvError> {
        let failed = |error: notify::Error| {
            EnvError::new("cannot watch", root, std::io::Error::other(error))
        };
        let handler = |root: PathBuf, wakes: Sender<Wake>| {
            move |event: notify::Result<Event>| tell(&root, event, &wakes)
        };
        let system =
            RecommendedWatcher::new(handler(root.to_path_buf(), wakes.clone()), Config::default());
        if let Ok(watcher) = system {
            let mut changes = Self {
                root: root.to_path_buf(),
                watcher: Box::new(watcher),
                watched: BTreeMap::new(),
            };
            if changes.look().is_ok() {
                return Ok(changes);
            }
        }
        let config = Config::default().with_poll_interval(POLL).with_compare_contents(true);
        let watcher = PollWatcher::new(handler(root.to_path_buf(), wakes.clone()), config);
        let mut changes = Self {
            root: root.to_path_buf(),
            watcher: Box::new(watcher.map_err(failed)?),
            watched: BTreeMap::new(),
        };
        changes.look().map_err(failed)?;
        Ok(changes)
    }

    /// Whether the project's folder is the one that is looked at, or gone: what is taken away and made again
    /// under its name is another one, of which the system tells nothing.
    pub fn is_current(&self) -> bool {
        let now = FolderIdentity::of(&self.root);
        now.is_none() || self.watched.get(&self.root) == now.as_ref()
    }

    /// Looks at the project's folder, and at all in those below it that can hold what is read.
    pub fn look(&mut self) -> notify::Result<()> {
        self.add(self.root.clone(), RecursiveMode::NonRecursive)?;
        self.watched.retain(|path, _| path.is_dir());
        let Ok(entries) = self.root.read_dir() else { return Ok(()) };
        for entry in entries.flatten() {
            let path = entry.path();
            if path.is_dir() && is_read(&path) {
                self.add(path, RecursiveMode::Recursive)?;
            }
        }
        Ok(())
    }

    fn add(&mut self, path: PathBuf, mode: RecursiveMode) -> notify::Result<()> {
        let now = FolderIdentity::of(&path).unwrap_or_default();
        if self.watched.get(&path) != Some(&now) {
            self.watcher.watch(&path, mode)?;
            self.watched.insert(path, now);
        }
        Ok(())
    }
}

/// When a folder was made, where the file system knows, and its number there, where it has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct FolderIdentity(Option<SystemTime>, Option<u64>);

impl FolderIdentity {
    /// `None` where it is gone.
    fn of(path: &Path) -> Option<Self> {
        let folder = path.metadata().ok()?;
        #[cfg(unix)]
        let number = Some(std::os::unix::fs::MetadataExt::ino(&folder));
        #[cfg(not(unix))]
        let number = None;
        Some(Self(folder.created().ok(), number))
    }
}

/// Whether a folder of a project can hold what is read: not what tools keep, and no release.
fn is_read(folder: &Path) -> bool {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let is_of_tools = name.starts_with('.') || ["node_modules", "target"].contains(&&*name);
    !is_of_tools && name != "dist" && !folder.join("manifest.json").exists()
}

/// Wakes the session where a change concerns it.
fn tell(root: &Path, event: notify::Result<Event>, wakes: &Sender<Wake>) {
    let Ok(event) = event else {
        // What was missed is not known.
        let _ = wakes.send(Wake::SavedForAll(Instant::now()));
        return;
    };
    let changes = match event.kind {
        EventKind::Access(access) => access == AccessKind::Close(AccessMode::Write),
        EventKind::Modify(ModifyKind::Metadata(_)) => false,
        _ => true,
    };
    let relevant = |path: &PathBuf| {
        let inside = path.strip_prefix(root).unwrap_or(path);
        let first = inside.iter().next().unwrap_or_default().to_string_lossy().into_owned();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let is_first = inside.iter().nth(1).is_none();
        let is_left = name.starts_with(".#") || name.ends_with('~') || name.ends_with(".swp");
        let is_seen = is_first || is_read(&root.join(&first));
        (is_seen && !is_left && first != "dist").then_some(first)
    };
    let folders: Vec<String> = event.paths.iter().filter_map(relevant).collect();
    let is_lost = event.need_rescan();
    if !is_lost && (!changes || folders.is_empty()) {
        return;
    }
    let for_all = is_lost || folders.iter().any(|first| first == "fonts");
    let now = Instant::now();
    let _ = wakes.send(if for_all { Wake::SavedForAll(now) } else { Wake::Saved(now) });
}
