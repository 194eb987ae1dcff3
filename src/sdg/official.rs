//! The framework as others publish it: wording in a language, tiers and custodians, each with where it
//! is from. A project pins it in files of its own; here is what these come to.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Serialize;

use super::framework::Framework;
use super::origin::{Departure, Matter, TierSheet};

/// Where something pinned is from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
pub struct PinnedSource {
    /// What it was read from, such as `open-sdg`.
    pub kind: String,
    /// The language of the wording, a BCP 47 tag; empty where it is about tiers.
    pub language: String,
    /// What it was read from, for people.
    pub title: String,
    /// The day, month or year of what was published.
    pub release: String,
    /// The day it was taken into the project.
    pub imported: String,
    /// Whether it is the United Nations' own wording.
    pub official: bool,
    /// What may be done with it.
    pub licence: String,
    /// The files it was read from, with the SHA-256 of each.
    pub files: Vec<(String, String)>,
}

/// The wording of goals, targets and indicators in a language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
pub struct PinnedWording {
    /// Where it is from.
    pub source: PinnedSource,
    /// The short names of goals, by their numbers.
    pub names: BTreeMap<String, String>,
    /// The goals in full.
    pub goals: BTreeMap<String, String>,
    /// Targets by their codes.
    pub targets: BTreeMap<String, String>,
    /// Indicators by their codes.
    pub indicators: BTreeMap<String, String>,
}

/// Tiers and agencies of indicators.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
pub struct PinnedTiers {
    /// Where they are from.
    pub source: PinnedSource,
    /// Indicators by their codes.
    pub indicators: BTreeMap<String, PinnedTier>,
}

/// The tier and the agencies of an indicator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
pub struct PinnedTier {
    /// Such as `I` or `I (a)/II (b)`.
    pub tier: Option<String>,
    /// Who compiles it; `None` where what was published does not say.
    pub custodians: Option<Vec<String>>,
    /// Who helps.
    pub partners: Vec<String>,
}

/// All that a project has pinned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
pub struct Pinned {
    /// Wording by language, a BCP 47 tag.
    pub wordings: BTreeMap<String, PinnedWording>,
    /// Tiers and custodians.
    pub tiers: Option<PinnedTiers>,
}

impl PinnedWording {
    /// The wording of a target or an indicator.
    pub fn of(&self, code: &str) -> Option<&str> {
        let known = if code.matches('.').count() == 1 { &self.targets } else { &self.indicators };
        known.get(code).map(String::as_str)
    }
}

impl Framework {
    /// The same with tiers and custodians that a project has pinned. A nation's stay as they are.
    #[must_use]
    pub fn with_tiers(&self, tiers: &PinnedTiers) -> Self {
        let mut framework = self.clone();
        for goal in &mut framework.goals {
            for target in &mut Arc::make_mut(goal).targets {
                for indicator in &mut Arc::make_mut(target).indicators {
                    let Some(pinned) = tiers.indicators.get(&indicator.code) else { continue };
                    if indicator.national {
                        continue;
                    }
                    let indicator = Arc::make_mut(indicator);
                    indicator.tier.clone_from(&pinned.tier);
                    indicator.depends_on = None;
                    if let Some(custodians) = &pinned.custodians {
                        indicator.custodians.clone_from(custodians);
                        indicator.partners.clone_from(&pinned.partners);
                    }
                }
            }
        }
        framework.date(tiers);
        framework
    }

    /// Says from when tiers and agencies are: from the pinned release where that has both, and then the
    /// tiers that are not in it are told apart; else the pinned tiers are.
    fn date(&mut self, tiers: &PinnedTiers) {
        let is_pinned = |code: &str| tiers.indicators.contains_key(code);
        for departure in &mut self.departures {
            departure.codes.retain(|code| departure.of == Matter::Wording || !is_pinned(code));
        }
        for doubt in &mut self.doubts {
            doubt.codes.retain(|code| doubt.about == Matter::Wording || !is_pinned(code));
        }
        self.departures.retain(|departure| !departure.codes.is_empty());
        self.doubts.retain(|doubt| !doubt.codes.is_empty());
        let whole = tiers.indicators.values().any(|own| own.custodians.is_some());
        let pinned =
            TierSheet { name: tiers.source.title.clone(), date: tiers.source.release.clone() };
        let other = if whole { std::mem::replace(&mut self.sheet, pinned) } else { pinned };
        let decided: BTreeSet<&str> =
            self.departures.iter().flat_map(|it| &it.codes).map(String::as_str).collect();
        let codes: Vec<String> = self
            .indicators()
            .filter(|own| !own.national && own.tier.is_some() && is_pinned(&own.code) != whole)
            .map(|own| own.code.clone())
            .filter(|code| !decided.contains(code.as_str()))
            .collect();
        if !codes.is_empty() {
            self.departures.push(Departure {
                codes,
                of: Matter::Tier,
                sheet: None,
                reason: "not in the sheet that the rest is from".into(),
                document: Some(format!("{}, {}", other.name, other.date)),
            });
        }
    }
}

/// Where a code stands in the framework's order: numbers before letters.
pub fn code_order(code: &str) -> Vec<(u8, u32, String)> {
    let part = |part: &str| match part.parse() {
        Ok(number) => (0, number, String::new()),
        Err(_) => (1, 0, part.to_string()),
    };
    code.split('.').map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sdg::framework::framework;

    #[test]
    fn pinned_tiers_take_the_place_of_those_built_in() {
        let tier = |tier: &str, custodians: Option<&[&str]>| PinnedTier {
            tier: Some(tier.into()),
            custodians: custodians.map(|names| names.iter().map(ToString::to_string).collect()),
            partners: Vec::new(),
        };
        let pinned = [("1.1.1", tier("II", Some(&["A"]))), ("1.2.1", tier("II", None))];
        let tiers = PinnedTiers {
            indicators: pinned.map(|(code, tier)| (code.to_string(), tier)).into(),
            ..PinnedTiers::default()
        };
        let with = framework().with_tiers(&tiers);
        let own = |code| with.indicator(code).unwrap();
        assert_eq!(own("1.1.1").tier.as_deref(), Some("II"));
        assert_eq!(own("1.1.1").custodians, ["A"]);
        assert_eq!(own("1.2.1").tier.as_deref(), Some("II"));
        let built_in = framework().indicator("1.2.1").unwrap();
        assert_eq!(own("1.2.1").custodians, built_in.custodians);
        assert_eq!(own("2.1.1").tier, framework().indicator("2.1.1").unwrap().tier);
    }

    #[test]
    fn codes_stand_in_the_order_of_the_framework() {
        let f = framework();
        let listed: Vec<&str> = f.indicators().map(|own| own.code.as_str()).collect();
        let mut sorted = listed.clone();
        sorted.sort_by_key(|code| code_order(code));
        assert_eq!(sorted, listed);
    }
}
