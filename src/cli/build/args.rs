//! What `briefpress build` takes.

use std::collections::BTreeMap;
use std::num::{NonZeroU64, NonZeroUsize};
use std::path::PathBuf;

use clap::builder::PossibleValue;
use clap::{Args, ValueEnum, ValueHint};

use crate::cli::candidates;
use crate::cli::context::{OnMissing, Selection};
use crate::cli::error::Error;
use crate::cli::shard::{ChosenShard, ShardArg, part};
use crate::document::{Document, Edition};
use crate::limits::MemorySize;
use crate::output::{ReleaseOnDisk, read_given_manifest};
use crate::plan::Sharding;
use crate::run::TIME_LIMIT;

#[derive(Debug, Args)]
pub struct BuildArgs {
    #[command(flatten)]
    pub selection: Selection,
    /// Only this language; may be repeated [default: all]. `en-XA` and `ar-XB` test the layout
    #[arg(long = "lang", value_name = "LANG", add = candidates::languages())]
    pub languages: Vec<String>,
    /// The edition; may be repeated
    #[arg(long = "edition", value_name = "EDITION", default_value = "screen")]
    pub editions: Vec<Edition>,
    /// What to do about a text that is not translated
    #[arg(long, value_name = "WHAT", default_value = "source")]
    pub on_missing: OnMissing,
    /// Only this document [default: both]
    #[arg(long, value_name = "DOCUMENT")]
    pub only: Option<Document>,
    /// With `--only indicators`: one table of all the briefs, each indicator with every country
    #[arg(long, conflicts_with_all = ["annotate", "shard"])]
    pub combined: bool,
    /// Make proofs for translators instead: the pages with the key of every string beside it, and
    /// with marks where one is missing or older than its original
    #[arg(
        long,
        conflicts_with_all = ["editions", "dry_run", "force", "locked", "shard", "balance", "sbom"]
    )]
    pub annotate: bool,
    /// Where the files go [default: `dist` in the project, `proofs` with --annotate]
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub out: Option<PathBuf>,
    /// How many documents are set at once [default: one a processor core]
    #[arg(short, long, value_name = "N")]
    pub jobs: Option<NonZeroUsize>,
    /// Show what would be built and why, and build nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Build what is up to date as well
    #[arg(long)]
    pub force: bool,
    /// Refuse to build when a translation is stale or its lock does not know a text
    #[arg(long)]
    pub locked: bool,
    /// Only part K of N; `auto` takes K and N from the array job this runs in, `auto/N` only K
    #[arg(long, value_name = "K/N")]
    pub shard: Option<ShardArg>,
    /// Balance the parts by the manifest of an earlier build
    #[arg(long, value_name = "MANIFEST", requires = "shard")]
    pub balance: Option<PathBuf>,
    /// Write a bill of materials too: sbom.cdx.json, CycloneDX 1.6
    #[arg(long)]
    pub sbom: bool,
    /// How long one document may take, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = TIME_LIMIT)]
    pub timeout: NonZeroU64,
    /// How much memory one document may take, with its unit
    #[arg(long, value_name = "SIZE", default_value_t)]
    pub memory: MemorySize,
    /// The moment the PDFs say they were made, in seconds since 1970 [default: each brief's date]
    #[arg(
        long = "epoch",
        value_name = "SOURCE_DATE_EPOCH",
        env = "SOURCE_DATE_EPOCH",
        hide = true
    )]
    pub epoch: Option<i64>,
}

impl ValueEnum for Document {
    fn value_variants<'a>() -> &'a [Self] {
        &Document::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let (name, help) = match self {
            Document::Brief => ("brief", "The policy brief"),
            Document::Indicators => ("indicators", "The indicator table"),
            // Not asked for by this name.
            Document::Combined => return None,
        };
        Some(PossibleValue::new(name).help(help))
    }
}

/// Which part of a build is asked for.
///
/// # Errors
///
/// It cannot be told, or the manifest to balance by cannot be read.
pub fn sharding(args: &BuildArgs) -> Result<Option<Sharding>, Error> {
    let Some(asked) = args.shard else { return Ok(None) };
    let ChosenShard { number, count } = part(asked)?;
    let mut glyphs = BTreeMap::new();
    if let Some(path) = &args.balance {
        let json = read_given_manifest(path).map_err(|cause| Error::unread(path, cause))?;
        let folder = path.parent().unwrap_or(path);
        let release = ReleaseOnDisk::open(&json, folder)
            .map_err(|why| Error::BalanceManifest { path: path.clone(), why })?;
        release.each_file::<Error>(&mut |file| {
            glyphs.insert(file.artifact.path.clone(), file.artifact.glyphs);
            Ok(())
        })?;
    }
    Ok(Some(Sharding { number, count, glyphs }))
}

/// The editions that were asked for, each once.
pub fn editions(asked: &[Edition]) -> Vec<Edition> {
    let mut editions = asked.to_vec();
    editions.sort_unstable();
    editions.dedup();
    editions
}
