//! Where the strings of a translation stand on the pages: a template that is given keys leaves a mark
//! where the text of each begins.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use typst::foundations::{Content, Label, Value};
use typst::introspection::{Location, MetadataElem, Tag};
use typst::layout::{Abs, Dir, Frame, FrameItem, Point, Transform};
use typst::text::TextItem;
use typst::utils::PicoStr;

use super::clusters;

/// The label under which a template says the keys of the text that follows.
const KEYS: &str = "string-key";

/// Where the text of a string begins.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct KeyPlace {
    /// The key of the string.
    pub key: String,
    /// The page, from 0.
    pub page: usize,
    /// Where on it the first line begins, in points from the upper left corner: the right end of
    /// what is read from the right.
    pub x: f64,
    /// The baseline of the line.
    pub y: f64,
    /// The size of the text.
    pub size: f64,
}

/// A piece of text on a page, as a whole set in one face, and the string it stands in or after.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KeyedRun {
    /// What it says.
    pub text: String,
    /// Its box, in points from the upper left corner of the page: left, top, width and height.
    pub place: [f64; 4],
    /// The keys of the string that began last before it, as a template marks them.
    pub keys: Vec<String>,
}

/// Collects places, page by page, and takes the marks off the pages.
pub struct KeyFinder {
    label: Option<Label>,
    found: Vec<KeyPlace>,
    known: HashSet<String>,
    /// Keys whose text is still to come.
    pending: Vec<String>,
    /// Keys of the string that began last.
    current: Vec<String>,
    marks: HashSet<Location>,
    page: usize,
    /// The text of each page so far.
    runs: Vec<Vec<KeyedRun>>,
}

impl KeyFinder {
    /// Before the first page.
    pub fn new() -> Self {
        Self {
            label: Label::new(PicoStr::intern(KEYS)),
            found: Vec::new(),
            known: HashSet::new(),
            pending: Vec::new(),
            current: Vec::new(),
            marks: HashSet::new(),
            page: 0,
            runs: Vec::new(),
        }
    }

    /// Looks at the next page. Each key is found once, where it stands first.
    pub fn take(&mut self, frame: &mut Frame) {
        self.runs.push(Vec::new());
        self.walk(frame, Transform::identity());
        self.page += 1;
    }

    /// What was found, in the order of the pages, and the text of each page.
    pub fn into_found(self) -> (Vec<KeyPlace>, Vec<Vec<KeyedRun>>) {
        (self.found, self.runs)
    }

    fn walk(&mut self, frame: &mut Frame, transform: Transform) {
        let places: Vec<Point> = frame.items().map(|(position, _)| *position).collect();
        let mut places = places.into_iter();
        frame.retain(|item| {
            let place = places.next().unwrap_or_default();
            let here = || transform.pre_concat(Transform::translate(place.x, place.y));
            match item {
                FrameItem::Group(group) => {
                    let inside = here().pre_concat(group.transform);
                    self.walk(&mut group.frame, inside);
                    true
                }
                FrameItem::Text(text) => {
                    self.place(text, here());
                    true
                }
                FrameItem::Tag(Tag::Start(element, _)) => self.start(element),
                FrameItem::Tag(Tag::End(location, ..)) => !self.marks.contains(location),
                _ => true,
            }
        });
    }

    /// Takes what a mark says; `false` where it is one.
    fn start(&mut self, element: &Content) -> bool {
        if self.label.is_none() || element.label() != self.label {
            return true;
        }
        let Some(mark) = element.to_packed::<MetadataElem>() else { return true };
        self.marks.extend(element.location());
        if let Value::Array(keys) = &mark.value {
            let keys = keys.iter().filter_map(|key| key.clone().cast::<String>().ok());
            if self.pending.is_empty() {
                self.current.clear();
            }
            self.pending.extend(keys);
        }
        false
    }

    /// Text: what the last marks are about.
    fn place(&mut self, text: &TextItem, transform: Transform) {
        if text.text.trim().is_empty() {
            return;
        }
        if !self.pending.is_empty() {
            self.current.clone_from(&self.pending);
        }
        if let Some(runs) = self.runs.last_mut() {
            runs.push(KeyedRun {
                text: text.text.to_string(),
                place: place_of(text, transform),
                keys: self.current.clone(),
            });
        }
        let from_right = clusters::direction(text) == Some(Dir::RTL);
        let start = Point::with_x(if from_right { text.width() } else { Abs::zero() });
        let start = start.transform(transform);
        for key in self.pending.drain(..) {
            if self.known.insert(key.clone()) {
                self.found.push(KeyPlace {
                    key,
                    page: self.page,
                    x: start.x.to_pt(),
                    y: start.y.to_pt(),
                    size: text.size.to_pt(),
                });
            }
        }
    }
}

/// The box of a text, from the height of its face's letters to their depth.
fn place_of(text: &TextItem, transform: Transform) -> [f64; 4] {
    let metrics = text.font.metrics();
    let (top, bottom) = (metrics.ascender.at(text.size), metrics.descender.at(text.size));
    let corners = [Abs::zero(), text.width()]
        .into_iter()
        .flat_map(|x| [-top, -bottom].map(|y| Point::new(x, y).transform(transform)));
    let (mut least, mut most) = ([f64::MAX; 2], [f64::MIN; 2]);
    for corner in corners {
        for (at, length) in [corner.x, corner.y].into_iter().enumerate() {
            least[at] = least[at].min(length.to_pt());
            most[at] = most[at].max(length.to_pt());
        }
    }
    [least[0], least[1], most[0] - least[0], most[1] - least[1]]
}
