//! Writing what was made: no file is ever half-written, and files that belong together are written
//! together or, after a failure, not at all. By fsync, then rename: a failed rename is rolled back,
//! a crash between two is not.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::{NamedTempFile, PathPersistError, TempPath};

use super::error::EnvError;
use super::made::MadeFolders;
use super::regular::{check_regular, is_the_same_as, read_regular, read_regular_within};
use super::slashes::slashed;
use crate::release::Digest;

/// What every file begins with that is not finished.
const UNFINISHED: &str = ".briefpress-";

/// How much of a file that comes piece by piece is written at once, in bytes.
const BUFFER: usize = 128 << 10;

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
    let mut staging = Staging::default();
    for Group { path, bytes, .. } in files {
        staging.add(path, bytes)?;
    }
    staging.place_over(&|at| &files[at].known)
}

/// Files that belong together and are staged as they come, so that not all need be held: each is written whole
/// beside its place and fsynced. [`place`](Self::place) renames them. What is not placed goes when it is dropped,
/// and before the folders that were made for it.
#[derive(Default)]
pub struct Staging {
    files: Vec<Staged>,
    made: MadeFolders,
}

impl Staging {
    /// Stages a file.
    ///
    /// # Errors
    ///
    /// It cannot be written, or a folder is in its place.
    pub fn add(&mut self, path: &Path, bytes: &[u8]) -> Result<(), EnvError> {
        let ((), new) = beside(path, &mut self.made, |file| file.write_all(bytes), &|_| false)?;
        self.take(path, new)
    }

    /// Stages a file that is written piece by piece, unless it comes to what there is. Returns what `write` does.
    ///
    /// # Errors
    ///
    /// As [`add`](Self::add).
    pub fn add_changed<T>(
        &mut self,
        path: &Path,
        write: impl FnOnce(&mut dyn Write) -> io::Result<T>,
    ) -> Result<T, EnvError> {
        let buffered = |file: &mut File| {
            let mut file = BufWriter::with_capacity(BUFFER, file);
            let result = write(&mut file)?;
            file.flush().map(|()| result)
        };
        let is_there = |new: &Path| is_the_same_as(path, new);
        let (result, new) = beside(path, &mut self.made, buffered, &is_there)?;
        self.take(path, new).map(|()| result)
    }

    fn take(&mut self, path: &Path, new: Option<TempPath>) -> Result<(), EnvError> {
        if let Some(new) = new {
            self.files.push(Staged { path: path.to_path_buf(), new, old: Backup::of(path)? });
        }
        Ok(())
    }

    /// Of those staged so far, has those renamed first that are new.
    pub fn new_first(&mut self) {
        self.files.sort_by_key(|file| matches!(file.old, Backup::File(_)));
    }

    /// Renames all into their places, or after a failure none.
    ///
    /// # Errors
    ///
    /// The first that cannot be renamed. What was there before is there then.
    pub fn place(self) -> Result<(), EnvError> {
        self.place_over(&|_| &Known::Whatever).map(|_| ())
    }

    /// The same where places hold what they are known to, by the number of the file; where one does not, its
    /// number.
    fn place_over<'k>(
        mut self,
        known: &dyn Fn(usize) -> &'k Known,
    ) -> Result<Option<usize>, EnvError> {
        let staged = std::mem::take(&mut self.files);
        if let Some(at) = (0..staged.len()).find(|&at| !known(at).is_at(&staged[at].path)) {
            return Ok(Some(at));
        }
        let mut folders: Vec<PathBuf> =
            staged.iter().map(|file| folder_of(&file.path).to_path_buf()).collect();
        folders.sort_unstable();
        folders.dedup();
        let mut renamed: Vec<(PathBuf, Backup)> = Vec::with_capacity(staged.len());
        for (at, Staged { path, new, old }) in staged.into_iter().enumerate() {
            let is_new = matches!(known(at), Known::Absent);
            let result = if is_new { place_new(new, &path) } else { new.persist(&path) };
            if let Err(error) = result {
                let is_taken = is_new && error.error.kind() == io::ErrorKind::AlreadyExists;
                let failure = EnvError::new("cannot write", &path, error.error);
                let failure = roll_back(renamed, failure);
                return if is_taken && !failure.took_effect { Ok(Some(at)) } else { Err(failure) };
            }
            renamed.push((path, old));
        }
        if let Some(at) = (0..renamed.len()).find(|&at| !known(at).is_in(&renamed[at].1)) {
            let cause = io::Error::other("it changed in the meantime");
            let failure = EnvError::new("cannot write", &renamed[at].0, cause);
            let failure = roll_back(renamed, failure);
            return if failure.took_effect { Err(failure) } else { Ok(Some(at)) };
        }
        for folder in folders {
            if let Err(cause) = sync_folder(&folder) {
                let failure = EnvError::new("cannot write to", &folder, cause);
                return Err(roll_back(renamed, failure));
            }
        }
        self.made.keep();
        Ok(None)
    }
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
struct Staged {
    path: PathBuf,
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
fn roll_back<P: AsRef<Path>>(renamed: Vec<(P, Backup)>, failure: EnvError) -> EnvError {
    let mut lost = Vec::new();
    for (path, old) in renamed.into_iter().rev() {
        let path = path.as_ref();
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

/// Finds out whether files can be made in a folder, by making one.
///
/// # Errors
///
/// They cannot.
pub fn check_writable(folder: &Path) -> Result<(), EnvError> {
    let made = builder().tempfile_in(folder);
    made.map(drop).map_err(|cause| EnvError::new("cannot write to", folder, cause))
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
        if allocate(file.as_file(), bytes)? {
            return Ok(Self(file));
        }
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

/// Whether a file system has kept so many bytes for a file; `false` where it cannot.
#[cfg(target_os = "linux")]
fn allocate(file: &File, bytes: usize) -> io::Result<bool> {
    use rustix::fs::{FallocateFlags, fallocate};
    use rustix::io::Errno;

    match fallocate(file, FallocateFlags::empty(), 0, bytes.max(1) as u64) {
        Ok(()) => Ok(true),
        Err(Errno::NOSPC | Errno::DQUOT | Errno::FBIG) => {
            Err(io::Error::from(io::ErrorKind::StorageFull))
        }
        Err(_) => Ok(false),
    }
}

#[cfg(not(target_os = "linux"))]
fn allocate(_: &File, _: usize) -> io::Result<bool> {
    Ok(false)
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
    let ((), new) = beside(path, &mut made, |file| file.write_all(bytes), &|_| false)?;
    let Some(new) = new else { return Ok(false) };
    match new.persist_noclobber(path) {
        Ok(_) => {
            made.keep();
            Ok(true)
        }
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(EnvError::new("cannot write", path, error.error)),
    }
}

/// What `write` returns, and an fsynced temporary file with what it wrote, in the folder where that is to stay, and
/// closed. It is deleted unless it is moved. None where it is not needed once it is written, which is asked of its path.
fn beside<T>(
    path: &Path,
    made: &mut MadeFolders,
    write: impl FnOnce(&mut File) -> io::Result<T>,
    is_needless: &dyn Fn(&Path) -> bool,
) -> Result<(T, Option<TempPath>), EnvError> {
    let fail = |cause| EnvError::new("cannot write", path, cause);
    let folder = folder_of(path);
    made.make(folder).map_err(|cause| EnvError::new("cannot make", folder, cause))?;
    let mut file = builder().tempfile_in(folder).map_err(fail)?;
    let result = write(file.as_file_mut()).map_err(fail)?;
    if is_needless(file.path()) {
        return Ok((result, None));
    }
    // Who may read and change it is for whoever made it to say.
    if let Ok(there) = fs::metadata(path)
        && there.is_file()
    {
        file.as_file().set_permissions(there.permissions()).map_err(fail)?;
    }
    file.as_file().sync_all().map_err(fail)?;
    Ok((result, Some(file.into_temp_path())))
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

    fn staged(path: &Path, bytes: &[u8]) -> TempPath {
        let write = |file: &mut File| file.write_all(bytes);
        beside(path, &mut MadeFolders::default(), write, &|_| false).unwrap().1.unwrap()
    }

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
    fn what_comes_piece_by_piece_is_written_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let [first, last] = ["new/first", "last"].map(|name| folder.path().join(name));
        let build = |pieces: usize, fails: bool| -> Result<usize, EnvError> {
            let mut staging = Staging::default();
            staging.add(&first, b"one")?;
            staging.add_changed(&last, |file| {
                (0..pieces).try_for_each(|_| file.write_all(&[b'x'; 1 << 10]))?;
                if fails { Err(io::Error::other("the disk is full")) } else { Ok(()) }
            })?;
            staging.new_first();
            let staged = staging.files.len();
            staging.place().map(|()| staged)
        };
        assert!(build(500, true).is_err());
        assert!(names(folder.path()).is_empty(), "no folder that was made for it, either");
        assert_eq!(build(500, false).unwrap(), 2);
        assert_eq!(fs::read(&last).unwrap(), [b'x'; 500 << 10]);
        let before = fs::metadata(&last).unwrap().modified().unwrap();
        assert_eq!(build(500, false).unwrap(), 1, "it is there");
        assert_eq!(fs::metadata(&last).unwrap().modified().unwrap(), before);
        assert!(build(400, true).is_err());
        assert_eq!(fs::metadata(&last).unwrap().len(), 500 << 10);
        assert_eq!(build(499, false).unwrap(), 2);
        assert_eq!(fs::metadata(&last).unwrap().len(), 499 << 10);
        assert_eq!(names(folder.path()), ["last", "new"]);
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
        let staged = staged(&there, b"three");
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
            let new = staged(path, b"new");
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
