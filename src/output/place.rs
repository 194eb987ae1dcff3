//! Where an output folder may lie: never among what it is made from.

use std::path::{Component, Path, PathBuf};

use crate::disk::slashed;
use crate::project::FILE_NAME;

/// The folders that a project is written in.
const SOURCES: [&str; 3] = ["briefs", "templates", "fonts"];

/// Where a path leads: links followed, `..` taken back, as far as there is anything.
pub fn real(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let mut real = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                real.pop();
            }
            Component::Prefix(_) | Component::RootDir => real.push(part),
            Component::Normal(name) => {
                real.push(name);
                if let Ok(there) = real.canonicalize() {
                    real = there;
                }
            }
        }
    }
    real
}

/// The nearest project at or above a folder.
pub fn project_above(folder: &Path) -> Option<&Path> {
    folder.ancestors().find(|folder| folder.join(FILE_NAME).is_file())
}

/// Whether files may be written to a folder: it is neither a project nor above one, and in no folder
/// of sources. `root` is the project that is built, where there is one, and `fonts` are folders it
/// reads besides its own.
///
/// # Errors
///
/// What it is instead.
pub fn check_place(out: &Path, root: Option<&Path>, fonts: &[PathBuf]) -> Result<(), String> {
    let out = real(out);
    if let Some(root) = root.map(real) {
        if out == root {
            return Err("it is the project’s own folder".into());
        }
        if root.starts_with(&out) {
            return Err("the project lies in it".into());
        }
    }
    if out.join(FILE_NAME).is_file() {
        return Err("it is a project’s own folder".into());
    }
    let projects = root.map(Path::to_path_buf).into_iter();
    let projects = projects.chain(out.ancestors().map(Path::to_path_buf));
    for project in projects.filter(|project| project.join(FILE_NAME).is_file()) {
        for name in SOURCES {
            let source = real(&project.join(name));
            if out.starts_with(&source) {
                return Err(format!("it lies in the project’s folder `{name}`"));
            }
            if source.starts_with(&out) {
                return Err(format!("the project’s folder `{name}` lies in it"));
            }
        }
    }
    match fonts.iter().map(|folder| real(folder)).find(|folder| out.starts_with(folder)) {
        Some(folder) => Err(format!("it lies in the folder of fonts {}", slashed(&folder))),
        None => Ok(()),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn no_way_leads_among_the_sources() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap().join("project");
        for name in ["briefs/a", "elsewhere"] {
            fs::create_dir_all(root.join(name)).unwrap();
        }
        fs::write(root.join(FILE_NAME), "").unwrap();
        symlink("briefs/a", root.join("link")).unwrap();
        symlink("../elsewhere", root.join("briefs/away")).unwrap();
        let check = |out: &str| check_place(&root.join(out), Some(&root), &[root.join("faces")]);
        for good in
            ["dist", "elsewhere", "briefs-2", "link/../../dist", "new/../dist", "briefs/away"]
        {
            assert_eq!(check(good), Ok(()), "{good}");
        }
        for bad in [
            "",
            ".",
            "..",
            "../..",
            "briefs",
            "briefs/new/deeper",
            "link",
            "link/x",
            "dist/../briefs/x",
            "new/../fonts",
            "templates",
            "faces/x",
            "link/..",
        ] {
            assert!(check(bad).is_err(), "{bad}");
        }
        // Another project's are no better.
        let other = check_place(&root.join("briefs/x"), None, &[]);
        assert!(other.is_err());
    }
}
