//! Fuzzing without looking: what the coverage is worth is seen by doing without it.
//!
//! With `COOP_BLIND=N` the first N inputs, those that the search begins with, are kept as if each had reached something new, and
//! after that nothing ever does: libFuzzer changes those N at random.

use std::sync::{
    OnceLock,
    atomic::{AtomicU8, AtomicUsize, Ordering::Relaxed},
};

/// libFuzzer takes what stands in this section for coverage, and clears it before every input.
#[unsafe(link_section = "__libfuzzer_extra_counters")]
static SEEDS: [AtomicU8; 4_096] = [const { AtomicU8::new(0) }; 4_096];

/// How many inputs are kept, if nothing is looked at.
pub fn blind() -> Option<usize> {
    static BLIND: OnceLock<Option<usize>> = OnceLock::new();
    *BLIND.get_or_init(|| std::env::var("COOP_BLIND").ok()?.parse().ok())
}

/// After every input: makes libFuzzer blind, if that is asked for.
pub fn forget() {
    static DONE: AtomicUsize = AtomicUsize::new(0);
    let Some(seeds) = blind() else { return };
    instrumented::clear();
    let at = DONE.fetch_add(1, Relaxed);
    if at < seeds.min(SEEDS.len()) {
        SEEDS[at].store(1, Relaxed);
    }
}

#[cfg(fuzzing)]
mod instrumented {
    unsafe extern "C" {
        static mut __start___sancov_cntrs: u8;
        static mut __stop___sancov_cntrs: u8;
    }

    /// Clears the counters of the instrumentation.
    pub fn clear() {
        // SAFETY: the linker sets both at the ends of one section of counters, which the instrumentation adds to; one
        // thread runs
        unsafe {
            let (start, stop) = (&raw mut __start___sancov_cntrs, &raw mut __stop___sancov_cntrs);
            start.write_bytes(0, stop.offset_from_unsigned(start));
        }
    }
}

/// What is not instrumented has no counters.
#[cfg(not(fuzzing))]
mod instrumented {
    pub fn clear() {}
}
