//! Briefs and tables on a page: their titles, their languages, and links to their files.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::places::CountryEntry;
use super::words::{count, english_name, escape, foreign, in_words, size};
use crate::document::{Document, Edition, SheetFormat};
use crate::l10n::{Labels, Language};
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
    pub fn len(&self) -> usize {
        self.head.len()
            + self.languages.iter().map(String::len).sum::<usize>()
            + ArticleHtml::END.len()
    }

    /// All of it.
    pub fn write(&self, html: &mut String) {
        *html += &self.head;
        self.languages.iter().for_each(|language| html.push_str(language));
        *html += ArticleHtml::END;
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

/// The languages of a brief with their files, the original first.
pub fn by_language<'a>(files: &[&'a Artifact]) -> Vec<Vec<&'a Artifact>> {
    let mut languages: BTreeMap<_, Vec<&Artifact>> = BTreeMap::new();
    for file in files {
        let tag = Language::new(&file.language);
        let is_other = file.translation.is_some() || tag.pseudo.is_some();
        let of = (is_other, english_name(&file.language), &file.language);
        languages.entry(of).or_default().push(file);
    }
    languages.into_values().collect()
}

/// A brief with its languages, the original first.
pub fn brief(country: &CountryEntry<'_>, files: &[&Artifact], way: PageLinks) -> ArticleHtml {
    let languages = by_language(files);
    let Some(first) = languages.first().and_then(|files| files.first()) else {
        return ArticleHtml { head: String::new(), languages: Vec::new() };
    };
    let title = foreign("h3", "", &first.language, &first.title);
    let status = match first.status.as_str() {
        "draft" => "<strong class=\"draft\">Draft</strong>",
        _ => "Final",
    };
    let (iso, words) = (escape(&first.date), escape(&in_words(&first.date)));
    let place = match way.has_places {
        true => format!(" id=\"{}\"", escape(&place_of(&first.brief))),
        false => String::new(),
    };
    let head = format!(
        "<article{place}>\n{title}\n\
         <p class=\"about\"><time datetime=\"{iso}\">{words}</time> · {status}</p>\n\
         <ul class=\"languages\">\n",
    );
    let language =
        |(place, files): (usize, &Vec<&Artifact>)| language(country, first, files, place == 0, way);
    let languages = languages.iter().enumerate().map(language).collect();
    ArticleHtml { head, languages }
}

/// The tables of several briefs, language by language.
pub fn all_briefs(files: &[&Artifact], way: PageLinks) -> ArticleHtml {
    let mut languages: BTreeMap<_, Vec<&Artifact>> = BTreeMap::new();
    for file in files {
        let of = (english_name(&file.language), &file.language);
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
        let context = format!(" of {told} in {}", escape(&english_name(&first.language)));
        Some(entry(&files, Some(&first.title), &about, &context, way))
    };
    ArticleHtml { head, languages: languages.into_values().filter_map(language).collect() }
}

/// One language of a brief: a picture, how far it is, and its files.
fn language(
    country: &CountryEntry<'_>,
    brief: &Artifact,
    files: &[&Artifact],
    titled: bool,
    way: PageLinks,
) -> String {
    let Some(first) = files.first() else { return String::new() };
    // Links are also read one after the other, out of their place.
    let mut context =
        format!(" in {}, {}", escape(&english_name(&first.language)), escape(&country.name));
    if country.briefs.len() > 1 {
        context += ": ";
        context += &foreign("span", "", &brief.language, &brief.title);
    }
    if country.is_shared(&brief.title) {
        let _ = write!(context, ", {}", escape(&brief.brief));
    }
    let title = Some(first.title.as_str()).filter(|_| !titled);
    entry(files, title, &state(first), &context, way)
}

/// The files of one language, with a title where that is not said, what is said of them all, and what
/// links to them say besides.
fn entry(
    files: &[&Artifact],
    title: Option<&str>,
    about: &str,
    context: &str,
    way: PageLinks,
) -> String {
    let mut html = String::new();
    let mut files = files.to_vec();
    files.sort_by_key(|file| (file.document, file.edition));
    let Some(first) = files.first() else { return html };
    let english = english_name(&first.language);
    let base = way.base;
    // The picture says nothing that the first link does not say.
    let _ = match &first.thumbnail {
        Some(picture) => write!(
            html,
            "<li>\n<img src=\"{base}{}\" alt=\"\" loading=\"lazy\">\n<div>\n<h4>",
            escape(&picture.path),
        ),
        None => write!(html, "{BARE}\n<div>\n<h4>"),
    };
    let own = Labels::serving(&first.language)
        .map(|labels| labels.language_name(&first.language))
        .filter(|own| *own != english);
    match own {
        Some(own) => {
            let own = foreign("span", "", &first.language, &own);
            let _ =
                writeln!(html, "{own} <span class=\"english\">{}</span></h4>", escape(&english));
        }
        None => {
            let _ = writeln!(html, "{}</h4>", escape(&english));
        }
    }
    if let Some(title) = title {
        let title = foreign("p", " class=\"title\"", &first.language, title);
        let _ = writeln!(html, "{title}");
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
        let _ = writeln!(
            html,
            "<li><a href=\"{base}{}\" hreflang=\"{}\" type=\"application/pdf\">{what}\
             <span class=\"hidden\">{context} (PDF)</span></a> \
             <span class=\"facts\">{}, {}{warnings}</span></li>",
            escape(&file.path),
            escape(&file.language),
            count(file.pages, "page", "pages"),
            size(file.bytes),
        );
        // Both editions of a table have the same sheets.
        if !listed_sheets {
            listed_sheets = !file.sheets.is_empty();
            sheets(file, context, base, &mut html);
        }
    }
    html.push_str("</ul>\n</div>\n</li>\n");
    html
}

/// How an entry without a picture begins.
pub const BARE: &str = "<li class=\"bare\">";

/// A table in its other formats.
fn sheets(file: &Artifact, context: &str, base: &str, html: &mut String) {
    for sheet in &file.sheets {
        let (what, name) = match sheet.format {
            SheetFormat::Csv => ("Indicator table as CSV", "CSV"),
            SheetFormat::Xlsx => ("Indicator table as spreadsheet", "XLSX"),
            SheetFormat::Json => ("Indicator table as data", "JSON"),
        };
        let _ = writeln!(
            html,
            "<li><a href=\"{base}{}\" hreflang=\"{}\" type=\"{}\">{what}\
             <span class=\"hidden\">{context} ({name})</span></a> \
             <span class=\"facts\">{name}, {}</span></li>",
            escape(&sheet.path),
            escape(&file.language),
            sheet.format.media_type(),
            size(sheet.bytes),
        );
    }
}

/// How far a language of a brief is.
fn state(file: &Artifact) -> String {
    let Some(progress) = &file.translation else {
        let pseudo = Language::new(&file.language).pseudo.is_some();
        return if pseudo { "For trying out the layout" } else { "Original" }.to_string();
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
