//! Files and folders: reading what users wrote, writing what was made. Only regular files inside a
//! project are read, and no file is ever half-written.

mod error;
mod folder;
mod made;
mod moves;
mod read;
mod regular;
mod slashes;
mod spill;
mod write;

pub use error::EnvError;
pub use folder::{
    Item, PathKind, Walked, folders_and_others, is_bare, items, kind, list, read_folder, walk,
};
pub use moves::{move_to, relink};
pub use read::{
    ReadRefusal, add_text, digest, digest_text, open_text, open_within, read_asset, read_at_most,
    read_limited, read_text, text_of,
};
pub use regular::{
    check_below, check_regular, is_the_same, open_regular, open_with, read_regular,
    read_regular_within,
};
pub use slashes::{in_shell, slashed, word_in_shell};
pub use spill::{Spill, SpilledBytes};
pub use write::{
    Replacement, Room, Staging, check_writable, clear_unfinished, replace_all, write_all,
    write_changed, write_new,
};
