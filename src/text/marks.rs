//! The marks of where lines break, and their places in a text.

/// U+2060: no line breaks here.
pub const JOINER: char = '\u{2060}';
/// U+200B: a line may break here.
pub const OPPORTUNITY: char = '\u{200b}';

/// The marks a text gets: each stands before the character at its place.
#[derive(Debug, Default)]
pub(super) struct Marks(Vec<(usize, char)>);

impl Marks {
    /// A mark at a place. Where there is one already, it stays.
    pub(super) fn add(&mut self, at: usize, mark: char) {
        self.0.push((at, mark));
    }

    /// In the order of the text, one at a place.
    pub(super) fn sorted(mut self) -> Vec<(usize, char)> {
        self.0.sort_by_key(|(at, _)| *at);
        self.0.dedup_by_key(|(at, _)| *at);
        self.0
    }

    /// The text with its marks.
    pub(super) fn put(self, text: &str) -> String {
        let mut out = String::with_capacity(2 * text.len());
        let mut from = 0;
        for (at, mark) in self.sorted() {
            out.push_str(&text[from..at]);
            out.push(mark);
            from = at;
        }
        out.push_str(&text[from..]);
        out
    }
}
