//! How many attributes the tags of a document have, found before a parser compares each with all.

/// How many namespaces a document may declare: an element that does so copies those around it.
pub(super) const NAMESPACES: usize = 5_000;

/// What is counted.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Tags {
    /// The most attributes of one tag.
    pub attributes: usize,
    /// Those of all tags.
    pub all_attributes: u64,
    /// Declarations of namespaces.
    pub namespaces: usize,
}

/// Counts the quoted values in tags.
pub(super) fn count(text: &str) -> Tags {
    let mut tags = Tags { namespaces: text.matches("xmlns").count(), ..Tags::default() };
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        rest = &rest[at..];
        let skipped = [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")];
        if let Some((_, end)) = skipped.into_iter().find(|(begin, _)| rest.starts_with(begin)) {
            let Some((_, after)) = rest.split_once(end) else { break };
            rest = after;
            continue;
        }
        let (attributes, length) = of_tag(&rest.as_bytes()[1..]);
        tags.attributes = tags.attributes.max(attributes);
        tags.all_attributes += attributes as u64;
        rest = &rest[1 + length..];
    }
    tags
}

/// The quoted values up to the end of a tag, or the beginning of another, and how far that is.
fn of_tag(bytes: &[u8]) -> (usize, usize) {
    let (mut quote, mut attributes) = (None, 0);
    for (at, byte) in bytes.iter().enumerate() {
        match (quote, byte) {
            (Some(open), byte) if byte == open => quote = None,
            (None, b'"' | b'\'') => {
                quote = Some(byte);
                attributes += 1;
            }
            (None, b'>' | b'<') => return (attributes, at),
            _ => {}
        }
    }
    (attributes, bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_counted_in_tags_alone() {
        let text = "<?xml a=\"1\"?><!-- <a b=\"\" c=\"\" d=\"\"> --><svg xmlns=\"x\" a='>'>\"no\" '\
                    <g/></svg>";
        assert_eq!(count(text), Tags { attributes: 2, all_attributes: 2, namespaces: 1 });
        assert_eq!(count("<a b=\"").attributes, 1);
        assert_eq!(count("<").attributes, 0);
    }
}
