//! The program's side: worker processes that are started, watched and ended.

use std::iter;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use super::ended::Ended;
use super::message::{Answer, Request, Setup};
use super::process::{Busy, Idle, Starter};
use super::watch::Watched;
use crate::caught::caught;

/// A worker that holds more memory than this after an answer is recycled, in bytes.
const MEMORY: u64 = 256 << 20;

/// What a worker may hold while others are at work, in bytes. A document that needs more is set when
/// no other is, so that several large ones together take no more of the machine than one.
const SHARE: u64 = 512 << 20;

/// The watchdog interval.
const WATCH: Duration = Duration::from_millis(20);

/// What a pool of workers is made of.
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
    /// Workers that wait for the next run. Each was told what all documents share, which is the same in
    /// every run.
    kept: Mutex<Vec<Idle>>,
    /// What starts workers: threads of a run end with it.
    starter: Starter,
}

impl<'a> Pool<'a> {
    /// A pool without workers: they are started when there is something to do.
    pub fn new(
        (program, arguments): (&'a Path, &'a [&'a str]),
        jobs: usize,
        time_limit: Duration,
        interrupted: &'a AtomicBool,
    ) -> Self {
        let (kept, starter) = (Mutex::default(), Starter::default());
        Self { program, arguments, jobs, time_limit, interrupted, kept, starter }
    }

    fn kept(&self) -> MutexGuard<'_, Vec<Idle>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Pool<'_> {
    fn drop(&mut self) {
        self.kept().drain(..).for_each(Idle::dismiss);
    }
}

/// What there is to do.
pub struct Work<'a> {
    /// What all documents share.
    pub setup: &'a Setup,
    /// The number of the next request for a worker (by its number, from 0).
    pub next: &'a (dyn Fn(usize) -> Option<usize> + Sync),
    /// How many workers there is enough to do for.
    pub workers: usize,
    /// The request of a number. Where it panics, that document is not set and the others are.
    pub request: &'a (dyn Fn(usize) -> Request + Sync),
}

/// What becomes of a request.
#[derive(Debug)]
pub enum Fate {
    /// It was answered.
    Answered(Answer),
    /// There will be no answer.
    Lost(Ended),
    /// There was none, which may be for want of memory or processes: it is asked once more when no
    /// other is.
    Postponed(Ended),
}

/// What became of a request, by its number.
pub type Reported = (usize, Fate);

/// Requests that are asked in parallel, or one by one.
struct Round<'a> {
    /// How many workers there are.
    jobs: usize,
    /// The number of the next request for a worker, and whether it wants a new one.
    next: &'a (dyn Fn(usize) -> Option<(usize, bool)> + Sync),
    /// Whether one that is lost to the machine will be asked again.
    is_last: bool,
}

impl Pool<'_> {
    /// Has every request answered that there is, in parallel, one thread a worker, and reports what
    /// becomes of each, in the order in which it happens. Workers stay for another run. What the machine had no room for is asked
    /// once more, one request at a time.
    pub fn run(&self, work: &Work<'_>, on_finished: &mut dyn FnMut(Reported)) {
        let mut postponed = Vec::new();
        let first = Round {
            jobs: self.jobs.min(work.workers).max(1),
            next: &|worker| Some(((work.next)(worker)?, false)),
            is_last: false,
        };
        self.round(&first, work, &mut |(number, fate)| {
            if matches!(fate, Fate::Postponed(_)) {
                postponed.push(number);
            }
            on_finished((number, fate));
        });
        if postponed.is_empty() {
            return;
        }
        self.kept().drain(..).for_each(Idle::dismiss);
        // Where workers could not be started, there may be some that no one got to.
        let postponed = Mutex::new(postponed.into_iter());
        let next = |worker| {
            let number = postponed.lock().unwrap_or_else(PoisonError::into_inner).next();
            let others = iter::from_fn(|| (work.next)(worker)).map(|number| (number, false));
            number.map(|number| (number, true)).into_iter().chain(others).next()
        };
        self.round(&Round { jobs: 1, next: &next, is_last: true }, work, on_finished);
    }

    fn round(&self, round: &Round<'_>, work: &Work<'_>, on_finished: &mut dyn FnMut(Reported)) {
        let watched: Vec<Watched> = (0..round.jobs).map(|_| Watched::default()).collect();
        let share = (round.jobs > 1).then_some(SHARE);
        // Backpressure: where writing is slower than setting, workers wait at a bounded channel
        // rather than fill the memory.
        let (sender, events) = mpsc::sync_channel(2 * watched.len());
        thread::scope(|scope| {
            for (number, watched) in watched.iter().enumerate() {
                let events = sender.clone();
                let drive = move || self.drive(number, round, work, watched, &events);
                // Others take over what a thread would do that cannot be started.
                if let Err(error) = thread::Builder::new().spawn_scoped(scope, drive)
                    && number == 0
                {
                    if let Some((first, _)) = (round.next)(number) {
                        on_finished((first, Fate::Lost(Ended::Failed(error))));
                    }
                    break;
                }
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
                    watched.end_if(interrupted, self.time_limit, share);
                }
            }
        });
    }

    /// Runs one worker after another, until there is no request left.
    fn drive(
        &self,
        worker: usize,
        round: &Round<'_>,
        work: &Work<'_>,
        watched: &Watched,
        events: &mpsc::SyncSender<Reported>,
    ) {
        let mut idle: Option<Idle> = self.kept().pop();
        while !self.interrupted.load(Ordering::Relaxed)
            && let Some((number, wants_new)) = (round.next)(worker)
        {
            if wants_new && let Some(idle) = idle.take() {
                idle.dismiss();
            }
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
            let fate = match answer {
                Ok(answer) => Fate::Answered(answer),
                Err(ended) if !round.is_last && ended.is_the_machines() => Fate::Postponed(ended),
                Err(ended) => Fate::Lost(ended),
            };
            let _ = events.send((number, fate));
            if hopeless {
                break;
            }
            if full && let Some(idle) = idle.take() {
                idle.dismiss();
            }
        }
        self.kept().extend(idle);
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
        let program = (self.program, self.arguments);
        let started = Busy::start_by(&self.starter, program, watched);
        match started.map_err(Ended::Failed).and_then(|busy| busy.ask(Some(setup), request)) {
            Ok((answer, idle)) => (Ok(answer), idle),
            Err(ended) => (Err(ended), None),
        }
    }
}

#[cfg(all(test, unix))]
mod tests;
