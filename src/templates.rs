//! The templates built into the program, and the files of a project that shadow them.

use std::collections::BTreeMap;

macro_rules! built_in {
    ($($path:literal,)+) => {
        /// The built-in files by path below `templates/`. A test compares the list with the folder.
        const BUILT_IN: &[(&str, &str)] =
            &[$(($path, include_str!(concat!("../templates/", $path))),)+];
    };
}

built_in! {
    "README.md",
    "brief/main.typ",
    "combined/main.typ",
    "indicators/main.typ",
    "labels/ar.toml",
    "labels/en.toml",
    "labels/es.toml",
    "labels/fr.toml",
    "labels/hi.toml",
    "labels/km.toml",
    "labels/lo.toml",
    "labels/my.toml",
    "labels/pt.toml",
    "labels/ru.toml",
    "labels/th.toml",
    "labels/vi.toml",
    "labels/zh-Hans.toml",
    "shared/abbreviations.typ",
    "shared/back.typ",
    "shared/boxes.typ",
    "shared/chart-lines.typ",
    "shared/chart-parts.typ",
    "shared/chart-rows.typ",
    "shared/chart-shares.typ",
    "shared/chart.typ",
    "shared/combined-table.typ",
    "shared/cover.typ",
    "shared/estimate.typ",
    "shared/figure-list.typ",
    "shared/figure.typ",
    "shared/findings.typ",
    "shared/front-matter.typ",
    "shared/front.typ",
    "shared/goals.typ",
    "shared/indicator-table.typ",
    "shared/layout.typ",
    "shared/masthead.typ",
    "shared/matrix.typ",
    "shared/place-table.typ",
    "shared/press.typ",
    "shared/prose.typ",
    "shared/recommendations.typ",
    "shared/sections.typ",
    "shared/sheet.typ",
    "shared/signs.typ",
    "shared/table.typ",
    "shared/tables.typ",
    "shared/tear-off.typ",
    "shared/theme.typ",
    "shared/value-notes.typ",
    "shared/values.typ",
}

/// The name of the folder, in a project as in the program.
pub const FOLDER: &str = "templates";

/// The file that a template begins with.
pub const MAIN: &str = "main.typ";

/// A template that `template eject` copies: a folder below `templates/`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Template {
    /// The name of its folder.
    pub name: &'static str,
    /// What it is.
    pub about: &'static str,
}

/// The templates, in the order in which they are listed.
pub const TEMPLATES: [Template; 5] = [
    Template { name: "brief", about: "the policy brief" },
    Template { name: "indicators", about: "the indicator table" },
    Template { name: "combined", about: "one indicator table of several briefs" },
    Template { name: "shared", about: "the parts that all are made of" },
    Template { name: "labels", about: "the words they print, one file a language" },
];

impl Template {
    /// The template of a name.
    pub fn named(name: &str) -> Option<Self> {
        TEMPLATES.into_iter().find(|template| template.name == name)
    }

    /// Its built-in files by path below `templates/`.
    pub fn files(self) -> impl Iterator<Item = (&'static str, &'static str)> {
        BUILT_IN.iter().copied().filter(move |(path, _)| {
            path.strip_prefix(self.name).is_some_and(|rest| rest.starts_with('/'))
        })
    }
}

/// The description of the data that templates receive.
pub fn readme() -> &'static str {
    built_in("README.md").expect("the description is built in")
}

/// A built-in file.
pub fn built_in(path: &str) -> Option<&'static str> {
    BUILT_IN.iter().find(|(name, _)| *name == path).map(|(_, text)| *text)
}

/// The built-in file whose name a path, of a file that is none of them, is nearly: in other capitals,
/// with something after it, or with a folder called as nobody meant it.
pub fn nearly_built_in(path: &str) -> Option<&'static str> {
    if built_in(path).is_some() {
        return None;
    }
    let lower = path.to_lowercase();
    let plural = |folder: &str| folder.trim_end_matches('s').to_string();
    let meant = |name: &str| {
        let (folder, rest) = name.split_once('/').unwrap_or(("", name));
        let (own, own_rest) = lower.split_once('/').unwrap_or(("", &lower));
        let after = own_rest.strip_prefix(&rest.to_lowercase());
        plural(own) == plural(folder)
            && after.is_some_and(|after| after.is_empty() || after.starts_with('.'))
    };
    BUILT_IN.iter().map(|(name, _)| *name).find(|name| *name != "README.md" && meant(name))
}

/// All files that templates may read, by path below `templates/`: the built-in ones and, over
/// them, those of the project.
#[derive(Debug, Clone, Default)]
pub struct TemplateFiles(BTreeMap<String, Vec<u8>>);

impl TemplateFiles {
    /// The built-in files with a project's own over them.
    pub fn shadowed_by(project: BTreeMap<String, Vec<u8>>) -> Self {
        let mut files: BTreeMap<String, Vec<u8>> = BUILT_IN
            .iter()
            .map(|(path, text)| ((*path).to_string(), text.as_bytes().to_vec()))
            .collect();
        files.extend(project);
        Self(files)
    }

    /// These files and no others.
    pub fn of(files: BTreeMap<String, Vec<u8>>) -> Self {
        Self(files)
    }

    /// A file.
    pub fn get(&self, path: &str) -> Option<&[u8]> {
        self.0.get(path).map(Vec::as_slice)
    }

    /// The templates that a brief can name: folders with a main file, but for those of the indicator
    /// table, which is made of every brief.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let names = self.0.keys().filter_map(|path| path.strip_suffix(MAIN)?.strip_suffix('/'));
        names.filter(|name| !name.contains('/') && *name != "indicators")
    }

    /// The files by path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.0.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_nearly_built_in_are_found() {
        for (path, meant) in [
            ("brief/main.typ", None),
            ("brief/Main.typ", Some("brief/main.typ")),
            ("brief/main.typ.txt", Some("brief/main.typ")),
            ("Brief/main.typ", Some("brief/main.typ")),
            ("briefs/main.typ", Some("brief/main.typ")),
            ("label/fr.toml", Some("labels/fr.toml")),
            ("labels/zh-hans.toml", Some("labels/zh-Hans.toml")),
            ("labels/sw.toml", None),
            ("brief/own.typ", None),
            ("own/main.typ", None),
            ("shared/theme-2.typ", None),
        ] {
            assert_eq!(nearly_built_in(path), meant, "{path}");
        }
    }

    #[test]
    fn every_file_of_the_folder_is_built_in() {
        fn walk(folder: &std::path::Path, prefix: &str, found: &mut Vec<String>) {
            for entry in std::fs::read_dir(folder).unwrap() {
                let entry = entry.unwrap();
                let name = format!("{prefix}{}", entry.file_name().to_str().unwrap());
                if entry.path().is_dir() {
                    walk(&entry.path(), &format!("{name}/"), found);
                } else {
                    found.push(name);
                }
            }
        }
        let mut found = Vec::new();
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(FOLDER);
        walk(&folder, "", &mut found);
        found.sort();
        let built_in: Vec<&str> = BUILT_IN.iter().map(|(path, _)| *path).collect();
        assert_eq!(found, built_in);
        for template in TEMPLATES {
            assert!(template.files().count() > 0, "{}", template.name);
        }
    }
}
