//! Figures.

use super::charts::ChartPresenter;
use super::data::{FigureData, PictureData};
use super::presenter::Presenter;
use crate::brief::{BriefFigure, BriefPicture, Shown};

impl Presenter<'_> {
    pub(super) fn figure(&self, figure: &BriefFigure) -> FigureData {
        let alt = figure.alt.as_ref().map(|text| self.words(text));
        let (image, chart, table, alt) = match &figure.shown {
            Shown::Image(picture) => (Some(self.picture(picture)), None, None, alt),
            Shown::Chart(own) => {
                let chart = ChartPresenter::new(self, own);
                let alt = alt.unwrap_or_else(|| chart.sentence(&figure.title));
                (None, Some(chart.data()), None, Some(alt))
            }
            Shown::Table(own) => (None, None, Some(self.table(own)), alt),
        };
        FigureData {
            id: figure.id.clone(),
            kind: figure.shown.kind(),
            series: figure.shown.series().name(),
            number: figure.number,
            label: self.figure_label(figure),
            title: self.words(&figure.title),
            caption: figure.caption.as_ref().map(|line| self.line(line)),
            note: figure.note.as_ref().map(|line| self.line(line)),
            alt,
            sources: self.numbers_of(&figure.sources),
            image,
            chart,
            table,
        }
    }

    fn picture(&self, picture: &BriefPicture) -> PictureData {
        PictureData {
            path: picture.asset.clone(),
            credit: self.words(&picture.credit),
            licence: self.words(&picture.licence),
            disclaimer: picture.is_map.then(|| {
                let name = self.config.organisation.name();
                self.own_words(&self.labels.get("map_disclaimer").replace("{organisation}", name))
            }),
        }
    }

    /// What a figure is called where it is spoken of: “Figure 3”.
    pub(super) fn figure_label(&self, figure: &BriefFigure) -> String {
        let label = self.labels.get(&format!("{}_n", figure.shown.series().name()));
        self.own_words(&label.replace("{n}", &self.number(figure.number)))
    }
}
