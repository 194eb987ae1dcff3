//! What documents are made from, by its digests.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::diag::FileId;
use crate::disk::open_within;
use crate::l10n::chain;
use crate::published::pinned::FOLDER as PINNED;
use crate::release::{Digest, Input, Role};
use crate::templates::FOLDER;

/// The inputs of a project.
#[derive(Debug, Default)]
pub struct Inputs {
    /// What users write, by the file it was read as.
    texts: BTreeMap<FileId, Arc<Input>>,
    /// What templates may read, by the path they use.
    read: BTreeMap<String, Arc<Input>>,
    /// Of it the words of templates, by language.
    labels: BTreeMap<String, Arc<Input>>,
    /// Fonts that are not built in, in the order in which they are tried.
    fonts: Vec<Arc<Input>>,
    profile: Option<Arc<Input>>,
    /// Pictures beside briefs, by their paths from the project.
    attachments: BTreeMap<String, Arc<Input>>,
    /// Files of values, by their paths from the project.
    values: BTreeMap<String, Arc<Input>>,
    /// Digests of those that were asked for before any was read.
    asked: ValuesDigests,
}

/// Digests of files of values, each taken once.
#[derive(Debug, Default)]
struct ValuesDigests {
    root: PathBuf,
    most: u64,
    known: Mutex<BTreeMap<String, Option<Digest>>>,
}

impl ValuesDigests {
    fn of(&self, path: &str) -> Option<Digest> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = || digest_of(&self.root.join(path), &self.root, self.most);
        *known.entry(path.to_string()).or_insert_with(taken)
    }
}

impl Inputs {
    pub(super) fn add_text(&mut self, file: FileId, role: Role, path: String, sha256: Digest) {
        self.texts.insert(file, Arc::new(Input { role, path, sha256 }));
    }

    pub(super) fn add_read(&mut self, used_as: &str, role: Role, path: String, bytes: &[u8]) {
        let input = Input { role, path, sha256: Digest::of(bytes) };
        let words = used_as.strip_prefix(&format!("/{FOLDER}/labels/"));
        if let Some(language) = words.and_then(|name| name.strip_suffix(".toml")) {
            let labels = Arc::new(Input { role: Role::Labels, ..input.clone() });
            self.labels.insert(language.to_string(), labels);
        }
        self.read.insert(used_as.to_string(), Arc::new(input));
    }

    pub(super) fn add_attachment(&mut self, path: String, bytes: &[u8]) {
        let input = Input { role: Role::Attachment, path: path.clone(), sha256: Digest::of(bytes) };
        self.attachments.insert(path, Arc::new(input));
    }

    /// Forgets texts from a file on, and what briefs name beside them.
    pub(super) fn let_go(&mut self, from: FileId) {
        self.let_go_texts(from);
        self.attachments.clear();
    }

    /// Forgets texts from a file on.
    pub(super) fn let_go_texts(&mut self, from: FileId) {
        self.texts.split_off(&from);
    }

    /// Where files of values are looked for, and of what size.
    pub(super) fn look_in(&mut self, root: PathBuf, most: u64) {
        self.asked = ValuesDigests { root, most, ..ValuesDigests::default() };
    }

    pub(super) fn add_values(&mut self, input: Input) {
        self.values.insert(input.path.clone(), Arc::new(input));
    }

    /// A file of values as it is now, by its path from the project; it need not have been read.
    pub fn values(&self, path: &str) -> Option<Arc<Input>> {
        let read = self.values.get(path).cloned();
        read.or_else(|| {
            let sha256 = self.asked.of(path)?;
            Some(Arc::new(Input { role: Role::Values, path: path.to_string(), sha256 }))
        })
    }

    /// A file beside a brief, by its path from the project.
    pub fn attachment(&self, path: &str) -> Option<&Arc<Input>> {
        let data = || self.texts.values().find(|input| input.path == path);
        self.attachments.get(path).or_else(data)
    }

    pub(super) fn add_font(&mut self, path: String, sha256: Digest) {
        self.fonts.push(Arc::new(Input { role: Role::Font, path, sha256 }));
    }

    pub(super) fn set_profile(&mut self, path: String, bytes: &[u8]) {
        let input = Input { role: Role::Profile, path, sha256: Digest::of(bytes) };
        self.profile = Some(Arc::new(input));
    }

    /// A file that was read.
    pub fn text(&self, file: FileId) -> Option<&Arc<Input>> {
        self.texts.get(&file)
    }

    /// The file of the project with this path.
    pub fn text_named(&self, path: &str) -> Option<FileId> {
        self.texts.iter().find(|(_, input)| input.path == path).map(|(&file, _)| file)
    }

    /// What templates may read, or stands beside a brief, by what it is and its path.
    pub fn named(&self, role: Role, path: &str) -> Option<&Arc<Input>> {
        if role == Role::Attachment {
            return self.attachment(path);
        }
        self.read.values().find(|input| input.role == role && input.path == path)
    }

    /// briefpress.toml.
    pub fn project_file(&self) -> Option<FileId> {
        self.texts.iter().find(|(_, input)| input.role == Role::Project).map(|(&file, _)| file)
    }

    /// The files of words that serve a language, and what the project pins of the framework in it.
    pub fn labels_serving(&self, language: &str) -> impl Iterator<Item = Arc<Input>> + '_ {
        let tags = chain(language);
        let names = tags.iter().map(String::as_str).chain(["tiers"]);
        let pinned: Vec<String> = names.map(|name| format!("{PINNED}/{name}.toml")).collect();
        let pinned = self
            .texts
            .values()
            .filter(move |input| input.role == Role::Framework && pinned.contains(&input.path));
        tags.into_iter().filter_map(|tag| self.labels.get(&tag)).chain(pinned).cloned()
    }

    /// What a template reads, by the path it uses.
    pub fn read(&self, used_as: &str) -> Option<&Arc<Input>> {
        self.read.get(used_as)
    }

    /// Fonts that are not built in.
    pub fn fonts(&self) -> &[Arc<Input>] {
        &self.fonts
    }

    /// The profile of the printing condition.
    pub fn profile(&self) -> Option<&Arc<Input>> {
        self.profile.as_ref()
    }

    /// Every input there is, of whatever document.
    pub fn all(&self) -> impl Iterator<Item = Arc<Input>> + '_ {
        let others = self.texts.values().chain(self.read.values()).chain(self.attachments.values());
        let others = others.chain(self.values.values());
        others.chain(&self.fonts).chain(&self.profile).chain(self.labels.values()).cloned()
    }

    /// The digests that the inputs of an earlier build have now. `source` says that of a text that was not read.
    pub fn now<'a>(&'a self, source: &'a SourceDigest<'a>) -> CurrentInputs<'a> {
        let digests =
            self.all().map(|input| ((input.role, input.path.clone()), input.sha256)).collect();
        CurrentInputs { source, digests, values: &self.asked }
    }
}

/// The digest of a text of the project, by its path from there.
pub type SourceDigest<'a> = dyn Fn(&str) -> Option<Digest> + Sync + 'a;

/// What inputs are now.
pub struct CurrentInputs<'a> {
    source: &'a SourceDigest<'a>,
    digests: BTreeMap<(Role, String), Digest>,
    values: &'a ValuesDigests,
}

impl CurrentInputs<'_> {
    /// The digest that an earlier build's input has now; `None` where it is gone.
    pub fn digest(&self, input: &Input) -> Option<Digest> {
        let known = self.digests.get(&(input.role, input.path.clone()));
        match (known, input.role) {
            (Some(digest), _) => Some(*digest),
            // A brief that this run did not open.
            (None, Role::Brief | Role::Translation | Role::Lock | Role::Attachment) => {
                (self.source)(&input.path)
            }
            (None, Role::Values) => self.values.of(&input.path),
            (None, _) => None,
        }
    }

    /// The first of an earlier build's inputs that is another now.
    pub fn first_change<'i>(&self, inputs: &'i [Arc<Input>]) -> Option<&'i Arc<Input>> {
        inputs.iter().find(|input| self.digest(input).as_ref() != Some(&input.sha256))
    }
}

/// The digest of a file of values, by its path from the project.
fn digest_of(path: &Path, root: &Path, most: u64) -> Option<Digest> {
    let file = open_within(path, root, most).ok()?.ok()?;
    Digest::read(file).ok()
}
