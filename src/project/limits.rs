//! `[limits]`: what a project needs more of than the program takes.

use crate::diag::{Code, Diagnostic, Diagnostics, FileId, Sources};
use crate::limits::{Grouped, Limits, SETTABLE};
use crate::tree::{Reader, Table, TomlDocument};

/// Reads the table.
pub(super) fn read(table: Table<'_>, reader: &Reader) -> Limits {
    let mut limits = Limits::default();
    for limit in SETTABLE {
        let Some(number) = table.integer(limit.key) else { continue };
        let (least, most) = limit.range;
        match u32::try_from(number.value).ok().filter(|value| (least..=most).contains(value)) {
            Some(value) => limits.set(limit.key, value),
            None => reader.push(
                Diagnostic::new(
                    Code::BadValue,
                    format!("`{}` cannot be {}", limit.key, number.value),
                )
                .at(number.span)
                .key(&number.key)
                .help(format!(
                    "it takes {} to {} ({}), and is {} where it is not set",
                    Grouped(least.into()),
                    Grouped(most.into()),
                    limit.unit,
                    Grouped(limit.default.into())
                )),
            ),
        }
    }
    table.finish();
    limits
}

/// The limits that a project file sets, whatever else is wrong with it: they hold for what is read
/// before anything is said of it.
pub fn limits_of(file: FileId, sources: &Sources) -> Limits {
    let document = TomlDocument::parse(sources, file, &mut Diagnostics::new());
    let reader = Reader::new();
    let table = document.root(&reader).table("limits");
    table.map_or_else(Limits::default, |table| read(table, &reader))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_all(toml: &str) -> (Limits, Vec<String>) {
        let mut sources = Sources::new();
        let file = sources.add("briefpress.toml", toml);
        let document = TomlDocument::parse(&sources, file, &mut Diagnostics::new());
        let reader = Reader::new();
        let limits = read(document.root(&reader).table("limits").unwrap(), &reader);
        let mut found = Diagnostics::new();
        document.report(reader, &mut found);
        assert_eq!(limits_of(file, &sources), limits);
        (limits, found.iter().map(|d| format!("{} {:?}", d.message, d.help)).collect())
    }

    #[test]
    fn each_limit_takes_what_is_in_its_range_and_no_more() {
        for limit in SETTABLE {
            for value in [limit.range.0, limit.range.1] {
                let (limits, found) = read_all(&format!("[limits]\n{} = {value}\n", limit.key));
                let mut wanted = Limits::default();
                wanted.set(limit.key, value);
                assert_eq!((limits, found), (wanted, Vec::new()), "{}", limit.key);
            }
            for value in [i64::from(limit.range.0) - 1, i64::from(limit.range.1) + 1, -1, i64::MAX]
            {
                let (limits, found) = read_all(&format!("[limits]\n{} = {value}\n", limit.key));
                assert_eq!(limits, Limits::default());
                assert_eq!(found.len(), 1, "{found:?}");
                assert!(found[0].contains(limit.unit), "{found:?}");
            }
        }
        assert_eq!(read_all("[limits]\nimages = 3\n").1.len(), 1);
    }

    /// What users read has every limit that a project may set, as the program has it.
    #[test]
    fn the_documentation_has_each_limit() {
        let table = include_str!("../../docs/limits.md");
        for limit in SETTABLE {
            let [least, most] = [limit.range.0, limit.range.1].map(|n| Grouped(n.into()));
            let default = Grouped(limit.default.into());
            let row = format!("| `{}` | {default} | {least} to {most} |", limit.key);
            assert!(table.contains(&row), "no row begins with: {row}");
        }
    }
}
