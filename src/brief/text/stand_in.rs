//! Characters that no text may hold (U+FDD0 and on) and that say something of what is beside them.

/// Stands for a letter beside asterisks that punctuation would keep from being emphasis.
pub(super) const JOINT: char = '\u{FDD0}';
/// Stands before a character that is to print, whatever it could mean.
pub(super) const ESCAPED: char = '\u{FDD1}';
