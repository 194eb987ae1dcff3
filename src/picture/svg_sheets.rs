//! The style sheets of an SVG, and which of their rules are for paper (Media Queries Level 4).

use roxmltree::Node;

use super::css::{CssStatement, css_statements, without_comments};

/// How deep rules may stand in rules.
pub(super) const DEEPEST: usize = 4;

/// Rules that begin with `@` and draw nothing.
const APART: [&str; 9] = [
    "charset",
    "namespace",
    "font-face",
    "keyframes",
    "-webkit-keyframes",
    "page",
    "property",
    "counter-style",
    "view-transition",
];

/// The style sheet that an element holds.
pub(super) fn sheet_of(node: Node<'_, '_>) -> Option<String> {
    let kind = node.attribute("type").is_none_or(|kind| kind == "text/css");
    if !node.has_tag_name("style") || !kind {
        return None;
    }
    Some(node.text().unwrap_or_default().to_string())
}

/// Goes through the rules of a sheet that are for paper.
pub(super) fn each_rule(sheet: &str, level: usize, take: &mut dyn FnMut(&str, &str)) {
    for statement in css_statements(sheet) {
        match statement {
            CssStatement::Rule { selectors, block } => take(selectors, block),
            CssStatement::At { name, prelude, block: Some(block), .. }
                if level < DEEPEST && is_for(&name, prelude) == Some(true) =>
            {
                each_rule(block, level + 1, take);
            }
            CssStatement::At { .. } => {}
        }
    }
}

/// Whether what a rule with `@` holds is for what is printed; `None` where that is not known here.
pub(super) fn is_for(name: &str, prelude: &str) -> Option<bool> {
    if name != "media" {
        return APART.contains(&name).then_some(false);
    }
    let queries = without_comments(prelude).to_ascii_lowercase();
    let found: Vec<_> = queries.split(',').map(|query| is_paper(query.trim())).collect();
    if found.contains(&Some(true)) {
        Some(true)
    } else if found.contains(&None) {
        None
    } else {
        Some(false)
    }
}

/// Whether all that a rule for media holds is for other kinds of media by name, such as `screen`.
pub(super) fn is_of_others(prelude: &str) -> bool {
    let queries = without_comments(prelude).to_ascii_lowercase();
    queries.split(',').all(|query| {
        let query = query.trim().trim_start_matches("only ").trim_start();
        let kind = query.split_whitespace().next().unwrap_or_default();
        !kind.is_empty() && !kind.starts_with('(') && !["all", "print", "not"].contains(&kind)
    })
}

fn is_paper(query: &str) -> Option<bool> {
    if let Some(rest) = query.strip_prefix("not ") {
        let rest = rest.trim();
        return if rest == "screen" { Some(true) } else { is_paper(rest).map(|is| !is) };
    }
    let query = query.strip_prefix("only ").unwrap_or(query).trim();
    let mut all = Some(true);
    for part in query.split(" and ") {
        let part: String = part.chars().filter(|c| !c.is_whitespace()).collect();
        match part.as_str() {
            "" | "all" | "print" | "(prefers-color-scheme:light)" | "(color)" => {}
            "(prefers-color-scheme:dark)"
            | "(hover:hover)"
            | "(hover)"
            | "(any-hover:hover)"
            | "(forced-colors:active)"
            | "(prefers-contrast:more)" => return Some(false),
            _ => all = None,
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_are_of_paper_or_not() {
        for (query, expected) in [
            ("print", Some(true)),
            ("", Some(true)),
            ("only PRINT and (color)", Some(true)),
            ("not print", Some(false)),
            ("not screen", Some(true)),
            ("screen, print", Some(true)),
            ("screen", None),
            ("(min-width: 100px)", None),
            ("print and (min-width: 100px)", None),
            ("screen and (prefers-color-scheme: dark)", Some(false)),
            ("(prefers-color-scheme:light)", Some(true)),
        ] {
            assert_eq!(is_for("media", query), expected, "{query}");
        }
        assert!(is_of_others("screen and (a), only speech"));
        assert!(!is_of_others("(min-width: 9px)") && !is_of_others("screen, print and (a)"));
    }
}
