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

/// By when something is to be done: a date as precise as it is given, or a quarter of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Term {
    /// A day, a month or a year.
    Date(PartialDate),
    /// A quarter of a year, from 1: `2027-Q2`.
    Quarter(i32, u32),
}

impl Term {
    /// A term in its standard form: that of a date, or year and quarter.
    ///
    /// # Errors
    ///
    /// Where the text is something else.
    pub fn parse(text: &str) -> Result<Self, NoDate> {
        let Some((year, quarter)) = text.split_once("-Q") else {
            return PartialDate::parse(text).map(Self::Date);
        };
        let PartialDate::Year(year) = PartialDate::parse(year)? else {
            return Err(NoDate::OtherForm);
        };
        match quarter.as_bytes() {
            [digit @ b'1'..=b'4'] => Ok(Self::Quarter(year, u32::from(digit - b'0'))),
            [b'0'..=b'9'] => Err(NoDate::NotInCalendar),
            _ => Err(NoDate::OtherForm),
        }
    }

    /// The year it is in.
    pub fn year(self) -> i32 {
        match self {
            Self::Date(date) => date.year(),
            Self::Quarter(year, _) => year,
        }
    }

    /// The day on which it begins.
    pub fn first_day(self) -> NaiveDate {
        let (year, month) = match self {
            Self::Date(PartialDate::Day(day)) => return day,
            Self::Date(PartialDate::Month(year, month)) => (year, month),
            Self::Date(PartialDate::Year(year)) => (year, 1),
            Self::Quarter(year, quarter) => (year, 3 * quarter - 2),
        };
        NaiveDate::from_ymd_opt(year, month, 1).unwrap_or(NaiveDate::MIN)
    }

    /// The last day on which it is kept.
    pub fn last_day(self) -> NaiveDate {
        let end_of = |year, month: u32| {
            let next = NaiveDate::from_ymd_opt(year + month as i32 / 12, month % 12 + 1, 1);
            next.and_then(|day| day.pred_opt()).unwrap_or(NaiveDate::MAX)
        };
        match self {
            Self::Date(PartialDate::Day(day)) => day,
            Self::Date(PartialDate::Month(year, month)) => end_of(year, month),
            Self::Date(PartialDate::Year(year)) => end_of(year, 12),
            Self::Quarter(year, quarter) => end_of(year, 3 * quarter),
        }
    }
}

/// The standard form.
impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Date(date) => date.fmt(f),
            Self::Quarter(year, quarter) => write!(f, "{year:04}-Q{quarter}"),
        }
    }
}

/// The day that English words say, in either order: `24 November 2026`, `Nov. 24, 2026`.
pub fn day_in_words(words: &str) -> Option<NaiveDate> {
    let (year, month, day) = parts_in_words(words)?;
    NaiveDate::from_ymd_opt(i32::try_from(year?).ok()?, month?, day?)
}

/// The month that English words say: `2026-11` for `November 2026`.
pub fn month_in_words(words: &str) -> Option<String> {
    match parts_in_words(words)? {
        (Some(year), Some(month), None) => Some(format!("{year}-{month:02}")),
        _ => None,
    }
}

/// The year, month and day that English words have.
fn parts_in_words(words: &str) -> Option<(Option<u32>, Option<u32>, Option<u32>)> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let (mut year, mut month, mut day) = (None, None, None);
    let parts = words.split(|c: char| c.is_whitespace() || matches!(c, ',' | '.' | '-'));
    for part in parts.filter(|part| !part.is_empty()).map(str::to_lowercase) {
        let number = part.trim_end_matches(char::is_alphabetic);
        let is_ordinal = matches!(&part[number.len()..], "" | "st" | "nd" | "rd" | "th");
        let of_words = |name: &&str| *name == part || part.len() >= 3 && name.starts_with(&part);
        let place = match number.parse::<u32>() {
            Ok(_) if !is_ordinal => return None,
            Ok(number) if part.len() == 4 && number >= 1000 => year.replace(number),
            Ok(number) => day.replace(number),
            Err(_) => month.replace(MONTHS.iter().zip(1..).find(|(name, _)| of_words(name))?.1),
        };
        if place.is_some() {
            return None;
        }
    }
    Some((year, month, day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_in_words() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 24);
        for words in ["24 November 2026", "Nov. 24, 2026", "24th nov 2026", "24-Nov-2026"] {
            assert_eq!(day_in_words(words), day, "{words}");
        }
        for words in ["November 2026", "24 Novembre 2026", "31 June 2026", "24 25 May 2026", "2026"]
        {
            assert_eq!(day_in_words(words), None, "{words}");
        }
    }

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

    #[test]
    fn a_term_may_be_a_quarter_and_begins_and_ends_on_a_day() {
        for (text, first, last) in [
            ("2027-Q1", "2027-01-01", "2027-03-31"),
            ("2027-Q2", "2027-04-01", "2027-06-30"),
            ("2027-Q4", "2027-10-01", "2027-12-31"),
            ("2027", "2027-01-01", "2027-12-31"),
            ("2028-02", "2028-02-01", "2028-02-29"),
            ("2027-12", "2027-12-01", "2027-12-31"),
            ("2027-06-15", "2027-06-15", "2027-06-15"),
        ] {
            let term = Term::parse(text).unwrap();
            assert_eq!(term.to_string(), text);
            assert_eq!(term.first_day().to_string(), first, "{text}");
            assert_eq!(term.last_day().to_string(), last, "{text}");
        }
        for text in ["2027-Q5", "2027-Q0", "2027-13"] {
            assert_eq!(Term::parse(text), Err(NoDate::NotInCalendar), "{text}");
        }
        for text in ["2027-Q", "2027-Q12", "2027-06-Q2", "2027 Q2", "Q2 2027", "2027-q2"] {
            assert_eq!(Term::parse(text), Err(NoDate::OtherForm), "{text}");
        }
    }
}
