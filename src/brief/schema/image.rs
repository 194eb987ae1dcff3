//! `[[image]]`: a picture.

use crate::tree::{Located, Table, Text};

/// What an `[[image]]` has besides what all figures have.
#[derive(Debug, Clone)]
pub struct RawImage {
    pub file: Option<Text>,
    pub credit: Option<Text>,
    pub licence: Option<Text>,
    pub kind: Option<Text>,
    pub ratio: Option<Text>,
    pub focus: Option<Located<Vec<f64>>>,
    pub page: Option<Located<i64>>,
}

impl RawImage {
    pub(super) fn read(table: &Table<'_>) -> Self {
        Self {
            file: table.required_text("file"),
            credit: table.required_text("credit"),
            licence: table.required_text("licence"),
            kind: table.word("kind"),
            ratio: table.text("ratio"),
            focus: table.decimals("focus"),
            page: table.integer("page"),
        }
    }

    pub(super) fn translatable(&mut self, each: &mut dyn FnMut(&mut Text)) {
        self.credit.iter_mut().chain(&mut self.licence).for_each(each);
    }
}
