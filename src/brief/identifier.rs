//! Identifiers of publications, by their standards: DOI (ISO 26324), ISBN (ISO 2108) and ISSN
//! (ISO 3297).

/// A DOI from what people copy: with or without the address of its resolver or `doi:` before it.
///
/// # Errors
///
/// What is wrong with it, as words behind it.
pub fn doi(written: &str) -> Result<&str, &'static str> {
    let after = |text: &str, prefix: &str| {
        let start = text.get(..prefix.len()).filter(|start| start.eq_ignore_ascii_case(prefix));
        start.map_or(0, str::len)
    };
    let mut rest = written.trim();
    rest = rest[after(rest, "doi:")..].trim_start();
    let scheme = after(rest, "https://").max(after(rest, "http://"));
    let hosts = ["doi.org/", "dx.doi.org/", "www.doi.org/"];
    let host = hosts.iter().map(|host| after(&rest[scheme..], host)).max().unwrap_or(0);
    if scheme > 0 && host == 0 {
        return Err("is an address, and no DOI");
    }
    rest = &rest[scheme + host..];
    let (prefix, suffix) = rest.split_once('/').unwrap_or((rest, ""));
    let registrant = prefix.strip_prefix("10.").unwrap_or_default();
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let seen = |c: char| !c.is_whitespace() && !c.is_control();
    if registrant.split('.').all(is_number) && !suffix.is_empty() && suffix.chars().all(seen) {
        Ok(rest)
    } else {
        Err("is no DOI")
    }
}

/// Where a DOI leads, as its registration agencies write it.
pub fn doi_address(doi: &str) -> String {
    let mut address = String::from("https://doi.org/");
    for c in doi.chars() {
        if c.is_ascii_graphic() && !"\"#%<>?[\\]^`{|}".contains(c) {
            address.push(c);
            continue;
        }
        for byte in c.encode_utf8(&mut [0; 4]).bytes() {
            address.push_str(&format!("%{byte:02X}"));
        }
    }
    address
}

/// What is wrong with an ISBN, of ten or of thirteen digits, as words behind it.
pub fn isbn_fault(written: &str) -> Option<&'static str> {
    let digits = digits(written);
    match digits.as_slice() {
        [first @ .., check] if digits.len() == 10 && first.iter().all(|digit| *digit < 10) => {
            // Digits are weighed 10, 9, … 1.
            let sum: u32 = (2..=10).rev().zip(first).map(|(weight, digit)| weight * digit).sum();
            ((sum + check) % 11 != 0).then_some(CHECK)
        }
        all if all.len() == 13 && all.iter().all(|digit| *digit < 10) => {
            let sum: u32 = [1, 3].into_iter().cycle().zip(all).map(|(weight, d)| weight * d).sum();
            if !matches!(all, [9, 7, 8 | 9, ..]) {
                return Some("does not begin with 978 or 979");
            }
            (sum % 10 != 0).then_some(CHECK)
        }
        _ => Some("has not ten or thirteen digits"),
    }
}

/// What is wrong with an ISSN, as words behind it.
pub fn issn_fault(written: &str) -> Option<&'static str> {
    let digits = digits(written);
    match digits.as_slice() {
        [first @ .., check] if digits.len() == 8 && first.iter().all(|digit| *digit < 10) => {
            let sum: u32 = (2..=8).rev().zip(first).map(|(weight, digit)| weight * digit).sum();
            ((sum + check) % 11 != 0).then_some(CHECK)
        }
        _ => Some("has not eight digits"),
    }
}

const CHECK: &str = "has a wrong digit: its last one does not follow from the others";

/// The digits of a number that is written with hyphens or spaces; X is ten. What has other characters
/// has no digits.
fn digits(written: &str) -> Vec<u32> {
    let kept = written.trim().chars().filter(|c| !matches!(c, '-' | ' ' | '\u{2010}' | '\u{2011}'));
    let digit = |c: char| if matches!(c, 'X' | 'x') { Some(10) } else { c.to_digit(10) };
    kept.map(digit).collect::<Option<_>>().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_doi_is_one_however_it_is_copied() {
        for written in [
            "10.1000/182",
            "doi:10.1000/182",
            "DOI: 10.1000/182",
            "https://doi.org/10.1000/182",
            "http://dx.doi.org/10.1000/182",
            "doi.org/10.1000/182",
        ] {
            assert_eq!(doi(written), Ok("10.1000/182"), "{written}");
        }
        assert!(doi("10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O").is_ok());
        assert!(doi("10.1000.10/123456").is_ok());
        for written in
            ["", "10.1000", "10.1000/", "10./182", "11.1000/182", "10.a/1", "10.1000/1 2"]
        {
            assert_eq!(doi(written), Err("is no DOI"), "{written}");
        }
        assert_eq!(doi("https://example.org/10.1000/182"), Err("is an address, and no DOI"));
    }

    #[test]
    fn a_doi_leads_where_its_resolver_finds_it() {
        assert_eq!(doi_address("10.1000/182"), "https://doi.org/10.1000/182");
        // The example of the DOI handbook, 2.5.2.4.
        assert_eq!(doi_address("10.1000/456#789"), "https://doi.org/10.1000/456%23789");
        assert_eq!(doi_address("10.1000/é"), "https://doi.org/10.1000/%C3%A9");
    }

    #[test]
    fn numbers_are_held_against_their_check_digits() {
        // Numbers of real publications.
        for isbn in ["978-0-306-40615-7", "0-306-40615-2", "080442957X", "979 10 90636 07 1"] {
            assert_eq!(isbn_fault(isbn), None, "{isbn}");
        }
        for isbn in ["978-0-306-40615-8", "0-306-40615-3", "977-0-306-40615-0"] {
            assert!(isbn_fault(isbn).is_some(), "{isbn}");
        }
        for isbn in ["", "978", "97803064061570", "978-0-306-4061X-7", "ISBN 0306406152"] {
            assert_eq!(isbn_fault(isbn), Some("has not ten or thirteen digits"), "{isbn}");
        }
        assert_eq!(issn_fault("0378-5955"), None);
        assert_eq!(issn_fault("2434-561X"), None);
        assert!(issn_fault("0378-5954").is_some());
        assert_eq!(issn_fault("378-5955"), Some("has not eight digits"));
    }
}
