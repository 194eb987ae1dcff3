//! Writing what was made: no file is ever half-written, and files that belong together are written
//! together or, after a failure, not at all. By fsync, then rename: a failed rename is rolled back,
//! a crash between two is not.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::{NamedTempFile, PathPersistError, TempPath};

use super::error::EnvError;
use super::made::MadeFolders;
use super::regular::{check_regular, read_regular, read_regular_within};
use super::slashes::slashed;
use crate::release::Digest;

/// What every file begins with that is not finished.
const UNFINISHED: &str = ".briefpress-";

/// How many letters and digits follow.
const RANDOM: usize = 6;

/// Writes files that belong together as a group: each is written whole beside its place and
/// fsynced, then all are renamed into place, and the folders are fsynced. Where one cannot be
/// renamed, those before it are rolled back, and nothing is left behind, no folder either that was made
/// for one.
///
/// # Errors
///
/// The first file that cannot be written. What was there before is there then.
pub fn write_all(files: &[(PathBuf, Vec<u8>)]) -> Result<(), EnvError> {
    let files: Vec<Group<'_>> =
        files.iter().map(|(path, bytes)| Group { path, bytes, known: Known::Whatever }).collect();
    put(&files).map(|_| ())
}

/// A file that takes the place of one that was read.
#[derive(Debug, Clone)]
pub struct Replacement {
    /// Where it is to stand.
    pub path: PathBuf,
    /// What it says.
    pub bytes: Vec<u8>,
    /// The digest of what was read there; `None` where there was nothing.
    pub read: Option<Digest>,
}

/// Writes files as [`write_all`] does, each in the place of what was read there. Where that has
/// changed since, no file is written, and the first that has is returned: somebody saved it.
///
/// # Errors
///
/// As [`write_all`], or a file that is there is read-only.
pub fn replace_all(files: &[Replacement]) -> Result<Option<PathBuf>, EnvError> {
    for Replacement { path, .. } in files {
        if fs::metadata(path).is_ok_and(|there| there.permissions().readonly()) {
            let cause = io::Error::new(io::ErrorKind::PermissionDenied, "the file is read-only");
            return Err(EnvError::new("cannot write", path, cause));
        }
    }
    let group = |file: &Replacement| -> Known { file.read.map_or(Known::Absent, Known::Digest) };
    let known: Vec<Known> = files.iter().map(group).collect();
    let group: Vec<Group<'_>> = files
        .iter()
        .zip(known)
        .map(|(file, known)| Group { path: &file.path, bytes: &file.bytes, known })
        .collect();
    Ok(put(&group)?.map(|at| files[at].path.clone()))
}

/// A file of a group that is to be written.
struct Group<'f> {
    path: &'f Path,
    bytes: &'f [u8],
    known: Known,
}

/// What a place is known to hold.
enum Known {
    /// Whatever it holds may go.
    Whatever,
    /// Nothing.
    Absent,
    /// A file with this digest.
    Digest(Digest),
}

impl Known {
    /// Whether a place holds it.
    fn is_at(&self, path: &Path) -> bool {
        match self {
            Known::Whatever => true,
            Known::Absent => matches!(
                fs::symlink_metadata(path),
                Err(error) if error.kind() == io::ErrorKind::NotFound
            ),
            Known::Digest(digest) => {
                read_regular(path).is_ok_and(|bytes| Digest::of(&bytes) == *digest)
            }
        }
    }

    /// Whether a backup is of it.
    fn is_in(&self, backup: &Backup) -> bool {
        match (self, backup) {
            (Known::Whatever, _) | (Known::Absent, Backup::Absent) => true,
            (known, Backup::File(kept)) => known.is_at(kept),
            (Known::Digest(_), Backup::Absent) => false,
        }
    }
}

/// Writes a group of files. Where a place does not hold what it is known to, nothing is written, and
/// the number of that file in the group is returned. Whoever saves a file writes into it, or renames
/// another into its place: both are looked for until all are renamed, and after.
fn put(files: &[Group<'_>]) -> Result<Option<usize>, EnvError> {
    // It goes last, for what is staged goes before the folders that were made for it.
    let mut made = MadeFolders::default();
    let mut staged = Vec::with_capacity(files.len());
    for Group { path, bytes, .. } in files {
        staged.push(Staged { path, new: beside(path, bytes, &mut made)?, old: Backup::of(path)? });
    }
    if let Some(changed) = files.iter().position(|file| !file.known.is_at(file.path)) {
        return Ok(Some(changed));
    }
    let mut folders: Vec<&Path> = files.iter().map(|file| folder_of(file.path)).collect();
    folders.sort_unstable();
    folders.dedup();
    let mut renamed: Vec<(&Path, Backup)> = Vec::with_capacity(staged.len());
    for (at, Staged { path, new, old }) in staged.into_iter().enumerate() {
        let is_new = matches!(files[at].known, Known::Absent);
        let result = if is_new { place_new(new, path) } else { new.persist(path) };
        if let Err(error) = result {
            let is_taken = is_new && error.error.kind() == io::ErrorKind::AlreadyExists;
            let failure = roll_back(renamed, EnvError::new("cannot write", path, error.error));
            return if is_taken && !failure.took_effect { Ok(Some(at)) } else { Err(failure) };
        }
        renamed.push((path, old));
    }
    let changed = files.iter().zip(&renamed).position(|(file, (_, old))| !file.known.is_in(old));
    if let Some(changed) = changed {
        let cause = io::Error::other("it changed in the meantime");
        let failure = roll_back(renamed, EnvError::new("cannot write", files[changed].path, cause));
        return if failure.took_effect { Err(failure) } else { Ok(Some(changed)) };
    }
    for folder in folders {
        if let Err(cause) = sync_folder(folder) {
            return Err(roll_back(renamed, EnvError::new("cannot write to", folder, cause)));
        }
    }
    made.keep();
    Ok(None)
}

/// Renames a file into a place that holds nothing.
fn place_new(new: TempPath, path: &Path) -> Result<(), PathPersistError> {
    match new.persist_noclobber(path) {
        // Some file systems have no way to rename over nothing alone.
        Err(error)
            if error.error.kind() != io::ErrorKind::AlreadyExists && Known::Absent.is_at(path) =>
        {
            error.path.persist(path)
        }
        result => result,
    }
}

/// A file that is ready to be renamed into its place. It is closed: a system has only so many open at once.
struct Staged<'f> {
    path: &'f Path,
    new: TempPath,
    old: Backup,
}

/// What a place held before a group of files was written.
enum Backup {
    /// No file.
    Absent,
    /// A file, which is kept under this name until the group is written.
    File(TempPath),
}

impl Backup {
    fn of(path: &Path) -> Result<Self, EnvError> {
        let fail = |cause| EnvError::new("cannot write", path, cause);
        match fs::symlink_metadata(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Backup::Absent),
            Err(error) => return Err(fail(error)),
            Ok(there) if there.is_dir() => {
                return Err(fail(io::Error::new(
                    io::ErrorKind::IsADirectory,
                    "there is a folder of this name",
                )));
            }
            Ok(_) => {}
        }
        // A second name for the same file; where a file system has none, a copy.
        let link = builder().make_in(folder_of(path), |name| fs::hard_link(path, name));
        let kept = match link {
            Ok(link) => link,
            Err(_) => builder()
                // A pipe would wait for a writer.
                .make_in(folder_of(path), |name| {
                    check_regular(path)?;
                    fs::copy(path, name)?;
                    File::open(name)?.sync_all()
                })
                .map_err(fail)?,
        };
        Ok(Backup::File(kept.into_temp_path()))
    }

    fn restore(self, path: &Path) -> io::Result<()> {
        match self {
            Backup::Absent => fs::remove_file(path),
            Backup::File(kept) => kept.persist(path).map_err(|error| error.error),
        }
    }
}

/// Rolls back what failed: places get back what they held, the last first. What to say of it all.
fn roll_back(renamed: Vec<(&Path, Backup)>, failure: EnvError) -> EnvError {
    let mut lost = Vec::new();
    for (path, old) in renamed.into_iter().rev() {
        if let Err(error) = old.restore(path) {
            lost.push(format!("{} is the new one ({error})", slashed(path)));
        }
    }
    if lost.is_empty() {
        return failure;
    }
    let cause = io::Error::other(format!("{}; {}", failure.cause, lost.join("; ")));
    EnvError { cause, ..failure }.in_effect()
}

/// Fsyncs the directory, which makes renames in it durable.
#[cfg(unix)]
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    match File::open(folder)?.sync_all() {
        // Some file systems cannot sync a folder, and say so; what was renamed is there all the same.
        Err(error) if error.kind() == io::ErrorKind::InvalidInput => Ok(()),
        result => result,
    }
}

/// Elsewhere a folder cannot be opened to be fsynced.
#[cfg(not(unix))]
pub(super) fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Clears away what a program that was killed left unfinished in a folder that is no link, but for the
/// file of one name. Whoever calls it holds a lock, so that no one is writing there. What cannot be removed is in
/// no one's way.
pub fn clear_unfinished(folder: &Path, but: &str) {
    if !fs::symlink_metadata(folder).is_ok_and(|there| there.is_dir()) {
        return;
    }
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let unfinished = name.to_str().is_some_and(is_unfinished);
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if unfinished && name != but && !is_folder {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Whether a file is named as [`builder`] names those that are not finished.
fn is_unfinished(name: &str) -> bool {
    let random = name.strip_prefix(UNFINISHED);
    random.is_some_and(|random| {
        random.len() == RANDOM && random.bytes().all(|byte| byte.is_ascii_alphanumeric())
    })
}

/// Room on a disk that is kept free until it is let go of.
#[derive(Debug)]
pub struct Room(#[expect(dead_code, reason = "it is removed when it is dropped")] NamedTempFile);

impl Room {
    /// Keeps so many bytes free in a folder.
    ///
    /// # Errors
    ///
    /// They are not there.
    pub fn keep(folder: &Path, bytes: usize) -> io::Result<Self> {
        let mut file = builder().tempfile_in(folder)?;
        // Written, for a file system takes no room for a hole.
        let some = [0x20; 64 << 10];
        let mut left = bytes;
        while left > 0 {
            let next = left.min(some.len());
            file.write_all(&some[..next])?;
            left -= next;
        }
        Ok(Self(file))
    }
}

/// Writes a file, unless it says the same already.
///
/// # Errors
///
/// As [`write_all`].
pub fn write_changed(path: &Path, bytes: Vec<u8>) -> Result<(), EnvError> {
    if read_regular_within(path, bytes.len() as u64).is_ok_and(|there| there == bytes) {
        return Ok(());
    }
    write_all(&[(path.to_path_buf(), bytes)])
}

/// Writes a file that must not be there yet; `Ok(false)` if it is.
///
/// # Errors
///
/// It cannot be written, for another reason.
pub fn write_new(path: &Path, bytes: &[u8]) -> Result<bool, EnvError> {
    let mut made = MadeFolders::default();
    match beside(path, bytes, &mut made)?.persist_noclobber(path) {
        Ok(_) => {
            made.keep();
            Ok(true)
        }
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(EnvError::new("cannot write", path, error.error)),
    }
}

/// An fsynced temporary file with the given content, in the folder where it is to stay, and closed. It is
/// deleted unless it is moved.
fn beside(path: &Path, bytes: &[u8], made: &mut MadeFolders) -> Result<TempPath, EnvError> {
    let fail = |cause| EnvError::new("cannot write", path, cause);
    let folder = folder_of(path);
    made.make(folder).map_err(|cause| EnvError::new("cannot make", folder, cause))?;
    let mut file = builder().tempfile_in(folder).map_err(fail)?;
    file.write_all(bytes).map_err(fail)?;
    // Who may read and change it is for whoever made it to say.
    if let Ok(there) = fs::metadata(path)
        && there.is_file()
    {
        file.as_file().set_permissions(there.permissions()).map_err(fail)?;
    }
    file.as_file().sync_all().map_err(fail)?;
    Ok(file.into_temp_path())
}

pub(super) fn builder() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(UNFINISHED).rand_bytes(RANDOM);
    #[cfg(unix)]
    {
        // What any program's new file gets; the umask takes away from it.
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder
}

/// The folder a file is in.
pub(super) fn folder_of(path: &Path) -> &Path {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    folder.unwrap_or(Path::new("."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let names = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> =
            names.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn files_are_written_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let good = folder.path().join("a/b.pdf");
        write_all(&[(good.clone(), b"one".to_vec())]).unwrap();
        assert_eq!(fs::read(&good).unwrap(), b"one");
        // A folder where the file should be: it cannot be moved into place.
        let blocked = folder.path().join("c");
        fs::create_dir(&blocked).unwrap();
        fs::write(blocked.join("x"), "").unwrap();
        assert!(write_all(&[(blocked, b"two".to_vec())]).is_err());
        assert_eq!(names(folder.path()), ["a", "c"]);
        assert!(!write_new(&good, b"three").unwrap());
        assert_eq!(fs::read(&good).unwrap(), b"one");
    }

    #[test]
    fn what_was_saved_in_the_meantime_is_not_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let [there, new] = ["there", "new"].map(|name| folder.path().join(name));
        fs::write(&there, "one").unwrap();
        let replace = |read: Option<&str>, is_there: Option<&str>| {
            let digest = |text: Option<&str>| text.map(|text| Digest::of(text.as_bytes()));
            replace_all(&[
                Replacement { path: new.clone(), bytes: b"new".to_vec(), read: digest(is_there) },
                Replacement { path: there.clone(), bytes: b"two".to_vec(), read: digest(read) },
            ])
            .unwrap()
        };
        assert_eq!(replace(Some("other"), None), Some(there.clone()));
        assert_eq!(replace(None, None), Some(there.clone()));
        assert_eq!(replace(Some("one"), Some("new")), Some(new.clone()));
        assert_eq!(
            (fs::read(&there).unwrap(), names(folder.path())),
            (b"one".to_vec(), vec!["there".into()])
        );
        assert_eq!(replace(Some("one"), None), None);
        assert_eq!(
            (fs::read(&there).unwrap(), fs::read(&new).unwrap()),
            (b"two".to_vec(), b"new".to_vec())
        );
        // Somebody was faster.
        let staged = beside(&there, b"three", &mut MadeFolders::default()).unwrap();
        let taken = place_new(staged, &there).unwrap_err();
        assert_eq!(taken.error.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read(&there).unwrap(), b"two");
    }

    #[cfg(unix)]
    #[test]
    fn a_file_keeps_its_mode_and_a_read_only_one_its_content() {
        use std::os::unix::fs::PermissionsExt;

        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        fs::write(&path, "one").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o664)).unwrap();
        write_all(&[(path.clone(), b"two".to_vec())]).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o664);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
        let read = Some(Digest::of(b"two"));
        assert!(
            replace_all(&[Replacement { path: path.clone(), bytes: Vec::new(), read }]).is_err()
        );
        assert_eq!(fs::read(&path).unwrap(), b"two");
    }

    #[test]
    fn a_group_is_written_together_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let [old, new, last] = ["old.pdf", "new.pdf", "last.pdf"].map(|n| folder.path().join(n));
        fs::write(&old, "old").unwrap();
        let group = |paths: &[&PathBuf]| -> Vec<(PathBuf, Vec<u8>)> {
            paths.iter().map(|path| (path.to_path_buf(), b"new".to_vec())).collect()
        };
        // The last file of the group cannot be staged.
        let inside = old.join("below");
        assert!(write_all(&group(&[&old, &new, &inside])).is_err());
        assert_eq!(fs::read(&old).unwrap(), b"old");
        assert_eq!(names(folder.path()), ["old.pdf"]);
        write_all(&group(&[&old, &new, &last])).unwrap();
        for path in [&old, &new, &last] {
            assert_eq!(fs::read(path).unwrap(), b"new");
        }
        assert_eq!(names(folder.path()), ["last.pdf", "new.pdf", "old.pdf"]);
    }

    #[test]
    fn what_was_renamed_gets_back_what_it_held() {
        let folder = tempfile::tempdir().unwrap();
        let [there, absent] = ["there.pdf", "absent.pdf"].map(|name| folder.path().join(name));
        fs::write(&there, "old").unwrap();
        let mut renamed = Vec::new();
        for path in [&there, &absent] {
            let old = Backup::of(path).unwrap();
            let new = beside(path, b"new", &mut MadeFolders::default()).unwrap();
            new.persist(path).unwrap();
            renamed.push((path.as_path(), old));
        }
        assert_eq!(names(folder.path()).len(), 3);
        let full = || EnvError::new("cannot write", &there, io::Error::other("the disk is full"));
        let failure = roll_back(renamed, full());
        assert!(failure.cause.to_string() == "the disk is full" && !failure.took_effect);
        assert_eq!(names(folder.path()), ["there.pdf"]);
        assert_eq!(fs::read(&there).unwrap(), b"old");
        // What cannot get it back is the new one, and that is said.
        let failure = roll_back(vec![(&absent, Backup::Absent)], full());
        assert!(failure.took_effect && failure.to_string().contains("is the new one"), "{failure}");
    }

    #[test]
    fn folders_that_were_made_for_what_is_not_written_go_again() {
        let folder = tempfile::tempdir().unwrap();
        let [kept, new, blocked] = ["kept", "new", "blocked"].map(|name| folder.path().join(name));
        fs::create_dir(&kept).unwrap();
        fs::create_dir(&blocked).unwrap();
        let group = |last: PathBuf| -> Vec<(PathBuf, Vec<u8>)> {
            let paths = [new.join("a/b/c.pdf"), new.join("d.pdf"), kept.join("e.pdf"), last];
            paths.map(|path| (path, b"new".to_vec())).into()
        };
        assert!(write_all(&group(blocked.clone())).is_err());
        assert_eq!(names(folder.path()), ["blocked", "kept"]);
        assert_eq!(names(&kept).len(), 0);
        write_all(&group(new.join("a/f.pdf"))).unwrap();
        assert_eq!(names(&new.join("a")), ["b", "f.pdf"]);
    }
}
