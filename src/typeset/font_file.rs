//! One font file, read within limits.

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use typst::text::FontInfo;
use typst_kit::fonts::FontPath;

use crate::asset::judge_font;
use crate::limits::{FONT, Limits};

/// The faces of a font file, or of a collection of them.
///
/// # Errors
///
/// Why it is not used.
pub fn read_faces(path: &Path, limits: &Limits) -> Result<Vec<(FontPath, FontInfo)>, String> {
    let fail = |error: std::io::Error| format!("it cannot be read: {error}");
    // Asked before opening: opening a named pipe would wait for a writer.
    let there = fs::metadata(path).map_err(fail)?;
    if !there.is_file() {
        return Err("it is no regular file".into());
    }
    let most = limits.font();
    let mut bytes = Vec::new();
    if there.len() <= most {
        File::open(path).map_err(fail)?.take(most + 1).read_to_end(&mut bytes).map_err(fail)?;
    }
    if there.len().max(bytes.len() as u64) > most {
        return Err(format!(
            "it has {} MB; a font file may have {}: use a file for each face, {}",
            there.len().max(bytes.len() as u64).div_ceil(1 << 20),
            most >> 20,
            FONT.raise()
        ));
    }
    if bytes.starts_with(b"version https://git-lfs") {
        return Err("it is a pointer of Git LFS, which `git lfs pull` brings the file for".into());
    }
    let count = judge_font(&bytes).map_err(|refusal| format!("it {}", refusal.what))?;
    let face = |index| {
        let path = path.to_path_buf();
        Some((FontPath { path, index }, FontInfo::new(&bytes, index)?))
    };
    let faces: Vec<_> = (0..count).filter_map(face).collect();
    if faces.is_empty() {
        return Err("it is no OpenType font, or a damaged one".into());
    }
    Ok(faces)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_font_file_is_read_up_to_its_limit() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.ttf");
        let font = concat!(env!("CARGO_MANIFEST_DIR"), "/fonts/amiri/Amiri-Regular.ttf");
        fs::copy(font, &path).unwrap();
        let mut limits = Limits::default();
        limits.set(FONT.key, 1);
        assert_eq!(read_faces(&path, &limits).unwrap().len(), 1);
        let file = File::options().append(true).open(&path).unwrap();
        file.set_len(1 << 20).unwrap();
        assert_eq!(read_faces(&path, &limits).unwrap().len(), 1);
        file.set_len((1 << 20) + 1).unwrap();
        let refused = read_faces(&path, &limits).unwrap_err();
        assert!(refused.contains("has 2 MB; a font file may have 1"), "{refused}");
        // A file of nothing but a length is not read.
        file.set_len(4 << 30).unwrap();
        let refused = read_faces(&path, &Limits::default()).unwrap_err();
        assert!(refused.contains("has 4096 MB; a font file may have 64"), "{refused}");
        assert!(refused.contains("`font_megabytes` below `[limits]`"), "{refused}");
    }

    #[test]
    fn what_is_no_font_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.ttf");
        fs::write(&path, "text").unwrap();
        assert!(read_faces(&path, &Limits::default()).unwrap_err().contains("no OpenType font"));
        assert!(read_faces(folder.path(), &Limits::default()).unwrap_err().contains("regular"));
    }
}
