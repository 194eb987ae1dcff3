//! What the search finds, in pieces that are scripts: a page that is read from the file system may load
//! scripts, and no other data. Each piece stands by itself.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use serde::Serialize;

use super::entries::{by_language, place_of};
use super::names::{SCRIPT_START, piece};
use super::places::CountryEntry;
use super::words::english_name;
use crate::l10n::{Labels, Language};
use crate::release::manifest::Artifact;
use crate::visible::of_page;

/// What searches.
pub const SEARCH: &str = include_str!("search.js");

/// How many bytes a piece has, about.
const FULL: usize = 400_000;

/// What is searched, as it is gathered.
#[derive(Default)]
pub struct SearchPieces {
    done: Vec<(String, String)>,
    piece: SearchPiece,
    /// How long the piece is, about.
    length: usize,
    /// Where the piece has a country or area, by the name of its pages.
    places: BTreeMap<String, usize>,
}

/// Some of the briefs.
#[derive(Default, Serialize)]
struct SearchPiece {
    /// By tag: the name in English, the name in the language itself, the direction.
    languages: BTreeMap<String, (String, String, &'static str)>,
    places: Vec<SearchedPlace>,
    briefs: Vec<SearchedBrief>,
}

/// A country or area: its name in English, and whatever else it is found by: codes, and the names that its
/// files print.
#[derive(Clone, Serialize)]
pub struct SearchedPlace(String, String);

impl SearchedPlace {
    /// That of a country or area.
    pub fn of(country: &CountryEntry<'_>) -> Self {
        let files = country.briefs.iter().flatten();
        let names = files.flat_map(|file| file.place.names.iter().chain([&file.place.name]));
        let mut names: Vec<&str> = names.map(String::as_str).collect();
        names.extend(&country.codes);
        names.sort_unstable();
        names.dedup();
        names.retain(|name| !name.is_empty());
        Self(shown(&country.name), shown(&names.join("\n")))
    }
}

/// A brief.
#[derive(Serialize)]
struct SearchedBrief {
    /// Its country or area.
    at: usize,
    /// Its id.
    id: String,
    /// The page that has it, and where.
    page: String,
    /// Its date, ISO 8601.
    date: String,
    /// Whether it is a draft.
    draft: bool,
    /// Its languages, the original first.
    titles: Vec<SearchedTitle>,
}

/// A language of a brief: its tag, the title, and the file to open.
#[derive(Serialize)]
struct SearchedTitle(String, String, String);

impl SearchPieces {
    /// Adds a brief, which stands on one of the pages of its country or area, whose names begin with `stem`.
    pub fn add(&mut self, country: &SearchedPlace, stem: &str, files: &[&Artifact], page: &str) {
        let languages = by_language(files);
        let Some(first) = languages.first().and_then(|files| files.first()) else { return };
        let titles = languages.iter().filter_map(|files| {
            let open = files.iter().min_by_key(|file| (file.document, file.edition))?;
            Some(SearchedTitle(open.language.clone(), shown(&open.title), open.path.clone()))
        });
        // A piece has no room for the longest titles in very many languages.
        let mut some: Vec<SearchedTitle> = Vec::new();
        let mut length = 0;
        for title in titles {
            let own = json(&title).len() + 1;
            if length + own > FULL / 2 && !some.is_empty() {
                self.put(country, stem, first, page, std::mem::take(&mut some), length);
                length = 0;
            }
            length += own;
            some.push(title);
        }
        self.put(country, stem, first, page, some, length);
    }

    /// Puts a brief, or some of its languages, where there is room for so many bytes of titles.
    fn put(
        &mut self,
        country: &SearchedPlace,
        stem: &str,
        first: &Artifact,
        page: &str,
        titles: Vec<SearchedTitle>,
        length: usize,
    ) {
        let length = length + first.brief.len() * 2 + page.len() + 100;
        if !self.piece.briefs.is_empty() && self.length + length > FULL {
            self.close();
        }
        self.length += length;
        let at = match self.places.entry(stem.to_string()) {
            Entry::Occupied(there) => *there.get(),
            Entry::Vacant(new) => {
                self.length += json(&country).len() + 1;
                self.piece.places.push(country.clone());
                *new.insert(self.piece.places.len() - 1)
            }
        };
        for SearchedTitle(tag, ..) in &titles {
            self.piece.languages.entry(tag.clone()).or_insert_with(|| language(tag));
        }
        self.piece.briefs.push(SearchedBrief {
            at,
            id: first.brief.clone(),
            page: format!("{page}#{}", place_of(&first.brief)),
            date: shown(&first.date),
            draft: first.status == "draft",
            titles,
        });
    }

    fn close(&mut self) {
        let number = self.done.len() + 1;
        let piece = std::mem::take(&mut self.piece);
        let text = format!(
            "{SCRIPT_START}briefs to be found */\nbriefpressFound({number}, {});\n",
            json(&piece)
        );
        self.done.push((self::piece(number), text));
        self.length = 0;
        self.places.clear();
    }

    /// The pieces by their paths.
    pub fn finish(mut self) -> Vec<(String, String)> {
        if !self.piece.briefs.is_empty() {
            self.close();
        }
        self.done
    }
}

/// A language: its name in English and in itself, and its direction.
fn language(tag: &str) -> (String, String, &'static str) {
    let own = Labels::serving(tag).map(|labels| labels.language_name(tag)).unwrap_or_default();
    (shown(&english_name(tag)), own, if Language::new(tag).rtl() { "rtl" } else { "ltr" })
}

/// Text as the pages show it, with what is hidden in it written out.
fn shown(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match of_page(c).filter(|_| c != '\n') {
            Some(written) => shown.push_str(&written),
            None => shown.push(c),
        }
    }
    shown
}

/// JSON that is also a script, wherever it stands.
fn json(value: &impl Serialize) -> String {
    let json = serde_json::to_string(value).expect("plain data is always JSON");
    json.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}
