//! Several briefs as one table: each indicator that one of them names, and under it every place of every
//! brief. What the table itself says is said by one of those that are in its language.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::data::{GoalData, Words};
use super::place::place_names;
use super::presenter::{EditionColours, Presenter};
use crate::brief::{Brief, GoalEntry, IndicatorEntry, Status, TargetEntry, TranslationStatus};
use crate::document::Metadata;
use crate::l10n::{Labels, Language, list};
use crate::project::{Config, National};
use crate::sdg::code_order;
use crate::tree::Text;

/// A brief of the table.
#[derive(Debug, Clone, Copy)]
pub struct Member<'a> {
    /// The brief in the language of the table, or as it was written where it is not in that.
    pub brief: &'a Brief,
    /// The project file with its words in the same language.
    pub config: &'a Config,
    /// Whether it is in the language of the table.
    pub is_in: bool,
}

/// Several briefs in one language.
#[derive(Debug, Clone, Copy)]
pub struct Combined<'a> {
    /// The briefs, in the order of the table.
    pub members: &'a [Member<'a>],
    /// The language.
    pub language: &'a Language,
    /// The words of templates in it.
    pub labels: &'a Labels,
}

/// An indicator that some of the briefs name, with the first entry there is.
pub(super) type NamedIndicator<'a> = (&'a GoalEntry, &'a TargetEntry, &'a IndicatorEntry);

impl<'a> Combined<'a> {
    /// The one that speaks for all.
    pub(super) fn first(&self) -> Member<'a> {
        let spoken = self.members.iter().find(|member| member.is_in);
        *spoken.or(self.members.first()).expect("a table is made of briefs")
    }

    pub(super) fn presenter<'b>(
        &'b self,
        member: Member<'b>,
        edition: EditionColours<'b>,
        laid_out: bool,
    ) -> Presenter<'b> {
        let Member { brief, config, .. } = member;
        let endnotes = brief.sources.iter().map(|source| source.id.clone()).collect();
        let Combined { language, labels, .. } = *self;
        Presenter { brief, config, language, labels, edition, laid_out, endnotes }
    }

    /// The date of the latest.
    pub fn date(&self) -> NaiveDate {
        self.members.iter().map(|member| member.brief.date).max().unwrap_or_default()
    }

    /// A draft, where one of them is.
    pub fn status(&self) -> Status {
        let is_draft = self.members.iter().any(|member| member.brief.status == Status::Draft);
        if is_draft { Status::Draft } else { Status::Final }
    }

    /// What is said of drafts, and of translations that are.
    pub(super) fn status_text(&self) -> Option<String> {
        let is_draft = |member: &Member<'_>| {
            member.brief.translation == Some(TranslationStatus::Draft) && member.is_in
        };
        let draft = (self.status() == Status::Draft).then(|| self.labels.get("status_draft"));
        let translation =
            self.members.iter().any(is_draft).then(|| self.labels.get("draft_translation"));
        let texts: Vec<&str> = [draft, translation].into_iter().flatten().collect();
        (!texts.is_empty()).then(|| texts.join(" · "))
    }

    /// What it is called.
    pub fn title(&self) -> &'a str {
        self.labels.get("combined")
    }

    /// What a file says about itself.
    pub fn metadata(&self) -> Metadata {
        let title = self.title();
        let title = match self.status_text() {
            None => title.to_string(),
            Some(status) => {
                let pattern = self.labels.get("titled_draft");
                pattern.replace("{status}", &status).replace("{title}", title)
            }
        };
        let config = self.first().config;
        Metadata {
            title,
            authors: vec![config.organisation.name().to_string()],
            identifiers: Vec::new(),
            description: Some(self.place_names().1),
            keywords: Vec::new(),
            expansions: Vec::new(),
        }
    }

    /// The names of where the briefs are about, each once, and all of them as one text.
    pub fn place_names(&self) -> (Vec<String>, String) {
        let mut names: Vec<String> = Vec::new();
        for member in self.members {
            let own = place_names(member.brief, member.config, self.language, self.labels).0;
            own.into_iter().for_each(|name| {
                if !names.contains(&name) {
                    names.push(name);
                }
            });
        }
        let all: Vec<&str> = names.iter().map(String::as_str).collect();
        let all = list(&all, self.language);
        (names, all)
    }

    /// The codes of where they are about, each once.
    pub fn place_codes(&self) -> Vec<String> {
        let mut codes: Vec<String> = Vec::new();
        for code in self.members.iter().flat_map(|member| member.brief.place.codes()) {
            if !codes.contains(code) {
                codes.push(code.clone());
            }
        }
        codes
    }

    /// Whether one of them names an indicator.
    pub fn has_indicators(&self) -> bool {
        self.entries().next().is_some()
    }

    fn entries(&self) -> impl Iterator<Item = NamedIndicator<'a>> + use<'a> {
        let goals = self.members.iter().flat_map(|member| &member.brief.goals);
        goals.flat_map(|goal| {
            let of = move |target: &'a TargetEntry| {
                target.indicators.iter().map(move |entry| (goal, target, entry))
            };
            goal.targets.iter().flat_map(of)
        })
    }

    /// The indicators that they name, each once, in the order of the framework.
    pub(super) fn indicators(&self) -> Vec<NamedIndicator<'a>> {
        let mut all = BTreeMap::new();
        for (goal, target, entry) in self.entries() {
            let own = &goal.goal;
            let code = entry.indicator.code();
            let key = (own.national, own.number, code_order(&target.target.code), code_order(code));
            all.entry(key).or_insert((goal, target, entry));
        }
        all.into_values().collect()
    }

    /// What an indicator or a target is called: by the label of a brief that names it, in the language of
    /// the table where one has it (a translation has the words of a nation's goals that its brief prints),
    /// else by the briefs' own wording in that, if all have the same: one of several would stand above what
    /// the others measure.
    fn label(
        &self,
        presenters: &[Presenter<'_>],
        label: &dyn Fn(&Presenter<'_>) -> Option<Words>,
        of: &dyn Fn(&'a Brief) -> Option<&'a Text>,
    ) -> Words {
        let is_own = |words: &Words| matches!(words, Words::Plain(_));
        let named: Vec<(Words, Option<Words>)> = (self.members.iter().zip(presenters))
            .filter_map(|(member, presenter)| {
                let text = of(member.brief).map(|text| presenter.words(text));
                Some((label(presenter)?, text.filter(is_own)))
            })
            .collect();
        let own = named.iter().map(|(label, _)| label).find(|label| is_own(label));
        let text = named.first().and_then(|(_, text)| text.as_ref());
        let text = text.filter(|text| named.iter().all(|(_, other)| other.as_ref() == Some(*text)));
        let any = named.first().map(|(label, _)| label);
        own.or(text).or(any).cloned().unwrap_or_else(|| Words::Plain(String::new()))
    }

    pub(super) fn label_of_target(&self, code: &str, presenters: &[Presenter<'_>]) -> Words {
        let label = |own: &Presenter<'_>| {
            let entry = target_of(own.brief, code)?;
            Some(own.label_of(National::Target(code), &entry.target.label))
        };
        self.label(presenters, &label, &|brief| target_of(brief, code)?.text.as_ref())
    }

    pub(super) fn label_of_indicator(&self, code: &str, presenters: &[Presenter<'_>]) -> Words {
        let label = |own: &Presenter<'_>| {
            let entry = entry_of(own.brief, code)?;
            Some(own.label_of(National::Indicator(code), entry.indicator.label()))
        };
        self.label(presenters, &label, &|brief| entry_of(brief, code)?.text.as_ref())
    }

    /// The one that speaks for an indicator: it names it, and is in the language of the table if one is.
    pub(super) fn speaker<'p, 'b>(
        &self,
        code: &str,
        presenters: &'p [Presenter<'b>],
    ) -> &'p Presenter<'b> {
        let all = || self.members.iter().zip(presenters);
        let naming =
            |(_, own): &(&Member<'a>, &'p Presenter<'b>)| entry_of(own.brief, code).is_some();
        let spoken = all().filter(naming).find(|(member, _)| member.is_in);
        spoken.or_else(|| all().find(naming)).map_or(&presenters[0], |(_, own)| own)
    }

    /// A goal, by the name of a brief that touches it, in the language of the table where one has it.
    pub(super) fn goal(&self, goal: &GoalEntry, presenters: &[Presenter<'_>]) -> GoalData {
        let touches = |own: &&Presenter<'_>| {
            own.brief.goals.iter().any(|entry| entry.goal.number == goal.goal.number)
        };
        let mut all: Vec<GoalData> =
            presenters.iter().filter(touches).map(|own| own.bare_goal(&goal.goal)).collect();
        let own = all.iter().position(|goal| matches!(goal.name, Words::Plain(_)));
        all.swap_remove(own.unwrap_or_default())
    }
}

/// What a brief says of a target, where it names it.
fn target_of<'b>(brief: &'b Brief, code: &str) -> Option<&'b TargetEntry> {
    let mut targets = brief.goals.iter().flat_map(|goal| &goal.targets);
    targets.find(|entry| entry.target.code == code)
}

/// What a brief says of an indicator, where it names it.
pub(super) fn entry_of<'b>(brief: &'b Brief, code: &str) -> Option<&'b IndicatorEntry> {
    let targets = brief.goals.iter().flat_map(|goal| &goal.targets);
    targets.flat_map(|target| &target.indicators).find(|entry| entry.indicator.code() == code)
}

pub(super) fn status_name(status: Status) -> &'static str {
    if status == Status::Draft { "draft" } else { "final" }
}
