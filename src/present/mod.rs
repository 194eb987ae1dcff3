//! What a template sees: a valid brief as plain values, with text as a tree and with dates, names
//! and labels already in the language. `templates/README.md` describes every field; a test holds
//! the two together.

mod address;
mod data;
mod keyed;
mod metadata;
mod presenter;
mod words;

use chrono::NaiveDate;

use self::data::*;
use self::metadata::status_text;
use self::presenter::Presenter;
use self::words::direction;
use crate::brief::text::Line;
use crate::brief::{
    Basis, Brief, Fact, Finding, GoalEntry, IndicatorEntry, IndicatorRef, Recommendation, Source,
    Status, TargetEntry,
};
use crate::colour::{Ink, channels, letters_on};
use crate::document::Fit;
use crate::l10n::{self, Family, Labels, Language};
use crate::project::Config;
use crate::sdg::{Target, framework};
use crate::text::UNSPACED;

pub use self::address::short_url;
pub use self::data::Data;
pub use self::keyed::{TextKeys, keyed};
pub use self::metadata::metadata;
pub use self::presenter::EditionColours;

/// Version of this description.
const FORMAT: u32 = 1;

/// Makes the data of one version of a brief: of its original, of a translation, or of the original
/// as a pseudo-locale writes it.
pub fn present(
    brief: &Brief,
    config: &Config,
    language: &Language,
    labels: &Labels,
    edition: EditionColours<'_>,
) -> Data {
    Presenter { brief, config, language, labels, edition }.data()
}

impl Presenter<'_> {
    fn data(&self) -> Data {
        let Self { brief, config, language, labels, edition } = self;
        let [text_fonts, display_fonts, title_fonts] =
            language.families(config.brand.families()).map(families);
        let name = config.brand.name.as_deref().unwrap_or(config.organisation.name());
        let own = |line: &Option<Line>, common: &Option<Line>| {
            line.as_ref().or(common.as_ref()).map(|line| self.line(line))
        };
        Data {
            format: FORMAT,
            edition: match edition {
                EditionColours::Screen => "screen",
                EditionColours::Print { .. } => "print",
            },
            press: self.press(),
            fit: Fit::Natural.name(),
            lang: language.language().to_string(),
            region: language.region(),
            script: language.script(),
            segmented: UNSPACED.contains(&language.language()),
            dir: direction(language),
            digits: language.digits(),
            labels: labels
                .all()
                .iter()
                .map(|(key, word)| (key.clone(), self.breakable(word)))
                .collect(),
            paper: config.paper.name(),
            brand: BrandData {
                name: self.plain(name),
                logo: config.brand.logo.as_ref().map(|logo| logo.virtual_path.clone()),
                logo_alt: config.brand.logo.as_ref().map(|logo| logo.alt.clone()),
                accent: self.colour(&config.brand.accent, config.press.accent.as_ref()),
                second: self.colour(&config.brand.second, config.press.second.as_ref()),
                text_fonts,
                display_fonts,
                title_fonts,
            },
            organisation: config.organisation.set_by(|text| self.plain(text)),
            contact: own(&brief.contact, &config.contact),
            licence: own(&brief.licence, &config.licence),
            imprint: config.imprint.as_ref().map(|line| self.line(line)),
            id: brief.id.clone(),
            number: brief.number.as_ref().map(|text| text.value.clone()),
            title: self.words(&brief.title),
            subtitle: brief.subtitle.as_ref().map(|text| self.words(text)),
            short_title: self.words(brief.short_title.as_ref().unwrap_or(&brief.title)),
            keywords: brief.keywords.iter().map(|text| text.value.clone()).collect(),
            abbreviations: self.abbreviations(),
            country: CountryData {
                code: brief.country.clone(),
                name: self.plain(
                    labels
                        .country(&brief.country)
                        .or_else(|| l10n::country_name(&brief.country, "en"))
                        .unwrap_or_default(),
                ),
            },
            date: self.date(brief.date),
            status: self.status(),
            original: OriginalData {
                lang: brief.original.clone(),
                name: self.own_words(&labels.language_name(&brief.original)),
            },
            summary: self.prose(&brief.summary),
            method: brief.method.as_ref().map(|prose| self.prose(prose)),
            key_messages: self.lines(&brief.key_messages),
            ask: brief.ask.as_ref().map(|line| self.line(line)),
            facts: brief.facts.iter().map(|fact| self.fact(fact)).collect(),
            findings: brief.findings.iter().enumerate().map(|(i, f)| self.finding(i, f)).collect(),
            goals: brief.goals.iter().map(|goal| self.goal(goal)).collect(),
            matrix: self.matrix(),
            recommendations: self.recommendations(),
            sources: brief.sources.iter().enumerate().map(|(i, s)| self.source(i, s)).collect(),
        }
    }

    /// A colour of the screen, or what is printed for it.
    fn colour(&self, hex: &str, ink: Option<&Ink>) -> ColourData {
        let EditionColours::Print { separation, .. } = self.edition else {
            return ColourData::Screen(hex.to_string());
        };
        match ink {
            Some(Ink::Process(cmyk)) => ColourData::Press { cmyk: *cmyk, spot: None },
            Some(Ink::Spot { name, alternate }) => {
                ColourData::Press { cmyk: *alternate, spot: Some(name.clone()) }
            }
            None => {
                let cmyk = separation.colour(channels(hex).unwrap_or_default());
                ColourData::Press { cmyk, spot: None }
            }
        }
    }

    /// The colour of letters on a colour of the screen.
    fn letters_on(&self, hex: &str) -> ColourData {
        self.colour(letters_on(channels(hex).unwrap_or_default()), None)
    }

    /// What the print edition adds to every sheet.
    fn press(&self) -> Option<PressData> {
        if matches!(self.edition, EditionColours::Screen) {
            return None;
        }
        let brief = self.brief;
        let number = brief.number.as_ref().map_or(&brief.id, |number| &number.value);
        let status = if brief.status == Status::Draft { " draft" } else { "" };
        let version = concat!("briefpress ", env!("CARGO_PKG_VERSION"));
        let slug = format!("{number} · {} · {}{status} · {version}", self.language.tag, brief.date);
        Some(PressData { bleed: self.config.press.bleed, slug, blank: 0 })
    }

    /// Each short form once, with what it stands for in the page's language where that is known.
    fn abbreviations(&self) -> Vec<AbbreviationData> {
        let all = &self.brief.abbreviations;
        let first = |short: &str| all.iter().position(|other| other.short == short);
        let distinct = all.iter().enumerate().filter(|(at, own)| first(&own.short) == Some(*at));
        let best = distinct.map(|(_, own)| {
            let mut same = all.iter().filter(|other| other.short == own.short);
            let full = &same.find(|other| !self.is_foreign(&other.full)).unwrap_or(own).full;
            AbbreviationData { text: self.plain(&own.short), expansion: self.words(full) }
        });
        best.collect()
    }

    fn fact(&self, fact: &Fact) -> FactData {
        FactData {
            id: fact.id.clone(),
            value: self.words(&fact.value),
            label: self.line(&fact.label),
            sources: fact.sources.clone(),
        }
    }

    fn finding(&self, index: usize, finding: &Finding) -> FindingData {
        let mut goals: Vec<u8> =
            finding.targets.iter().chain(&finding.implied).map(|target| target.goal).collect();
        goals.sort_unstable();
        goals.dedup();
        FindingData {
            id: finding.id.clone(),
            number: index + 1,
            title: self.words(&finding.title),
            text: self.prose(&finding.text),
            evidence: self.lines(&finding.evidence),
            quote: finding.quote.as_ref().map(|quote| QuoteData {
                text: self.line(&quote.text),
                by: self.words(&quote.by),
                sources: quote.sources.clone(),
            }),
            sources: finding.sources.clone(),
            targets: self.codes(&finding.targets),
            implied: self.codes(&finding.implied),
            goals,
        }
    }

    fn goal(&self, entry: &GoalEntry) -> GoalData {
        let goal = entry.goal;
        GoalData {
            number: goal.number,
            name: self.own_words(self.labels.get(&format!("goal_{}", goal.number))),
            title: self
                .own_words(&self.labels.get("sdg_n").replace("{n}", &self.number(goal.number))),
            colour: self.colour(&goal.colour, Some(&Ink::Process(goal.cmyk))),
            ink: self.letters_on(&goal.colour),
            why: self.prose(&entry.why),
            note: entry.note.as_ref().map(|note| self.line(note)),
            sources: entry.sources.clone(),
            targets: entry.targets.iter().map(|target| self.target(target)).collect(),
        }
    }

    /// A number in the digits of the language.
    fn number(&self, n: u8) -> String {
        let digits: Vec<char> = self.language.digits().chars().collect();
        let value = |c: char| c.to_digit(10).and_then(|value| digits.get(value as usize));
        n.to_string().chars().filter_map(value).collect()
    }

    fn target(&self, entry: &TargetEntry) -> TargetData {
        TargetData {
            code: self.code(&entry.target.code),
            text: self.words_or_label(entry.text.as_ref(), &entry.target.label),
            label: self.label(&entry.target.label),
            note: entry.note.as_ref().map(|note| self.line(note)),
            indicators: entry.indicators.iter().map(|entry| self.indicator(entry)).collect(),
        }
    }

    fn indicator(&self, entry: &IndicatorEntry) -> IndicatorData {
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

    fn basis(&self, basis: Basis) -> BasisData {
        let code = basis.name();
        BasisData { code, text: self.own_words(self.labels.get(&format!("basis_name_{code}"))) }
    }

    /// Findings and the targets they bear on: a target that none bears on is no column.
    fn matrix(&self) -> MatrixData {
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
                ink: self.letters_on(&goal.colour),
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

    /// Groups by who must act, in the order in which each is first named; numbers run through.
    fn recommendations(&self) -> Vec<RecommendationGroup> {
        let mut groups: Vec<(Option<Words>, Vec<&Recommendation>)> = Vec::new();
        for recommendation in &self.brief.recommendations {
            let to = recommendation.to.as_ref().map(|text| self.words(text));
            match groups.iter_mut().find(|(other, _)| *other == to) {
                Some((_, items)) => items.push(recommendation),
                None => groups.push((to, vec![recommendation])),
            }
        }
        let mut number = 0;
        groups
            .into_iter()
            .map(|(to, items)| RecommendationGroup {
                to,
                items: items
                    .into_iter()
                    .map(|item| {
                        number += 1;
                        self.recommendation(number, item)
                    })
                    .collect(),
            })
            .collect()
    }

    fn recommendation(&self, number: usize, item: &Recommendation) -> RecommendationData {
        let findings = item
            .findings
            .iter()
            .map(|&number| FindingRef { id: self.brief.findings[number - 1].id.clone(), number });
        RecommendationData {
            id: item.id.clone(),
            number,
            text: self.prose(&item.text),
            by: item.by.map(|by| self.date(by)),
            targets: self.codes(&item.targets),
            findings: findings.collect(),
        }
    }

    fn source(&self, index: usize, source: &Source) -> SourceData {
        SourceData {
            id: source.id.clone(),
            number: index + 1,
            title: self.title_of(source),
            publisher: self.words(&source.publisher),
            author: source.author.as_ref().map(|text| self.words(text)),
            date: source.date.map(|date| self.date(date)),
            url: source.url.as_ref().map(|url| url.value.clone()),
            url_text: source.url.as_ref().map(|url| self.link_text(&short_url(&url.value))),
            accessed: source.accessed.map(|date| self.date(date)),
            note: source.note.as_ref().map(|note| self.line(note)),
        }
    }

    fn status(&self) -> StatusData {
        StatusData {
            code: if self.brief.status == Status::Draft { "draft" } else { "final" },
            text: status_text(self.brief, self.labels).map(|text| self.own_words(&text)),
        }
    }

    fn date(&self, date: NaiveDate) -> DateData {
        DateData { iso: date.to_string(), text: self.own_words(&l10n::date(date, self.language)) }
    }
}

fn families(families: Vec<Family>) -> Vec<FamilyData> {
    let data = families.into_iter().map(|family| match family.covers {
        Some(covers) => FamilyData::Part { name: family.name, covers },
        None => FamilyData::Name(family.name),
    });
    data.collect()
}
