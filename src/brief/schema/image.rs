//! `[[image]]`: a picture.

use crate::tree::{Table, Text};

/// What an `[[image]]` has besides what all figures have.
#[derive(Debug, Clone)]
pub struct RawImage {
    pub file: Option<Text>,
    pub credit: Option<Text>,
    pub licence: Option<Text>,
}

impl RawImage {
    pub(super) fn read(table: &Table<'_>) -> Self {
        if !table.keys().any(|(key, _)| key == "alt") {
            table.missing("alt", "add `alt = \"…\"`: what a reader who cannot see it has to know");
        }
        Self {
            file: table.required_text("file"),
            credit: table.required_text("credit"),
            licence: table.required_text("licence"),
        }
    }

    pub(super) fn translatable(&mut self, each: &mut dyn FnMut(&mut Text)) {
        self.credit.iter_mut().chain(&mut self.licence).for_each(each);
    }
}
