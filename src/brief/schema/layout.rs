//! `[layout]`: which parts are printed, in which order, and what is added to them. A project and a
//! brief may each have one.

use crate::brief::layout::{LayoutChoice, LayoutPart};
use crate::diag::{Code, Diagnostic, Span, did_you_mean};
use crate::tree::{Located, Table, Text};

/// A `[layout]`.
#[derive(Debug, Clone)]
pub struct RawLayout {
    /// Where `parts` stands, if it is there.
    pub listed: Option<Span>,
    pub parts: Vec<Text>,
    pub cover: Option<Located<bool>>,
    /// Parts that are printed on request, by their keys.
    pub added: Vec<(&'static str, Located<bool>)>,
}

impl RawLayout {
    /// Reads the table; `requests` are the keys of what is printed on request.
    pub fn read(table: Table<'_>, requests: impl Iterator<Item = &'static str>) -> Self {
        let listed = table.keys().find(|(key, _)| *key == "parts").map(|(_, span)| span);
        let layout = Self {
            listed,
            parts: table.words("parts"),
            cover: table.boolean("cover"),
            added: requests.filter_map(|key| Some((key, table.boolean(key)?))).collect(),
        };
        table.finish();
        layout
    }

    /// What it says. What is wrong in it goes to `report`.
    pub fn choice(&self, report: &mut dyn FnMut(Diagnostic)) -> LayoutChoice {
        let mut parts: Vec<LayoutPart> = Vec::new();
        for text in &self.parts {
            let (message, help) = match LayoutPart::named(&text.value) {
                None => (format!("there is no part `{}`", text.value), meant(text)),
                Some(part) if parts.contains(&part) => (
                    format!("`{}` stands twice in `parts`", text.value),
                    "take one of them out".into(),
                ),
                Some(part) => {
                    parts.push(part);
                    continue;
                }
            };
            let bad = Diagnostic::new(Code::BadValue, message);
            report(bad.at(text.span).key(&text.key).help(help));
        }
        // What is listed and wrong has been said.
        let whole = parts.len() == self.parts.len();
        if let Some(span) =
            self.listed.filter(|_| whole && parts.first() != Some(&LayoutPart::Front))
        {
            let message = match parts.contains(&LayoutPart::Front) {
                true => "`front` is not the first of `parts`",
                false => "`parts` has no `front`",
            };
            let place = self.parts.first().map_or(span, |first| first.span);
            report(
                Diagnostic::new(Code::BadValue, message)
                    .at(place)
                    .key("layout.parts")
                    .help("begin with `\"front\"`: it has the title, and who publishes"),
            );
        }
        for (key, said) in self.added.iter().filter(|(_, said)| !said.value) {
            let is_off = |text: &&Text| {
                LayoutPart::named(&text.value).and_then(LayoutPart::request) == Some(*key)
            };
            if let Some(text) = self.parts.iter().find(is_off) {
                let message =
                    format!("`{}` is listed, and `{key} = false` turns it off", text.value);
                report(
                    Diagnostic::new(Code::SwitchedOff, message)
                        .at(text.span)
                        .key(&text.key)
                        .help(format!("take it out of `parts`, or take out `{key}`"))
                        .related(said.span, "turned off here"),
                );
            }
        }
        let added = self.added.iter().filter_map(|(key, said)| {
            let part = LayoutPart::ALL.into_iter().find(|part| part.request() == Some(*key))?;
            Some((part, said.value))
        });
        LayoutChoice {
            parts: self.listed.filter(|_| whole).map(|span| (parts, span)),
            cover: self.cover.as_ref().map(|said| said.value),
            added: added.collect(),
        }
    }
}

fn meant(text: &Text) -> String {
    let names = LayoutPart::ALL.map(LayoutPart::name);
    match did_you_mean(&text.value, names) {
        Some(near) => format!("did you mean `\"{near}\"`?"),
        None => format!("the parts are {}", names.map(|name| format!("`\"{name}\"`")).join(", ")),
    }
}
