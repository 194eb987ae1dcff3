//! Which file of the source imports which: a reader of `use` and of paths, as the compiler
//! resolves them.

use std::collections::{BTreeMap, BTreeSet};

/// The path of a module from the root of the crate.
type ModulePath = Vec<String>;

/// Every file with the files that it imports, or reaches into by a path. What a module re-exports
/// is taken from the file of that module. `files` are paths below `src/`, each with its text.
pub fn imports(files: &[(String, String)]) -> BTreeMap<String, BTreeSet<String>> {
    let modules: BTreeMap<ModulePath, &str> =
        files.iter().map(|(file, _)| (module_of(file), file.as_str())).collect();
    let read: BTreeMap<&str, Vec<Path>> =
        files.iter().map(|(file, text)| (file.as_str(), paths(file, text, &modules))).collect();
    // The names a file has from elsewhere, but for modules under their own name.
    let borrowed: BTreeSet<(&str, &str)> = read
        .iter()
        .flat_map(|(file, paths)| paths.iter().map(move |path| (*file, path)))
        .filter(|(_, path)| !modules.contains_key(&path.segments))
        .filter_map(|(file, path)| Some((file, path.name.as_deref()?)))
        .collect();
    let mut found = BTreeMap::new();
    for (file, paths) in &read {
        let targets = paths.iter().filter_map(|path| target(path, &modules, &borrowed));
        let others = targets.filter(|other| other != file).map(String::from);
        found.insert((*file).to_string(), others.collect());
    }
    found
}

/// The rings of files that import each other, each in the order of its files: two, or more that come
/// back to where they began (Tarjan: strongly connected components).
pub fn rings(imports: &BTreeMap<String, BTreeSet<String>>) -> Vec<Vec<&str>> {
    // Files are few: what each reaches is found by walking.
    let reach = |start: &str| -> BTreeSet<&str> {
        let mut seen = BTreeSet::new();
        let mut open: Vec<&str> = vec![imports.get_key_value(start).unwrap().0];
        while let Some(file) = open.pop() {
            for other in imports.get(file).into_iter().flatten() {
                if seen.insert(other.as_str()) {
                    open.push(other);
                }
            }
        }
        seen
    };
    let reached: BTreeMap<&str, BTreeSet<&str>> =
        imports.keys().map(|file| (file.as_str(), reach(file))).collect();
    let mut rings: BTreeSet<Vec<&str>> = BTreeSet::new();
    for (file, others) in &reached {
        let back = |other: &&&str| reached.get(**other).is_some_and(|own| own.contains(file));
        let ring: Vec<&str> = others.iter().filter(back).copied().collect();
        if ring.len() > 1 {
            rings.insert(ring);
        }
    }
    rings.into_iter().collect()
}

/// The pairs of files that import each other.
pub fn circles(imports: &BTreeMap<String, BTreeSet<String>>) -> Vec<(&str, &str)> {
    let mut pairs = Vec::new();
    for (file, others) in imports {
        let back = |other: &&String| imports.get(*other).is_some_and(|own| own.contains(file));
        let later = others.iter().filter(|other| *other > file).filter(back);
        pairs.extend(later.map(|other| (file.as_str(), other.as_str())));
    }
    pairs
}

/// The module that a file is.
fn module_of(file: &str) -> ModulePath {
    let path = file.trim_end_matches(".rs");
    let path = path.strip_suffix("/mod").unwrap_or(path);
    if path == "lib" { Vec::new() } else { path.split('/').map(String::from).collect() }
}

/// The file that has what a path leads to.
fn target<'f>(
    path: &Path,
    modules: &BTreeMap<ModulePath, &'f str>,
    borrowed: &BTreeSet<(&str, &str)>,
) -> Option<&'f str> {
    let segments = &path.segments;
    let longest = (0..=segments.len()).rev().find(|&len| modules.contains_key(&segments[..len]))?;
    // A module and something re-exported beside it may have one name: then that is what is meant,
    // for the module is private.
    if longest == segments.len()
        && !path.inside
        && let Some((name, parent)) = segments.split_last()
        && let Some(&parent) = modules.get(parent)
        && borrowed.contains(&(parent, name))
    {
        return Some(parent);
    }
    modules.get(&segments[..longest]).copied()
}

/// A path in a file, from the root of the crate.
struct Path {
    segments: ModulePath,
    /// The name it gives in this file, where it is imported by one.
    name: Option<String>,
    /// Whether it can only be a module: it ends with `*` or `self`.
    inside: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Word(String),
    /// `::`
    Colons,
    Sign(char),
}

/// The paths in a file that lead into the crate.
fn paths(file: &str, text: &str, modules: &BTreeMap<ModulePath, &str>) -> Vec<Path> {
    let tokens = tokens(text);
    let word = |at: usize| match tokens.get(at) {
        Some(Token::Word(word)) => Some(word.as_str()),
        _ => None,
    };
    let is = |at: usize, sign: char| tokens.get(at) == Some(&Token::Sign(sign));
    let mut module = module_of(file);
    // The depths at which modules within the file end.
    let mut inner = Vec::new();
    let mut depth = 0;
    let mut raw: Vec<(ModulePath, Use)> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let after_colons = at > 0 && tokens[at - 1] == Token::Colons;
        match &tokens[at] {
            Token::Sign('{') => depth += 1,
            Token::Sign('}') => {
                depth -= 1;
                if inner.last() == Some(&depth) {
                    inner.pop();
                    module.pop();
                }
            }
            Token::Word(first) if first == "mod" && is(at + 2, '{') => {
                module.extend(word(at + 1).map(String::from));
                inner.push(depth);
            }
            Token::Word(first) if first == "use" && !is(at + 1, '<') => {
                let mut uses = Vec::new();
                at = use_tree(&tokens, at + 1, Vec::new(), &mut uses);
                raw.extend(uses.into_iter().map(|one| (module.clone(), one)));
                continue;
            }
            Token::Word(first) if !after_colons && tokens.get(at + 1) == Some(&Token::Colons) => {
                let mut segments = vec![first.clone()];
                at += 1;
                while tokens.get(at) == Some(&Token::Colons)
                    && let Some(next) = word(at + 1)
                {
                    segments.push(next.to_string());
                    at += 2;
                }
                raw.push((module.clone(), Use { segments, name: None, inside: false }));
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    resolve(raw, modules)
}

/// A path as it is written.
struct Use {
    segments: Vec<String>,
    name: Option<String>,
    inside: bool,
}

/// Reads what follows `use`, or stands between braces of it; the place after it.
fn use_tree(
    tokens: &[Token],
    mut at: usize,
    mut segments: Vec<String>,
    found: &mut Vec<Use>,
) -> usize {
    loop {
        match tokens.get(at) {
            Some(Token::Colons) => at += 1,
            Some(Token::Sign('{')) => {
                at += 1;
                while tokens.get(at).is_some_and(|token| *token != Token::Sign('}')) {
                    at = use_tree(tokens, at, segments.clone(), found);
                    if tokens.get(at) == Some(&Token::Sign(',')) {
                        at += 1;
                    }
                }
                return at + 1;
            }
            Some(Token::Sign('*')) => {
                found.push(Use { segments, name: None, inside: true });
                return at + 1;
            }
            Some(Token::Word(word)) => {
                // `self` at the end of a path is what it stands in.
                let inside = word == "self" && !segments.is_empty();
                if !inside {
                    segments.push(word.clone());
                }
                at += 1;
                if tokens.get(at) == Some(&Token::Colons) {
                    continue;
                }
                let mut name = segments.last().cloned();
                if tokens.get(at) == Some(&Token::Word("as".into())) {
                    if let Some(Token::Word(other)) = tokens.get(at + 1) {
                        name = Some(other.clone());
                    }
                    at += 2;
                }
                found.push(Use { segments, name, inside });
                return at;
            }
            _ => return at + 1,
        }
    }
}

/// Paths from the root of the crate; those that lead out of it are left out.
fn resolve(raw: Vec<(ModulePath, Use)>, modules: &BTreeMap<ModulePath, &str>) -> Vec<Path> {
    let mut found: Vec<Path> = Vec::new();
    // Modules known by a name that was imported; imports may stand after what uses them.
    let mut known: BTreeMap<(ModulePath, String), ModulePath> = BTreeMap::new();
    let (uses, inline): (Vec<_>, Vec<_>) =
        raw.into_iter().partition(|(_, one)| one.name.is_some() || one.inside);
    for (module, one) in uses.into_iter().chain(inline) {
        let Some(segments) = absolute(&module, &one.segments, modules, &known) else { continue };
        if let Some(name) = one.name.as_ref().filter(|_| modules.contains_key(&segments)) {
            known.insert((module, name.clone()), segments.clone());
        }
        found.push(Path { segments, name: one.name, inside: one.inside });
    }
    found
}

fn absolute(
    module: &[String],
    segments: &[String],
    modules: &BTreeMap<ModulePath, &str>,
    known: &BTreeMap<(ModulePath, String), ModulePath>,
) -> Option<ModulePath> {
    let (first, rest) = segments.split_first()?;
    let mut start = match first.as_str() {
        "crate" => Vec::new(),
        "self" => module.to_vec(),
        "super" => module.split_last()?.1.to_vec(),
        name => {
            let child = [module, &[name.to_string()]].concat();
            let known = known.get(&(module.to_vec(), name.to_string())).cloned();
            if modules.contains_key(&child) { child } else { known? }
        }
    };
    for segment in rest {
        match segment.as_str() {
            "super" => {
                start.pop();
            }
            _ => start.push(segment.clone()),
        }
    }
    Some(start)
}

/// The words and signs of a text, without comments and what stands in quotes.
fn tokens(text: &str) -> Vec<Token> {
    let chars: Vec<char> = text.chars().collect();
    let starts = |at: usize, what: &str| {
        what.chars().enumerate().all(|(i, c)| chars.get(at + i) == Some(&c))
    };
    let is_word = |c: &char| c.is_alphanumeric() || *c == '_';
    let mut found = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let c = chars[at];
        if starts(at, "//") {
            at += chars[at..].iter().take_while(|c| **c != '\n').count();
        } else if starts(at, "/*") {
            let mut open = 0;
            loop {
                if starts(at, "/*") {
                    open += 1;
                    at += 2;
                } else if starts(at, "*/") {
                    open -= 1;
                    at += 2;
                } else {
                    at += 1;
                }
                if open == 0 || at >= chars.len() {
                    break;
                }
            }
        } else if c == '"' {
            at = after_quotes(&chars, at);
        } else if c == '\'' {
            // A character, or a lifetime.
            at = match (chars.get(at + 1), chars.get(at + 2)) {
                (Some('\\'), _) => {
                    let end = chars[at + 3..].iter().position(|c| *c == '\'');
                    end.map_or(chars.len(), |end| at + 4 + end)
                }
                (_, Some('\'')) => at + 3,
                _ => at + 1,
            };
        } else if is_word(&c) {
            let word: String = chars[at..].iter().take_while(|c| is_word(c)).collect();
            at += word.chars().count();
            let hashes = chars[at..].iter().take_while(|c| **c == '#').count();
            let raw = word.ends_with('r') && word.len() <= 2;
            if raw && chars.get(at + hashes) == Some(&'"') {
                let end: String = std::iter::once('"').chain("#".repeat(hashes).chars()).collect();
                at += hashes + 1;
                while at < chars.len() && !starts(at, &end) {
                    at += 1;
                }
                at += end.len();
            } else {
                found.push(Token::Word(word));
            }
        } else if starts(at, "::") {
            found.push(Token::Colons);
            at += 2;
        } else {
            if !c.is_whitespace() {
                found.push(Token::Sign(c));
            }
            at += 1;
        }
    }
    found
}

/// The place after a string that begins with quotes.
fn after_quotes(chars: &[char], start: usize) -> usize {
    let mut at = start + 1;
    while at < chars.len() && chars[at] != '"' {
        at += if chars[at] == '\\' { 2 } else { 1 };
    }
    at + 1
}

#[test]
fn imports_are_read_as_the_compiler_reads_them() {
    let files = [
        ("lib.rs", "pub mod a; mod b; mod c;"),
        // Nested braces, `self`, other names; comments and strings are no code.
        (
            "a/mod.rs",
            "mod one; mod two; mod twin;\nuse one::{self as other, deep::{X, Y}};\n\
            // use crate::c::Z;\n/* crate::c::Z */ const S: &str = r#\"crate::c::Z \" \"#;\n\
            const Q: char = '\"'; fn f<'q>(a: &'q str) { two::go() }\n\
            pub use twin::twin; pub struct Thing;",
        ),
        // What the parent has of its own, and what it has from a sibling.
        ("a/one.rs", "use super::Thing;\npub mod deep { use super::super::two::W; }"),
        (
            "a/two.rs",
            "fn f() { super::one::f::<crate::c::Z>() }\n\
            mod tests { use super::*; fn g() { super::super::twin::h() } }",
        ),
        ("a/twin.rs", "use std::fmt; fn f(x: fmt::Error) -> impl Sized + use<> {}"),
        // A module imported by name; a function that is called like its module.
        ("b.rs", "use crate::{a::{self, twin}, c::*}; fn f() { a::one::f(); twin() }"),
        ("c.rs", "use crate::b as other; fn f() { other::f() }"),
    ];
    let files = files.map(|(file, text)| (file.to_string(), text.to_string()));
    let found = imports(&files);
    let of = |file: &str| found[file].iter().map(String::as_str).collect::<Vec<_>>();
    assert!(of("lib.rs").is_empty(), "declaring a module is not importing it");
    assert_eq!(of("a/mod.rs"), ["a/one.rs", "a/twin.rs", "a/two.rs"]);
    assert_eq!(of("a/one.rs"), ["a/mod.rs", "a/two.rs"]);
    assert_eq!(of("a/two.rs"), ["a/one.rs", "a/twin.rs", "c.rs"]);
    assert!(of("a/twin.rs").is_empty());
    assert_eq!(of("b.rs"), ["a/mod.rs", "a/one.rs", "c.rs"]);
    assert_eq!(of("c.rs"), ["b.rs"]);
    let pairs = [("a/mod.rs", "a/one.rs"), ("a/one.rs", "a/two.rs"), ("b.rs", "c.rs")];
    assert_eq!(circles(&found), pairs);
}
