//! briefpress turns TOML brief definitions into print-ready PDF policy briefs and SDG indicator
//! tables, typeset with Typst.
//!
//! Most people use the program. What it does can be had as a library, too: [`open`](fn@open) a project,
//! [`check`] what is in it, [`plan`] what there is to make, [`build`] it, [`verify`] that a release is
//! what its project makes, and judge a finished PDF by [`preflight`].
//!
//! ```no_run
//! use std::path::Path;
//! use std::sync::atomic::AtomicBool;
//!
//! use briefpress::{BuildOptions, Event, Manifest, OpenOptions, Options, Workers};
//!
//! # fn report(what: &str, why: &str) {}
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let project = briefpress::open(Path::new("my-briefs"), &OpenOptions::default())?;
//! for message in briefpress::check(&project).iter() {
//!     report(message.code.name(), &message.message);
//! }
//! for failure in project.failures() {
//!     report("cannot be read", &failure.to_string());
//! }
//! let (options, how) = (Options::everything(Path::new("my-briefs/dist")), BuildOptions::default());
//! for file in briefpress::plan(&project, &options, &how) {
//!     report(&file.path, &file.reason.to_string());
//! }
//! // Documents are set by processes of the program, which can be ended.
//! let interrupted = AtomicBool::new(false);
//! let workers = Workers { jobs: 2, ..Workers::of("/usr/bin/briefpress".into(), &interrupted) };
//! let summary = briefpress::build(&project, &options, &how, &workers, &mut |event| {
//!     if let Event::Written(file, reason) = event {
//!         report(&file.path, &reason.to_string());
//!     }
//! });
//! assert!(summary.complete);
//! // And whether the release is still what the project makes.
//! let manifest = Manifest::from_json(&std::fs::read("my-briefs/dist/manifest.json")?)?;
//! let dist = Path::new("my-briefs/dist");
//! assert!(briefpress::verify(dist, &manifest, &project, &workers, &mut |_| {}).is_empty());
//! # Ok(())
//! # }
//! ```
//!
//! What is behind these functions is not part of the interface and changes without notice;
//! `ARCHITECTURE.md` is a map of it.

use std::path::Path;

pub(crate) mod asset;
pub(crate) mod brief;
pub(crate) mod calendar;
pub(crate) mod caught;
pub(crate) mod chart;
pub mod cli;
pub(crate) mod colour;
pub(crate) mod dataset;
pub(crate) mod diag;
pub(crate) mod disk;
pub(crate) mod document;
pub(crate) mod export;
#[doc(hidden)]
pub mod internals;
pub(crate) mod l10n;
pub(crate) mod limits;
pub(crate) mod occurrences;
pub(crate) mod output;
pub(crate) mod picture;
pub(crate) mod plan;
pub mod preflight;
pub(crate) mod present;
pub(crate) mod project;
pub(crate) mod published;
pub(crate) mod references;
pub(crate) mod release;
pub(crate) mod rename;
pub(crate) mod run;
pub(crate) mod sarif;
pub(crate) mod schema;
pub mod sdg;
pub(crate) mod sheet;
pub(crate) mod templates;
pub(crate) mod text;
pub(crate) mod translation;
pub(crate) mod tree;
pub(crate) mod typeset;
pub(crate) mod values;
pub(crate) mod visible;
pub(crate) mod watch;
pub(crate) mod worker;
pub(crate) mod workspace;

pub use diag::{Code, Diagnostic, Diagnostics, FileId, MessageFormat, Renderer, Sources, Span};
pub use disk::EnvError;
pub use document::{Document, Edition};
pub use output::{NotOwned, Overwritten};
pub use plan::{Options, Planned, Reason, Rebuild, Sharding};
pub use release::{Artifact, Bill, Digest, Input, Manifest, Role, Tool};
pub use run::{BuildOptions, Difference, Event, Mismatch, Summary, Workers};
pub use worker::Ended;
pub use workspace::{OpenError, OpenOptions};

/// A project that was opened: read, parsed and checked.
pub struct Project(workspace::Workspace);

impl Project {
    /// What the system would not let it read. Where there is anything, what [`check`] says is not
    /// all there is.
    pub fn failures(&self) -> &[EnvError] {
        &self.0.failures
    }

    /// The files that were read, by which [`Renderer`] shows messages with their lines.
    pub fn sources(&self) -> &Sources {
        &self.0.sources
    }
}

/// Opens the project in a folder: reads, parses and checks what was asked for.
///
/// # Errors
///
/// The folder cannot be opened, or a brief that is asked for is not in it. What is wrong *in* the
/// project does not keep it from being opened: see [`check`] and [`Project::failures`].
pub fn open(root: &Path, options: &OpenOptions) -> Result<Project, OpenError> {
    workspace::Workspace::open(root, options).map(Project)
}

/// Everything that is wrong with a project, or worth a warning, in the order of its files.
pub fn check(project: &Project) -> &Diagnostics {
    &project.0.diagnostics
}

/// What a build would make or keep, and why. Files of briefs that are wrong are not among them.
pub fn plan(project: &Project, options: &Options, build_options: &BuildOptions) -> Vec<Planned> {
    let record = output::Record::read(&options.out, options.epoch);
    let mut plan = plan::Plan::new(&project.0, options);
    if let Some(sharding) = &build_options.shard {
        let mut survey = plan::Survey::default();
        survey.add(&plan);
        survey.share(sharding, options.epoch).apply(&mut plan);
    }
    plan::dry_run(&plan, &[], &record, build_options.rebuild)
}

/// Builds what can be built into the folder of `options`; what happens is told as it happens. Files
/// that are up to date are kept, and a brief's files are written together or not at all.
pub fn build(
    project: &Project,
    options: &Options,
    build_options: &BuildOptions,
    workers: &Workers<'_>,
    on_event: &mut dyn FnMut(Event<'_>),
) -> Summary {
    run::build(&project.0, options, build_options, workers, on_event)
}

/// Builds the files of a manifest in `dir` again, in memory, and compares every byte; the files that
/// are not what the project makes, by path.
pub fn verify(
    dir: &Path,
    manifest: &Manifest,
    project: &Project,
    workers: &Workers<'_>,
    on_event: &mut dyn FnMut(Event<'_>),
) -> Vec<Difference> {
    run::verify(dir, manifest, &project.0, workers, on_event)
}
