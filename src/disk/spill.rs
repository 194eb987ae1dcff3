//! Bytes that are set aside and read again: in memory while they are few, and then in a temporary file without a name.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// So many bytes are held, and written together.
const HELD: usize = 4 << 20;

/// Where bytes are that were set aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SpilledBytes {
    start: u64,
    length: usize,
}

/// Bytes that are set aside. Where there is no room for a file they are all held.
#[derive(Debug)]
pub struct Spill {
    folder: PathBuf,
    /// How many are held before they are written.
    most: usize,
    /// What is in the file, or would be.
    file: Option<File>,
    written: u64,
    held: Vec<u8>,
    /// Whether the file takes no more.
    is_full: bool,
}

impl Spill {
    /// None yet. Their file is in a folder, where one can be made there, or among the temporary files of the system.
    pub fn new(folder: &Path) -> Self {
        Self::holding(HELD, folder)
    }

    fn holding(most: usize, folder: &Path) -> Self {
        let (file, written, held, is_full) = (None, 0, Vec::new(), false);
        Self { folder: folder.to_path_buf(), most, file, written, held, is_full }
    }

    /// Sets bytes aside.
    pub fn add(&mut self, bytes: &[u8]) -> SpilledBytes {
        let start = self.written + self.held.len() as u64;
        self.held.extend_from_slice(bytes);
        if self.held.len() >= self.most && !self.is_full {
            self.is_full = self.write().is_err();
        }
        SpilledBytes { start, length: bytes.len() }
    }

    /// Writes what is held. What cannot be written stays held.
    fn write(&mut self) -> io::Result<()> {
        let mut file = match self.file.take() {
            Some(file) => file,
            None => tempfile::tempfile_in(&self.folder).or_else(|_| tempfile::tempfile())?,
        };
        let written =
            file.seek(SeekFrom::Start(self.written)).and_then(|_| file.write_all(&self.held));
        self.file = Some(file);
        written?;
        self.written += self.held.len() as u64;
        self.held.clear();
        Ok(())
    }

    /// Reads bytes that were set aside.
    ///
    /// # Errors
    ///
    /// The file cannot be read.
    pub fn read(&self, span: SpilledBytes) -> io::Result<Vec<u8>> {
        let SpilledBytes { start, length } = span;
        if let Some(start) = start.checked_sub(self.written) {
            let start = usize::try_from(start).unwrap_or(usize::MAX);
            let held = self.held.get(start..).and_then(|held| held.get(..length));
            return held.map(<[u8]>::to_vec).ok_or_else(|| io::ErrorKind::UnexpectedEof.into());
        }
        let mut file = self.file.as_ref().ok_or(io::ErrorKind::NotFound)?;
        let mut bytes = vec![0; length];
        file.seek(SeekFrom::Start(start))?;
        file.read_exact(&mut bytes)?;
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_set_aside_is_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let piece = |at: usize| vec![u8::try_from(at % 251).unwrap(); at % 40];
        for most in [0, 1, 100, 100_000] {
            let mut spill = Spill::holding(most, folder.path());
            let mut spans = Vec::new();
            for at in 0..500 {
                spans.push(spill.add(&piece(at)));
                assert_eq!(spill.read(spans[at / 2]).unwrap(), piece(at / 2), "{at} of {most}");
            }
            for (at, span) in spans.into_iter().enumerate() {
                assert_eq!(spill.read(span).unwrap(), piece(at), "{at} of {most}");
            }
            assert_eq!(spill.file.is_some(), most < 100_000);
        }
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "it has no name");
    }

    #[test]
    fn where_nothing_can_be_written_all_is_held() {
        let folder = tempfile::tempdir().unwrap();
        let mut spill = Spill::holding(10, folder.path());
        let first = spill.add(&[1; 20]);
        // No more can be written into it.
        let path = folder.path().join("read-only");
        std::fs::write(&path, [1; 20]).unwrap();
        spill.file = Some(File::open(&path).unwrap());
        let others = [2, 3].map(|byte| spill.add(&[byte; 30]));
        assert!(spill.is_full);
        assert_eq!(spill.read(first).unwrap(), [1; 20]);
        assert_eq!(others.map(|span| spill.read(span).unwrap()), [vec![2; 30], vec![3; 30]]);
    }
}
