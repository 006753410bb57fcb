#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    fuzzed::math::books::check(data);
    coop_fuzz::forget();
});
