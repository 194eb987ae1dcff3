//! What is raised or lowered, in the characters that Unicode has for it.

/// Characters, and each raised.
const RAISED: (&str, &str) = (
    "0123456789+-−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδθ",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᶿ",
);

/// Characters, and each lowered.
const LOWERED: (&str, &str) =
    ("0123456789+-−=()aehijklmnoprstuvxβγρφχ", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ");

/// What needs not be raised, for it is so by itself.
const HIGH: [char; 5] = ['°', '′', '″', '∗', '†'];

/// A text as it is raised; `None` where Unicode cannot say it.
pub(super) fn raised(text: &str) -> Option<String> {
    mapped(text, RAISED, &HIGH)
}

/// A text as it is lowered; `None` where Unicode cannot say it.
pub(super) fn lowered(text: &str) -> Option<String> {
    mapped(text, LOWERED, &[])
}

fn mapped(text: &str, (from, to): (&str, &str), as_they_are: &[char]) -> Option<String> {
    text.chars()
        .map(|c| match c {
            ' ' => Some(c),
            c if as_they_are.contains(&c) => Some(c),
            c => from.chars().zip(to.chars()).find(|(own, _)| *own == c).map(|(_, other)| other),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization;

    use super::*;

    #[test]
    fn what_is_raised_or_lowered_decomposes_to_what_it_was() {
        for (from, to) in [RAISED, LOWERED] {
            assert_eq!(from.chars().count(), to.chars().count());
            for (own, other) in from.chars().zip(to.chars()) {
                // The hyphen stands for the minus.
                let own = if own == '-' { '−' } else { own };
                assert_eq!(other.nfkd().collect::<String>(), own.to_string(), "{other}");
            }
        }
        assert_eq!((raised("°").as_deref(), raised("Q"), lowered("b")), (Some("°"), None, None));
    }
}
