//! Images at the door: each is judged before the compiler decodes it, and all that a document reads
//! are counted together.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use typst::diag::{FileError, FileResult};

use crate::asset::{AssetRefusal, judge_image};
use crate::limits::{IMAGES, Limits, megapixels};

/// What images are held to, and which have been let in or not.
#[derive(Debug, Default)]
pub struct Admission {
    limits: Limits,
    /// What has been judged, by path: files do not change.
    judged: Mutex<BTreeMap<String, Result<u64, AssetRefusal>>>,
    /// The pixels of what this compile has read, by path.
    read: Mutex<BTreeMap<String, u64>>,
    /// What of it was refused.
    refused: Mutex<BTreeMap<String, AssetRefusal>>,
}

impl Admission {
    pub(super) fn new(limits: Limits) -> Self {
        Self { limits, ..Self::default() }
    }

    /// The limits in force.
    pub(super) fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Forgets what was judged below a folder: other files stand there now.
    pub(super) fn forget(&mut self, folder: &str) {
        lock(&self.judged).retain(|path, _| !path.starts_with(folder));
    }

    /// Begins another compile.
    pub(super) fn reset(&mut self) {
        lock(&self.read).clear();
        lock(&self.refused).clear();
    }

    /// Lets a file in, if it keeps to the limits with the others of this compile.
    pub(super) fn admit(&self, path: &str, bytes: &[u8]) -> FileResult<()> {
        self.weigh(path, bytes).map_err(|refusal| {
            let what = refusal.what.as_str().into();
            lock(&self.refused).insert(path.to_string(), refusal);
            FileError::Other(Some(what))
        })
    }

    fn weigh(&self, path: &str, bytes: &[u8]) -> Result<(), AssetRefusal> {
        let mut judged = lock(&self.judged);
        let own = judged.entry(path.to_string());
        let pixels = match own.or_insert_with(|| judge_image(path, bytes, &self.limits)) {
            Ok(pixels) => *pixels,
            Err(refusal) if refusal.over => return Err(refusal.clone()),
            // The compiler says better what is wrong with it, and where.
            Err(_) => 0,
        };
        let mut read = lock(&self.read);
        let others: u64 = read.iter().filter(|(other, _)| *other != path).map(|(_, n)| n).sum();
        let all = others.saturating_add(pixels);
        if pixels > 0 && all > self.limits.images() {
            return Err(AssetRefusal {
                over: true,
                what: format!(
                    "brings the images of the document to {} megapixels; all together may have {}",
                    megapixels(all),
                    megapixels(self.limits.images())
                ),
                help: format!("make some of them smaller; {}", IMAGES.raise()),
            });
        }
        read.insert(path.to_string(), pixels);
        Ok(())
    }

    /// What this compile was refused, by path.
    pub(super) fn refused(&self) -> BTreeMap<String, AssetRefusal> {
        lock(&self.refused).clone()
    }

    /// The paths of what this compile has read.
    pub(super) fn read(&self) -> Vec<String> {
        lock(&self.read).keys().cloned().collect()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A GIF that says it has this size.
    fn gif(width: u16, height: u16) -> Vec<u8> {
        let picture = b"\0\0\0\x2C\0\0\0\0\x01\0\x01\0\0\x02\x02\x4C\x01\0;";
        [b"GIF89a", &width.to_le_bytes()[..], &height.to_le_bytes(), picture].concat()
    }

    #[test]
    fn images_of_a_document_are_counted_together_and_once() {
        let mut admission = Admission::default();
        let half = gif(8_000, 8_000);
        for path in ["/a.gif", "/b.gif", "/a.gif", "/b.gif"] {
            assert!(admission.admit(path, &half).is_ok());
        }
        assert!(admission.admit("/c.gif", &gif(1, 1)).is_err());
        let what = &admission.refused()["/c.gif"].what;
        assert!(what.contains("to 129 megapixels; all together may have 128"), "{what}");
        // Text is no image, and the next document begins anew.
        assert!(admission.admit("/main.typ", b"text").is_ok());
        admission.reset();
        assert!(admission.admit("/c.gif", &gif(1, 1)).is_ok());
        assert!(admission.refused().is_empty());
    }
}
