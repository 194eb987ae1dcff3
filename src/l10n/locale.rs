//! Languages: direction, digits, and the faces that set them.

use icu_decimal::DecimalFormatter;
use icu_decimal::input::Decimal;
use icu_locale_core::{LanguageIdentifier, Locale};

/// What a language asks of pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Language {
    /// Its BCP 47 tag, as in file names.
    pub tag: String,
    /// Which of Unicode's pseudo-locales it is, if any.
    pub pseudo: Option<Pseudo>,
}

/// A language made up to test layout before a translator starts.
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

/// Whether a text is the BCP 47 tag of a language.
pub fn is_language_tag(tag: &str) -> bool {
    tag.parse::<LanguageIdentifier>().is_ok_and(|tag| !tag.language.is_unknown())
}

/// A font family, and the part of Unicode it is used for, where that is not everything it has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Family {
    /// Its name.
    pub name: String,
    /// Typst's name for a part: `latin-in-cjk`.
    pub covers: Option<&'static str>,
}

/// The built-in families of a script.
struct Script {
    text: &'static [&'static str],
    display: &'static [&'static str],
    title: &'static [&'static str],
}

impl Language {
    /// The language of a tag.
    pub fn new(tag: &str) -> Self {
        let pseudo = PSEUDO_LOCALES.iter().find(|(name, _)| *name == tag).map(|(_, kind)| *kind);
        Self { tag: tag.to_string(), pseudo }
    }

    /// The tag of the language whose labels, dates and digits are used.
    pub fn words(&self) -> &str {
        if self.pseudo.is_some() { "en" } else { &self.tag }
    }

    /// The language alone, as Typst takes it.
    pub fn language(&self) -> &str {
        self.words().split('-').next().unwrap_or_default()
    }

    /// The region, as Typst takes it: it tells simplified from traditional Chinese.
    pub fn region(&self) -> Option<&'static str> {
        match self.tag.as_str() {
            "zh-Hans" => Some("CN"),
            "zh-Hant" => Some("TW"),
            _ => None,
        }
    }

    /// Whether it is written from right to left.
    pub fn rtl(&self) -> bool {
        self.pseudo == Some(Pseudo::Mirrored) || ["ar", "fa", "he", "ur"].contains(&self.language())
    }

    /// The ten digits it numbers pages and findings with, from zero, as CLDR has them.
    pub fn digits(&self) -> String {
        let formatter = self
            .locale()
            .and_then(|locale| DecimalFormatter::try_new(locale.into(), Default::default()).ok());
        match formatter {
            Some(formatter) => {
                (0..10).map(|n| formatter.format(&Decimal::from(n)).to_string()).collect()
            }
            None => "0123456789".into(),
        }
    }

    /// Its locale in CLDR. English dates are written as the United Nations writes them.
    pub(super) fn locale(&self) -> Option<Locale> {
        match self.words() {
            "en" => "en-GB",
            // Cambodia’s official documents have Khmer digits, where CLDR has Western ones.
            "km" => "km-u-nu-khmr",
            other => other,
        }
        .parse()
        .ok()
    }

    /// The built-in families of its script.
    fn script(&self) -> Script {
        let one = |families: &'static [&'static str]| Script {
            text: families,
            display: families,
            title: families,
        };
        match self.words().split('-').next().unwrap_or_default() {
            // A face whose letters carry their dots can be searched and copied; one that composes
            // them from parts cannot.
            "ar" | "fa" | "ur" => one(&["Amiri"]),
            "km" => Script {
                text: &["Battambang"],
                display: &["Battambang"],
                title: &["Moul", "Battambang"],
            },
            "th" => one(&["Sarabun"]),
            "lo" => one(&["Noto Sans Lao"]),
            "my" => one(&["Noto Sans Myanmar"]),
            "hi" | "ne" | "mr" => one(&["Noto Sans Devanagari"]),
            "zh" => one(&["Noto Sans SC"]),
            _ => one(&[]),
        }
    }

    /// Families for text, display and titles: the brand's own with those of the script.
    pub fn families(&self, text: &[String], display: &[String]) -> [Vec<Family>; 3] {
        let script = self.script();
        let cjk = ["zh", "ja", "ko"].contains(&self.language());
        let join = |brand: &[String], own: &[&str]| -> Vec<Family> {
            let all = |covers| brand.iter().map(move |name| Family { name: name.clone(), covers });
            let own = own.iter().map(|name| Family { name: (*name).to_string(), covers: None });
            if cjk {
                // Punctuation that both have is the script's own; what only Latin has comes last.
                return all(Some("latin-in-cjk")).chain(own).chain(all(None)).collect();
            }
            all(None).chain(own).collect()
        };
        [join(text, script.text), join(display, script.display), join(display, script.title)]
    }
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
    fn languages_have_their_direction_and_digits() {
        assert!(Language::new("ar").rtl() && Language::new("ar-XB").rtl());
        assert!(!Language::new("km").rtl());
        assert_eq!(Language::new("en").digits(), "0123456789");
        assert_eq!(Language::new("my").digits(), "၀၁၂၃၄၅၆၇၈၉");
        assert_eq!(Language::new("km").digits(), "០១២៣៤៥៦៧៨៩");
        assert_eq!(Language::new("zh-Hans").region(), Some("CN"));
    }

    #[test]
    fn pseudo_locales_change_words_and_keep_placeholders() {
        let long = Pseudo::Accented.transform("Page {n} of {total}");
        assert!(long.contains("{n}") && long.contains("{total}"), "{long}");
        assert!(long.chars().count() >= 26, "{long}");
        let back = Pseudo::Mirrored.transform("Page {n}");
        assert_eq!(back, "\u{202e}Page\u{202c} {n}");
    }
}
