//! `index.html`: the page that shows a release by country and language. Where one page has room for all, there
//! is no other. Else it leads to a page of each country or area, or several of one with many briefs, and
//! searches them all. It needs no network, and is read from the file system as well as from a server.

mod again;
mod alike;
mod entries;
mod frame;
mod html;
mod names;
mod one;
mod pages;
mod parts;
mod places;
mod search;
mod tongues;
mod words;

use std::sync::Arc;

use self::pages::PutPage;
use self::places::GatheredRelease;
use self::tongues::Tongues;
use super::entry::Entry;
use super::files::{FilesByBrief, ReleaseHead, artifacts};
use super::names::INDEX;

pub use alike::is_shown_alike;
pub use names::is_index_page;

/// Most bytes of a page, or of what it loads: a browser opens it at once.
const LARGEST: usize = 500_000;

/// How many bytes of briefs are had at once. Their files are read in the order of their ids, and pages have them in another:
/// the more pages are made together, the fewer times files are read.
const AT_ONCE: usize = 32 << 20;

/// The pages of a release. All files are shown to it first, brief by brief, and little is kept of them: some 300 bytes a brief.
/// Where the pages are made, those of each brief are had once more.
#[derive(Default)]
pub struct ReleaseIndex {
    gathered: GatheredRelease,
    tongues: Tongues,
}

impl ReleaseIndex {
    /// Looks at the files of a brief, in the order of their paths.
    pub fn see(&mut self, files: &[Arc<Entry>]) {
        self.gathered.add(&artifacts(files), &self.tongues);
    }

    /// Looks at the tables of several briefs.
    pub fn see_combined(&mut self, files: &[Arc<Entry>]) {
        self.gathered.add_combined(&artifacts(files));
    }

    /// Makes the pages by their paths, `index.html` last: it leads to the others. Each is handed on as soon as it is made.
    /// `files` are those that were seen.
    ///
    /// # Errors
    ///
    /// The files cannot be had, or a page is not taken.
    pub fn pages<E>(
        self,
        head: &ReleaseHead<'_>,
        files: &dyn FilesByBrief<E>,
        put: PutPage<'_, E>,
    ) -> Result<(), E> {
        self.pages_of(head, files, AT_ONCE, put)
    }

    /// The same with so many bytes of briefs at once.
    fn pages_of<E>(
        self,
        head: &ReleaseHead<'_>,
        files: &dyn FilesByBrief<E>,
        at_once: usize,
        put: PutPage<'_, E>,
    ) -> Result<(), E> {
        let Self { gathered, tongues } = self;
        let release = gathered.finish();
        match one::one_page(head, &release, files, LARGEST, &tongues)? {
            Some(page) => put(INDEX, page),
            None => pages::pages(head, &release, files, at_once, put, &tongues),
        }
    }

    /// Goes through all files.
    fn of<E>(files: &dyn FilesByBrief<E>) -> Result<Self, E> {
        let mut index = Self::default();
        files.each(&mut |files| {
            index.see(files);
            Ok(())
        })?;
        index.see_combined(&files.combined()?);
        Ok(index)
    }
}

/// Makes the pages of a release by their paths, `index.html` last: it leads to the others. Each is handed on as soon as it is
/// made.
///
/// # Errors
///
/// The files cannot be had, or a page is not taken.
pub fn index_pages<E>(
    head: &ReleaseHead<'_>,
    files: &dyn FilesByBrief<E>,
    put: PutPage<'_, E>,
) -> Result<(), E> {
    ReleaseIndex::of(files)?.pages(head, files, put)
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::convert::Infallible;

    use serde_json::{Value, json};

    use super::entries::{PageLinks, brief, by_language, original};
    use super::*;
    use crate::release::files::{ManifestFiles, SeeBrief};
    use crate::release::manifest::Manifest;

    /// Briefs about several places, of which some have titles in common or very long ones, in six languages and both
    /// editions, with tables of all of them.
    fn manifest(briefs: usize) -> Manifest {
        let digest = "0".repeat(64);
        let file = |path: String, id: &str, language: &str, document: &str, edition: &str| {
            json!({
                "path": path, "brief": id, "title": "One table", "country": "", "language": language,
                "document": document, "edition": edition, "date": "2026-01-01", "status": "final",
                "translation": null, "pages": 4, "glyphs": 9000, "bytes": 123_456, "sha256": digest,
                "standards": [], "fonts": [], "warnings": [], "thumbnail": null, "sheets": [],
                "inputs": [], "fingerprint": digest,
            })
        };
        let (mut files, mut ids) = (Vec::new(), Vec::new());
        let languages = ["en", "fr", "ar", "km", "th", "zh-Hans"];
        for number in 0..briefs {
            // Neither dates nor countries go with ids.
            let id = format!("brief-{}", number * 7919 % 10_000);
            let code = ["KH", "KH", "KH", "TH", "XQ", "035"][number % 6];
            let kind = if code == "035" { "region" } else { "country" };
            for language in &languages[..1 + number % 6] {
                let title = match number % 5 {
                    0 => "<The same> title".to_string(),
                    1 => format!("{number} & \"so on\" {}", "សេចក្តីសម្រេច ".repeat(number % 40)),
                    _ => format!("Decision {number} in {language}"),
                };
                let documents = ["brief", "indicators"].iter().take(1 + number % 2);
                for (document, edition) in documents
                    .flat_map(|document| ["print", "screen"].map(|edition| (document, edition)))
                {
                    let path = format!("{id}/{id}.{language}.{document}.{edition}.pdf");
                    let mut file = file(path, &id, language, document, edition);
                    file["title"] = title.clone().into();
                    file["date"] =
                        format!("20{:02}-{:02}-01", 10 + number % 13, 1 + number % 12).into();
                    file["place"] =
                        json!({ "kind": kind, "codes": [code], "names": [code], "name": code });
                    if *language != "en" {
                        file["translation"] =
                            json!({ "status": "draft", "percent": 9, "missing": 1, "stale": 2 });
                    }
                    let other = |ending: &str| {
                        let path = format!("{id}/{id}.{language}.{ending}");
                        json!({ "format": ending, "path": path, "bytes": 9, "sha256": digest })
                    };
                    match *document {
                        "brief" => file["thumbnail"] = other("png"),
                        _ => file["sheets"] = ["csv", "xlsx"].map(other).to_vec().into(),
                    }
                    files.push(file);
                }
            }
            ids.push(id);
        }
        for language in languages {
            let mut file = file(format!("all.{language}.pdf"), "", language, "combined", "screen");
            file["briefs"] = ids.clone().into();
            files.push(file);
        }
        files.sort_by_cached_key(|file| file["path"].as_str().map(String::from));
        manifest_of(&files)
    }

    fn manifest_of(files: &[Value]) -> Manifest {
        let manifest = json!({
            "format": 1, "publisher": "An office", "epoch": null, "complete": true, "failed": [],
            "shard": null, "inputs": [], "files": files, "tool":
            { "name": "briefpress", "version": "1.0", "sources": "0".repeat(64), "typst": "0.1" },
        });
        Manifest::from_json(manifest.to_string().as_bytes()).unwrap()
    }

    fn pages_of<E>(
        head: &ReleaseHead<'_>,
        files: &dyn FilesByBrief<E>,
        at_once: usize,
        put: PutPage<'_, E>,
    ) -> Result<(), E> {
        ReleaseIndex::of(files)?.pages_of(head, files, at_once, put)
    }

    fn pages(manifest: &Manifest, at_once: usize) -> Vec<(String, String)> {
        let mut pages = Vec::new();
        let files = ManifestFiles::of(manifest);
        let done: Result<(), Infallible> =
            pages_of(&ReleaseHead::of(manifest), &files, at_once, &mut |path, page| {
                pages.push((path.to_string(), page));
                Ok(())
            });
        done.unwrap();
        pages
    }

    /// Files that are let go once they were looked at, and of which some cannot be had.
    struct Fleeting<'a> {
        manifest: &'a Manifest,
        lost: Option<&'a str>,
        asked: Cell<usize>,
    }

    /// Copies, which are there no longer than they are looked at.
    fn copies(files: &[Arc<Entry>]) -> Vec<Arc<Entry>> {
        files.iter().map(|entry| Arc::new(Entry::clone(entry))).collect()
    }

    impl FilesByBrief<String> for Fleeting<'_> {
        fn briefs(&self) -> usize {
            FilesByBrief::<String>::briefs(&ManifestFiles::of(self.manifest))
        }

        fn each(&self, see: SeeBrief<'_, String>) -> Result<(), String> {
            ManifestFiles::of(self.manifest).each(&mut |files| see(&copies(files)))
        }

        fn of(&self, briefs: &[&str], see: SeeBrief<'_, String>) -> Result<(), String> {
            assert!(briefs.is_sorted_by(|a, b| a < b), "{briefs:?}");
            self.asked.update(|times| times + 1);
            if let Some(lost) = self.lost.filter(|lost| briefs.contains(lost)) {
                return Err(format!("{lost} is lost"));
            }
            ManifestFiles::of(self.manifest).of(briefs, &mut |files| see(&copies(files)))
        }

        fn combined(&self) -> Result<Vec<Arc<Entry>>, String> {
            let combined: Result<_, String> = ManifestFiles::of(self.manifest).combined();
            combined.map(|files| copies(&files))
        }
    }

    #[test]
    fn pages_are_the_same_however_little_of_them_is_held() {
        for briefs in [0, 1, 20, 700] {
            let manifest = manifest(briefs);
            let expected = pages(&manifest, AT_ONCE);
            assert_eq!(expected.len() > 1, briefs == 700);
            assert_eq!(expected.last().unwrap().0, INDEX);
            assert!(pages(&manifest, 0) == expected, "a page at a time");
            assert!(pages(&manifest, 1_000_000) == expected, "some pages at a time");
            let files = Fleeting { manifest: &manifest, lost: None, asked: Cell::default() };
            let mut found = Vec::new();
            index_pages(&ReleaseHead::of(&manifest), &files, &mut |path, page| {
                found.push((path.to_string(), page));
                Ok(())
            })
            .unwrap();
            assert!(found == expected, "files that are not held");
            assert_eq!(files.asked.get(), 1, "for all pages at once");
        }
    }

    #[test]
    fn what_is_measured_is_what_is_written() {
        let manifest = manifest(300);
        let files = ManifestFiles::of(&manifest);
        let index: Result<_, Infallible> = ReleaseIndex::of(&files);
        let ReleaseIndex { gathered, tongues } = index.unwrap();
        let mut measured = 0;
        for country in &gathered.finish().countries {
            for own in &country.briefs {
                for (base, has_places) in [("", false), ("../", true)] {
                    let way = PageLinks { base, has_places };
                    let size = country.size(own, way);
                    let done: Result<(), Infallible> = files.of(&[&own.id], &mut |files| {
                        let files = artifacts(files);
                        let languages = by_language(&files, &tongues);
                        let first = original(&languages).unwrap();
                        let told_apart = country.told_apart(own, first, &tongues);
                        let html = brief(&country.name, &languages, &told_apart, way, &tongues);
                        assert_eq!(html.size(), size, "{}", own.id);
                        measured += 1;
                        Ok(())
                    });
                    done.unwrap();
                }
            }
        }
        assert_eq!(measured, 600);
    }

    #[test]
    fn where_files_cannot_be_had_or_pages_are_not_taken_no_more_are_made() {
        let manifest = manifest(700);
        let head = ReleaseHead::of(&manifest);
        let all: Vec<String> = pages(&manifest, 0).into_iter().map(|(path, _)| path).collect();
        let of = |lost| Fleeting { manifest: &manifest, lost, asked: Cell::default() };
        for (at, stop) in all.iter().enumerate().step_by(9) {
            let (files, mut taken) = (of(None), 0);
            let told = pages_of(&head, &files, 0, &mut |path, _| {
                taken += 1;
                if path == stop { Err(format!("no {path}")) } else { Ok(()) }
            });
            assert_eq!((told, taken), (Err(format!("no {stop}")), at + 1));
            assert!(files.asked.get() <= at + 1, "{stop}");
        }
        let mut taken = Vec::new();
        let told = pages_of(&head, &of(Some("brief-7919")), 0, &mut |path, _| {
            taken.push(path.to_string());
            Ok(())
        });
        assert_eq!(told, Err("brief-7919 is lost".to_string()));
        assert!(all.starts_with(&taken) && taken.len() < all.len());
    }
}
