//! Heirs that are at their end themselves, one after the other; and parts that no order of draws changes.

use crate::{
    DAY, UNIT, World,
    fixtures::{Founded, active, dissolving},
    mints,
};
use anchor_lang::{Discriminator, prelude::Address};
use coop::{
    error::CoopError::*,
    state::{Coop, Tombstone},
};

/// What is left of a co-op that was closed: its tombstone, which says who inherits.
fn bury(world: &mut World, coop: &Founded, heir: &Address) {
    let data = [Tombstone::DISCRIMINATOR, heir.as_ref()].concat();
    world.put(coop.site.coop, mints::owned(&coop::ID, data));
}

fn ends(world: &mut World, coop: &Founded, successor: Address) {
    let now = world.now();
    world.edit::<Coop>(&coop.site.coop, |c| (c.dissolving_at, c.successor) = (now.into(), successor));
}

fn inherits(world: &mut World, coop: &Founded, heir: &Founded) {
    world.edit::<Coop>(&coop.site.coop, |c| (c.heir, c.successor) = (heir.site.coop, heir.site.coop));
}

#[test]
fn three_generations_of_heirs_follow_one_another_to_the_one_that_lives() {
    let mut world = World::new();
    let (small, large) = dissolving(&mut world);
    let (dead, dying) = (active(&mut world, 3, 200 * UNIT).coop, active(&mut world, 3, 200 * UNIT).coop);
    inherits(&mut world, &small, &dead);
    bury(&mut world, &dead, &dying.site.coop);
    ends(&mut world, &dying, large.site.coop);
    let site = small.site;
    let [dead, dying, heir] = [&dead, &dying, &large].map(|coop| coop.site.coop);
    let step = |to: Address| site.finish_dissolution(Some(to), None);
    // nobody chooses: each step is the next in line
    world.refuses(NotTheSuccessor, step(dying), &[]);
    world.refuses(NotTheSuccessor, step(heir), &[]);
    world.accepts(step(dead), &[]);
    world.refuses(NotTheSuccessor, step(dead), &[]);
    world.accepts(step(dying), &[]);
    assert_eq!((world.coop(&site.coop).successor, world.coop(&site.coop).heirs_gone), (heir, 2));
    // the line is known from the first day on; money moves when what is left is known
    let pays = site.finish_dissolution(Some(heir), Some(heir));
    world.refuses(TooEarlyToFinish, pays.clone(), &[]);
    world.pass(180 * DAY);
    let (left, had) = (world.coop(&site.coop), world.coop(&heir).books.reserve.get());
    let left = left.books.reserve.get() + left.books.solidarity.get();
    world.accepts(pays, &[]);
    assert!(left > 0);
    assert_eq!(world.coop(&heir).books.reserve.get() - had, left);
}

#[test]
fn heirs_that_name_each_other_end_and_then_it_is_burned() {
    let mut world = World::new();
    let (small, _) = dissolving(&mut world);
    let (a, b) = (active(&mut world, 3, 200 * UNIT).coop, active(&mut world, 3, 200 * UNIT).coop);
    let site = small.site;
    inherits(&mut world, &small, &a);
    ends(&mut world, &a, b.site.coop);
    ends(&mut world, &b, a.site.coop);
    for nth in 0..8 {
        let next = world.coop(&site.coop).successor;
        assert_eq!(next, if nth % 2 == 0 { a.site.coop } else { b.site.coop });
        world.pass(1);
        world.accepts(site.finish_dissolution(Some(next), None), &[]);
    }
    assert_eq!(world.coop(&site.coop).successor, Address::default());
    world.pass(180 * DAY);
    // the mint of these worlds has a supply that was never counted: what is burned must be covered
    world.patch(&site.mint, 36, &u64::MAX.to_le_bytes());
    world.accepts(site.finish_dissolution(None, None), &[]);
    assert_eq!(world.coop(&site.coop).books.reserve, 0);
}

#[test]
fn a_line_that_comes_back_to_its_beginning_ends_there() {
    let mut world = World::new();
    let (small, _) = dissolving(&mut world);
    let heir = active(&mut world, 3, 200 * UNIT).coop;
    inherits(&mut world, &small, &heir);
    ends(&mut world, &heir, small.site.coop);
    world.accepts(small.site.finish_dissolution(Some(heir.site.coop), None), &[]);
    assert_eq!(world.coop(&small.site.coop).successor, Address::default());
}

/// The eighth heir is the last that is asked: neither its own heir nor its federation comes after it. A line that is full takes in
/// nobody.
#[test]
fn an_heir_passes_on_to_its_heir_and_its_federation_unless_it_is_the_eighth_or_the_line_is_full() {
    let mut world = World::new();
    let (small, large) = dissolving(&mut world);
    let site = small.site;
    let [of_the_heir, waits, own] = [1, 2, 3].map(|_| active(&mut world, 3, 200 * UNIT).coop.site.coop);
    let nobody = Address::default();
    world.edit::<Coop>(&large.site.coop, |c| {
        (c.federations_left, c.federations[0]) = (1, of_the_heir);
    });
    let steps = site.finish_dissolution(Some(large.site.coop), None);
    for (heir, gone, left, next, then) in [
        (nobody, 0, 0, of_the_heir, 0),
        (nobody, 0, 1, of_the_heir, 1),
        (nobody, 6, 1, of_the_heir, 1),
        (own, 6, 1, own, 2),
        (nobody, 7, 1, waits, 0),
        (own, 7, 1, waits, 0),
        (own, 7, 0, nobody, 0),
        (nobody, 0, 7, of_the_heir, 7),
        (nobody, 0, 8, waits, 7),
        (own, 0, 8, own, 8),
    ] {
        let saved = world.save();
        ends(&mut world, &large, heir);
        world.edit::<Coop>(&site.coop, |c| {
            (c.heirs_gone, c.federations_left, c.federations) = (gone, left, [waits; 8]);
        });
        world.accepts(steps.clone(), &[]);
        let coop = world.coop(&site.coop);
        assert_eq!((coop.successor, coop.federations_left), (next, then), "{gone} gone, {left} left");
        world.restore(&saved);
    }
}

#[test]
fn a_co_op_without_a_federation_has_nobody_in_line_after_its_heir() {
    let mut world = World::new();
    let (small, large) = dissolving(&mut world);
    let coop = world.coop(&small.site.coop);
    assert_eq!((coop.federation, coop.successor), (Address::default(), large.site.coop));
    assert_eq!(coop.federations_left, 0);
}
