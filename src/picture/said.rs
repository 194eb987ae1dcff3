//! What the libraries that read pictures say about them: they drop what they cannot draw, and tell it
//! to the log of the program alone.

use std::cell::RefCell;
use std::sync::Once;

use log::{LevelFilter, Log, Metadata, Record};

thread_local! {
    /// What has been said, while someone listens.
    static SAID: RefCell<Option<Vec<String>>> = const { RefCell::new(None) };
}

/// How many words are kept: a file can make a library say the same a million times.
const KEPT: usize = 200;

/// Whose words are heard.
const HEARD: [&str; 3] = ["usvg", "simplecss", "lopdf"];

struct Listener;

impl Log for Listener {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        let target = metadata.target();
        HEARD.iter().any(|name| target.split("::").next() == Some(*name))
    }

    fn log(&self, record: &Record<'_>) {
        if !self.enabled(record.metadata()) {
            return;
        }
        SAID.with_borrow_mut(|said| {
            let Some(said) = said.as_mut().filter(|said| said.len() < KEPT) else { return };
            let words = record.args().to_string();
            if !said.contains(&words) {
                said.push(words);
            }
        });
    }

    fn flush(&self) {}
}

/// What a function returns, and what was said meanwhile on this thread: each once, in order.
pub(super) fn with_words<T>(function: impl FnOnce() -> T) -> (T, Vec<String>) {
    static LISTENING: Once = Once::new();
    LISTENING.call_once(|| {
        // Nothing else in the program listens.
        if log::set_logger(&Listener).is_ok() {
            log::set_max_level(LevelFilter::Warn);
        }
    });
    let before = SAID.replace(Some(Vec::new()));
    let result = function();
    (result, SAID.replace(before).unwrap_or_default())
}
