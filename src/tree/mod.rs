//! TOML with positions: a table is read key by key, every problem is collected, and every value
//! remembers where it stood.

mod dates;
mod fault;
mod finish;
mod headers;
mod intake;
mod lists;
mod located;
mod record;
mod shallow;
mod slips;
mod slips_between;
mod slips_line;
mod suggested;
mod switch;
mod syntax;
mod tokens;
mod unclosed;
mod words;

use std::borrow::Cow;
use std::cell::{Cell, RefCell};

use toml::Spanned;
use toml::de::{DeInteger, DeTable, DeValue};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use self::headers::below_none;
use self::intake::even;
use self::record::nothing;
use self::shallow::{DEEPEST, make_shallow};
use self::suggested::{as_entries, as_texts};
use self::syntax::fault;
use crate::diag::{Code, Diagnostic, Diagnostics, FileId, Sources, Span};

#[cfg(test)]
pub use self::headers::{LISTS, SINGLE};
pub use self::intake::{Lines, is_wide};
pub use self::located::{Field, Located, Placing, TermOrText, Text};
pub use self::record::{ANY_KEY, KeyKind, KeyShape, Recorder, TableShape};

/// A parsed file.
#[derive(Debug)]
pub struct TomlDocument<'s> {
    file: FileId,
    text: &'s str,
    root: Spanned<DeTable<'s>>,
    is_whole: bool,
}

impl<'s> TomlDocument<'s> {
    /// Parses a file. Where it is not TOML, the first mistake is reported and nothing else: what could
    /// be read is not what was meant.
    pub fn parse(sources: &'s Sources, file: FileId, diagnostics: &mut Diagnostics) -> Self {
        let text = sources.get(file).text();
        let (mut root, errors) = DeTable::parse_recoverable(text);
        let deep = make_shallow(root.get_mut());
        let fault = if deep.is_some() { None } else { fault(text, &errors) };
        let is_whole = fault.is_none() && deep.is_none();
        if let Some(place) = deep {
            diagnostics.push(
                Diagnostic::new(
                    Code::DeepToml,
                    format!("tables or lists stand in each other, more than {DEEPEST} deep"),
                )
                .at(Span::new(file, place))
                .help("take it out; no key takes anything so deep"),
            );
        } else if let Some(fault) = fault {
            let related = fault.related_line(text);
            let mut diagnostic =
                Diagnostic::new(Code::TomlSyntax, fault.message).at(Span::new(file, fault.place));
            diagnostic.help = fault.help;
            diagnostics.push(match related {
                Some((place, label)) => diagnostic.related(Span::new(file, place), label),
                None => diagnostic,
            });
        }
        Self { file, text, root, is_whole }
    }

    /// The table of the whole file.
    pub fn root<'a>(&'a self, reader: &'a Reader) -> Table<'a> {
        let span = Span::new(self.file, 0..0);
        Table::new(reader, self.file, String::new(), span, self.root.get_ref())
    }

    /// Whether all of it could be read.
    pub fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// Reports what the reader found, and returns the texts it read. Of a file that could not be read
    /// nothing more is said than that.
    pub fn report(&self, reader: Reader, diagnostics: &mut Diagnostics) -> Vec<Text> {
        if self.is_whole {
            diagnostics.extend(reader.diagnostics.into_inner());
            for (header, first, found) in reader.headless.into_inner() {
                diagnostics.push(below_none(self.text, &header, first, found));
            }
        }
        reader.texts.into_inner()
    }
}

/// Collects the problems of all tables read with it, and every text it reads.
#[derive(Debug, Default)]
pub struct Reader {
    diagnostics: RefCell<Diagnostics>,
    texts: RefCell<Vec<Text>>,
    /// Keys of the file itself, which belong above its first table, and whether they are there.
    top: RefCell<Vec<(&'static str, bool)>>,
    /// Those of them that stand in a table.
    misplaced: RefCell<Vec<String>>,
    has_lost: Cell<bool>,
    /// What is wrong with tables that have no header of their own, by the header that they should have, and
    /// where their first key stands.
    headless: RefCell<Vec<(String, usize, Diagnostic)>>,
    recorder: Option<Recorder>,
}

impl Reader {
    /// A reader without problems yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// A reader of nothing, which has written down what it is asked for.
    pub fn recording(recorder: &Recorder) -> Self {
        Self { recorder: Some(recorder.clone()), ..Self::default() }
    }

    /// Adds a problem.
    pub fn push(&self, diagnostic: Diagnostic) {
        self.diagnostics.borrow_mut().push(diagnostic);
    }

    /// Whether a table was not read for its name or brackets: what others say of what stands in it
    /// follows from that.
    pub fn has_lost(&self) -> bool {
        self.has_lost.get()
    }
}

/// What kind of value stands under a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueShape {
    /// A text.
    Text,
    /// A list of texts, which may be empty.
    Texts,
    /// A table.
    Table,
    /// Something else.
    Other,
}

/// A table being read. Whoever reads it names the keys it takes, and [`Table::finish`] reports the
/// others.
pub struct Table<'a> {
    reader: &'a Reader,
    file: FileId,
    key: String,
    span: Span,
    entries: &'a DeTable<'a>,
    asked: RefCell<Vec<String>>,
    missing: RefCell<Vec<(String, Diagnostic)>>,
    /// The keys it stands below, where what is asked for is written down.
    trail: Vec<String>,
}

impl<'a> Table<'a> {
    fn new(
        reader: &'a Reader,
        file: FileId,
        key: String,
        span: Span,
        entries: &'a DeTable<'a>,
    ) -> Self {
        let (asked, missing, trail) = Default::default();
        Self { reader, file, key, span, entries, asked, missing, trail }
    }

    /// Writes down what is asked for, where that is what it is read for.
    fn note(&self, key: &str, kind: KeyKind) {
        if let Some(recorder) = &self.reader.recorder {
            recorder.key(&self.trail, key, |shape| {
                if !shape.kinds.contains(&kind) {
                    shape.kinds.push(kind);
                }
            });
        }
    }

    /// The table that stands for those under a key, where what is asked for is written down.
    fn noted(&self, key: &str, kind: KeyKind) -> Option<Self> {
        self.note(key, kind);
        self.reader.recorder.as_ref()?;
        let trail = self.trail.iter().cloned().chain([key.to_string()]).collect();
        let path = self.path(key);
        Some(Self { trail, ..Self::new(self.reader, self.file, path, self.span, nothing()) })
    }

    /// Whether it stands for whatever may be there: what is asked for is written down.
    pub fn is_recorded(&self) -> bool {
        self.reader.recorder.is_some()
    }

    /// The keys that are there, which whoever writes the file names, in its order.
    pub fn own_keys(&self) -> Vec<(String, Span)> {
        if self.is_recorded() {
            return vec![(ANY_KEY.to_string(), self.span)];
        }
        let mut keys: Vec<(String, Span)> =
            self.keys().map(|(key, span)| (key.to_string(), span)).collect();
        keys.sort_by_key(|(_, span)| span.start);
        keys
    }

    /// Says which keys belong above the first table.
    pub fn belong_at_top(&self, keys: &[&'static str]) {
        let there = keys.iter().map(|key| (*key, self.entries.contains_key(*key)));
        self.reader.top.borrow_mut().extend(there);
    }

    /// Where the table begins.
    pub fn span(&self) -> Span {
        self.span
    }

    /// The key of the table itself, empty for the whole file.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Renames the table in keys, once its id is known: `finding[2]` becomes `finding.police`.
    pub fn rename(&mut self, key: String) {
        self.key = key;
    }

    /// The full name of one of its keys.
    pub fn path(&self, key: &str) -> String {
        if self.key.is_empty() { key.to_string() } else { format!("{}.{key}", self.key) }
    }

    /// All keys that are there, with where they stand.
    pub fn keys(&self) -> impl Iterator<Item = (&str, Span)> {
        self.entries.keys().map(|key| (key.get_ref().as_ref(), Span::new(self.file, key.span())))
    }

    fn value(&self, key: &str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.asked.borrow_mut().push(key.to_string());
        self.entries.get(key)
    }

    fn located<T>(&self, key: &str, at: &Spanned<DeValue<'_>>, value: T) -> Located<T> {
        Located { value, span: Span::new(self.file, at.span()), key: self.path(key) }
    }

    fn push(&self, diagnostic: Diagnostic) {
        self.reader.push(diagnostic);
    }

    /// Reports, when the table is finished, a key that must be there.
    pub fn missing(&self, key: &str, help: impl Into<String>) {
        if let Some(recorder) = &self.reader.recorder {
            recorder.key(&self.trail, key, |shape| shape.required = true);
        }
        self.lacks(key, help);
    }

    /// Reports, when the table is finished, the first of some keys, one of which must be there.
    pub fn missing_all(&self, keys: &[&str], help: impl Into<String>) {
        if let Some(recorder) = &self.reader.recorder {
            recorder.any_of(&self.trail, keys);
        }
        self.lacks(keys[0], help);
    }

    /// Reports, when the table is finished, a key that must be there, though not in all tables that stand
    /// where it does.
    pub fn lacks(&self, key: &str, help: impl Into<String>) {
        let whole =
            if self.key.is_empty() { "the file".to_string() } else { format!("`{}`", self.key) };
        let diagnostic =
            Diagnostic::new(Code::MissingKey, format!("`{key}` is missing in {whole}"))
                .at(self.span)
                .key(self.path(key))
                .help(help);
        self.missing.borrow_mut().push((key.to_string(), diagnostic));
    }

    fn wrong_type(&self, key: &str, value: &Spanned<DeValue<'_>>, wanted: &str, example: &str) {
        self.push(self.not_of_type(key, value, wanted, example));
    }

    fn not_of_type(
        &self,
        key: &str,
        value: &Spanned<DeValue<'_>>,
        wanted: &str,
        example: &str,
    ) -> Diagnostic {
        let found = kind(value.get_ref());
        Diagnostic::new(Code::WrongType, format!("`{key}` takes {wanted}, found {found}"))
            .at(Span::new(self.file, value.span()))
            .key(self.path(key))
            .help(format!("write it like this: `{example}`"))
    }

    /// A text of one line that may be left out. An empty one counts as left out.
    pub fn text(&self, key: &str) -> Option<Text> {
        self.text_of(key, Lines::One)
    }

    /// A text of several lines that may be left out.
    pub fn prose(&self, key: &str) -> Option<Text> {
        self.text_of(key, Lines::Many)
    }

    /// A text that may be left out.
    pub fn text_of(&self, key: &str, lines: Lines) -> Option<Text> {
        let text = self.string(key, lines)?;
        text.says_something().then_some(text)
    }

    /// A number that is read and never counted with, such as that of a page: a text, or a whole
    /// number.
    pub fn numeral(&self, key: &str) -> Option<Text> {
        self.note(key, KeyKind::Integer);
        let Some(DeValue::Integer(number)) = self.entries.get(key).map(Spanned::get_ref) else {
            return self.text(key);
        };
        self.clean(self.located(key, self.value(key)?, number.as_str().to_string()), Lines::One)
    }

    /// A text of one line that must be there and say something.
    pub fn required_text(&self, key: &str) -> Option<Text> {
        self.required(key, Lines::One)
    }

    /// A text of several lines that must be there and say something.
    pub fn required_prose(&self, key: &str) -> Option<Text> {
        self.required(key, Lines::Many)
    }

    /// A text of one line that must be there and say something, where another key is not.
    pub fn required_text_without(&self, key: &str, other: &str) -> Option<Text> {
        if self.is_recorded() {
            self.missing_all(&[key, other], "");
            return self.text(key);
        }
        self.required_text(key)
    }

    /// A text of one line that must be there and say something in this table, though not in all that
    /// stand where it does.
    pub fn required_text_here(&self, key: &str) -> Option<Text> {
        if self.is_recorded() { self.text(key) } else { self.required_text(key) }
    }

    fn required(&self, key: &str, lines: Lines) -> Option<Text> {
        if !self.entries.contains_key(key) {
            self.note(key, one_of(lines));
            self.asked.borrow_mut().push(key.to_string());
            self.missing(key, format!("add `{key} = \"…\"`"));
            return None;
        }
        let text = self.string(key, lines)?;
        if !text.says_something() {
            self.push(
                Diagnostic::new(Code::EmptyText, format!("`{key}` {}", text.emptiness()))
                    .at(text.span)
                    .key(text.key)
                    .help("write a text between the quotes"),
            );
            return None;
        }
        Some(text)
    }

    fn string(&self, key: &str, lines: Lines) -> Option<Text> {
        self.note(key, one_of(lines));
        let value = self.value(key)?;
        let Some(text) = value.get_ref().as_str() else {
            let example = match &as_texts(value.get_ref())[..] {
                [text] => format!("{key} = {text}"),
                _ => format!("{key} = \"…\""),
            };
            self.wrong_type(key, value, "a text in quotes", &example);
            return None;
        };
        let text = self.located(key, value, text.to_string());
        self.clean(text, lines)
    }

    /// Texts of one line in a list. An entry that says nothing is an error.
    pub fn texts(&self, key: &str) -> Vec<Text> {
        self.texts_of(key, Lines::One)
    }

    /// Texts of several lines in a list. An entry that says nothing is an error.
    pub fn proses(&self, key: &str) -> Vec<Text> {
        self.texts_of(key, Lines::Many)
    }

    fn texts_of(&self, key: &str, lines: Lines) -> Vec<Text> {
        let entries = self.entries(key, lines);
        let mut texts = Vec::new();
        for entry in entries {
            if entry.says_something() {
                texts.push(entry);
                continue;
            }
            let name = entry.key.rsplit('.').next().unwrap_or(key);
            self.push(
                Diagnostic::new(Code::EmptyText, format!("`{name}` {}", entry.emptiness()))
                    .at(entry.span)
                    .key(&entry.key)
                    .help("write a text between the quotes, or take the entry out"),
            );
        }
        texts
    }

    /// A text of one line, or several in a list. Those that say nothing are left out.
    pub fn one_or_several(&self, key: &str) -> Vec<Text> {
        self.note(key, KeyKind::Texts);
        let texts = match self.entries.get(key).map(Spanned::get_ref) {
            Some(DeValue::Array(_)) => self.entries(key, Lines::One),
            _ => self.string(key, Lines::One).into_iter().collect(),
        };
        texts.into_iter().filter(Text::says_something).collect()
    }

    /// Whether there is a table under a key.
    pub fn has_table(&self, key: &str) -> bool {
        matches!(self.entries.get(key).map(Spanned::get_ref), Some(DeValue::Table(_)))
    }

    /// Whether there is a list under a key that holds nothing.
    pub fn has_empty_list(&self, key: &str) -> bool {
        matches!(self.entries.get(key).map(Spanned::get_ref), Some(DeValue::Array(list)) if list.is_empty())
    }

    /// Texts in a list, with those that say nothing.
    pub fn entries(&self, key: &str, lines: Lines) -> Vec<Text> {
        self.note(key, if lines == Lines::Many { KeyKind::Proses } else { KeyKind::Texts });
        let Some(value) = self.value(key) else { return Vec::new() };
        let Some(array) = value.get_ref().as_array() else {
            let example = match value.get_ref().as_str() {
                Some(text) if text.contains('\n') => format!("{key} = [\"\"\"…\"\"\"]"),
                Some(text) => format!("{key} = [{}]", as_entries(text).join(", ")),
                None => format!("{key} = [{}]", as_texts(value.get_ref()).join(", ")),
            };
            self.wrong_type(key, value, "a list of texts", &example);
            return Vec::new();
        };
        let mut texts = Vec::new();
        let mut wrong = None;
        for (index, item) in array.iter().enumerate() {
            let name = format!("{key}[{}]", index + 1);
            match item.get_ref().as_str() {
                Some(text) => {
                    texts.extend(self.clean(self.located(&name, item, text.to_string()), lines));
                }
                None => wrong = wrong.or(Some((name, item))),
            }
        }
        // What is wrong with one entry is as a rule wrong with the others.
        if let Some((name, item)) = wrong {
            let whole: Vec<String> =
                array.iter().flat_map(|item| as_texts(item.get_ref())).collect();
            let example = format!("{key} = [{}]", whole.join(", "));
            self.wrong_type(&name, item, "a text in quotes", &example);
        }
        texts
    }

    /// What stands under a key, if anything does, without asking for it.
    pub fn shape(&self, key: &str) -> Option<ValueShape> {
        Some(match self.entries.get(key)?.get_ref() {
            DeValue::String(_) => ValueShape::Text,
            DeValue::Table(_) => ValueShape::Table,
            DeValue::Array(entries) if entries.iter().all(|entry| entry.get_ref().is_str()) => {
                ValueShape::Texts
            }
            _ => ValueShape::Other,
        })
    }

    /// The keys that are there and that nobody has asked for, in the order of the file, with where
    /// they stand.
    pub fn unasked(&self) -> Vec<(&'a str, Span)> {
        let asked = self.asked.borrow();
        let keys = self.entries.keys().filter(|key| !asked.iter().any(|a| *a == **key.get_ref()));
        let mut keys: Vec<(&str, Span)> =
            keys.map(|key| (key.get_ref().as_ref(), Span::new(self.file, key.span()))).collect();
        keys.sort_by_key(|(_, span)| span.start);
        keys
    }

    /// A whole number.
    pub fn integer(&self, key: &str) -> Option<Located<i64>> {
        self.note(key, KeyKind::Integer);
        let value = self.value(key)?;
        let number = value
            .get_ref()
            .as_integer()
            .and_then(|n| i64::from_str_radix(n.as_str(), n.radix()).ok());
        match number {
            Some(number) => Some(self.located(key, value, number)),
            None => {
                // `"3mm"` means 3 and `"SDG 5"` 5; what holds no number at all gets an example.
                let text = match value.get_ref() {
                    DeValue::Float(number) => number.as_str(),
                    other => other.as_str().unwrap_or_default(),
                };
                let text = text.trim_start_matches(|c: char| !c.is_ascii_digit());
                let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
                let number = if digits.is_empty() { "16" } else { &digits };
                let example = format!("{key} = {number}");
                self.wrong_type(key, value, "a whole number", &example);
                None
            }
        }
    }

    /// A number, digit by digit as it was typed.
    pub fn number(&self, key: &str) -> Option<Located<String>> {
        self.note(key, KeyKind::Number);
        let value = self.value(key)?;
        let typed = match value.get_ref() {
            DeValue::Integer(number) => in_tens(number),
            DeValue::Float(number) => number.as_str().to_string(),
            _ => {
                self.wrong_type(key, value, "a number", &format!("{key} = 12.5"));
                return None;
            }
        };
        Some(self.located(key, value, typed))
    }

    /// Reports what was found in what it holds.
    pub fn report(&self, found: Diagnostics) {
        found.iter().for_each(|diagnostic| self.push(diagnostic.clone()));
    }

    /// Where the value of a key stands, if it is there.
    pub fn place(&self, key: &str) -> Option<Span> {
        self.entries.get(key).map(|value| Span::new(self.file, value.span()))
    }

    /// A table inside this one.
    pub fn table(&self, key: &str) -> Option<Table<'a>> {
        if let Some(noted) = self.noted(key, KeyKind::Table) {
            return Some(noted);
        }
        let value = self.value(key)?;
        match value.get_ref() {
            DeValue::Table(entries) => {
                let span = Span::new(self.file, value.span());
                Some(Table::new(self.reader, self.file, self.path(key), span, entries))
            }
            _ => {
                self.wrong_type(key, value, "a table", &format!("[{}]", self.path(key)));
                None
            }
        }
    }

    /// A table that must be there.
    pub fn required_table(&self, key: &str, help: &str) -> Option<Table<'a>> {
        if self.is_recorded() || !self.entries.contains_key(key) {
            self.missing(key, help);
        }
        self.table(key)
    }

    /// A text, or a table.
    pub fn text_or_table(&self, key: &str) -> (Option<Text>, Option<Table<'a>>) {
        if self.is_recorded() || self.shape(key) != Some(ValueShape::Text) {
            self.note(key, KeyKind::Text);
            return (None, self.table(key));
        }
        (self.text(key), None)
    }

    /// A table, or several in a list.
    pub fn one_or_several_tables(&self, key: &str) -> Vec<Table<'a>> {
        if self.has_table(key) || self.is_recorded() {
            let one = self.table(key).into_iter();
            return if self.is_recorded() { self.tables(key) } else { one.collect() };
        }
        self.tables(key)
    }

    /// Tables of a list, `[[key]]`, in their order.
    pub fn tables(&self, key: &str) -> Vec<Table<'a>> {
        if let Some(noted) = self.noted(key, KeyKind::Tables) {
            return vec![noted];
        }
        let Some(value) = self.value(key) else { return Vec::new() };
        let example = format!("[[{}]]", self.header(key));
        let Some(array) = value.get_ref().as_array() else {
            self.reader.has_lost.set(true);
            let found = self.not_of_type(key, value, "tables in double brackets", &example);
            let first = match value.get_ref() {
                DeValue::Table(own) => own.keys().map(|key| key.span().start).min(),
                _ => None,
            };
            let first = first.unwrap_or(value.span().start);
            self.reader.headless.borrow_mut().push((self.header(key), first, found));
            return Vec::new();
        };
        let mut tables = Vec::new();
        for (index, item) in array.iter().enumerate() {
            let name = format!("{key}[{}]", index + 1);
            match item.get_ref() {
                DeValue::Table(entries) => {
                    let span = Span::new(self.file, item.span());
                    let path = self.path(&name);
                    tables.push(Table::new(self.reader, self.file, path, span, entries));
                }
                _ => self.wrong_type(&name, item, "a table", &example),
            }
        }
        tables
    }

    /// The name of a header below this table, without the indices and ids of keys.
    fn header(&self, key: &str) -> String {
        let mut parts: Vec<&str> = self
            .key
            .split('.')
            .filter(|part| !part.is_empty())
            .map(|part| part.split('[').next().unwrap_or(part))
            .collect();
        parts.retain(|part| {
            ["framework", "goal", "target", "indicator", "table", "data"].contains(part)
        });
        parts.push(key);
        parts.join(".")
    }

    /// Normalises a text and refuses what no PDF may hold.
    fn clean(&self, mut text: Text, lines: Lines) -> Option<Text> {
        if let Some(evened) = even(&text.value, lines) {
            text.value = evened;
        }
        if let Some(bad) = text.value.chars().find(|&c| !printable(c)) {
            // These three have a letter behind a backslash, and are never meant.
            let escape = [('\u{8}', 'b'), ('\u{c}', 'f'), ('\u{1b}', 'e')];
            if let Some((_, letter)) = escape.iter().find(|(c, _)| *c == bad) {
                let message = format!(
                    "a control character, U+{:04X}, in `{}`: a backslash in quotes is a sign of its own, and `\\{letter}` is \
                     this one",
                    bad as u32, text.key
                );
                self.push(
                    Diagnostic::new(Code::ControlCharacter, message)
                        .at(text.span)
                        .key(text.key)
                        .help("write `/` between folders and files, and `\\\\` for a backslash elsewhere"),
                );
                return None;
            }
            self.push(
                Diagnostic::new(
                    Code::ControlCharacter,
                    format!("a control character, U+{:04X}, in `{}`", bad as u32, text.key),
                )
                .at(text.span)
                .key(text.key)
                .help("delete it; it often comes along when text is pasted from elsewhere"),
            );
            return None;
        }
        if let Err(what) = balanced_bidi(&text.value) {
            self.push(
                Diagnostic::new(Code::UnbalancedBidi, format!("{what} in `{}`", text.key))
                    .at(text.span)
                    .key(text.key)
                    .help("delete it, or give each opening control its closing one"),
            );
            return None;
        }
        if !is_composed(&text.value) {
            text.value = text.value.nfc().collect();
        }
        self.reader.texts.borrow_mut().push(text.clone());
        Some(text)
    }
}

/// What stands under the key of a text.
fn one_of(lines: Lines) -> KeyKind {
    if lines == Lines::Many { KeyKind::Prose } else { KeyKind::Text }
}

/// A text of any origin as it is read from a file that holds it.
///
/// # Errors
///
/// What in it no text may hold, in words.
pub fn as_read(text: &str, lines: Lines) -> Result<String, String> {
    let text = even(text, lines).unwrap_or_else(|| text.to_string());
    if let Some(bad) = text.chars().find(|&c| !printable(c)) {
        return Err(format!("a control character, U+{:04X}", bad as u32));
    }
    balanced_bidi(&text)?;
    Ok(text.nfc().collect())
}

/// A key as messages show it: a very long one is cut.
fn shown(name: &str) -> Cow<'_, str> {
    match name.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", &name[..at]).into(),
        None => name.into(),
    }
}

/// Whether a PDF/UA and PDF/A document may hold a character.
fn printable(c: char) -> bool {
    match c {
        '\n' | '\t' => true,
        '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}' | '\u{FDD0}'..='\u{FDEF}' => false,
        c => !c.is_control(),
    }
}

/// Whether a text is in normalisation form C, as far as that is seen at a glance.
fn is_composed(text: &str) -> bool {
    // Nothing before the combining marks ever composes.
    text.chars().all(|c| c < '\u{300}') || is_nfc_quick(text.chars()) == IsNormalized::Yes
}

/// Whether every bidirectional embedding, override and isolate is closed within its paragraph
/// (UAX #9).
fn balanced_bidi(text: &str) -> Result<(), String> {
    if text.is_ascii() {
        return Ok(());
    }
    for paragraph in text.split("\n\n") {
        let mut open: Vec<char> = Vec::new();
        for c in paragraph.chars() {
            let opener: fn(char) -> bool = match c {
                '\u{202A}' | '\u{202B}' | '\u{202D}' | '\u{202E}' | '\u{2066}'..='\u{2068}' => {
                    open.push(c);
                    continue;
                }
                '\u{202C}' => |o| matches!(o, '\u{202A}'..='\u{202E}'),
                '\u{2069}' => |o| matches!(o, '\u{2066}'..='\u{2068}'),
                _ => continue,
            };
            if !open.pop().is_some_and(opener) {
                let number = c as u32;
                return Err(format!("a bidirectional control, U+{number:04X}, closes nothing"));
            }
        }
        if let Some(c) = open.pop() {
            let number = c as u32;
            return Err(format!("a bidirectional control, U+{number:04X}, is never closed"));
        }
    }
    Ok(())
}

/// A whole number by tens: one may be written by sixteens, eights and twos, too.
fn in_tens(number: &DeInteger<'_>) -> String {
    match number.radix() {
        10 => number.as_str().to_string(),
        radix => i64::from_str_radix(number.as_str(), radix)
            .map_or_else(|_| number.as_str().to_string(), |number| number.to_string()),
    }
}

fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date or time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

#[cfg(test)]
mod tests;
