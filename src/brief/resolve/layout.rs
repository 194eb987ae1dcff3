//! What of a brief is printed, and that nothing is whose sources are not.

use std::collections::BTreeMap;

use super::Resolver;
use super::ids::Cited;
use crate::brief::layout::{Layout, LayoutPart};
use crate::brief::schema::{RawLayout, RawSection};
use crate::diag::{Code, Diagnostic};

impl Resolver<'_> {
    /// The layout of the brief, which is the project's where the brief says nothing.
    pub(super) fn layout(&mut self, raw: Option<&RawLayout>) -> Layout {
        let report = &mut |diagnostic| self.diagnostics.push(diagnostic);
        let own = raw.map(|raw| raw.choice(report)).unwrap_or_default();
        if self.parts_from.is_none() {
            self.parts_from =
                own.parts.as_ref().or(self.house.parts.as_ref()).map(|(_, span)| *span);
        }
        Layout::of(&own, self.house)
    }

    /// Reports a layout without the sources that its parts cite, and warns of sections that it leaves
    /// out.
    pub(super) fn left_out(
        &mut self,
        layout: &Layout,
        cited: &BTreeMap<LayoutPart, Cited>,
        sections: &[RawSection],
    ) {
        let Some(place) = self.parts_from else { return };
        let first = layout.parts.iter().find_map(|part| {
            let id = cited.get(part)?.sources.iter().next()?;
            Some((part.name(), id.to_string()))
        });
        if let Some((part, id)) = first.filter(|_| !layout.has(LayoutPart::Sources)) {
            self.diagnostics.push(
                Diagnostic::new(
                    Code::SourcesLeftOut,
                    format!("`parts` leaves out `sources`, and `{part}` cites `{id}`"),
                )
                .at(place)
                .key("layout.parts")
                .help("add `\"sources\"`: a number that leads to no source says nothing"),
            );
        }
        if self.translation.is_some() {
            return;
        }
        for section in sections {
            let part = self.part_of(section);
            if let (Some(id), false) = (&section.id, layout.has(part)) {
                self.diagnostics.push(
                    Diagnostic::new(
                        Code::NotPrinted,
                        format!("the section `{}` is not printed", id.value),
                    )
                    .at(id.span)
                    .key(&id.key)
                    .related(place, "the parts that are")
                    .help(format!("add `\"{}\"` to `parts`, or take the section out", part.name())),
                );
            }
        }
    }
}
