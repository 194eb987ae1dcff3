//! All of a translator's work: a translation laid over its brief and held against it, what it was
//! made from and how far it is, its files brought up to date, and the formats of translators' tools.
//!
//! Only [`EditLock`] touches the disk. The rest takes the text of files and gives back text.

mod about;
mod accept;
mod claims;
mod edit;
mod edit_list;
mod edit_lock;
pub mod exchange;
mod expected;
mod files;
mod hash;
mod head;
mod held;
mod home;
mod import;
mod key;
mod lists;
mod lock;
mod names;
mod notes;
mod numbers;
mod order;
mod originals;
mod overlay;
mod progress;
mod renames;
mod same;
mod shown;
mod state;
mod strays;
mod sync;
mod units;
mod warn;
mod wordless;

pub use edit_lock::EditLock;
pub use files::{Current, Files};
pub use import::{StringChange, import};
pub use key::Key;
pub use lock::Lock;
pub use originals::Originals;
pub use overlay::Translation;
pub use progress::{Progress, progress};
pub use state::State;
pub use sync::{Changes, Chosen, Synced, out_of_date, sync};
pub use units::{Unit, units};
pub use warn::warn;
