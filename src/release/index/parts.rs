//! What is too long for a page, in several: which briefs stand on which, and the way from one to the others.

use std::fmt::Write;
use std::ops::Range;

use super::entries::{ArticleHtml, ArticleSize};

/// How many bytes of briefs a page has, some 150 pictures: where scripts are forbidden, a browser gets all of them before the
/// page is there. One language of one brief may take it further.
const FULL: usize = 100_000;

/// Some briefs, as one of several pages has them.
pub struct PagePart {
    /// How many bytes they have.
    pub bytes: usize,
    /// The first and the last of them.
    pub shown: (usize, usize),
    /// Those that begin on it: one that is larger than a page begins on the first of its pages.
    pub begun: Range<usize>,
    /// The first of the languages of the first brief, and one past the last of those of the last.
    languages: (usize, usize),
}

impl PagePart {
    /// A part that begins in a brief, with a language of it.
    fn new(brief: usize, begun: usize, language: usize) -> Self {
        let (shown, begun) = ((brief, brief), begun..begun);
        Self { bytes: 0, shown, begun, languages: (language, language) }
    }

    /// The briefs, of which each is had by its place.
    pub fn html<'a>(&self, article: impl Fn(usize) -> Option<&'a ArticleHtml>) -> String {
        let mut html = String::with_capacity(self.bytes);
        let (first, last) = self.shown;
        for at in first..=last {
            let Some(article) = article(at) else { continue };
            let from = if at == first { self.languages.0 } else { 0 };
            let end = if at == last { self.languages.1 } else { article.languages.len() };
            article.write(from..end, &mut html);
        }
        html
    }
}

/// Briefs in as many parts as there are pages, by how long they are. One that has more languages than a page has room for
/// is parted between them, and each part has its title.
pub fn fill(articles: impl IntoIterator<Item = ArticleSize>) -> Vec<PagePart> {
    let mut parts = Vec::new();
    let mut part = PagePart::new(0, 0, 0);
    for (at, article) in articles.into_iter().enumerate() {
        if part.bytes > 0 && part.bytes + article.len() > FULL {
            parts.push(part);
            part = PagePart::new(at, at, 0);
        }
        part.shown.1 = at;
        part.begun.end = at + 1;
        part.bytes += article.head;
        part.languages.1 = 0;
        for (place, language) in article.languages.iter().enumerate() {
            if place > 0 && part.bytes + language > FULL {
                part.bytes += ArticleHtml::END.len();
                parts.push(part);
                part = PagePart::new(at, at + 1, place);
                part.bytes = article.head;
            }
            part.bytes += language;
            part.languages.1 = place + 1;
        }
        part.bytes += ArticleHtml::END.len();
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
