//! One way through the content of all pages, for every check that needs it.

use super::super::code::Code;
use super::super::content::{Event, Interpreter};
use super::super::finding::{Edition, Findings, Found};
use super::super::page::Page;
use super::context::Context;
use super::{fonts, places};

/// Goes through the content of all pages; every check that needs it listens.
pub fn walk<'a>(
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
