//! SHA-256 digests: of bytes, of what is read, of what is written.

use std::fmt;
use std::io::{self, Read};

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use sha2::Sha256;

/// Takes the digest of what is read through it.
#[derive(Debug)]
pub struct DigestReader<R> {
    from: R,
    hasher: Sha256,
}

impl<R: Read> DigestReader<R> {
    /// Reads from `from`.
    pub fn new(from: R) -> Self {
        Self { from, hasher: <Sha256 as sha2::Digest>::new() }
    }

    /// The digest of all there is, with what was not read yet.
    ///
    /// # Errors
    ///
    /// It cannot be read.
    pub fn finish(mut self) -> io::Result<Digest> {
        io::copy(&mut self, &mut io::sink())?;
        Ok(Digest::finish(self.hasher))
    }
}

impl<R: Read> Read for DigestReader<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.from.read(into)?;
        sha2::Digest::update(&mut self.hasher, &into[..count]);
        Ok(count)
    }
}

/// Takes the digest of what is written to it but for the end, which it holds back.
pub struct DigestWriter {
    hasher: Sha256,
    held: Vec<u8>,
    tail: usize,
}

impl DigestWriter {
    /// Leaves out so many bytes at the end.
    pub fn leaving(tail: usize) -> Self {
        let hasher = <Sha256 as sha2::Digest>::new();
        Self { hasher, held: Vec::with_capacity(2 * Self::HELD), tail }
    }

    /// How much is held back before the digest is taken of it, in bytes.
    const HELD: usize = 32 << 10;

    /// The digest, with an end in the place of the other.
    pub fn finish(mut self, end: &[u8]) -> Digest {
        self.held.truncate(self.held.len().saturating_sub(self.tail));
        sha2::Digest::update(&mut self.hasher, &self.held);
        sha2::Digest::update(&mut self.hasher, end);
        Digest::finish(self.hasher)
    }
}

impl io::Write for DigestWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.held.extend_from_slice(bytes);
        if self.held.len() > Self::HELD + self.tail {
            let ready = self.held.len() - self.tail;
            sha2::Digest::update(&mut self.hasher, &self.held[..ready]);
            self.held.drain(..ready);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A SHA-256 digest: 32 bytes, written as 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, JsonSchema)]
#[schemars(transparent)]
pub struct Digest(
    #[schemars(with = "String", regex(pattern = r"^[0-9a-f]{64}$"))] [u8; Digest::LENGTH],
);

impl Digest {
    /// How long one is, in bytes.
    pub const LENGTH: usize = 32;

    /// The digest of some bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self::finish(<Sha256 as sha2::Digest>::new_with_prefix(bytes))
    }

    /// The digest of what can be read.
    pub fn read(mut from: impl Read) -> io::Result<Self> {
        let mut hasher = <Sha256 as sha2::Digest>::new();
        let mut buffer = [0; 64 << 10];
        loop {
            match from.read(&mut buffer) {
                Ok(0) => return Ok(Self::finish(hasher)),
                Ok(read) => sha2::Digest::update(&mut hasher, &buffer[..read]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// The digest of several parts, each told apart from the next by its length.
    pub fn of_parts<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> Self {
        let mut hasher = <Sha256 as sha2::Digest>::new();
        for part in parts {
            sha2::Digest::update(&mut hasher, (part.len() as u64).to_le_bytes());
            sha2::Digest::update(&mut hasher, part);
        }
        Self::finish(hasher)
    }

    /// The first byte.
    pub fn first(self) -> u8 {
        self.0[0]
    }

    /// Half of it, which tells texts apart as well.
    pub fn half(self) -> [u8; Self::LENGTH / 2] {
        std::array::from_fn(|at| self.0[at])
    }

    fn finish(hasher: Sha256) -> Self {
        Self(sha2::Digest::finalize(hasher).into())
    }

    /// A digest from its digits.
    pub fn from_hex(hex: &str) -> Option<Self> {
        let digit = |digit: u8| match digit {
            b'0'..=b'9' => Some(digit - b'0'),
            b'a'..=b'f' => Some(digit - b'a' + 10),
            _ => None,
        };
        let mut digest = [0; Self::LENGTH];
        let (pairs, rest) = hex.as_bytes().as_chunks::<2>();
        if pairs.len() != Self::LENGTH || !rest.is_empty() {
            return None;
        }
        for (byte, [high, low]) in digest.iter_mut().zip(pairs) {
            *byte = digit(*high)? << 4 | digit(*low)?;
        }
        Some(Self(digest))
    }

    /// The digits.
    pub fn to_hex(self) -> String {
        self.digits().iter().map(|&digit| char::from(digit)).collect()
    }

    fn digits(self) -> [u8; 2 * Self::LENGTH] {
        let mut digits = [0; 2 * Self::LENGTH];
        for (at, byte) in self.0.iter().enumerate() {
            digits[2 * at] = DIGITS[usize::from(byte >> 4)];
            digits[2 * at + 1] = DIGITS[usize::from(byte & 15)];
        }
        digits
    }
}

const DIGITS: [u8; 16] = *b"0123456789abcdef";

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, into: S) -> Result<S::Ok, S::Error> {
        into.serialize_str(std::str::from_utf8(&self.digits()).unwrap_or_default())
    }
}

/// Manifests are read from anywhere: what is no digest is none.
impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct HexDigits;
        impl de::Visitor<'_> for HexDigits {
            type Value = Digest;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a SHA-256 digest")
            }

            fn visit_str<E: de::Error>(self, hex: &str) -> Result<Digest, E> {
                Digest::from_hex(hex).ok_or_else(|| E::custom("a SHA-256 digest is wanted"))
            }
        }
        from.deserialize_str(HexDigits)
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(std::str::from_utf8(&self.digits()).unwrap_or_default())
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self})")
    }
}
