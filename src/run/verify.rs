//! Whether a release is what its project makes: everything is built again and compared, some briefs after others,
//! and no more is held of it than what is not the same.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

use super::entry::entry;
use super::event::Event;
use super::tasks::{Making, Workers, make, pool};
use crate::disk::check_regular;
use crate::document::Document;
use crate::output::{
    Damage, assemble, damaged_beside, first_damaged, gather, is_assembled, read_manifest, tool,
};
use crate::plan::{Combination, Options, Plan, Reason};
use crate::release::{Artifact, BILL, Bill, Digest, Entry, Input, MANIFEST, Manifest, Tool};
use crate::worker::Pool;
use crate::workspace::{Workspace, ids_of_briefs};

/// A file that is not what the project makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The file, from the release's folder.
    pub path: String,
    /// What is the matter with it.
    pub why: Mismatch,
}

/// What is the matter with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mismatch {
    /// It is not there.
    Missing,
    /// It was changed after it was built.
    Altered,
    /// The first of its inputs, by role and path, that is another now.
    Input(Input),
    /// The first of its inputs that is gone.
    Gone(Input),
    /// The first input that is new.
    NewInput(Input),
    /// A brief that is new, of which a table of all says nothing.
    NewBrief(String),
    /// Another briefpress made it.
    Tool(Tool),
    /// It can not be built now.
    NotBuilt,
    /// Another file comes from the same inputs, which is a bug.
    Unexplained,
    /// It does not describe the files as they are.
    Description,
}

/// Builds a release again, in memory, and compares every byte, with a project that is held whole. What is found is
/// reported in the order of paths.
pub fn verify(
    dir: &Path,
    manifest: &Manifest,
    workspace: &Workspace,
    workers: &Workers<'_>,
    on_event: &mut dyn FnMut(Event<'_>),
) -> Vec<Difference> {
    let json = read_manifest(&dir.join(MANIFEST)).ok();
    let json = json.filter(|json| Manifest::from_json(json).is_ok_and(|there| there == *manifest));
    let Ok(manifest) = &gather(manifest.clone(), dir) else {
        let (path, why) = (MANIFEST.to_string(), Mismatch::Description);
        return vec![Difference { path, why }];
    };
    let release = Release { dir, manifest, json: json.map(|json| Digest::of(&json)) };
    let mut verification = Verification::begin(workspace, release, workers);
    verification.add(workspace, on_event);
    verification.end()
}

/// A release that is there.
#[derive(Clone, Copy)]
pub struct Release<'a> {
    /// Its folder.
    pub dir: &'a Path,
    /// What it says of itself.
    pub manifest: &'a Manifest,
    /// The digest of the file that says so, which may say more than this program knows of.
    pub json: Option<Digest>,
}

/// A release that is held against a project which is read some briefs at a time: [begun](Self::begin), told of
/// [some](Self::add) after others, and [ended](Self::end).
pub struct Verification<'a> {
    release: Release<'a>,
    workers: &'a Workers<'a>,
    pool: Pool<'a>,
    options: Options,
    /// The ids of all briefs of the project.
    briefs: BTreeSet<String>,
    publisher: String,
    /// The files of the release, by their folders, that were not compared yet.
    listed: HashMap<&'a str, Vec<&'a Artifact>>,
    found: Deviations,
}

impl<'a> Verification<'a> {
    /// Begins with a project, of which no brief is looked at yet.
    pub fn begin(workspace: &Workspace, release: Release<'a>, workers: &'a Workers<'a>) -> Self {
        let mut listed: HashMap<&str, Vec<&Artifact>> = HashMap::new();
        for file in &release.manifest.files {
            listed.entry(folder(&file.path)).or_default().push(file);
        }
        let config = workspace.config.as_ref();
        Self {
            release,
            workers,
            pool: pool(workers),
            options: options(release.dir, release.manifest),
            briefs: ids_of_briefs(&workspace.root).unwrap_or_default(),
            publisher: config.map_or_else(String::new, |c| c.organisation.name().to_string()),
            listed,
            found: Deviations::default(),
        }
    }

    /// Builds the files of the briefs in the workspace again, and compares them. Tables of several are made where it has
    /// all of these.
    pub fn add(&mut self, workspace: &Workspace, on_event: &mut dyn FnMut(Event<'_>)) {
        let Self { release, workers, pool, options, briefs, listed, found, .. } = self;
        let Release { dir, manifest, .. } = *release;
        let mut plan = Plan::new(workspace, options);
        let ids = workspace.briefs.iter().map(|loaded| loaded.id.as_str());
        let files = ids.chain([TOGETHER]).filter_map(|id| listed.remove(id)).flatten();
        let files: BTreeMap<&str, &Artifact> = files
            .inspect(|file| found.look_at(file, dir, briefs))
            .map(|file| (file.path.as_str(), file))
            .collect();
        for part in &mut plan.parts {
            part.jobs.retain(|job| files.contains_key(job.path.as_str()));
        }
        let to_make: Vec<_> = plan
            .parts
            .iter()
            .map(|part| {
                (part, part.jobs.iter().map(|job| (job, Reason::Forced)).collect::<Vec<_>>())
            })
            .filter(|(_, jobs)| !jobs.is_empty())
            .collect();
        let new = to_make.iter().map(|(_, jobs)| jobs.len()).sum();
        on_event(Event::Planned(manifest.files.len(), new));
        let documents = options.documents.len() + usize::from(!options.combined.is_empty());
        let by = Making { shared: &plan.shared, workers, pool, documents };
        let mut made: HashSet<String> = HashSet::new();
        make(&to_make, &by, &mut |event| {
            let Some((part, Some(finished))) = event.part(on_event) else { return };
            let (part, _) = &to_make[part];
            for finished in finished {
                let new = entry(part, &finished, &plan.shared);
                made.insert(new.artifact.path.clone());
                if let Some(old) = files.get(new.artifact.path.as_str()) {
                    found.compare(old, new, manifest);
                }
            }
        });
        found.lack(files.keys().filter(|path| !made.contains(**path)).copied());
    }

    /// What is not the same, by path, when all briefs were looked at.
    pub fn end(self) -> Vec<Difference> {
        let Self { release, pool, briefs, publisher, listed, mut found, .. } = self;
        // Those that wait end while the rest is looked at.
        drop(pool);
        // What is of no brief that there is.
        for file in listed.into_values().flatten() {
            found.look_at(file, release.dir, &briefs);
            found.lack([file.path.as_str()]);
        }
        if found.different.is_empty() {
            found.look_beside(release, publisher);
        }
        let different = found.different.into_iter();
        different.map(|(path, why)| Difference { path, why }).collect()
    }
}

/// What is in no folder: tables of several briefs.
const TOGETHER: &str = "";

/// The folder that a file of a release stands in, which is named by its brief.
fn folder(path: &str) -> &str {
    path.split_once('/').map_or(TOGETHER, |(folder, _)| folder)
}

/// What is found about a release.
#[derive(Default)]
struct Deviations {
    /// The files that are not what the project makes.
    different: BTreeMap<String, Mismatch>,
    /// While there are none: those that are, and of which a manifest would say something else now.
    redescribed: HashMap<String, Arc<Entry>>,
}

impl Deviations {
    /// Looks at what is there of a file.
    fn look_at(&mut self, file: &Artifact, dir: &Path, briefs: &BTreeSet<String>) {
        if let Some((path, damage)) = first_damaged(dir, file) {
            let why = match damage {
                Damage::Missing => Mismatch::Missing,
                Damage::Altered => Mismatch::Altered,
            };
            self.different.insert(path.to_string(), why);
            self.redescribed = HashMap::new();
        }
        if let Some(id) = file.lacking_brief(briefs) {
            self.tell(&file.path, Mismatch::NewBrief(id.clone()));
        }
    }

    /// Holds a file that was built again against what a manifest says.
    fn compare(&mut self, old: &Artifact, new: Entry, manifest: &Manifest) {
        if let Some(why) = difference(old, &new, manifest) {
            self.tell(&old.path, why);
        } else if self.different.is_empty() && !is_described(old, &new, manifest) {
            self.redescribed.insert(old.path.clone(), Arc::new(new));
        }
    }

    /// Takes note of files that were not built again.
    fn lack<'p>(&mut self, paths: impl IntoIterator<Item = &'p str>) {
        paths.into_iter().for_each(|path| self.tell(path, Mismatch::NotBuilt));
    }

    /// Says what is the matter with a file, where nothing is said of it yet.
    fn tell(&mut self, path: &str, why: Mismatch) {
        self.different.entry(path.to_string()).or_insert(why);
        self.redescribed = HashMap::new();
    }

    /// Looks at the manifest of files that are what they should be, and at what was written with it.
    fn look_beside(&mut self, release: Release<'_>, publisher: String) {
        let Release { dir, manifest, json } = release;
        let is_as_it_would_be = self.redescribed.is_empty() && is_assembled(manifest, &publisher);
        let again = match is_as_it_would_be {
            true => Cow::Borrowed(manifest),
            false => Cow::Owned(self.assemble_again(manifest, publisher)),
        };
        let json = json.filter(|_| is_as_it_would_be);
        let bill =
            if check_regular(&dir.join(BILL)).is_ok() { Bill::Written } else { Bill::NotAsked };
        let mut altered = None;
        for (name, damage) in damaged_beside(&again, json, bill, dir) {
            let why = match damage {
                Damage::Missing => Mismatch::Missing,
                Damage::Altered if manifest.tool != tool() => Mismatch::Tool(manifest.tool.clone()),
                Damage::Altered => {
                    let change = || change(manifest.inputs.iter(), again.inputs.iter());
                    altered.get_or_insert_with(|| change().unwrap_or(Mismatch::Description)).clone()
                }
            };
            self.different.insert(name, why);
        }
    }

    /// The manifest that would be written now.
    fn assemble_again(&mut self, manifest: &Manifest, publisher: String) -> Manifest {
        let inputs: Vec<Arc<Input>> = manifest.inputs.iter().cloned().map(Arc::new).collect();
        let files: BTreeMap<&str, &Artifact> =
            manifest.files.iter().map(|file| (file.path.as_str(), file)).collect();
        let entry = |(path, file): (&str, &Artifact)| {
            let new = self.redescribed.remove(path);
            new.unwrap_or_else(|| Arc::new(Entry::of(file, &inputs)))
        };
        assemble(
            files.into_iter().map(entry).collect(),
            manifest.failed.clone(),
            manifest.complete,
            manifest.shard.clone(),
            manifest.epoch,
            publisher,
        )
    }
}

/// What the files of a manifest were asked for as.
fn options(dir: &Path, manifest: &Manifest) -> Options {
    let files = &manifest.files;
    let unique = |languages: BTreeSet<&String>| languages.into_iter().cloned().collect();
    Options {
        languages: unique(files.iter().map(|file| &file.language).collect()),
        documents: Document::ALL
            .into_iter()
            .filter(|document| files.iter().any(|file| file.document == *document))
            .collect(),
        editions: files
            .iter()
            .map(|file| file.edition)
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect(),
        out: dir.to_path_buf(),
        epoch: manifest.epoch,
        combined: Combination::of(files.iter()),
    }
}

/// Why a file that was built again is another.
fn difference(old: &Artifact, new: &Entry, manifest: &Manifest) -> Option<Mismatch> {
    if old.all_files().eq(new.artifact.all_files()) {
        return None;
    }
    if manifest.tool != tool() {
        return Some(Mismatch::Tool(manifest.tool.clone()));
    }
    let now = new.inputs.iter().map(|input| &**input);
    Some(change(manifest.inputs_of(old), now).unwrap_or(Mismatch::Unexplained))
}

/// Whether a manifest says of a file all that is so.
fn is_described(old: &Artifact, new: &Entry, manifest: &Manifest) -> bool {
    let without_inputs = Artifact { inputs: Vec::new(), ..old.clone() };
    without_inputs == new.artifact
        && manifest.inputs_of(old).eq(new.inputs.iter().map(|input| &**input))
}

/// The first input that is not what it was.
fn change<'i>(
    before: impl Iterator<Item = &'i Input> + Clone,
    mut now: impl Iterator<Item = &'i Input> + Clone,
) -> Option<Mismatch> {
    let there: HashSet<&Input> = now.clone().collect();
    if let Some(input) = before.clone().find(|input| !there.contains(input)) {
        let is_there = there.iter().any(|now| (now.role, &now.path) == (input.role, &input.path));
        return Some(if is_there {
            Mismatch::Input(input.clone())
        } else {
            Mismatch::Gone(input.clone())
        });
    }
    let known: HashSet<&Input> = before.collect();
    let new = now.find(|input| !known.contains(input))?;
    Some(Mismatch::NewInput(new.clone()))
}
