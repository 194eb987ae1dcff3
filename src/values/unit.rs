//! Units by their codes: those of SDMX's list of units for the indicators, and what the SDG data portal
//! has for them.

/// A unit, by what is known of its code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueUnit<'c> {
    /// Per cent.
    Percent,
    /// A number of things.
    Count,
    /// Of so many people, births or the like: the key of the words, and how many.
    Per(&'static str, &'c str),
    /// One with a word of its own, by the key of the word.
    Named(&'static str),
    /// Any other, by its code.
    Other(&'c str),
}

/// Codes of units that have a word, in SDMX and in the portal. Codes of thousands or millions of one are
/// none of them.
const NAMED: [(&str, &str); 27] = [
    ("CON_USD", "con_usd"),
    ("CU_USD", "cu_usd"),
    ("HA", "ha"),
    ("HOURS", "hours"),
    ("HR", "hours"),
    ("INDEX", "index"),
    ("IX", "index"),
    ("J", "j"),
    ("JOULES", "j"),
    ("KG", "kg"),
    ("KM2", "km2"),
    ("KMSQ", "km2"),
    ("L", "l"),
    ("LITRES", "l"),
    ("M3", "m3"),
    ("METONS", "t"),
    ("RATIO", "ratio"),
    ("RO", "ratio"),
    ("T", "t"),
    ("TONNES", "t"),
    ("US_DOLLARS", "usd"),
    ("USD", "usd"),
    ("W", "w"),
    ("WATTS", "w"),
    ("YEARS", "years"),
    ("YR", "years"),
    ("YRS", "years"),
];

/// What rates are of, as codes of units end, and the keys of the words.
const PER: [(&str, &str); 5] = [
    ("_LIVE_BIRTHS", "per_live_births"),
    ("_UNINFECTED_POP", "per_uninfected"),
    ("_POP", "per_population"),
    ("_EMPLOYEES", "per_employees"),
    ("_EMP", "per_employees"),
];

impl<'c> ValueUnit<'c> {
    /// The unit of a code.
    pub fn of(code: &'c str) -> Self {
        let upper = code.to_ascii_uppercase();
        let own = upper.as_str();
        match own {
            "PERCENT" | "PT" | "PERCENTAGE" | "%" => return ValueUnit::Percent,
            "NUMBER" | "N" | "COUNT" => return ValueUnit::Count,
            _ => {}
        }
        let number = |end: &str| {
            let number = own.strip_prefix("PER_")?.strip_suffix(end)?;
            let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
            is_number.then(|| &code["PER_".len()..code.len() - end.len()])
        };
        if let Some(per) = PER.iter().find_map(|(end, key)| Some(ValueUnit::Per(key, number(end)?)))
        {
            return per;
        }
        match NAMED.iter().find(|(code, _)| *code == own) {
            Some((_, key)) => ValueUnit::Named(key),
            None => ValueUnit::Other(code),
        }
    }

    /// Whether it is per cent.
    pub fn is_percent(self) -> bool {
        self == ValueUnit::Percent
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_both_lists_are_one_unit() {
        assert_eq!(ValueUnit::of("PT"), ValueUnit::of("PERCENT"));
        assert_eq!(ValueUnit::of("per_1000_pop"), ValueUnit::Per("per_population", "1000"));
        assert_eq!(
            ValueUnit::of("PER_100000_LIVE_BIRTHS"),
            ValueUnit::Per("per_live_births", "100000")
        );
        assert_eq!(
            ValueUnit::of("PER_1000_UNINFECTED_POP"),
            ValueUnit::Per("per_uninfected", "1000")
        );
        assert_eq!(ValueUnit::of("PER_100000_EMP"), ValueUnit::Per("per_employees", "100000"));
        assert_eq!(ValueUnit::of("KMSQ"), ValueUnit::of("KM2"));
        assert_eq!(ValueUnit::of("Ratio"), ValueUnit::Named("ratio"));
        assert_eq!(ValueUnit::of("CU_USD_B"), ValueUnit::Other("CU_USD_B"));
        assert_eq!(ValueUnit::of("PER_POP"), ValueUnit::Other("PER_POP"));
    }
}
