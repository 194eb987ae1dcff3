//! The page of a release that one page has room for. It needs no script and no other file.

use std::fmt::Write;

use super::again::read_again;
use super::entries::{BARE, PageLinks, all_briefs};
use super::frame::{BARE_STYLE, STYLE, footer, header, title};
use super::places::ReleaseOutline;
use super::tongues::Tongues;
use super::words::escape;
use crate::release::files::{FilesByBrief, ReleaseHead, artifacts};

/// The page; none where it would be larger than `most`.
///
/// # Errors
///
/// The files cannot be had.
pub fn one_page<E>(
    head: &ReleaseHead<'_>,
    release: &ReleaseOutline,
    files: &dyn FilesByBrief<E>,
    most: usize,
    tongues: &Tongues,
) -> Result<Option<String>, E> {
    let way = PageLinks { base: "", has_places: false };
    let countries = &release.countries;
    let sizes = countries
        .iter()
        .flat_map(|country| country.briefs.iter().map(|brief| country.size(brief, way).len()));
    if sizes.sum::<usize>() > most {
        return Ok(None);
    }
    let mut body = String::new();
    let several = countries.len() > 1;
    if several {
        body += "<nav aria-labelledby=\"countries\">\n\
                 <h2 id=\"countries\">Countries and areas</h2>\n<ul>\n";
        for country in countries {
            let (id, name) = (&country.anchor, escape(&country.name));
            let _ = writeln!(body, "<li><a href=\"#{id}\">{name}</a></li>");
        }
        body += "</ul>\n</nav>\n";
    }
    body += "<main id=\"briefs\">\n";
    if release.has_combined {
        body += "<section id=\"combined\">\n<div class=\"country\">\n<h2>Briefs together</h2>\n</div>\n";
        all_briefs(&artifacts(&files.combined()?), way, tongues).write_all(&mut body);
        body += "</section>\n";
    }
    if countries.is_empty() && !release.has_combined {
        body += "<p>There are no files here.</p>\n";
    }
    let places = countries.iter().enumerate();
    let places =
        places.flat_map(|(at, country)| (0..country.briefs.len()).map(move |own| (at, own)));
    let briefs = read_again(release, places, files, way, tongues)?;
    for (at, country) in countries.iter().enumerate() {
        let (id, name) = (&country.anchor, escape(&country.name));
        let _ = write!(body, "<section>\n<div class=\"country\">\n<h2 id=\"{id}\">{name}</h2>\n");
        if several {
            body += "<a href=\"#countries\">All countries and areas</a>\n";
        }
        body += "</div>\n";
        let own = (0..country.briefs.len()).filter_map(|own| briefs.get(&(at, own)));
        own.for_each(|brief| brief.html.write_all(&mut body));
        body += "</section>\n";
    }
    body += "</main>\n";
    let bare = if body.contains(BARE) { BARE_STYLE } else { "" };
    let page = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{}</title>\n<link rel=\"icon\" href=\"data:,\">\n\
         <style>\n{STYLE}{bare}</style>\n</head>\n<body>\n{}{body}{}</body>\n</html>\n",
        title(head),
        header(head, &release.totals, most),
        footer(head, ""),
    );
    Ok(Some(page).filter(|page| page.len() <= most))
}
