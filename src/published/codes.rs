//! Codes at the beginning of texts, as the six languages write them.

/// A code that a text begins with, and the rest of the text: `1.1.1`, `Target 1.a:`, `Goal 1.`,
/// `目标1。`, `1-أ`.
pub fn leading_code(text: &str) -> Option<(String, &str)> {
    let text = text.trim_start();
    let bare = text.trim_start_matches(|c: char| !c.is_numeric() && c != '(');
    let word = &text[..text.len() - bare.len()];
    // "Goal", "Objectif", "Показатель": one word, perhaps with the letter that says which.
    let is_word = word.chars().count() <= 24 && word.split_whitespace().count() <= 1;
    if !is_word || !word.chars().all(|c| c.is_alphabetic() || c.is_whitespace() || c == '.') {
        return None;
    }
    let (code, rest) = code(bare)?;
    // A number alone is a goal's only behind the word for it.
    if !code.contains('.') && word.trim().is_empty() {
        return None;
    }
    let rest = rest.trim_start_matches(|c: char| {
        c.is_whitespace()
            || matches!(c, '.' | ':' | ')' | '*' | '-' | '–' | '—' | '。' | '：' | '、' | '．')
    });
    Some((code, rest))
}

/// A code at the very beginning, and what is behind it.
fn code(text: &str) -> Option<(String, &str)> {
    let (first, mut rest) = number(text)?;
    let mut code = first.to_string();
    for _ in 0..2 {
        let mut ahead = rest.chars();
        if !matches!(ahead.next(), Some('.' | '-' | '\u{2010}' | '\u{2011}' | '．')) {
            break;
        }
        let next = ahead.as_str();
        if let Some((part, after)) = number(next) {
            code = format!("{code}.{part}");
            rest = after;
        } else if let Some((part, after)) = letter(next) {
            code = format!("{code}.{part}");
            rest = after;
        } else {
            break;
        }
    }
    // "2030 Agenda", "1.25 a day" and "1.1st" are none.
    let is_ended = !rest.starts_with(|c: char| c.is_ascii_alphanumeric());
    is_ended.then_some((code, rest))
}

/// A number of one or two digits, of whatever script.
fn number(text: &str) -> Option<(u32, &str)> {
    let digits: Vec<u32> = text.chars().map_while(digit).collect();
    if !(1..=2).contains(&digits.len()) || digits[0] == 0 {
        return None;
    }
    let length: usize = text.chars().take(digits.len()).map(char::len_utf8).sum();
    Some((digits.iter().fold(0, |number, digit| number * 10 + digit), &text[length..]))
}

/// The decimal digits of the languages that the framework is published in.
fn digit(c: char) -> Option<u32> {
    let zeros =
        ['0', '\u{660}', '\u{6f0}', '\u{17e0}', '\u{ed0}', '\u{1040}', '\u{e50}', '\u{966}', '０'];
    let value = |zero: char| u32::from(c).checked_sub(zero.into()).filter(|value| *value < 10);
    zeros.into_iter().find_map(value)
}

/// The letter of a target or an indicator, which stands alone.
fn letter(text: &str) -> Option<(char, &str)> {
    let mut ahead = text.chars();
    let letter = match ahead.next()? {
        // Cyrillic letters are typed in the place of those that look like them.
        'a' | 'A' | 'а' | 'أ' | 'ا' => 'a',
        'b' | 'B' | 'ب' => 'b',
        'c' | 'C' | 'с' | 'ج' => 'c',
        'd' | 'D' | 'د' => 'd',
        _ => return None,
    };
    let rest = ahead.as_str();
    let is_alone = !rest.starts_with(|c: char| c.is_alphabetic() && !is_han(c));
    is_alone.then_some((letter, rest))
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}')
}

/// Whether a text is the code of a goal, target or indicator of the United Nations by its shape.
pub fn is_code(text: &str) -> bool {
    code(text).is_some_and(|(code, rest)| rest.is_empty() && code == text)
        && text
            .split('.')
            .next()
            .and_then(|goal| goal.parse().ok())
            .is_some_and(|goal: u8| goal <= 17)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_as_languages_write_them() {
        for (text, expected) in [
            ("1.1.1 Proportion", Some(("1.1.1", "Proportion"))),
            ("1.a.2  Share", Some(("1.a.2", "Share"))),
            ("Goal 1. End poverty", Some(("1", "End poverty"))),
            ("Objectif 16 : Promouvoir", Some(("16", "Promouvoir"))),
            ("目标1. 消除", Some(("1", "消除"))),
            ("1.1到2030年", Some(("1.1", "到2030年"))),
            ("1.a确保", Some(("1.a", "确保"))),
            ("1-أ كفالة", Some(("1.a", "كفالة"))),
            ("١-١-١ نسبة", Some(("1.1.1", "نسبة"))),
            ("Indicator 1.1.1: Proportion", Some(("1.1.1", "Proportion"))),
            ("3.с.1 Плотность", Some(("3.c.1", "Плотность"))),
            ("16.3.1* text", Some(("16.3.1", "text"))),
            ("2030 Agenda", None),
            ("17 goals", None),
            ("1.a bit", Some(("1.a", "bit"))),
            ("Repeats indicator 1.5.1", None),
            ("1.1", Some(("1.1", ""))),
            ("Proportion of 1.1", None),
            ("", None),
        ] {
            let found = leading_code(text);
            let found = found.as_ref().map(|(code, rest)| (code.as_str(), *rest));
            assert_eq!(found, expected, "{text}");
        }
        assert!(is_code("16.b.1") && is_code("1.a") && is_code("17"));
        assert!(!is_code("18.1") && !is_code("1.1.") && !is_code("01.1") && !is_code("1.e"));
    }
}
