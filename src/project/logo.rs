//! Logos, the publisher's and partners'.

use crate::diag::{Code, Diagnostic};
use crate::tree::{Reader, Table, Text};

/// A logo.
#[derive(Debug, Clone)]
pub struct Logo {
    /// Where the project file says it is, from the project's folder.
    pub path: Text,
    /// Its path for templates.
    pub virtual_path: String,
    /// What it shows, for people who do not see it.
    pub alt: String,
}

/// A logo with what it shows, which must be said.
pub(super) fn logo_of(
    table: &Table<'_>,
    logo: Option<Text>,
    key: &str,
    alt: Option<Text>,
    reader: &Reader,
) -> Option<Logo> {
    if let (Some(logo), None) = (&logo, &alt) {
        reader.push(
            Diagnostic::new(Code::MissingKey, format!("`{key}` is missing: what the logo shows"))
                .at(logo.span)
                .key(table.path(key))
                .help(format!("add `{key} = \"…\"`, for readers who do not see it")),
        );
    }
    logo.zip(alt).map(|(path, alt)| Logo {
        virtual_path: format!("/project/{}", path.value.trim_start_matches("./")),
        path,
        alt: alt.value,
    })
}
