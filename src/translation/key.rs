//! What a translation calls its texts.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::fmt;
use std::num::NonZeroUsize;
use std::ops::Range;
use std::str::FromStr;

use crate::brief::ABBREVIATION;
use crate::tree::Text;

/// The key of a text in a translation: the tables it is in, its name in the innermost, and its number
/// if it is an entry of a list. `finding.police.evidence[2]` is entry 2 of `evidence` in
/// `[finding.police]`. Keys are in the order of what is written.
#[derive(Clone)]
pub struct Key {
    written: String,
    /// Where the name stands in it, after the tables and before the number.
    name: Range<usize>,
    entry: Option<NonZeroUsize>,
}

/// What stands before the point in the keys of texts at the top of a brief.
const TOP: &str = "brief";

/// Tables that are named after codes, which have points.
const CODED: [&str; 2] = ["target", "indicator"];

/// The table of the words of a nation's goals, in which kinds and codes stand one table deeper.
const FRAMEWORK: &str = "framework";

/// What stands before a name in the key of its forms.
const NAME: &str = "names.";

/// What may well be the same in every language: an organisation's name and address.
const OPTIONAL: [&str; 3] = ["project.name", "project.unit", "project.address"];

impl Key {
    /// The key under which a translation has a text of a brief, or of a project file: what stands at
    /// the top of a brief stands under `brief`, and codes are written with hyphens,
    /// `target.16-3.text`, since some translators' tools take a point for the end of a table's name.
    pub fn of_original(original: &Text) -> Self {
        Self::of_path(&original.key)
    }

    /// The key of the original at a path in a brief: `target.16.3.text`. A key is its own.
    pub(super) fn of_path(key: &str) -> Self {
        let Some((kind, rest)) = key.split_once('.') else {
            return Self::new(format!("{TOP}.{key}"));
        };
        if kind == FRAMEWORK {
            return Self::new(format!("{FRAMEWORK}.{}", Self::of_path(rest)));
        }
        if !CODED.contains(&kind) {
            return Self::new(key.to_string());
        }
        let (code, last) = rest.rsplit_once('.').unwrap_or((rest, ""));
        Self::new(format!("{kind}.{}.{last}", code.replace('.', "-")))
    }

    /// The key of a text that stands in a translation.
    pub(super) fn of_translated(text: &Text) -> Self {
        Self::new(text.key.clone())
    }

    /// The key of the forms that a translation gives a name of its brief.
    pub fn of_name(name: &str) -> Self {
        Self::new(format!("{NAME}{name}"))
    }

    fn new(written: String) -> Self {
        // An abbreviation may have points in it, and brackets, and so may a name.
        let before = [ABBREVIATION, NAME].into_iter().find(|before| written.starts_with(before));
        if let Some(before) = before {
            let name = before.len()..written.len();
            return Self { written, name, entry: None };
        }
        let start = written.rfind('.').map_or(0, |point| point + 1);
        let bracket = written[start..].find('[').map(|at| start + at);
        let numbered = bracket.and_then(|at| {
            let number = written[at + 1..].strip_suffix(']')?;
            Some((at, number.parse().ok()?))
        });
        let (end, entry) = match numbered {
            Some((at, number)) => (at, Some(number)),
            None => (written.len(), None),
        };
        Self { written, name: start..end, entry }
    }

    /// The tables it is in, from the outermost.
    pub fn tables(&self) -> impl Iterator<Item = &str> {
        let tables = &self.written[..self.name.start];
        let tables = tables.strip_suffix('.').unwrap_or(tables);
        tables.split('.').filter(|table| !table.is_empty())
    }

    /// Its name in the innermost table.
    pub fn name(&self) -> &str {
        &self.written[self.name.clone()]
    }

    /// Which entry of a list it is, from 1.
    pub fn entry(&self) -> Option<NonZeroUsize> {
        self.entry
    }

    /// The list it is an entry of, as it is written: the key without its number.
    pub fn list(&self) -> &str {
        &self.written[..self.name.end]
    }

    /// LockEntry `number` of the list that it is an entry of, or that it names; numbers are from 1.
    pub(super) fn entry_at(&self, number: usize) -> Self {
        Self::new(format!("{}[{number}]", self.list()))
    }

    /// The list it is an entry of.
    pub(super) fn without_entry(&self) -> Self {
        Self::new(self.list().to_string())
    }

    /// What a brief has several of, by its kind and id, where its text belongs to one:
    /// `finding.police` for the texts in `[finding.police]` and `[finding.police.quote]`.
    pub fn item(&self) -> Option<&str> {
        let mut tables = self.tables();
        let (mut kind, mut id) = (tables.next()?, tables.next()?);
        let mut start = 0;
        if kind == FRAMEWORK {
            start = FRAMEWORK.len() + 1;
            (kind, id) = (id, tables.next()?);
        }
        Some(&self.written[..start + kind.len() + 1 + id.len()])
    }

    /// The same text of another item of its kind.
    pub(super) fn of_item(&self, item: &str) -> Self {
        let rest = self.item().map_or("", |own| &self.written[own.len()..]);
        Self::new(format!("{item}{rest}"))
    }

    /// The abbreviation that its text is the expansion of.
    pub fn abbreviation(&self) -> Option<&str> {
        self.written.strip_prefix(ABBREVIATION)
    }

    /// The name of the brief whose forms it stands for.
    pub fn name_of(&self) -> Option<&str> {
        self.written.strip_prefix(NAME)
    }

    /// Whether its text may well be the same in every language.
    pub fn is_optional(&self) -> bool {
        OPTIONAL.contains(&self.as_str()) || self.name_of().is_some()
    }

    /// Whether a translation has a place for it from the beginning, needed or not.
    pub fn is_offered(&self) -> bool {
        self.name_of().is_some()
    }

    /// The key as it is written.
    pub fn as_str(&self) -> &str {
        &self.written
    }
}

/// Why a text is no key: nothing stands there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a key is empty")]
pub struct EmptyKey;

impl FromStr for Key {
    type Err = EmptyKey;

    fn from_str(written: &str) -> Result<Self, EmptyKey> {
        if written.is_empty() { Err(EmptyKey) } else { Ok(Self::new(written.to_string())) }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.written)
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.written, f)
    }
}

// All that a key is follows from how it is written.
impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        self.written == other.written
    }
}

impl Eq for Key {}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Key {
    fn cmp(&self, other: &Self) -> Ordering {
        self.written.cmp(&other.written)
    }
}

impl Borrow<str> for Key {
    fn borrow(&self) -> &str {
        &self.written
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Sources, Span};

    /// A key with its parts.
    fn parts(written: &str) -> (Vec<String>, String, Option<usize>) {
        let key: Key = written.parse().unwrap();
        assert_eq!(key.to_string(), written);
        let tables = key.tables().map(String::from).collect();
        (tables, key.name().to_string(), key.entry().map(NonZeroUsize::get))
    }

    #[test]
    fn a_key_says_its_tables_its_name_and_its_number() {
        for (written, tables, name, entry) in [
            ("brief.title", &["brief"][..], "title", None),
            ("brief.key_messages[10]", &["brief"], "key_messages", Some(10)),
            ("finding.police.evidence[2]", &["finding", "police"], "evidence", Some(2)),
            ("finding.police.quote.text", &["finding", "police", "quote"], "text", None),
            ("target.16-3.text", &["target", "16-3"], "text", None),
            ("abbreviations.N.C.C.T.", &["abbreviations"], "N.C.C.T.", None),
            ("abbreviations.a[1]", &["abbreviations"], "a[1]", None),
            ("names.SDGtalks.ai [x]", &["names"], "SDGtalks.ai [x]", None),
            ("names.a[1]", &["names"], "a[1]", None),
            ("title", &[], "title", None),
            // What is no number is part of the name.
            ("finding.a.evidence[0]", &["finding", "a"], "evidence[0]", None),
            ("finding.a.evidence[x]", &["finding", "a"], "evidence[x]", None),
            ("finding.a.evidence[1", &["finding", "a"], "evidence[1", None),
        ] {
            let tables: Vec<String> = tables.iter().map(|table| (*table).to_string()).collect();
            assert_eq!(parts(written), (tables, name.to_string(), entry), "{written}");
        }
        assert_eq!("".parse::<Key>(), Err(EmptyKey));
        assert_eq!(Key::of_name("U.N.").name_of(), Some("U.N."));
        assert_eq!("brief.names.a".parse::<Key>().unwrap().name_of(), None);
    }

    #[test]
    fn originals_have_the_keys_that_translators_tools_read() {
        let file = Sources::new().add("brief.toml", "");
        for (original, translated) in [
            ("title", "brief.title"),
            ("key_messages[1]", "brief.key_messages[1]"),
            ("target.16.3.text", "target.16-3.text"),
            ("indicator.16.b.1.note", "indicator.16-b-1.note"),
            ("goal.16.why", "goal.16.why"),
            ("project.name", "project.name"),
            ("framework.goal.18.name", "framework.goal.18.name"),
            ("framework.target.16.N1.text", "framework.target.16-N1.text"),
            (
                "framework.indicator.16.6.N1.custodians[1]",
                "framework.indicator.16-6-N1.custodians[1]",
            ),
            ("abbreviations.U.N.", "abbreviations.U.N."),
        ] {
            let key = original.to_string();
            let text = Text { value: String::new(), span: Span::new(file, 0..0), key };
            let key = Key::of_original(&text);
            assert_eq!(key.as_str(), translated);
            assert_eq!(Key::of_path(key.as_str()), key, "a key is its own");
        }
        let item = |key: &str| key.parse::<Key>().unwrap().item().map(String::from);
        assert_eq!(item("finding.police.quote.text").as_deref(), Some("finding.police"));
        let own = item("framework.target.16-N1.text");
        assert_eq!(own.as_deref(), Some("framework.target.16-N1"));
    }
}
