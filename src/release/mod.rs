//! What a build says about its files: the manifest, checksums, a page to look through, a bill of
//! materials. All of it is made from what is known of the files, brief by brief, and reads and writes no file.

mod bill;
mod digest;
mod entry;
mod files;
mod index;
mod listed_briefs;
mod manifest;
mod names;
mod volume;
mod volume_entry;

pub use bill::{Bill, MadeWith, bill_of_materials};
pub use digest::{Digest, DigestReader, DigestWriter};
pub use entry::Entry;
pub use files::{FilesByBrief, ManifestFiles, ReleaseHead, SeeBrief};
pub use index::{ReleaseIndex, index_pages, is_index_page, is_shown_alike};
pub use listed_briefs::{BriefLanguages, ListedBriefs};
pub use manifest::{
    Artifact, Input, Manifest, Picture, PlaceEntry, Role, Shard, SheetFile, SourceLocation, Stage,
    Tool, TranslationProgress, TranslationState, Warning, schema,
};
pub use names::{BILL, CHECKSUMS, INDEX, INDEX_PAGES, MANIFEST, THUMBNAILS, VOLUMES};
pub use volume::{Volume, is_volume, volumes};
pub use volume_entry::{VolumeEntry, begins_volume, is_volume_name};
