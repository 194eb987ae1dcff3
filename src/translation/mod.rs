//! All of a translator's work: a translation laid over its brief and held against it, what it was
//! made from and how far it is, its files brought up to date, and the formats of translators' tools.
//!
//! Only [`EditLock`] touches the disk. The rest takes the text of files and gives back text.

mod claims;
mod edit;
mod edit_lock;
pub mod exchange;
mod expected;
mod files;
mod import;
mod key;
mod lock;
mod order;
mod originals;
mod overlay;
mod progress;
mod sync;
mod units;

pub use edit::{Editor, NotToml};
pub use edit_lock::EditLock;
pub use files::{Current, Files};
pub use import::import;
pub use key::Key;
pub use lock::{Accepted, Lock};
pub use originals::Originals;
pub use overlay::Translation;
pub use progress::{Progress, progress};
pub use sync::sync;
pub use units::{translated, units};
