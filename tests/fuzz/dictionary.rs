//! Dictionaries as libFuzzer reads them: a word in quotes a line, with `\xAB`, `\\` and `\"`.

/// The words of a dictionary.
pub fn words(dictionary: &str) -> Vec<Vec<u8>> {
    dictionary.lines().filter(|line| !line.is_empty()).map(word).collect()
}

fn word(line: &str) -> Vec<u8> {
    let inner = line.strip_prefix('"').and_then(|line| line.strip_suffix('"'));
    let mut rest = inner.unwrap_or_else(|| panic!("{line} stands in no quotes")).as_bytes();
    let mut word = Vec::new();
    while let Some((&byte, after)) = rest.split_first() {
        rest = match (byte, after) {
            (b'\\', [b'x', a, b, after @ ..]) => {
                let digits = [*a, *b];
                let hex = std::str::from_utf8(&digits).ok();
                word.push(hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()).expect(line));
                after
            }
            (b'\\', [c @ (b'\\' | b'"'), after @ ..]) => {
                word.push(*c);
                after
            }
            (b'\\', _) => panic!("{line} escapes what needs none"),
            _ => {
                word.push(byte);
                after
            }
        };
    }
    word
}

#[test]
fn words_are_read_as_libfuzzer_reads_them() {
    assert_eq!(words("\"a\\x0A\\\\\\\"\"\n\"\\\\n\"\n"), [b"a\n\\\"".to_vec(), b"\\n".to_vec()]);
}
