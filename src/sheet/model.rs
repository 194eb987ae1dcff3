//! What an indicator table says, without how it is set. As JSON it is a file of a release: what is
//! called what here is what programs of others ask for.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Version of this description. It changes when a field changes its meaning or goes, not when one is
/// added.
pub const FORMAT: u32 = 1;

/// The indicator table of a brief, or of several together, in one language: what its PDF says, in the
/// same order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct IndicatorSheet {
    /// Version of this description: 1.
    #[schemars(range(min = 1, max = 1))]
    pub format: u32,
    /// The brief's id; empty for a table of several.
    pub id: String,
    /// The briefs that a table has together, in its order; none where it is of one brief.
    pub briefs: Vec<SheetBrief>,
    /// The language of the table: a BCP 47 tag.
    pub language: String,
    /// Which way that language runs.
    pub direction: Direction,
    /// What the table is called.
    pub title: SheetText,
    /// What the brief is about in a line more, where it says so.
    pub subtitle: Option<SheetText>,
    /// Who publishes it.
    pub publisher: String,
    /// Where the brief is about.
    pub place: SheetPlace,
    /// The date of the brief: ISO 8601.
    pub date: String,
    /// Whether the brief is a draft: "draft" or "final".
    pub status: String,
    /// What is said of a draft, or of a translation that is one.
    pub status_text: Option<String>,
    /// The columns of the CSV and of the spreadsheet: their keys here, and their heads in the language.
    pub columns: Vec<SheetColumn>,
    /// What a row says where no target is named, and where no indicator is.
    pub unnamed: [String; 2],
    /// The goals, as the table has them.
    pub goals: Vec<SheetGoal>,
    /// What the bases mean that occur.
    pub bases: Vec<SheetMark>,
    /// What else is said about the whole table.
    pub notes: Vec<String>,
    /// Licence, contact and the like, each with what it is.
    pub about: Vec<Titled>,
    /// The sources that notes cite by their numbers.
    pub sources: Vec<SheetSource>,
}

/// A brief of a table of several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Brief")]
pub struct SheetBrief {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: SheetText,
    /// What its rows call it: its short title, or its title.
    pub name: SheetText,
    /// Its date: ISO 8601.
    pub date: String,
    /// Whether it is a draft: "draft" or "final".
    pub status: String,
}

/// Which way text runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// From left to right.
    Ltr,
    /// From right to left.
    Rtl,
}

/// A text with its language: not all of a translation may be translated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Text")]
pub struct SheetText {
    /// The text, without markup.
    pub text: String,
    /// Its language: a BCP 47 tag.
    pub language: String,
    /// Which way it runs.
    pub direction: Direction,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Column")]
pub struct SheetColumn {
    /// What it is called in every language.
    pub key: String,
    /// Its head, in the language of the table.
    pub label: String,
}

/// Where a brief is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Place")]
pub struct SheetPlace {
    /// How it is said: "country", "countries", "region" or "area".
    pub kind: String,
    /// Codes of countries, ISO 3166-1 alpha-2 or the project's own, or that of a region of UN M49; an
    /// area has none.
    pub codes: Vec<String>,
    /// The names of what it is about, in the order of the codes.
    pub names: Vec<SheetText>,
}

/// A goal with its targets.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Goal")]
pub struct SheetGoal {
    /// Its number.
    pub number: u8,
    /// Whether it is a nation's own, beside the seventeen.
    pub national: bool,
    /// Its number in words: "SDG 16".
    pub title: SheetText,
    /// Its name.
    pub name: SheetText,
    /// What the editor notes of it.
    pub note: Option<SheetText>,
    /// Its targets, in the order of the table.
    pub targets: Vec<SheetTarget>,
}

/// A target with its indicators.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Target")]
pub struct SheetTarget {
    /// Its code: "16.3".
    pub code: String,
    /// Whether it is a nation's own.
    pub national: bool,
    /// Its wording, as the table prints it.
    pub text: SheetText,
    /// What the editor notes of it.
    pub note: Option<SheetText>,
    /// Its indicators, in the order of the table; there may be none.
    pub indicators: Vec<SheetIndicator>,
}

/// An indicator.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Indicator")]
pub struct SheetIndicator {
    /// Its code: "16.3.2".
    pub code: String,
    /// Whether it is a nation's own.
    pub national: bool,
    /// Its wording, as the table prints it.
    pub text: SheetText,
    /// On what it is named; null in a table of several briefs, each of which may say another.
    pub basis: Option<SheetBasis>,
    /// Its tier: "I", "II" or "I/II"; null where it has none.
    pub tier: Option<String>,
    /// Who compiles it, internationally or in the nation.
    pub custodians: Vec<SheetText>,
    /// Codes of indicators that are the same measure.
    pub repeats: Vec<String>,
    /// The code under which the brief's source has it, where that is another.
    pub cited_as: Option<String>,
    /// What the editor notes of it.
    pub note: Option<SheetText>,
    /// Its values, in the order of the table; none where neither the brief nor the project names data.
    pub values: Vec<SheetValue>,
}

/// A value of an indicator at a place, or that there is none.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Value")]
pub struct SheetValue {
    /// What it is.
    pub kind: ValueKind,
    /// The code of the place: ISO 3166-1 alpha-2, the project's own, or of a region of UN M49.
    pub place: Option<String>,
    /// Its name.
    pub place_name: SheetText,
    /// The latest value; null where there is none.
    pub latest: Option<SheetPoint>,
    /// In what it is counted.
    pub unit: Option<SheetUnit>,
    /// The code of its series in the global database.
    pub series: Option<String>,
    /// The name of the series.
    pub series_name: Option<SheetText>,
    /// How it came about: as a country's own, as an estimate.
    pub nature: Option<SheetNature>,
    /// Of what part it is, where that is not the whole.
    pub dimensions: Vec<SheetPart>,
    /// The value it is held against.
    pub baseline: Option<SheetPoint>,
    /// Whether the brief, or its project, names the year of that; else it is the first there is.
    pub baseline_named: Option<bool>,
    /// All values of the series that can be held against the latest, where there are at least three.
    pub trend: Vec<SheetPoint>,
    /// What its source says about it.
    pub footnotes: Vec<SheetText>,
    /// Where the database has it from; of a national value the title of its source.
    pub source: Option<SheetText>,
    /// The release of the database.
    pub release: Option<String>,
    /// The numbers of sources of the brief.
    pub sources: Vec<usize>,
    /// What the table says of it: that it is a national value, or why there is none.
    pub said: Option<String>,
    /// In a table of several briefs, the one whose row it is, by its id.
    pub brief: Option<String>,
    /// On what that brief names the indicator; null where it does not.
    pub basis: Option<SheetBasis>,
    /// That brief's own wording, where that is not the table's.
    pub text_in_brief: Option<SheetText>,
    /// The code under which that brief's source has it, where that is another.
    pub cited_as: Option<String>,
    /// What the editor of that brief notes of it.
    pub note: Option<SheetText>,
}

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ValueKind {
    /// Of the series that was chosen from the global database.
    Global,
    /// Of another series of the indicator.
    Other,
    /// The brief's own.
    National,
    /// None: there are values of parts alone.
    Parts,
    /// None: the data say nothing.
    Lacking,
    /// None: of several briefs this one names the indicator, and neither it nor the project names data.
    Unvalued,
    /// None: of several briefs this one does not name the indicator.
    Unnamed,
}

/// A value in a year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Point")]
pub struct SheetPoint {
    /// The year, in digits 0 to 9.
    pub year: String,
    /// The value as its source has it, digit by digit.
    pub exact: String,
    /// The same in plain digits with the power of ten that its source has apart from it worked in: "<100000" for
    /// "<0.1" in millions.
    pub plain: String,
    /// The same as a number; null for a bound, such as "<0.1", and a range.
    pub number: Option<f64>,
    /// The value as the table prints it.
    pub text: String,
    /// The code of its status, of SDMX's list CL_OBS_STATUS, where its source says one.
    pub status: Option<String>,
    /// The time that it is of, where that is not the year alone.
    pub time_detail: Option<String>,
    /// The time that an index is held against.
    pub base_period: Option<String>,
    /// The least that it may be, as its source has it.
    pub lower_bound: Option<String>,
    /// The most that it may be, as its source has it.
    pub upper_bound: Option<String>,
    /// How it came about; of the latest value it stands beside it.
    pub nature: Option<SheetNature>,
    /// Where the database has it from; of the latest value it stands beside it.
    pub source: Option<SheetText>,
    /// The release of the database; of the latest value it stands beside it.
    pub release: Option<String>,
    /// What its source says about it; of the latest value it stands beside it.
    pub footnotes: Vec<SheetText>,
}

/// A unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Unit")]
pub struct SheetUnit {
    /// Its code in the global database.
    pub code: Option<String>,
    /// Its name.
    pub name: SheetText,
}

/// How a value came about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Nature")]
pub struct SheetNature {
    /// Its code in the global database.
    pub code: String,
    /// The same in the language of the table.
    pub name: String,
}

/// A part of the whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Part")]
pub struct SheetPart {
    /// By what the whole is parted: "Sex".
    pub name: SheetText,
    /// Which part: "FEMALE".
    pub code: String,
    /// What the file calls the part; its code where it does not.
    pub text: SheetText,
}

/// On what an indicator is named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Basis")]
pub struct SheetBasis {
    /// "global", "proxy", "national" or "implied".
    pub code: String,
    /// The same in the language of the table.
    pub name: String,
}

/// What a basis means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Meaning")]
pub struct SheetMark {
    /// Its code, as indicators have it.
    pub code: String,
    /// Its name in the language of the table.
    pub name: String,
    /// What it means.
    pub meaning: String,
}

/// A text with what it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Titled {
    /// What it is called in every language: "authors", "contact", "licence", "citation" or "imprint".
    pub key: String,
    /// What it is, in the language of the table.
    pub label: String,
    /// The text.
    pub text: SheetText,
}

/// A source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Source")]
pub struct SheetSource {
    /// The number of its endnote.
    pub number: usize,
    /// Its id in the brief.
    pub id: String,
    /// Its title.
    pub title: SheetText,
    /// The whole entry, as it prints, without its address.
    pub text: String,
    /// Where it is found.
    pub url: Option<String>,
    /// When it was published, as far as that is known: ISO 8601.
    pub date: Option<String>,
}
