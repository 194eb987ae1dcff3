//! Where the content of structure elements stands on the pages, and what belongs to none.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Object, ObjectId};

use super::super::super::code::Check;
use super::super::super::content::{Mark, Shape};
use super::super::super::finding::{Findings, Found};
use super::super::super::geometry::{Point, Rect};
use super::super::super::page::Page;
use super::super::super::pdf::Pdf;
use super::super::super::structure::{Kid, Tree};
use super::super::context::Inspection;

/// A page or form, and an identifier of marked content in it.
type MarkedContentId = (Option<ObjectId>, i64);

/// A place on a page.
#[derive(Debug, Clone, Copy)]
pub struct PageArea {
    /// The page, from 1.
    pub page: usize,
    /// Where on it, the way the page is shown.
    pub bounds: Rect,
    /// The same corner, counted from the finished page's.
    pub corner: Point,
}

/// Marked content with its place.
#[derive(Default)]
pub struct Placed {
    places: BTreeMap<MarkedContentId, PageArea>,
}

impl Placed {
    /// Where marked content stands.
    pub fn place(&self, key: MarkedContentId) -> Option<&PageArea> {
        self.places.get(&key)
    }

    /// Where an element begins: the first of its content that has a place.
    pub fn start(&self, tree: &Tree<'_>, index: usize) -> Option<&PageArea> {
        tree.content(index).find_map(|key| self.place(key))
    }

    /// A finding at an element's place.
    pub fn found(&self, tree: &Tree<'_>, index: usize, found: Found) -> Found {
        match self.start(tree, index) {
            Some(place) => found.page(place.page).at(place.corner),
            None => found,
        }
    }

    /// Notes a mark.
    pub fn hear(
        &mut self,
        page: &Page<'_>,
        mark: &Mark<'_>,
        tagged: bool,
        findings: &mut Findings,
    ) {
        if matches!(&mark.shape, Shape::Text(text) if text.blank) || mark.detached {
            return;
        }
        let corner = page.place(mark.bounds.x0, mark.bounds.y0);
        match mark.tagging.content {
            Some(key) => {
                let new = PageArea { page: page.number, bounds: page.upright(mark.bounds), corner };
                let place = self.places.entry(key).or_insert(new);
                if place.page == page.number {
                    place.bounds = place.bounds.union(page.upright(mark.bounds));
                }
            }
            None if tagged && !mark.tagging.artifact => {
                let what = match &mark.shape {
                    Shape::Text(text) => format!("text{}", text.excerpt()),
                    Shape::Path(_) => "a line or area".into(),
                    Shape::Image(_) => "a picture".into(),
                    Shape::Shading(_) => "a gradient".into(),
                };
                let message = format!("{what} is neither tagged nor marked as decoration");
                let found = Found::new(Check::Untagged, message).page(page.number);
                let weight = if matches!(mark.shape, Shape::Text(_)) { 1.0 } else { 0.0 };
                findings.add(found.at(corner).weight(weight));
            }
            None => {}
        }
    }

    /// Holds tags and content together.
    pub fn check(&self, context: &Inspection<'_>, tree: &Tree<'_>, findings: &mut Findings) {
        let pdf = context.pdf;
        let mut claimed = BTreeSet::new();
        let root = pdf.catalog().and_then(|catalog| pdf.dict(catalog, "StructTreeRoot"));
        let numbers = root.and_then(|root| pdf.dict(root, "ParentTree"));
        let parents = numbers.map_or_else(BTreeMap::new, |numbers| number_tree(pdf, numbers));
        for (index, element) in tree.elements.iter().enumerate() {
            for kid in &element.kids {
                let Kid::Content(owner, mcid) = *kid else { continue };
                let key = (owner, mcid);
                if !claimed.insert(key) {
                    let message = format!("content {mcid} belongs to two tags");
                    let found = Found::new(Check::Broken, message).group("twice");
                    findings.add(self.found(tree, index, found));
                }
                if self.places.contains_key(&key) && !leads_back(pdf, &parents, key, element.id) {
                    let message = format!("content {mcid} does not lead back to its tag");
                    let found = Found::new(Check::Broken, message).group("back");
                    findings.add(self.found(tree, index, found));
                }
            }
        }
        for (key, place) in self.places.iter().filter(|(key, _)| !claimed.contains(key)) {
            let message = format!("content {} has an identifier that no tag names", key.1);
            let found = Found::new(Check::Untagged, message).group("identifier");
            findings.add(found.page(place.page).at(place.corner));
        }
        if tree.repeated > 0 {
            let message = "a tag stands in more than one place of the structure tree";
            findings.add(Found::new(Check::Broken, message).group("tree"));
        }
    }
}

/// Whether the parent tree names an element as that of its content (ISO 32000, 14.7.5.4).
fn leads_back(
    pdf: &Pdf,
    parents: &BTreeMap<i64, &Object>,
    (owner, mcid): MarkedContentId,
    element: Option<ObjectId>,
) -> bool {
    let owner = owner.and_then(|id| pdf.doc.objects.get(&id)).and_then(|o| pdf.as_dict(o));
    let key = owner.and_then(|owner| pdf.integer(owner, "StructParents"));
    let list = key.and_then(|key| parents.get(&key)).and_then(|list| list.as_array().ok());
    let entry = usize::try_from(mcid).ok().and_then(|mcid| list?.get(mcid));
    entry.is_some_and(|entry| pdf.id(entry) == element)
}

/// The entries of a number tree (ISO 32000, 7.9.7).
fn number_tree<'a>(pdf: &'a Pdf, root: &'a Dictionary) -> BTreeMap<i64, &'a Object> {
    let (mut entries, mut seen, mut nodes) = (BTreeMap::new(), BTreeSet::new(), vec![root]);
    while let Some(node) = nodes.pop() {
        for pair in pdf.array(node, "Nums").unwrap_or_default().chunks_exact(2) {
            if let Ok(key) = pdf.resolve(&pair[0]).as_i64() {
                entries.insert(key, pdf.resolve(&pair[1]));
            }
        }
        let kids = pdf.array(node, "Kids").unwrap_or_default().iter();
        let new = kids.filter(|kid| pdf.id(kid).is_none_or(|id| seen.insert(id)));
        nodes.extend(new.filter_map(|kid| pdf.as_dict(kid)));
    }
    entries
}
