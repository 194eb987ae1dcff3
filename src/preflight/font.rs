//! Fonts (ISO 32000, 9.5 to 9.10): how wide their characters are, whether they are embedded, and
//! what their characters mean.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Object, ObjectId};

use super::pdf::{Pdf, as_number};

/// No more characters of one font are listed than this.
const MAX_ENTRIES: usize = 200_000;

/// A font as text is shown with it.
#[derive(Debug)]
pub struct Font {
    /// Its name, without the tag of a subset.
    pub name: String,
    /// Whether a code has two bytes.
    pub composite: bool,
    /// Whether its characters are drawn by content streams.
    pub type3: bool,
    /// Whether its program is in the file.
    pub embedded: bool,
    /// Whether it holds only the characters used.
    pub subset: bool,
    /// Whether it is bold enough for WCAG's “large” type at 14 pt.
    pub bold: bool,
    /// Whether it is written downwards.
    pub vertical: bool,
    /// Characters to Unicode.
    pub unicode: Unicode,
    /// The content stream of each code, and the matrix to text space, of a Type 3 font.
    pub glyphs: BTreeMap<u32, ObjectId>,
    /// Where the names of a Type 3 font's content streams are looked up.
    pub resources: Option<ObjectId>,
    /// From glyph space to text space; of Type 3 fonts.
    pub matrix: [f64; 6],
    widths: BTreeMap<u32, f64>,
    default_width: f64,
}

/// What is known of the meaning of a font's codes.
#[derive(Debug)]
pub enum Unicode {
    /// A ToUnicode map: code, last code of the run, text of the first.
    Map(Vec<(u32, u32, String)>),
    /// The encoding is a known one.
    Encoding,
    /// The codes of these glyph names mean nothing; the others are known.
    EncodingWithout(Vec<u32>),
    /// Nothing.
    Unknown,
}

impl Unicode {
    /// Whether a code has a meaning.
    pub fn covers(&self, code: u32) -> bool {
        match self {
            Unicode::Map(map) => find(map, code).is_some(),
            Unicode::Encoding => true,
            Unicode::EncodingWithout(unknown) => !unknown.contains(&code),
            Unicode::Unknown => false,
        }
    }

    /// The text of a code, as far as it is easily known.
    pub fn text(&self, code: u32) -> Option<String> {
        match self {
            Unicode::Map(map) => {
                let (first, _, text) = find(map, code)?;
                let mut chars: Vec<char> = text.chars().collect();
                let last = chars.pop()?;
                chars.push(char::from_u32((last as u32).checked_add(code - first)?)?);
                Some(chars.into_iter().collect())
            }
            Unicode::Unknown => None,
            _ => char::from_u32(code).filter(char::is_ascii_graphic).map(String::from),
        }
    }
}

fn find(map: &[(u32, u32, String)], code: u32) -> Option<&(u32, u32, String)> {
    let after = map.partition_point(|(first, ..)| *first <= code);
    map.get(after.checked_sub(1)?).filter(|(_, last, _)| code <= *last)
}

impl Font {
    /// Reads a font dictionary.
    pub fn read(pdf: &Pdf, dict: &Dictionary) -> Font {
        let subtype = pdf.name(dict, "Subtype").unwrap_or_default();
        let (composite, type3) = (subtype == "Type0", subtype == "Type3");
        let descendant =
            pdf.list(dict, "DescendantFonts").first().and_then(|object| pdf.as_dict(object));
        let program = descendant.filter(|_| composite).unwrap_or(dict);
        let descriptor = pdf.dict(program, "FontDescriptor");
        let full = pdf.name(dict, "BaseFont").or_else(|| pdf.name(program, "BaseFont"));
        let full = full.or_else(|| pdf.name(dict, "Name")).unwrap_or("without a name");
        let tag = full
            .split_once('+')
            .filter(|(tag, _)| tag.len() == 6 && tag.bytes().all(|byte| byte.is_ascii_uppercase()));
        let name = tag.map_or(full, |(_, name)| name).chars().take(80).collect::<String>();
        let number = |key| descriptor.and_then(|descriptor| pdf.number(descriptor, key));
        let bold = ["bold", "black", "heavy"].iter().any(|w| name.to_lowercase().contains(w))
            || number("FontWeight").is_some_and(|weight| weight >= 700.0);
        let embedded = type3
            || descriptor.is_some_and(|descriptor| {
                ["FontFile", "FontFile2", "FontFile3"]
                    .iter()
                    .any(|key| matches!(pdf.get(descriptor, key), Some(Object::Stream(_))))
            });
        let (widths, default_width) = if composite {
            (composite_widths(pdf, program), pdf.number(program, "DW").unwrap_or(1000.0))
        } else {
            (simple_widths(pdf, dict), number("MissingWidth").unwrap_or(500.0))
        };
        let matrix = pdf.get(dict, "FontMatrix").map(|object| pdf.numbers(object));
        let matrix = matrix.and_then(|numbers| <[f64; 6]>::try_from(numbers).ok());
        Font {
            name,
            composite,
            type3,
            embedded,
            subset: tag.is_some() || type3,
            bold,
            vertical: composite && pdf.name(dict, "Encoding").is_some_and(|n| n.ends_with("-V")),
            unicode: unicode(pdf, dict, program, descriptor, composite),
            glyphs: if type3 { procedures(pdf, dict) } else { BTreeMap::new() },
            resources: dict.get(b"Resources").ok().and_then(|object| pdf.id(object)),
            matrix: matrix.unwrap_or([0.001, 0.0, 0.0, 0.001, 0.0, 0.0]),
            widths,
            default_width,
        }
    }

    /// The codes of a string.
    pub fn codes(&self, string: &[u8]) -> Vec<u32> {
        if self.composite {
            string
                .chunks(2)
                .map(|pair| pair.iter().fold(0, |code, byte| code << 8 | u32::from(*byte)))
                .collect()
        } else {
            string.iter().map(|byte| u32::from(*byte)).collect()
        }
    }

    /// How far a character moves the pen, in ems.
    pub fn advance(&self, code: u32) -> f64 {
        let width = self.widths.get(&code).copied().unwrap_or(self.default_width);
        if self.type3 { width * self.matrix[0] } else { width / 1000.0 }
    }

    /// Whether a code stands for white space.
    pub fn is_space(&self, code: u32) -> bool {
        match self.unicode.text(code) {
            Some(text) => text.chars().all(char::is_whitespace),
            None => !self.composite && code == 32,
        }
    }
}

fn simple_widths(pdf: &Pdf, dict: &Dictionary) -> BTreeMap<u32, f64> {
    let first = pdf.integer(dict, "FirstChar").and_then(|first| u32::try_from(first).ok());
    let widths = pdf.get(dict, "Widths").map(|object| pdf.numbers(object)).unwrap_or_default();
    (first.unwrap_or(0)..).zip(widths.into_iter().take(256)).collect()
}

/// `W` of a CIDFont: `c [w1 … wn]` and `first last w`.
fn composite_widths(pdf: &Pdf, program: &Dictionary) -> BTreeMap<u32, f64> {
    let mut widths = BTreeMap::new();
    let list = pdf.array(program, "W").unwrap_or_default();
    let code = |object: &Object| {
        pdf.resolve(object).as_i64().ok().and_then(|code| u32::try_from(code).ok())
    };
    // What is said again and again is as much work as other widths.
    let (mut at, mut said) = (0, 0);
    while let (Some(first), Some(next)) = (list.get(at).and_then(code), list.get(at + 1)) {
        if said > MAX_ENTRIES {
            break;
        }
        if let Object::Array(_) = pdf.resolve(next) {
            let numbers = pdf.numbers(next);
            said += numbers.len();
            widths.extend((first..).zip(numbers));
            at += 2;
        } else {
            let width = list.get(at + 2).and_then(|object| as_number(pdf.resolve(object)));
            let (Some(last), Some(width)) = (code(next), width) else { break };
            let last = last.min(first.saturating_add(0xffff));
            said += last.saturating_sub(first) as usize + 1;
            widths.extend((first..=last).map(|code| (code, width)));
            at += 3;
        }
    }
    widths
}

fn unicode(
    pdf: &Pdf,
    dict: &Dictionary,
    program: &Dictionary,
    descriptor: Option<&Dictionary>,
    composite: bool,
) -> Unicode {
    if let Some(Object::Stream(stream)) = pdf.get(dict, "ToUnicode") {
        let map = pdf.decode(stream).map(|data| parse_map(&data)).unwrap_or_default();
        if !map.is_empty() {
            return Unicode::Map(map);
        }
    }
    if composite {
        // A predefined character collection says what its characters are.
        let collection = pdf
            .dict(program, "CIDSystemInfo")
            .and_then(|info| Some((pdf.text(info, "Registry")?, pdf.text(info, "Ordering")?)));
        let known = collection.is_some_and(|(registry, ordering)| {
            registry == "Adobe"
                && ["GB1", "CNS1", "Japan1", "Korea1", "KR"].contains(&ordering.as_str())
        });
        return if known { Unicode::Encoding } else { Unicode::Unknown };
    }
    let named = ["WinAnsiEncoding", "MacRomanEncoding", "MacExpertEncoding", "StandardEncoding"];
    let base =
        |encoding: &Object| super::pdf::as_name(encoding).is_some_and(|name| named.contains(&name));
    let symbolic = descriptor
        .and_then(|descriptor| pdf.integer(descriptor, "Flags"))
        .is_some_and(|flags| flags & 4 != 0);
    match pdf.get(dict, "Encoding") {
        Some(encoding) if base(encoding) => Unicode::Encoding,
        Some(Object::Dictionary(encoding)) => {
            let (mut unknown, mut code) = (Vec::new(), 0_u32);
            for entry in pdf.array(encoding, "Differences").unwrap_or_default().iter().take(1024) {
                match pdf.resolve(entry) {
                    Object::Integer(next) => code = u32::try_from(*next).unwrap_or(0),
                    Object::Name(name) => {
                        if is_number_of_glyph(name) {
                            unknown.push(code);
                        }
                        code = code.wrapping_add(1);
                    }
                    _ => {}
                }
            }
            if unknown.is_empty() { Unicode::Encoding } else { Unicode::EncodingWithout(unknown) }
        }
        // The encoding built into a symbolic font may be anything.
        None if symbolic => Unicode::Unknown,
        None if pdf.name(dict, "Subtype") == Some("Type3") => Unicode::Unknown,
        _ => Unicode::Encoding,
    }
}

/// Names such as `g12` and `cid34`, which number a glyph and do not say what it is.
fn is_number_of_glyph(name: &[u8]) -> bool {
    let letters = name.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let (word, digits) = name.split_at(letters);
    let numbered = !digits.is_empty() && digits.iter().all(u8::is_ascii_digit);
    let words: [&[u8]; 8] = [b"g", b"G", b"glyph", b"cid", b"index", b"c", b"C", b"i"];
    numbered && words.contains(&word)
}

/// The mappings of a ToUnicode CMap (ISO 32000, 9.10.3), by code.
fn parse_map(data: &[u8]) -> Vec<(u32, u32, String)> {
    let mut map: Vec<(u32, u32, String)> = Vec::new();
    let mut rest = data;
    while let Some(start) = find_word(rest, b"beginbf") {
        let body = &rest[start + 7..];
        let range = body.starts_with(b"range");
        let end = find_word(body, b"endbf").unwrap_or(body.len());
        let mut strings = HexStrings { data: &body[..end] };
        while let Some((code, in_array)) = strings.next() {
            if map.len() >= MAX_ENTRIES || in_array {
                break;
            }
            let first = number(&code);
            let last =
                if range { strings.next().map(|(code, _)| number(&code)) } else { Some(first) };
            let (Some(last), Some((text, listed))) = (last, strings.next()) else { break };
            if !listed {
                map.push((first, last, utf16(&text)));
                continue;
            }
            // A list gives each code of the run its own text.
            let mut code = first;
            map.push((code, code, utf16(&text)));
            while code < last && strings.in_array() && map.len() < MAX_ENTRIES {
                let Some((text, _)) = strings.next() else { break };
                code += 1;
                map.push((code, code, utf16(&text)));
            }
        }
        rest = &body[end..];
    }
    map.sort_by_key(|(first, ..)| *first);
    map
}

fn find_word(data: &[u8], word: &[u8]) -> Option<usize> {
    data.windows(word.len()).position(|window| window == word)
}

/// The strings `<…>` of a CMap, each with whether it stands in a list.
struct HexStrings<'a> {
    data: &'a [u8],
}

impl HexStrings<'_> {
    fn next(&mut self) -> Option<(Vec<u8>, bool)> {
        let start = self.data.iter().position(|byte| *byte == b'<')?;
        let listed = self.data[..start].contains(&b'[');
        let body = &self.data[start + 1..];
        let end = body.iter().position(|byte| *byte == b'>')?;
        let digits: Vec<u8> = body[..end]
            .iter()
            .filter_map(|byte| char::from(*byte).to_digit(16))
            .filter_map(|digit| u8::try_from(digit).ok())
            .collect();
        self.data = &body[end + 1..];
        Some((digits.chunks(2).map(|p| p[0] << 4 | p.get(1).unwrap_or(&0)).collect(), listed))
    }

    /// Whether another string follows before the list ends.
    fn in_array(&self) -> bool {
        self.data.iter().find(|byte| b"<]".contains(byte)) == Some(&b'<')
    }
}

fn number(bytes: &[u8]) -> u32 {
    bytes.iter().take(4).fold(0, |number, byte| number << 8 | u32::from(*byte))
}

fn utf16(bytes: &[u8]) -> String {
    let units: Vec<u16> = bytes
        .chunks(2)
        .map(|p| u16::from(p[0]) << 8 | u16::from(*p.get(1).unwrap_or(&0)))
        .collect();
    String::from_utf16_lossy(&units)
}

/// The content streams of a Type 3 font, by code.
fn procedures(pdf: &Pdf, dict: &Dictionary) -> BTreeMap<u32, ObjectId> {
    let mut glyphs = BTreeMap::new();
    let (Some(streams), Some(encoding)) = (pdf.dict(dict, "CharProcs"), pdf.dict(dict, "Encoding"))
    else {
        return glyphs;
    };
    let mut code = 0_u32;
    for entry in pdf.array(encoding, "Differences").unwrap_or_default().iter().take(1024) {
        match pdf.resolve(entry) {
            Object::Integer(next) => code = u32::try_from(*next).unwrap_or(0),
            Object::Name(name) => {
                if let Some(id) = streams.get(name).ok().and_then(|object| pdf.id(object)) {
                    glyphs.insert(code, id);
                }
                code = code.wrapping_add(1);
            }
            _ => {}
        }
    }
    glyphs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn maps_to_unicode_are_read_in_all_their_forms() {
        let map = Unicode::Map(parse_map(
            b"2 beginbfchar <0001> <0041> <0002> <D83DDE00> endbfchar\n\
              2 beginbfrange <0010> <0012> <0061>\n<0020> <0021> [<0066 0069> <0078>] endbfrange",
        ));
        let text = |code| map.text(code).unwrap_or_default();
        let seen = [1, 2, 0x12, 0x20, 0x21].map(text);
        assert_eq!(seen, ["A", "😀", "c", "fi", "x"]);
        assert!(!map.covers(3) && !map.covers(0x13));
        assert!(parse_map(b"beginbfrange <00> <ffffffff> [<41> endbfrange").len() < 3);
    }

    #[test]
    fn numbers_of_glyphs_are_told_from_names() {
        assert!(is_number_of_glyph(b"g12") && is_number_of_glyph(b"cid3"));
        assert!(!is_number_of_glyph(b"A") && !is_number_of_glyph(b"uni0041"));
        assert!(!is_number_of_glyph(b"one"));
    }
}
