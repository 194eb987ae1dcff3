//! The screen edition: PDF/UA-1 (ISO 14289-1) and PDF/A-2a (ISO 19005-2) in one file.

use chrono::{DateTime, Datelike, NaiveDate, Timelike};
use typst::foundations::{Datetime, Smart};
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::typeset::{Pages, Problem, Typesetter};

/// The moment a PDF says it was made. Never the clock's: the same input gives the same bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stamp {
    /// Midnight (UTC) of the brief's date.
    Date(NaiveDate),
    /// Seconds since 1970-01-01 UTC, from `SOURCE_DATE_EPOCH`.
    Epoch(i64),
}

impl Stamp {
    fn timestamp(self) -> Option<Timestamp> {
        let moment = match self {
            Stamp::Date(date) => date.and_hms_opt(0, 0, 0)?,
            Stamp::Epoch(seconds) => DateTime::from_timestamp(seconds, 0)?.naive_utc(),
        };
        let [month, day] = [moment.month() as u8, moment.day() as u8];
        let [hour, minute, second] =
            [moment.hour() as u8, moment.minute() as u8, moment.second() as u8];
        Datetime::from_ymd_hms(moment.year(), month, day, hour, minute, second)
            .map(Timestamp::new_utc)
    }
}

/// Writes the pages as PDF. `identity` tells one document from another over all its versions.
/// The error is every rule of the two standards that a page does not meet.
pub fn screen_pdf(
    typesetter: &Typesetter,
    pages: &Pages,
    identity: &str,
    stamp: Stamp,
) -> Result<Vec<u8>, Vec<Problem>> {
    let options = PdfOptions {
        ident: Smart::Custom(identity.to_string()),
        creator: Smart::Custom(Some(format!("briefpress {}", env!("CARGO_PKG_VERSION")))),
        timestamp: stamp.timestamp(),
        page_ranges: None,
        standards: PdfStandards::new(&[PdfStandard::Ua_1, PdfStandard::A_2a])
            .expect("the two standards go together"),
        tagged: true,
        pretty: false,
    };
    typst_pdf::pdf(&pages.document, &options)
        .map_err(|errors| errors.iter().map(|error| typesetter.problem(error)).collect())
}
