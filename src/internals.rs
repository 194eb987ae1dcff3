//! What `benches/stages.rs` measures one by one, and `tests/fuzz/` reads. It is no part of the interface.

pub use crate::brief::{RawBrief, resolve};
pub use crate::diag::{
    Code, Diagnostic, Diagnostics, FileId, MessageFormat, Renderer, Sources, Span,
};
pub use crate::document::Metadata;
pub use crate::export::{Identity, Printing, Stamp, print_pdf, screen_pdf};
pub use crate::l10n::{Labels, Language, built_in_languages};
pub use crate::present::{EditionColours, present};
pub use crate::project::Config;
pub use crate::translation::exchange::{Format, ReturnedState};
pub use crate::translation::{Lock, Translation};
pub use crate::tree::{Reader, TomlDocument};
pub use crate::typeset::{Pages, Typesetter};
pub use crate::workspace::{OpenOptions, Version, Workspace};
