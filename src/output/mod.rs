//! The output folder: one build at a time, a brief's files together, and a manifest that says what is
//! there.

mod changed;
mod claim;
mod folder;
mod intact;
mod journal;
mod listing;
mod manifest;
mod merge;
mod on_disk;
mod pages;
mod place;
mod record;
mod set_aside;
mod stat_cache;
mod strays;
mod sums;
mod tool;
mod update;
mod volumes;

pub use changed::{Overwritten, altered, changed_beside, changed_since, is_over_unknown};
pub use claim::{ClaimError, NotOwned, Owner, check_owner, check_owner_of_proofs};
pub use folder::{OutFolder, TakeError, write_below};
pub use intact::{Damage, first_damaged, is_partly_there};
pub use listing::Listing;
pub use manifest::{
    WrittenRelease, damaged_beside, files_beside, read_given_manifest, read_manifest, write_release,
};
pub use merge::{MergeError, MergeEvent, Merged, merge};
pub use on_disk::ReleaseOnDisk;
pub use place::check_place;
pub use record::{Record, SaidOfBuild};
pub use strays::{Strays, strays};
pub use tool::tool;
pub use update::update_release;
