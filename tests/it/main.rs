//! The program as its users meet it: one module a command, and the rules of the house.

mod batch;
mod build;
mod check;
mod conformance;
mod external;
mod heard;
mod i18n;
mod intake;
mod languages;
mod limits;
mod new;
mod oracle;
mod pages;
mod places;
mod preflight;
mod print;
mod reference;
mod release;
mod reports;
mod sdg;
mod support;
mod template;
mod tidy;
mod usage;
