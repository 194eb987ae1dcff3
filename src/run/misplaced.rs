//! Text that does not stand where it can be read, by the key it was written under.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Code, Diagnostic, Diagnostics, Sources};
use crate::tree::Text;
use crate::typeset::{Fault, Misplaced};
use crate::workspace::prints;

/// Part of a run counts from so many characters on; of fewer, only the whole.
const LEAST: usize = 6;

/// So many characters of a text stand in a message.
const EXCERPT: usize = 40;

/// A text is pushed along, and need not be shortened, where so many times more of another falls off
/// the same page.
const PUSHED: usize = 10;

/// Of a run of fewer characters one cannot say which text it is from, if it is not a whole one.
const SHORT: usize = 3;

/// Names the texts that were found misplaced on the pages, each once, where it begins to be. What `others`
/// have, which are no texts of the brief, is from there.
pub fn trace(
    misplaced: &[Misplaced],
    texts: &[&Text],
    others: &[String],
    template: &str,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) {
    let written: Vec<String> = texts.iter().map(|text| bare(&text.value)).collect();
    let others: Vec<String> = others.iter().map(|text| bare(text)).collect();
    let mut said: BTreeSet<usize> = BTreeSet::new();
    for code in [Code::OffPage, Code::Overlap] {
        let all: Vec<&Misplaced> = misplaced.iter().filter(|one| code_of(one) == code).collect();
        let Some(first) = all.first() else { continue };
        let named = keys(&all, &written, &others);
        let charts = charts(named.keys().map(|index| texts[*index]));
        for (&index, text) in &named {
            // What runs over the edge of a page lies on its foot too.
            if !said.insert(index) {
                continue;
            }
            match chart_of(&texts[index].key).filter(|chart| charts.contains(chart)) {
                None => diagnostics.push(at_key(texts[index], text, sources)),
                Some(chart) => {
                    let title = format!("{chart}.title");
                    let title = texts.iter().position(|text| text.key == title).unwrap_or(index);
                    // One chart is told once, however much of it has no room.
                    if title == index || said.insert(title) {
                        diagnostics.push(at_chart(texts[title], chart, text));
                    }
                }
            }
        }
        if named.is_empty() {
            diagnostics.push(of_template(first, template));
        }
    }
}

/// The chart that a key names a text on: of its rows and columns, not one above or below it.
fn chart_of(key: &str) -> Option<&str> {
    let rest = key.strip_prefix("chart.")?;
    let (id, own) = rest.split_once('.')?;
    let is_on_it = ["rows", "labels", "columns", "unit"].iter().any(|part| own.starts_with(part));
    is_on_it.then(|| &key[..key.len() - rest.len() + id.len()])
}

/// The charts of which several texts are misplaced: then it is the chart that is too large.
fn charts<'t>(texts: impl Iterator<Item = &'t Text>) -> BTreeSet<&'t str> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for chart in texts.filter_map(|text| chart_of(&text.key)) {
        *counts.entry(chart).or_default() += 1;
    }
    counts.into_iter().filter(|(_, count)| *count > 1).map(|(chart, _)| chart).collect()
}

/// A text of which something is misplaced.
struct MisplacedText<'m> {
    /// The first of its runs.
    first: &'m Misplaced,
    /// The one that fares worst.
    worst: &'m Misplaced,
    pages: BTreeSet<usize>,
}

/// The texts that runs come from. A run that may come from several comes from the one that has most
/// of all that was found.
fn keys<'m>(
    all: &[&'m Misplaced],
    written: &[String],
    others: &[String],
) -> BTreeMap<usize, MisplacedText<'m>> {
    let origins = |one: &&Misplaced| {
        let (own, length) = origins(one, written);
        let is_whole = own.iter().any(|at| written[*at] == bare(&one.text));
        // Where both have as much of it, a text that is no more than that is meant, or else what is not
        // the writer's: what stands in a text is told by its other parts.
        if origins(one, others).1 >= length && !is_whole { (Vec::new(), 0) } else { (own, length) }
    };
    let candidates: Vec<(Vec<usize>, usize)> = all.iter().map(origins).collect();
    let mut weights: BTreeMap<usize, usize> = BTreeMap::new();
    for (origins, length) in &candidates {
        for origin in origins {
            *weights.entry(*origin).or_default() += length;
        }
    }
    let mut named: BTreeMap<usize, MisplacedText<'m>> = BTreeMap::new();
    for (&one, (origins, _)) in all.iter().zip(&candidates) {
        // Of equals, the one that is written first.
        let heaviest = origins.iter().rev().max_by_key(|origin| weights[*origin]);
        if let Some(&origin) = heaviest {
            let new = || MisplacedText { first: one, worst: one, pages: BTreeSet::new() };
            let text = named.entry(origin).or_insert_with(new);
            text.pages.insert(one.page);
            if one.fault < text.worst.fault {
                text.worst = one;
            }
        }
    }
    let pushed = |index: &usize| {
        named.iter().any(|(other, text)| {
            weights[other] > PUSHED * weights[index] && !text.pages.is_disjoint(&named[index].pages)
        })
    };
    let pushed: BTreeSet<usize> = named.keys().copied().filter(|index| pushed(index)).collect();
    named.retain(|index, _| !pushed.contains(index));
    named
}

/// The texts that hold the longest part of a run, and how long that is. Of two runs that collide,
/// the one that says more.
fn origins(one: &Misplaced, written: &[String]) -> (Vec<usize>, usize) {
    let other = match &one.fault {
        Fault::OnText(other) => Some(other.as_str()),
        _ => None,
    };
    let mut best = (Vec::new(), 0);
    for run in [Some(one.text.as_str()), other].into_iter().flatten() {
        let run = bare(run);
        for part in parts(&run) {
            let length = part.chars().count();
            if length <= best.1 {
                break;
            }
            let holds = |text: &String| {
                if length < SHORT { text == part } else { text.contains(part) }
            };
            let holding: Vec<usize> =
                (0..written.len()).filter(|&index| holds(&written[index])).collect();
            if !holding.is_empty() {
                best = (holding, length);
                break;
            }
        }
    }
    best
}

/// The whole, its halves, their halves: the longest first.
fn parts(run: &str) -> Vec<&str> {
    let mut parts = if run.is_empty() { Vec::new() } else { vec![run] };
    let mut at = 0;
    while at < parts.len() {
        let part = parts[at];
        let length = part.chars().count();
        if length >= 2 * LEAST
            && let Some((middle, _)) = part.char_indices().nth(length / 2)
        {
            parts.extend([&part[..middle], &part[middle..]]);
        }
        at += 1;
    }
    parts
}

/// A text without what is not on the page as it was written: white space, joiners, markup, and the
/// hyphen at the end of a line.
fn bare(text: &str) -> String {
    let letters = text.chars().filter(|&c| {
        prints(c) && !c.is_ascii_punctuation() && !matches!(c, '\u{2010}' | '\u{2011}')
    });
    letters.flat_map(char::to_lowercase).collect()
}

fn code_of(one: &Misplaced) -> Code {
    match one.fault {
        Fault::OffPage | Fault::Cut | Fault::Margin => Code::OffPage,
        Fault::OnText(_) | Fault::Covered => Code::Overlap,
    }
}

fn at_key(text: &Text, named: &MisplacedText<'_>, sources: &Sources) -> Diagnostic {
    let (first, one) = (named.first, named.worst);
    let (key, page) = (&text.key, first.page);
    let message = match one.fault {
        Fault::OffPage | Fault::Cut | Fault::Margin => {
            format!("`{key}` does not fit on page {page}")
        }
        Fault::OnText(_) => format!("`{key}` and other text lie on each other on page {page}"),
        Fault::Covered => format!("`{key}` is covered on page {page}"),
    };
    let what = what_happens(one);
    let help = match one.fault {
        Fault::OffPage | Fault::Cut | Fault::Margin => {
            format!("{what}: shorten the text, or divide it")
        }
        Fault::OnText(_) | Fault::Covered => format!(
            "{what}: use a shorter word, or put a soft hyphen (U+00AD) where a long one may be divided"
        ),
    };
    Diagnostic::new(code_of(one), message).at(span(text, first, sources)).key(key).help(help)
}

fn at_chart(title: &Text, chart: &str, named: &MisplacedText<'_>) -> Diagnostic {
    let (one, page) = (named.worst, named.first.page);
    let (message, help) = match one.fault {
        Fault::OffPage | Fault::Cut | Fault::Margin => (
            format!("`{chart}` does not fit on page {page}"),
            "show fewer rows, or shorter names for them, or take a `[[table]]`, which breaks over pages",
        ),
        Fault::OnText(_) | Fault::Covered => (
            format!("what stands on `{chart}` has no room on page {page}"),
            "show fewer rows, or shorter names for them",
        ),
    };
    let help = format!("{}: {help}", what_happens(one));
    Diagnostic::new(code_of(one), message).at(title.span).key(chart).help(help)
}

fn of_template(one: &Misplaced, template: &str) -> Diagnostic {
    let message =
        format!("on page {} of the template `{template}`, {}", one.page, what_happens(one));
    let help = match code_of(one) {
        Code::OffPage => {
            "give it more room in the template, or let what it stands in break over pages"
        }
        _ => "give it more room in the template",
    };
    Diagnostic::new(code_of(one), message).help(help)
}

/// The fact about a run.
fn what_happens(one: &Misplaced) -> String {
    let text = excerpt(&one.text);
    match &one.fault {
        Fault::OffPage => format!("{text} runs over the edge of the page"),
        Fault::Cut => format!("{text} is cut off by what it stands in"),
        Fault::Margin => format!("{text} runs into the margin"),
        Fault::OnText(other) => format!("{text} and {} lie on each other", excerpt(other)),
        Fault::Covered => format!("{text} lies under a filled area"),
    }
}

fn excerpt(text: &str) -> String {
    let text = text.trim();
    let few: String = text.chars().filter(|c| prints(*c) || *c == ' ').take(EXCERPT).collect();
    let more = if few.chars().count() < text.chars().count() { "…" } else { "" };
    format!("“{few}{more}”")
}

/// Where the run begins in the brief, if it stands there as it was set.
fn span(text: &Text, one: &Misplaced, sources: &Sources) -> crate::diag::Span {
    let place = parts(one.text.trim()).into_iter().find_map(|part| {
        let at = text.value.find(part)?;
        Some(at..at + part.len())
    });
    place.map_or(text.span, |place| text.locate(place, sources))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(text: &str) -> Misplaced {
        Misplaced { page: 1, fault: Fault::OffPage, text: text.into() }
    }

    fn named(runs: &[&str], written: &[&str]) -> Vec<usize> {
        let runs: Vec<Misplaced> = runs.iter().map(|text| run(text)).collect();
        let written: Vec<String> = written.iter().map(|text| bare(text)).collect();
        keys(&runs.iter().collect::<Vec<_>>(), &written, &[]).into_keys().collect()
    }

    #[test]
    fn what_others_have_too_is_not_the_writers() {
        let run = run("Democratic Republic");
        let named = |written: &str, other: &str| {
            let (written, others) = ([bare(written)], [bare(other)]);
            !keys(&[&run], &written, &others).is_empty()
        };
        let place = "Lao People’s Democratic Republic";
        assert!(!named("Services in the Democratic Republic", place));
        assert!(named("Democratic Republic", place), "it is all of it");
        assert!(named("Services in the Democratic Republic", "Kingdom of Cambodia"));
        assert!(named("Services in the Democratic Republic", "Republic of Korea"), "it has more");
    }

    #[test]
    fn runs_are_found_in_what_was_written() {
        let written = [
            "The police *did* not answer for three days, and then [said so](https://a.example).",
            "Three days",
            "ប៉ូលិស\u{200B}បាន\u{200B}បដិសេធ",
        ];
        assert_eq!(named(&["The police ", "did", " not answer for"], &written), [0]);
        assert_eq!(named(&["for three days, and then said so"], &written), [0]);
        assert_eq!(named(&["Three days"], &written), [0], "it has as much as the other");
        assert_eq!(named(&["Three days", "not answer"], &written), [0]);
        assert_eq!(named(&["ប៉ូលិសបានបដិសេធ"], &written), [2]);
        assert_eq!(named(&["dis-", "answer"], &["They disagree", "No answer"]), [0, 1]);
        assert_eq!(named(&["Page 3 of 4"], &written), [0_usize; 0]);
        assert_eq!(named(&["16"], &["16.3 and 16", "16"]), [1], "too short to be a part");
        assert_eq!(named(&["of"], &written), [0_usize; 0]);
    }

    #[test]
    fn what_was_pushed_along_is_not_blamed() {
        let long = "one long sentence after another ".repeat(9);
        assert_eq!(named(&[&long, "Short"], &[&long, "Short"]), [0]);
        assert_eq!(named(&["one long sentence", "Short"], &[&long, "Short"]), [0, 1]);
    }

    #[test]
    fn of_two_runs_the_one_that_says_more_is_named() {
        let fault = Fault::OnText("16".into());
        let one = Misplaced { page: 1, fault, text: "Geschlechtergleichstellung".into() };
        let written = ["16", "Geschlechtergleichstellung"].map(bare);
        assert_eq!(origins(&one, &written).0, [1]);
    }
}
