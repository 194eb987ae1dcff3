//! `briefpress --version`.

use super::error::{Error, Exit};
use super::ui::Ui;
use crate::document::Edition;
use crate::l10n::{CLDR, built_in_languages};
use crate::output::tool;
use crate::release::Tool;
use crate::sdg::framework;

/// The system and processor that the program is built for.
const TARGET: &str = env!("BRIEFPRESS_TARGET");

/// Says which program this is: in one line, or where `ui` says more, all that its files depend on, as
/// a bug report quotes it.
///
/// # Errors
///
/// Standard output is closed or fails.
pub fn show(ui: &Ui) -> Result<Exit, Error> {
    let Tool { name, version, sources, typst } = tool();
    ui.data(format!("{name} {version}"))?;
    if !ui.is_verbose() {
        return Ok(Exit::Success);
    }
    let framework = framework();
    let (major, minor, patch) = unicode_segmentation::UNICODE_VERSION;
    for (what, is) in [
        ("sources", sources.to_hex()),
        ("target", TARGET.to_string()),
        ("typst", typst),
        ("framework", framework.name.clone()),
        ("tiers", format!("{}, {}", framework.sheet.name, framework.sheet.date)),
        ("unicode", format!("{major}.{minor}.{patch}")),
        ("cldr", CLDR.to_string()),
        ("screen edition", Edition::Screen.standards().join(", ")),
        ("print edition", Edition::Print.standards().join(", ")),
        ("languages", built_in_languages().collect::<Vec<_>>().join(", ")),
    ] {
        ui.data(format!("{what}: {is}"))?;
    }
    Ok(Exit::Success)
}
