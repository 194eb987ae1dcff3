//! Whose a file is that a digest is known of, and how it is called in the cache.

use crate::document::Document;
use crate::release::THUMBNAILS;

/// Whose file it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CachedFile<'p> {
    /// One in the output folder, by its path from there.
    Made(&'p str),
    /// One of the project, by its path from there.
    Source(&'p str),
    /// One that is written with the manifest, or that itself, by its path from the output folder; with the digest of the manifest.
    Beside(&'p str),
    /// The same of one that was written so lately that it is believed when it has been read; with its own digest.
    Racy(&'p str),
}

/// What the keys of each begin with.
const MADE: &str = "made ";
const SOURCE: &str = "source ";
/// The same of files beside the manifest.
pub const BESIDE: &str = "beside ";
/// The same of those that are to be read.
pub const RACY: &str = "racy ";

impl<'p> CachedFile<'p> {
    /// What it is called in the cache.
    pub fn key(self) -> String {
        match self {
            CachedFile::Made(path) => format!("{MADE}{path}"),
            CachedFile::Source(path) => format!("{SOURCE}{path}"),
            CachedFile::Beside(path) => format!("{BESIDE}{path}"),
            CachedFile::Racy(path) => format!("{RACY}{path}"),
        }
    }

    /// What is called so; `None` where nothing is.
    pub fn of_key(key: &'p str) -> Option<Self> {
        let made = key.strip_prefix(MADE).map(CachedFile::Made);
        let source = || key.strip_prefix(SOURCE).map(CachedFile::Source);
        let racy = || key.strip_prefix(RACY).map(CachedFile::Racy);
        let beside = || key.strip_prefix(BESIDE).map(CachedFile::Beside);
        made.or_else(source).or_else(beside).or_else(racy)
    }

    /// Its path, from the folder that it is in.
    pub fn path(self) -> &'p str {
        match self {
            Self::Made(path) | Self::Source(path) | Self::Beside(path) | Self::Racy(path) => path,
        }
    }

    /// The id of the brief it belongs to; `None` where that is none, or several.
    pub fn brief(self) -> Option<&'p str> {
        match self {
            CachedFile::Made(path) => match path.split_once('/')? {
                (THUMBNAILS, name) if !name.contains('/') && name.ends_with(".png") => {
                    Document::brief_of_thumbnail(name)
                }
                (brief, _) => Some(brief),
            },
            CachedFile::Source(path) => Some(path.strip_prefix("briefs/")?.split_once('/')?.0),
            CachedFile::Beside(_) | CachedFile::Racy(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Edition;

    #[test]
    fn each_file_of_a_brief_is_known_for_that_one_s() {
        let made = |path: &str| CachedFile::Made(path).brief().map(str::to_string);
        for id in ["a-brief", "indicators", "thumbnails"] {
            for document in [Document::Brief, Document::Indicators, Document::Combined] {
                let own = (document != Document::Combined).then(|| id.to_string());
                assert_eq!(made(&document.path(id, "en", Edition::Print)), own);
                for format in document.sheets() {
                    assert_eq!(made(&document.sheet_path(id, "en", *format)), own);
                }
                let picture = format!("{THUMBNAILS}/{}", document.thumbnail_name(id, "zh-Hans"));
                assert_eq!(made(&picture), own, "{picture}");
            }
        }
        let source = |path| CachedFile::Source(path).brief();
        assert_eq!(source("briefs/a/lang/fr.toml"), Some("a"));
        assert_eq!(source("briefs/a/brief.toml"), Some("a"));
        assert_eq!((source("briefpress.toml"), source("data/a/a.csv")), (None, None));
        assert_eq!(CachedFile::Beside("a/index.html").brief(), None);
        let (beside, racy) = (CachedFile::Beside("a"), CachedFile::Racy("a"));
        for file in [CachedFile::Made("a/b"), CachedFile::Source("a b"), beside, racy] {
            assert_eq!(CachedFile::of_key(&file.key()), Some(file));
        }
        assert_eq!(CachedFile::of_key("other a/b"), None);
    }
}
