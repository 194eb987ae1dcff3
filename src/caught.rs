//! Panics that concern one document only.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// What a function returns, or the words with which it panicked. For what changes nothing that is
/// looked at afterwards, and must not take everything else with it.
///
/// # Errors
///
/// The words of the panic.
pub fn caught<T>(function: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(function)).map_err(|panic| {
        let text = panic.downcast_ref::<&str>().copied();
        let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
        text.unwrap_or("it panicked").to_string()
    })
}
