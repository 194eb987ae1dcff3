//! The file as a tree, and where everything in it stands.

use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::Event;
use roxmltree::{Document, Node, ParsingOptions};

use crate::translation::exchange::codec::ReadError;

/// How deep elements stand in each other at most.
const DEEPEST: usize = 100;
/// How many attributes an element has at most: each is compared with each.
const MOST_ATTRIBUTES: usize = 200;
/// How many elements and texts a file has at most.
const MOST_NODES: u32 = 2_000_000;

/// What namespaces of XLIFF 1 begin with that are read.
const NAMESPACES_1: [&str; 2] =
    ["urn:oasis:names:tc:xliff:document:1.1", "urn:oasis:names:tc:xliff:document:1.2"];
/// The same for XLIFF 2; 2.1 has that of 2.0.
const NAMESPACES_2: [&str; 1] = ["urn:oasis:names:tc:xliff:document:2.0"];
/// The namespace of `xml:space` and `xml:lang`.
pub(super) const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// Which of the two structures a file has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Generation {
    /// 1.1 and 1.2.
    One,
    /// 2.0 and 2.1.
    Two,
}

/// A file of either version.
pub(super) struct XliffTree<'t> {
    tree: &'t Document<'t>,
    /// Where its lines begin.
    lines: Vec<usize>,
    namespace: &'t str,
    /// Which structure it has.
    pub(super) generation: Generation,
}

/// Reads the XML of a file.
///
/// # Errors
///
/// It is not well-formed, has a document type definition, or is larger than any translation.
pub(super) fn parse(text: &str) -> Result<Document<'_>, ReadError> {
    bounded(text)?;
    let options =
        ParsingOptions { allow_dtd: false, nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).map_err(|error| {
        use roxmltree::Error as E;
        let unplaced = matches!(
            error,
            E::NoRootNode | E::UnclosedRootNode | E::UnexpectedEndOfStream | E::NodesLimitReached
        );
        if unplaced {
            return ReadError::at(text, text.len(), error.to_string());
        }
        let at = error.pos();
        let words = error.to_string().replace(&format!(" at {at}"), "").replace('\'', "`");
        ReadError { line: at.row as usize, column: at.col as usize, words }
    })
}

/// Refuses what would cost too much to read: elements in elements without end, an element of
/// thousands of attributes, and a document type definition, whose entities can stand for anything.
/// And references to no character, such as `&#55357;`, half of one in UTF-16.
fn bounded(text: &str) -> Result<(), ReadError> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().enable_all_checks(true);
    let mut depth = 0_usize;
    loop {
        let at = usize::try_from(reader.buffer_position()).unwrap_or_default();
        let event = reader.read_event().map_err(|error| {
            let at = usize::try_from(reader.error_position()).unwrap_or_default();
            ReadError::at(text, at, error.to_string())
        })?;
        match &event {
            Event::Start(tag) | Event::Empty(tag) => {
                let mut attributes = tag.attributes();
                for (index, attribute) in attributes.with_checks(false).enumerate() {
                    if index == MOST_ATTRIBUTES {
                        let words = format!("an element of more than {MOST_ATTRIBUTES} attributes");
                        return Err(ReadError::at(text, at, words));
                    }
                    let value = attribute.map_err(|error| error.to_string());
                    value
                        .and_then(|own| match unescape(&own.value) {
                            Ok(_) => Ok(()),
                            Err(error) => Err(error.to_string()),
                        })
                        .map_err(|words| ReadError::at(text, at, words))?;
                }
            }
            Event::Decl(declaration) => {
                let version = declaration.version().map(drop).map_err(|error| error.to_string());
                let encoding = declaration.encoding().transpose().map(drop);
                version
                    .and(encoding.map_err(|error| error.to_string()))
                    .map_err(|words| ReadError::at(text, at, words))?;
            }
            Event::GeneralRef(reference) => {
                let resolved = reference.resolve_char_ref();
                resolved.map_err(|error| ReadError::at(text, at, error.to_string()))?;
            }
            Event::DocType(_) => {
                let words = "a document type definition, which is not read: take the line out";
                return Err(ReadError::at(text, at, words));
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
        match event {
            Event::Start(_) if depth == DEEPEST => {
                return Err(ReadError::at(
                    text,
                    at,
                    format!("more than {DEEPEST} elements in each other"),
                ));
            }
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
}

/// What an attribute of XLIFF says; those of other vocabularies may have its name.
pub(super) fn attribute<'t>(node: Node<'t, 't>, name: &str) -> Option<&'t str> {
    let mut own = node.attributes().filter(|own| own.namespace().is_none());
    own.find(|own| own.name() == name).map(|own| own.value())
}

impl<'t> XliffTree<'t> {
    /// The file that a tree is.
    ///
    /// # Errors
    ///
    /// It is another kind of file, or a version that is not read.
    pub(super) fn new(tree: &'t Document<'t>) -> Result<Self, ReadError> {
        let text = tree.input_text();
        let root = tree.root_element();
        let refused = |words: String| ReadError::at(text, root.range().start, words);
        if root.tag_name().name() != "xliff" {
            let name = root.tag_name().name();
            return Err(refused(format!("`{name}` begins no XLIFF file: `xliff` does")));
        }
        let namespace = root.tag_name().namespace().unwrap_or_default();
        let version = attribute(root, "version").unwrap_or_default();
        let of = |namespaces: &[&str], version_1: &str| {
            let known = namespaces.contains(&namespace);
            known && (version.is_empty() || version.starts_with(version_1))
        };
        let generation = if of(&NAMESPACES_1, "1.") {
            Generation::One
        } else if of(&NAMESPACES_2, "2.") {
            Generation::Two
        } else {
            let version = if version.is_empty() { "without version" } else { version };
            let of = match namespace {
                "" => "no namespace".to_string(),
                other => format!("the namespace `{other}`"),
            };
            return Err(refused(format!(
                "this is XLIFF {version} in {of}; versions 1.1, 1.2, 2.0 and 2.1 are read, in theirs"
            )));
        };
        let starts = text.match_indices('\n').map(|(end, _)| end + 1);
        let lines = [0].into_iter().chain(starts).collect();
        Ok(Self { tree, lines, namespace, generation })
    }

    /// The element that all is in.
    pub(super) fn root(&self) -> Node<'t, 't> {
        self.tree.root_element()
    }

    /// The name of an element of XLIFF; empty for those of other vocabularies.
    pub(super) fn name(&self, node: Node<'t, 't>) -> &'t str {
        let name = node.tag_name();
        if name.namespace() == Some(self.namespace) { name.name() } else { "" }
    }

    /// The elements of XLIFF in an element.
    pub(super) fn children<'s>(
        &'s self,
        node: Node<'t, 't>,
    ) -> impl Iterator<Item = (&'t str, Node<'t, 't>)> + use<'s, 't> {
        let elements = node.children().filter(Node::is_element);
        elements.map(|child| (self.name(child), child)).filter(|(name, _)| !name.is_empty())
    }

    /// The one element of a name in an element.
    ///
    /// # Errors
    ///
    /// There are several.
    pub(super) fn only(
        &self,
        node: Node<'t, 't>,
        wanted: &str,
    ) -> Result<Option<Node<'t, 't>>, ReadError> {
        let mut all = self.children(node).filter(|(name, _)| *name == wanted);
        let first = all.next().map(|(_, first)| first);
        match all.next() {
            Some((_, second)) => {
                let name = self.name(node);
                Err(self.error(second, format!("a second `{wanted}` in one `{name}`")))
            }
            None => Ok(first),
        }
    }

    /// The line on which an element begins, from 1.
    pub(super) fn line(&self, node: Node<'t, 't>) -> usize {
        self.lines.partition_point(|&start| start <= node.range().start)
    }

    /// What is wrong with an element.
    pub(super) fn error(&self, node: Node<'t, 't>, words: impl Into<String>) -> ReadError {
        ReadError::at(self.tree.input_text(), node.range().start, words)
    }
}
