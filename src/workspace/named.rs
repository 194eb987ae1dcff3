//! Briefs as a command line names them: by id, or by the path of a folder or file.

use std::path::Path;

use crate::diag::{did_you_mean, first_of};

/// The ways in which a path may be meant: as this system has it, and as Windows does. There `\` parts folders,
/// and a quotation mark after the last one is what is left of `"briefs\a\"`.
fn ways(typed: &str) -> Vec<String> {
    let mut ways = vec![typed.to_string()];
    let other = typed.strip_suffix('"').unwrap_or(typed).replace('\\', "/");
    // With a drive it is a path of another computer, unless this one runs Windows.
    let has_drive = other.as_bytes().get(1) == Some(&b':');
    if other != typed && (cfg!(windows) || !has_drive) {
        ways.push(other);
    }
    ways
}

/// So many briefs are named where there is none of a name.
const MOST_NAMED: usize = 20;

/// The id, among `all`, that is meant by `wanted`: itself, or a path from `base` into the folder of
/// briefs, `folder`.
///
/// # Errors
///
/// What to say of it: there is none.
pub fn brief_named(
    wanted: &str,
    base: &Path,
    folder: &Path,
    all: &[String],
) -> Result<String, String> {
    if all.iter().any(|id| id == wanted) {
        return Ok(wanted.to_string());
    }
    for typed in ways(wanted) {
        let path = base.join(&typed).canonicalize().ok();
        let inside = path.as_deref().and_then(|path| path.strip_prefix(folder).ok());
        let id = inside.and_then(|path| path.iter().next()).and_then(|id| id.to_str());
        // An id with the separator that shells put behind names of folders.
        let id = id.unwrap_or_else(|| typed.trim_end_matches('/'));
        if all.iter().any(|other| other == id) {
            return Ok(id.to_string());
        }
    }
    let help = match did_you_mean(wanted, all.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None if all.is_empty() => "`briefpress new ID --country KH` writes one".into(),
        None => {
            let named = &all[..all.len().min(MOST_NAMED)];
            format!("briefs there are: {}", first_of(named, all.len()))
        }
    };
    Err(format!("there is no brief `{wanted}` in this project; {help}"))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_brief_is_named_by_its_id_or_a_path_as_either_system_has_it() {
        let root = tempfile::tempdir().unwrap();
        let root = root.path().canonicalize().unwrap();
        let folder = root.join("briefs");
        for id in ["a", "b"] {
            fs::create_dir_all(folder.join(id).join("lang")).unwrap();
            fs::write(folder.join(id).join("brief.toml"), "").unwrap();
        }
        let all = ["a", "b"].map(String::from);
        let named = |typed: &str, base: &Path| brief_named(typed, base, &folder, &all).ok();
        for typed in [
            "a",
            "a/",
            r"a\",
            "briefs/a",
            "briefs/a/",
            "./briefs/a/brief.toml",
            r"briefs\a",
            r"briefs\a\",
            "briefs\\a\"",
            r".\briefs\a\brief.toml",
            r"briefs\a/brief.toml",
            r"briefs/a\lang",
            r"briefs\b\..\a",
        ] {
            assert_eq!(named(typed, &root).as_deref(), Some("a"), "{typed}");
        }
        for typed in ["a", "./a", r".\a\", r"..\briefs\a", "../briefs/a"] {
            assert_eq!(named(typed, &folder).as_deref(), Some("a"), "{typed}");
        }
        assert_eq!(named(root.join("briefs/a").to_str().unwrap(), &folder).as_deref(), Some("a"));
        for typed in ["c", "", "/", r"\", "briefs", r"briefs\", r"C:\briefs\a", r"..\a", "a\"b"] {
            assert_eq!(named(typed, &root), None, "{typed}");
        }
    }
}
