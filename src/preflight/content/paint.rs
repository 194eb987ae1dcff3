//! What operators paint: paths, pictures, forms, text; and the marked content around them.

use std::rc::Rc;

use lopdf::{Dictionary, Object, ObjectId, Stream};

use super::super::font::Font;
use super::super::geometry::{Matrix, Rect};
use super::super::page::rectangle;
use super::super::pdf::as_name;
use super::interpret::{Execution, Interpreter, Sink, StreamFrame};
use super::mark::{ContentEvent, Image, Mark, Paint, Path, Shape, Tagging};
use super::resources::find;
use super::state::GraphicsState;
use super::text::TextObject;

/// Forms, patterns and characters may not stand in each other deeper than this.
const MAX_DEPTH: usize = 20;

/// What calling a form or placing a picture costs, in operators.
const CALL: u64 = 30;

impl<'a> Interpreter<'a> {
    /// Reports a mark, if anything of it can be seen.
    fn mark(
        &self,
        bounds: Option<Rect>,
        shape: Shape<'_>,
        frame: StreamFrame<'a>,
        state: &GraphicsState,
        sink: &mut Sink<'_>,
    ) {
        let Some(bounds) = state.clip.zip(bounds).and_then(|(clip, all)| clip.intersection(all))
        else {
            if let Shape::Text(text) = &shape
                && !frame.detached
            {
                sink(ContentEvent::Hidden(text));
            }
            return;
        };
        let none = Tagging::default();
        let tagging = self.tagging.last().map_or(&none, |tagging| &**tagging);
        let (detached, plain) = (frame.detached, state.plain);
        sink(ContentEvent::Mark(&Mark { bounds, tagging, detached, plain, shape }));
    }

    /// Paints the path and makes it the clip where that was asked for.
    pub(super) fn paint_path(
        &mut self,
        fills: bool,
        strokes: bool,
        frame: StreamFrame<'a>,
        run: &mut Execution,
        sink: &mut Sink<'_>,
    ) {
        let path = std::mem::take(&mut run.path);
        let state = &mut run.state;
        let width = (state.line_width * state.ctm.mean_scale()).abs();
        let bounds = path.bounds();
        if fills || strokes {
            let fill = fills.then(|| state.filling());
            let stroke = strokes.then(|| (state.stroking(), width));
            let around = bounds.map(|r| if strokes { r.inset(-width / 2.0) } else { r });
            for paint in [&fill, &stroke.as_ref().map(|(paint, _)| paint.clone())] {
                self.cell(paint.as_ref(), frame, sink);
            }
            let outlines = path.outlines();
            self.mark(around, Shape::Path(Path { outlines, fill, stroke }), frame, state, sink);
        }
        if std::mem::take(&mut run.clips) {
            state.clip_to(bounds);
        }
    }

    /// `sh`.
    pub(super) fn shading(
        &mut self,
        name: Option<&str>,
        frame: StreamFrame<'a>,
        run: &Execution,
        sink: &mut Sink<'_>,
    ) {
        let object = name.and_then(|name| find(self.pdf, frame.resources, "Shading", name));
        let Some(dict) = object.and_then(|object| self.pdf.as_dict(object)) else { return };
        if let Some(space) = self.pdf.get(dict, "ColorSpace") {
            let space = self.cache.space(self.pdf, space, frame.resources);
            self.mark(run.state.clip, Shape::Shading(space), frame, &run.state, sink);
        }
    }

    /// `Do`.
    pub(super) fn object(
        &mut self,
        name: Option<&str>,
        frame: StreamFrame<'a>,
        run: &Execution,
        sink: &mut Sink<'_>,
    ) {
        let object = name.and_then(|name| find(self.pdf, frame.resources, "XObject", name));
        let Some(object) = object else { return };
        let Object::Stream(stream) = self.pdf.resolve(object) else { return };
        match (self.pdf.name(&stream.dict, "Subtype"), self.pdf.id(object)) {
            (Some("Image"), _) => self.image(stream, frame, &run.state, sink),
            (Some("Form"), Some(id)) => self.form(id, &stream.dict, frame, &run.state, sink),
            _ => {}
        }
    }

    /// A picture, whether an object or written into the content with its short keys.
    pub(super) fn image(
        &mut self,
        stream: &Stream,
        frame: StreamFrame<'a>,
        state: &GraphicsState,
        sink: &mut Sink<'_>,
    ) {
        let dict = &stream.dict;
        let either = |long: &str, short: &str| {
            dict.get(long.as_bytes()).or_else(|_| dict.get(short.as_bytes())).ok()
        };
        let size = |long, short| {
            let object = either(long, short).map(|object| self.pdf.resolve(object));
            object.and_then(|object| object.as_i64().ok()).unwrap_or(0)
        };
        let pixels = (size("Width", "W"), size("Height", "H"));
        let mask = either("ImageMask", "IM").map(|object| self.pdf.resolve(object));
        let mask = mask.is_some_and(|object| object.as_bool().unwrap_or(false));
        let space = either("ColorSpace", "CS").filter(|_| !mask);
        let space = space.map(|object| self.cache.space(self.pdf, object, frame.resources));
        self.work = self.work.saturating_sub(CALL);
        let unit = Rect { x0: 0.0, y0: 0.0, x1: 1.0, y1: 1.0 };
        let image =
            Image { stream, pixels, space, fill: mask.then(|| state.filling()), matrix: state.ctm };
        self.mark(Some(state.ctm.apply_rect(unit)), Shape::Image(image), frame, state, sink);
    }

    /// A form (ISO 32000, 8.10).
    fn form(
        &mut self,
        id: ObjectId,
        dict: &'a Dictionary,
        frame: StreamFrame<'a>,
        state: &GraphicsState,
        sink: &mut Sink<'_>,
    ) {
        let mut state = state.clone();
        if let Some(bounds) = rectangle(self.pdf, dict, "BBox") {
            let matrix = self.matrix(dict).then(&state.ctm);
            state.clip_to(Some(matrix.apply_rect(bounds)));
        }
        if self.group(dict, frame, sink) {
            state.group_alpha *= state.fill.alpha;
            (state.fill.alpha, state.stroke.alpha) = (1.0, 1.0);
        }
        state.ctm = self.matrix(dict).then(&state.ctm);
        let owner = if dict.has(b"StructParents") { Some(id) } else { frame.owner };
        let base = state.ctm;
        self.inner(id, dict, StreamFrame { owner, base, ..frame }, state, sink);
    }

    /// Reports the blending space of a transparency group. Says whether there is a group.
    pub(super) fn group(
        &mut self,
        dict: &Dictionary,
        frame: StreamFrame<'a>,
        sink: &mut Sink<'_>,
    ) -> bool {
        let Some(group) = self.pdf.dict(dict, "Group") else { return false };
        if let Some(space) = self.pdf.get(group, "CS") {
            sink(ContentEvent::Group(self.cache.space(self.pdf, space, frame.resources)));
        }
        self.pdf.name(group, "S") == Some("Transparency")
    }

    /// Runs a content stream that another calls.
    fn inner(
        &mut self,
        id: ObjectId,
        dict: &'a Dictionary,
        frame: StreamFrame<'a>,
        state: GraphicsState,
        sink: &mut Sink<'_>,
    ) {
        if self.active.contains(&id) || self.active.len() >= MAX_DEPTH {
            return;
        }
        self.work = self.work.saturating_sub(CALL);
        let Some(operations) = self.cache.stream(self.pdf, id) else { return };
        let resources = self.pdf.dict(dict, "Resources").or(frame.resources);
        self.active.push(id);
        self.run(&operations, StreamFrame { resources, ..frame }, state, sink);
        self.active.pop();
    }

    /// The cell of a pattern, once a page.
    fn cell(&mut self, paint: Option<&Paint>, frame: StreamFrame<'a>, sink: &mut Sink<'_>) {
        let Some(id) = paint.and_then(|paint| paint.cell) else { return };
        let Some(Object::Stream(stream)) = self.pdf.doc.objects.get(&id) else { return };
        if self.drawn.insert(id) {
            let base = self.matrix(&stream.dict).then(&frame.base);
            self.aside(id, &stream.dict, StreamFrame { base, ..frame }, sink);
        }
    }

    /// Runs what has no place of its own on the page.
    fn aside(
        &mut self,
        id: ObjectId,
        dict: &'a Dictionary,
        frame: StreamFrame<'a>,
        sink: &mut Sink<'_>,
    ) {
        let everywhere = Rect { x0: -1e12, y0: -1e12, x1: 1e12, y1: 1e12 };
        let state = GraphicsState::new(frame.base, everywhere);
        self.inner(id, dict, StreamFrame { detached: true, ..frame }, state, sink);
    }

    /// What an annotation looks like (ISO 32000, 12.5.5): its fonts and colours, not its place.
    pub(super) fn appearance(
        &mut self,
        annotation: &'a Object,
        frame: StreamFrame<'a>,
        sink: &mut Sink<'_>,
    ) {
        let pdf = self.pdf;
        let Some(dict) = pdf.as_dict(annotation) else { return };
        let looks = pdf.dict(dict, "AP").and_then(|looks| looks.get(b"N").ok());
        let state = pdf.name(dict, "AS").unwrap_or_default();
        let look = looks.and_then(|look| match pdf.resolve(look) {
            Object::Dictionary(states) => states.get(state.as_bytes()).ok(),
            _ => Some(look),
        });
        let Some(id) = look.and_then(|look| pdf.id(look)) else { return };
        let Some(Object::Stream(stream)) = pdf.doc.objects.get(&id) else { return };
        if self.drawn.insert(id) {
            self.aside(id, &stream.dict, frame, sink);
        }
    }

    fn matrix(&self, dict: &Dictionary) -> Matrix {
        let numbers = self.pdf.get(dict, "Matrix").map(|object| self.pdf.numbers(object));
        numbers.and_then(|numbers| numbers.try_into().ok()).map_or(Matrix::IDENTITY, Matrix)
    }

    /// `gs` (ISO 32000, 8.4.5).
    pub(super) fn parameters(&mut self, dict: &'a Dictionary, state: &mut GraphicsState) {
        let pdf = self.pdf;
        if let Some(width) = pdf.number(dict, "LW") {
            state.line_width = width;
        }
        if let Some(alpha) = pdf.number(dict, "ca") {
            state.fill.alpha = alpha.clamp(0.0, 1.0);
        }
        if let Some(alpha) = pdf.number(dict, "CA") {
            state.stroke.alpha = alpha.clamp(0.0, 1.0);
        }
        let blend = pdf.list(dict, "BM").first().map(|mode| pdf.resolve(mode));
        let blend = blend.and_then(as_name);
        let mask = pdf.get(dict, "SMask");
        if blend.is_some() || mask.is_some() {
            state.plain = blend.is_none_or(|mode| ["Normal", "Compatible"].contains(&mode))
                && mask.is_none_or(|mask| as_name(mask) == Some("None"));
        }
        if let Some([font, size]) = pdf.array(dict, "Font") {
            state.text.font = self.cache.font(pdf, font);
            state.text.size = super::super::pdf::as_number(pdf.resolve(size)).unwrap_or(0.0);
        }
    }

    /// A marked-content sequence inside those around it.
    pub(super) fn marked(
        &self,
        tag: Option<&str>,
        properties: Option<&Object>,
        frame: StreamFrame<'a>,
    ) -> Tagging {
        let mut tagging = self.tagging.last().map_or_else(Tagging::default, |t| (**t).clone());
        tagging.artifact |= tag == Some("Artifact");
        let named = properties
            .and_then(as_name)
            .and_then(|name| find(self.pdf, frame.resources, "Properties", name));
        let dict = match (named, properties) {
            (Some(object), _) => self.pdf.as_dict(object),
            (None, Some(Object::Dictionary(dict))) => Some(dict),
            _ => None,
        };
        let kind = dict.and_then(|dict| self.pdf.name(dict, "Type"));
        tagging.decoration |= tag == Some("Artifact") && kind != Some("Pagination");
        if let Some(dict) = dict {
            if let Some(mcid) = self.pdf.integer(dict, "MCID") {
                tagging.content = Some((frame.owner, mcid));
            }
            tagging.actual_text |= dict.has(b"ActualText");
        }
        tagging
    }

    /// Text operators (ISO 32000, 9.3 and 9.4).
    pub(super) fn show(
        &mut self,
        operator: &str,
        operands: &[Object],
        n: &[f64],
        frame: StreamFrame<'a>,
        run: &mut Execution,
        sink: &mut Sink<'_>,
    ) {
        let text = &mut run.state.text;
        match (operator, n) {
            ("BT", _) => run.text = TextObject::default(),
            ("Tc", &[space]) => text.char_space = space,
            ("Tw", &[space]) => text.word_space = space,
            ("Tz", &[scale]) => text.scale = scale / 100.0,
            ("TL", &[leading]) => text.leading = leading,
            ("Ts", &[rise]) => text.rise = rise,
            #[expect(clippy::cast_possible_truncation, reason = "modes are 0 to 7")]
            ("Tr", &[mode]) => text.mode = mode as i64,
            ("Tf", &[size]) => {
                let name = operands.first().and_then(as_name);
                let font = name.and_then(|name| find(self.pdf, frame.resources, "Font", name));
                text.font = font.and_then(|font| self.cache.font(self.pdf, font));
                text.size = size;
            }
            ("Td", &[x, y]) => run.text.next_line(x, y),
            ("TD", &[x, y]) => {
                text.leading = -y;
                run.text.next_line(x, y);
            }
            ("Tm", &[a, b, c, d, e, f]) => {
                run.text.line = Matrix([a, b, c, d, e, f]);
                run.text.matrix = run.text.line;
            }
            ("T*", _) => run.text.next_line(0.0, -text.leading),
            ("Tj", _) => self.string(operands, frame, run, sink),
            ("TJ", _) => {
                if let Some(Object::Array(parts)) = operands.first() {
                    self.string(parts, frame, run, sink);
                }
            }
            ("'" | "\"", _) => {
                if let &[word, char] = n {
                    (text.word_space, text.char_space) = (word, char);
                }
                run.text.next_line(0.0, -text.leading);
                let string = operands.last().map_or(&[][..], std::slice::from_ref);
                self.string(string, frame, run, sink);
            }
            _ => {}
        }
    }

    fn string(
        &mut self,
        parts: &[Object],
        frame: StreamFrame<'a>,
        run: &mut Execution,
        sink: &mut Sink<'_>,
    ) {
        let Some((text, bounds)) = run.text.show(parts, &run.state) else { return };
        self.work = self.work.saturating_sub(text.codes.len() as u64);
        self.cell(text.fill.as_ref(), frame, sink);
        if text.font.type3 {
            self.characters(&Rc::clone(&text.font), &text.codes, frame, sink);
        }
        self.mark(Some(bounds), Shape::Text(text), frame, &run.state, sink);
    }

    /// The drawings of a Type 3 font, each once a page.
    fn characters(
        &mut self,
        font: &Font,
        codes: &[u32],
        frame: StreamFrame<'a>,
        sink: &mut Sink<'_>,
    ) {
        for id in codes.iter().filter_map(|code| font.glyphs.get(code).copied()) {
            let Some(Object::Stream(stream)) = self.pdf.doc.objects.get(&id) else { continue };
            if self.drawn.insert(id) {
                let resources = font.resources.and_then(|id| self.pdf.doc.objects.get(&id));
                let resources = resources.and_then(|object| self.pdf.as_dict(object));
                let frame = StreamFrame { resources: resources.or(frame.resources), ..frame };
                self.aside(id, &stream.dict, frame, sink);
            }
        }
    }
}
