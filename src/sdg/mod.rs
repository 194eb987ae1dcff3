//! The global indicator framework of the Sustainable Development Goals (A/RES/71/313, refined
//! every year): goals, targets and indicators, what became of codes, what a project adds to it, and a
//! search by words.

mod framework;
mod national;
mod origin;
mod search;

pub use framework::{
    Change, Framework, Goal, Indicator, NeverExisted, Retired, Target, framework, parent,
};
pub use national::{
    CodeFault, LAST_GOAL, LAST_NATIONAL_GOAL, check_indicator, check_target, likeness,
};
pub use origin::{Departure, Doubt, Matter, TierSheet};
pub use search::{Hit, find, nearest};
