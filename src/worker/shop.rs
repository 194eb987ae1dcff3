//! What a worker has at hand from request to request.

use std::collections::{BTreeMap, HashMap};

use sha2::{Digest, Sha256};

use super::message::{DocumentFault, Request};
use crate::colour::Separation;
use crate::diag::Code;
use crate::picture::prepared;
use crate::typeset::{Problem, Typesetter};

/// What is wrong.
pub(super) type Faults = Vec<DocumentFault>;

/// The names of the drawings that pages were drawn as, by what tells the pages apart.
#[derive(Default)]
pub struct DrawnPages(pub(super) HashMap<u128, String>);

/// What all requests share.
pub struct Shop {
    /// Sets pages.
    pub typesetter: Typesetter,
    /// Turns colours into inks.
    pub separation: Separation,
    /// The pictures of the request before, by what they were and became: a brief's documents follow
    /// each other.
    prepared: BTreeMap<([u8; 32], String), Vec<u8>>,
    /// The pages that were drawn for a browser.
    pub(super) drawn: DrawnPages,
}

impl Shop {
    /// For a printing condition.
    pub fn new(typesetter: Typesetter, separation: Separation) -> Self {
        Self { typesetter, separation, prepared: BTreeMap::new(), drawn: DrawnPages::default() }
    }

    /// The pictures of a brief as they are set, by the path templates use.
    pub(super) fn pictures(
        &mut self,
        request: &Request,
    ) -> Result<BTreeMap<String, Vec<u8>>, Faults> {
        let known = std::mem::take(&mut self.prepared);
        let mut pictures = BTreeMap::new();
        for (asset, bytes) in &request.pictures {
            let Some(bytes) = bytes else { return Err(vec![changed(asset)]) };
            let wanted = request.preparations.get(asset).copied().unwrap_or_default();
            let key = (Sha256::digest(bytes).into(), format!("{wanted:?}"));
            let picture = match known.get(&key) {
                Some(picture) => picture.clone(),
                None => prepared(bytes, &wanted, self.separation.profile.as_ref())
                    .map_err(|what| vec![unprepared(asset, &what)])?,
            };
            self.prepared.insert(key, picture.clone());
            pictures.insert(asset.clone(), picture);
        }
        Ok(pictures)
    }
}

/// A picture that cannot be made of its file.
fn unprepared(asset: &str, what: &str) -> DocumentFault {
    let problem = Problem {
        code: Code::BadAsset,
        message: format!("the picture {what}"),
        hints: vec!["save it again with all its fonts and pictures in it, or as SVG or PNG".into()],
        place: None,
    };
    DocumentFault::Asset { asset: asset.to_string(), problem }
}

/// A picture whose file is another than the one that was judged.
fn changed(asset: &str) -> DocumentFault {
    let problem = Problem {
        code: Code::BadAsset,
        message: "the file changed while documents were made of it".into(),
        hints: vec!["build again, when nothing writes to it".into()],
        place: None,
    };
    DocumentFault::Asset { asset: asset.to_string(), problem }
}
