//! What there is to make, and why: every brief in every language as documents in editions, which of
//! them are up to date, and what is left of those that are not asked for any more.

mod combination;
mod combine;
mod data;
mod decide;
mod describe;
mod dry_run;
mod fingerprint;
mod leftovers;
mod locked;
mod parts;
mod presented;
mod preview;
mod proof;
mod request;
mod shards;
mod strings;
mod unread;
mod unwritten;
mod warnings;

pub use combination::{Combination, NotCombined};
pub use data::template_data;
pub use decide::{Decision, Reason, Rebuild, decide};
pub use describe::redescribe;
pub use dry_run::{Planned, dry_run};
pub use fingerprint::{common, fingerprint};
pub use leftovers::{Leftovers, Origins, leftovers};
pub use locked::check_locks;
pub use parts::{Job, Options, Part, Plan, Shared, translation_progress};
pub use shards::{Sharding, Share, Survey};
pub use strings::Strings;
pub use unread::Earlier;
pub use warnings::{from_warning, to_warning};
