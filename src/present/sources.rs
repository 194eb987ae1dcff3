//! Sources, as endnotes.

use super::address::short_url;
use super::data::SourceData;
use super::presenter::Presenter;
use crate::brief::Source;

impl Presenter<'_> {
    pub(super) fn source(&self, index: usize, source: &Source) -> SourceData {
        SourceData {
            id: source.id.clone(),
            number: index + 1,
            title: self.title_of(source),
            publisher: self.words(&source.publisher),
            author: source.author.as_ref().map(|text| self.words(text)),
            date: source.date.map(|date| self.partial_date(date)),
            url: source.url.as_ref().map(|url| url.value.clone()),
            url_text: source.url.as_ref().map(|url| self.link_text(&short_url(&url.value))),
            accessed: source.accessed.map(|date| self.date(date)),
            note: source.note.as_ref().map(|note| self.line(note)),
        }
    }
}
