//! Style sheets taken apart (CSS Syntax Level 3): strings, comments and blocks are kept whole, whatever
//! stands in them.

/// A part of a style sheet.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum CssStatement<'a> {
    /// Selectors, and what they set.
    Rule { selectors: &'a str, block: &'a str },
    /// A rule that begins with `@`: its name, what it is for, what is in it, and the whole.
    At { name: String, prelude: &'a str, block: Option<&'a str>, whole: &'a str },
}

/// A property and what it is set to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Declared {
    /// In lower case, but for a custom one.
    pub(super) name: String,
    pub(super) value: String,
    pub(super) important: bool,
}

/// The statements of a style sheet.
pub(super) fn css_statements(sheet: &str) -> Vec<CssStatement<'_>> {
    let mut statements = Vec::new();
    let mut at = 0;
    while at < sheet.len() {
        let rest = &sheet[at..];
        let passed = rest.starts_with(|c: char| c.is_ascii_whitespace()) || rest.starts_with("/*");
        let mark = ["<!--", "-->"].into_iter().find(|mark| rest.starts_with(mark));
        if passed || mark.is_some() {
            at = mark.map_or_else(|| after(sheet, at), |mark| at + mark.len());
            continue;
        }
        let is_at = rest.starts_with('@');
        let mut end = at;
        while end < sheet.len() && !sheet[end..].starts_with('{') {
            if is_at && sheet[end..].starts_with(';') {
                break;
            }
            end = after(sheet, end);
        }
        let prelude = &sheet[at..end];
        let is_block = sheet[end..].starts_with('{');
        let stop = if end < sheet.len() { after(sheet, end) } else { end };
        let block = is_block.then(|| {
            let inner = &sheet[end + 1..stop];
            inner.strip_suffix('}').unwrap_or(inner)
        });
        if is_at {
            let name = prelude[1..].split(|c: char| !is_name(c)).next().unwrap_or_default();
            statements.push(CssStatement::At {
                name: name.to_ascii_lowercase(),
                prelude: &prelude[1 + name.len()..],
                block,
                whole: &sheet[at..stop],
            });
        } else if let Some(block) = block {
            statements.push(CssStatement::Rule { selectors: prelude, block });
        }
        at = stop;
    }
    statements
}

/// What a block sets, in order.
pub(super) fn declarations(block: &str) -> Vec<Declared> {
    let parts = split(block, |c| c == ';').into_iter();
    parts.filter_map(|part| declaration(&without_comments(part))).collect()
}

fn declaration(part: &str) -> Option<Declared> {
    let (name, value) = part.split_once(':')?;
    let name = name.trim();
    let name = if name.starts_with("--") { name.into() } else { name.to_ascii_lowercase() };
    let mut value = value.trim();
    let mut important = false;
    if let Some((before, word)) = value.rsplit_once('!')
        && word.trim().eq_ignore_ascii_case("important")
    {
        (value, important) = (before.trim_end(), true);
    }
    let is_empty = name.is_empty() || value.is_empty() && !name.starts_with("--");
    (!is_empty).then(|| Declared { name, value: value.into(), important })
}

/// The parts of a text between characters that stand in no string, comment or block.
pub(super) fn split(text: &str, is_between: impl Fn(char) -> bool) -> Vec<&str> {
    let (mut parts, mut from, mut at) = (Vec::new(), 0, 0);
    while let Some(c) = text[at..].chars().next() {
        let end = after(text, at);
        if is_between(c) {
            parts.push(&text[from..at]);
            from = end;
        }
        at = end;
    }
    parts.push(&text[from..]);
    parts
}

/// The text with a space for each comment.
pub(super) fn without_comments(text: &str) -> String {
    let (mut out, mut at) = (String::with_capacity(text.len()), 0);
    while at < text.len() {
        let rest = &text[at..];
        let end = match rest.chars().next() {
            // A block is gone into, for there may be comments in it.
            Some(c @ ('(' | '[' | '{')) if !is_raw_url(text, at) => at + c.len_utf8(),
            _ => after(text, at),
        };
        out.push_str(if rest.starts_with("/*") { " " } else { &text[at..end] });
        at = end;
    }
    out
}

/// Where a component ends that begins there: a comment, a string, an escape, a block, or a character.
pub(super) fn after(text: &str, at: usize) -> usize {
    let mut open = Vec::new();
    let mut at = at;
    loop {
        let rest = &text[at..];
        let Some(c) = rest.chars().next() else { return text.len() };
        let next = at + c.len_utf8();
        at = match c {
            '/' if rest.starts_with("/*") => {
                rest[2..].find("*/").map_or(text.len(), |end| at + end + 4)
            }
            '"' | '\'' => string(text, next, c),
            '\\' => next + text[next..].chars().next().map_or(0, char::len_utf8),
            '(' if is_raw_url(text, at) => rest.find(')').map_or(text.len(), |end| at + end + 1),
            '(' | '[' | '{' => {
                open.push(match c {
                    '(' => ')',
                    '[' => ']',
                    _ => '}',
                });
                next
            }
            _ => {
                if open.last() == Some(&c) {
                    open.pop();
                }
                next
            }
        };
        if open.is_empty() {
            return at;
        }
    }
}

/// The end of a string that begins before, which no line feed may be in.
fn string(text: &str, from: usize, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text[from..].char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '\n' => return from + at,
            c if c == quote => return from + at + 1,
            _ => {}
        }
    }
    text.len()
}

/// Whether the bracket there holds an address without quotes, in which all characters are its own.
fn is_raw_url(text: &str, at: usize) -> bool {
    let before = at.checked_sub(3).and_then(|from| text.get(from..at));
    before.is_some_and(|name| name.eq_ignore_ascii_case("url"))
        && !text[at + 1..].trim_start().starts_with(['"', '\''])
}

/// Whether a character may stand in a name.
pub(super) fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_') || !c.is_ascii()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_strings_and_comments_are_kept_whole() {
        let names = |block: &str| -> Vec<String> {
            declarations(block).into_iter().map(|it| format!("{}={}", it.name, it.value)).collect()
        };
        assert_eq!(
            names("Fill: light-dark(rgb(1,2,3), #fff); a:'x;}' ; b: url(data:x;base64,/*=)"),
            ["fill=light-dark(rgb(1,2,3), #fff)", "a='x;}'", "b=url(data:x;base64,/*=)"]
        );
        assert_eq!(names("--C: ; x:/* ; */y"), ["--C=", "x=y"]);
        let important = declarations("fill: red ! IMPORTANT");
        assert!(important[0].important && important[0].value == "red");
        assert_eq!(split("a(b,c),d", |c| c == ','), ["a(b,c)", "d"]);
        assert_eq!(after("((((", 0), 4);
    }

    #[test]
    fn a_sheet_is_rules_and_what_begins_with_an_at() {
        let sheet = "<!-- a, b > c { fill: red } @import 'x;y'; @media (a) { d { e: f } } g{h:i";
        let found = css_statements(sheet);
        assert_eq!(found[0], CssStatement::Rule { selectors: "a, b > c ", block: " fill: red " });
        let CssStatement::At { name, block: None, .. } = &found[1] else { panic!() };
        assert_eq!(name, "import");
        let CssStatement::At { name, prelude, block, .. } = &found[2] else { panic!() };
        assert_eq!((name.as_str(), *prelude, *block), ("media", " (a) ", Some(" d { e: f } ")));
        assert_eq!(found[3], CssStatement::Rule { selectors: "g", block: "h:i" });
    }
}
