//! briefpress turns TOML brief definitions into print-ready PDF policy briefs and SDG indicator
//! tables, typeset with Typst.
//!
//! A brief travels through eight stages, from left to right and never back:
//!
//! discover ([`build`]) → parse ([`tree`], [`brief`]) → localise ([`translation`]) → resolve
//! ([`brief`]) → present ([`present`]) → typeset ([`typeset`]) → export ([`export`]) → commit
//! ([`build`]).
//!
//! Parsing, resolving and presenting do no I/O and never see Typst. What a user writes is data,
//! never code. Validation returns every problem, each with its place. The same input gives the
//! same bytes. `ARCHITECTURE.md` has the rules of the house.

pub mod brief;
pub mod build;
pub mod cli;
pub mod colour;
pub mod diag;
pub mod document;
pub mod export;
pub mod l10n;
pub mod occurrences;
pub mod preflight;
pub mod present;
pub mod project;
pub mod release;
pub mod sarif;
pub mod sdg;
pub mod templates;
pub mod text;
pub mod translation;
pub mod tree;
pub mod typeset;
pub mod worker;
