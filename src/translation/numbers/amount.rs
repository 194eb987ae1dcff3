//! How many there are: a number without sign, exact.

use std::fmt;

/// A number, as digits of which the last few stand behind the point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Amount {
    digits: u128,
    /// How many digits stand behind the point. The last is no zero.
    decimals: u32,
}

impl Amount {
    /// A whole number.
    pub(super) fn whole(number: u32) -> Self {
        Self { digits: number.into(), decimals: 0 }
    }

    /// Reads digits with at most one point.
    pub(super) fn parse(plain: &str) -> Option<Self> {
        let (whole, part) = plain.split_once('.').unwrap_or((plain, ""));
        let decimals = part.len().try_into().ok()?;
        let digits = format!("{whole}{part}").parse().ok()?;
        Some(Self { digits, decimals }.even())
    }

    /// As many times a power of ten.
    pub(super) fn times_ten(self, power: u32) -> Option<Self> {
        let up = power.saturating_sub(self.decimals);
        let digits = self.digits.checked_mul(10u128.checked_pow(up)?)?;
        Some(Self { digits, decimals: self.decimals.saturating_sub(power) })
    }

    /// A part of it.
    pub(super) fn over(self, divisor: u32) -> Option<Self> {
        // What is no decimal of a few digits is none.
        let digits = self.digits.checked_mul(10_000)?;
        let exact = digits.is_multiple_of(divisor.into());
        exact.then(|| {
            Self { digits: digits / u128::from(divisor), decimals: self.decimals + 4 }.even()
        })
    }

    /// Both together.
    pub(super) fn plus(self, other: Self) -> Option<Self> {
        let decimals = self.decimals.max(other.decimals);
        let scaled =
            |one: Self| one.digits.checked_mul(10u128.checked_pow(decimals - one.decimals)?);
        let digits = scaled(self)?.checked_add(scaled(other)?)?;
        Some(Self { digits, decimals }.even())
    }

    /// Whether it is less than a power of ten.
    pub(super) fn is_below(self, power: u32) -> bool {
        let limit = 10u128.checked_pow(power.saturating_add(self.decimals));
        limit.is_none_or(|limit| self.digits < limit)
    }

    /// Whether there is none.
    pub(super) fn is_zero(self) -> bool {
        self.digits == 0
    }

    /// Whether its last digits are zeros that another number can take the place of: 20 takes 1, and
    /// not 10.
    pub(super) fn has_room_for(self, other: Self) -> bool {
        let mut zeros = 0;
        let mut digits = self.digits;
        while digits != 0 && digits.is_multiple_of(10) {
            digits /= 10;
            zeros += 1;
        }
        digits != 0 && self.decimals == 0 && other.is_below(zeros)
    }

    fn even(mut self) -> Self {
        while self.decimals > 0 && self.digits.is_multiple_of(10) {
            self.digits /= 10;
            self.decimals -= 1;
        }
        self
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let decimals = self.decimals as usize;
        let digits = format!("{:0>1$}", self.digits, decimals + 1);
        let (whole, part) = digits.split_at(digits.len() - decimals);
        if part.is_empty() { f.write_str(whole) } else { write!(f, "{whole}.{part}") }
    }
}

/// The terms of a number that is put together from the largest down, in the order in which they are
/// said: 100000000 and 20000000.
#[derive(Debug, Clone, Default)]
pub(super) struct Terms(Vec<Amount>);

impl Terms {
    /// Adds a term. `false`, and nothing is added, where it cannot belong to the same number.
    pub(super) fn add(&mut self, term: Amount) -> bool {
        // "Half" stands before its number in Hindi.
        let half = Amount::parse("0.5");
        let fits = match self.0.as_slice() {
            [] => true,
            [only] if Some(*only) == half => true,
            [.., last] => last.has_room_for(term),
        };
        if fits {
            self.0.push(term);
        }
        fits
    }

    /// Counts what was said last in thousands, or another power of ten. `false`, and nothing is
    /// changed, where that makes no number.
    pub(super) fn scale(&mut self, power: u32) -> bool {
        let from = self.0.iter().rposition(|term| !term.is_below(power)).map_or(0, |at| at + 1);
        let said = self.0[from..].iter().try_fold(Amount::whole(0), |sum, term| sum.plus(*term));
        let counted = match said {
            Some(said) if from < self.0.len() => said,
            _ => Amount::whole(1),
        };
        let Some(scaled) = counted.times_ten(power) else { return false };
        let fits = from == 0 || self.0[from - 1].has_room_for(scaled);
        if fits {
            self.0.truncate(from);
            self.0.push(scaled);
        }
        fits
    }

    /// All terms together.
    pub(super) fn sum(&self) -> Option<Amount> {
        self.0.iter().try_fold(Amount::whole(0), |sum, term| sum.plus(*term))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_exact() {
        let amount = |plain: &str| Amount::parse(plain).unwrap();
        for (plain, shown) in [("0", "0"), ("007", "7"), ("1.50", "1.5"), ("0.05", "0.05")] {
            assert_eq!(amount(plain).to_string(), shown);
        }
        assert_eq!(amount("1.25").times_ten(6).unwrap(), amount("1250000"));
        assert_eq!(amount("1.25").times_ten(1).unwrap(), amount("12.5"));
        assert_eq!(amount("1").over(8).unwrap(), amount("0.125"));
        assert_eq!(amount("1").over(3), None);
        assert_eq!(amount("2").plus(amount("0.5")).unwrap(), amount("2.5"));
        assert!(amount("20").has_room_for(amount("1")) && !amount("20").has_room_for(amount("10")));
        assert!(amount("2").has_room_for(amount("0.5")) && !amount("0").has_room_for(amount("0")));
        let huge = amount("340282366920938463463374607431768211455");
        assert!(huge.times_ten(1).is_none() && huge.plus(amount("1")).is_none());
        assert!(Amount::parse("1.2.3").is_none() && Amount::parse("").is_none());
        assert!(amount("1").times_ten(u32::MAX).is_none() && huge.is_below(u32::MAX));
    }

    #[test]
    fn terms_are_put_together_from_the_largest_down() {
        let sum = |said: &[&str]| -> Option<String> {
            let mut terms = Terms::default();
            for said in said {
                let fits = match said.strip_prefix("e") {
                    Some(power) => terms.scale(power.parse().unwrap()),
                    None => terms.add(Amount::parse(said).unwrap()),
                };
                if !fits {
                    return None;
                }
            }
            Some(terms.sum()?.to_string())
        };
        for (said, expected) in [
            // Two hundred thousand and five; 一億二千万; two and a half million; half a million.
            (&["2", "e2", "e3", "5"][..], Some("200005")),
            (&["1", "e8", "2", "e3", "e4"], Some("120000000")),
            (&["2", "0.5", "e6"], Some("2500000")),
            (&["0.5", "e6"], Some("500000")),
            (&["0.5", "3", "e7"], Some("35000000")),
            (&["e3", "e2"], Some("1100")),
            (&["3", "e3", "e6"], Some("3000000000")),
            (&["2", "3"], None),
            (&["20", "10"], None),
        ] {
            assert_eq!(sum(said).as_deref(), expected, "{said:?}");
        }
    }
}
