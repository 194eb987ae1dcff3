//! What a print shop checks before it makes plates.

mod boxes;
mod ink;
mod picture;
mod placing;

use super::super::content::ContentEvent;
use super::super::finding::{Findings, IntendedUse};
use super::context::Inspection;
use super::intent;
use super::walk::walk;

/// Runs all checks of a print file.
pub fn check(context: &Inspection<'_>, findings: &mut Findings) {
    intent::check(context, findings);
    boxes::check(context, findings);
    boxes::loose(context, findings);
    let settings = context.settings;
    walk(context, IntendedUse::Print, findings, |page, event, findings| match event {
        ContentEvent::Mark(mark) => {
            ink::check(page, mark, settings, findings);
            picture::check(context.pdf, page, mark, settings, findings);
            placing::check(page, mark, settings, findings);
        }
        ContentEvent::Group(space) => ink::group(page, space, findings),
        ContentEvent::Hidden(_) | ContentEvent::Gap(_) => {}
    });
}
