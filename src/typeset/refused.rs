//! What a template asks for and cannot have, in the words of this program: those of the compiler are
//! about folders and options that there are not.

use crate::templates::FOLDER;

/// The function of Typst that runs WebAssembly.
pub const PLUGIN: &str = "plugin";

const COPY: &str = "copy what it needs into the folder `templates/`, and import it from there";
const ALLOWED: &str = "it can read the files in `templates/`, the logo (`brand.logo` of its data) and \
                       `/brief.json`: put the file into `templates/`";

/// What to say instead of a message of the compiler that is about such a thing, and what to do.
/// `marked` is what it marks in the template.
pub fn told(message: &str, marked: &str) -> Option<(String, &'static str)> {
    let name = literal(marked);
    if let Some(name) = name.filter(|name| name.starts_with('@')) {
        return Some((format!("`{name}` is a package, and a template can use none"), COPY));
    }
    if marked.rsplit('.').next() == Some(PLUGIN) && message.starts_with("expected function") {
        let help = "write what it does in Typst";
        return Some(("a template can use no plugin".into(), help));
    }
    if message.contains("would escape the project root") {
        return Some((format!("a template cannot read `{}`", name.unwrap_or(marked)), ALLOWED));
    }
    if message == "unable to get the current date" {
        let help = "the date of a brief is `json(\"/brief.json\").date`";
        return Some(("a template has no clock".into(), help));
    }
    let path = message.strip_prefix("file not found (searched at ")?.strip_suffix(')')?;
    // As it was written, where that is to be seen.
    let written = name.unwrap_or(path);
    match path.strip_prefix('/').and_then(|path| path.strip_prefix(FOLDER)) {
        // A file of a package that one of the templates imports by a name it put together.
        _ if path.starts_with('@') => {
            Some((format!("`{path}` is in a package, and a template can use none"), COPY))
        }
        Some(rest) if rest.starts_with('/') && !written.contains("://") => {
            let help = "a path without `/` before it begins in the folder of the template";
            Some((format!("there is no file `{FOLDER}{rest}`"), help))
        }
        _ => Some((format!("a template cannot read `{written}`"), ALLOWED)),
    }
}

/// What a string says that stands in a template as one.
fn literal(marked: &str) -> Option<&str> {
    let inner = marked.strip_prefix('"')?.strip_suffix('"')?;
    (!inner.contains(['"', '\\'])).then_some(inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_refused_is_named_as_it_was_written() {
        let told = |message, marked| told(message, marked).unwrap().0;
        let not_found = "file not found (searched at /etc/passwd)";
        assert_eq!(
            told(not_found, "\"../../etc/passwd\""),
            "a template cannot read `../../etc/passwd`"
        );
        assert_eq!(told(not_found, "path"), "a template cannot read `/etc/passwd`");
        let beside = "file not found (searched at /templates/brief/x.png)";
        assert_eq!(told(beside, "\"x.png\""), "there is no file `templates/brief/x.png`");
        let elsewhere = "file not found (searched at /templatesque/x.png)";
        assert_eq!(told(elsewhere, ""), "a template cannot read `/templatesque/x.png`");
    }

    #[test]
    fn other_messages_stay_as_they_are() {
        for (message, marked) in
            [("expected function, found none", "x"), ("unknown variable: x", "x")]
        {
            assert_eq!(told(message, marked), None);
        }
    }
}
