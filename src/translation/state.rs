//! How far one string of a translation is.

use serde::Serialize;

use super::lock::{LockEntry, Recorded};
use crate::tree::Text;

/// How far one string is. Each is in one of these states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// It is not there.
    Missing,
    /// It is there, but nothing says what it was translated from.
    Unknown,
    /// It is to be looked at again: fuzzy, a machine's, or made from another original.
    NeedsReview,
    /// Its original changed since.
    Stale,
    /// It is there, and its original did not change.
    Translated,
    /// Someone has read it, too, as it is.
    Reviewed,
}

impl State {
    /// All states, from the least to the most.
    pub const ALL: [State; 6] = [
        State::Missing,
        State::Unknown,
        State::NeedsReview,
        State::Stale,
        State::Translated,
        State::Reviewed,
    ];

    /// Its name, such as `needs-review`.
    pub fn name(self) -> &'static str {
        match self {
            State::Missing => "missing",
            State::Unknown => "unknown",
            State::NeedsReview => "needs-review",
            State::Stale => "stale",
            State::Translated => "translated",
            State::Reviewed => "reviewed",
        }
    }

    /// Whether it translates the original as it is now.
    pub fn is_current(self) -> bool {
        matches!(self, State::Translated | State::Reviewed)
    }

    /// The state of a string that is there, by what the lock knows of it.
    pub(super) fn of_text(translation: &str, entry: Option<&LockEntry>, original: &Text) -> Self {
        let Some(entry) = entry else { return State::Unknown };
        match &entry.state {
            Recorded::Unknown => State::Unknown,
            Recorded::NeedsReview => State::NeedsReview,
            _ if !entry.original.is_of(&original.value) => State::Stale,
            // What was read is not what stands there now.
            Recorded::Reviewed { .. } if !entry.is_edited(translation) => State::Reviewed,
            _ => State::Translated,
        }
    }
}
