//! The worker's side: take requests until there are no more.

use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;

use thiserror::Error;

use super::limits;
use super::make::make;
use super::message::{MessageError, Request, Setup, receive, send};
use super::shop::Shop;
use crate::asset::{is_raster, is_svg, judge_image};
use crate::caught::caught;
use crate::colour::{Greys, Profile, ProfileError, Separation};
use crate::picture::settled;
use crate::templates::TemplateFiles;
use crate::typeset::{Fonts, Typesetter};

/// Deeply nested layouts need more than the usual stack.
const STACK: usize = 64 << 20;

/// Why a worker ends before its input does.
#[derive(Debug, Error)]
pub enum ServeError {
    /// The program cannot be spoken to.
    #[error(transparent)]
    Message(#[from] MessageError),
    /// There is no thread to set documents in.
    #[error("no thread: {0}")]
    Thread(#[source] io::Error),
    /// A mistake in the program, with what it said.
    #[error("{0}")]
    GaveUp(String),
    /// The profile of the printing condition is none.
    #[error("the profile: {0:?}")]
    Profile(ProfileError),
}

impl From<io::Error> for ServeError {
    fn from(error: io::Error) -> Self {
        ServeError::Message(error.into())
    }
}

/// Reads a [`Setup`] and then one request after another from `input`, and writes an answer to each to
/// `output`, until `input` ends.
///
/// # Errors
///
/// Where there is nothing to set documents with, or the program is gone.
pub fn serve(input: impl Read + Send, output: impl Write + Send) -> Result<(), ServeError> {
    limits::contain();
    thread::scope(|scope| {
        let run = thread::Builder::new()
            .stack_size(STACK)
            .spawn_scoped(scope, move || {
                caught(|| answer_all(input, output))
                    .unwrap_or_else(|words| Err(ServeError::GaveUp(words)))
            })
            .map_err(ServeError::Thread)?;
        run.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

fn answer_all(mut input: impl Read, mut output: impl Write) -> Result<(), ServeError> {
    let Some(setup) = receive::<Setup>(&mut input)? else { return Ok(()) };
    limits::hold(setup.memory);
    // This thread is one of them.
    let pool = rayon::ThreadPoolBuilder::new().num_threads(setup.threads).use_current_thread();
    let pool = pool.stack_size(STACK).build_global();
    pool.map_err(|error| ServeError::Thread(io::Error::other(error)))?;
    let mut shop = set_up(setup)?;
    while let Some(request) = receive::<Request>(&mut input)? {
        // Whoever looks at pages waits for the next: what they have no use for is forgotten in between.
        let is_looked_at = request.preview.is_some();
        if !is_looked_at {
            shop.typesetter.begin();
        }
        let mut answer = make(&request, &mut shop);
        answer.memory = limits::memory();
        send(&answer, &mut output)?;
        if is_looked_at {
            shop.typesetter.forget();
        }
    }
    Ok(())
}

fn set_up(setup: Setup) -> Result<Shop, ServeError> {
    // What is wrong with fonts and profile has been said before any worker is started.
    let files: Vec<PathBuf> = setup.font_files.into_iter().map(PathBuf::from).collect();
    let (fonts, _) = Fonts::load(&files, &setup.limits);
    let plain = |files: BTreeMap<String, serde_bytes::ByteBuf>| {
        files.into_iter().map(|(path, bytes)| (path, bytes.into_vec())).collect()
    };
    let profile = match setup.profile {
        Some(bytes) => Some(Profile::parse(bytes.into_vec()).map_err(ServeError::Profile)?),
        None => None,
    };
    // Pictures of a project have been settled where they were read; those of templates are here.
    let mut templates: BTreeMap<String, Vec<u8>> = plain(setup.templates);
    for (path, bytes) in &mut templates {
        let is_picture = is_raster(bytes) || is_svg(path, bytes);
        if is_picture && judge_image(path, bytes, &setup.limits).is_ok() {
            *bytes = settled(bytes, profile.as_ref()).into_owned();
        }
    }
    let templates = TemplateFiles::of(templates);
    let mut typesetter = Typesetter::new(&templates, plain(setup.assets), Arc::new(fonts));
    typesetter.remember(setup.remembered);
    typesetter.limit(setup.limits);
    let greys = if setup.greys_on_black { Greys::Black } else { Greys::Inks };
    Ok(Shop::new(typesetter, Separation::new(profile, setup.total_ink, greys)))
}
