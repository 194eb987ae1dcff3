//! One way through the content of all pages, for every check that needs it.

use super::super::code::Check;
use super::super::content::{ContentEvent, Interpreter};
use super::super::finding::{Findings, Found, IntendedUse};
use super::super::page::Page;
use super::context::Inspection;
use super::{fonts, places};

/// Goes through the content of all pages; every check that needs it listens.
pub fn walk<'a>(
    context: &Inspection<'a>,
    edition: IntendedUse,
    findings: &mut Findings,
    mut listen: impl FnMut(&Page<'a>, &ContentEvent<'_>, &mut Findings),
) {
    let mut interpreter = Interpreter::new(context.pdf);
    let mut fonts = fonts::FontUses::default();
    let mut places = places::PlacesCheck::new(edition);
    for page in context.pages {
        interpreter.page(page, &mut |event| {
            match &event {
                ContentEvent::Gap(why) => findings.add(
                    Found::new(
                        Check::Unexamined,
                        format!("this page was not examined whole: {why}"),
                    )
                    .page(page.number),
                ),
                ContentEvent::Mark(mark) => {
                    fonts.hear(page, mark);
                    places.hear(page, mark, findings);
                }
                ContentEvent::Hidden(text) => places.hidden(page, text, findings),
                ContentEvent::Group(_) => {}
            }
            listen(page, &event, findings);
        });
        places.finish_page(page, findings);
    }
    fonts.check(findings);
}
