//! Colours as they are printed.

/// Per cent of cyan, magenta, yellow and black.
pub type Cmyk = [u8; 4];

/// A colour as it is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ink {
    /// Of the four process inks.
    Process(Cmyk),
    /// Of an ink of its own, named as the print shop knows it, with what stands for it where that
    /// ink is not there.
    Spot {
        /// Such as `PANTONE 2955 C`.
        name: String,
        /// The alternate.
        alternate: Cmyk,
    },
}
