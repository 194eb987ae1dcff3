//! What a number format shows of the number that a cell holds (ECMA-376, 18.8.31): the same, the
//! hundredfold, or something else.

/// What is seen of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SeenNumber {
    /// The number, rounded perhaps.
    Itself,
    /// The number times a hundred, so many times over: a sign of per cent stands in the format.
    Hundredfold(usize),
    /// Another number, a word, or nothing.
    Other,
}

/// What a section of a format is made of.
#[derive(Default)]
struct FormatSection {
    digits: bool,
    signed: bool,
    percents: usize,
    scaled: bool,
    strange: bool,
    dash: bool,
}

/// What is seen of a number that has a format.
pub(super) fn seen(format: &str, number: f64) -> SeenNumber {
    let sections = sections(format);
    let at = match sections.len() {
        0 | 1 => 0,
        2 => usize::from(number < 0.0),
        _ if number > 0.0 => 0,
        _ if number < 0.0 => 1,
        _ => 2,
    };
    let Some(section) = sections.get(at).map(|section| FormatSection::of(section)) else {
        return SeenNumber::Itself;
    };
    // Accountants write a dash for nought.
    if at == 2 && section.dash && !section.strange {
        return SeenNumber::Itself;
    }
    let unsigned = at == 1 && number < 0.0 && !section.signed;
    if section.strange || section.scaled || !section.digits || unsigned {
        return SeenNumber::Other;
    }
    match section.percents {
        0 => SeenNumber::Itself,
        count => SeenNumber::Hundredfold(count),
    }
}

/// The sections of a format, each as its characters; what is quoted or escaped is one with a mark.
fn sections(format: &str) -> Vec<Vec<FormatToken>> {
    let mut all = vec![Vec::new()];
    let mut chars = format.chars();
    while let Some(c) = chars.next() {
        let token = match c {
            ';' => {
                all.push(Vec::new());
                continue;
            }
            '"' => FormatToken::Literal(chars.by_ref().take_while(|c| *c != '"').collect()),
            '\\' => FormatToken::Literal(chars.next().map(String::from).unwrap_or_default()),
            // A space as wide as the next character, and that character to fill the cell with.
            '_' | '*' => {
                chars.next();
                continue;
            }
            '[' => FormatToken::Bracket(chars.by_ref().take_while(|c| *c != ']').collect()),
            c => FormatToken::Plain(c),
        };
        if let Some(last) = all.last_mut() {
            last.push(token);
        }
    }
    all
}

enum FormatToken {
    Plain(char),
    Literal(String),
    Bracket(String),
}

impl FormatSection {
    fn of(tokens: &[FormatToken]) -> Self {
        let mut own = Self::default();
        let general: String = tokens
            .iter()
            .filter_map(|token| if let FormatToken::Plain(c) = token { Some(*c) } else { None })
            .collect();
        if general.trim().eq_ignore_ascii_case("general") {
            own.digits = true;
            return own;
        }
        let is_digit = |token: &FormatToken| matches!(token, FormatToken::Plain('0' | '#' | '?'));
        let mut chars = tokens.iter().enumerate();
        while let Some((at, token)) = chars.next() {
            match token {
                token if is_digit(token) => own.digits = true,
                FormatToken::Plain('%') => own.percents += 1,
                // Between digits it parts thousands, and behind them it divides by a thousand.
                FormatToken::Plain(',') => {
                    let before = at.checked_sub(1).and_then(|at| tokens.get(at));
                    let is_behind = before.is_some_and(|token| {
                        is_digit(token) || matches!(token, FormatToken::Plain(','))
                    });
                    let rest = tokens[at + 1..].iter();
                    let mut rest =
                        rest.skip_while(|token| matches!(token, FormatToken::Plain(',')));
                    own.scaled |= is_behind && !rest.next().is_some_and(is_digit);
                }
                FormatToken::Plain('E' | 'e') => {
                    let next = chars.next().map(|(_, token)| token);
                    own.strange |= !matches!(next, Some(FormatToken::Plain('+' | '-')));
                }
                FormatToken::Plain('-' | '(') => (own.signed, own.dash) = (true, true),
                // `@` is for texts, and shows a number as it is.
                FormatToken::Plain('@') => own.digits = true,
                FormatToken::Plain(c) => own.strange |= c.is_alphabetic(),
                FormatToken::Literal(text) => match text.trim() {
                    "" | "%" | "(" | ")" => own.signed |= text.contains('('),
                    "-" | "−" | "–" => (own.signed, own.dash) = (true, true),
                    _ => own.strange = true,
                },
                FormatToken::Bracket(text) => {
                    let is_colour = text.chars().all(|c| c.is_ascii_alphanumeric())
                        && ["black", "blue", "cyan", "green", "magenta", "red", "white", "yellow"]
                            .iter()
                            .any(|name| text.eq_ignore_ascii_case(name))
                        || text.to_ascii_lowercase().starts_with("color");
                    own.strange |= !is_colour && !text.starts_with('$');
                }
            }
        }
        own
    }
}

/// A number with the fifteen digits that spreadsheet programs show, as many times a hundredfold as is said.
pub(super) fn fifteen_digits(number: f64, hundreds: usize) -> String {
    let said = format!("{number:.14e}");
    let Some((digits, power)) = said.split_once('e') else { return said };
    let power = power.parse::<i32>().unwrap_or_default() + 2 * i32::try_from(hundreds).unwrap_or(0);
    let digits = digits.trim_end_matches('0').trim_end_matches('.');
    super::amount::plain(&format!("{digits}e{power}")).unwrap_or_else(|| number.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_show_what_spreadsheets_show() {
        use SeenNumber::{Hundredfold, Itself, Other};
        for (format, number, expected) in [
            ("General", 1.0, Itself),
            ("0", 1.0, Itself),
            ("#,##0.00", 1.0, Itself),
            ("0.00E+00", 1.0, Itself),
            ("# ?/?", 0.25, Itself),
            ("@", 1.0, Itself),
            ("[Red]0.0", 1.0, Itself),
            ("[$-409]0.0", 1.0, Itself),
            ("0.0\\ ", 1.0, Itself),
            ("0.0\"%\"", 28.3, Itself),
            ("#,##0 ;(#,##0)", -1.0, Itself),
            ("_(* #,##0.00_);_(* (#,##0.00);_(* \"-\"??_);_(@_)", 0.0, Itself),
            ("0%", 0.283, Hundredfold(1)),
            ("0.0 %;-0.0 %", -0.283, Hundredfold(1)),
            ("#,##0,", 1.0, Other),
            ("0.0,,", 1.0, Other),
            ("0.0,,\" m\"", 1.0, Other),
            ("\"<\"0.0", 0.1, Other),
            ("[<0.1]\"<0.1\";0.0", 0.05, Other),
            (";;;", 1.0, Other),
            ("0.0;0.0", -1.0, Other),
            ("0.0;-0.0", -1.0, Itself),
            ("\"n/a\"", 1.0, Other),
        ] {
            assert_eq!(seen(format, number), expected, "{format}");
        }
    }

    #[test]
    fn numbers_have_the_digits_that_are_shown() {
        for (number, hundreds, expected) in [
            (0.283, 1, "28.3"),
            (28.3 / 100.0, 1, "28.3"),
            (28.299_999_999_999_997, 0, "28.3"),
            (1.0, 1, "100"),
            (-0.5, 0, "-0.5"),
            (0.0, 0, "0"),
            (1_234_567.0, 0, "1234567"),
            (0.1 + 0.2, 0, "0.3"),
            (0.000_012, 1, "0.0012"),
        ] {
            assert_eq!(fifteen_digits(number, hundreds), expected);
        }
    }
}
