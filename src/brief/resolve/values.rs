//! Values that are neither text nor reference: dates, languages, words of a list.

use chrono::{Datelike, NaiveDate};

use super::Resolver;
use crate::brief::model::Status;
use crate::brief::schema::RawBrief;
use crate::diag::{Code, Diagnostic, did_you_mean};
use crate::l10n::{Labels, UnsupportedLanguage, how_to_add, refusal};
use crate::tree::{Located, TermOrText, Text};

impl Resolver<'_> {
    pub(super) fn language(&mut self, tag: Option<&Text>) -> Option<String> {
        let tag = tag?;
        let known = || self.vocabulary.languages.iter().map(String::as_str);
        let Some(refusal) = refusal(&tag.value, known()) else { return Some(tag.value.clone()) };
        let help = match &refusal {
            UnsupportedLanguage::Written(form) => format!("write `\"{form}\"`"),
            UnsupportedLanguage::Near(near) => {
                let name = Labels::built_in("en").and_then(|words| words.known_language(near));
                let name = name.map_or_else(String::new, |name| format!(", {name}"));
                format!("did you mean `\"{near}\"`{name}?")
            }
            UnsupportedLanguage::NoLabels => how_to_add(&tag.value, known()),
        };
        self.diagnostics.push(
            Diagnostic::new(Code::UnknownLanguage, refusal.message(&tag.value))
                .at(tag.span)
                .key(&tag.key)
                .help(help),
        );
        None
    }

    pub(super) fn status(&mut self, status: Option<&Text>) -> Option<Status> {
        let Some(status) = status else { return Some(Status::Final) };
        match status.value.as_str() {
            "draft" => Some(Status::Draft),
            "final" => Some(Status::Final),
            other => {
                self.bad_value(status, other, &Status::NAMES);
                None
            }
        }
    }

    pub(super) fn bad_value(&mut self, text: &Text, value: &str, allowed: &[&str]) {
        let help = match did_you_mean(value, allowed.iter().copied()) {
            Some(near) => format!("did you mean `\"{near}\"`?"),
            None => format!("it takes one of {}", quoted(allowed)),
        };
        self.diagnostics.push(
            Diagnostic::new(
                Code::BadValue,
                format!("`{}` cannot be `{value}`", last_part(&text.key)),
            )
            .at(text.span)
            .key(&text.key)
            .help(help),
        );
    }

    /// A year that no brief is of is one that was mistyped. Sources are older than briefs.
    pub(super) fn dates(&mut self, raw: &RawBrief) {
        const NOW: [i32; 2] = [1900, 2199];
        const EVER: [i32; 2] = [1000, 2199];
        let accessed = raw.sources.iter().filter_map(|source| source.accessed.as_ref());
        let by = raw.recommendations.iter().filter_map(|item| match &item.by {
            Some(TermOrText::Term(term)) => Some((term.with(term.value.year()), NOW)),
            _ => None,
        });
        let years = |date: &Located<NaiveDate>| date.with(date.value.year());
        let now = raw.date.iter().chain(accessed).map(|date| (years(date), NOW)).chain(by);
        let published = raw.sources.iter().filter_map(|source| source.date.as_ref());
        let published = published.map(|date| (date.with(date.value.year()), EVER));
        for (date, [first, last]) in now.chain(published) {
            if (first..=last).contains(&date.value) {
                continue;
            }
            let (key, year) = (last_part(&date.key), date.value);
            let message =
                format!("`{key}` is in the year {year:04}, not between {first} and {last}");
            self.diagnostics.push(
                Diagnostic::new(Code::BadValue, message)
                    .at(date.span)
                    .key(&date.key)
                    .help("write the year in four digits, such as 2025-06-30"),
            );
        }
    }
}

/// The last part of a key: `status` of `finding.police.status`.
fn last_part(key: &str) -> &str {
    key.rsplit('.').next().unwrap_or(key)
}

fn quoted(words: &[&str]) -> String {
    words.iter().map(|word| format!("`\"{word}\"`")).collect::<Vec<_>>().join(", ")
}
