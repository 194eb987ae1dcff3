//! Values that are true or false.

use super::{KeyKind, Located, Table};

impl Table<'_> {
    /// `true` or `false`.
    pub fn boolean(&self, key: &str) -> Option<Located<bool>> {
        self.note(key, KeyKind::Boolean);
        let value = self.value(key)?;
        match value.get_ref().as_bool() {
            Some(said) => Some(self.located(key, value, said)),
            None => {
                let said = value.get_ref().as_str() != Some("false");
                self.wrong_type(key, value, "`true` or `false`", &format!("{key} = {said}"));
                None
            }
        }
    }
}
