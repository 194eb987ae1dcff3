//! `briefpress build`.

use std::time::Instant;

use super::args::{Build, Edition as Asked, Global, OnMissing, Only};
use super::check::{current_folder, open, report};
use super::ui::Ui;
use super::{Exit, Failure};
use crate::build::{Document, Edition, Event, Options, Version, build};
use crate::l10n::PSEUDO_LOCALES;

/// Builds everything that was asked for and can be built.
pub fn run(args: &Build, global: &Global, ui: &mut Ui) -> Result<Exit, Failure> {
    let start = Instant::now();
    let deny_missing = args.on_missing == OnMissing::Error;
    let workspace = open(&args.selection, global, deny_missing)?;
    let here = current_folder()?;
    for language in &args.languages {
        let mut versions = workspace.briefs.iter().flat_map(|loaded| &loaded.versions);
        let pseudo = PSEUDO_LOCALES.iter().any(|(tag, _)| tag == language);
        let unknown =
            |version: &Version| version.language.as_ref().is_some_and(|other| other != language);
        if !pseudo && versions.all(unknown) {
            return Err(Failure::usage(format!("no brief is in the language `{language}`")));
        }
    }
    let mut exit = report(&workspace, ui);
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
            None => workspace.root.join("dist"),
        },
        epoch: args.epoch,
    };
    let result = build(&workspace, &options, &mut |event| match event {
        Event::Planned(total) => ui.start(total),
        Event::Typeset => ui.step(),
        Event::Written(files) => {
            for file in files {
                let path = file.path.strip_prefix(&here).unwrap_or(&file.path);
                let pages = if file.pages == 1 { "page" } else { "pages" };
                ui.status(format!("  {} ({} {pages})", path.display(), file.pages));
                ui.detail(format!("    {} bytes", file.bytes));
            }
        }
        Event::Diagnostics(found, sources) => {
            ui.diagnostics(found, sources);
            if found.has_errors() {
                exit = exit.max(Exit::Content);
            }
        }
        Event::Failure(failure) => {
            ui.failure(failure);
            exit = exit.max(Exit::Environment);
        }
    });
    ui.finish();
    let mut summary =
        format!("{} {} built", result.built, if result.built == 1 { "file" } else { "files" });
    if result.failed > 0 {
        let briefs = if result.failed == 1 { "brief" } else { "briefs" };
        summary += &format!(", {} {briefs} not built", result.failed);
    }
    summary += &format!(" in {:.1} s", start.elapsed().as_secs_f64());
    let found = ui.totals().to_string();
    if !found.is_empty() {
        summary += &format!("; {found}");
    }
    if workspace.briefs.is_empty() && workspace.config.is_some() {
        summary += "; `briefpress new ID --country KH` starts a brief";
    }
    ui.done(summary);
    Ok(exit)
}

/// The editions that were asked for, each once.
fn editions(asked: &[Asked]) -> Vec<Edition> {
    let mut editions: Vec<Edition> = asked
        .iter()
        .map(|edition| match edition {
            Asked::Screen => Edition::Screen,
            Asked::Print => Edition::Print,
        })
        .collect();
    editions.sort_unstable();
    editions.dedup();
    editions
}
