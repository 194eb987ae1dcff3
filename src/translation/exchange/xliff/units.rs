//! The units of a file as they are found: each once, and all of one brief.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use roxmltree::Node;

use super::document::{XML, XliffTree, attribute};
use crate::translation::exchange::codec::{PassedOver, ReadError, Returned, ReturnedFile};
use crate::translation::key::Key;

/// What a `file` of a file says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct FileHead {
    /// What its strings were taken from.
    pub(super) original: Option<String>,
    /// The language of the originals.
    pub(super) source: Option<String>,
    /// The language of the translations.
    pub(super) target: Option<String>,
}

/// The units that were found.
pub(super) struct FoundUnits<'t> {
    tree: &'t XliffTree<'t>,
    head: Option<(FileHead, usize)>,
    keys: BTreeMap<Key, usize>,
    /// The ids within the present `file`.
    ids: BTreeMap<String, usize>,
    units: Vec<Returned>,
    passed_over: Vec<PassedOver>,
}

impl<'t> FoundUnits<'t> {
    pub(super) fn new(tree: &'t XliffTree<'t>) -> Self {
        Self {
            tree,
            head: None,
            keys: BTreeMap::new(),
            ids: BTreeMap::new(),
            units: Vec::new(),
            passed_over: Vec::new(),
        }
    }

    /// Goes on to another `file`, of which there is something to take.
    ///
    /// # Errors
    ///
    /// It is of another brief or language than the one before.
    pub(super) fn begin(&mut self, node: Node<'t, 't>, head: FileHead) -> Result<(), ReadError> {
        self.ids.clear();
        let Some((first, line)) = &self.head else {
            self.head = Some((head, self.tree.line(node)));
            return Ok(());
        };
        let differs = |one: &Option<String>, two: &Option<String>| match (one, two) {
            (Some(one), Some(two)) if one != two => Some((one.clone(), two.clone())),
            _ => None,
        };
        let different = differs(&first.original, &head.original)
            .or_else(|| differs(&first.source, &head.source))
            .or_else(|| differs(&first.target, &head.target));
        match different {
            Some((one, two)) => {
                let words = format!(
                    "this is of `{two}`, and line {line} began `{one}`: give each a file of its own"
                );
                Err(self.tree.error(node, words))
            }
            None => Ok(()),
        }
    }

    /// Takes a unit.
    ///
    /// # Errors
    ///
    /// It was there before.
    pub(super) fn add(&mut self, node: Node<'t, 't>, unit: Returned) -> Result<(), ReadError> {
        let twice = |what: &str, line: usize| {
            Err(self.tree.error(node, format!("`{what}` is there twice: it began on line {line}")))
        };
        if let Some(key) = &unit.key {
            match self.keys.entry(key.clone()) {
                Entry::Occupied(first) => return twice(key.as_str(), *first.get()),
                Entry::Vacant(new) => new.insert(unit.line),
            };
        }
        if let Some(id) = attribute(node, "id") {
            match self.ids.entry(id.to_string()) {
                Entry::Occupied(first) => return twice(id, *first.get()),
                Entry::Vacant(new) => new.insert(unit.line),
            };
        }
        self.units.push(unit);
        Ok(())
    }

    /// Says of an element that nothing is taken of it.
    pub(super) fn pass_over(&mut self, node: Node<'t, 't>, words: &str) {
        let named = ["resname", "name", "id"].into_iter().find_map(|name| attribute(node, name));
        let words = match named {
            Some(name) => format!("`{name}`: {words}"),
            None => words.to_string(),
        };
        self.passed_over.push(PassedOver { line: self.tree.line(node), words });
    }

    /// The file that they make.
    ///
    /// # Errors
    ///
    /// There are none.
    pub(super) fn finish(self) -> Result<ReturnedFile, ReadError> {
        if self.units.is_empty() && self.passed_over.is_empty() {
            return Err(ReadError::whole("no translation unit in it"));
        }
        let head = self.head.map(|(head, _)| head).unwrap_or_default();
        Ok(ReturnedFile {
            brief: head.original,
            source: head.source,
            target: head.target,
            units: self.units,
            passed_over: self.passed_over,
        })
    }
}

/// Refuses a target that is in another language than its file says.
///
/// # Errors
///
/// It is.
pub(super) fn check_language<'t>(
    tree: &XliffTree<'t>,
    target: Node<'t, 't>,
    language: Option<&str>,
) -> Result<(), ReadError> {
    // Which form of a language is told apart by the file as a whole.
    let main = |tag: &str| tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    let own = target.attribute((XML, "lang"));
    match (own, language) {
        (Some(own), Some(language)) if main(own) != main(language) => {
            let words =
                format!("this is in `{own}`, and the file is a translation into `{language}`");
            Err(tree.error(target, words))
        }
        _ => Ok(()),
    }
}
