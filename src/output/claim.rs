//! Whose an output folder is. A folder with files in it is written to only if briefpress made it, and
//! made it of this project. One in the project has the project's manifest. One elsewhere has a marker
//! besides, which says of which project it is; where a copy of a release lost that, the manifest has to
//! fit. A release in its project has no marker: the same input gives the same files.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use super::journal;
use super::manifest::{LARGEST_RECORD, read_manifest};
use super::on_disk::ReleaseSources;
use super::place::{project_above, real};
use super::record::Record;
use super::tool::tool;
use crate::disk::{
    EnvError, check_regular, digest, list, open_regular, read_regular_within, slashed, text_of,
    write_changed,
};
use crate::document::Document;
use crate::release::{
    BILL, CHECKSUMS, Digest, Entry, INDEX, INDEX_PAGES, Input, MANIFEST, Role, THUMBNAILS, VOLUMES,
    is_volume_name,
};

/// The name of the marker of a folder that is not in its project. It is hidden, and no file of the
/// release: who copies one may leave it.
pub const MARKER: &str = ".briefpress";

/// What is said in it, before the mark of the project.
const WORDS: &str = "# briefpress writes this folder: what it made here it replaces, and removes when \
                     its source is gone.\nproject = ";

/// Who publishes a project in which nobody has said it yet.
const NAMELESS: &str = "Name of your organisation";

/// How the files of proofs end.
const PROOF: &str = ".proof.pdf";

/// What systems and version control keep in a folder that is empty to its user. Others that are hidden
/// are somebody's: a home folder may have nothing else.
const NOTHING: [&str; 10] = [
    "lost+found",
    ".DS_Store",
    ".localized",
    ".directory",
    ".gitignore",
    ".gitkeep",
    ".keep",
    "Thumbs.db",
    "desktop.ini",
    "Desktop.ini",
];

/// Who asks for an output folder.
#[derive(Debug)]
pub struct Owner<'a> {
    /// The project's folder, where there is one.
    root: Option<PathBuf>,
    /// Who publishes, where that is known.
    publisher: Option<String>,
    /// What the parts that are joined have; none where a project is built.
    parts: Option<JoinedParts>,
    /// What was read of an earlier build.
    record: Option<&'a Record>,
    /// The ids of what may be briefs, listed when first asked for.
    ids: OnceLock<BTreeSet<String>>,
}

/// What parts that are joined have.
#[derive(Debug, Default)]
pub struct JoinedParts {
    /// Who publishes.
    pub publisher: Option<String>,
    /// The ids of their briefs.
    pub briefs: BTreeSet<String>,
    /// What their files were made from.
    pub inputs: BTreeSet<Arc<Input>>,
}

/// Why a folder is not written to.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("nothing is written to {}: {why}", slashed(folder))]
pub struct NotOwned {
    /// The folder.
    pub folder: PathBuf,
    /// Why not.
    why: String,
    /// What to do.
    pub help: String,
}

/// How sure it has to be that a manifest is of the same project.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Likeness {
    /// The folder is in the project: something in common, or the name that a new project has.
    Something,
    /// The folder is anywhere: all of its briefs, and one that has not changed.
    AllBriefs,
    /// It was made for a project elsewhere: every text, unchanged.
    AllTexts,
}

impl<'a> Owner<'a> {
    /// A project that is built.
    pub fn project(root: &Path, publisher: Option<&str>) -> Self {
        let publisher = publisher.map(Into::into);
        Self { root: Some(real(root)), publisher, parts: None, record: None, ids: OnceLock::new() }
    }

    /// The same, who has read what an earlier build left: that need not be read again.
    #[must_use]
    pub fn knowing(self, record: &'a Record) -> Self {
        Self { record: Some(record), ..self }
    }

    /// Parts that are joined, in a project if their briefs are that one's.
    pub fn parts(parts: JoinedParts, project: Option<&Path>) -> Self {
        let (publisher, ids) = (parts.publisher.clone(), OnceLock::new());
        let mut owner = Self { root: project.map(real), publisher, parts: None, record: None, ids };
        if !parts.briefs.iter().all(|id| owner.has_brief(id)) {
            owner.root = None;
        }
        Self { parts: Some(parts), ids: OnceLock::new(), ..owner }
    }

    /// Whether a brief is this owner's.
    fn has_brief(&self, id: &str) -> bool {
        if let Some(parts) = &self.parts {
            return parts.briefs.contains(id);
        }
        let Some(root) = &self.root else { return false };
        let briefs = root.join("briefs");
        let names = || list(&briefs).unwrap_or_default().into_iter().collect();
        self.ids.get_or_init(names).contains(id)
            && briefs.join(id).join("brief.toml").symlink_metadata().is_ok()
    }

    /// Whether what a file was made from is known to be gone from the project: its brief, or one of its
    /// briefs, while others are there; its translation while the brief is; of an indicator table the goals.
    pub(super) fn has_withdrawn(&self, entry: &Entry) -> bool {
        let Some(root) = &self.root else { return false };
        let briefs = root.join("briefs");
        let is_absent = |path: &Path| {
            path.symlink_metadata().is_err_and(|error| error.kind() == io::ErrorKind::NotFound)
        };
        let is_there = |id: &str| File::open(briefs.join(id).join("brief.toml")).is_ok();
        let ids = || entry.artifact.brief_ids();
        if ids().any(|id| is_absent(&briefs.join(id))) {
            return list(&briefs).is_ok_and(|names| names.iter().any(|name| is_there(name)));
        }
        let mut translations = entry.inputs.iter().filter(|input| input.role == Role::Translation);
        let is_seen = |id: &String| is_there(id) && list(&briefs.join(id)).is_ok();
        ids().all(is_seen)
            && (translations.any(|input| is_absent(&root.join(&input.path)))
                || entry.artifact.document == Document::Indicators
                    && ids().all(|id| has_no_goal(&briefs.join(id).join("brief.toml"), root)))
    }

    /// Whether a text is this owner's, byte for byte.
    fn has_text(&self, text: &Input) -> bool {
        if let Some(parts) = &self.parts {
            return parts.inputs.contains(text);
        }
        let Some(root) = &self.root else { return false };
        digest(&root.join(&text.path), root).as_ref() == Some(&text.sha256)
    }

    /// Whether who published is this owner, as far as that is known.
    fn publishes(&self, publisher: &str) -> bool {
        // Where the project file is broken, no one is known to publish.
        publisher.is_empty() || self.publisher.as_ref().is_none_or(|own| own == publisher)
    }

    /// Whether the manifest that is there was read, and has this owner's publisher.
    fn has_read_it(&self) -> bool {
        self.record.is_some_and(|record| {
            record.publisher.as_deref().is_some_and(|publisher| self.publishes(publisher))
                && record.is_untouched()
        })
    }

    /// Whether a manifest is one that was read, and has this owner's publisher.
    fn has_read(&self, json: &[u8]) -> bool {
        let Some(record) = self.record else { return false };
        record.publisher.as_deref().is_some_and(|publisher| self.publishes(publisher))
            && record.manifest.as_ref() == Some(&Digest::of(json))
    }

    /// Whether a release is of this owner.
    fn fits(&self, own: &str, sources: &ReleaseSources, wanted: Likeness) -> bool {
        let publisher = self.publishes(own);
        let ReleaseSources { briefs, inputs } = sources;
        let is_text = |input: &&Arc<Input>| {
            matches!(input.role, Role::Project | Role::Brief | Role::Translation | Role::Lock)
        };
        let mut texts = inputs.iter().filter(is_text);
        match wanted {
            Likeness::Something => {
                publisher || own == NAMELESS || briefs.iter().any(|id| self.has_brief(id))
            }
            // Of one that lists nothing, nothing can be lost.
            Likeness::AllBriefs if publisher => {
                briefs.iter().all(|id| self.has_brief(id))
                    && (briefs.is_empty() || texts.any(|text| self.has_text(text)))
            }
            Likeness::AllTexts if publisher => texts.all(|text| self.has_text(text)),
            Likeness::AllBriefs | Likeness::AllTexts => false,
        }
    }

    /// What a release has that this owner has not.
    fn difference(&self, publisher: &str, briefs: &BTreeSet<String>) -> String {
        let other = briefs.iter().find(|id| !self.has_brief(id));
        let what = match (other, &self.publisher) {
            (Some(id), _) => {
                format!("it has files of the brief `{id}`, which is not in this one")
            }
            (None, Some(own)) if own != publisher => {
                format!("it was made for `{publisher}`")
            }
            _ => "none of its texts is one of this one".to_string(),
        };
        format!("it belongs to another briefpress project: {what}")
    }

    /// Whether a folder is in the project, and in no other that is in it.
    fn is_around(&self, out: &Path) -> bool {
        let out = real(out);
        self.root
            .as_deref()
            .is_some_and(|root| out.starts_with(root) && project_above(&out) == Some(root))
    }

    /// What a marker in a folder names this project by: the way from there to it. It tells no one
    /// where either is, and is the same wherever both are.
    fn mark(&self, out: &Path) -> Option<Digest> {
        let (from, to) = (real(out), self.root.as_ref()?);
        let common = from.components().zip(to.components()).take_while(|(a, b)| a == b).count();
        let mut way: Vec<&[u8]> = vec![b"briefpress project"];
        way.extend(from.components().skip(common).map(|_| b"..".as_slice()));
        way.extend(to.components().skip(common).map(|part| part.as_os_str().as_encoded_bytes()));
        Some(Digest::of_parts(way))
    }
}

/// Whether a brief can be read and touches no goal, so that there is no indicator table of it.
fn has_no_goal(path: &Path, root: &Path) -> bool {
    let table = text_of(path, root).and_then(|text| text.parse::<toml::Table>().ok());
    table.is_some_and(|table| match table.get("goal") {
        None => true,
        Some(goals) => goals.as_array().is_some_and(Vec::is_empty),
    })
}

/// Whether an owner may write to a folder: it is not there, empty, or his.
///
/// # Errors
///
/// Whose it is instead, or that it cannot be listed.
pub fn check_owner(out: &Path, owner: &Owner<'_>) -> Result<(), ClaimError> {
    let refuse =
        |why: String, help: String| Err(NotOwned { folder: out.to_path_buf(), why, help }.into());
    // One with the manifest that was read is not empty, and need not be listed: there may be many briefs in it.
    let has_read_it = owner.has_read_it();
    if !has_read_it && is_empty(out)? {
        return Ok(());
    }
    let is_inside = owner.is_around(out);
    let place = real(out);
    let around = project_above(&place).filter(|other| owner.root.as_deref() != Some(other));
    let (marked, own) = (read_marker(out), owner.mark(out));
    let wanted = match &marked {
        Some(mark) if Some(mark) == own.as_ref() => return Ok(()),
        Some(_) if owner.parts.is_none() => Likeness::AllTexts,
        None if is_inside => Likeness::Something,
        _ => Likeness::AllBriefs,
    };
    let elsewhere = format!(
        "choose another folder with `--out`, or a new one in it: `--out {}`",
        slashed(&out.join("briefs"))
    );
    if let (Some(other), Some(_)) = (around, &owner.root)
        && (marked.is_none() || marked != own)
    {
        return refuse(
            format!("it belongs to another briefpress project, {}", slashed(other)),
            elsewhere,
        );
    }
    let path = out.join(MANIFEST);
    // What a first build that was killed left, or one whose manifest was damaged.
    let is_begun = || is_inside && marked.is_none() && (journal::is_begun(out) || is_summed(out));
    if wanted == Likeness::Something && has_read_it {
        return Ok(());
    }
    let json = read_manifest(&path);
    if wanted == Likeness::Something && json.as_ref().is_ok_and(|json| owner.has_read(json)) {
        return Ok(());
    }
    let why = match json.map(|json| ReleaseSources::open(&json, out, &mut |_| ())) {
        Ok(Ok((release, sources))) if release.manifest.tool.name == tool().name => {
            let publisher = &release.manifest.publisher;
            if owner.fits(publisher, &sources, wanted) {
                return Ok(());
            }
            // All of it is a release, so that there is nothing else to lose.
            let inside = "; where nobody needs that release any more, delete the folder";
            let help = if is_inside { elsewhere + inside } else { elsewhere };
            return refuse(owner.difference(publisher, &sources.briefs), help);
        }
        Ok(Ok(_)) => None,
        _ if is_begun() => return Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Ok(Err(why)) => Some(why),
        Err(error) => Some(error.to_string()),
    };
    match (marked, why) {
        (Some(_), _) => refuse("it belongs to another briefpress project".into(), elsewhere),
        (None, None) => refuse(
            format!("it holds files that briefpress did not make, such as `{}`", in_the_way(out)),
            elsewhere,
        ),
        (None, Some(why)) => refuse(
            format!("nothing says that briefpress made what is in it; {}: {why}", slashed(&path)),
            elsewhere,
        ),
    }
}

/// Why a folder cannot be claimed.
#[derive(Debug, thiserror::Error)]
pub enum ClaimError {
    /// It is someone else's.
    #[error(transparent)]
    NotOwned(#[from] NotOwned),
    /// The environment failed.
    #[error(transparent)]
    Env(#[from] EnvError),
}

/// Whether proofs may be written to a folder: it is the owner's, or holds nothing else.
///
/// # Errors
///
/// As [`check_owner`].
pub fn check_owner_of_proofs(out: &Path, owner: &Owner<'_>) -> Result<(), ClaimError> {
    let is_proof = |path: PathBuf| {
        path.to_str().is_some_and(|path| path.ends_with(PROOF))
            && check_regular(&path).is_ok()
            && begins_as_pdf(&path)
    };
    let paths = |folder: &Path| -> io::Result<Vec<PathBuf>> {
        fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect()
    };
    let only_proofs = |folder: &PathBuf| {
        fs::symlink_metadata(folder).is_ok_and(|there| there.is_dir())
            && paths(folder).is_ok_and(|all| all.into_iter().all(is_proof))
    };
    let is_elsewhere =
        project_above(&real(out)).is_some_and(|other| owner.root.as_deref() != Some(other));
    if !is_elsewhere && paths(out).is_ok_and(|folders| folders.iter().all(only_proofs)) {
        return Ok(());
    }
    check_owner(out, owner)
}

fn begins_as_pdf(path: &Path) -> bool {
    let mut start = [0; 5];
    open_regular(path).and_then(|mut file| file.read_exact(&mut start)).is_ok()
        && start == *b"%PDF-"
}

/// Marks a folder that is not in its project as its owner's, who may write to it.
///
/// # Errors
///
/// The marker cannot be written.
pub fn mark(out: &Path, owner: &Owner<'_>) -> Result<(), EnvError> {
    match owner.mark(out).filter(|_| !owner.is_around(out)) {
        Some(mark) => write_changed(&out.join(MARKER), format!("{WORDS}{mark}\n").into_bytes()),
        None => Ok(()),
    }
}

/// The mark in a folder's marker; `None` where there is no marker, or something else in its place.
fn read_marker(out: &Path) -> Option<Digest> {
    let text = read_regular_within(&out.join(MARKER), 4 << 10).ok()?;
    let text = String::from_utf8(text).ok()?;
    Digest::from_hex(text.strip_prefix(WORDS)?.trim_end())
}

/// Whether a folder has checksums of a release: those of its own records, and of nothing but PDFs,
/// pictures and sheets besides.
fn is_summed(out: &Path) -> bool {
    let Ok(sums) = read_regular_within(&out.join(CHECKSUMS), LARGEST_RECORD) else { return false };
    let Ok(sums) = String::from_utf8(sums) else { return false };
    let paths: Option<BTreeSet<&str>> =
        sums.lines().map(|line| Some(line.split_once("  ")?.1)).collect();
    paths.is_some_and(|paths| {
        let is_ours = |path: &&str| {
            [MANIFEST, INDEX, BILL].contains(path)
                || path.ends_with(".pdf")
                || Document::is_sheet_name(path)
                || path.split_once('/').is_some_and(|(folder, name)| {
                    [THUMBNAILS, INDEX_PAGES].contains(&folder)
                        || folder == VOLUMES && is_volume_name(name)
                })
        };
        paths.contains(MANIFEST) && paths.contains(INDEX) && paths.iter().all(is_ours)
    })
}

/// The first of what is in a folder.
fn in_the_way(out: &Path) -> String {
    let names = fs::read_dir(out).into_iter().flatten().flatten();
    let mut names: Vec<OsString> = names.map(|entry| entry.file_name()).collect();
    names.retain(|name| !is_nothing(name));
    names.sort();
    names.first().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Whether an entry of a folder is there in one that is empty, or ours.
fn is_nothing(name: &OsString) -> bool {
    name.as_encoded_bytes().starts_with(MARKER.as_bytes())
        || NOTHING.iter().any(|nothing| name == nothing)
}

/// Whether a folder is not there, or holds nothing.
fn is_empty(out: &Path) -> Result<bool, EnvError> {
    let fail = |cause| EnvError::new("cannot list", out, cause);
    let names = match fs::read_dir(out) {
        Ok(names) => names,
        // Something else than a folder is told when the folder is made.
        Err(error)
            if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) =>
        {
            return Ok(true);
        }
        Err(error) => return Err(fail(error)),
    };
    for entry in names {
        let entry = entry.map_err(fail)?;
        // A build that could write nothing leaves folders.
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        let is_hollow =
            || is_folder && fs::read_dir(entry.path()).is_ok_and(|mut all| all.next().is_none());
        if !is_nothing(&entry.file_name()) && !is_hollow() {
            return Ok(false);
        }
    }
    Ok(true)
}
