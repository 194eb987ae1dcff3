//! What the program itself says in each language: names of countries and regions, labels of the templates,
//! dates and digits; and what each language asks of pages.

mod built_in;
mod collation;
mod country;
mod country_codes;
mod country_search;
mod families;
mod format;
mod labels;
mod letters;
mod list;
mod locale;
mod names;
mod number;
mod pseudo;
mod refusal;
mod region;
mod tags;

pub use built_in::built_in_languages;
pub use collation::NameOrder;
pub use country::{Whose, country_codes, country_name, country_names};
pub use country_codes::{country_facts, groups_as_of};
pub use country_search::{find_countries, nearest_countries};
pub use families::{BUILT_IN_FAMILIES, Family, OwnFaces, ProjectFamilies};
pub use format::{date, date_of_words, partial_date};
pub use labels::{Labels, language_named};
pub use list::{ListPiece, list, list_pieces};
pub use locale::{CLDR, Language, is_language_tag};
pub use number::NumberFormat;
pub use pseudo::{PSEUDO_LOCALES, is_pseudo};
pub use refusal::{UnsupportedLanguage, how_to_add, language_within, refusal};
pub use region::{region_codes, region_name};
pub use tags::{canonical, chain, same_language, serving};
