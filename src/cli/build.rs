//! `briefpress build`.

use std::collections::{BTreeMap, BTreeSet};
use std::num::{NonZeroU64, NonZeroUsize};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::builder::PossibleValue;
use clap::{Args, ValueEnum, ValueHint};

use super::candidates;
use super::context::{Global, OnMissing, Selection, current_folder, report, shown};
use super::error::{Error, Exit};
use super::run::{show_event, show_untabled, workers};
use super::shard::{ChosenShard, ShardArg, part};
use super::ui::Ui;
use crate::document::{Document, Edition};
use crate::l10n::{canonical, is_pseudo};
use crate::limits::MemorySize;
use crate::output::{Owner, Record, check_owner, check_place, read_given_manifest};
use crate::plan::{
    Combination, Earlier, NotCombined, Options, Plan, Rebuild, Sharding, check_locks, dry_run,
};
use crate::release::{Entry, INDEX, Manifest};
use crate::run::{BuildOptions, Event, Proofs, Summary, TIME_LIMIT, build, proofs};
use crate::workspace::{OpenOptions, Version, Workspace};

/// Where proofs go: beside the release, so that no one publishes them with it.
const PROOFS: &str = "proofs";

#[derive(Debug, Args)]
pub struct BuildArgs {
    #[command(flatten)]
    selection: Selection,
    /// Only this language; may be repeated [default: all]. `en-XA` and `ar-XB` test the layout
    #[arg(long = "lang", value_name = "LANG", add = candidates::languages())]
    languages: Vec<String>,
    /// The edition; may be repeated
    #[arg(long = "edition", value_name = "EDITION", default_value = "screen")]
    editions: Vec<Edition>,
    /// What to do about a text that is not translated
    #[arg(long, value_name = "WHAT", default_value = "source")]
    on_missing: OnMissing,
    /// Only this document [default: both]
    #[arg(long, value_name = "DOCUMENT")]
    only: Option<Document>,
    /// With `--only indicators`: one table of all the briefs, each indicator with every country
    #[arg(long, conflicts_with_all = ["annotate", "shard"])]
    combined: bool,
    /// Make proofs for translators instead: the pages with the key of every string beside it, and
    /// with marks where one is missing or older than its original
    #[arg(
        long,
        conflicts_with_all = ["editions", "dry_run", "force", "locked", "shard", "balance", "sbom"]
    )]
    annotate: bool,
    /// Where the files go [default: `dist` in the project, `proofs` with --annotate]
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    out: Option<PathBuf>,
    /// How many documents are set at once [default: one a processor core]
    #[arg(short, long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
    /// Show what would be built and why, and build nothing
    #[arg(long)]
    dry_run: bool,
    /// Build what is up to date as well
    #[arg(long)]
    force: bool,
    /// Refuse to build when a translation is stale or its lock does not know a text
    #[arg(long)]
    locked: bool,
    /// Only part K of N; `auto` takes K and N from the array job this runs in, `auto/N` only K
    #[arg(long, value_name = "K/N")]
    shard: Option<ShardArg>,
    /// Balance the parts by the manifest of an earlier build
    #[arg(long, value_name = "MANIFEST", requires = "shard")]
    balance: Option<PathBuf>,
    /// Write a bill of materials too: sbom.cdx.json, CycloneDX 1.6
    #[arg(long)]
    sbom: bool,
    /// How long one document may take, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = TIME_LIMIT)]
    timeout: NonZeroU64,
    /// How much memory one document may take, with its unit
    #[arg(long, value_name = "SIZE", default_value_t)]
    memory: MemorySize,
    /// The moment the PDFs say they were made, in seconds since 1970 [default: each brief's date]
    #[arg(
        long = "epoch",
        value_name = "SOURCE_DATE_EPOCH",
        env = "SOURCE_DATE_EPOCH",
        hide = true
    )]
    epoch: Option<i64>,
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

/// Builds everything that was asked for and can be built.
///
/// # Errors
///
/// There is no project, it has not what was asked for, or the environment failed before anything
/// was built.
pub fn run(args: &BuildArgs, global: &Global, ui: &mut Ui) -> Result<Exit, Error> {
    let start = Instant::now();
    let here = current_folder()?;
    let root = global.project_root()?;
    if args.combined && args.only != Some(Document::Indicators) {
        return Err(Error::NotCombined(NotCombined::OtherDocument));
    }
    let options = Options {
        languages: args.languages.clone(),
        documents: match args.only {
            _ if args.combined => Vec::new(),
            Some(document) => vec![document],
            None => Document::ALL.to_vec(),
        },
        editions: editions(&args.editions),
        out: match &args.out {
            Some(out) => here.join(out),
            None => here.join(&root).join(if args.annotate { PROOFS } else { "dist" }),
        },
        epoch: args.epoch,
        combined: Vec::from_iter(
            args.combined
                .then(|| Combination { briefs: Vec::new(), languages: args.languages.clone() }),
        ),
    };
    let fonts = args.selection.open_options(args.on_missing)?.font_folders;
    let fonts: Vec<PathBuf> = fonts.iter().map(|folder| here.join(folder)).collect();
    check_place(&options.out, Some(&root), &fonts)
        .map_err(|why| Error::OutAmongSources { folder: shown(&options.out).into(), why })?;
    let Opened { workspace, unread, record } = open(args, &root, &options)?;
    has_languages(&workspace, &unread, &args.languages)?;
    let build_options = BuildOptions {
        rebuild: if args.force { Rebuild::All } else { Rebuild::Outdated },
        shard: sharding(args)?,
        bill: args.sbom.into(),
    };
    let mut exit = report(&workspace, ui);
    if let [combination] = &options.combined[..] {
        let found = combination.untranslated(&workspace, args.on_missing == OnMissing::Error);
        ui.diagnostics(&found, &workspace.sources);
        if found.has_errors() {
            ui.done("nothing built: `--on-missing error` wants every brief in the language");
            return Ok(exit.max(Exit::Content));
        }
        let found = combination.conflicts(&workspace);
        ui.diagnostics(&found, &workspace.sources);
        if found.has_errors() {
            ui.done("nothing built: the briefs have different values for the same");
            return Ok(exit.max(Exit::Content));
        }
        match Plan::new(&workspace, &options).not_combined.pop() {
            None => {}
            Some(NotCombined::WithoutIndicator) => {
                ui.status(
                    "no table is made of the briefs together: none of them names an indicator",
                );
            }
            Some(why) => return Err(Error::NotCombined(why)),
        }
    }
    if args.locked {
        let found = check_locks(&workspace);
        ui.diagnostics(&found, &workspace.sources);
        if found.has_errors() {
            ui.done("nothing built: `--locked` wants translations and their locks up to date");
            return Ok(exit.max(Exit::Content));
        }
    }
    if args.annotate {
        let workers = workers(args.jobs, args.timeout, args.memory)?;
        let made = proofs(&workspace, &options, &workers, &mut |event| {
            exit = exit.max(show_event(event, &options.out, ui));
        });
        ui.finish();
        return Ok(exit.max(show_proofs(&made, start.elapsed(), ui)));
    }
    if args.dry_run {
        return show_plan(&workspace, &unread, record, &options, &build_options, ui).map(|()| exit);
    }
    let workers = workers(args.jobs, args.timeout, args.memory)?;
    let on_event = &mut |event: Event<'_>| exit = exit.max(show_event(event, &options.out, ui));
    let result = build(&workspace, &unread, record, &options, &build_options, &workers, on_event);
    ui.finish();
    if result.interrupted {
        exit = Exit::Environment;
    }
    let summary = summary(&result, start.elapsed(), &options.out, &workspace, ui);
    if result.interrupted {
        ui.interrupted(&summary)
    } else {
        ui.done(summary)
    }
    // The process ends here; taking a thousand briefs apart first would be time for nothing.
    std::mem::forget(workspace);
    Ok(exit)
}

/// The project, with the files of briefs that need not be read by what an earlier build left.
struct Opened {
    workspace: Workspace,
    unread: Vec<Entry>,
    record: Option<Record>,
}

fn open(args: &BuildArgs, root: &Path, options: &Options) -> Result<Opened, Error> {
    let open_options = OpenOptions {
        table_alone: args.combined.then(|| args.languages.clone()),
        ..args.selection.open_options(args.on_missing)?
    };
    // What has not changed since an earlier build is not read, unless something about it is asked.
    let asks = args.force
        || args.annotate
        || args.combined
        || args.locked
        || open_options.deny_missing
        || args.shard.is_some();
    if asks || args.languages.iter().any(|language| is_pseudo(language)) {
        let workspace = Workspace::open(root, &open_options)?;
        return Ok(Opened { workspace, unread: Vec::new(), record: None });
    }
    let record = Record::read(&options.out, options.epoch);
    let earlier = Earlier::new(&record, options, root);
    let (workspace, unread) = Workspace::open_unless(root, &open_options, &earlier)?;
    let unread = unread.into_iter().flatten().collect();
    Ok(Opened { workspace, unread, record: Some(record) })
}

/// Whether there is something to build in each of the languages.
fn has_languages(
    workspace: &Workspace,
    unread: &[Entry],
    languages: &[String],
) -> Result<(), Error> {
    for language in languages {
        let mut versions = workspace.briefs.iter().flat_map(|loaded| &loaded.versions);
        let unknown =
            |version: &Version| version.language.as_ref().is_some_and(|other| other != language);
        let known = unread.iter().any(|entry| entry.artifact.language == *language);
        if !is_pseudo(language) && !known && versions.all(unknown) {
            let mut briefs = workspace.briefs.iter();
            return Err(Error::LanguageNotUsed {
                tag: language.clone(),
                trace: briefs.find_map(|loaded| loaded.trace_help(language, &workspace.sources)),
                canonical: canonical(language).filter(|form| form != language),
            });
        }
    }
    Ok(())
}

fn summary(result: &Summary, time: Duration, out: &Path, workspace: &Workspace, ui: &Ui) -> String {
    let files = |number: usize| format!("{number} {}", if number == 1 { "file" } else { "files" });
    let mut summary = format!("{} built", files(result.built));
    if result.reused > 0 {
        summary += &format!(", {} up to date", result.reused);
    }
    if result.failed > 0 {
        summary += &format!(", {} not built", files(result.failed));
    }
    summary += &format!(" in {:.1} s", time.as_secs_f64());
    let found = ui.totals().to_string();
    if !found.is_empty() {
        summary += &format!("; {found}");
    }
    if result.interrupted {
        summary.insert_str(0, "interrupted: ");
        summary += "; the next build goes on from here";
    } else if result.complete
        && result.built + result.reused == 0
        && workspace.config.is_some()
        && workspace.briefs.is_empty()
    {
        summary += "; `briefpress new ID --country KH` starts a brief";
    } else if result.indexed {
        summary += &format!("; {} shows them", shown(&out.join(INDEX)));
    }
    summary
}

/// Says what became of proofs, and where they are.
fn show_proofs(made: &Proofs, time: Duration, ui: &mut Ui) -> Exit {
    let count = made.written.len();
    let mut summary = format!("{count} {}", if count == 1 { "proof" } else { "proofs" });
    if made.failed > 0 {
        summary += &format!(", {} not made", made.failed);
    }
    summary += &format!(" in {:.1} s", time.as_secs_f64());
    let found = ui.totals().to_string();
    if !found.is_empty() {
        summary += &format!("; {found}");
    }
    if let [path, others @ ..] = &made.written[..] {
        let more = if others.is_empty() { "" } else { " and others" };
        summary += &format!("; {}{more}", shown(path));
    }
    if made.interrupted {
        ui.interrupted(&format!("interrupted: {summary}"));
        return Exit::Environment;
    }
    ui.done(summary);
    Exit::Success
}

fn show_plan(
    workspace: &Workspace,
    unread: &[Entry],
    record: Option<Record>,
    options: &Options,
    build_options: &BuildOptions,
    ui: &mut Ui,
) -> Result<(), Error> {
    let config = workspace.config.as_ref();
    let publisher = config.map(|config| config.organisation.name());
    check_owner(&options.out, &Owner::project(&workspace.root, publisher))?;
    let mut whole = Plan::new(workspace, options);
    if let Some(sharding) = &build_options.shard {
        sharding.apply(&mut whole);
    }
    let record = record.unwrap_or_else(|| Record::read(&options.out, options.epoch));
    let plan = dry_run(&whole, unread, &record, build_options.rebuild);
    let failed = &whole.failed;
    if !whole.untabled.is_empty() {
        show_untabled(&whole.untabled, ui);
    }
    let (mut build, mut keep) = (0, 0);
    let mut sheets = BTreeSet::new();
    for planned in &plan {
        let what = if planned.is_kept() { "keep " } else { "build" };
        if planned.is_kept() {
            keep += 1
        } else {
            build += 1
        }
        ui.data(format!("{what}  {}  ({})", planned.path, planned.reason))?;
        // Both editions have the same.
        for sheet in planned.sheets.iter().filter(|sheet| sheets.insert(*sheet)) {
            ui.data(format!("{what}  {sheet}  (a sheet of {})", planned.path))?;
        }
    }
    for path in failed {
        ui.data(format!("fail   {path}  (see the errors)"))?;
    }
    ui.done(format!("{build} to build, {keep} up to date, {} cannot be built", failed.len()));
    Ok(())
}

fn sharding(args: &BuildArgs) -> Result<Option<Sharding>, Error> {
    let Some(asked) = args.shard else { return Ok(None) };
    let ChosenShard { number, count } = part(asked)?;
    let mut glyphs = BTreeMap::new();
    if let Some(path) = &args.balance {
        let json = read_given_manifest(path).map_err(|cause| Error::unread(path, cause))?;
        let manifest = Manifest::from_json(&json)
            .map_err(|why| Error::BalanceManifest { path: path.clone(), why })?;
        glyphs.extend(manifest.files.into_iter().map(|file| (file.path, file.glyphs)));
    }
    Ok(Some(Sharding { number, count, glyphs }))
}

/// The editions that were asked for, each once.
fn editions(asked: &[Edition]) -> Vec<Edition> {
    let mut editions = asked.to_vec();
    editions.sort_unstable();
    editions.dedup();
    editions
}
