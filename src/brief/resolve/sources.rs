//! Sources: their addresses, and the languages of their titles.

use super::Resolver;
use crate::brief::address::address_fault;
use crate::brief::model::Source;
use crate::brief::schema::{RawBrief, RawSource};
use crate::diag::{Code, Diagnostic};
use crate::l10n::{is_language_tag, language_named};

impl Resolver<'_> {
    pub(super) fn sources(&mut self, raw: &[RawSource]) -> Option<Vec<Source>> {
        let all: Vec<Option<Source>> = raw.iter().map(|source| self.source(source)).collect();
        all.into_iter().collect()
    }

    fn source(&mut self, raw: &RawSource) -> Option<Source> {
        Some(Source {
            id: raw.id.as_ref()?.value.clone(),
            title: raw.title.clone()?,
            language: raw.language.as_ref().map(|tag| tag.value.clone()),
            publisher: raw.publisher.clone()?,
            author: raw.author.clone(),
            date: raw.date.as_ref().map(|date| date.value),
            url: raw.url.clone(),
            accessed: raw.accessed.as_ref().map(|date| date.value),
            note: self.line(raw.note.clone()),
        })
    }

    /// The language of a source's title need not be one that has labels.
    pub(super) fn languages_of_titles(&mut self, raw: &RawBrief) {
        for tag in raw.sources.iter().filter_map(|source| source.language.as_ref()) {
            if is_language_tag(&tag.value) {
                continue;
            }
            let help = match language_named(&tag.value) {
                Some(near) => format!("did you mean `\"{near}\"`?"),
                None => "write its BCP 47 tag, such as `\"fr\"` for French".into(),
            };
            self.diagnostics.push(
                Diagnostic::new(Code::BadValue, format!("`language` cannot be `{}`", tag.value))
                    .at(tag.span)
                    .key(&tag.key)
                    .help(help),
            );
        }
    }

    pub(super) fn urls(&mut self, raw: &RawBrief) {
        for url in raw.sources.iter().filter_map(|source| source.url.as_ref()) {
            if let Some(fault) = address_fault(&url.value) {
                self.diagnostics.push(
                    Diagnostic::new(Code::BadUrl, format!("`{}` {fault}", url.value))
                        .at(url.span)
                        .key(&url.key)
                        .help("write the whole address, beginning with https://"),
                );
            }
        }
    }
}
