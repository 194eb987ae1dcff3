//! Which entry of an original's list each entry of a translation's list belongs to. Lists have no ids:
//! entries are told by what they say, as the lock remembers it.

use super::lock::LockEntry;
use super::notes::Above;

/// How alike two originals are, from 0 to 1 (Sørensen–Dice over pairs of characters), from which on
/// one is taken for an edit of the other, wherever it stands.
pub(super) const ALIKE: f64 = 0.5;

/// Where an entry of a translation's list belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Place {
    /// The entry of the lock that is about it, from 0.
    pub locked: Option<usize>,
    /// The entry of the original that it translates, from 0.
    pub original: Option<usize>,
}

/// Places the entries of a list, each text as the translation has it, with an empty one for an entry
/// that is not translated, and what the file shows above each. `locked` is what the lock knows of each
/// entry of the list as it was then.
pub(super) fn align(
    held: &[&str],
    shown: &[Option<&Above>],
    locked: &[Option<&LockEntry>],
    originals: &[&str],
) -> Vec<Place> {
    let mut places = vec![Place::default(); held.len()];
    if locked.iter().all(Option::is_none) {
        by_position(&mut places, originals.len());
        return places;
    }
    let seen = recognise(held, shown, locked, &mut places);
    // The lock's row is what the originals were then, whatever a translator did to the list since.
    let mut homes = vec![None; locked.len()];
    let mut free = vec![true; originals.len()];
    by_hash(locked, originals, &mut homes, &mut free);
    by_likeness(locked, originals, &mut homes, &mut free);
    by_neighbours(&mut homes, &mut free);
    for (place, seen) in places.iter_mut().zip(seen) {
        place.original = place.locked.or(seen).and_then(|row| homes[row]);
    }
    let mut free: Vec<bool> =
        (0..originals.len()).map(|i| !places.iter().any(|p| p.original == Some(i))).collect();
    for (at, place) in places.iter_mut().enumerate() {
        let Some(shown) = shown[at] else { continue };
        if place.locked.is_none() && place.original.is_none() && !held[at].is_empty() {
            place.original = (0..free.len()).find(|&i| free[i] && shown.is_original(originals[i]));
            place.original.into_iter().for_each(|index| free[index] = false);
        }
    }
    // What nothing is known of, but where it stands.
    let others = |place: &&mut Place| place.locked.is_none() || place.original.is_some();
    let mut others: Vec<&mut Place> = places.iter_mut().filter(others).collect();
    let mut homes: Vec<Option<usize>> = others.iter().map(|place| place.original).collect();
    let mut free: Vec<bool> =
        (0..originals.len()).map(|index| !homes.contains(&Some(index))).collect();
    by_neighbours(&mut homes, &mut free);
    for (place, home) in others.iter_mut().zip(homes) {
        place.original = home;
    }
    places
}

/// Which entry of the lock each entry of the translation is. Of those of which nothing says so, the one
/// whose original stands above it; that may be there since nothing was known of it, and proves nothing.
fn recognise(
    held: &[&str],
    shown: &[Option<&Above>],
    locked: &[Option<&LockEntry>],
    places: &mut [Place],
) -> Vec<Option<usize>> {
    let mut free: Vec<bool> = locked.iter().map(Option::is_some).collect();
    let says = |at: usize, index: usize| {
        let known = locked[index].and_then(|entry| entry.translation.as_ref());
        known.is_some_and(|hash| !held[at].is_empty() && hash.is_of(held[at]))
    };
    let mut shifted = held.len() != locked.len();
    for at in 0..held.len().min(locked.len()) {
        if free[at] && says(at, at) {
            (places[at].locked, free[at]) = (Some(at), false);
        }
    }
    for (at, place) in places.iter_mut().enumerate().filter(|(_, place)| place.locked.is_none()) {
        if let Some(index) = (0..locked.len()).find(|&index| free[index] && says(at, index)) {
            (place.locked, free[index]) = (Some(index), false);
            shifted |= index != at;
        }
    }
    // What a translator wrote anew is the translation of what they saw above it.
    let is_seen = |at: usize, row: usize| {
        let seen = shown[at].zip(locked[row]);
        seen.is_some_and(|(shown, entry)| shown.is_of(entry))
    };
    for at in 0..held.len().min(locked.len()) {
        let is_new = places[at].locked.is_none() && !held[at].is_empty();
        if is_new && free[at] && is_seen(at, at) {
            (places[at].locked, free[at]) = (Some(at), false);
        }
    }
    // Where nothing is shown, it stands where it stood, if nothing else
    // has moved: else nothing says which it is. A lock of the first version knows places alone.
    for at in 0..held.len().min(locked.len()) {
        let first_version =
            locked[at].is_some_and(|entry| entry.text.is_none() && entry.translation.is_none());
        let is_silent = held[at].is_empty() || shown[at].is_none();
        if places[at].locked.is_none() && free[at] && is_silent && (!shifted || first_version) {
            (places[at].locked, free[at]) = (Some(at), false);
        }
    }
    let mut seen = vec![None; held.len()];
    for at in 0..held.len() {
        if places[at].locked.is_none() && !held[at].is_empty() {
            seen[at] = (0..locked.len()).find(|&row| free[row] && is_seen(at, row));
            seen[at].into_iter().for_each(|row| free[row] = false);
        }
    }
    seen
}

/// Originals that say what an entry was translated from.
fn by_hash(
    locked: &[Option<&LockEntry>],
    originals: &[&str],
    homes: &mut [Option<usize>],
    free: &mut [bool],
) {
    let same = |row: usize, index: usize| {
        locked[row].is_some_and(|entry| entry.original.is_of(originals[index]))
    };
    // One that says the same twice stays where it is.
    for row in 0..homes.len().min(originals.len()) {
        if free[row] && same(row, row) {
            (homes[row], free[row]) = (Some(row), false);
        }
    }
    for (row, home) in homes.iter_mut().enumerate().filter(|(_, home)| home.is_none()) {
        if let Some(index) = (0..originals.len()).find(|&index| free[index] && same(row, index)) {
            (*home, free[index]) = (Some(index), false);
        }
    }
}

/// Originals that are much like what an entry was translated from, the most alike first.
fn by_likeness(
    locked: &[Option<&LockEntry>],
    originals: &[&str],
    homes: &mut [Option<usize>],
    free: &mut [bool],
) {
    let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
    for row in (0..homes.len()).filter(|&row| homes[row].is_none()) {
        let Some(text) = locked[row].and_then(|entry| entry.text.as_deref()) else { continue };
        for index in (0..originals.len()).filter(|&index| free[index]) {
            let likeness = strsim::sorensen_dice(text, originals[index]);
            if likeness >= ALIKE {
                pairs.push((likeness, row, index));
            }
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    for (_, row, index) in pairs {
        if homes[row].is_none() && free[index] {
            (homes[row], free[index]) = (Some(index), false);
        }
    }
}

/// Originals that stand between the same neighbours as an entry whose own is gone: one was written in
/// the place of the other. Where they are not as many, nothing says which.
fn by_neighbours(homes: &mut [Option<usize>], free: &mut [bool]) {
    let mut at = 0;
    while at < homes.len() {
        if homes[at].is_some() {
            at += 1;
            continue;
        }
        let end = (at..homes.len()).find(|&next| homes[next].is_some()).unwrap_or(homes.len());
        let from = match at.checked_sub(1) {
            None => Some(0),
            Some(last) => homes[last].map(|index| index + 1),
        };
        let to = homes.get(end).map_or(Some(free.len()), |next| *next);
        if let (Some(from), Some(to)) = (from, to)
            && from <= to
            && to - from == end - at
            && (from..to).all(|index| free[index])
        {
            for (home, index) in homes[at..end].iter_mut().zip(from..to) {
                (*home, free[index]) = (Some(index), false);
            }
        }
        at = end;
    }
}

/// Entries of a list of which nothing is known stand where they stand.
fn by_position(places: &mut [Place], originals: usize) {
    for (at, place) in places.iter_mut().enumerate().take(originals) {
        place.original = Some(at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::translation::lock::Recorded;

    /// The originals that entries translate, from 1, with 0 for none; by originals and translations
    /// as they were, and as they are.
    fn placed(then: &[(&str, &str)], held: &[&str], originals: &[&str]) -> Vec<usize> {
        let entries: Vec<LockEntry> = then
            .iter()
            .map(|(original, translation)| match *translation {
                "" => LockEntry::new(original, None, Recorded::Offered),
                said => LockEntry::new(original, Some(said), Recorded::Translated),
            })
            .collect();
        let locked: Vec<Option<&LockEntry>> = entries.iter().map(Some).collect();
        let places = align(held, &vec![None; held.len()], &locked, originals);
        places.iter().map(|place| place.original.map_or(0, |index| index + 1)).collect()
    }

    const THEN: [(&str, &str); 3] = [
        ("Raids did not stop the compounds.", "Les descentes"),
        ("Police worked with managers.", "La police"),
        ("Victims were detained.", "Les victimes"),
    ];
    const HELD: [&str; 3] = ["Les descentes", "La police", "Les victimes"];

    #[test]
    fn entries_follow_their_originals() {
        let [a, b, c] = THEN.map(|(original, _)| original);
        let new = "Something else altogether is said here now";
        for (originals, expected) in [
            (&[a, b, c][..], [1, 2, 3]),
            // Inserted, deleted, moved, turned round.
            (&[new, a, b, c], [2, 3, 4]),
            (&[a, new, b, c], [1, 3, 4]),
            (&[a, c], [1, 0, 2]),
            (&[c, a, b], [2, 3, 1]),
            (&[c, b, a], [3, 2, 1]),
            (&[], [0, 0, 0]),
            // One edited, one written in the place of another, one edited and moved.
            (&[a, "Police worked with the managers.", c], [1, 2, 3]),
            (&[a, new, c], [1, 2, 3]),
            (&["Police worked with the managers.", a, c], [2, 1, 3]),
            // One deleted and another inserted elsewhere.
            (&[a, c, new], [1, 0, 2]),
            // The same text twice.
            (&[a, a, b, c], [1, 3, 4]),
        ] {
            assert_eq!(placed(&THEN, &HELD, originals), expected, "{originals:?}");
        }
    }

    #[test]
    fn what_a_translator_moved_is_known_again() {
        let [a, b, c] = THEN.map(|(original, _)| original);
        let originals = [a, b, c];
        // Written anew in its place; given out of order; one put in between.
        assert_eq!(
            placed(&THEN, &["Les descentes", "Elle", "Les victimes"], &originals),
            [1, 2, 3]
        );
        assert_eq!(
            placed(&THEN, &["Les victimes", "Les descentes", "La police"], &originals),
            [3, 1, 2]
        );
        let held = ["Les descentes", "Un ajout", "La police", "Les victimes"];
        assert_eq!(placed(&THEN, &held, &originals), [1, 0, 2, 3]);
        // Without a lock, or with half of the list done.
        assert_eq!(placed(&[], &HELD, &originals), [1, 2, 3]);
        assert_eq!(placed(&[], &["Les descentes"], &originals), [1]);
        let offered = [THEN[0], (b, ""), (c, "")];
        assert_eq!(placed(&offered, &["Les descentes", "La police", ""], &[a, c, b]), [1, 3, 2]);
    }
}
