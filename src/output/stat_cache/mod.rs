//! Digests of files that are as they were: a stat cache, as version control has one. A file whose device, inode, length and
//! times of change are those it had when its digest was taken is not read again. The time at which the system changed a file
//! cannot be set, so what was written in its place, or into it, is seen whatever it says of itself.
//!
//! Racy files are left out: one that changed just before it was looked at may change again within the same tick of the
//! clock, and look the same. So are those of systems that tell none of this. Nothing here is believed by `verify` or `merge`,
//! which read everything.
//!
//! What is known of thousands of briefs stands in several files, each of some neighbours in order of id. One is read when a
//! file of such a brief is asked for, and let go when a build has come past it. A digest stays written down while its file is as
//! it was, so that a build of one brief forgets nothing of its neighbours.

mod cache;
mod file;
mod folder;
mod part;
mod parts;
mod state;
#[cfg(all(test, unix))]
mod tests;

pub use cache::StatCache;
pub use file::CachedFile;
