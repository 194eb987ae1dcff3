//! Ids of references: those of the file where they can be ids, and each once.

use std::collections::{BTreeMap, BTreeSet};

use super::reference::Reference;
use crate::brief::{RawBrief, check_id, suggest_id};
use crate::diag::{Code, Diagnostic, Diagnostics, Span};

/// What there is already: by id, DOI and address, with the id of the source that has it.
#[derive(Debug, Default)]
pub struct KnownSources(BTreeMap<String, (String, Option<Span>)>);

impl KnownSources {
    /// The sources of a brief.
    pub fn of(brief: &RawBrief) -> Self {
        let mut known = Self::default();
        for source in &brief.sources {
            let Some(id) = &source.id else { continue };
            let doi = source.doi.as_ref().and_then(|text| {
                crate::brief::identifier::doi(&text.value).ok().map(str::to_string)
            });
            let url = source.url.as_ref().map(|url| url.value.as_str());
            known.add(&id.value, doi.as_deref(), url, None);
            let title = source.title.as_ref().map_or("", |title| title.value.as_str());
            let author = source.author.as_ref().map(|author| author.value.as_str());
            let date = source.date.as_ref().map(|date| date.value.year());
            known.add_text(&id.value, &text_mark(title, author, date), None);
        }
        known
    }

    fn add(&mut self, id: &str, doi: Option<&str>, url: Option<&str>, span: Option<Span>) {
        for key in marks(id, doi, url) {
            self.0.entry(key).or_insert_with(|| (id.to_string(), span));
        }
    }

    fn add_text(&mut self, id: &str, mark: &str, span: Option<Span>) {
        self.0.entry(mark.to_string()).or_insert_with(|| (id.to_string(), span));
    }

    fn has_id(&self, id: &str) -> bool {
        self.0.contains_key(&format!("id {id}"))
    }
}

/// What tells a source from others.
fn marks(id: &str, doi: Option<&str>, url: Option<&str>) -> impl Iterator<Item = String> {
    let id = (!id.is_empty()).then(|| format!("id {id}"));
    // DOIs are the same in small and capital letters.
    let doi = doi.map(|doi| format!("doi {}", doi.to_ascii_lowercase()));
    let url = url.map(|url| format!("url {}", url.trim_end_matches('/')));
    [id, doi, url].into_iter().flatten()
}

/// What tells a source from others that has no id, DOI or address in its file.
fn text_mark(title: &str, author: Option<&str>, year: Option<i32>) -> String {
    format!("text {title}\n{}\n{year:?}", author.unwrap_or_default()).to_lowercase()
}

/// Gives every reference an id that can be one, and leaves out those that are there already.
pub fn settle(
    references: Vec<Reference>,
    mut known: KnownSources,
    diagnostics: &mut Diagnostics,
) -> Vec<Reference> {
    let mut settled = Vec::new();
    let mut keys = BTreeSet::new();
    for mut reference in references {
        let written = std::mem::take(&mut reference.id);
        let wanted = valid(&written, &reference);
        // A made-up id tells nothing apart; in its own file, only what is written does.
        let own = if written.is_empty() { "" } else { &wanted };
        let (doi, url) = (reference.doi.as_deref(), reference.url.as_deref());
        let year = reference.date.map(|date| date.year());
        let text = text_mark(&reference.title, reference.author.as_deref(), year);
        let by_text = written.is_empty().then(|| text.clone());
        let there = marks(own, doi, url).chain(by_text).find_map(|mark| {
            let (what, _) = mark.split_once(' ')?;
            let found = known.0.get(&mark)?;
            let is_chance = what == "id" && found.1.is_some() && !keys.contains(&written);
            (!is_chance).then(|| (what.to_string(), found.clone()))
        });
        if let Some((what, (other, span))) = there {
            let what = match what.as_str() {
                "id" => "id",
                "doi" => "DOI",
                "text" => "title, author and year",
                _ => "address",
            };
            let place = if span.is_some() { "the file" } else { "the brief" };
            let message = format!("{place} has a source with this {what} already, `{other}`");
            let mut diagnostic = Diagnostic::new(Code::ReferenceDuplicate, message)
                .at(reference.span)
                .help("it is not written again");
            if let Some(span) = span {
                diagnostic = diagnostic.related(span, "here");
            }
            diagnostics.push(diagnostic);
            continue;
        }
        let mut id = wanted.clone();
        let mut number = 2;
        while known.has_id(&id) {
            id = format!("{wanted}-{number}");
            number += 1;
        }
        keys.insert(written.clone());
        if !written.is_empty() && written != id {
            let message = match check_id(&written) {
                Ok(()) => format!("`{written}` is another's id already, and is `{id}` here"),
                Err(_) => format!("`{written}` cannot be an id, and is `{id}` here"),
            };
            diagnostics.push(
                Diagnostic::new(Code::ReferenceAltered, message)
                    .at(reference.span)
                    .help("ids are lower-case letters, digits and hyphens"),
            );
        }
        known.add(&id, doi, url, Some(reference.span));
        known.add_text(&id, &text, Some(reference.span));
        reference.id = id;
        settled.push(reference);
    }
    settled
}

/// The id as it is written, or the nearest that can be one; of a reference that has none, one made of
/// who, what and when.
fn valid(written: &str, reference: &Reference) -> String {
    if check_id(written).is_ok() {
        return written.to_string();
    }
    // The last part of an address is what tells it from others.
    let short = written.rsplit('/').find(|part| !part.is_empty()).unwrap_or(written);
    let made = || {
        let who = reference.author.as_ref().or(reference.publisher.as_ref());
        let first = || who.and_then(|who| who.split(", ").next());
        let family = reference.family.as_deref().or_else(first);
        let family = family.and_then(|family| family.split(' ').next_back());
        let word = reference.title.split(' ').find(|word| word.chars().count() > 3);
        let year = reference.date.map(|date| format!("{:04}", date.year()));
        let parts = [family, word, year.as_deref()].into_iter().flatten();
        suggest_id(&parts.collect::<Vec<_>>().join("-"))
    };
    suggest_id(short).or_else(made).unwrap_or_else(|| "source".into())
}
