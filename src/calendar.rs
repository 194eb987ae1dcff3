//! Dates that are known to the day, to the month or to the year: the reduced precision of ISO 8601-1,
//! level 0 of the Extended Date/Time Format (ISO 8601-2).

use std::cmp::Ordering;
use std::fmt;

use chrono::{Datelike, NaiveDate};

/// A date as precise as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PartialDate {
    /// A year: `2016`.
    Year(i32),
    /// A month of a year, from 1: `2016-05`.
    Month(i32, u32),
    /// A day: `2016-05-31`.
    Day(NaiveDate),
}

/// Why a text is no date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoDate {
    /// It has the form of a date, and there is no such month or day.
    NotInCalendar,
    /// It has another form.
    OtherForm,
}

impl PartialDate {
    /// A date in its standard form: four digits of the year, two each of month and day, as many of
    /// these as are known, with hyphens between.
    ///
    /// # Errors
    ///
    /// Where the text is something else.
    pub fn parse(text: &str) -> Result<Self, NoDate> {
        let number = |part: &str, digits: usize| {
            let all = part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
            all.then(|| part.parse().ok()).flatten().ok_or(NoDate::OtherForm)
        };
        let parts: Vec<&str> = text.split('-').collect();
        let (year, rest) = parts.split_first().ok_or(NoDate::OtherForm)?;
        let year: u32 = number(year, 4)?;
        let year = i32::try_from(year).map_err(|_| NoDate::OtherForm)?;
        let date = match rest {
            [] => Some(Self::Year(year)),
            [month] => Self::month(year, number(month, 2)?),
            [month, day] => {
                NaiveDate::from_ymd_opt(year, number(month, 2)?, number(day, 2)?).map(Self::Day)
            }
            _ => return Err(NoDate::OtherForm),
        };
        date.ok_or(NoDate::NotInCalendar)
    }

    /// A month of a year, from 1.
    pub fn month(year: i32, month: u32) -> Option<Self> {
        (1..=12).contains(&month).then_some(Self::Month(year, month))
    }

    /// The year it is in.
    pub fn year(self) -> i32 {
        match self {
            Self::Year(year) | Self::Month(year, _) => year,
            Self::Day(day) => day.year(),
        }
    }

    /// Year, month and day, as far as they are known.
    fn parts(self) -> (i32, Option<u32>, Option<u32>) {
        match self {
            Self::Year(year) => (year, None, None),
            Self::Month(year, month) => (year, Some(month), None),
            Self::Day(day) => (day.year(), Some(day.month()), Some(day.day())),
        }
    }
}

impl From<NaiveDate> for PartialDate {
    fn from(day: NaiveDate) -> Self {
        Self::Day(day)
    }
}

/// As they begin, and what is known less well before what is known better.
impl Ord for PartialDate {
    fn cmp(&self, other: &Self) -> Ordering {
        self.parts().cmp(&other.parts())
    }
}

impl PartialOrd for PartialDate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The standard form.
impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(year) => write!(f, "{year:04}"),
            Self::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            Self::Day(day) => write!(f, "{day}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_read_in_its_standard_form_and_no_other() {
        for text in ["2016", "2016-05", "2016-02-29", "1066-12-25"] {
            assert_eq!(PartialDate::parse(text).unwrap().to_string(), text);
        }
        for text in ["2016-13", "2016-00", "2015-02-29", "2016-00-01"] {
            assert_eq!(PartialDate::parse(text), Err(NoDate::NotInCalendar), "{text}");
        }
        for text in [
            "",
            "16",
            "2016-5",
            "2016-05-1",
            "2016/05",
            "05-2016",
            "2016-",
            "-2016",
            "+2016",
            "2016-05-01-01",
            "May 2016",
            " 2016",
            "٢٠١٦",
            "2016-Q2",
            "20160501",
        ] {
            assert_eq!(PartialDate::parse(text), Err(NoDate::OtherForm), "{text}");
        }
    }

    #[test]
    fn dates_come_in_the_order_in_which_they_begin() {
        let order = ["2015-12-31", "2016", "2016-01", "2016-01-01", "2016-02", "2017"];
        let read = order.map(|text| PartialDate::parse(text).unwrap());
        let mut sorted = read;
        sorted.reverse();
        sorted.sort();
        assert_eq!(sorted, read);
    }
}
