//! `index.html`: one page that lists a release by country and language. It needs no script and no
//! network, and is read from the file system as well as from a server.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::manifest::{Artifact, Manifest, Translation, TranslationState};
use super::{CHECKSUMS, MANIFEST};
use crate::document::{Document, Edition};
use crate::l10n::{Labels, Language, country_name};

const STYLE: &str = include_str!("index.css");

/// The page.
pub fn index_page(manifest: &Manifest) -> String {
    // Country by its name, brief by its id, language: the files.
    let mut countries: BTreeMap<(String, &str), BTreeMap<&str, Vec<&Artifact>>> = BTreeMap::new();
    for file in &manifest.files {
        let name = country_name(&file.country, "en").unwrap_or(&file.country).to_string();
        let briefs = countries.entry((name, &file.country)).or_default();
        briefs.entry(&file.brief).or_default().push(file);
    }
    let mut html = String::new();
    let publisher = escape(&manifest.publisher);
    let _ = write!(
        html,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>Policy briefs — {publisher}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#briefs\">Skip to the briefs</a>\n\
         <header>\n<p class=\"publisher\">{publisher}</p>\n<h1>Policy briefs</h1>\n<p>{}</p>\n",
        summary(manifest, &countries)
    );
    if !manifest.complete {
        let _ = write!(
            html,
            "<p class=\"incomplete\"><strong>Incomplete.</strong> Some files that were asked for \
             are missing here.</p>\n"
        );
    }
    if countries.len() > 1 {
        html += "<nav aria-label=\"Countries\">\n<ul>\n";
        for (name, code) in countries.keys() {
            let _ = writeln!(html, "<li><a href=\"#{}\">{}</a></li>", anchor(code), escape(name));
        }
        html += "</ul>\n</nav>\n";
    }
    html += "</header>\n<main id=\"briefs\">\n";
    for ((name, code), briefs) in &countries {
        let id = anchor(code);
        let _ = write!(
            html,
            "<section aria-labelledby=\"{id}\">\n<h2 id=\"{id}\">{}</h2>\n",
            escape(name)
        );
        for files in briefs.values() {
            brief(files, &mut html);
        }
        html += "</section>\n";
    }
    let tool = &manifest.tool;
    let _ = write!(
        html,
        "</main>\n<footer>\n<p>To check that no file was changed: \
         <code>sha256sum --check {CHECKSUMS}</code>. What each was made from stands in \
         <a href=\"{MANIFEST}\">{MANIFEST}</a>, its digests in <a href=\"{CHECKSUMS}\">{CHECKSUMS}</a>.</p>\n\
         <p>Made with {} {} and Typst {}.</p>\n</footer>\n</body>\n</html>\n",
        escape(&tool.name),
        escape(&tool.version),
        escape(&tool.typst),
    );
    html
}

type Countries<'a> = BTreeMap<(String, &'a str), BTreeMap<&'a str, Vec<&'a Artifact>>>;

fn summary(manifest: &Manifest, countries: &Countries<'_>) -> String {
    let briefs: usize = countries.values().map(BTreeMap::len).sum();
    let mut languages: Vec<&str> = manifest.files.iter().map(|f| f.language.as_str()).collect();
    languages.sort_unstable();
    languages.dedup();
    format!(
        "{}, {}, {}, {}",
        count(briefs, "brief", "briefs"),
        count(countries.len(), "country or area", "countries and areas"),
        count(languages.len(), "language", "languages"),
        count(manifest.files.len(), "PDF", "PDFs"),
    )
}

/// A brief with its languages, the original first.
fn brief(files: &[&Artifact], html: &mut String) {
    let mut languages: BTreeMap<(bool, &str), Vec<&Artifact>> = BTreeMap::new();
    for file in files {
        let of = (file.translation.is_some(), file.language.as_str());
        languages.entry(of).or_default().push(file);
    }
    let Some(first) = languages.values().next().and_then(|files| files.first()) else { return };
    let (lang, dir) = direction(&first.language);
    let _ = write!(
        html,
        "<article>\n<h3 lang=\"{lang}\" dir=\"{dir}\">{}</h3>\n\
         <p class=\"date\"><time datetime=\"{date}\">{date}</time>{}</p>\n<ul class=\"languages\">\n",
        escape(&first.title),
        if first.status == "draft" { " · <span class=\"draft\">Draft</span>" } else { "" },
        date = escape(&first.date),
    );
    for files in languages.values() {
        language(files, html);
    }
    html.push_str("</ul>\n</article>\n");
}

/// One language of a brief: a picture, and its files.
fn language(files: &[&Artifact], html: &mut String) {
    let mut files = files.to_vec();
    files.sort_by_key(|file| (file.document, file.edition));
    let Some(first) = files.first() else { return };
    let (lang, dir) = direction(&first.language);
    let name = match Labels::built_in(&first.language) {
        Some(labels) => labels.language_name(&first.language),
        None => first.language.clone(),
    };
    // The picture says nothing that the first link does not say.
    let _ = write!(
        html,
        "<li>\n<img src=\"{}\" alt=\"\" loading=\"lazy\" width=\"120\">\n<div>\n\
         <h4><span lang=\"{lang}\" dir=\"{dir}\">{}</span></h4>\n",
        escape(&first.thumbnail.path),
        escape(&name),
    );
    if first.translation.is_some() {
        let _ = writeln!(
            html,
            "<p lang=\"{lang}\" dir=\"{dir}\" class=\"title\">{}</p>",
            escape(&first.title)
        );
    }
    if let Some(translation) = &first.translation {
        let _ = writeln!(html, "<p class=\"status\">{}</p>", state(translation));
    }
    html.push_str("<ul>\n");
    for file in files {
        let what = match (file.document, file.edition) {
            (Document::Brief, Edition::Screen) => "Brief",
            (Document::Brief, Edition::Print) => "Brief, for the press",
            (Document::Indicators, Edition::Screen) => "Indicator table",
            (Document::Indicators, Edition::Print) => "Indicator table, for the press",
        };
        let warnings = match file.warnings.len() {
            0 => String::new(),
            n => format!(", {}", count(n, "warning", "warnings")),
        };
        let _ = writeln!(
            html,
            "<li><a href=\"{}\" hreflang=\"{lang}\" type=\"application/pdf\">{what}\
             <span class=\"hidden\"> in {}</span></a> <span class=\"facts\">PDF, {}, {}{warnings}</span></li>",
            escape(&file.path),
            escape(&english_name(&file.language)),
            count(file.pages, "page", "pages"),
            size(file.bytes),
        );
    }
    html.push_str("</ul>\n</div>\n</li>\n");
}

/// The name of a language in English, for those who hear a link out of its place.
fn english_name(language: &str) -> String {
    Labels::built_in("en")
        .map_or_else(|| language.to_string(), |labels| labels.language_name(language))
}

fn state(translation: &Translation) -> String {
    let mut text = match translation.status {
        TranslationState::Draft => "<span class=\"draft\">Draft translation</span>".to_string(),
        TranslationState::Reviewed => "Reviewed translation".to_string(),
    };
    if translation.percent < 100 {
        let _ = write!(text, ", {} % translated", translation.percent);
    }
    if translation.stale > 0 {
        let texts = if translation.stale == 1 { "text" } else { "texts" };
        let _ = write!(text, ", {} {texts} older than the original", translation.stale);
    }
    text
}

fn direction(tag: &str) -> (String, &'static str) {
    (escape(tag), if Language::new(tag).rtl() { "rtl" } else { "ltr" })
}

fn anchor(country: &str) -> String {
    format!("country-{}", escape(&country.to_lowercase()))
}

fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number}\u{a0}{}", if number == 1 { one } else { many })
}

fn size(bytes: usize) -> String {
    match bytes {
        0..1_000_000 => format!("{}\u{a0}kB", bytes.div_ceil(1000)),
        _ => format!("{:.1}\u{a0}MB", bytes as f64 / 1e6),
    }
}

/// Text as HTML.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
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
    }

    #[test]
    fn sizes_are_for_people() {
        assert_eq!(size(999), "1\u{a0}kB");
        assert_eq!(size(188_400), "189\u{a0}kB");
        assert_eq!(size(2_340_000), "2.3\u{a0}MB");
    }
}
