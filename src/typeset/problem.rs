//! Why there are no pages, or what is said of them.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::misplaced::Misplaced;
use crate::diag::Code;

/// A problem the compiler or the pages have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// What kind it is.
    pub code: Code,
    /// The fact.
    pub message: String,
    /// What Typst says to do.
    pub hints: Vec<String>,
    /// The template file and the bytes in it, where there is a place.
    pub place: Option<TemplateSpan>,
}

/// A place in a template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateSpan {
    /// The file's path, such as `templates/brief/main.typ`.
    pub file: String,
    /// The whole text of the file.
    pub text: String,
    /// Bytes in it.
    pub range: std::ops::Range<usize>,
}

/// Why there are no pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TypesetError {
    /// The template does not compile, or its layout does not settle.
    Template(Vec<Problem>),
    /// Characters without a glyph in any face the template names.
    MissingGlyphs(BTreeSet<char>),
    /// Text that does not stand where it can be read.
    Misplaced(Vec<Misplaced>),
    /// Images that cannot be used, by the paths templates use.
    Assets(Vec<(String, Problem)>),
}

impl Problem {
    /// A problem of a template that stands in no one place of it.
    pub fn of_template(message: String) -> Self {
        Self { code: Code::Template, message, hints: Vec::new(), place: None }
    }
}
