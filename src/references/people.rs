//! Names of people and organisations, as a reference has them.

use unicode_script::{Script, UnicodeScript};

/// A name in its parts, or as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum PersonName {
    /// A person's, with what follows it, such as `Jr.`
    Parted { family: String, given: String, suffix: String },
    /// That of an organisation, or of a person who has but one.
    Whole(String),
}

impl PersonName {
    /// A name that is written with the family's first, and what follows it last: `Family, Given, Jr.`
    pub(super) fn inverted(written: &str) -> Self {
        let mut parts = written.split(',').map(str::trim);
        let family = parts.next().unwrap_or_default();
        let given = parts.next().unwrap_or_default();
        let suffix = parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
        Self::of(family, given, &suffix)
    }

    /// A name of parts, of which some may be empty.
    pub(super) fn of(family: &str, given: &str, suffix: &str) -> Self {
        if family.is_empty() || given.is_empty() {
            let parts = [given, family, suffix].into_iter().filter(|part| !part.is_empty());
            return Self::Whole(parts.collect::<Vec<_>>().join(" "));
        }
        let [family, given, suffix] = [family, given, suffix].map(str::to_string);
        Self::Parted { family, given, suffix }
    }

    /// What its family is called, where that is known.
    pub(super) fn family(&self) -> Option<&str> {
        match self {
            Self::Parted { family, .. } => Some(family),
            Self::Whole(_) => None,
        }
    }

    /// Whether it says nothing.
    fn is_empty(&self) -> bool {
        matches!(self, Self::Whole(name) if name.is_empty())
    }

    /// The name as people of its script write it: most with the given name first; in East Asia and
    /// Cambodia with the family's, and without a space where the script has none between words.
    fn shown(&self) -> String {
        let (family, given, suffix) = match self {
            Self::Whole(name) => return name.clone(),
            Self::Parted { family, given, suffix } => (family, given, suffix),
        };
        let script = family
            .chars()
            .map(|c| c.script())
            .find(|script| !matches!(script, Script::Common | Script::Inherited | Script::Unknown));
        let name = match script {
            Some(Script::Han | Script::Hiragana | Script::Katakana | Script::Hangul) => {
                format!("{family}{given}")
            }
            Some(Script::Khmer) => format!("{family} {given}"),
            _ => format!("{given} {family}"),
        };
        if suffix.is_empty() { name } else { format!("{name} {suffix}") }
    }
}

/// What stands at the end of a list for those that it does not name.
const MORE: [&str; 5] = ["others", "and others", "et al", "et al.", "et alii"];

/// The names that are names, and whether the list says that there are more: as its last, or behind it.
pub(super) fn without_more(names: Vec<PersonName>) -> (Vec<PersonName>, bool) {
    let mut more = false;
    let mut all = Vec::new();
    for name in names {
        let said = match &name {
            PersonName::Whole(whole) => whole.clone(),
            PersonName::Parted { family, given, .. } => format!("{given} {family}"),
        };
        let reversed = match &name {
            PersonName::Parted { family, given, .. } => format!("{family} {given}"),
            PersonName::Whole(_) => String::new(),
        };
        let is_more = |text: &str| MORE.contains(&text.trim().to_lowercase().as_str());
        if is_more(&said) || is_more(&reversed) {
            more = true;
            continue;
        }
        let mut cut = |text: String| {
            let end = MORE.iter().find_map(|word| {
                let at = text.len().checked_sub(word.len())?;
                let is_word = text.get(..at)?.ends_with([' ', ',', '\u{a0}']);
                (is_word && text[at..].eq_ignore_ascii_case(word)).then_some(at)
            });
            match end {
                Some(at) => {
                    more = true;
                    let rest = text[..at].trim_end_matches([' ', ',', '\u{a0}']);
                    rest.strip_suffix(" and").unwrap_or(rest).to_string()
                }
                None => text,
            }
        };
        all.push(match name {
            PersonName::Whole(name) => PersonName::Whole(cut(name)),
            PersonName::Parted { family, given, suffix } => {
                PersonName::Parted { family: cut(family), given: cut(given), suffix: cut(suffix) }
            }
        });
    }
    (all, more)
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
            ("King, Martin Luther, Jr.", "Martin Luther King Jr."),
            ("Smith,John,Jr.", "John Smith Jr."),
            ("Smith,,Jr.", "Smith Jr."),
            ("UNDP,", "UNDP"),
            ("王, 小明", "王小明"),
            ("សុខ, ដារ៉ា", "សុខ ដារ៉ា"),
            ("حسن, ليلى", "ليلى حسن"),
        ] {
            assert_eq!(joined(&[PersonName::inverted(written)]).as_deref(), Some(shown));
        }
        assert_eq!(joined(&[]), None);
    }

    #[test]
    fn those_that_a_list_does_not_name_are_no_person() {
        for (written, shown, more) in [
            (&["Rahman, Aisha", "others"][..], "Aisha Rahman", true),
            (&["Rahman, Aisha", "et al."], "Aisha Rahman", true),
            (&["Rahman, Aisha", "al., et"], "Aisha Rahman", true),
            (&["Rahman, A. et al."], "A. Rahman", true),
            (&["World Bank and others"], "World Bank", true),
            (&["Brothers, Ann", "Retal, Bo"], "Ann Brothers, Bo Retal", false),
        ] {
            let names = written.iter().map(|name| PersonName::inverted(name)).collect();
            let (names, there_are) = without_more(names);
            assert_eq!((joined(&names).as_deref(), there_are), (Some(shown), more), "{written:?}");
        }
    }
}
