//! Pages of PDFs as pictures. No PDF that conforms to a standard may hold another one as it is, so a
//! page becomes an SVG: its text is drawn as shapes, and what it says stands in the figure's words.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use hayro_svg::hayro_interpret::{InterpreterSettings, InterpreterWarning};
use hayro_svg::hayro_syntax::{LoadPdfError, Pdf};
use hayro_svg::{RenderCache, SvgRenderSettings, convert};

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
    Ok(svg.into_bytes())
}
