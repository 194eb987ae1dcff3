//! From a raw brief to a valid one, or to every problem at once.

mod asides;
mod authors;
mod charts;
mod codes;
mod distinct;
mod figures;
mod findings;
mod front;
mod ids;
mod layout;
mod picture;
mod place;
mod placing;
mod readings;
mod recommendations;
mod sections;
mod sources;
mod tables;
mod texts;
mod values;

use std::collections::BTreeMap;

use self::ids::{Asides, Cited, Ids};
use self::placing::FigurePlaces;
use super::beside::FilesBeside;
use super::layout::{LayoutChoice, LayoutPart};
use super::lint;
use super::model::{Abbreviation, Brief, TranslationStatus, Whereabouts};
use super::place::OwnPlace;
use super::schema::{RawBrief, abbreviation};
use super::values::ValuesNamed;
use crate::diag::{Diagnostics, FileId, Sources, Span};
use crate::sdg::Framework;

/// What the tags and codes of a brief are held against.
#[derive(Debug, Clone, Copy)]
pub struct Vocabulary<'a> {
    /// The languages that have labels, by BCP 47 tag.
    pub languages: &'a [String],
    /// Goals, targets and indicators: the United Nations' and the project's.
    pub framework: &'a Framework,
    /// Places that the project names; `None` where its file cannot be read.
    pub places: Option<&'a [OwnPlace]>,
}

/// The translation whose words a brief has in the place of its own.
#[derive(Debug, Clone, Copy)]
pub struct Translated<'a> {
    /// Its language, a BCP 47 tag.
    pub language: &'a str,
    /// How far it is.
    pub status: TranslationStatus,
    /// The file its words stand in.
    pub file: FileId,
}

/// What a brief is resolved among.
#[derive(Debug, Clone, Copy)]
pub struct Surroundings<'a> {
    /// The files that were read, to say where a problem stands.
    pub sources: &'a Sources,
    /// The languages and the framework.
    pub vocabulary: Vocabulary<'a>,
    /// The files beside the brief.
    pub files: &'a FilesBeside,
    /// What of a brief is printed in this project, where the brief does not say.
    pub house: &'a LayoutChoice,
    /// The files of values that it is to have.
    pub values: ValuesNamed<'a>,
}

/// Checks everything a raw brief says against itself and the framework. `None` when something is
/// an error; warnings alone leave the brief valid.
///
/// A brief with a translation's words in it is checked like the original, except for the lints,
/// which were about the original.
pub fn resolve(
    id: &str,
    raw: RawBrief,
    translation: Option<Translated<'_>>,
    around: Surroundings<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<Brief> {
    let Surroundings { sources, vocabulary, files, house, values } = around;
    let mut found = Diagnostics::new();
    let ids = Ids::collect(&raw, &mut found);
    let resolver = Resolver {
        sources,
        vocabulary,
        files,
        ids: &ids,
        translation,
        standing: FigurePlaces::default(),
        cited: Cited::default(),
        asides: Asides::of(&raw),
        house,
        values,
        places: Vec::new(),
        whereabouts: None,
        parts_from: None,
        diagnostics: &mut found,
    };
    let brief = resolver.brief(id, raw);
    let valid = !found.has_errors();
    diagnostics.extend(found);
    brief.filter(|_| valid)
}

struct Resolver<'a> {
    sources: &'a Sources,
    vocabulary: Vocabulary<'a>,
    files: &'a FilesBeside,
    ids: &'a Ids,
    translation: Option<Translated<'a>>,
    standing: FigurePlaces,
    /// What the part at hand cites.
    cited: Cited,
    /// Boxes and quotations, and which of them are placed.
    asides: Asides,
    /// What the project says of the layout.
    house: &'a LayoutChoice,
    values: ValuesNamed<'a>,
    /// The places of the brief by their numbers in M49, and as it names them.
    places: Vec<u16>,
    whereabouts: Option<Whereabouts>,
    /// Where the parts of the layout are listed, if they are.
    parts_from: Option<Span>,
    diagnostics: &'a mut Diagnostics,
}

impl Resolver<'_> {
    /// `None` where something that must be there is missing; it has been reported then.
    fn brief(mut self, id: &str, raw: RawBrief) -> Option<Brief> {
        let place = self.place(&raw.place);
        let named = self.vocabulary.places.unwrap_or_default();
        self.places = place.as_ref().map(|place| place.m49(named)).unwrap_or_default();
        self.whereabouts.clone_from(&place);
        self.place_of_values(&raw);
        let language = self.language(raw.language.as_ref());
        let status = self.status(raw.status.as_ref());
        self.urls(&raw);
        self.dates(&raw);
        self.plain(&raw);
        self.languages_of_titles(&raw);
        self.listed(&raw);
        self.places_of_sections(&raw.sections);
        let layout = self.layout(raw.layout.as_ref());

        // Sources are numbered as a reader meets them, part by part.
        let mut cited = BTreeMap::new();
        let figures = self.figures(&raw);
        let summary = self.cited_prose(raw.summary.clone());
        let key_messages = self.cited_lines(&raw.key_messages);
        let facts = self.facts(&raw.facts);
        let ask = self.cited_line(raw.ask.clone());
        let authors = self.authors(&raw.authors);
        let identifiers = self.identifiers(&raw);
        let lead = self.figures_at(&raw.figure);
        cited.insert(LayoutPart::Front, self.take_cited());
        let foreword = self.foreword(raw.foreword.as_ref());
        cited.insert(LayoutPart::Foreword, self.take_cited());
        let mut sections = Some(Vec::new());
        let mut of_part = |resolver: &mut Self, part, cited: &mut BTreeMap<_, _>| {
            let own = resolver.sections(&raw.sections, part);
            sections = sections.take().zip(own).map(|(all, own)| [all, own].concat());
            cited.insert(part, resolver.take_cited());
        };
        of_part(&mut self, LayoutPart::BeforeFindings, &mut cited);
        let findings = self.findings(&raw.findings);
        cited.insert(LayoutPart::Findings, self.take_cited());
        of_part(&mut self, LayoutPart::AfterFindings, &mut cited);
        let goals = self.goals(&raw.goals);
        // The reasons for goals and the notes in the table of indicators are read together.
        let of_goals = self.take_cited();
        cited.insert(LayoutPart::Indicators, of_goals.clone());
        cited.insert(LayoutPart::Goals, of_goals);
        let recommendations = self.recommendations(&raw.recommendations);
        cited.insert(LayoutPart::Recommendations, self.take_cited());
        of_part(&mut self, LayoutPart::Annex, &mut cited);
        let acknowledgements = self.cited_prose(raw.acknowledgements.clone());
        cited.insert(LayoutPart::Acknowledgements, self.take_cited());
        let method = self.cited_prose(raw.method.clone());
        cited.insert(LayoutPart::Method, self.take_cited());
        let contact = self.line(raw.contact.clone());
        let licence = self.licence(raw.licence.as_ref());
        let citation = self.line(raw.citation.clone());
        self.unplaced();
        let endnotes = self.sources(&raw.sources);

        self.left_out(&layout, &cited, &raw);
        // What is not printed comes last: the table of indicators by itself may still cite it.
        let all = layout.parts.iter().chain(&LayoutPart::ALL);
        let order = Cited::in_order(all.filter_map(|part| cited.get(part)));
        let mut figures = figures.unwrap_or_default();
        self.number_figures(&raw, &mut figures, &order);
        if self.translation.is_none() {
            lint::run(
                &raw,
                &order.sources,
                self.vocabulary.framework,
                self.sources,
                self.diagnostics,
            );
        }

        let file = match self.translation {
            Some(translation) => translation.file,
            None => raw.title.as_ref()?.span.file,
        };
        let original = language?;
        let spoken = match self.translation {
            Some(translation) => translation.language,
            None => &original,
        };
        let abbreviations = raw.abbreviations.iter().map(|full| Abbreviation {
            short: abbreviation(full).to_string(),
            language: if full.span.file == file { spoken } else { &original }.to_string(),
            full: full.clone(),
        });
        let abbreviations = abbreviations.collect();
        let mut brief = Brief {
            id: id.to_string(),
            title: raw.title?,
            subtitle: raw.subtitle,
            short_title: raw.short_title,
            number: raw.number,
            place: place?,
            date: raw.date?.value,
            language: spoken.to_string(),
            original,
            translation: self.translation.map(|translation| translation.status),
            file,
            status: status?,
            summary: summary?,
            key_messages,
            ask,
            method,
            contact,
            licence,
            citation,
            identifiers,
            authors: authors?,
            foreword,
            acknowledgements,
            keywords: raw.keywords,
            abbreviations,
            sources: endnotes?,
            facts: facts?,
            figures,
            lead,
            findings: findings?,
            recommendations: recommendations?,
            goals: goals?,
            sections: sections?,
            layout,
            template: raw.template,
            values: Vec::new(),
            baseline: self.values.around().and_then(|values| values.baseline),
        };
        brief.sources.sort_by_key(|source| order.rank(&source.id));
        let targets = brief.goals.iter().flat_map(|goal| &goal.targets);
        let chosen = targets.flat_map(|target| &target.indicators).flat_map(|own| &own.chosen);
        brief.values = self.values_files(chosen);
        Some(brief)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::brief::model::Basis;
    use crate::diag::Code;
    use crate::sdg::{Goal, Indicator, Target, framework};
    use crate::tree::{Reader, TomlDocument};

    const VALID: &str = include_str!("../../../tests/fixtures/minimal.toml");

    fn check(toml: &str) -> (Option<Brief>, Vec<(Code, String)>) {
        check_with(toml, framework())
    }

    fn check_with(toml: &str, framework: &Framework) -> (Option<Brief>, Vec<(Code, String)>) {
        let mut sources = Sources::new();
        let file = sources.add("brief.toml", toml);
        let mut diagnostics = Diagnostics::new();
        let document = TomlDocument::parse(&sources, file, &mut diagnostics);
        let reader = Reader::new();
        let raw = RawBrief::read(document.root(&reader));
        document.report(reader, &mut diagnostics);
        let files = FilesBeside::default();
        let languages = ["en".to_string()];
        let vocabulary = Vocabulary { languages: &languages, framework, places: Some(&[]) };
        let around = Surroundings {
            sources: &sources,
            vocabulary,
            files: &files,
            house: &LayoutChoice::default(),
            values: ValuesNamed::Nowhere,
        };
        let brief = resolve("t", raw, None, around, &mut diagnostics);
        let marked = diagnostics
            .iter()
            .map(|d| (d.code, d.span.map(|s| sources.slice(s).to_string()).unwrap_or_default()))
            .collect();
        (brief, marked)
    }

    fn with(change: (&str, &str)) -> Vec<(Code, String)> {
        assert!(VALID.contains(change.0), "{}", change.0);
        check(&VALID.replacen(change.0, change.1, 1)).1
    }

    #[test]
    fn a_brief_without_fault_resolves_without_a_word() {
        let (brief, found) = check(VALID);
        assert_eq!(found, []);
        let brief = brief.unwrap();
        assert_eq!(brief.findings[0].targets[0].code, "16.3");
        assert_eq!(brief.recommendations[0].findings, [1]);
        assert_eq!(brief.sources[0].id, "survey", "the first cited comes first");
    }

    #[test]
    fn each_mistake_is_named_where_it_stands() {
        for (change, code, marked) in [
            (("country = \"KH\"", "country = \"Cambodia\""), Code::UnknownCountry, "\"Cambodia\""),
            (("language = \"en\"", "language = \"xx\""), Code::UnknownLanguage, "\"xx\""),
            (("status = \"final\"", "status = \"finale\""), Code::BadValue, "\"finale\""),
            (("id = \"delay\"", "id = \"De lay\""), Code::InvalidId, "\"De lay\""),
            (("number = 16", "number = 18"), Code::UnknownGoal, "18"),
            (("code = \"16.3.1\"", "code = \"16.3.9\""), Code::UnknownIndicator, "\"16.3.9\""),
            (("code = \"16.3.1\"", "code = \"16.6.2\""), Code::WrongParent, "\"16.6.2\""),
            (("number = 16", "number = 8"), Code::WrongParent, "\"16.3\""),
            (("targets = [\"16.3\"]", "targets = [\"16.6\"]"), Code::UnlistedTarget, "\"16.6\""),
            (("targets = [\"16.3\"]", "targets = [\"16.33\"]"), Code::UnknownTarget, "\"16.33\""),
            (("findings = [\"delay\"]", "findings = [\"dely\"]"), Code::UnknownId, "\"dely\""),
            (("sources = [\"survey\"]", "sources = [\"survy\"]"), Code::UnknownSource, "\"survy\""),
            (("https://example.org/report", "example.org"), Code::BadUrl, "\"example.org\""),
            (("basis = \"implied\"", "basis = \"implicit\""), Code::BadValue, "\"implicit\""),
        ] {
            let found = with(change);
            assert!(found.contains(&(code, marked.to_string())), "{change:?}: {found:?}");
        }
    }

    #[test]
    fn an_invalid_brief_never_comes_out() {
        let (brief, found) = check(&VALID.replacen("number = 16", "number = 18", 1));
        assert!(brief.is_none());
        assert!(!found.is_empty());
        assert!(found.iter().any(|(code, _)| *code == Code::UnknownGoal), "{found:?}");
    }

    #[test]
    fn warnings_have_their_codes() {
        for (change, code) in [
            (("sources = [\"survey\"]\ntargets", "targets"), Code::Unsourced),
            (("[@report]", ""), Code::Uncited),
            (
                ("[[recommendation]]\n", "[[recommendation]]\nby = \"30 June 2035\"\n"),
                Code::DateInWords,
            ),
            (("url = \"https://example.org/report\"\n", ""), Code::AccessedNowhere),
            (
                (
                    "[[source]]\n",
                    "[layout]\nparts = [\"front\", \"sources\", \"tear-off\"]\ntear_off = false\n\n[[source]]\n",
                ),
                Code::SwitchedOff,
            ),
            (("findings = [\"delay\"]", ""), Code::AnswersNothing),
            (("targets = [\"16.3\"]\nfindings", "findings"), Code::ServesNothing),
            (("to = \"Ministry of Justice\"", ""), Code::AddressesNoOne),
            (("note = \"No target is named.\"", ""), Code::GoalWithoutTarget),
            (("note = \"Counts children.\"", ""), Code::ChildLabour),
        ] {
            let toml = VALID.replacen(change.0, change.1, 1);
            assert_ne!(toml, VALID, "{change:?}");
            let (brief, found) = check(&toml);
            let codes: Vec<Code> = found.iter().map(|(code, _)| *code).collect();
            assert_eq!(codes, [code], "{change:?}");
            assert!(brief.is_some(), "a warning leaves the brief valid");
        }
    }

    #[test]
    fn codes_of_the_past_and_repeated_ones_are_warned_about() {
        let goal = |target: &str, indicator: &str| {
            let number = target.split('.').next().unwrap();
            format!(
                "\n[[goal]]\nnumber = {number}\nwhy = \"x\"\nsources = [\"survey\"]\n[[goal.target]]\n\
                 code = \"{target}\"\n[[goal.target.indicator]]\ncode = \"{indicator}\"\n"
            )
        };
        let codes = |added: String| -> Vec<Code> {
            check(&format!("{VALID}{added}")).1.into_iter().map(|(code, _)| code).collect()
        };
        assert_eq!(codes(goal("1.a", "1.a.3")), [Code::RetiredCode]);
        assert_eq!(codes(goal("11.c", "11.c.1")), [Code::ReusedCode]);
        assert_eq!(
            codes(goal("1.5", "1.5.1") + &goal("13.1", "13.1.1")),
            [Code::RepeatedIndicator]
        );
    }

    #[test]
    fn a_brief_may_touch_no_goal() {
        let end = VALID.find("[[goal]]").unwrap();
        let none = VALID[..end].replace("targets = [\"16.3\"]\n", "");
        let (brief, found) = check(&none);
        let title = VALID.lines().next().unwrap().strip_prefix("title = ").unwrap();
        assert_eq!(found, [(Code::NoGoal, title.to_string())]);
        assert!(brief.unwrap().goals.is_empty());
        // What refers to a goal that is not there is wrong still.
        let (_, found) = check(&VALID[..end]);
        assert!(found.contains(&(Code::UnlistedTarget, "\"16.3\"".to_string())), "{found:?}");
    }

    #[test]
    fn a_national_indicator_has_a_national_basis() {
        let own = |basis: &str| {
            let indicator = format!("code = \"16.3.N1\"\n{basis}");
            VALID.replacen("code = \"16.3.1\"\nbasis = \"implied\"", &indicator, 1)
        };
        let indicator = Indicator {
            code: "16.3.N1".into(),
            label: "Cases decided in time".into(),
            terms: Vec::new(),
            tier: None,
            depends_on: None,
            custodians: Vec::new(),
            partners: Vec::new(),
            repeats: Vec::new(),
            changes: Vec::new(),
            target: "16.3".into(),
            national: true,
        };
        let target = (**framework().target("16.3").unwrap()).clone();
        let target = Target { indicators: vec![indicator.into()], ..target };
        let goal = (**framework().goal(16).unwrap()).clone();
        let national = framework().with([Goal { targets: vec![target.into()], ..goal }]);
        let basis = |toml: &str| {
            let (brief, found) = check_with(&own(toml), &national);
            (brief.map(|brief| brief.goals[0].targets[0].indicators[0].basis), found)
        };
        assert_eq!(basis(""), (Some(Basis::National), vec![]));
        assert_eq!(basis("basis = \"proxy\"").0, Some(Basis::Proxy));
        let (brief, found) = basis("basis = \"global\"");
        assert_eq!((brief, found), (None, vec![(Code::BadValue, "\"global\"".to_string())]));
        // Elsewhere there is no such code.
        assert!(check(&own("")).1.contains(&(Code::UnknownIndicator, "\"16.3.N1\"".to_string())));
    }
}
