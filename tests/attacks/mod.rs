//! Attacks that worked against earlier versions of the program, step by step: each fails now, or changes nothing. What
//! follows “Before:” happened under the old rules.

mod again;
mod assets;
mod budget;
mod bystanders;
mod ends;
mod extremes;
mod first_period;
mod flash;
mod instants;
mod leaving;
mod order;
mod pools;
mod prices;
mod promises;
mod terms;
mod ways_in;
mod ways_out;

use crate::{
    Actor, UNIT, World,
    fixtures::{Gathering, donate},
    patronage::seasoned,
};
use coop::state::{Coop, Member};

/// An active co-op of three with 300 each and nothing bonded, after its first period.
fn of_three(world: &mut World) -> Gathering {
    let g = seasoned(world, 3, 300 * UNIT);
    for who in g.coop.everyone() {
        world.edit::<Member>(&g.coop.site.member(&who.wallet()), |m| m.bonded = 0.into());
    }
    g
}

/// What a wallet has: tokens.
fn purse(world: &World, who: &Actor) -> u64 {
    world.balance(&who.tokens)
}

/// Assets wear nothing, so that numbers are round: from the next period on.
fn nothing_wears(world: &mut World, g: &Gathering) {
    world.edit::<Coop>(&g.coop.site.coop, |c| c.charter.depreciation_bps = 0.into());
}

/// A reserve, given by a stranger.
fn give_reserve(world: &mut World, g: &Gathering, amount: u64) {
    donate(world, &g.coop.site.vault, amount);
    world.accepts(g.coop.site.sync_vault(), &[]);
}
