//! The global indicator framework of the Sustainable Development Goals (A/RES/71/313, refined
//! every year): goals, targets and indicators, what became of codes, what a project adds to it, and a
//! search by words.

mod differences;
mod framework;
mod national;
mod official;
mod origin;
mod search;
mod typed;
mod wordwise;

pub use differences::{CodeChange, WhatChanged, differences};
pub use framework::{
    Change, Framework, Goal, Indicator, NeverExisted, Retired, Target, framework, parent,
};
pub use national::{
    CodeFault, LAST_GOAL, LAST_NATIONAL_GOAL, check_indicator, check_target, likeness,
};
pub use official::{Pinned, PinnedSource, PinnedTier, PinnedTiers, PinnedWording, code_order};
pub use origin::{Departure, Doubt, Matter, TierSheet};
pub use search::{Hit, find, nearest};
pub use typed::{as_typed, listed_codes};
pub use wordwise::{WordRun, marked_changes, quotes, word_changes};
