//! Whether a release is what its project makes: everything is built again and compared, some briefs after others,
//! and no more is held of it than what is not the same.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::Path;
use std::sync::Arc;

use super::entry::entry;
use super::event::Event;
use super::tasks::{Making, Workers, make, pool};
use crate::disk::{EnvError, check_regular};
use crate::document::Document;
use crate::output::{
    Damage, Listing, ReleaseOnDisk, damaged_beside, first_damaged, read_manifest, tool,
};
use crate::plan::{Combination, Options, Plan, Reason};
use crate::release::{
    Artifact, BILL, Digest, Entry, FilesByBrief, Input, MANIFEST, Manifest, ReleaseHead, Tool,
};
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
    let json = json.map(|json| Digest::of(&json));
    let found = ReleaseOnDisk::of(manifest.clone(), json, dir).ok().and_then(|release| {
        let mut verification = Verification::begin(workspace, &release, workers).ok()?;
        verification.add(workspace, on_event).ok()?;
        verification.end().ok()
    });
    let (path, why) = (MANIFEST.to_string(), Mismatch::Description);
    found.unwrap_or_else(|| vec![Difference { path, why }])
}

/// A release that is held against a project which is read some briefs at a time: [begun](Self::begin), told of
/// [some](Self::add) after others, and [ended](Self::end).
pub struct Verification<'a> {
    release: &'a ReleaseOnDisk,
    workers: &'a Workers<'a>,
    pool: Pool<'a>,
    options: Options,
    /// The ids of all briefs of the project.
    briefs: BTreeSet<String>,
    publisher: String,
    /// The folders of which the files were not compared yet.
    left: BTreeSet<String>,
    found: Deviations<'a>,
}

impl<'a> Verification<'a> {
    /// Begins with a project, of which no brief is looked at yet.
    ///
    /// # Errors
    ///
    /// What the release says of its files cannot be read.
    pub fn begin(
        workspace: &Workspace,
        release: &'a ReleaseOnDisk,
        workers: &'a Workers<'a>,
    ) -> Result<Self, EnvError> {
        let config = workspace.config.as_ref();
        Ok(Self {
            release,
            workers,
            pool: pool(workers),
            options: options(release)?,
            briefs: ids_of_briefs(&workspace.root).unwrap_or_default(),
            publisher: config.map_or_else(String::new, |c| c.organisation.name().to_string()),
            left: release.folders().cloned().collect(),
            found: Deviations::new(release),
        })
    }

    /// Builds the files of the briefs in the workspace again, and compares them. Tables of several are made where it has
    /// all of these.
    ///
    /// # Errors
    ///
    /// What the release says of its files cannot be read any more.
    pub fn add(
        &mut self,
        workspace: &Workspace,
        on_event: &mut dyn FnMut(Event<'_>),
    ) -> Result<(), EnvError> {
        let Self { release, workers, pool, options, briefs, left, found, .. } = self;
        let mut plan = Plan::new(workspace, options);
        let ids = workspace.briefs.iter().map(|loaded| loaded.id.as_str());
        let mut files: BTreeMap<String, Arc<Entry>> = BTreeMap::new();
        for folder in ids.chain([TOGETHER]).filter(|folder| left.remove(*folder)) {
            for file in release.in_folder(folder)? {
                found.look_at(&file.artifact, briefs);
                files.insert(file.artifact.path.clone(), file);
            }
        }
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
        on_event(Event::Planned(release.len(), new));
        let documents = options.documents.len() + usize::from(!options.combined.is_empty());
        let by = Making { shared: &plan.shared, workers, pool, documents };
        let mut made: HashSet<String> = HashSet::new();
        make(&to_make, &by, &mut |event| {
            let Some((part, Some(finished))) = event.part(on_event) else { return };
            let (part, _) = &to_make[part];
            for finished in finished {
                let new = entry(part, &finished, &plan.shared);
                made.insert(new.artifact.path.clone());
                if let Some(old) = files.get(&new.artifact.path) {
                    found.compare(old, new);
                }
            }
        });
        found.lack(files.keys().map(String::as_str).filter(|path| !made.contains(*path)));
        Ok(())
    }

    /// What is not the same, by path, when all briefs were looked at.
    ///
    /// # Errors
    ///
    /// What the release says of its files cannot be read any more.
    pub fn end(self) -> Result<Vec<Difference>, EnvError> {
        let Self { release, pool, briefs, publisher, left, mut found, .. } = self;
        // Those that wait end while the rest is looked at.
        drop(pool);
        // What is of no brief that there is.
        for folder in left {
            for file in release.in_folder(&folder)? {
                found.look_at(&file.artifact, &briefs);
                found.lack([file.artifact.path.as_str()]);
            }
        }
        if found.different.is_empty() {
            found.look_beside(&publisher)?;
        }
        let different = found.different.into_iter();
        Ok(different.map(|(path, why)| Difference { path, why }).collect())
    }
}

/// The folder of tables of several briefs.
const TOGETHER: &str = "";

/// What is found about a release.
struct Deviations<'a> {
    release: &'a ReleaseOnDisk,
    /// The files that are not what the project makes.
    different: BTreeMap<String, Mismatch>,
    /// While there are none: what would be said of the others.
    same: Option<Listing<&'a ReleaseOnDisk>>,
}

impl<'a> Deviations<'a> {
    fn new(release: &'a ReleaseOnDisk) -> Self {
        let same = Some(Listing::new(release, &release.folder));
        Self { release, different: BTreeMap::new(), same }
    }

    /// Looks at what is there of a file.
    fn look_at(&mut self, file: &Artifact, briefs: &BTreeSet<String>) {
        if let Some((path, damage)) = first_damaged(&self.release.folder, file) {
            let why = match damage {
                Damage::Missing => Mismatch::Missing,
                Damage::Altered => Mismatch::Altered,
            };
            self.different.insert(path.to_string(), why);
            self.same = None;
        }
        if let Some(id) = file.lacking_brief(briefs) {
            self.tell(&file.path, Mismatch::NewBrief(id.clone()));
        }
    }

    /// Holds a file that was built again against what the release says.
    fn compare(&mut self, old: &Arc<Entry>, new: Entry) {
        if let Some(why) = difference(old, &new, &self.release.manifest.tool) {
            self.tell(&old.artifact.path, why);
        } else if let Some(same) = &mut self.same {
            same.push(Arc::new(new));
        }
    }

    /// Takes note of files that were not built again.
    fn lack<'p>(&mut self, paths: impl IntoIterator<Item = &'p str>) {
        paths.into_iter().for_each(|path| self.tell(path, Mismatch::NotBuilt));
    }

    /// Says what is the matter with a file, where nothing is said of it yet.
    fn tell(&mut self, path: &str, why: Mismatch) {
        self.different.entry(path.to_string()).or_insert(why);
        self.same = None;
    }

    /// Looks at the manifest of files that are what they should be, and at what was written with it.
    fn look_beside(&mut self, publisher: &str) -> Result<(), EnvError> {
        let (release, Some(same)) = (self.release, self.same.take()) else { return Ok(()) };
        let (tool, manifest) = (tool(), &release.manifest);
        let head = ReleaseHead { tool: &tool, publisher, ..release.head() };
        let has_bill = check_regular(&release.folder.join(BILL)).is_ok();
        let there = (manifest, release.json);
        let mut altered = None;
        for (name, damage) in damaged_beside(&head, &same, there, has_bill.into(), &release.folder)?
        {
            let why = match damage {
                Damage::Missing => Mismatch::Missing,
                Damage::Altered if manifest.tool != tool => Mismatch::Tool(manifest.tool.clone()),
                Damage::Altered => match &altered {
                    Some(why) => Mismatch::clone(why),
                    None => {
                        let (before, now) = (release.inputs()?, inputs(&same)?);
                        let change = change(before.iter().map(|i| &**i), now.iter().map(|i| &**i));
                        altered.insert(change.unwrap_or(Mismatch::Description)).clone()
                    }
                },
            };
            self.different.insert(name, why);
        }
        Ok(())
    }
}

/// Everything that files were made from.
fn inputs(files: &dyn FilesByBrief<EnvError>) -> Result<BTreeSet<Arc<Input>>, EnvError> {
    let mut inputs: BTreeSet<Arc<Input>> = BTreeSet::new();
    let mut add = |files: &[Arc<Entry>]| {
        files.iter().for_each(|file| inputs.extend(file.inputs.iter().cloned()));
        Ok(())
    };
    files.each(&mut add)?;
    add(&files.combined()?)?;
    Ok(inputs)
}

/// What the files of a release were asked for as.
fn options(release: &ReleaseOnDisk) -> Result<Options, EnvError> {
    let mut languages: BTreeSet<String> = BTreeSet::new();
    let (mut documents, mut editions) = (BTreeSet::new(), BTreeSet::new());
    let mut combined = Vec::new();
    release.each_file::<EnvError>(&mut |file| {
        let Artifact { language, document, edition, .. } = &file.artifact;
        if !languages.contains(language) {
            languages.insert(language.clone());
        }
        documents.insert(*document);
        editions.insert(*edition);
        if *document == Document::Combined {
            combined.push(Arc::clone(file));
        }
        Ok(())
    })?;
    Ok(Options {
        languages: languages.into_iter().collect(),
        documents: Document::ALL.into_iter().filter(|own| documents.contains(own)).collect(),
        editions: editions.into_iter().collect(),
        out: release.folder.clone(),
        epoch: release.manifest.epoch,
        combined: Combination::of(combined.iter().map(|file| &file.artifact)),
    })
}

/// Why a file that was built again is another.
fn difference(old: &Entry, new: &Entry, by: &Tool) -> Option<Mismatch> {
    if old.artifact.all_files().eq(new.artifact.all_files()) {
        return None;
    }
    if *by != tool() {
        return Some(Mismatch::Tool(by.clone()));
    }
    let (before, now) = (old.inputs.iter(), new.inputs.iter());
    let change = change(before.map(|input| &**input), now.map(|input| &**input));
    Some(change.unwrap_or(Mismatch::Unexplained))
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
