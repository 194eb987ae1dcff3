//! What a template sees of several briefs: the table itself, and what stands around it.

use super::combined::{Combined, Member, NamedIndicator};
use super::combined_data::{
    CombinedBriefData, CombinedData, CombinedGoalData, CombinedIndicatorData,
};
use super::combined_said::names_of;
use super::combined_series::{IndicatorRows, take_release};
use super::combined_sources::CitedSources;
use super::data::{
    CountryData, IdentifierData, LayoutData, OriginalData, PlaceData, PlaceName, PlaceNote,
    StatusData, Words,
};
use super::presenter::{EditionColours, Presenter};
use crate::brief::Status;
use crate::project::National;

impl<'a> Combined<'a> {
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
        let called = self.called(&presenters);
        let mut sources = CitedSources::default();
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
            // What is noted of a place stands at the end; its rows lead there.
            for row in &mut rows {
                let own = |note: &&PlaceNote| Some(&note.code) == row.place.code.as_ref();
                if let Some(note) = places.data.notes.iter().find(own) {
                    row.place.name = row.place.name.clone().with(&note.mark);
                }
            }
            let mut table = IndicatorRows { presenters: &presenters, called: &called, sources };
            let said = table.said(&mut rows);
            let without = table.without(&rows);
            let series = table.series(rows);
            sources = table.sources;
            let indicator = CombinedIndicatorData {
                code: bare.code,
                national: bare.national,
                label,
                tier: bare.tier,
                repeats: bare.repeats,
                said,
                series,
                without,
            };
            goals.last_mut().expect("a goal was pushed").indicators.push(indicator);
        }
        let (valued, release) = take_release(&mut goals);
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
            valued,
            release,
            briefs: self.briefs(&presenters, &called),
            goals,
            sources: sources.into_list(),
        };
        serde_json::to_vec(&data).expect("plain data is always JSON")
    }

    /// The briefs, in the order of the first place of each.
    fn briefs(
        &self,
        presenters: &[Presenter<'_>],
        called: &[Option<Words>],
    ) -> Vec<CombinedBriefData> {
        let of = |(at, places): (usize, Vec<Words>)| {
            let (member, presenter) = (&self.members[at], &presenters[at]);
            let brief = member.brief;
            let original = (!member.is_in).then(|| OriginalData {
                lang: brief.original.clone(),
                name: presenter.own_words(&presenter.labels.language_name(&brief.original)),
            });
            CombinedBriefData {
                id: brief.id.clone(),
                title: presenter.words(&brief.title),
                name: called[at].clone(),
                shortened: brief.short_title.is_some(),
                places,
                date: presenter.date(brief.date),
                draft: brief.status == Status::Draft,
                original,
            }
        };
        self.places_of_briefs(presenters).into_iter().map(of).collect()
    }

    /// What each brief is called in rows, where its places do not tell it: another is about one of them.
    fn called(&self, presenters: &[Presenter<'_>]) -> Vec<Option<Words>> {
        let places: Vec<PlaceData> = presenters.iter().map(Presenter::place).collect();
        let of = |(at, name): (usize, Words)| {
            let others = places.iter().enumerate().filter(|(other, _)| *other != at);
            let mut others = others.flat_map(|(_, place)| &place.names);
            let is_own =
                |other: &PlaceName| places[at].names.iter().any(|own| own.name == other.name);
            others.any(is_own).then_some(name)
        };
        names_of(presenters).into_iter().enumerate().map(of).collect()
    }

    /// Whether wording prints that is pinned and not official.
    fn prints_unofficial(&self, first: &Presenter<'_>, named: &[NamedIndicator<'a>]) -> bool {
        let is = |of: National<'_>| first.pinned(of).is_some_and(|(_, official)| !official);
        self.language.language() != "en"
            && named.iter().any(|(.., entry)| is(National::Indicator(entry.indicator.code())))
    }
}
