//! The families that set a language. Whatever the language, each list ends with all the others, so
//! that a name or a sign in another script prints on any page.

use std::collections::BTreeMap;

use super::locale::Language;
use super::tags::chain;

/// A font family, and the part of Unicode it is used for, where that is not everything it has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Family {
    /// Its name.
    pub name: String,
    /// Typst's name for a part: `latin-in-cjk`.
    pub covers: Option<&'static str>,
}

/// The families a project gives a language of its own, best first. What it leaves empty is as in any
/// other language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OwnFaces {
    /// For text.
    pub text: Vec<String>,
    /// For headings, labels and tables.
    pub display: Vec<String>,
    /// For titles.
    pub title: Vec<String>,
}

/// All built-in families, in the order in which a page tries them for what its own have not.
pub const BUILT_IN_FAMILIES: [&str; 10] = [
    "Source Serif 4",
    "Source Sans 3",
    "Amiri",
    "Noto Sans Devanagari",
    "Battambang",
    "Moul",
    "Sarabun",
    "Noto Sans Lao",
    "Noto Sans Myanmar",
    "Noto Sans SC",
];

/// The built-in families of a script.
struct Faces {
    /// For text, headings, labels and tables.
    text: &'static [&'static str],
    /// Before those, for titles.
    title: &'static [&'static str],
    /// Whether its strokes are as even as a sans's: then Latin among it is set in the sans.
    even: bool,
}

/// The faces of a script. Arabic's have letters that carry their dots, which can be searched and
/// copied; a face that composes them from parts cannot.
fn faces(script: &str) -> Faces {
    let plain = |text, even| Faces { text, title: &[], even };
    match script {
        "Arab" => plain(&["Amiri"], false),
        "Khmr" => Faces { text: &["Battambang"], title: &["Moul"], even: true },
        "Thai" => plain(&["Sarabun"], true),
        "Laoo" => plain(&["Noto Sans Lao"], true),
        "Mymr" => plain(&["Noto Sans Myanmar"], true),
        "Deva" => plain(&["Noto Sans Devanagari"], true),
        "Hans" | "Hant" | "Jpan" | "Kore" => plain(&["Noto Sans SC"], true),
        _ => plain(&[], false),
    }
}

/// The families that a project names.
#[derive(Debug, Clone, Copy)]
pub struct ProjectFamilies<'a> {
    /// For text.
    pub text: &'a [String],
    /// For headings, labels and tables.
    pub display: &'a [String],
    /// What languages have instead, by their tags.
    pub own: &'a BTreeMap<String, OwnFaces>,
}

impl Language {
    /// Families for text, display and titles, best first: the project's own for this language, the
    /// brand's, and those of the script.
    pub fn chosen_families(&self, named: ProjectFamilies<'_>) -> [Vec<Family>; 3] {
        let script = faces(&self.script());
        let none = OwnFaces::default();
        let own = chain(&self.tag).into_iter().find_map(|tag| named.own.get(&tag)).unwrap_or(&none);
        let text: Vec<&String> = match script.even {
            true => named.display.iter().chain(named.text).collect(),
            false => named.text.iter().chain(named.display).collect(),
        };
        let display: Vec<&String> = named.display.iter().chain(named.text).collect();
        let list = |own: &[String], brand: &[&String], title: &[&'static str]| {
            let mut list = FamilyList { families: Vec::new(), wide: self.is_wide() };
            list.own(own);
            list.latin(brand);
            list.add(title.iter().chain(script.text).copied());
            list.families
        };
        [
            list(&own.text, &text, &[]),
            list(&own.display, &display, &[]),
            list(&own.title, &display, script.title),
        ]
    }

    /// The same with every other family behind them, so that the lists of all languages have the same
    /// characters.
    pub fn families(&self, named: ProjectFamilies<'_>) -> [Vec<Family>; 3] {
        let own = named.own.values();
        let own = own.flat_map(|own| [&own.text, &own.display, &own.title]).flatten();
        let own: Vec<&str> = own.map(String::as_str).collect();
        let brand: Vec<&str> = named.display.iter().chain(named.text).map(String::as_str).collect();
        self.chosen_families(named).map(|families| {
            let mut list = FamilyList { families, wide: self.is_wide() };
            list.add(brand.iter().copied());
            list.add(BUILT_IN_FAMILIES);
            // Last, so that what a language has of its own changes no other.
            list.add(own.iter().copied());
            list.families
        })
    }
}

/// A list of families in the making.
struct FamilyList {
    families: Vec<Family>,
    /// Whether the page's characters are wide, so that punctuation which Latin shares with them is
    /// theirs.
    wide: bool,
}

impl FamilyList {
    /// Families in full, unless they are there.
    fn add<'f>(&mut self, names: impl IntoIterator<Item = &'f str>) {
        for name in names {
            let is_there = |family: &Family| family.name == name && family.covers.is_none();
            if !self.families.iter().any(is_there) {
                self.families.push(Family { name: name.to_string(), covers: None });
            }
        }
    }

    /// Families for what only Latin has; in full where the page shares nothing with Latin.
    fn latin(&mut self, names: &[&String]) {
        if !self.wide {
            return self.add(names.iter().map(|name| name.as_str()));
        }
        for name in names {
            if !self.families.iter().any(|family| family.name == **name) {
                let covers = Some("latin-in-cjk");
                self.families.push(Family { name: (*name).clone(), covers });
            }
        }
    }

    /// A project's own families. The last of several sets the script, those before it Latin.
    fn own(&mut self, names: &[String]) {
        if let Some((last, before)) = names.split_last() {
            self.latin(&before.iter().collect::<Vec<_>>());
            self.add([last.as_str()]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::l10n::built_in::built_in_languages;

    fn names(list: &[Family]) -> Vec<&str> {
        list.iter().map(|family| family.name.as_str()).collect()
    }

    const SERIF: &str = "Source Serif 4";
    const SANS: &str = "Source Sans 3";

    fn families(tag: &str, own: &[(&str, OwnFaces)]) -> [Vec<Family>; 3] {
        let [text, display] = [[SERIF, SANS], [SANS, SERIF]].map(|list| list.map(String::from));
        let own = own.iter().map(|(tag, faces)| (tag.to_string(), faces.clone())).collect();
        Language::new(tag).families(ProjectFamilies { text: &text, display: &display, own: &own })
    }

    #[test]
    fn every_list_of_every_language_has_every_family() {
        let own = [("ur", OwnFaces { title: vec!["Mine".into()], ..OwnFaces::default() })];
        for language in built_in_languages().chain(["ur", "sr-Latn", "ja", "en-XA", "ar-XB"]) {
            for list in families(language, &own) {
                for name in BUILT_IN_FAMILIES.into_iter().chain(["Mine"]) {
                    let whole = |f: &Family| f.name == name && f.covers.is_none();
                    assert_eq!(list.iter().filter(|f| whole(f)).count(), 1, "{language} {name}");
                }
            }
        }
    }

    #[test]
    fn a_language_is_set_by_the_faces_of_its_script() {
        let own = [("ur", OwnFaces { text: vec!["Nastaliq".into()], ..OwnFaces::default() })];
        let first = |tag: &str| families(tag, &own).map(|list| names(&list)[..3].join(", "));
        let sans = "Source Sans 3, Source Serif 4, ";
        let serif = "Source Serif 4, Source Sans 3, ";
        assert_eq!(first("th"), [(); 3].map(|()| format!("{sans}Sarabun")));
        let khmer = ["Battambang", "Battambang", "Moul"];
        assert_eq!(first("km"), khmer.map(|own| format!("{sans}{own}")));
        assert_eq!(first("ne")[0], format!("{sans}Noto Sans Devanagari"));
        assert_eq!(first("ur-PK")[0], "Nastaliq, Source Serif 4, Source Sans 3");
        assert_eq!(first("ur")[1], format!("{sans}Amiri"));
        assert_eq!(first("ar")[0], format!("{serif}Amiri"));
    }

    #[test]
    fn what_latin_shares_with_chinese_is_chinese() {
        let own = OwnFaces { text: vec!["A".into(), "B".into()], ..OwnFaces::default() };
        let [list, ..] = families("zh-CN", &[("zh-Hans", own)]);
        let covers: Vec<_> = list.iter().take(5).map(|f| (f.name.as_str(), f.covers)).collect();
        let latin = Some("latin-in-cjk");
        assert_eq!(
            covers,
            [
                ("A", latin),
                ("B", None),
                ("Source Sans 3", latin),
                ("Source Serif 4", latin),
                ("Noto Sans SC", None)
            ]
        );
    }
}
