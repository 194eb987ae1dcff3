//! Text of others (keys, names of files, what is in a PDF) as it is shown: on a terminal, in a log
//! that a CI engine reads commands from, in a report. What would act there, turn a line about or
//! stand for nothing is written out, `\u{202e}`, and what is longer than anyone reads is shortened.
//!
//! A message is made of such text by [`line`]; whatever is printed then leaves by [`lines`].

use std::borrow::Cow;
use std::fmt::Write;

use icu_properties::CodePointSetData;
use icu_properties::props::BidiControl;

/// The longest word, in characters, that is shown whole: no path of a usual system is longer.
const LONGEST_WORD: usize = 300;

/// The longest text that is shown whole.
const LONGEST: usize = 3000;

/// Whether a character is written out: it is no part of what is read, but of how it is shown (controls,
/// separators of lines, what turns text about, tags), or no text has it.
fn is_hidden(c: char) -> bool {
    // Most text is asked about, and most of it is not even looked up.
    match c {
        ' '..='~' => false,
        '\u{2028}' | '\u{2029}' => true,
        // Formatting of old, annotations between lines, tags.
        '\u{206A}'..='\u{206F}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}' => true,
        // A byte order mark.
        '\u{FEFF}' => true,
        c => c.is_control() || is_noncharacter(c) || is_bidi_control(c),
    }
}

fn is_bidi_control(c: char) -> bool {
    c >= '\u{600}' && CodePointSetData::new::<BidiControl>().contains(c)
}

fn is_noncharacter(c: char) -> bool {
    matches!(u32::from(c), 0xFDD0..=0xFDEF) || u32::from(c) & 0xFFFE == 0xFFFE
}

/// How a character is written out; `None` where it is shown as it is.
fn written_out(c: char) -> Option<String> {
    is_hidden(c).then(|| match c {
        '\n' => "\\n".to_string(),
        '\r' => "\\r".to_string(),
        '\t' => "\\t".to_string(),
        c => format!("\\u{{{:x}}}", u32::from(c)),
    })
}

/// One line of text of others: all that is hidden in it is written out, its line ends too, and it is
/// shortened in the middle where it is very long.
pub fn line(text: &str) -> Cow<'_, str> {
    match shortened(text) {
        Cow::Borrowed(text) => escaped(text, |_| false),
        Cow::Owned(text) => Cow::Owned(escaped(&text, |_| false).into_owned()),
    }
}

/// How a character of a line of a file is written out, where it is: tabs and line ends stay.
pub fn of_source(c: char) -> Option<String> {
    written_out(c).filter(|_| !matches!(c, '\n' | '\t'))
}

/// How a character of a text in a page of a browser is written out, where it is: what directions need
/// stays there, for it ends with its element.
pub fn of_page(c: char) -> Option<String> {
    let directs = matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{2066}'..='\u{2069}');
    written_out(c).filter(|_| !directs)
}

fn escaped(text: &str, stays: impl Fn(char) -> bool) -> Cow<'_, str> {
    let is_shown = |c: char| !is_hidden(c) || stays(c);
    if text.chars().all(is_shown) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match written_out(c).filter(|_| !stays(c)) {
            Some(written) => out += &written,
            None => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// What is longer than anyone reads, shortened in the middle: first words, then all of it.
fn shortened(text: &str) -> Cow<'_, str> {
    if text.len() <= LONGEST_WORD {
        return Cow::Borrowed(text);
    }
    let is_long = |word: &str| word.len() > LONGEST_WORD && word.chars().count() > LONGEST_WORD;
    let mut out = Cow::Borrowed(text);
    if text.split(' ').any(is_long) {
        let words = text.split(' ').map(|word| match is_long(word) {
            true => Cow::Owned(without_middle(word, LONGEST_WORD)),
            false => Cow::Borrowed(word),
        });
        out = Cow::Owned(words.collect::<Vec<_>>().join(" "));
    }
    if out.len() > LONGEST && out.chars().count() > LONGEST {
        out = Cow::Owned(without_middle(&out, LONGEST));
    }
    out
}

/// A text of which about as much stays as may be shown: more of its beginning than of its end.
fn without_middle(text: &str, most: usize) -> String {
    let [before, after] = [most / 2, most / 4];
    let head = text.char_indices().nth(before).map_or(text.len(), |(at, _)| at);
    let tail = text.char_indices().rev().nth(after - 1).map_or(0, |(at, _)| at).max(head);
    let left_out = text[head..tail].chars().count();
    format!("{}…({left_out} characters)…{}", &text[..head], &text[tail..])
}

/// Whatever is printed, as the last thing that is done to it: lines and our own colours stay, and
/// nothing else that is hidden. No line is a command to a CI engine that reads the log.
pub fn lines(text: &str) -> Cow<'_, str> {
    let shown = uncommanded(text);
    let is_plain = |text: &str| text.chars().all(|c| !is_hidden(c) || c == '\n');
    match shown {
        Cow::Borrowed(text) if is_plain(text) => Cow::Borrowed(text),
        Cow::Owned(text) if is_plain(&text) => Cow::Owned(text),
        text => Cow::Owned(but_for_colours(&text)),
    }
}

/// Lines that are commands to a CI engine already, and mean it: what is hidden in them is written out.
pub fn commands(text: &str) -> Cow<'_, str> {
    escaped(text, |c| c == '\n')
}

/// A text with what is hidden written out, but for line ends and what sets colours.
fn but_for_colours(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let length = match colour(rest) {
            0 => c.len_utf8(),
            length => length,
        };
        let (part, after) = rest.split_at(length);
        match written_out(c).filter(|_| c != '\n' && length == c.len_utf8()) {
            Some(written) => out += &written,
            None => out += part,
        }
        rest = after;
    }
    out
}

/// How many bytes set a colour or style where a text begins (SGR, ECMA-48); 0 where nothing does.
fn colour(text: &str) -> usize {
    let Some(numbers) = text.strip_prefix("\u{1b}[") else { return 0 };
    let length = numbers.bytes().take_while(|b| b.is_ascii_digit() || *b == b';').count();
    if numbers[length..].starts_with('m') { 2 + length + 1 } else { 0 }
}

/// Lines in which no CI engine finds a command: GitHub reads `::name::` where a line begins and
/// `##[name]` wherever it stands, Azure `##vso[`, TeamCity `##teamcity[`.
fn uncommanded(text: &str) -> Cow<'_, str> {
    if !text.contains("::") && !text.contains("##") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for line in text.split_inclusive('\n') {
        let words = line.trim_start();
        let (indent, words) = line.split_at(line.len() - words.len());
        out += indent;
        let words = match words.strip_prefix("::") {
            Some(rest) => {
                out += "\\u{3a}:";
                rest
            }
            None => words,
        };
        without_marks(words, "\\u{23}", &mut out);
    }
    Cow::Owned(out)
}

/// Adds a text in which the first sign of each `##name[` is written out.
fn without_marks(text: &str, written: &str, out: &mut String) {
    let mut from = 0;
    for (at, _) in text.match_indices('#') {
        let after = text[at + 1..].strip_prefix('#');
        let after = after.map(|after| after.trim_start_matches(|c: char| c.is_ascii_alphabetic()));
        if after.is_some_and(|after| after.starts_with('[')) {
            *out += &text[from..at];
            *out += written;
            from = at + 1;
        }
    }
    *out += &text[from..];
}

/// JSON that says the same and has nothing hidden in it: such characters stand in strings only, where
/// they may be written as numbers.
pub fn json(text: &str) -> Cow<'_, str> {
    let marked = match text.contains("##") {
        true => {
            let mut out = String::with_capacity(text.len() + 16);
            without_marks(text, "\\u0023", &mut out);
            Cow::Owned(out)
        }
        false => Cow::Borrowed(text),
    };
    if marked.chars().all(|c| !is_hidden(c) || c == '\n') {
        return marked;
    }
    let mut out = String::with_capacity(marked.len() + 16);
    for c in marked.chars() {
        if !is_hidden(c) || c == '\n' {
            out.push(c);
            continue;
        }
        for unit in c.encode_utf16(&mut [0; 2]) {
            let _ = write!(out, "\\u{unit:04x}");
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_hidden_is_written_out() {
        let typed =
            "a\u{1b}[31m\n\r\t\u{7f}\u{9b}\u{202e}\u{2066}\u{200f}\u{61c}\u{2028}\u{e0041}b";
        assert_eq!(
            line(typed),
            "a\\u{1b}[31m\\n\\r\\t\\u{7f}\\u{9b}\\u{202e}\\u{2066}\\u{200f}\\u{61c}\\u{2028}\\u{e0041}b"
        );
        // What scripts need, and emoji, stays.
        for plain in
            ["ស្រី\u{200b}ក្មេង", "می\u{200c}شود", "👩\u{200d}💻❤\u{fe0f}", "10\u{a0}%", "\\u{1b}"]
        {
            assert!(matches!(line(plain), Cow::Borrowed(same) if same == plain), "{plain}");
            assert!(matches!(lines(plain), Cow::Borrowed(same) if same == plain), "{plain}");
        }
    }

    #[test]
    fn only_lines_and_colours_pass() {
        let ours = "\u{1b}[1m\u{1b}[91merror\u{1b}[0m: x\n  \u{1b}[38;5;12mhelp\u{1b}[m: y\n";
        assert_eq!(lines(ours), ours);
        assert_eq!(
            lines("\u{1b}]0;t\u{7}\u{1b}[2J\u{1b}[3"),
            "\\u{1b}]0;t\\u{7}\\u{1b}[2J\\u{1b}[3"
        );
        assert_eq!(lines("a\r\nb\u{9b}31m"), "a\\r\nb\\u{9b}31m");
    }

    #[test]
    fn no_line_is_a_command() {
        assert_eq!(
            lines("::error::x\n  ::set-output name=a::b\na::b\n"),
            "\\u{3a}:error::x\n  \\u{3a}:set-output name=a::b\na::b\n"
        );
        assert_eq!(
            lines("x ##[error]y ##vso[task] ## a[ ###[x]"),
            "x \\u{23}#[error]y \\u{23}#vso[task] ## a[ #\\u{23}#[x]"
        );
        assert_eq!(json("{\"a\":\"##[error]\"}"), "{\"a\":\"\\u0023#[error]\"}");
    }

    #[test]
    fn what_is_very_long_is_shortened_in_the_middle() {
        let id = "x".repeat(100_000);
        let shown = line(&id).into_owned();
        assert!(shown.starts_with("xxx") && shown.ends_with("xxx"), "{shown}");
        assert!(shown.contains("…(99775 characters)…") && shown.chars().count() < 300, "{shown}");
        let message = format!("`{id}` is no id: it has 100000 characters");
        assert!(line(&message).ends_with(" is no id: it has 100000 characters"));
        let words = "word ".repeat(10_000);
        assert!(line(&words).chars().count() < 3000);
        // Paths are whole.
        let path = format!("/tmp/{}", "p".repeat(255));
        assert_eq!(line(&path), path);
    }

    #[test]
    fn json_says_the_same() {
        let typed = "a\u{7f}\u{9b}\u{202e}\u{e0041}\u{feff}ß##[x]\n";
        let written = serde_json::to_string_pretty(&[typed]).unwrap();
        let shown = json(&written);
        assert!(shown.chars().all(|c| !is_hidden(c) || c == '\n'), "{shown}");
        assert_eq!(serde_json::from_str::<Vec<String>>(&shown).unwrap(), [typed]);
    }
}
