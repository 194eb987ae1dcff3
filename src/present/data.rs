//! The data as they are written: one type for each table of `templates/README.md`.

use serde::Serialize;

pub(super) use super::frame_data::{
    BrandData, ColourData, FamilyData, FrameData, PartnerData, PressData,
};

use crate::values::ObservedDetail;

/// Everything a template sees of a brief.
#[derive(Debug, Serialize)]
pub struct Data {
    #[serde(flatten)]
    pub(super) frame: FrameData,
    pub(super) contact: Option<Vec<Node>>,
    pub(super) licence: Option<Vec<Node>>,
    pub(super) citation: Option<Vec<Node>>,
    pub(super) identifiers: IdentifierData,
    pub(super) authors: Vec<AuthorData>,
    pub(super) foreword: Option<ForewordData>,
    pub(super) acknowledgements: Option<Vec<Node>>,
    pub(super) imprint: Option<Vec<Node>>,
    pub(super) id: String,
    pub(super) number: Option<String>,
    pub(super) title: Words,
    pub(super) subtitle: Option<Words>,
    pub(super) short_title: Words,
    pub(super) keywords: Vec<String>,
    pub(super) abbreviations: Vec<AbbreviationData>,
    pub(super) country: CountryData,
    pub(super) place: PlaceData,
    pub(super) date: DateData,
    pub(super) status: StatusData,
    pub(super) original: OriginalData,
    pub(super) summary: Vec<Node>,
    pub(super) method: Option<Vec<Node>>,
    pub(super) key_messages: Vec<Vec<Node>>,
    pub(super) ask: Option<Vec<Node>>,
    pub(super) facts: Vec<FactData>,
    pub(super) figures: Vec<FigureData>,
    pub(super) lead: Vec<String>,
    pub(super) findings: Vec<FindingData>,
    pub(super) goals: Vec<GoalData>,
    pub(super) tiers: Option<TiersData>,
    pub(super) data_sources: Vec<DataSourceData>,
    pub(super) matrix: MatrixData,
    pub(super) unofficial_wording: bool,
    pub(super) recommendations: Vec<RecommendationGroup>,
    pub(super) tear_off: Option<Vec<usize>>,
    pub(super) sources: Vec<SourceData>,
    pub(super) sections: Vec<SectionData>,
    pub(super) layout: LayoutData,
}

/// A string to print: plain, or marked with the language it is in where that is not the page's.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub(super) enum Words {
    Plain(String),
    Foreign { text: String, lang: String, dir: &'static str },
}

impl Words {
    /// The same with more behind it.
    pub(super) fn with(self, more: &str) -> Self {
        match self {
            Words::Plain(text) => Words::Plain(text + more),
            Words::Foreign { text, lang, dir } => Words::Foreign { text: text + more, lang, dir },
        }
    }
}

/// A node of the text tree.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum Node {
    /// A paragraph of inline nodes.
    Paragraph {
        /// Its words.
        children: Vec<Node>,
    },
    /// A heading in the text of a section.
    Heading {
        /// 2, or 3 below one of 2.
        level: u8,
        /// Its words.
        children: Vec<Node>,
    },
    /// A list.
    List {
        /// Whether its items are numbered.
        ordered: bool,
        /// The first number.
        start: u64,
        /// Prose each.
        items: Vec<Vec<Node>>,
    },
    /// Words.
    Text {
        /// What prints.
        text: String,
    },
    /// Emphasis.
    Emph {
        /// Its words.
        children: Vec<Node>,
    },
    /// Strong emphasis.
    Strong {
        /// Its words.
        children: Vec<Node>,
    },
    /// A link.
    Link {
        /// Where it leads.
        url: String,
        /// Its words.
        children: Vec<Node>,
    },
    /// Words in another language than the page's.
    Foreign {
        /// The language.
        lang: String,
        /// `"ltr"` or `"rtl"`.
        dir: &'static str,
        /// The words.
        children: Vec<Node>,
    },
    /// Raised words.
    Super {
        /// The words.
        children: Vec<Node>,
    },
    /// Lowered words.
    Sub {
        /// The words.
        children: Vec<Node>,
    },
    /// A citation.
    Cite {
        /// Numbers of endnotes, ascending.
        sources: Vec<usize>,
        /// Where in each, as far as it is said.
        pinpoints: Vec<Option<String>>,
    },
    /// A figure that is spoken of.
    Refer {
        /// With which others it is counted: `"figure"` or `"table"`.
        series: &'static str,
        /// Its number.
        number: usize,
        /// What prints: “Figure 3”.
        text: String,
    },
    /// A forced line break.
    Break,
}

#[derive(Debug, Serialize)]
pub(super) struct AbbreviationData {
    pub(super) text: String,
    pub(super) expansion: Words,
}

#[derive(Debug, Serialize)]
pub(super) struct CountryData {
    pub(super) code: String,
    pub(super) name: String,
}

#[derive(Debug, Serialize)]
pub(super) struct PlaceData {
    pub(super) kind: &'static str,
    pub(super) codes: Vec<String>,
    pub(super) name: Vec<Node>,
    pub(super) formal: Option<String>,
    pub(super) names: Vec<PlaceName>,
    pub(super) notes: Vec<PlaceNote>,
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct PlaceName {
    pub(super) code: Option<String>,
    pub(super) name: Words,
    pub(super) formal: Option<String>,
}

#[derive(Debug, Serialize)]
pub(super) struct PlaceNote {
    pub(super) code: String,
    pub(super) mark: String,
    pub(super) name: Words,
    pub(super) text: Vec<Node>,
}

#[derive(Debug, Serialize)]
pub(super) struct DateData {
    pub(super) iso: String,
    pub(super) text: String,
}

#[derive(Debug, Serialize)]
pub(super) struct StatusData {
    pub(super) code: &'static str,
    pub(super) text: Option<String>,
}

#[derive(Debug, Serialize)]
pub(super) struct OriginalData {
    pub(super) lang: String,
    pub(super) name: String,
}

#[derive(Debug, Serialize)]
pub(super) struct FactData {
    pub(super) id: String,
    pub(super) value: Words,
    pub(super) label: Vec<Node>,
    pub(super) sources: Vec<usize>,
}

#[derive(Debug, Serialize)]
pub(super) struct FigureData {
    pub(super) id: String,
    pub(super) kind: &'static str,
    pub(super) series: &'static str,
    pub(super) number: usize,
    pub(super) label: String,
    pub(super) title: Words,
    pub(super) caption: Option<Vec<Node>>,
    pub(super) note: Option<Vec<Node>>,
    pub(super) alt: Option<Words>,
    pub(super) sources: Vec<usize>,
    pub(super) image: Option<PictureData>,
    pub(super) chart: Option<ChartData>,
    pub(super) table: Option<TableData>,
}

#[derive(Debug, Serialize)]
pub(super) struct PictureData {
    pub(super) path: String,
    pub(super) credit: Words,
    pub(super) licence: Words,
    /// What is said of the borders and names on a map.
    pub(super) disclaimer: Option<String>,
}

/// A chart, laid out.
#[derive(Debug, Serialize)]
pub(super) struct ChartData {
    pub(super) kind: &'static str,
    pub(super) head: Words,
    pub(super) unit: Option<Words>,
    pub(super) from: Option<Words>,
    pub(super) stressed: bool,
    pub(super) zero: Option<f64>,
    pub(super) ticks: Vec<TickData>,
    /// Whether the names of rows may be thinned out.
    pub(super) in_order: bool,
    /// What each square of a waffle is.
    pub(super) square: Option<Words>,
    pub(super) series: Vec<SeriesData>,
    pub(super) panels: Vec<ChartPanelData>,
}

#[derive(Debug, Serialize)]
pub(super) struct TickData {
    pub(super) at: f64,
    pub(super) text: String,
}

#[derive(Debug, Serialize)]
pub(super) struct SeriesData {
    pub(super) name: Words,
    pub(super) stressed: bool,
}

#[derive(Debug, Serialize)]
pub(super) struct ChartPanelData {
    pub(super) name: Option<Words>,
    pub(super) rows: Vec<ChartRowData>,
}

#[derive(Debug, Serialize)]
pub(super) struct ChartRowData {
    pub(super) label: Words,
    pub(super) stressed: bool,
    pub(super) across: Option<f64>,
    pub(super) values: Vec<Option<ValueData>>,
}

#[derive(Debug, Serialize)]
pub(super) struct ValueData {
    pub(super) text: String,
    pub(super) from: f64,
    pub(super) to: f64,
    pub(super) squares: usize,
}

#[derive(Debug, Serialize)]
pub(super) struct FindingData {
    pub(super) id: String,
    pub(super) number: usize,
    pub(super) title: Words,
    pub(super) text: Vec<Node>,
    pub(super) evidence: Vec<Vec<Node>>,
    pub(super) quote: Option<QuoteData>,
    pub(super) boxes: Vec<BoxData>,
    pub(super) sources: Vec<usize>,
    pub(super) targets: Vec<String>,
    pub(super) implied: Vec<String>,
    pub(super) goals: Vec<u8>,
    pub(super) figures: Vec<String>,
}

#[derive(Debug, Serialize)]
pub(super) struct QuoteData {
    pub(super) text: Vec<Node>,
    pub(super) by: Words,
    pub(super) sources: Vec<usize>,
}

#[derive(Debug, Serialize)]
pub(super) struct BoxData {
    pub(super) id: String,
    pub(super) kind: BoxKindData,
    pub(super) title: Words,
    pub(super) text: Vec<Node>,
    pub(super) sources: Vec<usize>,
}

#[derive(Debug, Serialize)]
pub(super) struct BoxKindData {
    pub(super) code: &'static str,
    pub(super) text: String,
}

#[derive(Debug, Serialize)]
pub(super) struct SectionData {
    pub(super) id: String,
    pub(super) part: &'static str,
    /// What it is called besides its title: "Annex A".
    pub(super) label: Option<String>,
    pub(super) title: Words,
    pub(super) text: Vec<Node>,
    pub(super) sources: Vec<usize>,
    pub(super) quotes: Vec<QuoteData>,
    pub(super) boxes: Vec<BoxData>,
    pub(super) figures: Vec<String>,
}

#[derive(Debug, Serialize)]
pub(super) struct LayoutData {
    pub(super) parts: Vec<&'static str>,
    pub(super) cover: bool,
}

#[derive(Debug, Serialize)]
pub(super) struct GoalData {
    pub(super) number: u8,
    pub(super) national: bool,
    pub(super) name: Words,
    pub(super) title: Words,
    pub(super) colour: ColourData,
    pub(super) ink: ColourData,
    pub(super) why: Vec<Node>,
    pub(super) note: Option<Vec<Node>>,
    pub(super) sources: Vec<usize>,
    pub(super) targets: Vec<TargetData>,
}

#[derive(Debug, Serialize)]
pub(super) struct TargetData {
    pub(super) code: String,
    pub(super) national: bool,
    pub(super) text: Words,
    pub(super) label: Words,
    pub(super) note: Option<Vec<Node>>,
    pub(super) indicators: Vec<IndicatorData>,
}

#[derive(Debug, Serialize)]
pub(super) struct IndicatorData {
    pub(super) code: String,
    pub(super) national: bool,
    pub(super) text: Words,
    pub(super) label: Words,
    pub(super) basis: BasisData,
    pub(super) tier: Option<String>,
    pub(super) custodians: Vec<Words>,
    pub(super) repeats: Vec<String>,
    pub(super) cited_as: Option<String>,
    pub(super) note: Option<Vec<Node>>,
    /// One for each place of the brief, in its order; none where neither the brief nor the project
    /// names data, and no national value is given.
    pub(super) values: Vec<PlaceValuesData>,
}

/// What is known of an indicator at one place.
#[derive(Debug, Serialize)]
pub(super) struct PlaceValuesData {
    pub(super) place: PlaceName,
    /// Whether files of values are named, and say nothing of it.
    pub(super) lacking: bool,
    /// Whether they have values of parts alone, and none of the whole.
    pub(super) parts: bool,
    /// By what these parts are told apart.
    pub(super) parted_by: Vec<Words>,
    /// The value of the series that was chosen.
    pub(super) global: Option<SeriesValueData>,
    /// The latest values of other series of the indicator.
    pub(super) others: Vec<LatestValueData>,
    /// The brief's own values, in its order.
    pub(super) national: Vec<NationalValueData>,
}

/// The series that was chosen: its latest value, and how it came to that.
#[derive(Debug, Serialize)]
pub(super) struct SeriesValueData {
    #[serde(flatten)]
    pub(super) own: LatestValueData,
    /// Whether its name says something else than the indicator.
    pub(super) named: bool,
    /// The value that the latest is held against: of the same part, in the same unit.
    pub(super) baseline: Option<BaselineData>,
    /// All its values that can be held against the latest, where there are at least three; else none.
    pub(super) trend: Vec<TrendData>,
    /// From which year to which these are.
    pub(super) trend_years: Option<String>,
}

/// The value that the latest is held against.
#[derive(Debug, Serialize)]
pub(super) struct BaselineData {
    pub(super) point: PointData,
    /// Whether the year is one that the brief, or its project, names; else it is the first there is.
    pub(super) named: bool,
    /// How it came about, where that is not how the latest did.
    pub(super) nature: Option<NatureData>,
    /// Its release, where that is another.
    pub(super) release: Option<String>,
    pub(super) from: PointOrigin,
}

/// What files say of one value.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct PointOrigin {
    pub(super) nature: Option<NatureData>,
    pub(super) source: Words,
    pub(super) release: String,
    pub(super) footnotes: Vec<Words>,
}

/// Where values of a series are from that have that in common.
#[derive(Debug, Serialize)]
pub(super) struct OriginData {
    /// Their years, where other values of the series are from elsewhere.
    pub(super) years: Option<String>,
    /// How they came about, where others came about otherwise.
    pub(super) nature: Option<NatureData>,
    pub(super) source: Words,
    pub(super) release: String,
}

/// What is said of values of a series, with their years where it is not said of all that print.
#[derive(Debug, Serialize)]
pub(super) struct ValueNoteData {
    pub(super) years: Option<String>,
    pub(super) text: Words,
}

/// A value in a year.
#[derive(Debug, Clone, Serialize)]
pub(super) struct PointData {
    /// The year in digits 0 to 9.
    pub(super) year: String,
    /// The same in the digits of the language.
    pub(super) year_text: String,
    /// The value as it stands in the file, digit by digit.
    pub(super) exact: String,
    /// The same as a decimal number; `None` for a bound, such as `<0.1`, and a range.
    pub(super) number: Option<String>,
    /// The value in plain digits, whatever it is, for sheets.
    #[serde(skip)]
    pub(super) plain: String,
    /// The value as it is printed: rounded, in the language.
    pub(super) text: String,
    /// The same in its power of ten, for a place that says which.
    #[serde(skip)]
    pub(super) scaled: ScaledPoint,
    /// What else the file says beside it.
    #[serde(skip)]
    pub(super) detail: ObservedDetail,
}

/// A value in a power of ten, as it is printed beside the word for that.
#[derive(Debug, Clone, Default)]
pub(super) struct ScaledPoint {
    pub(super) power: i8,
    pub(super) text: String,
}

/// A series and its latest value.
#[derive(Debug, Serialize)]
pub(super) struct LatestValueData {
    pub(super) series: String,
    pub(super) name: Words,
    pub(super) latest: PointData,
    pub(super) unit: Option<UnitData>,
    pub(super) nature: Option<NatureData>,
    /// Of what part it is, where that is not the whole.
    pub(super) dimensions: Vec<DimensionData>,
    pub(super) footnotes: Vec<Words>,
    pub(super) source: Words,
    pub(super) release: String,
    /// Where the values that print are from, in the order of their years.
    pub(super) origins: Vec<OriginData>,
    pub(super) notes: Vec<ValueNoteData>,
}

/// A unit; in words where the value itself does not show it.
#[derive(Debug, Clone, Serialize)]
pub(super) struct UnitData {
    pub(super) code: String,
    pub(super) text: Option<Words>,
    /// Whether it is said apart from the value, for its word is not one that follows a number in every
    /// language.
    pub(super) apart: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct NatureData {
    pub(super) code: String,
    pub(super) text: Words,
}

#[derive(Debug, Serialize)]
pub(super) struct DimensionData {
    pub(super) name: Words,
    pub(super) code: String,
    /// What the file calls the part; its code where it does not.
    pub(super) text: Words,
}

/// Where on the line of a trend a value stands: from 0 to 1 across, and from 0 to 1 upwards.
#[derive(Debug, Serialize)]
pub(super) struct TrendData {
    pub(super) point: PointData,
    /// How it came about, where that is not how the latest did.
    pub(super) nature: Option<NatureData>,
    pub(super) from: PointOrigin,
    pub(super) across: f64,
    pub(super) up: f64,
}

#[derive(Debug, Serialize)]
pub(super) struct NationalValueData {
    /// What it is, in the language where it is a number.
    pub(super) value: Words,
    /// The same as the brief writes it.
    pub(super) exact: String,
    /// The same in plain digits, where it is a number; for sheets.
    #[serde(skip)]
    pub(super) plain: String,
    /// Whether its unit is per cent, which the value shows.
    pub(super) percent: bool,
    pub(super) year: String,
    pub(super) year_text: String,
    pub(super) unit: Option<Words>,
    /// The numbers of its sources.
    pub(super) sources: Vec<usize>,
    /// What its source is called.
    pub(super) source: Option<Words>,
}

/// A file of data that values come from.
#[derive(Debug, Serialize)]
pub(super) struct DataSourceData {
    /// Its path from the project.
    pub(super) path: String,
    pub(super) release: String,
}

#[derive(Debug, Serialize)]
pub(super) struct BasisData {
    pub(super) code: &'static str,
    pub(super) text: String,
}

/// From when tiers and custodians are.
#[derive(Debug, Serialize)]
pub(super) struct TiersData {
    pub(super) as_of: DateData,
    pub(super) later: Vec<LaterTiers>,
}

/// Tiers that a document decided on after that.
#[derive(Debug, Serialize)]
pub(super) struct LaterTiers {
    pub(super) document: String,
    pub(super) codes: Vec<String>,
}

#[derive(Debug, Serialize)]
pub(super) struct MatrixData {
    pub(super) targets: Vec<MatrixTarget>,
    pub(super) rows: Vec<MatrixRow>,
}

#[derive(Debug, Serialize)]
pub(super) struct MatrixTarget {
    pub(super) code: String,
    pub(super) label: Words,
    pub(super) goal: u8,
    pub(super) colour: ColourData,
    pub(super) ink: ColourData,
}

#[derive(Debug, Serialize)]
pub(super) struct MatrixRow {
    pub(super) finding: usize,
    pub(super) title: Words,
    pub(super) cells: Vec<Option<&'static str>>,
}

#[derive(Debug, Serialize)]
pub(super) struct RecommendationGroup {
    pub(super) to: Option<Words>,
    pub(super) addressees: Vec<Node>,
    pub(super) items: Vec<RecommendationData>,
}

#[derive(Debug, Serialize)]
pub(super) struct RecommendationData {
    pub(super) id: String,
    pub(super) number: usize,
    pub(super) text: Vec<Node>,
    pub(super) by: Option<DeadlineData>,
    pub(super) lead: Option<Words>,
    pub(super) support: Option<Words>,
    pub(super) priority: Option<PriorityData>,
    pub(super) targets: Vec<String>,
    pub(super) findings: Vec<FindingRef>,
}

#[derive(Debug, Serialize)]
pub(super) struct DeadlineData {
    pub(super) iso: Option<String>,
    pub(super) text: Words,
}

#[derive(Debug, Serialize)]
pub(super) struct PriorityData {
    pub(super) code: &'static str,
    pub(super) text: String,
}

#[derive(Debug, Serialize)]
pub(super) struct FindingRef {
    pub(super) id: String,
    pub(super) number: usize,
}

#[derive(Debug, Serialize)]
pub(super) struct IdentifierData {
    pub(super) isbn: Option<String>,
    pub(super) issn: Option<String>,
    pub(super) doi: Option<LinkData>,
}

#[derive(Debug, Serialize)]
pub(super) struct AuthorData {
    pub(super) id: String,
    pub(super) name: Words,
    pub(super) role: Option<Words>,
    pub(super) affiliation: Option<Words>,
}

#[derive(Debug, Serialize)]
pub(super) struct ForewordData {
    pub(super) text: Vec<Node>,
    pub(super) by: Option<Words>,
    pub(super) role: Option<Words>,
}

/// A link and its words.
#[derive(Debug, Serialize)]
pub(super) struct LinkData {
    pub(super) url: String,
    pub(super) text: String,
}

#[derive(Debug, Serialize)]
pub(super) struct SourceData {
    pub(super) id: String,
    pub(super) number: usize,
    pub(super) title: Words,
    pub(super) publisher: Option<Words>,
    pub(super) author: Option<Words>,
    #[serde(rename = "in")]
    pub(super) container: Option<Words>,
    pub(super) volume: Option<String>,
    pub(super) issue: Option<String>,
    pub(super) pages: Option<String>,
    pub(super) date: Option<DateData>,
    pub(super) doi: Option<String>,
    pub(super) isbn: Option<String>,
    pub(super) url: Option<String>,
    pub(super) url_text: Option<String>,
    pub(super) accessed: Option<DateData>,
    pub(super) archive: Option<LinkData>,
    pub(super) note: Option<Vec<Node>>,
}

/// A table, ready to be set.
#[derive(Debug, Serialize)]
pub(super) struct TableData {
    pub(super) columns: Vec<TableColumnData>,
    pub(super) groups: Vec<TableGroupData>,
    pub(super) notes: Vec<RowNoteData>,
    pub(super) lacking: bool,
}

#[derive(Debug, Serialize)]
pub(super) struct TableColumnData {
    pub(super) head: Words,
    pub(super) unit: Option<Words>,
    pub(super) align: &'static str,
}

#[derive(Debug, Serialize)]
pub(super) struct TableGroupData {
    pub(super) name: Option<Words>,
    pub(super) rows: Vec<TableRowData>,
}

#[derive(Debug, Serialize)]
pub(super) struct TableRowData {
    pub(super) total: bool,
    pub(super) marks: Vec<String>,
    pub(super) cells: Vec<Option<TableCellData>>,
}

/// A cell: what prints, and the digits that others of its column have behind the decimal sign and
/// this one has not.
#[derive(Debug, Serialize)]
pub(super) struct TableCellData {
    pub(super) text: Words,
    pub(super) pad: String,
}

#[derive(Debug, Serialize)]
pub(super) struct RowNoteData {
    pub(super) mark: String,
    pub(super) text: Vec<Node>,
}
