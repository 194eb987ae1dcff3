//! What is made of briefs: two documents of each and one of several together, in two editions, the
//! names of their files, and what those say about themselves.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What the names of the files begin with that several briefs have together.
const COMBINED: &str = "indicators";

/// What tells the picture of several briefs together from that of one that is called so.
const OF_SEVERAL: &str = ".combined";

/// What is made of briefs.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Document {
    /// The policy brief.
    Brief,
    /// The indicator table.
    Indicators,
    /// One indicator table of several briefs.
    Combined,
}

impl Document {
    /// Those of each brief, in the order in which they are built.
    pub const ALL: [Document; 2] = [Document::Brief, Document::Indicators];

    /// Its name.
    pub fn name(self) -> &'static str {
        self.template()
    }

    /// The template it is made with.
    pub fn template(self) -> &'static str {
        match self {
            Document::Brief => "brief",
            Document::Indicators => "indicators",
            Document::Combined => "combined",
        }
    }

    /// What the names of its files begin with. That of several briefs is none's.
    fn prefix(self, id: &str) -> &str {
        match self {
            Document::Brief | Document::Indicators => id,
            Document::Combined => COMBINED,
        }
    }

    fn infix(self) -> &'static str {
        match self {
            Document::Brief | Document::Combined => "",
            Document::Indicators => ".indicators",
        }
    }

    /// The folder of its files below that of the release, with what parts it from their names.
    fn folder(self, id: &str) -> String {
        match self {
            Document::Brief | Document::Indicators => format!("{id}/"),
            Document::Combined => String::new(),
        }
    }

    /// The name of its file.
    pub fn file_name(self, id: &str, language: &str, edition: Edition) -> String {
        let edition = match edition {
            Edition::Screen => "",
            Edition::Print => ".print",
        };
        format!("{}.{language}{}{edition}.pdf", self.prefix(id), self.infix())
    }

    /// Its file, from the output folder, with `/` between the parts.
    pub fn path(self, id: &str, language: &str, edition: Edition) -> String {
        self.folder(id) + &self.file_name(id, language, edition)
    }

    /// The name of its proof for translators.
    pub fn proof_name(self, id: &str, language: &str) -> String {
        format!("{}.{language}{}.proof.pdf", self.prefix(id), self.infix())
    }

    /// The sheets that are made beside it.
    pub fn sheets(self) -> &'static [SheetFormat] {
        match self {
            Document::Brief => &[],
            Document::Indicators | Document::Combined => &SheetFormat::ALL,
        }
    }

    /// A sheet beside it, from the output folder.
    pub fn sheet_path(self, id: &str, language: &str, format: SheetFormat) -> String {
        let (folder, prefix) = (self.folder(id), self.prefix(id));
        format!("{folder}{prefix}.{language}{}.{}", self.infix(), format.extension())
    }

    /// Whether a file is called as sheets are.
    pub fn is_sheet_name(name: &str) -> bool {
        SheetFormat::ALL.iter().any(|format| {
            let Some(start) = name.strip_suffix(&format!(".{}", format.extension())) else {
                return false;
            };
            let of_one = start.strip_suffix(Document::Indicators.infix());
            let of_all = start.strip_prefix(COMBINED).and_then(|rest| rest.strip_prefix('.'));
            of_one.or(of_all).is_some_and(|rest| !rest.is_empty())
        })
    }

    /// Whether a picture of its first page is made. On the page of a release a brief stands with its own, and
    /// its indicator table beside it.
    pub fn has_thumbnail(self) -> bool {
        match self {
            Document::Brief | Document::Combined => true,
            Document::Indicators => false,
        }
    }

    /// The name of the picture of its first page. In their folder that of several briefs must not have
    /// the name that a brief's has.
    pub fn thumbnail_name(self, id: &str, language: &str) -> String {
        let infix = if self == Document::Combined { OF_SEVERAL } else { self.infix() };
        format!("{}.{language}{infix}.png", self.prefix(id))
    }

    /// The id of the brief whose first page a picture of such a name shows; `None` where it shows that of
    /// several briefs.
    pub fn brief_of_thumbnail(name: &str) -> Option<&str> {
        let is_of_several =
            name.strip_suffix(".png").is_some_and(|start| start.ends_with(OF_SEVERAL));
        // An id has no dot in it.
        name.split_once('.').filter(|_| !is_of_several).map(|(id, _)| id)
    }
}

/// A format in which a table can be had beside its PDF.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum SheetFormat {
    /// Comma-separated values.
    Csv,
    /// A workbook with typed cells.
    Xlsx,
    /// Data with stable keys.
    Json,
}

impl SheetFormat {
    /// All of them, in the order in which they are listed.
    pub const ALL: [SheetFormat; 3] = [SheetFormat::Csv, SheetFormat::Xlsx, SheetFormat::Json];

    /// How the names of its files end.
    pub fn extension(self) -> &'static str {
        match self {
            SheetFormat::Csv => "csv",
            SheetFormat::Xlsx => "xlsx",
            SheetFormat::Json => "json",
        }
    }

    /// The media type of its files.
    pub fn media_type(self) -> &'static str {
        match self {
            SheetFormat::Csv => "text/csv",
            SheetFormat::Xlsx => {
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            }
            SheetFormat::Json => "application/json",
        }
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

impl Edition {
    /// Both.
    pub const ALL: [Edition; 2] = [Edition::Screen, Edition::Print];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Edition::Screen => "screen",
            Edition::Print => "print",
        }
    }

    /// The standards that its PDFs can meet; of the print edition, where a printing condition is known.
    pub fn standards(self) -> &'static [&'static str] {
        match self {
            Edition::Screen => &["PDF/UA-1", "PDF/A-2a"],
            Edition::Print => &["PDF/X-4"],
        }
    }
}

impl fmt::Display for Edition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// How close a document is set, so that its last page does not hold too little.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// As the template says.
    Natural,
    /// A little tighter, which saves the last page.
    Tighter,
    /// A little looser and what ends it larger, which fills the last page.
    Looser,
}

impl Fit {
    /// The word for it in the data of a template.
    pub fn name(self) -> &'static str {
        match self {
            Fit::Natural => "natural",
            Fit::Tighter => "tighter",
            Fit::Looser => "looser",
        }
    }
}

/// What a file says about itself. It is set on the finished document: in a template's `set document`
/// it would change what every paragraph's layout is remembered under.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metadata {
    /// Its title; of a draft with the word that says so.
    pub title: String,
    /// Who wrote it, or where no one is named, who publishes it.
    pub authors: Vec<String>,
    /// What it is known by, as URIs: `doi:…`, `urn:isbn:…`.
    pub identifiers: Vec<String>,
    /// One sentence on what it is about.
    pub description: Option<String>,
    /// Words to find it by.
    pub keywords: Vec<String>,
    /// What its abbreviations stand for.
    pub expansions: Vec<Expansion>,
}

/// An abbreviation and what it stands for, for assistive technology.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expansion {
    /// The abbreviation, as texts write it.
    pub short: String,
    /// The words it stands for.
    pub full: String,
    /// Their language, a BCP 47 tag.
    pub language: String,
}
