//! `briefpress watch`.

use std::env;
use std::num::NonZeroU64;
use std::path::Path;

use clap::Args;

use super::candidates;
use super::context::{FontArgs, Global, OnMissing, Selection, check_language};
use super::error::{Error, Exit};
use super::run::workers;
use super::ui::Ui;
use super::viewer::browse;
use crate::document::{Document, Edition};
use crate::l10n::is_pseudo;
use crate::limits::MemorySize;
use crate::run::{TIME_LIMIT, Viewed};
use crate::watch::{Session, SessionOptions, TextEditor, WatchEvent, WatchQuery};
use crate::worker::Warm;
use crate::workspace::{OpenOptions, Version, ids_of_briefs};

#[derive(Debug, Args)]
#[command(
    after_help = "The page is served to this computer alone, at an address that holds a secret; it \
    takes nothing from the network. A click on a word shows its line, and opens it in the editor that \
    VISUAL or EDITOR names, if that has a window of its own (VS Code, Zed, Sublime Text, Kate, …). \
    Warnings about other translations are shown where those are looked at.\n\n\
    Ctrl-C ends it. Nothing is written: `briefpress build` makes the PDFs."
)]
pub struct WatchArgs {
    /// The brief, by id, or by the path of its folder or file [default: the first]
    #[arg(value_name = "BRIEF", add = candidates::briefs())]
    brief: Option<String>,
    /// The language to begin with [default: the brief’s own]
    #[arg(long = "lang", value_name = "LANG", add = candidates::languages())]
    language: Option<String>,
    /// The document to begin with
    #[arg(long, value_name = "DOCUMENT", default_value = "brief")]
    only: Document,
    /// The edition to begin with
    #[arg(long, value_name = "EDITION", default_value = "screen")]
    edition: Edition,
    #[command(flatten)]
    fonts: FontArgs,
    /// The port of the page; 0 is any that is free
    #[arg(long, value_name = "PORT", default_value_t = 0)]
    port: u16,
    /// Do not open the page in the browser, only print its address
    #[arg(long)]
    no_open: bool,
    /// What opens a line: a command, or an address of a scheme that an editor has. {file}, {line} and {column} stand for
    /// the place [default: VISUAL or EDITOR, where that has a window]
    #[arg(long, value_name = "EDITOR", value_parser = text_editor)]
    editor: Option<TextEditor>,
    /// How long one document may take, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = TIME_LIMIT)]
    timeout: NonZeroU64,
    /// How much memory one document may take, with its unit
    #[arg(long, value_name = "SIZE", default_value_t)]
    memory: MemorySize,
}

/// Shows a brief in the browser, anew with every save, until it is interrupted.
///
/// # Errors
///
/// There is no project, it has not what was asked for, or nothing can be served.
pub fn run(args: &WatchArgs, global: &Global, ui: &mut Ui) -> Result<Exit, Error> {
    let root = global.project_root()?;
    let brief = chosen(args, global, &root)?;
    let workers = workers(None, args.timeout, args.memory)?;
    let options = SessionOptions {
        root,
        open: OpenOptions { briefs: Vec::new(), ..args.fonts.open_options()? },
        asked: WatchQuery {
            brief,
            language: args.language.clone(),
            document: Some(args.only),
            edition: Some(args.edition),
        },
        port: args.port,
        warm: Warm::new(workers.program, workers.arguments, workers.time_limit, workers.memory),
        editor: args.editor.clone().or_else(editor),
    };
    let shown = Session::run(options, workers.interrupted, &mut |event| {
        show(event, args.no_open, ui);
    });
    shown?;
    ui.status("ended");
    Ok(Exit::Success)
}

/// The brief to begin with, by its id; `None` where there is none yet.
///
/// # Errors
///
/// There is no such brief, or it is not in the language that is asked for.
fn chosen(args: &WatchArgs, global: &Global, root: &Path) -> Result<Option<String>, Error> {
    let first = || ids_of_briefs(root).and_then(|ids| ids.into_iter().next());
    let Some(given) = args.brief.clone().or_else(first) else { return Ok(None) };
    let workspace = global.open(&Selection::of(&[given]), OnMissing::Source)?;
    let Some(loaded) = workspace.briefs.first() else { return Ok(None) };
    // A pseudo-locale is made of any brief.
    if let Some(tag) = args.language.as_ref().filter(|tag| !is_pseudo(tag)) {
        check_language(tag, workspace.labels.keys().map(String::as_str))?;
        // Of a version that cannot be read the language may not be known.
        let is_other = |version: &Version| version.language.as_ref().is_some_and(|own| own != tag);
        if loaded.versions.iter().all(is_other) {
            let trace = loaded.trace_help(tag, &workspace.sources);
            return Err(Error::BriefNotIn { brief: loaded.id.clone(), tag: tag.clone(), trace });
        }
    }
    Ok(Some(loaded.id.clone()))
}

/// An editor as it is asked for.
fn text_editor(words: &str) -> Result<TextEditor, String> {
    TextEditor::named(words).ok_or_else(|| {
        let known: Vec<&str> = TextEditor::known().collect();
        let known = known.join(", ");
        format!(
            "it is not known how it takes a line. Say it, as in `--editor 'mate -l {{line}} {{file}}'` or `--editor \
             'vscode://file{{file}}:{{line}}'`, or name one of these: {known}"
        )
    })
}

/// The editor that the environment names, `VISUAL` before `EDITOR`, if it has a window of its own; in the
/// terminal of VS Code, that.
fn editor() -> Option<TextEditor> {
    let named = ["VISUAL", "EDITOR"].iter().filter_map(|name| env::var(name).ok());
    let here = env::var("TERM_PROGRAM").ok().filter(|program| program == "vscode");
    named.chain(here.map(|_| "code".to_string())).find_map(|words| TextEditor::named(&words))
}

fn show(event: WatchEvent<'_>, no_open: bool, ui: &mut Ui) {
    match event {
        WatchEvent::Serving(address) => {
            // The address is data: whoever starts the program may want to read it.
            let _ = ui.data(address);
            if !no_open && let Err(error) = browse(address) {
                ui.status(format!("no browser could be started ({error}): open the address above"));
            }
            ui.status("watching; Ctrl-C ends it");
        }
        WatchEvent::Diagnostics(found, sources) => ui.diagnostics(found, sources),
        WatchEvent::Failed(message) => ui.status(message),
        WatchEvent::Set { viewed, pages, milliseconds } => {
            let Viewed { brief, language, document, edition } = viewed;
            let what = format!("{brief}, {language}, {}, {edition}", document.name());
            ui.status(match pages {
                Some(1) => format!("{what}: 1 page in {milliseconds} ms"),
                Some(pages) => format!("{what}: {pages} pages in {milliseconds} ms"),
                None => format!("{what}: not set, for there are errors"),
            });
        }
    }
}
