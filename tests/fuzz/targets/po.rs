//! PO files.

use briefpress::internals::{Format, ReturnedState};

use super::returned::hold;
use super::{Target, fixtures};

pub const TARGET: Target =
    Target { name: "po", seeds: || fixtures("po"), words: include_str!("po.dict"), read };

fn read(bytes: &[u8]) -> String {
    hold(bytes, b"\r\n", Format::Po.read(bytes), |file| {
        assert!(!file.units.is_empty());
        let fuzzy = file.units.iter().any(|unit| unit.state == ReturnedState::NeedsReview);
        let keyless = file.units.iter().any(|unit| unit.key.is_none());
        let empty = file.units.iter().any(|unit| unit.target.is_empty());
        format!("{fuzzy} {keyless} {empty}")
    })
}
