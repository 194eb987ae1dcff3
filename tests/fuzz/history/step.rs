//! What happens to a brief and its translations, one thing at a time.

use proptest::prelude::*;

/// One thing that happens. Numbers choose among what there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    // The author.
    Say(u8, u8),
    Insert(u8, u8, u8),
    Delete(u8, u8),
    Shift(u8, u8, u8),
    Clear(u8),
    Add(u8, u8, u8),
    Remove(u8),
    Reorder(u8, u8),
    Rename(u8, u8),
    Swap(u8),
    /// The brief as it was some syncs ago.
    Revert(u8),
    // The translator of a language.
    Fill(u8, u8, u8),
    FillAll(u8),
    Drop(u8, u8),
    Turn(u8, u8, u8, bool),
    Extend(u8, u8, u8),
    Comment(u8, u8, u8),
    Style(u8, u8, u8),
    Kept(u8, u8, u8),
    Head(u8, u8),
    // The tool.
    Sync(u8),
    SyncAll,
    Accept(u8, u8),
    Review(u8, u8),
    Prune(u8),
    Export(u8, u8),
    Import(u8, u8, u8, bool),
    // What goes wrong.
    Damage(u8, u8, u8),
    NoLock(u8),
    OldLock(u8, u8),
    OldFile(u8, u8),
    OldBoth(u8, u8),
}

/// Anything that can happen, what is common more often.
pub fn any_step() -> impl Strategy<Value = Step> {
    use Step::*;
    let n = any::<u8>;
    prop_oneof![
        4 => (n(), n()).prop_map(|(a, b)| Say(a, b)),
        3 => (n(), n(), n()).prop_map(|(a, b, c)| Insert(a, b, c)),
        3 => (n(), n()).prop_map(|(a, b)| Delete(a, b)),
        3 => (n(), n(), n()).prop_map(|(a, b, c)| Shift(a, b, c)),
        1 => n().prop_map(Clear),
        2 => (n(), n(), n()).prop_map(|(a, b, c)| Add(a, b, c)),
        2 => n().prop_map(Remove),
        1 => (n(), n()).prop_map(|(a, b)| Reorder(a, b)),
        3 => (n(), n()).prop_map(|(a, b)| Rename(a, b)),
        2 => n().prop_map(Swap),
        2 => n().prop_map(Revert),
        6 => (n(), n(), n()).prop_map(|(a, b, c)| Fill(a, b, c)),
        4 => n().prop_map(FillAll),
        1 => (n(), n()).prop_map(|(a, b)| Drop(a, b)),
        2 => (n(), n(), n(), any::<bool>()).prop_map(|(a, b, c, d)| Turn(a, b, c, d)),
        2 => (n(), n(), n()).prop_map(|(a, b, c)| Extend(a, b, c)),
        4 => (n(), n(), n()).prop_map(|(a, b, c)| Comment(a, b, c)),
        3 => (n(), n(), n()).prop_map(|(a, b, c)| Style(a, b, c)),
        2 => (n(), n(), n()).prop_map(|(a, b, c)| Kept(a, b, c)),
        3 => (n(), n()).prop_map(|(a, b)| Head(a, b)),
        6 => n().prop_map(Sync),
        6 => Just(SyncAll),
        3 => (n(), n()).prop_map(|(a, b)| Accept(a, b)),
        3 => (n(), n()).prop_map(|(a, b)| Review(a, b)),
        1 => n().prop_map(Prune),
        3 => (n(), n()).prop_map(|(a, b)| Export(a, b)),
        4 => (n(), n(), n(), any::<bool>()).prop_map(|(a, b, c, d)| Import(a, b, c, d)),
        2 => (n(), n(), n()).prop_map(|(a, b, c)| Damage(a, b, c)),
        1 => n().prop_map(NoLock),
        1 => (n(), n()).prop_map(|(a, b)| OldLock(a, b)),
        1 => (n(), n()).prop_map(|(a, b)| OldFile(a, b)),
        1 => (n(), n()).prop_map(|(a, b)| OldBoth(a, b)),
    ]
}
