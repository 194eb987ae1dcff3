//! What a colour profile says of itself, and what a picture has that brings none.

use moxcms::ColorProfile;

/// What grey is without a profile, in both editions.
const GREY_EXPONENT: f32 = 2.2;

/// The profile of a grey picture that brings none.
pub(super) fn grey() -> Option<Vec<u8>> {
    let profile = ColorProfile::new_gray_with_gamma(GREY_EXPONENT).encode().ok()?;
    Some(relabelled(&profile).unwrap_or(profile))
}

/// A profile under a version that PDF 1.6 knows: later ones of versions 2 and 4 add tags that their
/// readers pass over, and a PDF library leaves out a profile whose version it does not know.
pub(super) fn relabelled(profile: &[u8]) -> Option<Vec<u8>> {
    let (major, minor) = (*profile.get(8)?, *profile.get(9)? >> 4);
    if profile.len() < 128 || minor <= 1 || ![2, 4].contains(&major) {
        return None;
    }
    let mut profile = profile.to_vec();
    profile[9] = 0x10;
    // The digest of a profile is over its version too; nothing but zeros means that there is none.
    profile[84..100].fill(0);
    Some(profile)
}
