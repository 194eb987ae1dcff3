//! The folders of briefs, and what else stands in `briefs/` and looks like one.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use super::model::{LoadedBrief, Workspace};
use crate::brief::check_brief_id;
use crate::diag::{Code, Diagnostic, Diagnostics, Levels, Span};
use crate::disk::{EnvError, Item, PathKind, ReadRefusal, folders_and_others, kind};

/// The name of the folder of briefs in a project.
pub const BRIEFS: &str = "briefs";

/// What stands in `briefs/`.
#[derive(Debug, Clone, Default)]
pub struct BriefFolders {
    /// The names of the folders, in alphabetical order.
    pub names: Arc<Vec<String>>,
    /// What would be one, and is refused, or kept from us by the system.
    refused: Vec<Item>,
    /// What looks as if it was to be one.
    passed: Vec<Item>,
}

/// The ids of all briefs that a project has; `None` where they cannot be listed.
pub fn ids_of_briefs(root: &Path) -> Option<BTreeSet<String>> {
    let folders = BriefFolders::list(root).ok()?;
    let has_brief =
        |id: &String| root.join(BRIEFS).join(id).join("brief.toml").symlink_metadata().is_ok();
    Some(folders.names.iter().filter(|id| has_brief(id)).cloned().collect())
}

impl BriefFolders {
    /// Lists the folders.
    ///
    /// # Errors
    ///
    /// The folder of briefs is there and cannot be listed.
    pub fn list(root: &Path) -> Result<Self, EnvError> {
        let folder = root.join(BRIEFS);
        let (mut listed, mut names) = (Self::default(), Vec::new());
        let found = match kind(&folder, Some(root)) {
            PathKind::Absent => return Ok(listed),
            PathKind::Folder => {
                let (folders, others) = folders_and_others(&folder, Some(root))?;
                names = folders;
                others
            }
            PathKind::Failed(failure) => return Err(failure),
            PathKind::File => {
                vec![Item::at(&folder, PathKind::Refused(ReadRefusal::NotAFolder))]
            }
            refused => vec![Item::at(&folder, refused)],
        };
        for mut item in found {
            let name = item.text().map(str::to_string);
            // Only what is read as a brief is refused: a link to a picture is nobody's business.
            let like_id = |name: &String| !name.contains('.');
            let like_toml = |name: &String| name.to_lowercase().contains(".toml");
            match (&item.kind, name) {
                (PathKind::Folder, Some(name)) => names.push(name),
                (PathKind::Folder, None) => {
                    item.kind = PathKind::Refused(ReadRefusal::BadName);
                    listed.refused.push(item);
                }
                (PathKind::File, Some(name)) => {
                    if like_toml(&name) || check_brief_id(&name).is_ok() {
                        listed.passed.push(item);
                    }
                }
                (PathKind::File, None) => {}
                (_, name) => {
                    let is_file = item.path.is_file();
                    if !is_file || name.is_none_or(|name| like_id(&name) || like_toml(&name)) {
                        listed.refused.push(item);
                    }
                }
            }
        }
        // Among the others are folders behind links.
        names.sort_unstable();
        listed.names = Arc::new(names);
        Ok(listed)
    }

    /// Whether there is a folder of that name.
    pub fn has(&self, name: &String) -> bool {
        self.names.binary_search(name).is_ok()
    }

    /// The names of all that is a brief, or would be.
    pub fn all(&self) -> Vec<String> {
        self.names.iter().cloned().chain(self.refused.iter().map(shown)).collect()
    }

    /// Whether there is no brief, nor anything in the place of one.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty() && self.refused.is_empty()
    }
}

/// The name of an entry as it can be shown.
fn shown(item: &Item) -> String {
    item.name.to_string_lossy().into_owned()
}

/// Says what of `briefs/` is not read, of all that was asked for: each in the place of a brief is a brief
/// that cannot be read. `ids` are the briefs that were asked for, where not all were.
pub fn leave_others(
    workspace: &mut Workspace,
    folders: BriefFolders,
    ids: Option<&[String]>,
    name: &dyn Fn(&Path) -> String,
    levels: &Levels,
) {
    let mut found = Diagnostics::new();
    let folder = workspace.root.join(BRIEFS);
    if folders.is_empty() && ids.is_none() {
        let (shown, how) = (name(&folder), "`briefpress new ID --country KH` begins one");
        let is_there = folder.is_dir();
        let words = if is_there { "holds no brief" } else { "is not there" };
        let help = "if they are on a disk or in another folder, see that it is there";
        let file = workspace.sources.add(shown.clone(), "");
        found.push(
            Diagnostic::new(Code::NoBriefs, format!("{shown} {words}"))
                .at(Span::new(file, 0..0))
                .help(how)
                .help(help),
        );
    }
    let is_asked = |item: &Item| ids.is_none_or(|ids| ids.contains(&shown(item)));
    for item in folders.refused {
        if !is_asked(&item) {
            workspace.doubt(&item.path);
            continue;
        }
        workspace.briefs.push(LoadedBrief::unreadable(&shown(&item)));
        workspace.leave(item, "", name, &mut found);
    }
    for item in folders.passed {
        let stem = shown(&item);
        let stem = stem.split('.').next().unwrap_or_default();
        let help = match check_brief_id(stem) {
            Ok(()) => {
                format!("a brief is a folder with its file in it: `briefs/{stem}/brief.toml`")
            }
            Err(_) => "a brief is a folder with its file in it: `briefs/ID/brief.toml`".into(),
        };
        if is_asked(&item) {
            workspace.leave(item, &help, name, &mut found);
        } else {
            workspace.doubt(&item.path);
        }
    }
    workspace.briefs.sort_by(|a, b| a.id.cmp(&b.id));
    workspace.diagnostics.extend(found.leveled(levels));
}
