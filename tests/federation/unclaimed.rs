//! Shares of a pool that nobody claimed before the end.

use crate::{
    Actor, UNIT, World,
    fixtures::{
        clear, close, close_overdue, dissolve, inheriting, later_terms, long_without_electors, open_later,
        pledge, pledged, settle_everyone, settle_later,
    },
};
use coop::state::{Coop, Standing};

/// When somebody claims: at once, after some closes, in the end before its claim is drawn, or after.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd)]
enum Claims {
    AtOnce,
    BeforeTheEnd,
    ThenDraws,
    AfterADraw,
}

/// The founding pool was oversubscribed, and one has left before its settlement: all of them get the same, and the co-op counts
/// the same, whenever the others' shares are claimed.
#[test]
fn founding_shares_count_the_same_whether_they_are_claimed_before_the_end_or_in_it() {
    let result = |claims: Claims, closes: usize, pioneers: bool| {
        let mut world = World::new();
        let g = pledged(&mut world, 4, 250 * UNIT);
        let (site, people) = (g.coop.site, g.coop.everyone().collect::<Vec<_>>());
        pledge(&mut world, &g.site, people[0], 25 * UNIT, 0);
        let leave = site.resign_with(&people[3].wallet(), None, Some(0), false, false);
        world.accepts(leave, &[people[3]]);
        world.set_time(world.pool(&g.site.pool).terms.deadline.get() + 1);
        world.accepts(g.site.settle_pool(), &[]);
        let claim = |world: &mut World, who: &Actor| world.accepts(g.site.claim_shares(&who.wallet()), &[]);
        if pioneers {
            // they are paid from the first close on
            world.edit::<Coop>(&site.coop, |c| c.charter.pioneer_start = 0.into());
        }
        let claim_all = |world: &mut World| people.iter().for_each(|who| drop(claim(world, who)));
        if claims == Claims::AtOnce {
            claim_all(&mut world);
        }
        for _ in 0..closes {
            let member = site.member(&people[0].wallet());
            world.accepts(site.pay_coop(people[0], Some(member), 100 * UNIT), &[people[0]]);
            close(&mut world, &g.coop);
            settle_everyone(&mut world, &g.coop);
        }
        if claims == Claims::BeforeTheEnd {
            claim_all(&mut world);
        }
        assert_eq!(world.coop(&site.coop).pioneer_per_unit.get() > 0, pioneers);
        long_without_electors(&mut world, &site);
        let number = world.coop(&site.coop).period.number.get();
        world.accepts(site.dissolve(&people[0].wallet(), None::<u32>, None, number), &[people[0]]);
        settle_everyone(&mut world, &g.coop);
        assert_eq!(world.coop(&site.coop).electors, 3);
        for (i, who) in people.iter().enumerate() {
            let member = site.member(&who.wallet());
            let draw = site.draw_capital(&who.wallet(), &who.tokens);
            if claims == Claims::AfterADraw && i < 3 {
                world.accepts(draw.clone(), &[]);
            }
            if claims >= Claims::ThenDraws {
                claim(&mut world, who);
                let m = world.member(&member);
                // nothing is a share any more, binds or rests
                assert_eq!(
                    (m.shares.get(), m.bonded.get(), m.promise_ends.get(), m.rests_until.get()),
                    (0, 0, 0, 0)
                );
                assert_eq!(world.coop(&site.coop).electors, 3 - (i + 1).min(3) as u32, "{claims:?}");
            }
            world.pass(1);
            world.accepts(draw, &[]);
            world.accepts(site.claim_dividends(&who.wallet(), &who.tokens), &[who]);
            assert!(world.member(&member).is(Standing::Left));
        }
        let (c, b) = (world.coop(&site.coop), world.coop(&site.coop).books);
        assert_eq!((c.electors.get(), c.members.get(), c.shares_unclaimed.get()), (0, 0, 0));
        let counts = [c.founding_shares, c.period.shares_earning, c.claims, c.claims_paid];
        let money = [
            b.fund,
            b.dividends,
            b.shares_total,
            b.retained_total,
            b.shares_in_transit,
            b.interest,
            b.pioneers,
        ];
        let held = people.iter().map(|who| world.balance(&who.tokens)).collect::<Vec<_>>();
        (counts.map(|n| n.get()), money.map(|n| n.get()), held)
    };
    // in the period of the settlement, and two closes later, which pay pioneers or not
    for (closes, pioneers) in [(0, false), (2, false), (2, true)] {
        let early = result(Claims::AtOnce, closes, pioneers);
        assert!(early.0[2] > 999 * UNIT && early.1[4] == 0, "{early:?}");
        // without a close, a claim before the end is one at once
        let late = [Claims::BeforeTheEnd, Claims::ThenDraws, Claims::AfterADraw];
        for claims in late.into_iter().skip((closes == 0) as usize) {
            let late = result(claims, closes, pioneers);
            assert_eq!((late.0, late.1), (early.0, early.1), "{claims:?}");
            // returns are rounded down once, and not at each of the closes
            let rounded = |(late, early): (&u64, &u64)| late - early <= u64::from(pioneers);
            assert!(late.2.iter().zip(&early.2).all(rounded), "{claims:?}: {late:?}, not {early:?}");
        }
    }
}

/// What was promised to an earlier pool still stands after the claim of a later one that took no promise.
#[test]
fn a_claim_in_the_end_leaves_the_promise_to_an_earlier_pool() {
    let mut world = World::new();
    let (small, large) = inheriting(&mut world);
    let (site, pool) = (small.site, small.site.pool(1));
    settle_everyone(&mut world, &small);
    let terms = later_terms(&world);
    let index = open_later(&mut world, &small, &terms);
    clear(&mut world, &small, index);
    for who in small.everyone() {
        pledge(&mut world, &pool, who, 200 * UNIT, 0);
    }
    world.set_time(terms.deadline + 1);
    settle_later(&mut world, &small, &pool);
    let stands = |world: &World| {
        let m = world.member(&site.member(&small.founder.wallet()));
        let founding = world.coop(&site.coop).founding_shares.get();
        (m.promised.get(), m.bonded.get(), m.promise_ends.get(), founding)
    };
    let before = stands(&world);
    assert!(before.0 > 0 && before.1 > 0);
    dissolve(&mut world, &small, large.site.coop);
    close_overdue(&mut world, &small);
    world.accepts(pool.claim_shares(&small.founder.wallet()), &[]);
    assert_eq!(stands(&world), before);
}
