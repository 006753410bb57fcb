//! Demos of whole co-ops, step by step on a real SVM: drivers, bakers and buyers of a shop; a federation; a pool that
//! fails. After every step the books of every co-op are checked: a difference of one unit stops the demo with an error.

mod attacks;
mod bakery;
mod books;
mod drivers;
mod ending;
mod life;
mod shop;
mod told;

use told::{Story, grouped};

fn main() {
    let mut story = Story::new();
    story.say("Amounts are tokens of one mint with six decimals. CU are compute units.");
    drivers::tell(&mut story);
    let federation = bakery::federation(&mut story);
    let bakery = bakery::live(&mut story, &federation);
    ending::dissolve(&mut story, &bakery, &federation);
    shop::live(&mut story);
    ending::failed_pool(&mut story);
    println!(
        "\nAll lives are told. The books balanced after each of {} transactions; {} others were refused. {} compute units.",
        story.steps,
        story.refusals,
        grouped(story.units)
    );
}
