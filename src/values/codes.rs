//! Codes of dimensions, which files write in one way or another.

/// A dimension's name without what files write in one way or another.
pub(super) fn even(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Codes of the whole of a dimension: of SDMX, and of the portal.
pub(super) fn is_total(code: &str) -> bool {
    const TOTALS: [&str; 8] = ["", "_T", "_Z", "ALLAGE", "BOTHSEX", "ALLAREA", "TOTAL", "ALL"];
    TOTALS.iter().any(|total| code.eq_ignore_ascii_case(total))
}

/// A code as SDMX has it, which has one letter for what the portal writes out.
pub(super) fn short(code: &str) -> String {
    match code.to_ascii_uppercase().as_str() {
        "FEMALE" => "F".to_string(),
        "MALE" => "M".to_string(),
        "URBAN" => "U".to_string(),
        "RURAL" => "R".to_string(),
        code if is_total(code) => "_T".to_string(),
        code => code.to_string(),
    }
}
