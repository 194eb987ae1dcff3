//! Pages of PDFs as pictures. No PDF that conforms to a standard may hold another one as it is, so a
//! page becomes an SVG: its text is drawn as shapes, and what it says stands in the figure's words.

use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use hayro_svg::hayro_interpret::{InterpreterSettings, InterpreterWarning};
use hayro_svg::hayro_syntax::{LoadPdfError, Pdf};
use hayro_svg::{RenderCache, SvgRenderSettings, convert};
use svgtypes::Transform;

/// How a line of no width is written, and how thick it becomes, in points: a dot of an office printer.
const NO_WIDTH: &str = " stroke-width=\"0\"";
const HAIRLINE: f64 = 0.25;

/// Whether this is a PDF.
pub fn is_pdf(bytes: &[u8]) -> bool {
    bytes.starts_with(b"%PDF-")
}

/// How many pages a PDF has; `None` where it cannot be read.
pub fn pdf_pages(bytes: &[u8]) -> Option<usize> {
    let pdf = Pdf::new(Arc::new(bytes.to_vec())).ok()?;
    Some(pdf.pages().len()).filter(|pages| *pages > 0)
}

/// Whether a PDF is opened by a password alone.
pub fn is_locked(bytes: &[u8]) -> bool {
    let error = Pdf::new(Arc::new(bytes.to_vec())).err();
    matches!(error, Some(LoadPdfError::Decryption(_)))
}

/// A page, from 1, as an SVG. The error is what keeps it from being one.
pub(super) fn page_as_svg(bytes: &[u8], page: usize) -> Result<Vec<u8>, String> {
    let pdf = Pdf::new(Arc::new(bytes.to_vec())).map_err(|_| "cannot be read as a PDF")?;
    let pages = pdf.pages();
    let page = page.checked_sub(1).and_then(|at| pages.get(at)).ok_or("has no such page")?;
    let fonts = Arc::new(AtomicBool::new(false));
    let image = Arc::new(AtomicBool::new(false));
    let (strange, broken) = (fonts.clone(), image.clone());
    let settings = InterpreterSettings {
        // What a font that is not there would set has been refused; many are named and set nothing.
        font_resolver: Arc::new(|_| None),
        cmap_resolver: Arc::new(|_| None),
        warning_sink: Arc::new(move |warning| match warning {
            InterpreterWarning::UnsupportedFont => strange.store(true, Ordering::Relaxed),
            InterpreterWarning::ImageDecodeFailure => broken.store(true, Ordering::Relaxed),
        }),
        render_annotations: false,
    };
    let drawing = SvgRenderSettings { bg_color: [0; 4] };
    let svg = convert(page, &RenderCache::new(), &settings, &drawing);
    if fonts.load(Ordering::Relaxed) {
        return Err("uses a font that is not in it".into());
    }
    if image.load(Ordering::Relaxed) {
        return Err("holds a picture that cannot be read".into());
    }
    Ok(with_hairlines(&svg).into_bytes())
}

/// An SVG whose lines of no width have one: in a PDF those are the thinnest that a device draws, in an
/// SVG they are none (ISO 32000-1, 8.4.3.2).
fn with_hairlines(svg: &str) -> String {
    let (mut out, mut rest) = (String::with_capacity(svg.len()), svg);
    while let Some(at) = rest.find(NO_WIDTH) {
        let behind = &rest[at + NO_WIDTH.len()..];
        let tag = &behind[..behind.find('>').unwrap_or(behind.len())];
        let width = HAIRLINE / scale(tag).unwrap_or(1.0);
        out.push_str(&rest[..at]);
        out.push_str(&format!(" stroke-width=\"{width}\""));
        rest = behind;
    }
    out.push_str(rest);
    out
}

/// By how much what stands in a tag is made larger.
fn scale(tag: &str) -> Option<f64> {
    let (_, transform) = tag.split_once("transform=\"")?;
    let transform = Transform::from_str(transform.split('"').next()?).ok()?;
    let scale = (transform.a * transform.d - transform.b * transform.c).abs().sqrt();
    (scale.is_finite() && scale > 0.0).then_some(scale)
}

#[cfg(test)]
mod tests {
    use super::with_hairlines;

    #[test]
    fn a_line_of_no_width_is_as_thin_as_a_hair() {
        for (tag, expected) in [
            ("<path stroke-width=\"0\"/>", "<path stroke-width=\"0.25\"/>"),
            (
                "<path stroke-width=\"0\" transform=\"matrix(0 2 -2 0 1 1)\"/>",
                "<path stroke-width=\"0.125\" transform=\"matrix(0 2 -2 0 1 1)\"/>",
            ),
            ("<path stroke-width=\"0.5\"/>", "<path stroke-width=\"0.5\"/>"),
        ] {
            assert_eq!(with_hairlines(&format!("<a/>{tag}<b/>")), format!("<a/>{expected}<b/>"));
        }
    }
}
