//! `briefpress watch`: a brief's pages in a browser, set anew with every save, from the same templates and
//! data as its PDF.
//!
//! One thread, the [`Session`], has the project and the worker, and does one thing after another: it is
//! woken by saves ([`changes`]) and by what browsers ask ([`server`]). What browsers only fetch, drawings
//! and the text on them, lies on a [`shelf`](shelf::Shelf) that needs no session.

mod around;
mod changes;
mod editor;
mod held;
mod http;
mod server;
mod session;
mod shelf;
mod state;
mod strings;
mod wake;

pub use editor::TextEditor;
pub use session::{Session, SessionOptions, WatchEvent};
pub use wake::WatchQuery;
