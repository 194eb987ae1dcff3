//! The rooms of briefpress that need no compiler, for the targets that read what they read: they are
//! built in a minute, and the rest in ten. A room that comes to need another is named here, too.

#[path = "../../src/asset/mod.rs"]
pub(crate) mod asset;
#[path = "../../src/brief/mod.rs"]
pub(crate) mod brief;
#[path = "../../src/calendar.rs"]
pub(crate) mod calendar;
#[path = "../../src/caught.rs"]
pub(crate) mod caught;
#[path = "../../src/chart/mod.rs"]
pub(crate) mod chart;
#[path = "../../src/colour/mod.rs"]
pub(crate) mod colour;
#[path = "../../src/dataset/mod.rs"]
pub(crate) mod dataset;
#[path = "../../src/diag/mod.rs"]
pub(crate) mod diag;
#[path = "../../src/disk/mod.rs"]
pub(crate) mod disk;
#[path = "../../src/document.rs"]
pub(crate) mod document;
#[path = "../../src/l10n/mod.rs"]
pub(crate) mod l10n;
#[path = "../../src/limits.rs"]
pub(crate) mod limits;
#[path = "../../src/occurrences.rs"]
pub(crate) mod occurrences;
#[path = "../../src/output/mod.rs"]
pub(crate) mod output;
#[path = "../../src/preflight/mod.rs"]
pub mod preflight;
#[path = "../../src/present/mod.rs"]
pub(crate) mod present;
#[path = "../../src/project/mod.rs"]
pub(crate) mod project;
#[path = "../../src/published/mod.rs"]
pub(crate) mod published;
#[path = "../../src/release/mod.rs"]
pub(crate) mod release;
#[path = "../../src/internals/rooms.rs"]
pub mod internals;
#[path = "../../src/sarif.rs"]
pub(crate) mod sarif;
#[path = "../../src/sheet/mod.rs"]
pub(crate) mod sheet;
#[path = "../../src/sdg/mod.rs"]
pub(crate) mod sdg;
#[path = "../../src/text/mod.rs"]
pub(crate) mod text;
#[path = "../../src/translation/mod.rs"]
pub(crate) mod translation;
#[path = "../../src/tree/mod.rs"]
pub(crate) mod tree;
#[path = "../../src/values/mod.rs"]
pub(crate) mod values;
#[path = "../../src/visible.rs"]
pub(crate) mod visible;

/// What stands for the compiler.
pub(crate) mod typeset {
    /// The version of no compiler.
    pub fn typst_version() -> &'static str {
        "none"
    }
}
