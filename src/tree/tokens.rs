//! The tokens of TOML that cannot be parsed: what each line is about, and what stands open.

use std::ops::Range;

use toml_parser::Source;
use toml_parser::lexer::TokenKind;

/// A token, with the bytes it takes.
#[derive(Debug, Clone)]
pub(super) struct TomlToken {
    pub(super) kind: TokenKind,
    pub(super) place: Range<usize>,
}

impl TomlToken {
    /// Whether it says nothing.
    pub(super) fn is_blank(&self) -> bool {
        matches!(self.kind, TokenKind::Whitespace | TokenKind::Comment)
    }

    /// Whether it is a text in quotes of any kind.
    pub(super) fn is_string(&self) -> bool {
        self.is_long() || matches!(self.kind, TokenKind::BasicString | TokenKind::LiteralString)
    }

    /// Whether it is a text between three quotes.
    pub(super) fn is_long(&self) -> bool {
        matches!(self.kind, TokenKind::MlBasicString | TokenKind::MlLiteralString)
    }

    /// Whether it opens a list or a table in a line.
    pub(super) fn opens(&self) -> bool {
        matches!(self.kind, TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket)
    }

    /// Whether it closes what another opens.
    pub(super) fn closes(&self, opened: &Self) -> bool {
        match opened.kind {
            TokenKind::LeftSquareBracket => self.kind == TokenKind::RightSquareBracket,
            _ => self.kind == TokenKind::RightCurlyBracket,
        }
    }
}

/// The tokens of a text, the last of which is its end.
pub(super) fn tokens(text: &str) -> Vec<TomlToken> {
    let token = |token: toml_parser::lexer::Token| {
        let span = token.span();
        TomlToken { kind: token.kind(), place: span.start()..span.end() }
    };
    Source::new(text).lex().map(token).collect()
}

/// Whether a text in quotes, as a token has it, has its closing ones.
pub(super) fn is_closed(token: &TomlToken, text: &str) -> bool {
    let raw = &text[token.place.clone()];
    let delimiter = &raw[..if token.is_long() { 3 } else { 1 }];
    let Some(mut rest) = raw.strip_prefix(delimiter) else { return false };
    while !rest.is_empty() {
        if rest.starts_with(delimiter) {
            return true;
        }
        let escapes = delimiter.starts_with('"') && rest.starts_with('\\');
        let mut chars = rest.chars();
        for _ in 0..=usize::from(escapes) {
            chars.next();
        }
        rest = chars.as_str();
    }
    false
}

/// What stands on a line, as far as it can be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Begun {
    /// A key and `=`.
    Key,
    /// The header of a table.
    Header,
}

/// What these tokens, which are the first of a line, begin.
pub(super) fn begun(tokens: &[TomlToken], text: &str) -> Option<Begun> {
    let mut tokens = tokens.iter().filter(|token| token.kind != TokenKind::Whitespace).peekable();
    let mut brackets = 0;
    while tokens.next_if(|token| token.kind == TokenKind::LeftSquareBracket).is_some() {
        brackets += 1;
    }
    loop {
        let name = tokens.next()?;
        let is_key = match name.kind {
            TokenKind::Atom => is_bare(&text[name.place.clone()]),
            TokenKind::BasicString | TokenKind::LiteralString => {
                brackets == 0 && is_closed(name, text)
            }
            _ => false,
        };
        if !is_key {
            return None;
        }
        if tokens.next_if(|token| token.kind == TokenKind::Dot).is_none() {
            break;
        }
    }
    if brackets == 0 {
        return (tokens.next()?.kind == TokenKind::Equals).then_some(Begun::Key);
    }
    tokens.next_if(|token| token.kind == TokenKind::RightSquareBracket)?;
    while tokens.next_if(|token| token.kind == TokenKind::RightSquareBracket).is_some() {}
    let end = tokens.next()?.kind;
    let ends = [TokenKind::Newline, TokenKind::Eof, TokenKind::Comment].contains(&end);
    (brackets <= 2 && ends).then_some(Begun::Header)
}

/// Whether a word can be a key without quotes, and no value.
fn is_bare(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_alphabetic())
        && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
        && !["true", "false"].contains(&word)
}

/// Where something stands in the file.
#[derive(Debug)]
pub(super) struct TokenContext<'t> {
    /// All tokens of the text.
    pub(super) tokens: &'t [TomlToken],
    /// The index of the token that stands there.
    pub(super) at: usize,
    /// The index of the first token of its key, header or line.
    pub(super) first: usize,
    /// The index of the `=` before it.
    pub(super) equals: Option<usize>,
    /// The lists and tables that are open there, by the indices of their brackets.
    pub(super) open: Vec<usize>,
}

impl<'t> TokenContext<'t> {
    /// Where the token with a byte stands.
    pub(super) fn of(tokens: &'t [TomlToken], byte: usize) -> Self {
        let at = tokens.partition_point(|token| token.place.start <= byte).saturating_sub(1);
        let mut standing = Self { tokens, at, first: 0, equals: None, open: Vec::new() };
        for (index, token) in tokens[..at].iter().enumerate() {
            standing.pass(index, token);
        }
        standing
    }

    /// Goes past a token.
    fn pass(&mut self, index: usize, token: &TomlToken) {
        if token.kind == TokenKind::Newline && self.open.is_empty() {
            (self.first, self.equals) = (index + 1, None);
        } else if token.kind == TokenKind::Equals && self.open.is_empty() && self.equals.is_none() {
            self.equals = Some(index);
        } else if token.opens() && self.equals.is_some() {
            self.open.push(index);
        } else if self.open.last().is_some_and(|&open| token.closes(&self.tokens[open])) {
            self.open.pop();
        }
    }

    /// The key that what stands there belongs to, as it is written.
    pub(super) fn key<'s>(&self, text: &'s str) -> Option<&'s str> {
        let equals = &self.tokens[self.equals?];
        let key = text.get(self.tokens[self.first].place.start..equals.place.start)?.trim();
        (!key.is_empty() && !key.contains('\n')).then_some(key)
    }
}
