//! From a raw brief to a valid one, or to every problem at once.

mod authors;
mod codes;
mod findings;
mod front;
mod ids;
mod place;
mod recommendations;
mod sources;
mod texts;
mod values;

use std::collections::BTreeMap;

use self::ids::{Cited, Ids};
use super::layout::LayoutPart;
use super::lint;
use super::model::{Abbreviation, Brief, TranslationStatus};
use super::schema::{RawBrief, abbreviation};
use crate::diag::{Diagnostics, FileId, Sources};

/// The languages that have labels, by BCP 47 tag.
pub type KnownLanguages = [String];

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

/// Checks everything a raw brief says against itself and the framework. `None` when something is
/// an error; warnings alone leave the brief valid.
///
/// A brief with a translation's words in it is checked like the original, except for the lints,
/// which were about the original.
pub fn resolve(
    id: &str,
    raw: RawBrief,
    translation: Option<Translated<'_>>,
    sources: &Sources,
    languages: &KnownLanguages,
    diagnostics: &mut Diagnostics,
) -> Option<Brief> {
    let mut found = Diagnostics::new();
    let ids = Ids::collect(&raw, &mut found);
    let resolver = Resolver {
        sources,
        languages,
        ids: &ids,
        translation,
        cited: Cited::default(),
        diagnostics: &mut found,
    };
    let brief = resolver.brief(id, raw);
    let valid = !found.has_errors();
    diagnostics.extend(found);
    brief.filter(|_| valid)
}

struct Resolver<'a> {
    sources: &'a Sources,
    languages: &'a KnownLanguages,
    ids: &'a Ids,
    translation: Option<Translated<'a>>,
    /// What the part at hand cites.
    cited: Cited,
    diagnostics: &'a mut Diagnostics,
}

impl Resolver<'_> {
    /// `None` where something that must be there is missing; it has been reported then.
    fn brief(mut self, id: &str, raw: RawBrief) -> Option<Brief> {
        let country = self.country(raw.country.as_ref());
        let language = self.language(raw.language.as_ref());
        let status = self.status(raw.status.as_ref());
        self.urls(&raw);
        self.dates(&raw);
        self.plain(&raw);
        self.languages_of_titles(&raw);
        self.listed(&raw);

        // Sources are numbered as a reader meets them, part by part.
        let mut cited = BTreeMap::new();
        let summary = self.cited_prose(raw.summary.clone());
        let key_messages = self.cited_lines(&raw.key_messages);
        let facts = self.facts(&raw.facts);
        let ask = self.cited_line(raw.ask.clone());
        let authors = self.authors(&raw.authors);
        let identifiers = self.identifiers(&raw);
        let foreword = self.foreword(raw.foreword.as_ref());
        cited.insert(LayoutPart::Front, self.take_cited());
        let findings = self.findings(&raw.findings);
        cited.insert(LayoutPart::Findings, self.take_cited());
        let goals = self.goals(&raw.goals);
        cited.insert(LayoutPart::Goals, self.take_cited());
        let recommendations = self.recommendations(&raw.recommendations);
        cited.insert(LayoutPart::Recommendations, self.take_cited());
        let acknowledgements = self.cited_prose(raw.acknowledgements.clone());
        let method = self.cited_prose(raw.method.clone());
        let contact = self.line(raw.contact.clone());
        let licence = self.licence(raw.licence.as_ref());
        let citation = self.line(raw.citation.clone());
        cited.insert(LayoutPart::Back, self.take_cited());
        let endnotes = self.sources(&raw.sources);

        let order = Cited::in_order(LayoutPart::ALL.iter().filter_map(|part| cited.get(part)));
        if self.translation.is_none() {
            lint::run(&raw, &order.0, self.diagnostics);
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
            country: country?,
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
            findings: findings?,
            recommendations: recommendations?,
            goals: goals?,
        };
        brief.sources.sort_by_key(|source| order.rank(&source.id));
        Some(brief)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Code;
    use crate::tree::{Reader, TomlDocument};

    const VALID: &str = include_str!("../../../tests/fixtures/minimal.toml");

    fn check(toml: &str) -> (Option<Brief>, Vec<(Code, String)>) {
        let mut sources = Sources::new();
        let file = sources.add("brief.toml", toml);
        let mut diagnostics = Diagnostics::new();
        let document = TomlDocument::parse(&sources, file, &mut diagnostics);
        let reader = Reader::new();
        let raw = RawBrief::read(document.root(&reader));
        document.report(reader, &sources, &mut diagnostics);
        let brief = resolve("t", raw, None, &sources, &["en".to_string()], &mut diagnostics);
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
}
