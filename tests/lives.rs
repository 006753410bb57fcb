//! Runs the lives of `coop_tests::lives` in `LiteSVM` and prints them, for comparison with another runtime.

use coop_tests::{World, lives};

fn main() {
    for line in lives::trace(&mut World::new()) {
        println!("{line}");
    }
}
