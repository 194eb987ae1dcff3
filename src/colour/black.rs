//! Black point compensation (ISO 18619): the darkest colour of a picture becomes the darkest of the
//! press, and all between keeps its distance from both. Black points are neutral here, so that one
//! number says where they are: Y, of the white's.

use super::lab::{WHITE, to_xyz};

/// How many steps of L* a press is tried at.
const STEPS: usize = 256;

/// Nothing darker counts as paper.
pub(super) const LIGHTEST_BLACK: f32 = 50.0;

/// A straight line from one range of Y to another.
#[derive(Debug, Clone, Copy)]
pub(super) struct Compensation {
    scale: f32,
    shift: f32,
}

impl Compensation {
    /// Leads from one black point to another, and white to white.
    pub(super) fn between(from: f32, to: f32) -> Self {
        let scale = (1.0 - to) / (1.0 - from);
        Self { scale, shift: 1.0 - scale }
    }

    /// XYZ where it comes to lie.
    pub(super) fn of(self, xyz: [f32; 3]) -> [f32; 3] {
        let mut out = xyz;
        for (part, white) in out.iter_mut().zip(WHITE) {
            *part = *part * self.scale + white * self.shift;
        }
        out
    }

    /// Y where it comes to lie.
    pub(super) fn of_luminance(self, y: f32) -> f32 {
        y * self.scale + self.shift
    }
}

/// The L* of a device's black that prints colours by tables: `perceptual` is the L* at which its
/// perceptual rendering has its black, and `printed` the L* that comes out for a neutral one by the
/// colorimetric table.
pub(super) fn black_of(perceptual: f32, printed: impl Fn(f32) -> f32) -> f32 {
    let initial = perceptual.clamp(0.0, LIGHTEST_BLACK);
    let asked = |step: usize| step as f32 * 100.0 / (STEPS - 1) as f32;
    let mut ramp: Vec<f32> = (0..STEPS).map(|step| printed(asked(step))).collect();
    // What is asked to be darker prints no lighter.
    for step in (1..STEPS - 1).rev() {
        ramp[step] = ramp[step].min(ramp[step + 1]);
    }
    let (least, most) = (ramp[0], ramp[STEPS - 1]);
    if least >= most {
        return 0.0;
    }
    let straight = ramp.iter().enumerate().all(|(step, &printed)| {
        asked(step) <= least + 0.2 * (most - least) || (asked(step) - printed).abs() < 4.0
    });
    if straight {
        return initial;
    }
    // The black is where the curve of the shadows, without its toe, would come to nothing.
    let shadows: Vec<(f64, f64)> = ramp
        .iter()
        .enumerate()
        .map(|(step, printed)| {
            (f64::from(asked(step)), f64::from((printed - least) / (most - least)))
        })
        .filter(|(_, share)| (0.1..0.5).contains(share))
        .collect();
    if shadows.len() < 3 {
        return 0.0;
    }
    root_of_parabola(&shadows).map_or(0.0, |root| root.clamp(0.0, f64::from(LIGHTEST_BLACK)) as f32)
}

/// Where the parabola that lies nearest to points (least squares) rises through zero.
fn root_of_parabola(points: &[(f64, f64)]) -> Option<f64> {
    let mut rows = [[0.0; 4]; 3];
    for &(x, y) in points {
        let powers = [1.0, x, x * x];
        for (row, power) in rows.iter_mut().zip(powers) {
            for (cell, other) in row.iter_mut().zip([powers[0], powers[1], powers[2], y]) {
                *cell += power * other;
            }
        }
    }
    let [c, b, a] = solve(rows)?;
    if a.abs() < 1e-10 {
        return (b.abs() > 1e-12).then(|| -c / b);
    }
    let under = b * b - 4.0 * a * c;
    (under > 0.0).then(|| (under.sqrt() - b) / (2.0 * a))
}

/// Solves three equations, by elimination with pivots.
pub(super) fn solve(mut rows: [[f64; 4]; 3]) -> Option<[f64; 3]> {
    for column in 0..3 {
        let pivot = (column..3)
            .max_by(|&a, &b| rows[a][column].abs().total_cmp(&rows[b][column].abs()))
            .unwrap_or(column);
        rows.swap(column, pivot);
        if rows[column][column].abs() < 1e-12 {
            return None;
        }
        for row in 0..3 {
            if row != column {
                let factor = rows[row][column] / rows[column][column];
                let above = rows[column];
                for (cell, above) in rows[row].iter_mut().zip(above) {
                    *cell -= factor * above;
                }
            }
        }
    }
    Some([0, 1, 2].map(|at| rows[at][3] / rows[at][at]))
}

/// Y of L*.
pub(super) fn luminance(l: f32) -> f32 {
    to_xyz([l, 0.0, 0.0])[1]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn black_and_white_come_to_lie_on_black_and_white() {
        let line = Compensation::between(0.0, 0.02);
        assert!((line.of_luminance(0.0) - 0.02).abs() < 1e-6);
        assert!((line.of_luminance(1.0) - 1.0).abs() < 1e-6);
        let white = line.of(WHITE);
        assert!(white.iter().zip(WHITE).all(|(part, white)| (part - white).abs() < 1e-6));
    }

    #[test]
    fn a_parabola_is_found_by_its_points() {
        let points: Vec<_> =
            (0..20).map(|x| f64::from(x)).map(|x| (x, (x - 3.0) * (x + 5.0) / 100.0)).collect();
        assert!((root_of_parabola(&points).unwrap() - 3.0).abs() < 1e-9);
    }

    #[test]
    fn a_press_that_prints_what_is_asked_has_the_black_of_its_perceptual_table() {
        assert_eq!(black_of(9.0, |asked| asked.max(9.0)), 9.0);
        // One whose shadows are all lifted has a black of its own.
        let lifted = black_of(9.0, |asked| 20.0 + asked * asked / 125.0);
        assert!((0.0..9.0).contains(&lifted), "{lifted}");
    }
}
