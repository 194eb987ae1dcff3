//! Rows of data: lists in a list, each with texts and numbers.

use toml::Spanned;
use toml::de::{DeInteger, DeValue};

use super::intake::Lines;
use super::{Located, Table, Text};
use crate::diag::{Diagnostics, Span};

/// What stands in a field of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Field {
    /// A text, which may be empty.
    Text(Text),
    /// A number, digit by digit as it was typed, without the underscores that part its digits.
    Number(Located<String>),
}

impl Table<'_> {
    /// Rows of texts and numbers in a list of lists. An entry that is neither is reported.
    pub fn rows(&self, key: &str) -> Vec<Located<Vec<Field>>> {
        let Some(value) = self.value(key) else { return Vec::new() };
        let example = format!("{key} = [[\"…\", 12], [\"…\", 7.5]]");
        let Some(array) = value.get_ref().as_array() else {
            self.wrong_type(key, value, "rows, a list of lists", &example);
            return Vec::new();
        };
        let mut rows = Vec::new();
        for (index, row) in array.iter().enumerate() {
            let name = format!("{key}[{}]", index + 1);
            let Some(fields) = row.get_ref().as_array() else {
                self.wrong_type(&name, row, "a row, a list of texts and numbers", &example);
                continue;
            };
            let fields = fields.iter().enumerate();
            let fields = fields
                .filter_map(|(at, field)| self.field(&format!("{name}[{}]", at + 1), field))
                .collect();
            rows.push(self.located(&name, row, fields));
        }
        rows
    }

    fn field(&self, name: &str, field: &Spanned<DeValue<'_>>) -> Option<Field> {
        match field.get_ref() {
            DeValue::String(text) => {
                // One that says what no text may is reported, and counts as a field all the same.
                let text = self.located(name, field, text.to_string());
                let empty = text.with(String::new());
                Some(Field::Text(self.clean(text, Lines::One).unwrap_or(empty)))
            }
            DeValue::Integer(number) => {
                Some(Field::Number(self.located(name, field, in_tens(number))))
            }
            DeValue::Float(number) => {
                Some(Field::Number(self.located(name, field, number.as_str().to_string())))
            }
            _ => {
                self.wrong_type(name, field, "a text in quotes or a number", "[\"…\", 12]");
                // Neither is there anything to say of how many fields the row has.
                let empty = self.located(name, field, String::new());
                Some(Field::Text(empty))
            }
        }
    }

    /// A number, digit by digit as it was typed.
    pub fn number(&self, key: &str) -> Option<Located<String>> {
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
}

/// A whole number by tens: one may be written by sixteens, eights and twos, too.
fn in_tens(number: &DeInteger<'_>) -> String {
    match number.radix() {
        10 => number.as_str().to_string(),
        radix => i64::from_str_radix(number.as_str(), radix)
            .map_or_else(|_| number.as_str().to_string(), |number| number.to_string()),
    }
}
