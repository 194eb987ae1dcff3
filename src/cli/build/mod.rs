//! `briefpress build`.

mod args;
mod asked;
mod languages;
mod parts;
mod shown;
mod whole;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

pub use args::BuildArgs;
use args::{editions, sharding};
use asked::AskedBuild;

use super::context::{Global, current_folder, shown};
use super::error::{Error, Exit};
use super::ui::Ui;
use crate::document::Document;
use crate::output::{Record, check_place};
use crate::plan::{Combination, Earlier, NotCombined, Options, Rebuild};
use crate::run::BuildOptions;
use crate::workspace::{OpenOptions, list_briefs, read_built_in};

/// Where proofs go: beside the release, so that no one publishes them with it.
const PROOFS: &str = "proofs";

/// Builds everything that was asked for and can be built.
///
/// # Errors
///
/// There is no project, it has not what was asked for, or the environment failed before anything
/// was built.
pub fn run(args: &BuildArgs, global: &Global, ui: &mut Ui) -> Result<Exit, Error> {
    let start = Instant::now();
    let here = current_folder()?;
    let root = global.project_root()?;
    if args.combined && args.only != Some(Document::Indicators) {
        return Err(Error::NotCombined(NotCombined::OtherDocument));
    }
    let options = Options {
        languages: args.languages.clone(),
        documents: match args.only {
            _ if args.combined => Vec::new(),
            Some(document) => vec![document],
            None => Document::ALL.to_vec(),
        },
        editions: editions(&args.editions),
        out: match &args.out {
            Some(out) => here.join(out),
            None => here.join(&root).join(if args.annotate { PROOFS } else { "dist" }),
        },
        epoch: args.epoch,
        combined: Vec::from_iter(
            args.combined
                .then(|| Combination { briefs: Vec::new(), languages: args.languages.clone() }),
        ),
    };
    let fonts = args.selection.open_options(args.on_missing)?.font_folders;
    let fonts: Vec<PathBuf> = fonts.iter().map(|folder| here.join(folder)).collect();
    check_place(&options.out, Some(&root), &fonts)
        .map_err(|why| Error::OutAmongSources { folder: shown(&options.out).into(), why })?;
    let open_options = OpenOptions {
        table_alone: args.combined.then(|| args.languages.clone()),
        ..args.selection.open_options(args.on_missing)?
    };
    let build_options = BuildOptions {
        rebuild: if args.force { Rebuild::All } else { Rebuild::Outdated },
        shard: sharding(args)?,
        bill: args.sbom.into(),
    };
    // Where there are thousands of briefs, listing them takes as long as reading the other two.
    let (folders, record) = rayon::join(
        || list_briefs(&root),
        || {
            read_built_in();
            let record = Record::read(&options.out, options.epoch);
            if !open_options.briefs.is_empty() {
                record.look_beside();
            }
            Arc::new(record)
        },
    );
    let open_options = OpenOptions { folders: Some(Arc::new(folders?)), ..open_options };
    let asked = AskedBuild { args, root: &root, options, build_options, open_options, start };
    let earlier = Earlier::new(&record, &asked.options, &root);
    // A table of several briefs is made of all of them at once, and so is found out what it is worth.
    let is_whole = args.annotate || args.combined || earlier.has_changed_tables();
    drop(earlier);
    let exit = match is_whole {
        true => asked.build_whole(Arc::clone(&record), ui),
        false => asked.build_by_parts(Arc::clone(&record), ui),
    };
    // The process ends here; taking apart what is known of thousands of briefs first would be time for nothing.
    std::mem::forget((record, asked.open_options.folders));
    exit
}
