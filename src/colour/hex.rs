//! Colours as the web writes them.

/// The channels of `#rrggbb`.
pub fn channels(hex: &str) -> Option<[u8; 3]> {
    let hex = hex.strip_prefix('#').filter(|hex| hex.len() == 6)?;
    let number = u32::from_str_radix(hex, 16).ok()?;
    let [_, r, g, b] = number.to_be_bytes();
    Some([r, g, b])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_read() {
        assert_eq!(channels("#1d3f63"), Some([0x1d, 0x3f, 0x63]));
        assert_eq!(channels("blue"), None);
    }
}
