//! What a print shop checks before it makes plates.

mod boxes;
mod ink;
mod picture;
mod placing;

use super::super::content::Event;
use super::super::finding::{Edition, Findings};
use super::context::Context;
use super::intent;
use super::walk::walk;

/// Runs all checks of a print file.
pub fn check(context: &Context<'_>, findings: &mut Findings) {
    intent::check(context, findings);
    boxes::check(context, findings);
    boxes::loose(context, findings);
    let settings = context.settings;
    walk(context, Edition::Print, findings, |page, event, findings| match event {
        Event::Mark(mark) => {
            ink::check(page, mark, settings, findings);
            picture::check(context.pdf, page, mark, settings, findings);
            placing::check(page, mark, settings, findings);
        }
        Event::Group(space) => ink::group(page, space, findings),
        Event::Hidden(_) | Event::Gap(_) => {}
    });
}
