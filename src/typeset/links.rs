//! Links within a document. Typst sets a paragraph again once it knows where the links in it lead.
//! So a template leaves them open where `sys.inputs` says that it may, and here, when all pages are
//! set, they get the places they lead to.

use std::collections::BTreeSet;

use typst::foundations::{Dict, IntoValue, Label};
use typst::introspection::{Introspector, Tag};
use typst::layout::{Frame, FrameItem};
use typst::model::{Destination, LinkMarker, Url};
use typst::utils::PicoStr;
use typst_layout::PagedIntrospector;

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

/// The frame with its open links led to where their labels are. Labels that cannot be found are
/// added to `lost`, with the reason.
pub fn settle(
    frame: &Frame,
    introspector: &PagedIntrospector,
    lost: &mut BTreeSet<String>,
) -> Frame {
    let mut settled = Frame::new(frame.size(), frame.kind());
    if frame.has_baseline() {
        settled.set_baseline(frame.baseline());
    }
    for (position, item) in frame.items() {
        let mut item = item.clone();
        match &mut item {
            FrameItem::Group(group) => group.frame = settle(&group.frame, introspector, lost),
            FrameItem::Link(destination, _) => {
                let settled = match destination {
                    Destination::Url(url) => match (open(url), named(url)) {
                        (Some((label, _)), _) => Some(location(label, introspector)),
                        (_, Some((address, _))) => Some(web(address)),
                        _ => None,
                    },
                    _ => None,
                };
                match settled {
                    Some(Ok(found)) => *destination = found,
                    Some(Err(why)) => _ = lost.insert(why),
                    None => {}
                }
            }
            // What assistive technology is told of the link.
            FrameItem::Tag(Tag::Start(element, _)) => {
                if let Some(marker) = element.to_packed_mut::<LinkMarker>()
                    && let Some(name) = marker.alt.as_deref().and_then(|alt| name(alt, marker))
                {
                    marker.alt = Some(name.into());
                }
            }
            _ => {}
        }
        settled.push(*position, item);
    }
    settled
}

/// The label of an open link, and its name.
fn open(url: &str) -> Option<(&str, &str)> {
    url.strip_prefix(OPEN)?.split_once(' ')
}

fn named(url: &str) -> Option<(&str, &str)> {
    url.strip_prefix(NAMED)?.split_once(' ')
}

fn web(address: &str) -> Result<Destination, String> {
    Url::new(address).map(Destination::Url).map_err(|why| why.to_string())
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

fn location(label: &str, introspector: &PagedIntrospector) -> Result<Destination, String> {
    let label =
        Label::new(PicoStr::intern(label)).ok_or("a link leads to a label without a name")?;
    let element = introspector.query_label(label).map_err(|why| why.to_string())?;
    let location = element.location().ok_or("a link leads to what has no place")?;
    Ok(Destination::Location(location))
}
