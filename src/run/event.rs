//! What happens during a build, for whoever shows it.

use crate::diag::{Diagnostics, Sources};
use crate::disk::EnvError;
use crate::output::{NotOwned, Overwritten, Strays};
use crate::plan::Reason;
use crate::release::Artifact;
use crate::worker::Ended;

/// What happens during a build.
pub enum Event<'a> {
    /// Another build holds the lock of the folder, in this process where that is known; this one
    /// waits for it.
    Waiting(Option<u32>),
    /// What was written down by an earlier build is not used, and why.
    RecordIgnored(&'a str),
    /// The briefs without a goal, of which no indicator table is made though it is asked for.
    Untabled(&'a [&'a str]),
    /// How many files there are, and how many of them have to be made.
    Planned(usize, usize),
    /// A file is up to date.
    Kept(&'a Artifact),
    /// A document was set, in so many editions; it is written when all of its brief are.
    Typeset(usize),
    /// A file was written, and why it was made.
    Written(&'a Artifact, &'a Reason),
    /// Something was written over something else than an earlier build had written.
    Overwritten(Overwritten<'a>),
    /// Something about a template or a page.
    Diagnostics(&'a Diagnostics, &'a Sources),
    /// A worker gave no answer about a file.
    Ended(&'a str, &'a Ended),
    /// The same, but its document is set once more when no other is.
    Postponed(&'a str, &'a Ended),
    /// The environment failed.
    Failure(&'a EnvError),
    /// The output folder is someone else's; nothing is written.
    NotOwned(&'a NotOwned),
    /// Race: another build changed a file after the record was read and before the lock was taken.
    Overtaken(&'a str),
    /// Something of the project is not read, so that it cannot be told whether what these files of briefs that were not asked for
    /// were made from is gone: they stay, and stay listed.
    InDoubt(&'a [String]),
    /// A file of a brief or language that is gone was removed.
    Removed(&'a str),
    /// Something that a file of an earlier build was made from is another now; this build was not
    /// asked for it, and it is not listed any more.
    Outdated(&'a str),
    /// A file of an earlier build, or a sheet beside it, was changed since (these), so that none is removed; it is not listed
    /// any more.
    Altered(&'a str, &'a [String]),
    /// A file of an earlier build is gone, and this build was not asked for it.
    Missing(&'a str),
    /// What an earlier build wrote down is lost, or not all of it is used, and these files in the output folder are of no release:
    /// they stay.
    Strays(&'a Strays),
}
