//! The tables of an ICC profile, worked out for one colour at a time: `lut8Type`, `lut16Type`,
//! `lutAToBType` and `lutBToAType` of ISO 15076-1. Values run from 0 to 1.

use moxcms::{
    DataColorSpace, LutDataType, LutMultidimensionalType, LutStore, LutType, LutWarehouse,
    ParametricCurve, ToneReprCurve,
};

use super::lab::{to_lab, to_xyz};

/// The most channels a device may have here: four inks.
const CHANNELS: usize = 4;

/// A value of up to four channels.
pub(super) type Value = [f32; CHANNELS];

/// A way from a device to its connection space, or back.
pub(super) struct DeviceTable {
    steps: Vec<TableStep>,
    connection: Connection,
}

enum TableStep {
    Curves(Vec<Curve>),
    Matrix([[f32; 3]; 3], [f32; 3]),
    Grid(Grid),
}

/// How a profile writes the colours of its connection space.
#[derive(Clone, Copy)]
enum Connection {
    /// L* 100 is 1.
    Lab,
    /// L* 100 is 0xFF00, as `lut16Type` has it in all versions.
    OldLab,
    /// 1 + 32767/32768 is 1.
    Xyz,
}

/// A curve of one channel.
pub(super) enum Curve {
    /// Values at even distances; none for a curve that changes nothing.
    Samples(Vec<f32>),
    /// A formula.
    Formula(ParametricCurve),
}

impl Curve {
    /// The curve of a tag.
    pub(super) fn of(curve: &ToneReprCurve) -> Option<Self> {
        Some(match curve {
            // One number alone is an exponent, of eight bits behind the point.
            ToneReprCurve::Lut(samples) if samples.len() == 1 => {
                Self::Formula(ParametricCurve::new(&[f32::from(samples[0]) / 256.0])?)
            }
            ToneReprCurve::Lut(samples) => {
                Self::Samples(samples.iter().map(|&sample| f32::from(sample) / 65535.0).collect())
            }
            ToneReprCurve::Parametric(numbers) if numbers.is_empty() => return None,
            ToneReprCurve::Parametric(numbers) => Self::Formula(ParametricCurve::new(numbers)?),
        })
    }

    /// A power.
    pub(super) fn power(exponent: f32) -> Option<Self> {
        ParametricCurve::new(&[exponent]).map(Self::Formula)
    }

    pub(super) fn at(&self, x: f32) -> f32 {
        let x = x.clamp(0.0, 1.0);
        let y = match self {
            Self::Samples(samples) if samples.is_empty() => x,
            Self::Samples(samples) => between(samples, x),
            Self::Formula(formula) => formula.eval(x),
        };
        if y.is_finite() { y.clamp(0.0, 1.0) } else { 0.0 }
    }
}

/// The value between samples at even distances.
fn between(samples: &[f32], x: f32) -> f32 {
    let last = samples.len() - 1;
    let at = x * last as f32;
    let low = (at as usize).min(last);
    let high = (low + 1).min(last);
    let share = at - low as f32;
    samples[low] + (samples[high] - samples[low]) * share
}

/// Values at the points of a grid of up to four dimensions; the last channel runs fastest.
struct Grid {
    points: Vec<usize>,
    outputs: usize,
    values: Vec<f32>,
}

impl Grid {
    fn new(points: Vec<usize>, outputs: usize, store: &LutStore) -> Option<Self> {
        let values: Vec<f32> = match store {
            LutStore::Store8(bytes) => bytes.iter().map(|&v| f32::from(v) / 255.0).collect(),
            LutStore::Store16(words) => words.iter().map(|&v| f32::from(v) / 65535.0).collect(),
        };
        let fits = points.len() <= CHANNELS
            && outputs <= CHANNELS
            && points.iter().all(|&points| points > 1)
            && points.iter().try_fold(outputs, |all, &points| all.checked_mul(points))
                == Some(values.len());
        fits.then_some(Self { points, outputs, values })
    }

    fn at(&self, input: &Value) -> Value {
        let dimensions = self.points.len();
        let (mut low, mut step, mut share) = ([0; CHANNELS], [0; CHANNELS], [0.0; CHANNELS]);
        let mut stride = self.outputs;
        for axis in (0..dimensions).rev() {
            let last = self.points[axis] - 1;
            let at = input[axis].clamp(0.0, 1.0) * last as f32;
            let floor = (at as usize).min(last - 1);
            share[axis] = at - floor as f32;
            low[axis] = floor * stride;
            step[axis] = stride;
            stride *= self.points[axis];
        }
        let base: usize = low[..dimensions].iter().sum();
        let mut out = [0.0; CHANNELS];
        for corner in 0..1_usize << dimensions {
            let (mut weight, mut index) = (1.0, base);
            for axis in 0..dimensions {
                if corner >> axis & 1 == 1 {
                    weight *= share[axis];
                    index += step[axis];
                } else {
                    weight *= 1.0 - share[axis];
                }
            }
            if weight > 0.0 {
                let values = &self.values[index..index + self.outputs];
                for (out, value) in out.iter_mut().zip(values) {
                    *out += weight * value;
                }
            }
        }
        out
    }
}

impl DeviceTable {
    /// The way from a device of so many channels to the connection space; `None` where the tag holds
    /// no such table.
    pub(super) fn from_device(
        table: &LutWarehouse,
        space: DataColorSpace,
        channels: usize,
    ) -> Option<Self> {
        let (steps, connection) = match table {
            LutWarehouse::Lut(lut) => (whole(lut, channels, 3)?, connection(space, lut.lut_type)?),
            LutWarehouse::Multidimensional(lut) => {
                let mut steps = vec![curves(&lut.a_curves, channels)?];
                steps.extend(grid(lut, channels, 3)?);
                steps.extend(shaped(lut)?);
                steps.push(curves(&lut.b_curves, 3)?);
                (steps, newer(space)?)
            }
        };
        Some(Self { steps, connection })
    }

    /// The way back.
    pub(super) fn to_device(
        table: &LutWarehouse,
        space: DataColorSpace,
        channels: usize,
    ) -> Option<Self> {
        let (steps, connection) = match table {
            LutWarehouse::Lut(lut) => {
                let mut steps = whole(lut, 3, channels)?;
                if space == DataColorSpace::Xyz {
                    steps.insert(0, TableStep::Matrix(rows(lut.matrix), [0.0; 3]));
                }
                (steps, connection(space, lut.lut_type)?)
            }
            LutWarehouse::Multidimensional(lut) => {
                let mut steps = vec![curves(&lut.b_curves, 3)?];
                let mut middle = shaped(lut)?;
                middle.reverse();
                steps.extend(middle);
                steps.extend(grid(lut, 3, channels)?);
                steps.push(curves(&lut.a_curves, channels)?);
                (steps, newer(space)?)
            }
        };
        Some(Self { steps, connection })
    }

    /// The colour of a device value, as L*a*b*.
    pub(super) fn colour(&self, device: &[f32]) -> [f32; 3] {
        let mut value = [0.0; CHANNELS];
        for (to, from) in value.iter_mut().zip(device) {
            *to = *from;
        }
        let [x, y, z, _] = self.run(value);
        match self.connection {
            Connection::Lab => [x * 100.0, y * 255.0 - 128.0, z * 255.0 - 128.0],
            Connection::OldLab => {
                let old = 65535.0 / 65280.0;
                [x * 100.0 * old, y * 255.0 * old - 128.0, z * 255.0 * old - 128.0]
            }
            Connection::Xyz => to_lab([x, y, z].map(|part| part * 65535.0 / 32768.0)),
        }
    }

    /// The device value of a colour in L*a*b*.
    pub(super) fn device(&self, lab: [f32; 3]) -> Value {
        let [l, a, b] = lab;
        let [x, y, z] = match self.connection {
            Connection::Lab => [l / 100.0, (a + 128.0) / 255.0, (b + 128.0) / 255.0],
            Connection::OldLab => {
                let new = 65280.0 / 65535.0;
                [l / 100.0 * new, (a + 128.0) / 255.0 * new, (b + 128.0) / 255.0 * new]
            }
            Connection::Xyz => to_xyz(lab).map(|part| part * 32768.0 / 65535.0),
        };
        self.run([x, y, z, 0.0])
    }

    fn run(&self, mut value: Value) -> Value {
        for step in &self.steps {
            value = match step {
                TableStep::Curves(curves) => {
                    for (part, curve) in value.iter_mut().zip(curves) {
                        *part = curve.at(*part);
                    }
                    value
                }
                TableStep::Matrix(matrix, offset) => {
                    let mut out = [0.0; CHANNELS];
                    for ((out, row), offset) in out.iter_mut().zip(matrix).zip(offset) {
                        let products = row.iter().zip(&value).map(|(factor, part)| factor * part);
                        *out = (products.sum::<f32>() + offset).clamp(0.0, 1.0);
                    }
                    out
                }
                TableStep::Grid(grid) => grid.at(&value),
            };
        }
        value
    }
}

fn connection(space: DataColorSpace, kind: LutType) -> Option<Connection> {
    match (space, kind) {
        (DataColorSpace::Xyz, _) => Some(Connection::Xyz),
        (DataColorSpace::Lab, LutType::Lut16) => Some(Connection::OldLab),
        (DataColorSpace::Lab, _) => Some(Connection::Lab),
        _ => None,
    }
}

fn newer(space: DataColorSpace) -> Option<Connection> {
    match space {
        DataColorSpace::Xyz => Some(Connection::Xyz),
        DataColorSpace::Lab => Some(Connection::Lab),
        _ => None,
    }
}

/// The steps of `lut8Type` and `lut16Type`: curves, grid, curves.
fn whole(lut: &LutDataType, inputs: usize, outputs: usize) -> Option<Vec<TableStep>> {
    let given = (usize::from(lut.num_input_channels), usize::from(lut.num_output_channels));
    if given != (inputs, outputs) {
        return None;
    }
    let points = vec![usize::from(lut.num_clut_grid_points); inputs];
    Some(vec![
        evenly(&lut.input_table, inputs)?,
        TableStep::Grid(Grid::new(points, outputs, &lut.clut_table)?),
        evenly(&lut.output_table, outputs)?,
    ])
}

/// Curves of the same number of samples, one after another.
fn evenly(store: &LutStore, channels: usize) -> Option<TableStep> {
    let values: Vec<f32> = match store {
        LutStore::Store8(bytes) => bytes.iter().map(|&v| f32::from(v) / 255.0).collect(),
        LutStore::Store16(words) => words.iter().map(|&v| f32::from(v) / 65535.0).collect(),
    };
    let each = values.len() / channels;
    (each >= 2 && each * channels == values.len()).then(|| {
        TableStep::Curves(values.chunks(each).map(|part| Curve::Samples(part.to_vec())).collect())
    })
}

/// Curves of so many channels; none where the tag has none.
fn curves(curves: &[ToneReprCurve], channels: usize) -> Option<TableStep> {
    if !curves.is_empty() && curves.len() != channels {
        return None;
    }
    curves.iter().map(Curve::of).collect::<Option<_>>().map(TableStep::Curves)
}

/// The grid, where there is one; without it a device has as many channels as the connection space.
fn grid(lut: &LutMultidimensionalType, inputs: usize, outputs: usize) -> Option<Vec<TableStep>> {
    let Some(store) = &lut.clut else { return (inputs == outputs).then(Vec::new) };
    let points = lut.grid_points[..inputs].iter().map(|&points| usize::from(points)).collect();
    Some(vec![TableStep::Grid(Grid::new(points, outputs, store)?)])
}

/// The M curves and the matrix, in the order from the device.
fn shaped(lut: &LutMultidimensionalType) -> Option<Vec<TableStep>> {
    if lut.m_curves.is_empty() {
        return Some(Vec::new());
    }
    let offset = lut.bias.v.map(|part| part as f32);
    Some(vec![curves(&lut.m_curves, 3)?, TableStep::Matrix(rows(lut.matrix), offset)])
}

fn rows(matrix: moxcms::Matrix3d) -> [[f32; 3]; 3] {
    matrix.v.map(|row| row.map(|part| part as f32))
}
