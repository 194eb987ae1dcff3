//! What a project pins of the framework, in words.

use crate::cli::error::Error;
use crate::cli::ui::Ui;
use crate::sdg::{CodeChange, Pinned, PinnedSource, WhatChanged};

/// Differences, a line each.
pub fn changes_in_words(changes: &[CodeChange]) -> Vec<String> {
    changes.iter().map(in_words).collect()
}

fn in_words(change: &CodeChange) -> String {
    let CodeChange { code, language, what, before, after, words } = change;
    let language = language.as_ref().map_or(String::new(), |tag| format!(" [{tag}]"));
    let said = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
    let (before, after) = (said(before), said(after));
    let none = || "none".to_string();
    let text = match what {
        WhatChanged::Added => format!("added: {}", after.unwrap_or_else(none)),
        WhatChanged::Removed => format!("removed: {}", before.unwrap_or_else(none)),
        WhatChanged::Reworded => format!("reworded: {}", words.clone().unwrap_or_default()),
        WhatChanged::Respelt => format!("other signs or capitals: {}", after.unwrap_or_else(none)),
        WhatChanged::Tier | WhatChanged::Custodians | WhatChanged::Partners => {
            let name = match what {
                WhatChanged::Tier => "tier",
                WhatChanged::Custodians => "custodians",
                _ => "partners",
            };
            format!("{name}: {} → {}", before.unwrap_or_else(none), after.unwrap_or_else(none))
        }
    };
    format!("{code:<8}{language} {text}")
}

/// Shows what a project pins of a code, with what it is from.
///
/// # Errors
///
/// Standard output is closed or fails.
pub fn show(code: &str, pinned: &Pinned, ui: &Ui) -> Result<(), Error> {
    let from = |source: &PinnedSource| {
        let standing = if source.official { "official" } else { "unofficial" };
        format!("{standing}; {}, {}", source.title, source.release)
    };
    for (language, wording) in &pinned.wordings {
        let text = match code.contains('.') {
            true => wording.of(code),
            false => wording.goals.get(code).map(String::as_str),
        };
        if let Some(text) = text {
            ui.data(format!("{language:<10} {text}"))?;
            ui.data(format!("           ({})", from(&wording.source)))?;
        }
    }
    if let Some(tiers) = &pinned.tiers
        && let Some(own) = tiers.indicators.get(code)
    {
        let tier = own.tier.as_deref().unwrap_or("none");
        ui.data(format!(
            "pinned     tier {tier} ({}, {})",
            tiers.source.title, tiers.source.release
        ))?;
        if !own.partners.is_empty() {
            ui.data(format!("partners   {}", own.partners.join(", ")))?;
        }
    }
    Ok(())
}
