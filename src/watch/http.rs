//! HTTP/1.1, as much as a page on the same computer needs: one request a connection, each in a thread of
//! its own, so that one that lasts (server-sent events) keeps no other waiting.

use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// The head of a request is no longer than this, in bytes.
const LONGEST: usize = 16 << 10;

/// Its headers are no more than these.
const HEADERS: usize = 64;

/// How long a browser may take to send its request, or to take a piece of an answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// The most connections at once.
const CONNECTIONS: usize = 128;

/// A request and the connection it came by. What it carries besides its head is not read.
pub struct HttpRequest {
    /// The method.
    pub method: String,
    /// Path and query, as they were sent.
    pub target: String,
    headers: Vec<(String, String)>,
    stream: TcpStream,
}

/// Takes connections for as long as the program runs, and has each request answered.
///
/// # Errors
///
/// There is no thread.
pub fn serve(
    listener: TcpListener,
    answer: impl Fn(HttpRequest) -> io::Result<()> + Send + Sync + 'static,
) -> io::Result<()> {
    let answer = Arc::new(answer);
    let open = Arc::new(AtomicUsize::new(0));
    let asking = Arc::new(Asking::default());
    let accept = move || {
        for (number, stream) in listener.incoming().flatten().enumerate() {
            // Who has asked for nothing yet makes room for who may.
            if open.load(Ordering::SeqCst) >= CONNECTIONS && !asking.end_oldest() {
                continue;
            }
            let Ok(other) = stream.try_clone() else { continue };
            asking.begin(number, other);
            open.fetch_add(1, Ordering::SeqCst);
            let (answer, left, asking) = (answer.clone(), open.clone(), asking.clone());
            let handle = move || {
                let request = HttpRequest::read(stream);
                asking.end(number);
                // Whoever asked may have gone away.
                let _ = request.and_then(|request| answer(request));
                left.fetch_sub(1, Ordering::SeqCst);
            };
            if thread::Builder::new().spawn(handle).is_err() {
                open.fetch_sub(1, Ordering::SeqCst);
            }
        }
    };
    thread::Builder::new().spawn(accept).map(drop)
}

/// Connections by which no request has come yet, in the order in which they were made.
#[derive(Default)]
struct Asking(Mutex<BTreeMap<usize, TcpStream>>);

impl Asking {
    fn begin(&self, number: usize, stream: TcpStream) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(number, stream);
    }

    fn end(&self, number: usize) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&number);
    }

    /// Ends the oldest; says whether there was one.
    fn end_oldest(&self) -> bool {
        let oldest = self.0.lock().unwrap_or_else(PoisonError::into_inner).pop_first();
        oldest.is_some_and(|(_, stream)| stream.shutdown(Shutdown::Both).is_ok())
    }
}

impl HttpRequest {
    fn read(mut stream: TcpStream) -> io::Result<Self> {
        let begun = Instant::now();
        stream.set_write_timeout(Some(PATIENCE))?;
        stream.set_nodelay(true)?;
        let (mut head, mut more) = (Vec::new(), [0; 4096]);
        loop {
            // All of it takes no longer, however it comes.
            let left = PATIENCE.checked_sub(begun.elapsed()).filter(|left| !left.is_zero());
            stream.set_read_timeout(Some(left.ok_or(io::ErrorKind::TimedOut)?))?;
            let length = stream.read(&mut more)?;
            if length == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            head.extend_from_slice(&more[..length]);
            let mut headers = [httparse::EMPTY_HEADER; HEADERS];
            let mut parsed = httparse::Request::new(&mut headers);
            match parsed.parse(&head) {
                Ok(httparse::Status::Complete(_)) => {
                    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
                    let headers = parsed.headers.iter();
                    return Ok(Self {
                        method: parsed.method.unwrap_or_default().to_string(),
                        target: parsed.path.unwrap_or_default().to_string(),
                        headers: headers.map(|h| (h.name.to_string(), text(h.value))).collect(),
                        stream,
                    });
                }
                Ok(httparse::Status::Partial) if head.len() < LONGEST => {}
                _ => {
                    stream.write_all(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")?;
                    return Err(io::ErrorKind::InvalidData.into());
                }
            }
        }
    }

    /// What a header says; `None` where it is not there, or there twice.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut found = self.headers.iter().filter(|(known, _)| known.eq_ignore_ascii_case(name));
        match (found.next(), found.next()) {
            (Some((_, value)), None) => Some(value),
            _ => None,
        }
    }

    /// Whether a header is there, once or more often.
    pub fn says(&self, name: &str) -> bool {
        self.headers.iter().any(|(known, _)| known.eq_ignore_ascii_case(name))
    }

    /// Begins an answer with these headers, of so many bytes where that is known.
    ///
    /// # Errors
    ///
    /// The browser is gone.
    pub fn begin<'h>(
        mut self,
        status: u16,
        headers: impl IntoIterator<Item = (&'h str, &'h str)>,
        length: Option<usize>,
    ) -> io::Result<TcpStream> {
        let mut head = format!("HTTP/1.1 {status} {}\r\nConnection: close\r\n", reason(status));
        for (name, value) in headers {
            head += &format!("{name}: {value}\r\n");
        }
        if let Some(length) = length {
            head += &format!("Content-Length: {length}\r\n");
        }
        self.stream.write_all((head + "\r\n").as_bytes())?;
        Ok(self.stream)
    }

    /// The whole answer.
    ///
    /// # Errors
    ///
    /// The browser is gone.
    pub fn respond<'h>(
        self,
        status: u16,
        headers: impl IntoIterator<Item = (&'h str, &'h str)>,
        body: &[u8],
    ) -> io::Result<()> {
        let is_head = self.method == "HEAD";
        let mut stream = self.begin(status, headers, Some(body.len()))?;
        if !is_head {
            stream.write_all(body)?;
        }
        stream.flush()
    }
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        204 => "No Content",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        409 => "Conflict",
        503 => "Service Unavailable",
        _ => "Internal Server Error",
    }
}
