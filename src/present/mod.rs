//! What a template sees: a valid brief as plain values, with text as a tree and with dates, names
//! and labels already in the language. `templates/README.md` describes every field; a test holds
//! the two together.

mod address;
mod amounts;
mod authors;
mod breakdowns;
mod charts;
mod combined;
mod combined_data;
mod combined_places;
mod combined_rows;
mod combined_said;
mod combined_series;
mod combined_sources;
mod combined_table;
mod data;
mod figures;
mod findings;
mod frame_data;
mod goals;
mod keyed;
mod metadata;
mod place;
mod presenter;
mod readings;
mod recommendations;
mod rows;
mod sections;
mod sources;
mod tables;
mod value_notes;
mod values;
mod words;

use chrono::NaiveDate;

use self::data::*;
use self::metadata::status_text;
use self::presenter::Presenter;
use self::words::direction;
use crate::brief::text::Line;
use crate::brief::{Brief, Fact, Status};
use crate::calendar::PartialDate;
use crate::colour::{Ink, channels, letters_on};
use crate::document::Fit;
use crate::l10n::{self, Family, Labels, Language};
use crate::project::Config;
use crate::text::{JOINER, UNSPACED};

pub use self::address::bare_address;
pub use self::combined::{Combined, Member};
pub use self::data::Data;
pub use self::keyed::{TextKeys, keyed};
pub use self::metadata::metadata;
pub use self::place::place_names;
pub use self::presenter::EditionColours;
pub use self::rows::indicator_sheet;

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
    let endnotes = brief.sources.iter().map(|source| source.id.clone()).collect();
    Presenter { brief, config, language, labels, edition, laid_out: true, endnotes }.data()
}

impl Presenter<'_> {
    fn data(&self) -> Data {
        let Self { brief, config, labels, .. } = self;
        let own = |line: &Option<Line>, common: &Option<Line>| {
            line.as_ref().or(common.as_ref()).map(|line| self.line(line))
        };
        let number = brief.number.as_ref().map_or(&brief.id, |number| &number.value);
        Data {
            frame: self.frame(number, brief.date, brief.status),
            contact: own(&brief.contact, &config.contact),
            licence: brief
                .licence
                .as_ref()
                .or(config.licence.as_ref())
                .map(|line| self.licence(line)),
            citation: brief.citation.as_ref().map(|line| self.line(line)),
            identifiers: self.identifiers(&brief.identifiers),
            authors: brief.authors.iter().map(|author| self.author(author)).collect(),
            foreword: brief.foreword.as_ref().map(|foreword| self.foreword(foreword)),
            acknowledgements: brief.acknowledgements.as_ref().map(|prose| self.prose(prose)),
            imprint: config.imprint.as_ref().map(|line| self.line(line)),
            id: brief.id.clone(),
            number: brief.number.as_ref().map(|text| text.value.clone()),
            title: self.words(&brief.title),
            subtitle: brief.subtitle.as_ref().map(|text| self.words(text)),
            short_title: self.words(brief.short_title.as_ref().unwrap_or(&brief.title)),
            keywords: brief.keywords.iter().map(|text| text.value.clone()).collect(),
            abbreviations: self.abbreviations(),
            country: self.country(),
            place: self.place(),
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
            figures: brief.figures.iter().map(|figure| self.figure(figure)).collect(),
            lead: brief.lead.clone(),
            findings: brief.findings.iter().enumerate().map(|(i, f)| self.finding(i, f)).collect(),
            goals: brief.goals.iter().map(|goal| self.goal(goal)).collect(),
            tiers: self.tiers(),
            data_sources: self.data_sources(),
            matrix: self.matrix(),
            unofficial_wording: self.prints_unofficial(),
            recommendations: self.recommendations(),
            tear_off: self.tear_off(),
            sources: brief.sources.iter().enumerate().map(|(i, s)| self.source(i, s)).collect(),
            sections: self.sections(),
            layout: self.layout(),
        }
    }

    /// What there is on any page. The slug of the press names a document by its number, its date and
    /// whether it is a draft.
    fn frame(&self, number: &str, date: NaiveDate, status: Status) -> FrameData {
        let Self { config, language, labels, edition, .. } = self;
        let [text_fonts, display_fonts, title_fonts] =
            language.families(config.brand.families()).map(families);
        let name = config.brand.name.as_deref().unwrap_or(config.organisation.name());
        FrameData {
            format: FORMAT,
            edition: match edition {
                EditionColours::Screen => "screen",
                EditionColours::Print { .. } => "print",
            },
            press: self.press(number, date, status),
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
            partners: config.partners.iter().map(|partner| self.partner(partner)).collect(),
        }
    }

    /// A colour of the screen, or what is printed for it.
    pub(super) fn colour(&self, hex: &str, ink: Option<&Ink>) -> ColourData {
        let EditionColours::Print { separation, .. } = self.edition else {
            return ColourData::Screen(hex.to_string());
        };
        match ink {
            Some(Ink::Process(cmyk)) => {
                ColourData::Press { cmyk: separation.held(*cmyk), spot: None }
            }
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
    pub(super) fn letters_on(&self, hex: &str) -> ColourData {
        self.colour(letters_on(channels(hex).unwrap_or_default()), None)
    }

    /// What the print edition adds to every sheet.
    fn press(&self, number: &str, date: NaiveDate, status: Status) -> Option<PressData> {
        if matches!(self.edition, EditionColours::Screen) {
            return None;
        }
        let status = if status == Status::Draft { " draft" } else { "" };
        let version = concat!("briefpress ", env!("CARGO_PKG_VERSION"));
        let slug = format!("{number} · {} · {date}{status} · {version}", self.language.tag);
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
            sources: self.numbers_of(&fact.sources),
        }
    }

    fn status(&self) -> StatusData {
        StatusData {
            code: if self.brief.status == Status::Draft { "draft" } else { "final" },
            text: status_text(self.brief, self.labels).map(|text| self.own_words(&text)),
        }
    }

    pub(super) fn date(&self, date: NaiveDate) -> DateData {
        self.partial_date(date.into())
    }

    /// A date as far as it is known, which stays on one line.
    pub(super) fn partial_date(&self, date: PartialDate) -> DateData {
        let mut date = self.breakable_date(date);
        if self.laid_out {
            let joined = format!(" {JOINER}");
            date.text = date.text.replace(&joined, " ").replace(' ', &joined);
        }
        date
    }

    /// The same for a narrow column, where the year may stand in a line of its own.
    pub(super) fn breakable_date(&self, date: PartialDate) -> DateData {
        let text = self.own_words(&l10n::partial_date(date, self.language));
        DateData { iso: date.to_string(), text }
    }
}

fn families(families: Vec<Family>) -> Vec<FamilyData> {
    let data = families.into_iter().map(|family| match family.covers {
        Some(covers) => FamilyData::Part { name: family.name, covers },
        None => FamilyData::Name(family.name),
    });
    data.collect()
}
