//! The files diagnostics point into.

use std::sync::Arc;

/// A file read in this run. Ordered by when it was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

/// A range of bytes in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// A range of bytes in a file.
    pub fn new(file: FileId, range: std::ops::Range<usize>) -> Self {
        Self { file, start: range.start, end: range.end.max(range.start) }
    }
}

/// A place as people count it: both from 1, columns in characters (Unicode scalar values).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LineColumn {
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1, in characters.
    pub column: usize,
}

/// A text file with the name that messages give it.
#[derive(Debug, Clone)]
pub struct SourceFile {
    name: String,
    text: Arc<str>,
    line_starts: Vec<usize>,
}

impl SourceFile {
    fn new(name: String, text: Arc<str>) -> Self {
        let newlines = text.match_indices('\n').map(|(at, _)| at + 1);
        let line_starts = std::iter::once(0).chain(newlines).collect();
        Self { name, text, line_starts }
    }

    /// The name messages give it: its path relative to the project where it lies inside.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What is in it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where a byte is.
    pub fn position(&self, byte: usize) -> LineColumn {
        let byte = self.floor(byte);
        let line = self.line_starts.partition_point(|&start| start <= byte);
        let start = self.line_starts[line - 1];
        LineColumn { line, column: self.text[start..byte].chars().count() + 1 }
    }

    /// A line's text, without its end.
    pub fn line(&self, line: usize) -> &str {
        let start = self.line_starts[line - 1];
        let end = self.line_starts.get(line).copied().unwrap_or(self.text.len());
        self.text[start..end].trim_end_matches(['\n', '\r'])
    }

    fn floor(&self, byte: usize) -> usize {
        self.text.floor_char_boundary(byte.min(self.text.len()))
    }
}

/// All files of a run.
#[derive(Debug, Clone, Default)]
pub struct Sources(Vec<Arc<SourceFile>>);

impl Sources {
    /// No files yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file under the name that messages give it. A file added again under the same name
    /// and with the same text keeps its id.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<Arc<str>>) -> FileId {
        let (name, text) = (name.into(), text.into());
        if let Some(at) = self.0.iter().position(|f| f.name == name && f.text == text) {
            return FileId(at as u32);
        }
        self.0.push(Arc::new(SourceFile::new(name, text)));
        FileId((self.0.len() - 1) as u32)
    }

    /// A file of this run.
    pub fn get(&self, id: FileId) -> &SourceFile {
        &self.0[id.0 as usize]
    }

    /// All of them, in the order they were read.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.0.iter().enumerate().map(|(at, file)| (FileId(at as u32), &**file))
    }

    /// The text a span covers.
    pub fn slice(&self, span: Span) -> &str {
        let file = self.get(span.file);
        &file.text[file.floor(span.start)..file.floor(span.end)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters_and_lines_from_one() {
        let mut sources = Sources::new();
        let id = sources.add("a.toml", "é = 1\r\nសន្តិ = 2\n");
        let file = sources.get(id);
        assert_eq!(file.position(0), LineColumn { line: 1, column: 1 });
        assert_eq!(file.position(3), LineColumn { line: 1, column: 3 });
        assert_eq!(file.position(8), LineColumn { line: 2, column: 1 });
        assert_eq!(file.line(1), "é = 1");
        assert_eq!(file.line(2), "សន្តិ = 2");
        assert_eq!(file.position(10_000).line, 3);
    }
}
