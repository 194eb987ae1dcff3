//! What was found of a text, for when it comes again: a brief's strings do in each of its documents,
//! labels, names and official wording in each brief.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// What was found, by text.
#[derive(Debug)]
pub(super) struct Memory<T> {
    found: Option<HashMap<String, Vec<T>>>,
    /// Bytes of text, and how many are remembered.
    size: usize,
    most: usize,
}

impl<T: Clone> Memory<T> {
    /// Nothing yet; no more than so many bytes of text are ever remembered.
    pub(super) const fn new(most: usize) -> Mutex<Self> {
        Mutex::new(Self { found: None, size: 0, most })
    }

    /// What there is in a text: looked for where it was not seen before.
    pub(super) fn recall(
        memory: &Mutex<Self>,
        key: String,
        look: impl FnOnce() -> Vec<T>,
    ) -> Vec<T> {
        let open = || memory.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = open().found.as_ref().and_then(|found| found.get(&key)) {
            return found.clone();
        }
        let new = look();
        let mut memory = open();
        memory.size += key.len();
        if memory.size > memory.most {
            memory.size = key.len();
            memory.found = None;
        }
        memory.found.get_or_insert_default().insert(key, new.clone());
        new
    }
}
