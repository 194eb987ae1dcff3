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
                if let Destination::Url(url) = destination {
                    match open(url).map(|(label, _)| location(label, introspector)) {
                        Some(Ok(found)) => *destination = found,
                        Some(Err(why)) => _ = lost.insert(why),
                        None => *url = ascii(url),
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

fn location(label: &str, introspector: &PagedIntrospector) -> Result<Destination, String> {
    let label =
        Label::new(PicoStr::intern(label)).ok_or("a link leads to a label without a name")?;
    let element = introspector.query_label(label).map_err(|why| why.to_string())?;
    let location = element.location().ok_or("a link leads to what has no place")?;
    Ok(Destination::Location(location))
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
