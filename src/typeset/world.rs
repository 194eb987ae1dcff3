//! The world a template sees: the library, the faces, an allow-list of files, and no clock.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use typst::diag::{FileError, FileResult};
use typst::foundations::{Binding, Bytes, Datetime, Duration, Value};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};
use typst_kit::files::{FileLoader, FileStore};

use super::admission::Admission;
use super::fitted::Fitted;
use super::fonts::Fonts;
use super::outlines::outlined;
use super::{links, refused};
use crate::limits::Limits;
use crate::templates::{FOLDER, TemplateFiles};

/// The one file the data of every job is served as. File ids are never freed, so all jobs share
/// it.
const DATA: &str = "/brief.json";

/// The sheets of a proof, which are no template of a project, and what is said on them.
const PROOF: &str = "/proof.typ";
const PROOF_DATA: &str = "/proof.json";

/// Compiles templates, one job after another.
pub struct Typesetter {
    library: LazyHash<Library>,
    fonts: Arc<Fonts>,
    files: FileStore<AllowedFiles>,
    /// The templates that were read, parsed. They never change: what the compiler remembers of them serves
    /// every document, and those that one document does not read are not parsed again for the next.
    parsed: Mutex<HashMap<FileId, Source>>,
    main: FileId,
    /// How many documents a brief is made into.
    remembered: usize,
    /// How many were set since something was forgotten.
    set: usize,
    fitted: Fitted,
}

/// What templates may read, by path. Nothing else exists for them; a file of a package has the
/// package's name before its path, so that a message can tell. Text in an SVG is drawn with the faces.
struct AllowedFiles(BTreeMap<String, Bytes>, Admission, Arc<Fonts>);

/// Below this stand the templates.
const TEMPLATES: &str = "/templates/";

/// Below this stand the pictures of the brief at hand. File ids are never freed, so what one brief has
/// there is called as what the next one has.
const PICTURES: &str = "/pictures/";

impl FileLoader for AllowedFiles {
    fn load(&self, id: FileId) -> FileResult<Bytes> {
        let path = id.get().vpath().get_with_slash();
        match self.0.get(path) {
            Some(bytes) if *id.get().root() == VirtualRoot::Project => {
                self.1.admit(path, bytes)?;
                Ok(outlined(bytes, &self.2).map_or_else(|| bytes.clone(), Bytes::new))
            }
            _ => Err(FileError::NotFound(match id.get().root() {
                VirtualRoot::Package(package) => format!("{package}{path}").into(),
                VirtualRoot::Project => path.into(),
            })),
        }
    }
}

impl Typesetter {
    /// A typesetter for the given templates, assets (by the path templates use) and faces.
    pub fn new(
        templates: &TemplateFiles,
        assets: BTreeMap<String, Vec<u8>>,
        fonts: Arc<Fonts>,
    ) -> Self {
        let templates =
            templates.iter().map(|(path, data)| (format!("/{FOLDER}/{path}"), data.to_vec()));
        let files = templates.chain(assets).map(|(path, data)| (path, Bytes::new(data))).collect();
        Self {
            library: LazyHash::new(library()),
            files: FileStore::new(AllowedFiles(files, Admission::default(), fonts.clone())),
            fonts,
            parsed: Mutex::default(),
            main: file_id(DATA),
            remembered: 1,
            set: 0,
            fitted: Fitted::default(),
        }
    }

    /// Says how many documents each brief is made into: what one sets is remembered until the next
    /// brief has had the chance to use it, and not much longer.
    pub fn remember(&mut self, documents: usize) {
        self.remembered = documents.max(1);
    }

    /// Says that another document begins. After as many as a brief is made into, what none of them has used is
    /// forgotten. Not at the end of one: after the last, nobody needs the memory.
    pub fn begin(&mut self) {
        if self.set == self.remembered {
            self.forget();
        }
        self.set += 1;
    }

    /// Forgets what has not been used since this was last done. Without it, what the compiler remembers
    /// (comemo) grows with every document.
    pub fn forget(&mut self) {
        typst::comemo::evict(1);
        self.set = 0;
    }

    /// Forgets all that the compiler remembers.
    pub fn forget_all() {
        typst::comemo::evict(0);
    }

    /// Holds images to these limits.
    pub fn limit(&mut self, limits: Limits) {
        self.files.loader_mut().1 = Admission::new(limits);
    }

    /// What images are held to.
    pub(super) fn admission(&self) -> &Admission {
        &self.files.loader().1
    }

    /// The pictures that have been made smaller.
    pub(super) fn fitted(&self) -> &Fitted {
        &self.fitted
    }

    /// The file of a path.
    pub(super) fn allowed(&self, path: &str) -> Option<&Bytes> {
        self.files.loader().0.get(path)
    }

    /// Gives the next compiles these pictures, by the path templates use, and no others.
    pub fn show(&mut self, pictures: BTreeMap<String, Vec<u8>>) {
        let AllowedFiles(files, admission, _) = self.files.loader_mut();
        files.retain(|path, _| !path.starts_with(PICTURES));
        admission.forget(PICTURES);
        let pictures = pictures.into_iter().filter(|(path, _)| path.starts_with(PICTURES));
        files.extend(pictures.map(|(path, bytes)| (path, Bytes::new(bytes))));
    }

    /// Sets what the next compile is about.
    pub(super) fn prepare(&mut self, template: &str, data: Vec<u8>) {
        self.files.loader_mut().1.reset();
        self.files.loader_mut().0.insert(DATA.into(), Bytes::new(data));
        self.files.reset();
        self.main = file_id(&format!("/{FOLDER}/{template}/main.typ"));
    }

    /// The same for the sheets of a proof, which are about what was compiled last.
    pub(super) fn prepare_proof(&mut self, data: Vec<u8>) {
        let AllowedFiles(files, admission, _) = self.files.loader_mut();
        admission.reset();
        files.insert(PROOF.into(), Bytes::from_string(include_str!("proof.typ")));
        files.insert(PROOF_DATA.into(), Bytes::new(data));
        self.files.reset();
        self.main = file_id(PROOF);
    }

    /// The path of the file with this content.
    pub(super) fn path_of(&self, data: &[u8]) -> Option<String> {
        let mut files = self.files.loader().0.iter();
        files.find(|(_, bytes)| bytes.as_slice() == data).map(|(path, _)| path.clone())
    }

    /// What the last compile read, without the data, in alphabetical order.
    pub(super) fn reads(&mut self) -> Vec<String> {
        let (_, files) = self.files.dependencies();
        let paths = files.map(|id| id.get().vpath().get_with_slash().to_string());
        let mut reads: Vec<String> = paths.filter(|path| path != DATA).collect();
        reads.sort();
        reads
    }

    /// The faces in use.
    pub fn fonts(&self) -> &Fonts {
        &self.fonts
    }
}

/// Typst's library without what runs programs that are not Typst.
fn library() -> Library {
    // Header cells with a scope are still behind a feature flag in Typst 0.15.
    let mut library = Library::builder()
        .with_inputs(links::inputs())
        .with_features([Feature::A11yExtras].into_iter().collect())
        .build();
    library.global.scope_mut().define(refused::PLUGIN, Value::None);
    library.std = Binding::detached(library.global.clone());
    library
}

fn file_id(path: &str) -> FileId {
    let path = VirtualPath::new(path).expect("paths of the program are valid");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

impl World for Typesetter {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.book()
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if !id.get().vpath().get_with_slash().starts_with(TEMPLATES) {
            return self.files.source(id);
        }
        let mut parsed = self.parsed.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(source) = parsed.get(&id) {
            // It counts as read for this document, too.
            self.files.file(id)?;
            return Ok(source.clone());
        }
        let source = self.files.source(id)?;
        parsed.insert(id, source.clone());
        Ok(source)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.file(id)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.font(index)
    }

    /// There is no clock: dates come from the brief.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
