//! Bringing a translation's files up to date with its brief.

use super::edit::NotToml;
use super::files::{Current, Files, open};
use super::lock::Accepted;
use super::originals::Originals;
use super::units::{translated, units};

/// What bringing a translation up to date comes to.
#[derive(Debug, Clone)]
pub struct Synced {
    /// Its files.
    pub files: Files,
    /// How many keys are new in it.
    pub added: usize,
    /// How many of its strings are older than their originals.
    pub stale: usize,
}

/// Adds what a translation lacks, each text with its original as a comment, and records what its
/// strings were translated from. A language that is not there is begun.
///
/// # Errors
///
/// The file that is there is not valid TOML.
pub fn sync(
    language: &str,
    current: Option<Current<'_>>,
    originals: &Originals,
    accepted: &Accepted,
) -> Result<Synced, NotToml> {
    let (mut editor, mut lock) = open(language, current)?;
    let units = units(originals, current.map(|current| (current.translation, current.lock)));
    let added = units
        .iter()
        .filter(|unit| unit.target.is_none())
        .filter(|unit| editor.add(&unit.key, &unit.source.value))
        .count();
    lock.record(&translated(&units), accepted, &editor);
    let stale = units.iter().filter(|unit| lock.is_stale(&unit.key, &unit.source)).count();
    Ok(Synced { files: Files::new(editor, &lock), added, stale })
}
