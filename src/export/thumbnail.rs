//! A small picture of the first page, for a list of documents.

use typst_render::RenderOptions;

use crate::typeset::Pages;

/// Pixels across. Shown at half of that, so that screens of two pixels a point show it sharp.
const WIDTH: f64 = 240.0;

/// Colours in a picture: as many as four bits a pixel can tell apart. A picture takes a fifth of
/// the bytes of one in full colour.
const COLOURS: usize = 16;

/// The first page as PNG with a palette, without transparency.
pub fn thumbnail(pages: &Pages) -> Vec<u8> {
    let Some(page) = pages.document.pages().first() else { return Vec::new() };
    let options = RenderOptions {
        pixel_per_pt: (WIDTH / page.frame.width().to_pt()).into(),
        ..RenderOptions::default()
    };
    let pixmap = typst_render::render(page, &options);
    encode(pixmap.data(), pixmap.width(), pixmap.height())
}

/// RGBA pixels as PNG.
fn encode(rgba: &[u8], width: u32, height: u32) -> Vec<u8> {
    let palette = Palette::of(rgba);
    let rows = rgba.chunks_exact(4 * width as usize);
    let packed: Vec<u8> = rows
        .flat_map(|row| row.chunks(8))
        .map(|two| {
            let right = two.get(4..8).map_or(0, |pixel| palette.place(pixel));
            palette.place(two) << 4 | right
        })
        .collect();
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Four);
    encoder.set_palette(palette.colours.concat());
    // Neighbours in a palette are not near to each other: a filter would only cost.
    encoder.set_compression(png::Compression::Balanced);
    encoder.set_filter(png::Filter::NoFilter);
    let mut writer = encoder.write_header().expect("a palette of sixteen is one");
    writer.write_image_data(&packed).expect("the picture has the size it says");
    writer.finish().expect("a vector takes it");
    bytes
}

/// Steps of a channel by which colours are counted, as a power of two.
const BITS: u32 = 5;

/// The colours of a picture: white, which is the paper, and those that stand best for the others.
struct Palette {
    colours: Vec<[u8; 3]>,
    /// For each cell of the colour cube: the place of its colour.
    places: Vec<u8>,
}

/// Colours of a picture that are nearly the same.
struct Shade {
    cell: usize,
    colour: [f64; 3],
    weight: f64,
}

impl Palette {
    /// The colours that stand best for those of some RGBA pixels. Only sums, products and roots go
    /// into them, so that they are the same on every machine.
    fn of(rgba: &[u8]) -> Self {
        let shades = shades(rgba);
        let mut groups = vec![(0..shades.len()).collect::<Vec<_>>()];
        while groups.len() < COLOURS - 1 {
            let spreads = groups.iter().map(|group| spread(&shades, group));
            let widest = spreads.enumerate().max_by(|a, b| a.1.total().total_cmp(&b.1.total()));
            let Some((at, spread)) = widest.filter(|(_, spread)| spread.total() > 0.0) else {
                break;
            };
            let channel = spread.widest();
            let (low, high): (Vec<_>, Vec<_>) = groups[at]
                .iter()
                .partition(|&&shade| shades[shade].colour[channel] < spread.mean[channel]);
            if low.is_empty() || high.is_empty() {
                break;
            }
            groups[at] = low;
            groups.push(high);
        }
        let means = groups.iter().filter(|group| !group.is_empty());
        let means: Vec<_> = means.map(|group| spread(&shades, group).mean).collect();
        // Each shade to the mean that is nearest, and the means to the middle of their shades.
        let mut nearest = vec![Vec::new(); means.len()];
        for (at, shade) in shades.iter().enumerate() {
            let distances = means.iter().map(|mean| distance(mean, &shade.colour)).enumerate();
            if let Some((mean, _)) = distances.min_by(|a, b| a.1.total_cmp(&b.1)) {
                nearest[mean].push(at);
            }
        }
        let mut palette = Self { colours: vec![[255; 3]], places: vec![0; 1 << (3 * BITS)] };
        for group in nearest.iter().filter(|group| !group.is_empty()) {
            for &shade in group {
                palette.places[shades[shade].cell] = palette.colours.len() as u8;
            }
            palette.colours.push(spread(&shades, group).mean.map(|value| value.round() as u8));
        }
        palette
    }

    fn place(&self, pixel: &[u8]) -> u8 {
        if is_white(pixel) { 0 } else { self.places[cell(pixel)] }
    }
}

fn is_white(pixel: &[u8]) -> bool {
    pixel[..3] == [255; 3]
}

fn cell(pixel: &[u8]) -> usize {
    pixel[..3].iter().fold(0, |cell, &value| cell << BITS | usize::from(value >> (8 - BITS)))
}

/// What is on the page besides white. The root of how often a shade is there, and more for a strong
/// colour: most pixels are the soft edges of letters, which must not crowd out the colour of a goal.
fn shades(rgba: &[u8]) -> Vec<Shade> {
    let mut sums = vec![[0_u32; 4]; 1 << (3 * BITS)];
    for pixel in rgba.chunks_exact(4).filter(|pixel| !is_white(pixel)) {
        let sum = &mut sums[cell(pixel)];
        sum[0] += 1;
        for (sum, &value) in sum[1..].iter_mut().zip(pixel) {
            *sum += u32::from(value);
        }
    }
    let there = sums.iter().enumerate().filter(|(_, sum)| sum[0] > 0);
    let shades = there.map(|(cell, &[count, sums @ ..])| {
        let colour = sums.map(|sum| f64::from(sum) / f64::from(count));
        let [low, high] = [f64::min, f64::max].map(|of| colour.into_iter().reduce(of));
        let chroma = high.unwrap_or_default() - low.unwrap_or_default();
        Shade { cell, colour, weight: f64::from(count).sqrt() * (1.0 + chroma / 16.0) }
    });
    shades.collect()
}

/// Where the colours of a group lie, and how far apart.
struct Spread {
    mean: [f64; 3],
    squares: [f64; 3],
}

impl Spread {
    fn total(&self) -> f64 {
        self.squares.iter().sum()
    }

    fn widest(&self) -> usize {
        (0..3).max_by(|&a, &b| self.squares[a].total_cmp(&self.squares[b])).unwrap_or_default()
    }
}

fn spread(shades: &[Shade], group: &[usize]) -> Spread {
    let weight: f64 = group.iter().map(|&at| shades[at].weight).sum();
    let sum = |of: &dyn Fn(&Shade) -> f64| -> f64 {
        group.iter().map(|&at| shades[at].weight * of(&shades[at])).sum()
    };
    let mean = [0, 1, 2].map(|channel| sum(&|shade| shade.colour[channel]) / weight);
    let squares = [0, 1, 2].map(|channel| {
        sum(&|shade| {
            (shade.colour[channel] - mean[channel]) * (shade.colour[channel] - mean[channel])
        })
    });
    Spread { mean, squares }
}

fn distance(a: &[f64; 3], b: &[f64; 3]) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(png: &[u8]) -> (u32, Vec<[u8; 3]>) {
        let image = image::load_from_memory(png).unwrap().into_rgb8();
        (image.width(), image.pixels().map(|pixel| pixel.0).collect())
    }

    #[test]
    fn few_colours_stay_what_they_are_in_any_width() {
        let colours = [[255, 255, 255], [253, 255, 255], [0, 0, 0], [229, 36, 59], [76, 159, 56]];
        for width in 1..=5 {
            let pixels: Vec<[u8; 3]> = colours.into_iter().cycle().take(width * 3).collect();
            let rgba: Vec<u8> = pixels.iter().flat_map(|&[r, g, b]| [r, g, b, 255]).collect();
            let png = encode(&rgba, width as u32, 3);
            assert_eq!(decode(&png), (width as u32, pixels));
        }
        assert_eq!(decode(&encode(&[255; 16], 2, 2)).1, [[255; 3]; 4], "an empty page");
    }

    #[test]
    fn soft_edges_do_not_crowd_out_a_colour() {
        // Many greys, and a few pixels of the reds and the green of three goals.
        let mut pixels: Vec<[u8; 3]> = (0..20_000).map(|at| [(at % 256) as u8; 3]).collect();
        let goals = [[162, 25, 66], [255, 58, 33], [76, 159, 56]];
        pixels.extend(goals.into_iter().cycle().take(240));
        let rgba: Vec<u8> = pixels.iter().flat_map(|&[r, g, b]| [r, g, b, 255]).collect();
        let (_, shown) = decode(&encode(&rgba, 40, 506));
        let off = |a: u8, b: u8| a.abs_diff(b);
        for (shown, pixel) in shown.iter().zip(&pixels) {
            let most = shown.iter().zip(pixel).map(|(&a, &b)| off(a, b)).max().unwrap();
            let is_goal = goals.contains(pixel);
            assert!(most <= if is_goal { 4 } else { 24 }, "{pixel:?} is shown as {shown:?}");
        }
    }
}
