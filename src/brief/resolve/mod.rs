//! From a raw brief to a valid one, or to every problem at once.

mod codes;
mod ids;

use chrono::Datelike;

use self::ids::{Cited, Ids};
use super::address::address_fault;
use super::id::IdList;
use super::lint;
use super::model::{
    Abbreviation, Brief, Fact, Finding, Quote, Recommendation, Source, SourceNumber, Status,
    TranslationStatus,
};
use super::schema::{RawBrief, RawGoal, abbreviation};
use super::text::{Context, Line, Prose};
use crate::diag::{Code, Diagnostic, Diagnostics, FileId, Sources, did_you_mean};
use crate::l10n::{
    UnsupportedLanguage, country_codes, country_name, how_to_add, is_language_tag, language_named,
    refusal,
};
use crate::tree::Text;

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
    let brief = Resolver { sources, languages, ids: &ids, translation, diagnostics: &mut found }
        .brief(id, raw);
    let valid = !found.has_errors();
    diagnostics.extend(found);
    brief.filter(|_| valid)
}

/// As many characters as a title may have, far below what the standards allow a PDF to list.
pub const LONGEST_TITLE: usize = 2000;

/// The most characters of a short title: as many as a running foot surely holds.
pub const LONGEST_FOOT: usize = 90;

/// The longest that all keywords may be together, in characters.
const LONGEST_KEYWORDS: usize = 8000;

struct Resolver<'a> {
    sources: &'a Sources,
    languages: &'a KnownLanguages,
    ids: &'a Ids,
    translation: Option<Translated<'a>>,
    diagnostics: &'a mut Diagnostics,
}

impl Resolver<'_> {
    /// `None` where something that must be there is missing; it has been reported then.
    fn brief(mut self, id: &str, raw: RawBrief) -> Option<Brief> {
        let mut cited = Cited::default();
        let country = self.country(raw.country.as_ref());
        let language = self.language(raw.language.as_ref());
        let status = self.status(raw.status.as_ref());
        self.urls(&raw);
        self.dates(&raw);
        self.plain(&raw);
        self.languages_of_titles(&raw);
        self.listed(&raw);

        let summary = self.prose(raw.summary.clone());
        let key_messages = self.lines(&raw.key_messages);
        let ask = self.line(raw.ask.clone());
        cited.prose(summary.as_ref());
        cited.lines(&key_messages);

        let facts: Vec<Option<Fact>> = raw
            .facts
            .iter()
            .map(|fact| {
                let label = self.line(fact.label.clone());
                cited.lines(label.as_slice());
                cited.ids(&fact.sources);
                self.ids.check_sources(&fact.sources, self.diagnostics);
                Some(Fact {
                    id: fact.id.as_ref()?.value.clone(),
                    value: fact.value.clone()?,
                    label: label?,
                    sources: Vec::new(),
                })
            })
            .collect();
        cited.lines(ask.as_slice());

        let findings: Vec<Option<Finding>> = raw
            .findings
            .iter()
            .map(|finding| {
                let text = self.prose(finding.text.clone());
                let evidence = self.lines(&finding.evidence);
                cited.prose(text.as_ref());
                cited.lines(&evidence);
                let quote = finding.quote.as_ref().map(|quote| {
                    let text = self.line(quote.text.clone());
                    cited.lines(text.as_slice());
                    cited.ids(&quote.sources);
                    self.ids.check_sources(&quote.sources, self.diagnostics);
                    Some(Quote { text: text?, by: quote.by.clone()?, sources: Vec::new() })
                });
                cited.ids(&finding.sources);
                self.ids.check_sources(&finding.sources, self.diagnostics);
                let targets = self.listed_targets(&finding.targets);
                let implied = self.listed_targets(&finding.implied);
                self.direct_and_implied(&finding.targets, &finding.implied);
                Some(Finding {
                    id: finding.id.as_ref()?.value.clone(),
                    title: finding.title.clone()?,
                    text: text?,
                    evidence,
                    quote: match quote {
                        Some(quote) => Some(quote?),
                        None => None,
                    },
                    sources: Vec::new(),
                    targets,
                    implied,
                })
            })
            .collect();

        let goals = self.goals(&raw.goals, &mut cited);

        let recommendations: Vec<Option<Recommendation>> = raw
            .recommendations
            .iter()
            .map(|recommendation| {
                let text = self.prose(recommendation.text.clone());
                cited.prose(text.as_ref());
                let targets = self.listed_targets(&recommendation.targets);
                let findings = self.ids.finding_numbers(&recommendation.findings, self.diagnostics);
                Some(Recommendation {
                    id: recommendation.id.as_ref()?.value.clone(),
                    to: recommendation.to.clone(),
                    text: text?,
                    by: recommendation.by.as_ref().map(|date| date.value),
                    targets,
                    findings,
                })
            })
            .collect();

        let method = self.prose(raw.method.clone());
        let contact = self.line(raw.contact.clone());
        let licence = self.line(raw.licence.clone());
        cited.prose(method.as_ref());

        let endnotes: Vec<Option<Source>> = raw
            .sources
            .iter()
            .map(|source| {
                Some(Source {
                    id: source.id.as_ref()?.value.clone(),
                    title: source.title.clone()?,
                    language: source.language.as_ref().map(|tag| tag.value.clone()),
                    publisher: source.publisher.clone()?,
                    author: source.author.clone(),
                    date: source.date.as_ref().map(|date| date.value),
                    url: source.url.clone(),
                    accessed: source.accessed.as_ref().map(|date| date.value),
                    note: self.line(source.note.clone()),
                })
            })
            .collect();

        if self.translation.is_none() {
            lint::run(&raw, &cited.0, self.diagnostics);
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
            keywords: raw.keywords,
            abbreviations,
            sources: endnotes.into_iter().collect::<Option<_>>()?,
            facts: facts.into_iter().collect::<Option<_>>()?,
            findings: findings.into_iter().collect::<Option<_>>()?,
            recommendations: recommendations.into_iter().collect::<Option<_>>()?,
            goals: goals?,
        };
        brief.sources.sort_by_key(|source| cited.rank(&source.id));
        self.number_sources(&mut brief, &raw.facts, &raw.findings, &raw.goals);
        Some(brief)
    }

    /// Numbers stand for sources once the order of the endnotes is known.
    fn number_sources(
        &self,
        brief: &mut Brief,
        facts: &[super::schema::RawFact],
        findings: &[super::schema::RawFinding],
        goals: &[RawGoal],
    ) {
        let order: IdList = brief.sources.iter().map(|source| source.id.clone()).collect();
        let numbers = |ids: &[Text]| -> Vec<SourceNumber> {
            let mut numbers: Vec<SourceNumber> =
                ids.iter().filter_map(|id| order.place(&id.value)).map(|index| index + 1).collect();
            numbers.sort_unstable();
            numbers.dedup();
            numbers
        };
        for (fact, raw) in brief.facts.iter_mut().zip(facts) {
            fact.sources = numbers(&raw.sources);
        }
        for (finding, raw) in brief.findings.iter_mut().zip(findings) {
            finding.sources = numbers(&raw.sources);
            if let (Some(quote), Some(raw)) = (&mut finding.quote, &raw.quote) {
                quote.sources = numbers(&raw.sources);
            }
        }
        for (goal, raw) in brief.goals.iter_mut().zip(goals) {
            goal.sources = numbers(&raw.sources);
        }
    }

    fn prose(&mut self, text: Option<Text>) -> Option<Prose> {
        let (sources, source_ids) = (self.sources, &self.ids.sources);
        let context = Context { sources, source_ids, only: self.only() };
        text.map(|text| context.prose(text, self.diagnostics))
    }

    fn line(&mut self, text: Option<Text>) -> Option<Line> {
        let (sources, source_ids) = (self.sources, &self.ids.sources);
        let context = Context { sources, source_ids, only: self.only() };
        text.map(|text| context.line(text, self.diagnostics))
    }

    /// The file whose leftovers are told of: those of the original are not told again with each
    /// translation.
    fn only(&self) -> Option<FileId> {
        self.translation.map(|translation| translation.file)
    }

    /// Texts that take no markup.
    fn plain(&mut self, raw: &RawBrief) {
        let context =
            Context { sources: self.sources, source_ids: &IdList::default(), only: self.only() };
        let mut each = |text: &Option<Text>| {
            if let Some(text) = text {
                context.plain(text, self.diagnostics);
            }
        };
        [&raw.title, &raw.subtitle, &raw.short_title].into_iter().for_each(&mut each);
        for source in &raw.sources {
            [&source.title, &source.publisher, &source.author].into_iter().for_each(&mut each);
        }
        raw.facts.iter().for_each(|fact| each(&fact.value));
        for finding in &raw.findings {
            each(&finding.title);
            finding.quote.iter().for_each(|quote| each(&quote.by));
        }
        raw.recommendations.iter().for_each(|item| each(&item.to));
        for target in raw.goals.iter().flat_map(|goal| &goal.targets) {
            each(&target.text);
            target.indicators.iter().for_each(|indicator| each(&indicator.text));
        }
    }

    fn lines(&mut self, texts: &[Text]) -> Vec<Line> {
        texts.iter().filter_map(|text| self.line(Some(text.clone()))).collect()
    }

    fn country(&mut self, code: Option<&Text>) -> Option<String> {
        let code = code?;
        if country_name(&code.value, "en").is_some() {
            return Some(code.value.clone());
        }
        let upper = code.value.to_uppercase();
        let by_name = did_you_mean(&code.value, country_codes().map(|(_, name)| name))
            .and_then(|name| country_codes().find(|(_, other)| *other == name));
        let meant = country_codes().find(|(code, _)| *code == upper).or(by_name);
        let help = match meant {
            Some((code, name)) => format!("did you mean `\"{code}\"`, {name}?"),
            None => "write the two-letter code of ISO 3166-1, such as `\"KH\"` for Cambodia".into(),
        };
        self.diagnostics.push(
            Diagnostic::new(Code::UnknownCountry, format!("`{}` is no country code", code.value))
                .at(code.span)
                .key(&code.key)
                .help(help),
        );
        None
    }

    fn language(&mut self, tag: Option<&Text>) -> Option<String> {
        let tag = tag?;
        let known = || self.languages.iter().map(String::as_str);
        let Some(refusal) = refusal(&tag.value, known()) else { return Some(tag.value.clone()) };
        let help = match &refusal {
            UnsupportedLanguage::Written(form) => format!("write `\"{form}\"`"),
            UnsupportedLanguage::Near(near) => format!("did you mean `\"{near}\"`?"),
            UnsupportedLanguage::NoLabels => how_to_add(&tag.value, known()),
        };
        self.diagnostics.push(
            Diagnostic::new(Code::UnknownLanguage, refusal.message(&tag.value))
                .at(tag.span)
                .key(&tag.key)
                .help(help),
        );
        None
    }

    /// What a PDF lists beside its pages, as title, description, keyword or bookmark, is not endless.
    fn listed(&mut self, raw: &RawBrief) {
        let listed = "a PDF lists it as a whole beside its pages";
        let titles = raw.title.iter().chain(&raw.subtitle).chain(&raw.keywords);
        let titles = titles.chain(raw.findings.iter().filter_map(|finding| finding.title.as_ref()));
        let limits = titles.map(|text| (text, LONGEST_TITLE, listed));
        let together: usize = raw.keywords.iter().map(|text| text.value.chars().count() + 2).sum();
        if let Some(first) = raw.keywords.first().filter(|_| together > LONGEST_KEYWORDS) {
            let message = format!("the keywords are {together} characters long together");
            self.diagnostics.push(
                Diagnostic::new(Code::LongTitle, message)
                    .at(first.span)
                    .key("keywords")
                    .help(format!("keep to {LONGEST_KEYWORDS}; a PDF lists them in one text")),
            );
        }
        let foot = raw.short_title.iter();
        let foot = foot.map(|text| (text, LONGEST_FOOT, "it stands in one line at the foot"));
        for (text, limit, why) in limits.chain(foot) {
            let length = text.value.chars().count();
            if length > limit {
                self.diagnostics.push(
                    Diagnostic::new(
                        Code::LongTitle,
                        format!("`{}` is {length} characters long", text.key),
                    )
                    .at(text.span)
                    .key(&text.key)
                    .help(format!("shorten it to {limit}; {why}")),
                );
            }
        }
    }

    fn status(&mut self, status: Option<&Text>) -> Option<Status> {
        let Some(status) = status else { return Some(Status::Final) };
        match status.value.as_str() {
            "draft" => Some(Status::Draft),
            "final" => Some(Status::Final),
            other => {
                self.bad_value(status, other, &["draft", "final"]);
                None
            }
        }
    }

    fn bad_value(&mut self, text: &Text, value: &str, allowed: &[&str]) {
        let help = match did_you_mean(value, allowed.iter().copied()) {
            Some(near) => format!("did you mean `\"{near}\"`?"),
            None => format!("it takes one of {}", quoted(allowed)),
        };
        self.diagnostics.push(
            Diagnostic::new(Code::BadValue, format!("`{}` cannot be `{value}`", last(&text.key)))
                .at(text.span)
                .key(&text.key)
                .help(help),
        );
    }

    /// The language of a source's title need not be one that has labels.
    fn languages_of_titles(&mut self, raw: &RawBrief) {
        for tag in raw.sources.iter().filter_map(|source| source.language.as_ref()) {
            if is_language_tag(&tag.value) {
                continue;
            }
            let help = match language_named(&tag.value) {
                Some(near) => format!("did you mean `\"{near}\"`?"),
                None => "write its BCP 47 tag, such as `\"fr\"` for French".into(),
            };
            self.diagnostics.push(
                Diagnostic::new(Code::BadValue, format!("`language` cannot be `{}`", tag.value))
                    .at(tag.span)
                    .key(&tag.key)
                    .help(help),
            );
        }
    }

    /// A year that no brief is of is one that was mistyped. Sources are older than briefs.
    fn dates(&mut self, raw: &RawBrief) {
        const NOW: [i32; 2] = [1900, 2199];
        const EVER: [i32; 2] = [1000, 2199];
        let accessed = raw.sources.iter().filter_map(|source| source.accessed.as_ref());
        let by = raw.recommendations.iter().filter_map(|recommendation| recommendation.by.as_ref());
        let now = raw.date.iter().chain(accessed).chain(by).map(|date| (date, NOW));
        let published = raw.sources.iter().filter_map(|source| source.date.as_ref());
        for (date, [first, last]) in now.chain(published.map(|date| (date, EVER))) {
            if (first..=last).contains(&date.value.year()) {
                continue;
            }
            let (key, year) = (self::last(&date.key), date.value.year());
            let message =
                format!("`{key}` is in the year {year:04}, not between {first} and {last}");
            self.diagnostics.push(
                Diagnostic::new(Code::BadValue, message)
                    .at(date.span)
                    .key(&date.key)
                    .help("write the year in four digits, such as 2025-06-30"),
            );
        }
    }

    fn urls(&mut self, raw: &RawBrief) {
        for url in raw.sources.iter().filter_map(|source| source.url.as_ref()) {
            if let Some(fault) = address_fault(&url.value) {
                self.diagnostics.push(
                    Diagnostic::new(Code::BadUrl, format!("`{}` {fault}", url.value))
                        .at(url.span)
                        .key(&url.key)
                        .help("write the whole address, beginning with https://"),
                );
            }
        }
    }
}

/// The last part of a key: `status` of `finding.police.status`.
fn last(key: &str) -> &str {
    key.rsplit('.').next().unwrap_or(key)
}

fn quoted(words: &[&str]) -> String {
    words.iter().map(|word| format!("`\"{word}\"`")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
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
