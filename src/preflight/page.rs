//! Pages with what they inherit (ISO 32000, 7.7.3).

use std::collections::BTreeSet;

use lopdf::{Dictionary, Object, ObjectId};

use super::geometry::{Point, Rect};
use super::pdf::Pdf;
use crate::limits::PDF_PAGES;

/// A page. Boxes are in points, counted from the origin of the page's user space.
pub struct Page<'a> {
    /// Its number, from 1.
    pub number: usize,
    /// Its object.
    pub id: Option<ObjectId>,
    /// Its dictionary.
    pub dict: &'a Dictionary,
    /// Its resources, own or inherited.
    pub resources: Option<&'a Dictionary>,
    /// The sheet.
    pub media: Rect,
    /// What of the sheet is shown, where it says so.
    pub crop: Option<Rect>,
    /// The BleedBox, where it has one.
    pub bleed: Option<Rect>,
    /// The TrimBox, where it has one.
    pub trim: Option<Rect>,
    /// The size of a unit of its user space, in points.
    pub unit: f64,
    /// How far it is turned clockwise when it is shown, in quarters.
    pub quarters: i64,
}

impl Page<'_> {
    /// The finished size: the TrimBox, or the sheet.
    pub fn finished(&self) -> Rect {
        self.trim.unwrap_or(self.media)
    }

    /// What a viewer shows: the CropBox, or the sheet.
    pub fn shown(&self) -> Rect {
        self.crop.and_then(|crop| crop.intersection(self.media)).unwrap_or(self.media)
    }

    /// Width and height of the finished page as it is shown.
    pub fn size(&self) -> (f64, f64) {
        let finished = self.upright(self.finished());
        (finished.width(), finished.height())
    }

    /// A rectangle as it stands when the page is turned the way it is shown; its origin is any.
    pub fn upright(&self, r: Rect) -> Rect {
        match self.quarters {
            1 => Rect { x0: r.y0, y0: -r.x1, x1: r.y1, y1: -r.x0 },
            2 => Rect { x0: -r.x1, y0: -r.y1, x1: -r.x0, y1: -r.y0 },
            3 => Rect { x0: -r.y1, y0: r.x0, x1: -r.y0, y1: r.x1 },
            _ => r,
        }
    }

    /// A place counted from the lower left corner of the finished page.
    pub fn place(&self, x: f64, y: f64) -> Point {
        let finished = self.finished();
        Point { x: x - finished.x0, y: y - finished.y0 }
    }
}

#[derive(Clone, Copy, Default)]
struct Inherited<'a> {
    resources: Option<&'a Dictionary>,
    media: Option<Rect>,
    crop: Option<Rect>,
    quarters: i64,
}

/// All pages in order. A node that was met before is passed over.
pub fn pages(pdf: &Pdf) -> Vec<Page<'_>> {
    let mut pages = Vec::new();
    let mut seen = BTreeSet::new();
    let Some(root) = pdf.catalog().and_then(|catalog| catalog.get(b"Pages").ok()) else {
        return pages;
    };
    let mut stack: Vec<(&Object, Inherited<'_>)> = vec![(root, Inherited::default())];
    while let Some((object, mut inherited)) = stack.pop() {
        let id = pdf.id(object);
        let new = id.is_none_or(|id| seen.insert(id));
        let Some(dict) = pdf.as_dict(object).filter(|_| new) else { continue };
        if let Some(resources) = pdf.dict(dict, "Resources") {
            inherited.resources = Some(resources);
        }
        if let Some(degrees) = pdf.integer(dict, "Rotate") {
            inherited.quarters = (degrees / 90).rem_euclid(4);
        }
        if let Some(media) = rectangle(pdf, dict, "MediaBox") {
            inherited.media = Some(media);
        }
        if let Some(crop) = rectangle(pdf, dict, "CropBox") {
            inherited.crop = Some(crop);
        }
        if let Some(kids) =
            pdf.array(dict, "Kids").filter(|_| pdf.name(dict, "Type") != Some("Page"))
        {
            // Direct kids cannot be recognised when they come again: there must be an end.
            if stack.len() < PDF_PAGES {
                stack.extend(kids.iter().rev().take(PDF_PAGES).map(|kid| (kid, inherited)));
            }
        } else if pages.len() < PDF_PAGES && pdf.name(dict, "Type") != Some("Pages") {
            pages.push(page(pdf, pages.len() + 1, id, dict, inherited));
        }
    }
    pages
}

fn page<'a>(
    pdf: &'a Pdf,
    number: usize,
    id: Option<ObjectId>,
    dict: &'a Dictionary,
    inherited: Inherited<'a>,
) -> Page<'a> {
    let unit =
        pdf.number(dict, "UserUnit").filter(|unit| (0.01..=1e4).contains(unit)).unwrap_or(1.0);
    let scaled =
        |r: Rect| Rect { x0: r.x0 * unit, y0: r.y0 * unit, x1: r.x1 * unit, y1: r.y1 * unit };
    let letter = Rect { x0: 0.0, y0: 0.0, x1: 612.0, y1: 792.0 };
    Page {
        number,
        id,
        dict,
        resources: inherited.resources,
        media: scaled(inherited.media.unwrap_or(letter)),
        crop: inherited.crop.map(scaled),
        bleed: rectangle(pdf, dict, "BleedBox").map(scaled),
        trim: rectangle(pdf, dict, "TrimBox").map(scaled),
        unit,
        quarters: inherited.quarters,
    }
}

/// A rectangle of a dictionary (ISO 32000, 7.9.5).
pub fn rectangle(pdf: &Pdf, dict: &Dictionary, key: &str) -> Option<Rect> {
    match pdf.numbers(pdf.get(dict, key)?)[..] {
        [x0, y0, x1, y1] => Some(Rect::new(Point { x: x0, y: y0 }, Point { x: x1, y: y1 })),
        _ => None,
    }
}
