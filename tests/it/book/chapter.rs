//! A chapter of the book as the tests read it: headings, notes to the tests, and blocks of code.

/// A piece of a chapter that means something to the tests.
#[derive(Debug, Clone, PartialEq)]
pub enum Piece {
    /// A heading, with its level and its text.
    Heading(usize, String),
    /// What stands between `<!--` and `-->`, on a line of its own.
    Note(String),
    /// A fenced block of code.
    Block(Block),
}

/// A fenced block of code.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// What stands behind the fence, taken apart at its commas.
    pub info: Vec<String>,
    /// The lines between the fences.
    pub text: String,
    /// On which line of the chapter its text begins, from 0.
    pub first: usize,
}

impl Block {
    /// The language it is in.
    pub fn language(&self) -> &str {
        self.info.first().map_or("", String::as_str)
    }

    /// Whether a word stands behind the language.
    pub fn is(&self, word: &str) -> bool {
        self.info.iter().skip(1).any(|own| own == word)
    }

    /// A key that the brief around it is to lack: `without=country`.
    pub fn without(&self) -> Option<&str> {
        self.info.iter().find_map(|word| word.strip_prefix("without="))
    }

    /// The file it is a part of: `into=briefs/water/brief.toml`. It takes the place of what that has of
    /// the same names, or with the word `also` stands at its end.
    pub fn into(&self) -> Option<&str> {
        self.info.iter().find_map(|word| word.strip_prefix("into="))
    }

    /// The file it is, where it says so: `file=briefs/water/lang/fr.toml`.
    pub fn file(&self) -> Option<&str> {
        self.info.iter().find_map(|word| word.strip_prefix("file="))
    }
}

/// The pieces of a chapter, in order.
pub fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut lines = text.lines().enumerate();
    while let Some((at, line)) = lines.next() {
        // A block may stand in an item of a list.
        let bare = line.trim_start();
        let fence = &bare[..bare.len() - bare.trim_start_matches('`').len()];
        if fence.len() >= 3 {
            let info = bare[fence.len()..].split(',').map(|word| word.trim().to_string());
            let mut block = Block { info: info.collect(), text: String::new(), first: at + 1 };
            for (_, inner) in lines.by_ref().take_while(|(_, inner)| inner.trim_start() != fence) {
                block.text += inner;
                block.text.push('\n');
            }
            pieces.push(Piece::Block(block));
        } else if let Some(note) = line.strip_prefix("<!--").and_then(|it| it.strip_suffix("-->")) {
            pieces.push(Piece::Note(note.trim().to_string()));
        } else if line.starts_with('#') {
            let title = line.trim_start_matches('#');
            if let Some(title) = title.strip_prefix(' ') {
                pieces.push(Piece::Heading(line.len() - title.len() - 1, title.trim().to_string()));
            }
        }
    }
    pieces
}

/// A chapter with the text of one block in the place of what it has.
pub fn with_block(text: &str, block: &Block, new: &str) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    let end = block.first + block.text.lines().count();
    lines.splice(block.first..end, new.lines());
    lines.join("\n") + "\n"
}
