//! What looks like markup and would print as it was typed.

use std::ops::Range;

use super::stand_in::ESCAPED;

/// A kind of markup that a brief does not take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Leftover {
    Bullet,
    Table,
    ListUnderText,
    Counted,
    OtherMark,
    /// Lines or paragraphs that count on.
    Items,
    Footnote,
    Number,
    Checkbox,
    Link,
    Tag,
    Entity,
    Code,
    Dashes,
    Emphasis,
    /// A sign that raises or lowers, once.
    Script,
    Struck,
    Emoji,
    /// Markup in a text that takes none.
    Plain,
}

impl Leftover {
    /// What to write instead.
    pub(super) fn help(self) -> &'static str {
        match self {
            Leftover::Bullet => "begin each item with `- `, and put a blank line before the first",
            Leftover::Table => {
                "text fields hold no tables: write the figures as `[[fact]]`, or each row as an \
                 item of a list, on a line that begins with `- `"
            }
            Leftover::ListUnderText => "put a blank line before the first item of a list",
            Leftover::Counted => {
                "the items of a list are counted on from its first number: write the numbers so, or \
                 write each item as a sentence of its own"
            }
            Leftover::OtherMark => {
                "begin each item with `- ` or `1. `, and put a blank line before the first"
            }
            Leftover::Items => {
                "begin each item with `- ` or `1. `, and put a blank line before the first; to print \
                 the mark itself, put a backslash before its bracket or full stop"
            }
            Leftover::Footnote => {
                "cite a source with `[@id]`, or write the note into the sentence or a `note` key"
            }
            Leftover::Number => {
                "cite a source by its id, `[@id]`: the numbers are given when the pages are set"
            }
            Leftover::Checkbox => "begin the item with `- ` alone",
            Leftover::Link => "write a link as `[words](https://…)`, without spaces in the address",
            Leftover::Tag => {
                "write `*emphasis*`, `**strong**`, `^2^` for a raised and `~2~` for a lowered 2"
            }
            Leftover::Entity => "type the character itself",
            Leftover::Code => "use quotation marks or *emphasis*",
            Leftover::Dashes => "type the dash itself: – in a range, – or — in a sentence",
            Leftover::Emphasis => {
                "close what is opened, without a space inside: `*emphasis*`, `**strong**`"
            }
            Leftover::Script => {
                "write `km^2^` and `CO~2~` in prose, and km² and CO₂ wherever words take no markup"
            }
            Leftover::Struck => "take out what is not to be read",
            Leftover::Emoji => "write the word for it",
            Leftover::Plain => "this key takes words without markup",
        }
    }

    /// Whether a backslash makes it print without a word.
    pub(super) fn can_be_escaped(self) -> bool {
        !matches!(
            self,
            Leftover::Bullet
                | Leftover::Table
                | Leftover::ListUnderText
                | Leftover::Counted
                | Leftover::OtherMark
                | Leftover::Items
        ) && self != Leftover::Plain
    }
}

/// What the characters of a text look like to those who look for markup: what is to print whatever
/// it could mean stands as [`ESCAPED`].
pub(super) struct MarkupView {
    pub(super) characters: Vec<char>,
    /// Whether a web or mail address begins in a character's word before it.
    in_address: Vec<bool>,
    opening: Vec<usize>,
    closing: Vec<usize>,
    closing_round: Vec<usize>,
}

/// Square brackets that hold more than this many others are no markup.
const MOST_BRACKETS: usize = 8;

impl MarkupView {
    pub(super) fn new(characters: Vec<char>) -> Self {
        let places = |wanted: char| -> Vec<usize> {
            let all = characters.iter().enumerate();
            all.filter(|(_, c)| **c == wanted).map(|(at, _)| at).collect()
        };
        let (opening, closing, closing_round) = (places('['), places(']'), places(')'));
        let mut in_address = Vec::with_capacity(characters.len());
        let (mut word, mut address) = (0, false);
        for (at, c) in characters.iter().enumerate() {
            in_address.push(address);
            if c.is_whitespace() {
                (word, address) = (at + 1, false);
            } else {
                let word = &characters[word..=at];
                address |= *c == '@' || word.ends_with(&[':', '/', '/']);
                address |= word.ends_with(&['w', 'w', 'w', '.']);
            }
        }
        Self { characters, in_address, opening, closing, closing_round }
    }

    /// Whether a place stands in a web address that prints as it stands.
    pub(super) fn in_address(&self, at: usize) -> bool {
        self.in_address[at]
    }

    /// Where the bracket that opens at a place closes, if it does and not too many open in it.
    pub(super) fn bracket(&self, at: usize) -> Option<usize> {
        let end = next(&self.closing, at)?;
        let inside = |places: &[usize], place| places.partition_point(|other| *other < place);
        let others = inside(&self.opening, end) - inside(&self.opening, at);
        (others <= MOST_BRACKETS).then_some(end)
    }
}

/// The first of some places that is not before another.
fn next(places: &[usize], at: usize) -> Option<usize> {
    places.get(places.partition_point(|place| *place < at)).copied()
}

/// The leftover that begins at a character, and how many characters it takes.
pub(super) fn at(look: &MarkupView, at: usize) -> Option<(Leftover, usize)> {
    let text = &look.characters[..];
    let rest = &text[at..];
    let run = |c: char| rest.iter().take_while(|other| **other == c).count();
    let before = at.checked_sub(1).map(|at| text[at]);
    match rest[0] {
        c @ ('-' | '*' | '_' | '~') if before != Some(c) => {
            let length = run(c);
            let after = rest.get(length);
            let spaced = |c: Option<&char>| c.is_none_or(|c| c.is_whitespace() || *c == ESCAPED);
            let alone = spaced(before.as_ref()) && spaced(after);
            // The row under a table's head.
            let ruled = [before.as_ref(), after].into_iter().flatten().any(|c| "|:".contains(*c));
            match (c, length) {
                ('-', 2..) if !ruled && !look.in_address(at) => Some((Leftover::Dashes, length)),
                ('*', 2 | 3) => Some((Leftover::Emphasis, length)),
                // A word between two of them.
                ('_', 1) if before.is_some_and(char::is_alphanumeric) => unpaired(look, at),
                ('_', 1) if !look.in_address(at) => {
                    let inside = rest[1..].iter().position(|c| *c == '_' || c.is_whitespace())?;
                    let after = rest.get(inside + 2);
                    let closed = inside > 0
                        && rest[inside + 1] == '_'
                        && !after.is_some_and(|c| c.is_alphanumeric() || *c == '_');
                    closed.then_some((Leftover::Emphasis, inside + 2))
                }
                ('_', 2) if !alone && !look.in_address(at) => Some((Leftover::Emphasis, length)),
                ('~', 2) if !alone => Some((Leftover::Struck, length)),
                _ => None,
            }
        }
        '＊' if before != Some('＊') && run('＊') > 1 => Some((Leftover::Emphasis, run('＊'))),
        '^' => unpaired(look, at),
        '@' if rest.get(1) == Some(&'[') && !before.is_some_and(char::is_alphanumeric) => {
            let end = rest.iter().position(|c| *c == ']')?;
            let id = &rest[2..end];
            let named =
                !id.is_empty() && id.iter().all(|c| c.is_alphanumeric() || "-_".contains(*c));
            named.then_some((Leftover::Number, end + 1))
        }
        '【' | '［' | '〔' => {
            let end = rest.iter().position(|c| "】］〕".contains(*c))?;
            let inside = &rest[1..end];
            let cites = (1..4).contains(&inside.len()) && inside.iter().all(|c| c.is_numeric())
                || inside.len() > 1 && matches!(inside[0], '@' | '＠');
            cites.then_some((Leftover::Number, end + 1))
        }
        '[' => {
            let end = look.bracket(at)? - at;
            let inside = &rest[1..end];
            let address = |chars: &[char]| {
                let typed: String = chars.iter().collect();
                let leads = ["http://", "https://", "www.", "mailto:", "tel:"];
                leads.iter().any(|lead| typed.starts_with(lead))
                    && !typed.contains(char::is_whitespace)
            };
            // `[words] (address)`
            let apart = rest[end + 1..].iter().take_while(|c| c.is_whitespace()).count();
            let behind = &rest[end + 1 + apart..];
            let close = |sign| behind.iter().position(|c| *c == sign);
            if apart > 0
                && behind.first() == Some(&'(')
                && let Some(close) = close(')')
                && address(&behind[1..close])
            {
                return Some((Leftover::Link, end + 2 + apart + close));
            }
            // `[words][name]`, and the two halves of a link the other way round.
            if behind.first() == Some(&'[')
                && apart == 0
                && let Some(close) = close(']')
                && inside.iter().any(|c| c.is_alphanumeric())
                && behind[1..close].iter().all(|c| c.is_alphanumeric() || "-_ .".contains(*c))
            {
                return Some((Leftover::Link, end + 2 + close));
            }
            if before == Some(')') && address(inside) {
                return Some((Leftover::Link, end + 1));
            }
            if inside.first() == Some(&'＠') || is_pinpointed(inside) {
                return Some((Leftover::Number, end + 1));
            }
            let first = *inside.first()?;
            let number = |c: &char| c.is_ascii_digit() || ",;–- ".contains(*c);
            if first == '^' && inside.len() > 1 {
                Some((Leftover::Footnote, end + 1))
            } else if inside.len() == 1 && matches!(first, ' ' | 'x' | 'X') {
                Some((Leftover::Checkbox, end + 1))
            } else if first.is_ascii_digit() && inside.iter().all(number) && inside.len() < 8 {
                // A year in brackets is no citation.
                let year = inside.len() == 4 && inside.iter().all(char::is_ascii_digit);
                (!year).then_some((Leftover::Number, end + 1))
            } else if rest.get(end + 1) == Some(&'(') {
                let close = next(&look.closing_round, at + end)? - at;
                let address = &rest[end + 2..close];
                let leads = address.iter().any(|c| ":/#@".contains(*c))
                    || address.windows(4).any(|signs| signs == ['w', 'w', 'w', '.']);
                leads.then_some((Leftover::Link, close + 1))
            } else {
                None
            }
        }
        ':' if !before.is_some_and(|c| c.is_alphanumeric() || c == ':' || c == '/') => {
            let name = |c: &&char| c.is_ascii_lowercase() || c.is_ascii_digit() || **c == '_';
            let length = rest[1..].iter().take_while(name).count();
            let closed = rest.get(length + 1) == Some(&':')
                && !rest.get(length + 2).is_some_and(|c| c.is_alphanumeric());
            let letters = rest[1..=length].iter().filter(|c| c.is_ascii_lowercase()).count();
            (closed && letters > 1).then_some((Leftover::Emoji, length + 2))
        }
        _ => None,
    }
}

/// Whether an asterisk, one of a kind that no other answers, was meant to be markup: it stands
/// beside what is emphasised, or where words begin. A mark of a note stands behind what it is for,
/// and first in the note.
pub(super) fn is_stray(look: &[char], at: usize, beside: [bool; 2]) -> bool {
    let before = at.checked_sub(1).map(|at| look[at]);
    let after = look.get(at + 1);
    if look[at] != '*' || before == Some('*') || after == Some(&'*') {
        return false;
    }
    let opens = before.is_some_and(|c| c.is_whitespace() || "([{“‘„«".contains(c))
        && after.is_some_and(|c| c.is_alphabetic());
    opens || before.is_none() && beside[0] || after.is_none() && beside[1]
}

/// `km^2`, `10^6`, `CO_2`: a sign that raises or lowers a number and that nothing answers. An
/// underscore is a letter of names; here it stands behind the sign of an element or two.
fn unpaired(look: &MarkupView, at: usize) -> Option<(Leftover, usize)> {
    let text = &look.characters[..];
    let rest = &text[at + 1..];
    let minus = usize::from(matches!(rest.first(), Some('-' | '−' | '–')) && text[at] == '^');
    let digits = rest[minus..].iter().take_while(|c| c.is_ascii_digit()).count();
    let after = rest.get(minus + digits);
    let before = text[..at].iter().rev().take_while(|c| c.is_alphanumeric()).count();
    let word = &text[at - before..at];
    let parted = |c: &char| !matches!(c, '_' | '^' | '~' | '/' | '\\') && *c != ESCAPED;
    let outer = text[..at - before].last().is_none_or(parted);
    if !(1..3).contains(&digits) || word.is_empty() || !outer || look.in_address(at) {
        return None;
    }
    let found = (Leftover::Script, 1 + minus + digits);
    if text[at] == '^' {
        return after.is_none_or(|c| !c.is_alphanumeric() && parted(c)).then_some(found);
    }
    let formula = word.len() < 3
        && word[0].is_ascii_uppercase()
        && word.iter().all(char::is_ascii_alphabetic)
        && (digits == 1 || word == ['P', 'M']);
    let ends = after.is_none_or(|c| (!c.is_alphanumeric() || c.is_ascii_uppercase()) && parted(c));
    (formula && ends).then_some(found)
}

/// `12, p. 3`: a number of a source, and a place in it.
fn is_pinpointed(inside: &[char]) -> bool {
    let digits = inside.iter().take_while(|c| c.is_ascii_digit()).count();
    let Some((sign, place)) = inside[digits..].split_first() else { return false };
    let letters = place.iter().filter(|c| c.is_alphabetic()).count();
    let last = place.iter().rposition(|c| c.is_alphabetic()).unwrap_or(0);
    (1..4).contains(&digits)
        && ",:;，；：".contains(*sign)
        && (1..12).contains(&letters)
        && place.len() < 24
        && place[last..].iter().any(|c| c.is_numeric())
}

/// Whether a name in angle brackets is one of HTML’s.
pub(super) fn is_html(typed: &str) -> bool {
    const NAMES: [&str; 46] = [
        "a",
        "abbr",
        "b",
        "big",
        "blockquote",
        "br",
        "center",
        "cite",
        "code",
        "dd",
        "del",
        "div",
        "dl",
        "dt",
        "em",
        "font",
        "h1",
        "h2",
        "h3",
        "h4",
        "hr",
        "i",
        "img",
        "ins",
        "li",
        "mark",
        "ol",
        "p",
        "pre",
        "q",
        "s",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "u",
        "ul",
    ];
    let name = typed.trim_start_matches(['<', '/']);
    // What follows a name is `name="value"`, or it is no tag: "a<b and c>d".
    if name.contains(' ') && !name.contains('=') && !name.ends_with("/>") {
        return false;
    }
    let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
    NAMES.contains(&name[..end].to_ascii_lowercase().as_str())
}

/// The first markup in a text that takes none: Markdown's, a citation, a tag of HTML, a character
/// by its name.
pub(super) fn in_plain(text: &str) -> Option<(Leftover, Range<usize>)> {
    let strong = |mark: &str| {
        let start = text.find(mark)?;
        let inside = &text[start + mark.len()..];
        let length = inside.find(mark).filter(|length| *length > 0)?;
        let words = &inside[..length];
        (words.trim() == words).then_some(start..start + 2 * mark.len() + length)
    };
    let bracketed = |open: &str, close: char| {
        let start = text.find(open)?;
        Some(start..start + text[start..].find(close)? + 1)
    };
    // One word, or a few, between two signs that stand at no letter of their outer side.
    let between = |sign: char| {
        let mut open = text.match_indices(sign).map(|(at, _)| at);
        open.find_map(|start| {
            let inside = &text[start + 1..];
            let length = inside.find(sign).filter(|length| *length > 0)?;
            let words = &inside[..length];
            let outer = [text[..start].chars().next_back(), inside[length + 1..].chars().next()];
            let free = sign != '*' || outer.iter().flatten().all(|c| !c.is_alphanumeric());
            let short = sign == '*' || (length <= 8 && !words.contains(char::is_whitespace));
            let behind = sign == '*'
                || outer[0].is_some_and(char::is_alphabetic)
                || (sign == '^' && outer[0].is_some());
            (words.trim() == words && free && short && behind).then_some(start..start + length + 2)
        })
    };
    if let Some(place) = between('*').or_else(|| between('^')).or_else(|| between('~')) {
        return Some((Leftover::Plain, place));
    }
    if let Some(place) = strong("**").or_else(|| strong("__")).or_else(|| bracketed("[@", ']')) {
        return Some((Leftover::Plain, place));
    }
    if let Some(place) = bracketed("<", '>').filter(|place| is_html(&text[place.clone()])) {
        return Some((Leftover::Plain, place));
    }
    let entity = bracketed("&", ';').filter(|place| {
        let name = &text[place.start + 1..place.end - 1];
        !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '#')
    });
    if let Some(place) = entity {
        return Some((Leftover::Entity, place));
    }
    let places: Vec<(usize, char)> = text.char_indices().collect();
    let look = MarkupView::new(places.iter().map(|(_, c)| *c).collect());
    (0..places.len()).find_map(|index| {
        let (what, length) = at(&look, index)?;
        let end = places.get(index + length).map_or(text.len(), |(at, _)| *at);
        [Leftover::Dashes, Leftover::Footnote, Leftover::Link, Leftover::Emoji, Leftover::Script]
            .contains(&what)
            .then_some((what, places[index].0..end))
    })
}
