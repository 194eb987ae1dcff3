//! Colour spaces (ISO 32000, 8.6): what a printing plate and a screen make of them.

use lopdf::{Dictionary, Object};

use super::code::Check;
use super::pdf::{Pdf, as_name};

/// Colour spaces built on others may not go deeper than this.
const MAX_DEPTH: usize = 6;

/// Less than this of an ink does not count.
pub const TRACE: f64 = 0.03;

/// A colour space.
#[derive(Debug, Clone, PartialEq)]
pub enum ColourSpace {
    /// DeviceGray: on a press, black ink alone.
    Gray,
    /// DeviceRGB.
    Rgb,
    /// DeviceCMYK.
    Cmyk,
    /// Gray that is measured: CalGray, or an ICC profile of one component.
    ProfiledGray(&'static str),
    /// CalRGB, or an ICC profile of three components.
    ProfiledRgb(&'static str),
    /// CIE L*a*b*.
    Lab,
    /// An ICC profile of four components.
    ProfiledCmyk,
    /// Colours by number.
    Indexed {
        /// The space of the colours.
        base: Box<ColourSpace>,
        /// Their components, one byte each.
        table: Vec<u8>,
    },
    /// Inks of their own: Separation and DeviceN.
    Inks {
        /// Their names.
        names: Vec<String>,
        /// What stands in for them.
        alternate: Box<ColourSpace>,
        /// How a tint of one ink becomes the alternate: its two ends and the exponent.
        tint: Option<(Vec<f64>, Vec<f64>, f64)>,
    },
    /// A pattern; what uncoloured ones are painted with.
    Pattern(Option<Box<ColourSpace>>),
    /// Anything else.
    Unknown,
}

impl ColourSpace {
    /// Reads a colour space; names are looked up in the resources.
    pub fn read(pdf: &Pdf, object: &Object, resources: Option<&Dictionary>) -> ColourSpace {
        read(pdf, object, resources, MAX_DEPTH)
    }

    /// How many numbers make a colour.
    pub fn components(&self) -> usize {
        match self {
            ColourSpace::Gray | ColourSpace::ProfiledGray(_) | ColourSpace::Indexed { .. } => 1,
            ColourSpace::Rgb | ColourSpace::ProfiledRgb(_) | ColourSpace::Lab => 3,
            ColourSpace::Cmyk | ColourSpace::ProfiledCmyk => 4,
            ColourSpace::Inks { names, .. } => names.len(),
            ColourSpace::Pattern(Some(base)) => base.components(),
            ColourSpace::Pattern(None) | ColourSpace::Unknown => 0,
        }
    }

    /// The colour that is current when a space is chosen.
    pub fn initial(&self) -> Vec<f64> {
        match self {
            ColourSpace::Cmyk | ColourSpace::ProfiledCmyk => vec![0.0, 0.0, 0.0, 1.0],
            ColourSpace::Inks { names, .. } => vec![1.0; names.len()],
            other => vec![0.0; other.components()],
        }
    }

    /// What a press makes of the space that it should not, with the name of the space.
    pub fn flaw(&self) -> Option<(Check, &'static str)> {
        match self {
            ColourSpace::Rgb => Some((Check::Rgb, "DeviceRGB")),
            ColourSpace::ProfiledRgb(name) => Some((Check::Rgb, name)),
            ColourSpace::Lab => Some((Check::Rgb, "Lab")),
            ColourSpace::ProfiledGray(name) => Some((Check::ProfiledGray, name)),
            ColourSpace::Indexed { base, .. } => base.flaw(),
            ColourSpace::Inks { alternate, .. } => alternate.flaw(),
            ColourSpace::Pattern(Some(base)) => base.flaw(),
            ColourSpace::Gray
            | ColourSpace::Cmyk
            | ColourSpace::ProfiledCmyk
            | ColourSpace::Pattern(None) => None,
            ColourSpace::Unknown => None,
        }
    }

    /// The amounts of cyan, magenta, yellow and black, each from 0 to 1; none for other inks.
    pub fn cmyk(&self, values: &[f64]) -> Option<[f64; 4]> {
        match (self, values) {
            (ColourSpace::Gray, [gray]) => Some([0.0, 0.0, 0.0, 1.0 - unit(*gray)]),
            (ColourSpace::Cmyk | ColourSpace::ProfiledCmyk, [c, m, y, k]) => {
                Some([*c, *m, *y, *k].map(unit))
            }
            (ColourSpace::Indexed { base, .. }, [_]) => base.cmyk(&self.looked_up(values)?),
            (ColourSpace::Inks { names, .. }, _) => {
                let mut inks = [0.0; 4];
                for (name, value) in names.iter().zip(values) {
                    let value = unit(*value);
                    match name.as_str() {
                        "Cyan" => inks[0] = value,
                        "Magenta" => inks[1] = value,
                        "Yellow" => inks[2] = value,
                        "Black" => inks[3] = value,
                        "All" => inks = [value; 4],
                        "None" => {}
                        _ => return None,
                    }
                }
                Some(inks)
            }
            _ => None,
        }
    }

    /// All inks together, in per cent; none where inks are not known.
    pub fn total_ink(&self, values: &[f64]) -> Option<f64> {
        let sum: f64 = match (self, self.cmyk(values)) {
            (_, Some(inks)) => inks.iter().sum(),
            (ColourSpace::Inks { .. }, None) => values.iter().copied().map(unit).sum(),
            (ColourSpace::Indexed { base, .. }, None) => {
                return base.total_ink(&self.looked_up(values)?);
            }
            _ => return None,
        };
        Some(100.0 * sum)
    }

    /// How many inks a colour takes more than a trace of; none where inks are not known.
    pub fn inks(&self, values: &[f64]) -> Option<usize> {
        let count = |inks: &[f64]| inks.iter().filter(|ink| unit(**ink) > TRACE).count();
        match (self, self.cmyk(values)) {
            (_, Some(inks)) => Some(count(&inks)),
            (ColourSpace::Inks { .. }, None) => Some(count(values)),
            (ColourSpace::Indexed { base, .. }, None) => base.inks(&self.looked_up(values)?),
            _ => None,
        }
    }

    /// The colour on a screen, from 0 to 1, simply: without profiles. None where that is not
    /// known.
    pub fn rgb(&self, values: &[f64]) -> Option<[f64; 3]> {
        match (self, values) {
            (ColourSpace::Gray | ColourSpace::ProfiledGray(_), [gray]) => Some([unit(*gray); 3]),
            (ColourSpace::Rgb | ColourSpace::ProfiledRgb(_), [r, g, b]) => {
                Some([*r, *g, *b].map(unit))
            }
            (ColourSpace::Cmyk | ColourSpace::ProfiledCmyk, [c, m, y, k]) => {
                Some([*c, *m, *y].map(|ink| (1.0 - unit(ink)) * (1.0 - unit(*k))))
            }
            (ColourSpace::Lab, [l, ..]) => {
                // The lightness is what contrast is about.
                let f = (l.clamp(0.0, 100.0) + 16.0) / 116.0;
                Some([f.powi(3).clamp(0.0, 1.0).powf(1.0 / 2.2); 3])
            }
            (ColourSpace::Indexed { base, .. }, [_]) => base.rgb(&self.looked_up(values)?),
            (ColourSpace::Inks { alternate, tint: Some((c0, c1, n)), .. }, [tint]) => {
                let t = unit(*tint).powf(*n);
                let mixed: Vec<f64> = c0.iter().zip(c1).map(|(a, b)| a + t * (b - a)).collect();
                alternate.rgb(&mixed)
            }
            _ => None,
        }
    }

    fn looked_up(&self, values: &[f64]) -> Option<Vec<f64>> {
        let (ColourSpace::Indexed { base, table }, [index]) = (self, values) else { return None };
        let n = base.components().max(1);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
        let at = index.clamp(0.0, 255.0) as usize * n;
        Some(table.get(at..at + n)?.iter().map(|byte| f64::from(*byte) / 255.0).collect())
    }
}

fn unit(value: f64) -> f64 {
    value.clamp(0.0, 1.0)
}

fn read(pdf: &Pdf, object: &Object, resources: Option<&Dictionary>, depth: usize) -> ColourSpace {
    let Some(depth) = depth.checked_sub(1) else { return ColourSpace::Unknown };
    let base = |object: &Object| Box::new(read(pdf, object, resources, depth));
    let object = pdf.resolve(object);
    if let Some(name) = as_name(object) {
        return match name {
            "DeviceGray" | "G" => ColourSpace::Gray,
            "DeviceRGB" | "RGB" => ColourSpace::Rgb,
            "DeviceCMYK" | "CMYK" => ColourSpace::Cmyk,
            "Pattern" => ColourSpace::Pattern(None),
            name => resources
                .and_then(|resources| pdf.dict(resources, "ColorSpace"))
                .and_then(|spaces| pdf.get(spaces, name))
                .map_or(ColourSpace::Unknown, |object| read(pdf, object, resources, depth)),
        };
    }
    let Ok(array) = object.as_array() else { return ColourSpace::Unknown };
    let part = |index: usize| array.get(index).map(|object| pdf.resolve(object));
    match (part(0).and_then(as_name), part(1)) {
        (Some("CalGray"), _) => ColourSpace::ProfiledGray("CalGray"),
        (Some("CalRGB"), _) => ColourSpace::ProfiledRgb("CalRGB"),
        (Some("Lab"), _) => ColourSpace::Lab,
        (Some("ICCBased"), Some(Object::Stream(profile))) => {
            match pdf.integer(&profile.dict, "N") {
                Some(1) => ColourSpace::ProfiledGray("ICC-based gray"),
                Some(3) => ColourSpace::ProfiledRgb("ICC-based RGB"),
                Some(4) => ColourSpace::ProfiledCmyk,
                _ => ColourSpace::Unknown,
            }
        }
        (Some("Indexed" | "I"), Some(inner)) => {
            let table = match part(3) {
                Some(Object::String(bytes, _)) => bytes.clone(),
                Some(Object::Stream(stream)) => pdf.decode(stream).unwrap_or_default(),
                _ => Vec::new(),
            };
            ColourSpace::Indexed { base: base(inner), table }
        }
        (Some("Separation" | "DeviceN"), Some(names)) => {
            let names = match names {
                Object::Array(names) => names.iter().map(|name| pdf.resolve(name)).collect(),
                name => vec![name],
            };
            let names = names.iter().take(32).filter_map(|name| as_name(name));
            ColourSpace::Inks {
                names: names.map(str::to_string).collect(),
                alternate: part(2).map_or(Box::new(ColourSpace::Unknown), base),
                tint: part(3).and_then(|function| tint(pdf, function)),
            }
        }
        (Some("Pattern"), inner) => ColourSpace::Pattern(inner.map(base)),
        (Some("DeviceGray" | "DeviceRGB" | "DeviceCMYK" | "G" | "RGB" | "CMYK"), _) => {
            array.first().map_or(ColourSpace::Unknown, |name| read(pdf, name, resources, depth))
        }
        _ => ColourSpace::Unknown,
    }
}

/// An exponential function (ISO 32000, 7.10.3).
fn tint(pdf: &Pdf, function: &Object) -> Option<(Vec<f64>, Vec<f64>, f64)> {
    let dict = pdf.as_dict(function)?;
    if pdf.integer(dict, "FunctionType") != Some(2) {
        return None;
    }
    let ends = |key| pdf.get(dict, key).map(|object| pdf.numbers(object));
    let c0 = ends("C0").unwrap_or_else(|| vec![0.0]);
    let c1 = ends("C1").unwrap_or_else(|| vec![1.0]);
    Some((c0, c1, pdf.number(dict, "N").unwrap_or(1.0)))
}

/// The contrast of two colours: (L1 + 0.05) / (L2 + 0.05) of WCAG 2.2, from 1 to 21.
pub fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let luminance = |colour: [f64; 3]| {
        let [r, g, b] = colour.map(|part| {
            if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * r + 0.7152 * g + 0.0722 * b
    };
    let (a, b) = (luminance(one), luminance(other));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inks_add_up() {
        assert_eq!(ColourSpace::Cmyk.total_ink(&[1.0, 1.0, 1.0, 1.0]), Some(400.0));
        assert_eq!(ColourSpace::Gray.total_ink(&[0.25]), Some(75.0));
        assert_eq!(ColourSpace::Rgb.total_ink(&[0.0, 0.0, 0.0]), None);
        let inks = |name: &str| ColourSpace::Inks {
            names: vec![name.to_string()],
            alternate: Box::new(ColourSpace::Cmyk),
            tint: Some((vec![0.0; 4], vec![0.0, 1.0, 0.0, 0.0], 1.0)),
        };
        assert_eq!(inks("All").total_ink(&[1.0]), Some(400.0));
        assert_eq!(inks("PANTONE 186 C").total_ink(&[0.5]), Some(50.0));
        assert_eq!(inks("PANTONE 186 C").rgb(&[1.0]), Some([1.0, 0.0, 1.0]));
        let table = ColourSpace::Indexed { base: Box::new(ColourSpace::Cmyk), table: vec![255; 8] };
        assert_eq!(table.total_ink(&[1.0]), Some(400.0));
        assert_eq!(table.total_ink(&[2.0]), None);
    }

    #[test]
    fn contrast_is_that_of_the_guidelines() {
        assert!((contrast([0.0; 3], [1.0; 3]) - 21.0).abs() < 1e-9);
        let gray = contrast([119.0 / 255.0; 3], [1.0; 3]);
        assert!((gray - 4.48).abs() < 0.01, "{gray}");
    }
}
