//! What was opened and never closed: the parser complains of what it meets much later.

use toml_parser::lexer::TokenKind;

use super::fault::SyntaxFault;
use super::tokens::{Begun, TokenContext, TomlToken, begun, is_closed, tokens};

/// The list, table or text that is open where the parser met a mistake, though another key or header
/// begins in it.
pub(super) fn unclosed(text: &str, all: &[TomlToken], byte: usize) -> Option<SyntaxFault> {
    long_text(text, all, byte).or_else(|| bracket(text, all, byte))
}

/// A text between three quotes that goes on over keys and headers, up to the end or to the quotes that
/// open the next one.
fn long_text(text: &str, all: &[TomlToken], byte: usize) -> Option<SyntaxFault> {
    let before = all.partition_point(|token| token.place.start <= byte);
    let at = all[..before].iter().rposition(TomlToken::is_long)?;
    let token = &all[at];
    let raw = &text[token.place.clone()];
    let closed = is_closed(token, text);
    let next = statement_in(raw).map(|at| token.place.start + at);
    if closed {
        // The mistake is on the line where it ends, or the next one that says something.
        let line = text[..byte.min(text.len())].rfind('\n').map_or(0, |at| at + 1);
        let between = text.get(token.place.end..line).unwrap_or_default();
        let (rest, lines) = between.split_once('\n').unwrap_or((between, ""));
        let near = lines.trim().is_empty() || !between.contains('\n');
        let says = |part: &str| part.trim().split_once('#').map_or(part, |(own, _)| own).len();
        if !near || says(rest) > 0 && !lines.is_empty() {
            return None;
        }
        next?;
    }
    let quotes = &raw[..3];
    let standing = TokenContext::of(all, token.place.start);
    let key = standing.key(text).filter(|_| standing.open.is_empty());
    let message = match key {
        Some(key) => format!("the text of `{key}` begins here and is never closed"),
        None => "a text begins here and is never closed".to_string(),
    };
    let help = match key.is_none() && standing.equals.is_none() {
        true => {
            format!("take these {quotes} out, or write the key before them: `summary = {quotes}`")
        }
        false => format!("write {quotes} after its last words, on a line of its own"),
    };
    let place = token.place.start..token.place.start + 3;
    Some(SyntaxFault::new(message, place).help(help).related_if(next, "this stands in it still"))
}

/// Where in a text a line begins that is a key with its value, or a header.
fn statement_in(raw: &str) -> Option<usize> {
    let mut start = 0;
    for line in raw.split_inclusive('\n') {
        let own = tokens(line.trim_end());
        let is_header = begun(&own, line) == Some(Begun::Header);
        let is_key = || begun(&own, line) == Some(Begun::Key) && has_value(&own, line);
        if start > 0 && (is_header || is_key()) {
            return Some(start + line.len() - line.trim_start().len());
        }
        start += line.len();
    }
    None
}

/// Whether a value follows the first `=`.
fn has_value(line: &[TomlToken], text: &str) -> bool {
    let values = line.iter().skip_while(|token| token.kind != TokenKind::Equals).skip(1);
    values.clone().find(|token| !token.is_blank()).is_some_and(|token| {
        token.is_string()
            || token.opens()
            || ["true", "false"].contains(&&text[token.place.clone()])
            || text[token.place.clone()].starts_with(|c: char| c.is_ascii_digit())
    })
}

/// A list or a table in a line in which another key or header begins, or the file ends.
fn bracket(text: &str, all: &[TomlToken], byte: usize) -> Option<SyntaxFault> {
    // What stands open is known once the line of the mistake has begun.
    let line_end = text[byte.min(text.len())..].find('\n').map_or(text.len(), |at| byte + at);
    let mut open: Vec<&TomlToken> = Vec::new();
    let (mut first, mut equals, mut at_start) = (0, false, true);
    let mut before = TokenKind::Newline;
    for (index, token) in all.iter().enumerate() {
        if token.place.start > line_end {
            return None;
        }
        if token.kind == TokenKind::Newline {
            at_start = true;
            if open.is_empty() {
                (first, equals) = (index + 1, false);
            }
            continue;
        }
        if token.is_blank() {
            continue;
        }
        let ends = token.kind == TokenKind::Eof;
        if at_start && let Some(&opened) = open.last() {
            let begins = begun(&all[index..], text);
            // The keys of a table may stand on lines of their own.
            let in_table = opened.kind == TokenKind::LeftCurlyBracket;
            let goes_on = [TokenKind::Comma, TokenKind::LeftCurlyBracket].contains(&before);
            let is_own = in_table && goes_on && begins == Some(Begun::Key);
            if ends || begins.is_some() && !is_own {
                let next = (!ends).then_some(token.place.start);
                return Some(never_closed(text, all, opened, first, next));
            }
        }
        if ends && let Some(&opened) = open.last() {
            return Some(never_closed(text, all, opened, first, None));
        }
        at_start = false;
        before = token.kind;
        match token.kind {
            TokenKind::Equals if open.is_empty() => equals = true,
            _ if token.opens() && equals => open.push(token),
            TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket
                if open.last().is_some_and(|opened| !token.closes(opened)) =>
            {
                return None;
            }
            _ => {
                open.pop_if(|opened| token.closes(opened));
            }
        }
    }
    None
}

fn never_closed(
    text: &str,
    all: &[TomlToken],
    opened: &TomlToken,
    first: usize,
    next: Option<usize>,
) -> SyntaxFault {
    let (what, closing) = match opened.kind {
        TokenKind::LeftSquareBracket => ("list", "]"),
        _ => ("table", "}"),
    };
    let start = all[first..].iter().find(|token| !token.is_blank());
    let start = start.map_or(opened.place.start, |token| token.place.start);
    let key = text[start..opened.place.start].split('=').next().unwrap_or_default().trim();
    let message = match key.is_empty() || key.contains('\n') {
        true => format!("a {what} begins here and is never closed"),
        false => format!("the {what} of `{key}` begins here and is never closed"),
    };
    SyntaxFault::new(message, opened.place.clone())
        .help(format!("write `{closing}` after its last entry"))
        .related_if(next, "this stands in it still")
}
