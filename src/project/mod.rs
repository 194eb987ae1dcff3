//! The project file, `briefpress.toml`: who publishes, how it looks, and which lints matter.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::brief::licence::{common_licence, licence_fault};
use crate::brief::text::{Context, Line};
use crate::brief::{
    IdList, LayoutChoice, LayoutPart, OwnPlace, PLACE, RawData, RawLayout, address_fault,
};
use crate::colour::{Ink, LEAST_CONTRAST, contrast};
use crate::diag::{Code, Diagnostic, Diagnostics, FileId, Level, Levels, Sources, did_you_mean};
use crate::l10n::{OwnFaces, ProjectFamilies, canonical};
use crate::limits::Limits;
use crate::sdg::{Framework, Pinned};
use crate::tree::{Reader, Recorder, Table, TableShape, Text, TomlDocument};
use serde::Serialize;

mod framework;
mod hex;
mod limits;
mod lines;
mod logo;
mod partner;
mod places;
mod press;

pub use framework::{National, NationalWords, framework_of};
pub use limits::limits_of;
pub use lines::NoBreakWords;
pub use logo::Logo;
pub use partner::Partner;
pub use press::Press;

use self::framework::RawFramework;

/// The name of the project file.
pub const FILE_NAME: &str = "briefpress.toml";

/// A valid project file.
#[derive(Debug, Clone)]
pub struct Config {
    /// Who publishes.
    pub organisation: Organisation,
    /// How it looks.
    pub brand: Brand,
    /// Who stands beside the publisher.
    pub partners: Vec<Partner>,
    /// The sheet.
    pub paper: Paper,
    /// How it is printed.
    pub press: Press,
    /// What stays whole at the end of a line.
    pub lines: NoBreakWords,
    /// The parts of its briefs, where these say nothing of them.
    pub layout: LayoutChoice,
    /// A line for whoever has questions.
    pub contact: Option<Line>,
    /// A line on what may be done with the brief.
    pub licence: Option<Line>,
    /// A line on who made it and where.
    pub imprint: Option<Line>,
    /// The United Nations' goals, targets and indicators, with those of its nation.
    pub framework: Arc<Framework>,
    /// What is pinned of the framework as others publish it.
    pub pinned: Arc<Pinned>,
    /// The words of those.
    pub national: NationalWords,
    /// Places that briefs may be about beside the countries of ISO 3166-1.
    pub places: Vec<OwnPlace>,
    /// What the project does about lints.
    pub levels: Levels,
    /// What it takes of anything.
    pub limits: Limits,
    /// Files of values for briefs that name none.
    pub data: Option<RawData>,
    /// The languages that every brief is to be translated into, BCP 47 tags.
    pub languages: Vec<Text>,
    texts: Vec<Text>,
}

/// The organisation that publishes.
#[derive(Debug, Clone, Serialize)]
pub struct Organisation {
    name: String,
    unit: Option<String>,
    address: Option<String>,
    email: Option<String>,
    website: Option<String>,
    phone: Option<String>,
}

/// The look of the organisation's documents.
#[derive(Debug, Clone)]
pub struct Brand {
    /// The name in the masthead, where it is not the organisation's.
    pub name: Option<String>,
    /// The logo in the masthead.
    pub logo: Option<Logo>,
    /// The accent colour, `#rrggbb`.
    pub accent: String,
    /// The colour of the thick rules, `#rrggbb`: the accent where a project names no other.
    pub second: String,
    /// Families for text, best first.
    pub text_fonts: Vec<String>,
    /// Families for headings, labels and tables, best first.
    pub display_fonts: Vec<String>,
    /// What a language has instead, by its tag.
    pub faces: BTreeMap<String, OwnFaces>,
    /// Where families were named, to point at one that is not there.
    pub font_names: Vec<Text>,
}

/// The sheet of paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Paper {
    /// ISO 216 A4, 210 × 297 mm.
    #[default]
    A4,
    /// US Letter, 8.5 × 11 inches.
    UsLetter,
}

impl Paper {
    /// The name that `briefpress.toml` and Typst give it.
    pub fn name(self) -> &'static str {
        match self {
            Paper::A4 => "a4",
            Paper::UsLetter => "us-letter",
        }
    }
}

/// Text is set in the serif, everything else in the sans of one superfamily.
const TEXT_FONTS: [&str; 2] = ["Source Serif 4", "Source Sans 3"];
const DISPLAY_FONTS: [&str; 2] = ["Source Sans 3", "Source Serif 4"];

/// A blue dark enough for text (10:1 on white).
const ACCENT: &str = "#1d3f63";

/// The same for the press, converted like the goals' colours (see `sdg/framework.toml`).
const ACCENT_INK: Ink = Ink::Process([95, 75, 35, 25]);

impl Organisation {
    /// The same with what prints as it stands set by `set`.
    #[must_use]
    pub fn set_by(&self, set: impl Fn(&str) -> String) -> Self {
        let maybe = |text: &Option<String>| text.as_deref().map(&set);
        Self {
            name: set(&self.name),
            unit: maybe(&self.unit),
            address: maybe(&self.address),
            phone: maybe(&self.phone),
            ..self.clone()
        }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl Brand {
    /// The families it names.
    pub fn families(&self) -> ProjectFamilies<'_> {
        ProjectFamilies { text: &self.text_fonts, display: &self.display_fonts, own: &self.faces }
    }
}

impl Config {
    /// The logos it names.
    pub fn logos(&self) -> impl Iterator<Item = &Logo> {
        let partners = self.partners.iter().filter_map(|partner| partner.logo.as_ref());
        self.brand.logo.iter().chain(partners)
    }

    /// Reads a project file. `None` when something in it is an error.
    pub fn read(file: FileId, sources: &Sources, diagnostics: &mut Diagnostics) -> Option<Self> {
        Self::read_with(Reader::new(), file, sources, diagnostics)
    }

    /// The keys of a project file, as it is read.
    pub fn shape() -> TableShape {
        let recorder = Recorder::default();
        let mut sources = Sources::new();
        let file = sources.add(FILE_NAME, "");
        let reader = Reader::recording(&recorder);
        Self::read_with(reader, file, &sources, &mut Diagnostics::new());
        recorder.shape()
    }

    fn read_with(
        reader: Reader,
        file: FileId,
        sources: &Sources,
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        let mut found = Diagnostics::new();
        let document = TomlDocument::parse(sources, file, &mut found);
        let root = document.root(&reader);
        root.belong_at_top(&["languages", "contact", "licence", "imprint"]);
        let mut texts = Vec::new();
        let help = "add `[organisation]` and below it `name = \"…\"`";
        let organisation = root.required_table("organisation", help);
        let organisation =
            organisation.and_then(|table| read_organisation(table, &reader, &mut texts));
        let brand = root.table("brand").map(|table| read_brand(table, &reader));
        let partners = root.tables("partner").into_iter();
        let partners = partners.filter_map(|table| partner::read(table, &reader)).collect();
        let faces = root.table("fonts").map(|table| read_faces(table, &reader));
        let page = root.table("page").map(|table| read_page(table, &reader));
        let press = root.table("press").map(|table| press::read(table, &reader));
        let kept = root.table("lines").map(|table| lines::read(table, &reader));
        let layout = root.table("layout").map(|table| {
            let raw = RawLayout::read(table, LayoutPart::requests());
            raw.choice(&mut |diagnostic| reader.push(diagnostic))
        });
        let limits = root.table("limits").map(|table| limits::read(table, &reader));
        let data = root.table("data").map(RawData::read);
        let levels = root.table("lints").map(|table| read_levels(table, &reader));
        let mut brand = brand.unwrap_or_default();
        if let Some((faces, names)) = faces {
            brand.faces = faces;
            brand.font_names.extend(names);
        }
        let mut press = press.unwrap_or_default();
        if brand.accent == ACCENT {
            press.accent.get_or_insert(ACCENT_INK);
        }
        // One colour is two where a project names no other.
        if brand.second == brand.accent && press.second.is_none() {
            press.second.clone_from(&press.accent);
        }
        let total_ink = press.total_ink;
        let framework = root.table("framework");
        let framework = framework.map(|table| RawFramework::read(table, total_ink, &reader));
        let framework = framework.unwrap_or_default();
        let languages = read_languages(&root, &reader);
        let lines = ["contact", "licence", "imprint"].map(|key| root.prose(key));
        let [_, licence, _] = &lines;
        if let Some(fault) = licence.as_ref().and_then(licence_fault) {
            reader.push(fault);
        }
        // The name of a licence is the same in every language.
        let is_name = |text: &&Text| text.key == "licence" && common_licence(&text.value).is_some();
        let translated = lines.iter().flatten().filter(|text| !is_name(text));
        texts.extend(translated.map(project_key));
        texts.extend(framework.texts.iter().cloned());
        let places = places::read(root.tables("place"), &reader);
        for own in &places {
            texts.extend([Some(&own.place.name), own.note.as_ref()].into_iter().flatten().cloned());
        }
        root.finish();
        document.report(reader, &mut found);
        let context = Context {
            sources,
            source_ids: &IdList::default(),
            figure_ids: &IdList::default(),
            only: None,
        };
        let [contact, licence, imprint] =
            lines.map(|text| text.map(|text| context.line(text, &mut found)));
        let national = framework.words(&context, &mut found);
        let noted = places.into_iter().map(|own| OwnPlace {
            note: own.note.map(|text| context.line(text, &mut found)),
            ..own.place
        });
        let places = noted.collect();
        let valid = !found.has_errors();
        diagnostics.extend(found);
        let config = Self {
            organisation: organisation?,
            brand,
            partners,
            paper: page.unwrap_or_default(),
            press,
            lines: kept.unwrap_or_default(),
            layout: layout.unwrap_or_default(),
            languages,
            contact,
            licence,
            imprint,
            framework: framework.framework(),
            pinned: Arc::default(),
            national,
            places,
            levels: levels.unwrap_or_default(),
            limits: limits.unwrap_or_default(),
            data,
            texts,
        };
        valid.then_some(config)
    }

    /// Every text of the project file that prints, by the key a translation gives it, but that codes
    /// have their points.
    pub fn texts(&self) -> &[Text] {
        &self.texts
    }

    /// The same by the keys they have in the project file.
    pub fn written(&self) -> Vec<Text> {
        let written = |text: &Text| match text.key.strip_prefix("project.") {
            Some(key @ ("name" | "unit" | "address")) => format!("organisation.{key}"),
            Some(key) => key.to_string(),
            None => text.key.clone(),
        };
        self.texts.iter().map(|text| Text { key: written(text), ..text.clone() }).collect()
    }

    /// The project's words with a translation's in their place, where there are any: `text` gives
    /// those of a key. The texts of a translation that are Markdown are parsed, and what is wrong with
    /// them reported.
    #[must_use]
    pub fn translated<'t>(
        &self,
        text: impl Fn(&str) -> Option<&'t Text>,
        sources: &Sources,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let mut config = self.clone();
        let context = Context {
            sources,
            source_ids: &IdList::default(),
            figure_ids: &IdList::default(),
            only: None,
        };
        let lines = [
            ("project.contact", &mut config.contact),
            ("project.licence", &mut config.licence),
            ("project.imprint", &mut config.imprint),
        ];
        for (key, line) in lines {
            if let Some(own) = text(key) {
                *line = Some(context.line(own.clone(), diagnostics));
            }
        }
        if let Some(name) = text("project.name") {
            config.organisation.name.clone_from(&name.value);
        }
        let words = [
            ("project.unit", &mut config.organisation.unit),
            ("project.address", &mut config.organisation.address),
        ];
        for (key, word) in words {
            if let Some(own) = text(key) {
                *word = Some(own.value.clone());
            }
        }
        config.national.translate(&text, &context, diagnostics);
        for place in &mut config.places {
            let key = |last: &str| format!("{PLACE}{}.{last}", place.code.value);
            if let Some(own) = text(&key("name")) {
                place.name = own.clone();
            }
            if let Some(own) = text(&key("note")) {
                place.note = Some(context.line(own.clone(), diagnostics));
            }
        }
        config
    }
}

impl Default for Brand {
    fn default() -> Self {
        Self {
            name: None,
            logo: None,
            accent: ACCENT.into(),
            second: ACCENT.into(),
            text_fonts: TEXT_FONTS.map(String::from).to_vec(),
            display_fonts: DISPLAY_FONTS.map(String::from).to_vec(),
            faces: BTreeMap::new(),
            font_names: Vec::new(),
        }
    }
}

/// The text under the key that a translation gives it: `project.name` for `organisation.name`.
fn project_key(text: &Text) -> Text {
    let last = text.key.rsplit('.').next().unwrap_or(&text.key);
    Text { key: format!("project.{last}"), ..text.clone() }
}

fn read_organisation(
    table: Table<'_>,
    reader: &Reader,
    texts: &mut Vec<Text>,
) -> Option<Organisation> {
    let name = table.required_text("name");
    let unit = table.text("unit");
    let address = table.text("address");
    let email = table.text("email");
    let website = table.text("website");
    let phone = table.text("phone");
    table.finish();
    if let Some(website) = &website
        && let Some(fault) = address_fault(&website.value)
    {
        reader.push(
            Diagnostic::new(Code::BadUrl, format!("`{}` {fault}", website.value))
                .at(website.span)
                .key(&website.key)
                .help("write the whole address, beginning with https://"),
        );
    }
    texts.extend([&name, &unit, &address].into_iter().flatten().map(project_key));
    let value = |text: Option<Text>| text.map(|text| text.value);
    Some(Organisation {
        name: name?.value,
        unit: value(unit),
        address: value(address),
        email: value(email),
        website: value(website),
        phone: value(phone),
    })
}

fn read_brand(table: Table<'_>, reader: &Reader) -> Brand {
    let name = table.text("name");
    let logo = table.text("logo");
    let logo_alt = table.text("logo_alt");
    let accent = table.text("accent").and_then(|text| read_colour(text, reader));
    let second = table.text("second").and_then(|text| read_colour(text, reader));
    let text_fonts = table.texts("text_fonts");
    let display_fonts = table.texts("display_fonts");
    let logo = logo::logo_of(&table, logo, "logo_alt", logo_alt, reader);
    table.finish();
    // The built-in faces stay behind a project's own, for what those do not cover.
    let families = |own: &[Text], built_in: [&str; 2]| -> Vec<String> {
        let mut families: Vec<String> = own.iter().map(|text| text.value.clone()).collect();
        for family in built_in {
            if !families.iter().any(|other| other == family) {
                families.push(family.to_string());
            }
        }
        families
    };
    Brand {
        name: name.map(|text| text.value),
        logo,
        second: second.or_else(|| accent.clone()).unwrap_or_else(|| ACCENT.into()),
        accent: accent.unwrap_or_else(|| ACCENT.into()),
        text_fonts: families(&text_fonts, TEXT_FONTS),
        display_fonts: families(&display_fonts, DISPLAY_FONTS),
        faces: BTreeMap::new(),
        font_names: text_fonts.into_iter().chain(display_fonts).collect(),
    }
}

/// The languages that briefs are to be translated into. Each is named once, as BCP 47 writes it.
fn read_languages(root: &Table<'_>, reader: &Reader) -> Vec<Text> {
    let mut languages: Vec<Text> = Vec::new();
    for text in root.words("languages") {
        let tag = &text.value;
        let (message, help) = match canonical(tag) {
            Some(written) if written == *tag => {
                if languages.iter().any(|other| other.value == *tag) {
                    (format!("`{tag}` is named twice"), "take one out".to_string())
                } else {
                    languages.push(text);
                    continue;
                }
            }
            Some(written) => (
                format!("the language `{tag}` is written `{written}`"),
                format!("write `{written}`"),
            ),
            None => (
                format!("`{tag}` is no language"),
                "write a BCP 47 tag, such as `fr`, `km` or `zh-Hans`".to_string(),
            ),
        };
        let bad = Diagnostic::new(Code::UnknownLanguage, message);
        reader.push(bad.at(text.span).key(&text.key).help(help));
    }
    languages
}

/// `[fonts.<lang>]`: the families a language has of its own, and where they are named.
fn read_faces(table: Table<'_>, reader: &Reader) -> (BTreeMap<String, OwnFaces>, Vec<Text>) {
    let (mut faces, mut names) = (BTreeMap::new(), Vec::new());
    for (tag, span) in table.own_keys() {
        let Some(own) = table.table(&tag) else { continue };
        let mut lists = ["text", "display", "title"].map(|key| own.texts(key));
        own.finish();
        let written = canonical(&tag);
        if written.as_ref() != Some(&tag) {
            let help = match written {
                Some(written) => format!("write `[fonts.{written}]`"),
                None => "write a tag of BCP 47, such as `[fonts.ur]`".to_string(),
            };
            let message = format!("`{tag}` is not how a language tag is written");
            let key = table.path(&tag);
            let found = Diagnostic::new(Code::UnknownLanguage, message);
            reader.push(found.at(span).key(key).help(help));
        }
        let [text, display, title] =
            lists.each_ref().map(|list| list.iter().map(|text| text.value.clone()).collect());
        faces.insert(tag, OwnFaces { text, display, title });
        names.extend(lists.iter_mut().flat_map(|list| list.drain(..)));
    }
    table.finish();
    (faces, names)
}

/// `#rrggbb`, dark enough to be read on white.
fn read_colour(text: Text, reader: &Reader) -> Option<String> {
    let contrast = contrast(hex::read(&text, reader)?, [255; 3]);
    if contrast < LEAST_CONTRAST {
        reader.push(
            Diagnostic::new(
                Code::LowContrast,
                format!("text in `{}` on white has a contrast of {contrast:.1} to 1", text.value),
            )
            .at(text.span)
            .key(&text.key)
            .help("choose a darker colour: readers need 4.5 to 1, and 7 to 1 is better"),
        );
    }
    Some(text.value)
}

fn read_page(table: Table<'_>, reader: &Reader) -> Paper {
    let paper = table.word("paper");
    table.finish();
    let Some(paper) = paper else { return Paper::default() };
    match [Paper::A4, Paper::UsLetter].into_iter().find(|known| known.name() == paper.value) {
        Some(known) => known,
        None => {
            reader.push(
                Diagnostic::new(Code::BadValue, format!("`{}` is no paper", paper.value))
                    .at(paper.span)
                    .key(&paper.key)
                    .help("it takes `\"a4\"` or `\"us-letter\"`"),
            );
            Paper::default()
        }
    }
}

fn read_levels(table: Table<'_>, reader: &Reader) -> Levels {
    let mut levels = Levels::default();
    for code in Code::lints() {
        let Some(level) = table.word(code.name()) else { continue };
        match Level::from_name(&level.value) {
            Some(level) => levels.set(code, level),
            None => {
                let help = match did_you_mean(&level.value, Level::NAMES) {
                    Some(near) => format!("did you mean `\"{near}\"`?"),
                    None => "it takes `\"allow\"`, `\"warn\"` or `\"deny\"`".into(),
                };
                reader.push(
                    Diagnostic::new(
                        Code::BadValue,
                        format!("`{}` cannot be `{}`", code.name(), level.value),
                    )
                    .at(level.span)
                    .key(&level.key)
                    .help(help),
                );
            }
        }
    }
    table.finish();
    levels
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(toml: &str) -> (Option<Config>, Vec<Code>) {
        let mut sources = Sources::new();
        let file = sources.add(FILE_NAME, toml);
        let mut diagnostics = Diagnostics::new();
        let config = Config::read(file, &sources, &mut diagnostics);
        (config, diagnostics.iter().map(|d| d.code).collect())
    }

    #[test]
    fn a_name_is_enough() {
        let (config, codes) = read("[organisation]\nname = \"Office\"\n");
        assert_eq!(codes, []);
        assert_eq!(config.unwrap().paper, Paper::A4);
    }

    #[test]
    fn every_mistake_is_reported() {
        let (config, codes) = read(
            "[organisation]\nnam = \"Office\"\nwebsite = \"example.org\"\n\
             [brand]\naccent = \"blue\"\nsecond = \"#ffdd00\"\nlogo = \"logo.svg\"\n\
             [page]\npaper = \"a3\"\n\
             [lints]\n\"source::uncited\" = \"loud\"\n\"source::uncitd\" = \"allow\"\n",
        );
        assert!(config.is_none());
        for code in
            [Code::MissingKey, Code::UnknownKey, Code::BadUrl, Code::BadValue, Code::LowContrast]
        {
            assert!(codes.contains(&code), "{code}: {codes:?}");
        }
        assert_eq!(codes.len(), 8, "`nam` for `name` is one mistake: {codes:?}");
    }

    #[test]
    fn levels_are_read() {
        let (config, _) =
            read("[organisation]\nname = \"O\"\n[lints]\n\"source::uncited\" = \"deny\"\n");
        assert_eq!(config.unwrap().levels.level(Code::Uncited), Level::Deny);
    }

    #[test]
    fn words_are_kept_by_language() {
        let (config, codes) =
            read("[organisation]\nname = \"O\"\n[lines]\nkeep.th = [\"บึงกาฬ\"]\n");
        assert_eq!(codes, []);
        let config = config.unwrap();
        assert_eq!(config.lines.keep("th"), ["บึงกาฬ"]);
        assert_eq!(config.lines.keep("th-TH"), ["บึงกาฬ"]);
        assert!(config.lines.keep("km").is_empty() && config.lines.keep("en").is_empty());
        let (_, codes) = read(
            "[organisation]\nname = \"O\"\n[lines.keep]\nxx = [\"บึงกาฬ\"]\n\
             th = [\"two words\"]\n",
        );
        assert_eq!(codes, [Code::BadValue, Code::UnknownKey]);
    }
}
