//! Paths that a shell handed over as several words, for want of quotes.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::disk::slashed;

/// The folder that was meant by one with a space in its name, which a shell hands over as several words.
pub fn parted_by_shell(folder: &Path) -> Option<PathBuf> {
    let given: Vec<OsString> = env::args_os().collect();
    let first = given.iter().position(|word| {
        word == folder.as_os_str()
            || word.to_str() == Some(&format!("--project={}", slashed(folder)))
    })?;
    let mut whole = folder.as_os_str().to_os_string();
    given[first + 1..].iter().find_map(|word| {
        whole.push(" ");
        whole.push(word);
        Path::new(&whole).is_dir().then(|| PathBuf::from(&whole))
    })
}
