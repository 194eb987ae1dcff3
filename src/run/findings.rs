//! What workers report, as messages with their places.

use super::misplaced;
use crate::diag::{Code, Diagnostic, Diagnostics, Level, Sources, Span};
use crate::document::Document;
use crate::plan::Part;
use crate::tree::Text;
use crate::typeset::Problem;
use crate::worker::{DocumentFault, GOOD_DPI};
use crate::workspace::{Version, trace};

/// Dots on an inch that print at all.
const LEAST_DPI: f64 = 150.0;

/// Bytes of a text that may be why a string of a PDF is too long: a character may take two there.
const LONG: usize = 10_000;

/// Turns what a worker found into messages. `path` is the first file of the document: an error of a
/// template may be one with the data of some briefs only.
pub fn report(
    faults: Vec<DocumentFault>,
    part: &Part<'_>,
    document: Document,
    path: &str,
    sources: &mut Sources,
    found: &mut Diagnostics,
) {
    let template = part.template(document);
    let project = part.config.written();
    for fault in faults {
        match fault {
            DocumentFault::Problem(problem) if problem.code == Code::PdfStandard => {
                report_nonconforming(&problem, part, template, found);
            }
            DocumentFault::Problem(mut problem) => {
                if problem.code.default_level() == Level::Deny {
                    problem.message.insert_str(0, &format!("{path}: "));
                }
                report_problem(&problem, template, sources, found);
            }
            DocumentFault::MissingGlyphs(missing) => {
                let texts: Vec<_> = texts_of(part).chain(&project).collect();
                trace(&missing, &texts, template, sources, found);
            }
            DocumentFault::Misplaced(misplaced) => {
                let texts: Vec<_> = texts_of(part).chain(&project).collect();
                misplaced::trace(&misplaced, &texts, &part.unwritten(), template, sources, found);
            }
            DocumentFault::TextDiffers { page, screen, print } => {
                let message =
                    format!("{path}: page {page} says “{print}” in print and “{screen}” on screen");
                found.push(Diagnostic::new(Code::PressText, message).help(format!(
                    "the template `{template}` must set the same text in both editions"
                )));
            }
            DocumentFault::CoarseImage { dpi, asset, place } => {
                let code =
                    if dpi < LEAST_DPI { Code::PressResolution } else { Code::PressLowResolution };
                let message = format!("an image is placed at {dpi:.0} dpi");
                let help = format!(
                    "the press needs {GOOD_DPI} dpi: give an image of {:.1} times as many pixels \
                     each way, or an SVG",
                    GOOD_DPI / dpi
                );
                match asset.and_then(|asset| written_as(part, &asset)) {
                    Some(path) => found.push(
                        Diagnostic::new(code, message).at(path.span).key(&path.key).help(help),
                    ),
                    None => {
                        let problem = Problem { code, message, hints: vec![help], place };
                        report_problem(&problem, template, sources, found);
                    }
                }
            }
            DocumentFault::Asset { asset, problem } => {
                match written_as(part, &asset) {
                    Some(path) => {
                        // By the name that the user gave it.
                        let shown = asset
                            .strip_prefix("/project/")
                            .unwrap_or(asset.trim_start_matches('/'));
                        let message = problem.message.replace(shown, &path.value);
                        let diagnostic = Diagnostic::new(problem.code, message);
                        let diagnostic = diagnostic.at(path.span).key(&path.key);
                        found.push(problem.hints.into_iter().fold(diagnostic, Diagnostic::help));
                    }
                    // A template may place it in some documents alone.
                    None => {
                        let mut problem = problem;
                        problem.hints.push(format!("`{path}` cannot be set with it"));
                        report_problem(&problem, template, sources, found);
                    }
                }
            }
            DocumentFault::Colour(problem) => found.push(
                Diagnostic::new(Code::PressColour, format!("{path}: {problem}"))
                    .help(format!("it is about a page of the template `{template}`")),
            ),
            DocumentFault::Structure(what) => {
                let message = format!("{path}: the print edition cannot be finished: {what}");
                found.push(Diagnostic::new(Code::PressColour, message));
            }
        }
    }
}

/// Where the project or the brief names the file of an image, by the path templates use.
fn written_as<'a>(part: &'a Part<'_>, asset: &str) -> Option<&'a Text> {
    let logo = part.config.logos().find(|logo| logo.virtual_path == asset);
    let picture = || part.brief.pictures().find(|picture| picture.asset == asset);
    logo.map(|logo| &logo.path).or_else(|| picture().map(|picture| &picture.file))
}

/// Every text a document is made of.
fn texts_of<'p>(part: &'p Part<'_>) -> impl Iterator<Item = &'p Text> {
    part.versions().flat_map(Version::all_texts)
}

/// Of a page that does not meet its standard the template is seldom at fault: what is said of it is
/// said at the brief, and where a string is too long for a PDF, at the longest there is.
fn report_nonconforming(
    problem: &Problem,
    part: &Part<'_>,
    template: &str,
    found: &mut Diagnostics,
) {
    let project = part.config.written();
    let texts = texts_of(part).chain(&project);
    let longest = texts.filter(|text| text.value.len() > LONG).max_by_key(|text| text.value.len());
    let longest = longest.filter(|_| problem.message.contains("longer"));
    let mut diagnostic = Diagnostic::new(problem.code, problem.message.clone());
    diagnostic = match longest {
        Some(text) => diagnostic.at(text.span).key(&text.key),
        None if part.members.is_empty() => diagnostic.at(Span::new(part.brief.file, 0..0)),
        None => diagnostic,
    };
    for hint in &problem.hints {
        diagnostic = diagnostic.help(hint.clone());
    }
    let (id, language) = (part.id(), &part.language.tag);
    let what = match id {
        "" => "the table of several briefs".to_string(),
        id => format!("the brief `{id}`"),
    };
    found.push(
        diagnostic
            .help(format!("it is about {what} in `{language}`, set by the template `{template}`")),
    );
}

fn report_problem(
    problem: &Problem,
    template: &str,
    sources: &mut Sources,
    found: &mut Diagnostics,
) {
    let mut diagnostic = Diagnostic::new(problem.code, problem.message.clone());
    match &problem.place {
        Some(place) => {
            let file = sources.add(place.file.clone(), place.text.clone());
            diagnostic = diagnostic.at(Span::new(file, place.range.clone()));
        }
        None => diagnostic = diagnostic.help(format!("it is about the template `{template}`")),
    }
    for hint in &problem.hints {
        diagnostic = diagnostic.help(hint.clone());
    }
    found.push(diagnostic);
}
