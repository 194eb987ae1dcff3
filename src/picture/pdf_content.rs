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

/// What is put behind a content, to see that it is reached.
const END: &[u8] = b"\nendofcontent";

/// How many operators a content has; the names of what it draws are passed on. The error is what is
/// wrong with it.
pub(super) fn content_fault(
    content: &[u8],
    mut drawn: impl FnMut(&[u8]),
) -> Result<u64, &'static str> {
    let whole = [content, END].concat();
    let mut operators = UntypedIter::new(&whole);
    let (mut count, mut is_open, mut in_text) = (0, 0, false);
    while let Some(next) = operators.next() {
        let name: &[u8] = next.operator;
        let given = next.operands().count();
        if name == &END[1..] {
            return match (given, in_text) {
                (0, false) => Ok(count),
                _ => Err("what draws its page ends before the page does"),
            };
        }
        count += 1;
        match name {
            b"BX" => is_open += 1,
            b"EX" => is_open -= 1,
            b"BT" => in_text = true,
            b"ET" => in_text = false,
            b"Do" => {
                if let Some(Object::Name(name)) = next.operands().last() {
                    drawn(name.as_ref());
                }
            }
            _ => {}
        }
        match OPERATORS.iter().find(|(known, _)| *known == name) {
            Some((_, needed)) if given >= *needed || name == b"BI" => {}
            None if is_open > 0 => {}
            _ => return Err("what draws its page is not as it was written"),
        }
    }
    Err("what draws its page cannot be read to its end")
}
