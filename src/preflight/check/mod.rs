//! The checks, each in the file of its subject.

mod file;
mod fonts;
mod intent;
mod metadata;
mod places;
mod press;
mod screen;

use super::Code;
use super::content::{Event, Interpreter};
use super::finding::{Edition, Findings, Found, Report, Settings};
use super::page::{Page, pages};
use super::pdf::{Pdf, Refusal};
use super::xmp::Xmp;

/// What the checks look at.
pub(super) struct Context<'a> {
    /// The document.
    pub pdf: &'a Pdf,
    /// Its pages.
    pub pages: &'a [Page<'a>],
    /// Its XMP metadata, where they can be read.
    pub xmp: Option<&'a Xmp>,
    /// What to measure against.
    pub settings: &'a Settings,
}

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

/// Goes through the content of all pages; every check that needs it listens.
fn walk<'a>(
    context: &Context<'a>,
    edition: Edition,
    findings: &mut Findings,
    mut listen: impl FnMut(&Page<'a>, &Event<'_>, &mut Findings),
) {
    let mut interpreter = Interpreter::new(context.pdf);
    let mut fonts = fonts::Used::default();
    let mut places = places::PlacesCheck::new(edition);
    for page in context.pages {
        interpreter.page(page, &mut |event| {
            match &event {
                Event::Gap(why) => findings.add(
                    Found::new(
                        Code::Unexamined,
                        format!("this page was not examined whole: {why}"),
                    )
                    .page(page.number),
                ),
                Event::Mark(mark) => {
                    fonts.hear(page, mark);
                    places.hear(page, mark, findings);
                }
                Event::Hidden(text) => places.hidden(page, text, findings),
                Event::Group(_) => {}
            }
            listen(page, &event, findings);
        });
        places.turn(page, findings);
    }
    fonts.check(findings);
}
