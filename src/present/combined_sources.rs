//! The sources that a table of several briefs cites: each once, whichever briefs have it, numbered in the
//! order in which the table cites them.

use std::collections::BTreeMap;

use super::combined_said::with_citations;
use super::data::{Node, SourceData};
use super::presenter::Presenter;

/// The sources cited so far.
#[derive(Default)]
pub(super) struct CitedSources {
    all: Vec<SourceData>,
    /// The numbers by what a source says, but for its id.
    numbers: BTreeMap<String, usize>,
}

impl CitedSources {
    /// The number in the table of an endnote of a brief.
    pub(super) fn number(&mut self, presenter: &Presenter<'_>, endnote: usize) -> Option<usize> {
        let at = endnote.checked_sub(1)?;
        let source = presenter.source(at, presenter.brief.sources.get(at)?);
        let id = format!("{}/{}", presenter.brief.id, source.id);
        let bare = SourceData { id: String::new(), number: 0, ..source };
        let said = serde_json::to_string(&bare).expect("plain data is always JSON");
        let next = self.all.len() + 1;
        let number = *self.numbers.entry(said).or_insert(next);
        if number == next {
            self.all.push(SourceData { id, number, ..bare });
        }
        Some(number)
    }

    /// A text of a brief with the numbers of the table for those of its endnotes.
    pub(super) fn renumbered(&mut self, presenter: &Presenter<'_>, nodes: Vec<Node>) -> Vec<Node> {
        with_citations(nodes, &mut |sources, pinpoints| {
            let places = pinpoints.into_iter().chain(std::iter::repeat(None));
            let own = sources.into_iter().zip(places);
            let mut cited: Vec<(usize, Option<String>)> = own
                .filter_map(|(number, place)| Some((self.number(presenter, number)?, place)))
                .collect();
            cited.sort_by_key(|(number, _)| *number);
            let (sources, pinpoints) = cited.into_iter().unzip();
            vec![Node::Cite { sources, pinpoints }]
        })
    }

    /// All of them, in the order of their numbers.
    pub(super) fn into_list(self) -> Vec<SourceData> {
        self.all
    }
}
