//! `briefpress init` and `briefpress new`: what builds at once, with nothing but the program.

use std::path::{Path, PathBuf};

use chrono::{NaiveDate, Utc};
use clap::{Args, ValueHint};

use super::candidates;
use super::context::{Global, OnMissing, Selection, check_language, current_folder, shown};
use super::editors::{has_schemas, line, write_all, write_built_in};
use super::error::{Error, Exit};
use super::ui::Ui;
use crate::brief::{check_brief_id, skeleton};
use crate::diag::did_you_mean;
use crate::disk::{Item, PathKind, items, kind, slashed, write_new};
use crate::l10n::{built_in_languages, country_codes, country_name, find_countries};
use crate::project::FILE_NAME;
use crate::schema::WrittenFile;
use crate::templates::FOLDER;

const PROJECT: &str = include_str!("skeleton/briefpress.toml");

/// The id of the example that `init` writes.
const EXAMPLE: &str = "example";

#[derive(Debug, Args)]
pub struct InitArgs {
    /// The folder of the new project; it is made if it is not there
    #[arg(default_value = ".", value_name = "DIR", value_hint = ValueHint::DirPath)]
    dir: PathBuf,
}

#[derive(Debug, Args)]
pub struct NewArgs {
    /// The brief's id, which names its folder and files: lower-case letters, digits and hyphens
    #[arg(value_name = "ID")]
    id: String,
    /// The country it is about: two letters, ISO 3166-1
    #[arg(long, value_name = "CODE", add = candidates::countries())]
    country: String,
    /// The language it is written in: a BCP 47 tag
    #[arg(long, value_name = "LANG", default_value = "en", add = candidates::all_languages())]
    lang: String,
    /// With an example of everything a brief may hold: charts, tables, sections, boxes, annexes
    #[arg(long)]
    full: bool,
}

/// Starts a project.
///
/// # Errors
///
/// There is one already, or the environment failed.
pub fn init(args: &InitArgs, ui: &Ui) -> Result<Exit, Error> {
    let folder = current_folder()?.join(&args.dir);
    let file = folder.join(FILE_NAME);
    leads_nowhere_else(&folder, EXAMPLE)?;
    let project = format!("{}{PROJECT}", line(WrittenFile::Project, 0));
    if !write_new(&file, project.as_bytes())? {
        return Err(Error::ProjectExists(shown(&file).into()));
    }
    let brief = Path::new("briefs").join(EXAMPLE).join("brief.toml");
    let (id, country, language) = (EXAMPLE, "KH", "en");
    let text = Skeleton { id, country, language, date: today(), full: false }.to_toml();
    for (path, text) in
        [(brief.as_path(), text.as_str()), (Path::new(".gitignore"), "/dist\n/proofs\n")]
    {
        if !write_new(&folder.join(path), text.as_bytes())? {
            ui.status(format!("  {} is there already and stays as it is", slashed(path)));
        }
    }
    stays(write_built_in(&folder), ui)?;
    ui.status(format!("  {FILE_NAME}"));
    ui.status(format!("  {}", slashed(&brief)));
    let go = if args.dir == Path::new(".") {
        "`briefpress build` makes".to_string()
    } else {
        format!("`cd {}` and `briefpress build` make", slashed(&args.dir))
    };
    ui.done(format!("a new project; {go} the example’s PDFs"));
    Ok(Exit::Success)
}

/// Starts a brief.
///
/// # Errors
///
/// Its id, country or language cannot be a brief's, it is there already, there is no project, or
/// the environment failed.
pub fn new(args: &NewArgs, global: &Global, ui: &Ui) -> Result<Exit, Error> {
    check_brief_id(&args.id).map_err(|(message, help)| Error::BriefId { message, help })?;
    let country = country(&args.country)?;
    let root = global.project_root()?;
    has_labels(&args.lang, &root)?;
    let path = root.join("briefs").join(&args.id).join("brief.toml");
    let (id, language, full) = (&args.id, &args.lang, args.full);
    let skeleton = Skeleton { id, country, language, date: today(), full };
    leads_nowhere_else(&root, &args.id)?;
    let here = current_folder()?;
    let brief = path.strip_prefix(&here).unwrap_or(&path);
    // The line at its top leads to them. What the project has is asked of all of it, once.
    if !has_schemas(&root) && !path.exists() {
        stays(write_all(&global.open(&Selection::of(&[]), OnMissing::Source)?).map(|_| ()), ui)?;
    }
    if !write_new(&path, skeleton.to_toml().as_bytes())? {
        return Err(Error::BriefExists(brief.to_path_buf()));
    }
    ui.status(format!("  {}", slashed(brief)));
    ui.done(format!("write your brief there; `briefpress build {}` makes the PDFs", args.id));
    Ok(Exit::Success)
}

/// Goes on without schemas where a file that is none of ours is in the place of one.
fn stays(written: Result<(), Error>, ui: &Ui) -> Result<(), Error> {
    match written {
        Err(Error::NoSchema { path }) => {
            ui.status(format!("  {path} is there already and stays as it is"));
            Ok(())
        }
        written => written,
    }
}

/// Whether a brief's folder in a project is in the project: what is written must not go elsewhere.
fn leads_nowhere_else(root: &Path, id: &str) -> Result<(), Error> {
    let briefs = root.join("briefs");
    for folder in [briefs.clone(), briefs.join(id)] {
        if folder.symlink_metadata().is_err() {
            break;
        }
        let (real, root) = (folder.canonicalize(), root.canonicalize());
        if !matches!((&real, &root), (Ok(real), Ok(root)) if real.starts_with(root)) {
            return Err(Error::Link { path: shown(&folder) });
        }
    }
    Ok(())
}

/// A country's code as it is written.
fn country(code: &str) -> Result<&'static str, Error> {
    let upper = code.to_uppercase();
    if let Some((code, _)) = country_codes().find(|(other, _)| *other == upper) {
        return Ok(code);
    }
    let named = |code: &'static str| Some((code, country_name(code, "en")?));
    let by_name = did_you_mean(code, country_codes().map(|(_, name)| name));
    let by_name = by_name.and_then(|near| country_codes().find(|(_, name)| *name == near));
    let found = find_countries(code).into_iter().find_map(named);
    let near = found.or(by_name);
    Err(Error::UnknownCountry { code: code.to_string(), near })
}

/// Whether there are labels for a language, built in or in the project.
fn has_labels(tag: &str, root: &Path) -> Result<(), Error> {
    let folder = root.join(FOLDER).join("labels");
    let own = match kind(&folder, None) {
        PathKind::Folder => items(&folder, None)?,
        PathKind::Failed(failure) => return Err(failure.into()),
        _ => Vec::new(),
    };
    let own_tag = |item: &Item| Some(item.text()?.strip_suffix(".toml")?.to_string());
    let own: Vec<String> = own.iter().filter_map(own_tag).collect();
    let built_in: Vec<&str> = built_in_languages().collect();
    check_language(tag, built_in.into_iter().chain(own.iter().map(String::as_str)))
}

/// A brief as it is begun.
struct Skeleton<'a> {
    id: &'a str,
    country: &'a str,
    language: &'a str,
    date: NaiveDate,
    full: bool,
}

impl Skeleton<'_> {
    fn to_toml(&self) -> String {
        let name = country_name(self.country, "en").unwrap_or(self.country);
        let title = if self.id == EXAMPLE {
            skeleton::TITLE.to_string()
        } else {
            format!("{name}{}", skeleton::CLAIM)
        };
        let (top, rest) = if self.full { (skeleton::FULL_TOP, skeleton::FULL) } else { ("", "") };
        format!("{}{}{rest}", line(WrittenFile::Brief, 2), skeleton::BRIEF)
            .replace("{MORE}", top)
            .replace("{TITLE}", &title)
            .replace("{COUNTRY}", self.country)
            .replace("{LANG}", self.language)
            .replace("{DATE}", &self.date.to_string())
    }
}

/// The day on the clock (UTC): a new brief is dated when it is begun.
fn today() -> NaiveDate {
    Utc::now().date_naive()
}
