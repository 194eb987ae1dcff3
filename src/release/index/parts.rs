//! What is too long for a page, in several: which briefs stand on which, and the way from one to the others.

use std::fmt::Write;
use std::ops::Range;

use super::entries::ArticleHtml;

/// How many bytes of briefs a page has: one language of one brief may take it as far again.
const FULL: usize = 200_000;

/// Some briefs, as one of several pages has them.
pub struct PagePart {
    /// The briefs.
    pub html: String,
    /// The first and the last of them.
    pub shown: (usize, usize),
    /// Those that begin on it: one that is larger than a page begins on the first of its pages.
    pub begun: Range<usize>,
}

/// Briefs in as many parts as there are pages. One that has more languages than a page has room for is
/// parted between them, and each part has its title.
pub fn fill(articles: impl IntoIterator<Item = ArticleHtml>) -> Vec<PagePart> {
    let mut parts = Vec::new();
    let mut part = PagePart { html: String::new(), shown: (0, 0), begun: 0..0 };
    for (at, article) in articles.into_iter().enumerate() {
        if !part.html.is_empty() && part.html.len() + article.len() > FULL {
            parts.push(part);
            part = PagePart { html: String::new(), shown: (at, at), begun: at..at };
        }
        part.shown.1 = at;
        part.begun.end = at + 1;
        part.html += &article.head;
        let mut has_languages = false;
        for language in &article.languages {
            if has_languages && part.html.len() + language.len() > FULL {
                part.html += ArticleHtml::END;
                parts.push(part);
                let html = article.head.clone();
                part = PagePart { html, shown: (at, at), begun: at + 1..at + 1 };
            }
            part.html += language;
            has_languages = true;
        }
        part.html += ArticleHtml::END;
    }
    parts.push(part);
    parts
}

/// The way from a page, by its number from 0, to the others of so many; `words` are for the page before and
/// the next, and `link` leads to one. Nothing where there is one page.
pub fn turn(number: usize, all: usize, words: [&str; 2], link: impl Fn(usize) -> String) -> String {
    let mut html = String::new();
    if all < 2 {
        return html;
    }
    let _ = write!(
        html,
        "<nav class=\"turn\" aria-label=\"Other pages\">\n<p>Page {} of {all}</p>\n<ul>\n",
        number + 1
    );
    let last = all - 1;
    let [before, next] = words;
    let ways = [
        (number > 0, number.saturating_sub(1), " rel=\"prev\"", before),
        (number < last, number + 1, " rel=\"next\"", next),
        (number > 1, 0, "", "First page"),
        (number + 1 < last, last, "", "Last page"),
    ];
    for (_, to, rel, what) in ways.into_iter().filter(|(is_there, ..)| *is_there) {
        let _ = writeln!(html, "<li><a href=\"{}\"{rel}>{what}</a></li>", link(to));
    }
    html += "</ul>\n</nav>\n";
    html
}
