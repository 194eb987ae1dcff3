//! `sbom.cdx.json`: what a release was made with (the program and its libraries, fonts, templates)
//! as a CycloneDX 1.6 bill of materials.
//!
//! The libraries are those of Cargo.lock. A program cannot ask what it was linked from: cargo tells
//! it to neither the compiler nor a build script, and `cargo install` without `--locked` does not
//! look at the lock. So Cargo.toml names every library in one version (the table for `cfg(any())`),
//! which leaves cargo no choice, and the build script refuses a lock that has others. A test lets
//! cargo resolve without the lock and compares. The bill is the same on every platform: it has the
//! libraries of all of them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::{Value, json};
use toml::Table;

use super::entry::Entry;
use super::manifest::{Input, Manifest, Role};

const LOCK: &str = include_str!("../../Cargo.lock");
const PACKAGE: &str = include_str!("../../Cargo.toml");
const FACES: &str = include_str!("../../fonts/fonts.toml");

/// Whether a bill of materials is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Bill {
    /// Only where there is one already, which is kept up to date.
    #[default]
    NotAsked,
    /// In any case.
    Written,
}

impl From<bool> for Bill {
    fn from(asked: bool) -> Self {
        if asked { Bill::Written } else { Bill::NotAsked }
    }
}

/// What files were made with, of what a bill of materials has.
#[derive(Debug, Default)]
pub struct MadeWith {
    /// Templates, their words, profiles and fonts that are not built in.
    inputs: BTreeSet<Arc<Input>>,
    /// The faces in the files, by their PostScript names.
    fonts: BTreeSet<String>,
}

impl MadeWith {
    /// Takes note of some files.
    pub fn add(&mut self, files: &[Arc<Entry>]) {
        let is_read =
            |role| matches!(role, Role::Template | Role::Labels | Role::Profile | Role::Font);
        for Entry { artifact, inputs } in files.iter().map(|entry| &**entry) {
            for input in inputs.iter().filter(|input| is_read(input.role)) {
                if !self.inputs.contains(input) {
                    self.inputs.insert(Arc::clone(input));
                }
            }
            let new = artifact.fonts.iter().filter(|font| !self.fonts.contains(*font));
            let new: Vec<String> = new.cloned().collect();
            self.fonts.extend(new);
        }
    }
}

/// The bill of materials of a release, from its manifest as it is written and what its files were made with.
pub fn bill_of_materials(manifest: &Manifest, made_with: &MadeWith) -> String {
    let tool = &manifest.tool;
    let program = format!("pkg:cargo/{}@{}", tool.name, tool.version);
    let (roots, packages) = packages();
    let mut components = vec![json!({
        "type": "application",
        "bom-ref": program,
        "name": tool.name,
        "version": tool.version,
        "licenses": [{ "expression": "MIT OR Apache-2.0" }],
        "purl": program,
        "properties": [{ "name": "briefpress:sources-sha256", "value": tool.sources }],
    })];
    components.extend(packages.values().map(Package::component));
    components.extend(faces(&made_with.fonts));
    components.extend(made_with.inputs.iter().map(|input| {
        let role = serde_json::to_value(input.role).expect("plain data is always JSON");
        json!({
            "type": "file",
            "bom-ref": format!("file:{}#{}", input.path, input.sha256),
            "name": input.path,
            "hashes": [{ "alg": "SHA-256", "content": input.sha256 }],
            "properties": [{ "name": "briefpress:role", "value": role }],
        })
    }));
    let mut dependencies = vec![json!({
        "ref": program,
        "dependsOn": roots
            .iter()
            .filter_map(|name| Some(packages.get(name)?.purl()))
            .collect::<BTreeSet<_>>(),
    })];
    dependencies.extend(packages.values().map(|package| {
        let needs = package.needs.iter().filter_map(|name| Some(packages.get(name)?.purl()));
        json!({ "ref": package.purl(), "dependsOn": needs.collect::<BTreeSet<_>>() })
    }));
    let bill = json!({
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": serial_number(manifest),
        "version": 1,
        "metadata": {
            "component": {
                "type": "data",
                "bom-ref": "release",
                "name": format!("Policy briefs of {}", manifest.publisher),
            },
        },
        "components": components,
        "dependencies": dependencies,
    });
    let mut json = serde_json::to_string_pretty(&bill).expect("plain data is always JSON");
    json.push('\n');
    json
}

/// A UUID of version 8 (RFC 9562) from the digest of the manifest: another release, another number.
fn serial_number(manifest: &Manifest) -> String {
    let hex = manifest.json_digest().to_hex();
    format!(
        "urn:uuid:{}-{}-8{}-8{}-{}",
        &hex[..8],
        &hex[8..12],
        &hex[13..16],
        &hex[17..20],
        &hex[20..32]
    )
}

/// The built-in faces that are in the release's files.
fn faces(used: &BTreeSet<String>) -> Vec<Value> {
    let table: Table = FACES.parse().expect("the list of faces is valid; a test reads it");
    let faces = table["face"].as_array().into_iter().flatten();
    faces
        .filter_map(|face| {
            let text = |key: &str| face.get(key)?.as_str();
            let (file, sha256) = (text("file")?, text("sha256")?);
            let name = file.rsplit('/').next()?.split('.').next()?;
            used.contains(name).then(|| {
                json!({
                    "type": "file",
                    "bom-ref": format!("font:{name}"),
                    "name": name,
                    "version": text("version"),
                    "hashes": [{ "alg": "SHA-256", "content": sha256 }],
                    "licenses": [{ "license": { "id": text("licence") } }],
                    "properties": [
                        { "name": "briefpress:role", "value": "font" },
                        { "name": "briefpress:origin", "value": text("origin") },
                    ],
                })
            })
        })
        .collect()
}

/// A library in the program.
struct Package {
    name: String,
    version: String,
    checksum: Option<String>,
    needs: Vec<String>,
}

impl Package {
    fn purl(&self) -> String {
        format!("pkg:cargo/{}@{}", self.name, self.version.replace('+', "%2B"))
    }

    fn component(&self) -> Value {
        let mut component = json!({
            "type": "library",
            "bom-ref": self.purl(),
            "name": self.name,
            "version": self.version,
            "purl": self.purl(),
        });
        if let Some(checksum) = &self.checksum {
            component["hashes"] = json!([{ "alg": "SHA-256", "content": checksum }]);
        }
        component
    }
}

/// The platform that is none, under which Cargo.toml has the one version of every library.
const PINNED: &str = "cfg(any())";

/// The names of the packages that the program asks for itself, with their versions; those its tests
/// need are not among them.
fn asked_for() -> BTreeMap<String, String> {
    let table: Table = PACKAGE.parse().expect("the package file is valid");
    let targets = table["target"].as_table().into_iter().flatten();
    let libraries = |target: &toml::Value| target.get("dependencies")?.as_table().cloned();
    let (pinned, own): (Vec<_>, Vec<_>) = targets.partition(|(target, _)| *target == PINNED);
    let pinned = pinned.into_iter().find_map(|(_, target)| libraries(target)).unwrap_or_default();
    let own = own.into_iter().filter_map(|(_, target)| libraries(target));
    let own = own.chain(table["dependencies"].as_table().cloned()).flatten();
    let version = |name: &str| pinned.get(name)?.get("version")?.as_str()?.strip_prefix('=');
    own.filter_map(|(name, _)| version(&name).map(str::to_string).map(|version| (name, version)))
        .collect()
}

/// The packages the program is made of, its own first. They are known by what the lock calls them:
/// the name, and the version where several of it are there.
fn packages() -> (Vec<String>, BTreeMap<String, Package>) {
    let lock: Table = LOCK.parse().expect("the lock file is valid");
    let mut all: BTreeMap<String, Vec<Package>> = BTreeMap::new();
    for entry in lock["package"].as_array().into_iter().flatten() {
        let text = |key: &str| Some(entry.get(key)?.as_str()?.to_string());
        let (Some(name), Some(version)) = (text("name"), text("version")) else { continue };
        let needs = entry.get("dependencies").and_then(toml::Value::as_array).into_iter().flatten();
        let needs = needs.filter_map(|need| Some(need.as_str()?.to_string())).collect();
        let package = Package { name: name.clone(), version, checksum: text("checksum"), needs };
        all.entry(name).or_default().push(package);
    }
    let plain = |name: &str| name.split(' ').next().unwrap_or_default().to_string();
    let asked = asked_for();
    let own = all.remove(env!("CARGO_PKG_NAME")).unwrap_or_default();
    let mut roots: Vec<String> = own.into_iter().flat_map(|own| own.needs).collect();
    roots.retain(|name| {
        let version = name.split(' ').nth(1).and_then(|version| version.split('+').next());
        let pinned = asked.get(&plain(name));
        pinned.is_some_and(|pinned| version.is_none_or(|version| version == pinned))
    });
    let mut found = BTreeMap::new();
    let mut pending = roots.clone();
    while let Some(name) = pending.pop() {
        if found.contains_key(&name) {
            continue;
        }
        let version = name.split(' ').nth(1);
        let candidates = all.get_mut(&plain(&name));
        let Some(candidates) = candidates else { continue };
        let place = candidates.iter().position(|p| version.is_none_or(|v| v == p.version));
        let Some(place) = place else { continue };
        let package = candidates.swap_remove(place);
        pending.extend(package.needs.iter().cloned());
        found.insert(name, package);
    }
    (roots, found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_is_made_of_typst_and_not_of_its_tests() {
        let (roots, packages) = packages();
        assert!(roots.contains(&"typst".to_string()) && roots.contains(&"sha2".to_string()));
        assert!(!roots.contains(&"typst-library".to_string()), "Cargo.toml names it to pin it");
        assert_eq!(roots.len(), asked_for().len(), "{roots:?}");
        assert!(packages.contains_key("typst"));
        assert!(packages.contains_key("typst-library"), "packages below the direct ones are there");
        assert!(!packages.contains_key("assert_cmd"));
        assert!(packages.values().all(|package| package.checksum.is_some()));
    }
}
