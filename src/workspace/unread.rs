//! Briefs and translations that need not be read, for whoever opens a project and knows what it was, or what is
//! asked of it.

use super::files::{BriefFiles, TranslationFiles};
use super::inputs::Inputs;
use crate::diag::FileId;

/// Says which briefs and translations need not be read.
pub trait Unread: Sync {
    /// What stands for a brief that is not read.
    type Kept: Send;

    /// What stands for a brief with these files, if it need not be read. `project` is the project
    /// file, and `inputs` are the digests of all that was read so far.
    fn kept(&self, files: &BriefFiles, project: FileId, inputs: &Inputs) -> Option<Self::Kept>;

    /// Whether nothing is asked of a translation of a brief that is read, so that it is enough to know that it is
    /// there.
    fn passes(
        &self,
        files: &BriefFiles,
        translation: &TranslationFiles,
        project: FileId,
        inputs: &Inputs,
    ) -> bool;
}

/// Where nothing is known of it, every brief is read.
impl<U: Unread> Unread for Option<U> {
    type Kept = U::Kept;

    fn kept(&self, files: &BriefFiles, project: FileId, inputs: &Inputs) -> Option<U::Kept> {
        self.as_ref()?.kept(files, project, inputs)
    }

    fn passes(
        &self,
        files: &BriefFiles,
        translation: &TranslationFiles,
        project: FileId,
        inputs: &Inputs,
    ) -> bool {
        self.as_ref().is_some_and(|known| known.passes(files, translation, project, inputs))
    }
}

/// Every brief is read.
pub struct ReadAll;

impl Unread for ReadAll {
    type Kept = ();

    fn kept(&self, _: &BriefFiles, _: FileId, _: &Inputs) -> Option<()> {
        None
    }

    fn passes(&self, _: &BriefFiles, _: &TranslationFiles, _: FileId, _: &Inputs) -> bool {
        false
    }
}
