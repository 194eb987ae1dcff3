//! Files that a chapter names and cannot show: they are no text, or too long.

use crate::support::repository;

/// The bytes of such a file.
pub fn given(name: &str) -> Vec<u8> {
    let fixture = |path: &str| std::fs::read(repository().join("tests/fixtures").join(path)).unwrap();
    match name {
        "latin" => b"title = \"Caf\xe9\"\n".to_vec(),
        "huge" => [b"# ".to_vec(), vec![b'x'; 5 << 20], b"\n".to_vec()].concat(),
        "long-title" => super::base().replacen("are dry", &"are dry ".repeat(300), 1).into_bytes(),
        "large-picture" => {
            let picture = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><!--";
            format!("{picture}{}--><path d=\"M1 1H8V8z\"/></svg>", "x".repeat(2 << 20)).into_bytes()
        }
        _ => fixture(name),
    }
}
