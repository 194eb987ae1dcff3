//! How a run ends: exit codes, and the errors that lead to them.

use std::io::ErrorKind;
use std::path::PathBuf;
use std::process::ExitCode;

use super::in_the_way::InTheWay;
use super::shard::ShardError;
use super::unquoted::parted_by_shell;
use super::viewer::ViewFault;
use crate::disk::{EnvError, in_shell, slashed, word_in_shell};
use crate::l10n::UnsupportedLanguage;
use crate::output::{NotOwned, tool};
use crate::plan::NotCombined;
use crate::project::FILE_NAME;
use crate::published::PublishedFault;
use crate::references::NotInserted;
use crate::release::Tool;
use crate::rename::RenameError;
use crate::templates::TEMPLATES;

/// How a run ends, the worse the greater. The contract: `docs/ci.md`, “Exit codes”.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Exit {
    /// All done; there may have been warnings.
    #[default]
    Success,
    /// Something the user wrote is wrong.
    Content,
    /// Wrong usage of the command line.
    Usage,
    /// The environment failed, or there is a bug in briefpress.
    Environment,
}

impl Exit {
    /// The exit code.
    pub fn number(self) -> u8 {
        match self {
            Exit::Success => 0,
            Exit::Content => 1,
            Exit::Usage => 2,
            Exit::Environment => 3,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit.number())
    }
}

/// What a command stops at. Displayed it is the fact; [`Error::help`] is what to do.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The folder given as the project's is no project.
    #[error("there is no {FILE_NAME} in {}", slashed(.0))]
    NoProjectIn(PathBuf),
    /// The current folder is not in a project.
    #[error("there is no {FILE_NAME} in this folder or above it")]
    NoProject,
    /// No project, but a file that was to be its own, by another name.
    #[error("there is no {FILE_NAME}, and {} is not read", slashed(.0))]
    ProjectMisnamed(PathBuf),
    /// `init` below a project, by that one's folder.
    #[error("{} is a project, and this would be one inside it", slashed(.0))]
    ProjectAbove(PathBuf),
    /// `init` where there is a project, by its file.
    #[error("{} is there already, so this is a project", slashed(.0))]
    ProjectExists(PathBuf),
    /// `new` with the id of a brief, by its file.
    #[error("{} is there already", slashed(.0))]
    BriefExists(PathBuf),
    /// `man` where another file is in the place of a page.
    #[error(transparent)]
    InTheWay(#[from] InTheWay),
    /// A name that cannot be a brief's.
    #[error("{message}")]
    BriefId {
        /// Why not.
        message: String,
        /// A name that can.
        help: String,
    },
    /// A brief that is not in the project; the message says so.
    #[error("{0}")]
    UnknownBrief(String),
    /// A country that ISO 3166-1 does not have.
    #[error("`{code}` is no country code")]
    UnknownCountry {
        /// What was given.
        code: String,
        /// The code and name of the country that may be meant.
        near: Option<(&'static str, &'static str)>,
    },
    /// A language in which nothing can be built.
    #[error("{}", refusal.message(tag))]
    Language {
        /// What was given.
        tag: String,
        /// Why not.
        refusal: UnsupportedLanguage,
        /// How to add it.
        how_to_add: String,
    },
    /// A language in which there is nothing to build.
    #[error(
        "no brief is in the language `{tag}`{}",
        canonical.as_ref().map_or(String::new(), |form| format!("; it is written `{form}`"))
    )]
    LanguageNotUsed {
        /// What was given.
        tag: String,
        /// How it is written, where that is another way.
        canonical: Option<String>,
        /// What is to be done with what there is of a translation into it and is not read.
        trace: Option<String>,
    },
    /// A table of several briefs is not made.
    #[error("{0}")]
    NotCombined(NotCombined),
    /// A brief is not in the language that was asked for.
    #[error("the brief `{brief}` is not in the language `{tag}`")]
    BriefNotIn {
        /// What was given for the brief.
        brief: String,
        /// The language.
        tag: String,
        /// What is to be done with what there is of that translation and is not read.
        trace: Option<String>,
    },
    /// Which shard this is cannot be told.
    #[error(transparent)]
    Shard(#[from] ShardError),
    /// A brief is not renamed, or one is renamed in part.
    #[error(transparent)]
    Rename(Box<RenameError>),
    /// What was built is not shown.
    #[error(transparent)]
    View(#[from] ViewFault),
    /// A manifest to balance shards by that cannot be used.
    #[error("{}: {why}", slashed(path))]
    BalanceManifest {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// A release without a manifest that can be read.
    #[error("{}: {why}", slashed(path))]
    ReleaseManifest {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// Parts of a release do not fit together.
    #[error("{message}")]
    UnfitParts {
        /// Why not.
        message: String,
        /// What to do.
        help: String,
    },
    /// An output folder among the sources, or that is one of the parts that are joined.
    #[error("nothing is written to {}: {why}", slashed(folder))]
    OutAmongSources {
        /// The folder.
        folder: PathBuf,
        /// What it is.
        why: String,
    },
    /// An output folder that is someone else's.
    #[error(transparent)]
    NotOwned(NotOwned),
    /// A file that is not there.
    #[error("there is no file {}", slashed(.0))]
    NoFile(PathBuf),
    /// A folder that is not there.
    #[error("there is no folder {}", slashed(.0))]
    NoFolder(PathBuf),
    /// What a translators' tool has to be told, and the command line does not say.
    #[error("Weblate has to know where it clones the project from")]
    NoRepository,
    /// A template that is not built in.
    #[error("there is no template `{name}`")]
    UnknownTemplate {
        /// What was given.
        name: String,
        /// The one that may be meant.
        near: Option<&'static str>,
    },
    /// A code that the framework does not have.
    #[error("{message}")]
    UnknownCode {
        /// That it is not there, or was.
        message: String,
        /// What became of it.
        note: Option<String>,
    },
    /// Words that find nothing in the framework.
    #[error("nothing in the framework is about “{0}”")]
    NothingAbout(String),
    /// A translation that is not there.
    #[error("`{brief}` has no translation into `{language}`")]
    NoTranslation {
        /// The brief's id.
        brief: String,
        /// The language.
        language: String,
    },
    /// A key to accept that no brief has.
    #[error("no brief has a string `{key}`")]
    UnknownKey {
        /// What was given.
        key: String,
        /// The one that may be meant.
        near: Option<String>,
    },
    /// A file for exchange with an ending that tells no format.
    #[error("the file’s ending tells no format; name it: --format {0}")]
    UnknownEnding(&'static str),
    /// A file for a translator's tool that is there and says something else.
    #[error("{} is there already", slashed(.0))]
    FileExists(PathBuf),
    /// A file that is there and is none of a translator's tool, so that none is written over it.
    #[error("{} is there, and no file of that format: nothing is written", slashed(.0))]
    NoExchange(PathBuf),
    /// A file for a translator's tool that would stand among the project's own.
    #[error("{} is where the project’s own files are: nothing is written", slashed(.0))]
    AmongSources(PathBuf),
    /// A brief that tables of sources cannot be put into.
    #[error("{path} stays as it is")]
    NotInserted {
        /// Its file.
        path: String,
        /// Why not.
        why: NotInserted,
    },
    /// A file of a translator's tool that cannot be read as what it is said to be.
    #[error("{} cannot be read: {why}", slashed(file))]
    UnreadableExchange {
        /// The file.
        file: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// What others published that cannot be taken as it is.
    #[error(transparent)]
    Published(Box<PublishedFault>),
    /// Files that have nothing of what `--only` asks for.
    #[error("there is nothing in these files of what `--only` asks for")]
    NothingOfThat,
    /// Files of which no text can be taken, and how many cannot.
    #[error("none of the {0} texts in these files is translated, or sure to be right")]
    NothingReady(usize),
    /// Files that say nothing of the framework.
    #[error("no goal, target or indicator is named in any file there")]
    NothingToPin,
    /// A file of wording whose language nothing says.
    #[error("{}: it does not say what language it is in", slashed(.0))]
    NoLanguageOf(PathBuf),
    /// What is no tag of a language.
    #[error("`{0}` is no language tag")]
    NoLanguageTag(String),
    /// A release that is no date.
    #[error("`{0}` is no date")]
    NoReleaseDate(String),
    /// A release of a day to come.
    #[error("`{0}` is still to come: nothing was published then")]
    FutureRelease(String),
    /// Pinned files that say something else than what is imported.
    #[error("nothing is written: {0} would say something else")]
    PinnedDiffers(String),
    /// A file in the place of a pinned one that is none.
    #[error("{0} stays as it is, for it is none that `sdg import` wrote")]
    NoPinned(String),
    /// Two imports of which each has what the other has not.
    #[error("{} and {} have neither a language nor tiers in common", slashed(.0), slashed(.1))]
    NothingToCompare(PathBuf, PathBuf),
    /// A translation that is no TOML, so that nothing can be taken into it.
    #[error("{file} is not valid TOML: {why}")]
    InvalidTranslation {
        /// The file, as it is shown.
        file: String,
        /// What is wrong with it.
        why: String,
    },
    /// A translation that somebody saved while it was being worked on.
    #[error("{path} was saved by somebody in the meantime: nothing is written")]
    SavedMeanwhile {
        /// The file, as it is shown.
        path: String,
    },
    /// A file where a schema is to stand, that briefpress has not made.
    #[error("{path} is no schema that briefpress made: nothing is written")]
    NoSchema {
        /// The file, as it is shown.
        path: String,
    },
    /// A lock whose translation is gone.
    #[error("{path} is there, and its translation is not: nothing is written")]
    LoneLock {
        /// The file, as it is shown.
        path: String,
    },
    /// A font of the command line that cannot be used.
    #[error("{path}: {message}")]
    BadFont {
        /// The file, as it is shown.
        path: String,
        /// What is wrong with it.
        message: String,
    },
    /// Fonts of the command line that are not there.
    #[error("there is no font or folder of fonts at {}", slashed(.0))]
    NoFonts(PathBuf),
    /// A folder or file of translations that is a link.
    #[error("{path} is a link: nothing is written through it")]
    Link {
        /// Where it is, as it is shown.
        path: String,
    },
    /// A translation whose strings were to be recorded as reviewed, and that names no one.
    #[error("{file} names no reviewer")]
    NoReviewer {
        /// The file, as it is shown.
        file: String,
    },
    /// Strings that were to be recorded as reviewed, and are not up to date.
    #[error("{file}: not recorded as reviewed, for they are not up to date: {keys}")]
    NotCurrent {
        /// The file, as it is shown.
        file: String,
        /// Their keys.
        keys: String,
    },
    /// Strings that were to be recorded as accepted or reviewed, and are not there.
    #[error("{file}: not recorded, for they are not translated: {keys}")]
    NotThere {
        /// The file, as it is shown.
        file: String,
        /// Their keys.
        keys: String,
    },
    /// A file that was to be taken in as a translation into a brief's own language.
    #[error("`{brief}` is written in `{language}`: nothing is translated into it")]
    OwnLanguage {
        /// The brief's id.
        brief: String,
        /// The language.
        language: String,
    },
    /// Translations that are not as far as they were asked to be.
    #[error("{0}")]
    TooLittle(String),
    /// A file that cannot be read, or not whole, so that nothing is written about what is in it.
    #[error("{what} cannot be read whole: nothing is written")]
    NotWhole {
        /// The file, or what it belongs to.
        what: String,
    },
    /// Something in a file that came back that is not taken in.
    #[error("{}{}: {words}", slashed(file), numbered(*line))]
    PassedOver {
        /// The file.
        file: PathBuf,
        /// The line it stands on; 0 where that is not known.
        line: usize,
        /// What it is, and why it is not taken.
        words: String,
    },
    /// A string that came back and is none of the brief's.
    #[error("{}{}: `{name}` translates nothing in `{brief}`", slashed(file), numbered(*line))]
    TranslatesNothing {
        /// The file.
        file: PathBuf,
        /// The line it stands on; 0 where that is not known.
        line: usize,
        /// Its key, or its original.
        name: String,
        /// The brief's id.
        brief: String,
    },
    /// What a translators' tool has to be told cannot be written.
    #[error("{message}")]
    ToolConfig {
        /// Why not.
        message: String,
        /// What to do.
        help: String,
    },
    /// A worker process that could not be started or spoken to.
    #[error("there is no process to set {path} with: {cause}")]
    NoWorker {
        /// The file it was to make.
        path: String,
        /// What the system says.
        cause: String,
    },
    /// A worker process that somebody else ended, twice.
    #[error(
        "{path} could not be set: the process that set it was killed from outside ({how}), again \
         when it was set alone"
    )]
    WorkerKilled {
        /// The file it was to make.
        path: String,
        /// By which signal.
        how: String,
    },
    /// A worker process that somebody had stop, twice.
    #[error("{path} could not be set: the process that set it was stopped from outside, twice")]
    WorkerStopped {
        /// The file it was to make.
        path: String,
    },
    /// The file of the program is not where it was when it was started.
    #[error("{path} could not be set: the program itself is not where it was any more")]
    NoProgram {
        /// The file that was to be made.
        path: String,
    },
    /// A document that needs more memory than the system lets a process have.
    #[error("{path} takes more memory to set than the system lets a process have, {most} MB")]
    LittleMemory {
        /// The file it was to become.
        path: String,
        /// How much that is, in megabytes.
        most: u64,
    },
    /// The system lets a process have less memory than the program needs to begin.
    #[error("the system lets a process have {most} MB of memory, and briefpress needs {least}")]
    NoMemory {
        /// How much that is, in megabytes.
        most: u64,
        /// How much it is to be.
        least: u64,
    },
    /// No thread can be started.
    #[error("the system lets the program start no thread: {0}")]
    NoThread(String),
    /// A mistake in the program itself, with what it said.
    #[error("briefpress has come to a point that it cannot go on from: {0}")]
    Bug(String),
    /// A worker process that crashed.
    #[error("{path} could not be set: {words}")]
    WorkerCrashed {
        /// The file it was to make.
        path: String,
        /// Its last words.
        words: String,
    },
    /// What a document is set from cannot be put together.
    #[error("{path} could not be set: what it is set from cannot be put together, {words}")]
    NotPutTogether {
        /// The file it was to become.
        path: String,
        /// What went wrong.
        words: String,
    },
    /// Another build wrote to the output folder at the same time.
    #[error("another build changed {0} in the meantime")]
    Overtaken(String),
    /// The user or the system asked for an end while another build had the output folder.
    #[error("interrupted while another build had the folder: nothing was written")]
    Interrupted,
    /// The same while files were joined.
    #[error("interrupted: not all files are joined yet")]
    MergeInterrupted,
    /// The environment failed.
    #[error(transparent)]
    Env(#[from] EnvError),
    /// Standard output was closed by whoever reads it: nothing more to say.
    #[error("standard output was closed")]
    ClosedPipe,
}

/// A line as it stands behind the name of a file: ":3".
fn numbered(line: usize) -> String {
    if line == 0 { String::new() } else { format!(":{line}") }
}

impl Error {
    /// What others published cannot be taken.
    pub fn published(fault: PublishedFault) -> Self {
        Error::Published(Box::new(fault))
    }

    /// How a run ends by it.
    pub fn exit(&self) -> Exit {
        match self {
            Error::Rename(why) => match **why {
                RenameError::Env(_) | RenameError::Unfinished { .. } => Exit::Environment,
                RenameError::Same(_) | RenameError::Taken { .. } => Exit::Usage,
                _ => Exit::Content,
            },
            Error::ClosedPipe => Exit::Success,
            Error::View(ViewFault::NoDisplay(_) | ViewFault::NoProgram { .. }) => Exit::Environment,
            Error::ReleaseManifest { .. }
            | Error::View(ViewFault::NotBuilt { .. })
            | Error::UnfitParts { .. }
            | Error::UnknownCode { .. }
            | Error::NothingAbout(_)
            | Error::BadFont { .. }
            | Error::UnreadableExchange { .. }
            | Error::NotInserted { .. }
            | Error::InvalidTranslation { .. }
            | Error::SavedMeanwhile { .. }
            | Error::NoSchema { .. }
            | Error::Link { .. }
            | Error::LoneLock { .. }
            | Error::NoReviewer { .. }
            | Error::NotCurrent { .. }
            | Error::NotThere { .. }
            | Error::TooLittle(_)
            | Error::Published(_)
            | Error::NothingToPin
            | Error::NothingReady(_)
            | Error::NoPinned(_)
            | Error::PassedOver { .. }
            | Error::NotWhole { .. }
            | Error::ToolConfig { .. }
            | Error::TranslatesNothing { .. } => Exit::Content,
            Error::NoProjectIn(_)
            | Error::NoProject
            | Error::ProjectMisnamed(_)
            | Error::ProjectAbove(_)
            | Error::ProjectExists(_)
            | Error::BriefExists(_)
            | Error::InTheWay(_)
            | Error::FileExists(_)
            | Error::AmongSources(_)
            | Error::NoExchange(_)
            | Error::BriefId { .. }
            | Error::UnknownBrief(_)
            | Error::NoFonts(_)
            | Error::UnknownCountry { .. }
            | Error::Language { .. }
            | Error::LanguageNotUsed { .. }
            | Error::BriefNotIn { .. }
            | Error::NotCombined(_)
            | Error::Shard(_)
            | Error::BalanceManifest { .. }
            | Error::OutAmongSources { .. }
            | Error::NoFile(_)
            | Error::NoFolder(_)
            | Error::NoRepository
            | Error::UnknownTemplate { .. }
            | Error::NoTranslation { .. }
            | Error::OwnLanguage { .. }
            | Error::UnknownKey { .. }
            | Error::NothingOfThat
            | Error::NoLanguageOf(_)
            | Error::NoLanguageTag(_)
            | Error::NoReleaseDate(_)
            | Error::FutureRelease(_)
            | Error::PinnedDiffers(_)
            | Error::NothingToCompare(..)
            | Error::UnknownEnding(_) => Exit::Usage,
            Error::NoWorker { .. }
            | Error::WorkerKilled { .. }
            | Error::WorkerStopped { .. }
            | Error::NoProgram { .. }
            | Error::LittleMemory { .. }
            | Error::NoMemory { .. }
            | Error::NoThread(_)
            | Error::Bug(_)
            | Error::WorkerCrashed { .. }
            | Error::NotPutTogether { .. }
            | Error::Overtaken(_)
            | Error::NotOwned(_)
            | Error::Interrupted
            | Error::MergeInterrupted
            | Error::Env(_) => Exit::Environment,
        }
    }

    /// The exit code of a process that stops at it.
    pub fn exit_code(&self) -> ExitCode {
        self.exit().into()
    }

    /// What to do about it.
    pub fn help(&self) -> Option<String> {
        Some(match self {
            Error::NoProjectIn(folder) => match parted_by_shell(folder) {
                Some(whole) => format!("write it in quotes: `--project {}`", in_shell(&whole)),
                None => format!("`briefpress init {}` starts a project there", in_shell(folder)),
            },
            Error::NoProject => {
                "go to your project’s folder, or start one with `briefpress init my-briefs`".into()
            }
            Error::ProjectMisnamed(file) => {
                let name = file.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
                let why = match name.ends_with(".txt") {
                    true => "its name ends in `.txt`, which some systems do not show: ",
                    false => "",
                };
                format!("{why}name the file `{FILE_NAME}`")
            }
            Error::ProjectAbove(_) => {
                "`briefpress new ID --country KH` adds a brief to that project; to start another project, \
                 choose a folder outside of it"
                    .into()
            }
            Error::NoRepository => {
                "name it: --repository https://example.org/briefs.git".into()
            }
            Error::ProjectExists(_) => "`briefpress new ID --country KH` adds a brief to it".into(),
            Error::InTheWay(why) => why.help(),
            Error::BriefExists(_) => "choose another id, or edit that brief".into(),
            Error::FileExists(_) => {
                "import it first if it has translations to keep; then `--force` writes over it".into()
            }
            Error::OutAmongSources { .. } => "choose another folder: `--out dist`".into(),
            Error::NotOwned(why) => why.help.clone(),
            Error::NoExchange(_) => "choose another name, or take the file away".into(),
            Error::AmongSources(_) => "write it elsewhere, `--out exchange/km.po`".into(),
            Error::BriefId { help, .. }
            | Error::UnfitParts { help, .. }
            | Error::ToolConfig { help, .. } => help.clone(),
            Error::UnknownCountry { near: Some((code, name)), .. } => {
                format!("did you mean `{code}`, {name}?")
            }
            Error::UnknownCountry { near: None, .. } => {
                "two letters of ISO 3166-1, such as `KH` for Cambodia".into()
            }
            Error::Language { refusal, how_to_add, .. } => match refusal {
                UnsupportedLanguage::Written(form) => format!("write `{form}`"),
                UnsupportedLanguage::Near(near) => format!("did you mean `{near}`?"),
                UnsupportedLanguage::NoLabels => how_to_add.clone(),
            },
            Error::BriefNotIn { trace: Some(help), .. }
            | Error::LanguageNotUsed { trace: Some(help), .. } => help.clone(),
            Error::BriefNotIn { brief, tag, trace: None } => {
                let brief = word_in_shell(brief);
                format!("`briefpress i18n sync {brief} --lang {tag}` begins its translation")
            }
            Error::Env(error) if error.cause.kind() == ErrorKind::AddrInUse => {
                "another program has this port: choose another one with `--port`, or leave it out".into()
            }
            Error::Shard(error) => return error.help(),
            Error::Rename(why) => return why.help(),
            Error::View(fault) => return fault.help(),
            Error::NotCombined(why) => why.help().into(),
            Error::ReleaseManifest { .. } => {
                "`briefpress build` writes a release with its manifest".into()
            }
            Error::UnknownTemplate { near: Some(near), .. } => format!("did you mean `{near}`?"),
            Error::UnknownTemplate { near: None, .. } => {
                format!("templates are: {}", TEMPLATES.map(|template| template.name).join(", "))
            }
            Error::UnknownCode { note, .. } => return note.clone(),
            Error::NothingAbout(_) => {
                "try other words, in English; part of a word is enough".into()
            }
            Error::NoTranslation { brief, language } => {
                format!("`briefpress i18n sync {brief} --lang {language}` begins one")
            }
            Error::Published(fault) => fault.help.clone(),
            Error::NothingReady(_) => {
                "translate them first; those that are marked as doubtful are not taken".into()
            }
            Error::NothingToPin => {
                "name the files that were published, or their folder: docs/sdg.md says where they \
                 are had"
                    .into()
            }
            Error::NothingOfThat => "take `--only` away, or name files that have it".into(),
            Error::NoLanguageOf(_) => "say it: `--lang km`".into(),
            Error::NoLanguageTag(_) => "write a tag of BCP 47, such as `km` or `zh-Hans`".into(),
            Error::NoReleaseDate(_) | Error::FutureRelease(_) => {
                "write the day, month or year it was published: `--release 2025-04-10`".into()
            }
            Error::PinnedDiffers(_) => {
                "look at what changes, above; then `--force` writes over what is there".into()
            }
            Error::NoPinned(_) => "mend it, or take it away".into(),
            Error::NothingToCompare(..) => {
                "name two files of the same language, or two of tiers".into()
            }
            Error::NoSchema { .. } => {
                "put it elsewhere: a schema for editors stands there".into()
            }
            Error::SavedMeanwhile { .. } => "run the command again".into(),
            Error::LoneLock { .. } => {
                "take the translation back from your version control, or delete the lock to begin anew"
                    .into()
            }
            Error::Link { .. } => "put the file or folder itself there".into(),
            Error::NoReviewer { .. } => {
                "write `status = \"reviewed\"` and `reviewer = \"…\"` below its `[translation]`"
                    .into()
            }
            Error::NotCurrent { .. } => {
                "translate them again, and accept them first: `--accept KEY`".into()
            }
            Error::NotThere { .. } => "translate them in that file first".into(),
            Error::UnknownKey { near: Some(near), .. } => format!("did you mean `{near}`?"),
            Error::UnknownKey { near: None, .. } => {
                "a key is the tables and the name in the translation’s file, `finding.police.text`"
                    .into()
            }
            Error::NotWhole { .. } => {
                "mend it first, or take back an older copy; what was translated stays as it is"
                    .into()
            }
            Error::WorkerCrashed { .. } | Error::NotPutTogether { .. } | Error::Bug(_) => {
                let Tool { version, typst, .. } = tool();
                format!(
                    "this is a bug in briefpress {version} or in Typst {typst}, which sets its \
                     pages: please report it with these words, the brief, its language and the \
                     template; other documents are set"
                )
            }
            Error::NoWorker { .. } => {
                "the limits of files and processes (`ulimit -n`, `ulimit -u`) may be too low: raise \
                 them, or set fewer documents at once: --jobs 1"
                    .into()
            }
            Error::WorkerKilled { .. } => {
                "the system ends processes where memory is short: free some, or set fewer documents \
                 at once: --jobs 1"
                    .into()
            }
            Error::WorkerStopped { .. } => "build again, and let its processes be".into(),
            Error::NoProgram { .. } => {
                "was it removed, or installed anew, while it ran? Build again".into()
            }
            Error::LittleMemory { .. } | Error::NoMemory { .. } => {
                "raise its limits of memory: `ulimit -v` and `ulimit -d`".into()
            }
            Error::NoThread(_) => {
                "raise its limits of processes and memory: `ulimit -u` and `ulimit -v`".into()
            }
            Error::Overtaken(_) => "build again".into(),
            Error::NotInserted { why: NotInserted::Inline, .. } => {
                "write its sources as tables, `[[source]]`, rather than in one list".into()
            }
            Error::NotInserted { why: NotInserted::Invalid, .. } => {
                "`briefpress check` says what is wrong with it".into()
            }
            Error::MergeInterrupted => "merge again: what is there is kept".into(),
            Error::NoFonts(_) => {
                "`--font-path` takes folders that are there, or font files".into()
            }
            Error::UnknownBrief(_)
            | Error::BadFont { .. }
            | Error::LanguageNotUsed { trace: None, .. }
            | Error::BalanceManifest { .. }
            | Error::NoFile(_)
            | Error::NoFolder(_)
            | Error::UnknownEnding(_)
            | Error::OwnLanguage { .. }
            | Error::TooLittle(_)
            | Error::PassedOver { .. }
            | Error::UnreadableExchange { .. }
            | Error::InvalidTranslation { .. }
            | Error::TranslatesNothing { .. }
            | Error::Interrupted
            | Error::Env(_)
            | Error::ClosedPipe => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exit_code_is_the_one_of_the_contract() {
        let env = EnvError::new("cannot read", "x".as_ref(), std::io::Error::other("no"));
        for (error, code) in [
            (Error::ClosedPipe, 0),
            (Error::NothingAbout("x".into()), 1),
            (Error::UnfitParts { message: "x".into(), help: "y".into() }, 1),
            (Error::NoProject, 2),
            (ShardError::NoArrayJob.into(), 2),
            (Error::Overtaken("x".into()), 3),
            (env.into(), 3),
        ] {
            // An exit code can be compared with nothing but how it is written.
            let (found, wanted) = (error.exit_code(), ExitCode::from(code));
            assert_eq!(format!("{found:?}"), format!("{wanted:?}"), "{error}");
        }
    }
}
