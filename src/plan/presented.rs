//! A part as its templates see it. It is presented once for all its documents: the result is what
//! workers are asked to set, and what a fingerprint is made of.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// What templates see, as JSON: cached once it has been asked for, until it is let go of.
#[derive(Debug, Default)]
pub struct Presented(Mutex<Arc<Editions>>);

/// What templates see in each edition. Both documents are made from the same data.
#[derive(Debug, Default)]
pub struct Editions {
    /// For the screen.
    pub screen: OnceLock<Vec<u8>>,
    /// For the press.
    pub print: OnceLock<Vec<u8>>,
}

impl Presented {
    /// What there is of it.
    pub fn data(&self) -> Arc<Editions> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Drops the cache.
    pub fn let_go(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Arc::default();
    }
}
