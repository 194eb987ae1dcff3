//! `briefpress sources`.

use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};

use super::candidates;
use super::context::{Global, OnMissing, Selection, current_folder, report, shown};
use super::error::{Error, Exit};
use super::ui::Ui;
use crate::diag::{Diagnostics, Sources};
use crate::disk::{EnvError, Replacement, add_text, read_limited, replace_all};
use crate::references::{
    KnownSources, NotInserted, Reference, ReferenceFormat, inserted, read, settle, tables,
};
use crate::release::Digest;

#[derive(Debug, Subcommand)]
pub enum SourcesCommand {
    /// Make `[[source]]` tables of what a reference manager wrote: BibTeX, RIS or CSL-JSON
    Import(SourcesArgs),
}

#[derive(Debug, Args)]
#[command(after_help = "Zotero, Mendeley, EndNote and JabRef write all three formats. Without \
    `--into`, the tables go to standard output. What a brief has already, by id, DOI or address, is \
    not written again.")]
pub struct SourcesArgs {
    /// The file: .bib, .ris or .json
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The brief whose brief.toml the tables are put into, behind the sources it has
    #[arg(long, value_name = "BRIEF", add = candidates::briefs())]
    into: Option<String>,
    /// The file's format, where its ending does not tell
    #[arg(long, value_name = "FORMAT")]
    format: Option<ReferenceFormat>,
}

impl ValueEnum for ReferenceFormat {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Bibtex, Self::Ris, Self::CslJson]
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        let (name, help) = match self {
            Self::Bibtex => ("bibtex", "BibTeX and BibLaTeX, .bib"),
            Self::Ris => ("ris", "RIS, .ris"),
            Self::CslJson => ("csl-json", "CSL-JSON, .json"),
        };
        Some(clap::builder::PossibleValue::new(name).help(help))
    }
}

/// Takes sources from elsewhere.
///
/// # Errors
///
/// The file's format is not known, there is no brief of that name or it cannot take tables, or the
/// environment failed.
pub fn run(command: &SourcesCommand, global: &Global, ui: &mut Ui) -> Result<Exit, Error> {
    let SourcesCommand::Import(args) = command;
    let SourcesArgs { file, into, format } = args;
    let format =
        format.or_else(|| ReferenceFormat::of_file(file)).ok_or(Error::UnknownEnding("ris"))?;
    match into {
        None => {
            let (references, exit) = taken(file, format, KnownSources::default(), ui)?;
            if !references.is_empty() {
                ui.file(&tables(&references))?;
            }
            done(&references, None, ui);
            Ok(exit)
        }
        Some(brief) => put_into(brief, file, format, global, ui),
    }
}

/// Adds what a file has to a brief.
fn put_into(
    brief: &str,
    file: &Path,
    format: ReferenceFormat,
    global: &Global,
    ui: &mut Ui,
) -> Result<Exit, Error> {
    let selection = Selection::of(&[brief.to_string()]);
    let workspace = global.open(&selection, OnMissing::Source)?;
    let loaded = &workspace.briefs[0];
    if loaded.unread.brief {
        return Ok(report(&workspace, ui));
    }
    let path = workspace.root.join("briefs").join(&loaded.id).join("brief.toml");
    if fs::symlink_metadata(&path).is_ok_and(|there| there.is_symlink()) {
        return Err(Error::Link { path: shown(&path) });
    }
    let bytes = fs::read(&path).map_err(|cause| EnvError::new("cannot read", &path, cause))?;
    let (references, exit) = taken(file, format, KnownSources::of(&loaded.raw), ui)?;
    if references.is_empty() {
        done(&references, Some(&path), ui);
        return Ok(exit);
    }
    let not_inserted = |why| Error::NotInserted { path: shown(&path), why };
    let text = std::str::from_utf8(&bytes).map_err(|_| not_inserted(NotInserted::Invalid))?;
    let (mark, text) = match text.strip_prefix('\u{feff}') {
        Some(text) => ("\u{feff}", text),
        None => ("", text),
    };
    let text = inserted(text, &tables(&references)).map_err(not_inserted)?;
    let read = Some(Digest::of(&bytes));
    let replacement =
        Replacement { path: path.clone(), bytes: format!("{mark}{text}").into_bytes(), read };
    if let Some(path) = replace_all(&[replacement])? {
        return Err(Error::SavedMeanwhile { path: shown(&path) });
    }
    done(&references, Some(&path), ui);
    Ok(exit)
}

/// The references of a file that are not known yet, and how the run ends for what is wrong in it.
fn taken(
    file: &Path,
    format: ReferenceFormat,
    known: KnownSources,
    ui: &mut Ui,
) -> Result<(Vec<Reference>, Exit), Error> {
    let path = current_folder()?.join(file);
    let unreadable = |why: &str| Error::UnreadableExchange { file: file.into(), why: why.into() };
    let bytes = read_limited(&path)
        .map_err(|cause| Error::unread(file, cause))?
        .ok_or_else(|| unreadable("it is too large: more than 20 MB"))?;
    let (mut sources, mut diagnostics) = (Sources::new(), Diagnostics::new());
    let references = match add_text(bytes, &shown(&path), &mut sources, &mut diagnostics) {
        Some(id) => {
            let all = read(format, &sources, id, &mut diagnostics);
            if all.is_empty() && diagnostics.is_empty() {
                return Err(unreadable("there is no reference in it; is it of another format?"));
            }
            settle(all, known, &mut diagnostics)
        }
        None => Vec::new(),
    };
    diagnostics.sort();
    ui.diagnostics(&diagnostics, &sources);
    let exit = if diagnostics.has_errors() { Exit::Content } else { Exit::Success };
    Ok((references, exit))
}

/// What it came to.
fn done(references: &[Reference], path: Option<&Path>, ui: &Ui) {
    let count = references.len();
    let sources = if count == 1 { "source" } else { "sources" };
    let totals = match ui.totals().to_string() {
        found if found.is_empty() => String::new(),
        found => format!("; {found}"),
    };
    match path {
        Some(path) if count > 0 => {
            let where_to = shown(path);
            ui.done(format!("{count} {sources} put into {where_to}; cite them{totals}"));
        }
        _ => ui.done(format!("{count} {sources}{totals}")),
    }
}
