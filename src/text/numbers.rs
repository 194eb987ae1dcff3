//! Numbers, ranges, codes, and what belongs to them: none is divided at the end of a line.

use std::ops::Range;

use icu_properties::props::{GeneralCategory, LineBreak};

use super::characters::{category, class, is_digit};
use super::long::{LONGEST, columns, opportunities, words};
use super::marks::{JOINER, Marks};
use super::units;

/// Digits that end the whole part of a number in groups, and those of the longest calling code.
const GROUP: usize = 3;

/// Joins what belongs together.
pub(super) fn mark(text: &str, language: &str, marks: &mut Marks) {
    for word in words(text) {
        let start = word.start;
        within(&text[word], start, language, marks);
    }
    abbreviations(text, marks);
    across_ideographs(text, language, marks);
    across_spaces(text, language, marks);
    before_unspaced(text, language, marks);
}

/// Joins a number, a range or a code: "16-" and "18", "CEDAW/" and "C/" and "5".
fn within(word: &str, start: usize, language: &str, marks: &mut Marks) {
    address(word, start, marks);
    if word.trim_start_matches(is_opening).starts_with("BY-") {
        // A licence: "CC BY-NC 4.0".
        for at in opportunities(word).filter(|at| *at <= LONGEST) {
            marks.add(start + at, JOINER);
        }
        return;
    }
    if word.contains('/') && is_unit(word, language) {
        for at in opportunities(word) {
            marks.add(start + at, JOINER);
        }
        return;
    }
    // In ASCII no line breaks after anything else than these.
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b',' | b':' | b';' | b'(');
    if word.bytes().all(plain) || !word.contains(is_digit) {
        return;
    }
    let short = columns(word) <= LONGEST;
    let mut last = 0;
    let mut places = opportunities(word).peekable();
    while let Some(at) = places.next() {
        let next = places.peek().copied().unwrap_or(word.len());
        let (before, after) = (&word[last..at], &word[at..next]);
        let one = if short {
            let numbered = before.contains(is_digit) || after.contains(is_digit);
            let code = is_code(before) && is_code(after);
            // A dash between words is one even beside a number: "in 2015—the year".
            let dash = before.ends_with('—') || after.starts_with('—');
            (numbered || code) && (!dash || in_range(word, at))
        } else {
            in_range(word, at)
        };
        if one {
            marks.add(start + at, JOINER);
        }
        last = at;
    }
}

/// Whether a place in a word is between two numbers that a dash or another sign joins.
fn in_range(word: &str, at: usize) -> bool {
    let sign = |c: char| !c.is_alphanumeric() && !c.is_whitespace();
    let before = word[..at].trim_end_matches(sign);
    let after = word[at..].trim_start_matches(sign);
    // One sign and perhaps a currency's: "1–2", "US$1–$2".
    let between = word[before.len()..word.len() - after.len()].chars().count();
    before.ends_with(is_digit) && after.starts_with(is_digit) && (1..=2).contains(&between)
}

/// Letters of a code: not two small ones together, as in a word.
fn is_code(part: &str) -> bool {
    let mut small = 0;
    part.chars().all(|c| {
        small = if c.is_lowercase() { small + 1 } else { 0 };
        small < 2
    })
}

/// Joins "n/a", "c/o", "ລ/ດ": a slash between two single letters.
fn abbreviations(text: &str, marks: &mut Marks) {
    for (at, _) in text.match_indices('/') {
        let after = at + 1;
        if is_single(text[..at].chars().rev()) && is_single(text[after..].chars()) {
            marks.add(after, JOINER);
        }
    }
}

/// Whether one letter comes, and then none.
fn is_single(mut letters: impl Iterator<Item = char>) -> bool {
    letters.next().is_some_and(char::is_alphabetic)
        && !letters.next().is_some_and(char::is_alphanumeric)
}

/// Takes from Typst its own way with web addresses, which breaks between a letter and a digit, and
/// keeps hyphenation out of them: a hyphen would be read as part of the address.
fn address(word: &str, start: usize, marks: &mut Marks) {
    let scheme = word.find("://");
    let www = word.starts_with("www.");
    let domain = || {
        let host = word.split('/').next().unwrap_or_default();
        let labels = host.split('.');
        host.len() < word.len() && host.contains('.') && labels.clone().all(|label| label.len() > 1)
    };
    let mail =
        || word.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
    if scheme.is_none() && !www && !domain() && !mail() {
        return;
    }
    if let Some(at) = scheme {
        marks.add(start + at + "://".len(), JOINER);
    }
    let mut letters = 0;
    for (at, c) in word.char_indices() {
        letters = if c.is_alphabetic() { letters + 1 } else { 0 };
        if letters == 3 {
            marks.add(start + at, JOINER);
        }
    }
}

/// Joins a number to the ideographs of its unit, and two numbers to the wide dash between them.
fn across_ideographs(text: &str, language: &str, marks: &mut Marks) {
    let units = units::own(language);
    let ideographs = units.starts_with(|c| class(c) == LineBreak::Ideographic);
    let mut before = None;
    for (at, c) in text.char_indices() {
        let after_number = before.is_some_and(is_digit);
        if !c.is_ascii() && after_number {
            let rest = &text[at..];
            if ideographs
                && let Some(unit) =
                    units.split(' ').filter(|unit| rest.starts_with(unit)).max_by_key(|u| u.len())
            {
                for (inside, _) in unit.char_indices() {
                    marks.add(at + inside, JOINER);
                }
            }
            let mut following = rest.chars().skip(1);
            if matches!(c, '～' | '〜' | '－') && following.next().is_some_and(is_digit) {
                marks.add(at, JOINER);
                marks.add(at + c.len_utf8(), JOINER);
            }
        }
        before = Some(c);
    }
}

/// Joins a number to what it counts or what names it across a space, where the words beside it go on
/// without one: "១២ ខែកន្លងមក". Such a word breaks by itself, however long what stands together is.
fn before_unspaced(text: &str, language: &str, marks: &mut Marks) {
    let (times, names) = (units::times(language), units::names(language));
    if !times.starts_with(|c| class(c) == LineBreak::ComplexContext) {
        return;
    }
    for (at, _) in text.match_indices(' ') {
        let (before, after) = (&text[..at], &text[at + 1..]);
        let counted = || times.split_ascii_whitespace().any(|word| after.starts_with(word));
        let named = || names.split_ascii_whitespace().any(|word| before.ends_with(word));
        let month = || times.split_ascii_whitespace().any(|word| before.ends_with(word));
        if (before.ends_with(is_digit) && counted())
            || (after.starts_with(is_digit) && (named() || month()))
        {
            marks.add(at + 1, JOINER);
        }
    }
}

/// What stands between two spaces, and its text without the isolates (UAX #9) around it.
struct Token<'a> {
    place: Range<usize>,
    text: &'a str,
}

/// Joins across spaces.
fn across_spaces(text: &str, language: &str, marks: &mut Marks) {
    let tokens = tokens(text);
    let glued = glued(text, &tokens, language);
    // What would fill a column is a list of numbers and no number.
    let mut first = 0;
    while first < glued.len() {
        if !glued[first] {
            first += 1;
            continue;
        }
        let end = (first..glued.len()).find(|index| !glued[*index]).unwrap_or(glued.len());
        if columns(&text[tokens[first].place.start..tokens[end].place.end]) <= LONGEST {
            for token in &tokens[first + 1..=end] {
                marks.add(token.place.start, JOINER);
            }
        }
        first = end;
    }
}

/// For every token but the last, whether it and the next are one.
fn glued(text: &str, tokens: &[Token], language: &str) -> Vec<bool> {
    let mut glued = vec![false; tokens.len().saturating_sub(1)];
    let mut phone = false;
    for (index, pair) in tokens.windows(2).enumerate() {
        let [left, right] = pair else { continue };
        let same_line = !text[left.place.end..right.place.start].contains(is_line_end);
        phone = same_line
            && (phone || starts_phone(left.text))
            && right.text.chars().all(|c| is_digit(c) || "-()./,;".contains(c))
            && right.text.chars().filter(|c| is_digit(*c)).count() > 1;
        glued[index] |= same_line
            && (phone
                || is_unit_of(left.text, right.text, language)
                || names_number(left.text, right.text, language)
                || is_licence(left.text, right.text)
                || is_group(left.text, right.text)
                || is_initial(left.text, right.text)
                || is_fraction(left.text, right.text)
                || is_angle(left.text, right.text)
                // A label whose number is filled in later: "SDG {n}".
                || right.text.starts_with("{n}"));
        // "2015 – 2030", "10 ± 2", "5 × 10⁶".
        if let Some(next) = tokens.get(index + 2)
            && (is_dash(right.text) || matches!(right.text, "±" | "×" | "·" | "÷"))
            && ends_in_number(left.text)
            && begins_with_number(next.text)
        {
            glued[index] = same_line;
            glued[index + 1] = same_line;
        }
    }
    glued
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    // A space that holds by itself is part of its token.
    let space =
        |c: char| c == ' ' || (c.is_whitespace() && (c.is_ascii() || class(c) != LineBreak::Glue));
    let mut tokens = Vec::new();
    let mut start = 0;
    for part in text.split(space) {
        if !part.is_empty() {
            let text = part.trim_matches(is_isolate);
            tokens.push(Token { place: start..start + part.len(), text });
        }
        start += part.len();
        start += text[start..].chars().next().map_or(0, char::len_utf8);
    }
    tokens
}

fn is_isolate(c: char) -> bool {
    matches!(c, '\u{2066}'..='\u{2069}')
}

fn is_line_end(c: char) -> bool {
    matches!(
        class(c),
        LineBreak::MandatoryBreak
            | LineBreak::CarriageReturn
            | LineBreak::LineFeed
            | LineBreak::NextLine
    )
}

/// What opens and closes around a number or a unit.
fn is_opening(c: char) -> bool {
    matches!(class(c), LineBreak::OpenPunctuation | LineBreak::Quotation)
}

fn is_closing(c: char) -> bool {
    matches!(
        class(c),
        LineBreak::ClosePunctuation
            | LineBreak::CloseParenthesis
            | LineBreak::Quotation
            | LineBreak::InfixNumeric
            | LineBreak::Exclamation
            | LineBreak::BreakAfter
            | LineBreak::Inseparable
    ) || c == '…'
}

/// A sign that belongs to the number after it: a currency's, a mathematical one.
fn is_sign(c: char) -> bool {
    matches!(category(c), GeneralCategory::CurrencySymbol)
        || class(c) == LineBreak::PrefixNumeric
        || (category(c) == GeneralCategory::MathSymbol && class(c) != LineBreak::BreakAfter)
        || matches!(c, '§' | '#')
}

fn is_dash(token: &str) -> bool {
    let mut chars = token.chars();
    let dash = |c: char| category(c) == GeneralCategory::DashPunctuation || c == '−';
    chars.next().is_some_and(dash) && chars.next().is_none()
}

fn ends_in_number(token: &str) -> bool {
    token.ends_with(|c| is_digit(c) || matches!(c, '¼'..='¾' | '⅐'..='⅞'))
}

fn begins_with_number(token: &str) -> bool {
    let digits = token.trim_start_matches(|c| is_sign(c) || matches!(c, '-' | '.' | ','));
    digits.starts_with(is_digit)
}

/// "5 km²", "45 %", "5 US$", "10 °C", "80 km/h", "5 USD".
fn is_unit_of(left: &str, right: &str, language: &str) -> bool {
    if !ends_in_number(left) {
        return false;
    }
    let first = right.chars().next();
    if first.is_some_and(|c| class(c) == LineBreak::PostfixNumeric) {
        // "10 %–15 %" as well.
        let rest = right.trim_start_matches(|c| class(c) == LineBreak::PostfixNumeric);
        let ranges = rest.chars().next().is_some_and(|c| is_dash(c.encode_utf8(&mut [0; 4])));
        return ranges || !rest.contains(is_digit);
    }
    let unit = right.trim_start_matches(is_opening).trim_end_matches(is_closing);
    let sign = unit.trim_start_matches(|c: char| c.is_ascii_uppercase());
    let currency = |c| category(c) == GeneralCategory::CurrencySymbol;
    if sign.starts_with(currency) && !right.contains(is_digit) {
        return unit.len() - sign.len() <= GROUP;
    }
    is_unit(right, language) || units::is_time(unit, language)
}

/// "km²", "km/h", "kg/year", whatever is around it.
fn is_unit(word: &str, language: &str) -> bool {
    let word = word.trim_start_matches(is_opening).trim_end_matches(is_closing);
    let known = |part: &str| {
        let base = part.trim_end_matches(|c: char| "²³⁻¹^−23".contains(c));
        units::is_unit(part, language) || units::is_unit(base, language) || units::is_currency(part)
    };
    let mut parts = word.split(['/', '·', '⋅']);
    parts.next().is_some_and(known) && parts.all(|part| !part.contains(is_digit) || known(part))
}

/// "US$ 5", "€ 3", "USD 5", "≥ 5", "§ 5", "p. 12", "Art. 3", "SDG 16", "target 5.5", "May 2016", "الـ 12".
fn names_number(left: &str, right: &str, language: &str) -> bool {
    if !begins_with_number(right) {
        return false;
    }
    let word = left.trim_start_matches(is_opening);
    let sign = word.trim_start_matches(|c: char| c.is_ascii_uppercase());
    if !sign.is_empty() && word.len() - sign.len() <= GROUP && sign.chars().all(is_sign) {
        return true;
    }
    if !right.starts_with(is_digit) {
        return false;
    }
    // An abbreviation; a short word at a sentence's end costs one opportunity.
    let abbreviation = word.strip_suffix('.').is_some_and(|word| {
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        (1..=5).contains(&letters) && word.chars().all(|c| c.is_alphabetic() || c == '.')
    });
    abbreviation
        || units::is_currency(word)
        || units::is_label(word)
        || units::is_name(word, language)
        || units::is_time(word, language)
        // An article that is written on to what follows.
        || word.ends_with(TATWEEL)
}

/// What lengthens an Arabic letter.
const TATWEEL: char = '\u{640}';

/// "CC BY", "BY-SA 4.0".
fn is_licence(left: &str, right: &str) -> bool {
    let left = left.trim_start_matches(is_opening);
    (left == "CC" && right.starts_with("BY"))
        || ((left == "BY" || left.starts_with("BY-")) && right.starts_with(is_digit))
}

/// "1 000 000": up to three digits, then three.
fn is_group(left: &str, right: &str) -> bool {
    let trailing = left.chars().rev().take_while(|c| is_digit(*c)).count();
    let before = left.chars().rev().nth(trailing);
    let leading = right.chars().take_while(|c| is_digit(*c)).count();
    (1..=GROUP).contains(&trailing)
        && leading == GROUP
        && !before.is_some_and(|c| c.is_alphanumeric() || class(c) == LineBreak::InfixNumeric)
}

/// "3 ½", "2 1/2".
fn is_fraction(left: &str, right: &str) -> bool {
    let right = right.trim_end_matches(is_closing);
    let ratio = |(over, under): (&str, &str)| {
        [over, under].iter().all(|part| !part.is_empty() && part.chars().all(is_digit))
    };
    left.ends_with(is_digit)
        && (right.starts_with(|c| matches!(c, '¼'..='¾' | '⅐'..='⅞'))
            || right.split_once(['/', '⁄']).is_some_and(ratio))
}

/// "5′ 30″", "11°33′ N".
fn is_angle(left: &str, right: &str) -> bool {
    left.ends_with(['°', '′', '″'])
        && left.contains(is_digit)
        && (right.starts_with(is_digit)
            || matches!(right.trim_end_matches(is_closing), "N" | "S" | "E" | "W"))
}

/// "+20" of "+20 100 123 4567".
fn starts_phone(token: &str) -> bool {
    token.trim_start_matches(is_opening).strip_prefix('+').is_some_and(|code| {
        (1..=GROUP).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_digit())
    })
}

/// "J. Smith", "J. R. Smith", "z. B.".
fn is_initial(left: &str, right: &str) -> bool {
    let left = left.trim_start_matches(is_opening);
    let Some((letter, rest)) = initial(left) else { return false };
    if letter.is_lowercase() {
        let last = |(_, rest): (char, &str)| rest.chars().all(is_closing);
        return rest.is_empty() && initial(right).is_some_and(last);
    }
    // "J.R." is initials too.
    let more = rest.is_empty() || initial(rest).is_some_and(|(_, rest)| rest.is_empty());
    letter.is_uppercase() && more && right.starts_with(char::is_uppercase)
}

/// A letter with its full stop, and what follows.
fn initial(token: &str) -> Option<(char, &str)> {
    let letter = token.chars().next().filter(|c| c.is_alphabetic())?;
    let rest = token[letter.len_utf8()..].strip_prefix('.')?;
    Some((letter, rest))
}
