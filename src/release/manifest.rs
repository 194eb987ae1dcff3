//! `manifest.json`: every file of a release, what it was made from and what may be said of it. The
//! same input gives the same manifest: it holds no time, no machine, no path outside the project.
//! Fields may be added, so who reads one passes over those that are not known; so does this reader.

use std::collections::{BTreeSet, HashSet};
use std::io::{self, Write};

use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use schemars::{JsonSchema, Schema};
use serde::{Deserialize, Serialize};

use super::digest::{Digest, DigestWriter};
use super::names::THUMBNAILS;
use super::volume_entry::VolumeEntry;
use crate::document::{Document, Edition, SheetFormat};

/// More than a file takes in a manifest, with its inputs, in bytes.
const ROOM_FOR_A_FILE: usize = 8 << 10;

/// Version of this description. It changes when a field changes its meaning or goes, not when one
/// is added.
pub const FORMAT: u32 = 1;

/// The same of a manifest whose `files` are not all: those of briefs stand in volumes.
pub const FORMAT_IN_VOLUMES: u32 = 2;

/// A release, or a part of one, made by `briefpress build`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Manifest {
    /// Version of this description: 1, or 2 where the files of briefs stand in volumes.
    #[schemars(range(min = 1, max = 2))]
    pub format: u32,
    /// What made the files.
    pub tool: Tool,
    /// Who publishes, as the project says.
    pub publisher: String,
    /// The moment every PDF says it was made, in seconds since 1970-01-01 UTC; null where it is
    /// the date of each brief.
    pub epoch: Option<i64>,
    /// Whether everything that was asked for is here and up to date.
    pub complete: bool,
    /// Files that were asked for and could not be made, by path.
    pub failed: Vec<String>,
    /// Which part of a build this is; null for a whole one.
    pub shard: Option<Shard>,
    /// Everything the files were made from, by role and path.
    pub inputs: Vec<Input>,
    /// The files, by path; where there are volumes, those of no brief alone.
    pub files: Vec<Artifact>,
    /// Where the files of briefs are, by the ids of these, in a release of many briefs: each is a JSON file with `inputs` and
    /// `files` as they are here. There is no such field where all files are here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub volumes: Vec<VolumeEntry>,
    /// The digest of all the rest: what was changed by hand is not built upon. Manifests of 0.2.0
    /// have none.
    #[serde(default)]
    pub seal: Option<Digest>,
}

/// What made the files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Tool {
    /// "briefpress".
    pub name: String,
    /// Its version.
    pub version: String,
    /// The digest of the sources it was built from.
    pub sources: Digest,
    /// The version of Typst in it.
    pub typst: String,
}

/// Which part of a build this is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Shard {
    /// The number of the part, from 1.
    #[schemars(range(min = 1))]
    pub number: usize,
    /// How many parts there are.
    #[schemars(range(min = 1))]
    pub count: usize,
    /// The digest of the whole build's plan, which all its parts share.
    pub plan: Digest,
}

/// A file that others were made from.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub struct Input {
    /// What it is.
    pub role: Role,
    /// Its path in the project; for a template, an image or a font also the path in the program. A
    /// font of a folder that was given is named `--font-path`, the number of the folder among those
    /// that were given, and its path there.
    pub path: String,
    /// The digest of its bytes.
    pub sha256: Digest,
}

/// What an input is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// briefpress.toml.
    Project,
    /// A brief.
    Brief,
    /// A translation of one.
    Translation,
    /// What a translation was made from.
    Lock,
    /// A file beside a brief that it names: data, or a picture.
    Attachment,
    /// Wording, tiers or custodians of the framework that the project pins.
    Framework,
    /// A file of values of indicators that a brief or the project names.
    Values,
    /// A template's words in a language.
    Labels,
    /// A template, or a part of one.
    Template,
    /// An image.
    Asset,
    /// A font that is not built in.
    Font,
    /// The ICC profile of the printing condition.
    Profile,
}

impl Role {
    /// Whether files are made anew when it changes, whatever stands in it. What the others say
    /// reaches a file through its data.
    pub fn is_read(self) -> bool {
        matches!(self, Role::Template | Role::Asset | Role::Attachment | Role::Font | Role::Profile)
    }
}

/// A PDF.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Artifact {
    /// Where it is, from the manifest's folder, with `/` between the parts.
    pub path: String,
    /// The brief's id; empty for a table of several briefs.
    pub brief: String,
    /// The briefs that a table has together, by their ids; none for a file of one brief.
    #[serde(default)]
    pub briefs: Vec<String>,
    /// Whether these were all that the project had: then a brief that is new makes it out of date.
    #[serde(default)]
    pub all_briefs: bool,
    /// Its title, in the language of the file.
    pub title: String,
    /// The country it is about, where it is about one: ISO 3166-1 alpha-2, or a code of the project's
    /// own; else empty.
    pub country: String,
    /// Where it is about.
    #[serde(default)]
    pub place: PlaceEntry,
    /// The language: a BCP 47 tag.
    pub language: String,
    /// Which document it is.
    pub document: Document,
    /// Which edition it is.
    pub edition: Edition,
    /// The date of the brief: ISO 8601.
    pub date: String,
    /// Whether the brief is a draft: "draft" or "final". A table of several is one where any of them is.
    pub status: String,
    /// Whether the brief touches goals, so that there is an indicator table of it.
    #[serde(default = "yes")]
    pub has_goals: bool,
    /// How far its translation is; null for the language it was written in.
    pub translation: Option<TranslationProgress>,
    /// How many pages it has.
    pub pages: usize,
    /// How many glyphs stand on them: a measure of the work it takes, the same on every machine.
    pub glyphs: usize,
    /// How large it is, in bytes.
    pub bytes: usize,
    /// The digest of its bytes.
    pub sha256: Digest,
    /// The standards it claims to meet, such as "PDF/UA-1".
    pub standards: Vec<String>,
    /// The faces in it, by their PostScript names.
    pub fonts: Vec<String>,
    /// What was worth a warning.
    pub warnings: Vec<Warning>,
    /// A picture of its first page; null for an indicator table of one brief, of which none is made.
    pub thumbnail: Option<Picture>,
    /// The same table in other formats. Both editions have the same.
    #[serde(default)]
    pub sheets: Vec<SheetFile>,
    /// What it was made from: places in `inputs`, from 0.
    pub inputs: Vec<usize>,
    /// The digest of everything that decides its bytes.
    pub fingerprint: Digest,
}

/// What manifests of a time when every brief had goals say.
fn yes() -> bool {
    true
}

impl Artifact {
    /// A brief that its table would have too, for it is of all that there are; `all` are the briefs now.
    pub fn lacking_brief<'b>(&self, all: &'b BTreeSet<String>) -> Option<&'b String> {
        let own: HashSet<&String> = self.all_briefs.then(|| self.briefs.iter().collect())?;
        all.iter().find(|id| !own.contains(id))
    }

    /// Whether its paths are those that a file of its brief, language, document and edition has:
    /// manifests are read from anywhere.
    pub fn is_named_right(&self) -> bool {
        let Self { brief, language, document, edition, .. } = self;
        let plain = |name: &String| {
            !name.is_empty()
                && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        };
        let of_whom = match document {
            Document::Combined => {
                brief.is_empty() && !self.briefs.is_empty() && self.briefs.iter().all(plain)
            }
            Document::Brief | Document::Indicators => plain(brief) && self.briefs.is_empty(),
        };
        of_whom
            && plain(language)
            && self.path == document.path(brief, language, *edition)
            && self.thumbnail.as_ref().is_none_or(|picture| {
                picture.path == format!("{THUMBNAILS}/{}", document.thumbnail_name(brief, language))
            })
            && self
                .sheets
                .iter()
                .all(|sheet| sheet.path == document.sheet_path(brief, language, sheet.format))
    }

    /// The paths that its document has in every edition, this one among them.
    pub fn editions(&self) -> [String; 2] {
        Edition::ALL.map(|edition| self.document.path(&self.brief, &self.language, edition))
    }

    /// The briefs it is made of, by their ids.
    pub fn brief_ids(&self) -> impl Iterator<Item = &String> {
        let own = Some(&self.brief).filter(|_| self.document != Document::Combined);
        own.into_iter().chain(&self.briefs)
    }

    /// The files that belong to it, which another edition may share: by path, with length and digest.
    pub fn companions(&self) -> impl Iterator<Item = (&str, usize, &Digest)> {
        let picture = self.thumbnail.iter();
        let picture =
            picture.map(|picture| (picture.path.as_str(), picture.bytes, &picture.sha256));
        let sheets = self.sheets.iter();
        picture.chain(sheets.map(|sheet| (sheet.path.as_str(), sheet.bytes, &sheet.sha256)))
    }

    /// All its files: itself, and what belongs to it.
    pub fn all_files(&self) -> impl Iterator<Item = (&str, usize, &Digest)> {
        let own = (self.path.as_str(), self.bytes, &self.sha256);
        std::iter::once(own).chain(self.companions())
    }
}

/// Where a brief is about.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "About")]
pub struct PlaceEntry {
    /// How it is said: "country", "countries", "region" or "area".
    pub kind: String,
    /// Codes of countries, ISO 3166-1 alpha-2 or the project's own, or that of a region of UN M49; an
    /// area has none.
    pub codes: Vec<String>,
    /// The names of what it is about, in the language of the file and the order of the codes.
    pub names: Vec<String>,
    /// All of them as one text.
    pub name: String,
}

/// How far a translation is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Translation")]
pub struct TranslationProgress {
    /// How far it is, as its pages say.
    pub status: TranslationState,
    /// Words of the original that are translated and up to date, in per cent, rounded down.
    #[schemars(range(max = 100))]
    pub percent: usize,
    /// Strings that are not translated.
    pub missing: usize,
    /// Strings whose original changed since.
    pub stale: usize,
    /// Strings that are to be looked at again.
    #[serde(default)]
    pub needs_review: usize,
    /// Strings of which nothing says what they were translated from.
    #[serde(default)]
    pub unknown: usize,
}

/// How far a translation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum TranslationState {
    /// It is being worked on.
    Draft,
    /// Someone has reviewed every string as it is, and each is current.
    Reviewed,
}

/// A warning about a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Warning {
    /// When it was found.
    pub stage: Stage,
    /// The stable name of its kind, such as "source::uncited".
    pub code: String,
    /// The fact.
    pub message: String,
    /// What to do.
    pub help: Vec<String>,
    /// Where it is; null where it has no place in a file.
    pub place: Option<SourceLocation>,
}

/// When a warning is found.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// Reading what was written, as `briefpress check` does.
    Check,
    /// Setting the pages.
    Typeset,
}

/// A place in a file of the project.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Place")]
pub struct SourceLocation {
    /// The file, from the project's folder.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
    /// The first byte, from 0.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// A picture of a first page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Picture {
    /// Where it is, from the manifest's folder.
    pub path: String,
    /// How large it is, in bytes.
    pub bytes: usize,
    /// The digest of its bytes.
    pub sha256: Digest,
}

/// A table in another format than PDF.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Sheet")]
pub struct SheetFile {
    /// Which format.
    pub format: SheetFormat,
    /// Where it is, from the manifest's folder.
    pub path: String,
    /// How large it is, in bytes.
    pub bytes: usize,
    /// The digest of its bytes.
    pub sha256: Digest,
}

impl Manifest {
    /// As it is written: JSON with one value a line.
    pub fn to_json(&self) -> String {
        // Room that is not used takes none; room that is outgrown is needed twice.
        let room = self.files.len().saturating_mul(ROOM_FOR_A_FILE) + ROOM_FOR_A_FILE;
        let mut json = Vec::with_capacity(room);
        self.write_json(&mut json).expect("plain data is always JSON");
        String::from_utf8(json).expect("JSON is UTF-8")
    }

    /// Writes the same, piece by piece.
    ///
    /// # Errors
    ///
    /// What it is written to takes no more.
    pub fn write_json(&self, into: &mut dyn Write) -> io::Result<()> {
        serde_json::to_writer_pretty(&mut *into, self)?;
        into.write_all(b"\n")
    }

    /// The digest of what is written so.
    pub fn json_digest(&self) -> Digest {
        let mut digest = DigestWriter::leaving(0);
        self.write_json(&mut digest).expect("plain data is always JSON");
        digest.finish(b"")
    }

    /// Reads a manifest; the error says why it is none, or none of this version.
    pub fn from_json(json: &[u8]) -> Result<Self, String> {
        #[derive(Deserialize)]
        struct Versioned {
            format: u32,
        }
        let known = [FORMAT, FORMAT_IN_VOLUMES];
        let manifest = serde_json::from_slice::<Self>(json);
        if !manifest.as_ref().is_ok_and(|manifest| known.contains(&manifest.format)) {
            let version = serde_json::from_slice::<Versioned>(json);
            let format = version.map_err(|error| format!("it is no manifest: {error}"))?.format;
            if !known.contains(&format) {
                return Err(format!("it has format {format}, not {FORMAT}"));
            }
        }
        let manifest = manifest.map_err(|error| error.to_string())?;
        check_inputs(&manifest.files, manifest.inputs.len())?;
        if (manifest.format == FORMAT) != manifest.volumes.is_empty() {
            return Err(format!("it has format {}, and not its volumes", manifest.format));
        }
        let order = manifest.volumes.windows(2).all(|two| two[0].first() < two[1].first());
        if !order || !manifest.volumes.iter().all(VolumeEntry::is_named_right) {
            return Err("its volumes are not named as they are".into());
        }
        Ok(manifest)
    }

    /// The same with its seal.
    pub fn sealed(mut self) -> Self {
        self.seal = None;
        Self { seal: Some(seal_of(&self, None)), ..self }
    }

    /// Whether it says what it said when it was written.
    pub fn is_sealed(&self) -> bool {
        self.seal == Some(seal_of(self, self.seal))
    }

    /// What a file was made from.
    pub fn inputs_of<'a>(&'a self, file: &'a Artifact) -> impl Iterator<Item = &'a Input> + Clone {
        file.inputs.iter().map(|&at| &self.inputs[at])
    }
}

/// The digest of all that something says but for its seal, which is the last of it.
pub fn seal_of(what: &impl Serialize, seal: Option<Digest>) -> Digest {
    let tail = seal.map_or(0, |seal| format!("\"{seal}\"}}").len());
    let mut digest = DigestWriter::leaving(tail);
    serde_json::to_writer(&mut digest, what).expect("plain data is always JSON");
    digest.finish(if tail == 0 { b"" } else { b"null}" })
}

/// Whether all inputs that files name are among so many.
///
/// # Errors
///
/// That one is not.
pub fn check_inputs(files: &[Artifact], inputs: usize) -> Result<(), String> {
    match files.iter().flat_map(|file| &file.inputs).any(|&input| input >= inputs) {
        true => Err("a file names an input that is not there".into()),
        false => Ok(()),
    }
}

/// The JSON Schema (draft 2020-12) of the manifest. It says in words of its own that there may be
/// more fields: a schema without them is often read as one that allows none.
pub fn schema() -> String {
    let open = RecursiveTransform(|schema: &mut Schema| {
        if schema.get("properties").is_some() {
            schema.insert("additionalProperties".into(), true.into());
        }
    });
    let settings = SchemaSettings::draft2020_12().with_transform(open);
    let mut schema = settings.into_generator().into_root_schema_for::<Manifest>();
    schema.insert("title".into(), "briefpress manifest".into());
    let mut json = serde_json::to_string_pretty(&schema).expect("a schema is always JSON");
    json.push('\n');
    json
}
