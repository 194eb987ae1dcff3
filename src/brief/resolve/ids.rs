//! The ids of a brief: what has one, what refers to one, and what is cited.

use std::collections::BTreeMap;

use crate::brief::id::{IdList, check_id, suggest_id};
use crate::brief::schema::{RawBox, RawBrief, RawQuotation};
use crate::brief::text::{Line, Prose};
use crate::diag::{Code, Diagnostic, Diagnostics, Span, did_you_mean};
use crate::tree::Text;

/// The ids of a brief by kind, in their order, and the targets its goals list.
pub(super) struct Ids {
    pub(super) sources: IdList,
    pub(super) findings: IdList,
    pub(super) figures: IdList,
    pub(super) targets: Vec<String>,
    boxes: IdList,
    quotes: IdList,
}

impl Ids {
    pub(super) fn collect(raw: &RawBrief, diagnostics: &mut Diagnostics) -> Self {
        let mut distinct = |kind: &str, ids: Vec<Option<&Text>>| -> IdList {
            let mut first: BTreeMap<&str, Span> = BTreeMap::new();
            for id in ids.iter().copied().flatten() {
                if let Err(why) = check_id(&id.value) {
                    let help = match suggest_id(&id.value) {
                        Some(name) => format!("for example `id = \"{name}\"`"),
                        None => "use lower-case letters, digits and hyphens".into(),
                    };
                    diagnostics.push(
                        Diagnostic::new(
                            Code::InvalidId,
                            format!("`{}` cannot be the id of a {kind}: {why}", id.value),
                        )
                        .at(id.span)
                        .key(&id.key)
                        .help(help),
                    );
                }
                match first.get(id.value.as_str()) {
                    Some(&earlier) => diagnostics.push(
                        Diagnostic::new(
                            Code::DuplicateId,
                            format!("two of the brief’s {kind}s have the id `{}`", id.value),
                        )
                        .at(id.span)
                        .key(&id.key)
                        .related(earlier, "the first one")
                        .help("give one of them another id"),
                    ),
                    None => {
                        first.insert(&id.value, id.span);
                    }
                }
            }
            ids.into_iter().map(|id| id.map_or_else(String::new, |id| id.value.clone())).collect()
        };
        distinct("author", raw.authors.iter().map(|a| a.id.as_ref()).collect());
        distinct("fact", raw.facts.iter().map(|f| f.id.as_ref()).collect());
        distinct("section", raw.sections.iter().map(|s| s.id.as_ref()).collect());
        distinct("recommendation", raw.recommendations.iter().map(|r| r.id.as_ref()).collect());
        let figures = raw.figures.iter().map(|figure| figure.id.as_ref()).collect();
        let targets = raw.goals.iter().flat_map(|goal| &goal.targets);
        Self {
            sources: distinct("source", raw.sources.iter().map(|s| s.id.as_ref()).collect()),
            boxes: distinct("box", raw.boxes.iter().map(|b| b.id.as_ref()).collect()),
            quotes: distinct("quote", raw.quotes.iter().map(|q| q.id.as_ref()).collect()),
            findings: distinct("finding", raw.findings.iter().map(|f| f.id.as_ref()).collect()),
            figures: distinct("figure", figures),
            targets: targets.filter_map(|t| t.code.as_ref().map(|c| c.value.clone())).collect(),
        }
    }

    /// Reports references to sources that are not there.
    pub(super) fn check_sources(&self, ids: &[Text], diagnostics: &mut Diagnostics) {
        for id in ids {
            known(id, &self.sources, Code::UnknownSource, "source", diagnostics);
        }
    }

    /// An id that a figure has; another is reported.
    pub(super) fn known_figure<'t>(
        &self,
        id: &'t Text,
        diagnostics: &mut Diagnostics,
    ) -> Option<&'t Text> {
        known(id, &self.figures, Code::UnknownId, "figure", diagnostics).map(|_| id)
    }

    /// The place of a box that is referred to; one that is not there is reported.
    pub(super) fn known_box(&self, id: &Text, diagnostics: &mut Diagnostics) -> Option<usize> {
        known(id, &self.boxes, Code::UnknownId, "box", diagnostics)
    }

    /// The same for a quotation.
    pub(super) fn known_quote(&self, id: &Text, diagnostics: &mut Diagnostics) -> Option<usize> {
        known(id, &self.quotes, Code::UnknownId, "quote", diagnostics)
    }

    /// Whether a quotation has this id.
    pub(super) fn has_quote(&self, id: &Text) -> bool {
        self.quotes.contains(&id.value)
    }

    /// The numbers of findings that are referred to; those that are not there are reported.
    pub(super) fn finding_numbers(
        &self,
        ids: &[Text],
        diagnostics: &mut Diagnostics,
    ) -> Vec<usize> {
        let mut numbers: Vec<usize> = ids
            .iter()
            .filter_map(|id| known(id, &self.findings, Code::UnknownId, "finding", diagnostics))
            .map(|index| index + 1)
            .collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }
}

/// The place of an id among those of its kind; reported where it has none.
fn known(
    id: &Text,
    ids: &IdList,
    code: Code,
    kind: &str,
    diagnostics: &mut Diagnostics,
) -> Option<usize> {
    let index = ids.place(&id.value).or_else(|| ids.to_be(&id.value));
    if index.is_none() {
        // Of one that cannot be an id, what it is to be.
        let to_be = |id: &str| match check_id(id) {
            Ok(()) => Some(id.to_string()),
            Err(_) => suggest_id(id),
        };
        let known: Vec<String> = ids.iter().filter_map(to_be).collect();
        let known = known.iter().map(String::as_str);
        let several: Vec<&str> = id
            .value
            .split(|c: char| c == ',' || c == ';' || c.is_whitespace())
            .filter(|part| !part.is_empty())
            .collect();
        let are_known = several.len() > 1 && several.iter().all(|part| ids.contains(part));
        let help = match did_you_mean(&id.value, known) {
            _ if are_known => {
                let each: Vec<String> = several.iter().map(|id| format!("\"{id}\"")).collect();
                format!("write each in quotes of its own: `{}`", each.join(", "))
            }
            Some(near) => format!("did you mean `\"{near}\"`?"),
            None if kind == "figure" => {
                format!("add an `[[image]]` or a `[[chart]]` with `id = \"{}\"`", id.value)
            }
            None => format!("add a `[[{kind}]]` with `id = \"{}\"`", id.value),
        };
        diagnostics.push(
            Diagnostic::new(code, format!("no {kind} has the id `{}`", id.value))
                .at(id.span)
                .key(&id.key)
                .help(help),
        );
    }
    index
}

/// What there is to place, and what has been placed so far, by kind and id.
#[derive(Default)]
pub(super) struct Asides {
    pub(super) boxes: Vec<RawBox>,
    pub(super) quotes: Vec<RawQuotation>,
    pub(super) placed: BTreeMap<(&'static str, String), Span>,
}

impl Asides {
    pub(super) fn of(raw: &RawBrief) -> Self {
        let (boxes, quotes) = (raw.boxes.clone(), raw.quotes.clone());
        Self { boxes, quotes, placed: BTreeMap::new() }
    }
}

/// What is cited, in the order in which a reader meets it.
#[derive(Clone, Default)]
pub(super) struct Cited {
    /// The ids of sources.
    pub(super) sources: IdList,
    /// The ids of figures that texts speak of.
    references: IdList,
    /// The ids of figures that stand there.
    figures: IdList,
}

fn add(list: &mut IdList, id: &str) {
    if !list.contains(id) {
        list.push(id.to_string());
    }
}

impl Cited {
    pub(super) fn prose(&mut self, prose: Option<&Prose>) {
        if let Some(prose) = prose {
            prose.citations().into_iter().for_each(|id| add(&mut self.sources, id));
            prose.references().into_iter().for_each(|id| add(&mut self.references, id));
        }
    }

    pub(super) fn line(&mut self, line: Option<&Line>) {
        if let Some(line) = line {
            line.citations().into_iter().for_each(|id| add(&mut self.sources, id));
            line.references().into_iter().for_each(|id| add(&mut self.references, id));
        }
    }

    pub(super) fn ids(&mut self, ids: &[Text]) {
        ids.iter().for_each(|id| add(&mut self.sources, &id.value));
    }

    /// A figure stands here, with what it cites.
    pub(super) fn place(&mut self, id: &str, cited: &Cited) {
        add(&mut self.figures, id);
        cited.sources.iter().for_each(|id| add(&mut self.sources, id));
    }

    /// The figures that the texts speak of.
    pub(super) fn references(&self) -> impl Iterator<Item = &str> {
        self.references.iter()
    }

    /// The figures that stand there.
    pub(super) fn figures(&self) -> impl Iterator<Item = &str> {
        self.figures.iter()
    }

    /// What several parts cite, one after the other.
    pub(super) fn in_order<'a>(parts: impl Iterator<Item = &'a Cited>) -> Self {
        let mut all = Self::default();
        for part in parts {
            part.sources.iter().for_each(|id| add(&mut all.sources, id));
            part.figures.iter().for_each(|id| add(&mut all.figures, id));
        }
        all
    }

    /// Where a source comes among the endnotes.
    pub(super) fn rank(&self, id: &str) -> usize {
        self.sources.place(id).unwrap_or(usize::MAX)
    }
}
