//! What the document says about itself: language, title, standard.

use super::super::super::code::Check;
use super::super::super::finding::{Findings, Found};
use super::super::context::Inspection;

/// Looks at the catalog and the metadata.
pub fn check(context: &Inspection<'_>, findings: &mut Findings) {
    let pdf = context.pdf;
    let catalog = pdf.catalog();
    let mut add = |code, message: String| findings.add(Found::new(code, message));
    match catalog.and_then(|catalog| pdf.text(catalog, "Lang")) {
        None => add(Check::NoLanguage, "the document does not say its language".into()),
        Some(tag) if !is_language(&tag) => {
            let tag: String = tag.chars().take(40).collect();
            add(Check::NoLanguage, format!("“{tag}” is no language tag"));
        }
        Some(_) => {}
    }
    // Unreadable metadata are a finding of their own.
    if let Some(xmp) = context.xmp {
        if xmp.get("dc:title").is_none() {
            add(Check::NoTitle, "the document has no title in its XMP metadata".into());
        }
        if xmp.get("pdfuaid:part").is_none() {
            add(Check::NotUa, "the document does not say that it is PDF/UA".into());
        }
    }
    let shown = catalog
        .and_then(|catalog| pdf.dict(catalog, "ViewerPreferences"))
        .and_then(|preferences| pdf.get(preferences, "DisplayDocTitle"))
        .is_some_and(|shown| shown.as_bool().unwrap_or(false));
    if !shown {
        add(Check::TitleHidden, "the window does not show the title".into());
    }
}

/// Whether a tag has the form of BCP 47.
fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let first = parts.next().unwrap_or_default();
    let letters = first.bytes().all(|byte| byte.is_ascii_alphabetic());
    let private = ["x", "i"].contains(&first.to_lowercase().as_str());
    letters
        && ((2..=8).contains(&first.len()) || private)
        && parts.all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
}

#[cfg(test)]
mod tests {
    use super::is_language;

    #[test]
    fn language_tags_are_told_from_words() {
        for tag in ["en", "km", "zh-Hans", "sr-Latn-RS", "x-klingon", "es-419"] {
            assert!(is_language(tag), "{tag}");
        }
        for tag in ["", "e", "en_US", "the English language", "en-", "e1"] {
            assert!(!is_language(tag), "{tag}");
        }
    }
}
