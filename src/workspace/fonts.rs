//! The font files of a project and of the command line.

use std::fs::File;
use std::path::{Path, PathBuf};

use super::model::Workspace;
use crate::diag::{Code, Diagnostic, Diagnostics, Levels};
use crate::disk::{EnvError, Item, PathKind, ReadRefusal, Walked, kind, walk};
use crate::limits::Limits;
use crate::release::Digest;
use crate::typeset::{FontError, Fonts};

/// The folder of a project's own fonts.
pub const FONTS: &str = "fonts";

/// How the files of fonts are called that can be embedded.
const EMBEDDED: [&str; 4] = ["ttf", "otf", "ttc", "otc"];

/// How other files of fonts are called.
const OTHERS: [&str; 11] =
    ["woff", "woff2", "eot", "pfb", "pfa", "dfont", "bdf", "pcf", "fon", "fnt", "sfd"];

/// Font files, in the order in which their faces are tried.
#[derive(Debug, Default)]
pub struct FontFiles {
    /// The files that can be opened.
    pub paths: Vec<PathBuf>,
    /// What a manifest calls them.
    names: Vec<String>,
    /// What is not read, and keeps documents from being made.
    refused: Vec<Item>,
    /// What is not read and looks like a font, with what to do.
    passed: Vec<(Item, &'static str)>,
}

impl FontFiles {
    /// The files of what the command line names, folders or files, and then of the project in `root`.
    ///
    /// # Errors
    ///
    /// The first path of the command line at which there is nothing.
    pub fn find(given: &[PathBuf], root: Option<&Path>) -> Result<Self, PathBuf> {
        let mut found = Self::default();
        for (number, path) in given.iter().enumerate() {
            // What the command line names is known by its place there, inside the project too: where it
            // lies is no one's business, and whoever builds the same has to give it.
            let shown = format!("--font-path {}", number + 1);
            match kind(path, None) {
                PathKind::Absent | PathKind::Refused(ReadRefusal::Dangling) => {
                    return Err(path.clone());
                }
                PathKind::File => {
                    let name = path.file_name().unwrap_or_default().to_string_lossy();
                    found.add(path.clone(), format!("{shown}/{name}"));
                }
                PathKind::Folder => found.add_all(path, &shown, walk(path, None)),
                other => found.refused.push(Item::at(path, other)),
            }
        }
        let Some(root) = root else { return Ok(found) };
        let own = root.join(FONTS);
        match kind(&own, Some(root)) {
            PathKind::Absent => {}
            PathKind::Folder => found.add_all(&own, FONTS, walk(&own, Some(root))),
            PathKind::File => {
                let refused = PathKind::Refused(ReadRefusal::NotAFolder);
                found.refused.push(Item::at(&own, refused));
            }
            other => found.refused.push(Item::at(&own, other)),
        }
        Ok(found)
    }

    fn add_all(&mut self, folder: &Path, shown: &str, walked: Walked) {
        let extension =
            |path: &Path| path.extension().and_then(|e| e.to_str()).map(str::to_lowercase);
        let is_one = |known: &[&str], path: &Path| {
            extension(path).is_some_and(|extension| known.contains(&extension.as_str()))
        };
        // By the parts of their paths: in that order they have always been tried.
        let mut files: Vec<(String, PathBuf)> = walked.files.into_iter().collect();
        files.sort_by(|(_, a), (_, b)| a.cmp(b));
        let before = self.paths.len() + self.refused.len();
        for (inner, path) in files {
            if is_one(&EMBEDDED, &path) {
                self.add(path, format!("{shown}/{inner}"));
            } else if is_one(&OTHERS, &path) {
                let help = "it cannot be embedded; use the .ttf or .otf of the font";
                self.passed.push((Item::at(&path, PathKind::File), help));
            }
        }
        // A link to a licence is nobody's business.
        let is_font = |item: &Item| match item.kind {
            PathKind::Failed(_) => true,
            _ => item.path.extension().is_none() || is_one(&EMBEDDED, &item.path),
        };
        self.refused.extend(walked.others.into_iter().filter(is_font));
        if self.paths.len() + self.refused.len() == before && shown != FONTS {
            let help = "there is no font in it; see that it is the folder that is meant";
            self.passed.push((Item::at(folder, PathKind::Folder), help));
        }
    }

    /// Adds a file, if it can be opened and handed on.
    fn add(&mut self, path: PathBuf, name: String) {
        let failure = match File::open(&path) {
            Err(cause) => EnvError::new("cannot read", &path, cause),
            Ok(_) if path.to_str().is_none() => {
                let cause = std::io::Error::other("its path is not UTF-8");
                EnvError::new("cannot hand on", &path, cause)
            }
            Ok(_) => {
                self.paths.push(path);
                return self.names.push(name);
            }
        };
        self.refused.push(Item::at(&path, PathKind::Failed(failure)));
    }
}

/// Says what is wrong with font files, and remembers the digests of those that are used; what looks like
/// a font and is not read.
pub fn name_fonts(
    workspace: &mut Workspace,
    files: FontFiles,
    errors: Vec<FontError>,
    name: &dyn Fn(&Path) -> String,
) -> Vec<(Item, &'static str)> {
    for error in errors {
        let message = format!("{}: {}", name(&error.path), error.message);
        workspace
            .diagnostics
            .push(Diagnostic::new(Code::BadFont, message).help("replace the file or take it out"));
    }
    for (path, shown) in files.paths.iter().zip(files.names) {
        if !workspace.fonts.is_from(path) {
            continue;
        }
        match std::fs::read(path) {
            Ok(bytes) => workspace.inputs.add_font(shown, Digest::of(&bytes)),
            Err(cause) => {
                workspace.failures.push(EnvError::new("cannot read", path, cause));
                workspace.unseen.shared = true;
            }
        }
    }
    let mut found = Diagnostics::new();
    for item in files.refused {
        // Texts would be set in other faces than they were.
        workspace.unseen.shared = true;
        workspace.leave(item, "", name, &mut found);
    }
    workspace.diagnostics.extend(found);
    files.passed
}

/// Says which files look like fonts and are not read.
pub fn leave_others(
    workspace: &mut Workspace,
    passed: Vec<(Item, &'static str)>,
    name: &dyn Fn(&Path) -> String,
    levels: &Levels,
) {
    let mut found = Diagnostics::new();
    for (item, help) in passed {
        workspace.leave(item, help, name, &mut found);
    }
    workspace.diagnostics.extend(found.leveled(levels));
}

/// The faces of what a command line names, where there is no project, with what is wrong with them.
///
/// # Errors
///
/// The first path of the command line at which there is nothing.
pub fn given_fonts(given: &[PathBuf]) -> Result<(Fonts, Vec<FontError>), PathBuf> {
    let files = FontFiles::find(given, None)?;
    let (fonts, mut errors) = Fonts::load(&files.paths, &Limits::default());
    let others = files.refused.into_iter().map(|item| FontError {
        message: match item.kind {
            PathKind::Failed(failure) => failure.cause.to_string(),
            _ => "it is not read".into(),
        },
        path: item.path,
    });
    errors.extend(others);
    Ok((fonts, errors))
}
