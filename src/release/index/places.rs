//! The countries and areas of a release, with what is kept of their briefs when the files were gone through once.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::rc::Rc;

use super::entries::{
    ArticleLength, ArticleSize, PageLinks, by_id, by_language, by_title, original,
};
use super::tongues::Tongues;
use super::words::{escape, sort_key};
use crate::l10n::{Language, country_name, list, region_name};
use crate::release::digest::Digest;
use crate::release::manifest::Artifact;

/// What a release has, without its files.
pub struct ReleaseOutline {
    /// The countries and areas in the order of their names.
    pub countries: Vec<CountryEntry>,
    /// Whether there are tables of several briefs.
    pub has_combined: bool,
    /// How much there is of everything.
    pub totals: ReleaseTotals,
}

/// How much a release has.
pub struct ReleaseTotals {
    /// Briefs, those that only tables name among them.
    pub briefs: usize,
    /// Countries and areas.
    pub countries: usize,
    /// Languages.
    pub languages: usize,
    /// Files, without what belongs to them.
    pub files: usize,
}

/// A country or area and what there is about it.
pub struct CountryEntry {
    /// What its heading is called in links.
    pub anchor: String,
    /// Its name: in English, or as the project names it.
    pub name: String,
    /// Its codes; none for an area.
    pub codes: Vec<String>,
    /// Whether it is a region.
    pub is_region: bool,
    /// Its briefs, the newest first.
    pub briefs: Vec<BriefEntry>,
    /// How many languages its files have.
    pub languages: usize,
    /// How many files it has.
    pub files: usize,
    /// The names that its files print, in order.
    pub names: BTreeSet<Rc<str>>,
    /// Titles that several of its briefs have, in order.
    shared_titles: Vec<TitleDigest>,
}

/// What is kept of a brief: there may be twenty thousand, so that it is little.
pub struct BriefEntry {
    /// Its id.
    pub id: Box<str>,
    /// Its date, ISO 8601.
    pub date: Rc<str>,
    /// The title of its original.
    title: TitleDigest,
    /// How many bytes its links have where they say that title.
    titled: u32,
    /// How long it is on a page.
    length: ArticleLength,
    /// Whether it is about a region.
    is_region: bool,
}

/// What stands for a title: of all of them in all languages, no text is kept.
type TitleDigest = [u8; 16];

impl CountryEntry {
    /// What links to a brief say of it besides where it is about; `first` is of the language that it was written in.
    pub fn told_apart(&self, brief: &BriefEntry, first: &Artifact, tongues: &Tongues) -> String {
        let mut html = String::new();
        if self.briefs.len() > 1 {
            html += &by_title(first, tongues);
        }
        if self.has_shared_title(brief) {
            html += &by_id(&brief.id);
        }
        html
    }

    /// How many bytes a brief has on a page.
    pub fn size(&self, brief: &BriefEntry, way: PageLinks) -> ArticleSize {
        let titled = if self.briefs.len() > 1 { brief.titled as usize } else { 0 };
        let id = if self.has_shared_title(brief) { by_id(&brief.id).len() } else { 0 };
        brief.length.on_page(&brief.id, titled + id, way)
    }

    /// Whether other briefs have the title of a brief, too, in one language or another.
    fn has_shared_title(&self, brief: &BriefEntry) -> bool {
        self.shared_titles.binary_search(&brief.title).is_ok()
    }
}

/// What is kept of the files that were gone through, to know what stands on which page.
#[derive(Default)]
pub struct GatheredRelease {
    /// By codes and name.
    countries: BTreeMap<(Vec<String>, String), GatheredCountry>,
    /// Briefs that tables have together.
    named: BTreeSet<String>,
    languages: BTreeSet<Rc<str>>,
    files: usize,
    has_combined: bool,
    /// What many briefs say: each text once.
    texts: HashSet<Rc<str>>,
}

#[derive(Default)]
struct GatheredCountry {
    briefs: Vec<BriefEntry>,
    languages: BTreeSet<Rc<str>>,
    names: BTreeSet<Rc<str>>,
    files: usize,
    /// Those of each brief, each once.
    titles: Vec<TitleDigest>,
}

impl GatheredRelease {
    /// Adds the files of a brief.
    pub fn add(&mut self, files: &[&Artifact], tongues: &Tongues) {
        files.iter().for_each(|file| self.count(file));
        // What has no name in English has that of the original.
        let about = files.iter().find(|file| file.translation.is_none()).or(files.first());
        let (Some(about), Some(newest)) = (about, files.first()) else { return };
        let languages = by_language(files, tongues);
        let Some(first) = original(&languages) else { return };
        let name = english_place(about);
        let length = ArticleLength::of(&name, &languages, tongues);
        let brief = BriefEntry {
            id: newest.brief.as_str().into(),
            date: shared(&newest.date, &mut self.texts),
            title: title_digest(&first.title),
            titled: u32::try_from(by_title(first, tongues).len()).unwrap_or(u32::MAX),
            length,
            is_region: newest.place.kind == "region",
        };
        let codes = codes(about).into_iter().map(String::from).collect();
        let country = self.countries.entry((codes, name)).or_default();
        country.briefs.push(brief);
        country.files += files.len();
        let mut titles: Vec<&str> = files.iter().map(|file| file.title.as_str()).collect();
        titles.sort_unstable();
        titles.dedup();
        country.titles.extend(titles.into_iter().map(title_digest));
        for file in files {
            keep(&mut country.languages, &file.language, &mut self.texts);
            for name in file.place.names.iter().chain([&file.place.name]) {
                keep(&mut country.names, name, &mut self.texts);
            }
        }
    }

    /// Adds tables of several briefs.
    pub fn add_combined(&mut self, files: &[&Artifact]) {
        self.has_combined |= !files.is_empty();
        files.iter().for_each(|file| self.count(file));
    }

    /// Counts a file.
    fn count(&mut self, file: &Artifact) {
        self.files += 1;
        for brief in &file.briefs {
            if !self.named.contains(brief) {
                self.named.insert(brief.clone());
            }
        }
        keep(&mut self.languages, &file.language, &mut self.texts);
    }

    /// What was gone through, in the order in which it is shown.
    pub fn finish(mut self) -> ReleaseOutline {
        let countries = std::mem::take(&mut self.countries);
        let entries = countries.into_iter().enumerate();
        let mut countries: Vec<CountryEntry> =
            entries.map(|(place, (key, country))| country.finish(place, key)).collect();
        countries.sort_by_cached_key(|country| sort_key(&country.name));
        let briefs = countries.iter().flat_map(|country| &country.briefs);
        briefs.clone().for_each(|brief| {
            self.named.remove(&*brief.id);
        });
        let totals = ReleaseTotals {
            briefs: briefs.count() + self.named.len(),
            countries: countries.len(),
            languages: self.languages.len(),
            files: self.files,
        };
        ReleaseOutline { countries, has_combined: self.has_combined, totals }
    }
}

impl GatheredCountry {
    fn finish(self, place: usize, (codes, name): (Vec<String>, String)) -> CountryEntry {
        let Self { mut briefs, languages, names, files, mut titles } = self;
        briefs.sort_by(|a, b| b.date.cmp(&a.date));
        briefs.shrink_to_fit();
        let anchor = match codes.is_empty() {
            true => format!("area-{}", place + 1),
            false => format!("country-{}", escape(&codes.join("-").to_lowercase())),
        };
        let is_region = briefs.first().is_some_and(|brief| brief.is_region);
        titles.sort_unstable();
        let several = titles.chunk_by(|a, b| a == b).filter(|same| same.len() > 1);
        let shared_titles = several.filter_map(|same| same.first().copied()).collect();
        let languages = languages.len();
        CountryEntry {
            anchor,
            name,
            codes,
            is_region,
            briefs,
            languages,
            files,
            names,
            shared_titles,
        }
    }
}

/// Adds a text to some, where it is not there.
fn keep(texts: &mut BTreeSet<Rc<str>>, text: &str, all: &mut HashSet<Rc<str>>) {
    if !texts.contains(text) {
        texts.insert(shared(text, all));
    }
}

/// A text that is held once.
fn shared(text: &str, all: &mut HashSet<Rc<str>>) -> Rc<str> {
    if let Some(known) = all.get(text) {
        return Rc::clone(known);
    }
    let text: Rc<str> = text.into();
    all.insert(Rc::clone(&text));
    text
}

fn title_digest(title: &str) -> TitleDigest {
    Digest::of(title.as_bytes()).half()
}

/// The codes of what a file is about. Manifests once had that of a country alone.
fn codes(file: &Artifact) -> Vec<&str> {
    match file.place.codes.as_slice() {
        [] if !file.country.is_empty() => vec![&file.country],
        codes => codes.iter().map(String::as_str).collect(),
    }
}

/// What a file is about, in English as far as that has a name.
fn english_place(file: &Artifact) -> String {
    let codes = codes(file);
    let name = |(place, code): (usize, &&str)| {
        let english = match file.place.kind.as_str() {
            "region" => region_name(code, "en"),
            _ => country_name(code, "en"),
        };
        let own = file.place.names.get(place).map_or(*code, String::as_str);
        english.unwrap_or(own).to_string()
    };
    let names: Vec<String> = codes.iter().enumerate().map(name).collect();
    if names.is_empty() {
        return file.place.name.clone();
    }
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    list(&names, &Language::new("en"))
}
