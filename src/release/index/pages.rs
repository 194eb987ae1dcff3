//! The pages of a release that one page has no room for: one that leads to all, and those of each country
//! or area, the newest briefs first.

use std::fmt::Write;

use super::again::read_again;
use super::entries::{PageLinks, all_briefs};
use super::frame::{BARE_STYLE, STYLE, footer, header, title};
use super::names::{
    COMBINED, LISTS, PAGE_START, SCRIPT, SCRIPT_START, STYLE_SHEET, page, page_beside, stems,
};
use super::parts::{PagePart, fill, turn};
use super::places::{CountryEntry, ReleaseOutline, ReleaseTotals};
use super::search::{SEARCH, SearchPieces, SearchedPlace};
use super::tongues::Tongues;
use super::words::{count, escape, in_words, month, thousands};
use crate::release::files::{FilesByBrief, ReleaseHead, artifacts};
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

/// Takes a page by its path.
pub type PutPage<'a, E> = &'a mut dyn FnMut(&str, String) -> Result<(), E>;

/// Hands on the pages by their paths, the first last. Of the briefs so many bytes are had at once, or those of one page.
///
/// # Errors
///
/// The files cannot be had, or a page is not taken.
pub fn pages<E>(
    head: &ReleaseHead<'_>,
    release: &ReleaseOutline,
    files: &dyn FilesByBrief<E>,
    at_once: usize,
    put: PutPage<'_, E>,
    tongues: &Tongues,
) -> Result<(), E> {
    put(&format!("{INDEX_PAGES}/{STYLE_SHEET}"), style_sheet())?;
    let script = format!("{SCRIPT_START}the search */\n{SEARCH}");
    put(&format!("{INDEX_PAGES}/{SCRIPT}"), script)?;
    let countries = release.countries.iter().zip(stems(&release.countries));
    let countries: Vec<CountryPages<'_>> = countries.map(CountryPages::of).collect();
    let pieces = country_pages(head, release, &countries, files, at_once, put, tongues)?;
    let together = together(head, release, files, put, tongues)?;
    let list: Vec<ListedPlace> = countries.iter().map(CountryPages::listed).collect();
    let lists = lists(&list);
    for (number, items) in lists.iter().enumerate().skip(1) {
        put(&page(LISTS, number), list_page(head, items, lists.len(), number))?;
    }
    let first = lists.first().map(Vec::as_slice).unwrap_or_default();
    put(INDEX, first_page(head, &release.totals, first, lists.len(), &together, pieces))
}

fn style_sheet() -> String {
    format!("{SCRIPT_START}how the pages look */\n{STYLE}{BARE_STYLE}{MORE_STYLE}")
}

/// A country or area with its pages.
struct CountryPages<'a> {
    country: &'a CountryEntry,
    /// What they are called, without number and ending.
    stem: String,
    /// What stands on each.
    parts: Vec<PagePart>,
}

impl<'a> CountryPages<'a> {
    fn of((country, stem): (&'a CountryEntry, String)) -> Self {
        let parts = fill(country.briefs.iter().map(|brief| country.size(brief, BELOW)));
        Self { country, stem, parts }
    }

    fn listed(&self) -> ListedPlace {
        let Self { country, stem, .. } = self;
        let (page, name) = (page_beside(stem, 0), escape(&country.name).to_string());
        ListedPlace { page, name, count: count(country.briefs.len(), "brief", "briefs") }
    }
}

/// Hands on the pages of countries and areas and the pieces of what is searched, and says how many these are.
fn country_pages<E>(
    head: &ReleaseHead<'_>,
    release: &ReleaseOutline,
    countries: &[CountryPages<'_>],
    files: &dyn FilesByBrief<E>,
    at_once: usize,
    put: PutPage<'_, E>,
    tongues: &Tongues,
) -> Result<usize, E> {
    let mut pieces = SearchPieces::default();
    let all = countries.iter().enumerate();
    let all = all.flat_map(|(at, of)| of.parts.iter().enumerate().map(move |part| (at, of, part)));
    let mut all = all.peekable();
    while all.peek().is_some() {
        let (mut some, mut bytes) = (Vec::new(), 0);
        while let Some(next) =
            all.next_if(|(.., (_, part))| bytes == 0 || bytes + part.bytes <= at_once)
        {
            bytes += next.2.1.bytes;
            some.push(next);
        }
        let places = some.iter().flat_map(|(at, _, (_, part))| {
            let (first, last) = part.shown;
            (first..=last).map(move |own| (*at, own))
        });
        let mut briefs = read_again(release, places, files, BELOW, tongues)?;
        for (at, of, (number, part)) in some {
            let (place, own) = (SearchedPlace::of(of.country), page_beside(&of.stem, number));
            for brief in part.begun.clone() {
                let brief = briefs.get_mut(&(at, brief));
                let Some(found) = brief.and_then(|brief| brief.found.take()) else { continue };
                pieces.add(&place, &of.stem, found, &own, tongues);
            }
            for (path, piece) in pieces.take() {
                put(&path, piece)?;
            }
            let html = part.html(|brief| briefs.get(&(at, brief)).map(|brief| &brief.html));
            put(&page(&of.stem, number), country_page(head, of, number, &html))?;
        }
    }
    let (last, count) = pieces.finish();
    for (path, piece) in last {
        put(&path, piece)?;
    }
    Ok(count)
}

/// What the first page has of tables of several briefs. Where that is too much, hands on pages of them.
fn together<E>(
    head: &ReleaseHead<'_>,
    release: &ReleaseOutline,
    files: &dyn FilesByBrief<E>,
    put: PutPage<'_, E>,
    tongues: &Tongues,
) -> Result<String, E> {
    let mut body = String::new();
    if !release.has_combined {
        return Ok(body);
    }
    body +=
        "<section id=\"combined\">\n<div class=\"country\">\n<h2>Briefs together</h2>\n</div>\n";
    let own = PageLinks { base: "", has_places: false };
    let files = files.combined()?;
    let files = artifacts(&files);
    let together = all_briefs(&files, own, tongues);
    if together.size().len() <= LIST {
        together.write_all(&mut body);
    } else {
        let below = all_briefs(&files, BELOW, tongues);
        let parts = fill([below.size()]);
        let first = page(COMBINED, 0);
        let _ = writeln!(body, "<p><a href=\"{first}\">One indicator table</a></p>");
        for (number, part) in parts.iter().enumerate() {
            let html = part.html(|_| Some(&below));
            put(&page(COMBINED, number), combined_page(head, &html, parts.len(), number))?;
        }
    }
    body += "</section>\n";
    Ok(body)
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
fn page_below(head: &ReleaseHead<'_>, name: &str, lead: &str, body: &str) -> String {
    let publisher = escape(head.publisher);
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
        footer(head, "../"),
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
    head: &ReleaseHead<'_>,
    of: &CountryPages<'_>,
    number: usize,
    briefs: &str,
) -> String {
    let CountryPages { country, stem, parts } = of;
    let name = escape(&country.name).to_string();
    let mut lead = format!(
        "<p>{}, {}, {}</p>\n",
        count(country.briefs.len(), "brief", "briefs"),
        count(country.languages, "language", "languages"),
        count(country.files, "PDF file", "PDF files"),
    );
    if number > 0 {
        let all = page_beside(stem, 0);
        let _ = writeln!(lead, "<p><a href=\"{all}\">All pages about {name}</a></p>");
    }
    let part = &parts[number];
    let dates = |part: &PagePart, said: fn(&str) -> String| {
        let date = |at: usize| country.briefs.get(at).map_or("", |brief| &*brief.date);
        let (newest, oldest) = (said(date(part.shown.0)), said(date(part.shown.1)));
        match newest == oldest {
            true => escape(&newest).to_string(),
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
    let _ = write!(body, "</div>\n{briefs}</section>\n</main>\n{turn}");
    let name = match number {
        0 => name,
        _ => format!("{name}, page {}", number + 1),
    };
    page_below(head, &name, &lead, &body)
}

/// A page of tables of several briefs.
fn combined_page(head: &ReleaseHead<'_>, tables: &str, all: usize, number: usize) -> String {
    let turn = turn(number, all, TURN, |to| page_beside(COMBINED, to));
    let body = format!(
        "<main id=\"briefs\">\n<section>\n<div class=\"country\">\n<h2>By language</h2>\n</div>\n\
         {tables}</section>\n</main>\n{turn}"
    );
    page_below(head, &numbered("Briefs together", number), "", &body)
}

/// A page with more of the countries and areas.
fn list_page(head: &ReleaseHead<'_>, items: &[&ListedPlace], all: usize, number: usize) -> String {
    let link = |to| match to {
        0 => format!("../{INDEX}"),
        _ => page_beside(LISTS, to),
    };
    let body = format!(
        "<main id=\"briefs\">\n<ul class=\"places\">\n{}</ul>\n</main>\n{}",
        list_items(items, ""),
        turn(number, all, TURN, link)
    );
    page_below(head, &numbered("Countries and areas", number), "", &body)
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
    head: &ReleaseHead<'_>,
    totals: &ReleaseTotals,
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
        title(head),
        header(head, totals, LIST),
        footer(head, ""),
    )
}
