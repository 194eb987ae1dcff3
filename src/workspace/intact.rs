//! What is to be said of a picture before it is set: that it is damaged, or would not be shown as it
//! is.

use crate::asset::judge_named_image;
use crate::caught::caught;
use crate::diag::{Code, Diagnostic};
use crate::limits::Limits;
use crate::picture::{FaultWeight, Ground, picture_faults};
use crate::typeset::Fonts;

/// What is to be said of a picture that is within the limits; it has no place yet.
pub fn said_of_picture(
    path: &str,
    bytes: &[u8],
    page: usize,
    ground: Ground,
    fonts: &Fonts,
    limits: &Limits,
) -> Vec<Diagnostic> {
    let Ok(faults) = caught(|| picture_faults(bytes, page, ground, fonts, limits)) else {
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

/// What is to be said of a picture that may stand on any ground, and has not been judged: a logo, or one
/// of a template.
pub fn said_of_file(path: &str, bytes: &[u8], fonts: &Fonts, limits: &Limits) -> Vec<Diagnostic> {
    match judge_named_image(path, bytes, limits) {
        Ok(_) => said_of_picture(path, bytes, 1, Ground::Any, fonts, limits),
        Err(refusal) => {
            let code = if refusal.over { Code::AssetTooLarge } else { Code::BadAsset };
            let message = format!("`{path}` {}", refusal.what);
            vec![Diagnostic::new(code, message).help(refusal.help)]
        }
    }
}
