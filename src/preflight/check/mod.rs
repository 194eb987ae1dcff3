//! The checks, each in the file of its subject.

mod context;
mod file;
mod fonts;
mod intent;
mod metadata;
mod places;
mod press;
mod screen;
mod walk;

use self::context::Inspection;
use super::code::Check;
use super::finding::{Findings, Found, IntendedUse, Report, Settings};
use super::page::pages;
use super::pdf::{LoadError, Pdf};
use crate::limits::{Grouped, PDF_PAGES};

/// Examines a file.
pub(super) fn examine(bytes: &[u8], settings: &Settings) -> Report {
    let mut findings = Findings::default();
    let pdf = match Pdf::load(bytes, settings.objects) {
        Ok(pdf) => pdf,
        Err(refusal) => {
            findings.add(match refusal {
                LoadError::Unreadable(cause) => Found::new(
                    Check::Unreadable,
                    format!("the file cannot be read as a PDF: {cause}"),
                ),
                LoadError::TooMuch(what) => {
                    Found::new(Check::TooMuch, format!("the file was not examined: {what}"))
                }
                LoadError::Locked => Found::new(
                    Check::Encrypted,
                    "the file opens only with a password; nothing else was examined",
                ),
            });
            return Report::of_pages(settings, findings, &[]);
        }
    };
    let pages = pages(&pdf);
    // Whatever else were found might only follow from what is lost.
    if file::check_lost(&pdf, &mut findings) {
        return Report::of_pages(settings, findings, &pages);
    }
    if pages.is_empty() {
        let why = if pdf.catalog().is_some() { "" } else { ": its catalog is not there" };
        findings.add(Found::new(Check::Unreadable, format!("the file has no pages{why}")));
        return Report::of_pages(settings, findings, &[]);
    }
    if pages.len() == PDF_PAGES {
        let message = format!("no more than {} pages are examined", Grouped(PDF_PAGES as u64));
        findings.add(Found::new(Check::TooMuch, message));
    }
    let xmp = metadata::read(&pdf, &mut findings);
    let context = Inspection { pdf: &pdf, pages: &pages, xmp: xmp.as_ref(), settings };
    let edition = settings.edition.unwrap_or_else(|| intent::guess(&context));
    file::check(&context, &mut findings);
    metadata::check(&context, &mut findings);
    match edition {
        IntendedUse::Print => press::check(&context, &mut findings),
        IntendedUse::Screen => screen::check(&context, &mut findings),
    }
    Report::of_pages(&Settings { edition: Some(edition), ..*settings }, findings, &pages)
}
