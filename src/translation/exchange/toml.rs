//! A translation's own TOML, for tools that read it: strings in tables by their keys.

use super::codec::{Codec, Export, ReadError, ReturnedFile};
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

    fn read(&self, _bytes: &[u8]) -> Result<ReturnedFile, ReadError> {
        Err(ReadError::whole("a TOML translation is no exchange file: put it into `lang/`"))
    }
}
