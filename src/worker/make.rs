//! One request: typeset, compare, export.

use serde_json::Value;

use super::message::{Answer, DocumentFault, GOOD_DPI, Made, PressJob, ProofJob, Request};
use crate::colour::Separation;
use crate::diag::Code;
use crate::document::Edition;
use crate::export::{
    Identity, PressError, Printing, print_pdf, proof_pdf, rename_language, screen_pdf, thumbnail,
};
use crate::typeset::{Pages, Problem, TypesetError, Typesetter};

/// What all requests share.
pub struct Shop {
    /// Sets pages.
    pub typesetter: Typesetter,
    /// Turns colours into inks.
    pub separation: Separation,
}

/// Makes what is wanted. All or nothing: where something is wrong, nothing is made.
pub fn make(request: &Request, shop: &mut Shop) -> Answer {
    let mut faults = Vec::new();
    let done = attempt(request, shop, &mut faults);
    let (made, thumbnail) = match done {
        Ok(done) => done,
        Err(mut errors) => {
            // Errors first: they are why there is nothing.
            errors.append(&mut faults);
            faults = errors;
            Default::default()
        }
    };
    Answer { made, thumbnail, faults, memory: 0 }
}

type Faults = Vec<DocumentFault>;

fn attempt(
    request: &Request,
    shop: &mut Shop,
    warnings: &mut Faults,
) -> Result<(Vec<Made>, Vec<u8>), Faults> {
    if let Some(job) = &request.proof {
        return proof(request, job, shop, warnings).map(|made| (made, Vec::new()));
    }
    // The print edition is held against the screen edition, so that one is set in any case.
    let screen = set(request, request.screen_data.clone(), shop)?;
    warnings.extend(screen.warnings.iter().cloned().map(DocumentFault::Problem));
    let mut all = Vec::new();
    for wanted in &request.wanted {
        all.push(match wanted.edition {
            Edition::Screen => {
                let known_by = &request.metadata.identifiers;
                let (identity, stamp) = (&wanted.identity, request.stamp);
                let bytes = screen_pdf(&shop.typesetter, &screen, identity, stamp, known_by);
                let bytes = named(request, bytes.map_err(nonconforming)?)?;
                made(wanted.edition, &screen, screen.reads.clone(), bytes)
            }
            Edition::Print => {
                let press = request.press.as_ref().expect("a print edition says for which press");
                let pages = set_for_press(request, press, shop)?;
                if let Some(difference) = first_difference(&screen, &pages) {
                    return Err(vec![difference]);
                }
                let bytes = named(request, print(request, press, &wanted.identity, &pages, shop)?)?;
                warnings.extend(coarse_images(&pages, &shop.typesetter));
                let mut reads = screen.reads.clone();
                reads.extend(pages.reads.iter().cloned());
                reads.sort();
                reads.dedup();
                made(wanted.edition, &pages, reads, bytes)
            }
        });
    }
    Ok((all, thumbnail(&screen)))
}

fn made(edition: Edition, pages: &Pages, reads: Vec<String>, bytes: Vec<u8>) -> Made {
    let (fonts, glyphs) = pages.faces();
    Made { edition, pages: pages.count(), glyphs, fonts, reads, bytes }
}

/// The PDF with the whole tag of its language.
fn named(request: &Request, bytes: Vec<u8>) -> Result<Vec<u8>, Faults> {
    let Some(called) = &request.called else { return Ok(bytes) };
    rename_language(&bytes, called, &request.language)
        .map_err(|error| vec![DocumentFault::Structure(error.to_string())])
}

fn nonconforming(problems: Vec<Problem>) -> Faults {
    let conforming = |problem| Problem { code: Code::PdfStandard, ..problem };
    problems.into_iter().map(conforming).map(DocumentFault::Problem).collect()
}

fn set(request: &Request, data: Vec<u8>, shop: &mut Shop) -> Result<Pages, Faults> {
    shop.typesetter.typeset(&request.template, data, &request.metadata).map_err(faults)
}

fn faults(error: TypesetError) -> Faults {
    match error {
        TypesetError::Template(problems) => {
            problems.into_iter().map(DocumentFault::Problem).collect()
        }
        TypesetError::MissingGlyphs(missing) => vec![DocumentFault::MissingGlyphs(missing)],
        TypesetError::Misplaced(misplaced) => vec![DocumentFault::Misplaced(misplaced)],
        TypesetError::Assets(assets) => assets
            .into_iter()
            .map(|(asset, problem)| DocumentFault::Asset { asset, problem })
            .collect(),
    }
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
    let typesetter = &mut shop.typesetter;
    let keyed = typesetter.typeset_keyed(&request.template, job.data.clone(), &request.metadata);
    let pages = match keyed {
        Ok(pages) if !pages.keys.is_empty() => pages,
        _ => {
            let pages = set(request, request.screen_data.clone(), shop)?;
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
        let bytes = named(request, bytes.map_err(nonconforming)?)?;
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

/// The pages of the print edition, with blank ones after them where their number must be a multiple.
fn set_for_press(request: &Request, press: &PressJob, shop: &mut Shop) -> Result<Pages, Faults> {
    let pages = set(request, request.print_data.clone(), shop)?;
    let multiple = usize::from(press.page_multiple).max(1);
    let blank = pages.count().next_multiple_of(multiple) - pages.count();
    if blank == 0 {
        return Ok(pages);
    }
    let mut data: Value =
        serde_json::from_slice(&request.print_data).expect("the program writes valid JSON");
    data["press"]["blank"] = blank.into();
    set(request, serde_json::to_vec(&data).expect("plain data is always JSON"), shop)
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

/// Images that are too coarse for the press, or nearly.
fn coarse_images<'a>(
    pages: &'a Pages,
    typesetter: &'a Typesetter,
) -> impl Iterator<Item = DocumentFault> + 'a {
    let coarse = pages.images().into_iter().filter(|image| image.dpi < GOOD_DPI);
    coarse.map(|image| DocumentFault::CoarseImage {
        dpi: image.dpi,
        asset: typesetter.asset_of(&image),
        place: typesetter.place_of(&image),
    })
}

/// The first place where two editions do not say the same: the page, from 1, and some text of
/// each. Blank pages say nothing.
fn first_difference(screen: &Pages, print: &Pages) -> Option<DocumentFault> {
    let (screen, print) = (screen.texts(), print.texts());
    for page in 0..screen.len().max(print.len()) {
        let [here, there] =
            [&screen, &print].map(|texts| texts.get(page).map_or("", String::as_str));
        if here == there {
            continue;
        }
        let same = here.chars().zip(there.chars()).take_while(|(a, b)| a == b).count();
        // From the beginning of the word that differs.
        let before: String = here.chars().take(same).collect();
        let same = before.rfind(' ').map_or(0, |at| before[..=at].chars().count());
        let few = |text: &str| text.chars().skip(same).take(40).collect();
        return Some(DocumentFault::TextDiffers {
            page: page + 1,
            screen: few(here),
            print: few(there),
        });
    }
    None
}
