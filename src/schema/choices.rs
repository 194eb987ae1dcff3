//! What a key may be, where that is one of a list: the lists that the checks use.

use super::file::WrittenFile;
use crate::brief::{
    Basis, BoxKind, ColumnAlign, LayoutPart, OwnPlace, Priority, Status, TranslationStatus,
};
use crate::chart::{ChartKind, RowOrder};
use crate::diag::Level;
use crate::l10n::{Labels, built_in_languages, country_codes, region_codes};
use crate::project::Paper;
use crate::sdg::{Framework, framework};
use std::sync::Arc;

/// What a project has beside what is built in.
#[derive(Debug, Clone)]
pub struct Choices {
    pub(super) framework: Arc<Framework>,
    places: Vec<(String, String)>,
    languages: Vec<String>,
}

/// What may stand under a key, each with what it is.
pub(super) struct Choice {
    /// Under this name, among the definitions of a schema.
    pub(super) name: &'static str,
    /// What is written, and what it means.
    pub(super) values: Vec<(String, String)>,
    /// Whether nothing else may be written.
    pub(super) is_closed: bool,
}

impl Default for Choices {
    fn default() -> Self {
        Self { framework: Arc::clone(framework()), places: Vec::new(), languages: Vec::new() }
    }
}

impl Choices {
    /// Those of a project, with the languages that it has words of.
    pub fn new<'p>(
        framework: &Arc<Framework>,
        places: impl Iterator<Item = &'p OwnPlace>,
        languages: impl Iterator<Item = String>,
    ) -> Self {
        let place = |own: &OwnPlace| (own.code.value.clone(), own.name.value.clone());
        Self {
            framework: Arc::clone(framework),
            places: places.map(place).collect(),
            languages: languages.collect(),
        }
    }

    /// What may stand under a key of a file.
    pub(super) fn get(&self, file: WrittenFile, path: &str) -> Option<Choice> {
        use WrittenFile::{Brief, Project, Translation};
        let of = |name, values, is_closed| Some(Choice { name, values, is_closed });
        let words =
            |values: &[&str]| values.iter().map(|v| (v.to_string(), String::new())).collect();
        if file == Project && path.starts_with("lints.") {
            return of("levels", words(&Level::NAMES), true);
        }
        match (file, path) {
            (Brief, "country" | "countries" | "goal.target.indicator.national.country") => {
                of("countries", self.countries(), true)
            }
            (Brief, "region") => {
                let regions = region_codes().map(|(code, name)| (code.into(), name.into()));
                of("regions", regions.collect(), true)
            }
            (Brief, "language" | "source.language") | (Project, "languages") => {
                of("languages", self.languages(), false)
            }
            (Brief, "status") => of("statuses", words(&Status::NAMES), true),
            (Translation, "translation.status") => {
                let names = [TranslationStatus::Draft, TranslationStatus::Reviewed];
                of("statuses", words(&names.map(TranslationStatus::name)), true)
            }
            (Brief, "finding.targets" | "finding.implied" | "recommendation.targets")
            | (Brief, "goal.target.code") => of("targets", self.targets(), true),
            (Brief, "goal.target.indicator.code") => of("indicators", self.indicators(), true),
            (Brief, "goal.target.indicator.basis") => of("bases", words(&Basis::NAMES), true),
            (Brief, "recommendation.priority") => of("priorities", words(&Priority::NAMES), true),
            (Brief, "box.kind") => of("boxes", words(&BoxKind::NAMES), true),
            (Brief, "chart.kind") => {
                of("charts", words(&ChartKind::NAMES.map(|(name, _)| name)), true)
            }
            (Brief, "chart.order") => {
                of("orders", words(&RowOrder::NAMES.map(|(name, _)| name)), true)
            }
            (Brief, "table.column.align") => {
                of("aligns", words(&ColumnAlign::NAMES.map(|(name, _)| name)), true)
            }
            (Brief, "section.at") => {
                of("sections", words(&LayoutPart::OF_SECTIONS.map(LayoutPart::name)), true)
            }
            (Brief, "image.kind") => of("pictures", words(&["picture", "map"]), true),
            (Brief, "table.column.kind") => of("columns", words(&["text", "number"]), true),
            (Brief, "chart.separator" | "table.separator") => {
                of("separators", words(&[",", ";", "tab"]), true)
            }
            (Project, "page.paper") => {
                of("papers", words(&[Paper::A4, Paper::UsLetter].map(Paper::name)), true)
            }
            (Project, "press.greys") => of("greys", words(&["black", "inks"]), true),
            (Project, "framework.goal.target.indicator.tier") => {
                of("tiers", words(&["I", "II"]), true)
            }
            (_, "layout.parts") => of("parts", words(&LayoutPart::ALL.map(LayoutPart::name)), true),
            _ => None,
        }
    }

    /// The goals by their numbers, with their names.
    pub(super) fn goals(&self) -> impl Iterator<Item = (u8, String)> {
        self.framework.goals.iter().map(|goal| (goal.number, goal.name.clone()))
    }

    fn countries(&self) -> Vec<(String, String)> {
        let all = country_codes().map(|(code, name)| (code.to_string(), name.to_string()));
        self.places.iter().cloned().chain(all).collect()
    }

    fn languages(&self) -> Vec<(String, String)> {
        let mut tags: Vec<String> = built_in_languages().map(String::from).collect();
        tags.extend(self.languages.iter().cloned());
        tags.sort_unstable();
        tags.dedup();
        let english = Labels::built_in("en");
        let name = |tag: &str| english.map_or_else(String::new, |words| words.language_name(tag));
        tags.into_iter().map(|tag| (tag.clone(), name(&tag))).collect()
    }

    fn targets(&self) -> Vec<(String, String)> {
        self.framework.targets().map(|own| (own.code.clone(), own.label.clone())).collect()
    }

    fn indicators(&self) -> Vec<(String, String)> {
        let listed = self.framework.indicators().map(|own| (own.code.clone(), own.label.clone()));
        // A source may still be about one that is gone, which is a warning.
        let retired = self.framework.retired.iter();
        let retired = retired
            .map(|own| (own.code.clone(), format!("Retired in {}: {}", own.year, own.label)));
        listed.chain(retired).collect()
    }
}
