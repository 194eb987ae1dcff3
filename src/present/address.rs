//! Addresses as they print.

/// A link as it prints: without its scheme and last slash, cut at a path's end where it is long.
pub fn short_url(url: &str) -> String {
    const LONGEST: usize = 60;
    let bare = ["https://", "http://", "mailto:", "tel:"]
        .into_iter()
        .find_map(|scheme| url.strip_prefix(scheme))
        .unwrap_or(url);
    let bare = bare.strip_prefix("www.").unwrap_or(bare).trim_end_matches('/');
    match bare.char_indices().nth(LONGEST) {
        None => bare.to_string(),
        Some((limit, _)) => {
            let cut = bare[..limit].rfind(['/', '-', '?', '&']).unwrap_or(limit);
            format!("{}…", &bare[..cut])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_prints_short() {
        assert_eq!(short_url("https://www.example.org/"), "example.org");
        let long =
            "https://example.org/a-very-long-path/that-goes-on-and-on/and-on-until-it-is-cut";
        let short = short_url(long);
        assert!(short.chars().count() <= 61 && short.ends_with('…'), "{short}");
    }
}
