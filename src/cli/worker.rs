//! `briefpress worker`: what the program starts to set documents (`src/worker/`).

use std::io::{self, Write};
use std::process;

use super::error::{Error, Exit};
use crate::disk::EnvError;
use crate::worker::{GAVE_UP, MessageError, ServeError, serve};

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
        // Who started it tells the user.
        Err(ServeError::GaveUp(words)) => {
            let _ = writeln!(io::stderr(), "{words}");
            process::exit(GAVE_UP);
        }
        Err(error) => {
            let (streams, cause) = ("standard input and output".as_ref(), io::Error::other(error));
            Err(EnvError::new("cannot speak to the program at", streams, cause).into())
        }
    }
}
