#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    fuzzed::math::fixed::check(data);
    coop_fuzz::forget();
});
