//! What was found, and how like findings become one.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::code::{Check, FindingSeverity};
use super::geometry::Point;
use super::page::Page;
use crate::limits::PDF_OBJECTS;

/// What a file is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum IntendedUse {
    /// For reading on screen.
    Screen,
    /// For a printing press.
    Print,
}

impl IntendedUse {
    /// `"screen"` or `"print"`.
    pub fn name(self) -> &'static str {
        match self {
            IntendedUse::Screen => "screen",
            IntendedUse::Print => "print",
        }
    }
}

/// What the checks measure against.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// What every file is judged as; what each says it is where nothing is said.
    pub edition: Option<IntendedUse>,
    /// The least bleed on every side, in millimetres.
    pub bleed: f64,
    /// How far text keeps from the trimmed edge, in millimetres.
    pub safe: f64,
    /// The most ink in one place, in per cent of all inks together.
    pub total_ink: f64,
    /// The most objects a file may have.
    pub objects: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self { edition: None, bleed: 3.0, safe: 6.0, total_ink: 300.0, objects: PDF_OBJECTS }
    }
}

/// One finding: all cases of one kind on one page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PreflightFinding {
    /// The check.
    pub code: Check,
    /// How bad it is.
    pub severity: FindingSeverity,
    /// The fact, with its figures; of several cases, the worst or first.
    pub message: String,
    /// The page, from 1; none when it is about the whole file.
    pub page: Option<usize>,
    /// Where on the page, in points from the lower left corner of the TrimBox, or of the MediaBox
    /// where there is none.
    pub place: Option<Point>,
    /// How many cases there are.
    pub count: usize,
}

/// What one file comes to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// What it was judged as.
    pub edition: IntendedUse,
    /// The number of pages.
    pub pages: usize,
    /// Width and height of the first page as it is shown, in points: of its TrimBox, or of its
    /// MediaBox; none when there is no page.
    pub trim: Option<(f64, f64)>,
    /// The findings: of the whole file first, then page by page, errors before warnings.
    pub findings: Vec<PreflightFinding>,
}

impl Report {
    /// Of a file that takes more than a limit; what is said of it.
    pub fn too_much(settings: &Settings, what: String) -> Self {
        Self::of_one(settings, Found::new(Check::TooMuch, what))
    }

    /// Of a file that cannot be examined; why.
    pub fn unexamined(settings: &Settings, why: &str) -> Self {
        let message = format!("the file could not be examined: {why}");
        Self::of_one(settings, Found::new(Check::Unreadable, message))
    }

    fn of_one(settings: &Settings, found: Found) -> Self {
        let mut findings = Findings::default();
        findings.add(found);
        Self::of_pages(settings, findings, &[])
    }

    /// Of a file with these pages.
    pub(super) fn of_pages(settings: &Settings, findings: Findings, pages: &[Page<'_>]) -> Self {
        Self {
            edition: settings.edition.unwrap_or(IntendedUse::Screen),
            pages: pages.len(),
            trim: pages.first().map(Page::size),
            findings: findings.into_list(),
        }
    }
}

/// A finding in the making.
#[derive(Debug, Clone)]
pub(super) struct Found {
    finding: PreflightFinding,
    group: String,
    weight: f64,
}

impl Found {
    /// A finding with the code's own severity.
    pub fn new(code: Check, message: impl Into<String>) -> Self {
        let finding = PreflightFinding {
            code,
            severity: code.severity(),
            message: message.into(),
            page: None,
            place: None,
            count: 1,
        };
        Self { finding, group: String::new(), weight: 0.0 }
    }

    /// With another severity.
    pub fn severity(mut self, severity: FindingSeverity) -> Self {
        self.finding.severity = severity;
        self
    }

    /// On a page, from 1.
    pub fn page(mut self, page: usize) -> Self {
        self.finding.page = Some(page);
        self
    }

    /// At a place, already counted from the corner of the TrimBox.
    pub fn at(mut self, place: Point) -> Self {
        self.finding.place = (place.x.is_finite() && place.y.is_finite()).then_some(place);
        self
    }

    /// Apart from other findings of the code on the page.
    pub fn group(mut self, group: impl Into<String>) -> Self {
        self.group = group.into();
        self
    }

    /// How bad this case is among its like: the worst one gives the message.
    pub fn weight(mut self, weight: f64) -> Self {
        self.weight = weight;
        self
    }
}

/// Gathers findings; cases of one code, page and group become one.
#[derive(Debug, Default)]
pub(super) struct Findings {
    found: BTreeMap<(Option<usize>, Check, String), Found>,
}

impl Findings {
    /// Adds a case.
    pub fn add(&mut self, found: Found) {
        let key = (found.finding.page, found.finding.code, found.group.clone());
        match self.found.get_mut(&key) {
            None => {
                self.found.insert(key, found);
            }
            Some(there) => {
                let count = there.finding.count + found.finding.count;
                let severity = there.finding.severity.min(found.finding.severity);
                if found.weight > there.weight {
                    *there = found;
                }
                there.finding.count = count;
                there.finding.severity = severity;
            }
        }
    }

    /// All findings, in the order of a report.
    pub fn into_list(self) -> Vec<PreflightFinding> {
        let mut list: Vec<PreflightFinding> =
            self.found.into_values().map(|found| found.finding).collect();
        list.sort_by_key(|finding| (finding.page, finding.severity, finding.code));
        list
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn like_cases_become_one_with_the_worst_message() {
        let mut findings = Findings::default();
        for size in [5.0, 4.0, 5.5] {
            let message = format!("{size} pt");
            findings.add(Found::new(Check::SmallType, message).page(2).weight(6.0 - size));
        }
        findings.add(Found::new(Check::SmallType, "5 pt").page(1));
        findings.add(Found::new(Check::NoTitle, "no title"));
        let list = findings.into_list();
        let seen: Vec<_> = list.iter().map(|f| (f.page, f.message.as_str(), f.count)).collect();
        assert_eq!(seen, [(None, "no title", 1), (Some(1), "5 pt", 1), (Some(2), "4 pt", 3)]);
    }
}
