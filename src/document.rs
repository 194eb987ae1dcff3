//! What is made of a brief: two documents, in two editions, and the names of their files.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What is made of a brief.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Document {
    /// The policy brief.
    Brief,
    /// The indicator table.
    Indicators,
}

impl Document {
    /// Both, in the order in which they are built.
    pub const ALL: [Document; 2] = [Document::Brief, Document::Indicators];

    /// The template it is made with.
    pub fn template(self) -> &'static str {
        match self {
            Document::Brief => "brief",
            Document::Indicators => "indicators",
        }
    }

    fn infix(self) -> &'static str {
        match self {
            Document::Brief => "",
            Document::Indicators => ".indicators",
        }
    }

    /// The name of its file.
    pub fn file_name(self, id: &str, language: &str, edition: Edition) -> String {
        let edition = match edition {
            Edition::Screen => "",
            Edition::Print => ".print",
        };
        format!("{id}.{language}{}{edition}.pdf", self.infix())
    }

    /// The name of the picture of its first page.
    pub fn thumbnail_name(self, id: &str, language: &str) -> String {
        format!("{id}.{language}{}.png", self.infix())
    }
}

/// What a document is made for.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Edition {
    /// Reading on screen, and archiving.
    Screen,
    /// The press.
    Print,
}

impl fmt::Display for Edition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Edition::Screen => "screen",
            Edition::Print => "print",
        })
    }
}
