//! Wrong usage of the command line, as a message like all others: with a stable code, in one sentence,
//! and with what to do.

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::error::{Error, Exit};

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
    /// What the parser of the command line found.
    pub fn of(error: &clap::Error) -> Self {
        let usage = usage(error);
        let help = remedies(error).into_iter().chain(more(usage.as_deref())).collect();
        Self { code: code(error.kind()), message: fact(error), help }
    }
}

/// The code of an error that is one of usage.
pub fn code_of(error: &Error) -> Option<&'static str> {
    if error.exit() != Exit::Usage {
        return None;
    }
    Some(match error {
        Error::NoProject | Error::NoProjectIn(_) => NO_PROJECT,
        Error::UnknownBrief(_) => UNKNOWN_BRIEF,
        Error::Language { .. } | Error::LanguageNotUsed { .. } | Error::BriefNotIn { .. } => {
            UNKNOWN_LANGUAGE
        }
        Error::UnknownCountry { .. } | Error::UnknownTemplate { .. } | Error::UnknownKey { .. } => {
            UNKNOWN_NAME
        }
        Error::NoFile(_) | Error::NoFonts(_) | Error::NoTranslation { .. } => NOT_THERE,
        Error::ProjectExists(_)
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
fn remedies(error: &clap::Error) -> Vec<String> {
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
        help.extend(all.iter().map(ToString::to_string));
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
        Misuse::of(&command.try_get_matches_from(args).unwrap_err())
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
        assert_eq!(misuse(&["build"]).help[1], "`x build --help` says more");
    }
}
