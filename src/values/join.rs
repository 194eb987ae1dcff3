//! Several files of values as one: each value once, of the latest release.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use super::breakdown::canonical;
use super::codes::is_total;
use super::fault::place_of;
use super::observation::{FileValues, Observation};
use super::unit::ValueUnit;

/// A file, and of which release it is where it does not say so itself.
#[derive(Debug, Clone, Copy)]
pub struct JoinFile<'a> {
    /// What was kept of it.
    pub values: &'a FileValues,
    /// The release.
    pub release: Option<&'a str>,
}

/// Where two files say something of the same, and what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// The file of the second, by its number, from 0.
    pub file: usize,
    /// Where in it the second stands.
    pub place: String,
    /// The file of the first.
    pub other: usize,
    /// Where in it the first stands.
    pub other_place: String,
    /// Both values, the second first.
    pub values: [String; 2],
    /// Both releases, the second first.
    pub releases: [String; 2],
    /// What they are about.
    pub about: String,
}

/// What is wrong with files together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JoinFault {
    /// A row of which no release is known.
    NoRelease {
        /// The file, by its number, from 0.
        file: usize,
        /// Where in it the row stands.
        place: String,
    },
    /// Two values of one release for the same.
    Conflict(Box<Subject>),
    /// Two values for the same, of releases of which it is not known which is later.
    Unranked(Box<Subject>),
}

/// A value, with the file it is from.
#[derive(Debug, Clone)]
pub(super) struct HeldValue<'a> {
    pub(super) own: &'a Observation,
    pub(super) indicators: Vec<&'a str>,
    pub(super) file: usize,
    pub(super) release: &'a str,
    /// What is said of it, wherever it stands.
    pub(super) footnotes: Vec<&'a str>,
}

/// Values of several files.
#[derive(Debug, Clone, Default)]
pub struct Observations<'a> {
    pub(super) held: Vec<HeldValue<'a>>,
    /// Where the values of a series at a place stand in the list.
    pub(super) index: BTreeMap<(&'a str, u16), Vec<usize>>,
    pub(super) order: BTreeMap<&'a str, Vec<&'a str>>,
    pub(super) series: BTreeMap<&'a str, BTreeSet<&'a str>>,
    /// How many values a later release took the place of, by the earlier release and the later one, and
    /// the first of them.
    pub revised: BTreeMap<(&'a str, &'a str), (usize, Subject)>,
    /// Files that do not say which indicators their rows serve.
    pub uncoded: Vec<usize>,
    /// What is wrong.
    pub faults: Vec<JoinFault>,
}

/// What a value is about.
type ValueSubject<'a> = (&'a str, u16, u16, Vec<(&'a str, String)>);

impl<'a> Observations<'a> {
    /// Puts files together.
    pub fn join(files: &[JoinFile<'a>]) -> Self {
        let mut all = Self::default();
        let mut seen: BTreeMap<ValueSubject<'a>, usize> = BTreeMap::new();
        for (file, from) in files.iter().enumerate() {
            if !from.values.with_indicators {
                all.uncoded.push(file);
            }
            for (series, codes) in &from.values.series {
                let own = all.series.entry(series).or_default();
                own.extend(codes.iter().map(String::as_str));
            }
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
                    let place = place_of(own.at.sheet.as_deref(), own.at.row, None);
                    all.faults.push(JoinFault::NoRelease { file, place });
                    break;
                };
                let indicators = own.indicators.iter().map(String::as_str).collect();
                let footnotes = own.footnotes.iter().map(String::as_str).collect();
                let held = HeldValue { own, indicators, file, release, footnotes };
                let parts = own.dimensions.iter().filter(|(_, code)| !is_total(code));
                let parts =
                    parts.map(|(name, code)| (name.as_str(), canonical(name, code))).collect();
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
        let order = by_release(old.release, new.release);
        // What is sent to be taken out, and put in again, counts in the order in which it is sent.
        if order == Some(Ordering::Equal) && (new.own.deleted || old.own.deleted) {
            *old = new;
            return;
        }
        let same = same_value(old.own, new.own) && !differs_beside(old.own, new.own);
        if same && order.is_none_or(Ordering::is_eq) {
            for code in new.indicators {
                if !old.indicators.contains(&code) {
                    old.indicators.push(code);
                }
            }
            for note in new.footnotes {
                if !old.footnotes.contains(&note) {
                    old.footnotes.push(note);
                }
            }
            // What one file leaves out the other may say.
            let unsaid =
                |own: &Observation| beside(own).iter().filter(|said| said.is_empty()).count();
            if unsaid(new.own) < unsaid(old.own) {
                (old.own, old.file) = (new.own, new.file);
            }
            return;
        }
        let subject = (!same).then(|| subject(&new, old));
        match (order, subject) {
            (Some(Ordering::Equal), Some(subject)) => {
                self.faults.push(JoinFault::Conflict(Box::new(subject)));
            }
            (None, Some(subject)) => {
                self.faults.push(JoinFault::Unranked(Box::new(subject)));
            }
            (Some(order), subject) => {
                let (earlier, later) = match order {
                    Ordering::Less => (old.release, new.release),
                    _ => (new.release, old.release),
                };
                if let Some(subject) = subject {
                    self.revised.entry((earlier, later)).or_insert((0, subject)).0 += 1;
                }
                if order == Ordering::Less {
                    *old = new;
                }
            }
            (None, None) => {}
        }
    }

    /// Whether a row of the indicators or series that are wanted is about a place.
    pub fn has_place(&self, place: u16) -> bool {
        self.held.iter().any(|held| held.own.place == place)
    }

    /// Whether the files say anything of what is wanted, of whatever place.
    pub fn says_something(&self) -> bool {
        !self.order.is_empty() || !self.series.is_empty()
    }

    /// Whether a file has a series, whatever place it is about.
    pub fn has_series(&self, series: &str) -> bool {
        self.series.contains_key(series) || self.order.values().flatten().any(|own| *own == series)
    }

    /// The indicators that the files give a wanted series to; none where they do not say it.
    pub fn given_to(&self, series: &str) -> Vec<&'a str> {
        self.series.get(series).into_iter().flatten().copied().collect()
    }

    /// The series of an indicator, in the order of the files.
    pub fn series_of(&self, code: &str) -> &[&'a str] {
        self.order.get(code).map_or(&[], Vec::as_slice)
    }
}

/// What two values are about.
fn subject(new: &HeldValue<'_>, old: &HeldValue<'_>) -> Subject {
    let place =
        |held: &HeldValue<'_>| place_of(held.own.at.sheet.as_deref(), held.own.at.row, None);
    let apart = !same_unit(new.own, old.own);
    let beside_it = same_value(new.own, old.own);
    let value = |held: &HeldValue<'_>| match held.own.exact.as_str() {
        "" => "nothing".to_string(),
        exact if beside_it => {
            let said = beside(held.own).into_iter().filter(|said| !said.is_empty());
            format!("{exact} ({})", said.collect::<Vec<_>>().join(", "))
        }
        exact if apart => with_unit(exact, held.own.power, &held.own.unit),
        exact => exact.to_string(),
    };
    Subject {
        place: place(new),
        other_place: place(old),
        file: new.file,
        other: old.file,
        values: [value(new), value(old)],
        releases: [new.release.to_string(), old.release.to_string()],
        about: format!("{} of area {} in {}", new.own.series, new.own.place, new.own.year),
    }
}

/// A number without the zeros at its end.
pub(super) fn bare(text: &str) -> &str {
    match text.split_once('.') {
        Some(_) => text.trim_end_matches('0').trim_end_matches('.'),
        None => text,
    }
}

/// What is said beside a value that tells it from another: how it came about, where it is from, its status and
/// the time that it is of.
fn beside(own: &Observation) -> [&str; 5] {
    [&own.nature, &own.source, &own.detail.status, &own.detail.time, &own.detail.base]
}

/// Whether two rows say something else beside their values. What one of them leaves out is none.
fn differs_beside(one: &Observation, two: &Observation) -> bool {
    let apart = |(one, two): (&str, &str)| {
        !one.is_empty() && !two.is_empty() && !one.eq_ignore_ascii_case(two)
    };
    one.amount.is_some()
        && two.amount.is_some()
        && beside(one).into_iter().zip(beside(two)).any(apart)
}

/// Whether two rows say the same, however many zeros stand at the end.
fn same_value(one: &Observation, two: &Observation) -> bool {
    bare(&one.exact) == bare(&two.exact) && same_unit(one, two)
        || one.amount.is_none() && two.amount.is_none()
}

/// Whether two values are of one unit and one power of ten.
pub(super) fn same_unit(one: &Observation, two: &Observation) -> bool {
    one.power == two.power && same_unit_code(&one.unit, &two.unit)
}

/// Whether two codes are of one unit.
pub(super) fn same_unit_code(one: &str, two: &str) -> bool {
    match (ValueUnit::of(one), ValueUnit::of(two)) {
        (ValueUnit::Other(one), ValueUnit::Other(two)) => one.eq_ignore_ascii_case(two),
        (one, two) => one == two,
    }
}

/// A value with its unit, where that tells it from another.
pub(super) fn with_unit(exact: &str, power: i8, unit: &str) -> String {
    let power = match power {
        0 => String::new(),
        power => format!(" × 10^{power}"),
    };
    format!("{exact}{power} {unit}")
}

/// A release as the database names them: its year, its quarter, and which of the quarter it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ReleaseOf {
    /// The year.
    pub year: u16,
    /// The quarter, from 1.
    pub quarter: u8,
    /// Which release of the quarter it is; 0 where it is not said.
    pub number: u16,
}

impl ReleaseOf {
    /// Reads `2024.Q2.G.03` or `2024.Q2`; `None` for anything else.
    pub fn read(release: &str) -> Option<Self> {
        let mut parts = release.trim().split('.');
        let year = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
        let quarter = parts.next()?.strip_prefix(['Q', 'q'])?.parse().ok()?;
        let is_known = (2000..=2100).contains(&year) && (1..=4).contains(&quarter);
        let number = match (parts.next(), parts.next(), parts.next()) {
            (None, ..) => 0,
            (Some("G" | "g"), None, _) => 0,
            (Some("G" | "g"), Some(number), None) => number.parse().ok()?,
            _ => return None,
        };
        is_known.then_some(Self { year, quarter, number })
    }
}

/// Which of two releases is later; `None` where that is not known.
pub(super) fn by_release(one: &str, two: &str) -> Option<Ordering> {
    if one.trim().eq_ignore_ascii_case(two.trim()) {
        return Some(Ordering::Equal);
    }
    Some(ReleaseOf::read(one)?.cmp(&ReleaseOf::read(two)?))
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
            assert_eq!(by_release(earlier, later), Some(Ordering::Less), "{earlier} {later}");
            assert_eq!(by_release(later, earlier), Some(Ordering::Greater), "{earlier} {later}");
        }
        assert_eq!(by_release("2021.q2", "2021.Q2"), Some(Ordering::Equal));
        assert_eq!(by_release("final_v2", "final_v2 "), Some(Ordering::Equal));
    }

    #[test]
    fn releases_that_the_database_does_not_name_so_have_no_order() {
        for other in
            ["final_v2", "2024", "2024-06", "2024.Q5", "2024.Q2.N.01", "June 2024", "24.Q2"]
        {
            assert_eq!(by_release(other, "2024.Q2.G.03"), None, "{other}");
            assert_eq!(by_release("2024.Q2.G.03", other), None, "{other}");
        }
    }
}
