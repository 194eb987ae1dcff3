//! Characters that no face covers: found before layout, named by the key they stand under.

use std::collections::BTreeSet;

use crate::diag::{Code, Diagnostic, Diagnostics, Sources};
use crate::l10n::{Labels, Language};
use crate::present::bare_address;
use crate::project::Brand;
use crate::tree::Text;
use crate::typeset::Fonts;

/// The families that there are for a text. They are the same wherever it stands, in every language:
/// only their order is not.
pub fn families(brand: &Brand) -> Vec<String> {
    let [families, ..] = Language::new("en").families(brand.families());
    families.into_iter().map(|family| family.name).collect()
}

/// What sets a language, and what of the program's own words it lacks.
pub struct Coverage {
    /// The families, in the order in which they are tried: for text, for display, for titles.
    pub families: [Vec<String>; 3],
    /// Characters of the language's labels that none of them has.
    pub missing: BTreeSet<char>,
}

/// The coverage of a language.
pub fn coverage_of(language: &str, labels: &Labels, brand: &Brand, fonts: &Fonts) -> Coverage {
    let chosen = Language::new(language).chosen_families(brand.families());
    let families = chosen.map(|families| {
        let mut names: Vec<String> = Vec::new();
        for family in families {
            if !names.contains(&family.name) {
                names.push(family.name);
            }
        }
        names
    });
    let glyphs = fonts.glyphs(&self::families(brand));
    let words = labels.all().values();
    let missing =
        words.flat_map(|word| word.chars()).filter(|&c| prints(c) && !glyphs.contains(c)).collect();
    Coverage { families, missing }
}

/// Reports every text with a character that none of the families covers.
pub fn check(
    texts: &[&Text],
    families: &[String],
    fonts: &Fonts,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) {
    let glyphs = fonts.glyphs(families);
    for text in texts {
        let missing: BTreeSet<char> =
            printed(text).map(|(_, c)| c).filter(|&c| !glyphs.contains(c) && prints(c)).collect();
        if !missing.is_empty() {
            diagnostics.push(missing_glyphs(text, &missing, sources));
        }
    }
}

/// Names the texts that hold characters which turned out to have no glyph on the page.
pub fn trace(
    missing: &BTreeSet<char>,
    texts: &[&Text],
    template: &str,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) {
    let mut untraced = missing.clone();
    for text in texts {
        let held: BTreeSet<char> =
            printed(text).map(|(_, c)| c).filter(|c| missing.contains(c)).collect();
        if !held.is_empty() {
            untraced.retain(|c| !held.contains(c));
            diagnostics.push(missing_glyphs(text, &held, sources));
        }
    }
    if !untraced.is_empty() {
        let message =
            format!("the template `{template}` prints {} without a glyph", names(&untraced));
        diagnostics.push(
            Diagnostic::new(Code::MissingGlyph, message)
                .help("use other characters in the template or its labels, or add a font"),
        );
    }
}

fn missing_glyphs(text: &Text, missing: &BTreeSet<char>, sources: &Sources) -> Diagnostic {
    let first = printed(text).find(|(_, c)| missing.contains(c));
    let span = match first {
        Some((at, c)) => text.locate(at..at + c.len_utf8(), sources),
        None => text.span,
    };
    Diagnostic::new(
        Code::MissingGlyph,
        format!("no font has a glyph for {} in `{}`", names(missing), text.key),
    )
    .at(span)
    .key(&text.key)
    .help(
        "write another character, or put a font that has it into the project’s `fonts` folder and \
         name its family under `[brand]` in briefpress.toml: `text_fonts = [\"…\"]`",
    )
}

/// The characters of a text that print, with where they stand: not the address of a link, and of
/// the address of a source only what of it prints.
fn printed(text: &Text) -> impl Iterator<Item = (usize, char)> {
    let value = text.value.as_str();
    let is_address = [".url", ".archive"].iter().any(|name| text.key.ends_with(name));
    let bare = is_address.then(|| bare_address(value));
    let mut address = false;
    value.char_indices().filter(move |&(at, c)| {
        address = (address || value[..at].ends_with("](")) && c != ')';
        !address && bare.is_none_or(|bare| bare.contains(c))
    })
}

/// "‘ក’ (U+1780), ‘ខ’ (U+1781) and 3 more".
fn names(characters: &BTreeSet<char>) -> String {
    const SHOWN: usize = 3;
    let shown: Vec<String> =
        characters.iter().take(SHOWN).map(|c| format!("‘{c}’ (U+{:04X})", *c as u32)).collect();
    match characters.len().saturating_sub(SHOWN) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// Whether a character needs a glyph: spaces, and controls that shape what is around them, do not.
pub fn prints(c: char) -> bool {
    !c.is_whitespace()
        && !matches!(c,
            '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{17B4}' | '\u{17B5}'
            | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
            | '\u{FE00}'..='\u{FE0F}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{FileId, Span};

    #[test]
    fn an_address_that_does_not_print_needs_no_glyphs() {
        let long = format!("https://example.org/{}/例", "a".repeat(60));
        for (key, value, expected) in [
            ("finding.a.text", "see [水](https://例え.jp/ü) (法)", "水法"),
            ("source.a.url", "https://例.org/ü", "例ü"),
            ("source.a.url", long.as_str(), "例"),
        ] {
            let mut sources = Sources::new();
            let file: FileId = sources.add("t.toml", value);
            let span = Span::new(file, 0..value.len());
            let text = Text { value: value.into(), span, key: key.into() };
            let printed: String =
                printed(&text).map(|(_, c)| c).filter(|c| !c.is_ascii()).collect();
            assert_eq!(printed, expected);
        }
    }
}
