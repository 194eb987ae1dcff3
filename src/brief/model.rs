//! A valid brief: every reference resolved, every code known, every text parsed.

use std::sync::Arc;

use chrono::NaiveDate;

use super::figure::{BriefFigure, BriefPicture, FigureId, Shown};
use super::id::SourceId;
use super::layout::{Layout, LayoutPart};
use super::place::OwnPlace;
use super::text::{Line, Prose};
use super::values::{NationalValue, ValuesFile, m49};
use crate::calendar::{PartialDate, Term};
use crate::diag::FileId;
use crate::sdg::{Goal, Indicator, Retired, Target};
use crate::tree::Text;
use crate::values::ChosenValues;

/// A brief that holds nothing invalid. Only resolving makes one.
#[derive(Debug, Clone)]
pub struct Brief {
    /// The name of its folder.
    pub id: String,
    /// The title, a claim where it is a finding’s.
    pub title: Text,
    /// One line under the title.
    pub subtitle: Option<Text>,
    /// For the running foot.
    pub short_title: Option<Text>,
    /// Document number, as the organisation counts.
    pub number: Option<Text>,
    /// Where it is about.
    pub place: Whereabouts,
    /// The day it bears.
    pub date: NaiveDate,
    /// BCP 47 tag of the language of this version.
    pub language: String,
    /// BCP 47 tag of the language it was written in.
    pub original: String,
    /// How far the translation is, if this version is one.
    pub translation: Option<TranslationStatus>,
    /// The file this version's words stand in. A text of a translated version that stands elsewhere
    /// is not translated.
    pub file: FileId,
    /// Whether it is finished.
    pub status: Status,
    /// The standfirst.
    pub summary: Prose,
    /// What a reader who stops on page one must know.
    pub key_messages: Vec<Line>,
    /// The one thing asked.
    pub ask: Option<Line>,
    /// How it was made, and its limits.
    pub method: Option<Prose>,
    /// Where questions go.
    pub contact: Option<Line>,
    /// What may be done with it.
    pub licence: Option<Line>,
    /// How to cite it, where that is not made of the rest.
    pub citation: Option<Line>,
    /// The numbers it is known by.
    pub identifiers: Identifiers,
    /// Who wrote it.
    pub authors: Vec<Author>,
    /// What somebody says before it.
    pub foreword: Option<Foreword>,
    /// Who is thanked.
    pub acknowledgements: Option<Prose>,
    /// Words for the PDF’s metadata.
    pub keywords: Vec<Text>,
    /// What short forms stand for. Of two for one short form, the language of the text decides.
    pub abbreviations: Vec<Abbreviation>,
    /// In the order in which they are first cited, the others after them: the order of the
    /// endnotes.
    pub sources: Vec<Source>,
    /// Figures at a glance.
    pub facts: Vec<Fact>,
    /// Every figure, in the order of the file.
    pub figures: Vec<BriefFigure>,
    /// The figures that stand on page one, by their ids.
    pub lead: Vec<FigureId>,
    /// What was found.
    pub findings: Vec<Finding>,
    /// What is asked of whom.
    pub recommendations: Vec<Recommendation>,
    /// The goals touched, with their targets and indicators.
    pub goals: Vec<GoalEntry>,
    /// Prose under titles of its own, part by part.
    pub sections: Vec<Section>,
    /// Which parts are printed, in which order.
    pub layout: Layout,
    /// The project's template it is set by, where that is not the built-in one.
    pub template: Option<Text>,
    /// The files of values that it, or its project, names.
    pub values: Vec<ValuesFile>,
    /// The year that values are held against, where it, or its project, names one.
    pub baseline: Option<u16>,
}

impl Brief {
    /// The pictures in it, one for each figure that shows one.
    pub fn pictures(&self) -> impl Iterator<Item = &BriefPicture> {
        self.figures.iter().filter_map(|figure| match &figure.shown {
            Shown::Image(picture) => Some(&**picture),
            Shown::Chart(_) | Shown::Table(_) => None,
        })
    }

    /// The files beside it that it is made from, by their paths from its folder.
    pub fn files_beside(&self) -> impl Iterator<Item = &str> {
        self.figures.iter().filter_map(|figure| match &figure.shown {
            Shown::Image(picture) => Some(picture.path.as_str()),
            Shown::Chart(chart) => chart.path.as_deref(),
            Shown::Table(table) => table.path.as_deref(),
        })
    }
}

/// Where a brief is about.
#[derive(Debug, Clone)]
pub enum Whereabouts {
    /// Countries of ISO 3166-1 and places of the project, by their codes: one, or several in the order
    /// given.
    Countries(Vec<String>),
    /// A region of UN M49, by its code.
    Region(String),
    /// Any other area, in words.
    Area(Text),
}

impl Whereabouts {
    /// What data and manifests call the way in which it is said.
    pub fn kind(&self) -> &'static str {
        match self {
            Whereabouts::Countries(codes) if codes.len() == 1 => "country",
            Whereabouts::Countries(_) => "countries",
            Whereabouts::Region(_) => "region",
            Whereabouts::Area(_) => "area",
        }
    }

    /// The codes of what it is about, of which an area has none.
    pub fn codes(&self) -> &[String] {
        match self {
            Whereabouts::Countries(codes) => codes,
            Whereabouts::Region(code) => std::slice::from_ref(code),
            Whereabouts::Area(_) => &[],
        }
    }
}

impl Whereabouts {
    /// The numbers that M49 gives its places, or the project those that it names, in their order; 0 for one that
    /// has none.
    pub fn m49(&self, named: &[OwnPlace]) -> Vec<u16> {
        match self {
            Whereabouts::Countries(codes) => codes.iter().map(|code| m49(code, named)).collect(),
            Whereabouts::Region(code) => vec![code.parse().unwrap_or_default()],
            Whereabouts::Area(_) => vec![0],
        }
    }
}

/// Whether the brief is finished.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Every page says so.
    Draft,
    /// Nothing is said.
    Final,
}

impl Status {
    /// The words of `brief.toml`.
    pub const NAMES: [&'static str; 2] = ["draft", "final"];
}

/// How far a translation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TranslationStatus {
    /// Every page says so.
    #[default]
    Draft,
    /// Someone whose name is given has read it.
    Reviewed,
}

impl TranslationStatus {
    /// `"draft"` or `"reviewed"`.
    pub fn name(self) -> &'static str {
        match self {
            TranslationStatus::Draft => "draft",
            TranslationStatus::Reviewed => "reviewed",
        }
    }
}

/// A short form and what it stands for.
#[derive(Debug, Clone)]
pub struct Abbreviation {
    /// The short form, as it occurs in texts.
    pub short: String,
    /// What it stands for.
    pub full: Text,
    /// BCP 47 tag of the language that is in.
    pub language: String,
}

/// Somebody who wrote the brief.
#[derive(Debug, Clone)]
pub struct Author {
    /// Its name in translations.
    pub id: String,
    /// The name, as it is written in every language.
    pub name: Text,
    /// As what: editor, data.
    pub role: Option<Text>,
    /// Of which organisation.
    pub affiliation: Option<Text>,
}

/// What somebody says before a brief.
#[derive(Debug, Clone)]
pub struct Foreword {
    /// The words.
    pub text: Prose,
    /// Who says them.
    pub by: Option<Text>,
    /// What that person is.
    pub role: Option<Text>,
}

/// The numbers a brief is known by, each valid.
#[derive(Debug, Clone, Default)]
pub struct Identifiers {
    /// Its ISBN.
    pub isbn: Option<String>,
    /// The ISSN of its series.
    pub issn: Option<String>,
    /// Its DOI, bare.
    pub doi: Option<String>,
}

impl Identifiers {
    /// As URIs of their registries: `doi:…`, `urn:isbn:…`, `urn:issn:…`.
    pub fn uris(&self) -> Vec<String> {
        let doi = self.doi.iter().map(|doi| format!("doi:{doi}"));
        let isbn = self.isbn.iter().map(|isbn| format!("urn:isbn:{isbn}"));
        let issn = self.issn.iter().map(|issn| format!("urn:issn:{issn}"));
        doi.chain(isbn).chain(issn).collect()
    }
}

/// A source.
#[derive(Debug, Clone)]
pub struct Source {
    /// Its name in references and translations.
    pub id: String,
    /// The title, a claim where it is a finding’s.
    pub title: Text,
    /// BCP 47 tag of the language the title is in, where the brief says so.
    pub language: Option<String>,
    /// Who published it, if that is said.
    pub publisher: Option<Text>,
    /// Who wrote it, where that is not the publisher.
    pub author: Option<Text>,
    /// The title of what it stands in: a journal, a book.
    pub container: Option<Text>,
    /// Which volume of that, or of the work.
    pub volume: Option<Text>,
    /// Which issue of the volume.
    pub issue: Option<Text>,
    /// On which pages.
    pub pages: Option<Text>,
    /// When it was published, as far as that is known.
    pub date: Option<PartialDate>,
    /// A web, mail or telephone address.
    pub url: Option<Text>,
    /// The day it was read there.
    pub accessed: Option<NaiveDate>,
    /// The web address of a copy that stays.
    pub archive: Option<Text>,
    /// Its DOI, bare.
    pub doi: Option<String>,
    /// Its ISBN, with the hyphens it was written with.
    pub isbn: Option<String>,
    /// A note for the reader.
    pub note: Option<Line>,
}

/// A figure at a glance.
#[derive(Debug, Clone)]
pub struct Fact {
    /// Its name in references and translations.
    pub id: String,
    /// The figure.
    pub value: Text,
    /// What the figure counts.
    pub label: Line,
    /// The sources it rests on.
    pub sources: Vec<SourceId>,
}

/// A finding.
#[derive(Debug, Clone)]
pub struct Finding {
    /// Its name in references and translations.
    pub id: String,
    /// The title, a claim where it is a finding’s.
    pub title: Text,
    /// What it says.
    pub text: Prose,
    /// What it rests on, point by point.
    pub evidence: Vec<Line>,
    /// Words of someone who was there.
    pub quote: Option<Quote>,
    /// What stands in boxes below it.
    pub boxes: Vec<BriefBox>,
    /// The sources it rests on.
    pub sources: Vec<SourceId>,
    /// Targets it bears on directly; each is listed under a goal of the brief.
    pub targets: Vec<Arc<Target>>,
    /// Targets it bears on by implication; none of them is in `targets`.
    pub implied: Vec<Arc<Target>>,
    /// The figures that stand by it, by their ids.
    pub figures: Vec<FigureId>,
}

/// Words of someone, and who said them.
#[derive(Debug, Clone)]
pub struct Quote {
    /// The words.
    pub text: Line,
    /// Who said it.
    pub by: Text,
    /// The sources it rests on.
    pub sources: Vec<SourceId>,
}

/// A section: prose under a title of its own.
#[derive(Debug, Clone)]
pub struct Section {
    /// Its name in references and translations.
    pub id: String,
    /// Its title.
    pub title: Text,
    /// What it says, with headings.
    pub text: Prose,
    /// Where it stands.
    pub part: LayoutPart,
    /// The sources it rests on.
    pub sources: Vec<SourceId>,
    /// Quotations below its text.
    pub quotes: Vec<Quote>,
    /// What stands in boxes below these.
    pub boxes: Vec<BriefBox>,
    /// The figures that stand by it, by their ids.
    pub figures: Vec<FigureId>,
}

/// A box: a case, a definition or a method, set apart from the text.
#[derive(Debug, Clone)]
pub struct BriefBox {
    /// Its name in references and translations.
    pub id: String,
    /// What it is.
    pub kind: BoxKind,
    /// Its title.
    pub title: Text,
    /// What it says.
    pub text: Prose,
    /// The sources it rests on.
    pub sources: Vec<SourceId>,
}

/// What a box is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BoxKind {
    /// What happened to someone.
    Case,
    /// What a word means.
    Definition,
    /// How something was found out.
    Method,
}

impl BoxKind {
    /// The words of `brief.toml`.
    pub const NAMES: [&'static str; 3] = ["case", "definition", "method"];

    /// The word for it in `brief.toml`, in labels and in template data.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }

    /// Reads one of [`BoxKind::NAMES`].
    pub fn from_name(name: &str) -> Option<Self> {
        [BoxKind::Case, BoxKind::Definition, BoxKind::Method]
            .into_iter()
            .find(|kind| kind.name() == name)
    }
}

/// A recommendation.
#[derive(Debug, Clone)]
pub struct Recommendation {
    /// Its name in references and translations.
    pub id: String,
    /// Who must act.
    pub to: Vec<Text>,
    /// What it says.
    pub text: Prose,
    /// By when.
    pub by: Option<Deadline>,
    /// Who leads, of those who must act or beside them.
    pub lead: Option<Text>,
    /// Who supports them.
    pub support: Option<Text>,
    /// How much it matters beside the others.
    pub priority: Option<Priority>,
    /// Each is listed under a goal of the brief.
    pub targets: Vec<Arc<Target>>,
    /// Numbers of the findings it answers, from 1.
    pub findings: Vec<usize>,
}

/// By when something is to be done.
#[derive(Debug, Clone)]
pub enum Deadline {
    /// At a day, or within a month, a quarter or a year.
    Within(Term),
    /// At once.
    Immediately,
    /// As the writer says.
    Words(Text),
}

/// How much a recommendation matters beside the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Priority {
    /// More than others.
    High,
    /// Neither.
    Medium,
    /// Less than others.
    Low,
}

impl Priority {
    /// The words of `brief.toml`.
    pub const NAMES: [&'static str; 3] = ["high", "medium", "low"];

    /// The word for it in `brief.toml`, in labels and in template data.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }

    /// Reads one of [`Priority::NAMES`].
    pub fn from_name(name: &str) -> Option<Self> {
        [Priority::High, Priority::Medium, Priority::Low].into_iter().find(|one| one.name() == name)
    }
}

/// A goal the brief touches.
#[derive(Debug, Clone)]
pub struct GoalEntry {
    /// The goal of the framework.
    pub goal: Arc<Goal>,
    /// Why the goal is touched.
    pub why: Prose,
    /// A note for the reader.
    pub note: Option<Line>,
    /// The sources it rests on.
    pub sources: Vec<SourceId>,
    /// Targets it names.
    pub targets: Vec<TargetEntry>,
}

/// A target of the goal it stands under.
#[derive(Debug, Clone)]
pub struct TargetEntry {
    /// The target of the framework.
    pub target: Arc<Target>,
    /// The wording to print.
    pub text: Option<Text>,
    /// A note for the reader.
    pub note: Option<Line>,
    /// The indicators under it.
    pub indicators: Vec<IndicatorEntry>,
}

/// An indicator of the target it stands under.
#[derive(Debug, Clone)]
pub struct IndicatorEntry {
    /// The indicator of the framework.
    pub indicator: IndicatorRef,
    /// What the indicator stands on.
    pub basis: Basis,
    /// The wording to print.
    pub text: Option<Text>,
    /// The code the source printed, where it is another one.
    pub cited_as: Option<Text>,
    /// A note for the reader.
    pub note: Option<Line>,
    /// What files of values say of it, place by place; nothing where none are named.
    pub chosen: Vec<ChosenValues>,
    /// The brief's own values.
    pub national: Vec<NationalValue>,
}

/// An indicator of the framework, present or past.
#[derive(Debug, Clone)]
pub enum IndicatorRef {
    /// In the framework now.
    Listed(Arc<Indicator>),
    /// No longer in the framework.
    Retired(Arc<Retired>),
}

impl IndicatorRef {
    /// Its code.
    pub fn code(&self) -> &str {
        match self {
            IndicatorRef::Listed(indicator) => &indicator.code,
            IndicatorRef::Retired(retired) => &retired.code,
        }
    }

    /// Our short label for it.
    pub fn label(&self) -> &str {
        match self {
            IndicatorRef::Listed(indicator) => &indicator.label,
            IndicatorRef::Retired(retired) => &retired.label,
        }
    }
}

/// What an indicator stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Basis {
    /// The global indicator itself.
    #[default]
    Global,
    /// A measure that stands in for it.
    Proxy,
    /// A national measure of the same thing.
    National,
    /// The source does not name it; it follows from what the source says.
    Implied,
}

impl Basis {
    /// The words of `brief.toml`.
    pub const NAMES: [&'static str; 4] = ["global", "proxy", "national", "implied"];

    /// The word for it in `brief.toml`, in labels and in template data.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }

    /// Reads one of [`Basis::NAMES`].
    pub fn from_name(name: &str) -> Option<Self> {
        [Basis::Global, Basis::Proxy, Basis::National, Basis::Implied]
            .into_iter()
            .find(|basis| basis.name() == name)
    }
}
