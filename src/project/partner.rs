//! `[[partner]]`: who stands beside the publisher, by logo or by name.

use super::logo::{Logo, logo_of};
use crate::brief::address_fault;
use crate::diag::{Code, Diagnostic};
use crate::tree::{Reader, Table};

/// A partner of the publisher.
#[derive(Debug, Clone)]
pub struct Partner {
    /// Its name.
    pub name: String,
    /// Its logo, which stands for the name.
    pub logo: Option<Logo>,
    /// Its web address.
    pub url: Option<String>,
}

pub(super) fn read(table: Table<'_>, reader: &Reader) -> Option<Partner> {
    let name = table.required_text("name");
    let (logo, alt) = (table.text("logo"), table.text("alt"));
    let url = table.text("url");
    let logo = logo_of(&table, logo, "alt", alt, reader);
    table.finish();
    if let Some(url) = &url
        && let Some(fault) = address_fault(&url.value)
    {
        reader.push(
            Diagnostic::new(Code::BadUrl, format!("`{}` {fault}", url.value))
                .at(url.span)
                .key(&url.key)
                .help("write the whole address, beginning with https://"),
        );
    }
    Some(Partner { name: name?.value, logo, url: url.map(|url| url.value) })
}
