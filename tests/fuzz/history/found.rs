//! Histories in which something was lost once, or was called current that was not.

use super::step::Step::{self, *};

/// Each as short as it could be made.
pub const FOUND: &[&[Step]] = &[
    // Places for abbreviations were offered once, and forgotten.
    &[Say(0, 0)],
    // What was kept changed places in the lock.
    &[FillAll(162), Delete(0, 0), Sync(62), Remove(0)],
    // A list that had changed since its file was sent.
    &[Export(19, 0), Insert(185, 93, 0), Import(89, 0, 249, false)],
    &[Add(26, 0, 0), Extend(31, 94, 0), Export(43, 0), Import(19, 0, 167, false)],
    &[Insert(28, 0, 0), Comment(0, 0, 0), Export(215, 87), Say(0, 0), Import(55, 0, 41, false)],
    // Lines moved with the originals above them.
    &[FillAll(1), Turn(49, 31, 138, true)],
    &[FillAll(1), Turn(49, 31, 138, false)],
    // Of an unknown string, what stands above it proves nothing.
    &[NoLock(56), Fill(6, 59, 0), Add(0, 0, 0)],
    &[FillAll(50), Insert(179, 0, 0), NoLock(216), Prune(14), Insert(55, 4, 0)],
    &[FillAll(216), Extend(2, 0, 115)],
    &[Sync(0), FillAll(12), Insert(0, 136, 0), Prune(30), NoLock(74), Revert(5)],
    // Several lines where one can be.
    &[FillAll(13), Export(67, 3), Insert(0, 54, 0), Import(125, 0, 0, false)],
    // A lock older than a string that was made from another original.
    &[Export(253, 160), Import(13, 0, 0, false), OldLock(61, 5)],
    // Tables in a line and tables by points beside each other.
    &[Style(162, 71, 33), Extend(6, 0, 0), Style(182, 105, 202)],
    // Exchanged ids, and a file that knows nothing of it.
    &[Export(19, 107), FillAll(215), Swap(65), Import(13, 0, 50, false)],
    // A comment above a list that is gone.
    &[
        Sync(0),
        Style(50, 0, 0),
        Remove(0),
        Sync(7),
        Style(19, 0, 29),
        FillAll(19),
        Remove(34),
        Delete(157, 0),
        Sync(89),
        Comment(13, 172, 0),
        Delete(1, 0),
    ],
];
