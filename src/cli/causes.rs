//! What other rooms stop at, as what a command stops at.

use std::io::{self, ErrorKind};
use std::path::Path;

use super::error::Error;
use crate::disk::EnvError;
use crate::output::{ClaimError, MergeError, TakeError};
use crate::rename::RenameError;
use crate::workspace::OpenError;

impl Error {
    /// A file that the command line names cannot be read. Where it is not there, that is wrong usage.
    pub fn unread(named: &Path, cause: io::Error) -> Self {
        match cause.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory => Error::NoFile(named.into()),
            _ => EnvError::new("cannot read", named, cause).into(),
        }
    }
}

/// Holds a folder that the command line names to be there.
///
/// # Errors
///
/// It is not.
pub fn hold_folder(named: &Path) -> Result<(), Error> {
    match named.read_dir().map_err(|cause| cause.kind()) {
        Err(ErrorKind::NotFound | ErrorKind::NotADirectory) => Err(Error::NoFolder(named.into())),
        // What else is the matter is told when it is read.
        _ => Ok(()),
    }
}

impl From<OpenError> for Error {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::UnknownBrief(message) => Error::UnknownBrief(message),
            OpenError::NoFonts(path) => Error::NoFonts(path),
            OpenError::Env(error) => Error::Env(error),
        }
    }
}

impl From<RenameError> for Error {
    fn from(error: RenameError) -> Self {
        Error::Rename(Box::new(error))
    }
}

impl From<MergeError> for Error {
    fn from(error: MergeError) -> Self {
        match error {
            MergeError::Unfit { what, help } => Error::UnfitParts { message: what, help },
            MergeError::IntoPart(folder) => {
                Error::OutAmongSources { folder, why: "it is one of the parts".into() }
            }
            MergeError::Take(error) => error.into(),
            MergeError::Interrupted => Error::MergeInterrupted,
            MergeError::Env(error) => Error::Env(error),
        }
    }
}

impl From<TakeError> for Error {
    fn from(error: TakeError) -> Self {
        match error {
            TakeError::Interrupted => Error::Interrupted,
            TakeError::NotOwned(why) => Error::NotOwned(why),
            TakeError::Env(error) => Error::Env(error),
        }
    }
}

impl From<ClaimError> for Error {
    fn from(error: ClaimError) -> Self {
        TakeError::from(error).into()
    }
}
