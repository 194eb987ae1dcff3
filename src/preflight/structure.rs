//! The structure tree (ISO 32000, 14.7): what the parts of a document are, in reading order.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Object, ObjectId};

use super::pdf::{Pdf, as_name};

/// Elements may not stand in each other deeper than this.
const MAX_DEPTH: usize = 400;

/// No more elements than this are read.
const MAX_ELEMENTS: usize = 500_000;

/// A structure element.
#[derive(Debug)]
pub struct Element<'a> {
    /// Its role as the standard names it, such as `H1`; through the role map.
    pub role: String,
    /// Its dictionary.
    pub dict: &'a Dictionary,
    /// The element it stands in.
    pub parent: Option<usize>,
    /// What it holds, in order.
    pub kids: Vec<Kid>,
    /// Its object.
    pub id: Option<ObjectId>,
}

/// What an element holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kid {
    /// Another element.
    Element(usize),
    /// Marked content, by the page or form it is in and its identifier.
    Content(Option<ObjectId>, i64),
    /// An object, such as an annotation.
    Object(ObjectId),
}

/// The structure tree; elements are in reading order.
#[derive(Debug, Default)]
pub struct Tree<'a> {
    /// All elements, each before what it holds.
    pub elements: Vec<Element<'a>>,
    /// Elements that stand in more than one place, or in themselves.
    pub repeated: usize,
}

impl<'a> Tree<'a> {
    /// Reads the tree; none where the document is not tagged.
    pub fn read(pdf: &'a Pdf) -> Option<Tree<'a>> {
        let root = pdf.dict(pdf.catalog()?, "StructTreeRoot")?;
        let mut reader = TreeReader {
            pdf,
            roles: pdf.dict(root, "RoleMap"),
            tree: Tree::default(),
            seen: BTreeSet::new(),
        };
        for kid in pdf.list(root, "K") {
            reader.kid(kid, None, None, MAX_DEPTH);
        }
        Some(reader.tree)
    }

    /// An element and all that it holds, in reading order: elements follow what they stand in.
    pub fn below(&self, index: usize) -> impl Iterator<Item = usize> + '_ {
        let mut end = index + 1;
        while self.elements.get(end).is_some_and(|e| e.parent.is_some_and(|p| p >= index)) {
            end += 1;
        }
        index..end
    }

    /// The elements directly in an element.
    pub fn children(&self, index: usize) -> impl Iterator<Item = usize> + '_ {
        self.elements[index].kids.iter().filter_map(|kid| match kid {
            Kid::Element(kid) => Some(*kid),
            _ => None,
        })
    }

    /// All marked content in an element and what it holds.
    pub fn content(&self, index: usize) -> impl Iterator<Item = (Option<ObjectId>, i64)> + '_ {
        self.below(index).flat_map(|index| &self.elements[index].kids).filter_map(|kid| match kid {
            Kid::Content(owner, mcid) => Some((*owner, *mcid)),
            _ => None,
        })
    }

    /// Whether an element or one around it has a role.
    pub fn inside(&self, index: usize, role: &str) -> bool {
        let mut at = Some(index);
        while let Some(index) = at {
            if self.elements[index].role == role {
                return true;
            }
            at = self.elements[index].parent;
        }
        false
    }

    /// Whether an element has a text that stands for it.
    pub fn described(&self, pdf: &Pdf, index: usize) -> bool {
        let dict = self.elements[index].dict;
        ["Alt", "ActualText"]
            .iter()
            .any(|key| pdf.text(dict, key).is_some_and(|text| !text.trim().is_empty()))
    }
}

struct TreeReader<'a> {
    pdf: &'a Pdf,
    roles: Option<&'a Dictionary>,
    tree: Tree<'a>,
    seen: BTreeSet<ObjectId>,
}

impl<'a> TreeReader<'a> {
    fn kid(
        &mut self,
        object: &'a Object,
        parent: Option<usize>,
        page: Option<ObjectId>,
        depth: usize,
    ) {
        let Some(depth) = depth.checked_sub(1) else { return };
        let kid = match self.pdf.resolve(object) {
            Object::Integer(mcid) => Some(Kid::Content(page, *mcid)),
            Object::Dictionary(dict) => match self.pdf.name(dict, "Type") {
                Some("MCR") => {
                    let own = dict.get(b"Stm").or_else(|_| dict.get(b"Pg")).ok();
                    let owner = own.and_then(|object| self.pdf.id(object)).or(page);
                    self.pdf.integer(dict, "MCID").map(|mcid| Kid::Content(owner, mcid))
                }
                Some("OBJR") => {
                    dict.get(b"Obj").ok().and_then(|object| self.pdf.id(object)).map(Kid::Object)
                }
                _ => return self.element(self.pdf.id(object), dict, parent, page, depth),
            },
            _ => None,
        };
        if let (Some(kid), Some(parent)) = (kid, parent) {
            self.tree.elements[parent].kids.push(kid);
        }
    }

    fn element(
        &mut self,
        id: Option<ObjectId>,
        dict: &'a Dictionary,
        parent: Option<usize>,
        page: Option<ObjectId>,
        depth: usize,
    ) {
        // Programs that save space write equal elements once; those that hold nothing may repeat.
        let new = id.is_none_or(|id| self.seen.insert(id)) || !dict.has(b"K");
        if !new {
            self.tree.repeated += 1;
        }
        if !new || self.tree.elements.len() >= MAX_ELEMENTS {
            return;
        }
        let index = self.tree.elements.len();
        let role = self.role(self.pdf.name(dict, "S").unwrap_or_default());
        self.tree.elements.push(Element { role, dict, parent, kids: Vec::new(), id });
        if let Some(parent) = parent {
            self.tree.elements[parent].kids.push(Kid::Element(index));
        }
        let own = dict.get(b"Pg").ok().and_then(|object| self.pdf.id(object));
        for kid in self.pdf.list(dict, "K") {
            self.kid(kid, Some(index), own.or(page), depth);
        }
    }

    /// A role through the role map, which may map more than once.
    fn role(&self, name: &str) -> String {
        let mut name = name;
        for _ in 0..20 {
            match self.roles.and_then(|roles| self.pdf.get(roles, name)).and_then(as_name) {
                Some(next) if next != name => name = next,
                _ => break,
            }
        }
        name.chars().take(60).collect()
    }
}

/// The level of a heading role, from 1.
pub fn heading_level(role: &str) -> Option<usize> {
    role.strip_prefix('H')?.parse().ok().filter(|level| (1..=99).contains(level))
}

/// An attribute of an element, from its attribute objects or classes (ISO 32000, 14.7.6).
pub fn attribute<'a>(pdf: &'a Pdf, dict: &'a Dictionary, key: &str) -> Option<&'a Object> {
    let own = pdf.list(dict, "A").iter().filter_map(|object| pdf.as_dict(object));
    if let Some(value) = own.into_iter().find_map(|attributes| pdf.get(attributes, key)) {
        return Some(value);
    }
    let root = pdf.catalog().and_then(|catalog| pdf.dict(catalog, "StructTreeRoot"))?;
    let classes = pdf.dict(root, "ClassMap")?;
    let names = pdf.list(dict, "C").iter().filter_map(|name| as_name(pdf.resolve(name)));
    names
        .flat_map(|name| pdf.list(classes, name))
        .find_map(|object| pdf.as_dict(object).and_then(|attributes| pdf.get(attributes, key)))
}
