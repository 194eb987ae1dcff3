//! The program as its users meet it: one module a command, and the rules of the house.

mod annotate;
mod batch;
mod build;
mod check;
mod claims;
mod conformance;
mod damaged;
mod disturbed;
mod escapes;
mod exchange;
mod external;
mod folder;
#[cfg(unix)]
mod foreign;
mod front_matter;
mod guards;
mod heard;
#[cfg(target_os = "linux")]
mod hostile;
mod i18n;
mod imports;
mod init_tool;
mod intake;
mod kills;
mod languages;
mod library;
mod limits;
mod new;
mod oracle;
mod package;
mod pages;
mod places;
mod preflight;
mod print;
mod reference;
mod release;
mod reports;
mod sdg;
mod sources;
mod states;
mod status;
mod supply;
mod support;
mod template;
mod tidy;
mod usage;
