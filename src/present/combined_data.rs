//! What a template sees of several briefs: one type for each table of `templates/README.md`.

use serde::Serialize;

use super::data::{
    AuthorData, BasisData, ColourData, CountryData, DateData, DimensionData, FrameData,
    IdentifierData, LayoutData, NatureData, Node, OriginalData, PlaceData, PlaceName, ScaledPoint,
    SourceData, StatusData, TiersData, UnitData, Words,
};

/// Everything a template sees of a table of several briefs.
#[derive(Debug, Serialize)]
pub(super) struct CombinedData {
    #[serde(flatten)]
    pub(super) frame: FrameData,
    pub(super) contact: Option<Vec<Node>>,
    pub(super) licence: Option<Vec<Node>>,
    pub(super) citation: Option<Vec<Node>>,
    pub(super) identifiers: IdentifierData,
    pub(super) authors: Vec<AuthorData>,
    pub(super) imprint: Option<Vec<Node>>,
    pub(super) number: Option<String>,
    pub(super) title: Words,
    pub(super) subtitle: Option<Words>,
    pub(super) short_title: Words,
    pub(super) country: CountryData,
    pub(super) place: PlaceData,
    pub(super) date: DateData,
    pub(super) status: StatusData,
    pub(super) original: Option<OriginalData>,
    pub(super) layout: LayoutData,
    pub(super) tiers: Option<TiersData>,
    pub(super) unofficial_wording: bool,
    /// Whether there are values of the global database.
    pub(super) valued: bool,
    /// The release of all of them, where that is one.
    pub(super) release: Option<String>,
    pub(super) briefs: Vec<CombinedBriefData>,
    pub(super) goals: Vec<CombinedGoalData>,
    pub(super) sources: Vec<SourceData>,
}

#[derive(Debug, Serialize)]
pub(super) struct CombinedBriefData {
    pub(super) id: String,
    pub(super) title: Words,
    /// What rows call it, where its places do not tell it.
    pub(super) name: Option<Words>,
    /// Whether the title says more than that.
    pub(super) shortened: bool,
    /// Where it is about, in the order of the table.
    pub(super) places: Vec<Words>,
    pub(super) date: DateData,
    pub(super) draft: bool,
    /// The language it is in, where that is not the page's.
    pub(super) original: Option<OriginalData>,
}

#[derive(Debug, Serialize)]
pub(super) struct CombinedGoalData {
    pub(super) number: u8,
    pub(super) national: bool,
    pub(super) name: Words,
    pub(super) title: Words,
    pub(super) colour: ColourData,
    pub(super) ink: ColourData,
    pub(super) indicators: Vec<CombinedIndicatorData>,
}

#[derive(Debug, Serialize)]
pub(super) struct CombinedIndicatorData {
    pub(super) code: String,
    pub(super) national: bool,
    pub(super) label: Words,
    pub(super) tier: Option<String>,
    pub(super) repeats: Vec<String>,
    /// What the briefs say themselves, each once.
    pub(super) said: Vec<SaidData>,
    /// Its values, series by series; those of the briefs themselves come last.
    pub(super) series: Vec<CombinedSeriesData>,
    /// The places that have none, by what is said of them.
    pub(super) without: Vec<WithoutData>,
}

/// One thing that briefs say of an indicator: one of these is there.
#[derive(Debug, Serialize)]
pub(super) struct SaidData {
    /// Which briefs say it, where it is not all that name the indicator.
    pub(super) by: Vec<Words>,
    pub(super) basis: Option<BasisData>,
    /// The wording, where that is not the label of the indicator.
    pub(super) text: Option<Words>,
    /// The code under which the source has it.
    pub(super) cited_as: Option<String>,
    pub(super) note: Option<Vec<Node>>,
}

/// A series with its values; what is the same for all of them stands here and not at each.
#[derive(Debug, Serialize)]
pub(super) struct CombinedSeriesData {
    /// Null where these are values of the briefs themselves.
    pub(super) code: Option<String>,
    pub(super) name: Option<Words>,
    /// The word for the power of ten that its values are in: "millions".
    pub(super) scale: Option<String>,
    #[serde(flatten)]
    pub(super) common: ValueFacts,
    /// The numbers of the sources of briefs' own values, where all have the same.
    pub(super) sources: Vec<usize>,
    pub(super) rows: Vec<CombinedRowData>,
}

/// What is said of a value, or of all values of a series.
#[derive(Debug, Default, Serialize)]
pub(super) struct ValueFacts {
    pub(super) unit: Option<UnitData>,
    /// Of what part it is, where that is not the whole.
    pub(super) dimensions: Vec<DimensionData>,
    pub(super) source: Option<Words>,
    pub(super) release: Option<String>,
    pub(super) footnotes: Vec<Words>,
}

/// The latest value at a place.
#[derive(Debug, Serialize)]
pub(super) struct CombinedRowData {
    pub(super) place: PlaceName,
    /// What the brief is called, where the place does not tell it.
    pub(super) brief: Option<Words>,
    pub(super) value: Words,
    /// The value in its power of ten, until that is known of the whole series.
    #[serde(skip)]
    pub(super) scaled: ScaledPoint,
    /// What the number lacks to have as many decimals as any in its series.
    pub(super) pad: String,
    pub(super) year_text: String,
    pub(super) nature: Option<NatureData>,
    #[serde(flatten)]
    pub(super) own: ValueFacts,
    /// The numbers of the sources of a brief's own value.
    pub(super) sources: Vec<usize>,
}

/// Places that have no value.
#[derive(Debug, Serialize)]
pub(super) struct WithoutData {
    /// `"lacking"`, `"parts"`, `"unvalued"` or `"unnamed"`.
    pub(super) state: &'static str,
    /// By what parts are told apart that have values.
    pub(super) parted_by: Vec<Words>,
    pub(super) places: Vec<Words>,
}
