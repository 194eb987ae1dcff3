//! Compiling, and looking through the pages for what Typst passes over in silence.

use std::collections::BTreeSet;

use typst::World;
use typst::WorldExt;
use typst::diag::{Severity, SourceDiagnostic, Warned};
use typst::layout::{Frame, FrameItem, Transform};
use typst::syntax::DiagSpan;
use typst::text::Font;
use typst_layout::PagedDocument;

use super::ending::{TextEnding, ending};
use super::expansions::Marker;
use super::filters;
use super::images::{self, PlacedImage};
use super::keys::{KeyFinder, KeyPlace, KeyedRun};
use super::language;
use super::links::Links;
use super::meanings::Meanings;
use super::notes;
use super::places::{Margins, Places};
use super::problem::{Problem, TemplateSpan, TypesetError};
use super::reading;
use super::refused;
use super::slug;
use super::world::Typesetter;
use crate::diag::Code;
use crate::document::Metadata;

/// Finished pages, ready to be exported.
#[derive(Debug)]
pub struct Pages {
    /// The document.
    pub document: PagedDocument,
    /// What Typst warned about.
    pub warnings: Vec<Problem>,
    /// The templates and images they were made from, by the path templates use, in alphabetical
    /// order.
    pub reads: Vec<String>,
    /// How many abbreviations are marked with what they stand for.
    pub expanded: usize,
    /// Where strings stand whose keys are in the data.
    pub keys: Vec<KeyPlace>,
    /// The text of each page, in the order in which it is read, where such keys were looked for.
    pub runs: Vec<Vec<KeyedRun>>,
}

/// Pages as Typst set them, to be judged by how they end and finished if they are kept.
#[derive(Debug)]
pub struct Unfinished {
    /// How the text ends, if the template says it and there is more than one page.
    pub ending: Option<TextEnding>,
    document: PagedDocument,
    warnings: Vec<Problem>,
    reads: Vec<String>,
    /// Whether keys of strings are to be looked for.
    has_keys: bool,
}

impl Typesetter {
    /// Compiles a template with its data, a JSON document.
    pub fn typeset(
        &mut self,
        template: &str,
        data: Vec<u8>,
        metadata: &Metadata,
    ) -> Result<Pages, TypesetError> {
        self.set(template, data)?.finish(metadata)
    }

    /// The same with data that have the keys of their strings, which are looked for on the pages.
    pub fn typeset_keyed(
        &mut self,
        template: &str,
        data: Vec<u8>,
        metadata: &Metadata,
    ) -> Result<Pages, TypesetError> {
        self.set_keyed(template, data)?.finish(metadata)
    }

    /// As [`typeset`](Self::typeset), without finishing the pages.
    pub fn set(&mut self, template: &str, data: Vec<u8>) -> Result<Unfinished, TypesetError> {
        self.set_with(template, data, false)
    }

    /// As [`typeset_keyed`](Self::typeset_keyed), without finishing the pages.
    pub fn set_keyed(&mut self, template: &str, data: Vec<u8>) -> Result<Unfinished, TypesetError> {
        self.set_with(template, data, true)
    }

    fn set_with(
        &mut self,
        template: &str,
        data: Vec<u8>,
        has_keys: bool,
    ) -> Result<Unfinished, TypesetError> {
        self.prepare(template, data);
        let Warned { output, warnings } = typst::compile::<PagedDocument>(&*self);
        let problems: Vec<Problem> = warnings.iter().map(|w| self.problem(w)).collect();
        let document = match output {
            Ok(document) => document,
            Err(errors) => {
                let mut all: Vec<Problem> = errors.iter().map(|e| self.problem(e)).collect();
                let about_images = images::about_images(self, &all);
                if !about_images.is_empty() {
                    return Err(TypesetError::Assets(about_images));
                }
                all.extend(problems);
                return Err(TypesetError::Template(all));
            }
        };
        if problems.iter().any(|problem| problem.code != Code::TemplateWarning) {
            return Err(TypesetError::Template(problems));
        }
        filters::check(self, &document)?;
        let mut missing = BTreeSet::new();
        for page in document.pages() {
            missing_glyphs(&page.frame, &mut missing);
        }
        if !missing.is_empty() {
            return Err(TypesetError::MissingGlyphs(missing));
        }
        let ending = ending(document.introspector(), document.pages());
        Ok(Unfinished { ending, document, warnings: problems, reads: self.reads(), has_keys })
    }

    /// Where a template places an image.
    pub fn place_of(&self, image: &PlacedImage) -> Option<TemplateSpan> {
        self.place(image.span)
    }

    /// The path of the asset an image is, if it is one.
    pub fn asset_of(&self, image: &PlacedImage) -> Option<String> {
        self.path_of(&image.data)
    }

    pub(super) fn place(&self, span: impl Into<DiagSpan>) -> Option<TemplateSpan> {
        let span = span.into();
        let id = span.id()?;
        let source = self.source(id).ok()?;
        Some(TemplateSpan {
            file: id.get().vpath().get_without_slash().to_string(),
            text: source.text().to_string(),
            range: self.range(span)?,
        })
    }

    /// A message of the compiler with its place. The two warnings that mean lost text or an
    /// unstable page are errors here.
    pub(crate) fn problem(&self, diagnostic: &SourceDiagnostic) -> Problem {
        let message = diagnostic.message.to_string();
        let code = match diagnostic.severity {
            Severity::Warning if message.starts_with("unknown font family") => Code::UnknownFont,
            Severity::Warning if message.contains("did not converge") => Code::NoConvergence,
            Severity::Warning => Code::TemplateWarning,
            Severity::Error => Code::Template,
        };
        let place = self.place(diagnostic.span);
        let marked = place.as_ref().and_then(|place| place.text.get(place.range.clone()));
        if let Some((message, hint)) = refused::told(&message, marked.unwrap_or_default()) {
            return Problem { code, message, hints: vec![hint.into()], place };
        }
        let hints = diagnostic.hints.iter().map(|hint| hint.v.to_string()).collect();
        Problem { code, message, hints, place }
    }
}

impl Unfinished {
    /// How many there are.
    pub fn count(&self) -> usize {
        self.document.pages().len()
    }

    /// Has the pages say and mean what they are to, and looks for text that stands where it must not.
    pub fn finish(self, metadata: &Metadata) -> Result<Pages, TypesetError> {
        let Self { mut document, warnings, reads, has_keys, .. } = self;
        let mut keys = has_keys.then(KeyFinder::new);
        let places = document.introspector().clone();
        let mut links = Links::new(&places);
        let mut looked = Places::new(Margins::of(&places));
        let mut pages = typst::ecow::EcoVec::from(document.pages());
        let mut meanings = Meanings::default();
        let mut marker = Marker::new(&metadata.expansions);
        for page in pages.make_mut() {
            page.frame = reading::settle(&page.frame, &mut meanings);
            if let Some(keys) = &mut keys {
                keys.take(&mut page.frame);
            }
            links.settle(&mut page.frame);
            notes::mark(&mut page.frame);
            marker.mark(&mut page.frame);
            looked.look(page);
            if !page.bleed.is_zero() {
                page.frame = slug::draw_outside(&page.frame);
            }
        }
        if !links.lost.is_empty() {
            return Err(TypesetError::Template(
                links.lost.into_iter().map(Problem::of_template).collect(),
            ));
        }
        let misplaced = looked.into_found();
        if !misplaced.is_empty() {
            return Err(TypesetError::Misplaced(misplaced));
        }
        let properties = document.info_mut().clone();
        let mut document = PagedDocument::new(pages, properties);
        describe(&mut document, metadata);
        language::settle_document(&mut document);
        let expanded = marker.marked();
        let (keys, runs) = keys.map(KeyFinder::into_found).unwrap_or_default();
        Ok(Pages { document, warnings, reads, expanded, keys, runs })
    }
}

/// Sets what a file says about itself.
fn describe(document: &mut PagedDocument, metadata: &Metadata) {
    let info = document.info_mut();
    info.title = Some(metadata.title.as_str().into());
    info.author = metadata.authors.iter().map(|author| author.as_str().into()).collect();
    info.description = metadata.description.as_deref().map(Into::into);
    info.keywords = metadata.keywords.iter().map(|word| word.as_str().into()).collect();
}

impl Pages {
    /// Changes what is drawn on each page, and nothing else of it.
    pub(super) fn draw_again(&mut self, change: impl Fn(&mut Frame)) {
        let mut pages = typst::ecow::EcoVec::from(self.document.pages());
        for page in pages.make_mut() {
            change(&mut page.frame);
        }
        let properties = self.document.info_mut().clone();
        self.document = PagedDocument::new(pages, properties);
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.document.pages().len()
    }

    /// The raster images on the pages.
    pub fn images(&self) -> Vec<PlacedImage> {
        let mut found = Vec::new();
        for page in self.document.pages() {
            images::collect(&page.frame, Transform::identity(), &mut found);
        }
        found
    }

    /// The faces that set the pages, in alphabetical order, and the number of glyphs.
    pub fn faces(&self) -> (Vec<String>, usize) {
        let (mut faces, mut glyphs) = (Vec::new(), 0);
        for page in self.document.pages() {
            collect_faces(&page.frame, &mut faces, &mut glyphs);
        }
        let names = faces
            .iter()
            .map(|font| font.post_script_name().unwrap_or_else(|| font.info().family.to_string()));
        (BTreeSet::from_iter(names).into_iter().collect(), glyphs)
    }

    /// The text of each page, in the order in which it was set. Lines follow each other without a
    /// break.
    pub fn texts(&self) -> Vec<String> {
        let text_of = |page: &typst_layout::Page| {
            let mut text = String::new();
            collect_text(&page.frame, &mut text);
            text
        };
        self.document.pages().iter().map(text_of).collect()
    }
}

/// The faces and glyphs of a frame. A face stands once in the list.
fn collect_faces(frame: &Frame, faces: &mut Vec<Font>, glyphs: &mut usize) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => collect_faces(&group.frame, faces, glyphs),
            FrameItem::Text(run) => {
                *glyphs += run.glyphs.len();
                if !faces.contains(run.font.font()) {
                    faces.push(run.font.font().clone());
                }
            }
            _ => {}
        }
    }
}

/// The text of a frame.
fn collect_text(frame: &Frame, text: &mut String) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => collect_text(&group.frame, text),
            FrameItem::Text(run) => text.push_str(&run.text),
            _ => {}
        }
    }
}

/// Characters that were set as the face's glyph 0, "not defined".
fn missing_glyphs(frame: &Frame, missing: &mut BTreeSet<char>) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => missing_glyphs(&group.frame, missing),
            FrameItem::Text(text) => {
                for glyph in text.glyphs.iter().filter(|glyph| glyph.id == 0) {
                    missing.extend(text.text[glyph.range()].chars());
                }
            }
            _ => {}
        }
    }
}
