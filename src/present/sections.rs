//! Sections and annexes, boxes and quotations, the parts that are printed, and partners.

use super::data::{BoxData, BoxKindData, LayoutData, PartnerData, QuoteData, SectionData};
use super::presenter::Presenter;
use crate::brief::{BriefBox, LayoutPart, Quote, Section};
use crate::project::Partner;

impl Presenter<'_> {
    pub(super) fn sections(&self) -> Vec<SectionData> {
        let mut annexes = 0;
        let section = |section: &Section| {
            let is_annex = section.part == LayoutPart::Annex;
            annexes += usize::from(is_annex);
            SectionData {
                id: section.id.clone(),
                part: section.part.name(),
                label: is_annex.then(|| self.annex(annexes)),
                title: self.words(&section.title),
                text: self.prose(&section.text),
                sources: self.numbers_of(&section.sources),
                quotes: section.quotes.iter().map(|quote| self.quote(quote)).collect(),
                boxes: self.boxes(&section.boxes),
                figures: section.figures.clone(),
            }
        };
        self.brief.sections.iter().map(section).collect()
    }

    /// "Annex A": lettered as the language counts, and numbered where that is not known.
    fn annex(&self, n: usize) -> String {
        let letter = match self.language.letter(n) {
            Some(letter) => letter.to_string(),
            None => self.number(n),
        };
        self.own_words(&self.labels.get("annex").replace("{letter}", &letter))
    }

    pub(super) fn quote(&self, quote: &Quote) -> QuoteData {
        QuoteData {
            text: self.line(&quote.text),
            by: self.words(&quote.by),
            sources: self.numbers_of(&quote.sources),
        }
    }

    pub(super) fn boxes(&self, boxes: &[BriefBox]) -> Vec<BoxData> {
        let panel = |panel: &BriefBox| BoxData {
            id: panel.id.clone(),
            kind: BoxKindData {
                code: panel.kind.name(),
                text: self.own_words(self.labels.get(&format!("box_{}", panel.kind.name()))),
            },
            title: self.words(&panel.title),
            text: self.prose(&panel.text),
            sources: self.numbers_of(&panel.sources),
        };
        boxes.iter().map(panel).collect()
    }

    pub(super) fn partner(&self, partner: &Partner) -> PartnerData {
        PartnerData {
            name: self.plain(&partner.name),
            logo: partner.logo.as_ref().map(|logo| logo.virtual_path.clone()),
            logo_alt: partner.logo.as_ref().map(|logo| logo.alt.clone()),
            url: partner.url.clone(),
        }
    }

    pub(super) fn layout(&self) -> LayoutData {
        let layout = &self.brief.layout;
        LayoutData {
            parts: layout.parts.iter().map(|part| part.name()).collect(),
            cover: layout.cover,
        }
    }
}
