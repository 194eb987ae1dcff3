//! The framework as a table, read once from `framework.toml`, and with what a project adds to it.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use serde::{Deserialize, Deserializer, Serialize};

use super::origin::{Departure, Doubt, Matter, TierSheet};

static FRAMEWORK: LazyLock<Arc<Framework>> = LazyLock::new(|| {
    let mut framework: Framework = toml::from_str(include_str!("framework.toml"))
        .expect("the built-in framework table is valid; a test holds this");
    framework.goals.iter_mut().for_each(|goal| Arc::make_mut(goal).name_children());
    Arc::new(framework)
});

/// The framework after the 2025 comprehensive review, as the United Nations have it.
pub fn framework() -> &'static Arc<Framework> {
    &FRAMEWORK
}

/// A list whose entries briefs share.
fn shared<'de, D, T>(from: D) -> Result<Vec<Arc<T>>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    Ok(Vec::<T>::deserialize(from)?.into_iter().map(Arc::new).collect())
}

/// Goals, targets and indicators, and the codes that are no longer or never were.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Framework {
    /// Its name and state.
    #[serde(rename = "framework")]
    pub name: String,
    /// The 17 goals, in their order, and after them those of a nation.
    #[serde(rename = "goal", deserialize_with = "shared")]
    pub goals: Vec<Arc<Goal>>,
    /// Codes that were deleted and stand for nothing now.
    #[serde(deserialize_with = "shared")]
    pub retired: Vec<Arc<Retired>>,
    /// Codes that are cited and never existed.
    #[serde(rename = "never")]
    pub never_existed: Vec<NeverExisted>,
    /// What tiers, custodians and partners are taken from.
    pub sheet: TierSheet,
    /// Where they are something else, each with its reason.
    #[serde(rename = "departure")]
    pub departures: Vec<Departure>,
    /// What is not sure.
    #[serde(rename = "doubt")]
    pub doubts: Vec<Doubt>,
    /// Names of custodian and partner agencies by their short names.
    pub agencies: BTreeMap<String, String>,
}

/// A goal.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Goal {
    /// 1 to 17; more is a nation's.
    pub number: u8,
    /// Its usual short name, such as "No poverty".
    pub name: String,
    /// Its colour, `#rrggbb`.
    pub colour: String,
    /// The same for the press: per cent of cyan, magenta, yellow and black. A nation may leave it to
    /// be made from the other.
    pub cmyk: Option<[u8; 4]>,
    /// Its targets, in their order.
    #[serde(rename = "target", deserialize_with = "shared")]
    pub targets: Vec<Arc<Target>>,
    /// Whether it is a nation's.
    #[serde(skip)]
    pub national: bool,
}

/// A target.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// Such as `16.3` or `1.a`.
    pub code: String,
    /// Our short label for it.
    pub label: String,
    /// Words to find it by that are not in its label.
    #[serde(default)]
    pub terms: Vec<String>,
    /// Its indicators, in their order.
    #[serde(rename = "indicator", deserialize_with = "shared")]
    pub indicators: Vec<Arc<Indicator>>,
    /// The number of its goal.
    #[serde(skip)]
    pub goal: u8,
    /// Whether it is a nation's.
    #[serde(skip)]
    pub national: bool,
}

/// An indicator.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    /// Such as `16.3.1`.
    pub code: String,
    /// Our short label for it.
    pub label: String,
    /// Words to find it by that are not in its label.
    #[serde(default)]
    pub terms: Vec<String>,
    /// Its tier: `I` (method agreed, data regularly produced), `II` (method agreed, data not
    /// regularly produced), or which component is which, as in `I (a)/II (b)`.
    pub tier: Option<String>,
    /// On what `I/II` depends, such as the service.
    pub depends_on: Option<String>,
    /// The agencies that compile it, by acronym or usual short name.
    #[serde(default)]
    pub custodians: Vec<String>,
    /// The agencies that take part in it.
    #[serde(default)]
    pub partners: Vec<String>,
    /// The other codes under which the framework lists the same indicator.
    #[serde(default)]
    pub repeats: Vec<String>,
    /// What became of it, oldest first.
    #[serde(default)]
    pub changes: Vec<Change>,
    /// The code of its target.
    #[serde(skip)]
    pub target: String,
    /// Whether it is a nation's.
    #[serde(skip)]
    pub national: bool,
}

/// An event in the life of an indicator's code.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// The year of the review or refinement.
    pub year: u16,
    /// What happened: `added`, `wording`, `replaced`, `reused` or `moved`.
    pub what: String,
    /// What a user of the code must know.
    pub note: Option<String>,
}

/// A code that was deleted.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retired {
    /// Such as `17.6.2`.
    pub code: String,
    /// The year it went.
    pub year: u16,
    /// What it measured, in our words.
    pub label: String,
    /// Codes to look at instead.
    #[serde(default)]
    pub instead: Vec<String>,
    /// What a user of the code must know.
    pub note: Option<String>,
}

/// A code that is cited and never existed.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NeverExisted {
    /// Such as `8.7.2`.
    pub code: String,
    /// Codes that are probably meant.
    #[serde(default)]
    pub instead: Vec<String>,
    /// What it is cited for.
    pub note: Option<String>,
}

impl Framework {
    /// The same with goals of a nation, and with the targets and indicators that these goals have
    /// below goals and targets of the United Nations: each after those that are there.
    #[must_use]
    pub fn with(&self, additions: impl IntoIterator<Item = Goal>) -> Self {
        let mut framework = self.clone();
        for addition in additions {
            let same = |goal: &&mut Arc<Goal>| goal.number == addition.number;
            match framework.goals.iter_mut().find(same) {
                Some(goal) => Arc::make_mut(goal).take_in(addition),
                None => framework.goals.push(Arc::new(addition)),
            }
        }
        framework.goals.sort_by_key(|goal| goal.number);
        framework.goals.iter_mut().filter(|goal| goal.has_national()).for_each(|goal| {
            Arc::make_mut(goal).name_children();
        });
        framework
    }

    /// The goal of a number.
    pub fn goal(&self, number: i64) -> Option<&Arc<Goal>> {
        self.goals.iter().find(|goal| i64::from(goal.number) == number)
    }

    /// All targets, in their order.
    pub fn targets(&self) -> impl Iterator<Item = &Arc<Target>> {
        self.goals.iter().flat_map(|goal| &goal.targets)
    }

    /// All listed indicators, in their order.
    pub fn indicators(&self) -> impl Iterator<Item = &Arc<Indicator>> {
        self.targets().flat_map(|target| &target.indicators)
    }

    /// The target of a code.
    pub fn target(&self, code: &str) -> Option<&Arc<Target>> {
        let goal = self.goal(code.split_once('.')?.0.parse().ok()?)?;
        goal.targets.iter().find(|target| target.code == code)
    }

    /// The indicator of a code.
    pub fn indicator(&self, code: &str) -> Option<&Arc<Indicator>> {
        let target = self.target(parent(code)?)?;
        target.indicators.iter().find(|indicator| indicator.code == code)
    }

    /// What a deleted code was.
    pub fn retired(&self, code: &str) -> Option<&Arc<Retired>> {
        self.retired.iter().find(|retired| retired.code == code)
    }

    /// Where a code has something else than the sheet.
    pub fn departures<'f>(&'f self, code: &'f str) -> impl Iterator<Item = &'f Departure> {
        self.departures.iter().filter(move |departure| departure.codes.iter().any(|it| it == code))
    }

    /// What is not sure of a code.
    pub fn doubts<'f>(&'f self, code: &'f str) -> impl Iterator<Item = &'f Doubt> {
        self.doubts.iter().filter(move |doubt| doubt.codes.iter().any(|it| it == code))
    }

    /// The document that decided on an indicator's tier after the sheet, if one did.
    pub fn tier_document(&self, code: &str) -> Option<&str> {
        let on_tier = |it: &&Departure| {
            it.of == Matter::Tier && it.document.is_some() && it.codes.iter().any(|own| own == code)
        };
        self.departures.iter().find(on_tier)?.document.as_deref()
    }

    /// What a code that never existed is cited for.
    pub fn never_existed(&self, code: &str) -> Option<&NeverExisted> {
        self.never_existed.iter().find(|never| never.code == code)
    }
}

impl Goal {
    /// Whether anything of it is a nation's.
    fn has_national(&self) -> bool {
        self.national || self.targets.iter().any(|target| target.has_national())
    }

    /// Takes in what another adds below it.
    fn take_in(&mut self, addition: Goal) {
        for added in addition.targets {
            let same = |target: &&mut Arc<Target>| target.code == added.code && !added.national;
            match self.targets.iter_mut().find(same) {
                Some(target) => {
                    Arc::make_mut(target).indicators.extend(added.indicators.iter().cloned());
                }
                None => self.targets.push(added),
            }
        }
    }

    /// Tells its targets and indicators where they belong.
    fn name_children(&mut self) {
        for target in &mut self.targets {
            let target = Arc::make_mut(target);
            target.goal = self.number;
            for indicator in &mut target.indicators {
                Arc::make_mut(indicator).target.clone_from(&target.code);
            }
        }
    }
}

impl Target {
    /// Whether it, or an indicator of it, is a nation's.
    fn has_national(&self) -> bool {
        self.national || self.indicators.iter().any(|indicator| indicator.national)
    }
}

impl Indicator {
    /// The change by which its code came to mean something else, if it did.
    pub fn reuse(&self) -> Option<&Change> {
        self.changes.iter().find(|change| change.what == "reused")
    }
}

/// The code of the target that an indicator code stands under: `16.3` for `16.3.1`.
pub fn parent(code: &str) -> Option<&str> {
    code.rsplit_once('.').map(|(target, _)| target)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_table_is_whole() {
        let f = framework();
        assert_eq!(f.goals.len(), 17);
        assert_eq!(f.targets().count(), 169);
        assert_eq!(f.indicators().count(), 251);
        let mut unique = BTreeSet::new();
        for indicator in f.indicators() {
            let mut codes = indicator.repeats.clone();
            codes.push(indicator.code.clone());
            codes.sort();
            unique.insert(codes);
        }
        assert_eq!(unique.len(), 234);
    }

    #[test]
    fn codes_agree_with_their_place() {
        let f = framework();
        for (index, goal) in f.goals.iter().enumerate() {
            assert_eq!(usize::from(goal.number), index + 1);
            for target in &goal.targets {
                assert!(target.code.starts_with(&format!("{}.", goal.number)), "{}", target.code);
                for indicator in &target.indicators {
                    assert_eq!(parent(&indicator.code), Some(target.code.as_str()));
                }
            }
        }
    }

    #[test]
    fn every_reference_in_the_table_leads_somewhere() {
        let f = framework();
        for indicator in f.indicators() {
            for repeat in &indicator.repeats {
                let other = f.indicator(repeat).unwrap_or_else(|| panic!("{repeat}"));
                assert!(other.repeats.contains(&indicator.code), "{repeat}");
                // 13.b.1 counts a part of what 13.2.1 counts.
                let pair = ["13.2.1", "13.b.1"].contains(&repeat.as_str());
                assert!(pair || other.label == indicator.label, "{repeat}");
            }
            if let Some(tier) = &indicator.tier {
                let known = ["I", "II", "I/II", "I (a)/II (b)", "I (a)/II (b, c)"];
                assert!(known.contains(&tier.as_str()), "{tier}");
            }
            let says_on_what = indicator.depends_on.is_some();
            assert_eq!(
                indicator.tier.as_deref() == Some("I/II"),
                says_on_what,
                "{}",
                indicator.code
            );
            for agency in indicator.custodians.iter().chain(&indicator.partners) {
                assert!(f.agencies.contains_key(agency), "{}: {agency}", indicator.code);
            }
            for change in &indicator.changes {
                assert!(
                    ["added", "wording", "replaced", "reused", "moved"]
                        .contains(&change.what.as_str()),
                    "{}: {}",
                    indicator.code,
                    change.what
                );
            }
        }
        let agencies = f.indicators().flat_map(|i| i.custodians.iter().chain(&i.partners));
        let agencies: BTreeSet<&String> = agencies.collect();
        assert!(f.agencies.keys().all(|name| agencies.contains(name)), "an agency of none");
        let departures = f.departures.iter().flat_map(|it| &it.codes);
        for code in departures.chain(f.doubts.iter().flat_map(|it| &it.codes)) {
            assert!(f.indicator(code).is_some(), "{code}");
        }
        let gone = f.retired.iter().map(|r| (&r.code, &r.instead));
        let never = f.never_existed.iter().map(|n| (&n.code, &n.instead));
        for (code, instead) in gone.chain(never) {
            assert!(f.indicator(code).is_none(), "{code}");
            for other in instead {
                assert!(f.indicator(other).is_some(), "{other}");
            }
        }
    }

    #[test]
    fn labels_are_short_and_colours_are_colours() {
        let f = framework();
        let labels = f.targets().map(|t| &t.label).chain(f.indicators().map(|i| &i.label));
        for label in labels {
            assert!(!label.is_empty() && label.chars().count() <= 80, "{label}");
            assert!(!label.contains(['\'', '"']), "{label}");
        }
        for goal in &f.goals {
            let cmyk = goal.cmyk.expect("a goal of the United Nations has inks");
            let ink: u32 = cmyk.iter().map(|&part| u32::from(part)).sum();
            // No paper that a project may name takes less.
            assert!(ink <= 220 && cmyk.iter().all(|&part| part <= 100), "{}", goal.number);
            assert!(goal.colour.len() == 7 && goal.colour.starts_with('#'), "{}", goal.colour);
        }
    }
}
