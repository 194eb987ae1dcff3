//! What the files of several briefs say of the same, and not alike: in one table of them it would stand
//! there without a word.

use std::collections::{BTreeMap, BTreeSet};

use super::model::{Brief, IndicatorEntry};
use crate::diag::{Code, Diagnostic, Diagnostics, Span};
use crate::values::{ChosenSeries, SeriesPoint};

/// What a value is about: its series, its place, its year, and the part of the whole.
type ComparedValue<'a> = (&'a str, u16, u16, BTreeSet<(&'a str, &'a str)>);

/// A value as a brief has it.
struct SaidValue<'a> {
    brief: &'a Brief,
    point: &'a SeriesPoint,
}

/// What briefs have of the same release, and not alike: of a series at a place the latest, told at the
/// brief that comes later.
pub fn disagreements(briefs: &[&Brief]) -> Diagnostics {
    let mut seen: BTreeMap<ComparedValue<'_>, Vec<SaidValue<'_>>> = BTreeMap::new();
    let mut told: BTreeSet<(&str, &str, u16)> = BTreeSet::new();
    let mut found = Diagnostics::new();
    for &brief in briefs {
        for (place, series) in entries(brief).flat_map(series_of) {
            for point in series.points.iter().chain(&series.apart).rev() {
                let parts = point.dimensions.iter();
                let parts = parts.map(|part| (part.dimension.as_str(), part.code.as_str()));
                let about = (series.series.as_str(), place, point.year, parts.collect());
                let all = seen.entry(about).or_default();
                let same = all.iter().find(|own| own.point.is_of_release(point));
                match same {
                    None => all.push(SaidValue { brief, point }),
                    Some(other) if other.point.says_the_same(point) => {}
                    Some(other) => {
                        if told.insert((&brief.id, &series.series, place)) {
                            let own = SaidValue { brief, point };
                            found.push(told_of(&own, other, &series.series, place));
                        }
                    }
                }
            }
        }
    }
    found
}

fn entries(brief: &Brief) -> impl Iterator<Item = &IndicatorEntry> {
    let targets = brief.goals.iter().flat_map(|goal| &goal.targets);
    targets.flat_map(|target| &target.indicators)
}

fn series_of(entry: &IndicatorEntry) -> impl Iterator<Item = (u16, &ChosenSeries)> {
    entry.chosen.iter().flat_map(|chosen| {
        chosen.series.iter().chain(&chosen.others).map(|series| (chosen.place, series))
    })
}

fn told_of(own: &SaidValue<'_>, other: &SaidValue<'_>, series: &str, place: u16) -> Diagnostic {
    let path = |said: &SaidValue<'_>| {
        let file = said.brief.values.get(said.point.file);
        file.map_or_else(|| "its file of values".to_string(), |file| file.path.clone())
    };
    let [value, other_value] = own.point.told_apart(other.point);
    let message = format!(
        "{series} of area {place} in {} is `{value}` in the brief `{}` ({}), and `{other_value}` in the brief `{}` ({}), of the same release {}",
        own.point.year,
        own.brief.id,
        path(own),
        other.brief.id,
        path(other),
        own.point.release,
    );
    Diagnostic::new(Code::ValuesConflict, message)
        .at(Span::new(own.brief.file, 0..0))
        .help("say which release each file is of, or take the wrong row out")
}
