//! CIE XYZ and L*a*b* under D50, the light in which ICC profiles meet.

/// The white of the connection space.
pub(super) const WHITE: [f32; 3] = [0.9642, 1.0, 0.8249];

/// Where the cube root gives way to a straight line, and the slope of it.
const LINEAR: f32 = 6.0 / 29.0;

/// L*a*b* of XYZ.
pub(super) fn to_lab(xyz: [f32; 3]) -> [f32; 3] {
    let root = |at: usize| {
        let part = xyz[at] / WHITE[at];
        if part > LINEAR.powi(3) {
            part.cbrt()
        } else {
            part / (3.0 * LINEAR * LINEAR) + 4.0 / 29.0
        }
    };
    let [x, y, z] = [root(0), root(1), root(2)];
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

/// XYZ of L*a*b*.
pub(super) fn to_xyz([l, a, b]: [f32; 3]) -> [f32; 3] {
    let y = (l + 16.0) / 116.0;
    let cube = |root: f32| {
        if root > LINEAR { root.powi(3) } else { 3.0 * LINEAR * LINEAR * (root - 4.0 / 29.0) }
    };
    [cube(y + a / 500.0) * WHITE[0], cube(y) * WHITE[1], cube(y - b / 200.0) * WHITE[2]]
}
