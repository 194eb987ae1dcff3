//! What pages of a workbook may be called, and texts that are too long for it.

/// The longest name of a page, in UTF-16.
const LONGEST_NAME: usize = 31;

/// A name as a page of a workbook may have it: short, without the characters that formulas are made of,
/// and not between apostrophes.
pub fn page_name(name: &str, otherwise: &str) -> String {
    let plain = |c: char| match c {
        '[' | ']' | ':' | '*' | '?' | '/' | '\\' => ' ',
        c if c.is_control() => ' ',
        c => c,
    };
    let name: String = name.chars().map(plain).collect();
    let trim = |text: &str| text.trim_matches(|c: char| c == '\'' || c.is_whitespace()).to_string();
    let name = trim(&within(&trim(&name), LONGEST_NAME));
    // A program keeps this name for itself.
    if name.is_empty() || name.eq_ignore_ascii_case("history") { otherwise.into() } else { name }
}

/// As much of a text as has so many UTF-16 units, without half of a character as it is read; with a sign
/// that there is more.
pub fn within(text: &str, longest: usize) -> String {
    use unicode_segmentation::UnicodeSegmentation;

    if text.encode_utf16().count() <= longest {
        return text.to_string();
    }
    let (mut kept, mut length) = (String::new(), 1);
    for cluster in text.graphemes(true) {
        length += cluster.encode_utf16().count();
        if length > longest {
            break;
        }
        kept.push_str(cluster);
    }
    kept + "…"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_have_names_that_programs_take() {
        for (name, taken) in [
            ("Indicator table", "Indicator table"),
            ("Tableau : [a]*?/\\", "Tableau    a"),
            ("'a'", "a"),
            ("[]", "Sheet"),
            ("History", "Sheet"),
            ("a\nb", "a b"),
        ] {
            assert_eq!(page_name(name, "Sheet"), taken);
        }
        let long = page_name(&"តារាងសូចនាករ".repeat(4), "Sheet");
        assert!(long.encode_utf16().count() <= 31 && long.ends_with('…'), "{long}");
        // A character of two units is not cut in half.
        assert!(page_name(&"𝒜".repeat(20), "Sheet").encode_utf16().count() <= 31);
    }
}
