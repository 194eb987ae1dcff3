//! Goals with their targets and indicators, and the table of findings and targets.

use std::sync::Arc;

use super::data::{
    BasisData, ColourData, GoalData, IndicatorData, LaterTiers, MatrixData, MatrixRow,
    MatrixTarget, Node, TargetData, TiersData, Words,
};
use super::presenter::Presenter;
use crate::brief::text::Line;
use crate::brief::{Basis, GoalEntry, IndicatorEntry, IndicatorRef, TargetEntry};
use crate::calendar::PartialDate;
use crate::colour::Ink;
use crate::l10n::chain;
use crate::project::National;
use crate::sdg::{Goal, Target};
use crate::tree::Text;

/// The longest name of an agency that stays on one line, in letters: what the narrowest column of the
/// table holds.
const LONGEST_UNBROKEN: usize = 15;

impl Presenter<'_> {
    pub(super) fn goal(&self, entry: &GoalEntry) -> GoalData {
        GoalData {
            why: self.prose(&entry.why),
            note: self.note(entry.note.as_ref(), National::Goal(entry.goal.number)),
            sources: self.numbers_of(&entry.sources),
            targets: entry.targets.iter().map(|target| self.target(entry, target)).collect(),
            ..self.bare_goal(&entry.goal)
        }
    }

    /// A goal, without what a brief says of it.
    pub(super) fn bare_goal(&self, goal: &Goal) -> GoalData {
        let of = National::Goal(goal.number);
        let numbered = |label| {
            self.own_words(&self.labels.get(label).replace("{n}", &self.number(goal.number)))
        };
        let words = |name| self.config.national.text(of, name).map(|text| self.words(text));
        let (name, title) = if goal.national {
            let title = words("title").unwrap_or_else(|| {
                let title = numbered("national_goal_n");
                // Its number stands alone on no line.
                let joined = title.rsplit_once(' ').map(|(word, n)| format!("{word}\u{a0}{n}"));
                Words::Plain(joined.unwrap_or(title))
            });
            (words("name").unwrap_or_else(|| self.label(&goal.name)), title)
        } else {
            let name = self.labels.get(&format!("goal_{}", goal.number));
            (Words::Plain(self.own_words(name)), Words::Plain(numbered("sdg_n")))
        };
        let (colour, ink) = self.goal_colours(goal);
        GoalData {
            number: goal.number,
            national: goal.national,
            name,
            title,
            colour,
            ink,
            why: Vec::new(),
            note: None,
            sources: Vec::new(),
            targets: Vec::new(),
        }
    }

    /// The colour of a goal's square, and of the number on it.
    fn goal_colours(&self, goal: &Goal) -> (ColourData, ColourData) {
        let cmyk = goal.cmyk.map(Ink::Process);
        (self.colour(&goal.colour, cmyk.as_ref()), self.letters_on(&goal.colour))
    }

    /// The brief's note, or what the project notes of its own.
    pub(super) fn note(&self, note: Option<&Line>, of: National<'_>) -> Option<Vec<Node>> {
        note.or_else(|| self.config.national.note(of)).map(|note| self.line(note))
    }

    /// The words of a national target or indicator, or our label for another: where that would be in
    /// another language than the page, the wording that the project pins in this one is nearer.
    pub(super) fn label_of(&self, of: National<'_>, label: &str) -> Words {
        let own = self.config.national.text(of, "text");
        own.map_or_else(
            || match self.pinned(of) {
                Some((text, _)) if self.language.language() != "en" => {
                    Words::Plain(self.plain(text))
                }
                _ => self.label(label),
            },
            |text| self.words(text),
        )
    }

    /// The wording that the project pins of a target or indicator in the page's language, and whether
    /// it is official.
    pub(super) fn pinned(&self, of: National<'_>) -> Option<(&str, bool)> {
        let code = match of {
            National::Goal(_) => return None,
            National::Target(code) | National::Indicator(code) => code,
        };
        let wordings = &self.config.pinned.wordings;
        let tags = chain(self.language.words());
        let wording = tags.into_iter().find_map(|tag| wordings.get(&tag))?;
        Some((wording.of(code)?, wording.source.official))
    }

    /// What prints of a target or indicator: the brief's wording, what is pinned, or the label.
    fn printed(&self, text: Option<&Text>, of: National<'_>, label: &Words) -> Words {
        match (text, self.pinned(of)) {
            (None, Some((words, _))) if self.config.national.text(of, "text").is_none() => {
                Words::Plain(self.plain(words))
            }
            _ => self.wording(text, label),
        }
    }

    /// Whether wording prints that is pinned and not official.
    pub(super) fn prints_unofficial(&self) -> bool {
        let is = |text: Option<&Text>, of: National<'_>| {
            text.is_none() && self.pinned(of).is_some_and(|(_, official)| !official)
        };
        self.brief.goals.iter().flat_map(|goal| &goal.targets).any(|entry| {
            is(entry.text.as_ref(), National::Target(&entry.target.code))
                || entry
                    .indicators
                    .iter()
                    .any(|own| is(own.text.as_ref(), National::Indicator(own.indicator.code())))
        })
    }

    /// The brief's wording of a target or indicator, or the label.
    fn wording(&self, text: Option<&Text>, label: &Words) -> Words {
        text.map_or_else(|| label.clone(), |text| self.words(text))
    }

    /// A number in the digits of the language.
    pub(super) fn number(&self, n: impl ToString) -> String {
        let digits: Vec<char> = self.language.digits().chars().collect();
        let value = |c: char| c.to_digit(10).and_then(|value| digits.get(value as usize));
        n.to_string().chars().filter_map(value).collect()
    }

    pub(super) fn target(&self, goal: &GoalEntry, entry: &TargetEntry) -> TargetData {
        let of = National::Target(&entry.target.code);
        let label = self.label_of(of, &entry.target.label);
        let indicators = entry.indicators.iter();
        TargetData {
            code: self.code(&entry.target.code),
            national: entry.target.national,
            text: self.printed(entry.text.as_ref(), of, &label),
            label,
            note: self.note(entry.note.as_ref(), of),
            indicators: indicators.map(|own| self.indicator(goal, entry, own)).collect(),
        }
    }

    fn indicator(
        &self,
        goal: &GoalEntry,
        target: &TargetEntry,
        entry: &IndicatorEntry,
    ) -> IndicatorData {
        let of = National::Indicator(entry.indicator.code());
        let bare = self.bare_indicator(goal, target, entry);
        IndicatorData {
            text: self.printed(entry.text.as_ref(), of, &bare.label),
            cited_as: entry.cited_as.as_ref().map(|code| self.code(&code.value)),
            note: self.note(entry.note.as_ref(), of),
            values: self.values(entry),
            ..bare
        }
    }

    /// An indicator by its label, without what a brief says of it.
    pub(super) fn bare_indicator(
        &self,
        goal: &GoalEntry,
        target: &TargetEntry,
        entry: &IndicatorEntry,
    ) -> IndicatorData {
        let of = National::Indicator(entry.indicator.code());
        let label = self.label_of(of, entry.indicator.label());
        let (national, tier, custodians, repeats) = match &entry.indicator {
            IndicatorRef::Listed(own) if own.national => {
                // Who compiles a goal's or a target's compiles its indicators, unless they say so.
                let target = National::Target(&target.target.code);
                let above = [of, target, National::Goal(goal.goal.number)];
                let named = above.map(|of| self.config.national.custodians(of));
                let named = named.into_iter().find(|named| !named.is_empty()).unwrap_or_default();
                let named = named.iter().map(|text| self.words(text)).collect();
                (true, own.tier.as_deref(), named, Vec::new())
            }
            IndicatorRef::Listed(own) => {
                let custodians = own.custodians.iter();
                let custodians = custodians.map(|name| Words::Plain(self.agency(name)));
                (false, own.tier.as_deref(), custodians.collect(), own.repeats.clone())
            }
            IndicatorRef::Retired(_) => (false, None, Vec::new(), Vec::new()),
        };
        IndicatorData {
            code: self.code(entry.indicator.code()),
            national,
            text: label.clone(),
            label,
            basis: self.basis(entry.basis),
            tier: tier.map(|tier| self.tier(tier)),
            custodians,
            repeats: repeats.iter().map(|code| self.code(code)).collect(),
            cited_as: None,
            note: None,
            values: Vec::new(),
        }
    }

    /// A tier, or several of parts of an indicator, such as `I (a)/II (b, c)`: it breaks behind a stroke
    /// alone, and runs from left to right.
    fn tier(&self, tier: &str) -> String {
        if !self.laid_out {
            return tier.to_string();
        }
        self.code(&tier.replace(' ', "\u{a0}").replace('/', "/\u{200b}"))
    }

    /// The short name of an agency.
    fn agency(&self, name: &str) -> String {
        match name.chars().count() <= LONGEST_UNBROKEN {
            true => self.unbroken(name),
            false => self.own_words(name),
        }
    }

    /// From when tiers and custodians are, if an indicator of the United Nations has some.
    pub(super) fn tiers(&self) -> Option<TiersData> {
        let targets = self.brief.goals.iter().flat_map(|goal| &goal.targets);
        self.tiers_of(targets.flat_map(|target| &target.indicators))
    }

    /// The same of these indicators.
    pub(super) fn tiers_of<'e>(
        &self,
        listed: impl Iterator<Item = &'e IndicatorEntry>,
    ) -> Option<TiersData> {
        let framework = &self.config.framework;
        let listed = listed.filter_map(|entry| match &entry.indicator {
            IndicatorRef::Listed(own) if !own.national => Some(own),
            _ => None,
        });
        let mut later: Vec<LaterTiers> = Vec::new();
        let mut any = false;
        for own in listed.filter(|own| own.tier.is_some() || !own.custodians.is_empty()) {
            any = true;
            let Some(document) = framework.tier_document(&own.code) else { continue };
            // A symbol is never broken, a name may be.
            let document = match document.contains(' ') {
                true => self.plain(document),
                false => self.code(document),
            };
            let code = self.code(&own.code);
            match later.iter_mut().find(|it| it.document == document) {
                Some(same) => same.codes.push(code),
                None => later.push(LaterTiers { document, codes: vec![code] }),
            }
        }
        let date = PartialDate::parse(&framework.sheet.date).ok().filter(|_| any)?;
        Some(TiersData { as_of: self.partial_date(date), later })
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
        let goals = self.brief.goals.iter();
        let entries = goals.flat_map(|goal| goal.targets.iter().map(move |entry| (goal, entry)));
        let entries: Vec<(&GoalEntry, &TargetEntry)> =
            entries.filter(|(_, entry)| marked(&entry.target)).collect();
        let listed: Vec<&Target> = entries.iter().map(|(_, entry)| &*entry.target).collect();
        let is_other = self.brief.translation.is_some() || self.language.language() != "en";
        let columns = entries.iter().map(|(goal, entry)| {
            let target = &entry.target;
            // Our labels are English; in another language the wording the brief prints is nearer.
            let label = match &entry.text {
                Some(text) if is_other => self.words(text),
                _ => self.label_of(National::Target(&target.code), &target.label),
            };
            let (colour, ink) = self.goal_colours(&goal.goal);
            MatrixTarget {
                code: self.code(&target.code),
                label,
                goal: goal.goal.number,
                colour,
                ink,
            }
        });
        let rows = self.brief.findings.iter().enumerate().map(|(index, finding)| {
            let has =
                |list: &[Arc<Target>], code: &str| list.iter().any(|target| target.code == code);
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
