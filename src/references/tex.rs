//! What LaTeX writes, as plain text: accents, symbols, ligatures and small formulas become the characters
//! they stand for, commands that only say how a text looks give way to the text, and braces go. What stands
//! for no character is named, and its text kept.

use std::collections::BTreeSet;

use biblatex::{Chunk, Chunks, Spanned};
use unicode_normalization::UnicodeNormalization;

use super::raised::{lowered, raised};
use super::symbols::{accent, spacing_accent, symbol};

/// How a field is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TexMode {
    /// As text.
    Text,
    /// As an address, in which only what is escaped is more than itself.
    Address,
}

/// A text without LaTeX.
#[derive(Debug, Clone, Default)]
pub(super) struct TexText {
    /// The text; what was in braces is verbatim, so that no name is divided there.
    pub(super) chunks: Chunks,
    /// The commands that stand for no character.
    pub(super) left: BTreeSet<String>,
}

/// The deepest that commands and formulas stand in each other.
const DEEPEST: usize = 64;

/// Reads a text, whose braces stand in each other no deeper than a parser can follow.
pub(super) fn plain(text: &str, mode: TexMode) -> TexText {
    let mut reader = TexReader {
        rest: text,
        mode,
        in_address: mode == TexMode::Address,
        in_formula: false,
        left: BTreeSet::new(),
        quoted: false,
        depth: 0,
    };
    let mut chunks: Vec<(String, bool)> = Vec::new();
    while let Some(c) = reader.peek() {
        let (piece, is_whole) = match c {
            '{' => {
                reader.eat();
                // An accent in braces is a letter like others.
                let is_letter = reader.rest.starts_with('\\');
                let inner = reader.text();
                let is_whole = !is_letter || inner.contains(' ');
                (inner, is_whole)
            }
            '}' => {
                reader.eat();
                continue;
            }
            _ => reader.one(),
        };
        match chunks.last_mut() {
            Some((text, whole)) if *whole == is_whole => text.push_str(&piece),
            _ => chunks.push((piece, is_whole)),
        }
    }
    let chunk = |(text, is_whole): (String, bool)| {
        let text: String = text.nfc().collect();
        Spanned::detached(if is_whole { Chunk::Verbatim(text) } else { Chunk::Normal(text) })
    };
    TexText { chunks: chunks.into_iter().map(chunk).collect(), left: reader.left }
}

struct TexReader<'t> {
    rest: &'t str,
    mode: TexMode,
    /// Whether the whole is an address.
    in_address: bool,
    in_formula: bool,
    left: BTreeSet<String>,
    /// Whether a single quotation mark is open.
    quoted: bool,
    /// How many commands and formulas this stands in.
    depth: usize,
}

impl<'t> TexReader<'t> {
    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn eat(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.rest = &self.rest[c.len_utf8()..];
        Some(c)
    }

    fn eat_if(&mut self, text: &str) -> bool {
        match self.rest.strip_prefix(text) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn eat_space(&mut self) {
        self.rest = self.rest.trim_start();
    }

    /// The text up to the brace that closes, behind one that opens.
    fn text(&mut self) -> String {
        let mut out = String::new();
        while let Some(c) = self.peek() {
            match c {
                '}' => {
                    self.eat();
                    break;
                }
                '{' => {
                    self.eat();
                    let inner = self.text();
                    out.push_str(&inner);
                }
                _ => out.push_str(&self.one().0),
            }
        }
        out
    }

    /// The next character or command, and whether it is the text of a command.
    fn one(&mut self) -> (String, bool) {
        let Some(c) = self.eat() else { return (String::new(), false) };
        if c == '\\' {
            return self.command();
        }
        if self.mode == TexMode::Address {
            // Only a formula says more than itself here: `$\sim$`.
            let is_formula = c == '$' && self.rest.starts_with('\\');
            return (if is_formula { self.formula("$") } else { c.to_string() }, false);
        }
        let plain = match c {
            '$' if self.eat_if("$") => self.formula("$$"),
            '$' if self.is_formula() => self.formula("$"),
            '~' => "\u{a0}".into(),
            '-' if self.eat_if("--") => "—".into(),
            '-' if self.eat_if("-") => "–".into(),
            '`' if self.eat_if("`") => "“".into(),
            '\'' if self.eat_if("'") => "”".into(),
            ',' if self.eat_if(",") => "„".into(),
            '`' => {
                self.quoted = true;
                "‘".into()
            }
            '\'' if self.quoted && !self.peek().is_some_and(char::is_alphanumeric) => {
                self.quoted = false;
                "’".into()
            }
            '?' if self.eat_if("`") => "¿".into(),
            '!' if self.eat_if("`") => "¡".into(),
            c if c.is_whitespace() && c != '\u{a0}' && c != '\u{202f}' => {
                self.rest = self.rest.trim_start_matches([' ', '\t', '\n', '\r']);
                " ".into()
            }
            c => c.into(),
        };
        (plain, false)
    }

    /// Whether a dollar sign opens a formula, and is no sum of money, of which there may be two in a line.
    fn is_formula(&self) -> bool {
        let ends = self.rest.match_indices('$').map(|(at, _)| at);
        let end = ends.into_iter().find(|&at| !self.rest[..at].ends_with('\\'));
        end.is_some_and(|end| {
            let (within, behind) = self.rest.split_at(end);
            let is_tight = !within.starts_with(char::is_whitespace)
                && !within.ends_with(char::is_whitespace)
                && !behind[1..].starts_with(|c: char| c.is_ascii_digit());
            is_tight || within.contains(['\\', '^', '_'])
        })
    }

    /// The name of a command, behind its backslash: letters, or one other character.
    fn name(&mut self) -> &'t str {
        let letters = self.rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        let other = self.peek().map_or(0, char::len_utf8);
        let (name, rest) = self.rest.split_at(if letters > 0 { letters } else { other });
        self.rest = rest;
        name
    }

    fn command(&mut self) -> (String, bool) {
        let name = self.name();
        if self.depth > DEEPEST || name.is_empty() {
            self.left.insert(format!("\\{name}"));
            return (String::new(), false);
        }
        self.depth += 1;
        let (text, is_whole) = match name {
            "\\" if self.mode == TexMode::Address => ("\\".into(), false),
            "\\" => (" ".into(), false),
            ":" | "-" | "/" | "!" if self.mode == TexMode::Address => (name.into(), false),
            "&" | "%" | "$" | "#" | "_" | "{" | "}" => (name.into(), false),
            "(" => (self.formula("\\)"), false),
            "[" => (self.formula("\\]"), false),
            _ if name.chars().all(char::is_whitespace) => (" ".into(), false),
            _ => match accent(name) {
                Some(mark) => (self.accented(name, mark), false),
                None => self.named(name),
            },
        };
        self.depth -= 1;
        (text, is_whole)
    }

    /// A letter with an accent over or under it.
    fn accented(&mut self, name: &str, mark: char) -> String {
        if self.mode == TexMode::Text {
            self.eat_space();
        }
        let letter = match self.peek() {
            Some('{') => {
                self.eat();
                self.text()
            }
            Some('\\') => {
                self.eat();
                self.command().0
            }
            Some(c) if c != '}' && self.mode == TexMode::Text => {
                self.eat();
                c.into()
            }
            _ => String::new(),
        };
        let mut all = letter.chars();
        let Some(first) = all.next() else {
            return spacing_accent(name).unwrap_or_default().into();
        };
        // Dotless letters are written so that the accent takes the place of the dot.
        let first = match first {
            'ı' => 'i',
            'ȷ' => 'j',
            other => other,
        };
        // An accent stands over those that the letter has.
        let rest = all.as_str();
        let behind = rest.trim_start_matches(|c| ('\u{300}'..='\u{36F}').contains(&c));
        let own = &rest[..rest.len() - behind.len()];
        format!("{first}{own}{mark}{behind}")
    }

    /// An argument: what is in the braces that follow, or the next character.
    fn argument(&mut self) -> Option<String> {
        self.eat_space();
        self.eat_if("{").then(|| self.text())
    }

    /// An argument as it is written.
    fn verbatim_argument(&mut self) -> Option<String> {
        let mode = std::mem::replace(&mut self.mode, TexMode::Address);
        let argument = self.argument();
        self.mode = mode;
        argument
    }

    /// An argument in brackets, which says how something looks.
    fn option(&mut self) {
        if self.rest.starts_with('[')
            && let Some(end) = self.rest.find(']')
        {
            self.rest = &self.rest[end + 1..];
        }
    }

    /// A symbol as this mode has it: in an address, the sign of a formula for what is typed there.
    fn as_typed(&self, symbol: &str) -> String {
        match symbol {
            "∼" if self.in_address => "~".into(),
            other => other.into(),
        }
    }

    fn named(&mut self, name: &str) -> (String, bool) {
        self.eat_if("*");
        if let Some(symbol) = symbol(name) {
            // The space behind a name only ends it.
            let is_relation = self.in_formula && !symbol.contains(char::is_alphanumeric);
            if name.starts_with(|c: char| c.is_ascii_alphabetic())
                && (!is_relation || symbol == "°")
            {
                self.eat_space();
                self.eat_if("{}");
            }
            return (self.as_typed(symbol), false);
        }
        let text = match name {
            "emph" | "textit" | "textbf" | "textsc" | "textsf" | "texttt" | "textrm" | "textsl"
            | "textup" | "textmd" | "textnormal" | "textlf" | "text" | "mbox" | "hbox"
            | "underline" | "uline" | "ul" | "mkbibemph" | "mkbibbold" | "mkbibitalic"
            | "NoCaseChange" | "textgreek" | "textcyrillic" | "textenglish" | "nocite"
            | "bibstring" | "autocap" | "textln" | "hyphenation" => self.argument(),
            "mathrm" | "mathit" | "mathbf" | "mathsf" | "mathtt" | "mathcal" | "mathbb"
            | "operatorname" => self.argument(),
            "uppercase" | "MakeUppercase" => self.argument().map(|text| text.to_uppercase()),
            "lowercase" | "MakeLowercase" => self.argument().map(|text| text.to_lowercase()),
            "enquote" | "mkbibquote" | "textquote" => self.argument().map(|it| format!("“{it}”")),
            "mkbibparens" => self.argument().map(|text| format!("({text})")),
            "mkbibbrackets" => self.argument().map(|text| format!("[{text}]")),
            "url" | "nolinkurl" | "path" => self.verbatim_argument(),
            "href" => {
                let address = self.verbatim_argument().unwrap_or_default();
                self.left.insert(format!("\\href{{{address}}}"));
                self.argument()
            }
            "foreignlanguage" | "bibinfo" | "textcolor" | "texorpdfstring" => {
                self.option();
                let _what = self.argument();
                self.argument()
            }
            "textsuperscript" | "mkbibsuperscript" => {
                self.argument().map(|text| raised(&text).unwrap_or(text))
            }
            "textsubscript" | "mkbibsubscript" => {
                self.argument().map(|text| lowered(&text).unwrap_or(text))
            }
            "ensuremath" => {
                let at = self.eat_if("{");
                at.then(|| self.formula("}"))
            }
            // What stands in them sorts, and is not shown.
            "noopsort" | "SortNoop" | "noop" | "switchargs" | "label" => {
                self.argument();
                Some(String::new())
            }
            "em" | "it" | "bf" | "sc" | "sf" | "tt" | "rm" | "sl" | "itshape" | "bfseries"
            | "scshape" | "upshape" | "slshape" | "sffamily" | "ttfamily" | "rmfamily"
            | "mdseries" | "normalfont" | "small" | "tiny" | "large" | "Large" | "footnotesize"
            | "scriptsize" | "normalsize" | "relax" | "selectfont" | "protect" | "nobreak"
            | "allowbreak" | "leavevmode" | "noindent" | "newblock" | "xspace" | "ignorespaces"
            | "displaystyle" | "limits" | "left" | "right" | "big" | "Big" | "sloppy"
            | "raggedright" => {
                self.eat_space();
                Some(String::new())
            }
            "frac" | "tfrac" | "dfrac" => {
                let over = self.argument().unwrap_or_default();
                self.argument().map(|under| format!("{over}/{under}"))
            }
            "sqrt" => {
                self.option();
                self.argument().map(|under| match under.chars().count() {
                    0 | 1 => format!("√{under}"),
                    _ => format!("√({under})"),
                })
            }
            _ => None,
        };
        match text {
            Some(text) => (text, true),
            None => {
                self.left.insert(format!("\\{name}"));
                self.option();
                // A space keeps apart what the command kept apart.
                let mut text = String::new();
                while self.rest.starts_with('{') {
                    if !text.is_empty() {
                        text.push(' ');
                    }
                    self.eat();
                    text.push_str(&self.text());
                }
                if text.is_empty() {
                    self.eat_space();
                }
                (text, true)
            }
        }
    }

    /// A formula, up to what closes it.
    fn formula(&mut self, close: &str) -> String {
        let mut out = String::new();
        let mode = std::mem::replace(&mut self.mode, TexMode::Text);
        let outer = std::mem::replace(&mut self.in_formula, true);
        self.depth += 1;
        while !self.rest.is_empty() && !self.eat_if(close) && self.depth <= DEEPEST {
            match self.eat() {
                Some(sign @ ('^' | '_')) => out.push_str(&self.script(sign)),
                Some('\\') => out.push_str(&self.command().0),
                Some('{') => {
                    let inner = self.formula("}");
                    out.push_str(&inner);
                }
                Some('-') => out.push('−'),
                Some('\'') => out.push('′'),
                Some('~') => out.push('\u{a0}'),
                // A brace that opened outside.
                Some('}' | '&') | None => {}
                Some(c) if c.is_whitespace() => out.push(' '),
                Some(c) => out.push(c),
            }
        }
        self.depth -= 1;
        self.mode = mode;
        self.in_formula = outer;
        out
    }

    /// What is raised or lowered in a formula.
    fn script(&mut self, sign: char) -> String {
        self.eat_space();
        let text = match self.eat() {
            Some('{') => self.formula("}"),
            Some('\\') => self.command().0,
            Some(c) => c.to_string(),
            None => String::new(),
        };
        let whole = if sign == '^' { raised(&text) } else { lowered(&text) };
        whole.unwrap_or_else(|| {
            self.left.insert(format!("{sign}{{{text}}}"));
            text
        })
    }
}

#[cfg(test)]
mod tests {
    use biblatex::ChunksExt;

    use super::*;

    fn read(text: &str, mode: TexMode) -> (String, Vec<String>) {
        let read = plain(text, mode);
        (read.chunks.format_verbatim(), read.left.into_iter().collect())
    }

    #[test]
    fn latex_becomes_the_characters_it_stands_for() {
        for (written, text) in [
            (r#"G{\"o}del, G\"odel, G\"{o}del"#, "Gödel, Gödel, Gödel"),
            (r"\'{\i}ndice \'\i ndice {\'\i}", "índice índice í"),
            (
                r"\v{S}koda \v Skoda \c{c}a \k{a} \H{o} \r{a} \u{g} \d{s}",
                "Škoda Škoda ça ą ő å ğ ṣ",
            ),
            (r"Nguy{\~{\^e}}n", "Nguyễn"),
            (r"\o re \O re {\o}re \ss{} \l \L \aa \AE", "øre Øre øre ß\u{20}łŁåÆ"),
            (r"\emph{The \textbf{Word}} {\em and} {\LaTeX}", "The Word and LaTeX"),
            (r"1990--2000 --- ``so''", "1990–2000 — “so”"),
            (r"`one' don't", "‘one’ don't"),
            (r"A\&B 5\% \$3 \#1 a\_b \{x\}", "A&B 5% $3 #1 a_b {x}"),
            (r"Fig.~2", "Fig.\u{a0}2"),
            (
                r"$\alpha$-synuclein, H$_2$O, CO$_{2}$, m$^{2}$, 5$^\circ$C",
                "α-synuclein, H₂O, CO₂, m², 5°C",
            ),
            ("US$5 and $6 million, $7", "US$5 and $6 million, $7"),
            (r"$p < 0.05$, $\geq 3$, $-5$", "p < 0.05, ≥ 3, −5"),
            (r"{UNESCO} and {The {W}orld}", "UNESCO and The World"),
            (r"see \url{https://example.org/a_b~c--d}", "see https://example.org/a_b~c--d"),
            (
                r"\enquote{so} \textsuperscript{2} \textsubscript{2} 1\textsuperscript{st}",
                "“so” ² ₂ 1ˢᵗ",
            ),
            (r"{\noopsort{1973b}}1973", "1973"),
            ("50% of", "50% of"),
            (r"?`Que? \textquotedblleft a\textquotedblright{} \dots", "¿Que? “a” …"),
            (r"Ha\-no\-i x\,y a\slash b", "Hanoi x\u{202f}y a/b"),
        ] {
            assert_eq!(read(written, TexMode::Text), (text.to_string(), Vec::new()), "{written}");
        }
    }

    #[test]
    fn what_stands_for_no_character_is_named() {
        for (written, text, left) in [
            (r"a \foo{b} c", "a b c", r"\foo"),
            (r"a \foo c", "a c", r"\foo"),
            (r"$x^{Q}$", "xQ", "^{Q}"),
            ("a\\", "a", "\\"),
        ] {
            let left = vec![left.to_string()];
            assert_eq!(read(written, TexMode::Text), (text.to_string(), left), "{written}");
        }
    }

    #[test]
    fn an_address_keeps_what_is_not_escaped() {
        for (written, text) in [
            (
                r"https://example.org/~a--b/c_d?e=f%20g&h#i",
                r"https://example.org/~a--b/c_d?e=f%20g&h#i",
            ),
            (r"https://example.org/\~{}a\_b\%20c\&d\#e", "https://example.org/~a_b%20c&d#e"),
            (r"https://example.org/{\textasciitilde}a$\sim$b", "https://example.org/~a∼b"),
            (r"\url{https://example.org/a}", "https://example.org/a"),
            (r"10.1000/a{\_}b", "10.1000/a_b"),
        ] {
            let text = text.replace('∼', "~");
            assert_eq!(read(written, TexMode::Address), (text, Vec::new()), "{written}");
        }
    }
}
