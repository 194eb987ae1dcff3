//! Panics that concern one document only, and the words of all.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind, set_hook};

thread_local! {
    /// What the last panic of this thread said, and where, once [`keep_words`] was called.
    static WORDS: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// What a function returns, or the words with which it panicked. For what changes nothing that is
/// looked at afterwards, and must not take everything else with it.
///
/// # Errors
///
/// The words of the panic.
pub fn caught<T>(function: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(function)).map_err(|panic| {
        let kept = WORDS.take();
        let text = panic.downcast_ref::<&str>().copied();
        let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
        kept.unwrap_or_else(|| text.unwrap_or(SPEECHLESS).to_string())
    })
}

/// What is said of a panic that says nothing.
const SPEECHLESS: &str = "it gave up without a word";

/// From now on a panic prints nothing: [`caught`] has its words and its place.
pub fn keep_words() {
    set_hook(Box::new(|info| WORDS.set(Some(words(info)))));
}

/// What a panic says, and where in which library.
fn words(info: &PanicHookInfo<'_>) -> String {
    let said = info.payload_as_str().unwrap_or(SPEECHLESS);
    match info.location() {
        Some(place) => format!("{said} ({}:{})", within_library(place.file()), place.line()),
        None => said.to_string(),
    }
}

/// A source file from the folder of its library on: where that lies is no one's business.
fn within_library(file: &str) -> &str {
    let Some(sources) = file.rfind("/src/") else { return file };
    let library = file[..sources].rfind('/').map_or(0, |slash| slash + 1);
    &file[library..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_told_from_its_library_on() {
        let file = "/home/x/registry/src/index-1/layout-0.15.1/src/grid/rows.rs";
        assert_eq!(within_library(file), "layout-0.15.1/src/grid/rows.rs");
        assert_eq!(within_library("src/run/tasks.rs"), "src/run/tasks.rs");
    }

    #[test]
    fn what_panics_is_told() {
        assert_eq!(caught(|| 1), Ok(1));
        let told = caught(|| panic!("no {}", "good")).err().unwrap();
        assert!(told.starts_with("no good"), "{told}");
    }
}
