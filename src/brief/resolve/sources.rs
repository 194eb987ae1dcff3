//! Sources: their addresses, and the languages of their titles.

use super::Resolver;
use crate::brief::address::address_fault;
use crate::brief::identifier::{doi, isbn_fault};
use crate::brief::model::Source;
use crate::brief::schema::{RawBrief, RawSource};
use crate::diag::{Code, Diagnostic};
use crate::l10n::{is_language_tag, language_named};
use crate::tree::Text;

impl Resolver<'_> {
    pub(super) fn sources(&mut self, raw: &[RawSource]) -> Option<Vec<Source>> {
        let all: Vec<Option<Source>> = raw.iter().map(|source| self.source(source)).collect();
        all.into_iter().collect()
    }

    fn source(&mut self, raw: &RawSource) -> Option<Source> {
        let doi = self.doi(raw.doi.as_ref());
        let isbn = self.checked(raw.isbn.as_ref(), "ISBN", isbn_fault);
        let (volume, issue) = parted(raw.volume.as_ref(), raw.issue.as_ref());
        Some(Source {
            id: raw.id.as_ref()?.value.clone(),
            title: raw.title.clone()?,
            language: raw.language.as_ref().map(|tag| tag.value.clone()),
            publisher: raw.publisher.clone(),
            author: raw.author.clone(),
            container: raw.container.clone(),
            volume,
            issue,
            pages: raw.pages.clone(),
            date: raw.date.as_ref().map(|date| date.value),
            url: raw.url.clone(),
            accessed: raw.accessed.as_ref().map(|date| date.value),
            archive: raw.archive.clone(),
            doi,
            isbn,
            note: self.line(raw.note.clone()),
        })
    }

    /// A DOI, bare.
    pub(super) fn doi(&mut self, written: Option<&Text>) -> Option<String> {
        let written = written?;
        match doi(&written.value) {
            Ok(bare) => Some(bare.to_string()),
            Err(fault) => {
                let help = match fault.contains("address") {
                    true => "put an address into `url`; a DOI is written like `10.1000/182`",
                    false => "a DOI begins with `10.`, a number and a slash: `10.1000/182`",
                };
                self.unidentified(written, &format!("`{}` {fault}", written.value), help);
                None
            }
        }
    }

    /// A number with a check digit.
    pub(super) fn checked(
        &mut self,
        written: Option<&Text>,
        kind: &str,
        fault: fn(&str) -> Option<&'static str>,
    ) -> Option<String> {
        let written = written?;
        let Some(fault) = fault(&written.value) else { return Some(written.value.clone()) };
        let help = format!("copy the {kind} again, digits and hyphens alone");
        self.unidentified(written, &format!("the {kind} `{}` {fault}", written.value), &help);
        None
    }

    fn unidentified(&mut self, written: &Text, message: &str, help: &str) {
        self.diagnostics.push(
            Diagnostic::new(Code::BadIdentifier, message)
                .at(written.span)
                .key(&written.key)
                .help(help),
        );
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
        let addresses = raw.sources.iter().flat_map(|source| [&source.url, &source.archive]);
        for url in addresses.flatten() {
            if let Some(fault) = address_fault(&url.value) {
                self.diagnostics.push(
                    Diagnostic::new(Code::BadUrl, format!("`{}` {fault}", url.value))
                        .at(url.span)
                        .key(&url.key)
                        .help(match url.value.contains(char::is_whitespace) {
                            true => "take it out; a space that belongs there is written %20",
                            false => "write the whole address, beginning with https://",
                        }),
                );
            }
        }
    }
}

/// Volume and issue, where the two are written together: `12(3)`.
fn parted(volume: Option<&Text>, issue: Option<&Text>) -> (Option<Text>, Option<Text>) {
    let together = volume.filter(|_| issue.is_none()).and_then(|text| {
        let (volume, rest) = text.value.split_once('(')?;
        let issue = rest.strip_suffix(')')?.trim();
        let volume = volume.trim();
        (!volume.is_empty() && !issue.is_empty())
            .then(|| (text.with(volume.to_string()), text.with(issue.to_string())))
    });
    match together {
        Some((volume, issue)) => (Some(volume), Some(issue)),
        None => (volume.cloned(), issue.cloned()),
    }
}
