//! Who wrote a brief, who introduces it, and the numbers it is known by.

use super::Resolver;
use crate::brief::identifier::{isbn_fault, issn_fault};
use crate::brief::licence::licence_fault;
use crate::brief::model::{Author, Foreword, Identifiers};
use crate::brief::schema::{RawAuthor, RawBrief, RawForeword};
use crate::brief::text::Line;
use crate::tree::Text;

impl Resolver<'_> {
    pub(super) fn authors(&mut self, raw: &[RawAuthor]) -> Option<Vec<Author>> {
        let author = |raw: &RawAuthor| {
            Some(Author {
                id: raw.id.as_ref()?.value.clone(),
                name: raw.name.clone()?,
                role: raw.role.clone(),
                affiliation: raw.affiliation.clone(),
            })
        };
        raw.iter().map(author).collect()
    }

    pub(super) fn foreword(&mut self, raw: Option<&RawForeword>) -> Option<Foreword> {
        let raw = raw?;
        let text = self.cited_prose(raw.text.clone())?;
        Some(Foreword { text, by: raw.by.clone(), role: raw.role.clone() })
    }

    pub(super) fn identifiers(&mut self, raw: &RawBrief) -> Identifiers {
        Identifiers {
            isbn: self.checked(raw.isbn.as_ref(), "ISBN", isbn_fault),
            issn: self.checked(raw.issn.as_ref(), "ISSN", issn_fault),
            doi: self.doi(raw.doi.as_ref()),
        }
    }

    /// A licence in words, or by its name in SPDX.
    pub(super) fn licence(&mut self, raw: Option<&Text>) -> Option<Line> {
        if let Some(diagnostic) = raw.and_then(licence_fault) {
            self.diagnostics.push(diagnostic);
        }
        self.line(raw.cloned())
    }
}
