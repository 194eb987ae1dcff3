//! The grammar of PO files, as GNU gettext's own tools read them: line ends count only at the end of
//! comments and within quotes, and may be missing everywhere else.

use std::borrow::Cow;

use encoding_rs::Encoding;
use winnow::Parser;
use winnow::combinator::{alt, eof, opt, peek, preceded, repeat};
use winnow::error::{ErrMode, ModalResult, ParserError};
use winnow::stream::{LocatingSlice, Location, Stateful};
use winnow::token::{any, one_of, take_till, take_while};

/// One entry, without those that are obsolete.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Message {
    /// Where it begins in the text, in bytes; after its comments.
    pub at: usize,
    /// Whether its comments mark it as fuzzy.
    pub is_fuzzy: bool,
    /// Where its comments say that it stands, if that is one place.
    pub reference: Option<String>,
    /// `msgctxt`.
    pub context: Option<String>,
    /// `msgid`.
    pub id: String,
    /// `msgstr`, or each of `msgstr[0]`, `msgstr[1]`, … of an entry with plurals.
    pub translations: Vec<String>,
}

/// Why a text is no PO file, and where that shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SyntaxError {
    /// In bytes.
    pub at: usize,
    /// What is wrong.
    pub words: String,
}

/// The rest of a text. Bytes that escapes stand for are in the file's encoding.
type Rest<'t> = Stateful<LocatingSlice<&'t str>, &'static Encoding>;

type Parsed<T> = ModalResult<T, SyntaxError>;

impl<'t> ParserError<Rest<'t>> for SyntaxError {
    type Inner = Self;

    fn from_input(rest: &Rest<'t>) -> Self {
        Self { at: rest.current_token_start(), words: "this is no PO".into() }
    }

    fn into_inner(self) -> Result<Self, Self> {
        Ok(self)
    }
}

/// The entries of a text, in its order.
///
/// # Errors
///
/// Something in it is no PO.
pub(super) fn messages(
    text: &str,
    encoding: &'static Encoding,
) -> Result<Vec<Message>, SyntaxError> {
    let mut rest = Stateful { input: LocatingSlice::new(text), state: encoding };
    let all: Parsed<Vec<Message>> = repeat(0.., message).parse_next(&mut rest);
    let end: Parsed<()> = all.as_ref().map_or(Ok(()), |_| end(&mut rest));
    match (all, end) {
        (Ok(all), Ok(())) => Ok(all),
        (Err(error), _) | (_, Err(error)) => Err(match error {
            ErrMode::Backtrack(error) | ErrMode::Cut(error) => error,
            ErrMode::Incomplete(_) => SyntaxError { at: text.len(), words: "it ends early".into() },
        }),
    }
}

/// What ends the reading, whatever else could stand there.
fn refuse<T>(at: usize, words: impl Into<String>) -> Parsed<T> {
    Err(ErrMode::Cut(SyntaxError { at, words: words.into() }))
}

/// Nothing more but comments.
fn end(rest: &mut Rest<'_>) -> Parsed<()> {
    (comments, eof).void().parse_next(rest)
}

fn message(rest: &mut Rest<'_>) -> Parsed<Message> {
    let mut said = comments(rest)?;
    // All strings of ours are in one domain; what another program calls its own is no matter.
    while opt(keyword("domain")).parse_next(rest)?.is_some() {
        strings("domain", rest)?;
        let more = comments(rest)?;
        said = Said { is_fuzzy: said.is_fuzzy || more.is_fuzzy, ..more };
    }
    if rest.input.is_empty() {
        return Err(ErrMode::from_input(rest));
    }
    let at = rest.current_token_start();
    let context = value("msgctxt", rest)?;
    let Some(id) = value("msgid", rest)? else {
        return match context {
            Some(_) => refuse(at, "`msgctxt` without `msgid`"),
            None => stray(rest),
        };
    };
    let plural = value("msgid_plural", rest)?;
    let translations = match plural {
        Some(_) => repeat(1.., plural_form).parse_next(rest),
        None => translation(rest).map(|translation| vec![translation]),
    };
    match translations {
        Err(ErrMode::Backtrack(_)) if plural.is_some() => {
            refuse(at, "`msgid_plural` without `msgstr[0]`")
        }
        Err(ErrMode::Backtrack(_)) => refuse(at, "`msgid` without `msgstr`"),
        Err(error) => Err(error),
        Ok(translations) => {
            let reference = match said.references.as_slice() {
                [one] => Some((*one).to_string()),
                _ => None,
            };
            Ok(Message { at, is_fuzzy: said.is_fuzzy, reference, context, id, translations })
        }
    }
}

/// Says what stands where an entry should begin.
fn stray<T>(rest: &mut Rest<'_>) -> Parsed<T> {
    let at = rest.current_token_start();
    let what: &str = peek(take_till(0.., char::is_whitespace)).parse_next(rest)?;
    if what.starts_with('"') {
        return refuse(
            at,
            "quotes that belong to no `msgid` or `msgstr`; within quotes, write `\\\"`",
        );
    }
    for (keyword, needs) in [("msgid_plural", "msgid"), ("msgstr", "msgid")] {
        if what.starts_with(keyword) {
            return refuse(at, format!("`{keyword}` without `{needs}`"));
        }
    }
    let shown: String = what.chars().take(20).collect();
    let shown = shown.replace(char::is_control, "\u{FFFD}");
    let is_first = rest.input.previous_token_end() == 0;
    let what =
        if is_first { "this is no PO file: it begins with" } else { "outside of quotes stands" };
    refuse(at, format!("{what} `{shown}`"))
}

/// A keyword with its text.
fn value(word: &'static str, rest: &mut Rest<'_>) -> Parsed<Option<String>> {
    match opt(keyword(word)).parse_next(rest)? {
        Some(_) => strings(word, rest).map(Some),
        None => Ok(None),
    }
}

/// `msgstr "…"`. Nothing where something else stands.
fn translation(rest: &mut Rest<'_>) -> Parsed<String> {
    keyword("msgstr").parse_next(rest)?;
    if opt(peek('[')).parse_next(rest)?.is_some() {
        return refuse(rest.current_token_start(), "`msgstr[…]` without `msgid_plural`");
    }
    strings("msgstr", rest)
}

/// `msgstr[0] "…"`.
fn plural_form(rest: &mut Rest<'_>) -> Parsed<String> {
    keyword("msgstr").parse_next(rest)?;
    let at = rest.current_token_start();
    let digits = take_while(1.., '0'..='9');
    let number = opt(('[', space, digits, space, ']', space)).parse_next(rest)?;
    match number {
        Some(_) => strings("msgstr", rest),
        None => refuse(at, "`msgstr` of an entry with plurals without a number in brackets"),
    }
}

/// A keyword and the space behind it.
fn keyword<'t>(word: &'static str) -> impl Parser<Rest<'t>, &'t str, ErrMode<SyntaxError>> {
    move |rest: &mut Rest<'t>| {
        let name = take_while(1.., |c: char| c.is_ascii_alphanumeric() || c == '_');
        let found = name.verify(|found: &str| found == word).parse_next(rest)?;
        space(rest)?;
        Ok(found)
    }
}

/// One or more texts in quotes, which are one text.
fn strings(keyword: &str, rest: &mut Rest<'_>) -> Parsed<String> {
    if opt(peek('"')).parse_next(rest)?.is_none() {
        return refuse(rest.current_token_start(), format!("`{keyword}` without a text in quotes"));
    }
    let joined = |mut all: String, part: String| {
        all += &part;
        all
    };
    repeat(1.., (string, space).map(|(string, ())| string))
        .fold(String::new, joined)
        .parse_next(rest)
}

/// A text in quotes, on one line.
fn string(rest: &mut Rest<'_>) -> Parsed<String> {
    let opening = rest.current_token_start();
    '"'.parse_next(rest)?;
    let joined = |mut all: String, part: Cow<'_, str>| {
        all += &part;
        all
    };
    let text = repeat(0.., piece).fold(String::new, joined).parse_next(rest)?;
    let at = rest.current_token_start();
    match opt(any).parse_next(rest)? {
        Some('"') => Ok(text),
        Some('\\') => match opt(any).parse_next(rest)? {
            Some(c) => refuse(at, format!("`\\{}` is no escape", c.escape_default())),
            None => refuse(opening, UNCLOSED),
        },
        _ => refuse(opening, UNCLOSED),
    }
}

const UNCLOSED: &str = "the quotes that open here do not close on their line";

/// A piece of what stands between quotes.
fn piece<'t>(rest: &mut Rest<'t>) -> Parsed<Cow<'t, str>> {
    alt((
        take_till(1.., ['"', '\\', '\n']).map(Cow::Borrowed),
        escape.map(Cow::Borrowed),
        bytes.map(Cow::Owned),
    ))
    .parse_next(rest)
}

/// A backslash and a sign: what it stands for.
fn escape<'t>(rest: &mut Rest<'t>) -> Parsed<&'t str> {
    preceded('\\', alt((line_end.value(""), any.verify_map(escaped)))).parse_next(rest)
}

/// What a sign behind a backslash stands for.
fn escaped(sign: char) -> Option<&'static str> {
    Some(match sign {
        'n' => "\n",
        't' => "\t",
        'r' => "\r",
        '"' => "\"",
        '\\' => "\\",
        'a' => "\x07",
        'b' => "\x08",
        'f' => "\x0C",
        'v' => "\x0B",
        _ => return None,
    })
}

/// Behind a backslash it is nothing: the text goes on with the next line.
fn line_end(rest: &mut Rest<'_>) -> Parsed<()> {
    (opt('\r'), '\n').void().parse_next(rest)
}

/// Escapes of bytes, which together are text in the encoding of the file.
fn bytes(rest: &mut Rest<'_>) -> Parsed<String> {
    let at = rest.current_token_start();
    let gathered = |mut all: Vec<u8>, byte: u8| {
        all.push(byte);
        all
    };
    let bytes: Vec<u8> = repeat(1.., byte).fold(Vec::new, gathered).parse_next(rest)?;
    match rest.state.decode_without_bom_handling_and_without_replacement(&bytes) {
        Some(text) => Ok(text.into_owned()),
        None => refuse(at, format!("these escapes are no text in {}", rest.state.name())),
    }
}

/// `\ooo` or `\xhh`. More digits than a byte has are its last bits, as in gettext.
fn byte(rest: &mut Rest<'_>) -> Parsed<u8> {
    let digits = |base: u32| {
        move |value: u8, digit: char| {
            let digit = digit.to_digit(base).and_then(|digit| u8::try_from(digit).ok());
            value.wrapping_mul(base as u8).wrapping_add(digit.unwrap_or_default())
        }
    };
    let octal = repeat(1..=3, one_of('0'..='7')).fold(|| 0, digits(8));
    let digit = one_of(('0'..='9', 'a'..='f', 'A'..='F'));
    let hexadecimal = preceded('x', repeat(1.., digit).fold(|| 0, digits(16)));
    preceded('\\', alt((octal, hexadecimal))).parse_next(rest)
}

/// What comments say of the entry below them.
#[derive(Default)]
struct Said<'t> {
    is_fuzzy: bool,
    references: Vec<&'t str>,
}

/// Space and comments.
fn comments<'t>(rest: &mut Rest<'t>) -> Parsed<Said<'t>> {
    let add = |mut said: Said<'t>, comment: &'t str| {
        match comment.as_bytes().first() {
            // What was above belongs to an entry that is no more.
            Some(b'~') => said = Said::default(),
            Some(b',') => {
                said.is_fuzzy |= comment[1..].split(',').any(|flag| flag.trim() == "fuzzy");
            }
            Some(b':') => said.references.extend(comment[1..].split_whitespace()),
            _ => {}
        }
        said
    };
    space(rest)?;
    let comment = (comment, space).map(|(comment, ())| comment);
    repeat(0.., comment).fold(Said::default, add).parse_next(rest)
}

/// A comment, up to the end of its line.
fn comment<'t>(rest: &mut Rest<'t>) -> Parsed<&'t str> {
    preceded('#', take_till(0.., '\n')).parse_next(rest)
}

/// What may stand between all else: white space, and lines that go on with the next.
fn space(rest: &mut Rest<'_>) -> Parsed<()> {
    let white = take_while(1.., [' ', '\t', '\n', '\r', '\x0B', '\x0C']).void();
    repeat(0.., alt((white, ('\\', line_end).void()))).parse_next(rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{UTF_8, WINDOWS_1252};

    fn read(text: &str) -> Result<Vec<Message>, (usize, String)> {
        messages(text, UTF_8).map_err(|error| (error.at, error.words))
    }

    /// The only translation of a text.
    fn only(text: &str) -> String {
        let mut all = read(text).unwrap_or_else(|error| panic!("{text}: {error:?}"));
        assert_eq!(all.len(), 1, "{text}: {all:?}");
        all.remove(0).translations.remove(0)
    }

    #[test]
    fn space_means_nothing_and_neither_do_line_ends() {
        for text in [
            "msgid \"a\"\nmsgstr \"b\"\n",
            "msgid \"a\"\nmsgstr \"b\"",
            "msgid\"a\"msgstr\"b\"",
            "  msgid\t\"a\" \r\n\tmsgstr   \"\"\r\n  \"b\"  \r\n\r\n",
            "msgid \"a\" msgstr\n\n\"b\"",
            "msgid \\\n\"a\" \\\r\nmsgstr \"b\"",
            "#\n#\r\n#x\nmsgid \"a\"\nmsgstr \"b\"\n# end",
            "domain \"x\"\n\nmsgid \"a\"\nmsgstr \"b\"\n",
            "msgid \"a\"\nmsgstr \"b\"\n#~ msgid \"c\"\n#~ msgstr \"d\"\n#, fuzzy\n",
            "#~| msgid \"c\"\n#~ msgid \"c\"\n#~ \"e\"\n#~ msgstr \"d\"\nmsgid \"a\"\nmsgstr \"b\"\n",
            "#| msgid \"c\"\n#| \"d\"\n#|msgctxt \"e\"\nmsgid \"a\"\nmsgstr \"b\"\n",
        ] {
            assert_eq!(only(text), "b", "{text}");
            assert!(!read(text).unwrap()[0].is_fuzzy, "{text}");
        }
        // No line is needed between entries.
        let two =
            "msgid \"a\"\nmsgstr \"b\"\nmsgid \"c\"\nmsgstr \"d\"#, fuzzy\nmsgid \"e\"msgstr \"\"";
        let read = read(two).unwrap();
        assert_eq!(read.iter().map(|one| one.at).collect::<Vec<_>>(), [0, 21, 50]);
        assert_eq!(read.iter().map(|one| one.is_fuzzy).collect::<Vec<_>>(), [false, false, true]);
    }

    #[test]
    fn flags_belong_to_the_entry_below_them() {
        for (comments, is_fuzzy) in [
            ("#, fuzzy", true),
            ("#,fuzzy", true),
            ("#,fuzzy\r", true),
            ("#, c-format\n#, no-wrap, fuzzy", true),
            ("#, fuzzy\n#, c-format", true),
            ("#, fuzzy-ish", false),
            ("# , fuzzy", false),
            ("#. fuzzy", false),
            ("#, fuzzy\n#~ msgid \"x\"\n#~ msgstr \"y\"", false),
            ("#~ msgid \"x\"\n#~ msgstr \"y\"\n#, fuzzy", true),
        ] {
            let all = read(&format!("{comments}\nmsgid \"a\"\nmsgstr \"b\"\n")).unwrap();
            assert_eq!(all[0].is_fuzzy, is_fuzzy, "{comments}");
        }
    }

    #[test]
    fn escapes_are_those_of_c() {
        for (written, text) in [
            (r#"\n\t\r\"\\"#, "\n\t\r\"\\"),
            (r"\a\b\f\v", "\x07\x08\x0C\x0B"),
            (r"\101\60\0", "A0\0"),
            (r"\1011", "A1"),
            (r"\x41g\x9z", "Ag\tz"),
            (r"\303\251 \xc3\xA9", "é é"),
            (r"\x00041", "A"),
            ("a\\\nb\\\r\nc", "abc"),
            ("tab\tand\rreturn", "tab\tand\rreturn"),
        ] {
            assert_eq!(only(&format!("msgid \"a\"\nmsgstr \"{written}\"")), text, "{written}");
        }
        let latin = messages(r#"msgid "a" msgstr "\351""#, WINDOWS_1252).unwrap();
        assert_eq!(latin[0].translations, ["é"]);
    }

    #[test]
    fn plural_entries_have_several_translations() {
        let text = "msgctxt \"k\"\nmsgid \"a\"\nmsgid_plural \"as\"\nmsgstr[0] \"x\"\n\"y\"\nmsgstr [ 1 ] \"z\"\n";
        let read = read(text).unwrap();
        assert_eq!(read[0].translations, ["xy", "z"]);
        assert_eq!((read[0].context.as_deref(), read[0].id.as_str()), (Some("k"), "a"));
    }

    #[test]
    fn what_is_no_po_is_refused_where_it_stands() {
        for (text, at, words) in [
            ("msgid \"a\"\nmsgstr \"b\n", 17, UNCLOSED),
            ("msgid \"a\"\nmsgstr \"\n\"\n", 17, UNCLOSED),
            ("msgid \"a\"\nmsgstr \"b\\", 17, UNCLOSED),
            ("msgid \"a\"\nmsgstr \"b\\\"", 17, UNCLOSED),
            ("msgid \"a\"\nmsgstr \"b\\q\"", 19, "`\\q` is no escape"),
            ("msgid \"a\"\nmsgstr \"\\x\"", 18, "`\\x` is no escape"),
            ("msgid \"a\"\nmsgstr \"\\8\"", 18, "`\\8` is no escape"),
            ("msgid \"a\"\nmsgstr \"b\\303\"", 19, "these escapes are no text in UTF-8"),
            ("msgid \"a\"\n# c\nmsgstr \"b\"", 0, "`msgid` without `msgstr`"),
            ("\nmsgid \"a\"\n", 1, "`msgid` without `msgstr`"),
            ("msgid \"a\" msgstr\n", 17, "`msgstr` without a text in quotes"),
            ("msgid a", 6, "`msgid` without a text in quotes"),
            ("msgctxt \"a\"\nmsgstr \"b\"", 0, "`msgctxt` without `msgid`"),
            (
                "\"a\"",
                0,
                "quotes that belong to no `msgid` or `msgstr`; within quotes, write `\\\"`",
            ),
            ("msgstr \"a\"", 0, "`msgstr` without `msgid`"),
            ("msgid_plural \"a\"", 0, "`msgid_plural` without `msgid`"),
            ("msgid \"a\"\nmsgid_plural \"b\"\n", 0, "`msgid_plural` without `msgstr[0]`"),
            ("msgid \"a\"\nmsgstr[0] \"b\"\n", 16, "`msgstr[…]` without `msgid_plural`"),
            (
                "msgid \"a\" msgid_plural \"b\" msgstr \"c\"",
                34,
                "`msgstr` of an entry with plurals without a number in brackets",
            ),
            ("<!DOCTYPE html>", 0, "this is no PO file: it begins with `<!DOCTYPE`"),
            ("MSGID \"a\"", 0, "this is no PO file: it begins with `MSGID`"),
            ("msgid \"a\" msgstr \"he said \"no\"\"", 27, "outside of quotes stands `no\"\"`"),
            ("msgid \"a\" msgstr \"b\"\nmsgid2 \"c\"", 21, "outside of quotes stands `msgid2`"),
        ] {
            assert_eq!(read(text), Err((at, words.to_string())), "{text}");
        }
    }
}
