//! Keys in the data of a template: under which a translation has each string. They are for proofs
//! that translators read, and in no other edition.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::data::Data;
use crate::brief::text::Line;
use crate::brief::{
    Brief, BriefBox, BriefChart, BriefFigure, BriefTable, Finding, GoalEntry, Quote, Shown, Source,
};
use crate::chart::ChartLabel;
use crate::dataset::Cell;
use crate::project::{Config, National};
use crate::tree::Text;

/// Which texts have keys.
pub struct TextKeys<'a> {
    /// The key that a translation has a text of the brief under, or would have.
    pub of: &'a dyn Fn(&Text) -> String,
    /// Whether a translation may have a key: not every text is to be translated.
    pub has: &'a dyn Fn(&str) -> bool,
}

/// The data with the key of every string that has one. What prints in several places has its key
/// where it has its place. `None` where the data are no JSON.
pub fn keyed(data: &Data, brief: &Brief, config: &Config, keys: &TextKeys<'_>) -> Option<Value> {
    let mut data = serde_json::to_value(data).ok()?;
    Keyed { brief, config, keys }.all(&mut data);
    Some(data)
}

struct Keyed<'a> {
    brief: &'a Brief,
    config: &'a Config,
    keys: &'a TextKeys<'a>,
}

impl Keyed<'_> {
    fn all(&self, data: &mut Value) {
        let brief = self.brief;
        self.words(&mut data["title"], Some(&brief.title));
        self.words(&mut data["subtitle"], brief.subtitle.as_ref());
        self.words(&mut data["short_title"], brief.short_title.as_ref());
        self.prose(&mut data["summary"], Some(&brief.summary.source));
        self.prose(&mut data["method"], brief.method.as_ref().map(|method| &method.source));
        self.line(&mut data["ask"], brief.ask.as_ref().map(|ask| &ask.source));
        for (own, message) in list(&mut data["key_messages"]).zip(&brief.key_messages) {
            self.line(own, Some(&message.source));
        }
        for (own, fact) in list(&mut data["facts"]).zip(&brief.facts) {
            self.words(&mut own["value"], Some(&fact.value));
            self.line(&mut own["label"], Some(&fact.label.source));
        }
        for (own, figure) in list(&mut data["figures"]).zip(&brief.figures) {
            self.figure(own, figure);
        }
        for (own, finding) in list(&mut data["findings"]).zip(&brief.findings) {
            self.finding(own, finding);
        }
        for (own, goal) in list(&mut data["goals"]).zip(&brief.goals) {
            self.goal(own, goal);
        }
        for (own, source) in list(&mut data["sources"]).zip(&brief.sources) {
            self.source(own, source);
        }
        for (own, section) in list(&mut data["sections"]).zip(&brief.sections) {
            self.words(&mut own["title"], Some(&section.title));
            self.prose(&mut own["text"], Some(&section.text.source));
            for (own, quote) in list(&mut own["quotes"]).zip(&section.quotes) {
                self.quote(own, quote);
            }
            self.boxes(&mut own["boxes"], &section.boxes);
        }
        list(&mut data["recommendations"]).for_each(|group| self.group(group));
        self.project(data);
    }

    fn figure(&self, own: &mut Value, figure: &BriefFigure) {
        self.words(&mut own["title"], Some(&figure.title));
        self.line(&mut own["caption"], figure.caption.as_ref().map(|line| &line.source));
        self.line(&mut own["note"], figure.note.as_ref().map(|line| &line.source));
        match &figure.shown {
            Shown::Image(picture) => {
                self.words(&mut own["image"]["credit"], Some(&picture.credit));
                self.words(&mut own["image"]["licence"], Some(&picture.licence));
            }
            Shown::Chart(chart) => self.chart(&mut own["chart"], chart),
            Shown::Table(table) => self.table(&mut own["table"], table),
        }
    }

    /// What stands in several cells has its key in the first.
    fn table(&self, own: &mut Value, table: &BriefTable) {
        for (own, column) in list(&mut own["columns"]).zip(&table.columns) {
            self.words(&mut own["head"], Some(&column.head));
            self.words(&mut own["unit"], column.unit.as_ref());
        }
        let mut seen = BTreeSet::new();
        let mut rows = table.rows.iter();
        for group in list(&mut own["groups"]) {
            let mut name = group["name"].take();
            for (at, own) in list(&mut group["rows"]).enumerate() {
                let Some(row) = rows.next() else { continue };
                if let Some(words) = row.group.as_ref().filter(|_| at == 0)
                    && seen.insert(words.clone())
                {
                    self.words(&mut name, table.labels.get(words));
                }
                for (own, cell) in list(&mut own["cells"]).zip(&row.cells) {
                    if let Cell::Words(text) = cell
                        && seen.insert(text.value.clone())
                    {
                        self.words(&mut own["text"], table.labels.get(&text.value));
                    }
                }
            }
            group["name"] = name;
        }
        for (own, note) in list(&mut own["notes"]).zip(&table.notes) {
            self.line(&mut own["text"], Some(&note.source));
        }
    }

    /// What stands in several panels has its key in the first.
    fn chart(&self, own: &mut Value, chart: &BriefChart) {
        let shown = &chart.chart;
        self.words(&mut own["head"], chart.heads.get(shown.label));
        self.words(&mut own["unit"], chart.unit.as_ref());
        for (own, at) in list(&mut own["series"]).zip(&shown.series) {
            self.words(&mut own["name"], chart.heads.get(*at));
        }
        let mut seen = BTreeSet::new();
        let mut named = |own: &mut Value, label: &ChartLabel| {
            if let ChartLabel::Words(words) = label
                && seen.insert(words.clone())
            {
                self.words(own, chart.labels.get(words));
            }
        };
        for (own, panel) in list(&mut own["panels"]).zip(&shown.panels) {
            if let Some(name) = &panel.name {
                named(&mut own["name"], name);
            }
            for (own, row) in list(&mut own["rows"]).zip(&panel.rows) {
                named(&mut own["label"], &row.label);
            }
        }
    }

    fn finding(&self, own: &mut Value, finding: &Finding) {
        self.words(&mut own["title"], Some(&finding.title));
        self.prose(&mut own["text"], Some(&finding.text.source));
        for (own, evidence) in list(&mut own["evidence"]).zip(&finding.evidence) {
            self.line(own, Some(&evidence.source));
        }
        if let Some(quote) = &finding.quote {
            self.quote(&mut own["quote"], quote);
        }
        self.boxes(&mut own["boxes"], &finding.boxes);
    }

    fn quote(&self, own: &mut Value, quote: &Quote) {
        self.line(&mut own["text"], Some(&quote.text.source));
        self.words(&mut own["by"], Some(&quote.by));
    }

    fn boxes(&self, own: &mut Value, boxes: &[BriefBox]) {
        for (own, panel) in list(own).zip(boxes) {
            self.words(&mut own["title"], Some(&panel.title));
            self.prose(&mut own["text"], Some(&panel.text.source));
        }
    }

    fn goal(&self, own: &mut Value, goal: &GoalEntry) {
        self.prose(&mut own["why"], Some(&goal.why.source));
        let of = National::Goal(goal.goal.number);
        self.words(&mut own["name"], self.config.national.text(of, "name"));
        self.words(&mut own["title"], self.config.national.text(of, "title"));
        self.note(&mut own["note"], goal.note.as_ref(), of);
        for (own, target) in list(&mut own["targets"]).zip(&goal.targets) {
            let of = National::Target(&target.target.code);
            self.wording(&mut own["text"], target.text.as_ref(), of);
            self.note(&mut own["note"], target.note.as_ref(), of);
            for (own, indicator) in list(&mut own["indicators"]).zip(&target.indicators) {
                let of = National::Indicator(indicator.indicator.code());
                self.wording(&mut own["text"], indicator.text.as_ref(), of);
                self.note(&mut own["note"], indicator.note.as_ref(), of);
            }
        }
    }

    /// The brief's wording of a target or indicator, or the project's of a national one.
    fn wording(&self, own: &mut Value, text: Option<&Text>, of: National<'_>) {
        self.words(own, text.or_else(|| self.config.national.text(of, "text")));
    }

    /// The brief's note, or the project's on what is national.
    fn note(&self, own: &mut Value, note: Option<&Line>, of: National<'_>) {
        let note = note.or_else(|| self.config.national.note(of));
        self.line(own, note.map(|note| &note.source));
    }

    /// Recommendations to the same people stand under one line, which has the keys of all of them.
    fn group(&self, own: &mut Value) {
        let all = self.brief.recommendations.iter();
        let by_id: BTreeMap<&str, _> = all.map(|one| (one.id.as_str(), one)).collect();
        let mut to = Vec::new();
        for item in list(&mut own["items"]) {
            let Some(one) = item["id"].as_str().and_then(|id| by_id.get(id)) else { continue };
            self.prose(&mut item["text"], Some(&one.text.source));
            to.extend(one.to.as_ref().and_then(|to| self.key(to)));
        }
        put_words(&mut own["to"], to);
    }

    fn source(&self, own: &mut Value, source: &Source) {
        self.words(&mut own["title"], Some(&source.title));
        self.words(&mut own["publisher"], source.publisher.as_ref());
        self.words(&mut own["author"], source.author.as_ref());
        self.line(&mut own["note"], source.note.as_ref().map(|note| &note.source));
    }

    /// The project's own, which a brief may have instead.
    fn project(&self, data: &mut Value) {
        for name in ["name", "unit", "address"] {
            let key = self.known(format!("project.{name}"));
            put_words(&mut data["organisation"][name], key.into_iter().collect());
        }
        let Self { brief, config, .. } = self;
        for (name, own, common) in [
            ("contact", &brief.contact, &config.contact),
            ("licence", &brief.licence, &config.licence),
            ("imprint", &None, &config.imprint),
        ] {
            match (own, common) {
                (Some(line), _) => self.line(&mut data[name], Some(&line.source)),
                (None, Some(_)) => put_line(&mut data[name], self.known(format!("project.{name}"))),
                (None, None) => {}
            }
        }
    }

    fn words(&self, own: &mut Value, text: Option<&Text>) {
        put_words(own, text.and_then(|text| self.key(text)).into_iter().collect());
    }

    fn line(&self, own: &mut Value, text: Option<&Text>) {
        put_line(own, text.and_then(|text| self.key(text)));
    }

    fn prose(&self, own: &mut Value, text: Option<&Text>) {
        if let Some(line) = first_line(own) {
            self.line(line, text);
        }
    }

    fn key(&self, text: &Text) -> Option<String> {
        self.known((self.keys.of)(text))
    }

    fn known(&self, key: String) -> Option<String> {
        (self.keys.has)(&key).then_some(key)
    }
}

/// The entries of a list.
fn list(value: &mut Value) -> impl Iterator<Item = &mut Value> {
    value.as_array_mut().into_iter().flatten()
}

/// Puts keys to words.
fn put_words(own: &mut Value, keys: Vec<String>) {
    if keys.is_empty() {
        return;
    }
    match own {
        Value::String(text) => *own = json!({ "text": text, "key": keys }),
        Value::Object(words) => _ = words.insert("key".into(), keys.into()),
        _ => {}
    }
}

/// Puts a key before a line.
fn put_line(own: &mut Value, key: Option<String>) {
    if let (Value::Array(nodes), Some(key)) = (own, key) {
        nodes.insert(0, json!({ "type": "key", "key": [key] }));
    }
}

/// The first line of prose.
fn first_line(prose: &mut Value) -> Option<&mut Value> {
    let mut at = prose;
    // Lists stand in each other, but not endlessly.
    loop {
        let block = at.as_array_mut()?.first_mut()?;
        match block["type"].as_str() {
            Some("list") => at = block["items"].as_array_mut()?.first_mut()?,
            _ => return block.get_mut("children"),
        }
    }
}
