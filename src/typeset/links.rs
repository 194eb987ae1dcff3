//! Links within a document. Typst sets a paragraph again once it knows where the links in it lead.
//! So a template leaves them open where `sys.inputs` says that it may, and here, when all pages are
//! set, they get the places they lead to.

use std::collections::{BTreeSet, HashSet};

use typst::foundations::{Content, Dict, IntoValue, Label, NativeElement, Selector};
use typst::introspection::{Introspector, Location, Tag};
use typst::layout::{Frame, FrameItem};
use typst::model::{Destination, LinkMarker, Url};
use typst::utils::PicoStr;
use typst_layout::PagedIntrospector;

use super::reading::unmarked;

/// What an open link begins with: then follow a label, a space, and what the link is called.
const OPEN: &str = "place:";

/// What a link to an address begins with whose words are no description: then follow the address, a
/// space, and what the link is called.
const NAMED: &str = "named:";

/// A description of a link is no longer than this: it is heard as a whole.
const LONGEST_NAME: usize = 250;

/// What templates find in `sys.inputs`.
pub fn inputs() -> Dict {
    [("links".into(), "late".into_value())].into_iter().collect()
}

/// What a link begins with that leads back to the first of the places that bear a label, or behind
/// `#` to the one of that index. Where there is none, it is no link.
const BACK: &str = "back:";

/// Gives the links in the frames of a document their places.
pub struct Links<'a> {
    introspector: &'a PagedIntrospector,
    /// Labels that cannot be found, with the reason.
    pub lost: BTreeSet<String>,
    /// Links back to nowhere whose tags are left out.
    unlinked: HashSet<Location>,
}

impl<'a> Links<'a> {
    /// The links of a document with these places.
    pub fn new(introspector: &'a PagedIntrospector) -> Self {
        Self { introspector, lost: BTreeSet::new(), unlinked: HashSet::new() }
    }

    /// Leads the open links of a frame to where their labels are. Frames come in the order of the
    /// pages.
    pub fn settle(&mut self, frame: &mut Frame) {
        frame.retain(|item| match item {
            FrameItem::Group(group) => {
                self.settle(&mut group.frame);
                true
            }
            FrameItem::Link(Destination::Url(_), _) => self.lead(item),
            // What assistive technology is told of the link.
            FrameItem::Tag(Tag::Start(element, _)) => self.call(element),
            FrameItem::Tag(Tag::End(location, ..)) => !self.unlinked.contains(location),
            _ => true,
        });
    }

    /// Leads a link to its place or address; `false` where it is none.
    fn lead(&mut self, item: &mut FrameItem) -> bool {
        let FrameItem::Link(destination, _) = item else { return true };
        let Destination::Url(url) = destination else { return true };
        if let Some((label, _)) = open(url) {
            match self.location(label) {
                Ok(found) => *destination = found,
                Err(why) => _ = self.lost.insert(why),
            }
        } else if let Some((label, _)) = back(url) {
            let Some(found) = self.place(label) else { return false };
            *destination = Destination::Location(found);
        } else if let Some((address, _)) = named(url) {
            match Url::new(address) {
                Ok(address) => *url = ascii(&address),
                Err(why) => _ = self.lost.insert(why.to_string()),
            }
        } else if !url.is_ascii() {
            *url = ascii(url);
        }
        true
    }

    /// Gives the mark of a link the name it is called by; `false` where it is no link.
    fn call(&mut self, element: &mut Content) -> bool {
        if element.elem() != LinkMarker::ELEM {
            return true;
        }
        let location = element.location();
        let Some(marker) = element.to_packed_mut::<LinkMarker>() else { return true };
        let alt = marker.alt.clone().unwrap_or_default();
        if let Some((label, name)) = back(&alt) {
            if self.place(label).is_none() {
                self.unlinked.extend(location);
                return false;
            }
            marker.alt = Some(unmarked(name).into());
        } else if let Some(name) = name(&alt, marker) {
            marker.alt = Some(unmarked(&name).into());
        }
        true
    }

    /// The first place that bears a label, or the one of its index.
    fn place(&self, label: &str) -> Option<Location> {
        let (label, index) = match label.split_once('#') {
            Some((label, index)) => (label, index.parse().ok()?),
            None => (label, 0),
        };
        let selector = Selector::Label(Label::new(PicoStr::intern(label))?);
        match index {
            0 => self.introspector.query_first(&selector)?.location(),
            index => self.introspector.query(&selector).get(index)?.location(),
        }
    }

    fn location(&self, label: &str) -> Result<Destination, String> {
        let label =
            Label::new(PicoStr::intern(label)).ok_or("a link leads to a label without a name")?;
        let element = self.introspector.query_label(label).map_err(|why| why.to_string())?;
        let location = element.location().ok_or("a link leads to what has no place")?;
        Ok(Destination::Location(location))
    }
}

/// The label of a link back, and its name.
fn back(url: &str) -> Option<(&str, &str)> {
    url.strip_prefix(BACK)?.split_once(' ')
}

/// An address as PDF holds it: in ASCII, its host in Punycode and the rest percent-encoded, as the
/// URL Standard says.
fn ascii(url: &Url) -> Url {
    if url.is_ascii() {
        return url.clone();
    }
    let written = ::url::Url::parse(url).map(String::from);
    written.ok().and_then(|written| Url::new(written).ok()).unwrap_or_else(|| url.clone())
}

/// The label of an open link, and its name.
fn open(url: &str) -> Option<(&str, &str)> {
    url.strip_prefix(OPEN)?.split_once(' ')
}

/// The address of a link with a name of its own, and the name.
fn named(url: &str) -> Option<(&str, &str)> {
    url.strip_prefix(NAMED)?.split_once(' ')
}

/// What a link is called that Typst would call by its address: the name a template gives it, or the
/// words that are the link.
fn name(alt: &str, marker: &LinkMarker) -> Option<String> {
    if let Some((_, name)) = open(alt).or_else(|| named(alt)) {
        return Some(name.to_string());
    }
    if !["http://", "https://"].iter().any(|scheme| alt.starts_with(scheme)) {
        return None;
    }
    let words = marker.body.plain_text();
    let name: String = words.trim().chars().take(LONGEST_NAME).collect();
    (!name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_written_in_ascii() {
        for (typed, written) in [
            ("https://example.org", "https://example.org"),
            ("https://example.org/água?q=é#ü", "https://example.org/%C3%A1gua?q=%C3%A9#%C3%BC"),
            ("https://例え.jp/", "https://xn--r8jz45g.jp/"),
            ("mailto:josé@example.org", "mailto:jos%C3%A9@example.org"),
        ] {
            assert_eq!(ascii(&Url::new(typed).unwrap()).as_str(), written);
        }
    }
}
