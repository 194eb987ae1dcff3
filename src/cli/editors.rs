//! Schemas in a project, for editors: where they stand, and the line of a file that names one.

use std::io;
use std::path::Path;

use super::context::shown;
use super::error::Error;
use crate::disk::{EnvError, Replacement, check_below, read_regular, replace_all};
use crate::release::Digest;
use crate::schema::{Choices, MADE, WrittenFile, schema, schema_of_translations};
use crate::workspace::{LoadedBrief, Workspace};

/// The folder of schemas in a project.
const FOLDER: &str = "schemas";

/// The schema of a kind of file, by its path from the project's folder.
fn place(file: WrittenFile) -> String {
    format!("{FOLDER}/{}.json", file.name())
}

/// The schema of the translations of a brief, in its folder: it goes where the brief goes.
const OF_TRANSLATIONS: &str = "translations.schema.json";

/// Its path from the project's folder.
fn place_of_translations(id: &str) -> String {
    format!("briefs/{id}/{OF_TRANSLATIONS}")
}

/// The line that names the schema of a file so many folders below the project's, as editors read it:
/// the first of the file.
pub fn line(file: WrittenFile, depth: usize) -> String {
    line_to(&place(file), depth)
}

/// The same of a translation.
pub fn line_of_translation() -> String {
    line_to(OF_TRANSLATIONS, 1)
}

fn line_to(place: &str, depth: usize) -> String {
    let up = if depth == 0 { "./".to_string() } else { "../".repeat(depth) };
    format!("#:schema {up}{place}\n\n")
}

/// Whether a project has schemas.
pub fn has_schemas(root: &Path) -> bool {
    has_schema(WrittenFile::Brief, root)
}

/// Whether a project has the schema of a kind of file.
pub fn has_schema(file: WrittenFile, root: &Path) -> bool {
    root.join(place(file)).exists()
}

/// Whether a brief has one of its translations.
pub fn has_schema_of_translations(root: &Path, id: &str) -> bool {
    root.join(place_of_translations(id)).exists()
}

/// What a project has beside what is built in.
pub fn choices(workspace: &Workspace) -> Choices {
    let places = workspace.config.iter().flat_map(|config| &config.places);
    Choices::new(&workspace.framework, places, workspace.labels.keys().cloned())
}

/// Writes the schemas of a project and of its briefs' translations, and says which have changed.
///
/// # Errors
///
/// As [`write`].
pub fn write_all(workspace: &Workspace) -> Result<Vec<String>, Error> {
    write(&workspace.root, all_files(workspace))
}

/// The schemas of a project and of its briefs' translations, but for those that are there.
///
/// # Errors
///
/// As [`gather`].
pub fn all(workspace: &Workspace) -> Result<Vec<Replacement>, Error> {
    gather(&workspace.root, all_files(workspace)).map(|(_, replacements)| replacements)
}

fn all_files(workspace: &Workspace) -> Vec<(String, String)> {
    let choices = choices(workspace);
    let mut files = general(&choices);
    files.extend(
        workspace.briefs.iter().filter_map(|own| of_translations(own, workspace, &choices)),
    );
    files
}

/// The schemas of a project that has nothing beside what is built in, but for those that are there.
///
/// # Errors
///
/// As [`gather`].
pub fn built_in(root: &Path) -> Result<Vec<Replacement>, Error> {
    gather(root, general(&Choices::default())).map(|(_, replacements)| replacements)
}

/// Writes the schema of the translations of a brief.
///
/// # Errors
///
/// As [`write`].
pub fn write_of_translations(loaded: &LoadedBrief, workspace: &Workspace) -> Result<(), Error> {
    let file = of_translations(loaded, workspace, &choices(workspace));
    write(&workspace.root, file.into_iter().collect()).map(|_| ())
}

fn general(choices: &Choices) -> Vec<(String, String)> {
    WrittenFile::ALL.map(|file| (place(file), schema(file, choices))).into()
}

/// `None` where the texts of the brief are not known, or those of the project.
fn of_translations(
    loaded: &LoadedBrief,
    workspace: &Workspace,
    choices: &Choices,
) -> Option<(String, String)> {
    let config = workspace.config.as_ref()?;
    if loaded.unread.brief || loaded.raw.lacks_data() {
        return None;
    }
    let originals = loaded.originals(Some(config));
    Some((place_of_translations(&loaded.id), schema_of_translations(&originals, choices)))
}

/// Writes files, each in the place of one that a schema of ours was in, if any.
///
/// # Errors
///
/// As [`gather`], or one of them cannot be written.
fn write(root: &Path, files: Vec<(String, String)>) -> Result<Vec<String>, Error> {
    let (names, replacements) = gather(root, files)?;
    match replace_all(&replacements)? {
        Some(path) => Err(Error::SavedMeanwhile { path: shown(&path) }),
        None => Ok(names),
    }
}

/// Files that are not there as they are to be, by their paths from a project's folder, and each as it is
/// to be written.
///
/// # Errors
///
/// One that is there is none of ours, or cannot be read, or its folder leads elsewhere.
fn gather(
    root: &Path,
    files: Vec<(String, String)>,
) -> Result<(Vec<String>, Vec<Replacement>), Error> {
    let (mut names, mut replacements) = (Vec::new(), Vec::new());
    for (name, text) in files {
        let path = root.join(&name);
        check_below(root, &name).map_err(|cause| EnvError::new("cannot write", &path, cause))?;
        let read = match read_regular(&path) {
            Ok(bytes) if bytes == text.as_bytes() => continue,
            Ok(bytes) if is_ours(&bytes) => Some(Digest::of(&bytes)),
            Ok(_) => return Err(Error::NoSchema { path: shown(&path) }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(EnvError::new("cannot write", &path, error).into()),
        };
        names.push(name);
        replacements.push(Replacement { path, bytes: text.into_bytes(), read });
    }
    Ok((names, replacements))
}

fn is_ours(bytes: &[u8]) -> bool {
    let schema: Option<serde_json::Value> = serde_json::from_slice(bytes).ok();
    schema.is_some_and(|schema| schema["$comment"] == MADE)
}
