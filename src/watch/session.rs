//! A session: the project, the worker, and who looks at what.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::around::PlaceIndex;
use super::changes::SaveWatcher;
use super::editor::TextEditor;
use super::held::{held_place, held_words, may_print};
use super::server::Server;
use super::shelf::Shelf;
use super::state::{
    BriefChoice, ChartTable, LanguageChoice, SourcePages, StatePage, StateProblem, WatchState,
    charts_of, text_of,
};
use super::strings::{byte_behind, placed};
use super::wake::{Reply, Wake, WatchQuery};
use crate::diag::{Diagnostic, Diagnostics, Sources};
use crate::disk::EnvError;
use crate::document::{Document, Edition};
use crate::l10n::{Language, is_pseudo};
use crate::plan::{Strings, translation_progress};
use crate::release::Input;
use crate::rename::Renaming;
use crate::run::{Preview, Viewed, preview};
use crate::tree::Text;
use crate::worker::{PreviewPage, Warm};
use crate::workspace::{LoadedBrief, OpenOptions, Version, Workspace, ids_of_briefs};

/// What a project was read from, its briefs and its files, and what was said of it.
type ReadProject = (Vec<String>, Vec<Arc<Input>>, Vec<StateProblem>);

/// How long a save may take: a file that is written in pieces is read when it has been still for so long.
const STILL: Duration = Duration::from_millis(6);

/// How long pieces are waited for at most.
const PATIENCE: Duration = Duration::from_millis(120);

/// How often it is looked whether the session is to end.
const LOOKS: Duration = Duration::from_millis(100);

/// The most browsers that look at once.
const LOOKERS: usize = 32;

/// What a session is about.
pub struct SessionOptions {
    /// The project's folder.
    pub root: PathBuf,
    /// How it is opened; which briefs, the session says.
    pub open: OpenOptions,
    /// What is looked at where a browser does not say, and without one.
    pub asked: WatchQuery,
    /// The port; 0 for any that is free.
    pub port: u16,
    /// The worker.
    pub warm: Warm,
    /// What opens a line, if anything does.
    pub editor: Option<TextEditor>,
}

/// What happens in a session, for whoever shows it.
pub enum WatchEvent<'a> {
    /// The server is there, at this address.
    Serving(&'a str),
    /// What is to be mended is another now.
    Diagnostics(&'a Diagnostics, &'a Sources),
    /// The environment failed.
    Failed(&'a str),
    /// Pages were set.
    Set {
        /// What they are of.
        viewed: &'a Viewed,
        /// How many; none where something is wrong.
        pages: Option<usize>,
        /// From the save, in milliseconds.
        milliseconds: u64,
    },
}

/// A session.
pub struct Session {
    root: PathBuf,
    open: OpenOptions,
    asked: WatchQuery,
    warm: Warm,
    shelf: Shelf,
    editor: Option<TextEditor>,
    /// The project, and which briefs of it were opened.
    opened: Result<Workspace, String>,
    ids: Vec<String>,
    /// All briefs that there ever were in it.
    seen: BTreeSet<String>,
    lookers: Vec<Looker>,
    /// What was shown last where no browser looks.
    alone: Option<WatchQuery>,
    /// The last good pages.
    good: BTreeMap<Viewed, Vec<StatePage>>,
    version: u64,
    /// What was said last of what is to be mended.
    said: Vec<StateProblem>,
    /// Whether the worker answered whenever it was asked since the last save.
    is_answered: bool,
}

/// A browser that looks.
struct Looker {
    asked: WatchQuery,
    events: Sender<String>,
}

impl Session {
    /// Runs one until it is interrupted.
    ///
    /// # Errors
    ///
    /// There is no server, or the project's folder cannot be watched.
    pub fn run(
        options: SessionOptions,
        interrupted: &AtomicBool,
        on_event: &mut dyn FnMut(WatchEvent<'_>),
    ) -> Result<(), EnvError> {
        let root = options.root.canonicalize();
        let root = root.map_err(|cause| EnvError::new("cannot open", &options.root, cause))?;
        let (wakes, woken) = mpsc::channel();
        let shelf = Shelf::default();
        let mut changes = SaveWatcher::of(&root, &wakes)?;
        let server = Server::start(options.port, shelf.clone(), wakes)?;
        on_event(WatchEvent::Serving(&server.address));
        let open = OpenOptions { base: root.clone(), ..options.open };
        let mut session = Self {
            root,
            open,
            asked: options.asked,
            warm: options.warm,
            shelf,
            editor: options.editor,
            opened: Err(String::new()),
            ids: Vec::new(),
            seen: BTreeSet::new(),
            lookers: Vec::new(),
            alone: None,
            good: BTreeMap::new(),
            version: 0,
            said: Vec::new(),
            is_answered: false,
        };
        session.refresh(Instant::now(), interrupted, on_event);
        while !interrupted.load(Ordering::Relaxed) {
            match woken.recv_timeout(LOOKS) {
                Ok(wake) => {
                    let wake =
                        if wake.is_save() { still(wake, &woken, &mut session) } else { wake };
                    session.take(wake, &mut changes, interrupted, on_event);
                }
                Err(RecvTimeoutError::Timeout) if changes.is_current() => {}
                Err(RecvTimeoutError::Timeout) => {
                    session.look(&mut changes, on_event);
                    session.refresh(Instant::now(), interrupted, on_event);
                }
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        Ok(())
    }

    fn take(
        &mut self,
        wake: Wake,
        changes: &mut SaveWatcher,
        interrupted: &AtomicBool,
        on_event: &mut dyn FnMut(WatchEvent<'_>),
    ) {
        match wake {
            Wake::Saved(since) => {
                self.look(changes, on_event);
                self.refresh(since, interrupted, on_event);
            }
            Wake::SavedForAll(since) => {
                self.warm.dismiss();
                self.is_answered = false;
                self.look(changes, on_event);
                self.refresh(since, interrupted, on_event);
            }
            Wake::Look(asked, events) => {
                if self.lookers.len() >= LOOKERS {
                    self.lookers.remove(0);
                }
                self.lookers.push(Looker { asked: asked.clone(), events });
                self.reopen_for(&asked);
                self.show(&asked, Instant::now(), interrupted, on_event);
            }
            Wake::Where { asked, key, at, reply } => {
                let _ = reply.send(self.place(&asked, &key, at));
            }
            Wake::Open { file, line, column, reply } => {
                let _ = reply.send(self.open_in_editor(&file, line, column));
            }
        }
    }

    /// Looks at folders that are new, or were made again.
    fn look(&self, changes: &mut SaveWatcher, on_event: &mut dyn FnMut(WatchEvent<'_>)) {
        if let Err(error) = changes.look() {
            let message = format!("saves in a new folder may not be noticed: {error}");
            on_event(WatchEvent::Failed(&message));
        }
    }

    /// Reads the project again and shows everyone what has become of what they look at. Where all that is read is
    /// as it was (a file was saved as it is, or another one was written beside those), nothing is done.
    fn refresh(
        &mut self,
        since: Instant,
        interrupted: &AtomicBool,
        on_event: &mut dyn FnMut(WatchEvent<'_>),
    ) {
        let before = self.read();
        self.reopen();
        if self.is_answered && before.is_some() && before == self.read() {
            return;
        }
        self.is_answered = true;
        self.send(|_| true, "busy", "{}");
        let mut all: Vec<WatchQuery> = Vec::new();
        for looker in &self.lookers {
            if !all.contains(&looker.asked) {
                all.push(looker.asked.clone());
            }
        }
        if all.is_empty() {
            all.push(self.alone.clone().unwrap_or_else(|| self.asked.clone()));
        }
        for asked in all {
            self.show(&asked, since, interrupted, on_event);
        }
        let shown = self.good.values().flatten().map(|page| page.id.clone());
        self.shelf.tidy(&shown.collect());
    }

    /// Reads the project again: of its briefs those that someone looks at.
    fn reopen(&mut self) {
        let ids = ids_of_briefs(&self.root).unwrap_or_default();
        self.ids = ids.into_iter().collect();
        self.seen.extend(self.ids.iter().cloned());
        // A project in two states at once has no pages that anyone wants.
        if let Err(error) = Renaming::hold_none(&self.root) {
            let help = error.help().map_or(String::new(), |help| format!("; {help}"));
            self.opened = Err(format!("{error}{help}"));
            return;
        }
        let asked = self.lookers.iter().map(|looker| &looker.asked).chain([&self.asked]);
        let asked = asked.chain(&self.alone);
        let mut wanted: BTreeSet<String> = asked.filter_map(|asked| self.brief_of(asked)).collect();
        wanted.retain(|id| self.ids.contains(id));
        if wanted.is_empty() {
            wanted.extend(self.ids.first().cloned());
        }
        let open = OpenOptions { briefs: wanted.into_iter().collect(), ..self.open.clone() };
        self.opened = Workspace::open(&self.root, &open).map_err(|error| error.to_string());
    }

    /// What the project was read from, and what was said of it; `None` where it was not read.
    fn read(&self) -> Option<ReadProject> {
        let inputs = self.opened.as_ref().ok()?.inputs.all().collect();
        Some((self.ids.clone(), inputs, self.problems_of_project(None)))
    }

    fn reopen_for(&mut self, asked: &WatchQuery) {
        let brief = self.brief_of(asked);
        let is_there = |workspace: &Workspace| {
            workspace.briefs.iter().any(|loaded| Some(&loaded.id) == brief.as_ref())
        };
        if !self.opened.as_ref().is_ok_and(is_there) {
            self.reopen();
        }
    }

    /// The brief that is meant: one that is gone, too, for another is not what was asked for.
    fn brief_of(&self, asked: &WatchQuery) -> Option<String> {
        let chosen = asked.brief.as_ref().or(self.asked.brief.as_ref());
        chosen.filter(|id| self.seen.contains(*id)).or(self.ids.first()).cloned()
    }

    /// What is looked at, where what is asked for is there.
    fn viewed(&self, asked: &WatchQuery) -> Option<Viewed> {
        if let Some(gone) = asked.whole().filter(|viewed| self.is_gone(viewed)) {
            return Some(gone);
        }
        let brief = self.brief_of(asked)?;
        if !self.ids.contains(&brief) {
            let mut good = self.good.keys().filter(|viewed| viewed.brief == brief);
            if let Some(gone) = good.next() {
                return Some(gone.clone());
            }
        }
        let loaded = self.loaded(&brief);
        let languages = loaded.map(|loaded| self.languages_of(loaded)).unwrap_or_default();
        let chosen = asked.language.as_ref().or(self.asked.language.as_ref());
        let chosen = chosen.filter(|tag| languages.contains(tag)).or(languages.first());
        let document = asked.document.or(self.asked.document).unwrap_or(Document::Brief);
        let has_it = document == Document::Brief || !loaded.is_some_and(LoadedBrief::has_no_goal);
        Some(Viewed {
            brief,
            language: chosen.cloned().unwrap_or_else(|| "en".into()),
            document: if has_it { document } else { Document::Brief },
            edition: asked.edition.or(self.asked.edition).unwrap_or(Edition::Screen),
        })
    }

    /// The languages of a brief, its own first, and the pseudo-locale that is asked for from the first.
    fn languages_of(&self, loaded: &LoadedBrief) -> Vec<String> {
        let own = loaded.versions.iter().filter_map(|version| version.language.as_ref());
        let pseudo = self.asked.language.iter().filter(|tag| is_pseudo(tag));
        own.chain(pseudo).cloned().collect()
    }

    /// Whether something is there no more of which there were good pages: it may come back at once, as where an
    /// editor or a tool takes a file away to write it anew.
    fn is_gone(&self, viewed: &Viewed) -> bool {
        let is_there = self
            .loaded(&viewed.brief)
            .is_some_and(|loaded| self.languages_of(loaded).contains(&viewed.language));
        !is_there && (self.good.contains_key(viewed) || !self.ids.contains(&viewed.brief))
    }

    /// What to say of what is there no more. Of a brief that cannot be read nothing is known.
    fn gone(&self, viewed: &Viewed) -> Option<String> {
        let Viewed { brief, language, .. } = viewed;
        if self.opened.is_err() || !self.is_gone(viewed) {
            return None;
        }
        if !self.ids.contains(brief) {
            return Some(format!("the brief `{brief}` is not there any more"));
        }
        let loaded = self.loaded(brief)?;
        let is_known = loaded.versions.iter().all(|version| version.language.is_some());
        let is_read = !loaded.unread.brief && !loaded.versions.is_empty() && is_known;
        is_read.then(|| format!("the brief `{brief}` is not in the language `{language}` any more"))
    }

    fn loaded(&self, id: &str) -> Option<&LoadedBrief> {
        self.opened.as_ref().ok()?.briefs.iter().find(|loaded| loaded.id == id)
    }

    /// Sets what is asked for and shows it to those who asked.
    fn show(
        &mut self,
        asked: &WatchQuery,
        since: Instant,
        interrupted: &AtomicBool,
        on_event: &mut dyn FnMut(WatchEvent<'_>),
    ) {
        self.version += 1;
        let mut state = self.choices();
        state.version = self.version;
        let Some(viewed) = self.viewed(asked) else {
            let none = "this project has no brief yet: `briefpress new` begins one";
            state.problems.extend(self.problems_of_project(None));
            if state.problems.is_empty() {
                state.problems.push(StateProblem::of_environment(none));
            }
            let nothing = (&Diagnostics::new(), &Sources::new());
            self.tell(&state.problems, None, nothing, on_event);
            let json = serde_json::to_string(&state).expect("plain data is always JSON");
            return self.send(|other| other == asked, "state", &json);
        };
        self.describe(&mut state, &viewed);
        let set = self.set(&viewed, interrupted);
        state.problems = self.problems_of_project(Some(&viewed));
        state.problems.extend(set.problems);
        let gone = self.gone(&viewed);
        state.problems.extend(gone.as_deref().map(StateProblem::of_environment));
        // Errors first: they are why there is nothing.
        state.problems.sort_by_key(|problem| problem.level != "error");
        state.charts = set.charts;
        let pages = set.pages.as_ref().map(Vec::len);
        state.fresh = set.pages.is_some();
        match set.pages {
            Some(pages) => {
                self.good.insert(viewed.clone(), pages.clone());
                state.pages = pages;
            }
            None => state.pages = self.good.get(&viewed).cloned().unwrap_or_default(),
        }
        let original = self.loaded(&viewed.brief).and_then(|loaded| {
            self.languages_of(loaded).first().filter(|tag| **tag != viewed.language).cloned()
        });
        let source = original.map(|language| Viewed { language, ..viewed.clone() });
        state.source = source.as_ref().and_then(|source| self.source_pages(source));
        state.milliseconds = milliseconds(since);
        self.tell(&state.problems, Some(&viewed), (&set.found, &set.sources), on_event);
        on_event(WatchEvent::Set { viewed: &viewed, pages, milliseconds: state.milliseconds });
        let json = serde_json::to_string(&state).expect("plain data is always JSON");
        self.send(|other| other == asked, "state", &json);
        // Who was shown something goes on looking at that, and at nothing else where it is gone.
        let mut has_lookers = false;
        let shown = WatchQuery::of(&viewed);
        for looker in self.lookers.iter_mut().filter(|looker| looker.asked == *asked) {
            has_lookers = true;
            if !state.pages.is_empty() {
                looker.asked = shown.clone();
            }
        }
        if !has_lookers && !state.pages.is_empty() {
            self.alone = Some(shown.clone());
        }
        let asked = if state.pages.is_empty() { asked } else { &shown };
        // The original's pages follow: those who translate do not wait for them.
        if let Some(source) = source.filter(|_| has_lookers) {
            if let Some(pages) = self.set(&source, interrupted).pages {
                self.good.insert(source.clone(), pages);
            }
            let pages = self.source_pages(&source);
            if pages != state.source {
                self.version += 1;
                state = WatchState { version: self.version, source: pages, ..state };
                let json = serde_json::to_string(&state).expect("plain data is always JSON");
                self.send(|other| other == asked, "state", &json);
            }
        }
    }

    /// What there is to choose from, whatever is chosen.
    fn choices(&self) -> WatchState {
        let title = |id: &String| {
            let title = self.loaded(id).and_then(|loaded| loaded.raw.title.as_ref());
            title.map_or_else(|| id.clone(), |title| title.value.clone())
        };
        let config = self.opened.as_ref().ok().and_then(|workspace| workspace.config.as_ref());
        let project = config.map(|config| config.organisation.name().to_string());
        WatchState {
            project: project.unwrap_or_default(),
            dir: "ltr",
            document: Document::Brief.name(),
            edition: Edition::Screen.name(),
            briefs: self
                .ids
                .iter()
                .map(|id| BriefChoice { id: id.clone(), title: title(id) })
                .collect(),
            editor: self.editor.is_some(),
            editions: Edition::ALL.map(Edition::name).to_vec(),
            ..WatchState::default()
        }
    }

    /// Says what is looked at, and what else of its brief could be.
    fn describe(&self, state: &mut WatchState, viewed: &Viewed) {
        state.brief.clone_from(&viewed.brief);
        state.lang.clone_from(&viewed.language);
        state.dir = direction(&viewed.language);
        state.document = viewed.document.name();
        state.edition = viewed.edition.name();
        let Some(loaded) = self.loaded(&viewed.brief) else { return };
        let has_it =
            |document: &Document| *document != Document::Indicators || !loaded.has_no_goal();
        state.documents = Document::ALL.into_iter().filter(has_it).map(Document::name).collect();
        let english = self.opened.as_ref().ok().and_then(|workspace| workspace.labels.get("en"));
        let name =
            |tag: &String| english.map_or_else(|| tag.clone(), |labels| labels.language_name(tag));
        state.languages = self
            .languages_of(loaded)
            .into_iter()
            .enumerate()
            .map(|(at, tag)| LanguageChoice { name: name(&tag), tag, original: at == 0 })
            .collect();
        let Ok(workspace) = &self.opened else { return };
        let strings = Strings::of(loaded, workspace, &viewed.language);
        state.strings = strings.behind();
        state.translation = version_in(loaded, &viewed.language).and_then(translation_progress);
    }

    /// Sets pages and lays them on the shelf.
    fn set(&mut self, viewed: &Viewed, interrupted: &AtomicBool) -> SetPages {
        let mut done = SetPages::default();
        let Ok(workspace) = &self.opened else { return done };
        let known = self.shelf.drawings();
        let Preview { pages, found, sources, ended, part, data } =
            preview(workspace, viewed, known, &mut self.warm, interrupted);
        done.problems = found.iter().map(|one| StateProblem::of(one, &sources)).collect();
        done.problems.extend(ended.as_deref().map(StateProblem::of_environment));
        self.is_answered &= ended.is_none();
        done.found = found;
        done.sources = sources;
        let (Some(pages), Some(part)) = (pages, part) else { return done };
        let data = serde_json::from_slice(&data).unwrap_or(Value::Null);
        done.charts = charts_of(&data);
        let strings = part.strings(workspace);
        let texts = strings.as_ref().map(|strings| {
            let printed = strings.originals.keys().filter_map(|key| {
                Some((key.to_string(), strings.printed(key.as_str())?.value.as_str()))
            });
            let others = part.version.all_texts().map(|text| (text.key.clone(), text.as_str()));
            printed.chain(others).filter(|(key, _)| may_print(key)).collect::<Vec<_>>()
        });
        let runs: Vec<_> = pages.iter().map(|page| page.runs.clone()).collect();
        let (texts, held) = (texts.unwrap_or_default(), held_words(&data));
        let mut placed = placed(&runs, &texts);
        PlaceIndex::of(&texts, &held).put(&mut placed);
        let shelve = |(page, runs): (PreviewPage, Vec<_>)| {
            let text = text_of(&runs);
            let digest = Sha256::new().chain_update(&page.name).chain_update(&text).finalize();
            let id: String = digest[..12].iter().map(|byte| format!("{byte:02x}")).collect();
            if let Some(svg) = page.svg {
                self.shelf.put_drawing(&page.name, svg.into_vec());
            }
            self.shelf.put(&id, &page.name, &text);
            StatePage { id, width: page.size[0], height: page.size[1] }
        };
        done.pages = Some(pages.into_iter().zip(placed).map(shelve).collect());
        done
    }

    fn source_pages(&self, source: &Viewed) -> Option<SourcePages> {
        let pages = self.good.get(source)?.clone();
        let lang = source.language.clone();
        Some(SourcePages { dir: direction(&lang), lang, pages })
    }

    /// What opening the project found that concerns those who look at this: no warning about another
    /// translation, of which each save would make many.
    fn found(&self, viewed: Option<&Viewed>) -> Diagnostics {
        let mut found = Diagnostics::new();
        let Ok(workspace) = &self.opened else { return found };
        for one in workspace.diagnostics.iter() {
            let loaded = viewed.and_then(|viewed| Some((self.loaded(&viewed.brief)?, viewed)));
            let concerns = loaded.is_none_or(|(loaded, viewed)| {
                one.is_error() || concerns(one, loaded, &viewed.language)
            });
            if concerns {
                found.push(one.clone());
            }
        }
        found
    }

    /// The same, with what could not be opened.
    fn problems_of_project(&self, viewed: Option<&Viewed>) -> Vec<StateProblem> {
        match &self.opened {
            Err(why) => vec![StateProblem::of_environment(why)],
            Ok(workspace) => {
                let failures = workspace.failures.iter();
                let failures =
                    failures.map(|error| StateProblem::of_environment(&error.to_string()));
                let found = self.found(viewed);
                let found = found.iter().map(|one| StateProblem::of(one, &workspace.sources));
                failures.chain(found).collect()
            }
        }
    }

    /// Says what is to be mended, where that is another than what was said last.
    fn tell(
        &mut self,
        problems: &[StateProblem],
        viewed: Option<&Viewed>,
        (found, sources): (&Diagnostics, &Sources),
        on_event: &mut dyn FnMut(WatchEvent<'_>),
    ) {
        if self.said == problems {
            return;
        }
        let new = problems.iter().filter(|one| one.code.is_empty() && !self.said.contains(one));
        new.for_each(|problem| on_event(WatchEvent::Failed(&problem.message)));
        if let Ok(workspace) = &self.opened {
            on_event(WatchEvent::Diagnostics(&self.found(viewed), &workspace.sources));
            on_event(WatchEvent::Diagnostics(found, sources));
        }
        self.said = problems.to_vec();
    }

    /// Where a letter or digit of a string stands, behind so many others.
    fn place(&self, asked: &WatchQuery, key: &str, at: usize) -> Reply {
        let unknown = || (404, json!({ "error": "no string has this key any more" }).to_string());
        let (Ok(workspace), Some(viewed)) = (&self.opened, self.viewed(asked)) else {
            return unknown();
        };
        let Some(loaded) = self.loaded(&viewed.brief) else { return unknown() };
        let strings = Strings::of(loaded, workspace, &viewed.language);
        let own = version_in(loaded, &viewed.language);
        let others = || {
            let mut texts = own?.all_texts();
            texts.find(|text| text.key == key)
        };
        let sources = &workspace.sources;
        let span = match strings.printed(key).or_else(others) {
            Some(text) => text.locate(character(text, byte_behind(&text.value, at)), sources),
            None => match held_place(key, loaded, own) {
                Some(span) => span,
                None => return unknown(),
            },
        };
        let file = sources.get(span.file);
        let place = file.position(span.start);
        let found = json!({
            "key": key,
            "file": file.name(),
            "line": place.line,
            "column": place.column,
            "text": file.line(place.line).trim(),
            "editor": self.editor.is_some(),
            "address": self.editor.as_ref().and_then(|editor| {
                editor.address_of(&self.root.join(file.name()), place.line, place.column)
            }),
        });
        (200, found.to_string())
    }

    /// Opens a file of the project, and no other.
    fn open_in_editor(&self, file: &str, line: usize, column: usize) -> Reply {
        let refuse = |status, why: &str| (status, json!({ "error": why }).to_string());
        let Ok(workspace) = &self.opened else { return refuse(409, "the project cannot be read") };
        let Some(TextEditor::Program(editor)) = &self.editor else {
            return refuse(409, "no editor with a window of its own is named by VISUAL or EDITOR");
        };
        if !workspace.sources.iter().any(|(_, source)| source.name() == file) {
            return refuse(404, "this is no file of the project");
        }
        match editor.open(&self.root.join(file), line, column) {
            Ok(()) => (204, String::new()),
            Err(error) => refuse(500, &format!("the editor does not start: {error}")),
        }
    }

    /// Sends an event to those who look at something; who is gone is forgotten.
    fn send(&mut self, to: impl Fn(&WatchQuery) -> bool, event: &str, data: &str) {
        let text = format!("event: {event}\ndata: {data}\n\n");
        self.lookers
            .retain(|looker| !to(&looker.asked) || looker.events.send(text.clone()).is_ok());
    }
}

/// What came of setting pages.
#[derive(Default)]
struct SetPages {
    pages: Option<Vec<StatePage>>,
    problems: Vec<StateProblem>,
    found: Diagnostics,
    sources: Sources,
    charts: BTreeMap<String, ChartTable>,
}

/// Waits until files have been still for a moment. What else comes meanwhile is done at once.
fn still(first: Wake, woken: &Receiver<Wake>, session: &mut Session) -> Wake {
    let begun = Instant::now();
    let mut save = first;
    while begun.elapsed() < PATIENCE {
        match woken.recv_timeout(STILL) {
            Ok(next) if next.is_save() => save = save.with(&next),
            Ok(Wake::Where { asked, key, at, reply }) => {
                let _ = reply.send(session.place(&asked, &key, at));
            }
            Ok(Wake::Open { file, line, column, reply }) => {
                let _ = reply.send(session.open_in_editor(&file, line, column));
            }
            Ok(Wake::Look(asked, events)) => {
                session.lookers.push(Looker { asked, events });
                // Whoever comes now has been shown nothing yet, though nothing that is read may have changed.
                session.is_answered = false;
            }
            Ok(_) | Err(_) => break,
        }
    }
    save
}

/// The version of a brief that shows in a language: of a pseudo-locale the original.
fn version_in<'l>(loaded: &'l LoadedBrief, language: &str) -> Option<&'l Version> {
    let own = loaded.versions.iter().find(|own| own.language.as_deref() == Some(language));
    own.or_else(|| loaded.versions.first().filter(|_| is_pseudo(language)))
}

fn direction(tag: &str) -> &'static str {
    if Language::new(tag).rtl() { "rtl" } else { "ltr" }
}

fn milliseconds(since: Instant) -> u64 {
    u64::try_from(since.elapsed().as_millis()).unwrap_or(u64::MAX)
}

/// The bytes of the character at or before a byte of a text.
fn character(text: &Text, at: usize) -> std::ops::Range<usize> {
    let start = text.value.floor_char_boundary(at.min(text.value.len()));
    let length = text.value[start..].chars().next().map_or(0, char::len_utf8);
    start..start + length
}

/// Whether a warning concerns those who look at a brief in a language: it stands in another translation, or
/// is said of one, and not of this.
fn concerns(warning: &Diagnostic, loaded: &LoadedBrief, language: &str) -> bool {
    let Some(own) = version_in(loaded, language) else { return true };
    let is_of = |version: &Version| {
        let stands = warning.span.is_some_and(|span| version.files.contains(&span.file));
        let said = |one: &Diagnostic| one.span == warning.span && one.message == warning.message;
        (stands, version.lacking.iter().any(said))
    };
    let others = loaded.versions.iter().filter(|version| !std::ptr::eq(*version, own)).map(is_of);
    let others = others.fold((false, false), |all, one| (all.0 || one.0, all.1 || one.1));
    let own = is_of(own);
    (own.0 || !others.0) && (own.1 || !others.1)
}
