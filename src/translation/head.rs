//! What a translation's file says of itself.

use crate::brief::TranslationStatus;
use crate::diag::{Code, Diagnostic, Span};
use crate::tree::{Reader, Table, Text};

/// The table `[translation]`.
#[derive(Debug, Clone)]
pub(super) enum Head {
    /// It is being worked on.
    Draft,
    /// Someone has read it.
    Reviewed {
        /// Who.
        by: String,
        /// Where it says so.
        at: Span,
    },
}

impl Head {
    /// Reads it, and reports what is wrong with it.
    pub(super) fn read(root: &Table<'_>, reader: &Reader) -> Self {
        let Some(head) = root.table("translation") else {
            root.missing("translation", "add `[translation]` and below it `status = \"draft\"`");
            return Head::Draft;
        };
        let status = head.required_word("status");
        let reviewer = head.text("reviewer");
        head.text("translator");
        let read = status.map_or(Head::Draft, |status| Self::of(&status, reviewer, &head, reader));
        head.finish();
        read
    }

    /// Where it says that someone has reviewed it, if it does.
    pub(super) fn reviewed_at(&self) -> Option<Span> {
        match self {
            Head::Draft => None,
            Head::Reviewed { at, .. } => Some(*at),
        }
    }

    fn of(status: &Text, reviewer: Option<Text>, head: &Table<'_>, reader: &Reader) -> Self {
        if status.value == TranslationStatus::Reviewed.name() {
            match reviewer {
                Some(by) => return Head::Reviewed { by: by.value, at: status.span },
                None => head.missing("reviewer", "add `reviewer = \"…\"`: who read it"),
            }
        } else if status.value != TranslationStatus::Draft.name() {
            reader.push(
                Diagnostic::new(Code::BadValue, format!("`status` cannot be `{}`", status.value))
                    .at(status.span)
                    .key(&status.key)
                    .help("it takes `\"draft\"` or `\"reviewed\"`"),
            );
        }
        Head::Draft
    }
}
