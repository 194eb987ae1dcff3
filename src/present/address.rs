//! Addresses as they print.

/// A link as it prints: without its scheme and last slash, cut at a path's end where it is long. Its
/// host is always whole: it says where the link leads.
pub fn short_url(url: &str) -> String {
    const LONGEST: usize = 60;
    let bare = ["https://", "http://", "mailto:", "tel:"].into_iter().find_map(|scheme| {
        let (written, rest) = url.split_at_checked(scheme.len())?;
        written.eq_ignore_ascii_case(scheme).then_some(rest)
    });
    let bare = bare.unwrap_or(url);
    let bare = bare.strip_prefix("www.").unwrap_or(bare).trim_end_matches('/');
    let host = bare.find(['/', '?', '#']).unwrap_or(bare.len());
    match bare.char_indices().nth(LONGEST) {
        None => bare.to_string(),
        Some((limit, _)) => {
            let limit = limit.max(host);
            let cut = bare[..limit].rfind(['/', '-', '?', '&']).unwrap_or(limit).max(host);
            match &bare[cut..] {
                "" => bare.to_string(),
                _ => format!("{}…", &bare[..cut]),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::*;

    #[test]
    fn a_link_prints_short() {
        assert_eq!(short_url("https://www.example.org/"), "example.org");
        assert_eq!(short_url("HTTPS://example.org/a"), "example.org/a");
        let long =
            "https://example.org/a-very-long-path/that-goes-on-and-on/and-on-until-it-is-cut";
        let short = short_url(long);
        assert!(short.chars().count() <= 61 && short.ends_with('…'), "{short}");
    }

    #[test]
    fn a_link_prints_its_host_whole() {
        let name = "a-name-of-a-host".repeat(3);
        for host in ["example.org".to_string(), format!("{name}.{name}.{name}.example.org")] {
            for path in [
                "",
                "/",
                "/a/b",
                "?a=b",
                "#a-b",
                "/a-very-long-path/that-goes-on-and-on/and-on-until-it-is-cut",
            ] {
                for scheme in ["https://", "HTTP://"] {
                    let url = format!("{scheme}{host}{path}");
                    let short = short_url(&url);
                    // As the standard reads it.
                    let parsed = Url::parse(&url).unwrap();
                    let (_, behind) = short.split_at(parsed.host_str().unwrap().len());
                    assert!(short.starts_with(parsed.host_str().unwrap()), "{short}");
                    assert!(
                        behind.is_empty() || behind.starts_with(['/', '?', '#', '…']),
                        "{short}"
                    );
                }
            }
        }
    }
}
