//! `briefpress` alone: what there is in this folder, and what to do next.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::io::ErrorKind;
use std::path::Path;

use super::context::{Global, current_folder, report, shown};
use super::error::{Error, Exit};
use super::run::built;
use super::ui::Ui;
use crate::disk::word_in_shell;
use crate::document::{Document, Edition};
use crate::output::Record;
use crate::plan::{Earlier, Options, Plan, Rebuild, dry_run};
use crate::release::INDEX;
use crate::workspace::{OpenOptions, Workspace};

/// How many briefs are listed.
const MOST_LISTED: usize = 20;

/// Says what there is in the folder, and what to do next.
///
/// # Errors
///
/// The folder given as the project's is none, or the environment failed.
pub fn run(global: &Global, ui: &mut Ui) -> Result<Exit, Error> {
    let root = match global.project_root() {
        Ok(root) => root,
        Err(Error::NoProject) => return outside(ui),
        Err(error) => return Err(error),
    };
    let here = current_folder()?;
    let options = Options {
        languages: Vec::new(),
        documents: Document::ALL.to_vec(),
        editions: vec![Edition::Screen],
        out: here.join(&root).join("dist"),
        epoch: env::var("SOURCE_DATE_EPOCH").ok().and_then(|epoch| epoch.parse().ok()),
        combined: Vec::new(),
    };
    let unknown = built(&options.out).err();
    let record = Record::read(&options.out, options.epoch);
    let earlier = Earlier::new(&record, &options, &root);
    let open_options = OpenOptions { base: here.clone(), ..OpenOptions::default() };
    let (workspace, unread) = Workspace::open_unless(&root, &open_options, &earlier)?;
    let Some(config) = &workspace.config else {
        let exit = report(&workspace, ui);
        ui.document(&lines(&[("briefpress check", "once briefpress.toml is mended")]))?;
        return Ok(exit.max(Exit::Content));
    };
    for failure in &workspace.failures {
        ui.failure(failure);
    }
    if let Some(error) = &unknown {
        ui.error(error);
    }
    let mut briefs: BTreeMap<&str, BriefState<'_>> = BTreeMap::new();
    for loaded in &workspace.briefs {
        let brief = briefs.entry(&loaded.id).or_default();
        brief.is_wrong = !loaded.is_valid();
        brief.is_unread = loaded.unread.brief;
        let file = root.join("briefs").join(&loaded.id).join("brief.toml");
        let there = file.symlink_metadata().map_err(|cause| cause.kind());
        brief.is_missing = brief.is_unread && there.is_err_and(|kind| kind == ErrorKind::NotFound);
        brief.is_unknown = unknown.is_some();
        let languages = loaded.versions.iter().filter_map(|version| version.language.as_deref());
        brief.languages.extend(languages);
    }
    let unread: Vec<_> = unread.into_iter().flatten().collect();
    for entry in &unread {
        let brief = briefs.entry(&entry.artifact.brief).or_default();
        brief.languages.insert(&entry.artifact.language);
    }
    let plan = Plan::new(&workspace, &options);
    for planned in dry_run(&plan, &unread, &record, Rebuild::Outdated) {
        let id = planned.path.split('/').next().unwrap_or_default();
        let Some(brief) = briefs.get_mut(id) else { continue };
        match planned.is_kept() {
            true => brief.kept += 1,
            false if record.get(&planned.path).is_some() => brief.outdated += 1,
            false => brief.new += 1,
        }
    }
    let is_here = root == here || root.as_os_str().is_empty();
    let place = if is_here { String::new() } else { format!(", in {}", shown(&root)) };
    let mut text = format!("{}{place}\n", config.organisation.name());
    text += &listed(&briefs);
    text += "\n";
    text += &lines(&next(&briefs, in_brief(&here, &root).as_deref(), &options.out));
    ui.document(text.trim_end())?;
    let is_wrong = briefs.values().any(|brief| brief.is_wrong);
    let exit = unknown.map_or(Exit::Success, |error| error.exit());
    Ok(exit.max(match workspace.failures.is_empty() {
        false => Exit::Environment,
        true if is_wrong => Exit::Content,
        true => Exit::Success,
    }))
}

/// A brief of the project, and what a build would find of it.
#[derive(Default)]
struct BriefState<'a> {
    languages: BTreeSet<&'a str>,
    /// Whether it, or a translation of it, cannot be built.
    is_wrong: bool,
    /// Whether its own file is not read.
    is_unread: bool,
    /// Whether its own file is not there.
    is_missing: bool,
    /// Whether it is not known what is built.
    is_unknown: bool,
    /// How many files are as a build would make them.
    kept: usize,
    /// How many are there, and would be made again.
    outdated: usize,
    /// How many were never built.
    new: usize,
}

impl BriefState<'_> {
    /// How far it is.
    fn words(&self) -> &'static str {
        match self {
            BriefState { is_missing: true, .. } => "has no brief.toml",
            BriefState { is_wrong: true, .. } => "has errors",
            BriefState { is_unknown: true, .. } => "not known whether it is built",
            BriefState { outdated: 1.., .. } => "changed since it was built",
            BriefState { kept: 0, .. } => "not built yet",
            BriefState { new: 1.., .. } => "built in part",
            _ => "built, up to date",
        }
    }
}

/// Says what to do where there is no project.
fn outside(ui: &Ui) -> Result<Exit, Error> {
    let here = current_folder()?;
    let is_empty = here.read_dir().is_ok_and(|mut entries| entries.next().is_none());
    let init = if is_empty { "briefpress init" } else { "briefpress init my-briefs" };
    let place = if is_empty { "in this empty folder" } else { "in a new folder, my-briefs" };
    let begins = format!("start a project {place}, with an example that builds");
    let all = [(init, &*begins), ("briefpress help", "see all commands")];
    ui.document(&format!("This folder is in no project.\n\n{}", lines(&all)))?;
    Ok(Exit::Success)
}

/// The id of the brief whose folder someone is in.
fn in_brief(here: &Path, root: &Path) -> Option<String> {
    let root = root.canonicalize().ok()?;
    let here = here.canonicalize().ok()?;
    let id = here.strip_prefix(root.join("briefs")).ok()?.components().next()?;
    Some(id.as_os_str().to_str()?.to_string())
}

/// The briefs with their languages and how far they are, a line each.
fn listed(briefs: &BTreeMap<&str, BriefState<'_>>) -> String {
    if briefs.is_empty() {
        return "  no brief yet\n".into();
    }
    let shown: Vec<[String; 3]> = briefs
        .iter()
        .take(MOST_LISTED)
        .map(|(id, brief)| {
            let languages = brief.languages.iter().copied().collect::<Vec<_>>().join(", ");
            [(*id).to_string(), languages, brief.words().to_string()]
        })
        .collect();
    let widths = [0, 1].map(|column| {
        shown.iter().map(|row| row[column].chars().count()).max().unwrap_or_default()
    });
    let mut text = String::new();
    for [id, languages, state] in &shown {
        let [first, second] = widths;
        text += &format!("  {id:<first$}  {languages:<second$}  {state}\n");
    }
    if let Some(more) = briefs.len().checked_sub(MOST_LISTED).filter(|more| *more > 0) {
        text += &format!("  and {more} more\n");
    }
    text
}

/// What to do next, each command with what it does.
fn next(
    briefs: &BTreeMap<&str, BriefState<'_>>,
    here: Option<&str>,
    out: &Path,
) -> Vec<(String, String)> {
    let mut next = Vec::new();
    let mut add = |command: &str, does: &str| {
        next.push((format!("briefpress {command}"), does.to_string()));
    };
    if briefs.is_empty() {
        add("new my-brief --country KH", "begin a brief, with your own id and country");
        return next;
    }
    let here = here.filter(|id| briefs.contains_key(id));
    let wrong = briefs.values().filter(|brief| brief.is_wrong).count();
    let one_wrong = briefs.iter().find(|(_, brief)| brief.is_wrong).map(|(id, _)| *id);
    match one_wrong.filter(|_| wrong == 1) {
        Some(id) => add(&format!("check {id}"), "see what is wrong with it, and what to write"),
        None if wrong > 0 => add("check", "see what is wrong with them, and what to write"),
        None => {}
    }
    if briefs.values().any(|brief| !brief.is_wrong && brief.new + brief.outdated > 0) {
        add("build", "make the files that are not up to date");
    }
    // Of a brief that is not there to be read there are no pages, and nothing to translate.
    let is_read = |id: &&str| briefs.get(id).is_some_and(|brief| !brief.is_unread);
    let first = briefs.keys().copied().find(is_read);
    let written = here.filter(is_read).or(one_wrong.filter(is_read)).or(first);
    if let Some(written) = written {
        add(&format!("watch {written}"), "see its pages in the browser while you write");
    }
    if wrong == 0 {
        add("check", "look for what a careful editor would ask");
    }
    if briefs.values().any(|brief| brief.languages.len() > 1) {
        add("i18n status", "see how far the translations are");
    } else if let Some(written) = written {
        let spoken = briefs.get(written).map(|brief| &brief.languages);
        let language = other_language(spoken.into_iter().flatten().copied());
        add(&format!("i18n sync {written} --lang {language}"), "begin a translation");
    }
    if briefs.values().any(|brief| brief.kept > 0) && out.join(INDEX).is_file() {
        next.push((
            word_in_shell(&shown(&out.join(INDEX))),
            "the page that shows what is built".into(),
        ));
    }
    next
}

/// A language that is none of these, in any country.
fn other_language<'a>(spoken: impl Iterator<Item = &'a str> + Clone) -> &'static str {
    let primary = |tag: &str| tag.split('-').next().unwrap_or_default().to_lowercase();
    let is_spoken = |tag: &str| spoken.clone().any(|own| primary(own) == primary(tag));
    ["fr", "es", "ar"].into_iter().find(|tag| !is_spoken(tag)).unwrap_or("ru")
}

/// Commands with what they do, in two columns.
fn lines<A: AsRef<str>, B: AsRef<str>>(all: &[(A, B)]) -> String {
    let width = all.iter().map(|(command, _)| command.as_ref().chars().count()).max();
    let width = width.unwrap_or_default();
    let mut text = "Next:\n".to_string();
    for (command, does) in all {
        text += &format!("  {:<width$}  {}\n", command.as_ref(), does.as_ref());
    }
    text
}
