//! Dates: of a day, or as precise as they are known.

use chrono::NaiveDate;
use toml::de::DeValue;

use super::located::{Located, TermOrText};
use super::suggested::day_of;
use super::{KeyKind, Table, kind, shown};
use crate::calendar::{NoDate, PartialDate, Term};
use crate::diag::{Code, Diagnostic, Span};

/// Whether a text has nothing but figures, what stands between them, and the letter of a quarter.
fn looks_like_a_term(text: &str) -> bool {
    let parts =
        |c: char| c.is_ascii_digit() || "-/.\u{2013} ".contains(c) || c.eq_ignore_ascii_case(&'q');
    text.chars().all(parts) && text.chars().any(|c| c.is_ascii_digit())
}

impl Table<'_> {
    /// A date of the calendar.
    pub fn date(&self, key: &str) -> Option<Located<NaiveDate>> {
        self.note(key, KeyKind::Date);
        let value = self.value(key)?;
        let date = match value.get_ref() {
            DeValue::Datetime(moment) if moment.time.is_none() => moment.date,
            other => {
                let written = other.as_str().map(str::trim);
                match written.and_then(day_of) {
                    Some(day) => self.wrong_type(key, value, "a date", &format!("{key} = {day}")),
                    None => self.push(
                        Diagnostic::new(
                            Code::WrongType,
                            format!("`{key}` takes a date, found {}", kind(other)),
                        )
                        .at(Span::new(self.file, value.span()))
                        .key(self.path(key))
                        .help("write year, month and day without quotes, such as 2025-06-30 for the last of June"),
                    ),
                }
                return None;
            }
        };
        let date = date.and_then(|d| {
            NaiveDate::from_ymd_opt(i32::from(d.year), u32::from(d.month), u32::from(d.day))
        });
        if date.is_none() {
            self.push(
                Diagnostic::new(Code::BadValue, format!("`{key}` is no day of the calendar"))
                    .at(Span::new(self.file, value.span()))
                    .key(self.path(key))
                    .help("write year, month and day, such as 2025-06-30"),
            );
        }
        Some(self.located(key, value, date?))
    }

    /// A date of which the day or the month need not be known: `2016`, `"2016-05"` or `2016-05-31`.
    pub fn partial_date(&self, key: &str) -> Option<Located<PartialDate>> {
        for kind in [KeyKind::Date, KeyKind::Text, KeyKind::Integer] {
            self.note(key, kind);
        }
        let value = match self.value(key)? {
            value if value.get_ref().is_datetime() => {
                return self.date(key).map(|date| date.map(PartialDate::Day));
            }
            value => value,
        };
        let written = match value.get_ref() {
            DeValue::String(text) => text.trim().to_string(),
            DeValue::Integer(number) => number.as_str().to_string(),
            _ => {
                self.wrong_type(key, value, "a date", &format!("{key} = 2016"));
                return None;
            }
        };
        let (message, help) = match PartialDate::parse(&written) {
            Ok(date) => return Some(self.located(key, value, date)),
            Err(NoDate::NotInCalendar) => (
                format!("`{key}` is no day or month of the calendar"),
                "write a month from 01 to 12, and a day that it has, such as \"2016-05\" or 2016-05-31"
                    .to_string(),
            ),
            Err(NoDate::OtherForm) => (
                format!("`{key}` is no year, month or day: `{}`", shown(&written)),
                format!("write `{key} = 2016`, `{key} = \"2016-05\"` or `{key} = 2016-05-31`"),
            ),
        };
        self.push(
            Diagnostic::new(Code::BadValue, message)
                .at(Span::new(self.file, value.span()))
                .key(self.path(key))
                .help(help),
        );
        None
    }

    /// By when: a day, `"2027-06"`, `"2027-Q2"` or `2027`, or words that say it.
    pub fn term(&self, key: &str) -> Option<TermOrText> {
        for kind in [KeyKind::Date, KeyKind::Text, KeyKind::Integer] {
            self.note(key, kind);
        }
        let value = self.value(key)?;
        let (written, is_text) = match value.get_ref() {
            DeValue::Datetime(_) => {
                let term = |date: Located<NaiveDate>| date.map(|day| Term::Date(day.into()));
                return self.date(key).map(|date| TermOrText::Term(term(date)));
            }
            DeValue::String(text) => (text.trim().to_string(), true),
            DeValue::Integer(number) => (number.as_str().to_string(), false),
            _ => {
                self.wrong_type(key, value, "a date or a text in quotes", &format!("{key} = 2027"));
                return None;
            }
        };
        let forms = format!(
            "write `{key} = 2027-06-30`, `{key} = \"2027-06\"`, `{key} = \"2027-Q2\"`, `{key} = 2027` or \
             words"
        );
        let message = match Term::parse(&written) {
            Ok(term) => return Some(TermOrText::Term(self.located(key, value, term))),
            Err(NoDate::NotInCalendar) => {
                format!("`{key}` is no day, month or quarter of the calendar")
            }
            Err(NoDate::OtherForm) if is_text && !looks_like_a_term(&written) => {
                return self.text(key).map(TermOrText::Text);
            }
            Err(NoDate::OtherForm) => {
                format!("`{key}` is no day, month, quarter or year: `{}`", shown(&written))
            }
        };
        self.push(
            Diagnostic::new(Code::BadValue, message)
                .at(Span::new(self.file, value.span()))
                .key(self.path(key))
                .help(forms),
        );
        None
    }

    /// Reports a date that must be there, and reads it.
    pub fn required_date(&self, key: &str) -> Option<Located<NaiveDate>> {
        if !self.entries.contains_key(key) {
            self.note(key, KeyKind::Date);
            self.asked.borrow_mut().push(key.to_string());
            self.missing(key, format!("add `{key} = 2025-06-30`, without quotes"));
            return None;
        }
        self.date(key)
    }
}
