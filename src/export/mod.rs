//! From pages to files.

mod press;
mod screen;
mod separation;

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, Timelike};
use typst::foundations::Datetime;
use typst_pdf::Timestamp;

pub use press::{PressError, Printing, print_pdf};
pub use screen::screen_pdf;

/// The moment a PDF says it was made. Never the clock's: the same input gives the same bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stamp {
    /// Midnight (UTC) of the brief's date.
    Date(NaiveDate),
    /// Seconds since 1970-01-01 UTC, from `SOURCE_DATE_EPOCH`.
    Epoch(i64),
}

impl Stamp {
    /// The moment, in UTC.
    fn moment(self) -> Option<NaiveDateTime> {
        match self {
            Stamp::Date(date) => date.and_hms_opt(0, 0, 0),
            Stamp::Epoch(seconds) => Some(DateTime::from_timestamp(seconds, 0)?.naive_utc()),
        }
    }

    fn timestamp(self) -> Option<Timestamp> {
        let moment = self.moment()?;
        let [month, day] = [moment.month() as u8, moment.day() as u8];
        let [hour, minute, second] =
            [moment.hour() as u8, moment.minute() as u8, moment.second() as u8];
        Datetime::from_ymd_hms(moment.year(), month, day, hour, minute, second)
            .map(Timestamp::new_utc)
    }
}

/// The program that made the document, as its metadata name it.
fn creator() -> String {
    format!("briefpress {}", env!("CARGO_PKG_VERSION"))
}
