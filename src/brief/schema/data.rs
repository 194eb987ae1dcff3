//! `[data]`: files of values of indicators.

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::tree::{Located, Table, Text};

/// A `[data]`.
#[derive(Debug, Clone)]
pub struct RawData {
    pub files: Vec<RawDataFile>,
    pub baseline: Option<Located<i64>>,
}

/// One of its files: of `files`, or a `[[data.file]]`.
#[derive(Debug, Clone)]
pub struct RawDataFile {
    pub path: Text,
    /// What release it is of, where the file does not say so.
    pub release: Option<Text>,
}

impl RawData {
    /// Reads the table.
    pub fn read(table: Table<'_>) -> Self {
        let release = table.text("release");
        let with = |path: Text, own: Option<Text>| RawDataFile {
            path,
            release: own.or_else(|| release.clone()),
        };
        let mut files: Vec<RawDataFile> =
            table.texts("files").into_iter().map(|path| with(path, None)).collect();
        for own in table.tables("file") {
            let (path, release) = (own.required_text("path"), own.text("release"));
            own.finish();
            files.extend(path.map(|path| with(path, release)));
        }
        let named = ["files", "file"].iter().any(|key| table.place(key).is_some());
        let says_none = files.is_empty() && table.has_empty_list("files");
        if let Some(span) = table.place("files").filter(|_| says_none) {
            let mut found = Diagnostics::new();
            found.push(
                Diagnostic::new(Code::ValuesUnused, "no file of values is named")
                    .at(span)
                    .key(table.path("files"))
                    .help("name one: `files = [\"data/values.csv\"]`, or take `[data]` out"),
            );
            table.report(found);
        }
        if !named {
            table.missing_all(
                &["files", "file"],
                "add `files = [\"data/values.csv\"]`, files of the SDG data portal",
            );
        }
        let baseline = table.integer("baseline");
        table.finish();
        Self { files, baseline }
    }
}
