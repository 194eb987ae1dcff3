//! What stands between two marks of the markup.

/// Words as the Markdown parser gives them, piece by piece, with where each piece stands in the
/// guarded text.
#[derive(Default)]
pub(super) struct Phrase {
    pub(super) text: String,
    pub(super) pieces: Vec<(usize, usize)>,
}

impl Phrase {
    pub(super) fn push(&mut self, text: &str, guarded: usize) {
        self.pieces.push((self.text.len(), guarded));
        self.text.push_str(text);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }
}
