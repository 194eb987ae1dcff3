//! The program's side: worker processes that are started, watched and ended.

use std::io::{self, BufReader, BufWriter, Read};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::message::{Answer, Request, Setup, receive, send};

/// A worker that holds more memory than this after an answer makes place for a new one, in bytes.
const MEMORY: u64 = 256 << 20;

/// How often workers are looked after.
const WATCH: Duration = Duration::from_millis(50);

/// Of what a worker says before it ends, as much is kept, in bytes.
const LAST_WORDS: u64 = 16 << 10;

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
    /// Set from outside to end everything at once.
    pub interrupted: &'a AtomicBool,
}

/// A request, by its number, was answered, or its worker ended.
pub type Finished = (usize, Result<Answer, Ended>);

/// Why a worker gave no answer.
#[derive(Debug)]
pub enum Ended {
    /// It took longer than it may.
    TooLong,
    /// It wanted more memory than it may have.
    TooMuchMemory,
    /// It went in deeper than its stack.
    TooDeep,
    /// It could not be started or spoken to.
    Failed(io::Error),
    /// It ended for another reason, which is a bug; with its last words.
    Crashed(String),
    /// The build was interrupted.
    Interrupted,
}

impl Pool<'_> {
    /// Hands every request that `next` gives for a worker (by its number, from 0) to it, and reports what becomes of it, in the
    /// order in which it happens. A request has a number of the caller's.
    pub fn run(
        &self,
        setup: &Setup,
        next: &(dyn Fn(usize) -> Option<(usize, Request)> + Sync),
        on_finished: &mut dyn FnMut(Finished),
    ) {
        let watched: Vec<Watched> = (0..self.jobs.max(1)).map(|_| Watched::default()).collect();
        // Where writing is slower than setting, workers wait rather than fill the memory.
        let (sender, events) = mpsc::sync_channel(2 * watched.len());
        thread::scope(|scope| {
            for (number, watched) in watched.iter().enumerate() {
                let (sender, next) = (sender.clone(), move || next(number));
                scope.spawn(move || self.drive(setup, watched, &next, &sender));
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
        setup: &Setup,
        watched: &Watched,
        next: &dyn Fn() -> Option<(usize, Request)>,
        events: &mpsc::SyncSender<Finished>,
    ) {
        let mut worker: Option<Worker> = None;
        while !self.interrupted.load(Ordering::Relaxed)
            && let Some((number, request)) = next()
        {
            let answer = self.ask(&request, setup, &mut worker, watched);
            let full = answer.as_ref().is_ok_and(|answer| answer.memory > MEMORY);
            // Where one cannot be started, the next will not be either.
            let hopeless = matches!(answer, Err(Ended::Failed(_)));
            let _ = events.send((number, answer));
            if hopeless {
                break;
            }
            if full && let Some(worker) = worker.take() {
                worker.dismiss();
            }
        }
        if let Some(worker) = worker {
            worker.dismiss();
        }
    }

    fn ask(
        &self,
        request: &Request,
        setup: &Setup,
        worker: &mut Option<Worker>,
        watched: &Watched,
    ) -> Result<Answer, Ended> {
        let here = match worker {
            Some(worker) => worker,
            None => worker
                .insert(Worker::start(self.program, self.arguments, setup).map_err(Ended::Failed)?),
        };
        watched.begin(&here.child);
        let answer = here.ask(request);
        let too_long = watched.finish();
        match answer {
            Ok(Some(answer)) => Ok(answer),
            Ok(None) | Err(_) => {
                let (status, words) = worker.take().map_or_else(Default::default, Worker::bury);
                Err(if self.interrupted.load(Ordering::Relaxed) {
                    Ended::Interrupted
                } else if too_long {
                    Ended::TooLong
                } else if words.contains("memory allocation of") {
                    Ended::TooMuchMemory
                } else if words.contains("overflowed its stack") {
                    Ended::TooDeep
                } else {
                    let status = status.map_or_else(String::new, |status| status.to_string());
                    Ended::Crashed(format!("{status}\n{}", words.trim_end()))
                })
            }
        }
    }
}

/// The worker at work on a request, for whoever watches it.
#[derive(Debug, Default)]
struct Watched(Mutex<Option<Work>>);

#[derive(Debug)]
struct Work {
    child: Arc<Mutex<Child>>,
    since: Instant,
    too_long: bool,
}

impl Watched {
    fn begin(&self, child: &Arc<Mutex<Child>>) {
        let work = Work { child: child.clone(), since: Instant::now(), too_long: false };
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(work);
    }

    /// Whether the worker was ended since it took too long.
    fn finish(&self) -> bool {
        let work = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        work.is_some_and(|work| work.too_long)
    }

    fn end_if(&self, interrupted: bool, limit: Duration) {
        let mut work = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(work) = work.as_mut() else { return };
        work.too_long |= work.since.elapsed() > limit;
        if interrupted || work.too_long {
            let _ = work.child.lock().unwrap_or_else(PoisonError::into_inner).kill();
        }
    }
}

/// A worker process.
struct Worker {
    child: Arc<Mutex<Child>>,
    input: BufWriter<ChildStdin>,
    output: BufReader<ChildStdout>,
    last_words: JoinHandle<String>,
}

impl Worker {
    fn start(program: &Path, arguments: &[&str], setup: &Setup) -> io::Result<Self> {
        let mut command = Command::new(program);
        command.args(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        #[cfg(unix)]
        {
            // A signal of the terminal is for the program, which then ends its workers.
            use std::os::unix::process::CommandExt;
            command.process_group(0);
        }
        let mut child = command.spawn()?;
        let (input, output, errors) =
            (child.stdin.take(), child.stdout.take(), child.stderr.take());
        let (Some(input), Some(output), Some(errors)) = (input, output, errors) else {
            return Err(io::Error::other("a worker without pipes"));
        };
        let last_words = thread::spawn(move || {
            let mut words = Vec::new();
            let _ = errors.take(LAST_WORDS).read_to_end(&mut words);
            String::from_utf8_lossy(&words).into_owned()
        });
        let mut worker = Self {
            child: Arc::new(Mutex::new(child)),
            input: BufWriter::new(input),
            output: BufReader::new(output),
            last_words,
        };
        match send(setup, &mut worker.input) {
            Ok(()) => Ok(worker),
            Err(error) => {
                let (_, words) = worker.bury();
                Err(io::Error::other(format!("{error}; {}", words.trim_end())))
            }
        }
    }

    fn ask(&mut self, request: &Request) -> io::Result<Option<Answer>> {
        send(request, &mut self.input)?;
        receive(&mut self.output)
    }

    /// Lets it end by itself: its input is over.
    fn dismiss(self) {
        let Self { child, input, output, last_words } = self;
        drop(input);
        let _ = child.lock().unwrap_or_else(PoisonError::into_inner).wait();
        drop(output);
        let _ = last_words.join();
    }

    /// Ends it; how it ended, and what it said last.
    fn bury(self) -> (Option<ExitStatus>, String) {
        let Self { child, input, output, last_words } = self;
        drop((input, output));
        let mut child = child.lock().unwrap_or_else(PoisonError::into_inner);
        // Its pipes are closed, so it is about to end, and how it ends says why.
        let soon = Instant::now() + Duration::from_secs(1);
        while matches!(child.try_wait(), Ok(None)) && Instant::now() < soon {
            thread::sleep(Duration::from_millis(5));
        }
        let _ = child.kill();
        (child.wait().ok(), last_words.join().unwrap_or_default())
    }
}
