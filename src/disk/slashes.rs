//! Paths as text: with `/` between their parts on every system, so that messages and files say the same.

use std::path::Path;

/// A path as it is shown, and written into files.
pub fn slashed(path: &Path) -> String {
    let text = path.to_string_lossy();
    // Elsewhere `\` is part of a name.
    without_dots(&if cfg!(windows) { of_windows(&text) } else { text.into_owned() })
}

/// A path as it is typed in a shell.
pub fn in_shell(path: &Path) -> String {
    word_in_shell(&slashed(path))
}

/// A word as it is typed in a shell: in quotes where that would part it or read a sign in it.
pub fn word_in_shell(word: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "/._-+,:@%=".contains(c);
    match word.chars().all(is_plain) && !word.is_empty() {
        true => word.into(),
        false if !word.contains(['"', '$', '`', '\\', '!']) => format!("\"{word}\""),
        false => format!("'{}'", word.replace('\'', r"'\''")),
    }
}

/// A path without the parts that stay where they are, but for the first: whoever typed `.` has it joined
/// to the folder they are in.
fn without_dots(path: &str) -> String {
    let parts = path.split('/').enumerate();
    let parts: Vec<&str> =
        parts.filter(|(at, part)| *at == 0 || *part != ".").map(|(_, part)| part).collect();
    match parts.as_slice() {
        [""] if !path.is_empty() => "/".into(),
        parts => parts.join("/"),
    }
}

/// A path of Windows. What it is called where links were followed (`\\?\C:\…`) few programs take.
fn of_windows(path: &str) -> String {
    let plain = match path.strip_prefix(r"\\?\UNC\") {
        Some(share) => format!(r"\\{share}"),
        None => path.strip_prefix(r"\\?\").unwrap_or(path).to_string(),
    };
    plain.replace('\\', "/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_windows_are_shown_as_those_of_others() {
        for (path, shown) in [
            (r"briefs\a\brief.toml", "briefs/a/brief.toml"),
            (r"\\?\C:\Users\x\dist", "C:/Users/x/dist"),
            (r"\\?\UNC\server\share\a", "//server/share/a"),
            (r"\\server\share\a", "//server/share/a"),
            (r"C:\a/b\", "C:/a/b/"),
        ] {
            assert_eq!(of_windows(path), shown);
        }
    }

    #[test]
    fn a_shell_takes_a_path_for_one_word() {
        for (path, typed) in [
            ("briefs/a", "briefs/a"),
            ("My Project", "\"My Project\""),
            ("a'b", "\"a'b\""),
            ("a$b", "'a$b'"),
            ("a$b'c", r"'a$b'\''c'"),
        ] {
            assert_eq!(in_shell(Path::new(path)), typed);
        }
    }

    #[test]
    fn what_stays_where_it_is_is_not_shown() {
        for (path, shown) in [
            ("/x/./schemas", "/x/schemas"),
            ("/x/.", "/x"),
            ("x/././y/", "x/y/"),
            ("./x/../.y", "./x/../.y"),
            (".", "."),
            ("/.", "/"),
            ("/", "/"),
            ("", ""),
        ] {
            assert_eq!(without_dots(path), shown);
        }
    }

    #[cfg(unix)]
    #[test]
    fn elsewhere_a_backslash_is_part_of_a_name() {
        assert_eq!(slashed(Path::new(r"a/b\c")), r"a/b\c");
    }
}
