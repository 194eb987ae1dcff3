//! The commands of LaTeX, by name, with the characters they stand for.

/// Those of text.
const TEXT: &str = "LaTeX LaTeX TeX TeX BibTeX BibTeX LaTeXe LaTeX2ε textendash – textemdash — \
    textquotesingle ' textquotedblleft “ textquotedblright ” textquoteleft ‘ textquoteright ’ \
    quotedblbase „ quotesinglbase ‚ glqq „ grqq “ glq ‚ grq ‘ flqq « frqq » flq ‹ frq › \
    textquotedbl \" lq ‘ rq ’ textasciicircum ^ textasciigrave ` textasciitilde ~ \
    textasteriskcentered ∗ textbackslash \\ backslash \\ textbar | textbraceleft { \
    textbraceright } lbrace { rbrace } textbullet • textdagger † textdaggerdbl ‡ dag † ddag ‡ \
    dagger † ddagger ‡ textdollar $ textless < textgreater > textexclamdown ¡ \
    textquestiondown ¿ textordfeminine ª textordmasculine º textperiodcentered · \
    textregistered ® texttrademark ™ textcopyright © copyright © textsection § textparagraph ¶ \
    S § P ¶ textunderscore _ textvisiblespace ␣ guillemotleft « guillemotright » \
    guillemetleft « guillemetright » guilsinglleft ‹ guilsinglright › aa å AA Å ae æ AE Æ dh ð \
    DH Ð dj đ DJ Đ ng ŋ NG Ŋ l ł L Ł i ı j ȷ imath ı jmath ȷ oe œ OE Œ o ø O Ø ss ß SS ẞ th þ \
    TH Þ ij ĳ IJ Ĳ dots … ldots … cdots ⋯ textellipsis … pounds £ textsterling £ texteuro € \
    euro € EUR € EURtm € textcent ¢ textyen ¥ textcurrency ¤ textdegree ° degree ° \
    textcelsius ℃ textmu µ textmicro µ textohm Ω textpm ± texttimes × textdiv ÷ textonehalf ½ \
    textonequarter ¼ textthreequarters ¾ textonesuperior ¹ texttwosuperior ² \
    textthreesuperior ³ textperthousand ‰ textnumero № textbrokenbar ¦ textlnot ¬ \
    textacutedbl ˝ textasciidieresis ¨ textasciiacute ´ textasciimacron ¯ slash / textslash / \
    textminus − textsoftsign ь textrightarrow → textleftarrow ← textuparrow ↑ textdownarrow ↓ \
    textfractionsolidus ⁄ | ‖";

/// Those of formulas.
const FORMULA: &str = "times × div ÷ pm ± mp ∓ cdot · cdotp · ast ∗ star ⋆ circ ° bullet • leq ≤ le ≤ leqslant ⩽ \
    geq ≥ ge ≥ geqslant ⩾ neq ≠ ne ≠ approx ≈ sim ∼ simeq ≃ cong ≅ equiv ≡ propto ∝ ll ≪ gg ≫ \
    lt < gt > to → rightarrow → leftarrow ← leftrightarrow ↔ Rightarrow ⇒ Leftarrow ⇐ \
    Leftrightarrow ⇔ longrightarrow ⟶ uparrow ↑ downarrow ↓ infty ∞ partial ∂ nabla ∇ sum ∑ \
    prod ∏ int ∫ in ∈ notin ∉ subset ⊂ subseteq ⊆ cup ∪ cap ∩ emptyset ∅ forall ∀ exists ∃ \
    neg ¬ wedge ∧ vee ∨ oplus ⊕ otimes ⊗ perp ⊥ parallel ∥ mid ∣ prime ′ hbar ℏ ell ℓ Re ℜ Im ℑ \
    aleph ℵ angle ∠ langle ⟨ rangle ⟩ lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉ checkmark ✓ lesssim ≲ \
    gtrsim ≳ log log ln ln exp exp sin sin cos cos tan tan max max min min lim lim det det";

/// Greek letters.
const GREEK: &str = "alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ \
    iota ι kappa κ lambda λ mu μ nu ν xi ξ pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ \
    upsilon υ phi ϕ varphi φ chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π \
    Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω";

/// Those of spaces and of what is not seen.
const SPACES: [(&str, &str); 15] = [
    ("nobreakspace", "\u{a0}"),
    ("textnonbreakinghyphen", "\u{2011}"),
    ("space", " "),
    ("quad", " "),
    ("qquad", " "),
    ("enspace", " "),
    ("thinspace", "\u{202f}"),
    (",", "\u{202f}"),
    (";", " "),
    (">", " "),
    ("!", ""),
    ("/", ""),
    ("-", ""),
    ("@", ""),
    (":", " "),
];

/// Accents: the command, the combining character, and the accent alone.
const ACCENTS: [(&str, char, &str); 20] = [
    ("`", '\u{300}', "`"),
    ("'", '\u{301}', "´"),
    ("^", '\u{302}', "^"),
    ("~", '\u{303}', "~"),
    ("=", '\u{304}', "¯"),
    ("u", '\u{306}', "˘"),
    (".", '\u{307}', "˙"),
    ("\"", '\u{308}', "¨"),
    ("h", '\u{309}', ""),
    ("r", '\u{30A}', "˚"),
    ("H", '\u{30B}', "˝"),
    ("v", '\u{30C}', "ˇ"),
    ("d", '\u{323}', ""),
    ("c", '\u{327}', "¸"),
    ("k", '\u{328}', "˛"),
    ("b", '\u{331}', ""),
    ("t", '\u{361}', ""),
    ("bar", '\u{304}', ""),
    ("hat", '\u{302}', ""),
    ("tilde", '\u{303}', ""),
];

/// What a command stands for by itself.
pub(super) fn symbol(name: &str) -> Option<&'static str> {
    let spaces = SPACES.iter().copied();
    listed().chain(spaces).find(|(own, _)| *own == name).map(|(_, text)| text)
}

fn listed() -> impl Iterator<Item = (&'static str, &'static str)> {
    let pairs = |text: &'static str| {
        let mut words = text.split(' ');
        std::iter::from_fn(move || Some((words.next()?, words.next()?)))
    };
    pairs(TEXT).chain(pairs(FORMULA)).chain(pairs(GREEK))
}

/// The combining character of an accent.
pub(super) fn accent(name: &str) -> Option<char> {
    ACCENTS.iter().find(|(own, ..)| *own == name).map(|(_, mark, _)| *mark)
}

/// An accent over nothing.
pub(super) fn spacing_accent(name: &str) -> Option<&'static str> {
    ACCENTS.iter().find(|(own, ..)| *own == name).map(|(.., alone)| *alone)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_command_is_listed_once() {
        let all: Vec<&str> = listed().chain(SPACES).map(|(name, _)| name).collect();
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
        let is_name = |name: &&str| name.is_ascii() && !name.is_empty();
        assert!(all.iter().all(is_name), "{all:?}");
        let found = (symbol("alpha"), symbol("det"), accent("v"), symbol("foo"));
        assert_eq!(found, (Some("α"), Some("det"), Some('\u{30C}'), None));
    }
}
