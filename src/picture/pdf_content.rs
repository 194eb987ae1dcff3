//! The operators of a page (ISO 32000-1, annex A), read to the end.

use hayro_svg::hayro_syntax::content::UntypedIter;
use hayro_svg::hayro_syntax::object::Object;

/// Each operator, and how many operands it needs at least.
const OPERATORS: [(&[u8], usize); 73] = [
    (b"b", 0),
    (b"B", 0),
    (b"b*", 0),
    (b"B*", 0),
    (b"BDC", 2),
    (b"BI", 0),
    (b"BMC", 1),
    (b"BT", 0),
    (b"BX", 0),
    (b"c", 6),
    (b"cm", 6),
    (b"CS", 1),
    (b"cs", 1),
    (b"d", 2),
    (b"d0", 2),
    (b"d1", 6),
    (b"Do", 1),
    (b"DP", 2),
    (b"EI", 0),
    (b"EMC", 0),
    (b"ET", 0),
    (b"EX", 0),
    (b"f", 0),
    (b"F", 0),
    (b"f*", 0),
    (b"G", 1),
    (b"g", 1),
    (b"gs", 1),
    (b"h", 0),
    (b"i", 1),
    (b"ID", 0),
    (b"j", 1),
    (b"J", 1),
    (b"K", 4),
    (b"k", 4),
    (b"l", 2),
    (b"m", 2),
    (b"M", 1),
    (b"MP", 1),
    (b"n", 0),
    (b"q", 0),
    (b"Q", 0),
    (b"re", 4),
    (b"RG", 3),
    (b"rg", 3),
    (b"ri", 1),
    (b"s", 0),
    (b"S", 0),
    (b"SC", 0),
    (b"sc", 0),
    (b"SCN", 0),
    (b"scn", 0),
    (b"sh", 1),
    (b"T*", 0),
    (b"Tc", 1),
    (b"Td", 2),
    (b"TD", 2),
    (b"Tf", 2),
    (b"Tj", 1),
    (b"TJ", 1),
    (b"TL", 1),
    (b"Tm", 6),
    (b"Tr", 1),
    (b"Ts", 1),
    (b"Tw", 1),
    (b"Tz", 1),
    (b"v", 4),
    (b"w", 1),
    (b"W", 0),
    (b"W*", 0),
    (b"y", 4),
    (b"'", 1),
    (b"\"", 3),
];

/// Those that paint areas, those that paint lines, and all that paint a path.
const AREAS: [&[u8]; 7] = [b"f", b"F", b"f*", b"b", b"B", b"b*", b"B*"];
const LINES: [&[u8]; 6] = [b"s", b"S", b"b", b"B", b"b*", b"B*"];
const PAINTS: [&[u8]; 9] = [b"f", b"F", b"f*", b"b", b"B", b"b*", b"B*", b"s", b"S"];

/// What is put behind a content, to see that it is reached.
const END: &[u8] = b"\nendofcontent";

/// What a content asks its resources for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ContentName {
    /// A form or a picture, to be drawn.
    Drawn,
    /// A graphics state.
    State,
    /// A pattern.
    Pattern,
    /// A shading, to be painted.
    Shading,
    /// A font that sets something to be seen.
    Font,
}

/// What the resources have by a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Named {
    /// Nothing.
    Missing,
    /// A graphics state that lets through what is below, or no longer does.
    Transparent(bool),
    /// A pattern of tiles.
    Tiles,
    /// A font whose glyphs are not in the file.
    Foreign,
    /// Anything else.
    Other,
}

/// What is wrong with a content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ContentFault {
    /// It is not as it was written.
    Damaged(&'static str),
    /// It would be drawn otherwise.
    Unfit(&'static str),
}

/// What of the graphics state matters here (ISO 32000-1, 8.4).
#[derive(Debug, Clone, Default)]
struct Painting {
    transparent: bool,
    /// The font that text is set in, and whether text is only to be searched.
    font: Option<Vec<u8>>,
    unseen: bool,
    /// Whether areas, and lines, are painted with tiles.
    tiles: [bool; 2],
}

const ENDS: ContentFault = ContentFault::Damaged("what draws its page ends before the page does");
const OTHER: ContentFault = ContentFault::Damaged("what draws its page is not as it was written");
const CUT: ContentFault = ContentFault::Damaged("what draws its page cannot be read to its end");
const ABSENT: ContentFault = ContentFault::Damaged("a part of its page is not in it");
const FONT: ContentFault = ContentFault::Unfit("uses a font that is not in it");
const CLIP: ContentFault =
    ContentFault::Unfit("cuts away by a line that it draws, which cannot be shown as it is");
const HATCH: ContentFault = ContentFault::Unfit(
    "has a pattern that lets through what is below, which cannot be shown as it is",
);

/// How many operators a content has; `ask` says what its resources have by the names in it.
///
/// # Errors
///
/// What is wrong with it.
pub(super) fn content_operators(
    content: &[u8],
    mut ask: impl FnMut(ContentName, &[u8]) -> Named,
) -> Result<u64, ContentFault> {
    let whole = [content, END].concat();
    let mut operators = UntypedIter::new(&whole);
    let (mut count, mut is_open, mut in_text) = (0, 0, false);
    let (mut painting, mut kept) = (Painting::default(), Vec::new());
    let mut clips = false;
    while let Some(next) = operators.next() {
        let name: &[u8] = next.operator;
        let given = next.operands().count();
        if name == &END[1..] {
            return if (given, in_text) == (0, false) { Ok(count) } else { Err(ENDS) };
        }
        count += 1;
        match OPERATORS.iter().find(|(known, _)| *known == name) {
            Some((_, needed)) if given >= *needed || name == b"BI" => {}
            None if is_open > 0 => continue,
            _ => return Err(OTHER),
        }
        // hayro cuts away by a path that is not painted, and by no other.
        if clips && PAINTS.contains(&name) {
            return Err(CLIP);
        }
        clips = matches!(name, b"W" | b"W*");
        let mut named = |asked| match next.operands().last() {
            Some(Object::Name(name)) => Some(ask(asked, name.as_ref())),
            _ => None,
        };
        let found = match name {
            b"Do" => named(ContentName::Drawn),
            b"gs" => named(ContentName::State),
            b"sh" => named(ContentName::Shading),
            b"scn" | b"SCN" => {
                let found = named(ContentName::Pattern);
                painting.tiles[usize::from(name == b"SCN")] = found == Some(Named::Tiles);
                found
            }
            b"Tj" | b"TJ" | b"'" | b"\"" if !painting.unseen => {
                painting.font.as_ref().map(|font| ask(ContentName::Font, font))
            }
            _ => None,
        };
        match found {
            Some(Named::Missing) => return Err(ABSENT),
            Some(Named::Foreign) => return Err(FONT),
            Some(Named::Transparent(is)) => painting.transparent = is,
            _ => {}
        }
        match name {
            b"BX" => is_open += 1,
            b"EX" => is_open -= 1,
            b"BT" => in_text = true,
            b"ET" => in_text = false,
            b"Tf" => {
                painting.font = next.operands().find_map(|operand| match operand {
                    Object::Name(name) => Some(name.as_ref().to_vec()),
                    _ => None,
                });
            }
            b"Tr" => {
                let mode = next.operands().next();
                painting.unseen =
                    matches!(mode, Some(Object::Number(mode)) if mode.as_f64() == 3.0);
            }
            b"q" => kept.push(painting.clone()),
            b"Q" => painting = kept.pop().unwrap_or_default(),
            b"g" | b"rg" | b"k" | b"cs" | b"sc" => painting.tiles[0] = false,
            b"G" | b"RG" | b"K" | b"CS" | b"SC" => painting.tiles[1] = false,
            _ => {}
        }
        let by = |operators: &[&[u8]]| operators.contains(&name);
        let [areas, lines] = painting.tiles;
        if painting.transparent && (areas && by(&AREAS) || lines && by(&LINES)) {
            return Err(HATCH);
        }
    }
    Err(CUT)
}
