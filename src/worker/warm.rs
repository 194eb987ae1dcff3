//! One worker that is kept from request to request: what the compiler remembers of a document serves
//! the next version of it. It can be ended at any time, and a new one takes its place.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use sha2::{Digest, Sha256};

use super::ended::Ended;
use super::message::{Answer, Request, Setup, encode};
use super::process::{Busy, Idle};
use super::watch::Watched;

/// The watchdog interval.
const WATCH: Duration = Duration::from_millis(20);

/// A worker, while there is one.
pub struct Warm {
    program: PathBuf,
    arguments: Vec<String>,
    time_limit: Duration,
    memory: u64,
    /// The worker, and the digest of what it was told that all documents share.
    idle: Option<(Idle, [u8; 32])>,
}

impl Warm {
    /// None yet: the first request starts it. It is this program with these arguments, and has so long
    /// and so much memory, in bytes, for a document.
    pub fn new(program: PathBuf, arguments: &[&str], time_limit: Duration, memory: u64) -> Self {
        let arguments = arguments.iter().map(|argument| (*argument).to_string()).collect();
        Self { program, arguments, time_limit, memory, idle: None }
    }

    /// How long a document may take.
    pub fn time_limit(&self) -> Duration {
        self.time_limit
    }

    /// How much memory a document may take, in bytes.
    pub fn memory(&self) -> u64 {
        self.memory
    }

    /// Ends it. The next request starts another.
    pub fn dismiss(&mut self) {
        if let Some((idle, _)) = self.idle.take() {
            idle.dismiss();
        }
    }

    /// Has a request answered. A worker that was told something else of what all documents share is
    /// ended first.
    ///
    /// # Errors
    ///
    /// It ended without an answer, as it does when `interrupted` is set.
    pub fn ask(
        &mut self,
        setup: &Setup,
        request: &Request,
        interrupted: &AtomicBool,
    ) -> Result<Answer, Ended> {
        let told: [u8; 32] = Sha256::digest(encode(setup)).into();
        if self.idle.as_ref().is_some_and(|(_, known)| *known != told) {
            self.dismiss();
        }
        let watched = Watched::default();
        let (done, ended) = mpsc::channel::<()>();
        let answer = thread::scope(|scope| {
            let (watched, limit) = (&watched, self.time_limit);
            scope.spawn(move || {
                while ended.recv_timeout(WATCH) == Err(RecvTimeoutError::Timeout) {
                    let interrupted = interrupted.load(Ordering::Relaxed);
                    watched.end_if(interrupted, limit, None);
                }
            });
            let idle = self.idle.take().and_then(|(idle, _)| idle.if_alive());
            let answer = match idle {
                Some(idle) => idle.begin(watched).ask(None, request),
                None => {
                    let arguments: Vec<&str> = self.arguments.iter().map(String::as_str).collect();
                    match Busy::start(&self.program, &arguments, watched) {
                        Ok(busy) => busy.ask(Some(setup), request),
                        Err(error) => Err(Ended::Failed(error)),
                    }
                }
            };
            drop(done);
            answer
        });
        let (answer, idle) = answer?;
        self.idle = idle.map(|idle| (idle, told));
        // The next document needs as much.
        if answer.memory > setup.memory / 2 {
            self.dismiss();
        }
        Ok(answer)
    }
}

impl Drop for Warm {
    fn drop(&mut self) {
        self.dismiss();
    }
}
