//! What the command line may say.

use std::num::{NonZeroU64, NonZeroUsize};
use std::path::PathBuf;
use std::str::FromStr;

use clap::builder::Styles;
use clap::builder::styling::AnsiColor;
use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

/// Turns TOML brief definitions into print-ready PDF policy briefs and SDG indicator tables.
#[derive(Debug, Parser)]
#[command(name = "briefpress", version, styles = STYLES, max_term_width = 100)]
#[command(arg_required_else_help = true)]
#[command(after_help = "Start with `briefpress init my-briefs`, then `briefpress build` in it.")]
pub struct Args {
    #[command(subcommand)]
    pub command: Command,
    #[command(flatten)]
    pub global: Global,
}

/// Options every command takes.
#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "Global options")]
pub struct Global {
    /// The project's folder [default: the nearest one here or above that holds briefpress.toml]
    #[arg(long, global = true, value_name = "DIR")]
    pub project: Option<PathBuf>,
    /// How messages are written
    #[arg(long, global = true, value_name = "FORMAT", default_value = "human")]
    pub message_format: MessageFormat,
    /// Whether messages are coloured
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: Color,
    /// Say nothing but errors and warnings
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Say more
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    pub verbose: bool,
}

/// How messages are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum MessageFormat {
    /// With the line shown, and what to do
    Human,
    /// One line each: file:line:column: severity[code]: message
    Short,
    /// One JSON object a line
    Json,
    /// Workflow commands for GitHub Actions
    Github,
}

/// Whether messages are coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// In a terminal, unless NO_COLOR is set
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Start a project: briefpress.toml and an example that builds
    Init(Init),
    /// Start a brief from an annotated skeleton
    New(New),
    /// Validate briefs and write nothing
    Check(Check),
    /// Build briefs and indicator tables as PDF
    Build(Build),
    /// Rebuild a release and compare it byte for byte
    Verify(Verify),
    /// Join the parts that shards built into one release
    Merge(Merge),
    /// Judge PDFs as a print shop does, or as a reader with a screen reader would
    Preflight(Preflight),
    /// See how far translations are, keep them in step, exchange them with translators' tools
    #[command(subcommand)]
    I18n(I18n),
    /// Show the fonts in use and the languages they cover
    Fonts(Fonts),
    /// Look up goals, targets and indicators
    #[command(subcommand)]
    Sdg(Sdg),
    /// Write the JSON Schema of a file
    Schema(Schema),
    /// List the templates, copy one to edit, show the data they read
    #[command(subcommand)]
    Template(Template),
    /// Set documents for another process of the program
    #[command(hide = true)]
    Worker,
}

#[derive(Debug, ClapArgs)]
pub struct Init {
    /// The folder of the new project; it is made if it is not there
    #[arg(default_value = ".", value_name = "DIR")]
    pub dir: PathBuf,
}

#[derive(Debug, ClapArgs)]
pub struct New {
    /// The brief's id, which names its folder and files: lower-case letters, digits and hyphens
    #[arg(value_name = "ID")]
    pub id: String,
    /// The country it is about: two letters, ISO 3166-1
    #[arg(long, value_name = "CODE")]
    pub country: String,
    /// The language it is written in: a BCP 47 tag
    #[arg(long, value_name = "LANG", default_value = "en")]
    pub lang: String,
}

/// Which briefs, with which fonts, how strictly.
#[derive(Debug, ClapArgs)]
pub struct Selection {
    /// Briefs by id, or by the path of their folder or file [default: all]
    #[arg(value_name = "BRIEF")]
    pub briefs: Vec<String>,
    #[command(flatten)]
    pub fonts: Fonts,
    /// Treat warnings as errors
    #[arg(long, value_name = "WHAT")]
    pub deny: Option<Deny>,
}

/// Folders of fonts.
#[derive(Debug, Default, ClapArgs)]
pub struct Fonts {
    /// A folder of fonts, added to those built in and the project's own
    // Typst's option, but not its variable: what a computer sets for another program must not change
    // what a project makes.
    #[arg(
        long = "font-path",
        value_name = "DIR",
        value_delimiter = if cfg!(windows) { ';' } else { ':' }
    )]
    pub font_paths: Vec<PathBuf>,
}

/// What `--deny` takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Deny {
    /// Every warning that briefpress.toml does not allow
    Warnings,
}

#[derive(Debug, ClapArgs)]
#[command(
    after_help = "With `--format junit` or `sarif`, standard output holds one document with \
    every file that was read and all that was found; messages go to standard error as ever."
)]
pub struct Check {
    #[command(flatten)]
    pub selection: Selection,
    /// A report on standard output, besides the messages
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: CheckFormat,
}

/// The report of `check`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CheckFormat {
    /// None: the messages are the report
    Human,
    /// As JUnit XML, for the test results of a CI engine: a suite a brief, a test case a file
    Junit,
    /// As SARIF 2.1.0, for tools that gather findings
    Sarif,
}

#[derive(Debug, ClapArgs)]
pub struct Build {
    #[command(flatten)]
    pub selection: Selection,
    /// Only this language; may be repeated [default: all]. `en-XA` and `ar-XB` test the layout
    #[arg(long = "lang", value_name = "LANG")]
    pub languages: Vec<String>,
    /// The edition; may be repeated
    #[arg(long = "edition", value_name = "EDITION", default_value = "screen")]
    pub editions: Vec<Edition>,
    /// What to do about a text that is not translated
    #[arg(long, value_name = "WHAT", default_value = "source")]
    pub on_missing: OnMissing,
    /// Only this document [default: both]
    #[arg(long, value_name = "DOCUMENT")]
    pub only: Option<Only>,
    /// Where the files go [default: `dist` in the project]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// How many documents are set at once [default: one a processor core]
    #[arg(short, long, value_name = "N")]
    pub jobs: Option<NonZeroUsize>,
    /// Show what would be built and why, and build nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Build what is up to date as well
    #[arg(long)]
    pub force: bool,
    /// Refuse to build when a translation is stale or its lock does not know a text
    #[arg(long)]
    pub locked: bool,
    /// Only part K of N; `auto` takes K and N from the array job this runs in, `auto/N` only K
    #[arg(long, value_name = "K/N")]
    pub shard: Option<Shard>,
    /// Balance the parts by the manifest of an earlier build
    #[arg(long, value_name = "MANIFEST", requires = "shard")]
    pub balance: Option<PathBuf>,
    /// Write a bill of materials too: sbom.cdx.json, CycloneDX 1.6
    #[arg(long)]
    pub sbom: bool,
    /// How long one document may take, in seconds
    #[arg(long, value_name = "SECONDS", default_value = "120")]
    pub timeout: NonZeroU64,
    /// The moment the PDFs say they were made, in seconds since 1970 [default: each brief's date]
    #[arg(
        long = "epoch",
        value_name = "SOURCE_DATE_EPOCH",
        env = "SOURCE_DATE_EPOCH",
        hide = true
    )]
    pub epoch: Option<i64>,
}

#[derive(Debug, ClapArgs)]
#[command(after_help = "Exit codes: 0 the same bytes, 1 something differs, 2 wrong usage, 3 the \
    environment failed.")]
pub struct Verify {
    /// The folder of the release
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    #[command(flatten)]
    pub fonts: Fonts,
    /// How many documents are set at once [default: one a processor core]
    #[arg(short, long, value_name = "N")]
    pub jobs: Option<NonZeroUsize>,
    /// How long one document may take, in seconds
    #[arg(long, value_name = "SECONDS", default_value = "120")]
    pub timeout: NonZeroU64,
}

#[derive(Debug, ClapArgs)]
pub struct Merge {
    /// The folders of all parts
    #[arg(value_name = "DIR", required = true)]
    pub parts: Vec<PathBuf>,
    /// The folder of the release
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// Write a bill of materials too: sbom.cdx.json, CycloneDX 1.6
    #[arg(long)]
    pub sbom: bool,
}

#[derive(Debug, ClapArgs)]
pub struct Schema {
    /// The file
    #[arg(value_name = "FILE")]
    pub file: SchemaOf,
}

/// A file with a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SchemaOf {
    /// manifest.json of a release
    Manifest,
}

/// What `--shard` takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shard {
    /// The number of the part, from 1, and how many there are.
    Given(usize, usize),
    /// The number from the environment; how many there are too, where it is not given.
    Auto(Option<usize>),
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let number = |text: &str| text.parse::<usize>().ok().filter(|&number| number > 0);
        let wanted = "K/N is wanted, such as 2/4: part 2 of 4; or `auto`, or `auto/4`";
        match text.split_once('/') {
            None if text == "auto" => Ok(Shard::Auto(None)),
            None => Err(wanted.into()),
            Some(("auto", count)) => {
                number(count).map(|count| Shard::Auto(Some(count))).ok_or_else(|| wanted.into())
            }
            Some((own, count)) => match (number(own), number(count)) {
                (Some(own), Some(count)) if own <= count => Ok(Shard::Given(own, count)),
                (Some(own), Some(count)) => {
                    Err(format!("there is no part {own} of {count}; {wanted}"))
                }
                _ => Err(wanted.into()),
            },
        }
    }
}

/// What to do about a text that is not translated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum OnMissing {
    /// It is an error
    Error,
    /// It is a warning, and the original prints
    Source,
}

/// An edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Edition {
    /// For reading on screen and archiving: PDF/UA-1 and PDF/A-2a
    Screen,
    /// For the press: trim, bleed, crop marks and CMYK; PDF/X-4 where briefpress.toml names a profile
    Print,
}

/// A document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Only {
    /// The policy brief
    Brief,
    /// The indicator table
    Indicators,
}

#[derive(Debug, ClapArgs)]
#[command(after_help = "Any PDF can be judged, whoever made it. What is found goes to standard \
    output.\n\nExit codes: 0 nothing found, 1 errors or warnings found, 2 wrong usage, 3 a file \
    could not be read.")]
pub struct Preflight {
    /// The PDFs
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// Judge it as a print file or a screen file [default: what it says it is]
    #[arg(long = "as", value_name = "EDITION")]
    pub judge: Option<Judge>,
    /// How the report is written
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: ReportFormat,
    /// The least bleed on every side, in millimetres
    #[arg(long, value_name = "MM", default_value = "3", value_parser = millimetres)]
    pub bleed: f64,
    /// How far text keeps from the trimmed edge, in millimetres
    #[arg(long, value_name = "MM", default_value = "6", value_parser = millimetres)]
    pub safe: f64,
    /// The most ink in one place, all inks together, in per cent
    #[arg(long, value_name = "PERCENT", default_value = "300", value_parser = percent)]
    pub total_ink: f64,
}

/// What a PDF is judged as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Judge {
    /// For reading on screen: tags, headings, tables, contrast
    Screen,
    /// For a printing press: boxes, bleed, inks, pictures
    Print,
}

/// How a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// As a table, with what to do
    Human,
    /// As one JSON object
    Json,
    /// As SARIF 2.1.0, for tools that gather findings
    Sarif,
}

fn millimetres(text: &str) -> Result<f64, String> {
    within(text, 0.0, 100.0)
}

fn percent(text: &str) -> Result<f64, String> {
    within(text, 1.0, 400.0)
}

fn within(text: &str, least: f64, most: f64) -> Result<f64, String> {
    let number = text.parse().ok().filter(|number| (least..=most).contains(number));
    number.ok_or_else(|| format!("a number from {least} to {most} is wanted"))
}

#[derive(Debug, Subcommand)]
pub enum I18n {
    /// Show how far each translation is
    Status {
        /// Briefs by id or path [default: all]
        #[arg(value_name = "BRIEF")]
        briefs: Vec<String>,
        /// As JSON, one object a translation
        #[arg(long)]
        json: bool,
        /// Fail when a translation has fewer of its words translated, in per cent
        #[arg(long, value_name = "PERCENT")]
        fail_under: Option<usize>,
    },
    /// Write new languages, add new keys, and record what each string was translated from
    Sync {
        /// Briefs by id or path [default: all]
        #[arg(value_name = "BRIEF")]
        briefs: Vec<String>,
        /// A language to add; may be repeated [default: those that are there]
        #[arg(long = "lang", value_name = "LANG")]
        languages: Vec<String>,
        /// A stale string that is right as it is, by its key; `all` for every one
        #[arg(long, value_name = "KEY")]
        accept: Vec<String>,
    },
    /// Write a translation for a translator's tool
    Export {
        /// The brief, by id or path
        #[arg(value_name = "BRIEF")]
        brief: String,
        /// The language; the original's own with `--format toml` writes the originals
        #[arg(long, value_name = "LANG")]
        lang: String,
        /// The format
        #[arg(long, value_name = "FORMAT", default_value = "po")]
        format: ExchangeFormat,
        /// The file [default: standard output]
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Take in what a translator's tool wrote
    Import {
        /// The brief, by id or path
        #[arg(value_name = "BRIEF")]
        brief: String,
        /// The file
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// The language
        #[arg(long, value_name = "LANG")]
        lang: String,
        /// The format [default: by the file's ending]
        #[arg(long, value_name = "FORMAT")]
        format: Option<ExchangeFormat>,
    },
}

/// A format that translators' tools exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExchangeFormat {
    /// GNU gettext
    Po,
    /// XLIFF 2.0
    Xliff,
    /// XLIFF 1.2
    #[value(name = "xliff-1.2")]
    Xliff12,
    /// TOML with the strings in tables by their keys
    Toml,
}

#[derive(Debug, Subcommand)]
pub enum Sdg {
    /// Show a goal, target or indicator by its code
    Show {
        /// A goal's number, or the code of a target or indicator: 16, 16.3, 16.3.1
        #[arg(value_name = "CODE")]
        code: String,
    },
    /// Find goals, targets and indicators by words
    Find {
        /// Words of the subject, in English
        #[arg(value_name = "WORDS", required = true)]
        words: Vec<String>,
    },
}

#[derive(Debug, Subcommand)]
pub enum Template {
    /// List the templates
    List,
    /// Write the JSON that templates read as `/brief.json` to standard output
    Data {
        /// The brief, by id or path
        #[arg(value_name = "BRIEF")]
        brief: String,
        /// The language [default: the one it is written in]
        #[arg(long, value_name = "LANG")]
        lang: Option<String>,
        /// The edition
        #[arg(long, value_name = "EDITION", default_value = "screen")]
        edition: Edition,
    },
    /// Copy a built-in template into the project, where it takes the built-in one's place
    Eject {
        /// The template's name, as `template list` shows it
        #[arg(value_name = "NAME")]
        name: String,
    },
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Args::command().debug_assert();
    }
}
