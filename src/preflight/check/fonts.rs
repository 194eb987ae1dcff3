//! Fonts that are used: embedded, subset, and with a way back to Unicode.

use std::collections::BTreeMap;

use super::super::code::Check;
use super::super::content::{Mark, Shape, ShownText};
use super::super::finding::{Findings, Found};
use super::super::geometry::Point;
use super::super::page::Page;

/// Fonts met so far, by name.
#[derive(Default)]
pub struct FontUses {
    fonts: BTreeMap<String, FontUse>,
}

struct FontUse {
    embedded: bool,
    subset: bool,
    page: usize,
    unknown: Option<UnmappedText>,
}

/// Text whose meaning is not known.
struct UnmappedText {
    page: usize,
    place: Point,
    runs: usize,
}

impl FontUses {
    /// Notes the font of a text.
    pub fn hear(&mut self, page: &Page<'_>, mark: &Mark<'_>) {
        let Shape::Text(text) = &mark.shape else { return };
        let shown = text.fill.is_some() || text.stroke.is_some();
        let new = || FontUse { embedded: true, subset: true, page: page.number, unknown: None };
        let seen = self.fonts.entry(text.font.name.clone()).or_insert_with(new);
        seen.embedded &= text.font.embedded || !shown;
        seen.subset &= text.font.subset;
        if !mark.tagging.actual_text && !mark.tagging.artifact && !known(text) {
            let place = page.place(mark.bounds.x0, mark.bounds.y0);
            let first = || UnmappedText { page: page.number, place, runs: 0 };
            seen.unknown.get_or_insert_with(first).runs += 1;
        }
    }

    /// Says what is wrong with them.
    pub fn check(self, findings: &mut Findings) {
        for (name, seen) in self.fonts {
            if !seen.embedded {
                let message = format!("the font {name} is not embedded");
                findings.add(Found::new(Check::NotEmbedded, message).page(seen.page).group(&name));
            } else if !seen.subset {
                let message = format!("the font {name} is embedded whole");
                findings.add(Found::new(Check::NotSubset, message).group(&name));
            }
            if let Some(unknown) = seen.unknown {
                let runs = unknown.runs;
                let pieces = if runs == 1 { "a piece".into() } else { format!("{runs} pieces") };
                let message =
                    format!("{pieces} of text in {name} cannot be read back as characters");
                let found = Found::new(Check::NoUnicode, message).page(unknown.page);
                findings.add(found.at(unknown.place).group(name));
            }
        }
    }
}

fn known(text: &ShownText) -> bool {
    text.codes.iter().all(|code| text.font.unicode.covers(*code))
}
