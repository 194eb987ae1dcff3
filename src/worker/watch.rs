//! The watchdog: timeout and cancellation, both by kill. Whoever asked a worker learns of it; an
//! answer may come before the kill (race).

use std::process::Child;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::limits::memory_of;

/// Why a worker was ended from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum KilledFor {
    TooLong,
    /// It holds more than its share of the memory while others are at work.
    TooLarge,
    Interrupted,
}

/// The worker that is at work on a request, if one is, for whoever watches it.
#[derive(Debug, Default)]
pub(super) struct Watched(Mutex<Option<WatchedTask>>);

#[derive(Debug)]
struct WatchedTask {
    child: Arc<Mutex<Child>>,
    since: Instant,
    ended: Option<KilledFor>,
}

impl Watched {
    pub(super) fn begin(&self, child: &Arc<Mutex<Child>>) {
        let task = WatchedTask { child: child.clone(), since: Instant::now(), ended: None };
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(task);
    }

    /// From now on no one ends it; whether someone did.
    pub(super) fn finish(&self) -> Option<KilledFor> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()?.ended
    }

    /// Ends it if the build was interrupted, if it takes longer than it may, or if it holds more
    /// memory than its share, in bytes.
    pub(super) fn end_if(&self, interrupted: bool, limit: Duration, share: Option<u64>) {
        let mut task = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(task) = task.as_mut() else { return };
        let mut child = task.child.lock().unwrap_or_else(PoisonError::into_inner);
        let why = match interrupted {
            true => KilledFor::Interrupted,
            false if task.since.elapsed() > limit => KilledFor::TooLong,
            false if share.is_some_and(|share| memory_of(child.id()) > share) => {
                KilledFor::TooLarge
            }
            false => return,
        };
        task.ended.get_or_insert(why);
        let _ = child.kill();
    }
}
