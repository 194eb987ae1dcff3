//! What one table of several briefs prints of each of them: a text that it does not print need not be
//! translated for its sake.

use crate::diag::{Code, Diagnostic, Diagnostics};

/// The messages about a translation, without those about missing texts that no table prints, which is
/// asked for in these languages, or in all.
pub(super) fn missing_from_table(
    found: Diagnostics,
    language: &str,
    asked: &[String],
) -> Diagnostics {
    let is_asked = asked.is_empty() || asked.iter().any(|own| own == language);
    let counts = |own: &Diagnostic| {
        own.code != Code::Untranslated || is_asked && own.key.as_ref().is_none_or(|key| prints(key))
    };
    let mut kept = Diagnostics::new();
    found.into_iter().filter(counts).for_each(|own| kept.push(own));
    kept
}

/// Whether the table has a text of a brief, by its key.
fn prints(key: &str) -> bool {
    match key.split_once('.') {
        Some(("brief", name)) => ["title", "short_title"].contains(&name),
        // What the project says of itself, of places and of a nation's goals.
        Some(("project" | "place" | "framework" | "indicator", _)) => true,
        _ => false,
    }
}
