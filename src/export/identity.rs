//! What names a document, its versions and its files, as XMP (ISO 16684-1) and ISO 32000-1, 14.4,
//! tell them apart: the document keeps its identifier over all its versions, a version has one by
//! what it says, and each file one by its bytes.

use std::fmt::Write;

use sha2::{Digest, Sha256};

/// What a document is known by.
#[derive(Debug, Clone, Copy)]
pub struct Identity<'a> {
    /// Names the document over all its versions.
    pub document: &'a str,
    /// What this version says: its data, in any form.
    pub says: &'a [u8],
}

/// An identifier of sixteen bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Identifier([u8; 16]);

impl Identity<'_> {
    /// The identifier of the document.
    pub fn document_id(&self) -> Identifier {
        Identifier::of(&[b"document", self.document.as_bytes()])
    }

    /// The name of the version: no number, for no build knows of the one before.
    pub fn version_id(&self) -> String {
        hex(&Identifier::of(&[b"version", self.says]).0[..8])
    }
}

impl Identifier {
    /// The identifier of what some bytes make up.
    pub fn of(parts: &[&[u8]]) -> Self {
        let mut digest = Sha256::new();
        for part in parts {
            digest.update((part.len() as u64).to_le_bytes());
            digest.update(part);
        }
        let digest = digest.finalize();
        Self(std::array::from_fn(|at| digest[at]))
    }

    /// Its bytes, for the trailer of a PDF.
    pub fn bytes(self) -> Vec<u8> {
        self.0.to_vec()
    }

    /// As a URI: a UUID of version 8 (RFC 9562), which says that its bits are our own.
    pub fn uri(self) -> String {
        let mut bytes = self.0;
        bytes[6] = (bytes[6] & 0x0f) | 0x80;
        bytes[8] = (bytes[8] & 0x3f) | 0x80;
        let parts = [0..4, 4..6, 6..8, 8..10, 10..16].map(|part| hex(&bytes[part]));
        format!("uuid:{}", parts.join("-"))
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
