//! Figures: what all of them have, whatever they show.

use super::chart::RawChart;
use super::image::RawImage;
use super::named::identify;
use super::table::RawTable;
use crate::brief::beside::FilesBeside;
use crate::diag::{Diagnostics, Sources, Span};
use crate::tree::{Table, Text};

/// A figure: an `[[image]]`, a `[[chart]]` or a `[[table]]`.
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
    Image(Box<RawImage>),
    Chart(Box<RawChart>),
    Table(Box<RawTable>),
}

/// The tables of figures, in the order in which a file without an order of its own has them.
pub const FIGURES: [&str; 3] = ["image", "chart", "table"];

impl RawFigure {
    pub(super) fn read(kind: &str, mut table: Table<'_>) -> Option<Self> {
        let id = identify(&mut table, kind);
        let shown = match kind {
            "image" => RawShown::Image(Box::new(RawImage::read(&table))),
            "chart" => RawShown::Chart(Box::new(RawChart::read(&table))),
            "table" => RawShown::Table(Box::new(RawTable::read(&table))),
            _ => return None,
        };
        let figure = Self {
            span: table.span(),
            id,
            title: table.required_text("title"),
            caption: table.prose("caption"),
            note: table.prose("note"),
            alt: if kind == "image" { table.required_text("alt") } else { table.text("alt") },
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
            RawShown::Chart(chart) => chart.translatable(each),
            RawShown::Table(table) => table.translatable(each),
        }
    }

    /// The files beside the brief that it is made from.
    pub(super) fn files_beside(&self) -> impl Iterator<Item = &Text> {
        match &self.shown {
            RawShown::Image(image) => image.file.iter(),
            RawShown::Chart(chart) => chart.data.iter(),
            RawShown::Table(table) => table.data.iter(),
        }
    }

    /// Reads the data that stand in a file beside the brief.
    pub(super) fn read_data(
        &mut self,
        files: &FilesBeside,
        sources: &Sources,
        diagnostics: &mut Diagnostics,
    ) {
        match &mut self.shown {
            RawShown::Image(_) => {}
            RawShown::Chart(chart) => chart.read_data(files, sources, diagnostics),
            RawShown::Table(table) => table.read_data(files, sources, diagnostics),
        }
    }

    /// Whether its data are in a file that could not be read, or not be made sense of.
    pub(super) fn lacks_data(&self) -> bool {
        match &self.shown {
            RawShown::Image(_) => false,
            RawShown::Chart(chart) => chart.data.is_some() && chart.grid.is_none(),
            RawShown::Table(table) => table.data.is_some() && table.grid.is_none(),
        }
    }

    /// The words on it, which take no markup.
    pub fn plain_texts(&self) -> Box<dyn Iterator<Item = &Text> + '_> {
        match &self.shown {
            RawShown::Image(image) => Box::new(image.credit.iter().chain(&image.licence)),
            RawShown::Chart(chart) => Box::new(chart.texts()),
            RawShown::Table(table) => Box::new(table.plain_texts()),
        }
    }

    /// The texts of its data.
    pub(super) fn data_texts(&self) -> Vec<&Text> {
        match &self.shown {
            RawShown::Image(_) => Vec::new(),
            RawShown::Chart(chart) => chart.texts().collect(),
            RawShown::Table(table) => table.texts().collect(),
        }
    }
}
