//! The fields of a PO file's header that are written and read.

/// The field of the header that names the brief. Other tools keep fields they do not know, while
/// many put a name of their own into `Project-Id-Version`.
pub(super) const BRIEF: &str = "X-Briefpress-Brief";

/// The field of the header that names the language of the originals, as Poedit and Weblate have it.
pub(super) const SOURCE: &str = "X-Source-Language";

/// The field of the header that names the language of the translations.
pub(super) const TARGET: &str = "Language";
