//! Values of styles that stand for others: custom properties, and colours for light and dark.

use std::collections::BTreeMap;

use super::css::{Declared, after, is_name, split};

/// How deep values may stand in values, and how long one may become.
const DEEPEST: usize = 12;
const LONGEST: usize = 20_000;

/// The custom properties of a document.
#[derive(Debug, Default)]
pub(super) struct Variables(BTreeMap<String, Variable>);

#[derive(Debug, Default)]
struct Variable {
    /// What it is set to, anywhere.
    values: Vec<String>,
    /// Whether it is set for all of the document.
    everywhere: bool,
}

/// Whether a value may stand for another.
pub(super) fn has_functions(value: &str) -> bool {
    let value = value.to_ascii_lowercase();
    value.contains("var(") || value.contains("light-dark(")
}

impl Variables {
    /// Takes one in, by what the root is told and what other elements are.
    pub(super) fn add(&mut self, declared: &Declared, of_root: bool, of_others: bool) {
        if !declared.name.starts_with("--") || !of_root && !of_others {
            return;
        }
        let variable = self.0.entry(declared.name.clone()).or_default();
        variable.everywhere |= of_root;
        if !variable.values.contains(&declared.value) {
            variable.values.push(declared.value.clone());
        }
    }

    /// A value without variables, for light; or why it is not known.
    pub(super) fn resolved(&self, value: &str) -> Result<String, String> {
        self.within(value, 0)
    }

    fn within(&self, value: &str, level: usize) -> Result<String, String> {
        if level > DEEPEST || value.len() > LONGEST {
            return Err("it leads on without end".into());
        }
        let (mut out, mut at) = (String::new(), 0);
        while at < value.len() {
            let name: String = value[at..].chars().take_while(|c| is_name(*c)).collect();
            let open = at + name.len();
            let stop = if open < value.len() { after(value, open) } else { open };
            let inner = || {
                let inner = value[open..stop].strip_prefix('(')?;
                Some(inner.strip_suffix(')').unwrap_or(inner))
            };
            match (name.to_ascii_lowercase().as_str(), inner()) {
                ("var", Some(inner)) => out.push_str(&self.variable(inner, level)?),
                ("light-dark", Some(inner)) => {
                    let light = split(inner, |c| c == ',')[0];
                    out.push_str(&self.within(light.trim(), level + 1)?);
                }
                // Another function may hold them.
                (_, Some(inner)) => {
                    let inner = self.within(inner, level + 1)?;
                    out.push_str(&format!("{name}({inner})"));
                }
                (_, None) => out.push_str(&value[at..stop]),
            }
            at = stop;
            if out.len() > LONGEST {
                return Err("it leads on without end".into());
            }
        }
        Ok(out)
    }

    fn variable(&self, inner: &str, level: usize) -> Result<String, String> {
        let (name, other) = match inner.split_once(',') {
            Some((name, other)) => (name.trim(), Some(other.trim())),
            None => (inner.trim(), None),
        };
        let values = self.0.get(name).map_or(&[][..], |variable| &variable.values);
        match (values, other) {
            ([], Some(other)) => self.within(other, level + 1),
            ([], None) => Err(format!("`{name}` is not in it")),
            ([one], other) => {
                let is_sure = self.0.get(name).is_some_and(|variable| variable.everywhere);
                if is_sure || other.is_none_or(|other| other == one) {
                    self.within(one, level + 1)
                } else {
                    Err(format!("`{name}` is set for a part of it alone"))
                }
            }
            _ => Err(format!("`{name}` is set to several values")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_what_it_stands_for_in_light() {
        let mut variables = Variables::default();
        let mut set = |name: &str, value: &str, root: bool| {
            let declared = Declared { name: name.into(), value: value.into(), important: false };
            variables.add(&declared, root, !root);
        };
        set("--a", "#123456", true);
        set("--b", "var(--a)", true);
        set("--part", "red", false);
        set("--two", "red", true);
        set("--two", "blue", false);
        set("--loop", "var(--loop)", true);
        for (value, expected) in [
            ("var(--a)", Ok("#123456")),
            ("VAR( --b )", Ok("#123456")),
            ("var(--none, rgb(1, 2, 3))", Ok("rgb(1, 2, 3)")),
            ("light-dark(rgb(1,2,3), #fff)", Ok("rgb(1,2,3)")),
            ("light-dark(var(--a, red), var(--none))", Ok("#123456")),
            ("rgb(var(--none, 1), 2, 3) x", Ok("rgb(1, 2, 3) x")),
            ("var(--part)", Ok("red")),
            ("'var(--a)'", Ok("'var(--a)'")),
            ("var(--part, blue)", Err("a part of it alone")),
            ("var(--two)", Err("several values")),
            ("var(--none)", Err("is not in it")),
            ("var(--loop)", Err("without end")),
        ] {
            let found = variables.resolved(value);
            match expected {
                Ok(expected) => assert_eq!(found.as_deref(), Ok(expected), "{value}"),
                Err(why) => assert!(found.unwrap_err().contains(why), "{value}"),
            }
        }
    }
}
