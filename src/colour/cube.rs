//! A way between colours worked out once on a grid, for pictures: the millions of pixels lie between
//! its points.

use super::table::Value;

/// Points along each side.
const SIDE: usize = 33;

/// What red, green and blue become.
pub(super) struct PictureCube {
    points: Vec<Value>,
    /// For each byte, the point below and how far it is from there to the next.
    places: Vec<(usize, f32)>,
}

impl PictureCube {
    /// Works out each point.
    pub(super) fn new(of: impl Fn([f32; 3]) -> Value) -> Self {
        let at = |step: usize| step as f32 / (SIDE - 1) as f32;
        let mut points = Vec::with_capacity(SIDE * SIDE * SIDE);
        for r in 0..SIDE {
            for g in 0..SIDE {
                points.extend((0..SIDE).map(|b| of([at(r), at(g), at(b)])));
            }
        }
        let place = |byte: u8| {
            let at = f32::from(byte) / 255.0 * (SIDE - 1) as f32;
            let below = (at as usize).min(SIDE - 2);
            (below, at - below as f32)
        };
        Self { points, places: (0..=255).map(place).collect() }
    }

    /// What a pixel becomes: the mean of the four points around it that the way from black to white
    /// passes (tetrahedral interpolation), so that greys lie between greys alone.
    pub(super) fn at(&self, pixel: [u8; 3]) -> Value {
        let [(r, red), (g, green), (b, blue)] = pixel.map(|byte| self.places[usize::from(byte)]);
        let mut order = [(red, SIDE * SIDE), (green, SIDE), (blue, 1)];
        order.sort_by(|one, other| other.0.total_cmp(&one.0));
        let mut index = (r * SIDE + g) * SIDE + b;
        let mut weight = 1.0 - order[0].0;
        let mut out = self.points[index].map(|part| part * weight);
        for (at, (share, step)) in order.into_iter().enumerate() {
            index += step;
            weight = share - order.get(at + 1).map_or(0.0, |next| next.0);
            for (out, part) in out.iter_mut().zip(self.points[index]) {
                *out += part * weight;
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_straight_stays_so_between_the_points() {
        let cube = PictureCube::new(|[r, g, b]| [r, g / 2.0, 1.0 - b, (r + g + b) / 3.0]);
        for pixel in [[0, 0, 0], [255; 3], [128, 128, 129], [1, 200, 77], [255, 0, 3]] {
            let [r, g, b] = pixel.map(|byte| f32::from(byte) / 255.0);
            let expected = [r, g / 2.0, 1.0 - b, (r + g + b) / 3.0];
            let is = cube.at(pixel);
            assert!(is.iter().zip(expected).all(|(is, e)| (is - e).abs() < 1e-5), "{pixel:?}");
        }
    }
}
