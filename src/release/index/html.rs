//! What becomes HTML: it is written, or only measured. Which briefs stand on which page hangs on how long they are, and is
//! to be known before the first of many pages is made.

use std::fmt;

/// Takes HTML. What hangs on where it will stand, or on what stands beside it, has a call of its own.
pub trait Html: fmt::Write {
    /// What stands before the path of each file.
    fn base(&mut self);

    /// What every link to a file of a brief says so that it is told from those of other briefs.
    fn told_apart(&mut self);
}

/// HTML as it is.
pub struct WrittenHtml<'a> {
    /// What is written of it.
    pub html: String,
    /// What stands before the path of each file.
    pub base: &'a str,
    /// What links to files say so that they are told from those of other briefs.
    pub told_apart: &'a str,
}

impl WrittenHtml<'_> {
    /// What is written, in no more room than it takes: many pages are held at once.
    pub fn finish(mut self) -> String {
        self.html.shrink_to_fit();
        self.html
    }
}

impl fmt::Write for WrittenHtml<'_> {
    fn write_str(&mut self, html: &str) -> fmt::Result {
        self.html.push_str(html);
        Ok(())
    }
}

impl Html for WrittenHtml<'_> {
    fn base(&mut self) {
        self.html.push_str(self.base);
    }

    fn told_apart(&mut self) {
        self.html.push_str(self.told_apart);
    }
}

/// How long HTML is: it is kept of each language of each brief.
#[derive(Clone, Copy, Default, Debug, PartialEq, Eq)]
pub struct HtmlLength {
    /// Its bytes without what is counted here.
    bytes: u32,
    /// How many paths of files stand in it.
    paths: u32,
    /// How many links tell their brief from others.
    links: u32,
}

impl HtmlLength {
    /// How many bytes it has, with so many before each path and so many that tell a brief from others.
    pub fn with(self, base: usize, told_apart: usize) -> usize {
        let Self { bytes, paths, links } = self;
        let [bytes, paths, links] = [bytes, paths, links].map(|count| count as usize);
        bytes + paths * base + links * told_apart
    }
}

impl fmt::Write for HtmlLength {
    fn write_str(&mut self, html: &str) -> fmt::Result {
        let more = u32::try_from(html.len()).unwrap_or(u32::MAX);
        self.bytes = self.bytes.saturating_add(more);
        Ok(())
    }
}

impl Html for HtmlLength {
    fn base(&mut self) {
        self.paths += 1;
    }

    fn told_apart(&mut self) {
        self.links += 1;
    }
}
