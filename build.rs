//! Names the sources the program is built from, so that what another version of them made is not
//! taken for its own (`src/output/tool.rs`, `src/plan/fingerprint.rs`). Its libraries are among
//! them by Cargo.lock, which has to be what cargo links (`src/release/bill.rs`). And names what it is
//! built for.

use std::collections::BTreeSet;
use std::env;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use toml::{Table, Value};

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
        // A package has it in cargo's words, and beside it as it was written.
        let written = Path::new("Cargo.toml.orig");
        let file = if name == "Cargo.toml" && written.exists() { written } else { &file };
        let bytes = fs::read(file).unwrap_or_else(|error| panic!("{name}: {error}"));
        hasher.update(format!("{name}\0{}\0", bytes.len()));
        hasher.update(bytes);
    }
    let hex = hasher.finalize().iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    });
    println!("cargo::rustc-env=BRIEFPRESS_SOURCES={hex}");
    let target = env::var("TARGET").expect("cargo says what it builds for");
    println!("cargo::rustc-env=BRIEFPRESS_TARGET={target}");
    if let Some(library) = missing(&table("Cargo.toml"), &table("Cargo.lock")) {
        println!(
            "cargo::error=Cargo.lock does not have {library}, which Cargo.toml asks for: it is not \
             what is built; take the Cargo.lock that belongs to these sources, and `--locked`"
        );
    }
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

fn table(file: &str) -> Table {
    let text = fs::read_to_string(file).unwrap_or_else(|error| panic!("{file}: {error}"));
    text.parse().unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// A library that Cargo.toml names in one version and Cargo.lock does not have in it. `cargo install`
/// without `--locked` does not look at the lock, so it may say what it likes.
fn missing(package: &Table, lock: &Table) -> Option<String> {
    let text = |value: &Value, key: &str| Some(value.get(key)?.as_str()?.to_string());
    let exact = |version: &str| version.split('+').next().unwrap_or_default().to_string();
    let locked: BTreeSet<(String, String)> = lock["package"]
        .as_array()?
        .iter()
        .filter_map(|one| Some((text(one, "name")?, exact(&text(one, "version")?))))
        .collect();
    let pins = package["target"]["cfg(any())"]["dependencies"].as_table()?;
    pins.iter().find_map(|(key, pin)| {
        let name = text(pin, "package").unwrap_or_else(|| key.clone());
        let version = text(pin, "version")?.trim_start_matches('=').to_string();
        let library = format!("{name} {version}");
        (!locked.contains(&(name, version))).then_some(library)
    })
}
