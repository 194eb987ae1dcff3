//! briefpress turns TOML brief definitions into print-ready PDF policy briefs and SDG indicator
//! tables, typeset with Typst.

pub mod brief;
pub mod build;
pub mod cli;
pub mod diag;
pub mod export;
pub mod l10n;
pub mod present;
pub mod project;
pub mod sdg;
pub mod templates;
pub mod tree;
pub mod typeset;
