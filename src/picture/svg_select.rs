//! What the selectors of a style sheet choose in an SVG on paper, where nothing is pointed at and nothing
//! stands before or after an element.

use roxmltree::{Document, Node};
use simplecss::{AttributeOperator, Element, PseudoClass, Selector};

use super::css::{after, is_name, split, without_comments};

pub(super) const SVG: &str = "http://www.w3.org/2000/svg";

/// What of an element is never there on paper, or in no SVG.
const NEVER: [&str; 12] = [
    "active",
    "after",
    "before",
    "first-letter",
    "first-line",
    "focus",
    "focus-visible",
    "focus-within",
    "hover",
    "selection",
    "target",
    "visited",
];

/// The most selectors that a list is taken to stand for.
const MOST: usize = 500;

/// What a selector chooses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Selected {
    /// Nothing that is drawn.
    Nothing,
    /// What this one does, which the library understands.
    As(String),
    /// What the library does not know.
    Unknown(String),
}

impl Selected {
    /// Which of the elements that are drawn it may choose.
    pub(super) fn elements<'a, 'input>(&self, drawn: &[Node<'a, 'input>]) -> Vec<Node<'a, 'input>> {
        let selector = match self {
            Self::Nothing => return Vec::new(),
            Self::As(text) | Self::Unknown(text) => Selector::parse(text),
        };
        let may = |node: &Node<'a, 'input>| {
            selector.as_ref().is_none_or(|it| it.matches(&SvgElement(*node)))
        };
        drawn.iter().copied().filter(may).collect()
    }

    /// Whether it may choose any of them.
    pub(super) fn is_any(&self, drawn: &[Node<'_, '_>]) -> bool {
        match self {
            Self::Nothing => false,
            Self::As(text) | Self::Unknown(text) => Selector::parse(text)
                .is_none_or(|it| drawn.iter().any(|node| it.matches(&SvgElement(*node)))),
        }
    }
}

/// What a selector chooses of these elements.
pub(super) fn selected(text: &str, drawn: &[Node<'_, '_>]) -> Selected {
    let text = without_comments(text);
    let Some(text) = on_paper(text.trim()) else { return Selected::Nothing };
    if Selector::parse(&text).is_some() {
        return Selected::As(text);
    }
    // If nothing is what the last part of it asks for at least, it chooses nothing.
    let last = split(&text, |c| c.is_ascii_whitespace() || matches!(c, '>' | '+' | '~'));
    let last = last.into_iter().rfind(|part| !part.is_empty()).unwrap_or_default();
    let least = least(last);
    let chosen = Selector::parse(&least);
    let may = |node: &Node<'_, '_>| chosen.as_ref().is_none_or(|it| it.matches(&SvgElement(*node)));
    if drawn.iter().any(may) { Selected::Unknown(text) } else { Selected::Nothing }
}

/// The selectors of a list, those that stand in one for several (`:is`, `:where`) each for itself.
pub(super) fn alternatives(list: &str) -> Vec<String> {
    let list = without_comments(list);
    let mut pending: Vec<String> =
        split(&list, |c| c == ',').into_iter().rev().map(|one| one.trim().to_string()).collect();
    let mut found = Vec::new();
    while let Some(one) = pending.pop() {
        let several = one_of(&one).filter(|_| found.len() + pending.len() < MOST);
        match several {
            Some(several) => pending.extend(several.into_iter().rev()),
            None => found.push(one),
        }
    }
    found
}

/// What a selector with a list in it stands for.
fn one_of(text: &str) -> Option<Vec<String>> {
    let (at, name) = [":is(", ":where("].iter().find_map(|name| Some((text.find(name)?, name)))?;
    let open = at + name.len() - 1;
    let end = after(text, open);
    let (before, inner, behind) = (&text[..at], text.get(open + 1..end - 1)?, &text[end..]);
    let ends = |c: char| c.is_ascii_whitespace() || matches!(c, '>' | '+' | '~');
    let is_alone = before.is_empty() && (behind.is_empty() || behind.starts_with(ends));
    let all = split(inner, |c| c == ',').into_iter().map(str::trim);
    let fits = |one: &&str| {
        let is_one = !one.contains(ends);
        let begins =
            before.is_empty() || before.ends_with(ends) || one.starts_with(['.', '#', '[', ':']);
        !one.is_empty() && (is_alone || is_one && begins)
    };
    let count = all.clone().count();
    let several: Vec<String> =
        all.filter(fits).map(|one| format!("{before}{one}{behind}")).collect();
    (several.len() == count).then_some(several)
}

/// The elements of a document that may be drawn.
pub(super) fn drawn<'a, 'input>(document: &'a Document<'input>) -> Vec<Node<'a, 'input>> {
    document.descendants().filter(|node| node.tag_name().namespace() == Some(SVG)).collect()
}

/// A selector with the root by the name that the library knows; `None` for one of what is never there.
fn on_paper(text: &str) -> Option<String> {
    let (mut out, mut at) = (String::new(), 0);
    while at < text.len() {
        let rest = &text[at..];
        if !rest.starts_with(':') {
            let end = after(text, at);
            out.push_str(&text[at..end]);
            at = end;
            continue;
        }
        let name: String = rest[1..].chars().take_while(|c| is_name(*c)).collect();
        if rest.starts_with("::") || NEVER.contains(&name.to_ascii_lowercase().as_str()) {
            return None;
        }
        if name == "root" {
            let is_alone = out.chars().next_back().is_none_or(|c| !is_name(c) && c != ']');
            out.push_str(if is_alone { "svg:first-child" } else { ":first-child" });
        } else {
            out.push_str(&rest[..1 + name.len()]);
        }
        at += 1 + name.len();
    }
    Some(out)
}

/// A part of a selector without what the library may not know: it chooses as much, or more.
fn least(text: &str) -> String {
    let (mut out, mut at) = (String::new(), 0);
    while at < text.len() {
        let rest = &text[at..];
        let end = after(text, at);
        match rest.chars().next() {
            Some(':') => {
                at += 1 + rest[1..].chars().take_while(|c| is_name(*c)).count();
                if text[at..].starts_with('(') {
                    at = after(text, at);
                }
                continue;
            }
            Some('[') => {
                let name: String =
                    rest[1..].trim_start().chars().take_while(|c| is_name(*c)).collect();
                out.push_str(&format!("[{name}]"));
            }
            _ => out.push_str(&text[at..end]),
        }
        at = end;
    }
    if out.is_empty() { "*".into() } else { out }
}

/// An element, as the library looks at it.
pub(super) struct SvgElement<'a, 'input>(pub(super) Node<'a, 'input>);

impl Element for SvgElement<'_, '_> {
    fn parent_element(&self) -> Option<Self> {
        self.0.parent_element().map(Self)
    }

    fn prev_sibling_element(&self) -> Option<Self> {
        self.0.prev_sibling_element().map(Self)
    }

    fn has_local_name(&self, name: &str) -> bool {
        self.0.tag_name().name() == name
    }

    fn attribute_matches(&self, name: &str, operator: AttributeOperator<'_>) -> bool {
        self.0.attribute(name).is_some_and(|value| operator.matches(value))
    }

    fn pseudo_class_matches(&self, class: PseudoClass<'_>) -> bool {
        class == PseudoClass::FirstChild && self.0.prev_sibling_element().is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_never_on_paper_chooses_nothing() {
        let text = "<svg xmlns='http://www.w3.org/2000/svg'><g class='a'><rect/></g><rect/></svg>";
        let document = Document::parse(text).unwrap();
        let drawn = drawn(&document);
        let by = |text: &str| selected(text, &drawn);
        for nothing in [
            "rect::before",
            "rect:after",
            ".a:hover rect",
            "a:focus-visible",
            ".b:nth-child(2)",
            ".a .b:not(.c, .d)",
            "p ~ p",
        ] {
            assert_eq!(by(nothing), Selected::Nothing, "{nothing}");
        }
        assert_eq!(alternatives("a, :where(.b c, d) > e, f"), ["a", ".b c > e", "d > e", "f"]);
        assert_eq!(alternatives("rect:is(.a, .b)"), ["rect.a", "rect.b"]);
        assert_eq!(alternatives("rect:is(g, .b)"), ["rect:is(g, .b)"]);
        assert_eq!(by(" /* x */ :root "), Selected::As("svg:first-child".into()));
        assert_eq!(by(":root").elements(&drawn), [document.root_element()]);
        assert_eq!(by(".a > rect").elements(&drawn).len(), 1);
        for unknown in ["rect:nth-child(2)", "rect:not(.b)", "g ~ rect", "g[class^='a']"] {
            assert_eq!(by(unknown), Selected::Unknown(unknown.into()), "{unknown}");
        }
    }
}
