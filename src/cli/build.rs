//! `briefpress build`.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::num::{NonZeroU64, NonZeroUsize};
use std::path::Path;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::available_parallelism;
use std::time::{Duration, Instant};

use super::args::{Build, Edition as Asked, Global, OnMissing, Only};
use super::check::{current_folder, opening, project_root, report, shown};
use super::shard;
use super::ui::Ui;
use super::{Exit, Failure};
use crate::build::{
    Earlier, EnvError, Event, Extent, Options, Record, Report, Running, Sharding, Version,
    Workspace, build, check_locks, dry_run,
};
use crate::document::{Document, Edition};
use crate::l10n::{PSEUDO_LOCALES, canonical};
use crate::release::{INDEX, Manifest};
use crate::worker::Ended;

/// Set when the user or the system asks for an end.
static INTERRUPTED: LazyLock<AtomicBool> = LazyLock::new(AtomicBool::default);

/// Builds everything that was asked for and can be built.
pub fn run(args: &Build, global: &Global, ui: &mut Ui) -> Result<Exit, Failure> {
    let start = Instant::now();
    let deny_missing = args.on_missing == OnMissing::Error;
    let here = current_folder()?;
    let root = project_root(global)?;
    let options = Options {
        languages: args.languages.clone(),
        documents: match args.only {
            None => Document::ALL.to_vec(),
            Some(Only::Brief) => vec![Document::Brief],
            Some(Only::Indicators) => vec![Document::Indicators],
        },
        editions: editions(&args.editions),
        out: match &args.out {
            Some(out) => here.join(out),
            None => here.join(&root).join("dist"),
        },
        epoch: args.epoch,
    };
    let opening = opening(&args.selection, deny_missing)?;
    // What has not changed since an earlier build is not read, unless something about it is asked.
    let is_pseudo = |language: &String| PSEUDO_LOCALES.iter().any(|(tag, _)| tag == language);
    let asks = args.force || args.locked || deny_missing || args.shard.is_some();
    let workspace = if asks || args.languages.iter().any(is_pseudo) {
        Workspace::open(&root, &opening)?
    } else {
        let record = Record::read(&options.out, options.epoch);
        Workspace::open_since(&root, &opening, Some(&Earlier::new(&record, &options)))?
    };
    for language in &args.languages {
        let mut versions = workspace.briefs.iter().flat_map(|loaded| &loaded.versions);
        let mut unread = workspace.unchanged.iter();
        let unknown =
            |version: &Version| version.language.as_ref().is_some_and(|other| other != language);
        let known = unread.any(|entry| entry.artifact.language == *language);
        if !is_pseudo(language) && !known && versions.all(unknown) {
            let form = canonical(language).filter(|form| form != language);
            let help = form.map_or(String::new(), |form| format!("; it is written `{form}`"));
            let message = format!("no brief is in the language `{language}`{help}");
            return Err(Failure::usage(message));
        }
    }
    let extent = Extent { force: args.force, shard: sharding(args)?, bill: args.sbom };
    let mut exit = report(&workspace, ui);
    if args.locked {
        let found = check_locks(&workspace);
        ui.diagnostics(&found, &workspace.sources);
        if found.has_errors() {
            ui.done("nothing built: `--locked` wants translations and their locks up to date");
            return Ok(exit.max(Exit::Content));
        }
    }
    if args.dry_run {
        return show_plan(&workspace, &options, &extent, ui).map(|()| exit);
    }
    let running = running(args.jobs, args.timeout)?;
    let result = build(&workspace, &options, &extent, &running, &mut |event| {
        exit = exit.max(say(event, &options.out, ui));
    });
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

/// How a build is run, from now on ended by Ctrl-C and SIGTERM.
pub fn running(
    jobs: Option<NonZeroUsize>,
    timeout: NonZeroU64,
) -> Result<Running<'static>, Failure> {
    // There can be a handler already only where there is no process to end.
    let _ = ctrlc::set_handler(|| INTERRUPTED.store(true, Ordering::Relaxed));
    let program = env::current_exe().map_err(|cause| {
        Failure::Env(EnvError { doing: "cannot find", path: "the program itself".into(), cause })
    })?;
    Ok(Running {
        program,
        arguments: &["worker"],
        jobs: jobs.or_else(|| available_parallelism().ok()).map_or(1, NonZeroUsize::get),
        time_limit: Duration::from_secs(timeout.get()),
        interrupted: &INTERRUPTED,
    })
}

/// Says what happens, and what the run comes to by it.
pub fn say(event: Event<'_>, out: &Path, ui: &mut Ui) -> Exit {
    match event {
        Event::Waiting => {
            ui.status(format!("another build writes to {}; waiting for it", shown(out)));
        }
        Event::RecordIgnored(why) => {
            ui.status(format!("what an earlier build left is not used: {why}"));
        }
        Event::Planned(all, to_make) => {
            ui.detail(format!("{all} files, {to_make} to build"));
            ui.start(to_make);
        }
        Event::Typeset(files) => ui.step(files),
        Event::Kept(file) => ui.detail(format!("  kept   {}", file.path)),
        Event::Written(file, reason) => {
            let pages = if file.pages == 1 { "page" } else { "pages" };
            ui.detail(format!(
                "  built  {} ({} {pages}, {} bytes): {reason}",
                file.path, file.pages, file.bytes
            ));
        }
        Event::Removed(path) => {
            ui.status(format!("  removed {path}: its brief or its translation is gone"));
        }
        Event::Outdated(path) => ui.status(format!(
            "  {path} is not listed any more: what it was made from changed, and it was not asked for"
        )),
        Event::Missing(path) => ui.status(format!(
            "  {path} is not listed any more: it is gone, and it was not asked for"
        )),
        Event::Diagnostics(found, sources) => {
            ui.diagnostics(found, sources);
            if found.has_errors() {
                return Exit::Content;
            }
        }
        Event::Ended(path, ended) => return say_ended(path, ended, ui),
        Event::Failure(failure) => {
            ui.failure(failure);
            return Exit::Environment;
        }
        Event::Overtaken(path) => {
            ui.error(&format!("another build changed {path} in the meantime"), Some("build again"));
            return Exit::Environment;
        }
    }
    Exit::Success
}

/// Says why a worker gave no answer, where that is no one's fault but ours or the system's.
fn say_ended(path: &str, ended: &Ended, ui: &mut Ui) -> Exit {
    match ended {
        Ended::Failed(error) => {
            ui.error(&format!("there is no process to set {path} with: {error}"), None);
        }
        Ended::Crashed(words) => ui.error(
            &format!("{path} could not be set: the process ended, {words}"),
            Some("this is a bug in briefpress; please report it"),
        ),
        Ended::Unasked(words) => ui.error(
            &format!(
                "{path} could not be set: what it is set from cannot be put together, {words}"
            ),
            Some("this is a bug in briefpress; please report it"),
        ),
        Ended::TooLong | Ended::TooMuchMemory | Ended::TooDeep | Ended::Interrupted => {}
    }
    Exit::Environment
}

fn summary(result: &Report, time: Duration, out: &Path, workspace: &Workspace, ui: &Ui) -> String {
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
    } else if result.built + result.reused == 0
        && workspace.config.is_some()
        && workspace.briefs.is_empty()
    {
        summary += "; `briefpress new ID --country KH` starts a brief";
    } else if result.built + result.reused > 0 {
        summary += &format!("; {} shows them", shown(&out.join(INDEX)));
    }
    summary
}

fn show_plan(
    workspace: &Workspace,
    options: &Options,
    extent: &Extent,
    ui: &mut Ui,
) -> Result<(), Failure> {
    let (plan, failed) = dry_run(workspace, options, extent);
    let (mut build, mut keep) = (0, 0);
    for planned in &plan {
        let what = if planned.is_kept() { "keep " } else { "build" };
        if planned.is_kept() {
            keep += 1
        } else {
            build += 1
        }
        ui.data(format!("{what}  {}  ({})", planned.path, planned.reason))?;
    }
    for path in &failed {
        ui.data(format!("fail   {path}  (see the errors)"))?;
    }
    ui.done(format!("{build} to build, {keep} up to date, {} cannot be built", failed.len()));
    Ok(())
}

fn sharding(args: &Build) -> Result<Option<Sharding>, Failure> {
    let Some(asked) = args.shard else { return Ok(None) };
    let (number, count) = shard::part(asked)?;
    let mut glyphs = BTreeMap::new();
    if let Some(path) = &args.balance {
        let json = fs::read(path).map_err(|cause| EnvError::new("cannot read", path, cause))?;
        let manifest = Manifest::from_json(&json)
            .map_err(|why| Failure::usage(format!("{}: {why}", path.display())))?;
        glyphs.extend(manifest.files.into_iter().map(|file| (file.path, file.glyphs)));
    }
    Ok(Some(Sharding { number, count, glyphs }))
}

impl From<Asked> for Edition {
    fn from(asked: Asked) -> Self {
        match asked {
            Asked::Screen => Edition::Screen,
            Asked::Print => Edition::Print,
        }
    }
}

/// The editions that were asked for, each once.
fn editions(asked: &[Asked]) -> Vec<Edition> {
    let mut editions: Vec<Edition> = asked.iter().map(|&edition| edition.into()).collect();
    editions.sort_unstable();
    editions.dedup();
    editions
}
