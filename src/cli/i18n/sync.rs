//! `briefpress i18n sync`.

use std::collections::BTreeSet;

use clap::Args;

use super::common::{
    check_languages, check_not_own, current, languages, load, lock, misnamed, say_errors,
    say_moves, say_passed_over, shown, unread, unserved_languages, write,
};
use crate::cli::candidates;
use crate::cli::context::Global;
use crate::cli::error::{Error, Exit};
use crate::cli::ui::Ui;
use crate::diag::{Diagnostics, did_you_mean, some};
use crate::translation::{self, Changes, Chosen, Key, State, Synced};
use crate::workspace::{LoadedBrief, Workspace};

#[derive(Debug, Args)]
pub struct SyncArgs {
    /// Briefs by id or path [default: all]
    #[arg(value_name = "BRIEF", add = candidates::briefs())]
    briefs: Vec<String>,
    /// A language, begun where it is not there; may be repeated [default: those that are there, and
    /// `languages` of briefpress.toml]
    #[arg(long = "lang", value_name = "LANG", add = candidates::all_languages())]
    languages: Vec<String>,
    /// A string that translates its original as this is now, by its key; `all` for every one. Only in
    /// the languages of --lang
    #[arg(long, value_name = "KEY", requires = "languages")]
    accept: Vec<String>,
    /// A string that the `reviewer` of the file has read as it is, by its key; `all` for every one
    /// that is up to date. Only in the languages of --lang
    #[arg(long, value_name = "KEY", requires = "languages")]
    review: Vec<String>,
    /// Drop the translations in `[kept]`, which lost their original
    #[arg(long)]
    prune: bool,
}

/// Brings translations up to date.
///
/// # Errors
///
/// There is no project, brief, language or key of that name, or the environment failed.
pub fn run(args: &SyncArgs, global: &Global, ui: &mut Ui) -> Result<Exit, Error> {
    let changes =
        Changes::new(Chosen::parse(&args.accept), Chosen::parse(&args.review), args.prune);
    let _lock = lock(global, ui)?;
    let workspace = load(&args.briefs, global)?;
    check_languages(&args.languages, &workspace)?;
    check_not_own(&args.languages, &workspace)?;
    check_keys(&workspace, args, &changes)?;
    let mut exit = Exit::Success;
    let mut refused: Vec<Error> = Vec::new();
    let mut others = Diagnostics::new();
    for loaded in &workspace.briefs {
        if let Some(error) = unread(&workspace, loaded, None) {
            refused.push(error);
            continue;
        }
        let tags: BTreeSet<String> = match args.languages.as_slice() {
            [] => languages(&workspace, loaded).into_iter().collect(),
            named => named.iter().cloned().collect(),
        };
        for tag in &tags {
            if loaded.raw.language.as_ref().is_some_and(|own| own.value == *tag) {
                continue;
            }
            if let Some(error) = unread(&workspace, loaded, Some(tag)) {
                refused.push(error);
                continue;
            }
            if let Some(other) = misnamed(&workspace, loaded, tag) {
                others.push(other);
                continue;
            }
            match one(&workspace, loaded, tag, &changes, args) {
                Ok(synced) => {
                    let name = shown(&workspace, loaded, tag);
                    say_moves(&name, &synced, ui);
                    ui.status(format!("  {name}: {}", summary(&synced)));
                    exit = exit.max(say_refused(&name, &synced, ui));
                }
                Err(Error::Env(error)) => return Err(Error::Env(error)),
                Err(error) => refused.push(error),
            }
        }
    }
    say_passed_over(&workspace, &others, ui);
    ui.diagnostics(&others, &workspace.sources);
    let asks_in_vain = args.languages.is_empty() && !unserved_languages(&workspace).is_empty();
    if asks_in_vain || refused.iter().any(|error| matches!(error, Error::NotWhole { .. })) {
        exit = exit.max(say_errors(&workspace, ui));
    }
    if !refused.is_empty() || !others.is_empty() {
        exit = exit.max(Exit::Content);
        refused.iter().for_each(|error| ui.error(error));
    }
    Ok(exit)
}

/// Refuses a key to accept or review that no brief has.
fn check_keys(workspace: &Workspace, args: &SyncArgs, changes: &Changes) -> Result<(), Error> {
    let words = args.accept.iter().chain(&args.review);
    if words.clone().any(|word| word.trim().is_empty()) {
        return Err(Error::UnknownKey { key: String::new(), near: None });
    }
    // A key may be one of what was not read.
    if workspace.briefs.iter().any(|loaded| unread(workspace, loaded, None).is_some()) {
        return Ok(());
    }
    let mut known: BTreeSet<Key> = BTreeSet::new();
    for loaded in &workspace.briefs {
        known.extend(loaded.originals(workspace.config.as_ref()).keys().cloned());
    }
    let mut named = changes.accepted.keys().chain(changes.reviewed.keys());
    match named.find(|key| !known.contains(*key)) {
        None => Ok(()),
        Some(key) => {
            let near = did_you_mean(key.as_str(), known.iter().map(Key::as_str));
            Err(Error::UnknownKey { key: key.to_string(), near: near.map(String::from) })
        }
    }
}

fn one(
    workspace: &Workspace,
    loaded: &LoadedBrief,
    language: &str,
    changes: &Changes,
    args: &SyncArgs,
) -> Result<Synced, Error> {
    let originals = loaded.originals(workspace.config.as_ref());
    let current = current(workspace, loaded, language);
    let file = shown(workspace, loaded, language);
    let reviewer = current.and_then(|current| current.translation.reviewer());
    if !args.review.is_empty() && reviewer.is_none() {
        return Err(Error::NoReviewer { file });
    }
    let synced = translation::sync(language, current, &originals, changes)
        .map_err(|why| Error::InvalidTranslation { file, why: why.to_string() })?;
    write(workspace, loaded, language, &synced)?;
    Ok(synced)
}

/// "3 keys added, 2 stale, 1 unknown".
fn summary(synced: &Synced) -> String {
    let count = |state: State| synced.states.get(&state).copied().unwrap_or_default();
    let keys = if synced.added == 1 { "key" } else { "keys" };
    let mut parts =
        vec![format!("{} {keys} added", synced.added), format!("{} stale", count(State::Stale))];
    for (count, words) in [
        (count(State::NeedsReview), "to be looked at again"),
        (count(State::Unknown), "of unknown origin"),
        (synced.pruned, "dropped"),
    ] {
        if count > 0 {
            parts.push(format!("{count} {words}"));
        }
    }
    parts.join(", ")
}

/// Says which strings are not recorded as accepted or reviewed although that was asked.
fn say_refused(file: &str, synced: &Synced, ui: &Ui) -> Exit {
    let listed = |keys: &[Key]| {
        let keys: Vec<&str> = keys.iter().map(Key::as_str).collect();
        some(&keys)
    };
    let mut exit = Exit::Success;
    let Synced { untranslated, not_reviewed, .. } = synced;
    let file = || file.to_string();
    for error in [
        (!untranslated.is_empty())
            .then(|| Error::NotThere { file: file(), keys: listed(untranslated) }),
        (!not_reviewed.is_empty())
            .then(|| Error::NotCurrent { file: file(), keys: listed(not_reviewed) }),
    ]
    .into_iter()
    .flatten()
    {
        ui.error(&error);
        exit = exit.max(error.exit());
    }
    exit
}
