//! The properties that say how an SVG is drawn (SVG 2, appendix N).

/// Those that the library reads from styles, with the short forms.
pub(super) const DRAWN: [&str; 68] = [
    "alignment-baseline",
    "background-color",
    "baseline-shift",
    "clip-path",
    "clip-rule",
    "color",
    "color-interpolation",
    "color-interpolation-filters",
    "color-rendering",
    "direction",
    "display",
    "dominant-baseline",
    "fill",
    "fill-opacity",
    "fill-rule",
    "filter",
    "flood-color",
    "flood-opacity",
    "font",
    "font-family",
    "font-kerning",
    "font-optical-sizing",
    "font-size",
    "font-size-adjust",
    "font-stretch",
    "font-style",
    "font-variant",
    "font-variation-settings",
    "font-weight",
    "glyph-orientation-horizontal",
    "glyph-orientation-vertical",
    "image-rendering",
    "isolation",
    "letter-spacing",
    "lighting-color",
    "marker",
    "marker-end",
    "marker-mid",
    "marker-start",
    "mask",
    "mask-type",
    "mix-blend-mode",
    "opacity",
    "overflow",
    "paint-order",
    "shape-rendering",
    "stop-color",
    "stop-opacity",
    "stroke",
    "stroke-dasharray",
    "stroke-dashoffset",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-miterlimit",
    "stroke-opacity",
    "stroke-width",
    "text-anchor",
    "text-decoration",
    "text-overflow",
    "text-rendering",
    "transform",
    "transform-origin",
    "unicode-bidi",
    "vector-effect",
    "visibility",
    "white-space",
    "word-spacing",
    "writing-mode",
];

/// Those that take a colour.
pub(super) const PAINTS: [&str; 6] =
    ["color", "fill", "flood-color", "lighting-color", "stop-color", "stroke"];

/// Whether a property is the place or the size of such an element.
pub(super) fn has_geometry(element: &str, property: &str) -> bool {
    match property {
        "x" | "y" | "width" | "height" => ["rect", "image", "use", "svg"].contains(&element),
        "cx" | "cy" => ["circle", "ellipse"].contains(&element),
        "r" => element == "circle",
        "rx" | "ry" => ["rect", "ellipse"].contains(&element),
        "d" => element == "path",
        _ => false,
    }
}

/// Whether a property is the place or the size of any element.
pub(super) fn is_geometry(property: &str) -> bool {
    ["rect", "circle", "ellipse", "path"].iter().any(|element| has_geometry(element, property))
}
