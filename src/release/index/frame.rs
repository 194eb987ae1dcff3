//! What stands around the briefs on the pages: heads, what the release is, what is missing, and the end.

use std::fmt::Write;

use super::places::ReleaseTotals;
use super::words::{count, escape};
use crate::release::files::ReleaseHead;
use crate::release::names::{CHECKSUMS, MANIFEST};

/// How the pages look.
pub const STYLE: &str = include_str!("index.css");

/// The same for entries without a picture: there is none to open anything.
pub const BARE_STYLE: &str = ".bare .files li:first-child a::after { content: none; }\n";

/// The title of the first page.
pub fn title(release: &ReleaseHead<'_>) -> String {
    format!("Policy briefs — {}", escape(release.publisher))
}

/// What a first page begins with; `most` is how many bytes it has for what is missing.
pub fn header(release: &ReleaseHead<'_>, totals: &ReleaseTotals, most: usize) -> String {
    let mut html = format!(
        "<a class=\"skip\" href=\"#briefs\">Skip to the briefs</a>\n\
         <header>\n<p class=\"publisher\"><bdi>{}</bdi></p>\n<h1>Policy briefs</h1>\n<p>{}</p>\n",
        escape(release.publisher),
        summary(totals)
    );
    if let Some(shard) = release.shard {
        let _ = writeln!(html, "<p>Part {} of {}</p>", shard.number, shard.count);
    }
    if !release.complete {
        missing(release.failed, most, &mut html);
    }
    html += "</header>\n";
    html
}

/// What every page ends with. `base` leads from it to the release.
pub fn footer(release: &ReleaseHead<'_>, base: &str) -> String {
    let tool = release.tool;
    let folder = if base.is_empty() { "in this folder" } else { "in the folder above" };
    format!(
        "<footer>\n<p>To check that no file was changed, run \
         <code>sha256sum --check {CHECKSUMS}</code> {folder}: the digests stand in \
         <a href=\"{base}{CHECKSUMS}\">{CHECKSUMS}</a>. What each file was made from, and every warning, \
         stands in <a href=\"{base}{MANIFEST}\">{MANIFEST}</a>.</p>\n\
         <p>Made with {} {} and Typst {}.</p>\n</footer>\n",
        escape(&tool.name),
        escape(&tool.version),
        escape(&tool.typst),
    )
}

fn summary(totals: &ReleaseTotals) -> String {
    let ReleaseTotals { briefs, countries, languages, files } = *totals;
    let mut parts = vec![count(briefs, "brief", "briefs")];
    if countries > 1 {
        parts.push(count(countries, "country or area", "countries and areas"));
    }
    parts.push(count(languages, "language", "languages"));
    parts.push(count(files, "PDF file", "PDF files"));
    parts.join(", ")
}

/// What was asked for and is not here; of much, the first.
fn missing(failed: &[String], most: usize, html: &mut String) {
    *html += "<section class=\"incomplete\">\n<h2>This release is incomplete</h2>\n";
    if failed.is_empty() {
        *html += "<p>Some files that were asked for are missing or out of date.</p>\n";
    } else {
        let files = count(failed.len(), "file", "files");
        let _ = write!(
            html,
            "<details>\n<summary>{files} could not be made from what is written now</summary>\n<ul>\n"
        );
        let (start, mut told) = (html.len(), 0);
        for path in failed {
            if html.len() - start >= most {
                break;
            }
            let _ = writeln!(html, "<li><code>{}</code></li>", escape(path));
            told += 1;
        }
        *html += "</ul>\n";
        if told < failed.len() {
            let more = count(failed.len() - told, "more file", "more files");
            let _ = writeln!(
                html,
                "<p>{more}: see <code>failed</code> in <a href=\"{MANIFEST}\">{MANIFEST}</a></p>"
            );
        }
        *html += "</details>\n";
    }
    *html += "</section>\n";
}
