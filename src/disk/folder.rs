//! What stands in folders: every entry, and what it is, so that none is passed over unseen.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use super::error::EnvError;
use super::read::{ReadRefusal, read};
use crate::limits::ASSET;

/// More entries than this in the folders below one are no templates and no fonts. Links make many of
/// few.
const MOST_ENTRIES: usize = 50_000;

/// More bytes than this in the files below a folder are no templates.
const MOST_BYTES: usize = 256 << 20;

/// What stands at a path.
#[derive(Debug, Clone)]
pub enum PathKind {
    /// Nothing.
    Absent,
    /// A regular file, or a link to one.
    File,
    /// A folder, or a link to one.
    Folder,
    /// Something that is not read.
    Refused(ReadRefusal),
    /// Something that the system does not let us look at.
    Failed(EnvError),
}

/// An entry of a folder.
#[derive(Debug, Clone)]
pub struct Item {
    /// Its name.
    pub name: OsString,
    /// Its path.
    pub path: PathBuf,
    /// What it is.
    pub kind: PathKind,
}

impl Item {
    /// What stands at a path that is no entry of a folder that was listed.
    pub fn at(path: &Path, kind: PathKind) -> Self {
        let name = path.file_name().map(OsStr::to_os_string).unwrap_or_default();
        Self { name, path: path.to_path_buf(), kind }
    }

    /// Its name, if it is UTF-8.
    pub fn text(&self) -> Option<&str> {
        self.name.to_str()
    }
}

/// What stands at a path. Links lead within `root`, where one is given; where none is, anywhere.
pub fn kind(path: &Path, root: Option<&Path>) -> PathKind {
    let there = match path.symlink_metadata() {
        Ok(there) => there,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return PathKind::Absent,
        Err(error) => return PathKind::Failed(EnvError::new("cannot look at", path, error)),
    };
    if !there.is_symlink() {
        return plain(&there);
    }
    let real = match path.canonicalize() {
        Ok(real) => real,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return PathKind::Refused(ReadRefusal::Dangling);
        }
        Err(error) => return PathKind::Failed(EnvError::new("cannot follow", path, error)),
    };
    if root.is_some_and(|root| !real.starts_with(root)) {
        return PathKind::Refused(ReadRefusal::Outside);
    }
    match fs::metadata(&real) {
        Ok(there) => plain(&there),
        Err(error) => PathKind::Failed(EnvError::new("cannot look at", path, error)),
    }
}

/// What something is that is no link.
fn plain(there: &Metadata) -> PathKind {
    if there.is_dir() {
        PathKind::Folder
    } else if there.is_file() {
        PathKind::File
    } else {
        PathKind::Refused(ReadRefusal::NotAFile)
    }
}

/// What stands in a folder, by name, but for what is hidden and what editors and systems leave beside
/// files. Links lead as in [`kind`].
///
/// # Errors
///
/// It cannot be listed.
pub fn items(folder: &Path, root: Option<&Path>) -> Result<Vec<Item>, EnvError> {
    let (folders, mut found) = folders_and_others(folder, root)?;
    found.extend(folders.into_iter().map(|name| Item::at(&folder.join(name), PathKind::Folder)));
    found.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(found)
}

/// The same, where there may be many folders: the names of those that are UTF-8 and no links, in alphabetical order; and all
/// else, by name.
///
/// # Errors
///
/// It cannot be listed.
pub fn folders_and_others(
    folder: &Path,
    root: Option<&Path>,
) -> Result<(Vec<String>, Vec<Item>), EnvError> {
    let fail = |cause| EnvError::new("cannot list", folder, cause);
    let (mut folders, mut found) = (Vec::new(), Vec::new());
    for entry in fs::read_dir(folder).map_err(fail)? {
        let entry = entry.map_err(fail)?;
        let name = entry.file_name();
        if is_left_beside(&name) {
            continue;
        }
        // What a listing says saves a question to the system.
        let file_type = entry.file_type();
        let is_folder = file_type.as_ref().is_ok_and(|own| own.is_dir());
        let name = match name.into_string() {
            Ok(name) if is_folder => {
                folders.push(name);
                continue;
            }
            Ok(name) => name.into(),
            Err(name) => name,
        };
        let path = entry.path();
        let kind = match file_type {
            Ok(own) if own.is_dir() => PathKind::Folder,
            Ok(own) if own.is_file() => PathKind::File,
            _ => kind(&path, root),
        };
        // What went away in between is not there.
        if !matches!(kind, PathKind::Absent) {
            found.push(Item { name, path, kind });
        }
    }
    folders.sort_unstable();
    found.sort_by(|a, b| a.name.cmp(&b.name));
    Ok((folders, found))
}

/// Whether a folder can be listed and holds nothing that is not hidden.
pub fn is_bare(folder: &Path) -> bool {
    let is_hidden = |name: &OsStr| name.as_encoded_bytes().starts_with(b".");
    fs::read_dir(folder).is_ok_and(|mut entries| {
        entries.all(|entry| entry.is_ok_and(|entry| is_hidden(&entry.file_name())))
    })
}

/// The names in a folder that are UTF-8, in alphabetical order, without hidden ones. A folder that is not
/// there holds none.
///
/// # Errors
///
/// It is there and cannot be listed.
pub fn list(folder: &Path) -> Result<Vec<String>, EnvError> {
    let fail = |cause| EnvError::new("cannot list", folder, cause);
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(fail(error)),
    };
    let mut names = Vec::new();
    for entry in entries {
        let name = entry.map_err(fail)?.file_name();
        if let Some(name) = name.to_str().filter(|name| !name.starts_with('.')) {
            names.push(name.to_string());
        }
    }
    names.sort();
    Ok(names)
}

/// Whether a file is hidden, the backup of an editor, the lock of an office program, or what Windows
/// keeps in folders.
fn is_left_beside(name: &OsStr) -> bool {
    let name = name.as_encoded_bytes();
    let starts = |with: &[u8]| name.starts_with(with);
    starts(b".")
        || name.ends_with(b"~")
        || starts(b"~$")
        || starts(b"#") && name.ends_with(b"#")
        || name.eq_ignore_ascii_case(b"thumbs.db")
        || name.eq_ignore_ascii_case(b"desktop.ini")
}

/// What was found below a folder.
#[derive(Debug, Default)]
pub struct Walked {
    /// The regular files by their path in it, with `/` between the parts.
    pub files: BTreeMap<String, PathBuf>,
    /// What is not read: refused, or kept from us by the system.
    pub others: Vec<Item>,
}

/// Goes through a folder and all below it. Links lead as in [`kind`], but not back to where they stand.
pub fn walk(folder: &Path, root: Option<&Path>) -> Walked {
    let mut walked = Walked::default();
    let Ok(real) = folder.canonicalize() else {
        walked.others.push(Item::at(folder, kind(folder, root)));
        return walked;
    };
    let mut count = 0;
    let mut pending =
        vec![Pending { path: folder.into(), inner: String::new(), real, hops: vec![] }];
    while let Some(next) = pending.pop() {
        let found = match items(&next.path, root) {
            Ok(found) => found,
            Err(failure) => {
                walked.others.push(Item::at(&next.path, PathKind::Failed(failure)));
                continue;
            }
        };
        count += found.len();
        if count > MOST_ENTRIES {
            walked.others.push(Item::at(folder, PathKind::Refused(ReadRefusal::TooMany)));
            return walked;
        }
        for mut item in found {
            let Some(name) = item.text() else {
                item.kind = PathKind::Refused(ReadRefusal::BadName);
                walked.others.push(item);
                continue;
            };
            let inner = format!("{}{name}", next.inner);
            match item.kind {
                PathKind::File => drop(walked.files.insert(inner, item.path)),
                PathKind::Folder => match next.enter(&item, inner) {
                    Some(folder) => pending.push(folder),
                    None => {
                        item.kind = PathKind::Refused(ReadRefusal::Loop);
                        walked.others.push(item);
                    }
                },
                _ => walked.others.push(item),
            }
        }
    }
    walked.others.sort_by(|a, b| a.path.cmp(&b.path));
    walked
}

/// A folder that is still to be gone through.
struct Pending {
    path: PathBuf,
    /// Its path in the first one.
    inner: String,
    /// Where it really is.
    real: PathBuf,
    /// Where the links on the way here stand.
    hops: Vec<PathBuf>,
}

impl Pending {
    /// A folder in this one; `None` where it is a link to one that it stands in.
    fn enter(&self, item: &Item, inner: String) -> Option<Self> {
        let (path, inner, mut hops) = (item.path.clone(), format!("{inner}/"), self.hops.clone());
        if !path.is_symlink() {
            let real = self.real.join(&item.name);
            return Some(Self { path, inner, real, hops });
        }
        let real = path.canonicalize().ok()?;
        hops.push(self.real.clone());
        (!hops.iter().any(|hop| hop.starts_with(&real))).then_some(Self { path, inner, real, hops })
    }
}

/// All regular files below a folder of `root`, of at most so many bytes each, by their path in it; and
/// what is not read. A folder that is not there holds none.
pub fn read_folder(
    folder: &Path,
    root: &Path,
    most: u64,
) -> (BTreeMap<String, Vec<u8>>, Vec<Item>) {
    let (mut files, mut bytes) = (BTreeMap::new(), 0);
    let Walked { files: found, mut others } = match kind(folder, Some(root)) {
        PathKind::Absent => return Default::default(),
        PathKind::Folder => walk(folder, Some(root)),
        PathKind::File => {
            let refused = PathKind::Refused(ReadRefusal::NotAFolder);
            return (files, vec![Item::at(folder, refused)]);
        }
        other => return (files, vec![Item::at(folder, other)]),
    };
    for (inner, path) in found {
        let refused = match read(&path, root, (most, ASSET)) {
            Ok(Ok(read)) if bytes + read.len() <= MOST_BYTES => {
                bytes += read.len();
                files.insert(inner, read);
                continue;
            }
            Ok(Ok(_)) => {
                others.push(Item::at(folder, PathKind::Refused(ReadRefusal::TooMany)));
                break;
            }
            Ok(Err(refusal)) => PathKind::Refused(refusal),
            Err(failure) => PathKind::Failed(failure),
        };
        others.push(Item::at(&path, refused));
    }
    (files, others)
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn every_entry_is_read_or_refused() {
        let folder = tempfile::tempdir().unwrap();
        let outside = folder.path().canonicalize().unwrap();
        let root = outside.join("project");
        fs::create_dir_all(root.join("t/sub")).unwrap();
        fs::create_dir(root.join("other")).unwrap();
        fs::write(outside.join("secret"), "x").unwrap();
        fs::write(root.join("t/sub/plain.typ"), "x").unwrap();
        fs::write(root.join("other/linked.typ"), "x").unwrap();
        for left in [".hidden", "plain.typ~", "#plain.typ#", "Thumbs.db", "~$plain.docx"] {
            fs::write(root.join("t").join(left), "x").unwrap();
        }
        fs::write(root.join("t").join(OsStr::from_bytes(b"caf\xE9.typ")), "x").unwrap();
        for (to, link) in [
            ("../other", "t/followed"),
            ("../../other", "t/sub/followed"),
            ("../../secret", "t/out"),
            ("..", "t/up"),
            ("itself", "t/itself"),
            ("nowhere", "t/nothing"),
            // Each leads into the other.
            ("../t/sub", "other/back"),
        ] {
            symlink(to, root.join(link)).unwrap();
        }
        let (files, others) = read_folder(&root.join("t"), &root, 1 << 20);
        let files: Vec<&str> = files.keys().map(String::as_str).collect();
        let wanted = [
            "followed/back/plain.typ",
            "followed/linked.typ",
            "sub/followed/linked.typ",
            "sub/plain.typ",
        ];
        assert_eq!(files, wanted);
        let said = |item: &Item| {
            let path = item.path.strip_prefix(&root).unwrap().to_string_lossy().into_owned();
            let what = match &item.kind {
                PathKind::Refused(refusal) => format!("{refusal:?}"),
                PathKind::Failed(_) => "failed".into(),
                other => panic!("{other:?}"),
            };
            format!("{path} {what}")
        };
        let said: Vec<String> = others.iter().map(said).collect();
        let wanted = [
            "t/caf\u{FFFD}.typ BadName",
            "t/followed/back/followed Loop",
            "t/itself failed",
            "t/nothing Dangling",
            "t/out Outside",
            "t/sub/followed/back Loop",
            "t/up Loop",
        ];
        assert_eq!(said, wanted);
    }
}
