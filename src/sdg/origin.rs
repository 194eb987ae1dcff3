//! What tiers, custodians and partners of the framework are taken from, where they are something
//! else, and what is not sure.

use serde::{Deserialize, Serialize};

/// The sheet in which the United Nations publish tiers, custodians and partners.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct TierSheet {
    /// Its name, with whose it is.
    pub name: String,
    /// The day from which it is: `2022-11-30`.
    pub date: String,
}

/// Something that is not as the sheet has it.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Departure {
    /// The indicators.
    pub codes: Vec<String>,
    /// What of them.
    pub of: Matter,
    /// What the sheet has; none where the indicator is not in it.
    pub sheet: Option<String>,
    /// Why it is something else here.
    pub reason: String,
    /// The symbol of the document that decided so after the sheet.
    pub document: Option<String>,
}

/// Something that is known from one source alone, or is not sure.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Doubt {
    /// The indicators.
    pub codes: Vec<String>,
    /// What of them.
    pub about: Matter,
    /// Who says what.
    pub note: String,
}

/// What is told of an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Matter {
    /// How far its method and its data are.
    Tier,
    /// Who compiles it.
    Custodians,
    /// Who takes part in that.
    Partners,
    /// What it measures.
    Wording,
    /// All of it: its row in the sheet.
    Row,
}

impl Matter {
    /// Its word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Tier => "tier",
            Self::Custodians => "custodians",
            Self::Partners => "partners",
            Self::Wording => "wording",
            Self::Row => "row",
        }
    }
}
