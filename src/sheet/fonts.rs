//! Which face a spreadsheet asks for. It has no faces in it: this is one that the systems of its readers
//! have for the script, and where one has it not, it takes its own.

/// The face of a script.
pub fn font(script: &str) -> &'static str {
    match script {
        "Arab" | "Hebr" => "Arial",
        "Deva" => "Nirmala UI",
        "Khmr" | "Laoo" | "Thai" => "Leelawadee UI",
        "Mymr" => "Myanmar Text",
        "Hans" => "Microsoft YaHei",
        "Hant" => "Microsoft JhengHei",
        _ => "Calibri",
    }
}
