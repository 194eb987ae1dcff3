//! Lists of numbers, and of rows; and what is meant where a list and a text are taken for each other.

use toml::Spanned;
use toml::de::DeValue;

use super::intake::Lines;
use super::located::{Field, Located};
use super::record::KeyKind;
use super::suggested::as_texts;
use super::{Table, ValueShape, in_tens};

impl Table<'_> {
    /// Reports a list of texts under the key of one text, where several stand under another key. Whether
    /// there is one.
    pub fn belongs_under(&self, key: &str, several: &str) -> bool {
        if self.shape(key) != Some(ValueShape::Texts) {
            return false;
        }
        let Some(value) = self.value(key) else { return false };
        let texts = as_texts(value.get_ref());
        let example = match &texts[..] {
            [one] => format!("{key} = {one}"),
            _ => format!("{several} = [{}]", texts.join(", ")),
        };
        self.wrong_type(key, value, "a text in quotes", &example);
        self.asked.borrow_mut().push(several.to_string());
        true
    }

    /// Whole numbers in a list.
    pub fn integers(&self, key: &str) -> Option<Located<Vec<i64>>> {
        self.note(key, KeyKind::Integers);
        let value = self.value(key)?;
        let numbers: Option<Vec<i64>> = value.get_ref().as_array().and_then(|array| {
            let number = |item: &Spanned<DeValue<'_>>| {
                let n = item.get_ref().as_integer()?;
                i64::from_str_radix(n.as_str(), n.radix()).ok()
            };
            array.iter().map(number).collect()
        });
        match numbers {
            Some(numbers) => Some(self.located(key, value, numbers)),
            None => {
                let example = format!("{key} = [100, 70, 20, 10]");
                self.wrong_type(key, value, "a list of whole numbers", &example);
                None
            }
        }
    }

    /// Numbers in a list, whole or not.
    pub fn decimals(&self, key: &str) -> Option<Located<Vec<f64>>> {
        self.note(key, KeyKind::Numbers);
        let value = self.value(key)?;
        let number = |item: &Spanned<DeValue<'_>>| match item.get_ref() {
            DeValue::Float(number) => number.as_str().replace('_', "").parse::<f64>().ok(),
            DeValue::Integer(number) => {
                i64::from_str_radix(number.as_str(), number.radix()).ok().map(|whole| whole as f64)
            }
            _ => None,
        };
        let numbers = value.get_ref().as_array();
        let numbers: Option<Vec<f64>> =
            numbers.and_then(|array| array.iter().map(number).collect());
        match numbers {
            Some(numbers) => Some(self.located(key, value, numbers)),
            None => {
                self.wrong_type(key, value, "a list of numbers", &format!("{key} = [0.5, 0.3]"));
                None
            }
        }
    }

    /// Rows of texts and numbers in a list of lists. `None` where there are none, and where an entry is
    /// neither, which is reported.
    pub fn rows(&self, key: &str) -> Option<Vec<Located<Vec<Field>>>> {
        self.note(key, KeyKind::Rows);
        let value = self.value(key)?;
        let example = format!("{key} = [[\"…\", 12], [\"…\", 7.5]]");
        let Some(array) = value.get_ref().as_array() else {
            self.wrong_type(key, value, "rows, a list of lists", &example);
            return None;
        };
        let row = |(index, row): (usize, &Spanned<DeValue<'_>>)| {
            let name = format!("{key}[{}]", index + 1);
            let Some(fields) = row.get_ref().as_array() else {
                self.wrong_type(&name, row, "a row, a list of texts and numbers", &example);
                return None;
            };
            let fields = fields.iter().enumerate();
            let fields: Vec<Option<Field>> = fields
                .map(|(at, field)| self.field(&format!("{name}[{}]", at + 1), field))
                .collect();
            let fields: Option<Vec<Field>> = fields.into_iter().collect();
            Some(self.located(&name, row, fields?))
        };
        let rows: Vec<Option<Located<Vec<Field>>>> = array.iter().enumerate().map(row).collect();
        rows.into_iter().collect()
    }

    fn field(&self, name: &str, field: &Spanned<DeValue<'_>>) -> Option<Field> {
        match field.get_ref() {
            DeValue::String(text) => {
                let text = self.located(name, field, text.to_string());
                self.clean(text, Lines::One).map(Field::Text)
            }
            DeValue::Integer(number) => {
                Some(Field::Number(self.located(name, field, in_tens(number))))
            }
            DeValue::Float(number) => {
                Some(Field::Number(self.located(name, field, number.as_str().to_string())))
            }
            _ => {
                self.wrong_type(name, field, "a text in quotes or a number", "[\"…\", 12]");
                None
            }
        }
    }
}
