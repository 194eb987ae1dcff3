//! The graphics state (ISO 32000, 8.4), as far as the checks ask for it.

use std::rc::Rc;

use super::super::colour::ColourSpace;
use super::super::font::Font;
use super::super::geometry::{Matrix, Rect};
use super::mark::Paint;

/// What `q` saves and `Q` brings back.
#[derive(Clone)]
pub struct GraphicsState {
    /// From user space to the page.
    pub ctm: Matrix,
    /// What can be seen; nothing when all is clipped away.
    pub clip: Option<Rect>,
    /// For filling.
    pub fill: Paint,
    /// For stroking.
    pub stroke: Paint,
    /// In user space.
    pub line_width: f64,
    /// No blend mode and no soft mask.
    pub plain: bool,
    /// The opacity of the groups around.
    pub group_alpha: f64,
    /// Text state.
    pub text: TextState,
}

/// Text state (ISO 32000, 9.3).
#[derive(Clone)]
pub struct TextState {
    /// The font.
    pub font: Option<Rc<Font>>,
    /// Its size, in text space.
    pub size: f64,
    /// Added after each character.
    pub char_space: f64,
    /// Added after each space of a simple font.
    pub word_space: f64,
    /// The horizontal scale; 1 is normal.
    pub scale: f64,
    /// From line to line.
    pub leading: f64,
    /// Above the line.
    pub rise: f64,
    /// The rendering mode, 0 to 7.
    pub mode: i64,
}

impl GraphicsState {
    /// The state at the beginning of a page.
    pub fn new(ctm: Matrix, visible: Rect) -> Self {
        let black =
            Paint { space: Rc::new(ColourSpace::Gray), values: vec![0.0], alpha: 1.0, cell: None };
        Self {
            ctm,
            clip: Some(visible),
            fill: black.clone(),
            stroke: black,
            line_width: 1.0,
            plain: true,
            group_alpha: 1.0,
            text: TextState {
                font: None,
                size: 0.0,
                char_space: 0.0,
                word_space: 0.0,
                scale: 1.0,
                leading: 0.0,
                rise: 0.0,
                mode: 0,
            },
        }
    }

    /// Makes the clip smaller.
    pub fn clip_to(&mut self, bounds: Option<Rect>) {
        self.clip = self.clip.zip(bounds).and_then(|(clip, bounds)| clip.intersection(bounds));
    }

    /// The fill as it shows through the groups around.
    pub fn filling(&self) -> Paint {
        Paint { alpha: self.fill.alpha * self.group_alpha, ..self.fill.clone() }
    }

    /// The stroke as it shows through the groups around.
    pub fn stroking(&self) -> Paint {
        Paint { alpha: self.stroke.alpha * self.group_alpha, ..self.stroke.clone() }
    }
}
