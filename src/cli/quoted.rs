//! Words of a command line that is proposed.

/// A word as a shell takes it.
pub fn quoted(word: &str) -> String {
    if word.contains(|c: char| c.is_whitespace() || "'\"$`\\&;|<>()*?".contains(c)) {
        format!("'{}'", word.replace('\'', "'\\''"))
    } else {
        word.into()
    }
}
