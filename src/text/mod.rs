//! Where lines may break.
//!
//! Typst breaks lines by UAX #14, and by a model of its own in the scripts that write no spaces
//! between words. [`steer`] tailors both with two marks that have no width: U+2060 WORD JOINER
//! where a line must not break, U+200B ZERO WIDTH SPACE where it may. They are for layout alone:
//! no reader is to find them in a text.

mod breaks;
mod long;
mod numbers;
mod segment;
mod units;

#[cfg(test)]
mod tests;

pub use breaks::{steer, steer_parts};
pub use segment::{UNSPACED, is_unspaced};

/// U+2060: no line breaks here.
pub const JOINER: char = '\u{2060}';

/// U+200B: a line may break here.
pub const OPPORTUNITY: char = '\u{200b}';
