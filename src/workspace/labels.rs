//! Templates, and the words they print.

use std::collections::BTreeMap;
use std::path::Path;

use super::model::Workspace;
use crate::diag::{Code, Diagnostic, Diagnostics, Span};
use crate::disk::{list, read_folder, read_text};
use crate::l10n::{Labels, built_in_languages, canonical, chain, how_to_add, refusal, serving};
use crate::release::Role;
use crate::templates::{FOLDER, TemplateFiles};

/// Reads templates and labels; those of the project over those built in.
pub fn read_templates(workspace: &mut Workspace, name: &dyn Fn(&Path) -> String) {
    let folder = workspace.root.join(FOLDER);
    let files =
        read_folder(&folder, &workspace.root, workspace.limits.asset()).unwrap_or_else(|failure| {
            workspace.failures.push(failure);
            BTreeMap::new()
        });
    workspace.templates = TemplateFiles::shadowed_by(files);
    for (path, bytes) in workspace.templates.iter() {
        let path = format!("{FOLDER}/{path}");
        workspace.inputs.add_read(&format!("/{path}"), Role::Template, path.clone(), bytes);
    }
    workspace.labels = built_in_languages()
        .filter_map(|language| Some((language.to_string(), Labels::built_in(language)?.clone())))
        .collect();
    let labels = folder.join("labels");
    let names = list(&labels).unwrap_or_default();
    let mut tags: Vec<&str> = names.iter().filter_map(|name| name.strip_suffix(".toml")).collect();
    // A language is read after the one it falls back to.
    tags.sort_by_key(|tag| (chain(tag).len(), *tag));
    for language in tags {
        let path = labels.join(format!("{language}.toml"));
        let found = &mut workspace.diagnostics;
        let (file, _) =
            match read_text(&path, &name(&path), &workspace.root, &mut workspace.sources, found) {
                Ok(Some(read)) => read,
                Ok(None) => continue,
                Err(failure) => {
                    workspace.failures.push(failure);
                    continue;
                }
            };
        let written = canonical(language);
        if written.as_deref() != Some(language) {
            let help = match written {
                Some(written) => format!("name the file `{written}.toml`"),
                None => "name the file by a tag of BCP 47, such as `pt-BR.toml`".to_string(),
            };
            let message = format!("`{language}` is not how a language tag is written");
            found.push(
                Diagnostic::new(Code::UnknownLanguage, message)
                    .at(Span::new(file, 0..0))
                    .help(help),
            );
            continue;
        }
        let known = workspace.labels.keys().map(String::as_str);
        let behind = serving(language, known).first().map(|tag| &workspace.labels[*tag]);
        let labels = Labels::read(file, behind, &workspace.sources, found);
        workspace.labels.insert(language.to_string(), labels);
    }
}

/// Reports languages of the project file that there are no labels for.
pub fn check_languages(workspace: &mut Workspace) {
    let Some(config) = &workspace.config else { return };
    let known = || workspace.labels.keys().map(String::as_str);
    let mut found = Diagnostics::new();
    for language in &config.languages {
        if let Some(refusal) = refusal(&language.value, known()) {
            found.push(
                Diagnostic::new(Code::UnknownLanguage, refusal.message(&language.value))
                    .at(language.span)
                    .key(&language.key)
                    .help(how_to_add(&language.value, known())),
            );
        }
    }
    workspace.diagnostics.extend(found);
}
