//! Whole squares for parts of a hundred.

/// So many of `squares` for each part of a whole; what is left over goes to the parts that lost most
/// by rounding down (largest remainders). A part that is something has a square.
pub(super) fn squares(parts: &[f64], whole: f64, squares: usize) -> Vec<usize> {
    if whole <= 0.0 {
        return vec![0; parts.len()];
    }
    let exact: Vec<f64> = parts.iter().map(|part| part / whole * squares as f64).collect();
    let mut counts: Vec<usize> = exact.iter().map(|part| part.floor() as usize).collect();
    let total = (exact.iter().sum::<f64>() + 1e-9).round() as usize;
    let mut order: Vec<usize> = (0..parts.len()).collect();
    let lost = |at: &usize| exact[*at] - exact[*at].floor();
    order.sort_by(|one, two| lost(two).total_cmp(&lost(one)));
    for at in order.into_iter().cycle().take(parts.len()) {
        if counts.iter().sum::<usize>() < total {
            counts[at] += 1;
        }
    }
    for at in 0..parts.len() {
        let greatest = (0..parts.len()).max_by_key(|other| counts[*other]).unwrap_or(at);
        if parts[at] > 0.0 && counts[at] == 0 && counts[greatest] > 1 {
            counts[at] = 1;
            counts[greatest] -= 1;
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn squares_make_the_whole() {
        let third = 100.0 / 3.0;
        assert_eq!(squares(&[third, third, third], 100.0, 100), [34, 33, 33]);
        assert_eq!(squares(&[66.7], 100.0, 100), [67]);
        assert_eq!(squares(&[99.6, 0.4], 100.0, 100), [99, 1]);
        assert_eq!(squares(&[12.5, 12.5, 75.0], 100.0, 100), [13, 12, 75]);
        assert_eq!(squares(&[0.0, 5.0], 5.0, 100), [0, 100]);
        assert_eq!(squares(&[0.0], 0.0, 100), [0]);
    }
}
