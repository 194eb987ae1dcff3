//! Addresses that links lead to, by the URL standard.

use std::cell::RefCell;

use icu_properties::CodePointSetData;
use icu_properties::props::{DefaultIgnorableCodePoint, JoinControl, VariationSelector};
use url::{SyntaxViolation, Url};

/// The longest address, in bytes, that a PDF's links are made from.
const LONGEST: usize = 8000;

/// What is wrong with an address, if no reader can go where it leads or can see where that is, as
/// words behind it: "is no web, mail or telephone address".
pub fn address_fault(address: &str) -> Option<String> {
    const NONE: &str = "is no web, mail or telephone address";
    let bad = |c: char| c.is_whitespace() || c.is_control() || c == '"';
    if let Some((at, c)) = address.char_indices().find(|(_, c)| bad(*c)) {
        let name = match c {
            ' ' => "a space".to_string(),
            '"' => "a quote".to_string(),
            '\u{a0}' | '\u{202f}' => format!("a no-break space (U+{:04X})", u32::from(c)),
            c => format!("U+{:04X}, which is not seen,", u32::from(c)),
        };
        let before: String = address[..at].chars().rev().take(12).collect();
        let place = match before.is_empty() {
            true => "at its beginning".to_string(),
            false => format!("behind `{}`", before.chars().rev().collect::<String>()),
        };
        return Some(format!("{NONE}: {name} stands in it, {place}"));
    }
    let violations = RefCell::new(Vec::new());
    let note = |violation| violations.borrow_mut().push(violation);
    let Ok(url) = Url::options().syntax_violation_callback(Some(&note)).parse(address) else {
        return Some(NONE.into());
    };
    let leads = match url.scheme() {
        // Every label of a host's name says something.
        "https" | "http" => url
            .host_str()
            .is_some_and(|host| host.trim_end_matches('.').split('.').all(|name| !name.is_empty())),
        "mailto" | "tel" => url.host_str().is_none() && !url.path().is_empty(),
        _ => false,
    };
    if !leads {
        return Some(NONE.into());
    }
    if let Some(hidden) = address.chars().find(|c| is_ignored(*c)) {
        let code = u32::from(hidden);
        return Some(format!("is no address that can be seen: U+{code:04X} in it shows nothing"));
    }
    if address.len() > LONGEST {
        return Some(format!(
            "is no address that a PDF can lead to: it has more than {LONGEST} bytes"
        ));
    }
    // What the standard reads all the same, and its writer meant otherwise or hides.
    violations.into_inner().into_iter().find_map(|violation| match violation {
        SyntaxViolation::Backslash => Some(format!("{NONE}: a backslash is in it")),
        SyntaxViolation::EmbeddedCredentials | SyntaxViolation::UnencodedAtSign => Some(
            "is no web address: what stands before the `@` is a name there, and no host".into(),
        ),
        SyntaxViolation::ExpectedDoubleSlash => {
            Some(format!("{NONE}: two slashes stand behind `{}:`", url.scheme()))
        }
        _ => None,
    })
}

/// Whether a character shows nothing. Those that join letters belong to words of some scripts, and
/// those that choose a form to what is before them.
fn is_ignored(c: char) -> bool {
    c > '~'
        && CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c)
        && !CodePointSetData::new::<JoinControl>().contains(c)
        && !CodePointSetData::new::<VariationSelector>().contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_those_of_the_standard() {
        for good in [
            "https://example.org",
            "HTTPS://EXAMPLE.ORG/A",
            "HtTp://example.org:8080/a?b=c#d",
            "https://[2001:db8::1]/a",
            "https://192.0.2.1/",
            "https://münchen.example/straße",
            "https://xn--mnchen-3ya.example/",
            "https://аррӏе.example/",
            "https://مثال.example/می\u{200c}شود",
            "https://example.org/a|b?c[]=1&d=100%",
            "https://example.org/@name/a:b",
            "https://example.org/❤\u{fe0f}",
            "mailto:a@example.org?subject=x",
            "tel:+855-12-345",
        ] {
            assert_eq!(address_fault(good), None, "{good}");
        }
        for bad in [
            "",
            "example.org",
            "//example.org",
            "https:",
            "https://",
            "https://.",
            "https://..",
            "https://a..b/",
            "https:example.org",
            "https:/example.org",
            "https:///example.org",
            "https://[::1",
            "https://[::g]/",
            "https://256.0.0.1/",
            "https://example.org:99999/",
            "https://example.org:x/",
            r"https://\@",
            r"https:\\example.org",
            r"https://example.org\a",
            r"https://example.org\@other.example",
            "https://@",
            "https://@example.org/",
            "https://example.org@other.example/",
            "https://name:password@example.org/",
            "https://exam ple.org/",
            "https://example.org/a b",
            "https://exam\u{200b}ple.org/",
            "https://example.org/\u{200b}",
            "https://example.org/\u{202e}cba",
            "https://example.org/\u{ad}a",
            "https://exam\u{200d}ple.org/",
            "https://example.org/\u{a0}",
            "https://example.org/\ta",
            "https://example.org/\u{2028}",
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            "file:///etc/passwd",
            "data:text/html,x",
            "ftp://example.org/",
            "mailto:",
            "tel:",
            "mailto://example.org",
        ] {
            assert!(address_fault(bad).is_some(), "{bad:?}");
        }
        assert!(address_fault(&format!("https://example.org/{}", "a".repeat(8000))).is_some());
    }
}
