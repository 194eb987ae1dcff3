//! The filters of SVGs. No PDF has them: each becomes a bitmap, worked out step by step over its whole
//! region, at the size it has on the page.

use typst::layout::{Frame, FrameItem, Transform};
use typst::syntax::Span;
use typst::visualize::ImageKind;
use typst_layout::PagedDocument;
use usvg::filter::{Filter, Kind};
use usvg::{Group, ImageKind as Embedded, Node, NonZeroRect};

use super::images::shown;
use super::problem::{Problem, TypesetError};
use super::world::Typesetter;
use crate::diag::Code;
use crate::limits::{FILTERS, megapixels};

/// How fine the bitmaps are, in pixels a point, and how large at most: as the library has it that
/// writes SVG into PDFs (krilla-svg 0.8).
const SCALE: f64 = 4.0;
const LARGEST: f64 = 5_000.0;

/// Refuses the SVG at which the filters of a document take too much.
pub(super) fn check(typesetter: &Typesetter, document: &PagedDocument) -> Result<(), TypesetError> {
    let most = typesetter.admission().limits().filters();
    #[expect(clippy::cast_precision_loss, reason = "limits are far below 2⁵²")]
    let mut spent = Spent { work: 0.0, most: most as f64, over: None };
    for page in document.pages() {
        collect(&page.frame, Transform::identity(), &mut spent);
    }
    let Some((data, span)) = spent.over else { return Ok(()) };
    let asset = typesetter.path_of(&data);
    let name = asset.as_deref().map_or("an SVG".into(), |path| format!("`{}`", shown(path)));
    let problem = Problem {
        code: Code::AssetTooLarge,
        message: format!(
            "{name} has filters that take {} megapixels of work; a document may have {}",
            megapixels(spent.work as u64),
            megapixels(most)
        ),
        hints: vec![format!(
            "take the filters out, make their regions smaller, or save it as PNG; {}",
            FILTERS.raise()
        )],
        place: typesetter.place(span),
    };
    Err(match asset {
        Some(path) => TypesetError::Assets(vec![(path, problem)]),
        None => TypesetError::Template(vec![problem]),
    })
}

struct Spent {
    work: f64,
    most: f64,
    over: Option<(Vec<u8>, Span)>,
}

fn collect(frame: &Frame, transform: Transform, spent: &mut Spent) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => {
                collect(&group.frame, transform.pre_concat(group.transform), spent);
            }
            FrameItem::Image(image, size, span) if spent.over.is_none() => {
                let ImageKind::Svg(svg) = image.kind() else { continue };
                let stretch = (transform.sx.get().hypot(transform.ky.get()))
                    .max(transform.kx.get().hypot(transform.sy.get()));
                let across = size.x.to_pt() / svg.width();
                let scale = across.max(size.y.to_pt() / svg.height()) * stretch * SCALE;
                spent.work += of_group(svg.tree().root(), scale, None);
                if spent.work > spent.most {
                    spent.over = Some((svg.data().to_vec(), *span));
                }
            }
            _ => {}
        }
    }
}

/// The work of all filters in a group. Those within a filtered group are worked out at its scale, on a
/// bitmap of at most sixteen times its size (resvg 0.47).
fn of_group(group: &Group, scale: f64, within: Option<f64>) -> f64 {
    let mut work = 0.0;
    let (mut scale, mut within) = (scale, within);
    if !group.filters().is_empty() || within.is_some() && group.should_isolate() {
        let (width, height) = sides(group.abs_layer_bounding_box());
        if within.is_none() {
            scale = scale.min(LARGEST / width).min(LARGEST / height);
        }
        let pixels =
            (width * height * scale * scale).min(within.map_or(f64::MAX, |all| all * 16.0));
        work += pixels;
        for filter in group.filters() {
            work += of_filter(filter, pixels, (width * scale, height * scale), scale);
        }
        within.get_or_insert(pixels);
    }
    for node in group.children() {
        match node {
            Node::Group(group) => work += of_group(group, scale, within),
            Node::Image(image) => {
                if let Embedded::SVG(tree) = image.kind() {
                    let (width, height) = sides(image.abs_bounding_box().to_non_zero_rect());
                    let size = tree.size();
                    let inner =
                        (width / f64::from(size.width())).max(height / f64::from(size.height()));
                    work += of_group(tree.root(), scale * inner, within);
                }
            }
            _ => {}
        }
        node.subroots(|group| work += of_group(group, scale, within));
    }
    work
}

fn sides(rect: impl Into<Option<NonZeroRect>>) -> (f64, f64) {
    let rect = rect.into();
    rect.map_or((1.0, 1.0), |rect| (f64::from(rect.width()), f64::from(rect.height())))
}

/// The work of a filter's steps over so many pixels.
fn of_filter(filter: &Filter, pixels: f64, (width, height): (f64, f64), scale: f64) -> f64 {
    // As measured with resvg 0.47, beside moving a pixel.
    let times = |kind: &Kind| match kind {
        Kind::GaussianBlur(_) | Kind::DropShadow(_) => 6.0,
        // A window goes over each pixel; it is no larger than the bitmap.
        Kind::Morphology(step) => {
            let (across, down) = (step.radius_x().get(), step.radius_y().get());
            let across = (f64::from(across) * 2.0 * scale).clamp(1.0, width.max(1.0));
            across * (f64::from(down) * 2.0 * scale).clamp(1.0, height.max(1.0)) / 8.0
        }
        Kind::ConvolveMatrix(step) => {
            f64::from(step.matrix().columns()) * f64::from(step.matrix().rows()) / 8.0
        }
        Kind::Turbulence(step) => 3.0 + f64::from(step.num_octaves()),
        _ => 1.0,
    };
    let steps = filter.primitives().iter().map(|step| times(step.kind()).max(1.0));
    steps.sum::<f64>() * pixels
}
