//! The entries of a list of sources as what they are: notes. A template makes each a figure of the
//! kind `source`, so that links to it have a name; typst-pdf knows no notes but footnotes. So the
//! tags of such a figure become those of a footnote's entry here, when all pages are set.

use typst::foundations::{Content, NativeElement, Smart};
use typst::introspection::Tag;
use typst::layout::{Frame, FrameItem};
use typst::model::{FigureElem, FigureKind, FootnoteElem, FootnoteEntry};

/// Makes the sources of a frame notes.
pub fn mark(frame: &mut Frame) {
    frame.retain(|item| {
        match item {
            FrameItem::Group(group) => mark(&mut group.frame),
            FrameItem::Tag(Tag::Start(element, _)) => {
                if let Some(note) = note(element) {
                    *element = note;
                }
            }
            _ => {}
        }
        true
    });
}

/// The note in the place of a source.
fn note(element: &Content) -> Option<Content> {
    let figure = element.to_packed::<FigureElem>()?;
    let kind = figure.kind.get_ref(Default::default());
    if !matches!(kind, Smart::Custom(FigureKind::Name(name)) if name == "source") {
        return None;
    }
    let place = element.location()?;
    let footnote = FootnoteElem::with_content(figure.body.clone()).pack();
    let mut note = FootnoteEntry::new(footnote.into_packed().ok()?).pack();
    note.set_location(place);
    Some(note.spanned(element.span()))
}
