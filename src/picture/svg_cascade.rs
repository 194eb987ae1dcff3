//! What elements of an SVG are told of properties: by their attributes, their styles, the rules that
//! choose them, and what they stand in or are used by (CSS Cascading and Inheritance).

use std::collections::{BTreeMap, BTreeSet};

use roxmltree::{Document, Node};
use simplecss::Selector;

use super::css::declarations;
use super::svg_select::{Selected, alternatives, selected};
use super::svg_sheets::{each_rule, sheet_of};

/// How deep elements may use one another.
const DEEPEST: usize = 30;

/// Elements whose content is drawn where something refers to them alone.
const APART: [&str; 7] =
    ["defs", "symbol", "mask", "pattern", "clipPath", "marker", "linearGradient"];

/// What an element is told of a property, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ToldProperty {
    pub(super) value: String,
    pub(super) at: usize,
}

/// How much a rule counts: whether it is important, and how narrow it is.
type RuleWeight = (bool, [u8; 3]);

/// What the elements of a document are told.
pub(super) struct Cascade<'a, 'input> {
    /// The properties that stand anywhere in it, of those that are asked for.
    there: BTreeSet<&'static str>,
    rules: BTreeMap<(usize, &'static str), (RuleWeight, ToldProperty)>,
    users: BTreeMap<&'a str, Vec<Node<'a, 'input>>>,
    text: &'a str,
}

impl<'a, 'input> Cascade<'a, 'input> {
    /// Of these properties alone.
    pub(super) fn of(
        document: &'a Document<'input>,
        drawn: &[Node<'a, 'input>],
        names: &[&'static str],
    ) -> Self {
        let text = document.input_text();
        let lower = text.to_ascii_lowercase();
        let there = names.iter().copied().filter(|name| lower.contains(name)).collect();
        let mut cascade = Self { there, rules: BTreeMap::new(), users: BTreeMap::new(), text };
        for node in document.descendants().filter(Node::is_element) {
            if node.has_tag_name("style") {
                cascade.sheet(node, drawn);
            } else if node.tag_name().name() == "use" {
                let href = node.attributes().find(|it| it.name() == "href");
                if let Some(id) = href.and_then(|it| it.value().trim().strip_prefix('#')) {
                    cascade.users.entry(id).or_default().push(node);
                }
            }
        }
        cascade
    }

    /// Whether anything is told of a property.
    pub(super) fn has(&self, name: &str) -> bool {
        self.there.contains(name)
    }

    fn sheet(&mut self, sheet: Node<'_, '_>, drawn: &[Node<'_, '_>]) {
        let at = sheet.range().start;
        let Some(sheet) = sheet_of(sheet) else { return };
        each_rule(&sheet, 0, &mut |selectors, block| {
            let set = declarations(block).into_iter().filter_map(|it| {
                let name = self.there.get(it.name.as_str())?;
                Some((*name, it))
            });
            let set: Vec<_> = set.collect();
            if set.is_empty() {
                return;
            }
            for one in alternatives(selectors) {
                let chosen = selected(&one, drawn);
                // What is not known may choose anything: it is told of by itself.
                let Selected::As(text) = &chosen else { continue };
                let narrow = Selector::parse(text).map_or([0; 3], |it| it.specificity());
                for node in chosen.elements(drawn) {
                    for (name, declared) in &set {
                        let standing = (declared.important, narrow);
                        let told = ToldProperty { value: declared.value.clone(), at };
                        let key = (node.id().get_usize(), *name);
                        if self.rules.get(&key).is_none_or(|(before, _)| *before <= standing) {
                            self.rules.insert(key, (standing, told));
                        }
                    }
                }
            }
        });
    }

    /// What styles tell an element itself.
    pub(super) fn styled(&self, node: Node<'_, '_>, name: &str) -> Option<ToldProperty> {
        let name = *self.there.get(name)?;
        let rule = self.rules.get(&(node.id().get_usize(), name));
        let style = node.attribute_node("style").and_then(|style| {
            let mut set = declarations(style.value()).into_iter().filter(|it| it.name == name);
            let last = set.next_back()?;
            Some((last.important, ToldProperty { value: last.value, at: style.range().start }))
        });
        match (rule, style) {
            (Some((standing, told)), Some((false, _))) if standing.0 => Some(told.clone()),
            (_, Some((_, told))) => Some(told),
            (rule, None) => rule.map(|(_, told)| told.clone()),
        }
    }

    /// What an element itself is told, by an attribute too.
    pub(super) fn own(&self, node: Node<'_, '_>, name: &str) -> Option<ToldProperty> {
        let attribute = || {
            let attribute = node.attribute_node(name)?;
            Some(ToldProperty { value: attribute.value().into(), at: attribute.range().start })
        };
        self.styled(node, name).or_else(attribute)
    }

    /// What an element takes from the next one above it that is told.
    pub(super) fn inherited(&self, node: Node<'a, 'input>, name: &str) -> Option<ToldProperty> {
        if self.has(name) { self.above(node, name, 0) } else { None }
    }

    fn above(&self, node: Node<'a, 'input>, name: &str, level: usize) -> Option<ToldProperty> {
        let own = self.own(node, name).filter(|it| it.value.trim() != "inherit");
        if own.is_some() || level > DEEPEST {
            return own;
        }
        let mut parents = self.parents(node).into_iter();
        parents.find_map(|parent| {
            let level = level + usize::from(parent.tag_name().name() == "use");
            self.above(parent, name, level)
        })
    }

    /// What an element stands in, and what uses it.
    pub(super) fn parents(&self, node: Node<'a, 'input>) -> Vec<Node<'a, 'input>> {
        let users = node.attribute("id").and_then(|id| self.users.get(id));
        node.parent_element().into_iter().chain(users.into_iter().flatten().copied()).collect()
    }

    /// Whether an element may be drawn: nothing that it stands in is hidden, or only kept for others
    /// of which there are none.
    pub(super) fn is_drawn(&self, node: Node<'_, '_>) -> bool {
        let mut is_used = false;
        for it in node.ancestors().filter(Node::is_element) {
            let is_hidden = self.own(it, "display").is_some_and(|told| told.value.trim() == "none");
            let name = it.tag_name().name();
            is_used |= it.attribute("id").is_some_and(|id| self.text.contains(&format!("#{id}")));
            if is_hidden || name == "metadata" || APART.contains(&name) && !is_used {
                return false;
            }
        }
        true
    }
}
