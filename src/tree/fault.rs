//! A mistake in a file that is not TOML: what is wrong, where, and what to write.

use std::ops::Range;

/// What is wrong, where, and what to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SyntaxFault {
    pub(super) message: String,
    pub(super) place: Range<usize>,
    pub(super) help: Vec<String>,
    /// Another place that belongs to it, by its first byte.
    pub(super) related: Option<(usize, String)>,
}

impl SyntaxFault {
    pub(super) fn new(message: impl Into<String>, place: Range<usize>) -> Self {
        Self { message: message.into(), place, help: Vec::new(), related: None }
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    pub(super) fn related_if(mut self, byte: Option<usize>, label: &str) -> Self {
        self.related = byte.map(|byte| (byte, label.to_string()));
        self
    }

    /// The line that belongs to it.
    pub(super) fn related_line(&self, text: &str) -> Option<(Range<usize>, String)> {
        let (byte, label) = self.related.clone()?;
        Some((line_from(text, byte), label))
    }
}

/// From a byte to the end of what its line says.
pub(super) fn line_from(text: &str, start: usize) -> Range<usize> {
    let rest = &text[start..];
    let line = rest.lines().next().unwrap_or_default();
    start..start + line.trim_end().len()
}
