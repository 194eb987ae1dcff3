//! What the program and its workers say to each other: length-prefixed frames of values in the
//! postcard format.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::io::{self, Read, Write};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;
use thiserror::Error;

use crate::document::{Edition, Metadata, SheetFormat};
use crate::export::Stamp;
use crate::limits::Limits;
use crate::picture::Preparation;
use crate::sheet::{IndicatorSheet, SheetPaper};
use crate::typeset::{KeyedRun, Misplaced, Problem, TemplateSpan};

/// What all documents of a run share.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Setup {
    /// Files of fonts besides those built in, in order. Their names need not be text.
    pub font_files: Vec<OsString>,
    /// The most ink in one place, in per cent.
    pub total_ink: u16,
    /// Whether grey pictures are printed on black alone.
    pub greys_on_black: bool,
    /// How many documents lie between two briefs' uses of one template: the age at which what was
    /// set is evicted from the compiler's cache (comemo).
    pub remembered: usize,
    /// The memory a document may take, in bytes.
    pub memory: u64,
    /// How many threads set and draw: one where there are as many workers as there are cores.
    pub threads: usize,
    /// Templates by their path below `templates/`.
    pub templates: BTreeMap<String, ByteBuf>,
    /// Images by the path templates use.
    pub assets: BTreeMap<String, ByteBuf>,
    /// The ICC profile of the printing condition.
    pub profile: Option<ByteBuf>,
    /// What images and fonts are held to.
    pub limits: Limits,
}

/// A document to set, in one or both editions.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Request {
    /// The template.
    pub template: String,
    /// A BCP 47 tag.
    pub language: String,
    /// What Typst calls the language, where that says less than the tag.
    pub called: Option<String>,
    /// What the PDFs say about themselves.
    pub metadata: Metadata,
    /// The moment they say they were made.
    pub stamp: Stamp,
    /// What to make.
    pub wanted: Vec<Wanted>,
    /// What the print edition is made for, if it is wanted.
    pub press: Option<PressJob>,
    /// The template's data for the screen.
    #[serde(with = "serde_bytes")]
    pub screen_data: Vec<u8>,
    /// The template's data for the press; empty where it is not wanted.
    #[serde(with = "serde_bytes")]
    pub print_data: Vec<u8>,
    /// The brief's own pictures, by the path templates use. One whose file is no longer what it was
    /// when it was judged is none.
    pub pictures: BTreeMap<String, Option<ByteBuf>>,
    /// What is wanted of each.
    pub preparations: BTreeMap<String, Preparation>,
    /// Whether a picture of the first page is wanted.
    pub has_thumbnail: bool,
    /// What the sheets beside the document are made from; none where it has none.
    pub sheet: Option<SheetJob>,
    /// What a proof for translators is made from, if that is what is wanted instead of the screen
    /// edition.
    pub proof: Option<ProofJob>,
    /// What pages for a browser are made from, if they are wanted instead of files. The edition is the
    /// one for the press where that is said.
    pub preview: Option<PreviewJob>,
}

/// What pages for a browser are made from, besides the data.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PreviewJob {
    /// The data of the edition, with the keys of the strings.
    #[serde(with = "serde_bytes")]
    pub data: Vec<u8>,
    /// The drawings that whoever asks has, by their names.
    pub known: Vec<String>,
}

/// A page for a browser.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PreviewPage {
    /// The name of its drawing, which no other has.
    pub name: String,
    /// Its width and height, in points.
    pub size: [f64; 2],
    /// The drawing, SVG; none where whoever asked has it.
    pub svg: Option<ByteBuf>,
    /// Its text, in the order in which it is read.
    pub runs: Vec<KeyedRun>,
}

/// What a proof is made from, besides the data for the screen.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ProofJob {
    /// The same data with the keys of the strings.
    #[serde(with = "serde_bytes")]
    pub data: Vec<u8>,
    /// What is said of the strings, JSON.
    #[serde(with = "serde_bytes")]
    pub sheet: Vec<u8>,
}

/// What sheets are made from.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SheetJob {
    /// The table.
    pub sheet: IndicatorSheet,
    /// What it is printed on.
    pub paper: SheetPaper,
    /// What the pages of a workbook are called.
    pub pages: [String; 2],
    /// Which formats.
    pub formats: Vec<SheetFormat>,
}

/// An edition to make.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Wanted {
    /// Which.
    pub edition: Edition,
    /// What tells its PDF from every other over all its versions.
    pub identity: String,
}

/// What a print edition is made for.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PressJob {
    /// The registered name of the printing condition.
    pub condition: Option<String>,
    /// Bleed, in millimetres.
    pub bleed: u8,
    /// The number of pages is a multiple of this; zero and one ask for nothing.
    pub page_multiple: u8,
}

/// What became of a request.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Answer {
    /// What was made, in the order in which it was wanted; empty when something is wrong.
    pub made: Vec<Made>,
    /// A picture of the first page, PNG; none where none is wanted, or something is wrong.
    pub thumbnail: Option<ByteBuf>,
    /// The sheets, in the order in which they were wanted; none when something is wrong.
    pub sheets: Vec<MadeSheet>,
    /// The pages for a browser; none where files are wanted, or something is wrong.
    pub previews: Vec<PreviewPage>,
    /// What is wrong, or worth a warning.
    pub faults: Vec<DocumentFault>,
    /// Memory the worker holds now, in bytes; zero where the system does not tell.
    pub memory: u64,
}

/// A finished file.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Made {
    /// Which edition it is.
    pub edition: Edition,
    /// How many pages it has.
    pub pages: usize,
    /// How many glyphs were set: a measure of the work that is the same on every machine.
    pub glyphs: usize,
    /// The faces on its pages, in alphabetical order.
    pub fonts: Vec<String>,
    /// The templates and images it was made from, by the path templates use.
    pub reads: Vec<String>,
    /// The PDF.
    #[serde(with = "serde_bytes")]
    pub bytes: Vec<u8>,
}

/// A finished sheet.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MadeSheet {
    /// Which format it has.
    pub format: SheetFormat,
    /// The file.
    #[serde(with = "serde_bytes")]
    pub bytes: Vec<u8>,
}

/// Dots on an inch that print well.
pub const GOOD_DPI: f64 = 300.0;

/// Something wrong with a document, or worth a warning.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum DocumentFault {
    /// What the compiler says, or a rule of a standard that is not met.
    Problem(Problem),
    /// Characters that were set without a glyph.
    MissingGlyphs(BTreeSet<char>),
    /// Text that does not stand where it can be read.
    Misplaced(Vec<Misplaced>),
    /// The editions do not say the same.
    TextDiffers {
        /// The page, from 1.
        page: usize,
        /// What it says on screen.
        screen: String,
        /// What it says in print.
        print: String,
    },
    /// An image of fewer dots than [`GOOD_DPI`].
    CoarseImage {
        /// Pixels on an inch.
        dpi: f64,
        /// Its path, where it is an asset of the project.
        asset: Option<String>,
        /// Where the template places it.
        place: Option<TemplateSpan>,
    },
    /// An image that cannot be used.
    Asset {
        /// Its path for templates.
        asset: String,
        /// What is wrong with it, where a template places it.
        problem: Problem,
    },
    /// What cannot be separated into inks.
    Colour(String),
    /// The print edition cannot be finished.
    Structure(String),
}

/// A message longer than this is none.
const LONGEST: u64 = 1 << 30;

/// A message as bytes. The encoding is deterministic, for it is hashed: equal messages have equal
/// bytes.
///
/// # Panics
///
/// Never: messages are plain data.
pub fn encode(message: &impl Serialize) -> Vec<u8> {
    postcard::to_stdvec(message).expect("plain data can always be encoded")
}

/// Why a message was not sent or received.
#[derive(Debug, Error)]
pub enum MessageError {
    /// The pipe takes or gives nothing.
    #[error(transparent)]
    Pipe(#[from] io::Error),
    /// What came is longer than any message.
    #[error("a message of {0} bytes")]
    TooLong(u64),
    /// What came is no message.
    #[error("no message: {0}")]
    Unreadable(#[from] postcard::Error),
}

/// Sends a message.
///
/// # Errors
///
/// Where the other side is gone.
pub fn send(message: &impl Serialize, to: &mut impl Write) -> io::Result<()> {
    let bytes = encode(message);
    to.write_all(&(bytes.len() as u64).to_le_bytes())?;
    to.write_all(&bytes)?;
    to.flush()
}

/// Receives a message; `None` when the other side is done.
///
/// # Errors
///
/// Where what comes is no message, or nothing can be read.
pub fn receive<M: DeserializeOwned>(from: &mut impl Read) -> Result<Option<M>, MessageError> {
    let mut length = [0; 8];
    match from.read_exact(&mut length) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        result => result?,
    }
    let length = u64::from_le_bytes(length);
    if length > LONGEST {
        return Err(MessageError::TooLong(length));
    }
    let mut bytes = Vec::new();
    from.take(length).read_to_end(&mut bytes)?;
    Ok(Some(postcard::from_bytes(&bytes)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A pipe that fails.
    struct Broken;

    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("broken"))
        }
    }

    #[test]
    fn the_end_is_told_from_a_failure() {
        assert!(matches!(receive::<u8>(&mut io::empty()), Ok(None)));
        assert!(matches!(receive::<u8>(&mut Broken), Err(MessageError::Pipe(_))));
    }
}
