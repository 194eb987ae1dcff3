//! Reading order: whether the tags follow the pages.

use super::super::super::code::Check;
use super::super::super::finding::{Findings, Found};
use super::super::super::structure::{Kid, Tree};
use super::placed::{PageArea, Placed};

/// This share of the steps from part to part of an element may run backwards: grids and cells that
/// span rows do.
const SHARE: f64 = 0.25;

/// This share of the steps from line to line may where text stands directly in the element:
/// columns and notes do.
const SHARE_OF_LINES: f64 = 0.5;

/// Where an element begins and ends.
#[derive(Clone, Copy)]
struct ElementBounds {
    /// Its part of the first page it is on.
    first: PageArea,
    /// Its part of the last one.
    last: PageArea,
}

impl ElementBounds {
    /// Around this and another.
    fn with(self, other: ElementBounds) -> ElementBounds {
        let merged = |one: PageArea, other: PageArea, other_wins: bool| {
            if one.page == other.page {
                PageArea { bounds: one.bounds.union(other.bounds), ..one }
            } else if other_wins {
                other
            } else {
                one
            }
        };
        ElementBounds {
            first: merged(self.first, other.first, other.first.page < self.first.page),
            last: merged(self.last, other.last, other.last.page > self.last.page),
        }
    }
}

/// Steps taken, and those that run backwards.
#[derive(Default)]
struct Steps {
    all: u32,
    back: u32,
    /// Where the first backward step leads.
    to: Option<PageArea>,
}

impl Steps {
    fn add(&mut self, other: &Steps) {
        self.all += other.all;
        self.back += other.back;
        self.to = self.to.or(other.to);
    }

    /// The finding, where more than a share run backwards, and more than one.
    fn finding(&self, share: f64) -> Option<Found> {
        let many = self.back >= 2 && f64::from(self.back) > share * f64::from(self.all);
        let place = self.to.filter(|_| many)?;
        let (back, all) = (self.back, self.all);
        let message = format!("the reading order runs backwards in {back} of {all} steps");
        let found = Found::new(Check::ReadingOrder, message).weight(back.into());
        Some(found.page(place.page).at(place.corner))
    }
}

/// Follows the parts of every element in the order of the tags.
pub fn check(tree: &Tree<'_>, placed: &Placed, findings: &mut Findings) {
    let mut bounds: Vec<Option<ElementBounds>> = vec![None; tree.elements.len()];
    let (mut all, mut any) = (Steps::default(), false);
    // Elements come after those they stand in, so that the inner ones are known first.
    for (index, element) in tree.elements.iter().enumerate().rev() {
        let mut steps = Steps::default();
        let lines = element.kids.iter().any(|kid| matches!(kid, Kid::Content(..)));
        let (mut before, mut whole): (Option<ElementBounds>, Option<ElementBounds>) = (None, None);
        for kid in &element.kids {
            let own = match kid {
                Kid::Element(kid) => bounds[*kid],
                Kid::Content(page, mcid) => placed
                    .place((*page, *mcid))
                    .map(|place| ElementBounds { first: *place, last: *place }),
                Kid::Object(_) => None,
            };
            let Some(own) = own else { continue };
            if let Some(before) = before {
                let (from, to) = (&before.last, &own.first);
                let back = goes_back(from, to, lines);
                steps.all += u32::from(back || !lines || goes_back(to, from, lines));
                steps.back += u32::from(back);
                steps.to = steps.to.or(back.then_some(own.first));
            }
            before = Some(own);
            whole = Some(whole.map_or(own, |whole| whole.with(own)));
        }
        bounds[index] = whole;
        all.add(&steps);
        if let Some(found) = steps.finding(if lines { SHARE_OF_LINES } else { SHARE }) {
            any = true;
            findings.add(found);
        }
    }
    // Many small elements may each have but one step.
    if let Some(found) = all.finding(SHARE).filter(|_| !any) {
        findings.add(found);
    }
}

/// Whether a step goes to an earlier page, or up to something that stands wholly above; of parts
/// that are not lines, only where it stands right above: the next column is no step back.
fn goes_back(from: &PageArea, to: &PageArea, lines: bool) -> bool {
    if from.page != to.page {
        return to.page < from.page;
    }
    let (a, b) = (&from.bounds, &to.bounds);
    b.y0 >= a.y1 - 0.5 && (lines || (b.x0 < a.x1 && a.x0 < b.x1))
}
