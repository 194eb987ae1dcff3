//! The ids of a brief: what has one, what refers to one, and what is cited.

use std::collections::BTreeMap;

use crate::brief::id::{IdList, check_id, suggest_id};
use crate::brief::schema::RawBrief;
use crate::brief::text::{Line, Prose};
use crate::diag::{Code, Diagnostic, Diagnostics, Span, did_you_mean};
use crate::tree::Text;

/// The ids of a brief by kind, in their order, and the targets its goals list.
pub(super) struct Ids {
    pub(super) sources: IdList,
    pub(super) findings: IdList,
    pub(super) targets: Vec<String>,
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
        distinct("recommendation", raw.recommendations.iter().map(|r| r.id.as_ref()).collect());
        let targets = raw.goals.iter().flat_map(|goal| &goal.targets);
        Self {
            sources: distinct("source", raw.sources.iter().map(|s| s.id.as_ref()).collect()),
            findings: distinct("finding", raw.findings.iter().map(|f| f.id.as_ref()).collect()),
            targets: targets.filter_map(|t| t.code.as_ref().map(|c| c.value.clone())).collect(),
        }
    }

    /// Reports references to sources that are not there.
    pub(super) fn check_sources(&self, ids: &[Text], diagnostics: &mut Diagnostics) {
        for id in ids {
            known(id, &self.sources, Code::UnknownSource, "source", diagnostics);
        }
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
    let index = ids.place(&id.value);
    if index.is_none() {
        let known = ids.iter().filter(|id| !id.is_empty());
        let help = match did_you_mean(&id.value, known) {
            Some(near) => format!("did you mean `\"{near}\"`?"),
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

/// The ids that are cited, in the order in which a reader meets them.
#[derive(Default)]
pub(super) struct Cited(pub(super) IdList);

impl Cited {
    pub(super) fn add(&mut self, id: &str) {
        if !self.0.contains(id) {
            self.0.push(id.to_string());
        }
    }

    pub(super) fn prose(&mut self, prose: Option<&Prose>) {
        for id in prose.into_iter().flat_map(Prose::citations) {
            self.add(id);
        }
    }

    pub(super) fn line(&mut self, line: Option<&Line>) {
        for id in line.into_iter().flat_map(Line::citations) {
            self.add(id);
        }
    }

    pub(super) fn ids(&mut self, ids: &[Text]) {
        for id in ids {
            self.add(&id.value);
        }
    }

    /// What several parts cite, one after the other.
    pub(super) fn in_order<'a>(parts: impl Iterator<Item = &'a Cited>) -> Self {
        let mut all = Self::default();
        parts.flat_map(|part| part.0.iter()).for_each(|id| all.add(id));
        all
    }

    /// Where a source comes among the endnotes.
    pub(super) fn rank(&self, id: &str) -> usize {
        self.0.place(id).unwrap_or(usize::MAX)
    }
}
