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

use self::context::Context;
use super::code::Code;
use super::finding::{Edition, Findings, Found, Report, Settings};
use super::page::pages;
use super::pdf::{Pdf, Refusal};

/// Examines a file.
pub(super) fn examine(bytes: &[u8], settings: &Settings) -> Report {
    let mut findings = Findings::default();
    let pdf = match Pdf::load(bytes) {
        Ok(pdf) => pdf,
        Err(refusal) => {
            findings.add(match refusal {
                Refusal::Unreadable(cause) => Found::new(
                    Code::Unreadable,
                    format!("the file cannot be read as a PDF: {cause}"),
                ),
                Refusal::Locked => Found::new(
                    Code::Encrypted,
                    "the file opens only with a password; nothing else was examined",
                ),
            });
            return Report::without_pages(settings, findings);
        }
    };
    let pages = pages(&pdf);
    if pages.is_empty() {
        findings.add(Found::new(Code::Unreadable, "the file has no pages"));
        return Report::without_pages(settings, findings);
    }
    let xmp = metadata::read(&pdf, &mut findings);
    let context = Context { pdf: &pdf, pages: &pages, xmp: xmp.as_ref(), settings };
    let edition = settings.edition.unwrap_or_else(|| intent::guess(&context));
    file::check(&context, &mut findings);
    metadata::check(&context, &mut findings);
    match edition {
        Edition::Print => press::check(&context, &mut findings),
        Edition::Screen => screen::check(&context, &mut findings),
    }
    Report {
        edition,
        pages: pages.len(),
        trim: Some(pages[0].size()),
        findings: findings.into_list(),
    }
}
