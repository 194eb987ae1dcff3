//! Keys in the data of a template: under which a translation has each string. They are for proofs
//! that translators read, and in no other edition.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::data::Data;
use crate::brief::{Brief, Finding, GoalEntry, Source};
use crate::project::Config;
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
        for (own, finding) in list(&mut data["findings"]).zip(&brief.findings) {
            self.finding(own, finding);
        }
        for (own, goal) in list(&mut data["goals"]).zip(&brief.goals) {
            self.goal(own, goal);
        }
        for (own, source) in list(&mut data["sources"]).zip(&brief.sources) {
            self.source(own, source);
        }
        for (own, author) in list(&mut data["authors"]).zip(&brief.authors) {
            self.words(&mut own["role"], author.role.as_ref());
            self.words(&mut own["affiliation"], author.affiliation.as_ref());
        }
        if let Some(foreword) = &brief.foreword {
            let own = &mut data["foreword"];
            self.prose(&mut own["text"], Some(&foreword.text.source));
            self.words(&mut own["by"], foreword.by.as_ref());
            self.words(&mut own["role"], foreword.role.as_ref());
        }
        let thanks = brief.acknowledgements.as_ref();
        self.prose(&mut data["acknowledgements"], thanks.map(|thanks| &thanks.source));
        self.line(&mut data["citation"], brief.citation.as_ref().map(|line| &line.source));
        list(&mut data["recommendations"]).for_each(|group| self.group(group));
        self.project(data);
    }

    fn finding(&self, own: &mut Value, finding: &Finding) {
        self.words(&mut own["title"], Some(&finding.title));
        self.prose(&mut own["text"], Some(&finding.text.source));
        for (own, evidence) in list(&mut own["evidence"]).zip(&finding.evidence) {
            self.line(own, Some(&evidence.source));
        }
        if let Some(quote) = &finding.quote {
            self.line(&mut own["quote"]["text"], Some(&quote.text.source));
            self.words(&mut own["quote"]["by"], Some(&quote.by));
        }
    }

    fn goal(&self, own: &mut Value, goal: &GoalEntry) {
        self.prose(&mut own["why"], Some(&goal.why.source));
        self.line(&mut own["note"], goal.note.as_ref().map(|note| &note.source));
        for (own, target) in list(&mut own["targets"]).zip(&goal.targets) {
            self.words(&mut own["text"], target.text.as_ref());
            self.line(&mut own["note"], target.note.as_ref().map(|note| &note.source));
            for (own, indicator) in list(&mut own["indicators"]).zip(&target.indicators) {
                self.words(&mut own["text"], indicator.text.as_ref());
                self.line(&mut own["note"], indicator.note.as_ref().map(|note| &note.source));
            }
        }
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
