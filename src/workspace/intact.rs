//! What is to be said of a picture before it is set: that it is damaged, or would not be shown as it
//! is.

use crate::caught::caught;
use crate::diag::{Code, Diagnostic};
use crate::limits::Limits;
use crate::picture::{FaultWeight, picture_faults};
use crate::typeset::Fonts;

/// What is to be said of a picture that is within the limits; it has no place yet.
pub fn said_of_picture(
    path: &str,
    bytes: &[u8],
    page: usize,
    fonts: &Fonts,
    limits: &Limits,
) -> Vec<Diagnostic> {
    let Ok(faults) = caught(|| picture_faults(bytes, page, fonts, limits)) else {
        let message = format!("`{path}` cannot be read");
        let help = "save it again with the program that made it";
        return vec![Diagnostic::new(Code::BadAsset, message).help(help)];
    };
    let said = faults.into_iter().map(|fault| {
        let code = match fault.weight {
            FaultWeight::Told => Code::AssetAssumed,
            FaultWeight::Refused => Code::BadAsset,
            FaultWeight::Over => Code::AssetTooLarge,
        };
        Diagnostic::new(code, format!("`{path}` {}", fault.what)).help(fault.help)
    });
    said.collect()
}
