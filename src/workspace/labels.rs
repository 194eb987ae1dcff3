//! Templates, and the words they print.

use std::collections::BTreeMap;
use std::path::Path;

use super::intact::said_of_file;
use super::model::Workspace;
use crate::diag::{Code, Diagnostic, Diagnostics, Levels, Span};
use crate::disk::{Item, PathKind, ReadRefusal, add_text, read_folder, slashed};
use crate::l10n::{Labels, built_in_languages, canonical, chain, how_to_add, refusal, serving};
use crate::release::Role;
use crate::templates::{FOLDER, TemplateFiles, nearly_built_in};

/// The folder of words below that of templates, as paths below that begin.
const LABELS: &str = "labels/";

/// How the names of pictures end. A page of a PDF is chosen where it is set.
const PICTURES: [&str; 7] = ["png", "jpg", "jpeg", "gif", "webp", "svg", "svgz"];

/// Reads templates and labels; those of the project over those built in. Where one of the project cannot
/// be read, none built in takes its place.
pub fn read_templates(workspace: &mut Workspace, name: &dyn Fn(&Path) -> String, levels: &Levels) {
    let folder = workspace.root.join(FOLDER);
    let (files, others) = read_folder(&folder, &workspace.root, workspace.limits.asset());
    let mut found = Diagnostics::new();
    for item in others {
        match language_of(&item, &folder) {
            Some(language) => drop(workspace.unseen.labels.insert(language)),
            // No template can name it.
            None if matches!(item.kind, PathKind::Refused(ReadRefusal::BadName)) => {
                let help = "the name is not UTF-8, and no template can name it; give it another";
                workspace.leave(Item { kind: PathKind::File, ..item }, help, name, &mut found);
                continue;
            }
            None => workspace.unseen.shared = true,
        }
        workspace.leave(item, "", name, &mut found);
    }
    for inner in files.keys() {
        let is_label = inner.strip_prefix(LABELS).is_some_and(|label| label.ends_with(".toml"));
        let help = match nearly_built_in(inner) {
            // What is wrong with its name is said where it is read.
            _ if is_label => continue,
            Some(meant) => {
                format!("name it `{FOLDER}/{meant}`, if it is that; keep copies elsewhere")
            }
            None if inner.starts_with(LABELS) => {
                "words are in `LANG.toml`; keep other files elsewhere".to_string()
            }
            None => continue,
        };
        let item = Item::at(&folder.join(inner), PathKind::File);
        workspace.leave(item, &help, name, &mut found);
    }
    judge_pictures(workspace, &files, name, &mut found);
    workspace.diagnostics.extend(found.leveled(levels));
    read_labels(workspace, &files, name);
    workspace.templates = TemplateFiles::shadowed_by(files);
    for (path, bytes) in workspace.templates.iter() {
        let path = format!("{FOLDER}/{path}");
        workspace.inputs.add_read(&format!("/{path}"), Role::Template, path.clone(), bytes);
    }
}

/// What is to be said of the pictures that stand by templates, at their files: no key names them.
fn judge_pictures(
    workspace: &mut Workspace,
    files: &BTreeMap<String, Vec<u8>>,
    name: &dyn Fn(&Path) -> String,
    found: &mut Diagnostics,
) {
    for (inner, bytes) in files {
        let ending = inner.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
        if !PICTURES.contains(&ending.unwrap_or_default().as_str()) {
            continue;
        }
        let path = name(&workspace.root.join(FOLDER).join(inner));
        let mut said = said_of_file(&path, bytes, &workspace.fonts, &workspace.limits);
        // What is too large stops what it is set in, and nothing else.
        said.retain(|it| it.code != Code::AssetTooLarge);
        if said.is_empty() {
            continue;
        }
        let file = workspace.sources.add(path, "");
        for said in said {
            found.push(said.at(Span::new(file, 0..0)));
        }
    }
}

/// The language of a file of words that is not read.
fn language_of(item: &Item, folder: &Path) -> Option<String> {
    let inner = slashed(item.path.strip_prefix(folder).ok()?);
    let language = inner.strip_prefix(LABELS)?.strip_suffix(".toml")?;
    Some(canonical(language).unwrap_or_else(|| language.to_string()))
}

/// Reads the words of a project, over those built in.
fn read_labels(
    workspace: &mut Workspace,
    files: &BTreeMap<String, Vec<u8>>,
    name: &dyn Fn(&Path) -> String,
) {
    workspace.labels = built_in_languages()
        .filter_map(|language| Some((language.to_string(), Labels::built_in(language)?.clone())))
        .collect();
    let tag = |path: &str| -> Option<String> {
        let tag = path.strip_prefix(LABELS)?.strip_suffix(".toml")?;
        (!tag.contains('/')).then(|| tag.to_string())
    };
    let own = files.iter().filter_map(|(path, bytes)| Some((tag(path)?, path, bytes)));
    let mut own: Vec<(String, &String, &Vec<u8>)> = own.collect();
    // A language is read after the one it falls back to.
    own.sort_by_cached_key(|(tag, _, _)| (chain(tag).len(), tag.clone()));
    for (language, inner, bytes) in own {
        let path = workspace.root.join(FOLDER).join(inner);
        let mut found = Diagnostics::new();
        let file = add_text(bytes.clone(), &name(&path), &mut workspace.sources, &mut found);
        if let Some(file) = file {
            let written = canonical(&language);
            if written.as_ref() == Some(&language) {
                let known = workspace.labels.keys().map(String::as_str);
                let behind = serving(&language, known).first().map(|tag| &workspace.labels[*tag]);
                let labels = Labels::read(file, behind, &workspace.sources, &mut found);
                workspace.labels.insert(language.clone(), labels);
            } else {
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
            }
        }
        if found.has_errors() {
            // Others would print in the place of what was written there.
            let meant = canonical(&language).unwrap_or(language);
            workspace.unseen.labels.insert(meant);
        }
        workspace.diagnostics.extend(found);
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
