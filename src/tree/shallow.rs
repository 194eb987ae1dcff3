//! Tables and lists in each other. The parser bounds how deep brackets stand in brackets and how many
//! parts a key has, and not what comes of both together.

use std::mem;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// How deep tables and lists may stand in each other: deeper than any file of ours goes.
pub(super) const DEEPEST: usize = 64;

/// Takes out what stands deeper than [`DEEPEST`], so that neither going through a table nor dropping
/// it needs much stack; where the first of it stands.
pub(super) fn make_shallow(root: &mut DeTable<'_>) -> Option<Range<usize>> {
    let mut deep = Vec::new();
    root.iter_mut().for_each(|(_, value)| take_deep(value, DEEPEST, &mut deep));
    let first = deep.iter().map(Spanned::span).min_by_key(|place| place.start);
    // Taken apart level by level, for dropping it whole would go down all of them at once.
    while let Some(value) = deep.pop() {
        match value.into_inner() {
            DeValue::Table(table) => deep.extend(table.into_iter().map(|(_, value)| value)),
            DeValue::Array(array) => deep.extend(array),
            _ => {}
        }
    }
    first
}

fn take_deep<'i>(
    value: &mut Spanned<DeValue<'i>>,
    left: usize,
    deep: &mut Vec<Spanned<DeValue<'i>>>,
) {
    let span = value.span();
    match value.get_mut() {
        DeValue::Table(_) | DeValue::Array(_) if left == 0 => {
            deep.push(mem::replace(value, Spanned::new(span, DeValue::Boolean(false))));
        }
        DeValue::Table(table) => {
            table.iter_mut().for_each(|(_, value)| take_deep(value, left - 1, deep));
        }
        DeValue::Array(array) => {
            array.iter_mut().for_each(|value| take_deep(value, left - 1, deep));
        }
        _ => {}
    }
}
