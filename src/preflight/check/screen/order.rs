//! Reading order: whether the tags follow the pages.

use super::super::super::code::Code;
use super::super::super::finding::{Findings, Found};
use super::super::super::structure::{Kid, Tree};
use super::placed::{Place, Placed};

/// Roles within a line or block (ISO 32000, 14.8.4.4); all others are blocks.
const INLINE: [&str; 17] = [
    "Span",
    "Link",
    "Quote",
    "Note",
    "Reference",
    "BibEntry",
    "Code",
    "Annot",
    "Ruby",
    "RB",
    "RT",
    "RP",
    "Warichu",
    "WT",
    "WP",
    "Em",
    "Strong",
];

/// This share of steps may run backwards: grids and cells that span rows do.
const SHARE: f64 = 0.25;

/// A part of a block that is on one page.
struct Block {
    owner: usize,
    place: Place,
}

/// Follows the blocks in the order of the tags.
pub fn check(tree: &Tree<'_>, placed: &Placed, findings: &mut Findings) {
    let mut blocks: Vec<Block> = Vec::new();
    for (index, element) in tree.elements.iter().enumerate() {
        let owner = block(tree, index);
        for kid in &element.kids {
            let Kid::Content(page, mcid) = *kid else { continue };
            let Some(place) = placed.place((page, mcid)) else { continue };
            match blocks.last_mut() {
                Some(last) if last.owner == owner && last.place.page == place.page => {
                    last.place.bounds = last.place.bounds.union(place.bounds);
                }
                _ => blocks.push(Block { owner, place: *place }),
            }
        }
    }
    let steps = blocks.len().saturating_sub(1);
    let backwards: Vec<&[Block]> =
        blocks.windows(2).filter(|pair| goes_back(&pair[0].place, &pair[1].place)).collect();
    #[expect(clippy::cast_precision_loss, reason = "there are far fewer blocks than that")]
    let many = backwards.len() as f64 > SHARE * steps as f64;
    if let Some([_, to]) = backwards.first().filter(|_| many && backwards.len() >= 2) {
        let message = format!(
            "the reading order runs backwards in {} of {steps} steps from block to block",
            backwards.len()
        );
        let found = Found::new(Code::ReadingOrder, message);
        findings.add(found.page(to.place.page).at(to.place.corner));
    }
}

/// Whether a step goes to an earlier page, or up to something that stands wholly above.
fn goes_back(from: &Place, to: &Place) -> bool {
    if from.page != to.page {
        return to.page < from.page;
    }
    let (a, b) = (&from.bounds, &to.bounds);
    b.y0 >= a.y1 - 0.5 && b.x0 < a.x1 && a.x0 < b.x1
}

/// The innermost block an element is in, or is.
fn block(tree: &Tree<'_>, index: usize) -> usize {
    let mut at = index;
    while INLINE.contains(&tree.elements[at].role.as_str()) {
        match tree.elements[at].parent {
            Some(parent) => at = parent,
            None => break,
        }
    }
    at
}
