//! What the program itself says in each language: names of countries, labels of the templates,
//! dates.

mod country;
mod format;
mod labels;

pub use country::{country_codes, country_name};
pub use format::date;
pub use labels::{Labels, built_in_languages, language_named};
