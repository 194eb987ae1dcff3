//! Names the sources the program is built from, so that what another version of them made is not
//! taken for its own (`src/build/fingerprint.rs`). Its libraries are among them by Cargo.lock and
//! Cargo.toml, which leave cargo no choice of versions (`src/release/bill.rs`).

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

fn main() {
    let mut files = Vec::new();
    for place in ["Cargo.lock", "Cargo.toml", "fonts/fonts.toml", "src", "templates"] {
        println!("cargo::rerun-if-changed={place}");
        collect(Path::new(place), &mut files);
    }
    files.sort();
    let mut hasher = Sha256::new();
    for file in files {
        let name = file.to_string_lossy().replace('\\', "/");
        let bytes = fs::read(&file).unwrap_or_else(|error| panic!("{name}: {error}"));
        hasher.update(format!("{name}\0{}\0", bytes.len()));
        hasher.update(bytes);
    }
    let hex = hasher.finalize().iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    });
    println!("cargo::rustc-env=BRIEFPRESS_SOURCES={hex}");
}

fn collect(place: &Path, files: &mut Vec<PathBuf>) {
    match fs::read_dir(place) {
        Ok(entries) => {
            for entry in entries {
                collect(&entry.expect("the sources can be listed").path(), files);
            }
        }
        Err(_) => files.push(place.to_path_buf()),
    }
}
