//! Figures of a valid brief.

use super::charted::BriefChart;
use super::id::SourceId;
use super::tabled::BriefTable;
use super::text::Line;
use crate::tree::Text;

/// The id of a figure. All kinds share one row of ids.
pub type FigureId = String;

/// A figure, whatever it shows.
#[derive(Debug, Clone)]
pub struct BriefFigure {
    /// Its name in references and translations.
    pub id: FigureId,
    /// Its number among the figures that are counted together, from 1, in the order of the pages.
    pub number: usize,
    /// What it shows, as a claim.
    pub title: Text,
    /// More on what is seen.
    pub caption: Option<Line>,
    /// What a reader has to know about it.
    pub note: Option<Line>,
    /// What a reader who cannot see it has to know.
    pub alt: Option<Text>,
    /// The sources it rests on.
    pub sources: Vec<SourceId>,
    /// What it shows.
    pub shown: Shown,
}

/// What a figure shows.
#[derive(Debug, Clone)]
pub enum Shown {
    /// A picture.
    Image(Box<BriefPicture>),
    /// Numbers, drawn.
    Chart(Box<BriefChart>),
    /// Rows and columns.
    Table(Box<BriefTable>),
}

/// Which figures are counted together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FigureSeries {
    /// “Figure 1”.
    Figure,
    /// “Table 1”.
    Table,
}

impl FigureSeries {
    /// The name of it in labels and in template data.
    pub fn name(self) -> &'static str {
        match self {
            FigureSeries::Figure => "figure",
            FigureSeries::Table => "table",
        }
    }
}

impl Shown {
    /// With which others it is counted.
    pub fn series(&self) -> FigureSeries {
        match self {
            Shown::Image(_) | Shown::Chart(_) => FigureSeries::Figure,
            Shown::Table(_) => FigureSeries::Table,
        }
    }

    /// Its name in `brief.toml` and in template data.
    pub fn kind(&self) -> &'static str {
        match self {
            Shown::Image(_) => "image",
            Shown::Chart(_) => "chart",
            Shown::Table(_) => "table",
        }
    }
}

/// What part of a file a picture shows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PicturePart {
    /// Its width and height in equal parts, where it is cut to a shape.
    pub ratio: Option<(u32, u32)>,
    /// What stays in sight: shares of the width and height, from the top left.
    pub focus: (f64, f64),
    /// The page of a PDF, from 1.
    pub page: usize,
}

/// A picture: a file beside the brief.
#[derive(Debug, Clone)]
pub struct BriefPicture {
    /// The key that names the file.
    pub file: Text,
    /// Its path from the brief's folder.
    pub path: String,
    /// The path by which templates read it. Figures that show one file share it.
    pub asset: String,
    /// Who made it.
    pub credit: Text,
    /// What may be done with it.
    pub licence: Text,
    /// Whether it shows borders and names of places.
    pub is_map: bool,
    /// What part of the file is shown.
    pub part: PicturePart,
}
