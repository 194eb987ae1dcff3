//! Several files of values as one: each value once, of the latest release.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use super::fault::place_of;
use super::observation::{FileValues, Observation};

/// A file, and of which release it is where it does not say so itself.
#[derive(Debug, Clone, Copy)]
pub struct JoinFile<'a> {
    /// What was kept of it.
    pub values: &'a FileValues,
    /// The release.
    pub release: Option<&'a str>,
}

/// What is wrong with files together, by the number of the file, from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JoinFault {
    /// A file of which no release is known.
    NoRelease(usize),
    /// Two values of one release for the same: what it is about, with the places of both.
    Conflict {
        /// The file of the second.
        file: usize,
        /// Where in it the second stands.
        place: String,
        /// The file of the first.
        other: usize,
        /// Where in it the first stands.
        other_place: String,
        /// Both values.
        values: [String; 2],
        /// What they are about.
        about: String,
    },
}

/// A value, with the file it is from.
#[derive(Debug, Clone)]
pub(super) struct HeldValue<'a> {
    pub(super) own: &'a Observation,
    pub(super) indicators: Vec<&'a str>,
    pub(super) file: usize,
    pub(super) release: &'a str,
}

/// Values of several files.
#[derive(Debug, Clone, Default)]
pub struct Observations<'a> {
    pub(super) held: Vec<HeldValue<'a>>,
    /// Where the values of a series at a place stand in the list.
    pub(super) index: BTreeMap<(&'a str, u16), Vec<usize>>,
    pub(super) order: BTreeMap<&'a str, Vec<&'a str>>,
    pub(super) series: BTreeSet<&'a str>,
    /// How many values a later release took the place of, by the earlier release and the later one.
    pub revised: BTreeMap<(&'a str, &'a str), usize>,
    /// What is wrong.
    pub faults: Vec<JoinFault>,
}

/// What a value is about.
type ValueSubject<'a> = (&'a str, u16, u16, Vec<(&'a str, &'a str)>);

impl<'a> Observations<'a> {
    /// Puts files together.
    pub fn join(files: &[JoinFile<'a>]) -> Self {
        let mut all = Self::default();
        let mut seen: BTreeMap<ValueSubject<'a>, usize> = BTreeMap::new();
        for (file, from) in files.iter().enumerate() {
            all.series.extend(from.values.series.iter().map(String::as_str));
            for (code, series) in &from.values.order {
                let order = all.order.entry(code).or_default();
                for series in series {
                    if !order.contains(&series.as_str()) {
                        order.push(series);
                    }
                }
            }
            for own in &from.values.observations {
                let Some(release) = own.release.as_deref().or(from.release) else {
                    all.faults.push(JoinFault::NoRelease(file));
                    break;
                };
                let indicators = own.indicators.iter().map(String::as_str).collect();
                let held = HeldValue { own, indicators, file, release };
                let parts = own.dimensions.iter().filter(|(_, code)| !is_total(code));
                let parts = parts.map(|(name, code)| (name.as_str(), code.as_str())).collect();
                let about = (own.series.as_str(), own.place, own.year, parts);
                match seen.get(&about) {
                    None => {
                        seen.insert(about, all.held.len());
                        all.held.push(held);
                    }
                    Some(&at) => all.again(at, held),
                }
            }
        }
        for (at, held) in all.held.iter().enumerate() {
            all.index.entry((&held.own.series, held.own.place)).or_default().push(at);
        }
        all
    }

    /// Takes what is said once more of what the value `at` is about.
    fn again(&mut self, at: usize, new: HeldValue<'a>) {
        let old = &mut self.held[at];
        let same = same_value(old.own, new.own);
        match by_release(old.release, new.release) {
            Ordering::Equal if same => {
                for code in new.indicators {
                    if !old.indicators.contains(&code) {
                        old.indicators.push(code);
                    }
                }
            }
            Ordering::Equal => {
                let place = |held: &HeldValue<'_>| {
                    place_of(held.own.at.sheet.as_deref(), held.own.at.row, None)
                };
                self.faults.push(JoinFault::Conflict {
                    place: place(&new),
                    other_place: place(old),
                    file: new.file,
                    other: old.file,
                    values: [new.own.exact.clone(), old.own.exact.clone()],
                    about: format!("{} of {} in {}", new.own.series, new.own.place, new.own.year),
                });
            }
            Ordering::Less => {
                if !same {
                    *self.revised.entry((old.release, new.release)).or_default() += 1;
                }
                *old = new;
            }
            Ordering::Greater => {
                if !same {
                    *self.revised.entry((new.release, old.release)).or_default() += 1;
                }
            }
        }
    }

    /// Whether a file has a series, whatever place it is about.
    pub fn has_series(&self, series: &str) -> bool {
        self.series.contains(series) || self.order.values().flatten().any(|own| *own == series)
    }

    /// The series of an indicator, in the order of the files.
    pub fn series_of(&self, code: &str) -> &[&'a str] {
        self.order.get(code).map_or(&[], Vec::as_slice)
    }
}

/// Whether two rows say the same, however many zeros stand at the end.
fn same_value(one: &Observation, two: &Observation) -> bool {
    let bare = |text: &str| match text.split_once('.') {
        Some(_) => text.trim_end_matches('0').trim_end_matches('.').to_string(),
        None => text.to_string(),
    };
    bare(&one.exact) == bare(&two.exact) || one.amount.is_none() && two.amount.is_none()
}

/// Codes of the whole of a dimension: of SDMX, and of the portal.
pub(super) fn is_total(code: &str) -> bool {
    const TOTALS: [&str; 8] = ["", "_T", "_Z", "ALLAGE", "BOTHSEX", "ALLAREA", "TOTAL", "ALL"];
    TOTALS.iter().any(|total| code.eq_ignore_ascii_case(total))
}

/// Which of two releases is later: numbers in them by what they are worth, the rest as it is written.
fn by_release(one: &str, two: &str) -> Ordering {
    let parts = |release: &str| -> Vec<(u64, String)> {
        let mut parts: Vec<(u64, String)> = Vec::new();
        let mut rest = release;
        while let Some(first) = rest.chars().next() {
            let is_digit = first.is_ascii_digit();
            let end = rest.find(|c: char| c.is_ascii_digit() != is_digit).unwrap_or(rest.len());
            let piece = &rest[..end];
            parts.push((
                piece.parse().unwrap_or(0),
                if is_digit { String::new() } else { piece.to_lowercase() },
            ));
            rest = &rest[end..];
        }
        parts
    };
    parts(one.trim()).cmp(&parts(two.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn releases_are_in_the_order_of_their_numbers() {
        for (earlier, later) in [
            ("2019.Q2.G.01", "2021.Q2.G.03"),
            ("2021.Q2.G.03", "2021.Q2.G.10"),
            ("2021.Q2", "2021.Q4"),
            ("2021.Q2", "2021.Q2.G.01"),
        ] {
            assert_eq!(by_release(earlier, later), Ordering::Less, "{earlier} {later}");
            assert_eq!(by_release(later, earlier), Ordering::Greater, "{earlier} {later}");
        }
        assert_eq!(by_release("2021.q2", "2021.Q2"), Ordering::Equal);
    }
}
