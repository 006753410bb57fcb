#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    fuzzed::math::charter::check(data);
    coop_fuzz::forget();
});
