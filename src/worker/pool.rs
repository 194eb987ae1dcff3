//! The program's side: worker processes that are started, watched and ended.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use super::ended::Ended;
use super::message::{Answer, Request, Setup};
use super::process::{Busy, Idle};
use super::watch::Watched;
use crate::caught::caught;

/// A worker that holds more memory than this after an answer is recycled, in bytes.
const MEMORY: u64 = 256 << 20;

/// The watchdog interval.
const WATCH: Duration = Duration::from_millis(50);

/// What a pool of workers is made of.
#[derive(Debug)]
pub struct Pool<'a> {
    /// The program that is started.
    pub program: &'a Path,
    /// What makes it a worker.
    pub arguments: &'a [&'a str],
    /// How many there are at once.
    pub jobs: usize,
    /// How long one document may take.
    pub time_limit: Duration,
    /// Cancellation flag: set from outside to end everything at once.
    pub interrupted: &'a AtomicBool,
}

/// What there is to do.
pub struct Work<'a> {
    /// What all documents share.
    pub setup: &'a Setup,
    /// The number of the next request for a worker (by its number, from 0).
    pub next: &'a (dyn Fn(usize) -> Option<usize> + Sync),
    /// The request of a number. Where it panics, that document is not set and the others are.
    pub request: &'a (dyn Fn(usize) -> Request + Sync),
}

/// A request, by its number, was answered, or its worker ended.
pub type Reported = (usize, Result<Answer, Ended>);

impl Pool<'_> {
    /// Has every request answered that there is, in parallel, one thread a worker, and reports what
    /// becomes of each, in the order in which it happens.
    pub fn run(&self, work: &Work<'_>, on_finished: &mut dyn FnMut(Reported)) {
        let watched: Vec<Watched> = (0..self.jobs.max(1)).map(|_| Watched::default()).collect();
        // Backpressure: where writing is slower than setting, workers wait at a bounded channel
        // rather than fill the memory.
        let (sender, events) = mpsc::sync_channel(2 * watched.len());
        thread::scope(|scope| {
            for (number, watched) in watched.iter().enumerate() {
                let sender = sender.clone();
                scope.spawn(move || self.drive(number, work, watched, &sender));
            }
            drop(sender);
            loop {
                match events.recv_timeout(WATCH) {
                    Ok(finished) => on_finished(finished),
                    Err(RecvTimeoutError::Timeout) => {}
                    Err(RecvTimeoutError::Disconnected) => break,
                }
                let interrupted = self.interrupted.load(Ordering::Relaxed);
                for watched in &watched {
                    watched.end_if(interrupted, self.time_limit);
                }
            }
        });
    }

    /// Runs one worker after another, until there is no request left.
    fn drive(
        &self,
        worker: usize,
        work: &Work<'_>,
        watched: &Watched,
        events: &mpsc::SyncSender<Reported>,
    ) {
        let mut idle: Option<Idle> = None;
        while !self.interrupted.load(Ordering::Relaxed)
            && let Some(number) = (work.next)(worker)
        {
            let answer = match caught(|| (work.request)(number)) {
                Ok(request) => {
                    let (answer, left) = self.answer(&request, work.setup, idle.take(), watched);
                    idle = left;
                    answer
                }
                Err(words) => Err(Ended::Unasked(words)),
            };
            let full = answer.as_ref().is_ok_and(|answer| answer.memory > MEMORY);
            // Where one cannot be started, the next will not be either.
            let hopeless = matches!(answer, Err(Ended::Failed(_)));
            let _ = events.send((number, answer));
            if hopeless {
                break;
            }
            if full && let Some(idle) = idle.take() {
                idle.dismiss();
            }
        }
        if let Some(idle) = idle {
            idle.dismiss();
        }
    }

    /// Has a request answered, and the worker that did it if it can take another. A worker that has
    /// set other documents may have ended for their sake, or since: where it gives no answer, the
    /// request is retried once on a fresh worker, and what that one does counts. (Of the memory it
    /// may have it holds little.)
    fn answer(
        &self,
        request: &Request,
        setup: &Setup,
        idle: Option<Idle>,
        watched: &Watched,
    ) -> (Result<Answer, Ended>, Option<Idle>) {
        if let Some(idle) = idle.and_then(Idle::if_alive) {
            match idle.begin(watched).ask(None, request) {
                Err(Ended::Crashed(_) | Ended::Failed(_)) => {}
                Err(ended) => return (Err(ended), None),
                Ok((answer, idle)) => return (Ok(answer), idle),
            }
        }
        let started = Busy::start(self.program, self.arguments, watched);
        match started.map_err(Ended::Failed).and_then(|busy| busy.ask(Some(setup), request)) {
            Ok((answer, idle)) => (Ok(answer), idle),
            Err(ended) => (Err(ended), None),
        }
    }
}

#[cfg(all(test, unix))]
mod tests;
