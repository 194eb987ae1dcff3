//! `index.html`: one page that lists a release by country and language. It needs no script and no
//! network, and is read from the file system as well as from a server.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::manifest::{Artifact, Manifest, TranslationProgress, TranslationState};
use super::names::{CHECKSUMS, MANIFEST};
use crate::document::{Document, Edition, SheetFormat};
use crate::l10n::{Labels, Language, country_name, date, list, region_name};
use crate::visible::of_page;

const STYLE: &str = include_str!("index.css");

/// The page.
pub fn index_page(manifest: &Manifest) -> String {
    let countries = countries(manifest);
    let combined: Vec<&Artifact> = combined(manifest).collect();
    let publisher = escape(&manifest.publisher);
    let mut html = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>Policy briefs — {publisher}</title>\n<link rel=\"icon\" href=\"data:,\">\n\
         <style>\n{STYLE}</style>\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#briefs\">Skip to the briefs</a>\n\
         <header>\n<p class=\"publisher\"><bdi>{publisher}</bdi></p>\n<h1>Policy briefs</h1>\n\
         <p>{}</p>\n",
        summary(manifest, &countries)
    );
    if let Some(shard) = &manifest.shard {
        let _ = writeln!(html, "<p>Part {} of {}</p>", shard.number, shard.count);
    }
    if !manifest.complete {
        missing(&manifest.failed, &mut html);
    }
    html += "</header>\n";
    let several = countries.len() > 1;
    if several {
        html += "<nav aria-labelledby=\"countries\">\n\
                 <h2 id=\"countries\">Countries and areas</h2>\n<ul>\n";
        for country in &countries {
            let (id, name) = (&country.anchor, escape(&country.name));
            let _ = writeln!(html, "<li><a href=\"#{id}\">{name}</a></li>");
        }
        html += "</ul>\n</nav>\n";
    }
    html += "<main id=\"briefs\">\n";
    if !combined.is_empty() {
        all_briefs(&combined, &mut html);
    }
    if countries.is_empty() && combined.is_empty() {
        html += "<p>There are no files here.</p>\n";
    }
    for country in &countries {
        let (id, name) = (&country.anchor, escape(&country.name));
        let _ = write!(html, "<section>\n<div class=\"country\">\n<h2 id=\"{id}\">{name}</h2>\n");
        if several {
            html += "<a href=\"#countries\">All countries and areas</a>\n";
        }
        html += "</div>\n";
        for files in &country.briefs {
            brief(country, files, &mut html);
        }
        html += "</section>\n";
    }
    let tool = &manifest.tool;
    let _ = write!(
        html,
        "</main>\n<footer>\n<p>To check that no file was changed, run \
         <code>sha256sum --check {CHECKSUMS}</code> in this folder: the digests stand in \
         <a href=\"{CHECKSUMS}\">{CHECKSUMS}</a>. What each file was made from, and every warning, \
         stands in <a href=\"{MANIFEST}\">{MANIFEST}</a>.</p>\n\
         <p>Made with {} {} and Typst {}.</p>\n</footer>\n</body>\n</html>\n",
        escape(&tool.name),
        escape(&tool.version),
        escape(&tool.typst),
    );
    html
}

/// A country or area and what there is about it.
struct CountryEntry<'a> {
    /// What its heading is called in links.
    anchor: String,
    /// Its name: in English, or as the project names it.
    name: String,
    /// The files of each brief, the newest brief first.
    briefs: Vec<Vec<&'a Artifact>>,
}

/// The countries and areas in the order of their names.
fn countries(manifest: &Manifest) -> Vec<CountryEntry<'_>> {
    let mut briefs: BTreeMap<&str, Vec<&Artifact>> = BTreeMap::new();
    for file in manifest.files.iter().filter(|file| file.document != Document::Combined) {
        briefs.entry(&file.brief).or_default().push(file);
    }
    let mut all: BTreeMap<(Vec<&str>, String), Vec<Vec<&Artifact>>> = BTreeMap::new();
    for files in briefs.into_values() {
        // What has no name in English has that of the original.
        let original = files.iter().find(|file| file.translation.is_none());
        let Some(file) = original.or(files.first()) else { continue };
        all.entry((codes(file), english_place(file))).or_default().push(files);
    }
    let entries = all.into_iter().enumerate().map(|(place, ((codes, name), mut briefs))| {
        briefs.sort_by_key(|files| Reverse(files.first().map(|file| &file.date)));
        let anchor = match codes.is_empty() {
            true => format!("area-{}", place + 1),
            false => format!("country-{}", escape(&codes.join("-").to_lowercase())),
        };
        CountryEntry { anchor, name, briefs }
    });
    let mut countries: Vec<CountryEntry<'_>> = entries.collect();
    countries.sort_by_cached_key(|country| sort_key(&country.name));
    countries
}

/// The tables of several briefs.
fn combined(manifest: &Manifest) -> impl Iterator<Item = &Artifact> {
    manifest.files.iter().filter(|file| file.document == Document::Combined)
}

/// The tables of several briefs, language by language.
fn all_briefs(files: &[&Artifact], html: &mut String) {
    let mut languages: BTreeMap<_, Vec<&Artifact>> = BTreeMap::new();
    for file in files {
        let of = (english_name(&file.language), &file.language);
        languages.entry(of).or_default().push(file);
    }
    *html += "<section id=\"combined\">\n<div class=\"country\">\n<h2>Briefs together</h2>\n</div>\n\
              <article>\n<h3>One indicator table</h3>\n<ul class=\"languages\">\n";
    for files in languages.values() {
        let Some(first) = files.first() else { continue };
        let told = count(first.briefs.len(), "brief", "briefs");
        let draft = match first.status.as_str() {
            "draft" => ", <strong class=\"draft\">of which some are drafts</strong>",
            _ => "",
        };
        let about = format!("{told}{draft}");
        let context = format!(" of {told} in {}", escape(&english_name(&first.language)));
        entry(files, Some(&first.title), &about, &context, html);
    }
    *html += "</ul>\n</article>\n</section>\n";
}

/// The codes of what a file is about. Manifests once had that of a country alone.
fn codes(file: &Artifact) -> Vec<&str> {
    match file.place.codes.as_slice() {
        [] if !file.country.is_empty() => vec![&file.country],
        codes => codes.iter().map(String::as_str).collect(),
    }
}

/// What a file is about, in English as far as that has a name.
fn english_place(file: &Artifact) -> String {
    let codes = codes(file);
    let name = |(place, code): (usize, &&str)| {
        let english = match file.place.kind.as_str() {
            "region" => region_name(code, "en"),
            _ => country_name(code, "en"),
        };
        let own = file.place.names.get(place).map_or(*code, String::as_str);
        english.unwrap_or(own).to_string()
    };
    let names: Vec<String> = codes.iter().enumerate().map(name).collect();
    if names.is_empty() {
        return file.place.name.clone();
    }
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    list(&names, &Language::new("en"))
}

/// A name as it is looked up: "Côte d’Ivoire" stands before "Croatia", "Åland Islands" before "Albania".
fn sort_key(name: &str) -> String {
    let letters = name.nfd().filter(|&c| !is_combining_mark(c));
    letters.collect::<String>().to_lowercase()
}

fn summary(manifest: &Manifest, countries: &[CountryEntry<'_>]) -> String {
    let briefs: BTreeSet<&String> =
        manifest.files.iter().flat_map(|file| file.brief_ids()).collect();
    let languages: BTreeSet<&str> = manifest.files.iter().map(|f| f.language.as_str()).collect();
    let mut parts = vec![count(briefs.len(), "brief", "briefs")];
    if countries.len() > 1 {
        parts.push(count(countries.len(), "country or area", "countries and areas"));
    }
    parts.push(count(languages.len(), "language", "languages"));
    parts.push(count(manifest.files.len(), "PDF file", "PDF files"));
    parts.join(", ")
}

/// What was asked for and is not here.
fn missing(failed: &[String], html: &mut String) {
    *html += "<section class=\"incomplete\">\n<h2>This release is incomplete</h2>\n";
    if failed.is_empty() {
        *html += "<p>Some files that were asked for are missing or out of date.</p>\n";
    } else {
        let files = count(failed.len(), "file", "files");
        let _ = write!(
            html,
            "<details>\n<summary>{files} could not be made from what is written now</summary>\n<ul>\n"
        );
        for path in failed {
            let _ = writeln!(html, "<li><code>{}</code></li>", escape(path));
        }
        *html += "</ul>\n</details>\n";
    }
    *html += "</section>\n";
}

/// A brief with its languages, the original first.
fn brief(country: &CountryEntry<'_>, files: &[&Artifact], html: &mut String) {
    let mut languages: BTreeMap<_, Vec<&Artifact>> = BTreeMap::new();
    for file in files {
        let tag = Language::new(&file.language);
        let is_other = file.translation.is_some() || tag.pseudo.is_some();
        let of = (is_other, english_name(&file.language), &file.language);
        languages.entry(of).or_default().push(file);
    }
    let Some(first) = languages.values().next().and_then(|files| files.first()) else { return };
    let title = foreign("h3", "", &first.language, &first.title);
    let status = match first.status.as_str() {
        "draft" => "<strong class=\"draft\">Draft</strong>",
        _ => "Final",
    };
    let (iso, words) = (escape(&first.date), escape(&in_words(&first.date)));
    let _ = write!(
        html,
        "<article>\n{title}\n\
         <p class=\"about\"><time datetime=\"{iso}\">{words}</time> · {status}</p>\n\
         <ul class=\"languages\">\n",
    );
    for (place, files) in languages.values().enumerate() {
        language(country, first, files, place == 0, html);
    }
    html.push_str("</ul>\n</article>\n");
}

/// One language of a brief: a picture, how far it is, and its files.
fn language(
    country: &CountryEntry<'_>,
    brief: &Artifact,
    files: &[&Artifact],
    titled: bool,
    html: &mut String,
) {
    let Some(first) = files.first() else { return };
    // Links are also read one after the other, out of their place.
    let mut context =
        format!(" in {}, {}", escape(&english_name(&first.language)), escape(&country.name));
    let others = country.briefs.iter().flatten().filter(|other| other.brief != brief.brief);
    let titles: Vec<&str> = others.map(|other| other.title.as_str()).collect();
    if !titles.is_empty() {
        context += ": ";
        context += &foreign("span", "", &brief.language, &brief.title);
    }
    if titles.contains(&brief.title.as_str()) {
        let _ = write!(context, ", {}", escape(&brief.brief));
    }
    let title = Some(first.title.as_str()).filter(|_| !titled);
    entry(files, title, &state(first), &context, html);
}

/// The files of one language, with a title where that is not said, what is said of them all, and what
/// links to them say besides.
fn entry(files: &[&Artifact], title: Option<&str>, about: &str, context: &str, html: &mut String) {
    let mut files = files.to_vec();
    files.sort_by_key(|file| (file.document, file.edition));
    let Some(first) = files.first() else { return };
    let english = english_name(&first.language);
    // The picture says nothing that the first link does not say.
    let _ = write!(
        html,
        "<li>\n<img src=\"{}\" alt=\"\" loading=\"lazy\">\n<div>\n<h4>",
        escape(&first.thumbnail.path),
    );
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
            "<li><a href=\"{}\" hreflang=\"{}\" type=\"application/pdf\">{what}\
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
            sheets(file, context, html);
        }
    }
    html.push_str("</ul>\n</div>\n</li>\n");
}

/// A table in its other formats.
fn sheets(file: &Artifact, context: &str, html: &mut String) {
    for sheet in &file.sheets {
        let (what, name) = match sheet.format {
            SheetFormat::Csv => ("Indicator table as CSV", "CSV"),
            SheetFormat::Xlsx => ("Indicator table as spreadsheet", "XLSX"),
            SheetFormat::Json => ("Indicator table as data", "JSON"),
        };
        let _ = writeln!(
            html,
            "<li><a href=\"{}\" hreflang=\"{}\" type=\"{}\">{what}\
             <span class=\"hidden\">{context} ({name})</span></a> \
             <span class=\"facts\">{name}, {}</span></li>",
            escape(&sheet.path),
            escape(&file.language),
            sheet.format.media_type(),
            size(sheet.bytes),
        );
    }
}

/// The name of a language in English.
fn english_name(language: &str) -> String {
    if Language::new(language).pseudo.is_some() {
        return format!("Pseudo-locale {language}");
    }
    Labels::built_in("en")
        .map_or_else(|| language.to_string(), |labels| labels.language_name(language))
}

/// A date as people write it.
fn in_words(iso: &str) -> String {
    iso.parse().map_or_else(|_| iso.to_string(), |day| date(day, &Language::new("en")))
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

/// Text in a language of its own.
fn foreign(tag: &str, class: &str, language: &str, text: &str) -> String {
    let dir = if Language::new(language).rtl() { "rtl" } else { "ltr" };
    format!("<{tag} lang=\"{}\" dir=\"{dir}\"{class}>{}</{tag}>", escape(language), escape(text))
}

fn count(number: usize, one: &str, many: &str) -> String {
    format!("{}\u{a0}{}", thousands(number), if number == 1 { one } else { many })
}

/// A number with its thousands set apart, as English has them.
fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn size(bytes: usize) -> String {
    match bytes {
        0..1_000_000 => format!("{}\u{a0}kB", bytes.div_ceil(1000)),
        _ => format!("{:.1}\u{a0}MB", bytes as f64 / 1e6),
    }
}

/// Text as HTML, with what is hidden in it written out.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => match of_page(c) {
                Some(written) => escaped.push_str(&written),
                None => escaped.push(c),
            },
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_data() {
        assert_eq!(escape("<b title=\"x\">&'"), "&lt;b title=&quot;x&quot;&gt;&amp;&#39;");
        let title = "a\u{202e}b\u{1b}\n\u{85}\u{2066}שלום\u{2069}\u{200f}";
        let shown = "a\\u{202e}b\\u{1b}\\n\\u{85}\u{2066}שלום\u{2069}\u{200f}";
        assert_eq!(escape(title), shown);
    }

    #[test]
    fn names_stand_where_they_are_looked_up() {
        let mut names =
            ["Zambia", "Türkiye", "Tuvalu", "Croatia", "Côte d’Ivoire", "Åland Islands"];
        names.sort_by_cached_key(|name| sort_key(name));
        let sorted = ["Åland Islands", "Côte d’Ivoire", "Croatia", "Türkiye", "Tuvalu", "Zambia"];
        assert_eq!(names, sorted);
    }

    #[test]
    fn numbers_are_for_people() {
        assert_eq!(count(1, "file", "files"), "1\u{a0}file");
        assert_eq!(count(999, "file", "files"), "999\u{a0}files");
        assert_eq!(count(1_234_020, "file", "files"), "1,234,020\u{a0}files");
    }

    #[test]
    fn sizes_are_for_people() {
        assert_eq!(size(999), "1\u{a0}kB");
        assert_eq!(size(188_400), "189\u{a0}kB");
        assert_eq!(size(2_340_000), "2.3\u{a0}MB");
    }
}
