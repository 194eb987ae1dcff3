//! Figures: what all of them have, whatever they show.

use super::image::RawImage;
use super::named::identify;
use crate::diag::Span;
use crate::tree::{Table, Text};

/// A figure: an `[[image]]`.
#[derive(Debug, Clone)]
pub struct RawFigure {
    pub span: Span,
    pub id: Option<Text>,
    pub title: Option<Text>,
    pub caption: Option<Text>,
    pub note: Option<Text>,
    pub alt: Option<Text>,
    pub sources: Vec<Text>,
    pub shown: RawShown,
}

/// What a figure shows.
#[derive(Debug, Clone)]
pub enum RawShown {
    Image(RawImage),
}

/// The tables of figures, in the order in which a file without an order of its own has them.
pub const FIGURES: [&str; 1] = ["image"];

impl RawFigure {
    pub(super) fn read(kind: &str, mut table: Table<'_>) -> Option<Self> {
        let id = identify(&mut table, kind);
        let shown = match kind {
            "image" => RawShown::Image(RawImage::read(&table)),
            _ => return None,
        };
        let figure = Self {
            span: table.span(),
            id,
            title: table.required_text("title"),
            caption: table.prose("caption"),
            note: table.prose("note"),
            alt: table.text("alt"),
            sources: table.texts("sources"),
            shown,
        };
        table.finish();
        Some(figure)
    }

    pub(super) fn translatable(&mut self, each: &mut dyn FnMut(&mut Text)) {
        let own = [&mut self.title, &mut self.caption, &mut self.note, &mut self.alt];
        own.into_iter().flatten().for_each(&mut *each);
        match &mut self.shown {
            RawShown::Image(image) => image.translatable(each),
        }
    }

    /// The files beside the brief that it is made from.
    pub(super) fn files_beside(&self) -> impl Iterator<Item = &Text> {
        match &self.shown {
            RawShown::Image(image) => image.file.iter(),
        }
    }
}
