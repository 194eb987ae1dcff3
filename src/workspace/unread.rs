//! Briefs that need not be read, for whoever opens a project and knows what it was.

use super::files::BriefFiles;
use super::inputs::Inputs;
use crate::diag::FileId;

/// Says which briefs need not be read.
pub trait Unread: Sync {
    /// What stands for a brief that is not read.
    type Kept: Send;

    /// What stands for a brief with these files, if it need not be read. `project` is the project
    /// file, and `inputs` are the digests of all that was read so far.
    fn kept(&self, files: &BriefFiles, project: FileId, inputs: &Inputs) -> Option<Self::Kept>;
}

/// Where nothing is known of it, every brief is read.
impl<U: Unread> Unread for Option<U> {
    type Kept = U::Kept;

    fn kept(&self, files: &BriefFiles, project: FileId, inputs: &Inputs) -> Option<U::Kept> {
        self.as_ref()?.kept(files, project, inputs)
    }
}

/// Every brief is read.
pub struct ReadAll;

impl Unread for ReadAll {
    type Kept = ();

    fn kept(&self, _: &BriefFiles, _: FileId, _: &Inputs) -> Option<()> {
        None
    }
}
