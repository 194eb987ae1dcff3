//! The most ink the paper takes. What is too much is changed for black where a profile says what
//! looks the same (grey component replacement), and is taken away where none does.

use super::black::solve;
use super::profile::Profile;
use super::table::Value;

/// What rounding four inks to bytes may add.
const ROUNDING: f32 = 4.0 * 0.5 / 255.0;

/// How often the share of black is halved in on, and how many steps find the other inks.
const HALVINGS: usize = 10;
const STEPS: usize = 8;

/// Inks of the same colour that the paper can hold.
pub(super) fn hold(inks: Value, profile: &Profile, total_ink: u16) -> Value {
    let most = f32::from(total_ink) / 100.0 - ROUNDING;
    let all = |inks: Value| inks.iter().sum::<f32>();
    if all(inks) <= most {
        return inks;
    }
    let wanted = profile.colour(inks);
    let mut best = beside(1.0, inks, wanted, profile);
    if all(best) > most {
        let share = ((most - best[3]) / (all(best) - best[3])).max(0.0);
        return [best[0] * share, best[1] * share, best[2] * share, best[3]];
    }
    let (mut low, mut high) = (inks[3], 1.0);
    for _ in 0..HALVINGS {
        let black = (low + high) / 2.0;
        let tried = beside(black, best, wanted, profile);
        if all(tried) <= most {
            (best, high) = (tried, black);
        } else {
            low = black;
        }
    }
    best
}

/// The inks beside so much black that come nearest to a colour, from some others on (Newton).
fn beside(black: f32, start: Value, wanted: [f32; 3], profile: &Profile) -> Value {
    const STEP: f32 = 0.01;
    let mut inks = [start[0], start[1], start[2], black];
    let distance = |colour: [f32; 3]| -> f32 {
        colour.iter().zip(wanted).map(|(is, wanted)| (is - wanted).powi(2)).sum()
    };
    let mut is = profile.colour(inks);
    for _ in 0..STEPS {
        if distance(is) < 0.01 {
            break;
        }
        let mut rows = [[0.0; 4]; 3];
        for ink in 0..3 {
            let mut more = inks;
            let step = if inks[ink] > 0.5 { -STEP } else { STEP };
            more[ink] += step;
            let there = profile.colour(more);
            for (part, row) in rows.iter_mut().enumerate() {
                row[ink] = f64::from((there[part] - is[part]) / step);
            }
        }
        for (part, row) in rows.iter_mut().enumerate() {
            row[3] = f64::from(wanted[part] - is[part]);
        }
        let Some(change) = solve(rows) else { break };
        // A step that leads away is halved.
        let mut share = 1.0;
        let nearer = (0..6).find_map(|_| {
            let mut next = inks;
            for (ink, change) in next.iter_mut().zip(change) {
                *ink = (*ink + change as f32 * share).clamp(0.0, 1.0);
            }
            share /= 2.0;
            let there = profile.colour(next);
            (distance(there) < distance(is)).then_some((next, there))
        });
        let Some((next, there)) = nearer else { break };
        (inks, is) = (next, there);
    }
    inks
}

/// Takes colour away until the paper can hold the ink; black stays, for it carries the drawing.
pub(super) fn take_away(cmyk: &mut [u8], total_ink: u16) {
    let most = f32::from(total_ink) * 2.55;
    let black = f32::from(cmyk[3]);
    let colours: f32 = cmyk[..3].iter().map(|&part| f32::from(part)).sum();
    if colours + black > most && colours > 0.0 {
        let share = ((most - black) / colours).max(0.0);
        for part in &mut cmyk[..3] {
            *part = (f32::from(*part) * share) as u8;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ink_is_limited_and_black_stays() {
        let mut cmyk = [255, 255, 255, 255];
        take_away(&mut cmyk, 300);
        assert_eq!(cmyk[3], 255);
        assert!(cmyk.iter().map(|&part| u32::from(part)).sum::<u32>() <= 765);
    }
}
