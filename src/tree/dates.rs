//! Dates: of a day, or as precise as they are known.

use chrono::NaiveDate;
use toml::de::DeValue;

use super::located::Located;
use super::{Table, shown};
use crate::calendar::{NoDate, PartialDate};
use crate::diag::{Code, Diagnostic, Span};

impl Table<'_> {
    /// A date of the calendar.
    pub fn date(&self, key: &str) -> Option<Located<NaiveDate>> {
        let value = self.value(key)?;
        let date = match value.get_ref() {
            DeValue::Datetime(moment) if moment.time.is_none() => moment.date,
            other => {
                let example = match other.as_str() {
                    Some(text) if text.parse::<NaiveDate>().is_ok() => format!("{key} = {text}"),
                    _ => format!("{key} = 2025-06-30"),
                };
                self.wrong_type(key, value, "a date", &example);
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

    /// Reports a date that must be there, and reads it.
    pub fn required_date(&self, key: &str) -> Option<Located<NaiveDate>> {
        if !self.entries.contains_key(key) {
            self.asked.borrow_mut().push(key.to_string());
            self.missing(key, format!("add `{key} = 2025-06-30`, without quotes"));
            return None;
        }
        self.date(key)
    }
}
