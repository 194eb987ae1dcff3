//! The server: on this computer alone (loopback), for those alone who know the address, of which a token
//! is part, and for no page of another origin.

use std::io::{self, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::time::Duration;

use serde_json::json;
use url::Url;

use super::http::{HttpRequest, serve};
use super::shelf::Shelf;
use super::wake::{Reply, Wake, WatchQuery};
use crate::disk::EnvError;
use crate::document::{Document, Edition};

const HTML: &str = "text/html; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";
const JSON: &str = "application/json";
const SVG: &str = "image/svg+xml";

/// The files of the page, with what they are.
const PAGE: [(&str, &str, &str); 11] = [
    ("", HTML, include_str!("page/index.html")),
    ("icon.svg", SVG, include_str!("page/icon.svg")),
    ("watch.css", CSS, include_str!("page/watch.css")),
    ("watch.js", SCRIPT, include_str!("page/watch.js")),
    ("beside.js", SCRIPT, include_str!("page/beside.js")),
    ("charts.js", SCRIPT, include_str!("page/charts.js")),
    ("dom.js", SCRIPT, include_str!("page/dom.js")),
    ("panel.js", SCRIPT, include_str!("page/panel.js")),
    ("place.js", SCRIPT, include_str!("page/place.js")),
    ("runs.js", SCRIPT, include_str!("page/runs.js")),
    ("sheets.js", SCRIPT, include_str!("page/sheets.js")),
];

/// What is never to change under its name.
const FOR_GOOD: &str = "private, max-age=31536000, immutable";

/// What every answer says besides: the page takes nothing from elsewhere, and is shown nowhere else.
const HEADERS: [(&str, &str); 5] = [
    (
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
         base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
];

/// No file has more lines, and no line more characters.
const LONGEST_FILE: usize = 32 << 20;

/// How long nothing is sent to a browser before a comment tells whether it is still there.
const QUIET: Duration = Duration::from_secs(15);

/// A server that runs until the program ends.
pub struct Server {
    /// Its address for a browser.
    pub address: String,
}

/// What every request is answered from.
struct Desk {
    socket: SocketAddr,
    token: String,
    shelf: Shelf,
    wakes: Sender<Wake>,
}

impl Server {
    /// Starts it at a port, or at any that is free where that is 0.
    ///
    /// # Errors
    ///
    /// The port is taken, or the system has no random numbers or no thread.
    pub fn start(port: u16, shelf: Shelf, wakes: Sender<Wake>) -> Result<Self, EnvError> {
        let wanted = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let name = wanted.to_string();
        let failed = |cause: io::Error| EnvError::new("cannot serve at", Path::new(&name), cause);
        let listener = TcpListener::bind(wanted).map_err(failed)?;
        let socket = listener.local_addr().map_err(failed)?;
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes).map_err(|error| failed(error.into()))?;
        let token: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        let address = format!("http://{socket}/{token}/");
        let desk = Arc::new(Desk { socket, token, shelf, wakes });
        serve(listener, move |request| answer(request, &desk)).map_err(failed)?;
        Ok(Self { address })
    }
}

fn answer(request: HttpRequest, desk: &Arc<Desk>) -> io::Result<()> {
    if !is_ours(&request, desk) {
        return respond(request, 403, "text/plain", b"", None);
    }
    // A path, and no whole address, of whose host nothing was said.
    if !request.target.starts_with('/') {
        return respond(request, 400, "text/plain", b"", None);
    }
    let base = Url::parse("http://localhost").expect("this is an address");
    let Ok(url) = base.join(&request.target) else {
        return respond(request, 400, "text/plain", b"", None);
    };
    let path = url.path().strip_prefix('/').and_then(|path| path.strip_prefix(&desk.token));
    let Some(path) = path.and_then(|path| path.strip_prefix('/')) else {
        return respond(request, 404, "text/plain", b"", None);
    };
    let reads = ["GET", "HEAD"].contains(&request.method.as_str());
    match path {
        "open" if request.method == "POST" => {
            let place = |name| query(&url, name).map_or(Some(1), |number| number.parse().ok());
            let place = |name| place(name).filter(|number| (1..=LONGEST_FILE).contains(number));
            let file = query(&url, "file").unwrap_or_default();
            let (Some(line), Some(column)) = (place("line"), place("column")) else {
                return respond(request, 400, "text/plain", b"", None);
            };
            ask(request, desk, move |reply| Wake::Open { file, line, column, reply })
        }
        "open" => respond(request, 405, "text/plain", b"", None),
        _ if !reads => respond(request, 405, "text/plain", b"", None),
        "events" => events(request, desk, asked(&url)),
        "where" => {
            let asked = asked(&url);
            let key = query(&url, "key").unwrap_or_default();
            let at = query(&url, "at").and_then(|at| at.parse().ok()).unwrap_or_default();
            ask(request, desk, move |reply| Wake::Where { asked, key, at, reply })
        }
        _ => {
            let mut files = PAGE.iter().filter(|(name, ..)| *name == path);
            if let Some((_, kind, text)) = files.next() {
                return respond(request, 200, kind, text.as_bytes(), None);
            }
            let page = path.strip_prefix("pages/").and_then(|name| name.rsplit_once('.'));
            let found = page.and_then(|(name, kind)| match kind {
                "svg" => Some((SVG, desk.shelf.svg(name)?)),
                "json" => Some((JSON, desk.shelf.text(name)?)),
                _ => None,
            });
            match found {
                Some((kind, bytes)) => respond(request, 200, kind, &bytes, Some(FOR_GOOD)),
                None => respond(request, 404, "text/plain", b"", None),
            }
        }
    }
}

/// Whether a request comes from our own page, or from someone who typed its address: not from a page of
/// another origin, nor by a name that someone else has led to this computer (DNS rebinding).
fn is_ours(request: &HttpRequest, desk: &Desk) -> bool {
    let port = desk.socket.port();
    let names = ["127.0.0.1", "localhost"];
    // The port that HTTP has by itself is left out.
    let is_here = |host: &&str| match host.rsplit_once(':') {
        Some((name, said)) => names.contains(&name) && said == port.to_string(),
        None => names.contains(host) && port == 80,
    };
    let Some(host) = request.header("Host").filter(is_here) else { return false };
    let says = |name| request.says(name).then(|| request.header(name).unwrap_or_default());
    let is_own = says("Origin").is_none_or(|origin| origin == format!("http://{host}"));
    is_own && says("Sec-Fetch-Site").is_none_or(|site| ["same-origin", "none"].contains(&site))
}

fn respond(
    request: HttpRequest,
    status: u16,
    kind: &str,
    body: &[u8],
    cache: Option<&str>,
) -> io::Result<()> {
    let own = [("Content-Type", kind), ("Cache-Control", cache.unwrap_or("no-store"))];
    request.respond(status, HEADERS.into_iter().chain(own), body)
}

/// Has the session answer.
fn ask(
    request: HttpRequest,
    desk: &Arc<Desk>,
    wake: impl FnOnce(Sender<Reply>) -> Wake,
) -> io::Result<()> {
    let (sender, reply) = mpsc::channel();
    let ended = || (503, json!({ "error": "briefpress watch is ending" }).to_string());
    let (status, body) = match desk.wakes.send(wake(sender)) {
        Ok(()) => reply.recv().unwrap_or_else(|_| ended()),
        Err(_) => ended(),
    };
    respond(request, status, JSON, body.as_bytes(), None)
}

/// Server-sent events, as the HTML standard has them, for as long as the browser takes them.
fn events(request: HttpRequest, desk: &Arc<Desk>, asked: WatchQuery) -> io::Result<()> {
    let (sender, events) = mpsc::channel::<String>();
    let _ = desk.wakes.send(Wake::Look(asked, sender));
    let own = [("Content-Type", "text/event-stream"), ("Cache-Control", "no-store")];
    let mut stream = request.begin(200, HEADERS.into_iter().chain(own), None)?;
    loop {
        let event = match events.recv_timeout(QUIET) {
            Ok(event) => event,
            Err(RecvTimeoutError::Timeout) => ": \n\n".into(),
            Err(RecvTimeoutError::Disconnected) => return Ok(()),
        };
        stream.write_all(event.as_bytes())?;
    }
}

fn query(url: &Url, name: &str) -> Option<String> {
    let mut pairs = url.query_pairs();
    pairs.find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}

fn asked(url: &Url) -> WatchQuery {
    let said = |name| query(url, name).filter(|value| !value.is_empty());
    WatchQuery {
        brief: said("brief"),
        language: said("lang"),
        document: said("document")
            .and_then(|name| Document::ALL.into_iter().find(|document| document.name() == name)),
        edition: said("edition")
            .and_then(|name| Edition::ALL.into_iter().find(|edition| edition.name() == name)),
    }
}
