//! Addresses as they print.

/// A link as it prints: whole, but for its scheme, `www.` and its last slash.
pub fn bare_address(url: &str) -> &str {
    let bare = ["https://", "http://", "mailto:", "tel:"].into_iter().find_map(|scheme| {
        let (written, rest) = url.split_at_checked(scheme.len())?;
        written.eq_ignore_ascii_case(scheme).then_some(rest)
    });
    let bare = bare.unwrap_or(url);
    bare.strip_prefix("www.").unwrap_or(bare).trim_end_matches('/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_prints_whole_without_what_goes_without_saying() {
        assert_eq!(bare_address("https://www.example.org/"), "example.org");
        assert_eq!(bare_address("HTTPS://example.org/a"), "example.org/a");
        assert_eq!(bare_address("mailto:a@example.org"), "a@example.org");
        let path = "/a-very-long-path/that-goes-on-and-on/and-on?and=on#and-is-never-cut".repeat(9);
        assert_eq!(
            bare_address(&format!("https://example.org{path}")),
            format!("example.org{path}")
        );
    }
}
