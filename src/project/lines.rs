//! `[lines]`: what stays whole at the end of a line.

use crate::diag::{Code, Diagnostic};
use crate::text;
use crate::tree::{Reader, Table};

/// Words that a project keeps whole, by language.
#[derive(Debug, Clone, Default)]
pub struct NoBreakWords {
    keep: Vec<(&'static str, Vec<String>)>,
}

impl NoBreakWords {
    /// The words kept whole in a language.
    pub fn keep(&self, language: &str) -> &[String] {
        let language = language.split('-').next().unwrap_or_default();
        self.keep.iter().find(|(tag, _)| *tag == language).map_or(&[], |(_, words)| words)
    }
}

/// Reads the table.
pub(super) fn read(table: Table<'_>, reader: &Reader) -> NoBreakWords {
    let mut lines = NoBreakWords::default();
    if let Some(keep) = table.table("keep") {
        for language in text::UNSPACED {
            let words = keep.texts(language).into_iter().filter(|word| {
                let unspaced = text::is_unspaced(&word.value);
                if !unspaced {
                    let message =
                        format!("`{}` is not one word of a script without spaces", word.value);
                    reader.push(
                        Diagnostic::new(Code::BadValue, message)
                            .at(word.span)
                            .key(&word.key)
                            .help("write the word alone, without spaces and punctuation"),
                    );
                }
                unspaced
            });
            lines.keep.push((language, words.map(|word| word.value).collect()));
        }
        keep.finish();
    }
    table.finish();
    lines
}
