//! `briefpress open`.

use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use super::candidates;
use super::context::{Global, current_folder, shown};
use super::error::{Error, Exit};
use super::run::built;
use super::ui::Ui;
use super::viewer::{ViewFault, show};
use crate::disk::{EnvError, word_in_shell};
use crate::document::{Document, Edition};
use crate::release::{Artifact, Digest, Entry, INDEX, Input, Role};
use crate::workspace::find_brief;

#[derive(Debug, Args)]
#[command(
    after_help = "Without a brief it opens the page that lists all that was built, with one its PDF, in the program \
    that the system has for it. Nothing is built: what is not there is told with the command that builds it, and what \
    is older than its sources is told, too."
)]
pub struct OpenArgs {
    /// The brief, by id, or by the path of its folder or file [default: the page of all]
    #[arg(value_name = "BRIEF", add = candidates::briefs())]
    brief: Option<String>,
    /// The language [default: the brief’s own]
    #[arg(long = "lang", value_name = "LANG", requires = "brief", add = candidates::languages())]
    language: Option<String>,
    /// The edition
    #[arg(long, value_name = "EDITION", default_value = "screen")]
    edition: Edition,
    /// The indicator table instead of the brief
    #[arg(long, requires = "brief")]
    indicators: bool,
    /// Where it was built [default: dist, in the project]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Open nothing, print the path
    #[arg(long)]
    print_path: bool,
}

/// Opens what was built.
///
/// # Errors
///
/// There is no project or brief of that name, it is not built, its manifest cannot be read, or nothing
/// opens it.
pub fn run(args: &OpenArgs, global: &Global, ui: &Ui) -> Result<Exit, Error> {
    let here = current_folder()?;
    let root = global.project_root()?;
    let root = root.canonicalize().map_err(|cause| EnvError::new("cannot open", &root, cause))?;
    let base = here.canonicalize().unwrap_or_else(|_| here.clone());
    let out = args.out.as_ref().map_or_else(|| root.join("dist"), |out| here.join(out));
    let brief = args.brief.as_deref().map(|brief| find_brief(&root, brief, &base)).transpose()?;
    let release = built(&out)?;
    let asked = WantedFile { args, brief: brief.as_deref() };
    let Some(release) = release else { return Err(asked.not_built(&[]).into()) };
    let (path, inputs) = match &brief {
        None => (out.join(INDEX), release.inputs()?.into_iter().collect()),
        Some(id) => {
            let files = release.in_folder(id)?;
            let file = asked.find(&files, id)?;
            (out.join(&file.artifact.path), file.inputs.clone())
        }
    };
    if !path.is_file() {
        return Err(asked.not_built(&[]).into());
    }
    if let Some(changed) = inputs.into_iter().find(|input| has_changed(input, &root)) {
        let command = asked.build_command(None);
        ui.status(format!("{} has changed since: `{command}` makes it anew", changed.path));
    }
    // As the system has it, for a program that does not know where we are.
    let path = std::path::absolute(&path).unwrap_or(path);
    if args.print_path {
        ui.data(shown(&path))?;
        return Ok(Exit::Success);
    }
    if let Err(fault) = show(&path) {
        ui.data(shown(&path))?;
        return Err(fault.into());
    }
    ui.status(format!("  {}", shown(&path)));
    Ok(Exit::Success)
}

/// What is asked for.
struct WantedFile<'a> {
    args: &'a OpenArgs,
    /// The brief’s id.
    brief: Option<&'a str>,
}

impl WantedFile<'_> {
    fn document(&self) -> Document {
        if self.args.indicators { Document::Indicators } else { Document::Brief }
    }

    /// The file of a brief, by its id.
    fn find<'m>(&self, files: &'m [Arc<Entry>], id: &str) -> Result<&'m Entry, ViewFault> {
        let is_own =
            |file: &&Arc<Entry>| file.artifact.brief == id && file.artifact.is_named_right();
        let own: Vec<&Arc<Entry>> = files.iter().filter(is_own).collect();
        let has_goals = own.iter().any(|file| file.artifact.has_goals);
        if self.args.indicators && !own.is_empty() && !has_goals {
            return Err(ViewFault::NotBuilt {
                what: format!("an indicator table of `{id}`"),
                help: "the brief has no goals, and so no table".into(),
            });
        }
        let is_asked = |file: &&Arc<Entry>| {
            file.artifact.document == self.document() && file.artifact.edition == self.args.edition
        };
        let built: Vec<&Arc<Entry>> = own.into_iter().filter(is_asked).collect();
        let is_in = |file: &&Arc<Entry>| match &self.args.language {
            Some(tag) => file.artifact.language == *tag,
            None => file.artifact.translation.is_none(),
        };
        let found = built.iter().copied().find(is_in);
        let others = || built.iter().map(|file| &file.artifact).collect::<Vec<_>>();
        found.map(|file| &**file).ok_or_else(|| self.not_built(&others()))
    }

    /// What to say of what is not built; `others` are in other languages.
    fn not_built(&self, others: &[&Artifact]) -> ViewFault {
        let Some(id) = self.brief else {
            let help =
                format!("`{}` builds every brief, and the page of all", self.build_command(None));
            return ViewFault::NotBuilt { what: "the page of all briefs".into(), help };
        };
        let OpenArgs { language, edition, indicators, .. } = self.args;
        let mut what = match indicators {
            true => format!("the indicator table of `{id}`"),
            false => format!("the brief `{id}`"),
        };
        if *edition == Edition::Print {
            what += " for print";
        }
        if let Some(tag) = language {
            what += &format!(" in `{tag}`");
        }
        let mut help = format!("`{}` builds it", self.build_command(language.as_deref()));
        if !others.is_empty() {
            let tags: Vec<&str> = others.iter().map(|file| file.language.as_str()).collect();
            help += &format!("; it is there in: {}", tags.join(", "));
        }
        ViewFault::NotBuilt { what, help }
    }

    /// The command that builds it.
    fn build_command(&self, language: Option<&str>) -> String {
        let mut command = "briefpress build".to_string();
        if let Some(id) = self.brief {
            command += &format!(" {id}");
        }
        if let Some(tag) = language {
            command += &format!(" --lang {tag}");
        }
        if self.brief.is_some() && self.args.edition == Edition::Print {
            command += " --edition print";
        }
        if let Some(out) = &self.args.out {
            command += &format!(" --out {}", word_in_shell(&out.to_string_lossy()));
        }
        command
    }
}

/// Whether a text that a file was made from is another one now, or is gone.
fn has_changed(input: &Input, root: &Path) -> bool {
    let is_text =
        matches!(input.role, Role::Project | Role::Brief | Role::Translation | Role::Attachment);
    if !is_text {
        return false;
    }
    let path = root.join(&input.path);
    match fs::metadata(&path) {
        // What cannot be looked at is not known to be another.
        Ok(there) if !there.is_file() => false,
        Err(error) => error.kind() == ErrorKind::NotFound,
        Ok(_) => {
            let digest = File::open(&path).and_then(Digest::read);
            digest.is_ok_and(|digest| digest != input.sha256)
        }
    }
}
