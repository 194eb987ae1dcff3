//! The same claims in every language: numbers, codes, links, citations and names of a translated
//! text against its original.

use std::ops::Range;

use super::accept::Accept;
use super::names::{Names, NamesSought, wanted};
use super::numbers::{self, Convention, Unequal};
use crate::brief::text::citation::take;
use crate::diag::{Code, Diagnostic, Diagnostics, Sources};
use crate::tree::Text;

/// What a translation says of its names and of its numbers.
#[derive(Debug)]
pub(super) struct Claims<'a> {
    /// The names that every translation carries over.
    pub listed: NamesSought<'a>,
    /// Their forms in the translation.
    pub names: &'a Names,
    /// The strings that are answered for.
    pub accept: &'a Accept,
    /// How the original writes numbers.
    pub original: Convention,
    /// How the translation does.
    pub translated: Convention,
}

/// Reports what the original says and the translation does not, or the other way round.
pub(super) fn compare(
    original: &Text,
    translated: &Text,
    claims: &Claims<'_>,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) {
    let mut report = |code, lost: Vec<String>, added: Vec<String>, what: &str| {
        if lost.is_empty() && added.is_empty() {
            return;
        }
        let message = match (lost.is_empty(), added.is_empty()) {
            (false, true) => format!("`{}` lacks the {what} {}", translated.key, lost.join(", ")),
            (true, _) => format!(
                "`{}` has the {what} {}, which the original has not",
                translated.key,
                added.join(", ")
            ),
            (false, false) => format!(
                "`{}` has the {what} {}, the original {}",
                translated.key,
                added.join(", "),
                lost.join(", ")
            ),
        };
        let span = added
            .first()
            .and_then(|piece| {
                let at = translated.value.find(piece.as_str())?;
                Some(translated.locate(at..at + piece.len(), sources))
            })
            .unwrap_or(translated.span);
        diagnostics.push(
            Diagnostic::new(code, message)
                .at(span)
                .key(&translated.key)
                .related(original.span, "the original")
                .help("say the same in both, or mend the original first"),
        );
    };
    let (lost, added) = difference(citations(&original.value), citations(&translated.value));
    report(Code::ClaimCitation, lost, added, "citation");
    let (lost, added) = difference(links(&original.value), links(&translated.value));
    report(Code::ClaimLink, lost, added, "link");
    if claims.accept.reason(&translated.key).is_none() {
        diagnostics.extend(compare_numbers(original, translated, claims, sources));
    }
    let lost = claims.names.lost(&claims.listed, &original.value, &translated.value);
    for (name, forms) in lost {
        diagnostics.push(
            Diagnostic::new(
                Code::ClaimName,
                format!("`{}` lacks the name {}", translated.key, wanted(name, &forms)),
            )
            .at(translated.span)
            .key(&translated.key)
            .related(original.span, "the original")
            .help(format!(
                "say it; where it has another form here, add that below `[names]`: \
                 `\"{name}\" = [\"…\", \"…\"]`"
            )),
        );
    }
}

/// What numbers and codes differ, as they are written.
fn compare_numbers(
    original: &Text,
    translated: &Text,
    claims: &Claims<'_>,
    sources: &Sources,
) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    let Unequal { lost, added } = numbers::difference(
        (&original.value, &claims.original),
        (&translated.value, &claims.translated),
    );
    let written = |text: &Text, places: &[Range<usize>]| {
        let written = places.iter().map(|place| text.value[place.clone()].to_string());
        written.collect::<Vec<_>>().join(", ")
    };
    let (lost_ones, added_ones) = (written(original, &lost), written(translated, &added));
    let key = &translated.key;
    let message = match (lost.is_empty(), added.is_empty()) {
        (true, true) => return diagnostics,
        (false, true) => format!("`{key}` lacks the number or code {lost_ones}"),
        (true, false) => {
            format!("`{key}` has the number or code {added_ones}, which the original has not")
        }
        (false, false) => {
            format!("`{key}` has the number or code {added_ones}, the original {lost_ones}")
        }
    };
    let expected = lost.iter().filter_map(|place| {
        let number = &original.value[place.clone()];
        let written = claims.translated.of_other(number, &claims.original)?;
        Some(format!("`{number}` is `{written}`"))
    });
    let expected: Vec<String> = expected.collect();
    let expected = (!expected.is_empty())
        .then(|| format!("in the language of the translation, {}", expected.join(", ")));
    let place = |text: &Text, places: &[Range<usize>]| {
        places.first().map_or(text.span, |place| text.locate(place.clone(), sources))
    };
    diagnostics.push(
        Diagnostic::new(Code::ClaimNumber, message)
            .at(place(translated, &added))
            .key(key)
            .related(place(original, &lost), "the original")
            .help_if(expected)
            .help(format!(
                "say the same in both, or mend the original first; where both are right, say why \
                 below `[accept]`: `\"{key}\" = \"…\"`"
            )),
    );
    diagnostics
}

/// What is in the first list and not in the second, and the other way round, counting repeats.
fn difference(first: Vec<String>, second: Vec<String>) -> (Vec<String>, Vec<String>) {
    let mut added = second;
    let mut lost = Vec::new();
    for item in first {
        match added.iter().position(|other| *other == item) {
            Some(at) => {
                added.remove(at);
            }
            None => lost.push(item),
        }
    }
    (lost, added)
}

fn citations(text: &str) -> Vec<String> {
    let mut ids: Vec<String> =
        take(text).1.into_iter().map(|citation| format!("[@{}]", citation.id)).collect();
    ids.sort();
    ids
}

fn links(text: &str) -> Vec<String> {
    let parts = text.split("](").skip(1).filter_map(|part| part.split_once(')'));
    parts.map(|(url, _)| url.to_string()).collect()
}
