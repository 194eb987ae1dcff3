//! `brief.toml` as written: every key that may stand there, with its place. What the keys mean is in
//! `briefs/README.md`; what their values come to is for [`resolve`](super::resolve) to say.

#![expect(missing_docs, reason = "the fields are the keys that briefs/README.md describes")]

mod aside;
mod author;
mod beside;
mod chart;
mod data;
mod fact;
mod figure;
mod finding;
mod goal;
mod image;
mod layout;
mod named;
mod place;
mod recommendation;
mod section;
mod source;
mod table;

use chrono::NaiveDate;

pub use self::aside::{RawBox, RawQuotation};
pub use self::author::{RawAuthor, RawForeword};
pub use self::chart::{PERCENT, RawChart};
pub use self::data::{RawData, RawDataFile};
pub use self::fact::RawFact;
pub use self::figure::{FIGURES, RawFigure, RawShown};
pub use self::finding::{RawFinding, RawQuote};
pub use self::goal::{RawGoal, RawIndicator, RawNational, RawTarget};
pub use self::image::RawImage;
pub use self::layout::RawLayout;
pub use self::place::RawPlace;
pub use self::recommendation::{IMMEDIATELY, RawRecommendation};
pub use self::section::RawSection;
pub use self::source::RawSource;
pub use self::table::{RawColumn, RawTable};
use super::beside::FilesBeside;
use super::layout::LayoutPart;
use super::licence::common_licence;
use super::place::OwnPlace;
use super::values::m49;
use crate::diag::{Code, Diagnostics, Sources};
use crate::sdg::Framework;
use crate::tree::{Located, Reader, Recorder, Table, TableShape, Text, TomlDocument};
use crate::values::WantedValues;

/// A whole `brief.toml`. Values that are missing or of the wrong type are `None` and reported.
#[derive(Debug, Clone, Default)]
pub struct RawBrief {
    pub title: Option<Text>,
    pub subtitle: Option<Text>,
    pub short_title: Option<Text>,
    pub number: Option<Text>,
    pub place: RawPlace,
    pub date: Option<Located<NaiveDate>>,
    pub language: Option<Text>,
    pub status: Option<Text>,
    pub summary: Option<Text>,
    pub key_messages: Vec<Text>,
    pub figure: Vec<Text>,
    pub ask: Option<Text>,
    pub method: Option<Text>,
    pub contact: Option<Text>,
    pub licence: Option<Text>,
    pub citation: Option<Text>,
    pub isbn: Option<Text>,
    pub issn: Option<Text>,
    pub doi: Option<Text>,
    pub acknowledgements: Option<Text>,
    pub foreword: Option<RawForeword>,
    pub authors: Vec<RawAuthor>,
    pub keywords: Vec<Text>,
    pub names: Vec<Text>,
    pub abbreviations: Vec<Text>,
    pub sources: Vec<RawSource>,
    pub facts: Vec<RawFact>,
    pub figures: Vec<RawFigure>,
    pub findings: Vec<RawFinding>,
    pub recommendations: Vec<RawRecommendation>,
    pub goals: Vec<RawGoal>,
    pub sections: Vec<RawSection>,
    pub boxes: Vec<RawBox>,
    pub quotes: Vec<RawQuotation>,
    pub layout: Option<RawLayout>,
    pub template: Option<Text>,
    pub data: Option<RawData>,
}

impl RawBrief {
    /// The keys of a brief, as it is read.
    pub fn shape() -> TableShape {
        let recorder = Recorder::default();
        let mut sources = Sources::new();
        let file = sources.add("brief.toml", "");
        let reader = Reader::recording(&recorder);
        let document = TomlDocument::parse(&sources, file, &mut Diagnostics::new());
        Self::read(document.root(&reader));
        recorder.shape()
    }

    /// Reads the whole file, reporting every key that is missing, unknown or of the wrong type.
    pub fn read(root: Table<'_>) -> Self {
        root.belong_at_top(&TOP);
        let brief = Self {
            title: root.required_text("title"),
            subtitle: root.text("subtitle"),
            short_title: root.text("short_title"),
            number: root.text("number"),
            place: RawPlace::read(&root),
            date: root.required_date("date"),
            language: root.required_word("language"),
            status: root.word("status"),
            summary: root.required_prose("summary"),
            key_messages: root.proses("key_messages"),
            figure: root.one_or_several("figure"),
            ask: root.prose("ask"),
            method: root.prose("method"),
            contact: root.prose("contact"),
            licence: root.prose("licence"),
            citation: root.prose("citation"),
            isbn: root.numeral("isbn"),
            issn: root.text("issn"),
            doi: root.text("doi"),
            acknowledgements: root.prose("acknowledgements"),
            foreword: root.table("foreword").map(RawForeword::read),
            authors: root.tables("author").into_iter().map(RawAuthor::read).collect(),
            keywords: root.texts("keywords"),
            names: root.texts("names"),
            abbreviations: abbreviations(&root, &TOP, Table::required_text),
            sources: root.tables("source").into_iter().map(RawSource::read).collect(),
            facts: root.tables("fact").into_iter().map(RawFact::read).collect(),
            figures: figures(&root),
            findings: root.tables("finding").into_iter().map(RawFinding::read).collect(),
            recommendations: root
                .tables("recommendation")
                .into_iter()
                .map(RawRecommendation::read)
                .collect(),
            goals: root.tables("goal").into_iter().map(RawGoal::read).collect(),
            sections: root.tables("section").into_iter().map(RawSection::read).collect(),
            boxes: root.tables("box").into_iter().map(RawBox::read).collect(),
            quotes: root.tables("quote").into_iter().map(RawQuotation::read).collect(),
            layout: root
                .table("layout")
                .map(|table| RawLayout::read(table, LayoutPart::requests())),
            template: root.text("template"),
            data: root.table("data").map(RawData::read),
        };
        for (key, help) in [
            ("key_messages", "add `key_messages = [\"…\", \"…\"]`, three to five of them"),
            ("source", "add a `[[source]]`: a brief that names no source cannot be checked"),
            ("finding", "add a `[[finding]]`"),
        ] {
            if !root.keys().any(|(name, _)| name == key) {
                root.missing(key, help);
            }
        }
        root.finish();
        brief
    }
}

impl RawBrief {
    /// Gives every text that is translated to `each`, in the order of the file. Which those are,
    /// and under which keys, is described in `briefs/README.md`.
    pub fn translatable(&mut self, each: &mut dyn FnMut(&mut Text)) {
        let top = [
            &mut self.title,
            &mut self.subtitle,
            &mut self.short_title,
            &mut self.place.area,
            &mut self.summary,
            &mut self.ask,
            &mut self.method,
            &mut self.contact,
            &mut self.licence,
            &mut self.citation,
            &mut self.acknowledgements,
        ];
        // The name of a licence is the same in every language.
        let is_name = |text: &Text| text.key == "licence" && common_licence(&text.value).is_some();
        top.into_iter().flatten().filter(|text| !is_name(text)).for_each(&mut *each);
        self.key_messages.iter_mut().chain(&mut self.keywords).for_each(&mut *each);
        self.abbreviations.iter_mut().for_each(&mut *each);
        self.authors.iter_mut().for_each(|author| author.translatable(each));
        self.foreword.iter_mut().for_each(|foreword| foreword.translatable(each));
        self.sources.iter_mut().for_each(|source| source.translatable(each));
        self.facts.iter_mut().for_each(|fact| fact.translatable(each));
        self.figures.iter_mut().for_each(|figure| figure.translatable(each));
        self.findings.iter_mut().for_each(|finding| finding.translatable(each));
        self.recommendations.iter_mut().for_each(|item| item.translatable(each));
        self.goals.iter_mut().for_each(|goal| goal.translatable(each));
        self.sections.iter_mut().for_each(|section| section.translatable(each));
        self.boxes.iter_mut().for_each(|panel| panel.translatable(each));
        self.quotes.iter_mut().for_each(|quote| quote.translatable(each));
    }
}

impl RawBrief {
    /// Which values of files it is about.
    pub fn wanted_values(&self, framework: &Framework, named: &[OwnPlace]) -> WantedValues {
        let mut wanted = WantedValues::default();
        let indicators = self.goals.iter().flat_map(|goal| &goal.targets);
        for indicator in indicators.flat_map(|target| &target.indicators) {
            wanted.series.extend(indicator.series.iter().map(|text| text.value.clone()));
            let Some(code) = &indicator.code else { continue };
            wanted.indicators.insert(code.value.clone());
            let listed = framework.indicator(&code.value);
            wanted.indicators.extend(listed.iter().flat_map(|own| own.repeats.iter().cloned()));
        }
        wanted.places.extend(self.place.codes().map(|code| m49(&code.value, named)));
        wanted
            .places
            .extend(self.place.region.iter().filter_map(|code| code.value.parse::<u16>().ok()));
        wanted.places.remove(&0);
        wanted
    }

    /// The files beside the brief that it names, by their paths from its folder.
    pub fn files_beside(&self) -> impl Iterator<Item = &Text> {
        self.figures.iter().flat_map(RawFigure::files_beside)
    }

    /// Reads the data of figures that stand in files beside it; what is wrong there is reported.
    pub fn read_data(
        &mut self,
        files: &FilesBeside,
        sources: &Sources,
        diagnostics: &mut Diagnostics,
    ) {
        let figures = self.figures.iter_mut();
        figures.for_each(|figure| figure.read_data(files, sources, diagnostics));
    }

    /// Whether a figure has its data in a file that could not be read: its texts are not known then.
    pub fn lacks_data(&self) -> bool {
        self.figures.iter().any(RawFigure::lacks_data)
    }

    /// The texts of the data of figures.
    pub fn data_texts(&self) -> impl Iterator<Item = &Text> {
        self.figures.iter().flat_map(RawFigure::data_texts)
    }
}

impl RawBrief {
    /// What its pages say in words of its own or of the framework.
    pub fn printed(&self, framework: &Framework) -> Vec<String> {
        let mut texts = Vec::new();
        let mut own = self.clone();
        own.abbreviations.clear();
        own.translatable(&mut |text| texts.push(text.value.clone()));
        texts.extend(
            self.authors.iter().filter_map(|author| Some(author.name.as_ref()?.value.clone())),
        );
        for source in &self.sources {
            let said = [&source.title, &source.publisher, &source.author, &source.container];
            texts.extend(said.into_iter().flatten().map(|text| text.value.clone()));
        }
        let numbers = self.goals.iter().filter_map(|goal| goal.number.as_ref());
        let goals = numbers.filter_map(|number| framework.goal(number.value));
        texts.extend(goals.filter(|goal| goal.national).map(|goal| goal.name.clone()));
        for target in self.goals.iter().flat_map(|goal| &goal.targets) {
            let label = target.code.as_ref().and_then(|code| framework.target(&code.value));
            texts.extend(label.map(|target| target.label.clone()));
            for code in target.indicators.iter().filter_map(|entry| entry.code.as_ref()) {
                let Some(entry) = framework.indicator(&code.value) else { continue };
                texts.push(entry.label.clone());
                texts.extend(entry.custodians.iter().cloned());
            }
        }
        texts
    }
}

/// What stands before an abbreviation in the key of its expansion.
pub const ABBREVIATION: &str = "abbreviations.";

/// What stands before the code in the key of a text of a `[[place]]`.
pub const PLACE: &str = "place.";

/// The abbreviation that a text is the expansion of.
pub fn abbreviation(text: &Text) -> &str {
    text.key.strip_prefix(ABBREVIATION).unwrap_or_default()
}

/// The keys that stand at the top of a brief. Below the heading `[abbreviations]` they would be taken
/// for abbreviations, and their texts would be lost.
const TOP: [&str; 26] = [
    "names",
    "template",
    "title",
    "subtitle",
    "short_title",
    "number",
    "country",
    "countries",
    "region",
    "area",
    "date",
    "language",
    "status",
    "summary",
    "key_messages",
    "figure",
    "ask",
    "method",
    "contact",
    "licence",
    "citation",
    "isbn",
    "issn",
    "doi",
    "acknowledgements",
    "keywords",
];

/// The figures of all kinds, in the order of the file.
fn figures(root: &Table<'_>) -> Vec<RawFigure> {
    let mut tables: Vec<_> = FIGURES
        .iter()
        .flat_map(|kind| root.tables(kind).into_iter().map(move |table| (*kind, table)))
        .collect();
    tables.sort_by_key(|(_, table)| table.span().start);
    tables.into_iter().filter_map(|(kind, table)| RawFigure::read(kind, table)).collect()
}

/// The expansions of the table `[abbreviations]`, whose keys are what is abbreviated, in the order of
/// the file.
pub fn abbreviations<'a>(
    root: &Table<'a>,
    reserved: &[&str],
    read: impl Fn(&Table<'a>, &str) -> Option<Text>,
) -> Vec<Text> {
    let Some(table) = root.table("abbreviations") else { return Vec::new() };
    let keys = table.own_keys();
    let own = keys.iter().filter(|(key, _)| !reserved.contains(&key.as_str()));
    let texts = own.filter_map(|(key, _)| read(&table, key)).collect();
    table.finish_as(Code::UnknownKey, |key| {
        reserved
            .contains(&key)
            .then(|| format!("`{key}` is a key of the brief: put the line above `[abbreviations]`"))
    });
    texts
}
