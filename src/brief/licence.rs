//! Licences of Creative Commons by their names in SPDX, such as `CC-BY-4.0`.

use crate::diag::{Code, Diagnostic, did_you_mean};
use crate::tree::Text;

/// A licence that is known by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommonLicence {
    /// Its full name, with the short one in brackets.
    pub name: String,
    /// Where it stands.
    pub url: String,
}

/// What a licence asks for, by its letters, in words and in the address.
const KINDS: [(&str, &str); 6] = [
    ("BY", "Attribution"),
    ("BY-SA", "Attribution-ShareAlike"),
    ("BY-ND", "Attribution-NoDerivatives"),
    ("BY-NC", "Attribution-NonCommercial"),
    ("BY-NC-SA", "Attribution-NonCommercial-ShareAlike"),
    ("BY-NC-ND", "Attribution-NonCommercial-NoDerivatives"),
];

/// The versions, as SPDX ends with them, as they are called, and as they stand in the address.
const VERSIONS: [(&str, &str, &str); 3] = [
    ("4.0", "4.0 International", "4.0"),
    ("3.0-IGO", "3.0 IGO", "3.0/igo"),
    ("3.0", "3.0 Unported", "3.0"),
];

/// The licence that a text names, if it is nothing but the name of one: `CC-BY-4.0` or `CC BY 4.0`.
pub fn common_licence(text: &str) -> Option<CommonLicence> {
    let wanted = canonical(text)?;
    if wanted == "CC0-1.0" {
        return Some(CommonLicence {
            name: "Creative Commons CC0 1.0 Universal".into(),
            url: "https://creativecommons.org/publicdomain/zero/1.0/".into(),
        });
    }
    let all = KINDS.iter().flat_map(|kind| VERSIONS.iter().map(move |version| (kind, version)));
    all.into_iter()
        .find(|((letters, _), (version, ..))| wanted == format!("CC-{letters}-{version}"))
        .map(|((letters, words), (version, called, path))| CommonLicence {
            name: format!(
                "Creative Commons {words} {called} (CC {letters} {})",
                version.replace('-', " ")
            ),
            url: format!("https://creativecommons.org/licenses/{}/{path}/", letters.to_lowercase()),
        })
}

/// The name of a licence of Creative Commons as SPDX writes it, if a text is of its form.
fn canonical(text: &str) -> Option<String> {
    let name = text.trim().to_ascii_uppercase().replace(' ', "-");
    let is_name = name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.'));
    (is_name && (name.starts_with("CC-") || name.starts_with("CC0"))).then_some(name)
}

/// What is wrong with a text that is of the form of such a name and names no licence.
pub fn licence_fault(text: &Text) -> Option<Diagnostic> {
    let wanted = canonical(&text.value).filter(|_| common_licence(&text.value).is_none())?;
    let mut names = vec!["CC0-1.0".to_string()];
    for (letters, _) in KINDS {
        names.extend(VERSIONS.iter().map(|(version, ..)| format!("CC-{letters}-{version}")));
    }
    let help = match did_you_mean(&wanted, names.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `\"{near}\"`?"),
        None => "write its name in SPDX, such as `\"CC-BY-4.0\"`, or say in words what may be done"
            .into(),
    };
    let message = format!("Creative Commons has no licence `{}`", text.value);
    Some(Diagnostic::new(Code::BadValue, message).at(text.span).key(&text.key).help(help))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn licences_have_the_names_and_addresses_of_their_deeds() {
        for (text, name, url) in [
            (
                "CC-BY-4.0",
                "Creative Commons Attribution 4.0 International (CC BY 4.0)",
                "https://creativecommons.org/licenses/by/4.0/",
            ),
            (
                "cc by-nc-sa 3.0 igo",
                "Creative Commons Attribution-NonCommercial-ShareAlike 3.0 IGO (CC BY-NC-SA 3.0 IGO)",
                "https://creativecommons.org/licenses/by-nc-sa/3.0/igo/",
            ),
            (
                "CC0-1.0",
                "Creative Commons CC0 1.0 Universal",
                "https://creativecommons.org/publicdomain/zero/1.0/",
            ),
        ] {
            let found = common_licence(text).unwrap();
            assert_eq!((found.name.as_str(), found.url.as_str()), (name, url));
        }
        for text in ["May be shared", "CC-BY-5.0", "CC", "CC BY 4.0, but for the pictures"] {
            assert_eq!(common_licence(text), None, "{text}");
        }
    }
}
