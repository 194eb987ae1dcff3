//! A file of a brief that has another id by now: what it says of itself changes, and nothing else.

/// The fields of a PO file's header that name the brief.
const FIELDS: [&str; 2] = ["Project-Id-Version", "X-Briefpress-Brief"];

/// The attributes of XLIFF's `<file>` that do.
const ATTRIBUTES: [&str; 2] = ["original", "id"];

/// A PO file with another name in its header, which is the text of the first entry.
pub(super) fn in_header(text: &str, old: &str, new: &str) -> String {
    FIELDS.iter().fold(text.to_string(), |text, field| {
        text.replacen(&format!("{field}: {old}\\n"), &format!("{field}: {new}\\n"), 1)
    })
}

/// An XLIFF file with another name in the tags of its files.
pub(super) fn in_tags(text: &str, old: &str, new: &str) -> String {
    let (mut changed, mut rest) = (String::new(), text);
    while let Some(start) = rest.find("<file") {
        let end = rest[start..].find('>').map_or(rest.len(), |end| start + end);
        let mut tag = rest[start..end].to_string();
        for attribute in ATTRIBUTES {
            for quote in ['"', '\''] {
                let written = |name: &str| format!(" {attribute}={quote}{name}{quote}");
                tag = tag.replace(&written(old), &written(new));
            }
        }
        changed.push_str(&rest[..start]);
        changed.push_str(&tag);
        rest = &rest[end..];
    }
    changed + rest
}
