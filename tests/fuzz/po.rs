//! PO files.

use briefpress::internals::{Format, ReturnedState};

use super::{Target, fixtures};

pub const TARGET: Target = Target {
    name: "po",
    seeds: || fixtures("po"),
    words: &[
        "msgid \"",
        "msgstr \"",
        "msgctxt \"",
        "msgid_plural \"",
        "msgstr[0] \"",
        "msgstr[1] \"",
        "domain \"",
        "\"\n\"",
        "\"\n",
        "#, fuzzy\n",
        "#,fuzzy",
        "#~ ",
        "#| msgid \"",
        "#. ",
        "#: ",
        "#\n",
        "\\n",
        "\\x41",
        "\\303\\251",
        "\\q",
        "msgid \"\"\nmsgstr \"\"\n",
        "\"Content-Type: text/plain; charset=UTF-8\\n\"\n",
        "charset=ISO-8859-1",
        "charset=Shift_JIS",
        "charset=UTF-16",
        "charset=nonsense",
        "\"Language: zh_CN\\n\"\n",
        "msgctxt \"brief.title\"\nmsgid \"Water points\"\nmsgstr \"Points\"\n",
    ],
    read,
};

fn read(bytes: &[u8]) -> String {
    match Format::Po.read(bytes) {
        Ok(file) => {
            assert!(!file.units.is_empty());
            let lines = bytes.iter().filter(|byte| [b'\n', b'\r'].contains(byte)).count() + 1;
            let mut last = 0;
            for unit in &file.units {
                assert!(last <= unit.line && unit.line <= lines, "line {} of {lines}", unit.line);
                last = unit.line;
            }
            let fuzzy = file.units.iter().any(|unit| unit.state == ReturnedState::NeedsReview);
            let keyless = file.units.iter().any(|unit| unit.key.is_none());
            let empty = file.units.iter().any(|unit| unit.target.is_empty());
            format!(
                "{} {} {fuzzy} {keyless} {empty}",
                file.target.is_some(),
                file.units.len().min(9)
            )
        }
        Err(error) => {
            let longest = bytes.len() + 1;
            assert!(error.line <= longest && error.column <= longest, "{error}");
            assert!(!error.words.is_empty());
            error.words
        }
    }
}
