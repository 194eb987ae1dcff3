//! PO files.

use briefpress::internals::{Format, ReturnedState};

use super::returned::hold;
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
    hold(bytes, b"\r\n", Format::Po.read(bytes), |file| {
        assert!(!file.units.is_empty());
        let fuzzy = file.units.iter().any(|unit| unit.state == ReturnedState::NeedsReview);
        let keyless = file.units.iter().any(|unit| unit.key.is_none());
        let empty = file.units.iter().any(|unit| unit.target.is_empty());
        format!("{fuzzy} {keyless} {empty}")
    })
}
