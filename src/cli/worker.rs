//! `briefpress worker`: what the program starts to set documents (`src/worker/`).

use std::io;

use super::{Exit, Failure};
use crate::disk::EnvError;
use crate::worker::serve;

/// Takes requests from standard input and answers them on standard output.
pub fn run() -> Result<Exit, Failure> {
    match serve(io::stdin(), io::stdout()) {
        Ok(()) => Ok(Exit::Success),
        // The program that started it is gone.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(Exit::Success),
        Err(cause) => Err(Failure::Env(EnvError {
            doing: "cannot speak to the program at",
            path: "standard input and output".into(),
            cause,
        })),
    }
}
