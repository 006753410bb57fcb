#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    fuzzed::math::pool::check(data);
    coop_fuzz::forget();
});
