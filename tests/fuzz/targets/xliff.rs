//! XLIFF of both generations.

use std::collections::BTreeSet;

use briefpress::internals::Format;

use super::returned::hold;
use super::{Target, fixtures};

pub const TARGET: Target =
    Target { name: "xliff", seeds: || fixtures("xliff"), words: include_str!("xliff.dict"), read };

fn read(bytes: &[u8]) -> String {
    hold(bytes, b"\n", Format::Xliff.read(bytes), |file| {
        for unit in &file.units {
            assert!(unit.target.is_empty() || !unit.target.trim().is_empty());
        }
        let states: BTreeSet<String> =
            file.units.iter().map(|unit| format!("{:?}", unit.state)).collect();
        format!("{} {states:?}", file.passed_over.len().min(3))
    })
}
