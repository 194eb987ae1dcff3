//! The names of a brief in the language of a translation: each in the forms that it takes there.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use icu_properties::CodePointSetData;
use icu_properties::props::DefaultIgnorableCodePoint;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::key::Key;
use crate::diag::{Code, Span};
use crate::tree::{Table, Text};

/// What a translation calls the names of its brief.
#[derive(Debug, Clone, Default)]
pub struct Names(BTreeMap<String, GivenName>);

/// What it says of one name.
#[derive(Debug, Clone)]
struct GivenName {
    /// Where it says so.
    span: Span,
    /// The forms that say something, the first the one used by itself.
    forms: Vec<Text>,
}

impl Names {
    /// Reads the table `[names]` of a translation of a brief with these names. A name that is left
    /// empty is not given yet.
    pub fn read(root: &Table<'_>, listed: &[Text]) -> Self {
        let Some(table) = root.table("names") else { return Self::default() };
        let mut names = BTreeMap::new();
        for (key, place) in table.keys() {
            let name = composed(key);
            if listed.iter().any(|listed| listed.value == name) {
                let forms = table.one_or_several(key);
                let last = forms.last().map_or(place, |form| form.span);
                let span = Span::new(place.file, place.start..last.end.max(place.end));
                names.insert(name, GivenName { span, forms });
            }
        }
        table.finish_as(Code::Orphan, |_| Some("the brief’s `names` lists no such name".into()));
        Self(names)
    }

    /// The forms of a name, the first the one used by itself; none where it stands as it is.
    pub fn forms(&self, name: &str) -> &[Text] {
        self.0.get(name).map_or(&[], |given| &given.forms)
    }

    /// The forms of a name as one text, a line each, under the key that the name has; `None` where
    /// it is not given.
    pub fn joined(&self, name: &str) -> Option<Text> {
        let given = self.0.get(name).filter(|given| !given.forms.is_empty())?;
        let value = join(given.forms.iter().map(Text::as_str));
        Some(Text { value, span: given.span, key: Key::of_name(name).to_string() })
    }

    /// The names of the original that the translation has in none of their forms: of each the name,
    /// and what was looked for. A name within a longer one counts with it.
    pub(super) fn lost<'n>(
        &'n self,
        listed: &'n NamesSought<'_>,
        original: &str,
        translated: &str,
    ) -> Vec<(&'n str, Vec<&'n str>)> {
        let own = |name: &'n Text| match self.forms(&name.value) {
            [] => vec![name.as_str()],
            forms => forms.iter().map(Text::as_str).collect(),
        };
        let there = listed.occurring(original);
        if there.is_empty() {
            return Vec::new();
        }
        let translated = Searched::new(translated);
        let looked_for = there.into_iter().map(|name| (name.as_str(), own(name)));
        looked_for.filter(|(_, forms)| !forms.iter().any(|form| translated.has(form))).collect()
    }
}

/// Forms as one text, a line each.
pub fn join<'f>(forms: impl IntoIterator<Item = &'f str>) -> String {
    forms.into_iter().collect::<Vec<_>>().join("\n")
}

/// The forms in a text that has one on each line.
pub fn split(joined: &str) -> Vec<String> {
    let lines = joined.lines().map(str::trim);
    lines.filter(|line| !line.is_empty()).map(str::to_string).collect()
}

/// A name as texts have it: in form C.
fn composed(name: &str) -> String {
    name.nfc().collect()
}

/// The names that every translation carries over, as they are looked for.
#[derive(Debug)]
pub(super) struct NamesSought<'a> {
    names: &'a [Text],
    folded: Vec<String>,
}

impl<'a> NamesSought<'a> {
    /// These names.
    pub(super) fn new(names: &'a [Text]) -> Self {
        Self { names, folded: names.iter().map(|name| fold(name.as_str())).collect() }
    }

    /// Those that occur in a text, but not only within a longer one of them.
    fn occurring(&self, text: &str) -> Vec<&'a Text> {
        let text = fold(text);
        let places: Vec<_> = self.folded.iter().map(|name| places(&text, name)).collect();
        let within = |one: &Range<usize>, other: &Range<usize>| {
            one != other && other.start <= one.start && one.end <= other.end
        };
        let whole = |one: &Range<usize>| !places.iter().flatten().any(|other| within(one, other));
        let there = self.names.iter().zip(&places).filter(|(_, own)| own.iter().any(whole));
        there.map(|(name, _)| name).collect()
    }
}

/// A text in which names are looked for.
struct Searched {
    as_it_is: String,
    small: String,
}

impl Searched {
    fn new(text: &str) -> Self {
        let as_it_is = fold(text);
        let small = as_it_is.to_lowercase();
        Self { as_it_is, small }
    }

    /// Whether a form stands in it. A sentence, a title or a language may give it another case,
    /// unless case is what tells it from a word: "US".
    fn has(&self, form: &str) -> bool {
        let form = fold(form);
        if form.chars().any(char::is_lowercase) {
            !places(&self.small, &form.to_lowercase()).is_empty()
        } else {
            !places(&self.as_it_is, &form).is_empty()
        }
    }
}

/// A text with one sort of space, apostrophe and hyphen, and without what no one sees.
fn fold(text: &str) -> String {
    let unseen = CodePointSetData::new::<DefaultIgnorableCodePoint>();
    let mut folded = String::with_capacity(text.len());
    let text = match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => Cow::Borrowed(text),
        _ => Cow::Owned(text.nfc().collect()),
    };
    // All of ASCII can be seen.
    for c in text.chars().filter(|c| c.is_ascii() || !unseen.contains(*c)) {
        match c {
            '’' | 'ʼ' => folded.push('\''),
            '\u{2010}' | '\u{2011}' => folded.push('-'),
            c if !c.is_whitespace() => folded.push(c),
            _ if folded.ends_with(' ') => {}
            _ => folded.push(' '),
        }
    }
    folded
}

/// Where a name stands in a text. In a script that has case, words stand by themselves, and what
/// goes on is another word: "Niger" is not in "Nigeria". Others put words together without a space
/// (Thai, Chinese), or write articles, conjunctions and endings onto a name (Arabic, Korean, Marathi).
fn places(text: &str, name: &str) -> Vec<Range<usize>> {
    let goes_on = |one: Option<char>, other: Option<char>| {
        let stands_alone = |c: char| c.is_lowercase() || c.is_uppercase() || c.is_ascii_digit();
        one.is_some_and(stands_alone) && other.is_some_and(stands_alone)
    };
    let (first, last) = (name.chars().next(), name.chars().next_back());
    let found = text.match_indices(name).map(|(at, _)| at..at + name.len());
    let whole = |at: &Range<usize>| {
        !name.is_empty()
            && !goes_on(text[..at.start].chars().next_back(), first)
            && !goes_on(last, text[at.end..].chars().next())
    };
    found.filter(whole).collect()
}

/// How a message says which forms were looked for.
pub(super) fn wanted(name: &str, forms: &[&str]) -> String {
    match forms {
        [form] if *form == name => format!("`{name}`"),
        [form] => format!("`{name}` as `{form}`"),
        forms => {
            let forms: Vec<String> = forms.iter().map(|form| format!("`{form}`")).collect();
            format!("`{name}` as one of {}", forms.join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Diagnostics, Sources};
    use crate::tree::{Reader, TomlDocument};

    /// What a file says of these names, and the messages about it.
    fn read(toml: &str, listed: &[&str]) -> (Names, Vec<Text>, Vec<String>) {
        let mut sources = Sources::new();
        let file = sources.add("fr.toml", toml);
        let mut diagnostics = Diagnostics::new();
        let document = TomlDocument::parse(&sources, file, &mut diagnostics);
        let reader = Reader::new();
        let text = |name: &&str| Text {
            value: name.to_string(),
            span: Span::new(file, 0..0),
            key: "names".into(),
        };
        let listed: Vec<Text> = listed.iter().map(text).collect();
        let names = Names::read(&document.root(&reader), &listed);
        document.report(reader, &mut diagnostics);
        let messages = diagnostics.iter().map(|d| format!("{} {}", d.code, d.message)).collect();
        (names, listed, messages)
    }

    #[test]
    fn a_name_has_one_form_or_several_or_none_yet() {
        let toml = "[names]\n\"A. B. [C]\" = \"Un\"\nTwo = [\"Deux\", \"\", \"deux\"]\nEmpty = \"\"\n\
                    None = []\nCafe\u{301} = 3\nOther = \"x\"\n";
        let toml = toml.replace("Cafe\u{301}", "\"Cafe\u{301}\"");
        let (names, _, messages) =
            read(&toml, &["A. B. [C]", "Two", "Empty", "None", "Café", "Absent"]);
        let forms =
            |name: &str| -> Vec<&str> { names.forms(name).iter().map(Text::as_str).collect() };
        assert_eq!(forms("A. B. [C]"), ["Un"]);
        assert_eq!(forms("Two"), ["Deux", "deux"]);
        for name in ["Empty", "None", "Café", "Absent", "Other"] {
            assert_eq!(forms(name), [""; 0], "{name}");
            assert!(names.joined(name).is_none());
        }
        let joined = names.joined("Two").unwrap();
        assert_eq!((joined.value.as_str(), joined.key.as_str()), ("Deux\ndeux", "names.Two"));
        assert_eq!(split("Deux\n\n deux \r\n"), ["Deux", "deux"]);
        assert_eq!(messages.len(), 2, "{messages:?}");
        assert!(messages[0].starts_with("schema::wrong-type `Cafe\u{301}` takes"), "{messages:?}");
        assert_eq!(messages[1], "translation::orphan unknown key `Other` in `names`");
    }

    #[test]
    fn a_name_of_the_original_stands_in_one_of_its_forms() {
        let toml = "[names]\n\"Amnesty International\" = [\"Международная амнистия\", \"Международной амнистии\"]\n\
                    Iran = \"Иран\"\nUN = [\"ООН\"]\n\"Security Council\" = \"مجلس الأمن\"\nVictims = \"เหยื่อ\"\n\
                    Committee = \"comité d’État\"\nKorea = \"한국\"\n";
        let (names, listed, messages) = read(
            toml,
            &[
                "Amnesty International",
                "Iran",
                "UN",
                "UN Women",
                "Security Council",
                "Victims",
                "Committee",
                "Korea",
                "Niger",
                "NCCT",
            ],
        );
        assert_eq!(messages, [""; 0]);
        for (original, translated, lost) in [
            ("Amnesty International’s report", "доклад «Международной амнистии»", vec![]),
            ("Amnesty International", "МЕЖДУНАРОДНАЯ\u{a0}АМНИСТИЯ", vec![]),
            ("Amnesty International", "Международную амнистию", vec!["Amnesty International"]),
            // A word that goes on is another word.
            ("Iranian law", "персидский закон", vec![]),
            ("in Iran", "в Иране", vec!["Iran"]),
            ("in Niger", "au Nigeria", vec!["Niger"]),
            ("Niger’s capital", "la capitale du\u{202f}Niger", vec![]),
            ("Nigeria", "Nigéria", vec![]),
            // Case tells an abbreviation from a word.
            ("the NCCT", "la ncct", vec!["NCCT"]),
            ("the Committee", "le Comité d'État", vec![]),
            ("the Committee", "d’un comi\u{AD}te\u{301} d’État", vec![]),
            // Scripts that put words together, and that write clitics onto them.
            ("the Security Council and NCCT", "ومجلس الأمن وNCCT", vec![]),
            ("Victims", "ผู้เป็นเห\u{200b}ยื่อค้ามนุษย์", vec![]),
            ("Korea", "대한민국(한국)은", vec![]),
            ("Korea", "한국의", vec![]),
            // A name within a longer one counts with it.
            ("UN Women said", "сказала UN Women", vec![]),
            ("UN Women and the UN", "UN Women и", vec!["UN"]),
        ] {
            let listed = NamesSought::new(&listed);
            let found = names.lost(&listed, original, translated);
            let found: Vec<&str> = found.into_iter().map(|(name, _)| name).collect();
            assert_eq!(found, lost, "{original}: {translated}");
        }
        let listed = NamesSought::new(&listed);
        let found = names.lost(&listed, "UN: Amnesty International, NCCT", "");
        let said: Vec<String> = found.iter().map(|(name, forms)| wanted(name, forms)).collect();
        assert_eq!(
            said,
            [
                "`Amnesty International` as one of `Международная амнистия`, `Международной амнистии`",
                "`UN` as `ООН`",
                "`NCCT`",
            ]
        );
    }
}
