//! Quotation marks that Latin and Chinese share: narrow in the one, as wide as a character in the
//! other. Which a mark is, its neighbours say.

use icu_properties::CodePointMapData;
use icu_properties::props::{EastAsianWidth, Script};

/// The variation selector that makes a quotation mark a narrow one, by Unicode's standardised
/// sequences.
pub const NARROW: char = '\u{fe00}';

/// Where a text of a page in Chinese, Japanese or Korean gets [`NARROW`]: behind the quotation marks
/// and apostrophes that belong to another script. A mark is of the script of what stands before it, and
/// the closing one of a pair of that of its opening one (UAX #24, 5.1); what is as wide as a
/// character (UAX #11) counts as Chinese. Where nothing stands before it, a mark is Chinese if any of
/// the text is, or none of it is of a script.
pub(super) fn narrow(text: &str) -> Vec<usize> {
    let mut found = Vec::new();
    if !text.contains(['‘', '’', '“', '”']) {
        return found;
    }
    let mut kinds = text.chars().filter_map(is_wide);
    let mut wide = kinds.clone().any(|wide| wide) || kinds.next().is_none();
    let mut open: Vec<(char, bool)> = Vec::new();
    let mut rest = text.char_indices().peekable();
    let mut before = None;
    while let Some((at, c)) = rest.next() {
        let letter = |c: char| c.is_alphabetic() && is_wide(c) == Some(false);
        // Within a word it is an apostrophe, and closes nothing (UAX #29, WB6).
        let apostrophe = c == '’'
            && before.is_some_and(letter)
            && rest.peek().is_some_and(|(_, next)| letter(*next));
        before = Some(c);
        let own = match c {
            '’' if apostrophe => false,
            '‘' | '“' => {
                open.push((c, wide));
                wide
            }
            '’' | '”' => {
                let opening = if c == '’' { '‘' } else { '“' };
                match open.iter().rposition(|(mark, _)| *mark == opening) {
                    Some(at) => {
                        wide = open[at].1;
                        open.truncate(at);
                        wide
                    }
                    None => wide,
                }
            }
            _ => {
                wide = is_wide(c).unwrap_or(wide);
                continue;
            }
        };
        if !own && rest.peek().is_none_or(|(_, next)| *next != NARROW) {
            found.push(at + c.len_utf8());
        }
    }
    found
}

/// Whether a character is as wide as a Chinese one; `None` where it takes after its neighbours.
fn is_wide(c: char) -> Option<bool> {
    let width = CodePointMapData::<EastAsianWidth>::new().get(c);
    if matches!(width, EastAsianWidth::Wide | EastAsianWidth::Fullwidth) {
        return Some(true);
    }
    match CodePointMapData::<Script>::new().get(c) {
        Script::Common | Script::Inherited => None,
        _ => Some(false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text with its narrow marks written as typewriters have them.
    fn shown(text: &str) -> String {
        let mut text = text.to_string();
        for at in narrow(&text).into_iter().rev() {
            text.insert(at, NARROW);
        }
        text.replace("’\u{fe00}", "'")
            .replace("‘\u{fe00}", "`")
            .replace("“\u{fe00}", "<<")
            .replace("”\u{fe00}", ">>")
    }

    #[test]
    fn a_mark_is_as_wide_as_what_it_belongs_to() {
        for (text, expected) in [
            ("Women’s rights", "Women's rights"),
            ("workers’ rights", "workers' rights"),
            ("“Scam City” report", "<<Scam City>> report"),
            ("由 Women’s Aid 提供", "由 Women's Aid 提供"),
            ("名为‘Women’s Aid’的组织", "名为‘Women's Aid’的组织"),
            ("称为“NGO”的组织", "称为“NGO”的组织"),
            ("“NGO”的作用", "“NGO”的作用"),
            ("他说：“‘好’是什么？”", "他说：“‘好’是什么？”"),
            ("Human Rights Watch：“不好”", "Human Rights Watch：“不好”"),
            ("见 A “B” report", "见 A <<B>> report"),
            ("2023年的“报告”", "2023年的“报告”"),
            ("ordinary", "ordinary"),
            ("“", "“"),
            ("‘16’", "‘16’"),
        ] {
            assert_eq!(shown(text), expected);
        }
        assert_eq!(narrow("Women’\u{fe00}s"), [0; 0]);
    }
}
