//! The page of a release that one page has room for. It needs no script and no other file.

use std::fmt::Write;

use super::entries::{BARE, PageLinks, all_briefs, brief};
use super::frame::{BARE_STYLE, STYLE, footer, header, title};
use super::places::CountryEntry;
use super::words::escape;
use crate::release::manifest::{Artifact, Manifest};

/// The page; none where it would be larger than `most`.
pub fn one_page(
    manifest: &Manifest,
    countries: &[CountryEntry<'_>],
    combined: &[&Artifact],
    most: usize,
) -> Option<String> {
    let way = PageLinks { base: "", has_places: false };
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
    if !combined.is_empty() {
        body += "<section id=\"combined\">\n<div class=\"country\">\n<h2>Briefs together</h2>\n</div>\n";
        all_briefs(combined, way).write(&mut body);
        body += "</section>\n";
    }
    if countries.is_empty() && combined.is_empty() {
        body += "<p>There are no files here.</p>\n";
    }
    for country in countries {
        let (id, name) = (&country.anchor, escape(&country.name));
        let _ = write!(body, "<section>\n<div class=\"country\">\n<h2 id=\"{id}\">{name}</h2>\n");
        if several {
            body += "<a href=\"#countries\">All countries and areas</a>\n";
        }
        body += "</div>\n";
        for files in &country.briefs {
            brief(country, files, way).write(&mut body);
            if body.len() > most {
                return None;
            }
        }
        body += "</section>\n";
    }
    body += "</main>\n";
    let bare = if body.contains(BARE) { BARE_STYLE } else { "" };
    let page = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{}</title>\n<link rel=\"icon\" href=\"data:,\">\n\
         <style>\n{STYLE}{bare}</style>\n</head>\n<body>\n{}{body}{}</body>\n</html>\n",
        title(manifest),
        header(manifest, countries.len(), most),
        footer(manifest, ""),
    );
    Some(page).filter(|page| page.len() <= most)
}
