//! What workers report, as messages with their places.

use super::misplaced;
use crate::diag::{Code, Diagnostic, Diagnostics, Level, Sources, Span};
use crate::document::Document;
use crate::plan::Part;
use crate::typeset::Problem;
use crate::worker::{DocumentFault, GOOD_DPI};
use crate::workspace::trace;

/// Dots on an inch that print at all.
const LEAST_DPI: f64 = 150.0;

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
    let template = document.template();
    let project = part.config.written();
    for fault in faults {
        match fault {
            DocumentFault::Problem(mut problem) => {
                if problem.code.default_level() == Level::Deny {
                    problem.message.insert_str(0, &format!("{path}: "));
                }
                report_problem(&problem, template, sources, found);
            }
            DocumentFault::MissingGlyphs(missing) => {
                let texts: Vec<_> = part.version.all_texts().chain(&project).collect();
                trace(&missing, &texts, template, sources, found);
            }
            DocumentFault::Misplaced(misplaced) => {
                let texts: Vec<_> = part.version.all_texts().chain(&project).collect();
                misplaced::trace(&misplaced, &texts, template, sources, found);
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
                let logo = part.config.brand.logo.as_ref();
                match logo.filter(|logo| asset.as_ref() == Some(&logo.virtual_path)) {
                    Some(logo) => found.push(
                        Diagnostic::new(code, message)
                            .at(logo.path.span)
                            .key(&logo.path.key)
                            .help(help),
                    ),
                    None => {
                        let problem = Problem { code, message, hints: vec![help], place };
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
