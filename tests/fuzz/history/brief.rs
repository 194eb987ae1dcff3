//! A brief that is changed again and again, kept apart from the program's own idea of one.

use std::collections::BTreeMap;
use std::fmt::Write;

/// A brief as its author has it.
#[derive(Debug, Clone)]
pub struct Brief {
    top: Vec<(&'static str, String)>,
    lists: [(&'static str, Vec<String>); 2],
    abbreviations: Vec<(&'static str, String)>,
    items: Vec<Item>,
    /// How many texts were made up.
    made: usize,
}

/// A finding, a fact, and so on.
#[derive(Debug, Clone)]
struct Item {
    kind: &'static str,
    id: String,
    texts: Vec<(&'static str, String)>,
    evidence: Vec<String>,
}

const KINDS: [(&str, &[&str]); 5] = [
    ("finding", &["title", "text", "quote.text", "quote.by"]),
    ("fact", &["value", "label"]),
    ("recommendation", &["to", "text"]),
    ("source", &["note"]),
    ("target", &["text", "note"]),
];

const IDS: [&str; 4] = ["police", "raid", "a", "x-1"];
const CODES: [&str; 4] = ["16.3", "16.b", "8.7", "3.1"];

/// Texts that come more than once, and some that are much alike.
const COMMON: [&str; 6] = [
    "Police raids did not stop the compounds.",
    "Police raids do not stop the compounds.",
    "Ministry of Justice",
    "Yes",
    "A \"quoted\" path C:\\x # no comment",
    "In 2024, 3 in 5 were late [@s]",
];

const WORDS: [&str; 16] = [
    "water", "justice", "years", "court", "village", "seven", "harbour", "nurse", "quickly",
    "border", "lamp", "office", "mother", "winter", "debt", "garden",
];

impl Brief {
    pub fn new() -> Self {
        let mut brief = Self {
            top: Vec::new(),
            lists: [("key_messages", Vec::new()), ("keywords", Vec::new())],
            abbreviations: Vec::new(),
            items: Vec::new(),
            made: 0,
        };
        for name in ["title", "summary", "ask"] {
            let text = brief.fresh();
            brief.top.push((name, text));
        }
        for list in 0..2 {
            for at in 0..2 {
                brief.insert(list, at, 0);
            }
        }
        for name in ["U.N.", "a[1]"] {
            let text = brief.fresh();
            brief.abbreviations.push((name, text));
        }
        for kind in 0..5 {
            brief.add(kind, 0, 0);
        }
        brief.add(0, 1, 0);
        for list in 2..4 {
            brief.insert(list, 0, 0);
            brief.insert(list, 1, 0);
        }
        brief
    }

    fn fresh(&mut self) -> String {
        self.made += 1;
        let mut mix = self.made.wrapping_mul(2_654_435_761) >> 7;
        let mut text = format!("No {}", self.made);
        for _ in 0..5 {
            let _ = write!(text, " {}", WORDS[mix % WORDS.len()]);
            mix = mix.wrapping_mul(31).wrapping_add(self.made) >> 2;
        }
        text
    }

    /// A text in the place of another, by a number.
    fn text(&mut self, pick: u8, old: &str, one_line: bool) -> String {
        match pick % 7 {
            0..=2 => self.fresh(),
            3 => COMMON[usize::from(pick / 7) % COMMON.len()].into(),
            4 => format!("{old} indeed"),
            5 if !one_line => format!("{}\n\n# {}", self.fresh(), self.fresh()),
            5 => "Yes".into(),
            _ => old.split_once(' ').map_or("Yes", |(_, rest)| rest).to_string(),
        }
    }

    /// Changes a text.
    pub fn say(&mut self, which: u8, pick: u8) {
        let fields = self.texts().len();
        let at = usize::from(which) % fields;
        let (old, one_line) = {
            let texts = self.texts();
            (texts[at].1.clone(), texts[at].0)
        };
        let new = self.text(pick, &old, one_line);
        *self.texts()[at].1 = new;
    }

    /// Every text, and whether it is one line.
    fn texts(&mut self) -> Vec<(bool, &mut String)> {
        let one_line = |name: &str| !["summary", "ask", "label", "note"].contains(&name);
        let mut all: Vec<(bool, &mut String)> = Vec::new();
        all.extend(self.top.iter_mut().map(|(name, text)| (one_line(name), text)));
        for (name, list) in &mut self.lists {
            all.extend(list.iter_mut().map(|text| (*name == "keywords", text)));
        }
        all.extend(self.abbreviations.iter_mut().map(|(_, text)| (true, text)));
        for item in &mut self.items {
            let kind = item.kind;
            let texts = item.texts.iter_mut();
            all.extend(texts.map(|(name, text)| {
                (one_line(name) && !(*name == "text" && kind == "finding"), text)
            }));
            all.extend(item.evidence.iter_mut().map(|text| (false, text)));
        }
        all
    }

    fn list(&mut self, which: u8) -> &mut Vec<String> {
        let findings = self.items.iter().filter(|item| item.kind == "finding").count();
        match usize::from(which) % (2 + findings) {
            at @ 0..2 => &mut self.lists[at].1,
            at => {
                let mut findings = self.items.iter_mut().filter(|item| item.kind == "finding");
                &mut findings.nth(at - 2).expect("counted above").evidence
            }
        }
    }

    /// Inserts an entry into a list.
    pub fn insert(&mut self, list: u8, at: u8, pick: u8) {
        let old = self.list(list).first().cloned().unwrap_or_default();
        let text = self.text(pick, &old, true);
        let list = self.list(list);
        list.insert(usize::from(at) % (list.len() + 1), text);
    }

    /// Deletes an entry of a list.
    pub fn delete(&mut self, list: u8, at: u8) {
        let list = self.list(list);
        if let Some(at) = super::chosen(list.len(), at) {
            list.remove(at);
        }
    }

    /// Moves an entry of a list.
    pub fn shift(&mut self, list: u8, from: u8, to: u8) {
        let list = self.list(list);
        if let Some((from, to)) = super::chosen(list.len(), from).zip(super::chosen(list.len(), to))
        {
            let entry = list.remove(from);
            list.insert(to, entry);
        }
    }

    /// Takes all entries out of a list.
    pub fn clear(&mut self, list: u8) {
        self.list(list).clear();
    }

    /// Adds an item.
    pub fn add(&mut self, kind: u8, id: u8, pick: u8) {
        let (kind, names) = KINDS[usize::from(kind) % KINDS.len()];
        let Some(id) = self.unused(kind, id) else { return };
        let texts = names.iter().map(|name| (*name, self.text(pick, "Yes", true))).collect();
        self.items.push(Item { kind, id, texts, evidence: Vec::new() });
    }

    fn unused(&self, kind: &str, id: u8) -> Option<String> {
        let ids = if kind == "target" { CODES } else { IDS };
        let is_free = |id: &&str| !self.items.iter().any(|i| i.kind == kind && i.id == **id);
        let free: Vec<&str> = ids.iter().copied().filter(|id| is_free(id)).collect();
        super::chosen(free.len(), id).map(|at| free[at].to_string())
    }

    /// Removes an item.
    pub fn remove(&mut self, which: u8) {
        if let Some(at) = super::chosen(self.items.len(), which) {
            self.items.remove(at);
        }
    }

    /// Gives items another order.
    pub fn reorder(&mut self, one: u8, other: u8) {
        let all = self.items.len();
        if let Some((one, other)) = super::chosen(all, one).zip(super::chosen(all, other)) {
            self.items.swap(one, other);
        }
    }

    /// Gives an item another id.
    pub fn rename(&mut self, which: u8, id: u8) {
        let Some(at) = super::chosen(self.items.len(), which) else { return };
        if let Some(id) = self.unused(self.items[at].kind, id) {
            self.items[at].id = id;
        }
    }

    /// Gives an item the id of another, and the other its own.
    pub fn swap(&mut self, which: u8) {
        let Some(at) = super::chosen(self.items.len(), which) else { return };
        let kind = self.items[at].kind;
        let other =
            (0..self.items.len()).find(|&other| other != at && self.items[other].kind == kind);
        let Some(other) = other else { return };
        let own = self.items[at].id.clone();
        self.items[at].id = std::mem::replace(&mut self.items[other].id, own);
    }

    /// Its file.
    pub fn to_toml(&self) -> String {
        let list = |texts: &[String]| {
            let texts: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
            format!("[{}]", texts.join(", "))
        };
        let mut toml = String::from("country = \"KH\"\ndate = 2025-06-30\nlanguage = \"en\"\n");
        toml += "names = [\"Amnesty International\", \"A. B. [x]\"]\n";
        for (name, text) in &self.top {
            let _ = writeln!(toml, "{name} = {}", quoted(text));
        }
        for (name, texts) in &self.lists {
            if !texts.is_empty() {
                let _ = writeln!(toml, "{name} = {}", list(texts));
            }
        }
        toml += "[abbreviations]\n";
        for (name, text) in &self.abbreviations {
            let _ = writeln!(toml, "{} = {}", quoted(name), quoted(text));
        }
        toml += "[[goal]]\nnumber = 16\n";
        for kind in ["target", "source", "fact", "finding", "recommendation"] {
            for item in self.items.iter().filter(|item| item.kind == kind) {
                let (header, id) = match kind {
                    "target" => ("goal.target", "code"),
                    kind => (kind, "id"),
                };
                let _ = writeln!(toml, "[[{header}]]\n{id} = {}", quoted(&item.id));
                for (name, text) in &item.texts {
                    let _ = writeln!(toml, "{name} = {}", quoted(text));
                }
                if !item.evidence.is_empty() {
                    let _ = writeln!(toml, "evidence = {}", list(&item.evidence));
                }
            }
        }
        toml
    }

    /// Its texts by the keys that a translation gives them.
    pub fn originals(&self) -> BTreeMap<String, String> {
        let mut all = BTreeMap::new();
        for (name, text) in &self.top {
            all.insert(format!("brief.{name}"), text.clone());
        }
        let mut lists: Vec<(String, &[String])> = Vec::new();
        lists.extend(self.lists.iter().map(|(name, texts)| (format!("brief.{name}"), &texts[..])));
        for (name, text) in &self.abbreviations {
            all.insert(format!("abbreviations.{name}"), text.clone());
        }
        for item in &self.items {
            let own = format!("{}.{}", item.kind, item.id.replace('.', "-"));
            for (name, text) in &item.texts {
                all.insert(format!("{own}.{name}"), text.clone());
            }
            lists.push((format!("{own}.evidence"), &item.evidence));
        }
        for (list, texts) in lists {
            for (at, text) in texts.iter().enumerate() {
                all.insert(format!("{list}[{}]", at + 1), text.clone());
            }
        }
        all
    }
}

/// A text as TOML has it.
pub fn quoted(text: &str) -> String {
    toml::Value::String(text.to_string()).to_string()
}
