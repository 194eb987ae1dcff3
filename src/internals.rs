//! What `benches/stages.rs` measures one by one, and `tests/fuzz/` reads. It is no part of the interface.

mod rooms;

pub use self::rooms::*;
pub use crate::export::{Identity, Printing, Stamp, print_pdf, screen_pdf};
pub use crate::typeset::{Pages, Typesetter};
pub use crate::workspace::{OpenOptions, Version, Workspace};
