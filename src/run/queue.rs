//! Who takes which task. Neighbouring tasks share work, so each worker has a run of them; one that
//! is through with its own takes over the second half of the longest run that is left (work
//! stealing).

use std::ops::Range;
use std::sync::{Mutex, PoisonError};

/// The runs of tasks of all workers.
#[derive(Debug)]
pub struct Queue(Mutex<Vec<Range<usize>>>);

impl Queue {
    /// Shares out tasks, known by their numbers from 0.
    pub fn new(tasks: usize, workers: usize) -> Self {
        let workers = workers.max(1);
        let cut = |worker: usize| worker * tasks / workers;
        Self(Mutex::new((0..workers).map(|worker| cut(worker)..cut(worker + 1)).collect()))
    }

    /// The next task of a worker; `None` when there is none for anyone.
    pub fn next(&self, worker: usize) -> Option<usize> {
        let mut runs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(task) = runs[worker].next() {
            return Some(task);
        }
        let longest = (0..runs.len()).max_by_key(|&other| runs[other].len())?;
        let middle = runs[longest].start + runs[longest].len() / 2;
        runs[worker] = middle..runs[longest].end;
        runs[longest].end = middle;
        runs[worker].next()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_task_is_taken_once_by_whoever_is_free() {
        for (tasks, workers) in [(0, 1), (1, 3), (7, 2), (100, 4)] {
            let queue = Queue::new(tasks, workers);
            let mut taken: Vec<usize> = Vec::new();
            // The last worker is quick: it takes three tasks while each other takes one.
            'all: loop {
                for worker in (0..workers).chain([workers - 1; 2]) {
                    match queue.next(worker) {
                        Some(task) => taken.push(task),
                        None => break 'all,
                    }
                }
            }
            taken.sort_unstable();
            assert_eq!(taken, (0..tasks).collect::<Vec<_>>(), "{tasks} tasks, {workers} workers");
        }
    }

    #[test]
    fn a_worker_goes_through_its_run_in_order() {
        let queue = Queue::new(10, 2);
        assert_eq!([0, 0, 1, 1].map(|worker| queue.next(worker)), [0, 1, 5, 6].map(Some));
    }
}
