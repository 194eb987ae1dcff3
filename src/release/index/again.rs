//! Briefs that are gone through a second time. They stand on pages by country and date, and are had by their ids: many pages
//! together, so that few files are read more than once.

use std::collections::{BTreeMap, HashMap};

use super::entries::{ArticleHtml, PageLinks, brief, by_language, original};
use super::places::{CountryEntry, ReleaseOutline};
use super::search::FoundBrief;
use super::tongues::Tongues;
use crate::release::files::{FilesByBrief, artifacts};

/// A brief that was had again.
pub struct ReadBrief {
    /// As its page has it.
    pub html: ArticleHtml,
    /// What it is found by; none once that is taken.
    pub found: Option<FoundBrief>,
}

/// Briefs that were had again, by the places of their countries, and their own there.
pub type ReadBriefs = HashMap<(usize, usize), ReadBrief>;

/// Has briefs again, by the places of their countries, and their own there.
///
/// # Errors
///
/// Their files cannot be had.
pub fn read_again<E>(
    release: &ReleaseOutline,
    places: impl Iterator<Item = (usize, usize)>,
    files: &dyn FilesByBrief<E>,
    way: PageLinks,
    tongues: &Tongues,
) -> Result<ReadBriefs, E> {
    let entry = |country: usize, at: usize| {
        let country: &CountryEntry = release.countries.get(country)?;
        Some((country, country.briefs.get(at)?))
    };
    let by_id = |(country, at): (usize, usize)| Some((&*entry(country, at)?.1.id, (country, at)));
    let wanted: BTreeMap<&str, (usize, usize)> = places.filter_map(by_id).collect();
    let ids: Vec<&str> = wanted.keys().copied().collect();
    let mut read = ReadBriefs::new();
    files.of(&ids, &mut |files| {
        let files = artifacts(files);
        let place = files.first().and_then(|file| wanted.get(file.brief.as_str()));
        let Some(&(of_country, at)) = place else { return Ok(()) };
        let Some((country, own)) = entry(of_country, at) else { return Ok(()) };
        let languages = by_language(&files, tongues);
        let Some(first) = original(&languages) else { return Ok(()) };
        let told_apart = country.told_apart(own, first, tongues);
        let html = brief(&country.name, &languages, &told_apart, way, tongues);
        let found = FoundBrief::of(&languages);
        read.insert((of_country, at), ReadBrief { html, found });
        Ok(())
    })?;
    Ok(read)
}
