//! `briefpress man`.

use std::io;
use std::path::{Path, PathBuf};

use clap::{Args, Command, ValueHint};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use super::context::{current_folder, shown};
use super::error::{Error, Exit};
use super::examples::examples;
use super::in_the_way::InTheWay;
use super::ui::Ui;
use crate::disk::{read_at_most, word_in_shell, write_all};

#[derive(Debug, Args)]
pub struct ManArgs {
    /// The folder; it is made if it is not there
    #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
    dir: PathBuf,
}

/// What the exit codes of the contract mean.
const EXIT_CODES: [(&str, &str); 4] = [
    ("0", "All is done; there may have been warnings."),
    (
        "1",
        "Something that was written in a brief, a translation, a template or the project is wrong.",
    ),
    ("2", "Wrong usage of the command line."),
    ("3", "The environment failed, or there is a bug in briefpress."),
];

/// The heading of what help says of exit codes that are a command's own.
const OWN_EXIT_CODES: &str = "Exit codes: ";

/// How an apostrophe is written, for every program that shows pages.
const APOSTROPHES: &str = ".ie \\n(.g .ds Aq \\(aq\n.el .ds Aq '\n";

/// How the line with a page's title begins.
const TITLE: &str = ".TH ";

/// No page is larger.
const LARGEST_PAGE: u64 = 1 << 20;

/// Writes the manual, a page for each command of `command_line`.
///
/// # Errors
///
/// Something else is in the place of a page, or the environment failed.
pub fn run(args: &ManArgs, command_line: Command, ui: &Ui) -> Result<Exit, Error> {
    let folder = current_folder()?.join(&args.dir);
    let mut command = without_help(command_line);
    command.build();
    let mut pages = Vec::new();
    add(&command, "", &folder, &mut pages);
    // A folder that is not there is made, where those above it are folders.
    if let Some(file) = folder.ancestors().find(|above| above.exists()).filter(|it| !it.is_dir()) {
        return Err(InTheWay::Folder(shown(file).into()).into());
    }
    for (path, _) in &pages {
        if !may_be_replaced(path) {
            return Err(InTheWay::Page(shown(path).into()).into());
        }
    }
    let count = pages.len();
    write_all(&pages)?;
    let first = shown(&folder.join("briefpress.1"));
    ui.done(format!(
        "{count} pages of the manual; `man -l {}` shows the first",
        word_in_shell(&first)
    ));
    Ok(Exit::Success)
}

/// Whether nothing is lost with what is in the place of a page: nothing, or a page.
fn may_be_replaced(path: &Path) -> bool {
    match read_at_most(path, LARGEST_PAGE) {
        Err(error) => error.kind() == io::ErrorKind::NotFound,
        Ok(page) => page.is_some_and(|page| {
            let page = String::from_utf8_lossy(&page);
            page.lines().take(4).any(|line| line.starts_with(&format!("{TITLE}briefpress")))
        }),
    }
}

/// A command without the one that shows help, and so all below it.
fn without_help(command: Command) -> Command {
    command.disable_help_subcommand(true).mut_subcommands(without_help)
}

/// Adds the page of a command, and of all below it. `path` is its name behind the program's.
fn add(command: &Command, path: &str, folder: &Path, pages: &mut Vec<(PathBuf, Vec<u8>)>) {
    let name = page_name(path);
    pages.push((folder.join(format!("{name}.1")), page(command, path).into_bytes()));
    for below in command.get_subcommands().filter(|below| !below.is_hide_set()) {
        add(below, format!("{path} {}", below.get_name()).trim_start(), folder, pages);
    }
}

/// What a page is called: `briefpress-sdg-show`.
fn page_name(path: &str) -> String {
    format!("briefpress {path}").trim_end().replace(' ', "-")
}

/// One page.
fn page(command: &Command, path: &str) -> String {
    type Section = fn(&Man, &mut dyn io::Write) -> io::Result<()>;
    let mut sections: Vec<Section> = vec![
        Man::render_name_section,
        Man::render_synopsis_section,
        Man::render_description_section,
        Man::render_options_section,
    ];
    if command.has_subcommands() {
        sections.push(Man::render_subcommands_section);
    }
    let man = Man::new(command.clone());
    let mut said = Vec::new();
    for render in sections {
        render(&man, &mut said).expect("memory takes all that is written");
    }
    let said = String::from_utf8(said).expect("a page is text");
    // It has no day: the same program writes the same page.
    let (name, version) = (page_name(path), env!("CARGO_PKG_VERSION"));
    let mut page =
        format!("{APOSTROPHES}{TITLE}{name} 1 \"\" \"briefpress {version}\" \"briefpress\"\n");
    // Each section says how apostrophes are written, and breaks lines where there is space anyway.
    let mut lines: Vec<&str> = Vec::new();
    for line in said.lines().filter(|line| !APOSTROPHES.contains(line)) {
        let last = lines.last().copied().unwrap_or_default();
        match line {
            ".br" if [".br", ".sp"].contains(&last) => continue,
            ".sp" if last == ".br" => drop(lines.pop()),
            _ => {}
        }
        lines.push(line);
    }
    let mut above = "";
    for line in lines {
        match above {
            ".SH SYNOPSIS" => page.extend([&with_values(line, command), "\n"]),
            _ => page.extend([line, "\n"]),
        }
        above = line;
    }
    let notes = command.get_after_long_help().or_else(|| command.get_after_help());
    let notes = notes.map(ToString::to_string).unwrap_or_default();
    let (codes, notes): (Vec<&str>, Vec<&str>) = notes
        .split("\n\n")
        .filter(|text| !text.is_empty())
        .partition(|text| text.starts_with(OWN_EXIT_CODES));
    let mut roff = Roff::new();
    if !notes.is_empty() {
        roff.control("SH", ["NOTES"]);
        for (at, text) in notes.into_iter().enumerate() {
            if at > 0 {
                roff.control("PP", []);
            }
            add_paragraph(&mut roff, text);
        }
    }
    add_exit_codes(&mut roff, codes.first().copied());
    add_examples(&mut roff, path);
    add_related(&mut roff, path);
    page + &roff.to_roff()
}

/// The line of a synopsis with what options take.
fn with_values(line: &str, command: &Command) -> String {
    let mut line = line.trim_end().to_string();
    for option in command.get_opts() {
        let (Some(long), Some(names)) = (option.get_long(), option.get_value_names()) else {
            continue;
        };
        if !option.get_action().takes_values() {
            continue;
        }
        let values = names.join(" ").replace('-', "\\-");
        let flag = format!("\\-\\-{}\\fR", long.replace('-', "\\-"));
        for end in [']', '>'] {
            line = line.replace(&format!("{flag}{end}"), &format!("{flag} \\fI{values}\\fR{end}"));
        }
    }
    line
}

/// A paragraph as help has it; one with a table in it stays as it is.
fn add_paragraph(roff: &mut Roff, text: &str) {
    let has_table = text.lines().any(|line| line.starts_with("  "));
    if has_table {
        roff.control("nf", []);
    }
    for line in text.lines() {
        roff.text([roman(line)]);
    }
    if has_table {
        roff.control("fi", []);
    }
}

/// The exit codes: the command's own words, or those of the contract.
fn add_exit_codes(roff: &mut Roff, own: Option<&str>) {
    roff.control("SH", ["EXIT STATUS"]);
    if let Some(own) = own.and_then(|own| own.strip_prefix(OWN_EXIT_CODES)) {
        roff.text([roman(own.replace('\n', " "))]);
        return;
    }
    for (code, means) in EXIT_CODES {
        roff.control("TP", []);
        roff.text([bold(code)]);
        roff.text([roman(means)]);
    }
}

fn add_examples(roff: &mut Roff, path: &str) {
    let examples = examples(path);
    if examples.is_empty() {
        return;
    }
    roff.control("SH", ["EXAMPLES"]);
    for (line, does) in examples {
        roff.control("TP", []);
        roff.text([bold(*line)]);
        roff.text([roman(*does)]);
    }
}

/// The page that the command is listed on.
fn add_related(roff: &mut Roff, path: &str) {
    if path.is_empty() {
        return;
    }
    roff.control("SH", ["SEE ALSO"]);
    let above = path.rsplit_once(' ').map_or("", |(above, _)| above);
    let mut related = vec![bold(page_name(above)), roman("(1)")];
    if !above.is_empty() {
        related.extend([roman(", "), bold("briefpress"), roman("(1)")]);
    }
    roff.text(related);
}
