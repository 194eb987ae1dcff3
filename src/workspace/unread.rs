//! Briefs and translations that need not be read, for whoever opens a project and knows what it was, or what is
//! asked of it.

use super::files::{BriefFiles, TranslationFiles};
use super::inputs::Inputs;
use crate::diag::FileId;

/// Says which briefs and translations need not be read.
pub trait Unread: Sync {
    /// What stands for a brief that is not read.
    type Kept: Send;

    /// What stands for a brief with these files, if it need not be read.
    fn kept(&self, files: &BriefFiles, seen: ReadSoFar<'_>) -> Option<Self::Kept>;

    /// Whether nothing is asked of a translation of a brief that is read, so that it is enough to know that it is
    /// there.
    fn passes(&self, files: &BriefFiles, own: &TranslationFiles, seen: ReadSoFar<'_>) -> bool;
}

/// What has been read of a project before its briefs are.
#[derive(Clone, Copy)]
pub struct ReadSoFar<'w> {
    /// The project file.
    pub project: FileId,
    /// The digests of all that was read so far.
    pub inputs: &'w Inputs,
}

/// Where nothing is known of it, every brief is read.
impl<U: Unread> Unread for Option<U> {
    type Kept = U::Kept;

    fn kept(&self, files: &BriefFiles, seen: ReadSoFar<'_>) -> Option<U::Kept> {
        self.as_ref()?.kept(files, seen)
    }

    fn passes(&self, files: &BriefFiles, own: &TranslationFiles, seen: ReadSoFar<'_>) -> bool {
        self.as_ref().is_some_and(|known| known.passes(files, own, seen))
    }
}

/// Every brief is read.
pub struct ReadAll;

impl Unread for ReadAll {
    type Kept = ();

    fn kept(&self, _: &BriefFiles, _: ReadSoFar<'_>) -> Option<()> {
        None
    }

    fn passes(&self, _: &BriefFiles, _: &TranslationFiles, _: ReadSoFar<'_>) -> bool {
        false
    }
}
