//! Sources, as endnotes.

use super::data::{LinkData, SourceData};
use super::presenter::Presenter;
use crate::brief::Source;
use crate::brief::identifier::doi_address;
use crate::tree::Text;

impl Presenter<'_> {
    pub(super) fn source(&self, index: usize, source: &Source) -> SourceData {
        // A DOI leads further than an address, and for longer.
        let address = match (&source.doi, &source.url) {
            (Some(doi), _) => Some(self.doi(doi)),
            (None, url) => url.as_ref().map(|url| self.link(&url.value)),
        };
        let (url, url_text) = address.map(|link| (link.url, link.text)).unzip();
        SourceData {
            id: source.id.clone(),
            number: index + 1,
            title: self.title_of(source),
            publisher: source.publisher.as_ref().map(|text| self.words(text)),
            author: source.author.as_ref().map(|text| self.words(text)),
            container: source.container.as_ref().map(|text| self.title_in(source, text)),
            volume: self.numbered("volume", source.volume.as_ref()),
            issue: self.numbered("issue", source.issue.as_ref()),
            pages: source.pages.as_ref().map(|pages| self.pages(&pages.value)),
            date: source.date.map(|date| self.partial_date(date)),
            doi: source.doi.clone(),
            isbn: source.isbn.as_ref().map(|isbn| self.identifier("ISBN", isbn)),
            url,
            url_text,
            accessed: source.accessed.map(|date| self.date(date)),
            archive: source.archive.as_ref().map(|url| self.link(&url.value)),
            note: source.note.as_ref().map(|note| self.line(note)),
        }
    }

    /// A DOI as its registration agencies ask it to be shown: as the address it is found at.
    pub(super) fn doi(&self, doi: &str) -> LinkData {
        // Its letters are not escaped for whoever reads them.
        let text = self.link(&format!("https://doi.org/{doi}")).text;
        LinkData { url: doi_address(doi), text }
    }

    /// A number with the word of the language for what it counts.
    fn numbered(&self, label: &str, number: Option<&Text>) -> Option<String> {
        Some(self.own_words(&self.labels.get(label).replace("{n}", &number?.value)))
    }

    /// Pages: "p. 3", "pp. 3–5, 9".
    fn pages(&self, pages: &str) -> String {
        let ranges = spanned(pages);
        let label = if ranges.contains(['–', ',', ';', '&', '،', '、', '，']) {
            "on_pages"
        } else {
            "on_page"
        };
        self.own_words(&self.labels.get(label).replace("{n}", &ranges))
    }
}

/// Pages with dashes between the first and the last of each range, where hyphens were typed.
fn spanned(pages: &str) -> String {
    let parts = pages.split(['-', '–', '\u{2010}', '\u{2011}']).map(str::trim);
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join("–")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_joined_by_dashes() {
        for (typed, printed) in [
            ("3", "3"),
            ("3-5", "3–5"),
            ("3--5", "3–5"),
            ("e12 - e15, 20", "e12–e15, 20"),
            ("xii–xv", "xii–xv"),
        ] {
            assert_eq!(spanned(typed), printed);
        }
    }
}
