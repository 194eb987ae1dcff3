//! What a PDF says of its making: when, and by which program.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, Timelike};
use serde::{Deserialize, Serialize};
use typst::foundations::Datetime;
use typst_pdf::Timestamp;

/// The moment a PDF says it was made, in seconds since 1970-01-01 UTC. Never the clock's: the same
/// input gives the same bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp(i64);

impl Stamp {
    /// Midnight (UTC) of a day.
    pub fn date(date: NaiveDate) -> Self {
        Self(date.and_time(NaiveTime::MIN).and_utc().timestamp())
    }

    /// Seconds since 1970, as `SOURCE_DATE_EPOCH` has them.
    pub fn epoch(seconds: i64) -> Self {
        Self(seconds)
    }

    /// The moment in seconds since 1970.
    pub fn seconds(self) -> i64 {
        self.0
    }

    /// The moment, in UTC.
    pub(super) fn moment(self) -> Option<NaiveDateTime> {
        Some(DateTime::from_timestamp(self.0, 0)?.naive_utc())
    }

    pub(super) fn timestamp(self) -> Option<Timestamp> {
        let moment = self.moment()?;
        let [month, day] = [moment.month() as u8, moment.day() as u8];
        let [hour, minute, second] =
            [moment.hour() as u8, moment.minute() as u8, moment.second() as u8];
        Datetime::from_ymd_hms(moment.year(), month, day, hour, minute, second)
            .map(Timestamp::new_utc)
    }
}

/// The program that made the document, as its metadata name it.
pub(super) fn creator() -> String {
    format!("briefpress {}", env!("CARGO_PKG_VERSION"))
}
