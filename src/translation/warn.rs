//! What is said of the strings of a translation that are not current.

use super::originals::Originals;
use super::overlay::Translation;
use super::state::State;
use super::units::{Unit, units};
use crate::brief::TranslationStatus;
use crate::diag::{Code, Diagnostic, Diagnostics, Sources, Span, some};

/// Reports the strings of a translation, of the brief with this id, that are to be looked at, and
/// why one that is said to be reviewed prints as a draft.
pub fn warn(
    id: &str,
    originals: &Originals,
    translation: &Translation,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) {
    let units = units(originals, Some(translation));
    let file = sources.get(translation.file).name();
    let accept = format!("`briefpress i18n sync {id} --lang {} --accept", translation.language);
    for unit in &units {
        let Some(target) = &unit.target else { continue };
        let (code, message) = match unit.state {
            State::Stale => (
                Code::Stale,
                format!("`{}` was translated from a text that changed since", unit.key),
            ),
            State::NeedsReview => {
                (Code::NeedsReview, format!("`{}` is to be looked at again", unit.key))
            }
            _ => continue,
        };
        diagnostics.push(
            Diagnostic::new(code, message)
                .at(target.span)
                .key(unit.key.as_str())
                .related(unit.source.span, "the original now")
                .help_if(unit.previous.as_ref().map(|text| format!("it was made from “{text}”")))
                .help(format!(
                    "see that it is right in {file}, then run {accept} {}`",
                    as_argument(unit.key.as_str())
                )),
        );
    }
    let at = Span::new(translation.file, 0..0);
    let unknown = keys(&units, State::Unknown);
    if !unknown.is_empty() {
        let message = format!(
            "the original of {} is not known: nothing says what it was made from",
            some(&unknown)
        );
        diagnostics.push(Diagnostic::new(Code::UnknownOriginal, message).at(at).help(format!(
            "where it is a translation of the original as it is now, run {accept} KEY`, or with \
             `all` for every one"
        )));
    }
    let claims = translation.head().reviewed_at();
    if let Some(at) = claims.filter(|_| translation.status == TranslationStatus::Draft) {
        let (message, help) = why_draft(&units, &translation.language, id, file);
        let draft = Diagnostic::new(Code::Unreviewed, message).at(at);
        diagnostics.push(help.into_iter().fold(draft, Diagnostic::help));
    }
}

/// A key as shells take it: some look for files where there are brackets or spaces.
fn as_argument(key: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "._-".contains(c);
    match key {
        _ if key.chars().all(is_plain) => key.to_string(),
        _ if key.contains('"') => format!("'{key}'"),
        _ => format!("\"{key}\""),
    }
}

/// The keys of the strings in a state.
fn keys(units: &[Unit], state: State) -> Vec<&str> {
    let those = units.iter().filter(|unit| unit.state == state);
    let needed = those.filter(|unit| unit.is_needed || unit.target.is_some());
    needed.map(|unit| unit.key.as_str()).collect()
}

/// Why a translation prints as a draft although its file says that it is reviewed, and what to do.
fn why_draft(units: &[Unit], language: &str, id: &str, file: &str) -> (String, Vec<String>) {
    let (mut why, mut help) = (Vec::new(), Vec::new());
    for (state, words) in [
        (State::Missing, "not translated"),
        (State::Stale, "older than its original"),
        (State::NeedsReview, "to be looked at again"),
        (State::Unknown, "of unknown origin"),
    ] {
        let keys = keys(units, state);
        if !keys.is_empty() {
            why.push(format!("{words}: {}", some(&keys)));
        }
    }
    let same: Vec<&str> =
        units.iter().filter(|unit| unit.is_same).map(|unit| unit.key.as_str()).collect();
    let is_read = units.iter().any(|unit| unit.state == State::Reviewed);
    let keys = keys(units, State::Translated);
    if why.is_empty() && same.is_empty() || is_read && !keys.is_empty() {
        why.push(format!("not reviewed as it is now: {}", some(&keys)));
    }
    if !why.is_empty() {
        help.push(format!(
            "when a reviewer has read it, run `briefpress i18n sync {id} --lang {language} --review all`"
        ));
    }
    if let Some(first) = same.first() {
        why.push(format!("the same as its original: {}", some(&same)));
        // No review says that: whoever leaves a text as it is may not have seen it.
        help.push(format!(
            "what is right as it is in both languages is said so in {file}, below `[accept]`: \
             `\"{first}\" = \"why\"`, for each of these"
        ));
    }
    let message = format!("prints as a draft until it is reviewed again; {}", why.join("; "));
    (message, help)
}
