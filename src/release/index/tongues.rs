//! The languages of a release, by what pages call them. Each is looked up once: files have few languages, and there are many
//! files.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use crate::l10n::{Labels, Language};

/// Languages that were looked up.
#[derive(Default)]
pub struct Tongues(RefCell<HashMap<String, Rc<Tongue>>>);

/// A language.
pub struct Tongue {
    /// Its name in English.
    pub english: Rc<str>,
    /// Its name in itself, where that is known.
    pub own: Option<String>,
    /// Its direction, as HTML says it.
    pub dir: &'static str,
    /// Whether it is none, but tries out a layout.
    pub is_pseudo: bool,
}

impl Tongues {
    /// The language of a tag.
    pub fn of(&self, tag: &str) -> Rc<Tongue> {
        if let Some(known) = self.0.borrow().get(tag) {
            return Rc::clone(known);
        }
        let tongue = Rc::new(Tongue::of(tag));
        self.0.borrow_mut().insert(tag.to_string(), Rc::clone(&tongue));
        tongue
    }
}

impl Tongue {
    fn of(tag: &str) -> Self {
        let language = Language::new(tag);
        Self {
            english: english_name(tag, &language).into(),
            own: Labels::serving(tag).map(|labels| labels.language_name(tag)),
            dir: if language.rtl() { "rtl" } else { "ltr" },
            is_pseudo: language.pseudo.is_some(),
        }
    }
}

/// The name of a language in English.
fn english_name(tag: &str, language: &Language) -> String {
    if language.pseudo.is_some() {
        return format!("Pseudo-locale {tag}");
    }
    Labels::built_in("en").map_or_else(|| tag.to_string(), |labels| labels.language_name(tag))
}
