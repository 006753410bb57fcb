//! What rests of a member's capital: it can neither be withdrawn nor, once it left, be asked back.

use crate::{
    DAY, UNIT, World,
    fixtures::{gather, settled},
    patronage::seasoned,
};
use anchor_lang::prelude::Address;
use coop::{
    error::CoopError::*,
    state::{Coop, Member, RESTS},
};

/// Capital of pools, in units: so much, resting until so many seconds from now, and whether it is new in the open period.
type Rest = (u64, i64, bool);

/// A member with 300 units of shares of which these rest, and so many were claimed in the open period: how many can be withdrawn.
/// The member share of 100 stays in any case, and may be among them.
fn withdrawable(rests: [Rest; 2], claimed_new: u64) -> u64 {
    let mut world = World::new();
    let g = seasoned(&mut world, 3, 300 * UNIT);
    let (site, who) = (g.coop.site, &g.coop.founder);
    let address = site.member(&who.wallet());
    let now = world.now();
    let period = world.coop(&site.coop).period.number;
    world.edit::<Coop>(&site.coop, |c| c.period.unsettled += 1);
    world.edit::<Member>(&address, |m| {
        m.unsettled_period = period;
        let open = period.get() + 1;
        m.shares_new = (claimed_new * UNIT).into();
        m.claimed_new = m.shares_new;
        m.bonded = 0.into();
        for (place, (capital, waits, new)) in m.rests.iter_mut().zip(rests) {
            let new_in = if new { open } else { open - 1 };
            (place.capital, place.until, place.new_in) =
                ((capital * UNIT).into(), (now + waits).into(), new_in.into());
        }
        m.rests_until = (now + rests[0].1.max(rests[1].1)).into();
    });
    let withdraw = |n: u64| site.withdraw_shares(&who.wallet(), n * UNIT, 0);
    let saved = world.save();
    let most = (0..=200).rev().step_by(10).find(|n| {
        world.restore(&saved);
        match world.attempt(withdraw(*n), &[who]) {
            Ok(_) => true,
            Err(refusal) => {
                assert!(refusal.is(MoreThanWithdrawable), "{refusal:?}");
                false
            }
        }
    });
    most.unwrap_or(0)
}

#[test]
fn capital_rests_until_its_second_and_what_is_new_until_it_earns() {
    let over = |waits: i64| withdrawable([(130, waits, false), (110, -5, true)], 110);
    assert_eq!([1, 0, -1].map(over), [60, 190, 190]);
    // a place may be another's by now: what was claimed in the period rests all the same
    assert_eq!(withdrawable([(130, 1, false), (110, -5, true)], 150), 20);
    assert_eq!(withdrawable([(130, 1, false), (110, -5, true)], 10), 60);
    assert_eq!(withdrawable([(130, 1, false), (110, 5, true)], 10), 60);
    // nothing is new any more
    assert_eq!(withdrawable([(130, 1, false), (110, -5, true)], 0), 170);
    assert_eq!(withdrawable([(130, 0, false), (110, 1, false)], 0), 190);
}

/// Sets all places for resting capital of a membership, so many seconds from now.
fn rests(world: &mut World, member: &Address, waits: [i64; RESTS]) {
    let now = world.now();
    world.edit::<Member>(member, |m| {
        for (place, waits) in m.rests.iter_mut().zip(waits) {
            (place.capital, place.until) = (1.into(), (now + waits).into());
        }
        m.rests_until = (now + waits.into_iter().max().expect("a place")).into();
    });
}

/// What rests until now is free now, for a pledge and for what a claim brings.
#[test]
fn a_place_for_resting_capital_is_free_from_its_second_on() {
    let mut world = World::new();
    let g = gather(&mut world, 3);
    let who = &g.coop.founder;
    let member = g.coop.site.member(&who.wallet());
    let pledges = g.site.make_pledge(&who.wallet(), who, 100 * UNIT, 0);
    let saved = world.save();
    rests(&mut world, &member, [1; RESTS]);
    world.refuses(TooMuchRests, pledges.clone(), &[who]);
    let mut one_is_free = [1; RESTS];
    one_is_free[2] = 0;
    rests(&mut world, &member, one_is_free);
    world.accepts(pledges, &[who]);
    world.restore(&saved);

    let mut world = World::new();
    let g = settled(&mut world, 3, 200 * UNIT);
    let wallet = g.coop.founder.wallet();
    let member = g.coop.site.member(&wallet);
    let claims = g.site.claim_shares(&wallet);
    rests(&mut world, &member, [1; RESTS]);
    world.refuses(TooMuchRests, claims.clone(), &[]);
    rests(&mut world, &member, one_is_free);
    world.accepts(claims, &[]);
    let m = world.member(&member);
    assert_eq!((m.rests[2].capital, m.rests[2].until), ((200 * UNIT).into(), m.rests_until));
}

#[test]
fn what_rests_longer_keeps_resting_after_a_claim() {
    let mut world = World::new();
    let g = settled(&mut world, 3, 200 * UNIT);
    let wallet = g.coop.founder.wallet();
    let member = g.coop.site.member(&wallet);
    let mut waits = [0; RESTS];
    waits[1] = 1_000 * DAY;
    rests(&mut world, &member, waits);
    world.accepts(g.site.claim_shares(&wallet), &[]);
    let m = world.member(&member);
    assert_eq!(m.rests_until, world.now() + 1_000 * DAY);
    assert_eq!(m.rests[0].until, world.pool(&g.site.pool).stays_until());
}
