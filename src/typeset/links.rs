//! Links within a document. Typst sets a paragraph again once it knows where the links in it lead.
//! So a template leaves them open where `sys.inputs` says that it may, and here, when all pages are
//! set, they get the places they lead to.

use std::collections::BTreeSet;

use typst::foundations::{Dict, IntoValue, Label};
use typst::introspection::{Introspector, Tag};
use typst::layout::{Frame, FrameItem};
use typst::model::{Destination, LinkMarker};
use typst::utils::PicoStr;
use typst_layout::PagedIntrospector;

/// What an open link begins with: then follow a label, a space, and what the link is called.
const OPEN: &str = "place:";

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
                if let Destination::Url(url) = destination
                    && let Some((label, _)) = open(url)
                {
                    match location(label, introspector) {
                        Ok(found) => *destination = found,
                        Err(why) => _ = lost.insert(why),
                    }
                }
            }
            // What assistive technology is told of the link.
            FrameItem::Tag(Tag::Start(element, _)) => {
                if let Some(marker) = element.to_packed_mut::<LinkMarker>()
                    && let Some((_, name)) = marker.alt.as_deref().and_then(open)
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

fn location(label: &str, introspector: &PagedIntrospector) -> Result<Destination, String> {
    let label =
        Label::new(PicoStr::intern(label)).ok_or("a link leads to a label without a name")?;
    let element = introspector.query_label(label).map_err(|why| why.to_string())?;
    let location = element.location().ok_or("a link leads to what has no place")?;
    Ok(Destination::Location(location))
}
