//! `--locked`: whether every translation and its lock are up to date.

use crate::diag::{Code, Diagnostic, Diagnostics, Span};
use crate::translation::{Editor, Key, translated, units};
use crate::workspace::Workspace;

/// What is wrong with translations and their locks. Each is an error.
pub fn check_locks(workspace: &Workspace) -> Diagnostics {
    let mut found = Diagnostics::new();
    for loaded in &workspace.briefs {
        let originals = loaded.originals(workspace.config.as_ref());
        for (translation, lock) in &loaded.translations {
            let units = units(&originals, Some((translation, lock)));
            let stale: Vec<&str> = units
                .iter()
                .filter(|unit| lock.is_stale(&unit.key, &unit.source))
                .map(|unit| unit.key.as_str())
                .collect();
            let at = Span::new(translation.file, 0..0);
            let id = &loaded.id;
            if !stale.is_empty() {
                let message = format!("older than the original: {}", some(&stale));
                found.push(
                    Diagnostic::new(Code::LockedStale, message)
                        .at(at)
                        .help("translate them again")
                        .help(format!(
                            "or, where they are right as they are: `briefpress i18n sync {id} \
                             --lang {} --accept KEY`",
                            translation.language
                        )),
                );
            }
            // One that is no TOML has been said.
            let toml = workspace.sources.get(translation.file).text();
            let file = Editor::parse(toml).unwrap_or_else(|_| Editor::empty());
            let missing = lock.out_of_date(&translated(&units), &file);
            if !missing.is_empty() {
                let keys: Vec<&str> = missing.iter().map(Key::as_str).collect();
                let message = format!("the lock is out of date about {}", some(&keys));
                found.push(Diagnostic::new(Code::LockOutdated, message).at(at).help(format!(
                    "`briefpress i18n sync {id}` brings it up to date; commit what it writes"
                )));
            }
        }
    }
    found
}

/// "`title`, `summary`, `ask` and 2 more".
fn some(keys: &[&str]) -> String {
    const SHOWN: usize = 3;
    let shown: Vec<String> = keys.iter().take(SHOWN).map(|key| format!("`{key}`")).collect();
    match keys.len().saturating_sub(SHOWN) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}
