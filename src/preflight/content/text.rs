//! Showing text (ISO 32000, 9.4).

use std::rc::Rc;

use lopdf::Object;

use super::super::geometry::{Matrix, Point, Rect};
use super::mark::{Letter, ShownText};
use super::state::GraphicsState;

/// How far letters go below and above the line, in ems. The true extent is in the font program,
/// and differs little.
const DESCENT: f64 = -0.2;
const ASCENT: f64 = 0.75;

/// How high small letters are, in ems.
const SMALL: f64 = 0.5;

/// The matrices of a text object.
#[derive(Clone, Copy)]
pub struct TextObject {
    /// The text matrix.
    pub matrix: Matrix,
    /// The text line matrix.
    pub line: Matrix,
}

impl Default for TextObject {
    fn default() -> Self {
        Self { matrix: Matrix::IDENTITY, line: Matrix::IDENTITY }
    }
}

impl TextObject {
    /// `Td`: to the next line.
    pub fn next_line(&mut self, x: f64, y: f64) {
        self.line = Matrix::translate(x, y).then(&self.line);
        self.matrix = self.line;
    }

    /// Shows strings and moves between them, as `TJ` does. Returns what was shown and its bounds;
    /// nothing when there is no font or no string.
    pub fn show(&mut self, parts: &[Object], state: &GraphicsState) -> Option<(ShownText, Rect)> {
        let text = &state.text;
        let font = text.font.as_ref()?;
        let mut codes = Vec::new();
        let mut bounds: Option<Rect> = None;
        let mut boxes: Vec<Rect> = Vec::new();
        let mut letters: Vec<Letter> = Vec::new();
        for part in parts {
            if let Object::String(string, _) = part {
                for code in font.codes(string) {
                    let advance = font.advance(code);
                    let space = text.char_space
                        + if code == 32 && !font.composite { text.word_space } else { 0.0 };
                    if !font.is_space(code) {
                        let x1 = if font.vertical { 1.0 } else { advance };
                        let rendering = self.rendering(state);
                        let letter = Rect { x0: 0.0, y0: DESCENT, x1, y1: ASCENT };
                        let drawn = rendering.apply_rect(letter);
                        let small = rendering.apply_rect(Rect { y0: 0.0, y1: SMALL, ..letter });
                        letters.push(Letter { code, bounds: small });
                        bounds = Some(bounds.map_or(drawn, |all| all.union(drawn)));
                        if boxes.len() < 2 { boxes.push(drawn) } else { boxes[1] = drawn }
                    }
                    if font.vertical {
                        self.forward(0.0, -text.size + space);
                    } else {
                        self.forward((advance * text.size + space) * text.scale, 0.0);
                    }
                    codes.push(code);
                }
            } else if let Some(back) = super::super::pdf::as_number(part) {
                let back = -back / 1000.0 * text.size;
                if font.vertical {
                    self.forward(0.0, back);
                } else {
                    self.forward(back * text.scale, 0.0);
                }
            }
        }
        if codes.is_empty() {
            return None;
        }
        let mut probes: Vec<Point> = boxes.iter().map(middle).collect();
        probes.extend(bounds.as_ref().map(middle));
        let here = self.rendering(state).apply(Point { x: 0.0, y: 0.0 });
        let shown = ShownText {
            font: Rc::clone(font),
            size: self.rendering(state).y_scale(),
            fill: matches!(text.mode, 0 | 2 | 4 | 6).then(|| state.filling()),
            stroke: matches!(text.mode, 1 | 2 | 5 | 6).then(|| state.stroking()),
            letters,
            upright: self.rendering(state).is_upright(),
            probes,
            blank: bounds.is_none(),
            codes,
        };
        Some((shown, bounds.unwrap_or(Rect::new(here, here))))
    }

    /// From a square of one em to the page.
    fn rendering(&self, state: &GraphicsState) -> Matrix {
        let text = &state.text;
        Matrix([text.size * text.scale, 0.0, 0.0, text.size, 0.0, text.rise])
            .then(&self.matrix)
            .then(&state.ctm)
    }

    fn forward(&mut self, x: f64, y: f64) {
        self.matrix = Matrix::translate(x, y).then(&self.matrix);
    }
}

fn middle(r: &Rect) -> Point {
    Point { x: f64::midpoint(r.x0, r.x1), y: f64::midpoint(r.y0, r.y1) }
}
