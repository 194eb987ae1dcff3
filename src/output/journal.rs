//! The journal of a build: what it makes is written down line by line before it is put in place, so that one
//! that is killed goes on where it was: a write-ahead log for crash recovery. It is not fsynced, for a
//! lost line costs one rebuild. It is also the lock of the output folder, and says who holds it.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::iter;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::tool::tool;
use crate::disk::{open_regular, open_with};
use crate::release::{Digest, Entry, Tool};

/// The name of the journal. It is there while a build runs, after one that was killed, and while
/// there are files that no manifest lists any more.
pub const JOURNAL: &str = ".briefpress-journal";

/// A line that is longer is none of ours: what is said of a file takes some 10 kB.
const LONGEST_LINE: u64 = 16 << 20;

/// A line of the journal.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
enum JournalLine {
    /// What follows was made by this program, for this moment.
    Begin { tool: Tool, epoch: Option<i64> },
    /// A file is made; with the digest of what is said of it. It is there unless the build was killed
    /// before it was put in place.
    Done(Box<Entry>, Digest),
    /// The process that has the folder. It is of no matter to the next build.
    Holder { process: u32 },
}

/// Whose a journal is that a killed build left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JournalOf {
    /// There is none, or nothing was begun in it.
    Nobody,
    /// A build of the same program and moment wrote it.
    This,
    /// Another did, or nobody can say who: what that made is not known from it.
    Another,
}

/// Shows what a build of the same program and moment wrote down and no manifest has, file by file; whose the journal is.
///
/// # Errors
///
/// It cannot be read, or not to its end: then more may have been made than was shown.
pub fn each(out: &Path, epoch: Option<i64>, see: &mut dyn FnMut(Entry)) -> io::Result<JournalOf> {
    let mut lines = lines(out);
    let whose = begun(&mut lines, epoch)?;
    if whose == JournalOf::This {
        for line in lines {
            match line? {
                Some(JournalLine::Done(entry, seal)) if seal == digest(&entry) => see(*entry),
                // One that was damaged or written by hand is passed over.
                None
                | Some(
                    JournalLine::Done(..) | JournalLine::Begin { .. } | JournalLine::Holder { .. },
                ) => {}
            }
        }
    }
    Ok(whose)
}

/// Whose the journal is.
///
/// # Errors
///
/// It cannot be read.
pub fn whose(out: &Path, epoch: Option<i64>) -> io::Result<JournalOf> {
    begun(&mut lines(out), epoch)
}

/// Whose the journal of these lines is, which its first says.
fn begun(
    lines: &mut impl Iterator<Item = io::Result<Option<JournalLine>>>,
    epoch: Option<i64>,
) -> io::Result<JournalOf> {
    let mut lines = lines.filter(|line| !matches!(line, Ok(Some(JournalLine::Holder { .. }))));
    let begin = JournalLine::Begin { tool: tool(), epoch };
    Ok(match lines.next().transpose()? {
        None => JournalOf::Nobody,
        Some(first) if first.as_ref() == Some(&begin) => JournalOf::This,
        Some(_) => JournalOf::Another,
    })
}

/// Whether a journal of this program, in whatever version, is there and was begun.
pub fn is_begun(out: &Path) -> bool {
    let name = tool().name;
    lines(out)
        .flatten()
        .flatten()
        .any(|line| matches!(line, JournalLine::Begin { tool, .. } if tool.name == name))
}

/// The digest of what is said of a file.
fn digest(entry: &Entry) -> Digest {
    Digest::of(&serde_json::to_vec(entry).expect("plain data is always JSON"))
}

/// The process that has a folder, where its journal says so and can be read: on Windows a file that
/// is locked cannot.
pub fn holder(out: &Path) -> Option<u32> {
    let process = |line| match line {
        JournalLine::Holder { process } => Some(process),
        JournalLine::Begin { .. } | JournalLine::Done(..) => None,
    };
    lines(out).flatten().flatten().filter_map(process).last()
}

/// The lines of a journal, each where it can be understood; none where there is no journal. A build that was killed may have
/// left one that is empty, or cut off. After an error there are no more.
fn lines(out: &Path) -> impl Iterator<Item = io::Result<Option<JournalLine>>> {
    let mut opened = Some(open_regular(&out.join(JOURNAL)).map(BufReader::new));
    let mut line = Vec::new();
    iter::from_fn(move || {
        let mut file = match opened.take()? {
            Ok(file) => file,
            Err(error) if is_none(&error) => return None,
            Err(error) => return Some(Err(error)),
        };
        loop {
            line.clear();
            match file.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line) {
                Ok(0) => return None,
                Err(error) if is_none(&error) => return None,
                Err(error) => return Some(Err(error)),
                Ok(_) => {}
            }
            let text = line.trim_ascii();
            if !text.is_empty() {
                let read = serde_json::from_slice(text).ok();
                opened = Some(Ok(file));
                return Some(Ok(read));
            }
        }
    })
}

/// Whether a journal that cannot be read for this is none: it is not there, or, on Windows, this process has locked it
/// (`ERROR_LOCK_VIOLATION`), who read it before.
fn is_none(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::NotFound || (cfg!(windows) && error.raw_os_error() == Some(33))
}

/// The open journal of this build.
#[derive(Debug)]
pub struct Journal(File);

impl Journal {
    /// Opens the journal in a folder, or makes one. So opened it can be locked on every system:
    /// Windows wants a file that can be read.
    ///
    /// # Errors
    ///
    /// It can be neither opened nor made.
    pub fn open(out: &Path) -> io::Result<File> {
        let mut options = OpenOptions::new();
        options.create(true).read(true).write(true).truncate(false);
        open_with(&mut options, &out.join(JOURNAL))
    }

    /// Takes over a journal that this process has locked, and says so in it.
    ///
    /// # Errors
    ///
    /// It cannot be written.
    pub fn take_over(file: File) -> io::Result<Self> {
        let mut journal = Self(file);
        journal.0.seek(SeekFrom::End(0))?;
        // The last line may have been cut off.
        journal.0.write_all(b"\n")?;
        journal.write(&JournalLine::Holder { process: std::process::id() })?;
        Ok(journal)
    }

    /// Begins anew.
    ///
    /// # Errors
    ///
    /// It cannot be cut or written.
    pub fn begin(&mut self, epoch: Option<i64>) -> io::Result<()> {
        self.0.set_len(0)?;
        self.0.seek(SeekFrom::Start(0))?;
        self.write(&JournalLine::Begin { tool: tool(), epoch })?;
        self.write(&JournalLine::Holder { process: std::process::id() })
    }

    /// Appends a file that is made.
    ///
    /// # Errors
    ///
    /// It cannot be written.
    pub fn log(&mut self, entry: &Entry) -> io::Result<()> {
        self.write(&JournalLine::Done(Box::new(entry.clone()), digest(entry)))
    }

    fn write(&mut self, line: &JournalLine) -> io::Result<()> {
        let mut json = serde_json::to_vec(line)?;
        json.push(b'\n');
        self.0.write_all(&json)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn whose_a_journal_is_stands_in_its_first_line() {
        let out = tempfile::tempdir().unwrap();
        let path = out.path().join(JOURNAL);
        let whose = |epoch| whose(out.path(), epoch).ok();
        assert_eq!(whose(None), Some(JournalOf::Nobody));
        Journal::take_over(Journal::open(out.path()).unwrap()).unwrap();
        assert_eq!(whose(None), Some(JournalOf::Nobody), "who holds it has begun nothing");
        Journal(Journal::open(out.path()).unwrap()).begin(Some(1)).unwrap();
        assert_eq!(
            (whose(Some(1)), whose(None)),
            (Some(JournalOf::This), Some(JournalOf::Another))
        );
        fs::write(&path, "what nobody wrote").unwrap();
        assert_eq!(whose(None), Some(JournalOf::Another));
        // What cannot be read is not nothing.
        fs::remove_file(&path).unwrap();
        fs::create_dir(&path).unwrap();
        assert_eq!(whose(None), None);
        assert!(each(out.path(), None, &mut |_| ()).is_err());
    }
}
