//! Dates in words, as CLDR has them, to the day, the month or the year.

use chrono::{Datelike, NaiveDate};
use icu_calendar::{Date, Gregorian};
use icu_datetime::FixedCalendarDateTimeFormatter;
use icu_datetime::fieldsets::{Y, YM, YMD};
use icu_locale::Locale;

use super::built_in::built_in_languages;
use super::locale::Language;
use crate::calendar::PartialDate;

/// A formatter of some fields of a date: each set of fields makes a type of its own.
macro_rules! formatter {
    ($locale:expr, $fields:expr) => {
        FixedCalendarDateTimeFormatter::<Gregorian, _>::try_new($locale.into(), $fields).ok().map(
            |formatter| {
                Box::new(move |date: &Date<Gregorian>| formatter.format(date).to_string())
                    as Box<dyn Fn(&Date<Gregorian>) -> String>
            },
        )
    };
}

/// A date in words in the Gregorian calendar: "30 June 2025", or as the language's country writes it.
/// Day and month stay on one line. A language that CLDR does not know gets the ISO form.
pub fn date(date: NaiveDate, language: &Language) -> String {
    in_words(date, language, |locale| formatter!(locale, YMD::long()))
        .map_or_else(|| date.to_string(), |words| words.replacen(' ', "\u{a0}", 1))
}

/// A date in words as far as it is known: "2025", "June 2025" or "30 June 2025". A year stays on one
/// line with what tells its era.
pub fn partial_date(known: PartialDate, language: &Language) -> String {
    let first = |month| NaiveDate::from_ymd_opt(known.year(), month, 1);
    let words = match known {
        PartialDate::Day(day) => return date(day, language),
        PartialDate::Month(_, month) => first(month)
            .and_then(|day| in_words(day, language, |locale| formatter!(locale, YM::long()))),
        PartialDate::Year(_) => first(1)
            .and_then(|day| in_words(day, language, |locale| formatter!(locale, Y::long())))
            .map(|words| words.replace(' ', "\u{a0}")),
    };
    words.unwrap_or_else(|| known.to_string())
}

/// The date that words say as a language with labels, or English elsewhere, writes it, to the day or the
/// month, as it is written in a brief; `None` where they say none, or more.
pub fn date_of_words(words: &str) -> Option<String> {
    let even = |text: &str| text.replace('\u{a0}', " ").trim().to_lowercase();
    let written = even(words);
    let digits = |c: char| !c.is_ascii_digit();
    let numbers: Vec<&str> = written.split(digits).filter(|it| !it.is_empty()).collect();
    let year: i32 = numbers.iter().find(|number| number.len() == 4)?.parse().ok()?;
    let days = numbers.iter().filter(|number| number.len() <= 2);
    let days: Vec<u32> = days.filter_map(|day| day.parse().ok()).collect();
    for month in 1..=12 {
        let known = PartialDate::month(year, month);
        let of_days = days.iter().filter_map(|&day| NaiveDate::from_ymd_opt(year, month, day));
        for known in known.into_iter().chain(of_days.map(PartialDate::Day)) {
            let said = |tag: &str| even(&partial_date(known, &Language::new(tag))) == written;
            if built_in_languages().chain(["en-US", "en-GB"]).any(said) {
                let is_day = matches!(known, PartialDate::Day(_));
                return Some(if is_day { known.to_string() } else { format!("\"{known}\"") });
            }
        }
    }
    None
}

/// What CLDR has for a date; nothing where it does not know the language, for which ICU has the words
/// of none.
fn in_words(
    date: NaiveDate,
    language: &Language,
    formatter: impl Fn(Locale) -> Option<Box<dyn Fn(&Date<Gregorian>) -> String>>,
) -> Option<String> {
    let (month, day) = (u8::try_from(date.month()).ok()?, u8::try_from(date.day()).ok()?);
    let date = Date::try_new_gregorian(date.year(), month, day).ok()?;
    let format = |locale| Some(formatter(locale)?(&date));
    let words = language.locale().and_then(format);
    words.filter(|words| format(Locale::UNKNOWN).as_ref() != Some(words))
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

    #[test]
    fn a_date_says_no_more_than_is_known() {
        // As CLDR 48 has them in `dateTimeFormats/availableFormats`: yMMMM and y.
        for (language, month, year) in [
            ("en", "May 2016", "2016"),
            ("en-US", "May 2016", "2016"),
            ("fr", "mai 2016", "2016"),
            ("es", "mayo de 2016", "2016"),
            ("pt", "maio de 2016", "2016"),
            ("ru", "май 2016\u{202f}г.", "2016"),
            ("vi", "tháng 5 năm 2016", "2016"),
            ("zh-Hans", "2016年5月", "2016年"),
            ("ar", "مايو 2016", "2016"),
            ("ar-EG", "مايو ٢٠١٦", "٢٠١٦"),
            ("hi", "मई 2016", "2016"),
            ("km", "ឧសភា ២០១៦", "២០១៦"),
            ("lo", "ພຶດສະພາ 2016", "2016"),
            ("my", "၂၀၁၆ မေ", "၂၀၁၆"),
            ("th", "พฤษภาคม ค.ศ. 2016", "ค.ศ.\u{a0}2016"),
            ("tlh", "2016-05", "2016"),
        ] {
            let own = Language::new(language);
            let words = |text: &str| partial_date(PartialDate::parse(text).unwrap(), &own);
            assert_eq!(words("2016-05"), month, "{language}");
            assert_eq!(words("2016"), year, "{language}");
            let day = NaiveDate::from_ymd_opt(2016, 5, 31).unwrap();
            assert_eq!(words("2016-05-31"), date(day, &own), "{language}");
        }
    }
}
