//! Where text stands: on the page, and on no other text.

use std::collections::BTreeMap;

use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

use super::super::code::{Check, FindingSeverity};
use super::super::content::{Letter, Mark, Shape, ShownText};
use super::super::finding::{Findings, Found, IntendedUse};
use super::super::geometry::{Point, Rect};
use super::super::page::Page;

/// The share of the smaller letter, each way, that must lie on the other.
const SHARE: f64 = 0.4;

/// Type so many times larger than other type is a pattern behind it, or a mark on it.
const LARGER: f64 = 2.0;

/// The same letter twice, no further apart than this in ems (or a point), is one: type is fattened
/// and shadowed so.
const TWICE: f64 = 0.15;

/// Letters painted so shortly after each other may be one: accents are set over letters.
const NEXT: usize = 2;

/// The height of the rows in which letters are held against each other, and the largest type that
/// is, in points.
const ROW: f64 = 12.0;
const LARGEST: f64 = 300.0;

/// No more letters of a page than this are held against each other.
const MAX_LETTERS: usize = 100_000;

/// No more areas of a page than this are remembered.
const MAX_AREAS: usize = 20_000;

/// Comparisons that a whole file may take.
const MAX_WORK: usize = 20_000_000;

/// Listens to where text is.
pub struct PlacesCheck {
    edition: IntendedUse,
    letters: Vec<PlacedLetter>,
    /// What was painted over letters, and how many were there by then.
    areas: Vec<(usize, Rect)>,
    excerpts: BTreeMap<usize, String>,
    texts: usize,
    work: usize,
}

/// A letter on the page.
struct PlacedLetter {
    /// The text it belongs to.
    text: usize,
    bounds: Rect,
    size: f64,
    code: u32,
}

impl PlacesCheck {
    /// Before the first page. A print file is looked at as it is cut, a screen file as it is shown.
    pub fn new(edition: IntendedUse) -> Self {
        Self {
            edition,
            letters: Vec::new(),
            areas: Vec::new(),
            excerpts: BTreeMap::new(),
            texts: 0,
            work: MAX_WORK,
        }
    }

    /// Notes a mark.
    pub fn hear(&mut self, page: &Page<'_>, mark: &Mark<'_>, findings: &mut Findings) {
        if mark.detached {
            return;
        }
        match &mark.shape {
            Shape::Text(text) if shows(text) => {
                self.edge(page, text, findings);
                self.note(text, &mark.bounds);
            }
            // What is painted over is not read, and what is written there instead is.
            Shape::Path(path) if path.outlines.len() == 1 && mark.plain => {
                let opaque = path.fill.as_ref().is_some_and(|fill| fill.alpha > 0.99);
                if opaque && !self.letters.is_empty() && self.areas.len() < MAX_AREAS {
                    self.areas.push((self.letters.len(), mark.bounds));
                }
            }
            _ => {}
        }
    }

    /// Notes text that cannot be seen. What a clip hides on the page may be meant; what lies beside
    /// the page was lost.
    pub fn hidden(&mut self, page: &Page<'_>, text: &ShownText, findings: &mut Findings) {
        if shows(text) {
            self.edge(page, text, findings);
        }
    }

    fn edge(&self, page: &Page<'_>, text: &ShownText, findings: &mut Findings) {
        let shown = page.shown();
        let edge = match self.edition {
            IntendedUse::Screen => shown,
            IntendedUse::Print => page.finished(),
        };
        let (all, cut) = (text.letters.len(), text.cut_by(&edge));
        let outside = text.letters.iter().all(|letter| letter.bounds.intersection(edge).is_none());
        let Some(first) = text.letters.first().filter(|_| cut > 0) else { return };
        // Beside the trimmed page stands what the print shop reads.
        if outside && self.edition == IntendedUse::Print && text.cut_by(&page.media) < all {
            return;
        }
        let excerpt = text.excerpt();
        let (what, severity) = if outside {
            (format!("text{excerpt} lies outside the page"), FindingSeverity::Warning)
        } else {
            (format!("text{excerpt} is cut off at the edge of the page"), FindingSeverity::Error)
        };
        let found = Found::new(Check::OffPage, what).severity(severity).page(page.number);
        let corner = page.place(first.bounds.x0, first.bounds.y0);
        findings.add(found.at(corner).group(severity.name()));
    }

    fn note(&mut self, text: &ShownText, visible: &Rect) {
        self.texts += 1;
        if self.letters.len() >= MAX_LETTERS || !text.upright {
            return;
        }
        if text.size <= 0.0 || text.size > LARGEST {
            return;
        }
        let before = self.letters.len();
        let seen = text.letters.iter().filter(|letter| {
            letter.bounds.width() > 0.05 * text.size
                && letter.bounds.intersection(*visible).is_some()
                && is_letter(text, letter)
        });
        self.letters.extend(seen.map(|letter| PlacedLetter {
            text: self.texts,
            bounds: letter.bounds,
            size: text.size,
            code: letter.code,
        }));
        if self.letters.len() > before {
            self.excerpts.insert(self.texts, text.excerpt());
        }
    }

    /// Holds the letters of a page against each other when it is done.
    pub fn finish_page(&mut self, page: &Page<'_>, findings: &mut Findings) {
        let mut letters = std::mem::take(&mut self.letters);
        let areas = std::mem::take(&mut self.areas);
        let excerpts = std::mem::take(&mut self.excerpts);
        self.texts = 0;
        let mut under = self.struck(&letters);
        let struck = under.iter().flatten().count();
        if struck > 0 && !areas.is_empty() && self.spend(struck.saturating_mul(areas.len())) {
            let covered = |index: usize, letter: &PlacedLetter| {
                let mut later = areas.iter().rev().take_while(|(before, _)| *before > index);
                later.any(|(_, area)| area.contains(&letter.bounds, 0.0))
            };
            let mut index = 0;
            letters.retain(|letter| {
                index += 1;
                under[index - 1].is_none() || !covered(index - 1, letter)
            });
            under = self.struck(&letters);
        }
        let none = String::new();
        for (at, pair) in under.windows(2).enumerate() {
            let &[Some(one), Some(other)] = pair else { continue };
            let (first, second) = (&letters[at], &letters[at + 1]);
            // One letter may reach into another; of two that follow each other, both do so only where
            // texts collide.
            if one == other || !follows(first, second) {
                continue;
            }
            let text = |letter: &PlacedLetter| excerpts.get(&letter.text).unwrap_or(&none).as_str();
            let message = format!("text{} lies on text{}", text(first), text(&letters[one]));
            let found = Found::new(Check::Overlap, message).page(page.number);
            findings.add(found.at(page.place(first.bounds.x0, first.bounds.y0)));
        }
    }

    /// For each letter, the first of another text that lies on it or that it lies on.
    fn struck(&mut self, letters: &[PlacedLetter]) -> Vec<Option<usize>> {
        // In rows across the page, from left to right: a row holds few letters at one place.
        let mut rows: BTreeMap<i32, Vec<usize>> = BTreeMap::new();
        for (index, letter) in letters.iter().enumerate() {
            for row in row(letter.bounds.y0)..=row(letter.bounds.y1) {
                rows.entry(row).or_default().push(index);
            }
        }
        let mut struck = vec![None; letters.len()];
        for mut row in rows.into_values() {
            row.sort_by(|a, b| letters[*a].bounds.x0.total_cmp(&letters[*b].bounds.x0));
            let mut open: Vec<usize> = Vec::new();
            for index in row {
                let here = &letters[index];
                if !self.spend(open.len() + 1) {
                    return struck;
                }
                open.retain(|before| letters[*before].bounds.x1 > here.bounds.x0);
                for &before in &open {
                    if collide(&letters[before], here) && before.abs_diff(index) > NEXT {
                        struck[before].get_or_insert(index);
                        struck[index].get_or_insert(before);
                    }
                }
                open.push(index);
            }
        }
        struck
    }

    /// Takes some of the work there is.
    fn spend(&mut self, work: usize) -> bool {
        self.work = self.work.saturating_sub(work);
        self.work > 0
    }
}

/// The row that a height is in.
#[expect(clippy::cast_possible_truncation, reason = "letters on a page are not that high")]
fn row(y: f64) -> i32 {
    (y / ROW).floor() as i32
}

/// Whether a text can be seen and its place says something.
fn shows(text: &ShownText) -> bool {
    let solid = |paint: &super::super::content::Paint| paint.alpha > 0.01;
    text.visible()
        && (text.fill.as_ref().is_some_and(solid) || text.stroke.as_ref().is_some_and(solid))
}

/// Whether a letter stands by itself: marks and accents stand on others.
fn is_letter(text: &ShownText, letter: &Letter) -> bool {
    let meaning = text.font.unicode.text(letter.code);
    meaning.and_then(|meaning| meaning.chars().next()).is_none_or(|c| {
        matches!(
            c.general_category_group(),
            GeneralCategoryGroup::Letter | GeneralCategoryGroup::Number
        )
    })
}

/// Whether two letters of different texts lie on each other.
fn collide(a: &PlacedLetter, b: &PlacedLetter) -> bool {
    if a.text == b.text || a.size.max(b.size) > LARGER * a.size.min(b.size) {
        return false;
    }
    let Some(both) = a.bounds.intersection(b.bounds) else { return false };
    let size = a.size.min(b.size);
    let enough = |both: f64, a: f64, b: f64| both > SHARE * a.min(b);
    let apart = (a.bounds.x0 - b.bounds.x0).hypot(a.bounds.y0 - b.bounds.y0);
    let twice = a.code == b.code && apart < (TWICE * size).max(1.0);
    enough(both.width(), a.bounds.width(), b.bounds.width())
        && enough(both.height(), a.bounds.height(), b.bounds.height())
        && !twice
}

/// Whether one letter follows another in a line.
fn follows(first: &PlacedLetter, second: &PlacedLetter) -> bool {
    let em = first.size;
    let from = |a: &Rect| Point { x: a.x1, y: a.y0 };
    let (here, there) = (from(&first.bounds), from(&second.bounds));
    (first.size - second.size).abs() < 0.01 * em
        && (here.x - there.x).hypot(here.y - there.y) < 2.0 * em
        && first.bounds.overlaps(&second.bounds.inset(-1.5 * em), 0.0)
}
