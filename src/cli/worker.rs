//! `briefpress worker`: what the program starts to set documents (`src/worker/`).

use std::io;

use super::error::{Error, Exit};
use crate::disk::EnvError;
use crate::worker::{MessageError, ServeError, serve};

/// Takes requests from standard input and answers them on standard output.
///
/// # Errors
///
/// These streams fail.
pub fn run() -> Result<Exit, Error> {
    match serve(io::stdin(), io::stdout()) {
        Ok(()) => Ok(Exit::Success),
        // The program that started it is gone.
        Err(ServeError::Message(MessageError::Pipe(error)))
            if error.kind() == io::ErrorKind::BrokenPipe =>
        {
            Ok(Exit::Success)
        }
        Err(error) => {
            let (streams, cause) = ("standard input and output".as_ref(), io::Error::other(error));
            Err(EnvError::new("cannot speak to the program at", streams, cause).into())
        }
    }
}
