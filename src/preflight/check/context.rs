//! What the checks look at.

use super::super::finding::Settings;
use super::super::page::Page;
use super::super::pdf::Pdf;
use super::super::xmp::Xmp;

/// A file that can be read.
pub struct Inspection<'a> {
    /// The document.
    pub pdf: &'a Pdf,
    /// Its pages.
    pub pages: &'a [Page<'a>],
    /// Its XMP metadata, where they can be read.
    pub xmp: Option<&'a Xmp>,
    /// What to measure against.
    pub settings: &'a Settings,
}
