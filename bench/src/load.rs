//! The load test: co-ops of 10, of 1 000 and of 100 000 members, every one of them taken in through the program.

use crate::{
    growth::{self, ACTS},
    measure::Spread,
};
use std::{fmt::Write, time::Instant};

const SIZES: [usize; 3] = [10, 1_000, 100_000];

/// Lives through all three, prints what is done a second, and tells what each act cost at each size.
pub fn measure() -> String {
    let lives = SIZES.map(|size| {
        let began = Instant::now();
        let (samples, sent) = growth::life(size);
        let seconds = began.elapsed().as_secs_f64();
        println!(
            "{size:>7} members: {sent} instructions in {seconds:.1} s, {:.0} a second",
            sent as f64 / seconds
        );
        samples
    });
    println!("\n{:20}{:>10}{:>10}{:>10}   (p50 compute units)", "members", SIZES[0], SIZES[1], SIZES[2]);
    let mut json = String::from("{\n  \"members\": [10, 1000, 100000],\n  \"p50\": {\n");
    for (i, act) in ACTS.iter().enumerate() {
        let [few, some, many] = [0, 1, 2].map(|size: usize| Spread::of(lives[size][act].clone()).p50);
        println!("{act:20}{few:>10}{some:>10}{many:>10}");
        let comma = if i + 1 < ACTS.len() { "," } else { "" };
        writeln!(json, "    \"{act}\": [{few}, {some}, {many}]{comma}").expect("a string grows");
    }
    json.push_str("  }\n}\n");
    json
}
