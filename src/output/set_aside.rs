//! What is said of files: of some it is held, of more it is set aside.

use std::io;
use std::path::Path;
use std::sync::Arc;

use crate::disk::{Spill, SpilledBytes};
use crate::release::Entry;

/// What is said of so many files is held.
const HELD: usize = 2_000;

/// What is said of files.
#[derive(Debug)]
pub struct SetAside {
    held: usize,
    most_held: usize,
    spill: Spill,
}

/// What is said of one of them.
#[derive(Debug)]
pub enum SaidOfFile {
    /// It is held.
    Held(Arc<Entry>),
    /// It is set aside.
    Away(SpilledBytes),
}

impl SetAside {
    /// Of none yet, in a folder.
    pub fn new(out: &Path) -> Self {
        Self::holding(HELD, out)
    }

    /// The same where it is held of so many.
    pub fn holding(most_held: usize, out: &Path) -> Self {
        Self { held: 0, most_held, spill: Spill::new(out) }
    }

    /// Takes what is said of a file.
    pub fn put(&mut self, entry: Arc<Entry>) -> SaidOfFile {
        if self.held < self.most_held {
            self.held += 1;
            return SaidOfFile::Held(entry);
        }
        let json = serde_json::to_vec(&*entry).expect("plain data is always JSON");
        SaidOfFile::Away(self.spill.add(&json))
    }

    /// Gives it back.
    ///
    /// # Errors
    ///
    /// It cannot be read any more.
    pub fn get(&self, said: &SaidOfFile) -> io::Result<Arc<Entry>> {
        match said {
            SaidOfFile::Held(entry) => Ok(Arc::clone(entry)),
            SaidOfFile::Away(place) => {
                Ok(Arc::new(serde_json::from_slice(&self.spill.read(*place)?)?))
            }
        }
    }
}
