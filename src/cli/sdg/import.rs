//! `briefpress sdg import`.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::intake::read_all;
use super::pinned::changes_in_words;
use crate::calendar::PartialDate;
use crate::cli::candidates;
use crate::cli::context::{Global, current_folder, shown};
use crate::cli::error::{Error, Exit};
use crate::cli::ui::Ui;
use crate::diag::{Diagnostics, Sources, first_of};
use crate::disk::{EnvError, Replacement, add_text, check_below, read_regular, replace_all};
use crate::published::{GatherAs, Gathered, LanguageReport, gather, pinned};
use crate::release::Digest;
use crate::sdg::{Framework, Pinned, PinnedSource, differences};

#[derive(Debug, Args)]
#[command(
    after_help = "It reads UNSD’s tier sheet (XLSX or CSV, of any year), the goal tree of the UN SDG API \
    (JSON), translations of Open SDG (folders of YAML), a spreadsheet of the framework (XLSX or CSV), and SDG \
    metadata (PO or XLIFF), each known by what is in it. It writes sdg/LANG.toml with the wording of goals, \
    targets and indicators, and sdg/tiers.toml with tiers and custodians, which documents print from then \
    on; wording that a brief writes itself comes first.\n\n\
    Wording in the six languages of the United Nations is official unless --unofficial says that it is not; \
    wording in any other is unofficial, and is marked so where it prints, unless --official says that it is.\n\n\
    docs/sdg.md says where these files are had."
)]
pub struct SdgImportArgs {
    /// Files, or folders of files
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// The language of the wording, where the files cannot say it; else Open SDG’s folders do by their names
    #[arg(long, value_name = "LANG", add = candidates::all_languages())]
    lang: Option<String>,
    /// The day, month or year it was published, where the files do not say it
    #[arg(long, value_name = "DATE")]
    release: Option<String>,
    /// The wording is not the United Nations’, whatever its language
    #[arg(long, conflicts_with = "official")]
    unofficial: bool,
    /// The wording is that of the country’s government or of the United Nations
    #[arg(long)]
    official: bool,
    /// A line on what may be done with it
    #[arg(long, value_name = "TEXT")]
    licence: Option<String>,
    /// Take only this [default: what the files have]
    #[arg(long, value_name = "WHAT")]
    only: Option<OnlyOf>,
    /// Write over files of another release, or with other wording
    #[arg(long)]
    force: bool,
    /// Write nothing; show what would change
    #[arg(long)]
    dry_run: bool,
    /// The day of the import, in seconds since 1970 [default: today]
    #[arg(long, value_name = "SECONDS", env = "SOURCE_DATE_EPOCH", hide = true)]
    source_date_epoch: Option<i64>,
}

/// How many codes of a kind are named.
const MOST_SHOWN: usize = 40;

/// What is taken of files that have both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum OnlyOf {
    /// The wording of goals, targets and indicators
    Wording,
    /// Tiers and custodians
    Tiers,
}

/// A file that is to be written.
struct PinnedPlan {
    path: PathBuf,
    /// Its name in the project.
    name: String,
    text: String,
    read: Option<Digest>,
    /// Whether one is there with another content.
    differs: bool,
}

/// Takes in what others publish of the framework.
///
/// # Errors
///
/// There is no project, a file is of no kind that is read or something in it is wrong, what is said of
/// it is not enough, other files stand where it would be written, or the environment failed.
pub fn run(
    args: &SdgImportArgs,
    framework: &Framework,
    global: &Global,
    ui: &mut Ui,
) -> Result<Exit, Error> {
    let root = global.project_root()?;
    let root = current_folder()?.join(root);
    if let Some(date) = args.release.as_ref().filter(|date| PartialDate::parse(date).is_err()) {
        return Err(Error::NoReleaseDate(date.clone()));
    }
    let today = day(args.source_date_epoch);
    // By the clock, whatever day the import is said to be of.
    if let Some(date) = args.release.as_ref().filter(|date| is_after(date, &day(None))) {
        return Err(Error::FutureRelease(date.clone()));
    }
    let (parts, passed) = read_all(&args.paths, args.lang.as_deref())?.settled()?;
    let how = GatherAs {
        release: args.release.clone(),
        imported: today,
        official: (args.official || args.unofficial).then_some(args.official),
        licence: args.licence.clone(),
        take: (args.only != Some(OnlyOf::Tiers), args.only != Some(OnlyOf::Wording)),
    };
    let gathered = gather(&parts, framework, &how).map_err(Error::published)?;
    let Gathered { pinned: new, reports } = &gathered;
    if reports.is_empty() {
        return Err(match args.only {
            Some(_) if !parts.is_empty() => Error::NothingOfThat,
            _ => Error::NothingToPin,
        });
    }
    if let Some(report) = reports.iter().find(|own| own.counts == (0, 0, 0) && own.unready > 0) {
        return Err(Error::NothingReady(report.unready));
    }
    let mut planned = Vec::new();
    for report in reports {
        planned.push(plan(&root, new, report, ui)?);
    }
    if passed > 0 {
        ui.status(format!(
            "{passed} files in these folders say nothing of goals, targets or indicators"
        ));
    }
    let stopped: Vec<String> =
        planned.iter().filter(|file| file.differs).map(|file| file.name.clone()).collect();
    let written: Vec<&PinnedPlan> = planned.iter().filter(|file| !file.text.is_empty()).collect();
    if args.dry_run {
        ui.done(format!("{} would change", files(written.len())));
        return Ok(Exit::Success);
    }
    if !stopped.is_empty() && !args.force {
        return Err(Error::PinnedDiffers(stopped.join(", ")));
    }
    let folder = root.join(pinned::FOLDER);
    fs::create_dir_all(&folder)
        .map_err(|cause| EnvError::new("cannot make the folder", &folder, cause))?;
    let replacements: Vec<Replacement> = written
        .iter()
        .map(|file| Replacement {
            path: file.path.clone(),
            bytes: file.text.clone().into_bytes(),
            read: file.read,
        })
        .collect();
    if let Some(path) = replace_all(&replacements)? {
        return Err(Error::SavedMeanwhile { path: shown(&path) });
    }
    ui.done(format!(
        "{} written, {} unchanged",
        files(written.len()),
        planned.len() - written.len()
    ));
    Ok(Exit::Success)
}

fn files(count: usize) -> String {
    if count == 1 { "1 file".into() } else { format!("{count} files") }
}

/// What is to be written of a language or of tiers, and what is said of it.
fn plan(
    root: &Path,
    new: &Pinned,
    report: &LanguageReport,
    ui: &mut Ui,
) -> Result<PinnedPlan, Error> {
    let name = match &report.language {
        Some(language) => format!("{}/{language}.toml", pinned::FOLDER),
        None => format!("{}/{}", pinned::FOLDER, pinned::TIERS),
    };
    let path = root.join(&name);
    check_below(root, &name).map_err(|cause| EnvError::new("cannot write", &path, cause))?;
    let before = match read_regular(&path) {
        Ok(bytes) => Some(bytes),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(EnvError::new("cannot write", &path, error).into()),
    };
    say(&name, source_of(new, report), report, ui)?;
    let Some(bytes) = before else {
        let text = text_of(new, report);
        return Ok(PinnedPlan { path, name, text, read: None, differs: false });
    };
    let read = Some(Digest::of(&bytes));
    let (mut sources, mut found) = (Sources::new(), Diagnostics::new());
    let file = add_text(bytes, &shown(&path), &mut sources, &mut found);
    let mut old = Pinned::default();
    if let Some(file) = file {
        match &report.language {
            Some(language) => {
                let own = pinned::read_wording(file, &sources, &mut found);
                old.wordings.extend(own.map(|own| (language.clone(), own)));
            }
            None => old.tiers = pinned::read_tiers(file, &sources, &mut found),
        }
    }
    if found.has_errors() {
        found.sort();
        ui.diagnostics(&found, &sources);
        return Err(Error::NoPinned(name));
    }
    // The day of the import alone is no news.
    let (was, mut is) = (source_of(&old, report).clone(), source_of(new, report).clone());
    is.imported.clone_from(&was.imported);
    let mut pair = Pinned::default();
    match &report.language {
        Some(language) => pair
            .wordings
            .extend(new.wordings.get(language).map(|own| (language.clone(), own.clone()))),
        None => pair.tiers.clone_from(&new.tiers),
    }
    let changes = differences(&old, &pair);
    let same_words = match &report.language {
        Some(language) => {
            let same = |(old, new): (&crate::sdg::PinnedWording, &crate::sdg::PinnedWording)| {
                old.names == new.names
            };
            old.wordings.get(language).zip(pair.wordings.get(language)).is_some_and(same)
        }
        None => {
            old.tiers.as_ref().map(|own| &own.indicators)
                == pair.tiers.as_ref().map(|own| &own.indicators)
        }
    };
    if was == is && changes.is_empty() && same_words {
        return Ok(PinnedPlan { path, name, text: String::new(), read, differs: false });
    }
    for line in changes_in_words(&changes) {
        ui.data(line)?;
    }
    let text = text_of(new, report);
    Ok(PinnedPlan { path, name, text, read, differs: true })
}

fn source_of<'p>(pinned: &'p Pinned, report: &LanguageReport) -> &'p PinnedSource {
    match &report.language {
        Some(language) => &pinned.wordings[language].source,
        None => &pinned.tiers.as_ref().expect("there are tiers").source,
    }
}

fn text_of(new: &Pinned, report: &LanguageReport) -> String {
    match &report.language {
        Some(language) => pinned::wording_to_toml(&new.wordings[language]),
        None => pinned::tiers_to_toml(new.tiers.as_ref().expect("there are tiers")),
    }
}

/// Says what a file holds and what is to be known of it.
fn say(name: &str, source: &PinnedSource, report: &LanguageReport, ui: &Ui) -> Result<(), Error> {
    let (goals, targets, indicators) = report.counts;
    let what = match report.language {
        Some(_) => format!("{goals} goals, {targets} targets, {indicators} indicators"),
        None => format!("tiers of {indicators} indicators"),
    };
    let standing = if source.official { "official" } else { "unofficial" };
    ui.data(format!("{name}: {what}; {}, {}, {standing}", source.title, source.release))?;
    let none = Vec::new();
    let lists = [
        ("missing", &report.missing),
        ("retired", &report.retired),
        ("left out, for another measure had the code then", &report.other_measure),
        ("reworded since", if report.language.is_some() { &report.reworded } else { &none }),
        (
            "perhaps reworded since, for the list is older than the last review",
            if report.language.is_some() { &report.perhaps_reworded } else { &none },
        ),
        ("without a tier", &report.tierless),
        ("passed over, for no code is before it", &report.uncoded),
        ("unknown", &report.unknown),
        ("doubled", &report.doubled),
    ];
    for (what, codes) in lists.into_iter().filter(|(_, codes)| !codes.is_empty()) {
        let shown: Vec<&String> = codes.iter().take(MOST_SHOWN).collect();
        ui.data(format!("  {what} ({}): {}", codes.len(), first_of(&shown, codes.len())))?;
    }
    if report.unready > 0 {
        ui.data(format!("  not translated, or doubtful: {}", report.unready))?;
    }
    let cleaned: Vec<String> =
        report.cleaned.counts().map(|(kind, count)| format!("{count} {kind}")).collect();
    if !cleaned.is_empty() {
        ui.data(format!("  cleaned: {}", cleaned.join(", ")))?;
    }
    Ok(())
}

/// Whether a day, month or year begins after a day.
fn is_after(date: &str, day: &str) -> bool {
    day.get(..date.len()).is_some_and(|same| date > same)
}

/// The day on the clock (UTC), or of what the environment has in its place.
fn day(seconds: Option<i64>) -> String {
    let given = seconds.and_then(|seconds| chrono::DateTime::from_timestamp(seconds, 0));
    given.unwrap_or_else(chrono::Utc::now).date_naive().to_string()
}
