//! What holds of every file that a translator's tool gives back, damaged or not.

use briefpress::internals::{ReadError, ReturnedFile};

/// Strings stand on lines that there are, in their order, and a refusal says why and where. What reading
/// came to, in a few words: `tell` has those about the strings. `ends` are the bytes that end a line.
pub(super) fn hold(
    bytes: &[u8],
    ends: &[u8],
    read: Result<ReturnedFile, ReadError>,
    tell: impl FnOnce(&ReturnedFile) -> String,
) -> String {
    match read {
        Ok(file) => {
            let lines = bytes.iter().filter(|byte| ends.contains(byte)).count() + 1;
            let mut last = 0;
            for unit in &file.units {
                assert!(last <= unit.line && unit.line <= lines, "line {} of {lines}", unit.line);
                last = unit.line;
            }
            assert!(file.passed_over.iter().all(|over| over.line <= lines));
            let told = tell(&file);
            format!("{} {} {told}", file.target.is_some(), file.units.len().min(9))
        }
        Err(error) => {
            let longest = bytes.len() + 1;
            assert!(error.line <= longest && error.column <= longest, "{error}");
            assert!(!error.words.is_empty());
            error.words
        }
    }
}
