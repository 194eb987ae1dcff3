//! The colour spaces of a PDF that is to be separated: which hold light, and how it looks.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use lopdf::{Document, Object, ObjectId};

use super::streams::LARGEST;
use crate::colour::SourceProfile;

/// What has no profile of its own.
static SRGB: LazyLock<Arc<SourceProfile>> = LazyLock::new(|| Arc::new(SourceProfile::srgb()));
static GREY: LazyLock<Arc<SourceProfile>> = LazyLock::new(|| Arc::new(SourceProfile::grey()));

/// What a colour space asks of the separation.
#[derive(Clone)]
pub(super) enum PaintSpace {
    /// Light, of a profile.
    Light(Arc<SourceProfile>),
    /// The four inks.
    Inks,
    /// Numbers that stand for light of a profile: so many, in a table.
    Numbered(Arc<SourceProfile>, Vec<u8>),
    /// Colours that nothing here converts, by name.
    Foreign(&'static str),
    /// Other inks, or a pattern.
    Other,
}

impl PaintSpace {
    /// Whether it has to be converted.
    pub(super) fn is_light(&self) -> bool {
        matches!(self, Self::Light(_) | Self::Numbered(..) | Self::Foreign(_))
    }
}

/// The spaces of a document. Profiles are read once.
#[derive(Default)]
pub(super) struct Spaces(RefCell<BTreeMap<ObjectId, Arc<SourceProfile>>>);

impl Spaces {
    /// The space that an object is, or names.
    pub(super) fn of(&self, document: &Document, object: &Object) -> PaintSpace {
        let Ok((_, object)) = document.dereference(object) else { return PaintSpace::Other };
        let (name, rest) = match object {
            Object::Name(name) => (name, &[][..]),
            Object::Array(array) => match array.split_first() {
                Some((Object::Name(name), rest)) => (name, rest),
                _ => return PaintSpace::Other,
            },
            _ => return PaintSpace::Other,
        };
        match name.as_slice() {
            b"DeviceGray" | b"CalGray" | b"G" => PaintSpace::Light(GREY.clone()),
            b"DeviceRGB" | b"CalRGB" | b"RGB" => PaintSpace::Light(SRGB.clone()),
            b"DeviceCMYK" | b"CMYK" => PaintSpace::Inks,
            b"Lab" => PaintSpace::Foreign("L*a*b*"),
            b"ICCBased" => rest.first().map_or(PaintSpace::Other, |it| self.profiled(document, it)),
            b"Indexed" | b"I" => self.numbered(document, rest),
            _ => PaintSpace::Other,
        }
    }

    fn profiled(&self, document: &Document, object: &Object) -> PaintSpace {
        let id = object.as_reference().ok();
        let known = id.and_then(|id| self.0.borrow().get(&id).cloned());
        if let Some(known) = known {
            return PaintSpace::Light(known);
        }
        let stream = document.dereference(object).ok().and_then(|(_, it)| it.as_stream().ok());
        let Some(stream) = stream else { return PaintSpace::Other };
        let parts = stream.dict.get(b"N").and_then(Object::as_i64).unwrap_or(0);
        let plain = match parts {
            1 => &GREY,
            3 => &SRGB,
            4 => return PaintSpace::Inks,
            _ => return PaintSpace::Other,
        };
        let bytes = stream.get_plain_content_with_limit(LARGEST).unwrap_or_default();
        let profile = SourceProfile::parse(&bytes, parts as usize).map(Arc::new);
        let profile = profile.unwrap_or_else(|| (*plain).clone());
        if let Some(id) = id {
            self.0.borrow_mut().insert(id, profile.clone());
        }
        PaintSpace::Light(profile)
    }

    /// A base, the highest number, and the table.
    fn numbered(&self, document: &Document, rest: &[Object]) -> PaintSpace {
        let [base, _, table] = rest else { return PaintSpace::Other };
        let base = match self.of(document, base) {
            PaintSpace::Light(profile) => profile,
            PaintSpace::Foreign(name) => return PaintSpace::Foreign(name),
            _ => return PaintSpace::Other,
        };
        let table = match document.dereference(table) {
            Ok((_, Object::String(bytes, _))) => bytes.clone(),
            Ok((_, Object::Stream(stream))) => {
                stream.get_plain_content_with_limit(LARGEST).unwrap_or_default()
            }
            _ => Vec::new(),
        };
        PaintSpace::Numbered(base, table)
    }
}
