//! What files say of a value beside it: its status, the time and the base that it is of, its bounds.

use super::amount::CellAmount;

/// What a file says of a value beside it; each may be empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ObservedDetail {
    /// The code of its status, of SDMX's list (`CL_OBS_STATUS`).
    pub status: String,
    /// What the file calls that.
    pub status_name: String,
    /// The time that it is of, where that is not the year alone.
    pub time: String,
    /// The time that an index is held against.
    pub base: String,
    /// The least that it may be.
    pub lower: String,
    /// The most that it may be.
    pub upper: String,
}

/// Statuses that say something of a value, by their codes in SDMX's list 2.2.
const STATUSES: [(&str, &str); 14] = [
    ("B", "time series break"),
    ("D", "definition differs"),
    ("E", "estimated value"),
    ("F", "forecast value"),
    ("G", "experimental value"),
    ("I", "imputed value"),
    ("J", "derogation"),
    ("K", "data included in another category"),
    ("N", "not significant"),
    ("P", "provisional value"),
    ("S", "strike and other special events"),
    ("U", "low reliability"),
    ("V", "unvalidated value"),
    ("W", "includes data from another category"),
];

/// Statuses of a value that is not there, whatever stands in its place.
const MISSING: [&str; 5] = ["H", "L", "M", "O", "Q"];

/// The status of a normal value, of which nothing is said.
const NORMAL: &str = "A";

/// The status of a forecast.
pub(super) const FORECAST: &str = "F";

/// Whether a status says that there is no value.
pub(super) fn is_missing(status: &str) -> bool {
    MISSING.iter().any(|own| own.eq_ignore_ascii_case(status))
}

impl ObservedDetail {
    /// Whether the value is a forecast.
    pub(super) fn is_forecast(&self) -> bool {
        self.status.eq_ignore_ascii_case(FORECAST)
    }

    /// What its status says, in the words of the file or of the list; the code where neither has any.
    pub(super) fn status_words(&self) -> &str {
        let known = STATUSES.iter().find(|(code, _)| code.eq_ignore_ascii_case(&self.status));
        match (self.status_name.as_str(), known) {
            ("", Some((_, words))) => words,
            ("", None) => &self.status,
            (name, _) => name,
        }
    }

    /// What is to be noted of it, in English as files have their footnotes.
    pub(super) fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        // A forecast is called one where it prints.
        let is_normal = self.status.is_empty() || self.status.eq_ignore_ascii_case(NORMAL);
        if !is_normal && !self.is_forecast() {
            notes.push(format!("Observation status: {} ({})", self.status_words(), self.status));
        }
        if !self.time.is_empty() {
            notes.push(format!("Time period: {}", self.time));
        }
        if !self.base.is_empty() {
            notes.push(format!("Base period: {}", self.base));
        }
        notes
    }

    /// What is wrong with its bounds: whether it is the upper one, what, and what to do.
    pub(super) fn wrong_bound(&self) -> Option<(bool, String, String)> {
        let read = |text: &str| CellAmount::read(text);
        let (lower, upper) = match (read(&self.lower), read(&self.upper)) {
            (Err((message, help)), _) => return Some((false, message, help)),
            (_, Err((message, help))) => return Some((true, message, help)),
            (Ok(lower), Ok(upper)) => (lower, upper),
        };
        if let (Some(CellAmount::Number(lower)), Some(CellAmount::Number(upper))) = (lower, upper)
            && lower.approximate() > upper.approximate()
        {
            let message = format!(
                "the upper bound `{}` is less than the lower, `{}`",
                self.upper, self.lower
            );
            return Some((true, message, "correct the one that is wrong".to_string()));
        }
        None
    }

    /// Takes out what says nothing: bounds that are not there, and a time that is the year.
    pub(super) fn bare(&mut self, year: u16) {
        for bound in [&mut self.lower, &mut self.upper] {
            if matches!(CellAmount::read(bound), Ok(None)) {
                bound.clear();
            }
        }
        for text in [&mut self.time, &mut self.base, &mut self.status] {
            if matches!(CellAmount::read(text), Ok(None)) && text.as_str() != "N" {
                text.clear();
            }
        }
        // Some files write years as decimal numbers.
        let decimal = self.time.trim_end_matches('0').strip_suffix('.');
        if decimal.unwrap_or(&self.time) == year.to_string() || self.time == year.to_string() {
            self.time.clear();
        }
    }
}
