//! What the pages beside `index.html` are called, and how they are known again. A name is safe on every
//! file system: small letters, digits and hyphens, and none that a system keeps for a device.

use std::collections::BTreeMap;

use super::places::CountryEntry;
use crate::release::digest::Digest;
use crate::release::names::INDEX_PAGES;

/// What every page beside `index.html` begins with.
pub const PAGE_START: &str = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
                              <meta name=\"generator\" content=\"briefpress\">\n";

/// What every script and style sheet of theirs begins with.
pub const SCRIPT_START: &str = "/* briefpress: ";

/// The pages that list countries and areas.
pub const LISTS: &str = "places";
/// The pages of tables of several briefs.
pub const COMBINED: &str = "combined";
/// How they look.
pub const STYLE_SHEET: &str = "index.css";
/// What searches them.
pub const SCRIPT: &str = "search.js";

/// How names of pages of countries, regions and areas begin.
const KINDS: [&str; 3] = ["country-", "region-", "area-"];

/// More letters of codes than this are no name.
const LONGEST: usize = 40;

/// What the pages of each country or area are called, without number and ending. It stays when others
/// come or go, for people keep links.
pub fn stems(countries: &[CountryEntry]) -> Vec<String> {
    let stems: Vec<String> = countries.iter().map(stem).collect();
    let mut often: BTreeMap<&str, usize> = BTreeMap::new();
    for stem in &stems {
        *often.entry(stem).or_default() += 1;
    }
    let told_apart = |(stem, country): (&String, &CountryEntry)| match often[stem.as_str()] {
        1 => stem.clone(),
        _ => format!("{stem}-{}", digits(country)),
    };
    stems.iter().zip(countries).map(told_apart).collect()
}

fn stem(country: &CountryEntry) -> String {
    let codes = country.codes.join("-");
    let is_plain = |c: u8| c.is_ascii_uppercase() || c.is_ascii_digit() || c == b'-';
    if codes.is_empty() || codes.len() > LONGEST || !codes.bytes().all(is_plain) {
        return format!("area-{}", digits(country));
    }
    let kind = if country.is_region { "region" } else { "country" };
    format!("{kind}-{}", codes.to_lowercase())
}

/// What tells a country or area from every other.
fn digits(country: &CountryEntry) -> String {
    let parts = country.codes.iter().map(|code| code.as_bytes());
    let digest = Digest::of_parts(parts.chain([country.name.as_bytes()]));
    digest.to_hex()[..12].to_string()
}

/// A page of several, by its number from 0, from the release.
pub fn page(stem: &str, number: usize) -> String {
    match number {
        0 => format!("{INDEX_PAGES}/{stem}.html"),
        _ => format!("{INDEX_PAGES}/{stem}.{}.html", number + 1),
    }
}

/// The same from a page beside it.
pub fn page_beside(stem: &str, number: usize) -> String {
    page(stem, number)[INDEX_PAGES.len() + 1..].to_string()
}

/// A piece of what is searched, by its number from 1, from the release.
pub fn piece(number: usize) -> String {
    format!("{INDEX_PAGES}/search-{number}.js")
}

/// Whether a file of the folder of pages is one of ours, by its name and what it begins with. Who checks
/// a release into version control may have got it with other line ends.
pub fn is_index_page(name: &str, start: &[u8]) -> bool {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let start = String::from_utf8_lossy(start).replace('\r', "");
    if let Some(stem) = name.strip_suffix(".html") {
        let (stem, number) = stem.split_once('.').unwrap_or((stem, "1"));
        let is_stem = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-';
        let is_named = [LISTS, COMBINED].contains(&stem)
            || KINDS.iter().any(|kind| stem.starts_with(kind)) && stem.bytes().all(is_stem);
        return is_named && is_number(number) && start.starts_with(PAGE_START);
    }
    let piece = name.strip_prefix("search-").and_then(|rest| rest.strip_suffix(".js"));
    let is_named = name == STYLE_SHEET || name == SCRIPT || piece.is_some_and(is_number);
    is_named && start.starts_with(SCRIPT_START)
}
