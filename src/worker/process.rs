//! One worker process. It is [`Busy`] from its start, or from being asked, until it has answered;
//! then it is [`Idle`], if no one ended it meanwhile. There is no third state: one that gave no
//! answer, or was ended after it gave one, is gone.

use std::io::{self, BufReader, BufWriter, Read};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::ended::{Ended, LastWords};
use super::message::{Answer, MessageError, Request, Setup, receive, send};
use super::watch::{KilledFor, Watched};

/// Of what a worker says, the end is kept, in bytes.
const KEPT: usize = 16 << 10;

/// What mimalloc, the allocator, is told in a worker's environment. For how long it keeps memory that was
/// freed before the system has it back, in milliseconds: document after document needs as much again, and
/// what the system gives out anew it fills with zeros first. And how much it sets aside at once, in
/// kilobytes: the gigabyte that it takes otherwise counts as address space, of which a worker has a limit.
const ALLOCATOR: [(&str, &str); 2] =
    [("MIMALLOC_PURGE_DELAY", "1000"), ("MIMALLOC_ARENA_RESERVE", "65536")];

/// How long a worker may take to end by itself.
const ENDING: Duration = Duration::from_secs(1);

/// A worker that waits for a request.
pub(super) struct Idle(Process);

/// A worker that is watched, for it has something to do.
pub(super) struct Busy<'w> {
    process: Process,
    watched: &'w Watched,
}

struct Process {
    child: Arc<Mutex<Child>>,
    input: BufWriter<ChildStdin>,
    output: BufReader<ChildStdout>,
    words: JoinHandle<String>,
}

impl Idle {
    /// The same, if it has not ended meanwhile.
    pub(super) fn if_alive(self) -> Option<Self> {
        let state = self.0.child.lock().unwrap_or_else(PoisonError::into_inner).try_wait();
        match state {
            Ok(None) => Some(self),
            _ => {
                self.0.end();
                None
            }
        }
    }

    /// Has it watched.
    pub(super) fn begin(self, watched: &Watched) -> Busy<'_> {
        watched.begin(&self.0.child);
        Busy { process: self.0, watched }
    }

    /// Lets it end by itself: its input is over.
    pub(super) fn dismiss(self) {
        self.0.end();
    }
}

impl<'w> Busy<'w> {
    /// Starts a worker, which ends with this thread.
    pub(super) fn start(
        program: &Path,
        arguments: &[&str],
        watched: &'w Watched,
    ) -> io::Result<Self> {
        let child = command(program, arguments).spawn()?;
        Ok(Idle(Process::of(child)?).begin(watched))
    }

    /// Starts a worker, which ends with another thread.
    pub(super) fn start_by(
        starter: &Starter,
        (program, arguments): (&Path, &[&str]),
        watched: &'w Watched,
    ) -> io::Result<Self> {
        let child = starter.spawn(command(program, arguments))?;
        Ok(Idle(Process::of(child)?).begin(watched))
    }

    /// Asks it, after telling it what all documents share if it is new. With the answer comes the
    /// worker, if it can take another request.
    pub(super) fn ask(
        mut self,
        setup: Option<&Setup>,
        request: &Request,
    ) -> Result<(Answer, Option<Idle>), Ended> {
        if let Some(setup) = setup
            && let Err(error) = send(setup, &mut self.process.input)
        {
            return self.outcome(Err(error.into()));
        }
        let answer = self.exchange(request);
        self.outcome(answer)
    }

    fn exchange(&mut self, request: &Request) -> Result<Option<Answer>, MessageError> {
        send(request, &mut self.process.input)?;
        receive(&mut self.process.output)
    }

    fn finish(self) -> (Option<KilledFor>, Process) {
        (self.watched.finish(), self.process)
    }

    /// What has come of a request.
    fn outcome(
        self,
        answer: Result<Option<Answer>, MessageError>,
    ) -> Result<(Answer, Option<Idle>), Ended> {
        let (ended, process) = self.finish();
        match (answer, ended) {
            (Ok(Some(answer)), None) => Ok((answer, Some(Idle(process)))),
            (Ok(Some(answer)), Some(_)) => {
                process.end();
                Ok((answer, None))
            }
            (_, Some(why)) => {
                process.end();
                Err(why.into())
            }
            (_, None) => Err(process.end().into()),
        }
    }
}

/// What starts a worker.
fn command(program: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments);
    command.envs(ALLOCATOR);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    #[cfg(unix)]
    {
        // Its own process group, so no SIGINT from the terminal: that is for the program, which
        // then ends its workers.
        use std::os::unix::process::CommandExt;
        command.process_group(0);
    }
    command
}

/// Starts workers that are to outlive the threads that ask them. A worker asks Linux to be ended with what
/// started it, which is a thread, not its process: this one is there as long as the starter.
#[derive(Default)]
pub(super) struct Starter(Mutex<Option<StarterThread>>);

struct StarterThread {
    commands: Sender<(Command, Sender<io::Result<Child>>)>,
    thread: JoinHandle<()>,
}

impl StarterThread {
    fn begin() -> io::Result<Self> {
        let (commands, asked) = mpsc::channel::<(Command, Sender<io::Result<Child>>)>();
        let start = move || {
            for (mut command, answer) in asked {
                let _ = answer.send(command.spawn());
            }
        };
        Ok(Self { commands, thread: thread::Builder::new().spawn(start)? })
    }
}

impl Starter {
    fn spawn(&self, command: Command) -> io::Result<Child> {
        let commands = {
            let mut thread = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let there = match thread.take() {
                Some(there) => there,
                None => StarterThread::begin()?,
            };
            thread.insert(there).commands.clone()
        };
        let (answer, child) = mpsc::channel();
        let gone = |_| io::Error::other("the thread that starts workers is gone");
        commands.send((command, answer)).map_err(|_| gone(mpsc::RecvError))?;
        child.recv().map_err(gone)?
    }
}

impl Drop for Starter {
    fn drop(&mut self) {
        let thread = self.0.get_mut().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(StarterThread { commands, thread }) = thread {
            drop(commands);
            let _ = thread.join();
        }
    }
}

impl Process {
    fn of(mut child: Child) -> io::Result<Self> {
        let (input, output, errors) =
            (child.stdin.take(), child.stdout.take(), child.stderr.take());
        let (Some(input), Some(output), Some(errors)) = (input, output, errors) else {
            return Err(io::Error::other("a worker without pipes"));
        };
        match thread::Builder::new().spawn(move || last_words(errors)) {
            Ok(words) => Ok(Self {
                child: Arc::new(Mutex::new(child)),
                input: BufWriter::new(input),
                output: BufReader::new(output),
                words,
            }),
            Err(error) => {
                let _ = child.kill();
                let _ = child.wait();
                Err(error)
            }
        }
    }

    /// Ends it; how it ended, and what it said last.
    fn end(self) -> LastWords {
        let Self { child, input, output, words } = self;
        // Its pipes are closed, so it is about to end, and how it ends says why. What is still to be
        // written would wait for one that does not read.
        drop((input.into_parts(), output));
        let mut child = child.lock().unwrap_or_else(PoisonError::into_inner);
        let soon = Instant::now() + ENDING;
        while matches!(child.try_wait(), Ok(None)) && Instant::now() < soon {
            thread::sleep(Duration::from_millis(5));
        }
        let goes_on = matches!(child.try_wait(), Ok(None));
        let _ = child.kill();
        let status = child.wait().ok().filter(|_| !goes_on);
        LastWords { status, words: words.join().unwrap_or_default() }
    }
}

/// All that is said, to its end, of which the end is kept. Read in a thread of its own, which
/// avoids a deadlock on a full pipe.
fn last_words(mut from: impl Read) -> String {
    let (mut words, mut more) = (Vec::new(), [0; 4096]);
    loop {
        match from.read(&mut more) {
            Ok(0) => break,
            Ok(length) => words.extend_from_slice(&more[..length]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => break,
        }
        if words.len() > 2 * KEPT {
            words.drain(..words.len() - KEPT);
        }
    }
    let end = words.len().saturating_sub(KEPT);
    String::from_utf8_lossy(&words[end..]).into_owned()
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_worker_that_was_ended_after_it_answered_takes_no_other_request() {
        let watched = Watched::default();
        let answer = Answer {
            made: Vec::new(),
            thumbnail: None,
            sheets: Vec::new(),
            previews: Vec::new(),
            faults: Vec::new(),
            memory: 0,
        };
        for (interrupted, limit) in [(false, Duration::ZERO), (true, Duration::MAX)] {
            let sleeper = || Busy::start(Path::new("/bin/sleep"), &["60"], &watched).unwrap();
            let busy = sleeper();
            thread::sleep(Duration::from_millis(1));
            watched.end_if(interrupted, limit, None);
            let (_, idle) = busy.outcome(Ok(Some(answer.clone()))).unwrap();
            assert!(idle.is_none());
            let busy = sleeper();
            thread::sleep(Duration::from_millis(1));
            watched.end_if(interrupted, limit, None);
            let ended = busy.outcome(Ok(None)).err().unwrap();
            assert!(matches!(
                (interrupted, ended),
                (false, Ended::TooLong) | (true, Ended::Interrupted)
            ));
            // Where no one ended it, it is there for the next.
            let (_, idle) = sleeper().outcome(Ok(Some(answer.clone()))).unwrap();
            let idle = idle.unwrap();
            watched.end_if(interrupted, limit, None);
            let idle = idle.if_alive().unwrap();
            idle.0.child.lock().unwrap().kill().unwrap();
            idle.0.child.lock().unwrap().wait().unwrap();
            assert!(idle.if_alive().is_none());
        }
    }

    #[test]
    fn of_last_words_the_last_are_kept() {
        let said = format!("{}the end", "noise ".repeat(100_000));
        let kept = last_words(said.as_bytes());
        assert_eq!(kept.len(), KEPT);
        assert!(said.ends_with(&kept));
        assert_eq!(last_words(&b"few"[..]), "few");
    }
}
