//! What a build says about its files: the manifest, checksums, a page to look through, a bill of
//! materials. All of it is made from the [`Manifest`] alone, and reads and writes no file.

mod bill;
mod digest;
mod entry;
mod index;
mod manifest;
mod names;
mod sums;
mod volume;
mod volume_entry;

pub use bill::{Bill, bill_of_materials};
pub use digest::{Digest, DigestReader, DigestWriter};
pub use entry::Entry;
pub use index::{
    FilesByBrief, ManifestFiles, ReleaseHead, index_pages, is_index_page, is_shown_alike,
};
pub use manifest::{
    Artifact, FORMAT, Input, Manifest, Picture, PlaceEntry, Role, Shard, SheetFile, SourceLocation,
    Stage, Tool, TranslationProgress, TranslationState, Warning, schema,
};
pub use names::{BILL, CHECKSUMS, INDEX, INDEX_PAGES, MANIFEST, THUMBNAILS, VOLUMES};
pub use sums::checksums;
pub use volume::{Volume, in_volumes, is_volume};
pub use volume_entry::{VolumeEntry, begins_volume, is_volume_name};
