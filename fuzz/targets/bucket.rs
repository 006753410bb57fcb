#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    fuzzed::math::bucket::check(data);
    coop_fuzz::forget();
});
