//! `briefpress sdg show`.

use std::collections::BTreeMap;

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::common::mark;
use super::entry::CodeEntry;
use crate::cli::candidates;
use crate::cli::error::{Error, Exit};
use crate::cli::ui::Ui;
use crate::sdg::{
    Change, Departure, Doubt, Framework, Goal, Indicator, Matter, Target, TierSheet, nearest,
};
use crate::visible;

#[derive(Debug, Args)]
pub struct ShowArgs {
    /// A goal's number, or the code of a target or indicator: 16, 16.3, 16.3.1
    #[arg(value_name = "CODE", add = candidates::codes())]
    code: String,
    /// How it is shown
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: ShowFormat,
}

/// How a code is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ShowFormat {
    /// Lines to read
    #[value(alias = "text")]
    Human,
    /// As JSON, an object
    Json,
}

/// All that is known of a code, for other programs.
#[derive(Debug, Serialize)]
struct ShownCode<'f> {
    #[serde(flatten)]
    entry: CodeEntry<'f>,
    /// The code of the goal or target it belongs to.
    parent: Option<String>,
    /// The codes of what belongs to it.
    parts: Vec<String>,
    changes: &'f [Change],
    /// What tier, custodians and partners are from.
    sheet: Option<&'f TierSheet>,
    /// Where they are not.
    departures: Vec<&'f Departure>,
    doubts: Vec<&'f Doubt>,
    /// Its custodians and partners in full.
    agencies: BTreeMap<&'f str, &'f str>,
}

impl ShowArgs {
    /// The code that is asked for.
    pub fn code(&self) -> &str {
        self.code.trim()
    }

    /// Whether it is shown to another program.
    pub fn is_json(&self) -> bool {
        self.format == ShowFormat::Json
    }
}

/// Shows what stands behind a code.
///
/// # Errors
///
/// Standard output is closed or fails.
pub fn run(args: &ShowArgs, framework: &Framework, ui: &Ui) -> Result<Exit, Error> {
    let code = &as_listed(args.code(), framework);
    if args.format == ShowFormat::Json
        && let Some(shown) = shown(code, framework)
    {
        let json = serde_json::to_string_pretty(&shown).expect("plain data is always JSON");
        ui.document(&visible::json(&json))?;
        return Ok(Exit::Success);
    }
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

/// A code as the framework has it: noughts before its numbers, a capital letter and a full stop behind it
/// are ways to write the same, as in files of values. A nation's own stands as it is written.
pub fn as_listed(code: &str, framework: &Framework) -> String {
    let is_there = |code: &str| {
        framework.target(code).is_some()
            || framework.indicator(code).is_some()
            || framework.retired(code).is_some()
            || framework.never_existed(code).is_some()
    };
    let even = |part: &str| match part.trim_start_matches('0') {
        "" => part.to_string(),
        part => part.to_ascii_lowercase(),
    };
    let bare = code.strip_suffix('.').unwrap_or(code);
    let evened = bare.split('.').map(even).collect::<Vec<_>>().join(".");
    if is_there(code) || !is_there(&evened) { code.to_string() } else { evened }
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
    if let Some(tier) = tier_of(indicator, framework) {
        ui.data(format!("tier       {tier}"))?;
    }
    for (word, agencies) in [("custodian", &indicator.custodians), ("partner", &indicator.partners)]
    {
        if !agencies.is_empty() {
            let names: Vec<String> =
                agencies.iter().map(|short| in_full(short, framework)).collect();
            ui.data(format!("{word:<10} {}", names.join("; ")))?;
        }
    }
    if !indicator.repeats.is_empty() {
        ui.data(format!("same as    {}", indicator.repeats.join(", ")))?;
    }
    for change in &indicator.changes {
        ui.data(format!("{:<10} {}", change.year, event(change)))?;
    }
    // A departure of the tier is told with the tier, if there is one.
    for departure in framework.departures(&indicator.code) {
        if departure.of != Matter::Tier || indicator.tier.is_none() {
            let of = match departure.of {
                Matter::Row => String::new(),
                of => format!("{}: ", of.name()),
            };
            ui.data(format!("sheet      {of}{}", departure.reason))?;
        }
    }
    for doubt in framework.doubts(&indicator.code) {
        ui.data(format!("doubt      {}: {}", doubt.about.name(), doubt.note))?;
    }
    Ok(())
}

/// An indicator's tier, with what it is from.
fn tier_of(indicator: &Indicator, framework: &Framework) -> Option<String> {
    let mut tier = indicator.tier.clone()?;
    if let Some(on) = &indicator.depends_on {
        tier += &format!(", depending on the {on}");
    }
    if indicator.national {
        return Some(tier);
    }
    let date = &framework.sheet.date;
    let departs = |it: &&Departure| it.of == Matter::Tier && it.document.is_some();
    Some(match framework.departures(&indicator.code).find(departs) {
        Some(Departure { document: Some(document), sheet: Some(before), reason, .. }) => {
            format!("{tier}, {document} ({before} on {date}). {reason}")
        }
        Some(Departure { document: Some(document), reason, .. }) => {
            format!("{tier}, {document}; {reason}")
        }
        _ => format!("{tier}, as of {date} ({})", framework.sheet.name),
    })
}

/// An agency by its short name, with what that stands for.
fn in_full(short: &str, framework: &Framework) -> String {
    match framework.agencies.get(short) {
        Some(name) if name != short => format!("{short} ({name})"),
        _ => short.to_string(),
    }
}

/// A code with all that is known of it, if there is one.
fn shown<'f>(code: &'f str, framework: &'f Framework) -> Option<ShownCode<'f>> {
    let plain = |entry, parent, parts| ShownCode {
        entry,
        parent,
        parts,
        changes: &[],
        sheet: None,
        departures: Vec::new(),
        doubts: Vec::new(),
        agencies: BTreeMap::new(),
    };
    if let Some(goal) = code.parse().ok().and_then(|number| framework.goal(number)) {
        let parts = goal.targets.iter().map(|target| target.code.clone());
        return Some(plain(CodeEntry::goal(goal), None, parts.collect()));
    }
    if let Some(target) = framework.target(code) {
        let parts = target.indicators.iter().map(|own| own.code.clone());
        return Some(plain(
            CodeEntry::target(target),
            Some(target.goal.to_string()),
            parts.collect(),
        ));
    }
    let own = framework.indicator(code)?;
    let agencies = own.custodians.iter().chain(&own.partners);
    let named = agencies.filter_map(|short| framework.agencies.get_key_value(short));
    Some(ShownCode {
        changes: &own.changes,
        sheet: (!own.national).then_some(&framework.sheet),
        departures: framework.departures(code).collect(),
        doubts: framework.doubts(code).collect(),
        agencies: named.map(|(short, name)| (short.as_str(), name.as_str())).collect(),
        ..plain(CodeEntry::indicator(own, framework), Some(own.target.clone()), Vec::new())
    })
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
