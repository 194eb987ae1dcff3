//! What is said of text that does not stand where it should.

use serde::{Deserialize, Serialize};
use typst::text::TextItem;

/// So many characters of a run are reported.
const EXCERPT: usize = 120;

/// Text that does not stand where it can be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Misplaced {
    /// The page, from 1.
    pub page: usize,
    /// What is wrong.
    pub fault: Fault,
    /// Some of the text, as it was set.
    pub text: String,
}

/// What is wrong with a place, the worst first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Fault {
    /// It is outside the page.
    OffPage,
    /// It is outside what clips it.
    Cut,
    /// It stands in a margin that the template keeps free.
    Margin,
    /// It lies on other text, and that.
    OnText(String),
    /// An area is painted over it.
    Covered,
}

/// The beginning of what was set.
pub(super) fn excerpt(item: &TextItem) -> String {
    item.text.chars().take(EXCERPT).collect()
}
