//! What is told of a goal, target or indicator to other programs.

use serde::Serialize;

use crate::sdg::{Framework, Goal, Indicator, Retired, Target, parent};

/// What a code stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// One of the goals.
    Goal,
    /// A target of a goal.
    Target,
    /// An indicator of a target.
    Indicator,
}

impl Kind {
    /// Its word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Goal => "goal",
            Self::Target => "target",
            Self::Indicator => "indicator",
        }
    }
}

/// A goal, target or indicator, or a code that was deleted.
#[derive(Debug, Serialize)]
pub struct CodeEntry<'f> {
    pub code: String,
    pub kind: Kind,
    pub label: &'f str,
    pub national: bool,
    pub tier: Option<&'f str>,
    /// On what `I/II` depends.
    pub tier_depends_on: Option<&'f str>,
    /// The day of the sheet that the tier is from, or the document that decided on it later.
    pub tier_source: Option<&'f str>,
    pub custodians: &'f [String],
    pub partners: &'f [String],
    pub repeats: &'f [String],
    /// The year in which the code was deleted.
    pub retired: Option<u16>,
    /// Codes to look at instead of one that was deleted.
    pub instead: &'f [String],
}

impl<'f> CodeEntry<'f> {
    fn plain(code: String, kind: Kind, label: &'f str, national: bool) -> Self {
        Self {
            code,
            kind,
            label,
            national,
            tier: None,
            tier_depends_on: None,
            tier_source: None,
            custodians: &[],
            partners: &[],
            repeats: &[],
            retired: None,
            instead: &[],
        }
    }

    /// A goal.
    pub fn goal(goal: &'f Goal) -> Self {
        Self::plain(goal.number.to_string(), Kind::Goal, &goal.name, goal.national)
    }

    /// A target.
    pub fn target(target: &'f Target) -> Self {
        Self::plain(target.code.clone(), Kind::Target, &target.label, target.national)
    }

    /// An indicator.
    pub fn indicator(own: &'f Indicator, framework: &'f Framework) -> Self {
        let source = || framework.tier_document(&own.code).unwrap_or(&framework.sheet.date);
        Self {
            tier: own.tier.as_deref(),
            tier_depends_on: own.depends_on.as_deref(),
            tier_source: (own.tier.is_some() && !own.national).then(source),
            custodians: &own.custodians,
            partners: &own.partners,
            repeats: &own.repeats,
            ..Self::plain(own.code.clone(), Kind::Indicator, &own.label, own.national)
        }
    }

    /// A code that was deleted.
    fn retired(gone: &'f Retired) -> Self {
        Self {
            retired: Some(gone.year),
            instead: &gone.instead,
            ..Self::plain(gone.code.clone(), Kind::Indicator, &gone.label, false)
        }
    }

    /// All of a framework, in its order; codes that were deleted behind the indicators of their
    /// target, if they are asked for.
    pub fn all(framework: &'f Framework, with_retired: bool) -> Vec<Self> {
        let mut all = Vec::new();
        for goal in &framework.goals {
            all.push(Self::goal(goal));
            for target in &goal.targets {
                all.push(Self::target(target));
                all.extend(target.indicators.iter().map(|own| Self::indicator(own, framework)));
                let gone =
                    framework.retired.iter().filter(|gone| with_retired && is_of(gone, target));
                all.extend(gone.map(|gone| Self::retired(gone)));
            }
        }
        all
    }
}

/// Whether a deleted code stood under a target.
fn is_of(gone: &Retired, target: &Target) -> bool {
    parent(&gone.code) == Some(&target.code)
}
