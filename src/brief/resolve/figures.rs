//! Figures: what they show, where each stands, and its number.

use std::collections::BTreeMap;

use super::Resolver;
use super::ids::Cited;
use crate::brief::beside::{FileBeside, KindBeside};
use crate::brief::figure::{BriefFigure, FigureId, FigureSeries, Shown};
use crate::brief::id::{IdList, check_id};
use crate::brief::schema::{RawBrief, RawFigure, RawShown};
use crate::diag::{Code, Diagnostic, did_you_mean};
use crate::tree::Text;

impl Resolver<'_> {
    /// The figures, still without numbers.
    pub(super) fn figures(&mut self, raw: &RawBrief) -> Option<Vec<BriefFigure>> {
        let by_findings = raw.findings.iter().flat_map(|finding| &finding.figure);
        let by_sections = raw.sections.iter().flat_map(|section| &section.figure);
        for id in raw.figure.iter().chain(by_findings).chain(by_sections) {
            self.name_figure(id);
        }
        let mut assets = IdList::default();
        let all: Vec<Option<BriefFigure>> =
            raw.figures.iter().map(|figure| self.figure(figure, &mut assets)).collect();
        all.into_iter().collect()
    }

    /// A key places a figure. Each stands in one place.
    fn name_figure(&mut self, id: &Text) {
        let Some(id) = self.ids.known_figure(id, self.diagnostics) else { return };
        if let Some(&earlier) = self.standing.named.get(&id.value) {
            self.diagnostics.push(
                Diagnostic::new(
                    Code::FigurePlace,
                    format!("the figure `{}` is placed twice", id.value),
                )
                .at(id.span)
                .key(&id.key)
                .related(earlier, "here it stands")
                .help(format!(
                    "to speak of it in another place, write `[@fig.{}]` there",
                    id.value
                )),
            );
        } else {
            self.standing.named.insert(id.value.clone(), id.span);
        }
    }

    fn figure(&mut self, raw: &RawFigure, assets: &mut IdList) -> Option<BriefFigure> {
        // What the part at hand cites is not what figures cite: that comes where they stand.
        let outer = self.take_cited();
        let caption = self.cited_line(raw.caption.clone());
        let note = self.cited_line(raw.note.clone());
        let shown = match &raw.shown {
            RawShown::Image(image) => {
                self.picture(image, assets).map(|picture| Shown::Image(Box::new(picture)))
            }
            RawShown::Chart(chart) => self.chart(chart).map(|chart| Shown::Chart(Box::new(chart))),
            RawShown::Table(table) => self.table(table).map(|table| Shown::Table(Box::new(table))),
        };
        let sources = self.source_ids(&raw.sources);
        let cited = std::mem::replace(&mut self.cited, outer);
        if let Some(id) = &raw.id {
            self.standing.cited.insert(id.value.clone(), cited);
        }
        Some(BriefFigure {
            id: raw.id.as_ref()?.value.clone(),
            number: 0,
            title: raw.title.clone()?,
            caption,
            note,
            alt: raw.alt.clone(),
            sources,
            shown: shown?,
        })
    }

    /// The path of a file beside the brief, from its folder; what keeps it from being used is
    /// reported.
    pub(super) fn file_beside(&mut self, file: &Text, kind: KindBeside) -> Option<String> {
        let path = file.value.strip_prefix("./").unwrap_or(&file.value).to_string();
        let (what, endings) = match kind {
            KindBeside::Data => ("data", "a CSV or TSV file"),
            KindBeside::Picture => ("a picture", "a PNG, a JPEG, an SVG or a PDF file"),
        };
        let parts = || path.split('/');
        let escaped = file.escaped_path(self.sources);
        if let Some(escaped) = escaped.filter(|_| self.files.get(&path).is_none()) {
            self.diagnostics.push(escaped);
            return None;
        }
        let fault = if path.contains('\\') {
            Some(("names a file with `\\`".to_string(), "write `/` between folders".to_string()))
        } else if path.starts_with('/') || parts().any(|part| part == "..") {
            let help = "copy the file into the folder of the brief, and write its path from there";
            Some(("is outside the folder of the brief".to_string(), help.to_string()))
        } else if KindBeside::of(&path) != Some(kind) {
            Some((format!("is not {what}, by its name"), format!("name {endings}")))
        } else {
            match self.files.get(&path) {
                Some(FileBeside::Unread) => return None,
                Some(FileBeside::Unusable(found)) => {
                    for diagnostic in found.iter().cloned() {
                        let placed = match diagnostic.span {
                            Some(span) => diagnostic.related(file.span, "named here").at(span),
                            None => diagnostic.at(file.span).key(&file.key),
                        };
                        self.diagnostics.push(placed);
                    }
                    return None;
                }
                Some(_) => return Some(path),
                None => {
                    let near = did_you_mean(&path, self.files.paths(kind));
                    let help = match near {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => {
                            "put it into the folder of the brief, beside brief.toml".to_string()
                        }
                    };
                    Some(("is not there".to_string(), help))
                }
            }
        };
        if let Some((fault, help)) = fault {
            self.diagnostics.push(
                Diagnostic::new(Code::BadAsset, format!("`{}` {fault}", file.value))
                    .at(file.span)
                    .key(&file.key)
                    .help(help),
            );
        }
        None
    }

    /// The figures that stand at a place: those that its key names, and those that its texts are the
    /// first to cite, unless a key places them. What they cite is cited there.
    pub(super) fn figures_at(&mut self, named: &[Text]) -> Vec<FigureId> {
        let mut ids: Vec<FigureId> = named.iter().map(|id| id.value.clone()).collect();
        let is_free = |id: &str| !self.standing.named.contains_key(id);
        ids.extend(self.cited.references().filter(|id| is_free(id)).map(str::to_string));
        ids.retain(|id| self.ids.figures.contains(id) && self.standing.placed.insert(id.clone()));
        for id in &ids {
            if let Some(cited) = self.standing.cited.get(id) {
                self.cited.place(id, cited);
            }
        }
        ids
    }

    /// Numbers figures in the order in which they stand. One that stands nowhere is reported.
    pub(super) fn number_figures(
        &mut self,
        raw: &RawBrief,
        figures: &mut [BriefFigure],
        order: &Cited,
    ) {
        for id in raw.figures.iter().filter_map(|figure| figure.id.as_ref()) {
            if !self.standing.placed.contains(&id.value) && check_id(&id.value).is_ok() {
                self.diagnostics.push(
                    Diagnostic::new(
                        Code::FigurePlace,
                        format!("the figure `{}` stands nowhere", id.value),
                    )
                    .at(id.span)
                    .key(&id.key)
                    .help(format!(
                        "name it where it belongs, `figure = \"{id}\"` in a finding, or cite it in \
                         the text: `[@fig.{id}]`",
                        id = id.value
                    )),
                );
            }
        }
        let mut counts: BTreeMap<FigureSeries, usize> = BTreeMap::new();
        let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
        let series: BTreeMap<&str, FigureSeries> =
            figures.iter().map(|figure| (figure.id.as_str(), figure.shown.series())).collect();
        for id in order.figures() {
            if let Some(&series) = series.get(id) {
                let count = counts.entry(series).or_default();
                *count += 1;
                numbers.insert(id, *count);
            }
        }
        for figure in figures.iter_mut() {
            figure.number = numbers.get(figure.id.as_str()).copied().unwrap_or_default();
        }
    }
}
