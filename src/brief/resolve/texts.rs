//! Texts: with markup and without, and how long some may be.

use super::Resolver;
use super::ids::Cited;
use crate::brief::id::{IdList, SourceId};
use crate::brief::length::{LONGEST_FOOT, LONGEST_TITLE};
use crate::brief::schema::RawBrief;
use crate::brief::text::{Context, Line, Prose};
use crate::diag::{Code, Diagnostic, FileId};
use crate::tree::{TermOrText, Text};

/// The longest that all keywords may be together, in characters.
const LONGEST_KEYWORDS: usize = 8000;

impl<'a> Resolver<'a> {
    pub(super) fn prose(&mut self, text: Option<Text>) -> Option<Prose> {
        let context = self.context();
        text.map(|text| context.prose(text, self.diagnostics))
    }

    pub(super) fn line(&mut self, text: Option<Text>) -> Option<Line> {
        let context = self.context();
        text.map(|text| context.line(text, self.diagnostics))
    }

    /// Prose of the part at hand.
    pub(super) fn cited_prose(&mut self, text: Option<Text>) -> Option<Prose> {
        let prose = self.prose(text);
        self.cited.prose(prose.as_ref());
        prose
    }

    /// Prose of the part at hand that may have headings in it.
    pub(super) fn cited_sectioned(&mut self, text: Option<Text>) -> Option<Prose> {
        let context = self.context();
        let prose = text.map(|text| context.sectioned(text, self.diagnostics));
        self.cited.prose(prose.as_ref());
        prose
    }

    /// A line of the part at hand.
    pub(super) fn cited_line(&mut self, text: Option<Text>) -> Option<Line> {
        let line = self.line(text);
        self.cited.line(line.as_ref());
        line
    }

    /// Lines of the part at hand.
    pub(super) fn cited_lines(&mut self, texts: &[Text]) -> Vec<Line> {
        texts.iter().filter_map(|text| self.cited_line(Some(text.clone()))).collect()
    }

    /// The sources that something in the part at hand rests on; those that are not there are
    /// reported.
    pub(super) fn source_ids(&mut self, ids: &[Text]) -> Vec<SourceId> {
        self.cited.ids(ids);
        self.ids.check_sources(ids, self.diagnostics);
        ids.iter().map(|id| id.value.clone()).collect()
    }

    /// What the part at hand cites, at its end.
    pub(super) fn take_cited(&mut self) -> Cited {
        std::mem::take(&mut self.cited)
    }

    fn context(&self) -> Context<'a> {
        let (sources, only) = (self.sources, self.only());
        Context { sources, source_ids: &self.ids.sources, figure_ids: &self.ids.figures, only }
    }

    /// The file whose leftovers are told of: those of the original are not told again with each
    /// translation.
    pub(super) fn only(&self) -> Option<FileId> {
        self.translation.map(|translation| translation.file)
    }

    /// Texts that take no markup.
    pub(super) fn plain(&mut self, raw: &RawBrief) {
        let context = Context {
            source_ids: &IdList::default(),
            figure_ids: &IdList::default(),
            ..self.context()
        };
        let mut each = |text: &Option<Text>| {
            if let Some(text) = text {
                context.plain(text, self.diagnostics);
            }
        };
        let top = [&raw.title, &raw.subtitle, &raw.short_title, &raw.place.area];
        top.into_iter().for_each(&mut each);
        for author in &raw.authors {
            [&author.name, &author.role, &author.affiliation].into_iter().for_each(&mut each);
        }
        if let Some(foreword) = &raw.foreword {
            [&foreword.by, &foreword.role].into_iter().for_each(&mut each);
        }
        for source in &raw.sources {
            let lines = [&source.title, &source.publisher, &source.author, &source.container];
            let numbers = [&source.volume, &source.issue, &source.pages];
            lines.into_iter().chain(numbers).for_each(&mut each);
        }
        for figure in &raw.figures {
            [&figure.title, &figure.alt].into_iter().for_each(&mut each);
            figure.plain_texts().for_each(|text| each(&Some(text.clone())));
        }
        raw.facts.iter().for_each(|fact| each(&fact.value));
        for finding in &raw.findings {
            each(&finding.title);
            finding.quote.iter().for_each(|quote| each(&quote.by));
        }
        for item in &raw.recommendations {
            each(&item.lead);
            each(&item.support);
            item.to.iter().for_each(|text| each(&Some(text.clone())));
            if let Some(TermOrText::Text(text)) = &item.by {
                each(&Some(text.clone()));
            }
        }
        raw.sections.iter().for_each(|section| each(&section.title));
        raw.boxes.iter().for_each(|panel| each(&panel.title));
        raw.quotes.iter().for_each(|quote| each(&quote.quote.by));
        for target in raw.goals.iter().flat_map(|goal| &goal.targets) {
            each(&target.text);
            target.indicators.iter().for_each(|indicator| each(&indicator.text));
        }
    }

    /// What a PDF lists beside its pages, as title, description, keyword or bookmark, is not endless.
    pub(super) fn listed(&mut self, raw: &RawBrief) {
        let listed = "a PDF lists it as a whole beside its pages";
        let titles = raw.title.iter().chain(&raw.subtitle).chain(&raw.place.area);
        let titles = titles.chain(&raw.keywords);
        let titles = titles.chain(raw.findings.iter().filter_map(|finding| finding.title.as_ref()));
        let titles = titles.chain(raw.sections.iter().filter_map(|section| section.title.as_ref()));
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
}
