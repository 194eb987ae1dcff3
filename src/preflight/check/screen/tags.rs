//! Headings, figures and lists.

use super::super::super::code::Check;
use super::super::super::finding::{Findings, Found};
use super::super::super::structure::{Tree, heading_level};
use super::super::context::Inspection;
use super::placed::Placed;

/// Looks at every element but tables.
pub fn check(context: &Inspection<'_>, tree: &Tree<'_>, placed: &Placed, findings: &mut Findings) {
    let pdf = context.pdf;
    let mut level = 0;
    let mut headings = 0;
    for (index, element) in tree.elements.iter().enumerate() {
        let mut add = |code, message: String| {
            findings.add(placed.found(tree, index, Found::new(code, message)));
        };
        let role = element.role.as_str();
        if heading_level(role).is_some() || role == "H" {
            headings += 1;
            let shows = tree.content(index).any(|key| placed.place(key).is_some());
            if !shows && !tree.below(index).any(|index| tree.described(pdf, index)) {
                add(Check::EmptyHeading, format!("a heading ({role}) holds nothing"));
            }
        }
        if let Some(next) = heading_level(role) {
            if level == 0 && next != 1 {
                add(Check::HeadingOrder, format!("the first heading is H{next}, not H1"));
            } else if next > level + 1 {
                add(Check::HeadingOrder, format!("a heading H{next} follows H{level}"));
            }
            level = next;
        }
        if ["Figure", "Formula"].contains(&role) && !tree.described(pdf, index) {
            let what = role.to_lowercase();
            add(Check::NoAlt, format!("a {what} has no alternative text"));
        }
        let parent = element.parent.map_or("", |parent| tree.elements[parent].role.as_str());
        let kids = || tree.children(index).map(|kid| tree.elements[kid].role.as_str());
        match role {
            "L" => {
                if let Some(other) = kids().find(|kid| !["LI", "L", "Caption"].contains(kid)) {
                    add(Check::ListStructure, format!("a list holds {other} instead of LI"));
                }
            }
            "LI" if parent != "L" => {
                add(Check::ListStructure, "a list item (LI) stands outside a list".into());
            }
            "LI" => {
                if let Some(other) = kids().find(|kid| !["Lbl", "LBody"].contains(kid)) {
                    add(
                        Check::ListStructure,
                        format!("a list item holds {other} instead of LBody"),
                    );
                }
            }
            "LBody" if parent != "LI" => {
                add(
                    Check::ListStructure,
                    "a list’s text (LBody) stands outside a list item".into(),
                );
            }
            _ => {}
        }
    }
    let outlines = pdf.catalog().and_then(|catalog| pdf.dict(catalog, "Outlines"));
    let bookmarks = outlines.is_some_and(|outlines| pdf.dict(outlines, "First").is_some());
    if headings > 1 && !bookmarks {
        let message = format!("the document has {headings} headings and no bookmarks");
        findings.add(Found::new(Check::NoBookmarks, message));
    }
}
