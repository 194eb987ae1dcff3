//! Why an image or font is not used.

/// Why an image or font is not used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssetRefusal {
    /// Whether it is too much, rather than broken.
    pub over: bool,
    /// What is wrong with it, to stand after its name.
    pub what: String,
    /// What to do.
    pub help: String,
}

impl AssetRefusal {
    pub(super) fn over(what: String, help: String) -> Self {
        Self { over: true, what, help }
    }

    /// For what no edition can hold.
    pub(super) fn unfit(what: String, help: String) -> Self {
        Self { over: false, what, help }
    }

    pub(super) fn broken(what: String) -> Self {
        Self { over: false, what, help: "save it again with the program that made it".into() }
    }
}
