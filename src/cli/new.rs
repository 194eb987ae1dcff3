//! `briefpress init` and `briefpress new`: what builds at once, with nothing but the program.

use std::path::{Component, Path, PathBuf};

use chrono::{NaiveDate, Utc};
use clap::{Args, ValueHint};

use super::candidates;
use super::context::{Global, OnMissing, Selection, check_language, current_folder, shown};
use super::editors::{all, built_in, has_schemas, line};
use super::error::{Error, Exit};
use super::ui::Ui;
use crate::brief::{check_brief_id, skeleton};
use crate::diag::did_you_mean;
use crate::disk::{Item, PathKind, Replacement, in_shell, items, kind, replace_all, slashed};
use crate::l10n::{built_in_languages, country_codes, country_name, find_countries};
use crate::project::FILE_NAME;
use crate::schema::WrittenFile;
use crate::templates::FOLDER;
use crate::workspace::misnamed_project;

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
    if is_there(&file) {
        return Err(Error::ProjectExists(shown(&file).into()));
    }
    let place = real(&folder);
    if let Some(misnamed) = place.ancestors().find_map(misnamed_project) {
        return Err(Error::ProjectMisnamed(shown(&misnamed).into()));
    }
    let above = |folder: &&Path| is_there(&folder.join(FILE_NAME));
    if let Some(root) = place.ancestors().skip(1).find(above) {
        return Err(Error::ProjectAbove(root.into()));
    }
    let brief = Path::new("briefs").join(EXAMPLE).join("brief.toml");
    let (id, country, language) = (EXAMPLE, "KH", "en");
    let text = Skeleton { id, country, language, date: today(), full: false }.to_toml();
    let mut files = Vec::new();
    for (path, text) in
        [(brief.as_path(), text.as_str()), (Path::new(".gitignore"), "/dist\n/proofs\n")]
    {
        if is_there(&folder.join(path)) {
            stays(&slashed(path), ui);
        } else {
            files.push(absent(folder.join(path), text));
        }
    }
    files.extend(or_stay(built_in(&folder), ui)?);
    // It comes last: what is killed before has begun no project.
    files.push(absent(file.clone(), &format!("{}{PROJECT}", line(WrittenFile::Project, 0))));
    match replace_all(&files)? {
        Some(path) if path == file => return Err(Error::ProjectExists(shown(&path).into())),
        Some(path) => return Err(Error::SavedMeanwhile { path: shown(&path) }),
        None => {}
    }
    ui.status(format!("  {FILE_NAME}"));
    let has_example = files.iter().any(|written| written.path == folder.join(&brief));
    if has_example {
        ui.status(format!("  {}", slashed(&brief)));
    }
    let command = if has_example { "build" } else { "check" };
    let (go, plural) = if args.dir == Path::new(".") {
        (format!("`briefpress {command}`"), "s")
    } else {
        (format!("`cd {}` and `briefpress {command}`", in_shell(&args.dir)), "")
    };
    ui.done(match has_example {
        true => format!("a new project; {go} make{plural} the example’s PDFs"),
        false => format!("a new project; {go} read{plural} what is there"),
    });
    Ok(Exit::Success)
}

/// A folder by its own path, which may not be there yet.
fn real(folder: &Path) -> PathBuf {
    let there = folder.ancestors().find_map(|above| Some((above, above.canonicalize().ok()?)));
    let Some((above, real)) = there else { return folder.into() };
    let rest = folder.strip_prefix(above).unwrap_or(Path::new(""));
    let mut place = real;
    for part in rest.components() {
        match part {
            Component::Normal(name) => place.push(name),
            Component::ParentDir => drop(place.pop()),
            _ => {}
        }
    }
    place
}

/// Whether anything is there, a link that leads nowhere included.
fn is_there(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// A file that is not there, to be written.
fn absent(path: PathBuf, text: &str) -> Replacement {
    Replacement { path, bytes: text.into(), read: None }
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
    if is_there(&path) {
        return Err(Error::BriefExists(brief.to_path_buf()));
    }
    let mut files = Vec::new();
    if !has_schemas(&root) {
        let schemas = all(&global.open(&Selection::of(&[]), OnMissing::Source)?);
        files.extend(or_stay(schemas, ui)?);
    }
    files.push(absent(path.clone(), &skeleton.to_toml()));
    match replace_all(&files)? {
        Some(there) if there == path => return Err(Error::BriefExists(brief.to_path_buf())),
        Some(path) => return Err(Error::SavedMeanwhile { path: shown(&path) }),
        None => {}
    }
    ui.status(format!("  {}", slashed(brief)));
    ui.done(format!("write your brief there; `briefpress build {}` makes the PDFs", args.id));
    Ok(Exit::Success)
}

/// Goes on without schemas where a file that is none of ours is in the place of one.
fn or_stay(schemas: Result<Vec<Replacement>, Error>, ui: &Ui) -> Result<Vec<Replacement>, Error> {
    match schemas {
        Err(Error::NoSchema { path }) => {
            stays(&path, ui);
            Ok(Vec::new())
        }
        schemas => schemas,
    }
}

/// Says of a file that it is not written.
fn stays(path: &str, ui: &Ui) {
    ui.note(format!("{path} is there already and stays as it is"));
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
