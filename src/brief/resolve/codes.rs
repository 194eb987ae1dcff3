//! Goals, targets and indicators: their codes, held against the framework and each other.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Resolver;
use crate::brief::model::{Basis, GoalEntry, IndicatorEntry, IndicatorRef, TargetEntry};
use crate::brief::schema::{RawGoal, RawIndicator, RawTarget};
use crate::diag::{Code, Diagnostic, Span};
use crate::sdg::{Hit, LAST_GOAL, LAST_NATIONAL_GOAL, Target, as_typed, listed_codes, nearest};
use crate::tree::{Located, Text};

impl Resolver<'_> {
    /// The targets of a finding or recommendation; each must be one the brief's goals list.
    pub(super) fn listed_targets(&mut self, codes: &[Text]) -> Vec<Arc<Target>> {
        let mut targets: Vec<Arc<Target>> = Vec::new();
        for code in codes {
            let Some(target) = self.target(code) else { continue };
            if targets.iter().any(|other| other.code == target.code) {
                self.diagnostics.push(
                    Diagnostic::new(
                        Code::DuplicateCode,
                        format!("target {} stands twice in one list", target.code),
                    )
                    .at(code.span)
                    .key(&code.key)
                    .help("take one of them out"),
                );
                continue;
            }
            // One that is listed under a code with a slip has been told of.
            let framework = self.vocabulary.framework;
            let is_meant = |listed: &String| {
                let near = || nearest(framework, listed).into_iter().next().map(|hit| hit.code);
                framework.target(listed).is_none() && near().as_ref() == Some(&target.code)
            };
            if !self.ids.targets.contains(&target.code) && !self.ids.targets.iter().any(is_meant) {
                let help = format!(
                    "add a `[[goal.target]]` with `code = \"{}\"` below goal {}, or take it out here",
                    target.code, target.goal
                );
                self.diagnostics.push(
                    Diagnostic::new(
                        Code::UnlistedTarget,
                        format!("no goal of this brief lists target {}", target.code),
                    )
                    .at(code.span)
                    .key(&code.key)
                    .help(help),
                );
                continue;
            }
            targets.push(target);
        }
        targets
    }

    pub(super) fn direct_and_implied(&mut self, direct: &[Text], implied: &[Text]) {
        for code in implied {
            if let Some(other) = direct.iter().find(|other| other.value == code.value) {
                self.diagnostics.push(
                    Diagnostic::new(
                        Code::DuplicateCode,
                        format!("target {} is both in `targets` and in `implied`", code.value),
                    )
                    .at(code.span)
                    .key(&code.key)
                    .related(other.span, "direct here")
                    .help("keep the one that is meant"),
                );
            }
        }
    }

    pub(super) fn target(&mut self, code: &Text) -> Option<Arc<Target>> {
        let target = self.vocabulary.framework.target(&code.value).cloned();
        if target.is_none() {
            self.unknown_code(code, Code::UnknownTarget, "target");
        }
        target
    }

    pub(super) fn unknown_code(&mut self, code: &Text, kind: Code, what: &str) {
        let value = &code.value;
        let mut diagnostic =
            Diagnostic::new(kind, format!("the framework has no {what} `{value}`"))
                .at(code.span)
                .key(&code.key);
        let framework = self.vocabulary.framework;
        if let Some(note) = framework.never_existed(value).and_then(|n| n.note.as_deref()) {
            diagnostic = diagnostic.label(note);
        }
        let same_depth =
            |hit: &Hit| hit.code.matches('.').count() == if what == "target" { 1 } else { 2 };
        let hits: Vec<Hit> = nearest(framework, value).into_iter().filter(same_depth).collect();
        let typed = as_typed(framework, value);
        let several = listed_codes(framework, value);
        let help = match (hits.as_slice(), typed, several) {
            (_, _, Some(codes)) => {
                let codes: Vec<String> = codes.iter().map(|code| format!("\"{code}\"")).collect();
                format!("write each code in quotes of its own: {}", codes.join(", "))
            }
            ([], Some(code), _) if code.matches('.').count() == 1 => format!(
                "`\"{code}\"` is a target: write it in a `[[goal.target]]`; its indicators have a number more"
            ),
            ([], Some(code), _) => format!(
                "`\"{code}\"` is an indicator, and its target the part before the \
                                            last point"
            ),
            ([], None, _) => {
                let article = if what == "indicator" { "an" } else { "a" };
                format!("`briefpress sdg find WORDS` looks {article} {what} up by its subject")
            }
            ([first, ..], ..) => format!("did you mean `\"{}\"`, {}?", first.code, first.label),
        };
        self.diagnostics.push(diagnostic.help(help));
    }

    pub(super) fn goals(&mut self, raw: &[RawGoal]) -> Option<Vec<GoalEntry>> {
        let mut goals: Vec<Option<GoalEntry>> = Vec::new();
        let mut seen: BTreeMap<i64, Span> = BTreeMap::new();
        let mut codes: BTreeMap<String, Span> = BTreeMap::new();
        for goal in raw {
            let why = self.cited_prose(goal.why.clone());
            let note = self.cited_line(goal.note.clone());
            let sources = self.source_ids(&goal.sources);
            let known = goal.number.as_ref().and_then(|number| {
                let found = self.vocabulary.framework.goal(number.value).cloned();
                if found.is_none() {
                    self.unknown_goal(number);
                } else if let Some(&earlier) = seen.get(&number.value) {
                    self.duplicate(
                        &number.with(String::new()),
                        &format!("goal {}", number.value),
                        earlier,
                    );
                } else {
                    seen.insert(number.value, number.span);
                }
                found
            });
            let number = known.as_ref().map(|goal| goal.number);
            let targets: Vec<Option<TargetEntry>> = goal
                .targets
                .iter()
                .map(|target| self.target_entry(target, number, &mut codes))
                .collect();
            goals.push((|| {
                Some(GoalEntry {
                    goal: known?,
                    why: why?,
                    note,
                    sources,
                    targets: targets.into_iter().collect::<Option<_>>()?,
                })
            })());
        }
        goals.into_iter().collect()
    }

    fn unknown_goal(&mut self, number: &Located<i64>) {
        let goals = self.vocabulary.framework.goals.iter().filter(|goal| goal.national);
        let own: Vec<String> = goals.map(|goal| goal.number.to_string()).collect();
        let known = match own.as_slice() {
            [] => "goals are numbered from 1 to 17".to_string(),
            own => {
                format!("goals are numbered from 1 to 17, and the project has {}", own.join(", "))
            }
        };
        let diagnostic =
            Diagnostic::new(Code::UnknownGoal, format!("there is no goal {}", number.value));
        let mut diagnostic = diagnostic.at(number.span).key(&number.key).help(known);
        if (i64::from(LAST_GOAL) + 1..=LAST_NATIONAL_GOAL.into()).contains(&number.value) {
            let help = "a national goal is a `[[framework.goal]]` of briefpress.toml";
            diagnostic = diagnostic.help(help);
        }
        self.diagnostics.push(diagnostic);
    }

    pub(super) fn duplicate(&mut self, at: &Text, what: &str, earlier: Span) {
        self.diagnostics.push(
            Diagnostic::new(Code::DuplicateCode, format!("{what} is listed twice"))
                .at(at.span)
                .key(&at.key)
                .related(earlier, "the first time")
                .help("join the two, or take one out"),
        );
    }

    pub(super) fn target_entry(
        &mut self,
        raw: &RawTarget,
        goal: Option<u8>,
        codes: &mut BTreeMap<String, Span>,
    ) -> Option<TargetEntry> {
        let note = self.cited_line(raw.note.clone());
        let target = raw.code.as_ref().and_then(|code| {
            let target = self.target(code)?;
            if let Some(goal) = goal.filter(|goal| *goal != target.goal) {
                self.diagnostics.push(
                    Diagnostic::new(
                        Code::WrongParent,
                        format!(
                            "target {} is one of goal {}, not {goal}",
                            target.code, target.goal
                        ),
                    )
                    .at(code.span)
                    .key(&code.key)
                    .help(format!("move it below a `[[goal]]` with `number = {}`", target.goal)),
                );
            }
            if let Some(&earlier) = codes.get(&code.value) {
                self.duplicate(code, &format!("target {}", code.value), earlier);
            }
            codes.insert(code.value.clone(), code.span);
            Some(target)
        });
        let indicators: Vec<Option<IndicatorEntry>> = raw
            .indicators
            .iter()
            .map(|indicator| self.indicator_entry(indicator, target.as_deref(), codes))
            .collect();
        Some(TargetEntry {
            target: target?,
            text: raw.text.clone(),
            note,
            indicators: indicators.into_iter().collect::<Option<_>>()?,
        })
    }

    pub(super) fn indicator_entry(
        &mut self,
        raw: &RawIndicator,
        target: Option<&Target>,
        codes: &mut BTreeMap<String, Span>,
    ) -> Option<IndicatorEntry> {
        let note = self.cited_line(raw.note.clone());
        let framework = self.vocabulary.framework;
        let listed = raw.code.as_ref().and_then(|code| framework.indicator(&code.value)).cloned();
        let basis = self.basis(raw, listed.as_ref().is_some_and(|indicator| indicator.national));
        let whereabouts = self.whereabouts.clone();
        let national = self.nationals(&raw.national, whereabouts.as_ref());
        let code = raw.code.as_ref()?;
        let listed = listed.map(IndicatorRef::Listed);
        let retired = || framework.retired(&code.value).cloned().map(IndicatorRef::Retired);
        let Some(indicator) = listed.or_else(retired) else {
            self.unknown_code(code, Code::UnknownIndicator, "indicator");
            return None;
        };
        let parent = crate::sdg::parent(&code.value).unwrap_or_default();
        if let Some(target) = target.filter(|target| target.code != parent) {
            self.diagnostics.push(
                Diagnostic::new(
                    Code::WrongParent,
                    format!(
                        "indicator {} is one of target {parent}, not {}",
                        code.value, target.code
                    ),
                )
                .at(code.span)
                .key(&code.key)
                .help(format!("move it below a `[[goal.target]]` with `code = \"{parent}\"`")),
            );
        }
        if let Some(&earlier) = codes.get(&code.value) {
            self.duplicate(code, &format!("indicator {}", code.value), earlier);
        }
        codes.insert(code.value.clone(), code.span);
        let chosen = self.readings(raw, &indicator);
        Some(IndicatorEntry {
            chosen,
            national: national?,
            indicator,
            basis: basis?,
            text: raw.text.clone(),
            cited_as: raw.cited_as.clone(),
            note,
        })
    }

    /// What an indicator stands on. A national one is no indicator of the global framework, and says
    /// so by itself.
    fn basis(&mut self, raw: &RawIndicator, is_national: bool) -> Option<Basis> {
        let Some(basis) = &raw.basis else {
            return Some(if is_national { Basis::National } else { Basis::default() });
        };
        let read = Basis::from_name(&basis.value);
        if read.is_none() {
            self.bad_value(basis, &basis.value, &Basis::NAMES);
        }
        if is_national && read == Some(Basis::Global) {
            let code = raw.code.as_ref().map_or("", Text::as_str);
            let message = format!("indicator {code} is national, and its basis is not `global`");
            self.diagnostics.push(
                Diagnostic::new(Code::BadValue, message).at(basis.span).key(&basis.key).help(
                    "take `basis` out; without it the basis of a national indicator is `national`",
                ),
            );
            return None;
        }
        read
    }
}
