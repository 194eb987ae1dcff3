//! `briefpress template`.

use super::args::{Edition, Fonts, Global, Selection, Template as Command};
use super::check::{current_folder, open, project_root, report};
use super::ui::Ui;
use super::{Exit, Failure};
use crate::diag::did_you_mean;
use crate::disk::write_new;
use crate::plan::template_data;
use crate::templates::{FOLDER, TEMPLATES, Template, readme};

/// Lists templates, copies one into the project, or shows what they read.
pub fn run(command: &Command, global: &Global, ui: &mut Ui) -> Result<Exit, Failure> {
    match command {
        Command::List => list(global, ui),
        Command::Eject { name } => eject(name, global, ui),
        Command::Data { brief, lang, edition } => {
            data(brief, lang.as_deref(), *edition, global, ui)
        }
    }
}

fn list(global: &Global, ui: &Ui) -> Result<Exit, Failure> {
    // Outside a project the built-in templates are all there is.
    let root = project_root(global).ok();
    for template in TEMPLATES {
        let own = root.as_ref().is_some_and(|root| root.join(FOLDER).join(template.name).is_dir());
        let whose = if own { "this project’s" } else { "built in" };
        ui.data(format!("{:<12} {whose:<16} {}", template.name, template.about))?;
    }
    Ok(Exit::Success)
}

fn eject(name: &str, global: &Global, ui: &Ui) -> Result<Exit, Failure> {
    let Some(template) = Template::named(name) else {
        let names = TEMPLATES.map(|template| template.name);
        let help = match did_you_mean(name, names) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("templates are: {}", names.join(", ")),
        };
        return Err(Failure::with_help(format!("there is no template `{name}`"), help));
    };
    let folder = project_root(global)?.join(FOLDER);
    let here = current_folder()?;
    // The description of the data comes along: it is what an editor of templates needs.
    let files = template.files().chain([("README.md", readme())]);
    for (path, text) in files {
        let path = folder.join(path);
        let shown = path.strip_prefix(&here).unwrap_or(&path).display().to_string();
        if write_new(&path, text.as_bytes())? {
            ui.status(format!("  {shown}"));
        } else {
            ui.status(format!("  {shown} is there already and stays as it is"));
        }
    }
    ui.done(format!("the project’s own `{name}` is used from now on"));
    Ok(Exit::Success)
}

fn data(
    brief: &str,
    language: Option<&str>,
    edition: Edition,
    global: &Global,
    ui: &mut Ui,
) -> Result<Exit, Failure> {
    let selection =
        Selection { briefs: vec![brief.to_string()], fonts: Fonts::default(), deny: None };
    let workspace = open(&selection, global, false)?;
    let exit = report(&workspace, ui);
    match template_data(&workspace, language, edition.into()) {
        Some(data) => ui.bytes(&data)?,
        None if exit == Exit::Success => {
            let language = language.unwrap_or_default();
            return Err(Failure::usage(format!(
                "the brief `{brief}` is not in the language `{language}`"
            )));
        }
        None => {}
    }
    Ok(exit)
}
