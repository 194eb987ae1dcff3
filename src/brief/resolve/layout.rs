//! `[layout]`: its parts, and that nothing is printed whose sources are not.

use std::collections::BTreeMap;

use super::Resolver;
use super::ids::Cited;
use crate::brief::layout::{Layout, LayoutChoice, LayoutPart};
use crate::brief::schema::{RawLayout, RawSection};
use crate::diag::{Code, Diagnostic, did_you_mean};
use crate::tree::Text;

/// What a `[layout]` says. What is wrong in it goes to `report`.
pub fn layout_choice(raw: &RawLayout, report: &mut dyn FnMut(Diagnostic)) -> LayoutChoice {
    let mut parts: Vec<LayoutPart> = Vec::new();
    for text in &raw.parts {
        let (message, help) = match LayoutPart::named(&text.value) {
            None => (format!("there is no part `{}`", text.value), meant(text)),
            Some(part) if parts.contains(&part) => {
                (format!("`{}` stands twice in `parts`", text.value), "take one of them out".into())
            }
            Some(part) => {
                parts.push(part);
                continue;
            }
        };
        let bad = Diagnostic::new(Code::BadValue, message);
        report(bad.at(text.span).key(&text.key).help(help));
    }
    // What is listed and wrong has been said.
    let whole = parts.len() == raw.parts.len();
    if let Some(span) = raw.listed.filter(|_| whole && parts.first() != Some(&LayoutPart::Front)) {
        let message = match parts.contains(&LayoutPart::Front) {
            true => "`front` is not the first of `parts`",
            false => "`parts` has no `front`",
        };
        let place = raw.parts.first().map_or(span, |first| first.span);
        report(
            Diagnostic::new(Code::BadValue, message)
                .at(place)
                .key("layout.parts")
                .help("begin with `\"front\"`: it has the title, and who publishes"),
        );
    }
    let added = raw.added.iter().filter_map(|(key, said)| {
        let part = LayoutPart::ALL.into_iter().find(|part| part.request() == Some(*key))?;
        Some((part, said.value))
    });
    LayoutChoice {
        parts: raw.listed.filter(|_| whole).map(|span| (parts, span)),
        cover: raw.cover.as_ref().map(|said| said.value),
        added: added.collect(),
    }
}

fn meant(text: &Text) -> String {
    let names = LayoutPart::ALL.map(LayoutPart::name);
    match did_you_mean(&text.value, names) {
        Some(near) => format!("did you mean `\"{near}\"`?"),
        None => format!("the parts are {}", names.map(|name| format!("`\"{name}\"`")).join(", ")),
    }
}

impl Resolver<'_> {
    /// The layout of the brief, which is the project's where the brief says nothing.
    pub(super) fn layout(&mut self, raw: Option<&RawLayout>) -> Layout {
        let report = &mut |diagnostic| self.diagnostics.push(diagnostic);
        let own = raw.map(|raw| layout_choice(raw, report)).unwrap_or_default();
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
            let id = cited.get(part)?.0.iter().next()?;
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
