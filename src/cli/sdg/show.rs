//! `briefpress sdg show`.

use clap::Args;

use super::common::mark;
use crate::cli::error::{Error, Exit};
use crate::cli::ui::Ui;
use crate::sdg::{Change, Framework, Goal, Indicator, Target, nearest};

#[derive(Debug, Args)]
pub struct ShowArgs {
    /// A goal's number, or the code of a target or indicator: 16, 16.3, 16.3.1
    #[arg(value_name = "CODE")]
    code: String,
}

impl ShowArgs {
    /// The code that is asked for.
    pub fn code(&self) -> &str {
        self.code.trim()
    }
}

/// Shows what stands behind a code.
///
/// # Errors
///
/// Standard output is closed or fails.
pub fn run(args: &ShowArgs, framework: &Framework, ui: &Ui) -> Result<Exit, Error> {
    let code = args.code();
    if let Some(goal) = code.parse().ok().and_then(|number| framework.goal(number)) {
        show_goal(goal, ui)?;
    } else if let Some(target) = framework.target(code) {
        show_target(target, framework, ui)?;
    } else if let Some(indicator) = framework.indicator(code) {
        show_indicator(indicator, framework, ui)?;
    } else {
        return unknown(code, framework, ui);
    }
    Ok(Exit::Success)
}

fn show_goal(goal: &Goal, ui: &Ui) -> Result<(), Error> {
    ui.data(format!("Goal {}: {}{}", goal.number, goal.name, mark(goal.national)))?;
    ui.data(format!("colour {}", goal.colour))?;
    for target in &goal.targets {
        ui.data(format!("  {:<7} {}{}", target.code, target.label, mark(target.national)))?;
    }
    Ok(())
}

fn show_target(target: &Target, framework: &Framework, ui: &Ui) -> Result<(), Error> {
    ui.data(format!("Target {}: {}{}", target.code, target.label, mark(target.national)))?;
    if let Some(goal) = framework.goal(i64::from(target.goal)) {
        ui.data(format!("goal {}, {}", goal.number, goal.name))?;
    }
    for indicator in &target.indicators {
        let own = mark(indicator.national);
        ui.data(format!("  {:<8} {}{own}", indicator.code, indicator.label))?;
    }
    Ok(())
}

fn show_indicator(indicator: &Indicator, framework: &Framework, ui: &Ui) -> Result<(), Error> {
    ui.data(format!(
        "Indicator {}: {}{}",
        indicator.code,
        indicator.label,
        mark(indicator.national)
    ))?;
    if let Some(target) = framework.target(&indicator.target) {
        ui.data(format!("target     {}, {}", target.code, target.label))?;
    }
    if let Some(tier) = &indicator.tier {
        ui.data(format!("tier       {tier}"))?;
    }
    if !indicator.custodians.is_empty() {
        let names: Vec<String> = indicator
            .custodians
            .iter()
            .map(|acronym| match framework.custodians.get(acronym) {
                Some(name) if name != acronym => format!("{acronym} ({name})"),
                _ => acronym.clone(),
            })
            .collect();
        ui.data(format!("custodian  {}", names.join("; ")))?;
    }
    if !indicator.repeats.is_empty() {
        ui.data(format!("same as    {}", indicator.repeats.join(", ")))?;
    }
    for change in &indicator.changes {
        ui.data(format!("{:<10} {}", change.year, event(change)))?;
    }
    Ok(())
}

fn event(change: &Change) -> String {
    let what = match change.what.as_str() {
        "added" => "added to the framework",
        "wording" => "reworded",
        "replaced" => "replaced by another measure under the same code",
        "reused" => "the code, deleted before, was given to another measure",
        "moved" => "moved here from another code",
        other => other,
    };
    match &change.note {
        Some(note) => format!("{what}: {note}"),
        None => what.to_string(),
    }
}

/// A code that is not there: what it was, or what it may have meant.
fn unknown(code: &str, framework: &Framework, ui: &Ui) -> Result<Exit, Error> {
    let message = match framework.retired(code) {
        Some(retired) => {
            format!("{code} was deleted in {}; it was: {}", retired.year, retired.label)
        }
        None => format!("{code} does not exist in the framework"),
    };
    let note = framework
        .never_existed(code)
        .and_then(|never| never.note.clone())
        .or_else(|| framework.retired(code).and_then(|retired| retired.note.clone()));
    let error = Error::UnknownCode { message, note };
    ui.error(&error);
    let hits = nearest(framework, code);
    if hits.is_empty() {
        ui.status("`briefpress sdg find WORDS` looks a code up by its subject");
    } else {
        ui.status("nearest by meaning and place:");
    }
    for hit in hits {
        ui.data(format!("  {:<8} {}{}", hit.code, hit.label, mark(hit.national)))?;
    }
    Ok(error.exit())
}
