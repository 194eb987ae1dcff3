//! Where figures stand, while it is found out.

use std::collections::{BTreeMap, BTreeSet};

use super::ids::Cited;
use crate::brief::figure::FigureId;
use crate::diag::Span;

/// Where figures stand, while that is found out.
#[derive(Default)]
pub(super) struct FigurePlaces {
    /// Those that a key places, and where it stands.
    pub(super) named: BTreeMap<FigureId, Span>,
    /// Those that have their place.
    pub(super) placed: BTreeSet<FigureId>,
    /// What each cites.
    pub(super) cited: BTreeMap<FigureId, Cited>,
}
