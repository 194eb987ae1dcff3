//! A build that reads some briefs after others.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::sync::Arc;

use super::asked::{AskedBuild, NOT_LOCKED};
use super::shown::ShownPlan;
use crate::cli::context::report_in;
use crate::cli::error::{Error, Exit};
use crate::cli::run::{show_event, workers};
use crate::cli::ui::Ui;
use crate::l10n::is_pseudo;
use crate::output::Record;
use crate::plan::{Earlier, Plan, Share, Survey, check_locks};
use crate::release::Entry;
use crate::run::{Build, Building, Event, Summary};
use crate::workspace::Workspace;

impl AskedBuild<'_> {
    /// Builds some briefs after others, so that what is held does not grow with their number.
    pub fn build_by_parts(&self, record: Arc<Record>, ui: &mut Ui) -> Result<Exit, Error> {
        let Self { args, root, options, build_options, open_options, .. } = self;
        self.has_languages(&record)?;
        let mut exit = Exit::Success;
        let surveyed = match args.locked || build_options.shard.is_some() {
            true => Some(self.survey(ui)?),
            false => None,
        };
        let (is_reported, share) = match surveyed {
            Some(Surveyed { is_locked: false, exit: found, .. }) => {
                ui.done(NOT_LOCKED);
                return Ok(found.max(Exit::Content));
            }
            Some(Surveyed { exit: found, share, .. }) => {
                exit = found;
                (true, share)
            }
            None => (false, None),
        };
        // What has not changed since an earlier build is not read, unless something about it is asked.
        let asks = args.force || args.locked || open_options.deny_missing || share.is_some();
        let asks = asks || args.languages.iter().any(|language| is_pseudo(language));
        let known = Arc::clone(&record);
        let earlier = (!asks).then(|| Earlier::new(&known, options, root));
        let lots = Lots { only: share.as_ref().map(|share| share.briefs.clone()), is_reported };
        if args.dry_run {
            return self.show_by_parts((&record, share.as_ref()), &lots, &earlier, (exit, ui));
        }
        let workers = workers(args.jobs, args.timeout, args.memory)?;
        let mut how = Some(Building { options, build_options, workers: &workers, share });
        let mut record = Some(record);
        let mut begun: Option<Result<Build<'_>, Summary>> = None;
        let workspace =
            self.each_lot(&lots, &earlier, (&mut exit, ui), &mut |workspace, unread, exit, ui| {
                let on_event = &mut |event: Event<'_>| {
                    *exit = (*exit).max(show_event(event, &options.out, ui))
                };
                if let Some((how, record)) = how.take().zip(record.take()) {
                    begun = Some(Build::begin(workspace, how, record, on_event));
                }
                let Some(Ok(build)) = &mut begun else { return ControlFlow::Break(()) };
                build.add(workspace, unread, on_event);
                match build.is_interrupted() {
                    true => ControlFlow::Break(()),
                    false => ControlFlow::Continue(()),
                }
            })?;
        drop(earlier);
        drop(known);
        let on_event = &mut |event: Event<'_>| exit = exit.max(show_event(event, &options.out, ui));
        let result = match begun {
            Some(Ok(build)) => build.end(&workspace, on_event),
            Some(Err(summary)) => summary,
            None => Summary::default(),
        };
        self.end(&result, exit, workspace, ui)
    }

    /// Shows what would be built.
    fn show_by_parts(
        &self,
        at: (&Record, Option<&Share>),
        lots: &Lots,
        earlier: &Option<Earlier<'_>>,
        (mut exit, ui): (Exit, &mut Ui),
    ) -> Result<Exit, Error> {
        let mut shown = None;
        let mut show = |workspace: &Workspace, unread: &[Arc<Entry>], ui: &mut Ui| {
            let plan = match &mut shown {
                Some(plan) => plan,
                None => shown.insert(ShownPlan::of(self, workspace)?),
            };
            plan.show(self, (workspace, unread), at, ui)
        };
        let mut told = Ok(());
        let workspace =
            self.each_lot(lots, earlier, (&mut exit, ui), &mut |workspace, unread, _, ui| {
                told = show(workspace, &unread, ui);
                if told.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
            })?;
        std::mem::forget(workspace);
        told?;
        if let Some(shown) = shown {
            shown.end(at.1, ui)?;
        }
        Ok(exit)
    }

    /// Reads some briefs after others, and says what is wrong with each lot unless that has been said. Returns
    /// the project as it was read last.
    fn each_lot(
        &self,
        lots: &Lots,
        earlier: &Option<Earlier<'_>>,
        (exit, ui): (&mut Exit, &mut Ui),
        each: &mut DoneWithLot<'_>,
    ) -> Result<Workspace, Error> {
        let (options, only) = (&self.open_options, lots.only.as_ref());
        let read = &mut |workspace: &Workspace, unread: Vec<Vec<Arc<Entry>>>| {
            if !lots.is_reported {
                *exit = (*exit).max(report_in(workspace, &self.args.languages, ui));
            }
            each(workspace, unread.into_iter().flatten().collect(), exit, ui)
        };
        Ok(Workspace::look_through_unless(self.root, options, only, earlier, read)?)
    }

    /// Looks through all briefs before anything is built.
    fn survey(&self, ui: &mut Ui) -> Result<Surveyed, Error> {
        let Self { args, root, options, build_options, open_options, .. } = self;
        let mut exit = Exit::Success;
        let mut is_locked = true;
        let mut survey = Survey::default();
        // What was read last is let go here: what is built next is read anew.
        Workspace::look_through(root, open_options, &mut |workspace| {
            exit = exit.max(report_in(workspace, &args.languages, ui));
            if args.locked {
                let found = check_locks(workspace);
                ui.diagnostics(&found, &workspace.sources);
                is_locked &= !found.has_errors();
            }
            if build_options.shard.is_some() {
                survey.add(&Plan::new(workspace, options));
            }
        })?;
        let sharding = build_options.shard.as_ref();
        let share = sharding.map(|sharding| survey.share(sharding, options.epoch));
        Ok(Surveyed { exit, is_locked, share })
    }
}

/// Which briefs are read some after others.
struct Lots {
    /// Only these, by their ids.
    only: Option<BTreeSet<String>>,
    /// Whether what is wrong with them has been said.
    is_reported: bool,
}

/// What is done with a lot: its briefs, the files of those that need not be read, what the run comes to, and
/// where it is said.
type DoneWithLot<'e> =
    dyn FnMut(&Workspace, Vec<Arc<Entry>>, &mut Exit, &mut Ui) -> ControlFlow<()> + 'e;

/// What looking through all briefs came to.
struct Surveyed {
    exit: Exit,
    /// Whether every translation and its lock are up to date, as far as that was asked.
    is_locked: bool,
    share: Option<Share>,
}
