//! The global indicator framework of the Sustainable Development Goals (A/RES/71/313, refined
//! every year): goals, targets and indicators, what became of codes, and a search by words.

mod framework;
mod search;

pub use framework::{
    Change, Framework, Goal, Indicator, NeverExisted, Retired, Target, framework, parent,
};
pub use search::{Hit, find, nearest};
