//! What needs no compiler. `fuzz/rooms/` has these rooms without the others.

pub use crate::asset::{judge_font, judge_image};
pub use crate::brief::text::{Block, Inline};
pub use crate::brief::{
    Brief, FilesBeside, LayoutChoice, RawBrief, Surroundings, TranslationStatus, Vocabulary,
    resolve,
};
pub use crate::diag::{
    Code, Diagnostic, Diagnostics, FileId, MessageFormat, Renderer, Sources, Span,
};
pub use crate::document::Metadata;
pub use crate::l10n::{Labels, Language, built_in_languages, region_codes};
pub use crate::limits::Limits;
pub use crate::output::{Record, files_beside, merge, tool};
pub use crate::present::{EditionColours, present};
pub use crate::project::Config;
pub use crate::published::{PublishedPart, read_published};
pub use crate::release::{
    Bill, Digest, Entry, FilesByBrief, Manifest, ManifestFiles, ReleaseHead, index_pages,
};
pub use crate::sdg::framework;
pub use crate::translation::exchange::{
    Export, Format, ReadError, Returned, ReturnedFile, ReturnedState,
};
pub use crate::translation::{
    Changes, Chosen, Current, Files, Key, Lock, Originals, State, Synced, Translation, Unit,
    import, out_of_date, sync, units, warn,
};
pub use crate::tree::{Reader, TomlDocument};
