//! What wakes a session.

use std::sync::mpsc::Sender;
use std::time::Instant;

use crate::document::{Document, Edition};
use crate::run::Viewed;

/// Something to do.
pub enum Wake {
    /// Files of the project changed, at this moment.
    Saved(Instant),
    /// The same, and what is kept of templates or fonts serves no more.
    SavedForAll(Instant),
    /// A browser looks at something, and takes server-sent events, each as it goes over the wire.
    Look(WatchQuery, Sender<String>),
    /// Where a piece of text stands in its file.
    Where {
        /// What is looked at.
        asked: WatchQuery,
        /// The key of the string.
        key: String,
        /// How many of its letters and digits come before.
        at: usize,
        /// Who takes the answer.
        reply: Sender<Reply>,
    },
    /// A place is to be opened in an editor.
    Open {
        /// The file, as messages name it.
        file: String,
        /// The line, from 1.
        line: usize,
        /// The column, from 1, in characters.
        column: usize,
        /// Who takes the answer.
        reply: Sender<Reply>,
    },
}

/// An answer: a status of HTTP, and JSON, or nothing.
pub type Reply = (u16, String);

/// What a browser asks for. What it leaves out, or what there is not, is chosen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WatchQuery {
    /// The brief's id.
    pub brief: Option<String>,
    /// The language.
    pub language: Option<String>,
    /// The document.
    pub document: Option<Document>,
    /// The edition.
    pub edition: Option<Edition>,
}

impl WatchQuery {
    /// What asks for nothing but this.
    pub fn of(viewed: &Viewed) -> Self {
        Self {
            brief: Some(viewed.brief.clone()),
            language: Some(viewed.language.clone()),
            document: Some(viewed.document),
            edition: Some(viewed.edition),
        }
    }

    /// What it asks for, where it leaves nothing to be chosen.
    pub fn whole(&self) -> Option<Viewed> {
        Some(Viewed {
            brief: self.brief.clone()?,
            language: self.language.clone()?,
            document: self.document?,
            edition: self.edition?,
        })
    }
}

impl Wake {
    /// Whether files changed.
    pub fn is_save(&self) -> bool {
        matches!(self, Wake::Saved(_) | Wake::SavedForAll(_))
    }

    /// A save with one that came after it.
    pub fn with(self, next: &Wake) -> Self {
        match (self, next) {
            (Wake::Saved(since), Wake::SavedForAll(_)) => Wake::SavedForAll(since),
            (save, _) => save,
        }
    }
}
