//! Files beside a brief, which it may name: data are read as text, pictures are judged and let go again
//! until they are set.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use super::folders::BRIEFS;
use super::intact::said_of_picture;
use super::model::Workspace;
use crate::asset::judge_named_image;
use crate::brief::{FileBeside, FilesBeside, KindBeside, PictureJudge};
use crate::caught::caught;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::disk::{EnvError, Item, PathKind, Walked, read_asset, read_text, walk};
use crate::picture::{Ground, is_locked, is_pdf, is_whole, pdf_pages};
use crate::release::Role;

/// The folder of a brief's translations, in which nothing else is looked for.
const TRANSLATIONS: &str = "lang/";

/// What stands beside a brief.
#[derive(Default)]
pub struct Beside {
    /// The files.
    pub files: FilesBeside,
    /// Why some of them cannot be read, by their paths: told where the brief names them.
    pub failures: BTreeMap<String, EnvError>,
}

/// Reads the files beside a brief that it may name.
pub fn read_beside(workspace: &mut Workspace, id: &str, name: &dyn Fn(&Path) -> String) -> Beside {
    let folder = workspace.root.join(BRIEFS).join(id);
    let Walked { files, others } = walk(&folder, Some(&workspace.root));
    let mut beside = Beside::default();
    for (path, file) in files {
        let Some(kind) = KindBeside::of(&path).filter(|_| !path.starts_with(TRANSLATIONS)) else {
            continue;
        };
        let read = match kind {
            KindBeside::Data => read_data(workspace, id, &path, &file, name),
            KindBeside::Picture => read_picture(workspace, id, &path, &file),
        };
        let read = read.unwrap_or_else(|failure| {
            beside.failures.insert(path.clone(), failure);
            FileBeside::Unread
        });
        beside.files.insert(path, read);
    }
    for Item { path: file, kind, .. } in others {
        let Some(path) = below(&folder, &file) else { continue };
        let read = match kind {
            PathKind::Refused(refusal) => {
                let mut diagnostic = refusal.diagnostic(&path);
                diagnostic.code = Code::BadAsset;
                FileBeside::unusable(diagnostic)
            }
            PathKind::Failed(failure) => {
                beside.failures.insert(path.clone(), failure);
                FileBeside::Unread
            }
            PathKind::Absent | PathKind::File | PathKind::Folder => continue,
        };
        beside.files.insert(path, read);
    }
    beside
}

/// A path below a folder, with `/` between the parts.
fn below(folder: &Path, path: &Path) -> Option<String> {
    let inner = path.strip_prefix(folder).ok()?;
    let parts: Option<Vec<&str>> = inner.iter().map(|part| part.to_str()).collect();
    Some(parts?.join("/"))
}

fn read_data(
    workspace: &mut Workspace,
    id: &str,
    path: &str,
    file: &Path,
    name: &dyn Fn(&Path) -> String,
) -> Result<FileBeside, EnvError> {
    let mut found = Diagnostics::new();
    let read = read_text(file, &name(file), &workspace.root, &mut workspace.sources, &mut found)?;
    let Some((text, digest)) = read else { return Ok(FileBeside::Unusable(Box::new(found))) };
    let path = format!("{BRIEFS}/{id}/{path}");
    workspace.inputs.add_text(text, Role::Attachment, path, digest);
    Ok(FileBeside::Data(text))
}

fn read_picture(
    workspace: &mut Workspace,
    id: &str,
    path: &str,
    file: &Path,
) -> Result<FileBeside, EnvError> {
    let bytes = match read_asset(file, path, &workspace.root, workspace.limits.asset())? {
        Ok(bytes) => bytes,
        Err(refusal) => return Ok(FileBeside::unusable(refusal)),
    };
    workspace.inputs.add_attachment(format!("{BRIEFS}/{id}/{path}"), &bytes);
    let judge = || {
        let (file, path, root) = (file.to_path_buf(), path.to_string(), workspace.root.clone());
        let (limits, fonts) = (workspace.limits, Arc::clone(&workspace.fonts));
        PictureJudge::new(move |page| match read_asset(&file, &path, &root, limits.asset()) {
            Ok(Ok(bytes)) => said_of_picture(&path, &bytes, page, Ground::Paper, &fonts, &limits),
            // It was read before.
            Ok(Err(_)) | Err(_) => Vec::new(),
        })
    };
    Ok(match judge_named_image(path, &bytes, &workspace.limits) {
        Ok(_) if is_pdf(&bytes) => match caught(|| pdf_pages(&bytes)).ok().flatten() {
            Some(pages) => FileBeside::Picture { pages: Some(pages), judge: judge() },
            None => {
                let locked = caught(|| is_locked(&bytes)).unwrap_or(false);
                let (what, help) = if locked {
                    ("has a password", "save it again without one, or as SVG or PNG")
                } else {
                    ("cannot be read as a PDF", "save it again, or as SVG or PNG")
                };
                let message = format!("`{path}` {what}");
                FileBeside::unusable(Diagnostic::new(Code::BadAsset, message).help(help))
            }
        },
        // What is cut off would print in part, and keep what a camera wrote into it.
        Ok(_) if !is_whole(&bytes) => FileBeside::unusable(
            Diagnostic::new(
                Code::BadAsset,
                format!("`{path}` is damaged: it ends before its picture does"),
            )
            .help("copy it again from where it came from, or save it again"),
        ),
        Ok(_) => FileBeside::Picture { pages: None, judge: judge() },
        Err(refusal) => {
            let code = if refusal.over { Code::AssetTooLarge } else { Code::BadAsset };
            let message = format!("`{path}` {}", refusal.what);
            FileBeside::unusable(Diagnostic::new(code, message).help(refusal.help))
        }
    })
}
