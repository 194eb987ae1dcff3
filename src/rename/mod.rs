//! Giving a brief another id: its folder, and all that names it in the project.
//!
//! What there is to change is gathered first ([`RenameChanges`]) and can be shown. Carried out it is written down
//! in a record, so that a rename that was killed is told by every command, and finished by the same one.

mod carry_out;
mod changes;
mod error;
mod files;
mod links;
mod mentions;
mod named;
mod quoted;
mod record;
mod renaming;
mod step;
mod tools;

pub use changes::RenameChanges;
pub use error::RenameError;
pub use mentions::Mention;
pub use renaming::Renaming;
pub use step::Relink;
