//! Columns that are not known, and tell rows apart: what looks like one value twice, or like values of two
//! years, may be two parts of a whole.

use std::collections::{BTreeMap, BTreeSet};

use super::codes::is_total;
use super::fault::{ValuesFault, ValuesFaultKind, place_of};
use super::observation::{Observation, ValuesNote};

/// What is wrong with rows that only such a column tells apart, and the columns whose cells are not the same
/// in all rows of a series at a place.
pub(super) fn told_apart(rows: &[Observation]) -> (Vec<ValuesFault>, BTreeSet<ValuesNote>) {
    let (mut faults, mut notes) = (Vec::new(), BTreeSet::new());
    if rows.iter().all(|own| own.unknown.is_empty()) {
        return (faults, notes);
    }
    let mut same = BTreeMap::new();
    let mut like = BTreeMap::new();
    for own in rows {
        let parts = own.dimensions.iter().filter(|(_, code)| !is_total(code));
        let about = (&own.series, own.place, own.year, parts.collect::<Vec<_>>());
        let first: &Observation = same.entry(about).or_insert(own);
        if let Some(head) = differing(first, own) {
            let cell = |own: &Observation| match own.unknown.get(head) {
                Some(cell) => format!("`{cell}`"),
                None => "nothing".to_string(),
            };
            faults.push(ValuesFault::new(
                ValuesFaultKind::Cell,
                place_of(own.at.sheet.as_deref(), own.at.row, Some(head)),
                format!(
                    "the column is not known, and it alone tells this row ({}) from row {} ({})",
                    cell(own),
                    first.at.row,
                    cell(first)
                ),
                "give it the head that the SDG data portal gives it, such as `[Sex]`, or take the column or the rows out",
            ));
            continue;
        }
        let first: &Observation = like.entry((&own.series, own.place)).or_insert(own);
        notes.extend(differing(first, own).map(|head| ValuesNote::Column(head.to_string())));
    }
    (faults, notes)
}

/// Of columns that may be dimensions or texts, those that are texts: five cells or more have something in them,
/// nearly each something else, and some of them several words.
pub(super) fn free_texts(rows: &[Observation], unsure: &BTreeSet<String>) -> Vec<String> {
    let is_text = |name: &&String| {
        let cells: Vec<&String> = rows.iter().filter_map(|own| own.dimensions.get(*name)).collect();
        let different: BTreeSet<&&String> = cells.iter().collect();
        cells.len() >= 5
            && different.len() * 10 >= cells.len() * 9
            && cells.iter().any(|cell| cell.contains(' '))
    };
    unsure.iter().filter(is_text).cloned().collect()
}

/// The first column in which two rows are not the same.
fn differing<'o>(one: &'o Observation, two: &'o Observation) -> Option<&'o str> {
    let mut heads = one.unknown.keys().chain(two.unknown.keys());
    heads.find(|head| one.unknown.get(*head) != two.unknown.get(*head)).map(String::as_str)
}
