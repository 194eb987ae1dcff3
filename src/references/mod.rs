//! References that other programs write, BibTeX and BibLaTeX, RIS and CSL-JSON, as the `[[source]]`
//! tables of a brief. Each format is read by a file of its own into drafts of what it says; `draft.rs`
//! makes references of these by one rule, so that the same references come out of all three.

mod bibtex;
mod csl;
mod draft;
mod ids;
mod inherit;
mod people;
mod quoted;
mod raised;
mod reference;
mod ris;
mod symbols;
mod tex;
mod toml;

use std::path::Path;

use crate::diag::{Diagnostics, FileId, Sources};

pub use self::ids::{KnownSources, settle};
pub use self::reference::Reference;
pub use self::toml::{NotInserted, inserted, tables};

/// A format that reference managers write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReferenceFormat {
    /// BibTeX and BibLaTeX.
    Bibtex,
    /// RIS, of tagged lines.
    Ris,
    /// The JSON of the Citation Style Language.
    CslJson,
}

impl ReferenceFormat {
    /// The format that a file's name tells.
    pub fn of_file(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "bib" | "bibtex" | "biblatex" => Some(Self::Bibtex),
            "ris" => Some(Self::Ris),
            "json" => Some(Self::CslJson),
            _ => None,
        }
    }
}

/// The references of a file, in its order. What cannot be one is an error, what is left out of one a
/// warning, each at its place.
pub fn read(
    format: ReferenceFormat,
    sources: &Sources,
    file: FileId,
    diagnostics: &mut Diagnostics,
) -> Vec<Reference> {
    let text = sources.get(file).text();
    let drafts = match format {
        ReferenceFormat::Bibtex => bibtex::read(text, file, diagnostics),
        ReferenceFormat::Ris => ris::read(text, file, diagnostics),
        ReferenceFormat::CslJson => csl::read(text, file, diagnostics),
    };
    drafts.into_iter().filter_map(|draft| draft.finish(diagnostics)).collect()
}
