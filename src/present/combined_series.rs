//! An indicator in a table of several briefs: its series, each with its values, and what is the same for
//! all of them said once.

use std::collections::BTreeMap;

use serde::Serialize;

use super::combined_data::{
    CombinedGoalData, CombinedRowData, CombinedSeriesData, SaidData, ValueFacts, WithoutData,
};
use super::combined_places::PlaceOfBrief;
use super::combined_sources::CitedSources;
use super::data::{
    LatestValueData, NationalValueData, PlaceName, PlaceValuesData, ScaledPoint, UnitData, Words,
};
use super::presenter::Presenter;
use super::tables::pad;
use crate::l10n::NumberFormat;

/// What the table of an indicator is made with.
pub(super) struct IndicatorRows<'p, 'b> {
    pub(super) presenters: &'p [Presenter<'b>],
    /// What each brief is called in rows, where its places do not tell it.
    pub(super) called: &'p [Option<Words>],
    pub(super) sources: CitedSources,
}

/// A series on its way into the table.
struct SeriesRows {
    code: Option<String>,
    name: Option<Words>,
    /// At how many places it is the one that was chosen.
    chosen: usize,
    rows: Vec<CombinedRowData>,
}

/// Who says a thing, in the order of the table.
type SaidBy = BTreeMap<usize, Vec<Words>>;

impl IndicatorRows<'_, '_> {
    /// What the briefs say of it, each thing once: the basis where it is not what most are, the wording,
    /// the code, the note.
    pub(super) fn said(&mut self, rows: &mut [PlaceOfBrief]) -> Vec<SaidData> {
        let mut naming: BTreeMap<usize, Vec<Words>> = BTreeMap::new();
        let mut all: Vec<(String, SaidData, SaidBy)> = Vec::new();
        for row in rows.iter_mut().filter(|row| row.state != "unnamed") {
            let names = naming.entry(row.brief).or_default();
            let is_first = names.is_empty();
            names.push(row.place.name.clone());
            if !is_first {
                continue;
            }
            let presenter = &self.presenters[row.brief];
            let note = row.note.take().map(|note| self.sources.renumbered(presenter, note));
            let basis = row.basis.take().filter(|basis| basis.code != "global");
            let none =
                || SaidData { by: Vec::new(), basis: None, text: None, cited_as: None, note: None };
            let things = [
                basis.map(|basis| SaidData { basis: Some(basis), ..none() }),
                row.text.take().map(|text| SaidData { text: Some(text), ..none() }),
                row.cited_as.take().map(|code| SaidData { cited_as: Some(code), ..none() }),
                note.map(|note| SaidData { note: Some(note), ..none() }),
            ];
            for (kind, thing) in things.into_iter().enumerate() {
                let Some(thing) = thing else { continue };
                let key = format!("{kind} {}", key_of(&thing));
                let at = all.iter().position(|(own, ..)| *own == key).unwrap_or_else(|| {
                    all.push((key, thing, SaidBy::new()));
                    all.len() - 1
                });
                all[at].2.insert(row.brief, Vec::new());
            }
        }
        // Bases first, then wording, codes and notes.
        all.sort_by_key(|(key, ..)| key.bytes().next());
        let said = all.into_iter().map(|(_, thing, by)| {
            let by = by.keys().flat_map(|brief| match &self.called[*brief] {
                Some(name) => vec![name.clone()],
                None => naming[brief].clone(),
            });
            (thing, by.collect::<Vec<Words>>())
        });
        let said: Vec<(SaidData, Vec<Words>)> = said.collect();
        let everyone: usize = naming
            .iter()
            .map(|(brief, names)| self.called[*brief].as_ref().map_or(names.len(), |_| 1))
            .sum();
        let of_all = |by: &[Words]| by.len() == everyone;
        said.into_iter()
            .map(|(thing, by)| SaidData { by: if of_all(&by) { Vec::new() } else { by }, ..thing })
            .collect()
    }

    /// The places that have no value, by what is said of them. A brief's own value is one.
    pub(super) fn without(&self, rows: &[PlaceOfBrief]) -> Vec<WithoutData> {
        let mut all: Vec<WithoutData> = Vec::new();
        for row in rows {
            let (state, parted_by) = match (&row.values, row.state) {
                (None, state) => (state, &[][..]),
                (Some(own), _) if own.parts => ("parts", &own.parted_by[..]),
                (Some(own), _) if own.lacking && own.national.is_empty() => ("lacking", &[][..]),
                (Some(_), _) => continue,
            };
            let name = self.name_of(row);
            let is_same = |own: &&mut WithoutData| own.state == state && own.parted_by == parted_by;
            match all.iter_mut().find(is_same) {
                Some(own) => own.places.push(name),
                None => all.push(WithoutData {
                    state,
                    parted_by: parted_by.to_vec(),
                    places: vec![name],
                }),
            }
        }
        let order = ["parts", "unvalued", "lacking", "unnamed"];
        all.sort_by_key(|own| order.iter().position(|state| *state == own.state));
        all
    }

    /// A place, with what its brief is called where it does not tell it.
    fn name_of(&self, row: &PlaceOfBrief) -> Words {
        let name = row.place.name.clone();
        match &self.called[row.brief] {
            Some(Words::Plain(called) | Words::Foreign { text: called, .. }) => {
                name.with(&format!(" ({called})"))
            }
            None => name,
        }
    }

    /// Its values, series by series: first those that were chosen at the most places.
    pub(super) fn series(&mut self, rows: Vec<PlaceOfBrief>) -> Vec<CombinedSeriesData> {
        let mut all: Vec<SeriesRows> = Vec::new();
        let mut national: Vec<CombinedRowData> = Vec::new();
        for row in rows {
            let (place, brief) = (row.place, row.brief);
            let Some(PlaceValuesData { global, others, national: own, .. }) = row.values else {
                continue;
            };
            let called = &self.called[brief];
            if let Some(own) = global.map(|global| global.own) {
                let (code, name) = (own.series.clone(), own.name.clone());
                let series = gathered(&mut all, code, name);
                series.chosen += 1;
                series.rows.push(latest_row(&place, called, own));
            }
            for own in others {
                let (code, name) = (own.series.clone(), own.name.clone());
                gathered(&mut all, code, name).rows.push(latest_row(&place, called, own));
            }
            for own in own {
                national.push(self.national_row(brief, &place, own));
            }
        }
        all.sort_by_key(|own| std::cmp::Reverse(own.chosen));
        if !national.is_empty() {
            all.push(SeriesRows { code: None, name: None, chosen: 0, rows: national });
        }
        let presenter = &self.presenters[0];
        let format = NumberFormat::new(presenter.language);
        all.into_iter().map(|own| complete(own, presenter, &format)).collect()
    }

    fn national_row(
        &mut self,
        brief: usize,
        place: &PlaceName,
        own: NationalValueData,
    ) -> CombinedRowData {
        let presenter = &self.presenters[brief];
        let numbers = own.sources.iter();
        let numbers = numbers.filter_map(|number| self.sources.number(presenter, *number));
        CombinedRowData {
            place: place.clone(),
            brief: self.called[brief].clone(),
            value: own.value,
            scaled: ScaledPoint::default(),
            pad: String::new(),
            year_text: own.year_text,
            nature: None,
            sources: numbers.collect(),
            own: ValueFacts {
                unit: own.unit.map(|text| UnitData {
                    code: String::new(),
                    text: Some(text),
                    apart: true,
                }),
                source: own.source,
                ..ValueFacts::default()
            },
        }
    }
}

/// The series of a code and a name, which is begun where there is none.
fn gathered(all: &mut Vec<SeriesRows>, code: String, name: Words) -> &mut SeriesRows {
    let (code, name) = (Some(code), Some(name));
    let at = all.iter().position(|own| own.code == code && own.name == name);
    let at = at.unwrap_or_else(|| {
        all.push(SeriesRows { code, name, chosen: 0, rows: Vec::new() });
        all.len() - 1
    });
    &mut all[at]
}

fn latest_row(place: &PlaceName, called: &Option<Words>, own: LatestValueData) -> CombinedRowData {
    CombinedRowData {
        place: place.clone(),
        brief: called.clone(),
        value: Words::Plain(own.latest.text),
        scaled: own.latest.scaled,
        pad: String::new(),
        year_text: own.latest.year_text,
        nature: own.nature,
        own: ValueFacts {
            unit: own.unit,
            dimensions: own.dimensions,
            source: Some(bare_source(own.source)),
            release: Some(own.release),
            footnotes: own.footnotes,
        },
        sources: Vec::new(),
    }
}

/// A series with what is the same for all its values taken from them, and their decimals counted.
fn complete(
    own: SeriesRows,
    presenter: &Presenter<'_>,
    format: &NumberFormat,
) -> CombinedSeriesData {
    let SeriesRows { code, name, mut rows, .. } = own;
    let scale = take_scale(&mut rows).map(|word| presenter.own_words(presenter.labels.get(word)));
    let sign = format.bare("0.0").chars().find(|c| !c.is_alphanumeric());
    let counts: Vec<Option<u8>> = rows.iter().map(|row| decimals(&row.value, sign)).collect();
    let most = counts.iter().copied().flatten().max().unwrap_or_default();
    for (row, own) in rows.iter_mut().zip(counts) {
        row.pad = own.map(|own| pad(own, most, format)).unwrap_or_default();
    }
    // The title of a brief's own source has its number behind it.
    let cited = rows.first().map(|row| row.sources.clone()).unwrap_or_default();
    let is_one = rows.iter().all(|row| row.sources == cited);
    let common = ValueFacts {
        unit: common(&mut rows, |own| &mut own.unit),
        dimensions: common(&mut rows, |own| &mut own.dimensions),
        source: if is_one { common(&mut rows, |own| &mut own.source) } else { None },
        release: common(&mut rows, |own| &mut own.release),
        footnotes: common(&mut rows, |own| &mut own.footnotes),
    };
    let sources = if is_one && common.source.is_some() { cited } else { Vec::new() };
    if !sources.is_empty() {
        rows.iter_mut().for_each(|row| row.sources.clear());
    }
    CombinedSeriesData { code, name, scale, common, sources, rows }
}

/// What all rows have alike, taken from them; else nothing.
fn common<T: Default + Serialize>(
    rows: &mut [CombinedRowData],
    of: impl Fn(&mut ValueFacts) -> &mut T,
) -> T {
    let keys: Vec<String> = rows.iter_mut().map(|row| key_of(of(&mut row.own))).collect();
    if keys.windows(2).any(|pair| pair[0] != pair[1]) {
        return T::default();
    }
    let mut all = rows.iter_mut().map(|row| std::mem::take(of(&mut row.own)));
    let first = all.next();
    all.for_each(drop);
    first.unwrap_or_default()
}

/// The label of the power of ten in which all values of a series are given, where there is a word for it.
/// Where powers differ, numbers stay written out.
fn take_scale(rows: &mut [CombinedRowData]) -> Option<&'static str> {
    let power = rows.first()?.scaled.power;
    let word = match power {
        3 => "power_3",
        6 => "power_6",
        9 => "power_9",
        _ => return None,
    };
    if rows.iter().any(|row| row.scaled.power != power) {
        return None;
    }
    for row in rows {
        row.value = Words::Plain(std::mem::take(&mut row.scaled.text));
    }
    Some(word)
}

/// A source without the word for it and the full stop that some files have: it stands among others.
fn bare_source(source: Words) -> Words {
    let bare = |text: String| {
        // Where it runs against the page it is between marks.
        let marks = ['\u{2066}', '\u{2067}', '\u{2069}'];
        let inner = text.trim_matches(marks);
        let words = ["Source:", "Sources:", "source:"];
        let rest = words.iter().find_map(|word| inner.strip_prefix(word)).unwrap_or(inner).trim();
        let rest = match rest.strip_suffix('.') {
            Some(before) if !before.ends_with('.') => before,
            _ => rest,
        };
        text.replace(inner, rest)
    };
    match source {
        Words::Plain(text) => Words::Plain(bare(text)),
        Words::Foreign { text, lang, dir } => Words::Foreign { text: bare(text), lang, dir },
    }
}

/// How many decimals the last number of a value has; `None` where there is no number.
fn decimals(value: &Words, sign: Option<char>) -> Option<u8> {
    let (Words::Plain(text), Some(sign)) = (value, sign) else { return None };
    let mut parts = text.rsplit(|c: char| !c.is_numeric() && c != sign && c != '\u{2060}');
    let last = parts.find(|part| part.chars().any(char::is_numeric))?;
    let behind = last.rsplit_once(sign).map_or(0, |(_, behind)| behind.chars().count());
    u8::try_from(behind).ok()
}

fn key_of(thing: &impl Serialize) -> String {
    serde_json::to_string(thing).expect("plain data is always JSON")
}

/// Whether there are values of the global database, and their release where all have one: it is said once
/// and taken from where it was.
pub(super) fn take_release(goals: &mut [CombinedGoalData]) -> (bool, Option<String>) {
    let series = || goals.iter().flat_map(|goal| &goal.indicators).flat_map(|own| &own.series);
    let global = || series().filter(|own| own.code.is_some());
    let first = global().find_map(|own| own.common.release.clone());
    let is_one = first.is_some() && global().all(|own| own.common.release == first);
    let valued = global().next().is_some();
    if !is_one {
        return (valued, None);
    }
    for goal in goals {
        for series in goal.indicators.iter_mut().flat_map(|own| &mut own.series) {
            series.common.release = None;
        }
    }
    (valued, first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_those_of_the_last_number() {
        for (text, sign, wanted) in [
            ("1,234.5", '.', Some(1)),
            ("12.03\u{200e}%\u{200e}", '.', Some(2)),
            ("<\u{2060}0.1", '.', Some(1)),
            ("1\u{2060}–\u{2060}5", '.', Some(0)),
            ("1\u{202f}234\u{202f}567,50", ',', Some(2)),
            ("%12,0", ',', Some(1)),
            ("១២,០%", ',', Some(1)),
            ("about a third", '.', None),
        ] {
            assert_eq!(decimals(&Words::Plain(text.into()), Some(sign)), wanted, "{text}");
        }
    }

    #[test]
    fn a_source_has_no_word_for_it_and_no_full_stop() {
        for (typed, shown) in [
            ("Source: The Office (GANHRI).", "The Office (GANHRI)"),
            ("\u{2066}Sources: WHO, UNICEF.\u{2069}", "\u{2066}WHO, UNICEF\u{2069}"),
            ("Trends 2000 to 2020", "Trends 2000 to 2020"),
            ("Survey, first round...", "Survey, first round..."),
        ] {
            assert_eq!(bare_source(Words::Plain(typed.into())), Words::Plain(shown.into()));
        }
    }
}
