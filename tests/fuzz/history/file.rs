//! The file of a translation, as a translator changes it.

use toml_edit::{DocumentMut, Item, TableLike, Value};

use crate::targets::seen::Place;

/// A file being changed by hand.
pub struct ByHand(DocumentMut);

impl ByHand {
    pub fn of(toml: &str) -> Self {
        Self(toml.parse().unwrap_or_else(|e| panic!("{e}\n{toml}")))
    }

    pub fn done(self) -> String {
        self.0.to_string()
    }

    fn item(&mut self, place: &Place) -> Option<&mut Item> {
        let mut table: &mut dyn TableLike = self.0.as_table_mut();
        for name in &place.tables {
            table = table.get_mut(name)?.as_table_like_mut()?;
        }
        table.get_mut(&place.name)
    }

    /// The list that a string stands in.
    pub fn list(&mut self, place: &Place) -> Option<&mut toml_edit::Array> {
        self.item(place)?.as_array_mut()
    }

    /// Writes a text in the place of another.
    pub fn set(&mut self, place: &Place, new: Value) {
        let Some(item) = self.item(place) else { return };
        let old = match place.entry {
            Some(at) => item.as_array_mut().and_then(|array| array.get_mut(at)),
            None => item.as_value_mut(),
        };
        if let Some(old) = old {
            let decor = old.decor().clone();
            *old = new;
            *old.decor_mut() = decor;
        }
    }

    /// Takes a string out.
    pub fn remove(&mut self, place: &Place) {
        if let Some(at) = place.entry {
            if let Some(array) = self.list(place) {
                array.remove(at);
            }
            return;
        }
        let mut table: &mut dyn TableLike = self.0.as_table_mut();
        for name in &place.tables {
            let Some(inner) = table.get_mut(name).and_then(Item::as_table_like_mut) else { return };
            table = inner;
        }
        table.remove(&place.name);
    }

    /// Writes the table of a string, or the string, in another way that says the same.
    pub fn restyle(&mut self, place: &Place, how: u8) {
        let Some((name, outer)) = place.tables.split_last() else { return };
        let mut table: &mut dyn TableLike = self.0.as_table_mut();
        for name in outer {
            let Some(inner) = table.get_mut(name).and_then(Item::as_table_like_mut) else { return };
            table = inner;
        }
        let Some(item) = table.get_mut(name) else { return };
        match how % 3 {
            0 => {
                if let Ok(inline) = std::mem::take(item).into_table().map(|t| t.into_inline_table())
                {
                    *item = Item::Value(Value::InlineTable(inline));
                }
            }
            1 => {
                if let Some(table) = item.as_table_mut() {
                    table.set_dotted(true);
                }
            }
            _ => {
                if let Some(table) = item.as_inline_table_mut() {
                    table.set_dotted(true);
                }
            }
        }
    }
}
