//! Sections.

use super::Resolver;
use crate::brief::layout::LayoutPart;
use crate::brief::model::Section;
use crate::brief::schema::RawSection;

impl Resolver<'_> {
    /// The sections of a part, in the order of the file.
    pub(super) fn sections(
        &mut self,
        raw: &[RawSection],
        part: LayoutPart,
    ) -> Option<Vec<Section>> {
        let own: Vec<&RawSection> = raw.iter().filter(|raw| self.part_of(raw) == part).collect();
        let all: Vec<Option<Section>> =
            own.into_iter().map(|raw| self.section(raw, part)).collect();
        all.into_iter().collect()
    }

    fn section(&mut self, raw: &RawSection, part: LayoutPart) -> Option<Section> {
        let text = self.cited_sectioned(raw.text.clone());
        let sources = self.source_ids(&raw.sources);
        let quotes = self.quotes(&raw.quotes);
        let boxes = self.boxes(&raw.boxes);
        let figures = self.figures_at(&raw.figure);
        Some(Section {
            id: raw.id.as_ref()?.value.clone(),
            title: raw.title.clone()?,
            text: text?,
            part,
            sources,
            quotes,
            boxes,
            figures,
        })
    }

    /// The part a section belongs to. What is none has been reported.
    pub(super) fn part_of(&self, raw: &RawSection) -> LayoutPart {
        let named = raw.at.as_ref().and_then(|at| LayoutPart::named(&at.value));
        named
            .filter(|part| LayoutPart::OF_SECTIONS.contains(part))
            .unwrap_or(LayoutPart::AfterFindings)
    }

    /// Reports places where no section can stand.
    pub(super) fn places_of_sections(&mut self, raw: &[RawSection]) {
        let names = LayoutPart::OF_SECTIONS.map(LayoutPart::name);
        for at in raw.iter().filter_map(|section| section.at.as_ref()) {
            if !names.contains(&at.value.as_str()) {
                self.bad_value(at, &at.value, &names);
            }
        }
    }
}
