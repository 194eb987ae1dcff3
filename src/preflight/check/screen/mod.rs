//! What a reader needs, with or without a screen reader: PDF/UA-1 (ISO 14289-1) and WCAG 2.2, as
//! far as a program can judge them, and what they do not ask and readers miss.

mod contrast;
mod document;
mod links;
mod order;
mod placed;
mod tables;
mod tags;

use super::super::code::Check;
use super::super::content::ContentEvent;
use super::super::finding::{Findings, Found, IntendedUse};
use super::super::structure::Tree;
use super::context::Inspection;
use super::walk::walk;

/// Runs all checks of a screen file.
pub fn check(context: &Inspection<'_>, findings: &mut Findings) {
    document::check(context, findings);
    let pdf = context.pdf;
    let marked = pdf
        .catalog()
        .and_then(|catalog| pdf.dict(catalog, "MarkInfo"))
        .and_then(|info| pdf.get(info, "Marked"))
        .is_some_and(|marked| marked.as_bool().unwrap_or(false));
    let tree = Tree::read(pdf).filter(|tree| !tree.elements.is_empty());
    match (&tree, marked) {
        (None, _) => findings.add(Found::new(Check::NotTagged, "the document is not tagged")),
        (Some(_), false) => {
            let message = "the document has tags and does not say that it is tagged";
            findings.add(Found::new(Check::NotTagged, message));
        }
        _ => {}
    }
    let mut placed = placed::Placed::default();
    let mut contrast = contrast::Contrast::default();
    let tagged = tree.is_some();
    walk(context, IntendedUse::Screen, findings, |page, event, findings| {
        if let ContentEvent::Mark(mark) = event {
            contrast.hear(page, mark, findings);
            placed.hear(page, mark, tagged, findings);
        }
    });
    if let Some(tree) = &tree {
        placed.check(context, tree, findings);
        tags::check(context, tree, &placed, findings);
        tables::check(pdf, tree, &placed, findings);
        order::check(tree, &placed, findings);
    }
    links::check(context, tree.as_ref(), findings);
}
