//! `briefpress template`.

use std::path::Path;

use clap::{Args, Subcommand};

use super::candidates;
use super::context::{Global, OnMissing, Selection, current_folder, report};
use super::editors::{has_schema, line};
use super::error::{Error, Exit};
use super::ui::Ui;
use crate::diag::did_you_mean;
use crate::disk::{read_folder, slashed, write_new};
use crate::document::Edition;
use crate::limits::Limits;
use crate::plan::template_data;
use crate::schema::WrittenFile;
use crate::templates::{FOLDER, TEMPLATES, Template, TemplateFiles, readme};

#[derive(Debug, Subcommand)]
pub enum TemplateCommand {
    /// List the templates
    List,
    /// Write the JSON that templates read as `/brief.json` to standard output
    Data(DataArgs),
    /// Copy a built-in template into the project, where it takes the built-in one's place
    Eject {
        /// The template's name, as `template list` shows it
        #[arg(value_name = "NAME", add = candidates::templates())]
        name: String,
    },
}

#[derive(Debug, Args)]
pub struct DataArgs {
    /// The brief, by id or path
    #[arg(value_name = "BRIEF", add = candidates::briefs())]
    brief: String,
    /// The language [default: the one it is written in]
    #[arg(long, value_name = "LANG", add = candidates::languages())]
    lang: Option<String>,
    /// The edition
    #[arg(long, value_name = "EDITION", default_value = "screen")]
    edition: Edition,
}

/// Lists templates, copies one into the project, or shows what they read.
///
/// # Errors
///
/// There is no project, brief or template of that name, or the environment failed.
pub fn run(command: &TemplateCommand, global: &Global, ui: &mut Ui) -> Result<Exit, Error> {
    match command {
        TemplateCommand::List => list(global, ui),
        TemplateCommand::Eject { name } => eject(name, global, ui),
        TemplateCommand::Data(args) => data(args, global, ui),
    }
}

fn list(global: &Global, ui: &Ui) -> Result<Exit, Error> {
    // Outside a project the built-in templates are all there is.
    let root = global.root_if_any()?;
    for template in TEMPLATES {
        let own = root.as_ref().is_some_and(|root| root.join(FOLDER).join(template.name).is_dir());
        let whose = if own { "this project’s" } else { "built in" };
        ui.data(format!("{:<12} {whose:<16} {}", template.name, template.about))?;
    }
    for name in root.iter().flat_map(|root| own_templates(root)) {
        ui.data(format!(
            "{name:<12} {:<16} for briefs with `template = \"{name}\"`",
            "this project’s"
        ))?;
    }
    Ok(Exit::Success)
}

/// The templates of a project that a brief can name, beside those built in.
fn own_templates(root: &Path) -> Vec<String> {
    let (files, _) = read_folder(&root.join(FOLDER), root, Limits::default().asset());
    let files = TemplateFiles::of(files);
    files.names().filter(|name| Template::named(name).is_none()).map(String::from).collect()
}

fn eject(name: &str, global: &Global, ui: &Ui) -> Result<Exit, Error> {
    let Some(template) = Template::named(name) else {
        let near = did_you_mean(name, TEMPLATES.map(|template| template.name));
        return Err(Error::UnknownTemplate { name: name.to_string(), near });
    };
    let root = global.project_root()?;
    let folder = root.join(FOLDER);
    let has_schema = has_schema(WrittenFile::Labels, &root);
    let here = current_folder()?;
    // The description of the data comes along: it is what an editor of templates needs.
    let files = template.files().chain([("README.md", readme())]);
    for (path, text) in files {
        // Words of a language are what an editor helps with, where the project has schemas.
        let is_words = has_schema && path.starts_with("labels/") && path.ends_with(".toml");
        let line = if is_words { line(WrittenFile::Labels, 2) } else { String::new() };
        let path = folder.join(path);
        let shown = slashed(path.strip_prefix(&here).unwrap_or(&path));
        if write_new(&path, format!("{line}{text}").as_bytes())? {
            ui.status(format!("  {shown}"));
        } else {
            ui.note(format!("{shown} is there already and stays as it is"));
        }
    }
    ui.done(format!("the project’s own `{name}` is used from now on"));
    Ok(Exit::Success)
}

fn data(args: &DataArgs, global: &Global, ui: &mut Ui) -> Result<Exit, Error> {
    let selection = Selection::of(std::slice::from_ref(&args.brief));
    let workspace = global.open(&selection, OnMissing::Source)?;
    let exit = report(&workspace, ui);
    match template_data(&workspace, args.lang.as_deref(), args.edition) {
        Some(data) => ui.file(&String::from_utf8_lossy(&data))?,
        None if exit == Exit::Success => {
            let tag = args.lang.clone().unwrap_or_default();
            let mut briefs = workspace.briefs.iter();
            let trace = briefs.find_map(|loaded| loaded.trace_help(&tag, &workspace.sources));
            return Err(Error::BriefNotIn { brief: args.brief.clone(), tag, trace });
        }
        None => {}
    }
    Ok(exit)
}
