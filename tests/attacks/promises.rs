//! Attacks 11 and 27: a promise is settled under the terms of the time when it was made. And what answers for it.

use super::of_three;
use crate::{
    DAY, UNIT, World,
    call::Nth,
    fixtures::{
        active, await_execution, close, later_terms, next_of, open_later, pass, pledge, propose,
        settle_everyone, settle_later, take_rate_becomes, trading, vote,
    },
    patronage::provided,
    scenes::amendment,
};
use coop::{
    error::CoopError::*,
    state::{Action, Choice, Member, PoolTerms},
};

/// What a member's use of 300 brings it, if solidarity is raised to 40 % in the open period, and if it leaves over that.
fn patronage(amended: bool, leaves: bool) -> u64 {
    let mut world = World::new();
    let g = of_three(&mut world);
    let (site, who) = (g.coop.site, &g.coop.members[0]);
    let index = pass(&mut world, &g.coop, amendment(|c| (c.solidarity_bps, c.reserve_bps) = (4_000, 5_000)));
    let number = world.coop(&site.coop).period.number.get();
    world.accepts(site.pay_coop(who, Some(site.member(&who.wallet())), 300 * UNIT), &[who]);
    if amended {
        world.accepts(site.execute_amend(index, None), &[]);
        assert_eq!(world.coop(&site.coop).charter.solidarity_bps, 4_000);
    }
    if leaves {
        world.accepts(site.resign(&who.wallet()), &[who]);
    }
    let closed = close(&mut world, &g.coop);
    assert_eq!(number, closed);
    world.accepts(site.settle_patronage(&who.wallet(), number), &[]);
    let member = world.member(&site.member(&who.wallet()));
    member.dividends.get() + member.vintages_total()
}

#[test]
fn the_open_period_closes_at_the_rates_it_began_with() {
    for leaves in [false, true] {
        let before = patronage(false, leaves);
        // 225 less interest. Before: 225 → 30
        assert!((220 * UNIT..=225 * UNIT).contains(&before), "{before}");
        assert_eq!(patronage(true, leaves), before);
    }
}

#[test]
fn nobody_reprices_a_service_for_its_owner_while_it_is_promised() {
    let mut world = World::new();
    let t = trading(&mut world, 3, 200 * UNIT);
    let (site, stranger) = (t.site(), world.actor("stranger", 0));
    let promised = world.service(&site.service(0)).promised_until.get();
    let before = world.service(&site.service(0)).split(world.now());
    // a take rate of 0 is in force once: was, for everybody's services and the whole promise
    take_rate_becomes(&mut world, &site.coop, 0);
    world.refuses(TakeRatePromised, site.reprice_service(0), &[]);
    let posing = site.reprice_service_by(Some(stranger.wallet()), None, 0);
    world.refuses(NotTheServiceOwner, posing, &[&stranger]);
    assert_eq!(world.service(&site.service(0)).split(world.now()), before);
    // its owner may take it, for as long as was promised before and no longer
    world.accepts(site.reprice_service_by(Some(t.owner.wallet()), None, 0), &[&t.owner]);
    let service = world.service(&site.service(0));
    assert_eq!((service.take_rate_bps.get(), service.promised_until.get()), (0, promised));
    // afterwards anyone brings it to the co-op's terms, which begin a period later
    take_rate_becomes(&mut world, &site.coop, 300);
    world.set_time(promised);
    world.accepts(site.reprice_service(0), &[]);
    let service = world.service(&site.service(0));
    assert_eq!(service.split(promised + 30 * DAY - 1).take_rate_bps, 0);
    assert_eq!(service.split(promised + 30 * DAY).take_rate_bps, 300);
}

#[test]
fn stocked_and_lent_services_keep_no_promise_that_was_not_theirs() {
    let mut world = World::new();
    let (g, _) = provided(&mut world, 3, 4_000);
    let (site, own, thief) = (g.coop.site, &g.coop.members[1], &g.coop.members[0]);
    take_rate_becomes(&mut world, &site.coop, 0);
    // another's membership, or another's wallet with the right membership
    let given = |who: &crate::Actor, member| site.reprice_service_by(Some(who.wallet()), Some(member), 0);
    world.refuses(PatronMismatch, given(thief, site.member(&thief.wallet())), &[thief]);
    world.refuses(NotTheServiceOwner, given(thief, site.member(&own.wallet())), &[thief]);
    world.accepts(given(own, site.member(&own.wallet())), &[own]);
}

/// The co-op takes 3 % before and after. Before: in the second in which a pool opened it took nothing, by two ordinary resolutions, and
/// promises were measured by that second: a promise of 1 000 of use was kept by paying oneself, without a fee.
#[test]
fn a_rate_of_a_moment_measures_no_promise_of_use() {
    let mut world = World::new();
    let g = of_three(&mut world);
    let site = g.coop.site;
    let (who, a, b) = (&g.coop.founder, &g.coop.members[0], &g.coop.members[1]);
    let terms = later_terms(&world);
    let opening: Nth = propose(&mut world, &g.coop, Action::OpenPool { terms }).into();
    let mut rates = Vec::new();
    for (proposer, bps) in [(a, 0), (b, 300)] {
        let nth = next_of(&world, &g.coop, proposer);
        let sets = site.propose(&proposer.wallet(), nth, Action::SetTakeRate { bps });
        world.accepts(sets, &[proposer]);
        rates.push(nth);
    }
    for nth in [opening, rates[0], rates[1]] {
        vote(&mut world, &g.coop, nth, Choice::Yes);
    }
    await_execution(&mut world, &g.coop, opening);
    assert_eq!(world.coop(&site.coop).charter.take_rate_bps, 300);
    let opens = site.execute_open_pool(&who.wallet(), opening, 1);
    let flash = [site.execute_set_take_rate(rates[0]), opens, site.execute_set_take_rate(rates[1])];
    world.send(&flash, &[&who.key]).expect("the rate is another for a moment");
    // and it is measured by the one with which the period began
    assert_eq!(world.pool(&site.pool(1).pool).take_rate_bps, 300);
}

/// A promise to the founding pool is over and was not kept, and capital of a later pool rests. Its owner withdraws what neither binds, and settles
/// the promise afterwards. Before: the bond hid behind the other pool's capital, which answered for it: that had left before its time.
#[test]
fn what_answers_for_a_promise_that_is_over_is_not_what_rests_of_another_pool() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let (site, who) = (g.coop.site, &g.coop.founder);
    let terms =
        PoolTerms { min_raise: 100 * UNIT, min_members: 1, stay: 300 * DAY as u32, ..later_terms(&world) };
    open_later(&mut world, &g.coop, &terms);
    pledge(&mut world, &site.pool(1), who, 100 * UNIT, 0);
    let (wallet, address) = (who.wallet(), site.member(&who.wallet()));
    world.set_time(terms.deadline + 1);
    settle_later(&mut world, &g.coop, &site.pool(1));
    world.accepts(site.pool(1).claim_shares(&wallet), &[]);
    close(&mut world, &g.coop);
    settle_everyone(&mut world, &g.coop);
    let member = world.member(&address);
    let (now, bond) = (world.now(), member.bonded.get());
    assert_eq!((member.shares.get(), bond, member.resting_at(now)), (300 * UNIT, 20 * UNIT, 100 * UNIT));
    assert!(member.promise_ends <= now && member.turnover == 0);
    // whoever settles it first, as much can be withdrawn
    let settles = site.settle_use(&wallet);
    world.refuses(MoreThanWithdrawable, site.withdraw_shares(&wallet, 180 * UNIT + 1, 0), &[who]);
    let saved = world.save();
    world.accepts(settles.clone(), &[]);
    world.refuses(MoreThanWithdrawable, site.withdraw_shares(&wallet, 180 * UNIT + 1, 0), &[who]);
    world.restore(&saved);
    world.accepts(site.withdraw_shares(&wallet, 180 * UNIT, 0), &[who]);
    world.accepts(settles, &[]);
    let member = world.member(&address);
    assert_eq!((member.shares.get(), member.resting_at(now)), (100 * UNIT, 100 * UNIT));
    // it is over from the second in which it ends; before that, the larger of the two binds
    for (ends, most) in [(now, 180), (now + 1, 200)] {
        world.restore(&saved);
        world.edit::<Member>(&address, |m| m.promise_ends = ends.into());
        world.refuses(MoreThanWithdrawable, site.withdraw_shares(&wallet, most * UNIT + 1, 0), &[who]);
        world.accepts(site.withdraw_shares(&wallet, most * UNIT, 0), &[who]);
    }
    // and as much is asked back by leaving
    world.restore(&saved);
    world.accepts(site.resign_asking(&wallet), &[who]);
    assert_eq!(world.member(&address).asked.get(), 180 * UNIT);
}
