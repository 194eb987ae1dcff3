//! What is wrong with a picture: found before anything is set, so that none prints in part or as
//! something else without a word.

use std::sync::Arc;

/// What is wrong with a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureFault {
    /// How much it matters.
    pub weight: FaultWeight,
    /// What it is, to stand after the name of the file.
    pub what: String,
    /// What to do.
    pub help: String,
}

/// How much a fault matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FaultWeight {
    /// It is shown, and something of it is as no one said.
    Told,
    /// Something of it would be lost or changed.
    Refused,
    /// It takes more than it may.
    Over,
}

impl PictureFault {
    /// What is to be known of a picture that is shown.
    pub(super) fn told(what: impl Into<String>, help: impl Into<String>) -> Self {
        Self { weight: FaultWeight::Told, what: what.into(), help: help.into() }
    }

    /// Why a picture cannot be shown.
    pub(super) fn refused(what: impl Into<String>, help: impl Into<String>) -> Self {
        Self { weight: FaultWeight::Refused, what: what.into(), help: help.into() }
    }

    /// What a picture has too much of.
    pub(super) fn over(what: impl Into<String>, help: impl Into<String>) -> Self {
        Self { weight: FaultWeight::Over, what: what.into(), help: help.into() }
    }

    /// Of a file that has lost something.
    pub(super) fn damaged(what: impl AsRef<str>) -> Self {
        Self::refused(
            format!("is damaged: {}", what.as_ref()),
            "copy it again from where it came from, or save it again",
        )
    }
}

/// A face that text in a picture is set in.
#[derive(Clone)]
pub struct PictureFace {
    /// Which of the faces it is.
    pub number: usize,
    /// The file that it is in.
    pub file: Arc<dyn AsRef<[u8]> + Send + Sync>,
    /// Where in the file.
    pub index: u32,
}

/// The faces that the text in a picture can be set in.
pub trait PictureFaces: Sync {
    /// Whether there is a family of this name.
    fn has_family(&self, name: &str) -> bool;
    /// Whether any of them has a glyph for a character.
    fn covers(&self, character: char) -> bool;
    /// The face that a text is set in: of the first family that is there, or else of pages.
    fn face(&self, asked: &usvg::Font) -> Option<PictureFace>;
    /// The face that a character is set in which another face has no glyph for.
    fn fallback(&self, character: char, other: Option<usize>) -> Option<PictureFace>;
}
