//! `briefpress i18n status`.

use std::collections::BTreeMap;

use clap::Args;
use serde::Serialize;

use super::common::{check_languages, find, languages, load, say_errors, unread};
use crate::brief::TranslationStatus;
use crate::cli::context::Global;
use crate::cli::error::{Error, Exit};
use crate::cli::ui::Ui;
use crate::translation::{Progress, State, Unit, progress, units};
use crate::workspace::{LoadedBrief, Workspace};

#[derive(Debug, Args)]
pub struct StatusArgs {
    /// Briefs by id or path [default: all]
    #[arg(value_name = "BRIEF")]
    briefs: Vec<String>,
    /// The same, named as an option; may be repeated
    #[arg(long = "brief", value_name = "BRIEF")]
    more: Vec<String>,
    /// Only this language; may be repeated
    #[arg(long = "lang", value_name = "LANG")]
    languages: Vec<String>,
    /// List the strings that are missing, stale, of unknown origin, to be looked at again or the same
    /// as the original; as JSON all of them
    #[arg(long)]
    keys: bool,
    /// As JSON, one object a translation
    #[arg(long)]
    json: bool,
    /// With --json: the totals of each language and of the project as well, whose `brief` is null
    #[arg(long, requires = "json")]
    totals: bool,
    /// Fail when a translation has fewer of its words translated, in per cent
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(..=100))]
    fail_under: Option<u8>,
    /// Fail when a string is stale, of unknown origin, or to be looked at again
    #[arg(long)]
    fail_stale: bool,
    /// Fail when a translation prints as a draft, or is not there
    #[arg(long)]
    fail_draft: bool,
}

/// How a translation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Standing {
    /// The project wants it, and there is no file.
    Absent,
    /// Its file, or its brief's, cannot be read whole.
    Unreadable,
    /// It prints as a draft.
    Draft,
    /// It prints as reviewed.
    Reviewed,
}

impl Standing {
    fn name(self) -> &'static str {
        match self {
            Standing::Absent => "absent",
            Standing::Unreadable => "unreadable",
            Standing::Draft => "draft",
            Standing::Reviewed => "reviewed",
        }
    }
}

/// A translation, or the sum of some.
#[derive(Debug, Serialize)]
struct Row {
    /// The brief's id; none in a total.
    brief: Option<String>,
    /// The language; none in the total of the project.
    language: Option<String>,
    /// How it stands; none in a total.
    status: Option<Standing>,
    percent: usize,
    #[serde(flatten)]
    progress: Progress,
    #[serde(skip_serializing_if = "Option::is_none")]
    keys: Option<Vec<ListedKey>>,
}

/// A string.
#[derive(Debug, Serialize)]
struct ListedKey {
    key: String,
    state: State,
    same_as_source: bool,
    /// Who reviewed it as it is.
    reviewer: Option<String>,
    /// The original that it was translated from, where that is another and is known.
    previous: Option<String>,
}

impl ListedKey {
    /// Whether there is something to do about it.
    fn is_open(&self) -> bool {
        !self.state.is_current() || self.same_as_source
    }
}

/// Shows how far translations are.
///
/// # Errors
///
/// There is no project, brief or language of that name; a translation is not as far as it was asked
/// to be; or the environment failed.
pub fn run(args: &StatusArgs, global: &Global, ui: &mut Ui) -> Result<Exit, Error> {
    let briefs: Vec<String> = args.briefs.iter().chain(&args.more).cloned().collect();
    let workspace = load(&briefs, global)?;
    check_languages(&args.languages, &workspace)?;
    let mut rows = Vec::new();
    for loaded in &workspace.briefs {
        let mut tags = languages(&workspace, loaded);
        if !args.languages.is_empty() {
            tags.extend(args.languages.iter().cloned());
            tags.sort();
            tags.dedup();
            tags.retain(|tag| args.languages.contains(tag));
            let own = loaded.raw.language.as_ref().map(|own| own.value.as_str());
            tags.retain(|tag| Some(tag.as_str()) != own);
        }
        rows.extend(tags.iter().map(|tag| row(&workspace, loaded, tag, args.keys)));
        // One that cannot be read and has no translation yet is no silence either.
        if tags.is_empty() && loaded.unread.brief {
            rows.push(unreadable(loaded, None));
        }
    }
    let totals = totals(&rows);
    if args.json {
        for row in rows.iter().chain(totals.iter().filter(|_| args.totals)) {
            ui.data(serde_json::to_string(row).expect("plain data is always JSON"))?;
        }
    } else {
        print(&rows, &totals, ui)?;
    }
    let mut exit = Exit::Success;
    if rows.iter().any(|row| row.status == Some(Standing::Unreadable)) {
        exit = exit.max(say_errors(&workspace, ui));
    }
    for why in failures(args, &rows) {
        let error = Error::TooLittle(why);
        ui.error(&error);
        exit = exit.max(error.exit());
    }
    Ok(exit)
}

fn row(workspace: &Workspace, loaded: &LoadedBrief, language: &str, with_keys: bool) -> Row {
    if unread(workspace, loaded, Some(language)).is_some() {
        return unreadable(loaded, Some(language));
    }
    let own = find(loaded, language);
    let units = units(&loaded.originals(workspace.config.as_ref()), own);
    let progress = progress(&units, own);
    let status = match own.map(|own| own.status) {
        None => Standing::Absent,
        Some(TranslationStatus::Draft) => Standing::Draft,
        Some(TranslationStatus::Reviewed) => Standing::Reviewed,
    };
    Row {
        brief: Some(loaded.id.clone()),
        language: Some(language.to_string()),
        status: Some(status),
        percent: progress.percent(),
        progress,
        keys: with_keys.then(|| listed(units)),
    }
}

/// The row of a translation that cannot be read: nothing of it is known.
fn unreadable(loaded: &LoadedBrief, language: Option<&str>) -> Row {
    Row {
        brief: Some(loaded.id.clone()),
        language: language.map(String::from),
        status: Some(Standing::Unreadable),
        percent: 0,
        progress: Progress::default(),
        keys: None,
    }
}

/// The strings that are there or needed.
fn listed(units: Vec<Unit>) -> Vec<ListedKey> {
    let those = units.into_iter().filter(|unit| unit.is_needed || unit.target.is_some());
    let listed = those.map(|unit| ListedKey {
        key: unit.key.to_string(),
        state: unit.state,
        same_as_source: unit.is_same,
        reviewer: unit.reviewer,
        previous: unit.previous,
    });
    listed.collect()
}

/// The sums of each language, and of the project, where there are several.
fn totals(rows: &[Row]) -> Vec<Row> {
    let mut of: BTreeMap<Option<&str>, Vec<&Progress>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.language.is_some()) {
        of.entry(row.language.as_deref()).or_default().push(&row.progress);
        of.entry(None).or_default().push(&row.progress);
    }
    let sum = |(language, parts): (Option<&str>, Vec<&Progress>)| {
        let progress = parts.iter().fold(Progress::default(), |sum, part| sum.plus(part));
        let percent = progress.percent();
        let language = language.map(String::from);
        Row { brief: None, language, status: None, percent, progress, keys: None }
    };
    let mut totals: Vec<Row> = of.into_iter().map(sum).collect();
    // The project's comes last.
    totals.sort_by_key(|row| row.language.is_none());
    totals
}

const COLUMNS: [&str; 12] = [
    "brief", "language", "status", "done", "words", "missing", "stale", "review", "unknown",
    "same", "orphans", "kept",
];

/// Writes a table, its columns as wide as what stands in them.
fn print(rows: &[Row], totals: &[Row], ui: &Ui) -> Result<(), Error> {
    let cells = |row: &Row| -> [String; 12] {
        let p = &row.progress;
        let known = row.status != Some(Standing::Unreadable);
        let count = |number: usize| if known { number.to_string() } else { "?".into() };
        [
            row.brief.clone().unwrap_or_else(|| "total".into()),
            row.language.clone().unwrap_or_else(|| "all".into()),
            row.status.map_or("", Standing::name).to_string(),
            if known { format!("{}%", row.percent) } else { "?".into() },
            if known { format!("{}/{}", p.translated_words, p.words) } else { "?".into() },
            count(p.missing),
            count(p.stale),
            count(p.needs_review),
            count(p.unknown),
            count(p.same_as_source),
            count(p.orphaned),
            count(p.kept),
        ]
    };
    // The total of one translation says nothing new.
    let totals = if rows.len() > 1 { totals } else { &[] };
    let lines: Vec<[String; 12]> = rows.iter().chain(totals).map(cells).collect();
    let mut widths = COLUMNS.map(str::len);
    for line in &lines {
        for (width, cell) in widths.iter_mut().zip(line) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let written = |cells: &[String; 12]| -> String {
        let columns = cells.iter().zip(widths).enumerate().map(|(at, (cell, width))| {
            if at < 3 { format!("{cell:<width$}") } else { format!("{cell:>width$}") }
        });
        columns.collect::<Vec<_>>().join("  ").trim_end().to_string()
    };
    ui.data(written(&COLUMNS.map(String::from)))?;
    for (row, line) in rows.iter().chain(totals).zip(&lines) {
        ui.data(written(line))?;
        for listed in row.keys.iter().flatten().filter(|listed| listed.is_open()) {
            let same = if listed.same_as_source { ", the same as the original" } else { "" };
            ui.data(format!("  {}: {}{same}", listed.key, listed.state.name()))?;
        }
    }
    Ok(())
}

/// Why translations are not as far as they were asked to be, one line each.
fn failures(args: &StatusArgs, rows: &[Row]) -> Vec<String> {
    let mut found = Vec::new();
    for row in rows {
        let brief = row.brief.as_deref().unwrap_or_default();
        let Some(language) = &row.language else { continue };
        let name = format!("`{brief}` in `{language}`");
        let p = &row.progress;
        if row.status == Some(Standing::Unreadable) {
            if args.fail_under.is_some() || args.fail_stale || args.fail_draft {
                found.push(format!("{name} cannot be read"));
            }
            continue;
        }
        if let Some(least) = args.fail_under.filter(|least| row.percent < usize::from(*least)) {
            found.push(format!("{name} is {}% translated, less than {least}%", row.percent));
        }
        if args.fail_stale {
            for (count, words) in [
                (p.stale, "stale"),
                (p.needs_review, "to be looked at again"),
                (p.unknown, "of unknown origin"),
            ] {
                if count > 0 {
                    let strings = if count == 1 { "string" } else { "strings" };
                    found.push(format!("{name} has {count} {strings} {words}"));
                }
            }
        }
        if args.fail_draft {
            match row.status {
                Some(Standing::Draft) => found.push(format!("{name} is a draft")),
                Some(Standing::Absent) => found.push(format!("{name} is not there")),
                _ => {}
            }
        }
    }
    found
}
