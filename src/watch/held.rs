//! Words on pages that are no strings of a translation, but made from what a file holds: dates, numbers, the names of
//! places and goals. Each is known by a key that says what it was made from, as `goal.16.number`, and that has a place.

use serde_json::Value;

use crate::brief::Shown;
use crate::dataset::Cell;
use crate::diag::Span;
use crate::tree::{TermOrText, Text};
use crate::workspace::{LoadedBrief, Version};

/// Words that a template is given, and what they were made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldWords {
    /// The key of that. Its first two parts, or `brief`, are those of the strings that stand beside it.
    pub key: String,
    /// The words.
    pub text: String,
}

/// What a key is about: `goal.16` of `goal.16.why`, and `brief` of `brief.title`. What a project says of a national
/// goal is about that goal.
pub fn entry_of(key: &str) -> &str {
    let key = key.strip_prefix("framework.").unwrap_or(key);
    let mut dots = key.match_indices('.').map(|(at, _)| at);
    match (key.starts_with("brief."), dots.next(), dots.next()) {
        (false, Some(_), Some(second)) => &key[..second],
        (false, Some(first), None) => &key[..first],
        _ => "brief",
    }
}

/// Whether a text with a key, or with a path of a brief where no translation has it, may be on a page as it stands in its
/// file. Words for search engines are on none, and codes and the like are among what is held.
pub fn may_print(key: &str) -> bool {
    let is_held = ["goal.", "target.", "indicator."].iter().any(|kind| key.starts_with(kind))
        && ["code", "basis", "cited_as", "number"]
            .iter()
            .any(|name| key.ends_with(&format!(".{name}")));
    let is_searched = key.trim_start_matches("brief.").starts_with("keywords");
    !is_held && !is_searched
}

/// What the data of a template hold of such words, in their order.
pub fn held_words(data: &Value) -> Vec<HeldWords> {
    let mut all = HeldList(Vec::new());
    all.add("brief.date", &data["date"]["text"]);
    all.add("brief.place", &data["country"]["name"]);
    for name in list(&data["place"]["names"]) {
        all.add("brief.place", &name["name"]);
    }
    all.add("brief.status", &data["status"]["text"]);
    all.add("brief.language", &data["original"]["name"]);
    for name in ["isbn", "issn", "doi"] {
        let own = &data["identifiers"][name];
        all.add(&format!("brief.{name}"), if own.is_object() { &own["text"] } else { own });
    }
    list(&data["figures"]).for_each(|figure| all.figure(figure));
    for goal in list(&data["goals"]) {
        let key = format!("goal.{}.number", goal["number"]);
        all.add(&key, &goal["title"]);
        all.add(&key, &goal["name"]);
        list(&goal["targets"]).for_each(|target| all.target(target));
    }
    for group in list(&data["recommendations"]) {
        for item in list(&group["items"]) {
            let id = word(&item["id"]);
            all.add(&format!("recommendation.{id}.by"), &item["by"]["text"]);
            all.add(&format!("recommendation.{id}.priority"), &item["priority"]["text"]);
            for code in list(&item["targets"]) {
                all.add(&format!("recommendation.{id}.targets"), code);
            }
        }
    }
    list(&data["sources"]).for_each(|source| all.source(source));
    all.0
}

struct HeldList(Vec<HeldWords>);

impl HeldList {
    fn add(&mut self, key: &str, words: &Value) {
        let text = word(words);
        if text.contains(char::is_alphanumeric) {
            self.0.push(HeldWords { key: key.into(), text: text.into() });
        }
    }

    fn figure(&mut self, figure: &Value) {
        let entry = format!("{}.{}", word(&figure["kind"]), word(&figure["id"]));
        self.add(&format!("{entry}.id"), &figure["label"]);
        self.add(&format!("{entry}.kind"), &figure["image"]["disclaimer"]);
        let chart = list(&figure["chart"]["panels"]);
        let charted = chart.flat_map(|panel| {
            list(&panel["rows"]).map(move |row| {
                let values = list(&row["values"]).map(|value| &value["text"]);
                [&panel["name"], &row["label"]].into_iter().chain(values).collect::<Vec<_>>()
            })
        });
        let table = list(&figure["table"]["groups"]).flat_map(|group| list(&group["rows"]));
        let tabled = table.map(|row| list(&row["cells"]).map(|cell| &cell["text"]).collect());
        for (at, words) in charted.chain(tabled).enumerate() {
            words.into_iter().for_each(|words| self.add(&format!("{entry}.rows[{at}]"), words));
        }
    }

    fn target(&mut self, target: &Value) {
        let key = format!("target.{}.code", dashed(&target["code"]));
        ["code", "text", "label"].iter().for_each(|name| self.add(&key, &target[name]));
        for indicator in list(&target["indicators"]) {
            let entry = format!("indicator.{}", dashed(&indicator["code"]));
            let key = format!("{entry}.code");
            ["code", "text", "label", "tier"]
                .iter()
                .for_each(|name| self.add(&key, &indicator[name]));
            list(&indicator["custodians"]).for_each(|name| self.add(&key, name));
            self.add(&format!("{entry}.basis"), &indicator["basis"]["text"]);
            self.add(&format!("{entry}.cited_as"), &indicator["cited_as"]);
            for value in list(&indicator["values"]).flat_map(|place| list(&place["national"])) {
                let key = format!("{entry}.national");
                ["value", "year_text", "unit"].iter().for_each(|name| self.add(&key, &value[name]));
            }
        }
    }

    fn source(&mut self, source: &Value) {
        let id = word(&source["id"]);
        for (name, words) in [
            ("in", &source["in"]),
            ("volume", &source["volume"]),
            ("issue", &source["issue"]),
            ("pages", &source["pages"]),
            ("date", &source["date"]["text"]),
            ("doi", &source["doi"]),
            ("isbn", &source["isbn"]),
            ("url", &source["url_text"]),
            ("accessed", &source["accessed"]["text"]),
            ("archive", &source["archive"]["text"]),
        ] {
            self.add(&format!("source.{id}.{name}"), words);
        }
    }
}

/// Where what such a key says stands in the files of a brief; `None` where it is there no more.
pub fn held_place(key: &str, loaded: &LoadedBrief, version: Option<&Version>) -> Option<Span> {
    let raw = &loaded.raw;
    let (name, entry) = (key.rsplit('.').next()?, entry_of(key));
    let (kind, id) = entry.split_once('.').unwrap_or((entry, ""));
    let is = |own: &Option<Text>| own.as_ref().is_some_and(|own| own.value == id);
    let is_code = |own: &Option<Text>| {
        own.as_ref().is_some_and(|own| own.value.replace('.', "-").eq_ignore_ascii_case(id))
    };
    let at = |text: &Option<Text>| text.as_ref().map(|text| text.span);
    match kind {
        "brief" => match name {
            "date" => raw.date.as_ref().map(|date| date.span),
            "place" => raw.place.ways.first().map(|(_, span)| *span),
            "status" => at(&raw.status).or_else(|| at(&raw.title)),
            "language" => at(&raw.language),
            "isbn" => at(&raw.isbn),
            "issn" => at(&raw.issn),
            "doi" => at(&raw.doi),
            _ => None,
        },
        "goal" => raw.goals.iter().find_map(|goal| {
            goal.number.as_ref().filter(|number| number.value.to_string() == id).map(|own| own.span)
        }),
        "target" => {
            let mut all = raw.goals.iter().flat_map(|goal| &goal.targets);
            all.find(|own| is_code(&own.code)).and_then(|own| at(&own.code))
        }
        "indicator" => {
            let targets = raw.goals.iter().flat_map(|goal| &goal.targets);
            let own = targets.flat_map(|own| &own.indicators).find(|own| is_code(&own.code))?;
            let national = own.national.first().map(|national| national.span);
            let named = match name {
                "basis" => at(&own.basis),
                "cited_as" => at(&own.cited_as),
                "national" => national,
                _ => None,
            };
            named.or_else(|| at(&own.code))
        }
        "recommendation" => {
            let own = raw.recommendations.iter().find(|own| is(&own.id))?;
            let by = own.by.as_ref().map(|by| match by {
                TermOrText::Term(term) => term.span,
                TermOrText::Text(text) => text.span,
            });
            match name {
                "by" => by,
                "priority" => at(&own.priority),
                _ => own.targets.first().map(|code| code.span),
            }
            .or(Some(own.span))
        }
        "source" => {
            let own = raw.sources.iter().find(|own| is(&own.id))?;
            match name {
                "in" => at(&own.container),
                "volume" => at(&own.volume),
                "issue" => at(&own.issue),
                "pages" => at(&own.pages),
                "date" => own.date.as_ref().map(|date| date.span),
                "accessed" => own.accessed.as_ref().map(|date| date.span),
                "doi" => at(&own.doi),
                "isbn" => at(&own.isbn),
                "url" => at(&own.url),
                "archive" => at(&own.archive),
                _ => None,
            }
            .or(Some(own.span))
        }
        _ => {
            let row = key.rsplit_once(".rows[").and_then(|(_, at)| at.strip_suffix(']'));
            let row = row.and_then(|at| at.parse().ok());
            let figures =
                version.and_then(|version| version.brief.as_ref()).map(|own| &own.figures);
            let figure = figures.and_then(|all| all.iter().find(|figure| figure.id == id));
            let place = figure.zip(row).and_then(|(figure, at)| row_of(&figure.shown, at));
            let entry = raw.figures.iter().find(|figure| is(&figure.id)).map(|figure| figure.span);
            place.or(entry)
        }
    }
}

/// Where a row of a figure stands, counted as the data of a template have them.
fn row_of(shown: &Shown, at: usize) -> Option<Span> {
    match shown {
        Shown::Image(_) => None,
        Shown::Chart(chart) => {
            let mut rows = chart.chart.panels.iter().flat_map(|panel| &panel.rows);
            rows.nth(at).map(|row| row.span)
        }
        Shown::Table(table) => table.rows.get(at)?.cells.first().map(Cell::span),
    }
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// Words as a template is given them: a string, or one with its language or key.
fn word(value: &Value) -> &str {
    value.as_str().or_else(|| value["text"].as_str()).unwrap_or_default()
}

/// A code as keys have it.
fn dashed(code: &Value) -> String {
    word(code).replace('.', "-")
}
