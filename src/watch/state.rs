//! What a browser is told of a brief: JSON, as `page/watch.js` reads it.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::strings::{PlacedRun, RunTie};
use crate::diag::{Diagnostic, Sources};
use crate::release::TranslationProgress;
use crate::translation::State as StringState;
use crate::visible;

/// All that is shown.
#[derive(Debug, Clone, Default, Serialize)]
pub struct WatchState {
    /// Counts the states.
    pub version: u64,
    /// The organisation.
    pub project: String,
    /// The brief's id; empty where there is none.
    pub brief: String,
    /// The language of the pages.
    pub lang: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// The document, by its name.
    pub document: &'static str,
    /// The edition, by its name.
    pub edition: &'static str,
    /// All briefs.
    pub briefs: Vec<BriefChoice>,
    /// The languages of this one.
    pub languages: Vec<LanguageChoice>,
    /// Its documents.
    pub documents: Vec<&'static str>,
    /// Their editions.
    pub editions: Vec<&'static str>,
    /// The pages.
    pub pages: Vec<StatePage>,
    /// Whether these are the pages of the text as it is now, and not the last good ones.
    pub fresh: bool,
    /// The pages of the original, beside a translation.
    pub source: Option<SourcePages>,
    /// What is to be mended.
    pub problems: Vec<StateProblem>,
    /// How far the translation is.
    pub translation: Option<TranslationProgress>,
    /// The strings of the translation that are not up to date.
    pub strings: BTreeMap<String, StringState>,
    /// Whether a place can be opened in an editor.
    pub editor: bool,
    /// The numbers of charts, by their ids.
    pub charts: BTreeMap<String, ChartTable>,
    /// From the save to this state.
    pub milliseconds: u64,
}

/// A brief that can be chosen.
#[derive(Debug, Clone, Serialize)]
pub struct BriefChoice {
    /// Its id.
    pub id: String,
    /// Its title, where it has been read.
    pub title: String,
}

/// A language that can be chosen.
#[derive(Debug, Clone, Serialize)]
pub struct LanguageChoice {
    /// Its tag.
    pub tag: String,
    /// Its English name.
    pub name: String,
    /// Whether it is the brief's own.
    pub original: bool,
}

/// A page, by the name it is fetched under.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StatePage {
    /// The name.
    pub id: String,
    /// Its width, in points.
    pub width: f64,
    /// Its height, in points.
    pub height: f64,
}

/// The pages of the original.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SourcePages {
    /// Its language.
    pub lang: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// Its pages.
    pub pages: Vec<StatePage>,
}

/// A message.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StateProblem {
    /// `error` or `warning`.
    pub level: &'static str,
    /// Its code; empty for what the environment does.
    pub code: &'static str,
    /// The fact.
    pub message: String,
    /// The file it is about.
    pub file: Option<String>,
    /// The line, from 1.
    pub line: Option<usize>,
    /// The column, from 1, in characters.
    pub column: Option<usize>,
    /// The line's text.
    pub excerpt: Option<String>,
    /// What to do.
    pub help: Vec<String>,
}

/// A chart as a table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ChartTable {
    /// Its title.
    pub title: String,
    /// The heads of the columns.
    pub head: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<String>>,
}

impl StateProblem {
    /// A diagnostic as it is shown.
    pub fn of(diagnostic: &Diagnostic, sources: &Sources) -> Self {
        let place = diagnostic.span.map(|span| {
            let file = sources.get(span.file);
            (file, file.position(span.start))
        });
        let label = diagnostic.label.as_ref().map(|label| format!(": {label}"));
        let message = format!("{}{}", diagnostic.message, label.unwrap_or_default());
        Self {
            level: diagnostic.severity.name(),
            code: diagnostic.code.name(),
            message: visible::line(&message).into_owned(),
            file: place.map(|(file, _)| file.name().to_string()),
            line: place.map(|(_, at)| at.line),
            column: place.map(|(_, at)| at.column),
            excerpt: place.map(|(file, at)| visible::line(file.line(at.line).trim()).into_owned()),
            help: diagnostic.help.iter().map(|help| visible::line(help).into_owned()).collect(),
        }
    }

    /// Something that is no one's fault who wrote something.
    pub fn of_environment(message: &str) -> Self {
        Self {
            level: "error",
            code: "",
            message: visible::line(message).into_owned(),
            file: None,
            line: None,
            column: None,
            excerpt: None,
            help: Vec::new(),
        }
    }
}

/// The text of a page as JSON: pieces with their boxes, in points to the hundredth.
pub fn text_of(runs: &[PlacedRun<'_>]) -> Vec<u8> {
    #[derive(Serialize)]
    struct Run<'r> {
        x: f64,
        y: f64,
        w: f64,
        h: f64,
        text: &'r str,
        key: Option<&'r str>,
        at: usize,
        exact: bool,
        made: bool,
    }
    #[derive(Serialize)]
    struct PageText<'r> {
        runs: Vec<Run<'r>>,
    }
    let run = |placed: &'_ PlacedRun<'_>| {
        let [x, y, w, h] = placed.run.place.map(|length| (length * 100.0).round() / 100.0);
        (x, y, w, h)
    };
    let runs = runs.iter().map(|placed| {
        let (x, y, w, h) = run(placed);
        let key = placed.key.as_deref();
        let (exact, made) = (placed.tie == RunTie::Exact, placed.tie == RunTie::Made);
        Run { x, y, w, h, text: &placed.run.text, key, at: placed.at, exact, made }
    });
    serde_json::to_vec(&PageText { runs: runs.collect() }).expect("plain data is always JSON")
}

/// The charts among the figures that a template sees, by their ids.
pub fn charts_of(data: &Value) -> BTreeMap<String, ChartTable> {
    let figures = data["figures"].as_array().into_iter().flatten();
    figures
        .filter(|figure| !figure["chart"].is_null())
        .filter_map(|figure| Some((figure["id"].as_str()?.to_string(), chart_table(figure))))
        .collect()
}

fn chart_table(figure: &Value) -> ChartTable {
    let chart = &figure["chart"];
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let mut head = vec![words(&chart["head"])];
    let panels = list(&chart["panels"]);
    let is_parted = panels.iter().any(|panel| !panel["name"].is_null());
    if is_parted {
        head.insert(0, String::new());
    }
    head.extend(list(&chart["series"]).iter().map(|series| words(&series["name"])));
    let mut rows = Vec::new();
    for panel in &panels {
        for row in list(&panel["rows"]) {
            let part = is_parted.then(|| words(&panel["name"]));
            let values = list(&row["values"]);
            let values = values.iter().map(|value| words(&value["text"]));
            rows.push(part.into_iter().chain([words(&row["label"])]).chain(values).collect());
        }
    }
    ChartTable { title: words(&figure["title"]), head, rows }
}

/// Words as templates have them: a string, or one in another language.
fn words(value: &Value) -> String {
    let text = value.as_str().or_else(|| value["text"].as_str());
    text.unwrap_or_default().replace('\u{2060}', "")
}
