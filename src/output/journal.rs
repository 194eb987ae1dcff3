//! The journal of a build: what it finishes is written down line by line, so that one that is
//! killed goes on where it was: an append-only log for crash recovery. It is not fsynced, for a
//! lost line costs one rebuild. It is also the lock of the output folder, and says who holds it.

use std::fs::{File, OpenOptions};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::tool::tool;
use crate::disk::{check_regular, read_regular};
use crate::release::{Entry, Tool};

/// The name of the journal. It is there while a build runs, after one that was killed, and while
/// there are files that no manifest lists any more.
pub const JOURNAL: &str = ".briefpress-journal";

/// A line of the journal.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
enum JournalLine {
    /// What follows was made by this program, for this moment.
    Begin { tool: Tool, epoch: Option<i64> },
    /// A file is finished.
    Done(Box<Entry>),
    /// The process that has the folder. It is of no matter to the next build.
    Holder { process: u32 },
}

/// What a build of the same program and moment wrote down and no manifest has; `None` where there is
/// no such journal.
pub fn read(out: &Path, epoch: Option<i64>) -> Option<Vec<Entry>> {
    let journal = read_regular(&out.join(JOURNAL)).ok()?;
    let journal = String::from_utf8_lossy(&journal);
    let mut lines =
        lines(&journal).filter(|line| !matches!(line, Some(JournalLine::Holder { .. })));
    let begin = JournalLine::Begin { tool: tool(), epoch };
    if lines.next().flatten()? != begin {
        return None;
    }
    // A line that was cut off, or damaged, is passed over.
    let entry = |line| match line {
        JournalLine::Done(entry) => Some(*entry),
        JournalLine::Begin { .. } | JournalLine::Holder { .. } => None,
    };
    Some(lines.flatten().filter_map(entry).collect())
}

/// The process that has a folder, where its journal says so and can be read: on Windows a file that
/// is locked cannot.
pub fn holder(out: &Path) -> Option<u32> {
    let journal = read_regular(&out.join(JOURNAL)).ok()?;
    let journal = String::from_utf8_lossy(&journal);
    let process = |line| match line {
        JournalLine::Holder { process } => Some(process),
        JournalLine::Begin { .. } | JournalLine::Done(_) => None,
    };
    lines(&journal).flatten().filter_map(process).last()
}

/// The lines, each where it can be read. A build that was killed may have left one that is empty.
fn lines(journal: &str) -> impl Iterator<Item = Option<JournalLine>> + '_ {
    let written = journal.lines().filter(|line| !line.is_empty());
    written.map(|line| serde_json::from_str(line).ok())
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
        let path = out.join(JOURNAL);
        match check_regular(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let mut options = OpenOptions::new();
        options.create(true).read(true).write(true).truncate(false).open(path)
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

    /// Appends a file that is finished.
    ///
    /// # Errors
    ///
    /// It cannot be written.
    pub fn done(&mut self, entry: &Entry) -> io::Result<()> {
        self.write(&JournalLine::Done(Box::new(entry.clone())))
    }

    fn write(&mut self, line: &JournalLine) -> io::Result<()> {
        let mut json = serde_json::to_vec(line)?;
        json.push(b'\n');
        self.0.write_all(&json)
    }
}
