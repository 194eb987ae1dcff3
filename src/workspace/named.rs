//! Briefs as a command line names them: by id, or by the path of a folder or file.

use std::path::Path;

use crate::diag::did_you_mean;

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
    let path = base.join(wanted).canonicalize().ok();
    let inside = path.as_deref().and_then(|path| path.strip_prefix(folder).ok());
    let id = inside.and_then(|path| path.iter().next()).and_then(|id| id.to_str());
    if let Some(id) = id.filter(|id| all.iter().any(|other| other == id)) {
        return Ok(id.to_string());
    }
    let help = match did_you_mean(wanted, all.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None if all.is_empty() => "`briefpress new ID --country KH` writes one".into(),
        None => format!("briefs there are: {}", all.join(", ")),
    };
    Err(format!("there is no brief `{wanted}` in this project; {help}"))
}
