//! What the search finds, in pieces that are scripts: a page that is read from the file system may load
//! scripts, and no other data. Each piece stands by itself.

use std::collections::BTreeMap;

use serde::Serialize;

use super::entries::{original, place_of};
use super::names::{SCRIPT_START, piece};
use super::places::CountryEntry;
use super::tongues::Tongues;
use crate::release::manifest::Artifact;
use crate::visible::of_page;

/// What searches.
pub const SEARCH: &str = include_str!("search.js");

/// How many bytes a piece has, about.
const FULL: usize = 400_000;

/// What is searched, as it is gathered.
#[derive(Default)]
pub struct SearchPieces {
    /// Those that are full and were not taken.
    done: Vec<(String, String)>,
    /// How many were full.
    count: usize,
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
    pub fn of(country: &CountryEntry) -> Self {
        let mut names: Vec<&str> = country.names.iter().map(|name| &**name).collect();
        names.extend(country.codes.iter().map(String::as_str));
        names.sort_unstable();
        names.dedup();
        names.retain(|name| !name.is_empty());
        Self(shown(&country.name), shown(&names.join("\n")))
    }
}

/// What a brief is found by.
pub struct FoundBrief {
    id: String,
    date: String,
    draft: bool,
    titles: Vec<SearchedTitle>,
}

impl FoundBrief {
    /// That of a brief, by its languages.
    pub fn of(languages: &[Vec<&Artifact>]) -> Option<Self> {
        let first = original(languages)?;
        let titles = languages.iter().filter_map(|files| {
            let open = files.iter().min_by_key(|file| (file.document, file.edition))?;
            Some(SearchedTitle(open.language.clone(), shown(&open.title), open.path.clone()))
        });
        Some(Self {
            id: first.brief.clone(),
            date: shown(&first.date),
            draft: first.status == "draft",
            titles: titles.collect(),
        })
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
    pub fn add(
        &mut self,
        country: &SearchedPlace,
        stem: &str,
        brief: FoundBrief,
        page: &str,
        tongues: &Tongues,
    ) {
        // A piece has no room for the longest titles in very many languages.
        let mut some = FoundBrief { titles: Vec::new(), ..brief };
        let mut length = 0;
        for title in brief.titles {
            let own = json(&title).len() + 1;
            if length + own > FULL / 2 && !some.titles.is_empty() {
                self.put(country, stem, &mut some, page, length, tongues);
                length = 0;
            }
            length += own;
            some.titles.push(title);
        }
        self.put(country, stem, &mut some, page, length, tongues);
    }

    /// Puts a brief, or some of its languages, where there is room for so many bytes of titles, which it takes.
    fn put(
        &mut self,
        country: &SearchedPlace,
        stem: &str,
        brief: &mut FoundBrief,
        page: &str,
        length: usize,
        tongues: &Tongues,
    ) {
        let length = length + brief.id.len() * 2 + page.len() + 100;
        if !self.piece.briefs.is_empty() && self.length + length > FULL {
            self.close();
        }
        self.length += length;
        let at = match self.places.get(stem) {
            Some(there) => *there,
            None => {
                self.length += json(&country).len() + 1;
                self.piece.places.push(country.clone());
                self.places.insert(stem.to_string(), self.piece.places.len() - 1);
                self.piece.places.len() - 1
            }
        };
        for SearchedTitle(tag, ..) in &brief.titles {
            if !self.piece.languages.contains_key(tag) {
                self.piece.languages.insert(tag.clone(), language(tag, tongues));
            }
        }
        self.piece.briefs.push(SearchedBrief {
            at,
            id: brief.id.clone(),
            page: format!("{page}#{}", place_of(&brief.id)),
            date: brief.date.clone(),
            draft: brief.draft,
            titles: std::mem::take(&mut brief.titles),
        });
    }

    fn close(&mut self) {
        self.count += 1;
        let number = self.count;
        let piece = std::mem::take(&mut self.piece);
        let text = format!(
            "{SCRIPT_START}briefs to be found */\nbriefpressFound({number}, {});\n",
            json(&piece)
        );
        self.done.push((self::piece(number), text));
        self.length = 0;
        self.places.clear();
    }

    /// The pieces that are full, by their paths. They are not had again.
    pub fn take(&mut self) -> Vec<(String, String)> {
        std::mem::take(&mut self.done)
    }

    /// The last of the pieces, and how many there are of all.
    pub fn finish(mut self) -> (Vec<(String, String)>, usize) {
        if !self.piece.briefs.is_empty() {
            self.close();
        }
        (self.done, self.count)
    }
}

/// A language: its name in English and in itself, and its direction.
fn language(tag: &str, tongues: &Tongues) -> (String, String, &'static str) {
    let tongue = tongues.of(tag);
    (shown(&tongue.english), tongue.own.clone().unwrap_or_default(), tongue.dir)
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
