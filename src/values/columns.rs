//! The columns of files of values, by their heads.

use super::fault::{ValuesFault, ValuesFaultKind, place_of};

/// What a column holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Column {
    Indicator,
    Series,
    SeriesName,
    Place,
    Year,
    Value,
    Unit,
    Power,
    Nature,
    Source,
    FootNote,
    Release,
    /// A dimension, by its name.
    Dimension(String),
    /// What is not needed.
    Other,
}

/// Columns of a file, in their order.
#[derive(Debug, Clone)]
pub(super) struct Columns {
    /// What each holds.
    pub roles: Vec<Column>,
    /// Their heads.
    pub heads: Vec<String>,
    /// Where the columns stand that every row needs.
    pub indicator: Option<usize>,
    pub series: usize,
    pub place: usize,
    /// Whether cells are a code, a colon and a name.
    pub labelled: bool,
}

/// Columns of the portal's and the API's files that are neither read nor dimensions, evened out.
const OTHERS: [&str; 19] = [
    "goal",
    "target",
    "geoareaname",
    "timedetail",
    "timecoverage",
    "upperbound",
    "lowerbound",
    "baseperiod",
    "geoinfourl",
    "observationstatus",
    "iso3",
    "parentcode",
    "seriescount",
    "valuetype",
    "notes",
    "dataflow",
    "structure",
    "structureid",
    "action",
];

/// Columns of SDMX-CSV that are neither read nor dimensions, evened out: attributes of the United
/// Nations' structure for indicators.
const SDMX_OTHERS: [&str; 10] = [
    "freq",
    "obsstatus",
    "timedetail",
    "timecoverage",
    "geoinfourl",
    "upperbound",
    "lowerbound",
    "baseper",
    "commentts",
    "lastupdate",
];

/// A head without what files write in one way or another: case, spaces, underscores, brackets.
fn even(head: &str) -> String {
    let kept = head.chars().filter(|c| c.is_alphanumeric());
    kept.flat_map(char::to_lowercase).collect()
}

/// A dimension's name without brackets.
fn bare(head: &str) -> &str {
    let head = head.trim();
    head.strip_prefix('[').and_then(|head| head.strip_suffix(']')).unwrap_or(head).trim()
}

impl Columns {
    /// Whether a line is the head of a table of values.
    pub(super) fn is_head(heads: &[String]) -> bool {
        let has = |name: &str| heads.iter().any(|head| even(first_part(head)) == name);
        has("seriescode") && has("geoareacode")
            || has("series") && (has("refarea") || has("obsvalue"))
    }

    /// Reads the head of a table. `sheet` and `row` say where it stands.
    pub(super) fn of(
        heads: &[String],
        sheet: Option<&str>,
        row: u64,
    ) -> Result<Self, Box<ValuesFault>> {
        let labelled = heads.iter().any(|head| head.contains(": ") && !head.starts_with('['));
        let heads: Vec<String> = heads
            .iter()
            .map(|head| if labelled { first_part(head) } else { head.trim() }.to_string())
            .collect();
        let evened: Vec<String> = heads.iter().map(|head| even(head)).collect();
        let is_sdmx = evened.iter().any(|head| head == "refarea" || head == "obsvalue");
        // Where some dimensions stand in brackets, all do.
        let bracketed = heads.iter().any(|head| head.starts_with('['));
        let role = |(head, even): (&String, &String)| match even.as_str() {
            "" => Column::Other,
            "indicator" => Column::Indicator,
            "seriescode" | "series" => Column::Series,
            "seriesdescription" => Column::SeriesName,
            "geoareacode" | "refarea" => Column::Place,
            "timeperiod" | "timeperiodstart" => Column::Year,
            "value" | "obsvalue" => Column::Value,
            "units" | "unitmeasure" => Column::Unit,
            "unitmult" => Column::Power,
            "nature" => Column::Nature,
            "source" | "sourcedetail" => Column::Source,
            "footnote" | "footnotes" | "commentobs" => Column::FootNote,
            "release" => Column::Release,
            name if OTHERS.contains(&name) => Column::Other,
            name if is_sdmx && SDMX_OTHERS.contains(&name) => Column::Other,
            _ if bracketed && !head.starts_with('[') => Column::Other,
            _ => Column::Dimension(bare(head).to_string()),
        };
        let roles: Vec<Column> = heads.iter().zip(&evened).map(role).collect();
        let find = |wanted: Column| roles.iter().position(|role| *role == wanted);
        for (wanted, portal, sdmx) in [
            (Column::Indicator, "Indicator", ""),
            (Column::Series, "SeriesCode", "SERIES"),
            (Column::Place, "GeoAreaCode", "REF_AREA"),
            (Column::Year, "TimePeriod", "TIME_PERIOD"),
            (Column::Value, "Value", "OBS_VALUE"),
        ] {
            let name = if is_sdmx { sdmx } else { portal };
            let count = roles.iter().filter(|role| **role == wanted).count();
            let message = match count {
                0 if name.is_empty() => continue,
                0 => format!("there is no column `{name}`"),
                1 => continue,
                _ => format!("{count} columns are called `{name}`"),
            };
            return Err(Box::new(ValuesFault::new(
                ValuesFaultKind::Cell,
                place_of(sheet, row, None),
                message,
                "export the data again, and leave the heads of its columns as they are",
            )));
        }
        let at = |role: Column| find(role).unwrap_or_default();
        Ok(Self {
            indicator: find(Column::Indicator),
            series: at(Column::Series),
            place: at(Column::Place),
            labelled,
            roles,
            heads,
        })
    }

    /// The head of the column that holds something.
    pub(super) fn name(&self, role: &Column) -> &str {
        let at = self.roles.iter().position(|own| own == role);
        at.map_or("", |at| self.heads[at].as_str())
    }
}

/// The code of a cell that is a code, a colon and a name.
pub(super) fn first_part(cell: &str) -> &str {
    cell.split_once(": ").map_or(cell, |(code, _)| code).trim()
}
