//! Reading a file of either version.

use std::borrow::Cow;

use super::decode::decode;
use super::document::{Generation, XliffTree, parse};
use super::{v1, v2};
use crate::translation::exchange::codec::{ReadError, ReturnedFile};

/// Reads a file of either version.
///
/// # Errors
///
/// It is no XLIFF that is read, is damaged, is of several briefs, or has a unit twice.
pub(super) fn read(bytes: &[u8]) -> Result<ReturnedFile, ReadError> {
    let text: Cow<'_, str> = decode(bytes)?;
    let document = parse(&text)?;
    let tree = XliffTree::new(&document)?;
    match tree.generation {
        Generation::One => v1::read(&tree),
        Generation::Two => v2::read(&tree),
    }
}
