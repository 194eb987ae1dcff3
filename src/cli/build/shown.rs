//! `--dry-run`: a plan as it is shown.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::asked::AskedBuild;
use crate::cli::error::Error;
use crate::cli::run::show_untabled;
use crate::cli::ui::Ui;
use crate::output::{Owner, Record, check_owner};
use crate::plan::{Plan, Share, dry_run};
use crate::release::Entry;
use crate::workspace::Workspace;

/// A plan that is shown and not carried out, some briefs after others.
pub struct ShownPlan {
    build: usize,
    keep: usize,
    /// What cannot be built, with what is said of it.
    failed: Vec<String>,
    /// The sheets that were shown.
    sheets: BTreeSet<String>,
}

impl ShownPlan {
    /// The beginning of one.
    pub fn of(asked: &AskedBuild<'_>, workspace: &Workspace) -> Result<Self, Error> {
        let config = workspace.config.as_ref();
        let publisher = config.map(|config| config.organisation.name());
        check_owner(&asked.options.out, &Owner::project(&workspace.root, publisher))?;
        Ok(Self { build: 0, keep: 0, failed: Vec::new(), sheets: BTreeSet::new() })
    }

    /// Shows what would become of the briefs in a workspace, and of those that need not be read.
    pub fn show(
        &mut self,
        asked: &AskedBuild<'_>,
        (workspace, unread): (&Workspace, &[Arc<Entry>]),
        (record, share): (&Record, Option<&Share>),
        ui: &mut Ui,
    ) -> Result<(), Error> {
        let mut whole = Plan::new(workspace, &asked.options);
        share.into_iter().for_each(|share| share.apply(&mut whole));
        let plan = dry_run(&whole, unread, record, asked.build_options.rebuild);
        if !whole.untabled.is_empty() {
            show_untabled(&whole.untabled, ui);
        }
        for planned in &plan {
            let what = if planned.is_kept() { "keep " } else { "build" };
            if planned.is_kept() {
                self.keep += 1
            } else {
                self.build += 1
            }
            ui.data(format!("{what}  {}  ({})", planned.path, planned.reason))?;
            // Both editions have the same.
            for sheet in planned.sheets.iter().filter(|sheet| self.sheets.insert((*sheet).clone()))
            {
                ui.data(format!("{what}  {sheet}  (a sheet of {})", planned.path))?;
            }
        }
        self.failed.append(&mut whole.failed);
        Ok(())
    }

    /// Says what cannot be built, and what it all comes to.
    pub fn end(mut self, share: Option<&Share>, ui: &mut Ui) -> Result<(), Error> {
        self.failed.extend(share.iter().flat_map(|share| &share.failed).cloned());
        for path in &self.failed {
            ui.data(format!("fail   {path}  (see the errors)"))?;
        }
        let Self { build, keep, failed, .. } = self;
        ui.done(format!("{build} to build, {keep} up to date, {} cannot be built", failed.len()));
        Ok(())
    }
}
