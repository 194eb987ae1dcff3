//! How long what is listed beside pages may be.

/// As many characters as a title may have, far below what the standards allow a PDF to list.
pub const LONGEST_TITLE: usize = 2000;

/// The most characters of a short title: as many as a running foot surely holds.
pub const LONGEST_FOOT: usize = 90;

/// The most characters of a title that stands in two lines.
pub const LONG_TITLE: usize = 120;

/// The most key messages that page one holds, and a reader keeps in mind.
pub const MANY_MESSAGES: usize = 7;
