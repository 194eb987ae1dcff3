//! The countries and areas of a release, with their briefs.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::words::{escape, sort_key};
use crate::document::Document;
use crate::l10n::{Language, country_name, list, region_name};
use crate::release::manifest::{Artifact, Manifest};

/// A country or area and what there is about it.
pub struct CountryEntry<'a> {
    /// What its heading is called in links.
    pub anchor: String,
    /// Its name: in English, or as the project names it.
    pub name: String,
    /// Its codes; none for an area.
    pub codes: Vec<&'a str>,
    /// Whether it is a region.
    pub is_region: bool,
    /// The files of each brief, the newest brief first.
    pub briefs: Vec<Vec<&'a Artifact>>,
    /// Titles that several of its briefs have.
    shared_titles: BTreeSet<&'a str>,
}

impl CountryEntry<'_> {
    /// Whether several of its briefs have a title, in one language or another.
    pub fn is_shared(&self, title: &str) -> bool {
        self.shared_titles.contains(title)
    }
}

/// The countries and areas in the order of their names.
pub fn countries(manifest: &Manifest) -> Vec<CountryEntry<'_>> {
    let mut briefs: BTreeMap<&str, Vec<&Artifact>> = BTreeMap::new();
    for file in manifest.files.iter().filter(|file| file.document != Document::Combined) {
        briefs.entry(&file.brief).or_default().push(file);
    }
    let mut all: BTreeMap<(Vec<&str>, String), Vec<Vec<&Artifact>>> = BTreeMap::new();
    for files in briefs.into_values() {
        // What has no name in English has that of the original.
        let original = files.iter().find(|file| file.translation.is_none());
        let Some(file) = original.or(files.first()) else { continue };
        all.entry((codes(file), english_place(file))).or_default().push(files);
    }
    let entries = all.into_iter().enumerate().map(|(place, ((codes, name), mut briefs))| {
        briefs.sort_by_key(|files| Reverse(files.first().map(|file| &file.date)));
        let anchor = match codes.is_empty() {
            true => format!("area-{}", place + 1),
            false => format!("country-{}", escape(&codes.join("-").to_lowercase())),
        };
        let mut files = briefs.iter().flatten();
        let is_region = files.next().is_some_and(|file| file.place.kind == "region");
        let shared_titles = shared_titles(&briefs);
        CountryEntry { anchor, name, codes, is_region, briefs, shared_titles }
    });
    let mut countries: Vec<CountryEntry<'_>> = entries.collect();
    countries.sort_by_cached_key(|country| sort_key(&country.name));
    countries
}

/// The titles that several briefs have.
fn shared_titles<'a>(briefs: &[Vec<&'a Artifact>]) -> BTreeSet<&'a str> {
    let (mut once, mut shared) = (BTreeSet::new(), BTreeSet::new());
    for files in briefs {
        let own: BTreeSet<&str> = files.iter().map(|file| file.title.as_str()).collect();
        shared.extend(own.into_iter().filter(|title| !once.insert(*title)));
    }
    shared
}

/// The tables of several briefs.
pub fn combined(manifest: &Manifest) -> Vec<&Artifact> {
    manifest.files.iter().filter(|file| file.document == Document::Combined).collect()
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
