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
    let name = marked.trim_matches('"');
    if name.starts_with('@') && marked.starts_with('"') {
        return Some((format!("`{name}` is a package, and a template can use none"), COPY));
    }
    if marked == PLUGIN && message.starts_with("expected function") {
        let help = "write what it does in Typst";
        return Some(("a template can use no plugin".into(), help));
    }
    if message.contains("would escape the project root") {
        return Some((format!("a template cannot read `{name}`"), ALLOWED));
    }
    if message == "unable to get the current date" {
        let help = "the date of a brief is `json(\"/brief.json\").date`";
        return Some(("a template has no clock".into(), help));
    }
    let path = message.strip_prefix("file not found (searched at ")?.strip_suffix(')')?;
    match path.strip_prefix('/').and_then(|path| path.strip_prefix(FOLDER)) {
        // A file of a package that one of the templates imports by a name it put together.
        _ if path.starts_with('@') => {
            Some((format!("`{path}` is in a package, and a template can use none"), COPY))
        }
        Some(rest) if rest.starts_with('/') => {
            let help = "a path without `/` before it begins in the folder of the template";
            Some((format!("there is no file `{FOLDER}{rest}`"), help))
        }
        _ => Some((format!("a template cannot read `{path}`"), ALLOWED)),
    }
}
