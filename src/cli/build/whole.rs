//! A build with the whole project at hand: tables of several briefs, and proofs.

use std::sync::Arc;
use std::time::Duration;

use super::asked::{AskedBuild, NOT_LOCKED};
use super::languages::has_languages;
use super::shown::ShownPlan;
use crate::cli::context::{OnMissing, report_in, shown};
use crate::cli::error::{Error, Exit};
use crate::cli::run::{show_event, workers};
use crate::cli::ui::Ui;
use crate::output::Record;
use crate::plan::{NotCombined, Plan, Survey, check_locks};
use crate::run::{Build, Building, Event, Proofs, proofs};
use crate::workspace::Workspace;

impl AskedBuild<'_> {
    /// Builds with the whole project at hand.
    pub fn build_whole(&self, record: Arc<Record>, ui: &mut Ui) -> Result<Exit, Error> {
        let Self { args, options, build_options, .. } = self;
        let workspace = Workspace::open(self.root, &self.open_options)?;
        has_languages(&workspace, &args.languages)?;
        let mut exit = report_in(&workspace, &args.languages, ui);
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
            match Plan::new(&workspace, options).not_combined.pop() {
                None => {}
                Some(NotCombined::WithoutIndicator) => ui.status(
                    "no table is made of the briefs together: none of them names an indicator",
                ),
                Some(why) => return Err(Error::NotCombined(why)),
            }
        }
        if args.locked {
            let found = check_locks(&workspace);
            ui.diagnostics(&found, &workspace.sources);
            if found.has_errors() {
                ui.done(NOT_LOCKED);
                return Ok(exit.max(Exit::Content));
            }
        }
        if args.annotate {
            let workers = workers(args.jobs, args.timeout, args.memory)?;
            let made = proofs(&workspace, options, &workers, &mut |event| {
                exit = exit.max(show_event(event, &options.out, ui));
            });
            ui.finish();
            return Ok(exit.max(show_proofs(&made, self.start.elapsed(), ui)));
        }
        let share = build_options.shard.as_ref().map(|sharding| {
            let mut survey = Survey::default();
            survey.add(&Plan::new(&workspace, options));
            survey.share(sharding, options.epoch)
        });
        if args.dry_run {
            let mut shown = ShownPlan::of(self, &workspace)?;
            shown.show(self, (&workspace, &[]), (&record, share.as_ref()), ui)?;
            shown.end(share.as_ref(), ui)?;
            return Ok(exit);
        }
        let workers = workers(args.jobs, args.timeout, args.memory)?;
        let how = Building { options, build_options, workers: &workers, share };
        let on_event = &mut |event: Event<'_>| exit = exit.max(show_event(event, &options.out, ui));
        let result = Build::begin(&workspace, how, record, on_event).map(|mut build| {
            build.add(&workspace, Vec::new(), on_event);
            build.end(&workspace, on_event)
        });
        let result = result.unwrap_or_else(|summary| summary);
        self.end(&result, exit, workspace, ui)
    }
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
