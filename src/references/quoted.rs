//! Values between quotation marks: by BibTeX's grammar one ends at a mark that stands in no braces, so
//! that `"He said {"}no{"}"` is one value.

use std::borrow::Cow;
use std::ops::Range;

/// A file in which the values that have a quotation mark in braces stand between braces themselves, which
/// says the same, so that whoever takes every mark for the end reads them. It is byte for byte as long.
///
/// # Errors
///
/// Where a value begins that does not end.
pub(super) fn braced(text: &str) -> Result<Cow<'_, str>, Range<usize>> {
    let bytes = text.as_bytes();
    let mut values = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        at = match byte {
            b'%' => line_end(bytes, at),
            b'@' => entry(bytes, at + 1, &mut values)?,
            _ => at + 1,
        };
    }
    if values.is_empty() {
        return Ok(Cow::Borrowed(text));
    }
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for Range { start, end } in values {
        out.push_str(&text[done..start]);
        out.push('{');
        out.push_str(&text[start + 1..end - 1]);
        out.push('}');
        done = end;
    }
    out.push_str(&text[done..]);
    Ok(Cow::Owned(out))
}

/// Goes through an entry, from its kind; returns where it ends.
fn entry(
    bytes: &[u8],
    start: usize,
    values: &mut Vec<Range<usize>>,
) -> Result<usize, Range<usize>> {
    let Some(open) = find(bytes, start, |byte| matches!(byte, b'{' | b'}' | b'@' | b'%')) else {
        return Ok(bytes.len());
    };
    if bytes[open] != b'{' {
        return Ok(open);
    }
    let kind = bytes[start..open].trim_ascii().to_ascii_lowercase();
    let mut at = open + 1;
    if kind == b"comment" {
        return Ok(find(bytes, at, |byte| byte == b'}').unwrap_or(bytes.len()));
    }
    // A key may have signs that mean something elsewhere.
    let is_named = !matches!(kind.as_slice(), b"string" | b"preamble");
    if is_named {
        at = find(bytes, at, |byte| matches!(byte, b',' | b'}')).unwrap_or(bytes.len());
    }
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'}' => return Ok(at + 1),
            b'%' => at = line_end(bytes, at),
            b'{' => at = brace_end(bytes, at),
            b'"' => {
                let value = quoted(bytes, at).ok_or(at..at + 1)?;
                at = value.place.end;
                if value.has_marks && kind != b"preamble" {
                    values.push(value.place);
                }
            }
            _ => at += 1,
        }
    }
    Ok(bytes.len())
}

/// A value between quotation marks.
struct QuotedValue {
    /// Where it stands, its marks with it.
    place: Range<usize>,
    /// Whether marks stand in it, in braces.
    has_marks: bool,
}

/// The value that begins at a quotation mark. `None` where it does not end, or where it has a mark in
/// braces and a brace that closes nothing. What a backslash stands before is of its command.
fn quoted(bytes: &[u8], start: usize) -> Option<QuotedValue> {
    let (mut depth, mut has_marks, mut is_balanced) = (0_usize, false, true);
    let mut at = start + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 1,
            b'{' => depth += 1,
            b'}' if depth == 0 => is_balanced = false,
            b'}' => depth -= 1,
            b'"' if depth > 0 => has_marks = true,
            b'"' => {
                let value = QuotedValue { place: start..at + 1, has_marks };
                return (is_balanced || !has_marks).then_some(value);
            }
            _ => {}
        }
        at += 1;
    }
    None
}

/// Where the value in braces ends that begins at a brace.
fn brace_end(bytes: &[u8], start: usize) -> usize {
    let (mut depth, mut at) = (0_usize, start);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 1,
            b'{' => depth += 1,
            b'}' if depth == 1 => return at + 1,
            b'}' => depth -= 1,
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}

fn line_end(bytes: &[u8], at: usize) -> usize {
    find(bytes, at, |byte| byte == b'\n').unwrap_or(bytes.len())
}

/// The first byte from a place of which something is true.
fn find(bytes: &[u8], from: usize, is: impl Fn(u8) -> bool) -> Option<usize> {
    (from..bytes.len()).find(|at| is(bytes[*at]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_ends_at_a_mark_outside_of_braces() {
        for (written, read) in [
            (r#"@a{k, t = "Q {"}in{"} h", y = 1}"#, Some(r#"@a{k, t = {Q {"}in{"} h}, y = 1}"#)),
            (
                r#"@string{s = "{"}"} @a{k"y, t = s # "{"}b"}"#,
                Some(r#"@string{s = {{"}}} @a{k"y, t = s # {{"}b}}"#),
            ),
            (
                r#"@a{k, t = "M{\"u}ller \"o", u = {"}}"#,
                Some(r#"@a{k, t = "M{\"u}ller \"o", u = {"}}"#),
            ),
            (
                "% \"\n@comment{\"} @a{k, % \" {\n t = \"a\"}",
                Some("% \"\n@comment{\"} @a{k, % \" {\n t = \"a\"}"),
            ),
            (r#"@a{k, t = "a } b"}"#, Some(r#"@a{k, t = "a } b"}"#)),
            (
                r#"@preamble{"{"}"} @a{k, t = "ក{"}"}"#,
                Some(r#"@preamble{"{"}"} @a{k, t = {ក{"}}}"#),
            ),
            (r#"@a{k, t = "a { b", y = {1}}"#, None),
            (r#"@a{k, t = "a } {"} b"}"#, None),
        ] {
            assert_eq!(braced(written).ok().as_deref(), read, "{written}");
        }
    }
}
