//! The worker's side: take requests until there are no more.

use std::io::{self, Read, Write};
use std::sync::Arc;
use std::thread;

use super::limits;
use super::make::{Shop, make};
use super::message::{Request, Setup, receive, send};
use crate::colour::{Profile, Separation};
use crate::templates::TemplateFiles;
use crate::typeset::{Fonts, Typesetter};

/// Deeply nested layouts need more than the usual stack.
const STACK: usize = 64 << 20;

/// Reads a [`Setup`] and then one request after another from `input`, and writes an answer to each to
/// `output`, until `input` ends.
pub fn serve(input: impl Read + Send, output: impl Write + Send) -> io::Result<()> {
    limits::contain();
    thread::scope(|scope| {
        let run = thread::Builder::new()
            .stack_size(STACK)
            .spawn_scoped(scope, move || answer_all(input, output))?;
        run.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

fn answer_all(mut input: impl Read, mut output: impl Write) -> io::Result<()> {
    // Documents are set side by side by processes; inside one, threads would only get in the way.
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build_global();
    pool.map_err(io::Error::other)?;
    let Some(setup) = receive::<Setup>(&mut input)? else { return Ok(()) };
    let mut shop = set_up(setup)?;
    while let Some(request) = receive::<Request>(&mut input)? {
        let mut answer = make(&request, &mut shop);
        answer.memory = limits::memory();
        send(&answer, &mut output)?;
    }
    Ok(())
}

fn set_up(setup: Setup) -> io::Result<Shop> {
    // What is wrong with fonts and profile has been said before any worker is started.
    let (fonts, _) = Fonts::load(&setup.font_folders);
    let plain = |files: std::collections::BTreeMap<String, serde_bytes::ByteBuf>| {
        files.into_iter().map(|(path, bytes)| (path, bytes.into_vec())).collect()
    };
    let templates = TemplateFiles::of(plain(setup.templates));
    let profile = match setup.profile {
        Some(bytes) => Some(
            Profile::parse(bytes.into_vec())
                .map_err(|error| io::Error::other(format!("the profile: {error:?}")))?,
        ),
        None => None,
    };
    let mut typesetter = Typesetter::new(&templates, plain(setup.assets), Arc::new(fonts));
    typesetter.remember(setup.remembered);
    Ok(Shop { typesetter, separation: Separation { profile, total_ink: setup.total_ink } })
}
