//! A reference that a source can be made of.

use crate::calendar::PartialDate;
use crate::diag::Span;

/// A reference, as a `[[source]]` table has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// Where it stands in its file.
    pub span: Span,
    /// Its id; a valid one once it is settled.
    pub id: String,
    /// Its title.
    pub title: String,
    /// A BCP 47 tag.
    pub language: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// What the family of the first of them is called, where that is known.
    pub family: Option<String>,
    /// Whether others did, too, whom the file does not name.
    pub more_authors: bool,
    /// The title of what it stands in.
    pub container: Option<String>,
    /// Which volume of it.
    pub volume: Option<String>,
    /// Which issue of it.
    pub issue: Option<String>,
    /// On which pages.
    pub pages: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// When.
    pub date: Option<PartialDate>,
    /// Its DOI, bare.
    pub doi: Option<String>,
    /// Its ISBN.
    pub isbn: Option<String>,
    /// Where it is.
    pub url: Option<String>,
    /// The day it was read there, `2025-06-01`.
    pub accessed: Option<PartialDate>,
}
