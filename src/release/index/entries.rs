//! Briefs and tables on a page: their titles, their languages, and links to their files.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::Range;
use std::rc::Rc;

use super::html::{Html, HtmlLength, WrittenHtml};
use super::tongues::{Tongue, Tongues};
use super::words::{count, escape, foreign, in_words, size};
use crate::document::{Document, Edition, SheetFormat};
use crate::release::manifest::{Artifact, TranslationProgress, TranslationState};

/// A brief or a table as a page has it.
pub struct ArticleHtml {
    /// What begins it: its title, and the start of the list of its languages.
    pub head: String,
    /// Each of its languages.
    pub languages: Vec<String>,
}

impl ArticleHtml {
    /// What ends it.
    pub const END: &str = "</ul>\n</article>\n";

    /// How long it is.
    pub fn size(&self) -> ArticleSize {
        let languages = self.languages.iter().map(String::len).collect();
        ArticleSize { head: self.head.len(), languages }
    }

    /// All of it.
    pub fn write_all(&self, html: &mut String) {
        self.write(0..self.languages.len(), html);
    }

    /// Some of its languages under its title.
    pub fn write(&self, languages: Range<usize>, html: &mut String) {
        *html += &self.head;
        let languages = self.languages.get(languages).unwrap_or_default();
        languages.iter().for_each(|language| html.push_str(language));
        *html += ArticleHtml::END;
    }
}

/// How many bytes a brief or a table has on a page.
#[derive(Debug, PartialEq, Eq)]
pub struct ArticleSize {
    /// Those of what begins it.
    pub head: usize,
    /// Those of each of its languages.
    pub languages: Vec<usize>,
}

impl ArticleSize {
    /// How long all of it is.
    pub fn len(&self) -> usize {
        self.head + self.languages.iter().sum::<usize>() + ArticleHtml::END.len()
    }
}

/// How long a brief is, wherever it stands.
pub struct ArticleLength {
    head: HtmlLength,
    languages: Box<[HtmlLength]>,
}

impl ArticleLength {
    /// That of a brief about a country or area of this name, by its languages.
    pub fn of(name: &str, languages: &[Vec<&Artifact>], tongues: &Tongues) -> Self {
        let mut length = Self { head: HtmlLength::default(), languages: Box::default() };
        let Some(first) = original(languages) else { return length };
        head(&mut length.head, first, false, tongues);
        let language = |(place, files): (usize, &Vec<&Artifact>)| {
            let mut length = HtmlLength::default();
            language(&mut length, name, files, place == 0, tongues);
            length
        };
        length.languages = languages.iter().enumerate().map(language).collect();
        length
    }

    /// How many bytes it has on a page; `told_apart` are those that tell it from other briefs, wherever it does.
    pub fn on_page(&self, brief: &str, told_apart: usize, way: PageLinks) -> ArticleSize {
        let base = way.base.len();
        let place = if way.has_places { place_attribute(brief).len() } else { 0 };
        let languages = self.languages.iter().map(|length| length.with(base, told_apart));
        ArticleSize { head: self.head.with(base, 0) + place, languages: languages.collect() }
    }
}

/// How the pages lead from themselves to files.
#[derive(Clone, Copy)]
pub struct PageLinks {
    /// What stands before the path of each file.
    pub base: &'static str,
    /// Whether briefs have places that other pages lead to.
    pub has_places: bool,
}

/// Where a page has a brief.
pub fn place_of(brief: &str) -> String {
    format!("brief-{brief}")
}

fn place_attribute(brief: &str) -> String {
    format!(" id=\"{}\"", escape(&place_of(brief)))
}

/// The languages of a brief with their files, the original first.
pub fn by_language<'a>(files: &[&'a Artifact], tongues: &Tongues) -> Vec<Vec<&'a Artifact>> {
    let mut languages: BTreeMap<_, Vec<&Artifact>> = BTreeMap::new();
    for file in files {
        let tongue = tongues.of(&file.language);
        let is_other = file.translation.is_some() || tongue.is_pseudo;
        let of = (is_other, Rc::clone(&tongue.english), &file.language);
        languages.entry(of).or_default().push(file);
    }
    languages.into_values().collect()
}

/// The first file of the language that a brief was written in, of its languages.
pub fn original<'a>(languages: &[Vec<&'a Artifact>]) -> Option<&'a Artifact> {
    languages.first().and_then(|files| files.first()).copied()
}

/// A brief about a country or area of this name, with its languages, the original first. Its links say besides what tells
/// it from others.
pub fn brief(
    name: &str,
    languages: &[Vec<&Artifact>],
    told_apart: &str,
    way: PageLinks,
    tongues: &Tongues,
) -> ArticleHtml {
    let written = || WrittenHtml { html: String::new(), base: way.base, told_apart };
    let mut html = written();
    let Some(first) = original(languages) else {
        return ArticleHtml { head: String::new(), languages: Vec::new() };
    };
    head(&mut html, first, way.has_places, tongues);
    let language = |(place, files): (usize, &Vec<&Artifact>)| {
        let mut html = written();
        language(&mut html, name, files, place == 0, tongues);
        html.finish()
    };
    let languages = languages.iter().enumerate().map(language).collect();
    ArticleHtml { head: html.finish(), languages }
}

/// What links say of a brief by the title of its original, where there are others.
pub fn by_title(first: &Artifact, tongues: &Tongues) -> String {
    let mut html = ": ".to_string();
    let tongue = tongues.of(&first.language);
    foreign(&mut html, "span", "", (&first.language, &tongue), &first.title);
    html
}

/// What they say where others have that title, too.
pub fn by_id(brief: &str) -> String {
    format!(", {}", escape(brief))
}

/// What begins a brief.
fn head(html: &mut impl Html, first: &Artifact, has_place: bool, tongues: &Tongues) {
    let place = if has_place { place_attribute(&first.brief) } else { String::new() };
    let _ = writeln!(html, "<article{place}>");
    let tongue = tongues.of(&first.language);
    foreign(html, "h3", "", (&first.language, &tongue), &first.title);
    let status = match first.status.as_str() {
        "draft" => "<strong class=\"draft\">Draft</strong>",
        _ => "Final",
    };
    let words = in_words(&first.date);
    let (iso, words) = (escape(&first.date), escape(&words));
    let _ = write!(
        html,
        "\n<p class=\"about\"><time datetime=\"{iso}\">{words}</time> · {status}</p>\n\
         <ul class=\"languages\">\n",
    );
}

/// The tables of several briefs, language by language.
pub fn all_briefs(files: &[&Artifact], way: PageLinks, tongues: &Tongues) -> ArticleHtml {
    let mut languages: BTreeMap<_, Vec<&Artifact>> = BTreeMap::new();
    for file in files {
        let of = (Rc::clone(&tongues.of(&file.language).english), &file.language);
        languages.entry(of).or_default().push(file);
    }
    let head = "<article>\n<h3>One indicator table</h3>\n<ul class=\"languages\">\n".to_string();
    let language = |files: Vec<&Artifact>| {
        let first = files.first()?;
        let told = count(first.briefs.len(), "brief", "briefs");
        let draft = match first.status.as_str() {
            "draft" => ", <strong class=\"draft\">of which some are drafts</strong>",
            _ => "",
        };
        let about = format!("{told}{draft}");
        let tongue = tongues.of(&first.language);
        let context = format!(" of {told} in {}", escape(&tongue.english));
        let mut html = WrittenHtml { html: String::new(), base: way.base, told_apart: "" };
        entry(&mut html, &files, &tongue, Some(&first.title), &about, &context);
        Some(html.finish())
    };
    ArticleHtml { head, languages: languages.into_values().filter_map(language).collect() }
}

/// One language of a brief: a picture, how far it is, and its files.
fn language(
    html: &mut impl Html,
    name: &str,
    files: &[&Artifact],
    titled: bool,
    tongues: &Tongues,
) {
    let Some(first) = files.first() else { return };
    let tongue = tongues.of(&first.language);
    // Links are also read one after the other, out of their place.
    let context = format!(" in {}, {}", escape(&tongue.english), escape(name));
    let title = Some(first.title.as_str()).filter(|_| !titled);
    entry(html, files, &tongue, title, &state(first, &tongue), &context);
}

/// The files of one language, with a title where that is not said, what is said of them all, and what
/// links to them say besides.
fn entry(
    html: &mut impl Html,
    files: &[&Artifact],
    tongue: &Tongue,
    title: Option<&str>,
    about: &str,
    context: &str,
) {
    let mut files = files.to_vec();
    files.sort_by_key(|file| (file.document, file.edition));
    let Some(first) = files.first() else { return };
    // The picture says nothing that the first link does not say.
    let _ = match &first.thumbnail {
        Some(picture) => {
            let _ = html.write_str("<li>\n<img src=\"");
            html.base();
            let path = escape(&picture.path);
            write!(html, "{path}\" alt=\"\" loading=\"lazy\">\n<div>\n<h4>")
        }
        None => write!(html, "{BARE}\n<div>\n<h4>"),
    };
    let english = escape(&tongue.english);
    let _ = match tongue.own.as_deref().filter(|own| **own != *tongue.english) {
        Some(own) => {
            foreign(html, "span", "", (&first.language, tongue), own);
            writeln!(html, " <span class=\"english\">{english}</span></h4>")
        }
        None => writeln!(html, "{english}</h4>"),
    };
    if let Some(title) = title {
        foreign(html, "p", " class=\"title\"", (&first.language, tongue), title);
        let _ = html.write_str("\n");
    }
    let _ = write!(html, "<p class=\"status\">{about}</p>\n<ul class=\"files\">\n");
    let mut listed_sheets = false;
    for file in files {
        let what = match (file.document, file.edition) {
            (Document::Brief, Edition::Screen) => "Brief",
            (Document::Brief, Edition::Print) => "Brief for print shops",
            (Document::Indicators | Document::Combined, Edition::Screen) => "Indicator table",
            (Document::Indicators | Document::Combined, Edition::Print) => {
                "Indicator table for print shops"
            }
        };
        let warnings = match file.warnings.len() {
            0 => String::new(),
            n => format!(", <strong class=\"draft\">{}</strong>", count(n, "warning", "warnings")),
        };
        let about =
            format!("{}, {}{warnings}", count(file.pages, "page", "pages"), size(file.bytes));
        let of = LinkedFile { path: &file.path, media_type: "application/pdf", what, name: "PDF" };
        link(html, file, of, context, &about);
        // Both editions of a table have the same sheets.
        if !listed_sheets {
            listed_sheets = !file.sheets.is_empty();
            sheets(html, file, context);
        }
    }
    let _ = html.write_str("</ul>\n</div>\n</li>\n");
}

/// How an entry without a picture begins.
pub const BARE: &str = "<li class=\"bare\">";

/// A table in its other formats.
fn sheets(html: &mut impl Html, file: &Artifact, context: &str) {
    for sheet in &file.sheets {
        let (what, name) = match sheet.format {
            SheetFormat::Csv => ("Indicator table as CSV", "CSV"),
            SheetFormat::Xlsx => ("Indicator table as spreadsheet", "XLSX"),
            SheetFormat::Json => ("Indicator table as data", "JSON"),
        };
        let media_type = sheet.format.media_type();
        let of = LinkedFile { path: &sheet.path, media_type, what, name };
        link(html, file, of, context, &format!("{name}, {}", size(sheet.bytes)));
    }
}

/// A file that is linked to: where it is, and what it is.
struct LinkedFile<'a> {
    path: &'a str,
    media_type: &'a str,
    what: &'a str,
    name: &'a str,
}

/// A link to a file in the language of an artifact, and what is said of it.
fn link(html: &mut impl Html, of: &Artifact, to: LinkedFile<'_>, context: &str, about: &str) {
    let LinkedFile { path, media_type, what, name } = to;
    let _ = html.write_str("<li><a href=\"");
    html.base();
    let _ = write!(
        html,
        "{}\" hreflang=\"{}\" type=\"{media_type}\">{what}<span class=\"hidden\">{context}",
        escape(path),
        escape(&of.language),
    );
    html.told_apart();
    let _ = writeln!(html, " ({name})</span></a> <span class=\"facts\">{about}</span></li>");
}

/// How far a language of a brief is.
fn state(file: &Artifact, tongue: &Tongue) -> String {
    let Some(progress) = &file.translation else {
        return if tongue.is_pseudo { "For trying out the layout" } else { "Original" }.to_string();
    };
    let TranslationProgress { status, percent, stale, needs_review, unknown, .. } = progress;
    let mut text = match status {
        TranslationState::Draft => "<strong class=\"draft\">Draft translation</strong>",
        TranslationState::Reviewed => "Reviewed translation",
    }
    .to_string();
    let _ = write!(text, ", {percent}%\u{a0}complete");
    if *stale > 0 {
        let _ = write!(text, ", {} older than the original", count(*stale, "text", "texts"));
    }
    let open = needs_review + unknown;
    if open > 0 {
        let _ = write!(text, ", {} to be looked at again", count(open, "text", "texts"));
    }
    text
}
