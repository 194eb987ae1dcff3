//! What the data of a template are made from.

use crate::brief::{Brief, IdList};
use crate::colour::Separation;
use crate::l10n::{Labels, Language};
use crate::project::Config;

/// Which edition the data are for.
#[derive(Debug, Clone, Copy)]
pub enum EditionColours<'a> {
    /// For reading on screen.
    Screen,
    /// For the press.
    Print {
        /// How colours of the screen become inks.
        separation: &'a Separation,
    },
}

/// A version of a brief and what goes with it. Each file of this room makes some of the data.
pub(super) struct Presenter<'a> {
    pub(super) brief: &'a Brief,
    pub(super) config: &'a Config,
    pub(super) language: &'a Language,
    pub(super) labels: &'a Labels,
    pub(super) edition: EditionColours<'a>,
    /// Whether texts have what steers their layout in them: marks, and spaces that no line breaks at.
    pub(super) laid_out: bool,
    /// The ids of the sources, in the order of the endnotes.
    pub(super) endnotes: IdList,
}
