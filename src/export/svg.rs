//! Pages as SVG, for a browser: drawn from the very pages that become the PDF, letters as shapes, so that
//! no face of the computer has a part in them.

use typst::utils::hash128;
use typst_layout::Page;
use typst_svg::SvgOptions;

use super::svg_text::joined;
use crate::typeset::Pages;

/// A page that can be drawn.
pub struct Drawable<'p>(&'p Page);

/// The pages, each with the bleed it has.
pub fn drawable(pages: &Pages) -> impl Iterator<Item = Drawable<'_>> {
    pages.document.pages().iter().map(Drawable)
}

impl Drawable<'_> {
    /// What tells it from every page that looks otherwise.
    pub fn hash(&self) -> u128 {
        hash128(&(&self.0.frame, &self.0.fill, self.0.bleed))
    }

    /// Its width and height with the bleed, in points.
    pub fn size(&self) -> [f64; 2] {
        let size = self.0.frame.size() + self.0.bleed.sum_by_axis();
        [size.x.to_pt(), size.y.to_pt()]
    }

    /// Where the upper left corner of what is trimmed lies on it, in points.
    pub fn trim(&self) -> [f64; 2] {
        [self.0.bleed.left.to_pt(), self.0.bleed.top.to_pt()]
    }

    /// The drawing.
    pub fn svg(&self) -> String {
        joined(typst_svg::svg(self.0, &SvgOptions { render_bleed: true, pretty: false }))
    }
}
