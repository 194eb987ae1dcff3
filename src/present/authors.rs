//! Who wrote a brief, what it is known by, and what may be done with it.

use super::data::{AuthorData, ForewordData, IdentifierData, Node, Words};
use super::presenter::Presenter;
use crate::brief::licence::common_licence;
use crate::brief::text::Line;
use crate::brief::{Author, Foreword, Identifiers};

impl Presenter<'_> {
    pub(super) fn author(&self, author: &Author) -> AuthorData {
        AuthorData {
            id: author.id.clone(),
            name: self.words(&author.name),
            role: author.role.as_ref().map(|text| self.words(text)),
            affiliation: author.affiliation.as_ref().map(|text| self.words(text)),
        }
    }

    pub(super) fn foreword(&self, foreword: &Foreword) -> ForewordData {
        ForewordData {
            text: self.prose(&foreword.text),
            by: foreword.by.as_ref().map(|text| self.words(text)),
            role: foreword.role.as_ref().map(|text| self.words(text)),
        }
    }

    pub(super) fn identifiers(&self, known: &Identifiers) -> IdentifierData {
        IdentifierData {
            isbn: known.isbn.as_ref().map(|isbn| self.identifier("ISBN", isbn)),
            issn: known.issn.as_ref().map(|issn| self.identifier("ISSN", issn)),
            doi: known.doi.as_ref().map(|doi| self.doi(doi)),
        }
    }

    /// A licence: in words, or of one that has a name, this name in full and its address.
    pub(super) fn licence(&self, line: &Line) -> Vec<Node> {
        let Some(licence) = common_licence(&line.source.value) else { return self.line(line) };
        let link = self.link(&licence.url);
        let name = match self.language.language() {
            "en" => Node::Text { text: self.plain(&licence.name) },
            // It is called so wherever Creative Commons has not translated it.
            _ => match self.foreign("en", &licence.name) {
                Words::Foreign { text, lang, dir } => {
                    Node::Foreign { lang, dir, children: vec![Node::Text { text }] }
                }
                Words::Plain(text) => Node::Text { text },
            },
        };
        let separator = self.labels.get("source_separator");
        vec![
            name,
            Node::Text { text: self.breakable(separator) },
            Node::Link { url: link.url, children: vec![Node::Text { text: link.text }] },
        ]
    }
}
