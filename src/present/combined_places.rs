//! The places of several briefs, in the order of their names in the language, with what is known of an
//! indicator at each.

use std::collections::BTreeMap;

use super::combined::{Combined, entry_of};
use super::data::{BasisData, Node, PlaceData, PlaceName, PlaceNote, PlaceValuesData, Words};
use super::place::place_names;
use super::presenter::Presenter;
use crate::l10n::{NameOrder, list};

/// Where the briefs are about, all of it together.
pub(super) struct CombinedPlaces {
    pub(super) data: PlaceData,
    pub(super) written: String,
}

/// A place of a brief.
pub(super) struct PlaceOfBrief {
    /// The brief, by its place in the list of them, from 0.
    pub(super) brief: usize,
    /// Whether the brief names the indicator, and values of it.
    pub(super) state: &'static str,
    pub(super) basis: Option<BasisData>,
    pub(super) place: PlaceName,
    /// The brief's own wording, where that is not the table's.
    pub(super) text: Option<Words>,
    /// The code under which the brief's source has it.
    pub(super) cited_as: Option<String>,
    /// What the brief notes of it, with the numbers of its own endnotes.
    pub(super) note: Option<Vec<Node>>,
    pub(super) values: Option<PlaceValuesData>,
}

impl Combined<'_> {
    /// The places of all briefs by their names in the language, each with its brief and its place in
    /// that. Of one place the briefs come in their own order.
    fn ordered_places(&self) -> Vec<(usize, usize)> {
        let order = NameOrder::new(self.language);
        let mut all: Vec<(String, usize, usize)> = Vec::new();
        for (brief, member) in self.members.iter().enumerate() {
            let names = place_names(member.brief, member.config, self.language, self.labels).0;
            all.extend(names.into_iter().enumerate().map(|(at, name)| (name, brief, at)));
        }
        all.sort_by(|one, other| order.compare(&one.0, &other.0));
        all.into_iter().map(|(_, brief, at)| (brief, at)).collect()
    }

    /// All places, each name once.
    pub(super) fn places(
        &self,
        first: &Presenter<'_>,
        presenters: &[Presenter<'_>],
    ) -> CombinedPlaces {
        let (mut names, mut notes): (Vec<PlaceName>, Vec<PlaceNote>) = Default::default();
        let (mut written, mut words): (Vec<String>, Vec<Words>) = Default::default();
        let places: Vec<PlaceData> = presenters.iter().map(Presenter::place).collect();
        for (brief, at) in self.ordered_places() {
            let (member, place) = (&self.members[brief], &places[brief]);
            let own = place_names(member.brief, member.config, self.language, self.labels).0;
            let (name, own) = (&place.names[at], &own[at]);
            if names.iter().any(|other| other.code == name.code && other.name == name.name) {
                continue;
            }
            let note = place.notes.iter().find(|note| Some(&note.code) == name.code.as_ref());
            let mark = note.map_or_else(String::new, |_| "*".repeat(notes.len() + 1));
            notes.extend(note.map(|note| PlaceNote {
                code: note.code.clone(),
                mark: mark.clone(),
                name: note.name.clone(),
                text: note.text.clone(),
            }));
            written.push(format!("{own}{mark}"));
            words.push(name.name.clone().with(&mark));
            names.push(name.clone());
        }
        let shown: Vec<&str> = written.iter().map(String::as_str).collect();
        // In the order of the names; what has no name of its own comes last.
        let mut codes: Vec<String> = Vec::new();
        let named = names.iter().filter_map(|name| name.code.clone());
        named.chain(self.place_codes()).for_each(|code| {
            if !codes.contains(&code) {
                codes.push(code);
            }
        });
        let data = PlaceData {
            kind: "countries",
            codes,
            name: first.joined(&shown, &words),
            formal: None,
            names,
            notes,
        };
        CombinedPlaces { data, written: list(&shown, self.language) }
    }

    /// What is known of an indicator at every place of every brief.
    pub(super) fn rows(
        &self,
        code: &str,
        label: &Words,
        presenters: &[Presenter<'_>],
    ) -> Vec<PlaceOfBrief> {
        let mut rows = BTreeMap::new();
        for (brief, presenter) in presenters.iter().enumerate() {
            let entry = entry_of(presenter.brief, code);
            let said = entry.map(|entry| presenter.said_of(entry, label));
            let (text, cited_as, note) =
                said.map_or((None, None, None), |own| (own.text, own.cited_as, own.note));
            let values = entry.map(|entry| presenter.values(entry)).unwrap_or_default();
            let mut values = values.into_iter();
            for (at, place) in presenter.place().names.into_iter().enumerate() {
                let values = values.next();
                let state = match (entry, &values) {
                    (None, _) => "unnamed",
                    (Some(_), None) => "unvalued",
                    (Some(_), Some(_)) => "named",
                };
                let row = PlaceOfBrief {
                    brief,
                    state,
                    basis: entry.map(|entry| presenter.basis(entry.basis)),
                    place,
                    text: text.clone(),
                    cited_as: cited_as.clone(),
                    note: note.clone(),
                    values,
                };
                rows.insert((brief, at), row);
            }
        }
        self.ordered_places().iter().filter_map(|at| rows.remove(at)).collect()
    }

    /// Where each brief is about, in the order of the table, and the briefs in the order of the first
    /// place of each.
    pub(super) fn places_of_briefs(
        &self,
        presenters: &[Presenter<'_>],
    ) -> Vec<(usize, Vec<Words>)> {
        let mut all: Vec<(usize, Vec<Words>)> = Vec::new();
        for (brief, at) in self.ordered_places() {
            let name = presenters[brief].place().names.swap_remove(at).name;
            match all.iter_mut().find(|(own, _)| *own == brief) {
                Some((_, names)) => names.push(name),
                None => all.push((brief, vec![name])),
            }
        }
        all
    }
}
