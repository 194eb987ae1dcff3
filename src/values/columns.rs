//! The columns of files of values, by their heads.

use super::fault::{ValuesFault, ValuesFaultKind, place_of};

/// What a column holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ValuesColumn {
    Indicator,
    Series,
    SeriesName,
    Place,
    PlaceName,
    Year,
    Value,
    Unit,
    Power,
    Nature,
    Source,
    FootNote,
    Status,
    /// The time that a value is of, beside its year.
    TimeDetail,
    /// The time that an index is held against.
    BasePeriod,
    LowerBound,
    UpperBound,
    /// What a receiver is to do with the row.
    Action,
    Release,
    /// A dimension, by its name.
    Dimension(String),
    /// What is not needed.
    Other,
    /// What is not known.
    Unknown,
}

/// Columns of a file, in their order.
#[derive(Debug, Clone)]
pub(super) struct Columns {
    /// What each holds.
    pub roles: Vec<ValuesColumn>,
    /// Their heads.
    pub heads: Vec<String>,
    /// Where the columns stand that every row needs.
    pub indicator: Option<usize>,
    pub series: usize,
    pub place: usize,
    /// Whether cells are a code, a colon and a name.
    pub labelled: bool,
    /// Dimensions that nothing but their place tells from a column of texts: without brackets, and by a name
    /// that is none of the database's usual ones.
    pub unsure: Vec<String>,
}

/// Columns of the portal's and the API's files that are neither read nor dimensions, evened out.
const OTHERS: [&str; 12] = [
    "goal",
    "target",
    "timecoverage",
    "geoinfourl",
    "iso3",
    "parentcode",
    "seriescount",
    "valuetype",
    "notes",
    "dataflow",
    "structure",
    "structureid",
];

/// Columns of SDMX-CSV that are neither read nor dimensions, evened out: attributes of the United
/// Nations' structure for indicators, and those that SDMX's cross-domain concepts name for any.
const SDMX_OTHERS: [&str; 22] = [
    "freq",
    "timecoverage",
    "geoinfourl",
    "geoinfotype",
    "commentts",
    "commentdset",
    "custbreakdownlb",
    "lastupdate",
    "datalastupdate",
    "confstatus",
    "obsconf",
    "decimals",
    "title",
    "titlecompl",
    "coverage",
    "refperioddetail",
    "prebreakvalue",
    "obsprebreak",
    "embargotime",
    "collection",
    "compilingorg",
    "dissorg",
];

/// Dimensions that most series of the database have, evened out.
const USUAL: [&str; 5] = ["age", "sex", "location", "reportingtype", "quantile"];

/// Columns in which people write of rows, evened out: no dimensions.
const REMARKS: [&str; 7] =
    ["comment", "comments", "remark", "remarks", "note", "observation", "observations"];

/// A head without what files write in one way or another: case, spaces, underscores, brackets.
fn even(head: &str) -> String {
    let kept = head.chars().filter(|c| c.is_alphanumeric());
    kept.flat_map(char::to_lowercase).collect()
}

/// A dimension's name without brackets.
fn bare(head: &str) -> &str {
    let head = head.trim();
    let head = head.strip_prefix('[').unwrap_or(head);
    head.strip_suffix(']').unwrap_or(head).trim()
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
            "" => ValuesColumn::Unknown,
            "indicator" => ValuesColumn::Indicator,
            "seriescode" | "series" => ValuesColumn::Series,
            "seriesdescription" => ValuesColumn::SeriesName,
            "geoareacode" | "refarea" => ValuesColumn::Place,
            "geoareaname" => ValuesColumn::PlaceName,
            "timeperiod" | "timeperiodstart" => ValuesColumn::Year,
            "value" | "obsvalue" => ValuesColumn::Value,
            "units" | "unitmeasure" => ValuesColumn::Unit,
            "unitmult" | "unitmultiplier" => ValuesColumn::Power,
            "nature" => ValuesColumn::Nature,
            "source" | "sourcedetail" => ValuesColumn::Source,
            "footnote" | "footnotes" | "commentobs" => ValuesColumn::FootNote,
            "observationstatus" | "obsstatus" => ValuesColumn::Status,
            "timedetail" => ValuesColumn::TimeDetail,
            "baseperiod" | "baseper" => ValuesColumn::BasePeriod,
            "lowerbound" => ValuesColumn::LowerBound,
            "upperbound" => ValuesColumn::UpperBound,
            "release" => ValuesColumn::Release,
            "action" => ValuesColumn::Action,
            // For whom a value was reported is asked of every row, with brackets or without.
            "reportingtype" => ValuesColumn::Dimension(bare(head).to_string()),
            name if OTHERS.contains(&name) => ValuesColumn::Other,
            name if is_sdmx && SDMX_OTHERS.contains(&name) => ValuesColumn::Other,
            _ if bracketed && !head.contains(['[', ']']) => ValuesColumn::Unknown,
            name if !head.contains('[') && REMARKS.contains(&name) => ValuesColumn::Unknown,
            _ => ValuesColumn::Dimension(bare(head).to_string()),
        };
        let roles: Vec<ValuesColumn> = heads.iter().zip(&evened).map(role).collect();
        let find = |wanted: ValuesColumn| roles.iter().position(|role| *role == wanted);
        for (wanted, portal, sdmx) in [
            (ValuesColumn::Indicator, "Indicator", ""),
            (ValuesColumn::Series, "SeriesCode", "SERIES"),
            (ValuesColumn::Place, "GeoAreaCode", "REF_AREA"),
            (ValuesColumn::Year, "TimePeriod", "TIME_PERIOD"),
            (ValuesColumn::Value, "Value", "OBS_VALUE"),
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
        let unsure = |(role, even): (&ValuesColumn, &String)| match role {
            ValuesColumn::Dimension(name) => {
                let is_sure = bracketed || is_sdmx || USUAL.contains(&even.as_str());
                (!is_sure).then(|| name.clone())
            }
            _ => None,
        };
        let unsure = roles.iter().zip(&evened).filter_map(unsure).collect();
        let at = |role: ValuesColumn| find(role).unwrap_or_default();
        Ok(Self {
            indicator: find(ValuesColumn::Indicator),
            series: at(ValuesColumn::Series),
            place: at(ValuesColumn::Place),
            // A code of SDMX has no colon in it.
            labelled: labelled || is_sdmx,
            unsure,
            roles,
            heads,
        })
    }

    /// Whether something is read of a column.
    pub(super) fn is_read(&self, at: usize) -> bool {
        use ValuesColumn::{Other, Unknown};
        self.roles.get(at).is_some_and(|role| !matches!(role, Other | Unknown))
    }

    /// Whether a column has codes or numbers, in which every sign counts.
    pub(super) fn is_code(&self, at: usize) -> bool {
        use ValuesColumn::{FootNote, PlaceName, SeriesName, Source};
        let own = self.roles.get(at).filter(|_| self.is_read(at));
        own.is_some_and(|role| !matches!(role, FootNote | PlaceName | SeriesName | Source))
    }

    /// The head of the column that holds something.
    pub(super) fn name(&self, role: &ValuesColumn) -> &str {
        let at = self.roles.iter().position(|own| own == role);
        at.map_or("", |at| self.heads[at].as_str())
    }
}

/// The code of a cell that is a code, a colon and a name.
pub(super) fn first_part(cell: &str) -> &str {
    cell.split_once(": ").map_or(cell, |(code, _)| code).trim()
}

/// The name of such a cell; may be empty.
pub(super) fn second_part(cell: &str) -> &str {
    cell.split_once(": ").map_or("", |(_, name)| name).trim()
}
