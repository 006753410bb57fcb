#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    fuzzed::math::governance::check(data);
    coop_fuzz::forget();
});
