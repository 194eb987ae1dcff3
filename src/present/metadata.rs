//! What a document says about itself where no template prints it: in the metadata of its file.

use crate::brief::{Abbreviation, Brief, Status, TranslationStatus};
use crate::document::{Document, Expansion, Metadata};
use crate::l10n::{Labels, Language};
use crate::project::Config;

/// The metadata of a document of a brief.
pub fn metadata(
    brief: &Brief,
    config: &Config,
    language: &Language,
    labels: &Labels,
    document: Document,
) -> Metadata {
    let title = match document {
        Document::Brief => brief.title.value.clone(),
        Document::Indicators | Document::Combined => {
            // The title of the table is the brief's with what it is.
            let (colon, what) = (labels.get("colon"), labels.get("indicators"));
            format!("{}{colon} {what}", brief.title.value)
        }
    };
    // A draft says so wherever its title is read or listed.
    let title = match status_text(brief, labels) {
        None => title,
        Some(status) => {
            let pattern = labels.get("titled_draft");
            pattern.replace("{status}", &status).replace("{title}", &title)
        }
    };
    let expansion = |abbreviation: &Abbreviation| Expansion {
        short: abbreviation.short.clone(),
        full: abbreviation.full.value.clone(),
        language: abbreviation.language.clone(),
    };
    // A pseudo-locale writes abbreviations otherwise.
    let abbreviations = brief.abbreviations.iter().filter(|_| language.pseudo.is_none());
    Metadata {
        title,
        authors: match brief.authors.is_empty() {
            true => vec![config.organisation.name().to_string()],
            false => brief.authors.iter().map(|author| author.name.value.clone()).collect(),
        },
        identifiers: brief.identifiers.uris(),
        description: brief.subtitle.as_ref().map(|text| text.value.clone()),
        keywords: brief.keywords.iter().map(|text| text.value.clone()).collect(),
        expansions: abbreviations.map(expansion).collect(),
    }
}

/// What is said of a brief or a translation that is a draft.
pub fn status_text(brief: &Brief, labels: &Labels) -> Option<String> {
    let draft = (brief.status == Status::Draft).then(|| labels.get("status_draft"));
    let translation = (brief.translation == Some(TranslationStatus::Draft))
        .then(|| labels.get("draft_translation"));
    let texts: Vec<&str> = [draft, translation].into_iter().flatten().collect();
    (!texts.is_empty()).then(|| texts.join(" · "))
}
