//! Diagnostics: everything briefpress has to say about what a user wrote.
//!
//! All messages take this one path, whether they come from TOML, a template or the compiler. A
//! [`Diagnostic`] states a fact and carries a stable [`Code`], the place it is about, and what to
//! do. Stages push into [`Diagnostics`]; only the command line layer renders them.

mod code;
mod excerpt;
mod message;
mod render;
mod report;
mod source;

pub use code::{Code, Level, Levels};
pub use message::{Diagnostic, Diagnostics, Severity};
pub use render::{MessageFormat, Renderer, Totals};
pub use report::{DiagnosticReport, JunitReport, SarifReport};
pub use source::{FileId, Sources, Span};

/// The candidate a misspelt `word` probably meant, if one is near enough to be worth saying.
pub fn did_you_mean<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let folded = word.to_lowercase();
    let (length, folded_length) = (word.chars().count(), folded.chars().count());
    candidates
        .into_iter()
        .filter_map(|candidate| {
            let most = (candidate.chars().count().max(length) / 3).max(1);
            let other = candidate.to_lowercase();
            // Words are no nearer than their lengths are.
            if other.chars().count().abs_diff(folded_length) > most {
                return None;
            }
            let distance = strsim::damerau_levenshtein(&folded, &other);
            (distance <= most).then_some((distance, candidate))
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Keys as a message names them: "`title`, `summary`, `ask` and 2 more".
pub fn some(keys: &[&str]) -> String {
    const SHOWN: usize = 3;
    let shown: Vec<String> = keys.iter().take(SHOWN).map(|key| format!("`{key}`")).collect();
    first_of(&shown, keys.len())
}

/// The first names of so many, as a message has them: "a, b and 2 more".
pub fn first_of<S: AsRef<str>>(names: &[S], count: usize) -> String {
    let shown: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    match count.saturating_sub(shown.len()) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}
