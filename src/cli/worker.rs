//! `briefpress worker`: what the program starts to set documents (`src/worker/`).

use std::io;

use super::{Exit, Failure};
use crate::build::EnvError;
use crate::worker::{MessageError, ServeError, serve};

/// Takes requests from standard input and answers them on standard output.
pub fn run() -> Result<Exit, Failure> {
    match serve(io::stdin(), io::stdout()) {
        Ok(()) => Ok(Exit::Success),
        // The program that started it is gone.
        Err(ServeError::Message(MessageError::Pipe(error)))
            if error.kind() == io::ErrorKind::BrokenPipe =>
        {
            Ok(Exit::Success)
        }
        Err(error) => Err(Failure::Env(EnvError {
            doing: "cannot speak to the program at",
            path: "standard input and output".into(),
            cause: io::Error::other(error),
        })),
    }
}
