//! A valid brief: every reference resolved, every code known, every text parsed.

use chrono::NaiveDate;

use super::text::{Line, Prose};
use crate::sdg::{Goal, Indicator, Retired, Target};
use crate::tree::Text;

/// A brief that holds nothing invalid. Only [`resolve`](super::resolve) makes one.
#[derive(Debug, Clone)]
pub struct Brief {
    /// The name of its folder.
    pub id: String,
    pub title: Text,
    pub subtitle: Option<Text>,
    pub short_title: Option<Text>,
    /// Document number, as the organisation counts.
    pub number: Option<Text>,
    /// ISO 3166-1 alpha-2 code.
    pub country: String,
    pub date: NaiveDate,
    /// BCP 47 tag of the language it is written in.
    pub language: String,
    pub status: Status,
    pub summary: Prose,
    pub key_messages: Vec<Line>,
    pub ask: Option<Line>,
    pub method: Option<Prose>,
    pub contact: Option<Line>,
    pub licence: Option<Line>,
    pub keywords: Vec<Text>,
    /// In the order in which they are first cited, the others after them: the order of the
    /// endnotes.
    pub sources: Vec<Source>,
    pub facts: Vec<Fact>,
    pub findings: Vec<Finding>,
    pub recommendations: Vec<Recommendation>,
    pub goals: Vec<GoalEntry>,
}

/// Whether the brief is finished.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Every page says so.
    Draft,
    /// Nothing is said.
    Final,
}

/// The number of an endnote, from 1.
pub type SourceNumber = usize;

/// A source.
#[derive(Debug, Clone)]
pub struct Source {
    pub id: String,
    pub title: Text,
    pub publisher: Text,
    pub author: Option<Text>,
    pub date: Option<NaiveDate>,
    /// A web, mail or telephone address.
    pub url: Option<Text>,
    pub accessed: Option<NaiveDate>,
    pub note: Option<Line>,
}

/// A figure at a glance.
#[derive(Debug, Clone)]
pub struct Fact {
    pub id: String,
    pub value: Text,
    pub label: Line,
    pub sources: Vec<SourceNumber>,
}

/// A finding.
#[derive(Debug, Clone)]
pub struct Finding {
    pub id: String,
    pub title: Text,
    pub text: Prose,
    pub evidence: Vec<Line>,
    pub quote: Option<Quote>,
    pub sources: Vec<SourceNumber>,
    /// Targets it bears on directly; each is listed under a goal of the brief.
    pub targets: Vec<&'static Target>,
    /// Targets it bears on by implication; none of them is in `targets`.
    pub implied: Vec<&'static Target>,
}

/// Words of someone, and who said them.
#[derive(Debug, Clone)]
pub struct Quote {
    pub text: Line,
    pub by: Text,
    pub sources: Vec<SourceNumber>,
}

/// A recommendation.
#[derive(Debug, Clone)]
pub struct Recommendation {
    pub id: String,
    /// Who must act.
    pub to: Option<Text>,
    pub text: Prose,
    pub by: Option<NaiveDate>,
    /// Each is listed under a goal of the brief.
    pub targets: Vec<&'static Target>,
    /// Numbers of the findings it answers, from 1.
    pub findings: Vec<usize>,
}

/// A goal the brief touches.
#[derive(Debug, Clone)]
pub struct GoalEntry {
    pub goal: &'static Goal,
    pub why: Prose,
    pub note: Option<Line>,
    pub sources: Vec<SourceNumber>,
    pub targets: Vec<TargetEntry>,
}

/// A target of the goal it stands under.
#[derive(Debug, Clone)]
pub struct TargetEntry {
    pub target: &'static Target,
    /// The wording to print.
    pub text: Option<Text>,
    pub note: Option<Line>,
    pub indicators: Vec<IndicatorEntry>,
}

/// An indicator of the target it stands under.
#[derive(Debug, Clone)]
pub struct IndicatorEntry {
    pub indicator: IndicatorRef,
    pub basis: Basis,
    /// The wording to print.
    pub text: Option<Text>,
    /// The code the source printed, where it is another one.
    pub cited_as: Option<Text>,
    pub note: Option<Line>,
}

/// An indicator of the framework, present or past.
#[derive(Debug, Clone, Copy)]
pub enum IndicatorRef {
    /// In the framework now.
    Listed(&'static Indicator),
    /// No longer in the framework.
    Retired(&'static Retired),
}

impl IndicatorRef {
    /// Its code.
    pub fn code(self) -> &'static str {
        match self {
            IndicatorRef::Listed(indicator) => &indicator.code,
            IndicatorRef::Retired(retired) => &retired.code,
        }
    }

    /// Our short label for it.
    pub fn label(self) -> &'static str {
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
