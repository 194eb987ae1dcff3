use super::*;
use crate::limits::SETTABLE;

fn svg(inner: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" \
         width=\"9\" height=\"9\">{inner}</svg>"
    )
}

fn limits(elements: u32) -> Limits {
    assert!(SETTABLE.contains(&ELEMENTS));
    let mut limits = Limits::default();
    limits.set(ELEMENTS.key, elements);
    limits
}

#[track_caller]
fn refusal(text: &str, limits: &Limits) -> AssetRefusal {
    judge(text.as_bytes(), limits).unwrap_err()
}

#[test]
fn elements_are_counted_to_the_last() {
    assert_eq!(judge(svg(&"<rect/>".repeat(1_999)).as_bytes(), &limits(2_000)), Ok(0));
    let more = refusal(&svg(&"<rect/>".repeat(2_000)), &limits(2_000));
    assert!(more.over && more.what.contains("more than 2,000 elements"), "{more:?}");
    assert!(more.help.contains("`svg_elements` below `[limits]`"), "{more:?}");
    // Nor are more of them read than that.
    let more = refusal(&svg(&"<rect/>".repeat(100_000)), &limits(2_000));
    assert!(more.what.contains("more than 2,000 elements"), "{more:?}");
}

#[test]
fn what_is_repeated_counts_each_time() {
    let levels = |repeat: &dyn Fn(usize) -> String| -> String {
        let mut inner = "<g id=\"a0\"><rect/></g>".to_string();
        for level in 1..=9 {
            inner.push_str(&repeat(level));
        }
        svg(&inner)
    };
    let used = levels(&|level| {
        format!(
            "<g id=\"a{level}\">{}</g>",
            format!("<use xlink:href=\"#a{}\"/>", level - 1).repeat(10)
        )
    });
    let cells = levels(&|level| {
        let cell = format!("<rect fill=\"url(#a{})\"/>", level - 1).repeat(10);
        format!("<pattern id=\"a{level}\">{cell}</pattern>")
    });
    let masks = levels(&|level| {
        let masked = format!("<rect style=\"mask: url('#a{}')\"/>", level - 1).repeat(10);
        format!("<mask id=\"a{level}\">{masked}</mask>")
    });
    for laughs in [used, cells, masks] {
        let refused = refusal(&laughs, &Limits::default());
        assert!(refused.what.contains("elements, counting each time"), "{refused:?}");
    }
    // A thousand uses of one thing are a thousand things, and of a gradient none.
    let symbols = format!("<g id=\"a\"><rect/></g>{}", "<use href=\"#a\"/>".repeat(600));
    assert!(judge(svg(&symbols).as_bytes(), &limits(1_803)).is_ok());
    assert!(judge(svg(&symbols).as_bytes(), &limits(1_802)).is_err());
    let gradients = format!(
        "<linearGradient id=\"a\">{}</linearGradient>{}",
        "<stop/>".repeat(300),
        "<rect fill=\"url(#a)\"/>".repeat(600)
    );
    assert!(judge(svg(&gradients).as_bytes(), &limits(1_000)).is_ok());
}

#[test]
fn a_marker_stands_at_every_point() {
    let marked = |points: usize| {
        let line = "1.5.5 ".repeat(points);
        svg(&format!(
            "<marker id=\"m\"><path/></marker><polyline points=\"{line}\" marker-mid=\"url(#m)\"/>"
        ))
    };
    assert!(judge(marked(400).as_bytes(), &limits(1_000)).is_ok());
    assert!(judge(marked(600).as_bytes(), &limits(1_000)).is_err());
    // An exponent counts too.
    assert_eq!(numbers("M1.5.5-3,4e5"), 5);
}

#[test]
fn what_refers_to_itself_ends() {
    for inner in [
        "<g id=\"a\"><use href=\"#a\"/></g>",
        "<g id=\"a\"><use href=\"#b\"/></g><g id=\"b\"><use href=\"#a\"/></g>",
        "<use id=\"a\" href=\"#a\"/>",
    ] {
        assert_eq!(judge(svg(inner).as_bytes(), &Limits::default()), Ok(0));
    }
    // A chain of uses is longer than a stack.
    let chain: String =
        (1..30_000).map(|n| format!("<g id=\"a{n}\"><use href=\"#a{}\"/></g>", n - 1)).collect();
    let refused = refusal(&svg(&chain), &Limits::default());
    assert!(refused.what.contains("elements"), "{refused:?}");
}

#[test]
fn depth_is_counted_to_the_last_level() {
    let deep = |levels: usize| svg(&format!("{}{}", "<g>".repeat(levels), "</g>".repeat(levels)));
    assert_eq!(judge(deep(SVG_DEPTH - 1).as_bytes(), &Limits::default()), Ok(0));
    let refused = refusal(&deep(SVG_DEPTH), &Limits::default());
    assert!(refused.what.contains("257 deep in each other; 256 levels"), "{refused:?}");
    let refused = refusal(&deep(50_000), &Limits::default());
    assert!(refused.what.contains("50001 deep"), "{refused:?}");
}

#[test]
fn attributes_and_entities_are_counted() {
    let tag = |many: usize| {
        let attributes: String = (0..many).map(|n| format!(" a{n}=\"\"")).collect();
        svg(&format!("<rect{attributes}/>"))
    };
    assert_eq!(judge(tag(SVG_ATTRIBUTES).as_bytes(), &Limits::default()), Ok(0));
    let refused = refusal(&tag(SVG_ATTRIBUTES + 1), &Limits::default());
    assert!(refused.what.contains("more than 1,000 attributes"), "{refused:?}");
    // As Illustrator writes them.
    let named = format!(
        "<!DOCTYPE svg [<!ENTITY ns \"http://ns.example.org/\">]>{}",
        svg("<g a=\"&ns;\"/>")
    );
    assert_eq!(judge(named.as_bytes(), &Limits::default()), Ok(0));
    let long = "x".repeat(1000);
    let bomb = format!(
        "<!DOCTYPE svg [<!ENTITY a \"{long}\">]>{}",
        svg(&format!("<text>{}</text>", "&a;".repeat(2000)))
    );
    let refused = refusal(&bomb, &Limits::default());
    assert!(refused.what.contains("entities that expand to more than 1 MB"), "{refused:?}");
}

#[test]
fn a_packed_svg_is_unpacked_within_limits() {
    let packed = |text: &[u8]| {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        std::io::Write::write_all(&mut packed, text).unwrap();
        packed.finish().unwrap()
    };
    assert_eq!(judge(&packed(svg("<g/>").as_bytes()), &Limits::default()), Ok(0));
    let spaces = vec![b' '; UNPACKED as usize + 1];
    let refused = judge(&packed(&spaces), &Limits::default()).unwrap_err();
    assert!(refused.what.contains("unpacks to more than 32 MB"), "{refused:?}");
}

#[test]
fn images_as_data_are_judged() {
    let image = |url: &str| svg(&format!("<image xlink:href=\"{url}\"/>"));
    let gif = |size: &str| {
        let picture = "%00%00%00%2c%00%00%00%00%01%00%01%00%00%02%02%4c%01%00%3b";
        image(&format!("data:image/gif,GIF89a{size}{size}{picture}"))
    };
    let bomb = gif("%60%ea");
    let refused = refusal(&bomb, &Limits::default());
    assert!(refused.what.contains("60,000 × 60,000 pixels"), "{refused:?}");
    let coded = image("data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAACAkwBADs=");
    for one in [&coded, &gif("%01%00")] {
        assert_eq!(judge(one.as_bytes(), &Limits::default()), Ok(1));
    }
    let mut inner = bomb;
    for _ in 0..SVG_IN_SVG {
        let coded: String = inner.bytes().map(|byte| format!("%{byte:02x}")).collect();
        inner = image(&format!("data:image/svg+xml,{coded}"));
    }
    assert!(refusal(&inner, &Limits::default()).what.contains("60,000"));
    let coded: String = inner.bytes().map(|byte| format!("%{byte:02x}")).collect();
    let deeper = image(&format!("data:image/svg+xml,{coded}"));
    assert!(refusal(&deeper, &Limits::default()).what.contains("SVGs in each other"));
}

#[test]
fn what_cannot_be_read_is_broken_and_not_too_much() {
    for text in ["<svg><g></svg>", "<svg", ""] {
        assert!(!refusal(text, &Limits::default()).over, "{text}");
    }
}
