//! The pages of a release that one page has no room for: one that leads to all, and those of each country
//! or area, the newest briefs first.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::entries::{PageLinks, all_briefs, brief};
use super::frame::{BARE_STYLE, STYLE, footer, header, title};
use super::names::{
    COMBINED, LISTS, PAGE_START, SCRIPT, SCRIPT_START, STYLE_SHEET, page, page_beside, stems,
};
use super::parts::{PagePart, fill, turn};
use super::places::CountryEntry;
use super::search::{SEARCH, SearchPieces, SearchedPlace};
use super::words::{count, escape, in_words, month, thousands};
use crate::release::manifest::{Artifact, Manifest};
use crate::release::names::{INDEX, INDEX_PAGES};

/// How many bytes of the list of countries and areas, and of tables of several briefs, and of what is
/// missing, the first page has.
const LIST: usize = 120_000;

/// What the pages have that one page has not.
const MORE_STYLE: &str = include_str!("pages.css");

/// What leads from one of several pages to the others.
const TURN: [&str; 2] = ["Page before", "Next page"];

/// From a page of a country.
const BELOW: PageLinks = PageLinks { base: "../", has_places: true };

/// The pages by their paths, the first last.
pub fn pages(
    manifest: &Manifest,
    countries: &[CountryEntry<'_>],
    combined: &[&Artifact],
) -> Vec<(String, String)> {
    let mut all = vec![
        (format!("{INDEX_PAGES}/{STYLE_SHEET}"), style_sheet()),
        (format!("{INDEX_PAGES}/{SCRIPT}"), format!("{SCRIPT_START}the search */\n{SEARCH}")),
    ];
    let mut pieces = SearchPieces::default();
    let mut list = Vec::new();
    for (country, stem) in countries.iter().zip(stems(countries)) {
        let parts = parts(country);
        let count = count(country.briefs.len(), "brief", "briefs");
        let page_of = page_beside(&stem, 0);
        list.push(ListedPlace { page: page_of, name: escape(&country.name), count });
        let found = SearchedPlace::of(country);
        for (number, part) in parts.iter().enumerate() {
            for files in &country.briefs[part.begun.clone()] {
                pieces.add(&found, &stem, files, &page_beside(&stem, number));
            }
            let path = page(&stem, number);
            all.push((path, country_page(manifest, country, &stem, &parts, number)));
        }
    }
    let pieces = pieces.finish();
    let count = pieces.len();
    all.extend(pieces);

    let own = PageLinks { base: "", has_places: false };
    let together = all_briefs(combined, own);
    let mut body = String::new();
    if !combined.is_empty() && together.len() <= LIST {
        body += "<section id=\"combined\">\n<div class=\"country\">\n<h2>Briefs together</h2>\n</div>\n";
        together.write(&mut body);
        body += "</section>\n";
    } else if !combined.is_empty() {
        let parts = fill([all_briefs(combined, BELOW)]);
        let _ = write!(
            body,
            "<section id=\"combined\">\n<div class=\"country\">\n<h2>Briefs together</h2>\n</div>\n\
             <p><a href=\"{}\">One indicator table</a></p>\n</section>\n",
            page(COMBINED, 0)
        );
        for (number, part) in parts.iter().enumerate() {
            all.push((page(COMBINED, number), combined_page(manifest, part, parts.len(), number)));
        }
    }
    let lists = lists(&list);
    for (number, items) in lists.iter().enumerate().skip(1) {
        all.push((page(LISTS, number), list_page(manifest, items, lists.len(), number)));
    }
    let first = lists.first().map(Vec::as_slice).unwrap_or_default();
    all.push((
        INDEX.into(),
        first_page(manifest, countries.len(), first, lists.len(), &body, count),
    ));
    all
}

fn style_sheet() -> String {
    format!("{SCRIPT_START}how the pages look */\n{STYLE}{BARE_STYLE}{MORE_STYLE}")
}

/// The briefs of a country in as many parts as there are pages.
fn parts(country: &CountryEntry<'_>) -> Vec<PagePart> {
    fill(country.briefs.iter().map(|files| brief(country, files, BELOW)))
}

/// A country or area in the list of all.
struct ListedPlace {
    /// Its first page.
    page: String,
    /// Its name, as HTML.
    name: String,
    /// How many briefs there are about it.
    count: String,
}

impl ListedPlace {
    /// As it is listed, where `base` leads to its page.
    fn write(&self, base: &str) -> String {
        let Self { page, name, count } = self;
        format!(
            "<li><a href=\"{base}{page}\">{name}</a> <span class=\"facts\">{count}</span></li>\n"
        )
    }
}

/// The list in parts that pages have room for.
fn lists(items: &[ListedPlace]) -> Vec<Vec<&ListedPlace>> {
    let mut lists = Vec::new();
    let (mut list, mut taken) = (Vec::new(), 0);
    for item in items {
        let length = item.write("index/").len();
        if taken + length > LIST && !list.is_empty() {
            lists.push(std::mem::take(&mut list));
            taken = 0;
        }
        taken += length;
        list.push(item);
    }
    lists.push(list);
    lists
}

/// A page below the first one. What it may load is said by its policy: it is its style sheet and pictures.
fn page_below(manifest: &Manifest, name: &str, lead: &str, body: &str) -> String {
    let publisher = escape(&manifest.publisher);
    format!(
        "{PAGE_START}{}\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{name} — Policy briefs — {publisher}</title>\n<link rel=\"icon\" href=\"data:,\">\n\
         <link rel=\"stylesheet\" href=\"{STYLE_SHEET}\">\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#briefs\">Skip to the briefs</a>\n\
         <header>\n<p class=\"publisher\"><bdi>{publisher}</bdi></p>\n<h1>{name}</h1>\n{lead}\
         <p><a href=\"../{INDEX}\">All countries and areas, and search</a></p>\n</header>\n\
         {body}{}</body>\n</html>\n",
        policy(false),
        footer(manifest, "../"),
    )
}

/// What a page may load. Pages that are read from the file system have no origin, so that scheme is named.
fn policy(has_script: bool) -> String {
    let script = if has_script { " script-src 'self' file:;" } else { "" };
    format!(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
         img-src 'self' file: data:; style-src 'self' file:;{script} base-uri 'none'; \
         form-action 'none'\">\n"
    )
}

/// A page of a country or area.
fn country_page(
    manifest: &Manifest,
    country: &CountryEntry<'_>,
    stem: &str,
    parts: &[PagePart],
    number: usize,
) -> String {
    let name = escape(&country.name);
    let files = country.briefs.iter().flatten();
    let languages: BTreeSet<&str> = files.clone().map(|file| file.language.as_str()).collect();
    let mut lead = format!(
        "<p>{}, {}, {}</p>\n",
        count(country.briefs.len(), "brief", "briefs"),
        count(languages.len(), "language", "languages"),
        count(files.count(), "PDF file", "PDF files"),
    );
    if number > 0 {
        let all = page_beside(stem, 0);
        let _ = writeln!(lead, "<p><a href=\"{all}\">All pages about {name}</a></p>");
    }
    let part = &parts[number];
    let dates = |part: &PagePart, said: fn(&str) -> String| {
        let date = |at: usize| country.briefs[at].first().map_or("", |file| file.date.as_str());
        let (newest, oldest) = (said(date(part.shown.0)), said(date(part.shown.1)));
        match newest == oldest {
            true => escape(&newest),
            false => format!("{} to {}", escape(&oldest), escape(&newest)),
        }
    };
    let numbers = |part: &PagePart| match part.shown {
        (first, last) if first == last => format!("Brief {}", thousands(first + 1)),
        (first, last) => {
            format!("Briefs {} to {}", thousands(first + 1), thousands(last + 1))
        }
    };
    let several = parts.len() > 1;
    let heading = match several {
        true => format!("{} of {}", numbers(part), thousands(country.briefs.len())),
        false if country.briefs.len() > 1 => "Briefs, the newest first".to_string(),
        false => "Brief".to_string(),
    };
    let mut body = String::new();
    let words = ["Newer briefs", "Older briefs"];
    let turn = turn(number, parts.len(), words, |to| page_beside(stem, to));
    if several && number == 0 {
        // The other pages lead here: with this list on each, they would grow with their square.
        body += "<nav class=\"pages\" aria-labelledby=\"pages\">\n<h2 id=\"pages\">Pages, the newest briefs first</h2>\n<ul>\n";
        for (other, part) in parts.iter().enumerate() {
            let here = if other == 0 { " aria-current=\"page\"" } else { "" };
            let _ = writeln!(
                body,
                "<li><a href=\"{}\"{here}>{}<span class=\"hidden\">: {}</span></a></li>",
                page_beside(stem, other),
                dates(part, month),
                numbers(part),
            );
        }
        body += "</ul>\n</nav>\n";
    }
    let _ = write!(
        body,
        "<main id=\"briefs\">\n<section>\n<div class=\"country\">\n<h2>{heading}</h2>\n"
    );
    if several {
        let _ = writeln!(body, "<span class=\"facts\">{}</span>", dates(part, in_words));
    }
    let _ = write!(body, "</div>\n{}</section>\n</main>\n{turn}", part.html);
    let name = match number {
        0 => name,
        _ => format!("{name}, page {}", number + 1),
    };
    page_below(manifest, &name, &lead, &body)
}

/// A page of tables of several briefs.
fn combined_page(manifest: &Manifest, part: &PagePart, all: usize, number: usize) -> String {
    let turn = turn(number, all, TURN, |to| page_beside(COMBINED, to));
    let body = format!(
        "<main id=\"briefs\">\n<section>\n<div class=\"country\">\n<h2>By language</h2>\n</div>\n\
         {}</section>\n</main>\n{turn}",
        part.html
    );
    page_below(manifest, &numbered("Briefs together", number), "", &body)
}

/// A page with more of the countries and areas.
fn list_page(manifest: &Manifest, items: &[&ListedPlace], all: usize, number: usize) -> String {
    let link = |to| match to {
        0 => format!("../{INDEX}"),
        _ => page_beside(LISTS, to),
    };
    let body = format!(
        "<main id=\"briefs\">\n<ul class=\"places\">\n{}</ul>\n</main>\n{}",
        list_items(items, ""),
        turn(number, all, TURN, link)
    );
    page_below(manifest, &numbered("Countries and areas", number), "", &body)
}

fn numbered(name: &str, number: usize) -> String {
    match number {
        0 => name.to_string(),
        _ => format!("{name}, page {}", number + 1),
    }
}

fn list_items(items: &[&ListedPlace], base: &str) -> String {
    items.iter().map(|item| item.write(base)).collect()
}

/// `index.html`.
fn first_page(
    manifest: &Manifest,
    countries: usize,
    list: &[&ListedPlace],
    lists: usize,
    together: &str,
    pieces: usize,
) -> String {
    let base = format!("{INDEX_PAGES}/");
    let mut main = format!(
        "<main id=\"briefs\">\n\
         <form id=\"search\" class=\"search\" role=\"search\" hidden>\n\
         <label for=\"words\">Search by title, country or area, language, or id of a brief</label>\n\
         <div>\n<input id=\"words\" type=\"search\" dir=\"auto\" autocomplete=\"off\" spellcheck=\"false\">\n\
         <button type=\"submit\">Search</button>\n</div>\n</form>\n\
         <p id=\"told\" class=\"told\" role=\"status\" aria-live=\"polite\"></p>\n\
         <ol id=\"found\" class=\"found\"></ol>\n\
         <button id=\"more\" type=\"button\" hidden>Show more</button>\n\
         <nav aria-labelledby=\"countries\">\n<h2 id=\"countries\">Countries and areas</h2>\n\
         <ul class=\"places\">\n{}</ul>\n",
        list_items(list, &base),
    );
    if lists > 1 {
        let _ =
            writeln!(main, "<p><a href=\"{}\">More countries and areas</a></p>", page(LISTS, 1));
    }
    let _ = write!(main, "</nav>\n{together}</main>\n");
    format!(
        "{PAGE_START}{}\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{}</title>\n<link rel=\"icon\" href=\"data:,\">\n\
         <link rel=\"stylesheet\" href=\"{base}{STYLE_SHEET}\">\n\
         <script src=\"{base}{SCRIPT}\" defer data-pieces=\"{pieces}\"></script>\n\
         </head>\n<body>\n{}{main}{}</body>\n</html>\n",
        policy(true),
        title(manifest),
        header(manifest, countries, LIST),
        footer(manifest, ""),
    )
}
