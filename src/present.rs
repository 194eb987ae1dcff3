//! What a template sees: a valid brief as plain values, with text as a tree and with dates, names
//! and labels already in the language. `templates/README.md` describes every field; a test holds
//! the two together.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use crate::brief::text::{Block, Inline, Line, Prose};
use crate::brief::{
    Basis, Brief, Fact, Finding, GoalEntry, IndicatorEntry, IndicatorRef, Recommendation, Source,
    Status, TargetEntry, TranslationStatus,
};
use crate::colour::{Cmyk, Ink, Separation, channels};
use crate::l10n::{self, Family, Labels, Language};
use crate::project::{Config, Organisation};
use crate::sdg::{Target, framework};
use crate::tree::Text;

/// Version of this description.
const FORMAT: u32 = 1;

/// Everything a template sees.
#[derive(Debug, Serialize)]
pub struct Data {
    format: u32,
    edition: &'static str,
    press: Option<PressData>,
    lang: String,
    region: Option<String>,
    dir: &'static str,
    digits: String,
    labels: BTreeMap<String, String>,
    paper: &'static str,
    brand: BrandData,
    organisation: Organisation,
    contact: Option<Vec<Node>>,
    licence: Option<Vec<Node>>,
    imprint: Option<Vec<Node>>,
    id: String,
    number: Option<String>,
    title: Words,
    subtitle: Option<Words>,
    short_title: Words,
    keywords: Vec<String>,
    country: CountryData,
    date: DateData,
    status: StatusData,
    original: OriginalData,
    summary: Vec<Node>,
    method: Option<Vec<Node>>,
    key_messages: Vec<Vec<Node>>,
    ask: Option<Vec<Node>>,
    facts: Vec<FactData>,
    findings: Vec<FindingData>,
    goals: Vec<GoalData>,
    matrix: MatrixData,
    recommendations: Vec<RecommendationGroup>,
    sources: Vec<SourceData>,
}

/// A string to print: plain, or marked with the language it is in where that is not the page's.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
enum Words {
    Plain(String),
    Foreign { text: String, lang: String, dir: &'static str },
}

/// A family as Typst takes it: a name, or a name and what it covers.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum FamilyData {
    Name(String),
    Part { name: String, covers: &'static str },
}

/// A node of the text tree.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum Node {
    /// A paragraph of inline nodes.
    Paragraph {
        /// Its words.
        children: Vec<Node>,
    },
    /// A list.
    List {
        /// Whether its items are numbered.
        ordered: bool,
        /// The first number.
        start: u64,
        /// Prose each.
        items: Vec<Vec<Node>>,
    },
    /// Words.
    Text {
        /// What prints.
        text: String,
    },
    /// Emphasis.
    Emph {
        /// Its words.
        children: Vec<Node>,
    },
    /// Strong emphasis.
    Strong {
        /// Its words.
        children: Vec<Node>,
    },
    /// A link.
    Link {
        /// Where it leads.
        url: String,
        /// Its words.
        children: Vec<Node>,
    },
    /// Words in another language than the page's.
    Foreign {
        /// The language.
        lang: String,
        /// `"ltr"` or `"rtl"`.
        dir: &'static str,
        /// The words.
        children: Vec<Node>,
    },
    /// A citation.
    Cite {
        /// Numbers of endnotes, ascending.
        sources: Vec<usize>,
    },
    /// A forced line break.
    Break,
}

#[derive(Debug, Serialize)]
struct BrandData {
    name: String,
    logo: Option<String>,
    logo_alt: Option<String>,
    accent: ColourData,
    second: ColourData,
    text_fonts: Vec<FamilyData>,
    display_fonts: Vec<FamilyData>,
    title_fonts: Vec<FamilyData>,
}

/// A colour: `#rrggbb` on screen, inks in per cent for the press.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum ColourData {
    Screen(String),
    Press { cmyk: Cmyk, spot: Option<String> },
}

#[derive(Debug, Serialize)]
struct PressData {
    bleed: u8,
    slug: String,
    /// Blank pages after the last one; known when the pages are counted.
    blank: usize,
}

/// Which edition the data are for.
#[derive(Debug, Clone, Copy)]
pub enum Edition<'a> {
    /// For reading on screen.
    Screen,
    /// For the press.
    Print {
        /// How colours of the screen become inks.
        separation: &'a Separation,
    },
}

#[derive(Debug, Serialize)]
struct CountryData {
    code: String,
    name: String,
}

#[derive(Debug, Serialize)]
struct DateData {
    iso: String,
    text: String,
}

#[derive(Debug, Serialize)]
struct StatusData {
    code: &'static str,
    text: Option<String>,
}

#[derive(Debug, Serialize)]
struct OriginalData {
    lang: String,
    name: String,
}

#[derive(Debug, Serialize)]
struct FactData {
    id: String,
    value: Words,
    label: Vec<Node>,
    sources: Vec<usize>,
}

#[derive(Debug, Serialize)]
struct FindingData {
    id: String,
    number: usize,
    title: Words,
    text: Vec<Node>,
    evidence: Vec<Vec<Node>>,
    quote: Option<QuoteData>,
    sources: Vec<usize>,
    targets: Vec<String>,
    implied: Vec<String>,
    goals: Vec<u8>,
}

#[derive(Debug, Serialize)]
struct QuoteData {
    text: Vec<Node>,
    by: Words,
    sources: Vec<usize>,
}

#[derive(Debug, Serialize)]
struct GoalData {
    number: u8,
    name: String,
    title: String,
    colour: ColourData,
    ink: ColourData,
    why: Vec<Node>,
    note: Option<Vec<Node>>,
    sources: Vec<usize>,
    targets: Vec<TargetData>,
}

#[derive(Debug, Serialize)]
struct TargetData {
    code: String,
    text: Words,
    label: Words,
    note: Option<Vec<Node>>,
    indicators: Vec<IndicatorData>,
}

#[derive(Debug, Serialize)]
struct IndicatorData {
    code: String,
    text: Words,
    label: Words,
    basis: BasisData,
    tier: Option<String>,
    custodians: Vec<String>,
    repeats: Vec<String>,
    cited_as: Option<String>,
    note: Option<Vec<Node>>,
}

#[derive(Debug, Serialize)]
struct BasisData {
    code: &'static str,
    text: String,
}

#[derive(Debug, Serialize)]
struct MatrixData {
    targets: Vec<MatrixTarget>,
    rows: Vec<MatrixRow>,
}

#[derive(Debug, Serialize)]
struct MatrixTarget {
    code: String,
    label: Words,
    goal: u8,
    colour: ColourData,
    ink: ColourData,
}

#[derive(Debug, Serialize)]
struct MatrixRow {
    finding: usize,
    title: Words,
    cells: Vec<Option<&'static str>>,
}

#[derive(Debug, Serialize)]
struct RecommendationGroup {
    to: Option<Words>,
    items: Vec<RecommendationData>,
}

#[derive(Debug, Serialize)]
struct RecommendationData {
    id: String,
    number: usize,
    text: Vec<Node>,
    by: Option<DateData>,
    targets: Vec<String>,
    findings: Vec<FindingRef>,
}

#[derive(Debug, Serialize)]
struct FindingRef {
    id: String,
    number: usize,
}

#[derive(Debug, Serialize)]
struct SourceData {
    id: String,
    number: usize,
    title: Words,
    publisher: Words,
    author: Option<Words>,
    date: Option<DateData>,
    url: Option<String>,
    url_text: Option<String>,
    accessed: Option<DateData>,
    note: Option<Vec<Node>>,
}

/// Makes the data of one version of a brief: of its original, of a translation, or of the original
/// as a pseudo-locale writes it.
pub fn present(
    brief: &Brief,
    config: &Config,
    language: &Language,
    labels: &Labels,
    edition: Edition<'_>,
) -> Data {
    Presenter { brief, config, language, labels, edition }.data()
}

struct Presenter<'a> {
    brief: &'a Brief,
    config: &'a Config,
    language: &'a Language,
    labels: &'a Labels,
    edition: Edition<'a>,
}

impl Presenter<'_> {
    fn data(&self) -> Data {
        let Self { brief, config, language, labels, edition } = self;
        let [text_fonts, display_fonts, title_fonts] =
            language.families(&config.brand.text_fonts, &config.brand.display_fonts).map(families);
        let name =
            config.brand.name.clone().unwrap_or_else(|| config.organisation.name().to_string());
        let own = |line: &Option<Line>, common: &Option<Line>| {
            line.as_ref().or(common.as_ref()).map(|line| self.line(line))
        };
        Data {
            format: FORMAT,
            edition: match edition {
                Edition::Screen => "screen",
                Edition::Print { .. } => "print",
            },
            press: self.press(),
            lang: language.language().to_string(),
            region: language.region().map(String::from),
            dir: direction(language),
            digits: language.digits(),
            labels: labels.all().clone(),
            paper: config.paper.name(),
            brand: BrandData {
                name,
                logo: config.brand.logo.as_ref().map(|logo| logo.virtual_path.clone()),
                logo_alt: config.brand.logo.as_ref().map(|logo| logo.alt.clone()),
                accent: self.colour(&config.brand.accent, config.press.accent.as_ref()),
                second: self.colour(&config.brand.second, config.press.second.as_ref()),
                text_fonts,
                display_fonts,
                title_fonts,
            },
            organisation: config.organisation.clone(),
            contact: own(&brief.contact, &config.contact),
            licence: own(&brief.licence, &config.licence),
            imprint: config.imprint.as_ref().map(|line| self.line(line)),
            id: brief.id.clone(),
            number: brief.number.as_ref().map(|text| text.value.clone()),
            title: self.words(&brief.title),
            subtitle: brief.subtitle.as_ref().map(|text| self.words(text)),
            short_title: self.words(brief.short_title.as_ref().unwrap_or(&brief.title)),
            keywords: brief.keywords.iter().map(|text| text.value.clone()).collect(),
            country: CountryData {
                code: brief.country.clone(),
                name: self.plain(
                    l10n::country_name(&brief.country, language.words()).unwrap_or_default(),
                ),
            },
            date: self.date(brief.date),
            status: self.status(),
            original: OriginalData {
                lang: brief.original.clone(),
                name: labels.language_name(&brief.original),
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
        let Edition::Print { separation, .. } = self.edition else {
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

    /// What the print edition adds to every sheet.
    fn press(&self) -> Option<PressData> {
        if matches!(self.edition, Edition::Screen) {
            return None;
        }
        let brief = self.brief;
        let number = brief.number.as_ref().map_or(&brief.id, |number| &number.value);
        let status = if brief.status == Status::Draft { " draft" } else { "" };
        let version = concat!("briefpress ", env!("CARGO_PKG_VERSION"));
        let slug = format!("{number} · {} · {}{status} · {version}", self.language.tag, brief.date);
        Some(PressData { bleed: self.config.press.bleed, slug, blank: 0 })
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
            name: self.labels.get(&format!("goal_{}", goal.number)).to_string(),
            title: self.labels.get("sdg_n").replace("{n}", &goal.number.to_string()),
            colour: self.colour(&goal.colour, Some(&Ink::Process(goal.cmyk))),
            ink: self.colour(&goal.ink, None),
            why: self.prose(&entry.why),
            note: entry.note.as_ref().map(|note| self.line(note)),
            sources: entry.sources.clone(),
            targets: entry.targets.iter().map(|target| self.target(target)).collect(),
        }
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
            custodians,
            repeats: repeats.iter().map(|code| self.code(code)).collect(),
            cited_as: entry.cited_as.as_ref().map(|code| self.code(&code.value)),
            note: entry.note.as_ref().map(|note| self.line(note)),
        }
    }

    fn basis(&self, basis: Basis) -> BasisData {
        let code = basis.name();
        BasisData { code, text: self.labels.get(&format!("basis_name_{code}")).to_string() }
    }

    fn matrix(&self) -> MatrixData {
        let entries: Vec<&TargetEntry> =
            self.brief.goals.iter().flat_map(|goal| &goal.targets).collect();
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
            title: self.words(&source.title),
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
        let brief = (self.brief.status == Status::Draft).then(|| self.labels.get("status_draft"));
        let translation = (self.brief.translation == Some(TranslationStatus::Draft))
            .then(|| self.labels.get("draft_translation"));
        let texts: Vec<&str> = [brief, translation].into_iter().flatten().collect();
        StatusData {
            code: if brief.is_some() { "draft" } else { "final" },
            text: (!texts.is_empty()).then(|| texts.join(" · ")),
        }
    }

    fn date(&self, date: NaiveDate) -> DateData {
        DateData { iso: date.to_string(), text: l10n::date(date, self.language) }
    }

    /// Whether a text of a translated version is not translated.
    fn is_foreign(&self, text: &Text) -> bool {
        self.brief.translation.is_some() && text.span.file != self.brief.file
    }

    /// A string of the brief.
    fn words(&self, text: &Text) -> Words {
        if self.is_foreign(text) {
            return self.foreign(&self.brief.original, &text.value);
        }
        Words::Plain(self.plain(&text.value))
    }

    /// One of our labels, which are English.
    fn label(&self, label: &str) -> Words {
        if self.language.language() == "en" {
            return Words::Plain(self.plain(label));
        }
        self.foreign("en", label)
    }

    fn words_or_label(&self, text: Option<&Text>, label: &str) -> Words {
        text.map_or_else(|| self.label(label), |text| self.words(text))
    }

    fn foreign(&self, tag: &str, text: &str) -> Words {
        let language = Language::new(tag);
        Words::Foreign {
            text: plain(text, language.rtl()),
            lang: language.language().to_string(),
            dir: direction(&language),
        }
    }

    fn plain(&self, text: &str) -> String {
        match self.language.pseudo {
            Some(pseudo) => pseudo.transform(&plain(text, false)),
            None => plain(text, self.language.rtl()),
        }
    }

    /// A code, which always runs from left to right; one with a letter must be told so.
    fn code(&self, code: &str) -> String {
        if self.language.rtl() && code.chars().any(|c| c.is_ascii_alphabetic()) {
            return format!("\u{2066}{code}\u{2069}");
        }
        code.to_string()
    }

    fn codes(&self, targets: &[&Target]) -> Vec<String> {
        targets.iter().map(|target| self.code(&target.code)).collect()
    }

    /// A link as it prints, which always runs from left to right.
    fn link_text(&self, text: &str) -> String {
        if self.language.rtl() { format!("\u{2066}{text}\u{2069}") } else { text.to_string() }
    }

    fn line(&self, line: &Line) -> Vec<Node> {
        self.marked(&line.source, self.inlines(&line.inlines))
    }

    fn lines(&self, lines: &[Line]) -> Vec<Vec<Node>> {
        lines.iter().map(|line| self.line(line)).collect()
    }

    fn prose(&self, prose: &Prose) -> Vec<Node> {
        self.blocks(&prose.blocks, &prose.source)
    }

    fn blocks(&self, blocks: &[Block], source: &Text) -> Vec<Node> {
        let node = |block: &Block| match block {
            Block::Paragraph(inlines) => {
                Node::Paragraph { children: self.marked(source, self.inlines(inlines)) }
            }
            Block::List { start, items } => Node::List {
                ordered: start.is_some(),
                start: start.unwrap_or(1),
                items: items.iter().map(|item| self.blocks(item, source)).collect(),
            },
        };
        blocks.iter().map(node).collect()
    }

    /// The nodes of a text, marked with their language where it is not the page's.
    fn marked(&self, source: &Text, children: Vec<Node>) -> Vec<Node> {
        if !self.is_foreign(source) {
            return children;
        }
        let language = Language::new(&self.brief.original);
        let lang = language.language().to_string();
        vec![Node::Foreign { lang, dir: direction(&language), children }]
    }

    fn inlines(&self, inlines: &[Inline]) -> Vec<Node> {
        let node = |inline: &Inline| match inline {
            Inline::Text(text) => Node::Text { text: self.plain(text) },
            Inline::Emph(children) => Node::Emph { children: self.inlines(children) },
            Inline::Strong(children) => Node::Strong { children: self.inlines(children) },
            Inline::Link { url, children } => {
                Node::Link { url: url.clone(), children: self.inlines(children) }
            }
            Inline::Cite(ids) => Node::Cite { sources: self.numbers(ids) },
            Inline::Break => Node::Break,
        };
        inlines.iter().map(node).collect()
    }

    fn numbers(&self, ids: &[String]) -> Vec<usize> {
        let sources = &self.brief.sources;
        let mut numbers: Vec<usize> = ids
            .iter()
            .filter_map(|id| sources.iter().position(|source| source.id == *id))
            .map(|index| index + 1)
            .collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }
}

fn direction(language: &Language) -> &'static str {
    if language.rtl() { "rtl" } else { "ltr" }
}

fn families(families: Vec<Family>) -> Vec<FamilyData> {
    let data = families.into_iter().map(|family| match family.covers {
        Some(covers) => FamilyData::Part { name: family.name, covers },
        None => FamilyData::Name(family.name),
    });
    data.collect()
}

/// Text with what keeps it together: a no-break space in "SDG 16", a word joiner before the
/// repetition marks of Khmer, Thai and Lao, which never begin a line, and in text that runs from
/// right to left an isolate around what does not.
fn plain(text: &str, rtl: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("SDG") {
        let after = rest[at + 3..].trim_start_matches('s');
        let head = rest.len() - after.len();
        out.push_str(&rest[..head]);
        rest = after;
        if let Some(number) = rest.strip_prefix(' ')
            && number.starts_with(|c: char| c.is_ascii_digit())
        {
            out.push('\u{a0}');
            rest = number;
        }
    }
    out.push_str(rest);
    for mark in ['ៗ', 'ๆ', 'ໆ'] {
        if out.contains(mark) {
            out = out.replace(mark, &format!("\u{2060}{mark}"));
        }
    }
    if rtl { isolated(&out) } else { out }
}

/// Text that runs from right to left, with an isolate (UAX #9) around codes, percentages, links and
/// Latin words, so that none of them is turned about.
fn isolated(text: &str) -> String {
    let starts = |c: char| c.is_ascii_alphanumeric() || matches!(c, '−' | '+' | '#' | '$' | '€');
    let inside = |c: char| {
        c.is_ascii_alphanumeric() || ".,:/-–−+%&_@#~=?".contains(c) || ('À'..='ɏ').contains(&c)
    };
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(starts) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.find(|c| !inside(c)).unwrap_or(rest.len());
        let run = rest[..end].trim_end_matches(['.', ',', ':', '?', '-', '–']);
        let run = if run.is_empty() {
            &rest[..rest.chars().next().map_or(0, char::len_utf8)]
        } else {
            run
        };
        // A plain number keeps its place by itself.
        if run.chars().all(|c| c.is_ascii_digit()) {
            out.push_str(run);
        } else {
            out.push('\u{2066}');
            out.push_str(run);
            out.push('\u{2069}');
        }
        rest = &rest[run.len()..];
    }
    out.push_str(rest);
    out
}

/// A link as it prints: without its scheme and last slash, cut at a path's end where it is long.
fn short_url(url: &str) -> String {
    const LONGEST: usize = 60;
    let bare = ["https://", "http://", "mailto:", "tel:"]
        .into_iter()
        .find_map(|scheme| url.strip_prefix(scheme))
        .unwrap_or(url);
    let bare = bare.strip_prefix("www.").unwrap_or(bare).trim_end_matches('/');
    match bare.char_indices().nth(LONGEST) {
        None => bare.to_string(),
        Some((limit, _)) => {
            let cut = bare[..limit].rfind(['/', '-', '?', '&']).unwrap_or(limit);
            format!("{}…", &bare[..cut])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_goal_and_its_number_stay_together() {
        assert_eq!(plain("SDG 16, SDGs 5 and SDG", false), "SDG\u{a0}16, SDGs\u{a0}5 and SDG");
        assert_eq!(plain("ផ្សេងៗ", false), "ផ្សេង\u{2060}ៗ");
    }

    #[test]
    fn what_runs_from_left_to_right_is_isolated() {
        assert_eq!(
            plain("الغاية 16.3 (NCCT) في 2023، −53%.", true),
            "الغاية \u{2066}16.3\u{2069} (\u{2066}NCCT\u{2069}) في 2023، \u{2066}−53%\u{2069}."
        );
    }

    #[test]
    fn a_link_prints_short() {
        assert_eq!(short_url("https://www.example.org/"), "example.org");
        let long =
            "https://example.org/a-very-long-path/that-goes-on-and-on/and-on-until-it-is-cut";
        let short = short_url(long);
        assert!(short.chars().count() <= 61 && short.ends_with('…'), "{short}");
    }
}
