//! briefpress turns TOML brief definitions into print-ready PDF policy briefs and SDG indicator
//! tables, typeset with Typst.
//!
//! Most people use the program. What it does can be had as a library, too: [`open`] a project,
//! [`check`] what is in it, [`plan`] what there is to make, [`build`] it, [`verify`] that a release is
//! what its project makes, and judge a finished PDF by [`preflight`].
//!
//! ```no_run
//! use std::path::Path;
//! use std::sync::atomic::AtomicBool;
//! use std::time::Duration;
//!
//! use briefpress::{BuildOptions, Event, OpenOptions, Options, Workers};
//!
//! # fn report(what: &str, why: &str) {}
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let project = briefpress::open(Path::new("my-briefs"), &OpenOptions::default())?;
//! for message in briefpress::check(&project).iter() {
//!     report(message.code.name(), &message.message);
//! }
//! let options = Options::everything(Path::new("my-briefs/dist"));
//! for file in briefpress::plan(&project, &options) {
//!     report(&file.path, &file.reason.to_string());
//! }
//! // Documents are set by processes of the program, which can be ended.
//! let workers = Workers {
//!     program: "/usr/bin/briefpress".into(),
//!     arguments: &["worker"],
//!     jobs: 2,
//!     time_limit: Duration::from_secs(60),
//!     interrupted: &AtomicBool::new(false),
//! };
//! let summary = briefpress::build(
//!     &project,
//!     &options,
//!     &BuildOptions::default(),
//!     &workers,
//!     &mut |event| {
//!         if let Event::Written(file, reason) = event {
//!             report(&file.path, &reason.to_string());
//!         }
//!     },
//! );
//! assert_eq!(summary.failed, 0);
//! # Ok(())
//! # }
//! ```
//!
//! What is behind these functions is not part of the interface and changes without notice;
//! `ARCHITECTURE.md` is a map of it.

use std::path::Path;

pub(crate) mod brief;
pub(crate) mod caught;
pub mod cli;
pub(crate) mod colour;
pub(crate) mod diag;
pub(crate) mod disk;
pub(crate) mod document;
pub(crate) mod export;
#[doc(hidden)]
pub mod internals;
pub(crate) mod l10n;
pub(crate) mod occurrences;
pub(crate) mod output;
pub(crate) mod plan;
pub mod preflight;
pub(crate) mod present;
pub(crate) mod project;
pub(crate) mod release;
pub(crate) mod run;
pub(crate) mod sarif;
pub mod sdg;
pub(crate) mod templates;
pub(crate) mod text;
pub(crate) mod translation;
pub(crate) mod tree;
pub(crate) mod typeset;
pub(crate) mod worker;
pub(crate) mod workspace;

pub use diag::{Code, Diagnostic, Diagnostics};
pub use disk::EnvError;
pub use document::{Document, Edition};
pub use plan::{Options, Planned, Reason, Rebuild, Sharding};
pub use release::{Artifact, Bill, Manifest};
pub use run::{BuildOptions, Difference, Event, Mismatch, Summary, Workers};
pub use workspace::{OpenError, OpenOptions, Workspace};

/// Opens the project in a folder: reads, parses and checks what was asked for.
///
/// # Errors
///
/// The folder cannot be opened, or a brief that is asked for is not in it. What is wrong *in* the
/// project does not keep it from being opened: see [`check`].
pub fn open(root: &Path, options: &OpenOptions) -> Result<Workspace, OpenError> {
    Workspace::open(root, options)
}

/// Everything that is wrong with a project, or worth a warning, in the order of its files.
pub fn check(project: &Workspace) -> &Diagnostics {
    &project.diagnostics
}

/// What a build would make or keep, and why. Files of briefs that are wrong are not among them.
pub fn plan(project: &Workspace, options: &Options) -> Vec<Planned> {
    let record = output::Record::read(&options.out, options.epoch);
    let plan = plan::Plan::new(project, options);
    plan::dry_run(&plan, &[], &options.out, &record, Rebuild::Outdated)
}

/// Builds what can be built into the folder of `options`; what happens is told as it happens. Files
/// that are up to date are kept, and a brief's files are written together or not at all.
pub fn build(
    project: &Workspace,
    options: &Options,
    build_options: &BuildOptions,
    workers: &Workers<'_>,
    on_event: &mut dyn FnMut(Event<'_>),
) -> Summary {
    run::build(project, &[], options, build_options, workers, on_event)
}

/// Builds the files of a manifest in `dir` again, in memory, and compares every byte; the files that
/// are not what the project makes, in the order of the manifest.
pub fn verify(
    dir: &Path,
    manifest: &Manifest,
    project: &Workspace,
    workers: &Workers<'_>,
    on_event: &mut dyn FnMut(Event<'_>),
) -> Vec<Difference> {
    run::verify(dir, manifest, project, workers, on_event)
}
