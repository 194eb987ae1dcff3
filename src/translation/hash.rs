//! What tells one text from another in a lock.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};

/// How many hexadecimal digits of a digest are kept.
const DIGITS: usize = 16;

/// The first sixteen hexadecimal digits of the SHA-256 (FIPS 180-4) of a text in UTF-8.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct TextHash(String);

impl TextHash {
    /// The hash of a text.
    pub(super) fn of(text: &str) -> Self {
        let digest = Sha256::digest(text.as_bytes());
        // One is made several times of each text: formatting would take as long as the digest.
        let digits = digest.iter().flat_map(|byte| [byte >> 4, byte & 15]).take(DIGITS);
        Self(digits.filter_map(|digit| char::from_digit(digit.into(), 16)).collect())
    }

    /// Whether it is that of a text.
    pub(super) fn is_of(&self, text: &str) -> bool {
        *self == Self::of(text)
    }
}

/// Why a text is no hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NoHash;

impl FromStr for TextHash {
    type Err = NoHash;

    fn from_str(text: &str) -> Result<Self, NoHash> {
        let valid = text.len() == DIGITS
            && text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
        if valid { Ok(Self(text.to_string())) } else { Err(NoHash) }
    }
}

impl fmt::Display for TextHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
