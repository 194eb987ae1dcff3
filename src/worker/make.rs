//! One request: typeset, compare, export.

use serde_bytes::ByteBuf;
use serde_json::Value;

use super::fit::make_room;
use super::message::{
    Answer, DocumentFault, GOOD_DPI, Made, MadeSheet, PressJob, PreviewPage, ProofJob, Request,
    Wanted,
};
use super::preview::preview;
use super::set::{
    coarse_images, faults, first_difference, set, set_fitted, set_fitted_keyed, set_for_press,
};
use super::shop::{Faults, Shop};
use crate::diag::Code;
use crate::document::{Edition, Fit, SheetFormat};
use crate::export::{
    Identity, PressError, Printing, packed, print_pdf, proof_pdf, rename_language, screen_pdf,
    thumbnail,
};
use crate::picture::FOLDER;
use crate::sheet::{self, Properties};
use crate::typeset::{Pages, Problem};

/// How many dots an inch of a picture are worth sending to a screen, where it can be enlarged.
const SCREEN_DPI: f64 = 200.0;

/// Makes what is wanted. All or nothing: where something is wrong, nothing is made.
pub fn make(request: &Request, shop: &mut Shop) -> Answer {
    let mut faults = Vec::new();
    let done = attempt(request, shop, &mut faults);
    let AllMade { made, thumbnail, sheets, previews } = match done {
        Ok(done) => done,
        Err(mut errors) => {
            // Errors first: they are why there is nothing.
            errors.append(&mut faults);
            faults = errors;
            Default::default()
        }
    };
    Answer { made, thumbnail, sheets, previews, faults, memory: 0 }
}

/// What was made: the editions, a picture of the first page and sheets, or pages for a browser.
#[derive(Default)]
struct AllMade {
    made: Vec<Made>,
    thumbnail: Option<ByteBuf>,
    sheets: Vec<MadeSheet>,
    previews: Vec<PreviewPage>,
}

fn attempt(request: &Request, shop: &mut Shop, warnings: &mut Faults) -> Result<AllMade, Faults> {
    let pictures = shop.pictures(request)?;
    shop.typesetter.show(pictures);
    if let Some(job) = &request.proof {
        let made = proof(request, job, shop, warnings)?;
        return Ok(AllMade { made, ..AllMade::default() });
    }
    if let Some(job) = &request.preview {
        let previews = preview(request, job, shop, warnings)?;
        return Ok(AllMade { previews, ..AllMade::default() });
    }
    // The print edition is held against the screen edition, so that one is set in any case.
    let mut screen = screen_edition(request, shop, warnings)?;
    let mut all = Vec::new();
    for wanted in &request.wanted {
        all.extend(match wanted.edition {
            Edition::Screen => screen.made.take(),
            Edition::Print => Some(print_edition(request, wanted, &screen, shop, warnings)?),
        });
    }
    let sheets = sheets(request)?;
    Ok(AllMade { made: all, thumbnail: screen.thumbnail, sheets, previews: Vec::new() })
}

/// What is left of the screen edition when it is done: its pages are let go, for those of a large document
/// have no room beside those of the print edition. Its text takes next to none, and where the editions
/// differ the first difference is told from it.
struct ScreenEdition {
    made: Option<Made>,
    thumbnail: Option<ByteBuf>,
    texts: Vec<String>,
    reads: Vec<String>,
    fit: Fit,
}

fn screen_edition(
    request: &Request,
    shop: &mut Shop,
    warnings: &mut Faults,
) -> Result<ScreenEdition, Faults> {
    let (mut screen, fit) = set_fitted(request, shop)?;
    make_room();
    shop.typesetter.fit(&mut screen, FOLDER, SCREEN_DPI);
    warnings.extend(screen.warnings.iter().cloned().map(DocumentFault::Problem));
    let wanted = request.wanted.iter().find(|wanted| wanted.edition == Edition::Screen);
    let made = match wanted {
        None => None,
        Some(wanted) => {
            let known_by = &request.metadata.identifiers;
            let (identity, stamp) = (&wanted.identity, request.stamp);
            let bytes = screen_pdf(&shop.typesetter, &screen, identity, stamp, known_by);
            let bytes = finished(request, bytes.map_err(nonconforming)?)?;
            Some(made(wanted.edition, &screen, screen.reads.clone(), bytes))
        }
    };
    let thumbnail = request.has_thumbnail.then(|| ByteBuf::from(thumbnail(&screen)));
    Ok(ScreenEdition { made, thumbnail, texts: screen.texts(), reads: screen.reads, fit })
}

fn print_edition(
    request: &Request,
    wanted: &Wanted,
    screen: &ScreenEdition,
    shop: &mut Shop,
    warnings: &mut Faults,
) -> Result<Made, Faults> {
    let press = request.press.as_ref().expect("a print edition says for which press");
    make_room();
    let mut pages =
        set_for_press(&request.print_data, press, screen.fit, |data| set(request, data, shop))?;
    make_room();
    shop.typesetter.fit(&mut pages, FOLDER, GOOD_DPI);
    if let Some(difference) = first_difference(&screen.texts, &pages) {
        return Err(vec![difference]);
    }
    let bytes = finished(request, print(request, press, &wanted.identity, &pages, shop)?)?;
    warnings.extend(coarse_images(&pages, &shop.typesetter));
    let mut reads = screen.reads.clone();
    reads.extend(pages.reads.iter().cloned());
    reads.sort();
    reads.dedup();
    Ok(made(wanted.edition, &pages, reads, bytes))
}

/// The sheets beside the document.
fn sheets(request: &Request) -> Result<Vec<MadeSheet>, Faults> {
    let Some(job) = &request.sheet else { return Ok(Vec::new()) };
    let metadata = &request.metadata;
    let properties = Properties {
        title: metadata.title.clone(),
        authors: metadata.authors.clone(),
        description: metadata.description.clone(),
        keywords: metadata.keywords.clone(),
        moment: request.stamp.seconds(),
        paper: job.paper,
        pages: job.pages.clone(),
    };
    let made = |&format: &SheetFormat| match sheet::write(&job.sheet, format, &properties) {
        Ok(bytes) => Ok(MadeSheet { format, bytes }),
        Err(why) => Err(vec![DocumentFault::Structure(why)]),
    };
    job.formats.iter().map(made).collect()
}

fn made(edition: Edition, pages: &Pages, reads: Vec<String>, bytes: Vec<u8>) -> Made {
    let (fonts, glyphs) = pages.faces();
    Made { edition, pages: pages.count(), glyphs, fonts, reads, bytes }
}

/// The PDF as it is delivered: with the whole tag of its language, and packed.
fn finished(request: &Request, bytes: Vec<u8>) -> Result<Vec<u8>, Faults> {
    let structure = |what: String| vec![DocumentFault::Structure(what)];
    let bytes = match &request.called {
        None => bytes,
        Some(called) => rename_language(&bytes, called, &request.language)
            .map_err(|error| structure(error.to_string()))?,
    };
    packed(&bytes).map_err(|error| structure(error.to_string()))
}

fn nonconforming(problems: Vec<Problem>) -> Faults {
    let conforming = |problem| Problem { code: Code::PdfStandard, ..problem };
    problems.into_iter().map(conforming).map(DocumentFault::Problem).collect()
}

/// The proof in the place of what is wanted. A template that makes nothing of keys, or cannot do with
/// them, sets its pages as ever, and no key stands beside them.
fn proof(
    request: &Request,
    job: &ProofJob,
    shop: &mut Shop,
    warnings: &mut Faults,
) -> Result<Vec<Made>, Faults> {
    let value = |json: &[u8]| -> Value {
        serde_json::from_slice(json).expect("the program writes valid JSON")
    };
    let pages = match set_fitted_keyed(request, &job.data, shop) {
        Ok((pages, _)) if !pages.keys.is_empty() => pages,
        _ => {
            let (pages, _) = set_fitted(request, shop)?;
            warnings.push(DocumentFault::Problem(not_annotated()));
            pages
        }
    };
    warnings.extend(pages.warnings.iter().cloned().map(DocumentFault::Problem));
    let data = value(&request.screen_data);
    let sheets = shop.typesetter.proof(pages, &data, value(&job.sheet)).map_err(faults)?;
    let mut all = Vec::new();
    for wanted in &request.wanted {
        let bytes = proof_pdf(&shop.typesetter, &sheets, &wanted.identity, request.stamp);
        let bytes = finished(request, bytes.map_err(nonconforming)?)?;
        all.push(made(wanted.edition, &sheets, sheets.reads.clone(), bytes));
    }
    Ok(all)
}

fn not_annotated() -> Problem {
    Problem {
        code: Code::TemplateWarning,
        message: "the proof has no keys beside its pages: the template does not say where its \
                  strings stand"
            .into(),
        hints: vec![
            "print strings with `words()`, `line()` and `prose()` of `shared/prose.typ`, as it is \
             now: see templates/README.md"
                .into(),
        ],
        place: None,
    }
}

fn print(
    request: &Request,
    press: &PressJob,
    identity: &str,
    pages: &Pages,
    shop: &Shop,
) -> Result<Vec<u8>, Faults> {
    let printing = Printing {
        separation: &shop.separation,
        condition: press.condition.as_deref(),
        bleed: press.bleed,
    };
    let Request { metadata, language, stamp, .. } = request;
    let identity = Identity { document: identity, says: &request.screen_data };
    let bytes = print_pdf(&shop.typesetter, pages, metadata, language, identity, *stamp, printing);
    bytes.map_err(|error| match error {
        PressError::Typst(problems) => nonconforming(problems),
        PressError::Colour(problems) => problems.into_iter().map(DocumentFault::Colour).collect(),
        PressError::Structure(what) => vec![DocumentFault::Structure(what)],
    })
}
