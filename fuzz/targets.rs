//! The targets of `tests/fuzz/`, for libFuzzer.

#[path = "../tests/fuzz/targets/mod.rs"]
pub mod targets;

/// Makes a target of `tests/fuzz/` one of libFuzzer's.
#[macro_export]
macro_rules! target {
    ($name:ident) => {
        libfuzzer_sys::fuzz_target!(|input: &[u8]| {
            (briefpress_fuzz::targets::$name::TARGET.read)(input);
        });
    };
}
