//! `briefpress verify`.

use std::fs;

use super::args::{Global, Verify};
use super::build::{running, say};
use super::check::{current_folder, project_root, report};
use super::ui::Ui;
use super::{Exit, Failure};
use crate::disk::EnvError;
use crate::release::{MANIFEST, Manifest};
use crate::run::{Difference, Why, verify};
use crate::workspace::{OpenOptions, Workspace};

/// Builds a release again and says what is not the same.
pub fn run(args: &Verify, global: &Global, ui: &mut Ui) -> Result<Exit, Failure> {
    let path = args.dir.join(MANIFEST);
    let json = fs::read(&path).map_err(|cause| EnvError::new("cannot read", &path, cause))?;
    let manifest = match Manifest::from_json(&json) {
        Ok(manifest) => manifest,
        Err(why) => {
            ui.error(
                &format!("{}: {why}", path.display()),
                Some("`briefpress build` writes a release with its manifest"),
            );
            return Ok(Exit::Content);
        }
    };
    let opening = OpenOptions {
        base: current_folder()?,
        font_folders: args.fonts.font_paths.clone(),
        ..OpenOptions::default()
    };
    let workspace = Workspace::open(&project_root(global)?, &opening)?;
    let mut exit = report(&workspace, ui);
    let running = running(args.jobs, args.timeout)?;
    let dir = current_folder()?.join(&args.dir);
    let differences = verify(&dir, &manifest, &workspace, &running, &mut |event| {
        exit = exit.max(say(event, &dir, ui));
    });
    ui.finish();
    if running.interrupted.load(std::sync::atomic::Ordering::Relaxed) {
        ui.done("interrupted: nothing is known about the release");
        return Ok(Exit::Environment);
    }
    for Difference { path, why } in &differences {
        ui.data(format!("{path}: {}", words(why)))?;
    }
    let shown = args.dir.display();
    if differences.is_empty() {
        let incomplete = if manifest.complete { "" } else { "; but the release is not complete" };
        ui.done(format!(
            "{shown}: {} files, the same to the byte{incomplete}",
            manifest.files.len()
        ));
    } else {
        ui.done(format!(
            "{shown}: {} of {} files are not what the project makes",
            differences.len(),
            manifest.files.len()
        ));
        exit = exit.max(Exit::Content);
    }
    Ok(exit)
}

fn words(why: &Why) -> String {
    match why {
        Why::Missing => "it, or the picture of its first page, is not there".into(),
        Why::Altered => {
            "it, or the picture of its first page, was changed after it was built".into()
        }
        Why::Input(input) => format!("{} changed since it was built", input.path),
        Why::NewInput(input) => format!("{} is new since it was built", input.path),
        Why::Tool(tool) => {
            format!(
                "built by {} {} with Typst {}, not by this program",
                tool.name, tool.version, tool.typst
            )
        }
        Why::NotBuilt => {
            "the project does not make it: its brief or translation is gone, or cannot be built"
                .into()
        }
        Why::Unexplained => {
            "the same inputs make other bytes; this is a bug in briefpress, please report it".into()
        }
        Why::Description => {
            "it does not describe the files as they are; `briefpress build` writes it anew".into()
        }
    }
}
