//! Interpreting page content (ISO 32000, 8 and 9): what is painted, where, in which colour and size.

mod interpret;
mod mark;
mod operators;
mod paint;
mod path;
mod resources;
mod state;
mod text;

pub use interpret::Interpreter;
pub use mark::{ContentEvent, Image, Letter, Mark, Paint, Shape, ShownText};

#[cfg(test)]
mod tests {
    use lopdf::{Dictionary, Document, Object, Stream, dictionary};

    use super::super::page::pages;
    use super::super::pdf::Pdf;
    use super::*;

    /// What a page with this content paints: kind, left, bottom, right, top, and a measure: the size
    /// of type, the width of a line, the resolution of a picture.
    fn painted(content: &str) -> Vec<(&'static str, [f64; 4], f64)> {
        let name = |name: &str| Object::Name(name.into());
        let mut document = Document::with_version("1.7");
        let font = dictionary! {
            "Type" => name("Font"), "Subtype" => name("TrueType"), "BaseFont" => name("X"),
            "Encoding" => name("WinAnsiEncoding"), "FirstChar" => 65, "Widths" => vec![500.into()],
        };
        let picture = dictionary! {
            "Subtype" => name("Image"), "Width" => 300, "Height" => 150,
            "ColorSpace" => name("DeviceGray"), "BitsPerComponent" => 8,
        };
        let picture = document.add_object(Stream::new(picture, vec![]));
        let form = dictionary! {
            "Subtype" => name("Form"), "Matrix" => [2, 0, 0, 2, 0, 0].map(Object::from).to_vec(),
            "BBox" => [0, 0, 10, 10].map(Object::from).to_vec(),
        };
        let form = document.add_object(Stream::new(form, b"0 0 50 5 re f".to_vec()));
        let resources = dictionary! {
            "Font" => dictionary! { "F" => font },
            "XObject" => dictionary! { "I" => picture, "X" => form },
        };
        let content = document.add_object(Stream::new(Dictionary::new(), content.into()));
        let page = document.add_object(dictionary! {
            "Type" => name("Page"), "Resources" => resources, "Contents" => content,
        });
        let all = dictionary! { "Type" => name("Pages"), "Kids" => vec![page.into()] };
        let all = document.add_object(all);
        let root = document.add_object(dictionary! { "Type" => name("Catalog"), "Pages" => all });
        document.trailer.set("Root", root);
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).unwrap();
        let pdf = Pdf::load(&bytes, 99).unwrap();
        let mut marks = Vec::new();
        Interpreter::new(&pdf).page(&pages(&pdf)[0], &mut |event| {
            let ContentEvent::Mark(mark) = event else { return };
            let (kind, measure) = match &mark.shape {
                Shape::Text(text) => ("text", text.size),
                Shape::Path(path) => ("path", path.stroke.as_ref().map_or(0.0, |(_, w)| *w)),
                Shape::Image(image) => ("image", image.resolution().unwrap_or(0.0)),
                Shape::Shading(_) => ("shading", 0.0),
            };
            let b = mark.bounds;
            let near = |value: f64| (value * 100.0).round() / 100.0;
            marks.push((kind, [b.x0, b.y0, b.x1, b.y1].map(near), near(measure)));
        });
        marks
    }

    #[test]
    fn matrices_scale_type_lines_and_pictures() {
        let seen = painted("q 2 0 0 2 10 10 cm BT /F 6 Tf 1.5 0 0 1.5 5 0 Tm (AA) Tj ET Q");
        assert_eq!(seen, [("text", [20.0, 6.4, 38.0, 23.5], 18.0)]);
        let seen = painted("q 0.5 0 0 0.5 0 0 cm 1 w 20 20 m 40 20 l S Q");
        assert_eq!(seen, [("path", [9.75, 9.75, 20.25, 10.25], 0.5)]);
        // An inch high and turned: 150 pixels on an inch, 300 on two.
        let seen = painted("q 0 144 -72 0 100 10 cm /I Do Q");
        assert_eq!(seen, [("image", [28.0, 10.0, 100.0, 154.0], 150.0)]);
    }

    #[test]
    fn clips_and_forms_bound_what_is_seen() {
        assert_eq!(
            painted("10 10 20 20 re W n 0 0 100 15 re f"),
            [("path", [10.0, 10.0, 30.0, 15.0], 0.0)]
        );
        assert_eq!(painted("1 0 0 1 100 0 cm /X Do"), [("path", [100.0, 0.0, 120.0, 10.0], 0.0)]);
        assert_eq!(painted("0 0 5 5 re W n 10 10 5 5 re f"), []);
        assert_eq!(painted("q 2 0 0 2 0 0 cm Q 0 0 5 5 re f")[0].1, [0.0, 0.0, 5.0, 5.0]);
    }

    #[test]
    fn text_moves_as_it_is_shown() {
        let ends = |content: &str| painted(content).last().map(|mark| mark.1[2]);
        assert_eq!(ends("BT /F 10 Tf (AAA) Tj ET"), Some(15.0));
        assert_eq!(ends("BT /F 10 Tf [(A) -1000 (A)] TJ ET"), Some(20.0));
        assert_eq!(ends("BT /F 10 Tf 2 Tc 50 Tz (AA) Tj ET"), Some(6.0));
        assert_eq!(ends("BT /F 10 Tf 12 TL 30 0 Td (A) Tj (A) ' ET"), Some(35.0));
        assert_eq!(painted("BT /F 10 Tf 12 TL 0 50 Td (A) ' ET")[0].1[1], 36.0);
    }
}
