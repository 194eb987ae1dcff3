//! Links and notes: in the structure, described, and reached in order.

use std::collections::BTreeMap;

use lopdf::{Dictionary, ObjectId};

use super::super::super::code::Check;
use super::super::super::finding::{Findings, Found};
use super::super::super::page::{Page, rectangle};
use super::super::super::structure::{Kid, Tree};
use super::super::context::Inspection;

/// A hidden annotation (ISO 32000, 12.5.3).
const HIDDEN: i64 = 2;

/// Looks at the annotations of every page.
pub fn check(context: &Inspection<'_>, tree: Option<&Tree<'_>>, findings: &mut Findings) {
    let mut tagged: BTreeMap<ObjectId, usize> = BTreeMap::new();
    for (index, element) in tree.iter().flat_map(|tree| tree.elements.iter().enumerate()) {
        for kid in &element.kids {
            if let Kid::Object(id) = kid {
                tagged.insert(*id, index);
            }
        }
    }
    let pdf = context.pdf;
    for page in context.pages {
        let annotations = pdf.list(page.dict, "Annots");
        let mut any = false;
        for object in annotations {
            let Some(dict) = pdf.as_dict(object) else { continue };
            let kind = pdf.name(dict, "Subtype").unwrap_or_default();
            let hidden = pdf.integer(dict, "F").is_some_and(|flags| flags & HIDDEN != 0);
            if hidden || ["Popup", "PrinterMark", "TrapNet"].contains(&kind) {
                continue;
            }
            any = true;
            let element = pdf.id(object).and_then(|id| tagged.get(&id).copied());
            let annotation = Annotation { context, page, tree, dict, element };
            annotation.check(kind, findings);
        }
        if any && tree.is_some() && pdf.name(page.dict, "Tabs") != Some("S") {
            let message = "the tab key does not follow the structure on this page";
            findings.add(Found::new(Check::TabOrder, message).page(page.number));
        }
    }
}

struct Annotation<'c, 'a> {
    context: &'c Inspection<'a>,
    page: &'c Page<'a>,
    tree: Option<&'c Tree<'a>>,
    dict: &'a Dictionary,
    /// The element that holds it.
    element: Option<usize>,
}

impl Annotation<'_, '_> {
    fn check(&self, kind: &str, findings: &mut Findings) {
        let pdf = self.context.pdf;
        let mut add = |code, message: String| {
            let found = Found::new(code, message).page(self.page.number);
            findings.add(match rectangle(pdf, self.dict, "Rect") {
                Some(place) => found.at(self.page.place(place.x0, place.y0)),
                None => found,
            });
        };
        let link = kind == "Link";
        let held = self.tree.zip(self.element);
        if let Some(tree) = self.tree {
            match self.element {
                None => add(
                    if link { Check::LinkUntagged } else { Check::Untagged },
                    if link {
                        "a link is not tagged".into()
                    } else {
                        format!("an annotation ({kind}) is not tagged")
                    },
                ),
                Some(element) if link && !tree.inside(element, "Link") => {
                    add(Check::LinkUntagged, "a link is tagged as something else than Link".into());
                }
                Some(_) => {}
            }
        }
        let field = kind == "Widget";
        let key = if field { "TU" } else { "Contents" };
        let own = pdf.text(self.dict, key).is_some_and(|text| !text.trim().is_empty());
        if !own && !held.is_some_and(|(tree, element)| tree.described(pdf, element)) {
            let what = match kind {
                "Link" => "a link".to_string(),
                "Widget" => "a form field".to_string(),
                other => format!("an annotation ({})", other.chars().take(40).collect::<String>()),
            };
            add(Check::NoDescription, format!("{what} has no description"));
        }
    }
}
