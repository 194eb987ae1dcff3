//! What a build says about its files: the manifest, checksums, a page to look through, a bill of
//! materials. All of it is made from the [`Manifest`] alone, and reads and writes no file.

mod bill;
mod entry;
mod index;
mod manifest;
mod sums;

pub use bill::{Bill, bill_of_materials};
pub use entry::Entry;
pub use index::index_page;
pub use manifest::{
    Artifact, Digest, FORMAT, Input, Manifest, Picture, Place, Role, Shard, Stage, Tool,
    Translation, TranslationState, Warning, schema,
};
pub use sums::checksums;

/// The file name of the manifest.
pub const MANIFEST: &str = "manifest.json";
/// The file name of the checksums.
pub const CHECKSUMS: &str = "SHA256SUMS";
/// The file name of the page.
pub const INDEX: &str = "index.html";
/// The file name of the bill of materials.
pub const BILL: &str = "sbom.cdx.json";
/// The folder of the pictures of first pages.
pub const THUMBNAILS: &str = "thumbnails";
