//! A translation's own TOML, for tools that read it: strings in tables by their keys.

use super::codec::{Codec, Export, ReadError, Returned};
use crate::translation::edit::Editor;

/// The format.
pub(super) struct Toml;

impl Codec for Toml {
    fn write(&self, export: &Export<'_>) -> String {
        let mut editor = Editor::empty();
        for unit in export.units {
            let text = unit.target.as_ref().map_or("", |target| &target.value);
            let own = if export.source == export.target { &unit.source.value } else { text };
            editor.set(&unit.key, own);
        }
        editor.finish()
    }

    fn read(&self, _text: &str) -> Result<Vec<Returned>, ReadError> {
        Err(ReadError::NoExchange)
    }
}
