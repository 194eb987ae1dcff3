//! Whether what is written is coloured: `--color` says, else the environment, else whether it goes to a
//! terminal.

use std::env;
use std::ffi::OsString;
use std::io::IsTerminal;

use clap::ValueEnum;

/// Whether messages are coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// In a terminal, unless NO_COLOR is set or TERM is dumb; elsewhere if CLICOLOR_FORCE is
    Auto,
    Always,
    Never,
}

impl Color {
    /// Whether what goes to a stream is coloured.
    pub fn on(self, stream: &impl IsTerminal) -> bool {
        let wishes = ColourVariables::read(&|name| env::var_os(name), cfg!(windows));
        wishes.allow(self, stream.is_terminal())
    }
}

/// What the environment says of colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct ColourVariables {
    /// `NO_COLOR` is there and not empty (no-color.org).
    none: bool,
    /// `CLICOLOR_FORCE` is there, not empty and not 0 (bixense.com/clicolors).
    forced: bool,
    /// `CLICOLOR` is 0.
    off: bool,
    /// `TERM` is `dumb`; not on Windows, it is not there.
    dumb: bool,
}

impl ColourVariables {
    fn read(variable: &dyn Fn(&str) -> Option<OsString>, is_windows: bool) -> Self {
        let value = |name| variable(name).unwrap_or_default();
        let term = variable("TERM");
        Self {
            none: !value("NO_COLOR").is_empty(),
            forced: !matches!(value("CLICOLOR_FORCE").to_str(), Some("" | "0")),
            off: value("CLICOLOR") == "0",
            dumb: term.map_or(!is_windows, |term| term == "dumb"),
        }
    }

    fn allow(self, color: Color, is_terminal: bool) -> bool {
        match color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto if self.none => false,
            Color::Auto => self.forced || is_terminal && !self.off && !self.dumb,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_heard_as_their_standards_say() {
        let allow = |set: &[(&str, &str)], color, is_terminal| {
            let value = |name: &str| {
                let found = set.iter().find(|(other, _)| *other == name);
                found.map(|(_, value)| OsString::from(value))
            };
            ColourVariables::read(&value, false).allow(color, is_terminal)
        };
        let term = ("TERM", "xterm");
        assert!(allow(&[term], Color::Auto, true));
        assert!(!allow(&[term], Color::Auto, false));
        assert!(!allow(&[], Color::Auto, true));
        assert!(!allow(&[("TERM", "dumb")], Color::Auto, true));
        for (value, is_on) in [("1", false), ("0", false), ("", true)] {
            assert_eq!(allow(&[term, ("NO_COLOR", value)], Color::Auto, true), is_on, "{value}");
            assert!(!allow(&[("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")], Color::Auto, true));
            assert!(allow(&[term, ("NO_COLOR", value)], Color::Always, false));
        }
        for (value, is_on) in [("1", true), ("0", false), ("", false)] {
            let forced = [("TERM", "dumb"), ("CLICOLOR_FORCE", value)];
            assert_eq!(allow(&forced, Color::Auto, false), is_on, "{value}");
            assert!(!allow(&forced, Color::Never, true));
        }
        assert!(!allow(&[term, ("CLICOLOR", "0")], Color::Auto, true));
        // Windows knows no TERM.
        assert!(!ColourVariables::read(&|_| None, true).dumb);
    }
}
