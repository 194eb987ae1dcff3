//! JSON Schemas of what users write, for their editors: made from what the code that reads the files asks
//! for ([`TableShape`](crate::tree::TableShape)), with what `keys.toml` says of each key.

mod choices;
mod file;
mod json;
#[cfg(test)]
mod page;
mod translation;
mod words;

pub use self::choices::Choices;
pub use self::file::WrittenFile;
pub use self::json::{MADE, schema, schema_of_translations};

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::WrittenFile;
    use crate::tree::{KeyKind, LISTS, SINGLE, TableShape};

    /// The paths of the tables in a shape, and whether there are several of each.
    fn tables(shape: &TableShape, within: &str, all: &mut BTreeSet<(bool, String)>) {
        for (key, own) in &shape.keys {
            let path = if within.is_empty() { key.clone() } else { format!("{within}.{key}") };
            let is_list = own.kinds.contains(&KeyKind::Tables);
            if is_list || own.kinds.contains(&KeyKind::Table) {
                all.insert((is_list, path.clone()));
            }
            tables(&own.table, &path, all);
        }
    }

    #[test]
    fn headers_in_double_brackets_and_single_ones_are_those_that_files_are_read_for() {
        let mut all = BTreeSet::new();
        for file in WrittenFile::ALL {
            tables(&file.shape(), "", &mut all);
        }
        let lists: BTreeSet<&str> =
            all.iter().filter(|(is_list, _)| *is_list).map(|(_, path)| path.as_str()).collect();
        assert_eq!(lists, LISTS.into());
        let single = all.iter().map(|(_, path)| path.as_str());
        let single: BTreeSet<&str> =
            single.filter(|path| !path.contains('.') && !lists.contains(path)).collect();
        assert_eq!(single, SINGLE.into());
    }
}
