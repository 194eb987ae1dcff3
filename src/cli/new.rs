//! `briefpress init` and `briefpress new`: what builds at once, with nothing but the program.

use std::path::Path;

use chrono::{NaiveDate, Utc};

use super::args::{Global, Init, New};
use super::check::{current_folder, project_root};
use super::ui::Ui;
use super::{Exit, Failure};
use crate::brief::check_brief_id;
use crate::diag::did_you_mean;
use crate::disk::write_new;
use crate::l10n::{Refusal, built_in_languages, country_codes, country_name, how_to_add, refusal};
use crate::project::FILE_NAME;
use crate::templates::FOLDER;

const PROJECT: &str = include_str!("skeleton/briefpress.toml");
const BRIEF: &str = include_str!("skeleton/brief.toml");

/// The id and country of the example that `init` writes.
const EXAMPLE: (&str, &str) = ("example", "KH");

/// Starts a project.
pub fn init(args: &Init, ui: &mut Ui) -> Result<Exit, Failure> {
    let folder = current_folder()?.join(&args.dir);
    let file = folder.join(FILE_NAME);
    if !write_new(&file, PROJECT.as_bytes())? {
        return Err(Failure::with_help(
            format!("{} is there already, so this is a project", file.display()),
            "`briefpress new ID --country KH` adds a brief to it",
        ));
    }
    let (id, country) = EXAMPLE;
    let brief = Path::new("briefs").join(id).join("brief.toml");
    let text = skeleton(id, country, "en", today());
    for (path, text) in [(brief.as_path(), text.as_str()), (Path::new(".gitignore"), "/dist\n")] {
        if !write_new(&folder.join(path), text.as_bytes())? {
            ui.status(format!("  {} is there already and stays as it is", path.display()));
        }
    }
    ui.status(format!("  {FILE_NAME}\n  {}", brief.display()));
    let go = if args.dir == Path::new(".") {
        "`briefpress build` makes".to_string()
    } else {
        format!("`cd {}` and `briefpress build` make", args.dir.display())
    };
    ui.done(format!("a new project; {go} the example’s PDFs"));
    Ok(Exit::Success)
}

/// Starts a brief.
pub fn new(args: &New, global: &Global, ui: &mut Ui) -> Result<Exit, Failure> {
    check_brief_id(&args.id).map_err(|(message, help)| Failure::with_help(message, help))?;
    let country = country(&args.country)?;
    let root = project_root(global)?;
    language(&args.lang, &root)?;
    let path = root.join("briefs").join(&args.id).join("brief.toml");
    let text = skeleton(&args.id, country, &args.lang, today());
    let here = current_folder()?;
    let shown = path.strip_prefix(&here).unwrap_or(&path).display();
    if !write_new(&path, text.as_bytes())? {
        return Err(Failure::with_help(
            format!("{shown} is there already"),
            "choose another id, or edit that brief",
        ));
    }
    ui.status(format!("  {shown}"));
    ui.done(format!("write your brief there; `briefpress build {}` makes the PDFs", args.id));
    Ok(Exit::Success)
}

fn country(code: &str) -> Result<&'static str, Failure> {
    let upper = code.to_uppercase();
    if let Some((code, _)) = country_codes().find(|(other, _)| *other == upper) {
        return Ok(code);
    }
    let name = did_you_mean(code, country_codes().map(|(_, name)| name));
    let help = match name.and_then(|name| country_codes().find(|(_, other)| *other == name)) {
        Some((code, name)) => format!("did you mean `{code}`, {name}?"),
        None => "two letters of ISO 3166-1, such as `KH` for Cambodia".into(),
    };
    Err(Failure::with_help(format!("`{code}` is no country code"), help))
}

fn language(tag: &str, root: &Path) -> Result<(), Failure> {
    let own = std::fs::read_dir(root.join(FOLDER).join("labels"));
    let own =
        own.into_iter().flatten().flatten().filter_map(|file| file.file_name().into_string().ok());
    let own: Vec<String> =
        own.filter_map(|name| Some(name.strip_suffix(".toml")?.to_string())).collect();
    let built_in: Vec<&str> = built_in_languages().collect();
    has_labels(tag, built_in.into_iter().chain(own.iter().map(String::as_str)))
}

/// Whether briefs can be in a language, where there are labels for the known ones.
pub(super) fn has_labels<'k>(
    tag: &str,
    known: impl IntoIterator<Item = &'k str>,
) -> Result<(), Failure> {
    let known: Vec<&str> = known.into_iter().collect();
    let Some(refusal) = refusal(tag, known.iter().copied()) else { return Ok(()) };
    let help = match &refusal {
        Refusal::Written(form) => format!("write `{form}`"),
        Refusal::Near(near) => format!("did you mean `{near}`?"),
        Refusal::NoLabels => how_to_add(tag, known),
    };
    Err(Failure::with_help(refusal.message(tag), help))
}

fn skeleton(id: &str, country: &str, language: &str, date: NaiveDate) -> String {
    let name = country_name(country, "en").unwrap_or(country);
    let title = if id == EXAMPLE.0 {
        "Appeals are decided late, and no one is told why".to_string()
    } else {
        format!("{name}: what the brief claims, in one line")
    };
    BRIEF
        .replace("{TITLE}", &title)
        .replace("{COUNTRY}", country)
        .replace("{LANG}", language)
        .replace("{DATE}", &date.to_string())
}

/// The day on the clock (UTC): a new brief is dated when it is begun.
fn today() -> NaiveDate {
    Utc::now().date_naive()
}
