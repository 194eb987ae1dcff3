//! What a brief itself says of an indicator, in a table of several, with other numbers or words where it
//! cites its endnotes, for the table has those of no brief. And what briefs are called there.

use super::data::{Node, Words};
use super::presenter::Presenter;
use crate::brief::IndicatorEntry;
use crate::project::National;

/// What a brief says of an indicator beside its values.
#[derive(Debug, Clone)]
pub(super) struct SaidInBrief {
    pub(super) text: Option<Words>,
    pub(super) cited_as: Option<String>,
    pub(super) note: Option<Vec<Node>>,
}

impl Presenter<'_> {
    /// What the brief says of an indicator: its own wording where the table has another, the code its
    /// source has, and its note.
    pub(super) fn said_of(&self, entry: &IndicatorEntry, label: &Words) -> SaidInBrief {
        let of = National::Indicator(entry.indicator.code());
        let text = entry.text.as_ref().map(|text| self.words(text));
        SaidInBrief {
            text: text.filter(|text| text != label),
            cited_as: entry.cited_as.as_ref().map(|code| self.code(&code.value)),
            note: self.note(entry.note.as_ref(), of),
        }
    }

    /// A text with the titles of its sources for the numbers of their endnotes, and figures that are
    /// spoken of as words.
    pub(super) fn with_titles(&self, nodes: Vec<Node>) -> Vec<Node> {
        with_citations(nodes, &mut |sources, pinpoints| {
            let mut all = Vec::new();
            let places = pinpoints.into_iter().chain(std::iter::repeat(None));
            for (at, (number, place)) in sources.into_iter().zip(places).enumerate() {
                let before = if at == 0 { " (" } else { "; " };
                all.push(Node::Text { text: before.to_string() });
                let source = number.checked_sub(1).and_then(|at| self.brief.sources.get(at));
                all.extend(source.map(|source| node_of(self.title_of(source))));
                all.extend(place.map(|place| Node::Text { text: format!(", {place}") }));
            }
            all.push(Node::Text { text: ")".to_string() });
            all
        })
    }
}

/// What stands for a citation of these endnotes, with where in each.
type InPlaceOfCitation<'a> = dyn FnMut(Vec<usize>, Vec<Option<String>>) -> Vec<Node> + 'a;

/// A text in which something else stands for citations, and figures that are spoken of are words: the
/// table has none.
pub(super) fn with_citations(nodes: Vec<Node>, cite: &mut InPlaceOfCitation<'_>) -> Vec<Node> {
    let mut all: Vec<Node> = Vec::new();
    for node in nodes {
        match node {
            Node::Cite { sources, pinpoints } => all.extend(cite(sources, pinpoints)),
            Node::Refer { text, .. } => all.push(Node::Text { text }),
            Node::Paragraph { children } => {
                all.push(Node::Paragraph { children: with_citations(children, cite) });
            }
            Node::Emph { children } => {
                all.push(Node::Emph { children: with_citations(children, cite) });
            }
            Node::Strong { children } => {
                all.push(Node::Strong { children: with_citations(children, cite) });
            }
            Node::Foreign { lang, dir, children } => {
                all.push(Node::Foreign { lang, dir, children: with_citations(children, cite) });
            }
            other => all.push(other),
        }
    }
    all
}

/// Words as a node of a text.
fn node_of(words: Words) -> Node {
    match words {
        Words::Plain(text) => Node::Text { text },
        Words::Foreign { text, lang, dir } => {
            Node::Foreign { lang, dir, children: vec![Node::Text { text }] }
        }
    }
}

/// What rows call the briefs: by the short title, or the title. Those that would be called the same have
/// their numbers behind it, or where these do not tell them apart, their ids.
pub(super) fn names_of(presenters: &[Presenter<'_>]) -> Vec<Words> {
    let name =
        |own: &Presenter<'_>| own.words(own.brief.short_title.as_ref().unwrap_or(&own.brief.title));
    let names: Vec<Words> = presenters.iter().map(name).collect();
    let of = |at: usize| {
        let alike = (0..names.len()).filter(|&other| shown(&names[other]) == shown(&names[at]));
        let alike: Vec<&Presenter<'_>> = alike.map(|other| &presenters[other]).collect();
        if alike.len() < 2 {
            return names[at].clone();
        }
        let own = presenters[at].brief;
        let number = own.number.as_ref().map(|number| number.value.as_str());
        let bears = |other: &&&Presenter<'_>| {
            other.brief.number.as_ref().map(|number| number.value.as_str()) == number
        };
        let is_own = number.is_some() && alike.iter().filter(bears).count() == 1;
        let tells = number.filter(|_| is_own).unwrap_or(&own.id);
        names[at].clone().with(&format!(" ({})", presenters[at].plain(tells)))
    };
    (0..names.len()).map(of).collect()
}

fn shown(words: &Words) -> &str {
    match words {
        Words::Plain(text) | Words::Foreign { text, .. } => text,
    }
}
