//! What `briefpress i18n status` says of a translation, and of several together.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::translation::{Progress, State, Unit};

/// How a translation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Standing {
    /// The project wants it, and there is no file.
    Absent,
    /// Its file, its brief's or the project's cannot be read whole.
    Unreadable,
    /// It prints as a draft.
    Draft,
    /// It prints as reviewed.
    Reviewed,
}

impl Standing {
    pub(super) fn name(self) -> &'static str {
        match self {
            Standing::Absent => "absent",
            Standing::Unreadable => "unreadable",
            Standing::Draft => "draft",
            Standing::Reviewed => "reviewed",
        }
    }
}

/// How many translations stand how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub(super) struct Standings {
    pub reviewed: usize,
    pub draft: usize,
    pub absent: usize,
    pub unreadable: usize,
}

impl Standings {
    fn of<'r>(rows: impl IntoIterator<Item = &'r Row>) -> Self {
        let mut all = Self::default();
        for standing in rows.into_iter().filter_map(|row| row.status) {
            *match standing {
                Standing::Reviewed => &mut all.reviewed,
                Standing::Draft => &mut all.draft,
                Standing::Absent => &mut all.absent,
                Standing::Unreadable => &mut all.unreadable,
            } += 1;
        }
        all
    }

    /// All of them.
    pub(super) fn count(&self) -> usize {
        self.reviewed + self.draft + self.absent + self.unreadable
    }
}

/// A translation, or the sum of some.
#[derive(Debug, Serialize)]
pub(super) struct Row {
    /// The brief's id; none in a total.
    pub brief: Option<String>,
    /// The language; none in the total of the project, and where a brief that cannot be read has no
    /// translation.
    pub language: Option<String>,
    /// How it stands; none in a total.
    pub status: Option<Standing>,
    /// In a total, how many translations it is of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub translations: Option<Standings>,
    pub percent: usize,
    #[serde(flatten)]
    pub progress: Progress,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keys: Option<Vec<ListedKey>>,
}

impl Row {
    /// A translation of which nothing else is known than that it cannot be read.
    pub(super) fn unreadable(brief: &str, language: Option<&str>) -> Self {
        Self {
            brief: Some(brief.to_string()),
            language: language.map(String::from),
            status: Some(Standing::Unreadable),
            translations: None,
            percent: 0,
            progress: Progress::default(),
            keys: None,
        }
    }

    /// Whether anything is known of its strings.
    pub(super) fn is_known(&self) -> bool {
        match (self.status, self.translations) {
            (_, Some(all)) => all.unreadable < all.count(),
            (status, None) => status != Some(Standing::Unreadable),
        }
    }
}

/// A string.
#[derive(Debug, Serialize)]
pub(super) struct ListedKey {
    pub key: String,
    pub state: State,
    pub same_as_source: bool,
    /// Whether it is one of those that the translation's counts are of. A name that a translation
    /// gives is not.
    pub counts: bool,
    /// Who reviewed it as it is.
    pub reviewer: Option<String>,
    /// The original that it was translated from, where that is another and is known.
    pub previous: Option<String>,
    /// Whether there is something to do about it.
    #[serde(skip)]
    pub is_open: bool,
}

/// The strings that are there or needed, of a translation that someone has read, or not.
pub(super) fn listed(units: Vec<Unit>, is_read: bool) -> Vec<ListedKey> {
    let those = units.into_iter().filter(|unit| unit.is_needed || unit.target.is_some());
    let listed = those.map(|unit| ListedKey {
        key: unit.key.to_string(),
        state: unit.state,
        same_as_source: unit.is_same,
        counts: unit.counts(),
        is_open: !unit.state.is_current()
            || unit.is_same
            || is_read && unit.state != State::Reviewed,
        reviewer: unit.reviewer,
        previous: unit.previous,
    });
    listed.collect()
}

/// The sums of each language, and last of the project.
pub(super) fn totals(rows: &[Row]) -> Vec<Row> {
    let mut of: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    for row in rows {
        of.entry(row.language.as_deref().unwrap_or_default()).or_default().push(row);
    }
    of.remove("");
    let mut totals: Vec<Row> =
        of.into_iter().map(|(language, rows)| total(Some(language), &rows)).collect();
    if !rows.is_empty() {
        totals.push(total(None, &rows.iter().collect::<Vec<_>>()));
    }
    totals
}

fn total(language: Option<&str>, rows: &[&Row]) -> Row {
    let parts = rows.iter().map(|row| &row.progress);
    let progress = parts.fold(Progress::default(), |sum, part| sum.plus(part));
    let mut total = Row {
        brief: None,
        language: language.map(String::from),
        status: None,
        translations: Some(Standings::of(rows.iter().copied())),
        percent: 0,
        progress,
        keys: None,
    };
    // What cannot be read is not done.
    if total.is_known() {
        total.percent = total.progress.percent();
    }
    total
}
