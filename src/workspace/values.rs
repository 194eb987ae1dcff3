//! Files of values that briefs and their project name: each is read once, and only what the briefs are
//! about is kept of it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rayon::prelude::*;

use super::files::BriefFiles;
use super::folders::BRIEFS;
use super::model::Workspace;
use crate::brief::{RawBrief, RawData, RawDataFile, ValuesAround};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::disk::{EnvError, ReadRefusal, open_within};
use crate::l10n::{country_codes, country_facts};
use crate::release::{DigestReader, Input, Role};
use crate::tree::{Reader, TomlDocument};
use crate::values::{
    FileValues, JoinFault, JoinFile, Observations, ValuesFault, ValuesFaultKind, ValuesNote,
    WantedValues, read_values,
};

/// So many bytes of values take as long to read as a brief does.
const AS_LONG_AS_A_BRIEF: u64 = 256 << 10;

/// How many briefs, and no fewer than `least`, are to be read at a time so that the project's files of values,
/// which are read with each lot of them, take no longer than the briefs do.
pub fn briefs_at_a_time(workspace: &Workspace, least: usize) -> usize {
    let data = workspace.config.as_ref().and_then(|config| config.data.as_ref());
    let files = data.iter().flat_map(|data| &data.files);
    let length = |file: &RawDataFile| {
        workspace.root.join(&file.path.value).metadata().map_or(0, |there| there.len())
    };
    let bytes: u64 = files.map(length).sum();
    usize::try_from(bytes / AS_LONG_AS_A_BRIEF).unwrap_or(usize::MAX).max(least)
}

/// Files of values, by their paths from the project.
#[derive(Debug, Default)]
pub struct ValuesFiles(BTreeMap<String, ReadFile>);

/// What came of reading one.
#[derive(Debug)]
enum ReadFile {
    Values(FileValues),
    Wrong(Vec<ValuesFault>),
    /// It is not read, and why; the message has no place yet.
    Refused(Box<Diagnostic>),
    /// The environment failed, which is told elsewhere.
    Failed,
}

/// The files of values that a brief has: its own, or else those of its project.
pub struct ValuesOf<'r> {
    raw: &'r RawData,
    paths: Vec<String>,
}

impl<'r> ValuesOf<'r> {
    /// `None` where neither names any.
    pub fn new(raw: &'r RawBrief, project: Option<&'r RawData>, id: &str) -> Option<Self> {
        let (raw, folder) = match &raw.data {
            Some(own) => (own, format!("{BRIEFS}/{id}/")),
            None => (project?, String::new()),
        };
        let path = |file: &RawDataFile| {
            let path = file.path.value.as_str();
            let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
            for part in path.split('/') {
                match part {
                    "" | "." => {}
                    ".." if parts.last().is_some_and(|last| *last != "..") => {
                        parts.pop();
                    }
                    part => parts.push(part),
                }
            }
            parts.join("/")
        };
        let paths = raw.files.iter().map(path).collect();
        Some(Self { raw, paths })
    }
}

impl ValuesFiles {
    /// Reads what briefs name, each file once.
    pub fn read(workspace: &mut Workspace, briefs: &[BriefFiles]) -> Self {
        let project = workspace.config.as_ref().and_then(|config| config.data.as_ref());
        let named = workspace.config.as_ref().map_or(&[][..], |config| &config.places);
        let shared = &*workspace;
        let wanted_by = |files: &BriefFiles| -> Option<(Vec<String>, WantedValues)> {
            let file = files.brief?;
            let text = shared.sources.get(file).text();
            if project.is_none() && !text.contains("data") {
                return None;
            }
            let document = TomlDocument::parse(&shared.sources, file, &mut Diagnostics::new());
            let reader = Reader::new();
            let raw = RawBrief::read(document.root(&reader));
            let of = ValuesOf::new(&raw, project, &files.id)?;
            Some((of.paths, raw.wanted_values(&shared.framework, named)))
        };
        let wanted: Vec<_> = briefs.par_iter().filter_map(wanted_by).collect();
        let mut files: BTreeMap<String, WantedValues> = BTreeMap::new();
        for (paths, wanted) in &wanted {
            for path in paths {
                files.entry(path.clone()).or_default().add(wanted);
            }
        }
        let read = files.into_par_iter().map(|(path, wanted)| {
            let read = read_file(shared, &path, &wanted);
            (path, read)
        });
        let read: Vec<(String, _)> = read.collect();
        let mut all = BTreeMap::new();
        for (path, read) in read {
            let (read, input) = match read {
                Ok(read) => read,
                Err(failure) => {
                    workspace.failures.push(failure);
                    (ReadFile::Failed, None)
                }
            };
            if let Some(input) = input {
                workspace.inputs.add_values(input);
            }
            all.insert(path, read);
        }
        Self(all)
    }

    /// What the files say that a brief has; what is wrong with them is reported where they are named.
    /// `None` where something is.
    pub fn of<'s>(
        &'s self,
        of: &'s ValuesOf<'_>,
        found: &mut Diagnostics,
    ) -> Result<Observations<'s>, ValuesRefused> {
        // A list without a file that can be named is told of where it stands.
        let mut refused = of.raw.files.is_empty().then_some(ValuesRefused);
        let mut files = Vec::new();
        let whole = self.whole(of);
        for (file, path) in of.raw.files.iter().zip(&of.paths) {
            let at = |diagnostic: Diagnostic| diagnostic.at(file.path.span).key(&file.path.key);
            match self.0.get(path) {
                Some(ReadFile::Values(values)) => {
                    for note in values.notes.iter().filter(|note| !whole.contains(&page_of(note))) {
                        if let Some(note) = noted(note, path) {
                            found.push(at(note));
                        }
                    }
                    let release = file.release.as_ref().map(|text| text.value.as_str());
                    if let Some(other) = release.and_then(|own| other_release(values, own, path)) {
                        found.push(at(other));
                    }
                    files.push(JoinFile { values, release });
                }
                Some(ReadFile::Wrong(faults)) => {
                    refused = Some(ValuesRefused);
                    for fault in faults {
                        found.push(at(faulty(fault, path)));
                    }
                }
                Some(ReadFile::Refused(refusal)) => {
                    refused = Some(ValuesRefused);
                    found.push(at((**refusal).clone()));
                }
                Some(ReadFile::Failed) | None => refused = Some(ValuesRefused),
            }
        }
        if let Some(refused) = refused {
            return Err(refused);
        }
        let joined = Observations::join(&files);
        for fault in &joined.faults {
            refused = Some(ValuesRefused);
            let at = match fault {
                JoinFault::NoRelease { file, .. } => *file,
                JoinFault::Conflict(own) | JoinFault::Unranked(own) => own.file,
            };
            let file = &of.raw.files[at].path;
            found.push(jointly(fault, &of.paths).at(file.span).key(&file.key));
        }
        for ((earlier, later), (count, first)) in &joined.revised {
            let (own, other) = (&of.paths[first.file], &of.paths[first.other]);
            let left = match count {
                1 => "a value of release".to_string(),
                count => format!("{count} values of release"),
            };
            let message = format!(
                "{left} {earlier} gave way to release {later}: {} is `{}` in {own}, {}, and `{}` in {other}, {}",
                first.about, first.values[0], first.place, first.values[1], first.other_place
            );
            let Some(file) = of.raw.files.get(first.file) else { continue };
            let note = Diagnostic::new(Code::ValuesRevised, message);
            let help = "take the older file out, or allow this lint";
            found.push(note.at(file.path.span).key(&file.path.key).help(help));
        }
        refused.map_or(Ok(joined), Err)
    }
}

impl ValuesFiles {
    /// Of how many pages, with how many values, there are all among the files.
    fn whole(&self, of: &ValuesOf<'_>) -> BTreeSet<Option<PagesOf>> {
        let mut pages: BTreeMap<PagesOf, BTreeSet<u64>> = BTreeMap::new();
        for path in &of.paths {
            let Some(ReadFile::Values(values)) = self.0.get(path) else { continue };
            for note in &values.notes {
                if let (ValuesNote::Page { number, .. }, Some(of)) = (note, page_of(note)) {
                    pages.entry(of).or_default().insert(*number);
                }
            }
        }
        let all = |((of, _), numbers): &(PagesOf, BTreeSet<u64>)| {
            numbers.len() as u64 == *of && numbers.iter().all(|number| (1..=*of).contains(number))
        };
        pages.into_iter().filter(all).map(|(of, _)| Some(of)).collect()
    }
}

/// How many pages an answer has, and how many values.
type PagesOf = (u64, Option<u64>);

/// The pages that a file is one of.
fn page_of(note: &ValuesNote) -> Option<PagesOf> {
    match note {
        ValuesNote::Page { of, values, .. } => Some((*of, *values)),
        _ => None,
    }
}

/// That files of values cannot be used, which has been reported.
pub struct ValuesRefused;

impl ValuesOf<'_> {
    /// What a brief is resolved among.
    pub fn around<'a>(
        &'a self,
        observations: &'a Observations<'a>,
        found: &mut Diagnostics,
    ) -> ValuesAround<'a> {
        let baseline = self.raw.baseline.as_ref().and_then(|year| {
            let known = u16::try_from(year.value).ok().filter(|year| (1900..=2100).contains(year));
            if known.is_none() {
                let message = format!("`{}` is no year", year.value);
                let help = "write the year alone, such as `baseline = 2015`";
                found.push(
                    Diagnostic::new(Code::BadValue, message)
                        .at(year.span)
                        .key(&year.key)
                        .help(help),
                );
            }
            known
        });
        ValuesAround { observations, baseline, files: &self.paths }
    }
}

fn read_file(
    workspace: &Workspace,
    path: &str,
    wanted: &WantedValues,
) -> Result<(ReadFile, Option<Input>), EnvError> {
    if path.contains('\\') {
        let refused = ReadRefusal::Backslash.diagnostic(path);
        return Ok((ReadFile::Refused(Box::new(refused)), None));
    }
    let place = workspace.root.join(Path::new(path));
    let file = match open_within(&place, &workspace.root, workspace.limits.data())? {
        Ok(file) => file,
        Err(refusal) => {
            return Ok((ReadFile::Refused(Box::new(refusal.diagnostic(path))), None));
        }
    };
    let mut from = DigestReader::new(file);
    let read = read_values(&mut from, wanted);
    // A file with a fault may not have been read to its end; nothing is made from it.
    let digest = from.finish().map_err(|cause| EnvError::new("cannot read", &place, cause))?;
    let input = Input { role: Role::Values, path: path.to_string(), sha256: digest };
    Ok((read.map_or_else(ReadFile::Wrong, ReadFile::Values), Some(input)))
}

/// A fault in a file, in the words of a message: what stands in it has no place that could be shown.
fn faulty(fault: &ValuesFault, path: &str) -> Diagnostic {
    let code = match fault.kind {
        ValuesFaultKind::Foreign => Code::ValuesForeign,
        ValuesFaultKind::Broken => Code::ValuesBroken,
        ValuesFaultKind::Empty => Code::DataEmpty,
        ValuesFaultKind::Cell => Code::ValuesCell,
        ValuesFaultKind::TooLarge => Code::DataTooLarge,
    };
    let place = if fault.place.is_empty() { String::new() } else { format!(", {}", fault.place) };
    Diagnostic::new(code, format!("{path}{place}: {}", fault.message)).help(fault.help.as_str())
}

/// Something that is told of a file.
fn noted(note: &ValuesNote, path: &str) -> Option<Diagnostic> {
    Some(match note {
        ValuesNote::Place { number, name } => {
            // Names of the United Nations have changed; that of another country is no such name.
            let mut all = country_codes();
            let (other, _) = all.find(|(_, known)| known.eq_ignore_ascii_case(name))?;
            if country_facts(other)?.number.parse() == Ok(*number) {
                return None;
            }
            let message = format!("{path}: area {number} is called {name} there, which is {other}");
            Diagnostic::new(Code::ValuesPlaceName, message)
                .help("the number counts; see whose values they are")
        }
        ValuesNote::Windows1252 => Diagnostic::new(
            Code::ValuesEncoding,
            format!("{path} is not UTF-8; it is read as Windows-1252"),
        )
        .help("see that names in it print as they should, or save it as UTF-8"),
        ValuesNote::Page { number, of, .. } => {
            Diagnostic::new(Code::ValuesPage, format!("{path} is page {number} of {of}"))
                .help("name the others, too, or ask the API for more values at once (`pageSize`)")
        }
        ValuesNote::Count { said, found } => Diagnostic::new(
            Code::ValuesCut,
            format!("{path} says that it has {said} values, and has {found}"),
        )
        .help("ask the API again; what is cut off misses values"),
        ValuesNote::Sheet(sheet) => Diagnostic::new(
            Code::ValuesSheet,
            format!("{path}, sheet `{sheet}`: it is not read, for no row of it heads columns such as `SeriesCode` and `GeoAreaCode`"),
        )
        .help("if it has values, give its columns the heads that the SDG data portal gives them"),
        ValuesNote::Column(head) => Diagnostic::new(
            Code::ValuesColumn,
            format!("{path}: the column `{head}` is not known and not read, and its cells differ between rows of one series"),
        )
        .help("if it parts the rows, give it the head that the SDG data portal gives it, such as `[Sex]`"),
        ValuesNote::Hidden(sheet) => Diagnostic::new(
            Code::ValuesHidden,
            format!("{path}, sheet `{sheet}`: it is hidden, and its values are read"),
        )
        .help("show it, or take it out of the workbook if it is not meant"),
        ValuesNote::HiddenRows { sheet, row, count } => {
            let what = match count {
                1 => format!("row {row} is hidden, and its value is read"),
                count => format!("{count} rows are hidden, row {row} the first, and their values are read"),
            };
            Diagnostic::new(Code::ValuesHidden, format!("{path}, sheet `{sheet}`: {what}"))
                .help("show them, or take them out of the workbook if they are not meant")
        }
        ValuesNote::Valueless { place, status, count } => {
            let rows = match count {
                1 => String::new(),
                count => format!("; so it is in {count} rows"),
            };
            let message = format!("{path}, {place}: the status `{status}` says that there is no value, and one stands there{rows}");
            Diagnostic::new(Code::ValuesStatus, message)
                .help("the status counts, and the value is left out; take the status away if the value is meant")
        }
        ValuesNote::Uncoded { place, cell, count } => {
            let what = match cell.as_str() {
                "" => "no indicator is named".to_string(),
                cell => format!("`{cell}` is no code of an indicator"),
            };
            let rows = if *count == 1 { "row is" } else { "rows are" };
            let message = format!("{path}, {place}: {what}; {count} such {rows} passed over");
            Diagnostic::new(Code::ValuesUncoded, message)
                .help("write the code as the framework does, such as `16.3.2`, or name the series on the indicator")
        }
        ValuesNote::Cut(place) => {
            Diagnostic::new(Code::ValuesCut, format!("{path}, {place}: the file ends within this line"))
                .help("see that nothing is missing, and end the line; what is cut off misses values")
        }
    })
}

/// What is said of a file that names another release than the brief does.
fn other_release(values: &FileValues, named: &str, path: &str) -> Option<Diagnostic> {
    let mut own = values.observations.iter().filter_map(|own| own.release.as_deref());
    let own = own.find(|own| !own.trim().eq_ignore_ascii_case(named.trim()))?;
    let message = format!("{path} says that it is of release {own}, and `release` is {named}");
    let help = "what the file says counts; take `release` out, or name the file that is meant";
    Some(Diagnostic::new(Code::ValuesOtherRelease, message).help(help))
}

/// What is wrong with files together.
fn jointly(fault: &JoinFault, paths: &[String]) -> Diagnostic {
    match fault {
        JoinFault::NoRelease { file, place } => {
            let path = &paths[*file];
            let message = format!("{path}, {place}: it is not said which release this is of");
            Diagnostic::new(Code::ValuesRelease, message).help(
                "add `release = \"2024.Q2\"`, as the SDG data portal says it where the file is had",
            )
        }
        JoinFault::Conflict(own) => {
            let message = format!(
                "{}, {}: {} is `{}`, and `{}` in {}, {}, of the same release",
                paths[own.file],
                own.place,
                own.about,
                own.values[0],
                own.values[1],
                paths[own.other],
                own.other_place
            );
            let help = "say which release each file is of, or take the wrong row out";
            Diagnostic::new(Code::ValuesConflict, message).help(help)
        }
        JoinFault::Unranked(own) => {
            let message = format!(
                "{}, {}: {} is `{}` in release {}, and `{}` in release {} of {}, {}; which release is later is not known",
                paths[own.file],
                own.place,
                own.about,
                own.values[0],
                own.releases[0],
                own.values[1],
                own.releases[1],
                paths[own.other],
                own.other_place
            );
            Diagnostic::new(Code::ValuesUnranked, message).help(
                "write releases as the SDG data portal does, such as `2024.Q2.G.03`, or name one of the files alone",
            )
        }
    }
}
