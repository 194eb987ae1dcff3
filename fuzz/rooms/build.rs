//! Names the sources as the build script of briefpress does, for which nothing is asked here.

fn main() {
    println!("cargo::rustc-env=BRIEFPRESS_SOURCES={}", "0".repeat(64));
    println!("cargo::rerun-if-changed=build.rs");
}
