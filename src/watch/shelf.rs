//! The drawings and texts of pages that browsers fetch, by names under which nothing else is ever found.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

/// So many bytes of pages that no one looks at are kept: who looks at one version while the next is made still
/// fetches from it, and a change that is taken back draws nothing anew.
const KEPT: usize = 48 << 20;

/// Pages by their names.
#[derive(Clone, Default)]
pub struct Shelf(Arc<Mutex<Shelved>>);

#[derive(Default)]
struct Shelved {
    pages: BTreeMap<String, ShelvedPage>,
    drawings: BTreeMap<String, Arc<[u8]>>,
    /// Counts what is put there.
    moment: u64,
}

struct ShelvedPage {
    drawing: String,
    text: Arc<[u8]>,
    used: u64,
}

impl Shelf {
    /// The names of all drawings.
    pub fn drawings(&self) -> Vec<String> {
        self.locked().drawings.keys().cloned().collect()
    }

    /// Puts a drawing there.
    pub fn put_drawing(&self, name: &str, svg: Vec<u8>) {
        self.locked().drawings.insert(name.to_string(), svg.into());
    }

    /// Puts a page there: its drawing's name, and its text as JSON.
    pub fn put(&self, name: &str, drawing: &str, text: &[u8]) {
        let mut shelved = self.locked();
        shelved.moment += 1;
        let used = shelved.moment;
        let page = ShelvedPage { drawing: drawing.to_string(), text: text.into(), used };
        shelved.pages.insert(name.to_string(), page);
    }

    /// The drawing of a page.
    pub fn svg(&self, page: &str) -> Option<Arc<[u8]>> {
        let shelved = self.locked();
        shelved.drawings.get(&shelved.pages.get(page)?.drawing).cloned()
    }

    /// The text of a page.
    pub fn text(&self, page: &str) -> Option<Arc<[u8]>> {
        Some(self.locked().pages.get(page)?.text.clone())
    }

    /// Takes away what was put there longest ago and is not among those in use.
    pub fn tidy(&self, in_use: &BTreeSet<String>) {
        self.tidy_to(in_use, KEPT);
    }

    fn tidy_to(&self, in_use: &BTreeSet<String>, most: usize) {
        let mut shelved = self.locked();
        let Shelved { pages, drawings, .. } = &mut *shelved;
        let size = |page: &ShelvedPage| {
            page.text.len() + drawings.get(&page.drawing).map_or(0, |drawing| drawing.len())
        };
        let mut unused: Vec<(u64, String, usize)> = pages
            .iter()
            .filter(|(name, _)| !in_use.contains(*name))
            .map(|(name, page)| (page.used, name.clone(), size(page)))
            .collect();
        unused.sort_unstable_by(|one, other| other.cmp(one));
        let mut kept = 0;
        for (_, name, bytes) in unused {
            kept += bytes;
            if kept > most {
                pages.remove(&name);
            }
        }
        let drawn: BTreeSet<&String> = pages.values().map(|page| &page.drawing).collect();
        drawings.retain(|name, _| drawn.contains(name));
    }

    fn locked(&self) -> std::sync::MutexGuard<'_, Shelved> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_looked_at_stays_and_what_is_old_goes() {
        let shelf = Shelf::default();
        for number in 0..20 {
            shelf.put_drawing(&format!("d{number}"), vec![1; 98]);
            shelf.put(&format!("p{number}"), &format!("d{number}"), b"{}");
        }
        shelf.tidy_to(&BTreeSet::from(["p3".to_string()]), 1000);
        assert!(shelf.svg("p3").is_some());
        assert!(shelf.svg("p0").is_none() && shelf.text("p9").is_none());
        assert!(shelf.svg("p10").is_some());
        assert_eq!(shelf.drawings().len(), 11);
    }
}
