//! The project file, and what it names: families, a logo, a profile.

use std::borrow::Cow;
use std::path::Path;
use std::sync::Arc;

use super::coverage;
use super::intact::said_of_file;
use super::model::Workspace;
use crate::colour::{Profile, ProfileError};
use crate::diag::{Code, Diagnostic, Diagnostics, Levels, Sources, did_you_mean};
use crate::disk::{read_asset, read_text};
use crate::limits::Limits;
use crate::picture::settled;
use crate::project::{Config, FILE_NAME, framework_of, limits_of};
use crate::release::Role;
use crate::sdg::{Framework, framework};

/// What a project takes of anything, as its file says: fonts are read before the file is judged.
pub fn limits_in(root: &Path) -> Limits {
    let (mut sources, mut found) = (Sources::new(), Diagnostics::new());
    let read = read_text(&root.join(FILE_NAME), FILE_NAME, root, &mut sources, &mut found);
    read.ok().flatten().map_or_else(Limits::default, |(file, _)| limits_of(file, &sources))
}

/// The framework of a project, as its file says: the United Nations', with its own.
pub fn framework_in(root: &Path) -> Arc<Framework> {
    let (mut sources, mut found) = (Sources::new(), Diagnostics::new());
    let read = read_text(&root.join(FILE_NAME), FILE_NAME, root, &mut sources, &mut found);
    let file = read.ok().flatten().map(|(file, _)| file);
    file.map_or_else(|| Arc::clone(framework()), |file| framework_of(file, &sources))
}

/// Reads the project file; how severe its messages are.
pub fn read_config(
    workspace: &mut Workspace,
    name: &dyn Fn(&Path) -> String,
    deny_warnings: bool,
) -> Levels {
    let path = workspace.root.join(FILE_NAME);
    let mut found = Diagnostics::new();
    match read_text(&path, &name(&path), &workspace.root, &mut workspace.sources, &mut found) {
        Ok(Some((file, digest))) => {
            workspace.inputs.add_text(file, Role::Project, FILE_NAME.into(), digest);
            workspace.config = Config::read(file, &workspace.sources, &mut found);
            workspace.framework = match &workspace.config {
                Some(config) => Arc::clone(&config.framework),
                None => framework_of(file, &workspace.sources),
            };
        }
        Ok(None) => {}
        Err(failure) => workspace.failures.push(failure),
    }
    if let Some(config) = &mut workspace.config {
        if deny_warnings {
            config.levels.deny_warnings();
        }
        for family in &config.brand.font_names {
            if !workspace.fonts.has_family(&family.value) {
                let families = workspace.fonts.families();
                let help = match did_you_mean(&family.value, families.iter().copied()) {
                    Some(near) => format!("did you mean `\"{near}\"`?"),
                    None => format!(
                        "put its files into the project’s `fonts` folder; families there are: {}",
                        families.join(", ")
                    ),
                };
                found.push(
                    Diagnostic::new(
                        Code::UnknownFont,
                        format!("there is no font family `{}`", family.value),
                    )
                    .at(family.span)
                    .key(&family.key)
                    .help(help),
                );
            }
        }
        let written = config.written();
        let texts: Vec<_> = written.iter().collect();
        let families = coverage::families(&config.brand);
        coverage::check(&texts, &families, &workspace.fonts, &workspace.sources, &mut found);
        found = found.leveled(&config.levels);
    }
    let mut levels = workspace.config.as_ref().map_or_else(Levels::default, |c| c.levels.clone());
    if deny_warnings {
        levels.deny_warnings();
    }
    let logos = workspace.config.iter().flat_map(Config::logos).cloned();
    for logo in logos.collect::<Vec<_>>() {
        let (path, most) = (workspace.root.join(&logo.path.value), workspace.limits.asset());
        match read_asset(&path, &logo.path.value, &workspace.root, most) {
            Ok(Ok(bytes)) => {
                let path = logo.path.value;
                for said in said_of_file(&path, &bytes, &workspace.fonts, &workspace.limits) {
                    found.push(said.at(logo.path.span).key(&logo.path.key));
                }
                workspace.inputs.add_read(&logo.virtual_path, Role::Asset, path, &bytes);
                workspace.assets.insert(logo.virtual_path, bytes);
            }
            Ok(Err(refusal)) => {
                let escaped = logo.path.escaped_path(&workspace.sources).filter(|_| !path.exists());
                found.push(
                    escaped.unwrap_or_else(|| refusal.at(logo.path.span).key(&logo.path.key)),
                );
            }
            Err(failure) => {
                workspace.failures.push(failure);
                workspace.unseen.shared = true;
            }
        }
    }
    read_profile(workspace, &mut found);
    if !found.has_errors() {
        settle(workspace);
    }
    if found.has_errors() {
        workspace.config = None;
    }
    workspace.diagnostics.extend(found);
    levels
}

/// Pictures as both editions can hold them. What a manifest says of them is of the files.
fn settle(workspace: &mut Workspace) {
    let printing = workspace.separation.profile.as_ref();
    for bytes in workspace.assets.values_mut() {
        if let Cow::Owned(other) = settled(bytes, printing) {
            *bytes = other;
        }
    }
}

/// The profile of the printing condition, where the project names one.
fn read_profile(workspace: &mut Workspace, found: &mut Diagnostics) {
    let Some(press) = workspace.config.as_ref().map(|config| config.press.clone()) else { return };
    workspace.separation.total_ink = press.total_ink;
    workspace.separation.greys = press.greys;
    let Some(path) = press.profile else { return };
    let (file, most) = (workspace.root.join(&path.value), workspace.limits.asset());
    let bytes = match read_asset(&file, &path.value, &workspace.root, most) {
        Ok(Ok(bytes)) => {
            workspace.inputs.set_profile(path.value.clone(), &bytes);
            bytes
        }
        Ok(Err(refusal)) => {
            let escaped = path.escaped_path(&workspace.sources).filter(|_| !file.exists());
            let mut refusal = escaped.unwrap_or(refusal);
            refusal.code = Code::PressProfile;
            found.push(refusal.at(path.span).key(&path.key));
            return;
        }
        Err(failure) => {
            workspace.unseen.shared = true;
            return workspace.failures.push(failure);
        }
    };
    let (what, help) = match Profile::parse(bytes) {
        Ok(profile) => return workspace.separation.profile = Some(profile),
        Err(ProfileError::Broken) => {
            ("is no ICC profile, or a damaged one", "ask the print shop for the file again")
        }
        Err(ProfileError::NotCmyk) => (
            "is a profile for other colours than CMYK",
            "name the profile of the printing condition, which the print shop gives",
        ),
        Err(ProfileError::NotOutput) => (
            "does not describe how a press prints",
            "name an output profile (class `prtr`), which the print shop gives",
        ),
    };
    let message = format!("`{}` {what}", path.value);
    found
        .push(Diagnostic::new(Code::PressProfile, message).at(path.span).key(&path.key).help(help));
}
