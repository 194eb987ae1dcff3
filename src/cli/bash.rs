//! Bash, asking what a line can go on with. Bash parts a line at more than spaces (`--lang=km` is three words to it) and takes
//! what it is answered as it would be typed: so it sends the line as it stands, which is parted here by the rules of
//! quoting, and is answered what is to stand in the place of the word it means, quoted.

use std::env;
use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;

use clap_complete::engine::complete;
use clap_complete::env::EnvCompleter;

/// The variables that the script asks with: the line up to the cursor, and the part of it that an answer replaces.
const LINE: &str = "BRIEFPRESS_LINE";
const WORD: &str = "BRIEFPRESS_WORD";

/// The completer.
pub struct BashCompleter;

/// How a word stands in a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Quoting {
    /// Signs that mean something have a backslash.
    Bare,
    /// In quotes that are still open.
    Single,
    /// The same.
    Double,
}

impl EnvCompleter for BashCompleter {
    fn name(&self) -> &'static str {
        "bash"
    }

    fn is(&self, name: &str) -> bool {
        name == "bash"
    }

    fn write_registration(
        &self,
        var: &str,
        name: &str,
        bin: &str,
        completer: &str,
        script: &mut dyn Write,
    ) -> io::Result<()> {
        let completer = shlex::try_quote(completer).map_err(io::Error::other)?;
        write!(
            script,
            "\
_{name}() {{
    local answer
    COMPREPLY=()
    while IFS= read -r answer; do
        COMPREPLY+=(\"$answer\")
    done < <({LINE}=\"${{COMP_LINE:0:COMP_POINT}}\" {WORD}=\"$2\" {var}=bash {completer} -- {bin} 2> /dev/null)
    if [[ ${{COMPREPLY-}} =~ [=/:]$ ]]; then
        compopt -o nospace 2> /dev/null
    fi
}}
if [[ ${{BASH_VERSINFO[0]}} -gt 4 || ${{BASH_VERSINFO[0]}} -eq 4 && ${{BASH_VERSINFO[1]}} -ge 4 ]]; then
    complete -o bashdefault -o nosort -F _{name} {bin}
else
    complete -o bashdefault -F _{name} {bin}
fi
"
        )
    }

    fn write_complete(
        &self,
        command: &mut clap::Command,
        _: Vec<OsString>,
        here: Option<&Path>,
        answer: &mut dyn Write,
    ) -> io::Result<()> {
        let said = |name| env::var(name).unwrap_or_default();
        let (line, replaced) = (said(LINE), said(WORD));
        let Some((words, quoting)) = words_of(&line) else { return Ok(()) };
        let last = words.last().cloned().unwrap_or_default();
        let kept = kept_of(&last, &replaced);
        let at = words.len() - 1;
        for found in complete(command, words.into_iter().map(OsString::from).collect(), at, here)? {
            let value = found.get_value().to_string_lossy();
            let Some(rest) = value.strip_prefix(kept) else { continue };
            if rest.chars().any(char::is_control) {
                continue;
            }
            writeln!(answer, "{}", quoted(rest, quoting))?;
        }
        Ok(())
    }
}

/// The words of the line that Bash asks with, if it does.
pub fn asked_line() -> Option<Vec<String>> {
    words_of(&env::var(LINE).ok()?).map(|(words, _)| words)
}

/// The words of a line up to the cursor, of which the last may have no letter yet, and how that stands in the line.
fn words_of(line: &str) -> Option<(Vec<String>, Quoting)> {
    let (end, quoting) = match (shlex::split(line), shlex::split(&format!("{line}'"))) {
        (Some(_), _) => ("", Quoting::Bare),
        (None, Some(_)) => ("'", Quoting::Single),
        (None, None) => ("\"", Quoting::Double),
    };
    // What stands behind the cursor belongs to the last word, or is one.
    let mut words = shlex::split(&format!("{line}{MARK}{end}"))?;
    let last = words.last_mut()?;
    *last = last.strip_suffix(MARK)?.to_string();
    Some((words, quoting))
}

/// A letter that no line has.
const MARK: char = '\u{f8ff}';

/// What of the last word stays: all before the part that is replaced. Where that is but a sign at which Bash parts words,
/// what follows is put behind it.
fn kept_of<'w>(word: &'w str, replaced: &str) -> &'w str {
    let end = if replaced.starts_with('\'') { "'" } else { "\"" };
    let bare = shlex::split(replaced).or_else(|| shlex::split(&format!("{replaced}{end}")));
    let bare = bare.unwrap_or_default().concat();
    let bare = bare.trim_start_matches(['=', ':']);
    word.strip_suffix(bare).unwrap_or_default()
}

/// Words as they are typed.
fn quoted(words: &str, quoting: Quoting) -> String {
    let mut typed = String::new();
    for (at, c) in words.chars().enumerate() {
        match quoting {
            Quoting::Single if c == '\'' => typed += "'\\'",
            Quoting::Double if matches!(c, '"' | '\\' | '$' | '`') => typed.push('\\'),
            Quoting::Bare => {
                let is_plain = c.is_alphanumeric() || !c.is_ascii() || "_-./,:=@%+^~".contains(c);
                if !is_plain || at == 0 && c == '~' {
                    typed.push('\\');
                }
            }
            Quoting::Single | Quoting::Double => {}
        }
        typed.push(c);
    }
    typed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_parted_as_the_shell_does() {
        let of = |line| words_of(line).map(|(words, quoting)| (words.join("|"), quoting));
        for (line, words, quoting) in [
            ("bp build ", "bp|build|", Quoting::Bare),
            ("bp build --lang=k", "bp|build|--lang=k", Quoting::Bare),
            ("bp verify my\\ fi", "bp|verify|my fi", Quoting::Bare),
            ("bp verify \"my fi", "bp|verify|my fi", Quoting::Double),
            ("bp verify 'it", "bp|verify|it", Quoting::Single),
            ("bp 'a b' c:d", "bp|a b|c:d", Quoting::Bare),
        ] {
            assert_eq!(of(line), Some((words.to_string(), quoting)), "{line}");
        }
    }

    #[test]
    fn what_is_put_in_the_place_of_a_word_leaves_what_stands_before_it() {
        for (word, replaced, kept) in [
            ("--lang=f", "f", "--lang="),
            ("--lang=", "", "--lang="),
            ("--lang=", "=", "--lang="),
            ("mek", "mek", ""),
            ("colon:x", "x", "colon:"),
            ("my fi", "my\\ fi", ""),
            ("my fi", "\"my fi", ""),
            ("--out=my fi", "my\\ fi", "--out="),
        ] {
            assert_eq!(kept_of(word, replaced), kept, "{word} {replaced}");
        }
    }
}
