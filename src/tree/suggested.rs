//! What a writer is told to write: their own words, in a form that TOML takes.

use chrono::NaiveDate;
use toml::de::DeValue;
use unicode_normalization::UnicodeNormalization;

use crate::calendar::{PartialDate, day_in_words, month_in_words};

/// Quotation marks of languages, and what stands for them: none that TOML knows begins or ends so.
const MARKS: [char; 26] = [
    '“', '”', '„', '‟', '«', '»', '‹', '›', '‘', '’', '‚', '‛', '「', '」', '『', '』', '＂', '＇',
    '`', '´', '″', '′', '〝', '〞', '〟', 'ˮ',
];

/// Whether a character is a quotation mark other than `"` and `'`.
pub(super) fn is_mark(c: char) -> bool {
    MARKS.contains(&c)
}

/// What a character that is not seen is called.
pub(super) fn strange(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{a0}' => "a no-break space",
        '\u{202f}' => "a narrow no-break space",
        '\u{3000}' => "a wide space",
        '\u{2000}'..='\u{200a}' | '\u{205f}' | '\u{1680}' => "a typographer’s space",
        '\u{200b}' => "a space without width",
        '\u{feff}' => "a byte order mark",
        '\u{200c}' | '\u{200d}' | '\u{2060}' => "a joiner",
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            "a mark of direction"
        }
        '\u{ad}' => "a soft hyphen",
        '\u{2028}' | '\u{2029}' | '\u{85}' => "a line separator",
        c if c.is_control() && !matches!(c, '\n' | '\r' | '\t') => "a control character",
        _ => return None,
    })
}

/// What stands before a comment. A `#` in words, such as `issue #4`, begins none.
pub(super) fn without_comment(value: &str) -> &str {
    let comment = value.match_indices('#').find(|(at, _)| {
        let before = value[..*at].trim_end_matches([' ', '\t']);
        let space = at - before.len();
        let after = value[at + 1..].starts_with([' ', '\t']) || value.len() == at + 1;
        *at == 0 || space > 1 || space == 1 && after
    });
    value[..comment.map_or(value.len(), |(at, _)| at)].trim_end()
}

/// A text in straight quotes.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// What words are without the quotation marks around them, of which one may be missing.
pub(super) fn bare(words: &str) -> &str {
    let words = words.trim();
    let is_quote = |c: char| c == '"' || c == '\'' || is_mark(c);
    let first = words.chars().next().filter(|&c| is_quote(c));
    let last = words.chars().next_back().filter(|&c| is_quote(c) && words.chars().count() > 1);
    let inner = match (first, last) {
        (Some(first), Some(last)) => &words[first.len_utf8()..words.len() - last.len_utf8()],
        (Some(first), None) => &words[first.len_utf8()..],
        (None, Some(last)) => &words[..words.len() - last.len_utf8()],
        (None, None) => words,
    };
    // The marks at the ends may belong to words in it.
    if is_balanced(inner) || !is_balanced(words) { inner } else { words }
}

/// Whether every quotation mark in a text has its other half.
fn is_balanced(text: &str) -> bool {
    let mut open = 0_i32;
    for c in text.chars() {
        match c {
            '“' | '«' | '‹' | '「' | '『' | '„' => open += 1,
            '”' | '»' | '›' | '」' | '』' => open -= 1,
            _ => {}
        }
        if open < 0 {
            return false;
        }
    }
    open == 0 && text.matches('"').count().is_multiple_of(2)
}

/// A value that was written without quotes, or in those that TOML does not know: as it is to be written.
pub(super) fn value_of(words: &str) -> String {
    let words = bare(words);
    match day_of(words) {
        Some(day) => day.to_string(),
        None => quoted(words),
    }
}

/// The day that was written in words, or in an order that leaves no doubt.
pub(super) fn day_of(words: &str) -> Option<NaiveDate> {
    let words = with_hyphens(words);
    match days_of(&words)[..] {
        [day] => Some(day),
        _ => day_in_words(&words),
    }
}

/// The days that three numbers can be: year, month and day, or the other way round, where the day may
/// stand before the month or after it.
pub(super) fn days_of(words: &str) -> Vec<NaiveDate> {
    let words = with_hyphens(words);
    let parts: Vec<&str> = words.split(['/', '.', '-']).map(str::trim).collect();
    let numbers: Vec<u32> = parts.iter().filter_map(|part| part.parse().ok()).collect();
    let [first, second, third] = numbers[..] else { return Vec::new() };
    let date = |year: u32, month: u32, day: u32| {
        let year = i32::try_from(year).ok().filter(|year| (1000..2200).contains(year))?;
        NaiveDate::from_ymd_opt(year, month, day)
    };
    let read = match parts[0].len() {
        4 => vec![date(first, second, third)],
        _ => vec![date(third, second, first), date(third, first, second)],
    };
    let mut days: Vec<NaiveDate> = read.into_iter().flatten().collect();
    days.dedup();
    days
}

/// Whether words are three numbers with points or slashes, of which one is a year.
pub(super) fn looks_like_a_day(words: &str) -> bool {
    let words = with_hyphens(words);
    let parts: Vec<&str> = words.split(['/', '.', '-']).collect();
    let number = |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    parts.len() == 3 && parts.iter().all(number) && parts.iter().any(|part| part.len() == 4)
}

/// A month with its year, in numbers or words, as a date has it: `2026-11`.
pub(super) fn month_of(words: &str) -> Option<String> {
    let words = with_hyphens(bare(words));
    let is_month = matches!(PartialDate::parse(&words), Ok(PartialDate::Month(..)));
    if is_month { Some(words) } else { month_in_words(&words) }
}

/// What joins the parts of a date, as a hyphen: word processors make a dash of it.
fn with_hyphens(words: &str) -> String {
    words.replace(['\u{2010}', '\u{2011}', '\u{2012}', '–', '—', '\u{2212}'], "-")
}

/// A number with a comma before its decimals, with a point.
pub(super) fn with_point(words: &str) -> Option<String> {
    let (whole, decimals) = words.split_once(',')?;
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let is_one = digits(whole.trim_start_matches(['-', '+'])) && digits(decimals);
    is_one.then(|| format!("{whole}.{decimals}"))
}

/// The digits of a number that was written in groups.
pub(super) fn ungrouped(words: &str) -> Option<String> {
    let signs = [' ', ',', '\'', '’', '\u{a0}', '\u{202f}', '.'];
    let groups: Vec<&str> = words.split(signs).collect();
    let (first, rest) = groups.split_first()?;
    let digits = |group: &&str| group.bytes().all(|byte| byte.is_ascii_digit());
    let fits = (1..=3).contains(&first.len()) && rest.iter().all(|group| group.len() == 3);
    (!rest.is_empty() && fits && groups.iter().all(digits)).then(|| groups.concat())
}

/// A name as a key is written.
pub(super) fn key_of(name: &str) -> Option<String> {
    let name: String = name.nfkc().collect();
    let name = name.trim().trim_end_matches([':', '-', '+', '?', '!']);
    let name = bare(name.trim_end().trim_matches('*'));
    let mut key = String::new();
    for word in name.split(|c: char| c.is_whitespace() || strange(c).is_some()) {
        if !word.is_empty() {
            key += if key.is_empty() { "" } else { "_" };
            key += word;
        }
    }
    let is_key = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    let words = name.split_whitespace().count();
    (!key.is_empty() && words <= 3 && key.chars().all(is_key)).then_some(key)
}

/// A value as the texts in quotes that are meant by it.
pub(super) fn as_texts(value: &DeValue<'_>) -> Vec<String> {
    match value {
        DeValue::String(text) => vec![quoted(text)],
        DeValue::Integer(number) => vec![quoted(number.as_str())],
        DeValue::Float(number) => vec![quoted(number.as_str())],
        DeValue::Datetime(date) => vec![quoted(&date.to_string())],
        DeValue::Array(entries) => entries.iter().flat_map(|it| as_texts(it.get_ref())).collect(),
        DeValue::Boolean(_) | DeValue::Table(_) => vec!["\"…\"".to_string()],
    }
}

/// What is meant by a text that stands for a list: several entries where commas part single words, such as
/// ids.
pub(super) fn as_entries(text: &str) -> Vec<String> {
    let parts: Vec<&str> = text.split([',', ';']).map(str::trim).collect();
    let is_word = |part: &&str| !part.is_empty() && !part.contains(char::is_whitespace);
    match parts.iter().all(is_word) {
        true => parts.into_iter().map(quoted).collect(),
        false => vec![quoted(text)],
    }
}
