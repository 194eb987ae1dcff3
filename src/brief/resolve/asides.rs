//! Boxes and quotations with an id. Each is placed once, by the finding or section that names it.

use super::Resolver;
use crate::brief::id::check_id;
use crate::brief::model::{BoxKind, BriefBox, Quote};
use crate::brief::schema::RawBox;
use crate::diag::{Code, Diagnostic};
use crate::tree::Text;

impl Resolver<'_> {
    /// The boxes that stand here. What of them is missing has been reported.
    pub(super) fn boxes(&mut self, ids: &[Text]) -> Vec<BriefBox> {
        let mut here = Vec::new();
        for id in ids {
            let Some(at) = self.ids.known_box(id, self.diagnostics) else { continue };
            if self.place_once("box", id) {
                let raw = self.asides.boxes[at].clone();
                here.extend(self.panel(&raw));
            }
        }
        here
    }

    /// The quotations that stand here.
    pub(super) fn quotes(&mut self, ids: &[Text]) -> Vec<Quote> {
        let mut here = Vec::new();
        for id in ids {
            // Nobody calls a quotation so; this is what it says.
            if check_id(&id.value).is_err() && !self.ids.has_quote(id) {
                self.said_in_place(id);
                continue;
            }
            let Some(at) = self.ids.known_quote(id, self.diagnostics) else { continue };
            if self.place_once("quote", id) {
                let raw = self.asides.quotes[at].quote.clone();
                here.extend(self.quote(&raw));
            }
        }
        here
    }

    /// Reports words of a quotation where its id is to stand.
    fn said_in_place(&mut self, words: &Text) {
        let own = words.value.replace('\\', "\\\\").replace('"', "\\\"");
        let help = match words.key.starts_with("finding.") {
            true => format!("write `quote = {{ text = \"{own}\", by = \"…\" }}`, on one line"),
            false => format!(
                "add a `[[quote]]` with `id`, `text = \"{own}\"` and `by`, and name its id here"
            ),
        };
        let message = "`quote` has the words of a quotation, and does not say whose they are";
        self.diagnostics.push(
            Diagnostic::new(Code::WrongType, message).at(words.span).key(&words.key).help(help),
        );
    }

    fn panel(&mut self, raw: &RawBox) -> Option<BriefBox> {
        let kind = raw.kind.as_ref().and_then(|kind| {
            let known = BoxKind::from_name(&kind.value);
            if known.is_none() {
                self.bad_value(kind, &kind.value, &BoxKind::NAMES);
            }
            known
        });
        let text = self.cited_prose(raw.text.clone());
        let sources = self.source_ids(&raw.sources);
        Some(BriefBox {
            id: raw.id.as_ref()?.value.clone(),
            kind: kind?,
            title: raw.title.clone()?,
            text: text?,
            sources,
        })
    }

    /// Whether something is placed for the first time; what is placed again is reported.
    fn place_once(&mut self, kind: &'static str, id: &Text) -> bool {
        let earlier = self.asides.placed.get(&(kind, id.value.clone())).copied();
        if let Some(earlier) = earlier {
            self.diagnostics.push(
                Diagnostic::new(
                    Code::PlacedTwice,
                    format!("the {kind} `{}` is placed twice", id.value),
                )
                .at(id.span)
                .key(&id.key)
                .related(earlier, "the first place")
                .help("name it where it is to stand, and nowhere else"),
            );
        } else {
            self.asides.placed.insert((kind, id.value.clone()), id.span);
        }
        earlier.is_none()
    }

    /// Reports what nothing places. Its texts are checked all the same.
    pub(super) fn unplaced(&mut self) {
        let boxes = std::mem::take(&mut self.asides.boxes);
        let quotes = std::mem::take(&mut self.asides.quotes);
        for raw in &boxes {
            if self.is_unplaced("box", raw.id.as_ref()) {
                self.panel(raw);
            }
        }
        for raw in &quotes {
            if self.is_unplaced("quote", raw.id.as_ref()) {
                self.quote(&raw.quote);
            }
        }
        self.take_cited();
    }

    fn is_unplaced(&mut self, kind: &'static str, id: Option<&Text>) -> bool {
        let Some(id) = id else { return true };
        let unplaced = !self.asides.placed.contains_key(&(kind, id.value.clone()));
        if unplaced {
            self.diagnostics.push(
                Diagnostic::new(
                    Code::Unplaced,
                    format!("nothing places the {kind} `{}`", id.value),
                )
                .at(id.span)
                .key(&id.key)
                .help(format!(
                    "write `{kind} = \"{}\"` in the finding or section it belongs to",
                    id.value
                )),
            );
        }
        unplaced
    }
}
