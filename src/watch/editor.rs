//! Opening a place in the editor of whoever writes: one with a window of its own, for those that run in
//! a terminal need one.

use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

/// An editor, and how it is told a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextEditor {
    words: Vec<String>,
    form: Form,
}

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
    /// An editor by what is typed to start it, if it is known to have a window.
    pub fn named(words: &str) -> Option<Self> {
        // A path with spaces is one word where it is a file; else words are quoted as shells have it, but for
        // the backslashes of Windows.
        let words: Vec<String> = match Path::new(words).is_file() {
            true => vec![words.to_string()],
            false if cfg!(windows) => shlex::split(&words.replace('\\', "\\\\"))?,
            false => shlex::split(words)?,
        };
        let program = words.first()?;
        let name = program.rsplit(['/', '\\']).next()?.to_lowercase();
        let name =
            [".exe", ".cmd", ".bat"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(&name);
        let (_, form) = KNOWN.iter().find(|(known, _)| *known == name)?;
        let in_terminal = IN_TERMINAL.iter().find(|(program, _)| *program == name);
        let is_asked = |options: &[&str]| words.iter().any(|word| options.contains(&&**word));
        if in_terminal.is_some_and(|(_, options)| is_asked(options)) {
            return None;
        }
        Some(Self { words, form: *form })
    }

    /// Opens a place, and does not wait for the editor.
    ///
    /// # Errors
    ///
    /// The editor cannot be started.
    pub fn open(&self, file: &Path, line: usize, column: usize) -> io::Result<()> {
        let mut command = Command::new(&self.words[0]);
        command.args(&self.words[1..]);
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
        let form = |words: &str| TextEditor::named(words).map(|editor| editor.form);
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
        assert_eq!(form("vim"), None);
        assert_eq!(form(""), None);
    }
}
