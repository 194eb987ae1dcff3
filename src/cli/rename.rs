//! `briefpress rename`.

use std::path::Path;

use clap::Args;

use super::candidates;
use super::context::{Global, current_folder};
use super::error::{Error, Exit};
use super::ui::Ui;
use crate::brief::check_brief_id;
use crate::disk::EnvError;
use crate::rename::{Mention, Relink, RenameChanges, RenameError, Renaming};
use crate::translation::EditLock;
use crate::workspace::{OpenError, find_brief};

#[derive(Debug, Args)]
#[command(
    after_help = "The folder briefs/OLD becomes briefs/NEW with all that is in it: translations, locks, data and \
    pictures. Changed with it are paths into that folder in briefpress.toml (logos, the profile, files of values) \
    and in other briefs (files of values), links of the project that lead to what is moved, weblate/component.json, weblate/originals/OLD.toml, and PO and XLIFF files \
    of the project that `i18n export` wrote for it. What else names it (scripts, prose, files of CI engines) is told \
    and stays as it is. What was built as OLD is removed by the next `briefpress build`.\n\n\
    All of it is done or, after a failure, nothing. Where the program is killed, the same command finishes it."
)]
pub struct RenameArgs {
    /// The brief, by id, or by the path of its folder or file
    #[arg(value_name = "OLD", add = candidates::briefs())]
    old: String,
    /// The id it is to have: lower-case letters, digits and hyphens
    #[arg(value_name = "NEW")]
    new: String,
    /// Write nothing; show what would change
    #[arg(long)]
    dry_run: bool,
}

/// Gives a brief another id.
///
/// # Errors
///
/// There is no project or brief of that name, the id cannot be a brief's or is taken, something that
/// would be changed is a link or cannot be read, or the environment failed.
pub fn run(args: &RenameArgs, global: &Global, ui: &Ui) -> Result<Exit, Error> {
    let RenameArgs { old, new, dry_run } = args;
    check_brief_id(new).map_err(|(message, help)| Error::BriefId { message, help })?;
    let root = global.root_as_it_is()?;
    let root = root.canonicalize().map_err(|cause| EnvError::new("cannot open", &root, cause))?;
    let _lock = lock(&root, ui)?;
    let begun = Renaming::begun(&root)?;
    let has_begun = begun.is_some();
    let renaming = match begun {
        Some(begun) if begun.to == *new && is_named(old, &begun.from) => begun,
        Some(other) => return Err(RenameError::HalfDone(other).into()),
        None => {
            let base = current_folder()?;
            let base = base.canonicalize().unwrap_or(base);
            Renaming { from: find_brief(&root, old, &base)?, to: new.clone() }
        }
    };
    if renaming.from == renaming.to {
        return Err(RenameError::Same(renaming.to).into());
    }
    let changes = RenameChanges::gather(&root, renaming, has_begun)?;
    if *dry_run {
        said(&changes).iter().try_for_each(|line| ui.data(line))?;
        say_mentions(&changes, ui);
        ui.done("nothing is changed yet");
        return Ok(Exit::Success);
    }
    changes.carry_out()?;
    for line in said(&changes) {
        ui.status(format!("  {line}"));
    }
    say_mentions(&changes, ui);
    let Renaming { from, to } = &changes.renaming;
    let built = match root.join("dist").join(from).is_dir() {
        true => format!("; the next `briefpress build` makes dist/{to}, and removes dist/{from}"),
        false => String::new(),
    };
    ui.done(format!("the brief `{from}` is called `{to}` now{built}"));
    Ok(Exit::Success)
}

/// Keeps other commands from changing translations, and from reading what is half done.
fn lock(root: &Path, ui: &Ui) -> Result<EditLock, Error> {
    let folder = root.join("briefs");
    if !folder.is_dir() {
        // Whoever looks for a brief there says so.
        return Err(no_briefs());
    }
    let lock = EditLock::take(&folder, &mut || {
        ui.status("  waiting for another command to finish with the translations of this project");
    });
    Ok(lock.map_err(|cause| EnvError::new("cannot lock", &folder, cause))?)
}

fn no_briefs() -> Error {
    OpenError::UnknownBrief("there is no brief in this project".into()).into()
}

/// Whether a brief is meant by what was typed for it, though its folder may have another name by now.
fn is_named(typed: &str, id: &str) -> bool {
    typed.split(['/', '\\']).any(|part| part == id)
}

/// What changes, a line each.
fn said(changes: &RenameChanges) -> Vec<String> {
    let mut lines = Vec::new();
    for edit in &changes.edits {
        if edit.rewritten.is_empty() {
            lines.push(format!("{}: the id in its head", edit.path));
        }
        for one in &edit.rewritten {
            lines.push(format!("{}:{}: {} → {}", edit.path, one.line, one.before, one.after));
        }
    }
    for Relink { path, before, after } in &changes.links {
        let [before, after] = [before, after].map(|target| target.to_string_lossy());
        lines.push(format!("{path} (a link): {before} → {after}"));
    }
    lines.extend(changes.moves.iter().map(|step| format!("{} → {}", step.from, step.to)));
    lines
}

/// Says where else the brief is named.
fn say_mentions(changes: &RenameChanges, ui: &Ui) {
    let mentions = &changes.mentions;
    let said = format!("`{}` is named, and stays as it is, in", changes.renaming.from);
    if !mentions.told.is_empty() {
        ui.status(format!("{said}:"));
    }
    // By itself each message says what it is about.
    let said = if ui.notes_are_messages() { format!("{said} ") } else { String::new() };
    for Mention { path, line } in &mentions.told {
        ui.note(match line {
            0 => format!("{said}{path} (a file of another tool: change the id in it there)"),
            line => format!("{said}{path}:{line}"),
        });
    }
    if mentions.more > 0 {
        let and = if said.is_empty() { "and in " } else { &said };
        ui.note(format!("{and}{} more places", mentions.more));
    }
    for path in &mentions.unread {
        ui.note(format!("{path} was not looked into: look for `{}` there", changes.renaming.from));
    }
    if mentions.is_part {
        ui.note("not all of the project could be looked through for its name and for links to it");
    }
}
