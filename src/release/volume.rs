//! Where a long list of briefs is parted: a record of thousands of them stands in several files, of which a build of one
//! brief touches one. Boundaries hang on ids alone (content-defined chunking), so that a brief that comes or goes moves
//! no other.

use super::digest::Digest;

/// How many briefs stand together, about.
const BRIEFS: u8 = 64;

/// Whether a new volume begins with a brief, by its id.
pub fn begins_volume(brief: &str) -> bool {
    Digest::of(brief.as_bytes()).first().is_multiple_of(BRIEFS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn volumes_are_of_about_as_many_briefs() {
        let begun = (0..20_000).filter(|number| begins_volume(&format!("brief-{number:05}")));
        assert!((250..400).contains(&begun.count()), "20,000 / 64 is 312");
    }
}
