//! The table of several briefs as a sheet: the same rows as its template sees, as plain text.

use std::collections::BTreeSet;

use super::combined::{Combined, Member, NamedIndicator, status_name};
use super::combined_said::names_of;
use super::data::Words;
use super::presenter::{EditionColours, Presenter};
use super::rows::{plain, sheet_basis};
use crate::sheet::{
    FORMAT, IndicatorSheet, SheetBrief, SheetColumn, SheetGoal, SheetIndicator, SheetPlace,
    SheetTarget, SheetValue, ValueKind,
};

/// Columns of one brief's table that several have not, or have for each brief.
const OF_ONE: [&str; 5] = ["basis", "cited_as", "note", "target_note", "goal_note"];

impl<'a> Combined<'a> {
    /// The table as a sheet: the same rows.
    pub fn sheet(&self) -> IndicatorSheet {
        let of = |member: &Member<'a>| self.presenter(*member, EditionColours::Screen, false);
        let presenters: Vec<Presenter<'_>> = self.members.iter().map(of).collect();
        let first = self.presenter(self.first(), EditionColours::Screen, false);
        let named = self.indicators();
        let mut goals: Vec<SheetGoal> = Vec::new();
        for (goal, target, entry) in &named {
            let own = self.goal(goal, &presenters);
            if goals
                .last()
                .is_none_or(|last| (last.number, last.national) != (own.number, own.national))
            {
                goals.push(SheetGoal {
                    number: own.number,
                    national: own.national,
                    title: first.text(own.title),
                    name: first.text(own.name),
                    note: None,
                    targets: Vec::new(),
                });
            }
            let targets = &mut goals.last_mut().expect("a goal was pushed").targets;
            let own = &target.target;
            if targets.last().is_none_or(|last| last.code != own.code) {
                targets.push(SheetTarget {
                    code: own.code.clone(),
                    national: own.national,
                    text: first.text(self.label_of_target(&own.code, &presenters)),
                    note: None,
                    indicators: Vec::new(),
                });
            }
            let code = entry.indicator.code();
            let bare = self.speaker(code, &presenters).bare_indicator(goal, target, entry);
            let custodians = bare.custodians.into_iter();
            let label = self.label_of_indicator(code, &presenters);
            let values = self.readings(code, &label, &presenters);
            let indicator = SheetIndicator {
                code: bare.code,
                national: bare.national,
                text: first.text(label),
                basis: None,
                tier: bare.tier,
                custodians: custodians.map(|name| first.text(name)).collect(),
                repeats: bare.repeats,
                cited_as: None,
                note: None,
                values,
            };
            targets.last_mut().expect("a target was pushed").indicators.push(indicator);
        }
        self.sheet_of(&first, &presenters, goals, &named)
    }

    fn sheet_of(
        &self,
        first: &Presenter<'_>,
        presenters: &[Presenter<'_>],
        goals: Vec<SheetGoal>,
        named: &[NamedIndicator<'a>],
    ) -> IndicatorSheet {
        let place = self.places(first, presenters).data;
        let brief =
            |((member, presenter), name): ((&Member<'_>, &Presenter<'_>), Words)| SheetBrief {
                id: member.brief.id.clone(),
                title: presenter.text(presenter.words(&member.brief.title)),
                name: presenter.text(name),
                date: member.brief.date.to_string(),
                status: status_name(member.brief.status).to_string(),
            };
        let notes = self.notes(first, &goals, named);
        let compared = compared(&goals);
        let of_places = place.notes.iter();
        let of_places = of_places.map(|it| format!("{} {}", it.mark, plain(&it.text)));
        IndicatorSheet {
            format: FORMAT,
            id: String::new(),
            briefs: self
                .members
                .iter()
                .zip(presenters)
                .zip(names_of(presenters))
                .map(brief)
                .collect(),
            language: self.language.tag.clone(),
            direction: first.direction(),
            title: first.own(first.own_words(self.title())),
            subtitle: None,
            publisher: first.plain(first.config.organisation.name()),
            place: SheetPlace {
                kind: place.kind.to_string(),
                codes: place.codes,
                names: place.names.into_iter().map(|named| first.text(named.name)).collect(),
            },
            date: self.date().to_string(),
            status: status_name(self.status()).to_string(),
            status_text: self.status_text().map(|text| first.own_words(&text)),
            columns: self.columns(first, &compared),
            unnamed: ["no_target", "no_indicator"].map(|key| first.own_words(self.labels.get(key))),
            bases: Vec::new(),
            notes: notes.into_iter().chain(of_places).collect(),
            about: first.about_project(),
            goals,
            sources: Vec::new(),
        }
    }

    /// The columns: those of one brief's table that say the same here, and behind them what each brief
    /// says of the indicator.
    fn columns(&self, first: &Presenter<'_>, compared: &[&str]) -> Vec<SheetColumn> {
        let own = |key: &str, label: &str| SheetColumn {
            key: key.to_string(),
            label: first.own_words(self.labels.get(label)),
        };
        let in_brief = SheetColumn {
            key: "text_in_brief".to_string(),
            label: first.own_words(&format!(
                "{}{} {}",
                self.labels.get("brief"),
                self.labels.get("colon"),
                self.labels.get("indicator")
            )),
        };
        let all = first.columns(true, compared);
        let own_keys = ["cited_as", "note"];
        let of_brief = all.iter().filter(|column| own_keys.contains(&column.key.as_str())).cloned();
        let of_brief: Vec<SheetColumn> = of_brief.collect();
        let common = all.into_iter().filter(|column| !OF_ONE.contains(&column.key.as_str()));
        let brief = [own("named_as", "basis"), own("brief", "brief"), in_brief];
        common.chain(brief).chain(of_brief).collect()
    }

    fn notes(
        &self,
        first: &Presenter<'_>,
        goals: &[SheetGoal],
        named: &[NamedIndicator<'a>],
    ) -> Vec<String> {
        let targets = goals.iter().flat_map(|goal| &goal.targets);
        let listed: Vec<&SheetIndicator> = targets.flat_map(|target| &target.indicators).collect();
        let label = |key: &str| first.own_words(self.labels.get(key));
        let mut notes = Vec::new();
        if listed.iter().any(|own| own.tier.is_some()) {
            notes.push(label("tiers"));
        }
        if let Some(tiers) = first.tiers_of(named.iter().map(|(_, _, entry)| *entry)) {
            notes.extend(first.about_tiers(tiers));
        }
        let is_global = |value: &SheetValue| value.kind == ValueKind::Global;
        if listed.iter().any(|own| own.values.iter().any(is_global)) {
            notes.push(label("values_database"));
        }
        notes
    }

    /// The rows of an indicator, one value each.
    fn readings(&self, code: &str, label: &Words, presenters: &[Presenter<'_>]) -> Vec<SheetValue> {
        let said = |key: &str| Some(presenters[0].own_words(self.labels.get(key)));
        let mut all = Vec::new();
        for row in self.rows(code, label, presenters) {
            let presenter = &presenters[row.brief];
            let values = match row.values {
                Some(values) => presenter.readings(vec![values]),
                None if row.state == "unvalued" => vec![SheetValue {
                    said: said("unvalued"),
                    ..presenter.no_reading(ValueKind::Unvalued, &row.place)
                }],
                None => vec![SheetValue {
                    said: said("not_in_brief"),
                    ..presenter.no_reading(ValueKind::Unnamed, &row.place)
                }],
            };
            let basis = row.basis.map(sheet_basis);
            let text = row.text.map(|words| presenter.text(words));
            let note = row.note.map(|note| presenter.with_titles(note));
            let note = presenter.note_text(note);
            let cited_as = row.cited_as;
            all.extend(values.into_iter().map(|value| SheetValue {
                // Their numbers are those of one brief's endnotes.
                sources: Vec::new(),
                brief: Some(presenter.brief.id.clone()),
                basis: basis.clone(),
                text_in_brief: text.clone(),
                cited_as: cited_as.clone(),
                note: note.clone(),
                ..value
            }));
        }
        all
    }
}

/// What values are held against: the year that briefs name, the first there is, or of some this and of
/// others that.
fn compared(goals: &[SheetGoal]) -> Vec<&'static str> {
    let targets = goals.iter().flat_map(|goal| &goal.targets);
    let values = targets.flat_map(|target| &target.indicators).flat_map(|own| &own.values);
    let named: BTreeSet<bool> = values.filter_map(|value| value.baseline_named).collect();
    let of = |named: bool| if named { "baseline" } else { "first_value" };
    named.into_iter().rev().map(of).collect()
}
