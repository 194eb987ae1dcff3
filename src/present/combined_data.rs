//! What a template sees of several briefs: one type for each table of `templates/README.md`.

use serde::Serialize;

use super::data::{
    AuthorData, BasisData, ColourData, CountryData, DateData, FrameData, IdentifierData,
    LayoutData, Node, OriginalData, PlaceData, PlaceName, PlaceValuesData, StatusData, TiersData,
    Words,
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
    pub(super) briefs: Vec<CombinedBriefData>,
    pub(super) goals: Vec<CombinedGoalData>,
}

#[derive(Debug, Serialize)]
pub(super) struct CombinedBriefData {
    pub(super) id: String,
    pub(super) title: Words,
    pub(super) name: Words,
    /// Whether that is a short title, so that the title says more.
    pub(super) shortened: bool,
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
    pub(super) rows: Vec<CombinedRowData>,
}

/// A place of a brief.
#[derive(Debug, Serialize)]
pub(super) struct CombinedRowData {
    /// The brief, by its place in the list of them, from 0.
    pub(super) brief: usize,
    /// Whether the brief names the indicator, and values of it.
    pub(super) state: &'static str,
    pub(super) basis: Option<BasisData>,
    pub(super) place: PlaceName,
    /// The brief's own wording, where that is not the one above its rows.
    pub(super) text: Option<Words>,
    /// The code under which the brief's source has it.
    pub(super) cited_as: Option<String>,
    /// What the brief notes of it.
    pub(super) note: Option<Vec<Node>>,
    pub(super) values: Option<PlaceValuesData>,
}
