//! What `benches/stages.rs` measures one by one, and `tests/fuzz/` reads. It is no part of the interface.

pub use crate::brief::{RawBrief, TranslationStatus, resolve};
pub use crate::diag::{
    Code, Diagnostic, Diagnostics, FileId, MessageFormat, Renderer, Sources, Span,
};
pub use crate::document::Metadata;
pub use crate::export::{Identity, Printing, Stamp, print_pdf, screen_pdf};
pub use crate::l10n::{Labels, Language, built_in_languages};
pub use crate::present::{EditionColours, present};
pub use crate::project::Config;
pub use crate::translation::exchange::{
    Export, Format, ReadError, Returned, ReturnedFile, ReturnedState,
};
pub use crate::translation::{
    Changes, Chosen, Current, Files, Key, Lock, Originals, State, Synced, Translation, Unit,
    import, out_of_date, sync, units,
};
pub use crate::tree::{Reader, TomlDocument};
pub use crate::typeset::{Pages, Typesetter};
pub use crate::workspace::{OpenOptions, Version, Workspace};
