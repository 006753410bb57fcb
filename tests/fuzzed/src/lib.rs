//! Properties that must hold for any input: the targets of the fuzzers in `fuzz/`, which libFuzzer runs with ever new
//! bytes, and the tests of this crate with the inputs that are committed in `fuzz/corpus`.

pub mod math;
#[cfg(feature = "svm")]
pub mod program;

/// A target: it panics where a property does not hold.
pub type Target = fn(&[u8]);

/// The targets on the arithmetic, by name.
pub const ARITHMETIC: [(&str, Target); 6] = [
    ("books", math::books::check),
    ("bucket", math::bucket::check),
    ("charter", math::charter::check),
    ("fixed", math::fixed::check),
    ("governance", math::governance::check),
    ("pool", math::pool::check),
];
