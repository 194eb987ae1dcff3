//! Several briefs as one table: each indicator that one of them names, and under it every place of every
//! brief. What the table itself says is said by one of those that are in its language.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::combined_data::{
    CombinedBriefData, CombinedData, CombinedGoalData, CombinedIndicatorData, CombinedRowData,
};
use super::combined_said::names_of;
use super::data::{
    CountryData, GoalData, IdentifierData, LayoutData, OriginalData, PlaceData, PlaceName,
    PlaceNote, StatusData, Words,
};
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

/// Where the briefs are about, all of it together.
pub(super) struct CombinedPlaces {
    pub(super) data: PlaceData,
    pub(super) written: String,
}

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
    /// else by a brief's own wording in that.
    fn label(
        &self,
        presenters: &[Presenter<'_>],
        label: &dyn Fn(&Presenter<'_>) -> Option<Words>,
        of: &dyn Fn(&'a Brief) -> Option<&'a Text>,
    ) -> Words {
        let is_own = |words: &Words| matches!(words, Words::Plain(_));
        let labels: Vec<Words> = presenters.iter().filter_map(label).collect();
        let texts = self.members.iter().zip(presenters);
        let mut texts =
            texts.filter_map(|(member, presenter)| Some(presenter.words(of(member.brief)?)));
        let own = labels.iter().find(|words| is_own(words)).cloned();
        let any = || labels.first().cloned().unwrap_or_else(|| Words::Plain(String::new()));
        own.or_else(|| texts.find(is_own)).unwrap_or_else(any)
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

    /// All places, each name once.
    pub(super) fn places(
        &self,
        first: &Presenter<'_>,
        presenters: &[Presenter<'_>],
    ) -> CombinedPlaces {
        let (mut names, mut notes): (Vec<PlaceName>, Vec<PlaceNote>) = Default::default();
        let (mut written, mut words): (Vec<String>, Vec<Words>) = Default::default();
        for (member, presenter) in self.members.iter().zip(presenters) {
            let place = presenter.place();
            let own = place_names(member.brief, member.config, self.language, self.labels).0;
            for (name, own) in place.names.into_iter().zip(own) {
                if names.iter().any(|other| other.code == name.code && other.name == name.name) {
                    continue;
                }
                let note = place.notes.iter().find(|note| Some(&note.code) == name.code.as_ref());
                let mark = note.map_or_else(String::new, |_| "*".repeat(notes.len() + 1));
                notes.extend(note.map(|note| PlaceNote {
                    code: note.code.clone(),
                    mark: mark.clone(),
                    name: note.name.clone(),
                    text: note.text.clone(),
                }));
                written.push(own + &mark);
                words.push(name.name.clone().with(&mark));
                names.push(name);
            }
        }
        let shown: Vec<&str> = written.iter().map(String::as_str).collect();
        let data = PlaceData {
            kind: "countries",
            codes: self.place_codes(),
            name: first.joined(&shown, &words),
            formal: None,
            names,
            notes,
        };
        CombinedPlaces { data, written: list(&shown, self.language) }
    }

    /// The rows of an indicator: every place of every brief.
    pub(super) fn rows(
        &self,
        code: &str,
        label: &Words,
        presenters: &[Presenter<'_>],
    ) -> Vec<CombinedRowData> {
        let mut rows = Vec::new();
        for (at, presenter) in presenters.iter().enumerate() {
            let entry = entry_of(presenter.brief, code);
            let basis = || entry.map(|entry| presenter.basis(entry.basis));
            let said = entry.map(|entry| presenter.said_of(entry, label));
            let (text, cited_as, note) =
                said.map_or((None, None, None), |own| (own.text, own.cited_as, own.note));
            let values = entry.map(|entry| presenter.values(entry)).unwrap_or_default();
            if values.is_empty() {
                let state = if entry.is_some() { "unvalued" } else { "unnamed" };
                rows.extend(presenter.place().names.into_iter().map(|place| CombinedRowData {
                    brief: at,
                    state,
                    basis: basis(),
                    place,
                    text: text.clone(),
                    cited_as: cited_as.clone(),
                    note: note.clone(),
                    values: None,
                }));
                continue;
            }
            for values in values {
                rows.push(CombinedRowData {
                    brief: at,
                    state: "named",
                    basis: basis(),
                    place: values.place.clone(),
                    text: text.clone(),
                    cited_as: cited_as.clone(),
                    note: note.clone(),
                    values: Some(values),
                });
            }
        }
        rows
    }

    /// What a template sees, as JSON.
    pub fn data(&self, edition: EditionColours<'_>) -> Vec<u8> {
        let of = |member: &Member<'a>| self.presenter(*member, edition, true);
        let presenters: Vec<Presenter<'_>> = self.members.iter().map(of).collect();
        let first = self.presenter(self.first(), edition, true);
        let config = first.config;
        let named = self.indicators();
        let places = self.places(&first, &presenters);
        let title = first.own_words(self.title());
        let line = |line| first.line(line);
        let mut goals: Vec<CombinedGoalData> = Vec::new();
        for (goal, target, entry) in &named {
            let own = self.goal(goal, &presenters);
            if goals
                .last()
                .is_none_or(|last| (last.number, last.national) != (own.number, own.national))
            {
                goals.push(CombinedGoalData {
                    number: own.number,
                    national: own.national,
                    name: own.name,
                    title: own.title,
                    colour: own.colour,
                    ink: own.ink,
                    indicators: Vec::new(),
                });
            }
            let code = entry.indicator.code();
            let bare = self.speaker(code, &presenters).bare_indicator(goal, target, entry);
            let label = self.label_of_indicator(code, &presenters);
            let mut rows = self.rows(code, &label, &presenters);
            // What is noted of a place stands at the head of the page; its rows lead there.
            for row in &mut rows {
                let own = |note: &&PlaceNote| Some(&note.code) == row.place.code.as_ref();
                if let Some(note) = places.data.notes.iter().find(own) {
                    row.place.name = row.place.name.clone().with(&note.mark);
                }
            }
            let indicator = CombinedIndicatorData {
                code: bare.code,
                national: bare.national,
                label,
                tier: bare.tier,
                repeats: bare.repeats,
                rows,
            };
            goals.last_mut().expect("a goal was pushed").indicators.push(indicator);
        }
        let data = CombinedData {
            frame: first.frame("indicators", self.date(), self.status()),
            contact: config.contact.as_ref().map(line),
            licence: config.licence.as_ref().map(|line| first.licence(line)),
            citation: None,
            identifiers: IdentifierData { isbn: None, issn: None, doi: None },
            authors: Vec::new(),
            imprint: config.imprint.as_ref().map(line),
            number: None,
            short_title: Words::Plain(title.clone()),
            title: Words::Plain(title),
            subtitle: None,
            country: CountryData { code: String::new(), name: first.plain(&places.written) },
            place: places.data,
            date: first.date(self.date()),
            status: StatusData {
                code: if self.status() == Status::Draft { "draft" } else { "final" },
                text: self.status_text().map(|text| first.own_words(&text)),
            },
            original: None,
            layout: LayoutData { parts: Vec::new(), cover: false },
            tiers: first.tiers_of(named.iter().map(|(_, _, entry)| *entry)),
            unofficial_wording: self.prints_unofficial(&first, &named),
            briefs: self
                .members
                .iter()
                .zip(&presenters)
                .zip(names_of(&presenters))
                .map(|((member, presenter), name)| brief_data(member, presenter, name))
                .collect(),
            goals,
        };
        serde_json::to_vec(&data).expect("plain data is always JSON")
    }

    /// Whether wording prints that is pinned and not official.
    fn prints_unofficial(&self, first: &Presenter<'_>, named: &[NamedIndicator<'a>]) -> bool {
        let is = |of: National<'_>| first.pinned(of).is_some_and(|(_, official)| !official);
        self.language.language() != "en"
            && named.iter().any(|(.., entry)| is(National::Indicator(entry.indicator.code())))
    }
}

/// What a brief says of a target, where it names it.
fn target_of<'b>(brief: &'b Brief, code: &str) -> Option<&'b TargetEntry> {
    let mut targets = brief.goals.iter().flat_map(|goal| &goal.targets);
    targets.find(|entry| entry.target.code == code)
}

/// What a brief says of an indicator, where it names it.
fn entry_of<'b>(brief: &'b Brief, code: &str) -> Option<&'b IndicatorEntry> {
    let targets = brief.goals.iter().flat_map(|goal| &goal.targets);
    targets.flat_map(|target| &target.indicators).find(|entry| entry.indicator.code() == code)
}

pub(super) fn status_name(status: Status) -> &'static str {
    if status == Status::Draft { "draft" } else { "final" }
}

fn brief_data(member: &Member<'_>, presenter: &Presenter<'_>, name: Words) -> CombinedBriefData {
    let brief = member.brief;
    let original = (!member.is_in).then(|| OriginalData {
        lang: brief.original.clone(),
        name: presenter.own_words(&presenter.labels.language_name(&brief.original)),
    });
    CombinedBriefData {
        id: brief.id.clone(),
        title: presenter.words(&brief.title),
        name,
        shortened: brief.short_title.is_some(),
        date: presenter.date(brief.date),
        draft: brief.status == Status::Draft,
        original,
    }
}
