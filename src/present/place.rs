//! Where a brief is about, in the words of its page.

use std::borrow::Cow;

use super::data::{CountryData, Node, PlaceData, PlaceName, PlaceNote, Words};
use super::presenter::Presenter;
use crate::brief::{Brief, OwnPlace, Whereabouts};
use crate::l10n::{self, Labels, Language, ListPiece, country_name, region_name};
use crate::project::Config;
use crate::tree::Text;

/// A name, and where it comes from.
enum NamedBy<'a> {
    /// The words of the language, or English where they have none.
    Labels(Cow<'a, str>),
    /// The brief, the project, or a translation of either.
    Writer(&'a Text),
}

impl NamedBy<'_> {
    fn as_str(&self) -> &str {
        match self {
            NamedBy::Labels(name) => name,
            NamedBy::Writer(text) => &text.value,
        }
    }
}

fn own_place<'a>(config: &'a Config, code: &str) -> Option<&'a OwnPlace> {
    config.places.iter().find(|own| own.code.value == code)
}

/// The names of what the brief is about, each with its code, of which an area has none.
fn names<'a>(
    brief: &'a Brief,
    config: &'a Config,
    labels: &'a Labels,
) -> Vec<(Option<&'a str>, NamedBy<'a>)> {
    let named = |own: Option<&'a str>, english: Option<&'a str>, code: &'a str| {
        NamedBy::Labels(own.or(english).unwrap_or(code).into())
    };
    match &brief.place {
        Whereabouts::Countries(codes) => {
            let name = |code: &'a String| match own_place(config, code) {
                Some(own) => NamedBy::Writer(&own.name),
                None => named(labels.country(code), country_name(code, "en"), code),
            };
            codes.iter().map(|code| (Some(code.as_str()), name(code))).collect()
        }
        Whereabouts::Region(code) => {
            vec![(Some(code), named(labels.region(code), region_name(code, "en"), code))]
        }
        Whereabouts::Area(text) => vec![(None, NamedBy::Writer(text))],
    }
}

/// What a file says of where its brief is about, in its language: the names, and all of them as one
/// text.
pub fn place_names(
    brief: &Brief,
    config: &Config,
    language: &Language,
    labels: &Labels,
) -> (Vec<String>, String) {
    let names = names(brief, config, labels);
    let names: Vec<&str> = names.iter().map(|(_, name)| name.as_str()).collect();
    let all = l10n::list(&names, language);
    (names.into_iter().map(String::from).collect(), all)
}

impl Presenter<'_> {
    pub(super) fn place(&self) -> PlaceData {
        let named = names(self.brief, self.config, self.labels);
        let mut notes: Vec<PlaceNote> = Vec::new();
        let mut names: Vec<PlaceName> = Vec::new();
        // In the line a name has the mark of its note behind it.
        let (mut written, mut words): (Vec<String>, Vec<Words>) = Default::default();
        for (code, name) in &named {
            let own = code.and_then(|code| own_place(self.config, code));
            let mut mark = String::new();
            if let Some((own, note)) = own.and_then(|own| Some((own, own.note.as_ref()?))) {
                mark = "*".repeat(notes.len() + 1);
                notes.push(PlaceNote {
                    code: own.code.value.clone(),
                    mark: mark.clone(),
                    name: self.words(&own.name),
                    text: self.line(note),
                });
            }
            let set = match name {
                NamedBy::Labels(name) => Words::Plain(self.plain(name)),
                NamedBy::Writer(text) => self.words(text),
            };
            written.push(format!("{}{mark}", name.as_str()));
            words.push(set.clone().with(&mark));
            let formal = self.formal(code.filter(|_| matches!(name, NamedBy::Labels(_))));
            let formal = formal.map(|formal| self.plain(formal));
            names.push(PlaceName { code: code.map(String::from), name: set, formal });
        }
        let written: Vec<&str> = written.iter().map(String::as_str).collect();
        let place = &self.brief.place;
        let (kind, codes) = (place.kind(), place.codes().to_vec());
        let formal = self.formal_line();
        PlaceData { kind, codes, name: self.joined(&written, &words), formal, names, notes }
    }

    /// The formal name of a state in the language of the page.
    fn formal(&self, code: Option<&str>) -> Option<&str> {
        match &self.brief.place {
            Whereabouts::Countries(_) => self.labels.formal(code?),
            Whereabouts::Region(_) | Whereabouts::Area(_) => None,
        }
    }

    /// The formal names of all that it is about as one text, where each has one.
    fn formal_line(&self) -> Option<String> {
        let codes = self.brief.place.codes();
        let names: Option<Vec<&str>> = codes.iter().map(|code| self.formal(Some(code))).collect();
        let names = names.filter(|names| !names.is_empty())?;
        Some(self.plain(&l10n::list(&names, self.language)))
    }

    /// Where it is about as one country: several together are one without a code.
    pub(super) fn country(&self) -> CountryData {
        let named = names(self.brief, self.config, self.labels);
        let names: Vec<&str> = named.iter().map(|(_, name)| name.as_str()).collect();
        let code = match &self.brief.place {
            Whereabouts::Countries(codes) if codes.len() == 1 => codes[0].clone(),
            _ => String::new(),
        };
        CountryData { code, name: self.plain(&l10n::list(&names, self.language)) }
    }

    /// Several as one line, joined as the language does. What is in another language says so.
    pub(super) fn joined(&self, written: &[&str], words: &[Words]) -> Vec<Node> {
        let whole = l10n::list(written, self.language);
        if words.iter().all(|words| matches!(words, Words::Plain(_))) {
            return vec![Node::Text { text: self.plain(&whole) }];
        }
        let node = |piece: &ListPiece<'_>| match piece {
            ListPiece::Between(text) => Node::Text { text: self.plain(text) },
            ListPiece::Item(place) => match words[*place].clone() {
                Words::Plain(text) => Node::Text { text },
                Words::Foreign { text, lang, dir } => {
                    Node::Foreign { lang, dir, children: vec![Node::Text { text }] }
                }
            },
        };
        l10n::list_pieces(&whole, written).iter().map(node).collect()
    }
}
