//! The operators.

use std::collections::BTreeSet;
use std::rc::Rc;

use lopdf::content::Operation;
use lopdf::{Dictionary, Object, ObjectId};

use super::super::colour::ColourSpace;
use super::super::geometry::{Matrix, Point};
use super::super::page::Page;
use super::super::pdf::{Pdf, as_name, as_number};
use super::mark::{ContentEvent, Paint, Tagging};
use super::path::PathBuilder;
use super::resources::{Cache, Operations, find, page_operations};
use super::state::GraphicsState;
use super::text::TextObject;
use crate::limits::PDF_SAVED;

/// Operators and characters a whole file may take; what is called counts for several.
const MAX_WORK: u64 = 20_000_000;

/// Interprets the pages of one file.
pub struct Interpreter<'a> {
    pub(super) pdf: &'a Pdf,
    pub(super) cache: Cache,
    pub(super) work: u64,
    tired: bool,
    pub(super) tagging: Vec<Rc<Tagging>>,
    /// The forms around, outermost first.
    pub(super) active: Vec<ObjectId>,
    /// Cells of patterns and characters of Type 3 fonts that this page has shown.
    pub(super) drawn: BTreeSet<ObjectId>,
}

/// What hears of everything that is painted.
pub(super) type Sink<'s> = dyn FnMut(ContentEvent<'_>) + 's;

/// Where a content stream stands.
#[derive(Clone, Copy)]
pub(super) struct StreamFrame<'a> {
    /// Where names are looked up.
    pub resources: Option<&'a Dictionary>,
    /// From the space of patterns to the page.
    pub base: Matrix,
    /// The page or form whose marked content this is.
    pub owner: Option<ObjectId>,
    /// Whether places say nothing.
    pub detached: bool,
}

impl<'a> Interpreter<'a> {
    /// With a fresh budget.
    pub fn new(pdf: &'a Pdf) -> Self {
        Self {
            pdf,
            cache: Cache::default(),
            work: MAX_WORK,
            tired: false,
            tagging: Vec::new(),
            active: Vec::new(),
            drawn: BTreeSet::new(),
        }
    }

    /// Reports everything a page paints, and then what its annotations look like.
    pub fn page(&mut self, page: &Page<'a>, sink: &mut Sink<'_>) {
        self.tagging.clear();
        self.active.clear();
        self.drawn.clear();
        let base = Matrix([page.unit, 0.0, 0.0, page.unit, 0.0, 0.0]);
        let frame =
            StreamFrame { resources: page.resources, base, owner: page.id, detached: false };
        self.group(page.dict, frame, sink);
        let operations = page_operations(self.pdf, page.dict);
        self.run(&operations, frame, GraphicsState::new(base, page.media), sink);
        self.tagging.clear();
        for annotation in self.pdf.list(page.dict, "Annots") {
            self.appearance(annotation, frame, sink);
        }
    }

    pub(super) fn run(
        &mut self,
        operations: &Operations,
        frame: StreamFrame<'a>,
        state: GraphicsState,
        sink: &mut Sink<'_>,
    ) {
        if let Some(gap) = operations.gap {
            sink(ContentEvent::Gap(gap));
        }
        let outer = self.tagging.len();
        let mut run = Execution {
            state,
            stack: Vec::new(),
            unsaved: 0,
            told: false,
            path: PathBuilder::default(),
            clips: false,
            text: TextObject::default(),
        };
        for operation in &operations.list {
            if self.work == 0 {
                if !std::mem::replace(&mut self.tired, true) {
                    sink(ContentEvent::Gap("the file takes too much work from here on"));
                }
                break;
            }
            self.work -= 1;
            self.operate(operation, frame, &mut run, sink);
        }
        self.tagging.truncate(outer);
    }

    fn operate(
        &mut self,
        operation: &Operation,
        frame: StreamFrame<'a>,
        run: &mut Execution,
        sink: &mut Sink<'_>,
    ) {
        let operands = operation.operands.as_slice();
        let n: Vec<f64> = operands.iter().filter_map(as_number).collect();
        let name = operands.first().and_then(as_name);
        let operator = operation.operator.as_str();
        match (operator, n.as_slice()) {
            ("q", _) if run.stack.len() < PDF_SAVED => run.stack.push(run.state.clone()),
            ("q", _) => {
                if run.unsaved == 0 && !std::mem::replace(&mut run.told, true) {
                    sink(ContentEvent::Gap(
                        "graphics states are saved (`q`) more than 1,000 deep in each other; \
                         readers need to take no more than 28",
                    ));
                }
                run.unsaved += 1;
            }
            ("Q", _) => {
                if run.unsaved > 0 {
                    run.unsaved -= 1;
                } else if let Some(state) = run.stack.pop() {
                    run.state = state;
                }
            }
            ("cm", &[a, b, c, d, e, f]) => {
                run.state.ctm = Matrix([a, b, c, d, e, f]).then(&run.state.ctm);
            }
            ("w", &[width]) => run.state.line_width = width,
            ("gs", _) => {
                let parameters =
                    name.and_then(|name| find(self.pdf, frame.resources, "ExtGState", name));
                if let Some(dict) = parameters.and_then(|object| self.pdf.as_dict(object)) {
                    self.parameters(dict, &mut run.state);
                }
            }
            ("m", &[x, y]) => run.path.move_to(&run.state.ctm, x, y),
            ("l", &[x, y]) => run.path.line_to(&run.state.ctm, x, y),
            ("c", &[a, b, c, d, e, f]) => {
                let one = Some(Point { x: a, y: b });
                run.path.curve_to(&run.state.ctm, one, Point { x: c, y: d }, Point { x: e, y: f });
            }
            ("v", &[c, d, e, f]) => {
                run.path.curve_to(&run.state.ctm, None, Point { x: c, y: d }, Point { x: e, y: f });
            }
            ("y", &[a, b, e, f]) => {
                let end = Point { x: e, y: f };
                run.path.curve_to(&run.state.ctm, Some(Point { x: a, y: b }), end, end);
            }
            ("h", _) => run.path.close(),
            ("re", &[x, y, width, height]) => {
                run.path.rectangle(&run.state.ctm, x, y, width, height);
            }
            ("W" | "W*", _) => run.clips = true,
            ("n", _) => self.paint_path(false, false, frame, run, sink),
            ("f" | "F" | "f*", _) => self.paint_path(true, false, frame, run, sink),
            ("S" | "s", _) => self.paint_path(false, true, frame, run, sink),
            ("B" | "B*" | "b" | "b*", _) => self.paint_path(true, true, frame, run, sink),
            ("sh", _) => self.shading(name, frame, run, sink),
            ("Do", _) => self.object(name, frame, run, sink),
            ("BI", _) => match operands.first() {
                Some(Object::Stream(image)) => self.image(image, frame, &run.state, sink),
                _ => sink(ContentEvent::Gap(
                    "a picture written into the page content cannot be read",
                )),
            },
            ("BMC" | "BDC", _) if self.tagging.len() < PDF_SAVED => {
                let tagging = self.marked(name, operands.get(1), frame);
                self.tagging.push(Rc::new(tagging));
            }
            ("EMC", _) => {
                self.tagging.pop();
            }
            _ if self.colour(operator, operands, &n, frame, &mut run.state) => {}
            _ => self.show(operator, operands, &n, frame, run, sink),
        }
    }

    /// Colour operators (ISO 32000, 8.6.8). Says whether it was one.
    fn colour(
        &mut self,
        operator: &str,
        operands: &[Object],
        n: &[f64],
        frame: StreamFrame<'a>,
        state: &mut GraphicsState,
    ) -> bool {
        let paint = if operator.bytes().all(|byte| !byte.is_ascii_uppercase()) {
            &mut state.fill
        } else {
            &mut state.stroke
        };
        let device = match operator {
            "g" | "G" => Some(ColourSpace::Gray),
            "rg" | "RG" => Some(ColourSpace::Rgb),
            "k" | "K" => Some(ColourSpace::Cmyk),
            _ => None,
        };
        if let Some(space) = device {
            if space.components() == n.len() {
                *paint = Paint { space: Rc::new(space), values: n.to_vec(), cell: None, ..*paint };
            }
            return true;
        }
        match operator {
            "cs" | "CS" => {
                if let Some(object) = operands.first() {
                    paint.space = self.cache.space(self.pdf, object, frame.resources);
                    paint.values = paint.space.initial();
                    paint.cell = None;
                }
            }
            "sc" | "SC" | "scn" | "SCN" => match operands.last().and_then(as_name) {
                Some(name) => self.pattern(name, n, frame, paint),
                None => paint.values = n.iter().copied().take(32).collect(),
            },
            _ => return false,
        }
        true
    }

    /// A pattern (ISO 32000, 8.7) as the current colour.
    fn pattern(&mut self, name: &str, n: &[f64], frame: StreamFrame<'a>, paint: &mut Paint) {
        let object = find(self.pdf, frame.resources, "Pattern", name);
        let Some(dict) = object.and_then(|object| self.pdf.as_dict(object)) else { return };
        paint.values = Vec::new();
        paint.cell = None;
        if let Some(shading) = self.pdf.dict(dict, "Shading") {
            if let Some(space) = self.pdf.get(shading, "ColorSpace") {
                paint.space = self.cache.space(self.pdf, space, frame.resources);
            }
        } else if let ColourSpace::Pattern(Some(base)) = &*paint.space.clone() {
            // Uncoloured cells take the colour given with them.
            (paint.space, paint.values) = (Rc::new((**base).clone()), n.to_vec());
        } else {
            paint.space = Rc::new(ColourSpace::Pattern(None));
        }
        paint.cell = object
            .and_then(|object| self.pdf.id(object))
            .filter(|_| self.pdf.integer(dict, "PatternType") == Some(1));
    }
}

/// What changes while one content stream runs.
pub(super) struct Execution {
    pub state: GraphicsState,
    pub stack: Vec<GraphicsState>,
    /// How many states beyond the deepest were to be saved.
    pub unsaved: usize,
    /// Whether that has been said.
    pub told: bool,
    pub path: PathBuilder,
    /// Whether the path will clip when it has been painted.
    pub clips: bool,
    pub text: TextObject,
}
