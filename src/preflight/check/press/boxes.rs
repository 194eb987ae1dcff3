//! Page boxes (ISO 32000, 14.11.2), and what does not belong on a printed page.

use lopdf::Object;

use super::super::super::code::Check;
use super::super::super::finding::{Findings, Found};
use super::super::super::geometry::{MM, Rect};
use super::super::super::page::{Page, rectangle};
use super::super::context::Inspection;

/// Boxes that differ by less than this are the same, in points.
const SLACK: f64 = 0.1;

/// Checks that the boxes are there, lie inside each other, and leave enough bleed.
pub fn check(context: &Inspection<'_>, findings: &mut Findings) {
    let mut first: Option<&Page<'_>> = None;
    for page in context.pages {
        let mut say =
            |code, message: String| findings.add(Found::new(code, message).page(page.number));
        let Some(trim) = page.trim else {
            say(Check::NoTrimBox, "the page has no TrimBox: its finished size is not known".into());
            continue;
        };
        if !page.media.contains(&trim, SLACK) {
            say(Check::Boxes, "the TrimBox reaches beyond the MediaBox".into());
        }
        match page.bleed {
            None => say(Check::NoBleed, "the page has no BleedBox".into()),
            Some(bleed) => {
                if !page.media.contains(&bleed, SLACK) {
                    say(Check::Boxes, "the BleedBox reaches beyond the MediaBox".into());
                }
                if !bleed.contains(&trim, SLACK) {
                    say(Check::Boxes, "the TrimBox reaches beyond the BleedBox".into());
                } else if let Some((side, least)) = least_bleed(&bleed, &trim) {
                    let wanted = context.settings.bleed;
                    // A twentieth of a millimetre is lost in rounding.
                    if least < wanted - 0.05 {
                        say(
                            Check::SmallBleed,
                            format!(
                                "the bleed is {least:.1} mm at the {side}, less than {wanted} mm"
                            ),
                        );
                    }
                }
            }
        }
        match first.and_then(|first| Some((first.number, first.trim?))) {
            None => first = Some(page),
            Some((number, other)) => {
                let differs = |a: f64, b: f64| (a - b).abs() > 0.5;
                if differs(other.width(), trim.width()) || differs(other.height(), trim.height()) {
                    let message = format!(
                        "the finished size is {}, and that of page {number} {}",
                        millimetres(&trim),
                        millimetres(&other)
                    );
                    say(Check::TrimSize, message);
                }
            }
        }
    }
}

/// The side with the least bleed, and how much it is, in millimetres.
fn least_bleed(bleed: &Rect, trim: &Rect) -> Option<(&'static str, f64)> {
    let sides = [
        ("left", trim.x0 - bleed.x0),
        ("right", bleed.x1 - trim.x1),
        ("bottom", trim.y0 - bleed.y0),
        ("top", bleed.y1 - trim.y1),
    ];
    let least = sides.into_iter().min_by(|a, b| a.1.total_cmp(&b.1))?;
    Some((least.0, least.1 / MM))
}

fn millimetres(r: &Rect) -> String {
    format!("{:.1} × {:.1} mm", r.width() / MM, r.height() / MM)
}

/// Annotations on the printed page, and attached files.
pub fn loose(context: &Inspection<'_>, findings: &mut Findings) {
    let pdf = context.pdf;
    let mut attached = false;
    for page in context.pages {
        let sheet = page.bleed.unwrap_or_else(|| page.finished());
        for annotation in pdf.list(page.dict, "Annots") {
            let Some(dict) = pdf.as_dict(annotation) else { continue };
            let kind = pdf.name(dict, "Subtype").unwrap_or("unknown kind");
            attached |= kind == "FileAttachment";
            if ["PrinterMark", "TrapNet"].contains(&kind) {
                continue;
            }
            let place = rectangle(pdf, dict, "Rect");
            if place.is_none_or(|place| place.intersection(sheet).is_some()) {
                let kind = kind.chars().take(40).collect::<String>();
                let message = format!("an annotation ({kind}) lies on the printed page");
                let found = Found::new(Check::Annotation, message).page(page.number);
                findings.add(match place {
                    Some(place) => found.at(page.place(place.x0, place.y0)),
                    None => found,
                });
            }
        }
    }
    let catalog = pdf.catalog();
    let names = catalog.and_then(|catalog| pdf.dict(catalog, "Names"));
    attached |= names.is_some_and(|names| pdf.get(names, "EmbeddedFiles").is_some());
    attached |= catalog.is_some_and(|catalog| !pdf.list(catalog, "AF").is_empty());
    attached |= pdf.doc.objects.values().any(|object| match object {
        Object::Dictionary(dict) => pdf.name(dict, "Type") == Some("Filespec") && dict.has(b"EF"),
        _ => false,
    });
    if attached {
        findings.add(Found::new(Check::Attachment, "another file is attached"));
    }
}
