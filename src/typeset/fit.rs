//! The pictures of a brief in as many pixels as an edition needs at the size at which they are placed.

use std::collections::BTreeMap;

use typst::layout::{Frame, FrameItem, Transform};
use typst::utils::hash128;
use typst::visualize::{Image, ImageKind, RasterImage};

use super::images::dots_per_inch;
use super::pages::Pages;
use super::world::Typesetter;

/// How many times as many pixels as needed a picture may keep: to make it a little smaller would cost
/// sharpness and gain nothing.
const SPARE: f64 = 1.25;

impl Typesetter {
    /// Makes the pictures below a folder as small as this many pixels an inch allow. One that is placed
    /// twice stays one: its largest place counts.
    pub fn fit(&self, pages: &mut Pages, folder: &str, dpi: f64) {
        let mut finest = BTreeMap::new();
        for page in pages.document.pages() {
            look(&page.frame, Transform::identity(), &mut finest);
        }
        let mut others = BTreeMap::new();
        for (hash, (found, raster)) in finest {
            let within = |path: String| path.starts_with(folder);
            if found <= dpi * SPARE || !self.path_of(raster.data()).is_some_and(within) {
                continue;
            }
            let width = (f64::from(raster.width()) * dpi / found).ceil() as u32;
            others.extend(self.fitted().get(&raster, hash, width).map(|other| (hash, other)));
        }
        if !others.is_empty() {
            pages.draw_again(|frame| replace(frame, &others));
        }
    }
}

/// The fewest dots an inch at which each picture is placed.
fn look(frame: &Frame, transform: Transform, finest: &mut BTreeMap<u128, (f64, RasterImage)>) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => {
                look(&group.frame, transform.pre_concat(group.transform), finest);
            }
            FrameItem::Image(image, size, _) => {
                let ImageKind::Raster(raster) = image.kind() else { continue };
                let dpi = dots_per_inch(image, *size, transform);
                let found = finest.entry(hash128(raster)).or_insert_with(|| (dpi, raster.clone()));
                found.0 = found.0.min(dpi);
            }
            _ => {}
        }
    }
}

fn replace(frame: &mut Frame, others: &BTreeMap<u128, RasterImage>) {
    frame.retain(|item| {
        match item {
            FrameItem::Group(group) => replace(&mut group.frame, others),
            FrameItem::Image(image, ..) => {
                if let ImageKind::Raster(raster) = image.kind()
                    && let Some(other) = others.get(&hash128(raster))
                {
                    *image =
                        Image::new(other.clone(), image.alt().map(Into::into), image.scaling());
                }
            }
            _ => {}
        }
        true
    });
}
