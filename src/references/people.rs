//! Names of people and organisations, as a reference has them.

use unicode_script::{Script, UnicodeScript};

/// A name in its parts, or as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum PersonName {
    /// A person's.
    Parted { family: String, given: String },
    /// That of an organisation, or of a person who has but one.
    Whole(String),
}

impl PersonName {
    /// A name that is written with the family's first: `Family, Given`.
    pub(super) fn inverted(written: &str) -> Self {
        match written.split_once(',') {
            Some((family, given)) if !given.trim().is_empty() => Self::Parted {
                family: family.trim().to_string(),
                given: given.split(',').map(str::trim).collect::<Vec<_>>().join(" "),
            },
            _ => Self::Whole(written.trim().trim_end_matches(',').to_string()),
        }
    }

    /// Whether it says nothing.
    fn is_empty(&self) -> bool {
        matches!(self, Self::Whole(name) if name.is_empty())
    }

    /// The name as people of its script write it: most with the given name first; in East Asia and
    /// Cambodia with the family's, and without a space where the script has none between words.
    fn shown(&self) -> String {
        let (family, given) = match self {
            Self::Whole(name) => return name.clone(),
            Self::Parted { family, given } => (family, given),
        };
        let script = family
            .chars()
            .map(|c| c.script())
            .find(|script| !matches!(script, Script::Common | Script::Inherited | Script::Unknown));
        match script {
            Some(Script::Han | Script::Hiragana | Script::Katakana | Script::Hangul) => {
                format!("{family}{given}")
            }
            Some(Script::Khmer) => format!("{family} {given}"),
            _ => format!("{given} {family}"),
        }
    }
}

/// All authors in one text. `None` where there are none.
pub(super) fn joined(names: &[PersonName]) -> Option<String> {
    let shown: Vec<String> =
        names.iter().filter(|name| !name.is_empty()).map(PersonName::shown).collect();
    (!shown.is_empty()).then(|| shown.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_as_people_write_them() {
        for (written, shown) in [
            ("Rahman, Aisha", "Aisha Rahman"),
            ("Ministry of Justice", "Ministry of Justice"),
            ("King, Martin Luther, Jr.", "Martin Luther Jr. King"),
            ("王, 小明", "王小明"),
            ("សុខ, ដារ៉ា", "សុខ ដារ៉ា"),
            ("حسن, ليلى", "ليلى حسن"),
        ] {
            assert_eq!(joined(&[PersonName::inverted(written)]).as_deref(), Some(shown));
        }
        assert_eq!(joined(&[]), None);
    }
}
