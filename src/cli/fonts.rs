//! `briefpress fonts`.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::context::{FontArgs, Global, shown};
use super::error::{Error, Exit};
use super::ui::Ui;
use crate::diag::{Code, Diagnostics};
use crate::l10n::{BUILT_IN_FAMILIES, Labels, built_in_languages};
use crate::project::Brand;
use crate::typeset::FontError;
use crate::workspace::{Workspace, coverage_of, given_fonts};

/// Shows families, and for each language the families that set it and what they do not cover of
/// the words the program itself prints.
///
/// # Errors
///
/// The environment failed.
pub fn run(args: &FontArgs, global: &Global, ui: &mut Ui) -> Result<Exit, Error> {
    let open_options = args.open_options()?;
    // Outside a project the built-in faces and brand are all there is.
    let workspace = match global.root_if_any()? {
        Some(root) => Some(Workspace::open(&root, &open_options)?),
        None => None,
    };
    let brand = workspace.as_ref().and_then(|w| w.config.as_ref()).map(|c| c.brand.clone());
    let brand = brand.unwrap_or_else(Brand::default);
    let mut exit = Exit::Success;
    let given;
    let fonts = match &workspace {
        Some(workspace) => {
            exit = say_fonts(workspace, ui);
            &*workspace.fonts
        }
        None => {
            let (fonts, errors) = given_fonts(&args.font_paths).map_err(Error::NoFonts)?;
            for FontError { path, message } in errors {
                ui.error(&Error::BadFont { path: shown(&path), message });
                exit = Exit::Content;
            }
            given = fonts;
            &given
        }
    };
    ui.data("families")?;
    for family in fonts.families() {
        ui.data(format!("  {family}"))?;
    }
    ui.data("languages")?;
    let built_in = built_in_languages().filter_map(|tag| Some((tag, Labels::built_in(tag)?)));
    let mut languages: BTreeMap<&str, Cow<'_, Labels>> =
        built_in.map(|(tag, labels)| (tag, Cow::Borrowed(labels))).collect();
    if let Some(workspace) = &workspace {
        // Those a project adds, and those it only gives faces.
        let own = workspace.labels.keys().chain(brand.faces.keys());
        let own = own.filter_map(|tag| Some((tag.as_str(), workspace.labels_of(tag)?)));
        languages.extend(own);
    }
    for (language, labels) in &languages {
        let coverage = coverage_of(language, labels, &brand, fonts);
        let missing: String = coverage.missing.iter().take(12).collect();
        let note = if missing.is_empty() {
            String::new()
        } else {
            exit = exit.max(Exit::Content);
            format!("; no glyph for {missing}")
        };
        let [text, display, title] = coverage.families.map(|families| families.join(", "));
        let mut line = text.clone();
        for (what, families, other) in [("headings", &display, &text), ("title", &title, &display)]
        {
            if families != other {
                line += &format!("; {what} {families}");
            }
        }
        ui.data(format!("  {language:<8} {line}{note}"))?;
    }
    ui.data(format!("each language goes on with {}", BUILT_IN_FAMILIES.join(", ")))?;
    Ok(exit)
}

/// Says what is wrong with the project file and with fonts, and what the system would not let us read;
/// what the run comes to by it.
fn say_fonts(workspace: &Workspace, ui: &mut Ui) -> Exit {
    let codes = [Code::BadFont, Code::UnknownFont, Code::PassedOver, Code::FileUnreadable];
    let mut found = Diagnostics::new();
    for diagnostic in workspace.diagnostics.iter().filter(|found| codes.contains(&found.code)) {
        found.push(diagnostic.clone());
    }
    ui.diagnostics(&found, &workspace.sources);
    for failure in &workspace.failures {
        ui.failure(failure);
    }
    if !workspace.failures.is_empty() {
        Exit::Environment
    } else if found.has_errors() {
        Exit::Content
    } else {
        Exit::Success
    }
}
