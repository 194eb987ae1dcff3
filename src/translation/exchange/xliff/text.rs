//! What a source or a target says: its text, with what inline codes stand for.

use std::collections::HashMap;

use roxmltree::Node;

use super::document::XML;

/// A text as it is put together.
#[derive(Debug, Clone, Default)]
pub(super) struct ReadText {
    /// Its pieces, and whether white space counts in each.
    pieces: Vec<(String, bool)>,
    /// Whether something in it stands for what nothing tells.
    pub(super) has_unknown: bool,
}

impl ReadText {
    /// Adds a piece.
    pub(super) fn push(&mut self, text: &str, keeps_space: bool) {
        match self.pieces.last_mut() {
            Some((last, keeps)) if *keeps == keeps_space => last.push_str(text),
            _ => self.pieces.push((text.to_string(), keeps_space)),
        }
    }

    /// Adds what an element stands for, or notes that nothing tells.
    pub(super) fn push_code(&mut self, native: Option<&str>) {
        match native {
            Some(native) => self.push(native, true),
            None => self.has_unknown = true,
        }
    }

    /// Adds another text.
    pub(super) fn append(&mut self, other: ReadText) {
        for (text, keeps_space) in other.pieces {
            self.push(&text, keeps_space);
        }
        self.has_unknown |= other.has_unknown;
    }

    /// Whether there is nothing of it.
    pub(super) fn is_empty(&self) -> bool {
        self.pieces.iter().all(|(text, _)| text.is_empty())
    }

    /// Whether nobody sees anything of it.
    pub(super) fn is_blank(&self) -> bool {
        self.pieces.iter().all(|(text, _)| text.trim().is_empty())
    }

    /// What it says. Where white space does not count, much of it is one space, and none at the ends.
    pub(super) fn finish(&self) -> String {
        let mut all = String::new();
        // A space that is not yet written, since nothing may follow.
        let mut space = false;
        for (text, keeps_space) in &self.pieces {
            if *keeps_space {
                if space && !text.is_empty() {
                    all.push(' ');
                    space = false;
                }
                all.push_str(text);
                continue;
            }
            for c in text.chars() {
                if matches!(c, ' ' | '\t' | '\r' | '\n') {
                    space = !all.is_empty();
                    continue;
                }
                if space {
                    all.push(' ');
                    space = false;
                }
                all.push(c);
            }
        }
        all
    }
}

/// Whether white space counts in an element, as the nearest `xml:space` says.
pub(super) fn keeps_space(node: Node<'_, '_>) -> bool {
    let said = node.ancestors().find_map(|node| node.attribute((XML, "space")));
    said == Some("preserve")
}

/// What inline codes of a unit stand for, by the name of the element and its id: some tools leave
/// the codes of a target empty.
pub(super) type Codes<'t> = HashMap<(&'t str, &'t str), String>;

/// The character that a number stands for, written in base 16.
pub(super) fn character(hex: &str) -> Option<String> {
    let c = u32::from_str_radix(hex.trim(), 16).ok().and_then(char::from_u32)?;
    Some(c.to_string())
}
