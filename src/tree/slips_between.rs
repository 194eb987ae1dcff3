//! What people get wrong within quotes and brackets.

use toml_parser::lexer::TokenKind;

use super::fault::SyntaxFault;
use super::slips_line::SlipLine;
use super::suggested::{bare, is_mark, quoted, strange, value_of, without_comment};
use super::tokens::{TokenContext, TomlToken, begun, is_closed, tokens};

/// A slip in a text in quotes, or right after one.
pub(super) fn in_quotes(
    line: &SlipLine<'_>,
    standing: &TokenContext<'_>,
    byte: usize,
) -> Option<SyntaxFault> {
    let text = line.text;
    let all = standing.tokens;
    let before = standing.at.checked_sub(1).map(|at| &all[at]);
    let at = &all[standing.at];
    let ends_here = |token: &&TomlToken| token.is_string() && token.place.end == at.place.start;
    let token = Some(at).filter(|token| token.is_string()).or(before.filter(ends_here))?;
    let closed = is_closed(token, text);
    if !closed && !token.is_long() {
        return Some(unclosed_text(line, standing, token));
    }
    let inside = token.place.start < byte && byte < token.place.end;
    if inside && let Some(fault) = backslash(line, standing, token) {
        return Some(fault);
    }
    let goes_on = |own: &str| !own.starts_with(|c| matches!(c, ';' | '/') || strange(c).is_some());
    if closed
        && token.place.end == at.place.start
        && at.kind == TokenKind::Atom
        && goes_on(&text[at.place.clone()])
    {
        return Some(quotes_in_quotes(line, standing, token));
    }
    None
}

/// A text in quotes without those that close it.
fn unclosed_text(
    line: &SlipLine<'_>,
    standing: &TokenContext<'_>,
    token: &TomlToken,
) -> SyntaxFault {
    let raw = &line.text[token.place.clone()];
    let key = standing.key(line.text);
    let whose = match key.filter(|_| standing.open.is_empty()) {
        Some(key) => format!("the text of `{key}`"),
        None => "this text".to_string(),
    };
    let fault = SyntaxFault::new(format!("{whose} has no closing quote"), token.place.clone());
    let next =
        line.text[token.place.end..].lines().skip(1).map(str::trim).find(|own| !own.is_empty());
    let goes_on = next.is_some_and(|own| {
        let is_word = |c: char| c.is_alphabetic() || is_mark(c);
        own.starts_with(is_word) && begun(&tokens(own), own).is_none()
    });
    if raw.ends_with("\\\"") {
        return fault.help(
            "a backslash before a quote makes it a part of the text: write `\\\\` for a backslash",
        );
    }
    if goes_on {
        return fault.help(
            "a text over several lines has \"\"\" before its first word and after its last; one in single quotes \
             ends on its line",
        );
    }
    let words = without_comment(raw[1..].trim_end());
    let in_list = !standing.open.is_empty();
    let comma = if in_list && words.ends_with(',') { "," } else { "" };
    let words = bare(words.trim_end_matches(|c| in_list && c == ','));
    match key.filter(|_| !in_list) {
        Some(key) => fault.help(format!("write `{key} = {}`", quoted(words))),
        None => fault.help(format!("write `{}{comma}`", quoted(words))),
    }
}

/// A backslash that means nothing where it stands.
fn backslash(
    line: &SlipLine<'_>,
    standing: &TokenContext<'_>,
    token: &TomlToken,
) -> Option<SyntaxFault> {
    let raw = &line.text[token.place.clone()];
    if !raw.starts_with('"') {
        return None;
    }
    let mut at = 0;
    let bad = loop {
        at += raw[at..].find('\\')?;
        let rest = &raw[at + 1..];
        let digits = |count: usize| {
            rest.get(1..=count).is_some_and(|own| own.bytes().all(|b| b.is_ascii_hexdigit()))
        };
        let is_known = match rest.chars().next()? {
            'b' | 't' | 'n' | 'f' | 'r' | 'e' | '"' | '\\' => true,
            'x' => digits(2),
            'u' => digits(4),
            'U' => digits(8),
            c => token.is_long() && c.is_whitespace(),
        };
        if !is_known {
            break at;
        }
        at += 1 + rest.chars().next().map_or(0, char::len_utf8);
    };
    let place = token.place.start + bad..token.place.start + bad + 1;
    let fault = SyntaxFault::new("a backslash in quotes is a sign of its own", place);
    if token.is_long() {
        return Some(fault.help("write it twice: `\\\\`"));
    }
    if let Some(path) = path_in_project(&raw[1..raw.len() - 1]) {
        let written = match standing.key(line.text).filter(|_| standing.open.is_empty()) {
            Some(key) => format!("{key} = \"{path}\""),
            None => format!("\"{path}\""),
        };
        return Some(
            fault.help(format!("write `/` between folders, on Windows, too: `{written}`")),
        );
    }
    // All of them are meant as they stand, in a path of Windows and elsewhere.
    let doubled = raw.replace("\\\\", "\\").replace('\\', "\\\\").replace("\\\\\"", "\\\"");
    Some(match standing.key(line.text).filter(|_| standing.open.is_empty()) {
        Some(key) => fault.help(format!("write it twice: `{key} = {doubled}`")),
        None => fault.help(format!("write it twice: `{doubled}`")),
    })
}

/// What is a path in the project as Windows writes it, as it is to be written.
fn path_in_project(written: &str) -> Option<String> {
    /// The endings of files that a project may name.
    const ENDINGS: [&str; 16] = [
        "csv", "tsv", "xlsx", "json", "xml", "svg", "png", "jpg", "jpeg", "gif", "webp", "pdf",
        "icc", "icm", "ttf", "otf",
    ];
    let (_, ending) = written.rsplit_once('.')?;
    let is_inside = !written.starts_with(['\\', '/']) && !written.contains(':');
    let is_file = ENDINGS.iter().any(|own| ending.eq_ignore_ascii_case(own));
    (is_inside && is_file).then(|| written.replace("\\\\", "/").replace('\\', "/"))
}

/// Quotes in a text in quotes, which end it.
fn quotes_in_quotes(
    line: &SlipLine<'_>,
    standing: &TokenContext<'_>,
    token: &TomlToken,
) -> SyntaxFault {
    let raw = &line.text[token.place.clone()];
    let rest = &line.text[token.place.start..line.place.end.max(token.place.end)];
    let quote = &raw[..1];
    let name = if quote == "'" { "an apostrophe" } else { "a quote" };
    let fault = SyntaxFault::new(
        format!("{name} within the text ends it"),
        token.place.end - 1..token.place.end,
    );
    let end = without_comment(rest).rfind(quote).filter(|end| *end > raw.len());
    let (key, whole) = (standing.key(line.text), end.map(|end| &rest[1..end]));
    match (key, whole) {
        (Some(key), Some(words)) if standing.open.is_empty() && !token.is_long() => {
            let words = words.replace("\\\"", "\"");
            fault.help(format!("write `{key} = {}`, or take “ and ” inside", quoted(&words)))
        }
        _ if quote == "'" => fault.help("put the text in double quotes: `\"…\"`"),
        _ => fault.help("a quote inside a text in quotes is written `\\\"`, or as “ or ”"),
    }
}

/// A slip in a list or in a table in one line.
pub(super) fn entry(line: &SlipLine<'_>, standing: &TokenContext<'_>) -> Option<SyntaxFault> {
    let all = standing.tokens;
    let at = &all[standing.at];
    let own = &line.text[at.place.clone()];
    let opened = &all[*standing.open.last()?];
    let is_table = opened.kind == TokenKind::LeftCurlyBracket;
    let says = |token: &&TomlToken| !token.is_blank() && token.kind != TokenKind::Newline;
    let before = all[..standing.at].iter().rev().find(says)?;
    let after_value = before.is_string()
        || [TokenKind::Atom, TokenKind::RightSquareBracket, TokenKind::RightCurlyBracket]
            .contains(&before.kind);
    let within = &all[*standing.open.last()? + 1..standing.at];
    if is_table
        && at.kind == TokenKind::Comma
        && !within.iter().any(|it| it.kind == TokenKind::Equals)
    {
        return Some(
            SyntaxFault::new("a list stands in square brackets", opened.place.clone())
                .help("write `[` here, and `]` after its last entry"),
        );
    }
    if at.kind == TokenKind::Comma {
        return Some(
            SyntaxFault::new("a comma stands here with nothing before it", at.place.clone())
                .help("take it out, or write the entry that is missing"),
        );
    }
    if matches!(at.kind, TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket)
        && !at.closes(opened)
    {
        let wanted = if is_table { "}" } else { "]" };
        let message = format!("`{own}` does not close what was opened");
        return Some(
            SyntaxFault::new(message, at.place.clone())
                .help(format!("write `{wanted}`"))
                .related_if(Some(opened.place.start), "opened here"),
        );
    }
    // From its beginning to its end.
    let parts = within
        .iter()
        .rev()
        .take_while(|it| it.kind == TokenKind::Atom || it.kind == TokenKind::Dot);
    let start = parts.last().filter(|_| at.kind == TokenKind::Atom).unwrap_or(at).place.start;
    let rest = &line.text[start..line.place.end.max(at.place.end)];
    let end = rest.find([',', ']', '}']).unwrap_or(rest.len());
    let words = without_comment(&rest[..end]).trim();
    let place = start..start + words.len().max(1);
    let after_value = after_value && start == at.place.start;
    if own.starts_with("//") || own.starts_with("/*") || own.starts_with("--") {
        return Some(
            SyntaxFault::new("a comment begins with #", place)
                .help(format!("write `# {}`", rest.trim_start_matches(['/', '*', '-']).trim())),
        );
    }
    if own.starts_with(';') {
        return Some(
            SyntaxFault::new("entries stand apart by commas, not by `;`", at.place.clone())
                .help("write `,`"),
        );
    }
    if after_value && (at.is_string() || at.opens() || at.kind == TokenKind::Atom) {
        return Some(
            SyntaxFault::new("a comma is missing after this entry", before.place.clone())
                .help(format!("put one between it and `{}`", words.trim_end()))
                .related_if(Some(at.place.start), "the next one"),
        );
    }
    if at.kind != TokenKind::Atom {
        return None;
    }
    if is_table && let Some((key, value)) = words.split_once(':') {
        let value =
            if value.trim().starts_with('"') { value.trim().to_string() } else { value_of(value) };
        return Some(
            SyntaxFault::new("a key and its value are joined by `=`, not by `:`", place)
                .help(format!("write `{} = {value}`", key.trim().trim_matches('"'))),
        );
    }
    if let Some(words) = words.strip_prefix("- ").or_else(|| words.strip_prefix("• ")) {
        return Some(
            SyntaxFault::new("no sign stands before an entry of a list", place)
                .help(format!("write `{},`", quoted(bare(words)))),
        );
    }
    let message = match own.starts_with(is_mark) {
        true => "the quotes around this text are not straight ones",
        false => "this entry stands without quotes",
    };
    Some(SyntaxFault::new(message, place).help(format!("write `{}`", quoted(bare(words)))))
}
