//! Scales: from where to where, and which round numbers stand on it.

use crate::dataset::ExactNumber;

/// About how many steps a scale with numbers on it has.
const STEPS: f64 = 4.0;

/// A scale from its least to its greatest number.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Scale {
    from: f64,
    to: f64,
    /// The round numbers on it.
    pub(super) ticks: Vec<ExactNumber>,
}

impl Scale {
    /// From the least to the greatest of some numbers, and to zero, whichever way that lies.
    pub(super) fn through_zero(values: impl Iterator<Item = f64>) -> Self {
        let (least, most) = span(values.chain([0.0]));
        Self { from: least, to: if most > least { most } else { least + 1.0 }, ticks: Vec::new() }
    }

    /// The same between round numbers, which stand on it; from another number than zero, if that is said.
    pub(super) fn round(values: impl Iterator<Item = f64>, from: Option<ExactNumber>) -> Self {
        let start = from.map_or(0.0, ExactNumber::approximate);
        let (least, most) = span(values.chain([start]));
        let most = if most > least { most } else { least + 1.0 };
        let (step, decimals) = round_step((most - least) / STEPS);
        let first = if from.is_some() { least } else { (least / step).floor() * step };
        let count = ((most - first) / step - 1e-9).ceil().max(1.0);
        let ticks = (0..=count as i64).filter_map(|n| {
            let value = first + step * n as f64;
            ExactNumber::parse(&format!("{value:.*}", usize::from(decimals))).ok()
        });
        let ticks: Vec<ExactNumber> = match from {
            // A scale that begins where it was told to has that number and then round ones.
            Some(from) => {
                let rounded = (first / step + 1e-9).ceil() as i64;
                let last = (most / step - 1e-9).ceil() as i64;
                let rest = (rounded..=last).filter_map(|n| {
                    let value = step * n as f64;
                    ExactNumber::parse(&format!("{value:.*}", usize::from(decimals))).ok()
                });
                let rest = rest.filter(|tick| tick.approximate() > first + step / 3.0);
                std::iter::once(from).chain(rest).collect()
            }
            None => ticks.collect(),
        };
        let end = ticks.last().map_or(most, |tick| tick.approximate());
        Self { from: first, to: end.max(most), ticks }
    }

    /// Where a number stands on it, from 0 to 1.
    pub(super) fn at(&self, value: f64) -> f64 {
        let at = (value - self.from) / (self.to - self.from);
        // Six digits are a thousandth of a point on any page.
        (at.clamp(0.0, 1.0) * 1e6).round() / 1e6
    }
}

fn span(values: impl Iterator<Item = f64>) -> (f64, f64) {
    values.fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), value| {
        (least.min(value), most.max(value))
    })
}

/// The least of 1, 2 and 5 with zeros that is no less than a step, and the decimals it takes.
fn round_step(step: f64) -> (f64, u8) {
    let power = step.log10().floor();
    let base = 10_f64.powi(power as i32);
    let times = [1.0, 2.0, 5.0, 10.0].into_iter().find(|times| times * base >= step * (1.0 - 1e-9));
    let step = times.unwrap_or(10.0) * base;
    let decimals = (-(step.log10() + 1e-9).floor()).clamp(0.0, 18.0);
    (step, decimals as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticks(values: &[f64], from: Option<&str>) -> String {
        let from = from.map(|from| ExactNumber::parse(from).unwrap());
        let scale = Scale::round(values.iter().copied(), from);
        let ticks = scale.ticks.iter().map(ToString::to_string);
        ticks.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn ticks_are_round_and_reach_round_the_values() {
        for (values, expected) in [
            (&[3.0, 97.0][..], "0 50 100"),
            (&[12.0, 38.0], "0 10 20 30 40"),
            (&[0.02, 0.11], "0.00 0.05 0.10 0.15"),
            (&[-30.0, 45.0], "-40 -20 0 20 40 60"),
            (&[-3.0], "-3 -2 -1 0"),
            (&[0.0], "0.0 0.5 1.0"),
            (&[1_200_000.0, 5_000_000.0], "0 2000000 4000000 6000000"),
            (&[7.0, 7.0], "0 2 4 6 8"),
        ] {
            assert_eq!(ticks(values, None), expected, "{values:?}");
        }
        assert_eq!(ticks(&[43.0, 58.0], Some("40")), "40 45 50 55 60");
        assert_eq!(ticks(&[43.0, 58.0], Some("42.5")), "42.5 45 50 55 60");
    }

    #[test]
    fn zero_is_on_every_scale_of_lengths() {
        for values in [&[5.0, 9.0][..], &[-5.0, -9.0], &[-5.0, 9.0], &[0.0, 0.0]] {
            let scale = Scale::through_zero(values.iter().copied());
            assert!((0.0..=1.0).contains(&scale.at(0.0)));
            for value in values {
                let length = (scale.at(*value) - scale.at(0.0)).abs();
                let unit = (scale.at(0.0) - scale.at(values[0])).abs() / values[0].abs().max(1.0);
                assert!((length - unit * value.abs()).abs() < 1e-5, "{values:?}");
            }
        }
    }
}
