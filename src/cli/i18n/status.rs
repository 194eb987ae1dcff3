//! `briefpress i18n status`.

use clap::Args;

use super::common::{
    OwnLanguages, check_languages, errors, find, languages, passed_over, unread, unserved_languages,
};
use super::row::{Row, Standing, listed, totals};
use super::table::print;
use crate::brief::TranslationStatus;
use crate::cli::candidates;
use crate::cli::context::{Global, OnMissing, Selection};
use crate::cli::error::{Error, Exit};
use crate::cli::ui::{RenderedMessage, Ui};
use crate::disk::EnvError;
use crate::translation::{progress, units};
use crate::visible;
use crate::workspace::{LoadedBrief, Workspace};

/// What stands in the table, below the options.
const TABLE: &str = "\
The rows are the translations that there are, and those that `languages` of briefpress.toml wants:
  absent        there is no file
  unreadable    its file, its lock or its brief cannot be read whole; what is in it is not known
  draft         its pages say that it is a draft
  reviewed      its pages are final: its file says who has reviewed it, and no string changed since

Its strings, each in one state:
  missing       not there
  unknown       there, and nothing says what it was translated from
  needs-review  fuzzy, made by a machine, or made from another original
  stale         its original changed since
  translated    there, and its original did not change
  reviewed      someone has read it, too, as it is

`done` is the part of the original’s words that are translated or reviewed. What is the same as the
original (`same`) does not count as translated, unless it is a name or a number or the translation
answers for it below `[accept]`. `orphans` are strings without an original, `kept` those of them that
were moved to the end of the file. Columns from `needs-review` on are there where something is in them.";

#[derive(Debug, Args)]
#[command(after_long_help = TABLE)]
pub struct StatusArgs {
    /// Briefs by id or path [default: all]
    #[arg(value_name = "BRIEF", add = candidates::briefs())]
    briefs: Vec<String>,
    /// The same, named as an option; may be repeated
    #[arg(long = "brief", value_name = "BRIEF", add = candidates::briefs())]
    more: Vec<String>,
    /// Only this language; may be repeated
    #[arg(long = "lang", value_name = "LANG", add = candidates::languages())]
    languages: Vec<String>,
    /// List the strings of each translation about which there is something to do; as JSON all strings
    /// with their states
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
    /// Fail when a string is stale, unknown or needs review
    #[arg(long)]
    fail_stale: bool,
    /// Fail when a translation prints as a draft, or is not there
    #[arg(long)]
    fail_draft: bool,
}

/// Shows how far translations are.
///
/// # Errors
///
/// There is no project, brief or language of that name; a translation is not as far as it was asked
/// to be; or the environment failed.
pub fn run(args: &StatusArgs, global: &Global, ui: &mut Ui) -> Result<Exit, Error> {
    let selection: Vec<String> = args.briefs.iter().chain(&args.more).cloned().collect();
    let options = Selection::of(&selection).open_options(OnMissing::Source)?;
    let mut seen = SeenTranslations::new(args);
    let mut found = Ok(());
    let workspace = Workspace::look_through(&global.project_root()?, &options, &mut |part| {
        if found.is_ok() {
            found = seen.take(part, ui);
        }
    })?;
    found?;
    seen.own.check()?;
    let SeenTranslations { rows, asks_in_vain, has_traces, .. } = seen;
    let SeenTranslations { passed_over, errors, failures: unseen, .. } = seen;
    let asks_in_vain = asks_in_vain || !unserved_languages(&workspace).is_empty();
    let totals = totals(&rows);
    if args.json {
        for row in rows.iter().chain(totals.iter().filter(|_| args.totals)) {
            let json = serde_json::to_string(row).expect("plain data is always JSON");
            ui.document(&visible::json(&json))?;
        }
    } else {
        print(&rows, &totals, ui)?;
    }
    if rows.is_empty() && !asks_in_vain && !has_traces {
        ui.status("there are no translations; `briefpress i18n sync --lang LANG` begins one");
    }
    let mut exit = Exit::Success;
    let is_unreadable = |row: &Row| row.status == Some(Standing::Unreadable);
    ui.rendered(&passed_over);
    let is_whole = workspace.config.is_some() && unseen.is_empty();
    if !is_whole || asks_in_vain || rows.iter().any(is_unreadable) {
        ui.rendered(&errors);
        unseen.iter().for_each(|failure| ui.failure(failure));
        exit = exit.max(if unseen.is_empty() { Exit::Content } else { Exit::Environment });
    }
    for why in failures(args, &rows) {
        let error = Error::TooLittle(why);
        ui.error(&error);
        exit = exit.max(error.exit());
    }
    Ok(exit)
}

/// What was seen of the translations of some briefs at a time. Of the briefs themselves nothing stays.
struct SeenTranslations<'a> {
    args: &'a StatusArgs,
    rows: Vec<Row>,
    own: OwnLanguages<'a>,
    /// Whether languages are expected, or have files, that are none of the project's.
    asks_in_vain: bool,
    /// Whether there is something of translations that are not read.
    has_traces: bool,
    /// What is said of it at the end, as it is shown.
    passed_over: Vec<RenderedMessage>,
    errors: Vec<RenderedMessage>,
    failures: Vec<EnvError>,
}

impl<'a> SeenTranslations<'a> {
    fn new(args: &'a StatusArgs) -> Self {
        Self {
            args,
            rows: Vec::new(),
            own: OwnLanguages::new(&args.languages),
            asks_in_vain: false,
            has_traces: false,
            passed_over: Vec::new(),
            errors: Vec::new(),
            failures: Vec::new(),
        }
    }

    /// Takes the rows of some briefs, and what is wrong with them.
    fn take(&mut self, part: &Workspace, ui: &Ui) -> Result<(), Error> {
        let asked = &self.args.languages;
        check_languages(asked, part)?;
        self.own.take(&part.briefs);
        self.asks_in_vain |= !unserved_languages(part).is_empty();
        self.has_traces |= part.briefs.iter().any(|loaded| !loaded.traces.is_empty());
        for loaded in &part.briefs {
            let mut tags = languages(part, loaded);
            if !asked.is_empty() {
                tags.extend(asked.iter().cloned());
                tags.sort();
                tags.dedup();
                tags.retain(|tag| asked.contains(tag));
                let own = loaded.raw.language.as_ref().map(|own| own.value.as_str());
                tags.retain(|tag| Some(tag.as_str()) != own);
            }
            self.rows.extend(tags.iter().map(|tag| row(part, loaded, tag, self.args.keys)));
            // One that cannot be read and has no translation yet is no silence either.
            if tags.is_empty() && unread(part, loaded, None).is_some() {
                self.rows.push(Row::unreadable(&loaded.id, None));
            }
        }
        self.passed_over.extend(ui.render(&passed_over(part), &part.sources));
        self.errors.extend(ui.render(&errors(part), &part.sources));
        self.failures.extend(part.failures.iter().cloned());
        Ok(())
    }
}

fn row(workspace: &Workspace, loaded: &LoadedBrief, language: &str, with_keys: bool) -> Row {
    if unread(workspace, loaded, Some(language)).is_some() {
        return Row::unreadable(&loaded.id, Some(language));
    }
    let own = find(loaded, language);
    let units = units(&loaded.originals(workspace.config.as_ref()), own);
    let progress = progress(&units, own);
    // Someone has read it; what of it that is not is why it prints as a draft.
    let is_claimed = own.is_some_and(|own| own.reviewer().is_some()) && progress.reviewed > 0;
    let status = match own.map(|own| own.status) {
        None => Standing::Absent,
        Some(TranslationStatus::Draft) => Standing::Draft,
        Some(TranslationStatus::Reviewed) => Standing::Reviewed,
    };
    Row {
        brief: Some(loaded.id.clone()),
        language: Some(language.to_string()),
        status: Some(status),
        translations: None,
        percent: progress.percent(),
        progress,
        keys: with_keys.then(|| listed(units, is_claimed)),
    }
}

/// Why translations are not as far as they were asked to be, one line each.
fn failures(args: &StatusArgs, rows: &[Row]) -> Vec<String> {
    let mut found = Vec::new();
    for row in rows {
        let brief = row.brief.as_deref().unwrap_or_default();
        let name = match &row.language {
            Some(language) => format!("`{brief}` in `{language}`"),
            None => format!("`{brief}`"),
        };
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
