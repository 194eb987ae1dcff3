//! Dates in words, as CLDR has them.

use chrono::{Datelike, NaiveDate};
use icu_calendar::{Date, Gregorian};
use icu_datetime::FixedCalendarDateTimeFormatter;
use icu_datetime::fieldsets::YMD;
use icu_locale::Locale;

use super::locale::Language;

/// A date in words in the Gregorian calendar: "30 June 2025", or as the language's country writes it.
/// Day and month stay on one line. A language that CLDR does not know gets the ISO form.
pub fn date(date: NaiveDate, language: &Language) -> String {
    let in_words = |locale: Locale| {
        let formatter: FixedCalendarDateTimeFormatter<Gregorian, _> =
            FixedCalendarDateTimeFormatter::try_new(locale.into(), YMD::long()).ok()?;
        let (month, day) = (u8::try_from(date.month()).ok()?, u8::try_from(date.day()).ok()?);
        let date = Date::try_new_gregorian(date.year(), month, day).ok()?;
        Some(formatter.format(&date).to_string())
    };
    let words = language.locale().and_then(in_words);
    // For a language it does not know ICU has the words of none.
    match words.filter(|words| in_words(Locale::UNKNOWN).as_ref() != Some(words)) {
        Some(words) => words.replacen(' ', "\u{a0}", 1),
        None => date.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_reads_as_people_write_it() {
        let day = NaiveDate::from_ymd_opt(2025, 6, 26).unwrap();
        for (language, expected) in [
            ("en", "26\u{a0}June 2025"),
            ("en-GB", "26\u{a0}June 2025"),
            ("en-US", "June\u{a0}26, 2025"),
            ("fr", "26\u{a0}juin 2025"),
            ("fr-CA", "26\u{a0}juin 2025"),
            ("pt-BR", "26\u{a0}de junho de 2025"),
            ("es-419", "26\u{a0}de junio de 2025"),
            ("tlh", "2025-06-26"),
            ("de", "26.\u{a0}Juni 2025"),
            ("zh-Hant", "2025年6月26日"),
            ("sr-Latn", "26.\u{a0}jun 2025."),
            ("km", "២៦\u{a0}មិថុនា ២០២៥"),
            ("zh-Hans", "2025年6月26日"),
            ("th", "26\u{a0}มิถุนายน ค.ศ. 2025"),
        ] {
            assert_eq!(date(day, &Language::new(language)), expected, "{language}");
        }
    }
}
