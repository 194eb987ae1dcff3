//! `[[author]]`, `[foreword]`: who wrote the brief, and who introduces it.

use super::named::identify;
use crate::tree::{Table, Text};

/// An `[[author]]`.
#[derive(Debug, Clone)]
pub struct RawAuthor {
    pub id: Option<Text>,
    pub name: Option<Text>,
    pub role: Option<Text>,
    pub affiliation: Option<Text>,
}

impl RawAuthor {
    pub(super) fn read(mut table: Table<'_>) -> Self {
        let author = Self {
            id: identify(&mut table, "author"),
            name: table.required_text("name"),
            role: table.text("role"),
            affiliation: table.text("affiliation"),
        };
        table.finish();
        author
    }

    pub(super) fn translatable(&mut self, each: &mut dyn FnMut(&mut Text)) {
        self.role.iter_mut().chain(&mut self.affiliation).for_each(each);
    }
}

/// The table `[foreword]`.
#[derive(Debug, Clone)]
pub struct RawForeword {
    pub text: Option<Text>,
    pub by: Option<Text>,
    pub role: Option<Text>,
}

impl RawForeword {
    pub(super) fn read(table: Table<'_>) -> Self {
        let foreword = Self {
            text: table.required_prose("text"),
            by: table.text("by"),
            role: table.text("role"),
        };
        table.finish();
        foreword
    }

    pub(super) fn translatable(&mut self, each: &mut dyn FnMut(&mut Text)) {
        let texts = [&mut self.text, &mut self.by, &mut self.role];
        texts.into_iter().flatten().for_each(each);
    }
}
