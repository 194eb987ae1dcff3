//! The files diagnostics point into.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use crate::visible;

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
    pub fn new(file: FileId, range: Range<usize>) -> Self {
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
#[derive(Debug)]
pub struct SourceFile {
    name: String,
    text: Arc<str>,
    line_starts: Vec<usize>,
    /// How many characters stand before each [`STRIDE`] of bytes: a column far along its line is
    /// counted from there. Made when a column is first asked for.
    characters: OnceLock<Vec<usize>>,
}

/// Bytes between two places of which is known how many characters stand before them.
const STRIDE: usize = 1024;

impl SourceFile {
    fn new(name: String, text: Arc<str>) -> Self {
        let newlines = text.match_indices('\n').map(|(at, _)| at + 1);
        let line_starts = std::iter::once(0).chain(newlines).collect();
        Self { name, text, line_starts, characters: OnceLock::new() }
    }

    /// The name messages give it: its path relative to the project where it lies inside.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The name as it is shown.
    pub(super) fn visible_name(&self) -> Cow<'_, str> {
        visible::line(&self.name)
    }

    /// What is in it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where a byte is.
    pub fn position(&self, byte: usize) -> LineColumn {
        let byte = self.floor(byte);
        let line = self.line_of(byte);
        let start = self.line_starts[line - 1];
        LineColumn { line, column: self.characters(start, byte) + 1 }
    }

    /// A line's text, without its end.
    pub fn line(&self, line: usize) -> &str {
        self.text[self.lines(line, line)].trim_end_matches(['\n', '\r'])
    }

    /// The number of the line that a byte is on, from 1.
    pub(super) fn line_of(&self, byte: usize) -> usize {
        self.line_starts.partition_point(|&start| start <= byte)
    }

    /// The bytes of some lines, with their ends.
    pub(super) fn lines(&self, first: usize, last: usize) -> Range<usize> {
        let end = self.line_starts.get(last).copied().unwrap_or(self.text.len());
        self.line_starts[first - 1]..end
    }

    /// How many characters stand between two bytes that begin one.
    fn characters(&self, from: usize, to: usize) -> usize {
        if to - from <= STRIDE {
            return self.text[from..to].chars().count();
        }
        let known = self.characters.get_or_init(|| {
            let begins = |byte: &&u8| !matches!(byte, 0x80..=0xBF);
            let mut known = vec![0];
            for bytes in self.text.as_bytes().chunks(STRIDE) {
                let before = known.last().copied().unwrap_or(0);
                known.push(before + bytes.iter().filter(begins).count());
            }
            known
        });
        let before = |byte: usize| {
            let stride = byte / STRIDE;
            let rest = &self.text.as_bytes()[stride * STRIDE..byte];
            known[stride] + rest.iter().filter(|byte| !matches!(byte, 0x80..=0xBF)).count()
        };
        before(to) - before(from)
    }

    fn floor(&self, byte: usize) -> usize {
        self.text.floor_char_boundary(byte.min(self.text.len()))
    }
}

/// All files of a run. What is shared is cloned without looking at it, so that each of a thousand
/// documents can have files of its own besides.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    shared: Arc<FileTable>,
    /// Those that were added since.
    own: FileTable,
    /// The most bytes a file may have, where that was said.
    largest: Option<u64>,
}

/// Files with their names.
#[derive(Debug, Clone, Default)]
struct FileTable {
    files: Vec<Arc<SourceFile>>,
    /// The places of files by their name; there are several where one changed while it was read.
    by_name: HashMap<String, Vec<usize>>,
}

impl FileTable {
    fn find(&self, name: &str, text: &str) -> Option<usize> {
        let places = self.by_name.get(name)?;
        places.iter().copied().find(|&at| *self.files[at].text == *text)
    }

    fn truncate(&mut self, count: usize) {
        for (at, file) in self.files.iter().enumerate().skip(count) {
            if let Some(places) = self.by_name.get_mut(&file.name) {
                places.retain(|place| *place != at);
            }
        }
        self.files.truncate(count);
        self.by_name.retain(|_, places| !places.is_empty());
    }

    fn push(&mut self, file: Arc<SourceFile>) {
        self.by_name.entry(file.name.clone()).or_default().push(self.files.len());
        self.files.push(file);
    }
}

impl Sources {
    /// No files yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// No files yet, and none of more bytes than this.
    pub fn of_at_most(largest: u64) -> Self {
        Self { largest: Some(largest), ..Self::default() }
    }

    /// The most bytes a file may have, where that was said.
    pub fn largest(&self) -> Option<u64> {
        self.largest
    }

    /// Adds a file under the name that messages give it. A file added again under the same name
    /// and with the same text keeps its id.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<Arc<str>>) -> FileId {
        let (name, text) = (name.into(), text.into());
        let shared = self.shared.files.len();
        let known = self.shared.find(&name, &text);
        let known = known.or_else(|| self.own.find(&name, &text).map(|at| shared + at));
        let at = known.unwrap_or_else(|| {
            self.own.push(Arc::new(SourceFile::new(name, text)));
            shared + self.own.files.len() - 1
        });
        FileId(at as u32)
    }

    /// Shares the files there are with every clone from now on.
    pub fn share(&mut self) {
        let shared = Arc::make_mut(&mut self.shared);
        std::mem::take(&mut self.own).files.into_iter().for_each(|file| shared.push(file));
    }

    /// How many files there are.
    pub fn mark(&self) -> usize {
        self.shared.files.len() + self.own.files.len()
    }

    /// The id of the first file behind so many.
    pub fn first_behind(&self, mark: usize) -> FileId {
        FileId(mark as u32)
    }

    /// Forgets all files behind so many. Ids of these mean others from then on.
    pub fn truncate(&mut self, mark: usize) {
        let own = mark.saturating_sub(self.shared.files.len());
        self.own.truncate(own);
    }

    /// A file of this run.
    pub fn get(&self, id: FileId) -> &SourceFile {
        let at = id.0 as usize;
        let shared = &self.shared.files;
        shared.get(at).unwrap_or_else(|| &self.own.files[at - shared.len()])
    }

    /// All of them, in the order they were read.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        let all = self.shared.files.iter().chain(&self.own.files);
        all.enumerate().map(|(at, file)| (FileId(at as u32), &**file))
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

    #[test]
    fn a_column_far_along_its_line_is_counted_like_any_other() {
        let text = format!("a\n{}\nb", "é🙂x".repeat(2 * STRIDE));
        let mut sources = Sources::new();
        let id = sources.add("a.toml", text.as_str());
        let file = sources.get(id);
        for (at, _) in text.char_indices().step_by(97) {
            let line = text[..at].matches('\n').count() + 1;
            let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
            let column = text[start..at].chars().count() + 1;
            assert_eq!(file.position(at), LineColumn { line, column }, "{at}");
        }
    }

    #[test]
    fn a_file_keeps_its_id_whether_it_is_shared_or_not() {
        let mut sources = Sources::new();
        let (a, b) = (sources.add("a.toml", "1"), sources.add("b.toml", "2"));
        sources.share();
        let mut clone = sources.clone();
        assert!(Arc::ptr_eq(&clone.shared, &sources.shared) && clone.own.files.is_empty());
        let (again, other) = (clone.add("a.toml", "1"), clone.add("a.toml", "other"));
        assert_eq!((again, clone.get(other).text()), (a, "other"));
        assert_eq!(clone.add("a.toml", "other"), other);
        let names: Vec<(FileId, &str)> = clone.iter().map(|(id, file)| (id, file.name())).collect();
        assert_eq!(names, [(a, "a.toml"), (b, "b.toml"), (other, "a.toml")]);
        assert_eq!((clone.get(b).text(), sources.iter().count()), ("2", 2));
    }
}
