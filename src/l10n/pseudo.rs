//! Unicode's pseudo-locales: languages made up to test layout before a translator starts.

/// A pseudo-locale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pseudo {
    /// `en-XA`: accented, in brackets, 40 % longer.
    Accented,
    /// `ar-XB`: right to left.
    Mirrored,
}

/// The tags of the pseudo-locales.
pub const PSEUDO_LOCALES: [(&str, Pseudo); 2] =
    [("en-XA", Pseudo::Accented), ("ar-XB", Pseudo::Mirrored)];

/// Whether a tag is that of a pseudo-locale.
pub fn is_pseudo(tag: &str) -> bool {
    PSEUDO_LOCALES.iter().any(|(own, _)| *own == tag)
}

impl Pseudo {
    /// A text as this pseudo-locale writes it.
    pub fn transform(self, text: &str) -> String {
        match self {
            Pseudo::Accented => accented(text),
            Pseudo::Mirrored => mirrored(text),
        }
    }
}

/// "Hello" becomes "[Ĥéļļö one]": accents show what is not translated, the words added show what
/// has no room. Placeholders in braces stay.
fn accented(text: &str) -> String {
    const FROM: &str = "aceghijklnorstuwyzACEGHIJKLNORSTUWYZ";
    const TO: &str = "áçéĝĥîĵķļñöŕšţûŵýžÁÇÉĜĤÎĴĶĻÑÖŔŠŢÛŴÝŽ";
    if !text.chars().any(char::is_alphabetic) {
        return text.to_string();
    }
    let mut braces = false;
    let changed: String = text
        .chars()
        .map(|c| {
            braces = match c {
                '{' => true,
                '}' => false,
                _ => braces,
            };
            let at = FROM.chars().position(|from| from == c).filter(|_| !braces);
            at.and_then(|at| TO.chars().nth(at)).unwrap_or(c)
        })
        .collect();
    let mut longer = changed.clone();
    let wanted = text.chars().count() * 2 / 5;
    for word in ["one", "two", "three", "four", "five", "six", "seven"].into_iter().cycle() {
        if longer.chars().count() >= changed.chars().count() + wanted {
            break;
        }
        longer.push(' ');
        longer.push_str(word);
    }
    let lead: String = text.chars().take_while(|c| c.is_whitespace()).collect();
    let tail: String = text.chars().rev().take_while(|c| c.is_whitespace()).collect();
    format!("{lead}[{}]{tail}", longer.trim())
}

/// Each word is overridden to run from right to left. Placeholders in braces stay.
fn mirrored(text: &str) -> String {
    let parts = text.split_inclusive(char::is_whitespace);
    parts
        .map(|part| {
            let word = part.trim_end();
            let space = &part[word.len()..];
            if word.contains('{') || !word.chars().any(char::is_alphabetic) {
                part.to_string()
            } else {
                format!("\u{202e}{word}\u{202c}{space}")
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pseudo_locales_change_words_and_keep_placeholders() {
        let long = Pseudo::Accented.transform("Page {n} of {total}");
        assert!(long.contains("{n}") && long.contains("{total}"), "{long}");
        assert!(long.chars().count() >= 26, "{long}");
        let back = Pseudo::Mirrored.transform("Page {n}");
        assert_eq!(back, "\u{202e}Page\u{202c} {n}");
    }
}
