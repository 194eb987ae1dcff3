//! How high a row of a workbook is. Programs find it out themselves when they open one, some of them
//! wrongly, and none for cells that span several rows.

use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};
use unicode_script::{Script, UnicodeScript};

/// How many lines a text takes in a column of so many digits, by the widths of its characters.
pub fn lines(text: &str, width: f64) -> usize {
    let of = |line: &str| (breadth(line) / (width - 1.0).max(1.0)).ceil().max(1.0) as usize;
    text.split('\n').map(of).sum()
}

/// How broad a line is, in digits.
fn breadth(line: &str) -> f64 {
    let of = |c: char| match c {
        _ if c.general_category_group() == GeneralCategoryGroup::Mark => 0.0,
        _ => match c.script() {
            Script::Han | Script::Hiragana | Script::Katakana | Script::Hangul => 2.0,
            Script::Myanmar | Script::Khmer => 1.3,
            _ => 1.0,
        },
    };
    line.chars().map(of).sum()
}

/// How high a line of a language is, in points, at 10 points.
pub fn line_height(script: &str) -> f64 {
    match script {
        "Khmr" | "Laoo" | "Thai" | "Mymr" => 18.0,
        "Arab" | "Deva" => 15.0,
        _ => 13.5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_take_several_lines() {
        for (text, width, taken) in [
            ("", 10.0, 1),
            ("abcdefghi", 10.0, 1),
            ("abcdefghij", 10.0, 2),
            ("a\nb", 10.0, 2),
            ("指标指标指标", 10.0, 2),
            ("កំពុង", 6.0, 1),
        ] {
            assert_eq!(lines(text, width), taken, "{text}");
        }
    }
}
