//! `--locked`: whether every translation and its lock are up to date.

use crate::diag::{Code, Diagnostic, Diagnostics, Span, some};
use crate::translation::{Current, Key, State, out_of_date, units};
use crate::workspace::Workspace;

/// What is wrong with translations and their locks. Each is an error.
pub fn check_locks(workspace: &Workspace) -> Diagnostics {
    let mut found = Diagnostics::new();
    for loaded in &workspace.briefs {
        let originals = loaded.originals(workspace.config.as_ref());
        for (translation, lock) in &loaded.translations {
            let units = units(&originals, Some(translation));
            let at = Span::new(translation.file, 0..0);
            let id = &loaded.id;
            for (state, words, what_to_do) in [
                (State::Stale, "older than the original", "translate them again"),
                (State::NeedsReview, "to be looked at again", "read them, and mend them"),
                (State::Unknown, "translated from no one knows what", "read them, and mend them"),
            ] {
                let those = units.iter().filter(|unit| unit.state == state);
                let keys: Vec<&str> = those.map(|unit| unit.key.as_str()).collect();
                if keys.is_empty() {
                    continue;
                }
                let message = format!("{words}: {}", some(&keys));
                found.push(
                    Diagnostic::new(Code::LockedStale, message).at(at).help(what_to_do).help(
                        format!(
                            "or, where they are right as they are: `briefpress i18n sync {id} \
                             --lang {} --accept KEY`",
                            translation.language
                        ),
                    ),
                );
            }
            // One that is not whole has been said.
            if loaded.unread.languages.contains(&translation.language) {
                continue;
            }
            let toml = workspace.sources.get(translation.file).text();
            let missing = out_of_date(Current { toml, translation, lock }, &originals);
            let missing = missing.unwrap_or_default();
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
