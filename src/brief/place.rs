//! Places that a project names beside the countries of ISO 3166-1.

use super::text::Line;
use crate::tree::Text;

/// A `[[place]]` of a project: Kosovo, the European Union.
#[derive(Debug, Clone)]
pub struct OwnPlace {
    /// What briefs write for it.
    pub code: Text,
    /// The number by which files of values have it, as M49 numbers countries and areas; 412 for Kosovo.
    pub m49: Option<u16>,
    /// What prints.
    pub name: Text,
    /// What every brief that names it says of it.
    pub note: Option<Line>,
}
