//! Where a brief is about.

use super::Resolver;
use crate::diag::{Code, Diagnostic, did_you_mean};
use crate::l10n::{country_codes, country_name};
use crate::tree::Text;

impl Resolver<'_> {
    pub(super) fn country(&mut self, code: Option<&Text>) -> Option<String> {
        let code = code?;
        if country_name(&code.value, "en").is_some() {
            return Some(code.value.clone());
        }
        let upper = code.value.to_uppercase();
        let by_name = did_you_mean(&code.value, country_codes().map(|(_, name)| name))
            .and_then(|name| country_codes().find(|(_, other)| *other == name));
        let meant = country_codes().find(|(code, _)| *code == upper).or(by_name);
        let help = match meant {
            Some((code, name)) => format!("did you mean `\"{code}\"`, {name}?"),
            None => "write the two-letter code of ISO 3166-1, such as `\"KH\"` for Cambodia".into(),
        };
        self.diagnostics.push(
            Diagnostic::new(Code::UnknownCountry, format!("`{}` is no country code", code.value))
                .at(code.span)
                .key(&code.key)
                .help(help),
        );
        None
    }
}
