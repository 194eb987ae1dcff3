//! `Plural-Forms` of a PO file. No string of ours has plurals, but tools want to know, and complain of
//! a wrong one.

use std::collections::BTreeSet;

use icu_locale::Locale;
use icu_plurals::{PluralCategory, PluralRules};

/// A rule by which languages count.
struct Rule {
    /// How many plurals there are.
    plurals: usize,
    /// Which of them a number takes, as the header has it.
    expression: &'static str,
    /// The same to be reckoned with.
    index: fn(usize) -> usize,
}

/// The rules that languages have, those of many before those of few.
const RULES: [Rule; 12] = [
    Rule { plurals: 1, expression: "0", index: |_| 0 },
    Rule { plurals: 2, expression: "(n != 1)", index: |n| usize::from(n != 1) },
    Rule { plurals: 2, expression: "(n > 1)", index: |n| usize::from(n > 1) },
    Rule {
        plurals: 2,
        expression: "(n%10==1 && n%100!=11 ? 0 : 1)",
        index: |n| usize::from(n % 10 != 1 || n % 100 == 11),
    },
    // Russian, Serbian, Ukrainian.
    Rule {
        plurals: 3,
        expression: "(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2)",
        index: |n| match (n % 10, n % 100) {
            (1, hundredth) if hundredth != 11 => 0,
            (2..=4, hundredth) if !(12..=14).contains(&hundredth) => 1,
            _ => 2,
        },
    },
    // Polish.
    Rule {
        plurals: 3,
        expression: "(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2)",
        index: |n| match (n, n % 10, n % 100) {
            (1, ..) => 0,
            (_, 2..=4, hundredth) if !(12..=14).contains(&hundredth) => 1,
            _ => 2,
        },
    },
    // Czech, Slovak.
    Rule {
        plurals: 3,
        expression: "(n==1 ? 0 : n>=2 && n<=4 ? 1 : 2)",
        index: |n| match n {
            1 => 0,
            2..=4 => 1,
            _ => 2,
        },
    },
    // Romanian.
    Rule {
        plurals: 3,
        expression: "(n==1 ? 0 : n==0 || (n%100>=1 && n%100<=19) ? 1 : 2)",
        index: |n| match (n, n % 100) {
            (1, _) => 0,
            (0, _) | (_, 1..=19) => 1,
            _ => 2,
        },
    },
    // Lithuanian.
    Rule {
        plurals: 3,
        expression: "(n%10==1 && (n%100<11 || n%100>19) ? 0 : n%10>=2 && (n%100<11 || n%100>19) ? 1 : 2)",
        index: |n| match (n % 10, n % 100) {
            (_, 11..=19) | (0, _) => 2,
            (1, _) => 0,
            _ => 1,
        },
    },
    // Slovenian.
    Rule {
        plurals: 4,
        expression: "(n%100==1 ? 0 : n%100==2 ? 1 : n%100==3 || n%100==4 ? 2 : 3)",
        index: |n| match n % 100 {
            1 => 0,
            2 => 1,
            3 | 4 => 2,
            _ => 3,
        },
    },
    // Hebrew.
    Rule {
        plurals: 3,
        expression: "(n==1 ? 0 : n==2 ? 1 : 2)",
        index: |n| match n {
            1 => 0,
            2 => 1,
            _ => 2,
        },
    },
    // Arabic.
    Rule {
        plurals: 6,
        expression: "(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5)",
        index: |n| match (n, n % 100) {
            (0..=2, _) => n,
            (_, 3..=10) => 3,
            (_, 11..) => 4,
            _ => 5,
        },
    },
];

/// Up to which number a rule must agree with CLDR. Beyond it are millions, for which CLDR has a form
/// of its own in some languages (`1 000 000 de`) and gettext has none.
const COUNTED: usize = 1000;

/// Languages that have one form in gettext and two in CLDR, by which only few tools go yet.
const UNCOUNTED: [&str; 1] = ["vi"];

/// The categories of CLDR in the order of plurals.
const ORDER: [PluralCategory; 6] = [
    PluralCategory::Zero,
    PluralCategory::One,
    PluralCategory::Two,
    PluralCategory::Few,
    PluralCategory::Many,
    PluralCategory::Other,
];

/// What the header says of a language, by its BCP 47 tag. Nothing where CLDR does not know it, or
/// counts by none of the rules.
pub(super) fn plural_forms(tag: &str) -> Option<String> {
    let locale: Locale = tag.parse().ok()?;
    let written = |rule: &Rule| format!("nplurals={}; plural={};", rule.plurals, rule.expression);
    if UNCOUNTED.contains(&locale.id.language.as_str()) {
        return RULES.first().map(written);
    }
    let rules = PluralRules::try_new(locale.into(), Default::default()).ok()?;
    let counted: Vec<PluralCategory> = (0..=COUNTED).map(|n| rules.category_for(n)).collect();
    let used: BTreeSet<PluralCategory> = counted.iter().copied().collect();
    let order: Vec<PluralCategory> = ORDER.into_iter().filter(|one| used.contains(one)).collect();
    let index = |n: usize| order.iter().position(|one| *one == counted[n]);
    let agrees = |rule: &&Rule| (0..=COUNTED).all(|n| Some((rule.index)(n)) == index(n));
    RULES.iter().find(agrees).map(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Those that have labels.
    const LANGUAGES: [&str; 13] =
        ["ar", "en", "es", "fr", "hi", "km", "lo", "my", "pt", "ru", "th", "vi", "zh-Hans"];

    #[test]
    fn languages_with_labels_have_their_plurals() {
        for tag in LANGUAGES {
            let known = match tag {
                "ar" => 6,
                "ru" => 3,
                "km" | "lo" | "my" | "th" | "vi" | "zh-Hans" => 1,
                _ => 2,
            };
            let forms = plural_forms(tag).unwrap_or_else(|| panic!("{tag}"));
            assert!(forms.starts_with(&format!("nplurals={known};")), "{tag}: {forms}");
        }
        assert_eq!(plural_forms("fr").unwrap(), "nplurals=2; plural=(n > 1);");
        assert_eq!(plural_forms("en-US").unwrap(), "nplurals=2; plural=(n != 1);");
        for tag in ["pl", "cs", "sr-Latn", "lt", "ro", "sl", "he", "mk", "pt-BR", "zh-Hant"] {
            assert!(plural_forms(tag).is_some(), "{tag}");
        }
    }

    #[test]
    fn expressions_say_what_is_reckoned() {
        for rule in &RULES {
            for n in 0..=COUNTED {
                assert_eq!(
                    value(rule.expression, n),
                    (rule.index)(n),
                    "{} of {n}",
                    rule.expression
                );
            }
        }
    }

    /// Whether an operator holds between two numbers.
    type Holds = fn(usize, usize) -> bool;

    /// What an expression of C comes to. Operators are tried from those that bind least.
    fn value(expression: &str, n: usize) -> usize {
        let expression = expression.trim();
        let outside = |sign: &str| {
            let mut depth = 0;
            expression.char_indices().find_map(|(at, c)| {
                depth += i32::from(c == '(') - i32::from(c == ')');
                (depth == 0 && expression[at..].starts_with(sign)).then_some(at)
            })
        };
        let sides = |sign: &str| {
            let at = outside(sign)?;
            Some((value(&expression[..at], n), value(&expression[at + sign.len()..], n)))
        };
        if let Some(at) = outside("?") {
            // The first colon: no condition stands between the two.
            let colon = outside(":").unwrap();
            let then = value(&expression[..at], n) != 0;
            return value(
                if then { &expression[at + 1..colon] } else { &expression[colon + 1..] },
                n,
            );
        }
        let operators: [(&str, Holds); 8] = [
            ("||", |a, b| a != 0 || b != 0),
            ("&&", |a, b| a != 0 && b != 0),
            ("==", |a, b| a == b),
            ("!=", |a, b| a != b),
            ("<=", |a, b| a <= b),
            (">=", |a, b| a >= b),
            ("<", |a, b| a < b),
            (">", |a, b| a > b),
        ];
        for (sign, holds) in operators {
            if let Some((left, right)) = sides(sign) {
                return usize::from(holds(left, right));
            }
        }
        if let Some((left, right)) = sides("%") {
            return left % right;
        }
        match expression.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')) {
            Some(inner) => value(inner, n),
            None if expression == "n" => n,
            None => expression.parse().unwrap(),
        }
    }
}
