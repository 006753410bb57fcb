//! The life on this program.

use super::{Life, MAJORITY, PAYMENT, PEOPLE, paid, people};
use coop::state::{Action, Choice, Purpose};
use coop_tests::{CoopSite, UNIT, World, call::Founding, pool_terms, world::SPL_TOKEN};

/// Founding takes a pool that everyone pledges to: its money is what is paid from.
pub fn live() -> Result<Life, String> {
    let mut life = Life::default();
    let mut world = World::seeded(0, SPL_TOKEN);
    let people = people(&mut world);
    let (payee, world) = (&people[PEOPLE], &mut world);
    let founding = Founding::default();
    let site = CoopSite::new(&people[0].wallet(), founding.id, world.mint, SPL_TOKEN);
    let wallets: Vec<_> = people.iter().map(coop_tests::Actor::wallet).collect();

    life.step(world, "create", &people, vec![(0, site.found(&founding))])?;
    for i in 1..PEOPLE {
        let needed = world.coop(&site.coop).vouches_needed() as usize;
        let mut deeds = vec![(i, site.apply(&wallets[i], &wallets[i]))];
        let vouchers = (0..i).rev().take(needed);
        deeds.extend(vouchers.map(|by| (by, site.vouch_for(&wallets[by], &wallets[by], &wallets[i]))));
        let last = deeds.last().expect("somebody vouches").0;
        deeds.push((last, site.admit(&wallets[i])));
        life.step(world, "take in", &people, deeds)?;
    }
    let (terms, pool) = (pool_terms(world.now()), site.pool(0));
    life.step(world, "create", &people, vec![(0, site.open_pool(0, terms.clone()))])?;
    let pledges = (0..PEOPLE).map(|i| (i, pool.make_pledge(&wallets[i], &people[i], 200 * UNIT, 20 * UNIT)));
    life.step(world, "take in", &people, pledges.collect())?;
    world.set_time(terms.deadline + 1);
    life.step(world, "create", &people, vec![(0, pool.settle_pool())])?;
    let claims = (0..PEOPLE).map(|i| (i, pool.claim_shares(&wallets[i])));
    life.step(world, "take in", &people, claims.collect())?;
    world.pass(1);

    let action = Action::Spend { to: payee.wallet(), amount: PAYMENT, purpose: Purpose::Expense };
    life.step(world, "propose", &people, vec![(0, site.propose(&wallets[0], 0, action))])?;
    let votes = (0..MAJORITY).map(|i| (i, site.cast_vote(&wallets[i], 0, Choice::Yes)));
    life.step(world, "vote", &people, votes.collect())?;
    let proposal = world.proposal(&site.proposal(0));
    world.set_time(proposal.ends.get() + proposal.timelock.get() as i64);
    life.step(world, "execute", &people, vec![(0, site.execute_spend(0, &payee.tokens))])?;
    paid(world, payee)?;
    let reclaims = vec![
        (0, site.reclaim_ballots(&wallets[0], 0, 0)),
        (0, site.reclaim_proposal(&wallets[0], &wallets[0], 0, &wallets[0])),
    ];
    life.step(world, "close", &people, reclaims)?;
    Ok(life)
}
