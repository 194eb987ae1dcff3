//! Lists of numbers.

use toml::Spanned;
use toml::de::DeValue;

use super::Table;
use super::located::Located;
use super::record::KeyKind;

impl Table<'_> {
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
}
