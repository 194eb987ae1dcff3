//! What of an SVG is drawn, with its text set as pages set it.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use usvg::fontdb::{Database, FaceInfo, ID, Source, Stretch, Style, Weight};
use usvg::{FontFamily, FontResolver, ImageHrefResolver, Options, Tree};

use super::fault::{PictureFace, PictureFaces};

/// The families that a text asks for, in order; whether one is the generic family of pages, or
/// another generic one.
pub(super) type AskedFamilies = Vec<(String, bool)>;

/// The faces that are in use, by their numbers, and the families that were asked for.
#[derive(Default)]
struct UsedFaces {
    used: Vec<(usize, ID)>,
    asked: BTreeSet<AskedFamilies>,
}

impl UsedFaces {
    fn id(&mut self, face: PictureFace, database: &mut Arc<Database>) -> ID {
        if let Some((_, id)) = self.used.iter().find(|(number, _)| *number == face.number) {
            return *id;
        }
        let id = Arc::make_mut(database).push_face_info(FaceInfo {
            id: ID::dummy(),
            source: Source::Binary(face.file),
            index: face.index,
            families: Vec::new(),
            post_script_name: String::new(),
            style: Style::Normal,
            weight: Weight::NORMAL,
            stretch: Stretch::Normal,
            monospaced: false,
        });
        self.used.push((face.number, id));
        id
    }
}

/// What is drawn, with the families that its texts ask for.
pub(super) fn svg_tree(
    text: &str,
    faces: &dyn PictureFaces,
) -> (Result<Tree, usvg::Error>, BTreeSet<AskedFamilies>) {
    let known = Mutex::new(UsedFaces::default());
    let lock = || known.lock().unwrap_or_else(PoisonError::into_inner);
    let options = Options {
        font_family: String::new(),
        resources_dir: None,
        image_href_resolver: ImageHrefResolver {
            resolve_data: ImageHrefResolver::default_data_resolver(),
            resolve_string: Box::new(|_, _| None),
        },
        font_resolver: FontResolver {
            select_font: Box::new(|font, database| {
                let mut known = lock();
                known.asked.insert(families(font));
                Some(known.id(faces.face(font)?, database))
            }),
            select_fallback: Box::new(|character, others, database| {
                let mut known = lock();
                let first = others.first();
                let other = known.used.iter().find(|(_, id)| Some(id) == first);
                let face = faces.fallback(character, other.map(|(number, _)| *number))?;
                Some(known.id(face, database)).filter(|id| !others.contains(id))
            }),
        },
        fontdb: Arc::default(),
        ..Options::default()
    };
    let tree = Tree::from_str(text, &options);
    drop(options);
    (tree, known.into_inner().unwrap_or_else(PoisonError::into_inner).asked)
}

fn families(font: &usvg::Font) -> AskedFamilies {
    let names = font.families().iter().map(|family| match family {
        FontFamily::Named(name) => (name.clone(), false),
        FontFamily::Serif => ("serif".into(), true),
        FontFamily::SansSerif => ("sans-serif".into(), true),
        FontFamily::Cursive => ("cursive".into(), true),
        FontFamily::Fantasy => ("fantasy".into(), true),
        FontFamily::Monospace => ("monospace".into(), true),
    });
    names.collect()
}
