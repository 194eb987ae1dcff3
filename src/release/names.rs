//! The names of what a build writes beside the PDFs.

/// The file name of the manifest.
pub const MANIFEST: &str = "manifest.json";
/// The folder of what it says of many briefs.
pub const VOLUMES: &str = "manifest";
/// The file name of the checksums.
pub const CHECKSUMS: &str = "SHA256SUMS";
/// The file name of the page.
pub const INDEX: &str = "index.html";
/// The folder of the pages it leads to, where one has no room for all.
pub const INDEX_PAGES: &str = "index";
/// The file name of the bill of materials.
pub const BILL: &str = "sbom.cdx.json";
/// The folder of the pictures of first pages.
pub const THUMBNAILS: &str = "thumbnails";
