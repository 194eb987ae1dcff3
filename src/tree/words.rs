//! Words of a list and codes: they are written as they are, with nothing around them.

use toml::Spanned;
use toml::de::DeValue;

use super::suggested::quoted;
use super::{Lines, Table, Text, one_of};
use crate::diag::{Code, Diagnostic};

impl Table<'_> {
    /// A word of a list, or a code, that may be left out. One that says nothing is an error, and nobody is told to take it
    /// out: what is meant where the key is not there (a brief without `status` is final) may be more than the writer meant.
    pub fn word(&self, key: &str) -> Option<Text> {
        let text = self.string(key, Lines::One)?;
        let value = self.entries.get(key)?;
        self.as_word(text, value)
    }

    /// A word of a list, or a code, that must be there.
    pub fn required_word(&self, key: &str) -> Option<Text> {
        if !self.entries.contains_key(key) {
            self.note(key, one_of(Lines::One));
            self.asked.borrow_mut().push(key.to_string());
            self.missing(key, format!("add `{key} = \"…\"`"));
            return None;
        }
        let text = self.string(key, Lines::One)?;
        self.as_word(text, self.entries.get(key)?)
    }

    /// Words or codes in a list.
    pub fn words(&self, key: &str) -> Vec<Text> {
        let texts = self.texts(key);
        let Some(DeValue::Array(array)) = self.entries.get(key).map(Spanned::get_ref) else {
            return texts;
        };
        // Those that say nothing have been told.
        for text in &texts {
            let item = array.iter().find(|item| item.span().start == text.span.start);
            item.into_iter().for_each(|item| self.is_bare(text, item));
        }
        texts
    }

    /// A text that is to be a word, with what is wrong with it told.
    fn as_word(&self, text: Text, value: &Spanned<DeValue<'_>>) -> Option<Text> {
        if !text.says_something() {
            let name = text.key.rsplit('.').next().unwrap_or_default();
            self.push(
                Diagnostic::new(Code::EmptyText, format!("`{name}` {}", text.emptiness()))
                    .at(text.span)
                    .key(text.key)
                    .help("write a word between the quotes"),
            );
            return None;
        }
        self.is_bare(&text, value);
        Some(text)
    }

    /// Reports white space that is no part of a word.
    fn is_bare(&self, text: &Text, value: &Spanned<DeValue<'_>>) {
        let Some(written) = value.get_ref().as_str() else { return };
        if written.trim() == written {
            return;
        }
        let name = text.key.rsplit('.').next().unwrap_or_default();
        let message = format!("there is white space around the word in `{name}`");
        self.push(
            Diagnostic::new(Code::BadValue, message)
                .at(text.span)
                .key(&text.key)
                .help(format!("write `{}`", quoted(&text.value))),
        );
    }
}
