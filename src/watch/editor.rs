//! Opening a place in the editor of whoever writes: one with a window of its own, for those that run in
//! a terminal need one.

use std::ffi::{OsStr, OsString};
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

use url::Url;

/// An editor, and how it is told a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TextEditor {
    /// A program that is started.
    Program(EditorProgram),
    /// An address of a scheme that an editor has in the system, in which [`FILE`], [`LINE`] and [`COLUMN`] stand for the
    /// place: who looks at a page opens it.
    Address(String),
}

/// An editor that is started.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditorProgram {
    words: Vec<String>,
    form: Form,
}

/// What stands for the path of a file: in an address with its leading slash, and percent-encoded.
const FILE: &str = "{file}";
/// What stands for a line, from 1.
const LINE: &str = "{line}";
/// What stands for a column, from 1.
const COLUMN: &str = "{column}";

/// Schemes that browsers have for themselves.
const OF_BROWSERS: &[&str] =
    &["http", "https", "file", "javascript", "data", "blob", "about", "view-source", "ws", "wss"];

/// How an editor takes a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// `--goto file:line:column`
    Goto,
    /// `file:line:column`
    Colons,
    /// `+line:column file`
    PlusColon,
    /// `+call cursor(line,column) file`
    Cursor,
    /// `--line line --column column file`
    LineColumn,
    /// `-l line -c column file`
    Letters,
    /// `-nline file`
    Joined,
    /// The words say where.
    Said,
}

/// Editors with windows, by the names of their programs.
const KNOWN: &[(&str, Form)] = &[
    ("code", Form::Goto),
    ("code-insiders", Form::Goto),
    ("codium", Form::Goto),
    ("cursor", Form::Goto),
    ("windsurf", Form::Goto),
    ("subl", Form::Colons),
    ("zed", Form::Colons),
    ("zeditor", Form::Colons),
    ("lapce", Form::Colons),
    ("gedit", Form::PlusColon),
    ("gnome-text-editor", Form::PlusColon),
    ("xed", Form::PlusColon),
    ("pluma", Form::PlusColon),
    ("emacsclient", Form::PlusColon),
    ("gvim", Form::Cursor),
    ("mousepad", Form::LineColumn),
    ("idea", Form::LineColumn),
    ("pycharm", Form::LineColumn),
    ("rustrover", Form::LineColumn),
    ("webstorm", Form::LineColumn),
    ("kate", Form::Letters),
    ("kwrite", Form::Letters),
    ("notepad++", Form::Joined),
];

/// Options with which these have no window.
const IN_TERMINAL: &[(&str, &[&str])] =
    &[("emacsclient", &["-t", "-nw", "--tty"]), ("gvim", &["-v", "-e", "-E", "-s"])];

impl TextEditor {
    /// An editor by what is typed to start it, if it is known to have a window or says itself where file and line stand;
    /// or by such an address.
    pub fn named(words: &str) -> Option<Self> {
        if let Some((scheme, rest)) = words.trim().split_once("://") {
            let is_scheme = |c: char| c.is_ascii_alphanumeric() || "+-.".contains(c);
            let is_own = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
                && scheme.chars().all(is_scheme)
                && !OF_BROWSERS.contains(&scheme.to_lowercase().as_str());
            let is_address = is_own && rest.contains(FILE) && !rest.contains(char::is_whitespace);
            return is_address.then(|| Self::Address(words.trim().into()));
        }
        // A path with spaces is one word where it is a file; else words are quoted as shells have it, but for
        // the backslashes of Windows.
        let words: Vec<String> = match Path::new(words).is_file() {
            true => vec![words.to_string()],
            false if cfg!(windows) => shlex::split(&words.replace('\\', "\\\\"))?,
            false => shlex::split(words)?,
        };
        let program = words.first()?;
        if words[1..].iter().any(|word| word.contains(FILE)) {
            return Some(Self::Program(EditorProgram { words, form: Form::Said }));
        }
        let name = program.rsplit(['/', '\\']).next()?.to_lowercase();
        let name =
            [".exe", ".cmd", ".bat"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(&name);
        let (_, form) = KNOWN.iter().find(|(known, _)| *known == name)?;
        let in_terminal = IN_TERMINAL.iter().find(|(program, _)| *program == name);
        let is_asked = |options: &[&str]| words.iter().any(|word| options.contains(&&**word));
        if in_terminal.is_some_and(|(_, options)| is_asked(options)) {
            return None;
        }
        Some(Self::Program(EditorProgram { words, form: *form }))
    }

    /// The names of those that are known.
    pub fn known() -> impl Iterator<Item = &'static str> {
        KNOWN.iter().map(|(name, _)| *name)
    }

    /// The address of a place, where it has one.
    pub fn address_of(&self, file: &Path, line: usize, column: usize) -> Option<String> {
        let Self::Address(address) = self else { return None };
        let file = Url::from_file_path(file).ok()?;
        let address = address.replace(LINE, &line.to_string()).replace(COLUMN, &column.to_string());
        Some(address.replace(FILE, file.path()))
    }
}

impl EditorProgram {
    /// Opens a place, and does not wait for the editor.
    ///
    /// # Errors
    ///
    /// The editor cannot be started.
    pub fn open(&self, file: &Path, line: usize, column: usize) -> io::Result<()> {
        let mut command = Command::new(&self.words[0]);
        if self.form != Form::Said {
            command.args(&self.words[1..]);
        }
        let place = || {
            let mut place = file.as_os_str().to_owned();
            place.push(format!(":{line}:{column}"));
            place
        };
        let [line_text, column_text] = [line, column].map(|number| number.to_string());
        match self.form {
            Form::Goto => command.arg("--goto").arg(place()),
            Form::Colons => command.arg(place()),
            Form::PlusColon => command.arg(format!("+{line}:{column}")).arg(file),
            Form::Cursor => command.arg(format!("+call cursor({line},{column})")).arg(file),
            Form::LineColumn => {
                command.args(["--line", &line_text, "--column", &column_text]).arg(file)
            }
            Form::Letters => command.args(["-l", &line_text, "-c", &column_text]).arg(file),
            Form::Joined => command.arg(format!("-n{line}")).arg(file),
            Form::Said => {
                let filled = |word: &String| {
                    let word = word.replace(LINE, &line_text).replace(COLUMN, &column_text);
                    let mut filled = OsString::new();
                    for (at, part) in word.split(FILE).enumerate() {
                        filled.push(if at > 0 { file.as_os_str() } else { OsStr::new("") });
                        filled.push(part);
                    }
                    filled
                };
                command.args(self.words[1..].iter().map(filled))
            }
        };
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn()?;
        // So that it leaves no zombie.
        std::thread::Builder::new().spawn(move || child.wait())?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn editors_with_windows_are_known_by_their_programs() {
        let form = |words: &str| match TextEditor::named(words)? {
            TextEditor::Program(program) => Some(program.form),
            TextEditor::Address(_) => None,
        };
        assert_eq!(form("code --wait"), Some(Form::Goto));
        assert_eq!(form("/usr/bin/subl -w"), Some(Form::Colons));
        assert_eq!(form("'/opt/my editors/code' --wait"), Some(Form::Goto));
        assert_eq!(form("\"/opt/my editors/zed\""), Some(Form::Colons));
        assert_eq!(form("gvim"), Some(Form::Cursor));
        assert_eq!(form("gvim -v"), None);
        assert_eq!(form("emacsclient -t"), None);
        assert_eq!(form("'code"), None);
        if cfg!(windows) {
            assert_eq!(form(r"C:\Tools\Notepad++.exe"), Some(Form::Joined));
        }
        assert_eq!(form("flatpak run org.example.Editor {file}:{line}"), Some(Form::Said));
        assert_eq!(form("vim"), None);
        assert_eq!(form(""), None);
    }

    #[test]
    fn an_address_has_the_place_in_it_and_a_scheme_of_an_editor() {
        let address = |words: &str| {
            let editor = TextEditor::named(words)?;
            editor.address_of(
                Path::new(if cfg!(windows) { r"C:\a b\c.toml" } else { "/a b/c#.toml" }),
                3,
                7,
            )
        };
        let found = address("vscode://file{file}:{line}:{column}").unwrap();
        let path = if cfg!(windows) { "/C:/a%20b/c.toml" } else { "/a%20b/c%23.toml" };
        assert_eq!(found, format!("vscode://file{path}:3:7"));
        let found = address("txmt://open?url=file://{file}&line={line}").unwrap();
        assert_eq!(found, format!("txmt://open?url=file://{path}&line=3"));
        for no in [
            "https://x/{file}",
            "javascript://{file}",
            "JavaScript://{file}",
            "vscode://file",
            "a b://{file}",
        ] {
            assert_eq!(address(no), None, "{no}");
        }
    }
}
