//! briefpress turns TOML brief definitions into print-ready PDF policy briefs and SDG indicator
//! tables, typeset with Typst.
//!
//! A brief travels through eight stages, from left to right and never back:
//!
//! discover ([`workspace`]) → parse ([`tree`], [`brief`]) → localise → resolve ([`brief`]) → present
//! ([`present`]) → typeset ([`typeset`]) → export ([`export`]) → commit ([`output`]).
//!
//! Parsing, resolving and presenting do no I/O and never see Typst. What a user writes is data,
//! never code. Validation returns every problem, each with its place. The same input gives the
//! same bytes. `ARCHITECTURE.md` has the rules of the house.

pub mod brief;
pub mod cli;
pub mod colour;
pub mod diag;
pub mod disk;
pub mod document;
pub mod export;
pub mod i18n;
pub mod l10n;
pub mod occurrences;
pub mod output;
pub mod plan;
pub mod preflight;
pub mod present;
pub mod project;
pub mod release;
pub mod run;
pub mod sarif;
pub mod sdg;
pub mod templates;
pub mod text;
pub mod tree;
pub mod typeset;
pub mod worker;
pub mod workspace;
