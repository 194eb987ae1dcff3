//! Goals with their targets and indicators, and the table of findings and targets.

use super::data::{
    BasisData, GoalData, IndicatorData, MatrixData, MatrixRow, MatrixTarget, TargetData,
};
use super::presenter::Presenter;
use crate::brief::{Basis, GoalEntry, IndicatorEntry, IndicatorRef, TargetEntry};
use crate::colour::Ink;
use crate::sdg::{Target, framework};

impl Presenter<'_> {
    pub(super) fn goal(&self, entry: &GoalEntry) -> GoalData {
        let goal = entry.goal;
        GoalData {
            number: goal.number,
            name: self.own_words(self.labels.get(&format!("goal_{}", goal.number))),
            title: self
                .own_words(&self.labels.get("sdg_n").replace("{n}", &self.number(goal.number))),
            colour: self.colour(&goal.colour, Some(&Ink::Process(goal.cmyk))),
            ink: self.colour(&goal.ink, None),
            why: self.prose(&entry.why),
            note: entry.note.as_ref().map(|note| self.line(note)),
            sources: self.numbers_of(&entry.sources),
            targets: entry.targets.iter().map(|target| self.target(target)).collect(),
        }
    }

    /// A number in the digits of the language.
    pub(super) fn number(&self, n: impl ToString) -> String {
        let digits: Vec<char> = self.language.digits().chars().collect();
        let value = |c: char| c.to_digit(10).and_then(|value| digits.get(value as usize));
        n.to_string().chars().filter_map(value).collect()
    }

    pub(super) fn target(&self, entry: &TargetEntry) -> TargetData {
        TargetData {
            code: self.code(&entry.target.code),
            text: self.words_or_label(entry.text.as_ref(), &entry.target.label),
            label: self.label(&entry.target.label),
            note: entry.note.as_ref().map(|note| self.line(note)),
            indicators: entry.indicators.iter().map(|entry| self.indicator(entry)).collect(),
        }
    }

    pub(super) fn indicator(&self, entry: &IndicatorEntry) -> IndicatorData {
        let label = entry.indicator.label();
        let (tier, custodians, repeats) = match entry.indicator {
            IndicatorRef::Listed(indicator) => {
                (indicator.tier.clone(), indicator.custodians.clone(), indicator.repeats.clone())
            }
            IndicatorRef::Retired(_) => (None, Vec::new(), Vec::new()),
        };
        IndicatorData {
            code: self.code(entry.indicator.code()),
            text: self.words_or_label(entry.text.as_ref(), label),
            label: self.label(label),
            basis: self.basis(entry.basis),
            tier,
            custodians: custodians.iter().map(|name| self.unbroken(name)).collect(),
            repeats: repeats.iter().map(|code| self.code(code)).collect(),
            cited_as: entry.cited_as.as_ref().map(|code| self.code(&code.value)),
            note: entry.note.as_ref().map(|note| self.line(note)),
        }
    }

    pub(super) fn basis(&self, basis: Basis) -> BasisData {
        let code = basis.name();
        BasisData { code, text: self.own_words(self.labels.get(&format!("basis_name_{code}"))) }
    }

    /// Findings and the targets they bear on: a target that none bears on is no column.
    pub(super) fn matrix(&self) -> MatrixData {
        let marked = |target: &Target| {
            let mut findings = self.brief.findings.iter();
            findings.any(|finding| {
                finding.targets.iter().chain(&finding.implied).any(|it| it.code == target.code)
            })
        };
        let entries: Vec<&TargetEntry> = self
            .brief
            .goals
            .iter()
            .flat_map(|goal| &goal.targets)
            .filter(|entry| marked(entry.target))
            .collect();
        let listed: Vec<&Target> = entries.iter().map(|entry| entry.target).collect();
        let columns = entries.iter().filter_map(|entry| {
            let target = entry.target;
            // Our labels are English; in another language the wording the brief prints is nearer.
            let label = match &entry.text {
                Some(text) if self.brief.translation.is_some() => self.words(text),
                _ => self.label(&target.label),
            };
            let goal = framework().goal(i64::from(target.goal))?;
            Some(MatrixTarget {
                code: self.code(&target.code),
                label,
                goal: goal.number,
                colour: self.colour(&goal.colour, Some(&Ink::Process(goal.cmyk))),
                ink: self.colour(&goal.ink, None),
            })
        });
        let rows = self.brief.findings.iter().enumerate().map(|(index, finding)| {
            let has = |list: &[&Target], code: &str| list.iter().any(|target| target.code == code);
            let cells = listed.iter().map(|target| {
                if has(&finding.targets, &target.code) {
                    Some("direct")
                } else if has(&finding.implied, &target.code) {
                    Some("implied")
                } else {
                    None
                }
            });
            MatrixRow {
                finding: index + 1,
                title: self.words(&finding.title),
                cells: cells.collect(),
            }
        });
        MatrixData { targets: columns.collect(), rows: rows.collect() }
    }
}
