//! Wrong usage of the command line, as a message like all others: with a stable code, in one sentence,
//! and with what to do.

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::error::{Error, Exit};
use crate::diag::did_you_mean;

/// An option, or an argument, that the command does not take.
pub const UNEXPECTED_ARGUMENT: &str = "usage::unexpected-argument";
/// A command that there is not.
pub const UNKNOWN_COMMAND: &str = "usage::unknown-command";
/// A command that says not which of its own is meant.
pub const MISSING_COMMAND: &str = "usage::missing-command";
/// An argument that has to be there, and is not.
pub const MISSING_ARGUMENT: &str = "usage::missing-argument";
/// A value that an option or argument does not take.
pub const BAD_VALUE: &str = "usage::bad-value";
/// Options that do not go together.
pub const CONFLICT: &str = "usage::conflict";
/// No project where one is needed.
pub const NO_PROJECT: &str = "usage::no-project";
/// A brief that is not in the project.
pub const UNKNOWN_BRIEF: &str = "usage::unknown-brief";
/// A language that nothing can be built in, or in which there is nothing.
pub const UNKNOWN_LANGUAGE: &str = "usage::unknown-language";
/// A country, template or string by a name that none has.
pub const UNKNOWN_NAME: &str = "usage::unknown-name";
/// A file or folder that the command line names, and that is not there.
pub const NOT_THERE: &str = "usage::not-there";
/// Something in the place of what is to be written.
pub const THERE_ALREADY: &str = "usage::there-already";
/// A place to write to that the project’s own files have.
pub const AMONG_SOURCES: &str = "usage::among-sources";

/// The command that prints a schema, or writes several.
const SCHEMA: &str = "briefpress schema ";

/// What is wrong with a command line.
#[derive(Debug, PartialEq, Eq)]
pub struct Misuse {
    /// The stable code.
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Vec<String>,
}

impl Misuse {
    /// What the parser of the command line found. `args` are all that was typed, and `options` the names of
    /// all options.
    pub fn of(error: &clap::Error, args: &[String], options: &[String]) -> Self {
        let usage = usage(error);
        let mut misuse = Self { code: code(error.kind()), message: fact(error), help: Vec::new() };
        let mistyped = args.iter().skip(1).find_map(|arg| meant(arg, error, options));
        if let Some(Mistyped { word, meant }) = mistyped {
            misuse.code = UNEXPECTED_ARGUMENT;
            misuse.message = format!("there is no option `{word}`");
            misuse.help.push(format!("did you mean `--{meant}`?"));
        } else {
            misuse.help = remedies(error, usage.as_deref().unwrap_or_default());
        }
        misuse.help.extend(more(usage.as_deref()));
        misuse
    }
}

/// An option as it was typed, with other dashes than two hyphens.
struct Mistyped {
    /// What was typed.
    word: String,
    /// The name of the option.
    meant: String,
}

/// The option that a word may have meant, where its dashes are what is wrong with it: one, or those that word
/// processors make of two.
fn meant(word: &str, error: &clap::Error, options: &[String]) -> Option<Mistyped> {
    let is_dash = |c: char| matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{ff0d}');
    let word = word.split('=').next().unwrap_or(word);
    let name = word.trim_start_matches(is_dash);
    let dashes = &word[..word.len() - name.len()];
    let is_one = dashes == "-" && name.chars().count() > 1;
    // What follows one hyphen are the letters of short options, where there are such.
    let is_told = text(error, ContextKind::InvalidArg)
        .is_some_and(|told| told.len() == 2 && told.starts_with('-') && word.contains(&told[1..]));
    if !(is_one && is_told || !dashes.is_ascii()) {
        return None;
    }
    let known = options.iter().find(|own| *own == name);
    let near = || did_you_mean(name, options.iter().map(String::as_str)).map(str::to_string);
    Some(Mistyped { word: word.into(), meant: known.cloned().or_else(near)? })
}

/// The code of an error that is one of usage.
pub fn code_of(error: &Error) -> Option<&'static str> {
    if error.exit() != Exit::Usage {
        return None;
    }
    Some(match error {
        Error::NoProject | Error::NoProjectIn(_) | Error::ProjectMisnamed(_) => NO_PROJECT,
        Error::UnknownBrief(_) => UNKNOWN_BRIEF,
        Error::Language { .. } | Error::LanguageNotUsed { .. } | Error::BriefNotIn { .. } => {
            UNKNOWN_LANGUAGE
        }
        Error::UnknownCountry { .. } | Error::UnknownTemplate { .. } | Error::UnknownKey { .. } => {
            UNKNOWN_NAME
        }
        Error::NoFile(_) | Error::NoFolder(_) | Error::NoFonts(_) | Error::NoTranslation { .. } => {
            NOT_THERE
        }
        Error::NoRepository => MISSING_ARGUMENT,
        Error::ProjectExists(_)
        | Error::ProjectAbove(_)
        | Error::BriefExists(_)
        | Error::InTheWay(_)
        | Error::FileExists(_)
        | Error::NoExchange(_)
        | Error::PinnedDiffers(_) => THERE_ALREADY,
        Error::OutAmongSources { .. } | Error::AmongSources(_) => AMONG_SOURCES,
        Error::NotCombined(_) => CONFLICT,
        _ => BAD_VALUE,
    })
}

/// The code of a kind of mistake.
fn code(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::UnknownArgument => UNEXPECTED_ARGUMENT,
        ErrorKind::InvalidSubcommand => UNKNOWN_COMMAND,
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            MISSING_COMMAND
        }
        ErrorKind::MissingRequiredArgument => MISSING_ARGUMENT,
        ErrorKind::ArgumentConflict => CONFLICT,
        _ => BAD_VALUE,
    }
}

/// What is wrong, in a sentence.
fn fact(error: &clap::Error) -> String {
    let argument = text(error, ContextKind::InvalidArg);
    let value = text(error, ContextKind::InvalidValue);
    let command = text(error, ContextKind::InvalidSubcommand);
    match (error.kind(), argument, value, command) {
        (ErrorKind::UnknownArgument, Some(argument), ..) if argument.starts_with('-') => {
            format!("there is no option `{argument}`")
        }
        (ErrorKind::UnknownArgument, Some(argument), ..) => {
            format!("nothing is known to do with `{argument}`")
        }
        (ErrorKind::InvalidSubcommand, .., Some(command)) => {
            format!("there is no command `{command}`")
        }
        (
            ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand,
            ..,
        ) => "the command line does not say what to do".into(),
        (ErrorKind::MissingRequiredArgument, ..) => {
            format!("this is missing: {}", listed(texts(error, ContextKind::InvalidArg)))
        }
        (ErrorKind::ArgumentConflict, Some(argument), ..) => {
            let others = texts(error, ContextKind::PriorArg);
            match others {
                [] => format!("`{argument}` does not go with the other options"),
                [other] if other == argument => format!("`{argument}` is there more than once"),
                _ => format!("`{argument}` does not go with {}", listed(others)),
            }
        }
        (ErrorKind::InvalidValue, Some(argument), Some(""), _) => {
            format!("`{argument}` needs a value")
        }
        (ErrorKind::ValueValidation, Some(argument), Some(value), _) => {
            let why = std::error::Error::source(error);
            let why = why.map_or(String::new(), |why| format!(": {why}"));
            format!("`{value}` is no value of `{argument}`{why}")
        }
        (ErrorKind::TooManyValues, Some(argument), Some(value), _) => {
            format!("`{value}` is one value too many for `{argument}`")
        }
        (
            ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues | ErrorKind::NoEquals,
            Some(argument),
            ..,
        ) => format!("`{argument}` has not as many values as it takes"),
        (_, Some(argument), Some(value), _) => format!("`{value}` is no value of `{argument}`"),
        (ErrorKind::InvalidUtf8, ..) => "an argument is not UTF-8 text".into(),
        _ => {
            let whole = error.render().to_string();
            let first = whole.lines().next().unwrap_or_default();
            first.strip_prefix("error: ").unwrap_or(first).to_string()
        }
    }
}

/// What to do about it.
fn remedies(error: &clap::Error, usage: &str) -> Vec<String> {
    let command = text(error, ContextKind::InvalidSubcommand).unwrap_or_default();
    if ["delete", "del", "remove", "rm"].contains(&command) {
        return vec![
            "a brief is a folder: delete briefs/ID, and the next `briefpress build` removes what was \
             built of it"
                .into(),
        ];
    }
    if error.kind() == ErrorKind::MissingRequiredArgument && usage.starts_with(SCHEMA) {
        return vec![format!("`{SCHEMA}--write` writes those for editors into the project")];
    }
    let near =
        [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    let near = near.into_iter().map(|kind| texts(error, kind)).filter(|near| !near.is_empty());
    let mut help: Vec<String> =
        near.map(|near| format!("did you mean {}?", alternatives(near))).collect();
    for (kind, title) in
        [(ContextKind::ValidValue, "possible values"), (ContextKind::ValidSubcommand, "commands")]
    {
        let all = texts(error, kind);
        if !all.is_empty() {
            help.push(format!("{title}: {}", all.join(", ")));
        }
    }
    if let Some(ContextValue::StyledStrs(all)) = error.get(ContextKind::Suggested) {
        let all = all.iter().map(ToString::to_string);
        // Hardly anyone means an option as a value.
        help.extend(all.filter(|tip| !tip.starts_with("to pass ")));
    }
    help
}

/// How the command is written, and where more of it is said.
fn more(usage: Option<&str>) -> Vec<String> {
    let Some(usage) = usage else { return Vec::new() };
    let words = usage.split(' ').take_while(|word| word.starts_with(char::is_alphabetic));
    let command = words.collect::<Vec<_>>().join(" ");
    vec![format!("usage: {usage}"), format!("`{command} --help` says more")]
}

/// How the command is written: its first form, where there are several.
fn usage(error: &clap::Error) -> Option<String> {
    let text = match error.get(ContextKind::Usage) {
        Some(ContextValue::StyledStr(usage)) => usage.to_string(),
        // It is all of its help.
        _ if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            error.render().to_string()
        }
        _ => return None,
    };
    let line = text.lines().find_map(|line| line.trim().strip_prefix("Usage: "))?;
    Some(line.trim().to_string())
}

/// One text that the parser tells.
fn text(error: &clap::Error, kind: ContextKind) -> Option<&str> {
    match texts(error, kind) {
        [one] => Some(one),
        _ => None,
    }
}

/// The texts that the parser tells.
fn texts(error: &clap::Error, kind: ContextKind) -> &[String] {
    match error.get(kind) {
        Some(ContextValue::String(one)) => std::slice::from_ref(one),
        Some(ContextValue::Strings(all)) => all,
        _ => &[],
    }
}

/// "`a`, `b`".
fn listed(all: &[String]) -> String {
    all.iter().map(|one| format!("`{one}`")).collect::<Vec<_>>().join(", ")
}

/// "`a` or `b`".
fn alternatives(all: &[String]) -> String {
    all.iter().map(|one| format!("`{one}`")).collect::<Vec<_>>().join(" or ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn misuse(args: &[&str]) -> Misuse {
        let command = clap::Command::new("x").subcommand_required(true).subcommand(
            clap::Command::new("build")
                .arg(clap::Arg::new("lang").long("lang").conflicts_with("only"))
                .arg(clap::Arg::new("only").long("only").value_parser(["brief", "table"]))
                .arg(clap::Arg::new("jobs").long("jobs").value_parser(clap::value_parser!(u8)))
                .arg(clap::Arg::new("id").required(true).value_name("ID")),
        );
        let args = [&["x"], args].concat();
        let options = ["lang", "only", "jobs"].map(String::from);
        let words: Vec<String> = args.iter().map(ToString::to_string).collect();
        Misuse::of(&command.try_get_matches_from(args).unwrap_err(), &words, &options)
    }

    #[test]
    fn what_the_parser_finds_is_said_in_a_sentence_with_what_to_do() {
        let usage = "usage: x build [OPTIONS] <ID>";
        for (args, code, message, help) in [
            (
                &["build", "--lnag", "en"][..],
                UNEXPECTED_ARGUMENT,
                "there is no option `--lnag`",
                "did you mean `--lang`?",
            ),
            (&["build", "a", "b"], UNEXPECTED_ARGUMENT, "nothing is known to do with `b`", usage),
            (&["bild"], UNKNOWN_COMMAND, "there is no command `bild`", "did you mean `build`?"),
            (
                &[],
                MISSING_COMMAND,
                "the command line does not say what to do",
                "commands: build, help",
            ),
            (&["build"], MISSING_ARGUMENT, "this is missing: `<ID>`", "usage: x build <ID>"),
            (
                &["build", "a", "--only", "all"],
                BAD_VALUE,
                "`all` is no value of `--only <only>`",
                "possible values: brief, table",
            ),
            (
                &["build", "a", "--jobs", "300"],
                BAD_VALUE,
                "`300` is no value of `--jobs <jobs>`: 300 is not in 0..=255",
                "",
            ),
            (
                &["build", "a", "--only"],
                BAD_VALUE,
                "`--only <only>` needs a value",
                "possible values: brief, table",
            ),
            (
                &["build", "a", "--lang", "en", "--only", "brief"],
                CONFLICT,
                "`--lang <lang>` does not go with `--only <only>`",
                "usage: x build --lang <lang> <ID>",
            ),
            (
                &["build", "a", "--lang", "en", "--lang", "fr"],
                CONFLICT,
                "`--lang <lang>` is there more than once",
                usage,
            ),
        ] {
            let found = misuse(args);
            assert_eq!((found.code, &*found.message), (code, message), "{args:?}");
            let first = found.help.first().map_or("", String::as_str);
            assert_eq!(first, help, "{args:?}");
        }
        for (args, word) in [
            (&["build", "a", "-lang", "en"][..], "-lang"),
            (&["build", "a", "-lnag=en"], "-lnag"),
            (&["build", "a", "\u{2013}lang", "en"], "\u{2013}lang"),
            (&["build", "a", "\u{2013}-lang", "en"], "\u{2013}-lang"),
            (&["build", "\u{2014}lang", "en"], "\u{2014}lang"),
        ] {
            let found = misuse(args);
            assert_eq!(found.code, UNEXPECTED_ARGUMENT, "{args:?}");
            assert_eq!(found.message, format!("there is no option `{word}`"));
            assert_eq!(found.help[0], "did you mean `--lang`?");
        }
        // What is no option is none, and hyphens are no mistake of a word processor.
        assert_eq!(misuse(&["build", "a", "-x"]).message, "there is no option `-x`");
        assert_eq!(
            misuse(&["build", "a", "\u{2013}b"]).message,
            "nothing is known to do with `\u{2013}b`"
        );
        assert_eq!(misuse(&["build", "a", "--strict"]).help[0], "usage: x build <ID>");
        assert_eq!(misuse(&["build"]).help[1], "`x build --help` says more");
    }
}
