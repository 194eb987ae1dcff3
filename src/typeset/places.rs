//! Where text stands on its page: all of it can be seen, what a template lets flow keeps to the text
//! area, and nothing lies on it. Typst lets text run over the edge of a page, and over other text,
//! without a word.

use typst::foundations::{Content, Dict, Label, NativeElement, Selector, StyleChain, Value};
use typst::introspection::{Introspector, Location, MetadataElem, Tag};
use typst::layout::{
    Abs, Frame, FrameItem, Length, PlaceElem, Point, Rect, Sides, Size, Transform,
};
use typst::pdf::{ArtifactElem, ArtifactKind};
use typst::text::TextItem;
use typst::utils::PicoStr;
use typst::visualize::{Geometry, Paint};
use typst_layout::{Page, PagedIntrospector};

use super::boxes::{around, shared};
use super::misplaced::{Fault, Misplaced, excerpt};
use super::overlap::{self, Area, TextRun};

/// The label under which a template says what margins it keeps free.
const MARGINS: &str = "margins";

/// No more than so much is reported of one document: who falls off by the page falls off with all.
const MOST: usize = 300;

/// What of a glyph may be cut before it counts as cut, in ems.
const CUT: f64 = 0.1;

/// How far a line may stand out of the text area, in ems: punctuation hangs, and marks are raised.
const HANGS: f64 = 0.75;
const SINKS: f64 = 0.35;

/// The margins a template keeps free, each from a page on.
pub struct Margins(Vec<(usize, Sides<Abs>)>);

impl Margins {
    /// What the template says.
    pub fn of(introspector: &PagedIntrospector) -> Self {
        let Some(label) = Label::new(PicoStr::intern(MARGINS)) else { return Self(Vec::new()) };
        let said = introspector.query(&Selector::Label(label));
        let from = |content: &Content| {
            let page = introspector.page(content.location()?)?;
            let Value::Dict(dict) = &content.to_packed::<MetadataElem>()?.value else {
                return None;
            };
            Some((page.get(), sides(dict)))
        };
        Self(said.iter().filter_map(from).collect())
    }

    /// The text area of a page, where the template says what it is.
    pub fn area(&self, page: usize, size: Size) -> Option<Rect> {
        let (_, margins) = self.0.iter().rev().find(|(from, _)| *from <= page)?;
        let min = Point::new(margins.left, margins.top);
        let max = Point::new(size.x - margins.right, size.y - margins.bottom);
        Some(Rect::new(min, max))
    }
}

/// Lengths by side, as `page` takes its margins.
fn sides(dict: &Dict) -> Sides<Abs> {
    let side = |names: [&str; 3]| {
        let lengths = names.iter().filter_map(|name| dict.get(name).ok());
        let mut lengths = lengths.filter_map(|value| value.clone().cast::<Length>().ok());
        lengths.next().map_or(Abs::zero(), |length| length.abs)
    };
    Sides {
        left: side(["left", "x", "rest"]),
        top: side(["top", "y", "rest"]),
        right: side(["right", "x", "rest"]),
        bottom: side(["bottom", "y", "rest"]),
    }
}

/// Goes through pages in order.
pub struct Places {
    margins: Margins,
    page: usize,
    /// The elements that are open, of those that stand where they stand on purpose.
    aside: Vec<(Location, Aside)>,
    found: Vec<Misplaced>,
}

/// Why something may stand outside the text area.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Aside {
    /// It is placed, or is no part of the text.
    Placed,
    /// It lies behind the page.
    Behind,
}

impl Places {
    /// Before the first page.
    pub fn new(margins: Margins) -> Self {
        Self { margins, page: 0, aside: Vec::new(), found: Vec::new() }
    }

    /// Looks at the next page.
    pub fn look(&mut self, page: &Page) {
        self.page += 1;
        let size = page.frame.size();
        let whole = Rect::from_pos_size(Point::zero(), size);
        let mut walk = Walk {
            whole,
            area: self.margins.area(self.page, size),
            // What lies outside the trim of a sheet is for the print shop, and is drawn, not set. The
            // edition for the screen has no such room, and is looked at too.
            slug: !page.bleed.is_zero(),
            runs: Vec::new(),
            areas: Vec::new(),
            order: 0,
        };
        self.walk(&page.frame, Transform::identity(), whole, &mut walk);
        for (run, fault) in overlap::find(&walk.runs, &walk.areas) {
            self.add(run.item, fault);
        }
    }

    /// What was found, in the order of the pages.
    pub fn into_found(self) -> Vec<Misplaced> {
        self.found
    }

    fn walk<'f>(
        &mut self,
        frame: &'f Frame,
        transform: Transform,
        visible: Rect,
        walk: &mut Walk<'f>,
    ) {
        for (position, item) in frame.items() {
            let here = || transform.pre_concat(Transform::translate(position.x, position.y));
            match item {
                FrameItem::Group(group) => {
                    let inside = here().pre_concat(group.transform);
                    let visible = match &group.clip {
                        Some(clip) => shared(visible, around(clip.bbox(None), inside)),
                        None => visible,
                    };
                    self.walk(&group.frame, inside, visible, walk);
                }
                FrameItem::Text(text) => {
                    walk.order += 1;
                    self.text(text, here(), visible, walk);
                }
                FrameItem::Shape(shape, _) => {
                    walk.order += 1;
                    if let Geometry::Rect(size) = shape.geometry
                        && shape.fill.as_ref().is_some_and(covers)
                        && !self.is(Aside::Behind)
                    {
                        let bounds = around(Rect::from_pos_size(Point::zero(), size), here());
                        walk.areas
                            .push(Area { bounds: shared(bounds, visible), order: walk.order });
                    }
                }
                FrameItem::Tag(Tag::Start(element, _)) => {
                    if let Some(aside) = aside(element) {
                        self.aside.extend(element.location().map(|location| (location, aside)));
                    }
                }
                FrameItem::Tag(Tag::End(location, ..)) => {
                    if let Some(at) = self.aside.iter().rposition(|(open, _)| open == location) {
                        self.aside.remove(at);
                    }
                }
                _ => {}
            }
        }
    }

    fn is(&self, aside: Aside) -> bool {
        self.aside.iter().any(|(_, open)| *open == aside)
    }

    fn text<'f>(
        &mut self,
        item: &'f TextItem,
        transform: Transform,
        visible: Rect,
        walk: &mut Walk<'f>,
    ) {
        let Some(run) = TextRun::new(item, transform, walk.order) else { return };
        let whole = walk.whole;
        if walk.slug && !is_in(Point::zero().transform(transform), whole) {
            return;
        }
        if !within(run.bounds, visible, 0.0) && is_cut(&run, visible) {
            let off = !within(run.bounds, whole, 0.0) && is_cut(&run, whole);
            // What lies behind the page may run over its edge.
            if !(off && self.is(Aside::Behind)) {
                self.add(item, if off { Fault::OffPage } else { Fault::Cut });
            }
            return;
        }
        if let Some(area) = walk.area
            && self.aside.is_empty()
        {
            let (sideways, down) = (Abs::pt(HANGS * run.size), Abs::pt(SINKS * run.size));
            let by = Point::new(sideways, down);
            if !within(run.bounds, Rect::new(area.min - by, area.max + by), 0.0) {
                self.add(item, Fault::Margin);
                return;
            }
        }
        if !self.is(Aside::Behind) {
            walk.runs.push(run);
        }
    }

    fn add(&mut self, item: &TextItem, fault: Fault) {
        if self.found.len() < MOST {
            self.found.push(Misplaced { page: self.page, fault, text: excerpt(item) });
        }
    }
}

/// A page on the way.
struct Walk<'f> {
    /// The trimmed page.
    whole: Rect,
    /// Where text flows, if the template says so.
    area: Option<Rect>,
    slug: bool,
    runs: Vec<TextRun<'f>>,
    areas: Vec<Area>,
    order: usize,
}

/// Whether an element stands where it does on purpose.
fn aside(element: &Content) -> Option<Aside> {
    if element.elem() == PlaceElem::ELEM {
        return Some(Aside::Placed);
    }
    let artifact = element.to_packed::<ArtifactElem>()?;
    Some(match artifact.kind.get(StyleChain::default()) {
        ArtifactKind::Background | ArtifactKind::Watermark => Aside::Behind,
        _ => Aside::Placed,
    })
}

/// Whether nothing shows through a paint.
fn covers(paint: &Paint) -> bool {
    matches!(paint, Paint::Solid(colour) if colour.alpha().is_none_or(|alpha| alpha > 0.99))
}

/// Whether a part of a glyph that one would miss lies outside.
fn is_cut(run: &TextRun<'_>, visible: Rect) -> bool {
    run.glyphs().any(|(_, ink)| !within(ink, visible, CUT * run.size))
}

/// Whether a rectangle lies in another, give or take so many points.
fn within(inner: Rect, outer: Rect, slack: f64) -> bool {
    let by = Abs::pt(slack + 0.01);
    inner.min.x >= outer.min.x - by
        && inner.min.y >= outer.min.y - by
        && inner.max.x <= outer.max.x + by
        && inner.max.y <= outer.max.y + by
}

fn is_in(point: Point, rect: Rect) -> bool {
    within(Rect::new(point, point), rect, 0.0)
}
