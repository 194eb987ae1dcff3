//! `briefpress sdg diff`.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::intake::read_all;
use super::pinned::changes_in_words;
use crate::cli::candidates;
use crate::cli::context::{current_folder, shown};
use crate::cli::error::{Error, Exit};
use crate::cli::ui::Ui;
use crate::diag::{Diagnostics, Sources};
use crate::disk::{EnvError, add_text, read_at_most};
use crate::limits::PUBLISHED_FILE;
use crate::published::{GatherAs, gather, pinned};
use crate::sdg::{Framework, Pinned, WhatChanged, differences};
use crate::visible;

#[derive(Debug, Args)]
#[command(
    after_help = "Both are files that `sdg import` wrote, folders of such files, or what it reads. What only \
    one of them has at all, a language or the tiers, is not compared. It ends with 0 whether or not they \
    differ."
)]
pub struct DiffArgs {
    /// What was there before
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// What is there now
    #[arg(value_name = "NEW")]
    new: PathBuf,
    /// The language of the wording, where the files cannot say it
    #[arg(long, value_name = "LANG", add = candidates::all_languages())]
    lang: Option<String>,
    /// How the differences are shown
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: DiffFormat,
}

/// How differences are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum DiffFormat {
    /// A line each
    Human,
    /// As JSON, a list of objects
    Json,
}

/// Says what differs between two imports.
///
/// # Errors
///
/// One of them cannot be read, or they have nothing in common to compare.
pub fn run(args: &DiffArgs, framework: &Framework, ui: &mut Ui) -> Result<Exit, Error> {
    let mut read = |path: &Path| -> Result<Option<Pinned>, Error> {
        let mut all = Pinned::default();
        let fine = take(path, args.lang.as_deref(), framework, &mut all, ui)?;
        Ok(fine.then_some(all))
    };
    let (Some(old), Some(new)) = (read(&args.old)?, read(&args.new)?) else {
        return Ok(Exit::Content);
    };
    let in_common = old.wordings.keys().any(|language| new.wordings.contains_key(language));
    if !in_common && (old.tiers.is_none() || new.tiers.is_none()) {
        return Err(Error::NothingToCompare(args.old.clone(), args.new.clone()));
    }
    let changes = differences(&old, &new);
    if args.format == DiffFormat::Json {
        let json = serde_json::to_string_pretty(&changes).expect("plain data is always JSON");
        ui.document(&visible::json(&json))?;
        return Ok(Exit::Success);
    }
    for line in changes_in_words(&changes) {
        ui.data(line)?;
    }
    let count = |what| changes.iter().filter(|change| change.what == what).count();
    ui.done(format!(
        "{} added, {} removed, {} reworded, {} with another tier, {} with other custodians",
        count(WhatChanged::Added),
        count(WhatChanged::Removed),
        count(WhatChanged::Reworded),
        count(WhatChanged::Tier),
        count(WhatChanged::Custodians),
    ));
    Ok(Exit::Success)
}

/// Reads one side; whether it could be.
fn take(
    path: &Path,
    language: Option<&str>,
    framework: &Framework,
    all: &mut Pinned,
    ui: &mut Ui,
) -> Result<bool, Error> {
    let whole = current_folder()?.join(path);
    let is_toml = |path: &Path| path.extension().is_some_and(|ending| ending == "toml");
    let fail = |cause| EnvError::new("cannot read", &whole, cause);
    let mut files = Vec::new();
    if whole.is_dir() {
        for entry in std::fs::read_dir(&whole).map_err(fail)? {
            files.push(entry.map_err(fail)?.path());
        }
        files.retain(|path| is_toml(path));
        files.sort();
    } else if is_toml(&whole) {
        files.push(whole.clone());
    }
    if files.is_empty() {
        let (parts, _) = read_all(&[path.to_path_buf()], language)?.settled()?;
        // When it was published does not matter here.
        let how = GatherAs {
            release: Some("2100".into())
                .filter(|_| parts.iter().all(|(part, ..)| part.release.is_none())),
            take: (true, true),
            ..GatherAs::default()
        };
        *all = gather(&parts, framework, &how).map_err(Error::published)?.pinned;
        return Ok(true);
    }
    for path in files {
        let fail = |cause| Error::unread(&path, cause);
        let bytes = read_at_most(&path, PUBLISHED_FILE).map_err(fail)?.unwrap_or_default();
        let (mut sources, mut found) = (Sources::new(), Diagnostics::new());
        let Some(file) = add_text(bytes, &shown(&path), &mut sources, &mut found) else {
            ui.diagnostics(&found, &sources);
            return Ok(false);
        };
        // What it holds tells which of the two it is: a file may have been copied under another name.
        let is_tiers =
            sources.get(file).text().lines().any(|line| line.starts_with("[indicators.\""));
        if is_tiers {
            all.tiers = pinned::read_tiers(file, &sources, &mut found);
        } else {
            let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
            let wording = pinned::read_wording(file, &sources, &mut found);
            all.wordings.extend(wording.map(|wording| {
                let own = Some(wording.source.language.as_str()).filter(|tag| !tag.is_empty());
                (own.or(language).unwrap_or(stem).to_string(), wording)
            }));
        }
        if found.has_errors() {
            found.sort();
            ui.diagnostics(&found, &sources);
            return Ok(false);
        }
    }
    Ok(true)
}
