//! What a document has to say: the strings of its template data, and, read by other means, those of
//! the TOML files they come from.

use serde_json::Value;
use unicode_normalization::UnicodeNormalization;

/// A string that must be found.
pub struct Said {
    /// Where it stands in the data.
    pub at: String,
    /// The string, in parts where the mark of a citation or a line break is set within it.
    pub parts: Vec<Part>,
    /// Whether the paragraph runs from right to left.
    pub rtl: bool,
    /// Whether it is printed: of the points of a line, which are all to be heard, the last alone is.
    pub printed: bool,
}

pub struct Part {
    /// As it is to be read.
    pub text: String,
    /// The same with the marks that steer layout.
    pub marked: String,
}

/// A document: the brief, or its indicator table.
#[derive(Clone, Copy, PartialEq)]
pub enum Document {
    Brief,
    Indicators,
}

/// What steers layout and says nothing: word joiner, zero width space, isolates, direction marks, the
/// sign of a narrow quotation mark.
pub fn steers(c: char) -> bool {
    matches!(
        c,
        '\u{2060}' | '\u{200b}' | '\u{fe00}' | '\u{2066}'
            ..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}'
    )
}

/// Paths in the data, where `[]` stands for each of a list; `all` for text trees.
const BOTH: [&str; 49] = [
    "brand.name",
    "organisation.unit",
    "organisation.name",
    "organisation.address",
    "organisation.phone",
    "organisation.email",
    "contact",
    "licence",
    "imprint",
    "number",
    "title",
    "subtitle",
    "place.name",
    "place.notes.name",
    "place.notes.text",
    "place.names.name",
    "date.text",
    "status.text",
    "method",
    "labels.indicators",
    "labels.sources",
    "sources.title",
    "sources.publisher",
    "sources.author",
    "sources.date.text",
    "sources.url_text",
    "sources.in",
    "authors.name",
    "authors.role",
    "authors.affiliation",
    "citation",
    "identifiers.isbn",
    "identifiers.issn",
    "identifiers.doi.text",
    "sources.volume",
    "sources.issue",
    "sources.pages",
    "sources.isbn",
    "sources.archive.text",
    "sources.note",
    "goals.targets.text",
    "goals.targets.note",
    "goals.targets.indicators.code",
    "goals.targets.indicators.text",
    "goals.targets.indicators.note",
    "goals.targets.indicators.basis.text",
    "goals.targets.indicators.custodians",
    "tiers.as_of.text",
    "tiers.later.document",
];
/// Of values the table of indicators alone speaks.
const INDICATORS: [&str; 14] = [
    "goals.targets.indicators.values.global.latest.text",
    "goals.targets.indicators.values.global.latest.year_text",
    "goals.targets.indicators.values.global.baseline.text",
    "goals.targets.indicators.values.global.nature.text",
    "goals.targets.indicators.values.global.series",
    "goals.targets.indicators.values.global.name",
    "goals.targets.indicators.values.global.source",
    "goals.targets.indicators.values.global.release",
    "goals.targets.indicators.values.global.footnotes",
    "goals.targets.indicators.values.others.latest.text",
    "goals.targets.indicators.values.others.series",
    "goals.targets.indicators.values.others.name",
    "goals.targets.indicators.values.national.value",
    "goals.targets.indicators.values.national.year_text",
];
const BRIEF: [&str; 47] = [
    "foreword.text",
    "foreword.by",
    "foreword.role",
    "acknowledgements",
    "labels.key_messages",
    "labels.findings",
    "labels.goals",
    "summary",
    "key_messages",
    "ask",
    "facts.value",
    "facts.label",
    "findings.title",
    "findings.text",
    "findings.evidence",
    "findings.quote.text",
    "findings.quote.by",
    "figures.title",
    "figures.table.columns.head",
    "figures.table.columns.unit",
    "figures.table.groups.name",
    "figures.table.groups.rows.cells.text",
    "figures.table.notes.text",
    // Shares and waffles print no names of columns.
    "figures.chart.panels.rows.label",
    "figures.chart.panels.rows.values.text",
    "goals.title",
    "goals.name",
    "goals.why",
    "goals.note",
    "matrix.rows.title",
    "recommendations.addressees",
    "recommendations.items.lead",
    "recommendations.items.support",
    "recommendations.items.priority.text",
    "recommendations.items.text",
    "recommendations.items.by.text",
    "findings.boxes.kind.text",
    "findings.boxes.title",
    "findings.boxes.text",
    "sections.label",
    "sections.title",
    "sections.text",
    "sections.quotes.text",
    "sections.quotes.by",
    "sections.boxes.kind.text",
    "sections.boxes.title",
    "sections.boxes.text",
];

/// The strings of the data that the document prints or says.
pub fn said(data: &Value, document: Document) -> Vec<Said> {
    let rtl = data["dir"] == "rtl";
    let mut data = data.clone();
    let mut found = vec![];
    for figure in data["figures"].as_array_mut().into_iter().flatten() {
        if figure["chart"]["kind"] == "line" && document == Document::Brief {
            let panels = figure["chart"]["panels"].take();
            for path in ["rows.label", "rows.values.text"] {
                let steps: Vec<&str> = path.split('.').collect();
                walk(&panels, &steps, &format!("figures.chart.panels.{path}"), rtl, &mut found);
            }
        }
    }
    found.iter_mut().for_each(|said| said.printed = false);
    let data = &data;
    let own = if document == Document::Brief { &BRIEF[..] } else { &INDICATORS[..] };
    // A brief that touches no goal has no part on goals and no table of indicators.
    let touches = data["goals"].as_array().is_some_and(|goals| !goals.is_empty());
    let has_it = |path: &&&str| touches || !["labels.indicators", "labels.goals"].contains(*path);
    for path in BOTH.iter().chain(own).filter(has_it) {
        let steps: Vec<&str> = path.split('.').collect();
        walk(data, &steps, path, rtl, &mut found);
    }
    if parts_stops(data) {
        for said in found.iter_mut().filter(|said| SOURCED.contains(&said.at.as_str())) {
            part_stop(&mut said.parts);
        }
    }
    found
}

/// Texts at whose end the number of their sources stands: in some languages before the full stop,
/// which parts it from them.
const SOURCED: [&str; 6] = [
    "facts.label",
    "findings.text",
    "goals.why",
    "findings.boxes.text",
    "sections.text",
    "sections.boxes.text",
];

/// Whether the number of sources stands before the full stop.
pub fn parts_stops(data: &Value) -> bool {
    data["labels"]["mark_and_stop"].as_str().is_some_and(|how| how.starts_with("{mark}"))
}

pub fn part_stop(parts: &mut Vec<Part>) {
    let Some(last) = parts.last_mut() else { return };
    let stops = ['.', '。', '?', '!', '？', '！'];
    let Some(stop) = last.text.chars().next_back().filter(|c| stops.contains(c)) else {
        return;
    };
    if let Some(end) = last.marked.rfind(stop).filter(|_| last.text.chars().count() > 1) {
        let end =
            last.marked[..end].trim_end_matches(|c: char| c.is_whitespace() || steers(c)).len();
        let (before, after) = (part(&last.marked[..end]), part(&last.marked[end..]));
        parts.pop();
        parts.extend([before, after]);
    }
}

fn walk(value: &Value, steps: &[&str], at: &str, rtl: bool, found: &mut Vec<Said>) {
    match (value, steps) {
        (Value::Array(items), steps) if !is_line(value) => {
            items.iter().for_each(|item| walk(item, steps, at, rtl, found));
        }
        (Value::Object(map), [first, rest @ ..]) => {
            if let Some(inner) = map.get(*first) {
                walk(inner, rest, at, rtl, found);
            }
        }
        (Value::Object(map), [])
            if map.get("type").is_some_and(|it| it == "paragraph" || it == "heading") =>
        {
            walk(&map["children"], steps, at, rtl, found);
        }
        (Value::Object(map), []) if map.get("type").is_some_and(|it| it == "list") => {
            walk(&map["items"], steps, at, rtl, found);
        }
        (Value::Object(_) | Value::String(_) | Value::Array(_), []) => {
            let mut parts = vec![String::new()];
            line(value, &mut parts);
            let parts: Vec<Part> = parts.iter().map(|marked| part(marked)).collect();
            let parts: Vec<Part> = parts.into_iter().filter(|part| !part.text.is_empty()).collect();
            if !parts.is_empty() {
                found.push(Said { at: at.to_string(), parts, rtl, printed: true });
            }
        }
        _ => {}
    }
}

/// A part of a string.
pub fn part(marked: &str) -> Part {
    let bare: String = marked.chars().filter(|c| !steers(*c)).nfc().collect();
    Part { text: bare.trim().to_string(), marked: marked.to_string() }
}

/// Whether a value is a line, a list of inline nodes, and not a list of other things.
fn is_line(value: &Value) -> bool {
    let Some(first) = value.as_array().and_then(|items| items.first()) else { return false };
    let block = ["paragraph", "list", "heading"].iter().any(|kind| first["type"] == *kind);
    first.is_object() && first["type"].is_string() && !block
}

/// The words of a line, in parts.
fn line(value: &Value, parts: &mut Vec<String>) {
    match value {
        Value::String(text) => parts.last_mut().unwrap().push_str(text),
        Value::Array(nodes) => nodes.iter().for_each(|node| line(node, parts)),
        Value::Object(node) => {
            let kind = node.get("type").and_then(Value::as_str).unwrap_or("words");
            if matches!(kind, "cite" | "break") {
                parts.push(String::new());
                return;
            }
            let inner = node.get("children").or_else(|| node.get("text"));
            let inner = inner.unwrap_or_else(|| panic!("a node of a kind unknown here: {value}"));
            match node.get("dir").and_then(Value::as_str) {
                // Words in another language are a run of their own.
                Some(dir) => {
                    parts.last_mut().unwrap().push(if dir == "rtl" {
                        '\u{2067}'
                    } else {
                        '\u{2066}'
                    });
                    line(inner, parts);
                    parts.last_mut().unwrap().push('\u{2069}');
                }
                None => line(inner, parts),
            }
        }
        _ => {}
    }
}

/// Keys of a TOML file whose values print as they stand, wherever they are.
const PLAIN: [&str; 12] = [
    "title",
    "subtitle",
    "area",
    "to",
    "lead",
    "support",
    "label",
    "publisher",
    "author",
    "by",
    "value",
    "text",
];

/// Whether a deadline prints in the words of the language.
fn is_said_otherwise(by: &str) -> bool {
    by == "immediately" || by.starts_with(|c: char| c.is_ascii_digit())
}

/// The strings of a brief or a translation that hold no markup, straight from the file.
pub fn typed(file: &str) -> Vec<String> {
    fn leaves(value: &toml::Value, key: &str, found: &mut Vec<String>) {
        match value {
            // What has markup is read by way of the data alone.
            toml::Value::String(text)
                if PLAIN.contains(&key)
                    && !(key == "by" && is_said_otherwise(text))
                    && !text.contains(['*', '_', '[', '\\', '`', '<', '\n', '~', '^', '&']) =>
            {
                let words: Vec<&str> =
                    text.split([' ', '\t']).filter(|it| !it.is_empty()).collect();
                found.push(words.join(" ").nfc().collect());
            }
            toml::Value::Array(items) => items.iter().for_each(|item| leaves(item, key, found)),
            toml::Value::Table(table) => {
                // Ids do not print, not even those of authors.
                let printed = |name: &str| !["names", "id"].contains(&name);
                for (name, inner) in table.iter().filter(|(name, _)| printed(name)) {
                    leaves(inner, if PLAIN.contains(&name.as_str()) { name } else { key }, found);
                }
            }
            _ => {}
        }
    }
    let mut found = vec![];
    leaves(&toml::Value::Table(toml::from_str(file).unwrap()), "", &mut found);
    found
}
