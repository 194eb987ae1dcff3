//! Strings with what keeps them together and the right way round.

/// Text with what keeps it together: a no-break space in "SDG 16", a word joiner before the
/// repetition marks of Khmer, Thai and Lao, which never begin a line, and in text that runs from
/// right to left an isolate around what does not.
pub(super) fn plain(text: &str, rtl: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("SDG") {
        let after = rest[at + 3..].trim_start_matches('s');
        let head = rest.len() - after.len();
        out.push_str(&rest[..head]);
        rest = after;
        if let Some(number) = rest.strip_prefix(' ')
            && number.starts_with(|c: char| c.is_ascii_digit())
        {
            out.push('\u{a0}');
            rest = number;
        }
    }
    out.push_str(rest);
    for mark in ['ៗ', 'ๆ', 'ໆ'] {
        if out.contains(mark) {
            out = out.replace(mark, &format!("\u{2060}{mark}"));
        }
    }
    if rtl { isolated(&out) } else { out }
}

/// Text that runs from right to left, with an isolate (UAX #9) around codes, percentages, links and
/// Latin words, so that none of them is turned about.
fn isolated(text: &str) -> String {
    let starts = |c: char| c.is_ascii_alphanumeric() || matches!(c, '−' | '+' | '#' | '$' | '€');
    let inside = |c: char| {
        c.is_ascii_alphanumeric() || ".,:/-–−+%&_@#~=?".contains(c) || ('À'..='ɏ').contains(&c)
    };
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(starts) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.find(|c| !inside(c)).unwrap_or(rest.len());
        let run = rest[..end].trim_end_matches(['.', ',', ':', '?', '-', '–']);
        let run = if run.is_empty() {
            &rest[..rest.chars().next().map_or(0, char::len_utf8)]
        } else {
            run
        };
        // A plain number keeps its place by itself.
        if run.chars().all(|c| c.is_ascii_digit()) {
            out.push_str(run);
        } else {
            out.push('\u{2066}');
            out.push_str(run);
            out.push('\u{2069}');
        }
        rest = &rest[run.len()..];
    }
    out.push_str(rest);
    out
}

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
    fn a_goal_and_its_number_stay_together() {
        assert_eq!(plain("SDG 16, SDGs 5 and SDG", false), "SDG\u{a0}16, SDGs\u{a0}5 and SDG");
        assert_eq!(plain("ផ្សេងៗ", false), "ផ្សេង\u{2060}ៗ");
    }

    #[test]
    fn what_runs_from_left_to_right_is_isolated() {
        assert_eq!(
            plain("الغاية 16.3 (NCCT) في 2023، −53%.", true),
            "الغاية \u{2066}16.3\u{2069} (\u{2066}NCCT\u{2069}) في 2023، \u{2066}−53%\u{2069}."
        );
    }

    #[test]
    fn a_link_prints_short() {
        assert_eq!(short_url("https://www.example.org/"), "example.org");
        let long =
            "https://example.org/a-very-long-path/that-goes-on-and-on/and-on-until-it-is-cut";
        let short = short_url(long);
        assert!(short.chars().count() <= 61 && short.ends_with('…'), "{short}");
    }
}
