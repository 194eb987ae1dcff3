//! What keeps text of one direction whole within text of the other: which runs to isolate (UAX #9,
//! LRI or RLI … PDI), so that the algorithm orders them as their writer meant.
//!
//! Left alone, the algorithm takes the numbers, signs and punctuation at the ends of a foreign run
//! for the paragraph's: in Arabic, "5 km²" and "US$ 5" turn about. A whole run is isolated here: a
//! phrase with its numbers and signs, not each of its words, for those would then follow each other
//! from right to left.
//!
//! A range of numbers, a date, a code, a telephone number is one run too: as numbers are, it is read
//! from left to right, and what copies the line from the page finds it as it was typed.

use std::ops::Range;

use unicode_bidi::data_source::BidiDataSource;
use unicode_bidi::{BidiClass, HardcodedBidiData, bidi_class};

/// Stands for what is no text within a paragraph: a citation, an image.
pub const OBJECT: char = '\u{FFFC}';

/// The runs of a paragraph to isolate, in order, none within another. `rtl` is the direction of the
/// paragraph.
pub fn foreign_runs(text: &str, rtl: bool) -> Vec<Range<usize>> {
    // Most text has one direction only. No letter that runs to the left stands before the Hebrew ones.
    if !rtl && text.chars().all(|c| c < '\u{590}') {
        return Vec::new();
    }
    let has = |wanted: fn(BidiClass) -> bool| text.chars().any(|c| wanted(bidi_class(c)));
    let foreign: fn(BidiClass) -> bool = if rtl { |class| class == BidiClass::L } else { is_right };
    let own: fn(BidiClass) -> bool = if rtl { is_native } else { |class| class == BidiClass::L };
    if has(foreign) && !has(own) && !text.contains(is_explicit) && !text.contains('\n') {
        return std::iter::once(0..text.len()).collect();
    }
    if !rtl {
        return if has(foreign) { runs_to_the_left(text) } else { Vec::new() };
    }
    let mut runs = Vec::new();
    for segment in segments(text) {
        runs_to_the_right(text, segment, &mut runs);
    }
    runs
}

fn is_right(class: BidiClass) -> bool {
    matches!(class, BidiClass::R | BidiClass::AL)
}

fn is_native(class: BidiClass) -> bool {
    is_right(class) || class == BidiClass::AN
}

/// Whether a character opens or closes a direction by itself: who writes such has decided.
fn is_explicit(c: char) -> bool {
    matches!(c, '\u{200E}' | '\u{200F}' | '\u{061C}')
        || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// In text that runs to the right: from the first letter of a run to the left to its last letter or
/// digit, without any letter of the other direction between.
fn runs_to_the_left(text: &str) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    let (mut open, mut depth) = (false, 0_usize);
    for (at, c) in text.char_indices() {
        depth = match c {
            '\u{2066}'..='\u{2068}' | '\u{202A}' | '\u{202B}' | '\u{202D}' | '\u{202E}' => {
                depth + 1
            }
            '\u{2069}' | '\u{202C}' => depth.saturating_sub(1),
            _ => depth,
        };
        let end = at + c.len_utf8();
        match bidi_class(c) {
            _ if depth > 0 || is_explicit(c) => open = false,
            BidiClass::L | BidiClass::B => open = false,
            BidiClass::R | BidiClass::AL => match runs.last_mut() {
                Some(run) if open => run.end = end,
                _ => {
                    runs.push(at..end);
                    open = true;
                }
            },
            BidiClass::AN | BidiClass::NSM if open => {
                if let Some(run) = runs.last_mut() {
                    run.end = end;
                }
            }
            _ => {}
        }
    }
    runs
}

/// In text that runs to the left: the stretches without a letter or digit of its own, outside of
/// what its writer has isolated.
fn segments(text: &str) -> Vec<Range<usize>> {
    let mut segments = Vec::new();
    let (mut start, mut depth) = (0, 0_usize);
    for (at, c) in text.char_indices() {
        let class = bidi_class(c);
        let ends = is_right(class)
            || matches!(class, BidiClass::AN | BidiClass::B)
            || is_explicit(c)
            || depth > 0
            // The comma and the semicolon of the script divide, whatever they stand between.
            || matches!(c, '،' | '؛');
        depth = match c {
            '\u{2066}'..='\u{2068}' | '\u{202A}' | '\u{202B}' | '\u{202D}' | '\u{202E}' => {
                depth + 1
            }
            '\u{2069}' | '\u{202C}' => depth.saturating_sub(1),
            _ => depth,
        };
        if ends {
            segments.push(start..at);
            start = at + c.len_utf8();
        }
    }
    segments.push(start..text.len());
    segments.retain(|segment| text[segment.clone()].contains(is_core));
    segments
}

/// A letter from left to right, or a digit of that direction.
fn is_core(c: char) -> bool {
    matches!(bidi_class(c), BidiClass::L | BidiClass::EN)
}

fn is_letter(c: char) -> bool {
    bidi_class(c) == BidiClass::L
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// A word of a segment: what stands between two spaces.
#[derive(Debug, Clone)]
struct Word {
    range: Range<usize>,
}

impl Word {
    fn text<'a>(&self, text: &'a str) -> &'a str {
        &text[self.range.clone()]
    }
}

/// The runs of one segment.
fn runs_to_the_right(text: &str, segment: Range<usize>, runs: &mut Vec<Range<usize>>) {
    let words = words(text, &segment);
    // Words that belong together, from one with letters or digits to another.
    let mut groups: Vec<Range<usize>> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        if !word.text(text).contains(is_core) {
            continue;
        }
        match groups.last_mut() {
            Some(group)
                if belongs(text, &words[group.start..group.end], &words[group.end..=at]) =>
            {
                group.end = at + 1;
            }
            _ => groups.push(at..at + 1),
        }
    }
    for group in groups {
        let mut run = words[group.start].range.start..words[group.end - 1].range.end;
        // Per cent, degrees, a currency: a word of signs alone, beside a number.
        if let Some(sign) = words.get(group.end).filter(|word| is_sign(word.text(text))) {
            run.end = sign.range.end;
        }
        if let Some(sign) =
            group.start.checked_sub(1).map(|at| &words[at]).filter(|word| is_sign(word.text(text)))
        {
            run.start = sign.range.start;
        }
        trim(text, &segment, &mut run);
        if !is_plain_number(&text[run.clone()]) {
            runs.push(run);
        }
    }
}

fn words(text: &str, segment: &Range<usize>) -> Vec<Word> {
    let inside = &text[segment.clone()];
    let mut words = Vec::new();
    let mut start = None;
    for (at, c) in inside.char_indices().chain([(inside.len(), ' ')]) {
        match (c.is_whitespace(), start) {
            (true, Some(from)) => {
                words.push(Word { range: segment.start + from..segment.start + at });
                start = None;
            }
            (false, None) => start = Some(at),
            _ => {}
        }
    }
    words
}

/// Whether a word is signs alone that go with a number.
fn is_sign(word: &str) -> bool {
    word.chars().all(|c| bidi_class(c) == BidiClass::ET || matches!(c, '±' | '§' | '№'))
}

/// Whether the last of `next`, which only words without letters and digits precede, goes on with the
/// group. Letters hold a phrase together, as UAX #9 has it. Two numbers stay together where a space
/// (a telephone number) or a dash (a range) parts them; a comma makes them a list.
fn belongs(text: &str, group: &[Word], next: &[Word]) -> bool {
    let (Some(last), Some((word, between))) = (group.last(), next.split_last()) else {
        return false;
    };
    let last = last.text(text);
    let letters = |text: &str| text.contains(is_letter);
    if letters(last) || group.iter().any(|word| letters(word.text(text))) {
        return true;
    }
    let ended = last.ends_with(['.', ',', ';', ':', '!', '?', '…']);
    if letters(word.text(text)) {
        // "5 km" is one, "16.3 (NCCT)" is not.
        let apart = word.text(text).starts_with(|c| bracket(c).is_some() || is_quote(c));
        return !ended && !apart && between.is_empty();
    }
    !ended
        && between.iter().all(|word| {
            let word = word.text(text);
            is_sign(word) || word.chars().all(is_dash)
        })
}

/// Takes from the ends of a run what belongs to the text around it: brackets and quotation marks
/// without their partner, the punctuation of the sentence, a hyphen that hangs on a letter.
fn trim(text: &str, segment: &Range<usize>, run: &mut Range<usize>) {
    loop {
        let inside = &text[run.clone()];
        let Some(first) = inside.chars().next() else { return };
        let hangs = run.start == segment.start && segment.start > 0 && is_dash(first);
        if bracketed(inside) {
            let last = inside.chars().next_back().map_or(0, char::len_utf8);
            *run = run.start + first.len_utf8()..run.end - last;
            continue;
        }
        if hangs || lacks_partner(first, inside) || is_quote(first) {
            run.start += first.len_utf8();
            continue;
        }
        let Some(last) = inside.chars().next_back() else { return };
        let hangs = run.end == segment.end && segment.end < text.len() && is_dash(last);
        // The last point of "U.S." is its own.
        let word = inside.rsplit(char::is_whitespace).next().unwrap_or_default();
        let own = is_pointed(word);
        let ends = !own && matches!(last, '.' | ',' | ';' | ':' | '!' | '?' | '…' | OBJECT);
        if hangs || lacks_partner(last, inside) || ends || is_quote(last) {
            run.end -= last.len_utf8();
            continue;
        }
        return;
    }
}

/// Whether a word is letters with a point after each, or after each few and a last one: "U.S.",
/// "Ph.D.". An address has its last point from the sentence.
fn is_pointed(word: &str) -> bool {
    let word = word.trim_start_matches(|c| bracket(c).is_some() || is_quote(c));
    let Some((inner, last)) = word.strip_suffix('.').and_then(|word| word.rsplit_once('.')) else {
        return false;
    };
    let letters = |part: &str| !part.is_empty() && part.chars().all(is_letter);
    inner.split('.').all(letters) && letters(last) && last.chars().count() == 1
}

/// Whether one pair of brackets stands around all of a text.
fn bracketed(text: &str) -> bool {
    let mut chars = text.chars();
    let Some((opening, true)) = chars.next().and_then(bracket) else { return false };
    let mut depth = 1;
    while let Some(c) = chars.next() {
        match bracket(c) {
            Some((found, open)) if found == opening => depth += if open { 1 } else { -1 },
            _ => {}
        }
        if depth == 0 {
            return chars.as_str().is_empty();
        }
    }
    false
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\'' | '“' | '”' | '‘' | '’' | '„' | '«' | '»' | '‹' | '›' | '`')
}

/// The opening bracket of a pair, and whether a character is it (BidiBrackets.txt).
fn bracket(c: char) -> Option<(char, bool)> {
    let found = HardcodedBidiData.bidi_matched_opening_bracket(c)?;
    Some((found.opening, found.is_open))
}

/// Whether a character is a bracket whose partner is not in the text.
fn lacks_partner(c: char, text: &str) -> bool {
    bracket(c)
        .is_some_and(|(opening, open)| !text.chars().any(|c| bracket(c) == Some((opening, !open))))
}

/// Whether a run is digits with points and commas between them, which keep their order by
/// themselves.
fn is_plain_number(run: &str) -> bool {
    let is_digit = |c| bidi_class(c) == BidiClass::EN;
    run.starts_with(is_digit)
        && run.ends_with(is_digit)
        && run.chars().all(|c| is_digit(c) || bidi_class(c) == BidiClass::CS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn isolated(text: &str, rtl: bool) -> String {
        let (open, close) = if rtl { ('⟨', '⟩') } else { ('⟪', '⟫') };
        let mut out = String::new();
        let mut at = 0;
        for run in foreign_runs(text, rtl) {
            out.push_str(&text[at..run.start]);
            out.push(open);
            out.push_str(&text[run.clone()]);
            out.push(close);
            at = run.end;
        }
        out + &text[at..]
    }

    #[test]
    fn whole_foreign_runs_are_isolated() {
        for (text, expected) in [
            ("تقرير Human Rights Watch عن CO₂", "تقرير ⟨Human Rights Watch⟩ عن ⟨CO₂⟩"),
            ("و COVID-19 و World Bank (WDI).", "و ⟨COVID-19⟩ و ⟨World Bank (WDI)⟩."),
            (
                "و 5 km² و 3 m³ و PM₂.₅ و C++ و .NET",
                "و ⟨5 km²⟩ و ⟨3 m³⟩ و ⟨PM₂.₅⟩ و ⟨C++⟩ و ⟨.NET⟩",
            ),
            (
                "السعر US$ 5 أو 5 US$ أو 45 % أو −5 %",
                "السعر ⟨US$ 5⟩ أو ⟨5 US$⟩ أو ⟨45 %⟩ أو ⟨−5 %⟩",
            ),
            ("أو ±3 أو 10:30 أو 2023، 1,000", "أو ⟨±3⟩ أو 10:30 أو 2023، 1,000"),
            ("هاتف +20 100 123 4567", "هاتف ⟨+20 100 123 4567⟩"),
            (
                "«World Food Programme» و (Voice of Democracy).",
                "«⟨World Food Programme⟩» و (⟨Voice of Democracy⟩).",
            ),
            ("الغاية 16.a و 16.3 (NCCT) في 2023", "الغاية ⟨16.a⟩ و 16.3 (⟨NCCT⟩) في 2023"),
            ("كوفيد-19 والـNCCT", "كوفيد-19 والـ⟨NCCT⟩"),
            ("قيمة U.S. كانت § 5", "قيمة ⟨U.S.⟩ كانت ⟨§ 5⟩"),
            ("درجة Ph.D. (من U.N.).", "درجة ⟨Ph.D.⟩ (من ⟨U.N.⟩)."),
            ("(المصدر: amnesty.org). وموقع un.org.", "(المصدر: ⟨amnesty.org⟩). وموقع ⟨un.org⟩."),
            ("الغاية 16.a. و", "الغاية ⟨16.a⟩. و"),
            ("10, 20 و 30", "10, 20 و 30"),
            ("(انظر https://example.org/a?b=1)", "(انظر ⟨https://example.org/a?b=1⟩)"),
            (
                "المادة 5\u{FFFC} من World Bank\u{FFFC} و",
                "المادة 5\u{FFFC} من ⟨World Bank⟩\u{FFFC} و",
            ),
        ] {
            assert_eq!(isolated(text, true), expected);
        }
    }

    #[test]
    fn numbers_are_read_as_typed() {
        for (text, expected) in [
            ("من 1,5–2,5 و 2015 – 2030", "من ⟨1,5–2,5⟩ و ⟨2015 – 2030⟩"),
            ("و −1–2 و 3–5 % و 16.3–16.6", "و ⟨−1–2⟩ و ⟨3–5 %⟩ و ⟨16.3–16.6⟩"),
            ("و 2025-06-30 و 100-0001", "و ⟨2025-06-30⟩ و ⟨100-0001⟩"),
            ("و US$ 1,000–2,000", "و ⟨US$ 1,000–2,000⟩"),
            ("و 1,000 و 10:30 و 2030", "و 1,000 و 10:30 و 2030"),
        ] {
            assert_eq!(isolated(text, true), expected);
        }
    }

    #[test]
    fn what_is_all_foreign_is_one_run_to_its_last_stop() {
        for text in ["A right that comes late.", "“Late” (2025).", "S."] {
            assert_eq!(isolated(text, true), format!("⟨{text}⟩"));
        }
        assert_eq!(isolated("حق.", false), "⟪حق.⟫");
        assert_eq!(isolated("2030", true), "2030");
    }

    #[test]
    fn arabic_within_english_takes_no_number_that_is_not_its_own() {
        assert_eq!(
            isolated("the word كلمة 5 times, (حق 3 حق)", false),
            "the word ⟪كلمة⟫ 5 times, (⟪حق 3 حق⟫)"
        );
        assert_eq!(isolated("plain 5 km", false), "plain 5 km");
    }

    #[test]
    fn what_a_writer_isolated_is_left_alone() {
        let typed = "و \u{2066}5 km\u{2069} و";
        assert!(foreign_runs(typed, true).is_empty());
    }
}
