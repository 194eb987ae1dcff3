//! What of a brief is printed, and that nothing is whose sources are not.

use std::collections::{BTreeMap, BTreeSet};

use super::Resolver;
use super::ids::Cited;
use crate::brief::layout::{Layout, LayoutPart};
use crate::brief::schema::{RawBrief, RawLayout};
use crate::diag::{Code, Diagnostic};
use crate::tree::Text;

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
        raw: &RawBrief,
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
        let printed = |part: &LayoutPart| layout.has(*part);
        let standing = |part: &LayoutPart| cited.get(part).into_iter().flat_map(Cited::figures);
        let shown: BTreeSet<&str> = layout.parts.iter().flat_map(standing).collect();
        for part in cited.keys().filter(|part| printed(part)) {
            for id in cited[part].references().filter(|id| !shown.contains(id)) {
                self.diagnostics.push(
                    Diagnostic::new(
                        Code::FigurePlace,
                        format!(
                            "`{}` speaks of the figure `{id}`, which is not printed",
                            part.name()
                        ),
                    )
                    .at(place)
                    .key("layout.parts")
                    .help("add the part in which it stands, or place it in one that is printed"),
                );
            }
        }
        if self.translation.is_some() {
            return;
        }
        let sections = raw
            .sections
            .iter()
            .filter_map(|section| Some((self.part_of(section), section.id.as_ref()?, "section")));
        let figures = raw.figures.iter().filter_map(|figure| {
            let id = figure.id.as_ref()?;
            let part = cited.keys().find(|part| standing(part).any(|other| other == id.value));
            Some((*part?, id, "figure"))
        });
        let mut left: Vec<(LayoutPart, &Text, String)> = sections
            .chain(figures)
            .map(|(part, id, kind)| (part, id, format!("the {kind} `{}`", id.value)))
            .collect();
        let foreword = raw.foreword.as_ref().and_then(|foreword| foreword.text.as_ref());
        left.extend(foreword.map(|text| (LayoutPart::Foreword, text, "the foreword".into())));
        let thanks = raw.acknowledgements.as_ref();
        let thanks =
            thanks.map(|text| (LayoutPart::Acknowledgements, text, "`acknowledgements`".into()));
        left.extend(thanks);
        for (part, text, what) in left.into_iter().filter(|(part, ..)| !printed(part)) {
            self.diagnostics.push(
                Diagnostic::new(Code::NotPrinted, format!("{what} is not printed"))
                    .at(text.span)
                    .key(&text.key)
                    .related(place, "the parts that are")
                    .help(format!("add `\"{}\"` to `parts`, or take it out", part.name())),
            );
        }
    }
}
