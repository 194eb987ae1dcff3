//! What the program wants of the machine before it does anything: signals that do not end it, threads,
//! and memory to begin with.

use std::num::NonZeroUsize;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, available_parallelism};

use rayon::{ThreadBuilder, ThreadPoolBuilder};

use super::error::Error;
use crate::worker::granted_memory;

/// Without so much memory even a small project cannot be read, in megabytes.
const LEAST_MEMORY: u64 = 256;

/// From now on a file that would grow larger than the system lets it (`ulimit -f`) is a write that
/// fails, which has a message, and not the end of the program. The signal is held back: threads that
/// are started later hold it back too.
pub fn outlive_large_files() {
    #[cfg(unix)]
    {
        use nix::sys::signal::{SigSet, Signal};
        let mut held = SigSet::empty();
        held.add(Signal::SIGXFSZ);
        let _ = held.thread_block();
    }
}

/// Whether there is memory to begin with. What runs out of it later ends without a word of ours.
///
/// # Errors
///
/// The system lets a process have too little.
pub fn has_memory() -> Result<(), Error> {
    match granted_memory(LEAST_MEMORY << 20).map(|bytes| bytes >> 20) {
        Some(most) => Err(Error::NoMemory { most, least: LEAST_MEMORY }),
        None => Ok(()),
    }
}

/// Starts the threads for what is done in parallel in this process (rayon), as many as there can be up
/// to one a processor core: rayon itself panics where one of them cannot be started. Where there is
/// none, this thread does it all.
pub fn start_threads() {
    let wanted = available_parallelism().map_or(1, NonZeroUsize::get);
    let started: Vec<Sender<ThreadBuilder>> = (0..wanted).map_while(|_| start()).collect();
    let pool = match started.len() {
        0 => ThreadPoolBuilder::new().num_threads(1).use_current_thread().build_global(),
        count => {
            let mut waiting = started.into_iter();
            let hand_over = move |thread: ThreadBuilder| {
                // There are as many as it asks for, and each waits.
                let _ = waiting.next().map(|waits| waits.send(thread));
                Ok(())
            };
            ThreadPoolBuilder::new().num_threads(count).spawn_handler(hand_over).build_global()
        }
    };
    // There is one already only where this process runs several commands.
    let _ = pool;
}

/// A thread that waits for its work.
fn start() -> Option<Sender<ThreadBuilder>> {
    let (sender, work): (_, Receiver<ThreadBuilder>) = channel();
    let run = move || {
        if let Ok(thread) = work.recv() {
            thread.run();
        }
    };
    thread::Builder::new().spawn(run).ok().map(|_| sender)
}
