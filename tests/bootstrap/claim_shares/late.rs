//! Claims of a later pool, long after it was settled.

use crate::{
    UNIT, World,
    fixtures::{
        active, close, close_overdue, donate, open_to_all, pledge, pledged, settle_everyone, settle_later,
        vouch,
    },
};
use coop::state::{Coop, Member, Standing};

#[test]
fn shares_of_a_later_pool_earn_the_same_whenever_they_are_claimed() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let (site, pool) = (g.coop.site, g.coop.site.pool(1));
    let [at_once, late] = [&g.coop.members[0], &g.coop.members[1]];
    let earn_and_close = |world: &mut World| {
        close_overdue(world, &g.coop);
        world.accepts(site.book_income(&g.coop.founder, 20 * UNIT), &[&g.coop.founder]);
        close(world, &g.coop);
        settle_everyone(world, &g.coop);
    };
    // so many that the places of the first periods are used anew
    for _ in 0..4 {
        earn_and_close(&mut world);
    }
    let (terms, _) = open_to_all(&mut world, &g.coop);
    for who in [at_once, late] {
        pledge(&mut world, &pool, who, 50 * UNIT, 0);
    }
    world.set_time(terms.deadline + 1);
    settle_later(&mut world, &g.coop, &pool);
    let settled_in = world.pool(&pool.pool).settled_in.get();
    assert!(settled_in > 4 && world.coop(&site.coop).interest_per_share.get() > 0);
    world.accepts(pool.claim_shares(&at_once.wallet()), &[]);
    for _ in 0..3 {
        earn_and_close(&mut world);
    }
    world.accepts(pool.claim_shares(&late.wallet()), &[]);
    let paid = [at_once, late].map(|who| {
        let held = world.balance(&who.tokens);
        world.accepts(site.claim_dividends(&who.wallet(), &who.tokens), &[who]);
        world.balance(&who.tokens) - held
    });
    assert!(paid[0] > 1_000 && paid[0].abs_diff(paid[1]) <= 1, "{paid:?}");
    assert_eq!(world.coop(&site.coop).shares_unclaimed, 0);
}

/// Pledges one unit too much to a pool, which becomes no share, and claims nothing: whether it leaves the pool first makes no
/// difference. It would wait for a settlement that is never due, and its period's account for it.
fn claims_nothing(leaves: bool) -> Member {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let (site, pool, who) = (g.coop.site, g.coop.site.pool(1), &g.coop.members[1]);
    let (terms, _) = open_to_all(&mut world, &g.coop);
    for (who, amount) in [(&g.coop.members[0], 500 * UNIT), (&g.coop.founder, 500 * UNIT), (who, 1)] {
        pledge(&mut world, &pool, who, amount, 0);
    }
    world.set_time(terms.deadline + 1);
    close_overdue(&mut world, &g.coop);
    if leaves {
        world.accepts(site.resign_with(&who.wallet(), None, Some(1), false, false), &[who]);
    }
    settle_later(&mut world, &g.coop, &pool);
    let unsettled = |world: &World| world.coop(&site.coop).period.unsettled;
    let before = unsettled(&world);
    world.accepts(pool.claim_shares(&who.wallet()), &[]);
    assert_eq!(unsettled(&world), before);
    world.member(&site.member(&who.wallet()))
}

#[test]
fn who_left_and_whose_pledge_became_no_share_has_no_business_of_the_period() {
    assert_eq!(claims_nothing(true).matured, 200 * UNIT);
}

#[test]
fn a_member_whose_pledge_became_no_share_has_no_business_of_the_period() {
    assert!(!claims_nothing(false).is_unsettled());
}

/// Its pledge counts no more, so what it brings is capital that can be asked back, as of anyone who left.
#[test]
fn whoever_left_the_pool_and_is_a_member_again_holds_no_shares_by_it() {
    let mut world = World::new();
    let g = active(&mut world, 6, 150 * UNIT);
    let (site, pool, who) = (g.coop.site, g.coop.site.pool(1), &g.coop.members[2]);
    let (wallet, member) = (who.wallet(), site.member(&who.wallet()));
    let (terms, _) = open_to_all(&mut world, &g.coop);
    for who in g.coop.everyone() {
        pledge(&mut world, &pool, who, 50 * UNIT, 0);
    }
    world.accepts(site.resign_with(&wallet, None, Some(1), false, false), &[who]);
    close(&mut world, &g.coop);
    settle_everyone(&mut world, &g.coop);
    world.accepts(site.reapply(&wallet), &[who]);
    for voucher in [&g.coop.members[3], &g.coop.members[4]] {
        vouch(&mut world, &site, voucher, who);
    }
    world.accepts(site.admit(&wallet), &[]);
    world.set_time(world.now().max(terms.deadline + 1));
    settle_later(&mut world, &g.coop, &pool);
    world.accepts(pool.claim_shares(&wallet), &[]);
    let m = world.member(&member);
    assert!(m.is(Standing::Member) && !m.is_elector());
    assert_eq!((m.shares.get(), m.matured.get(), m.matured_new.get()), (0, 200 * UNIT, 50 * UNIT));
    assert_eq!(world.coop(&site.coop).books.shares_total, 750 * UNIT);
}

/// Of four pledges that are cut, the people's shares come to one more than they get. As if pioneers had got 10 000 a share.
#[test]
fn what_founding_shares_earned_that_are_only_rounding_goes_to_the_reserve() {
    const EACH: u64 = 10_000;
    let mut world = World::new();
    let g = pledged(&mut world, 4, 250 * UNIT);
    let (site, who) = (g.coop.site, &g.coop.founder);
    pledge(&mut world, &g.site, who, 26 * UNIT, 0);
    world.set_time(world.pool(&g.site.pool).terms.deadline.get() + 1);
    world.accepts(g.site.settle_pool(), &[]);
    for who in &g.coop.members {
        world.accepts(g.site.claim_shares(&who.wallet()), &[]);
    }
    close(&mut world, &g.coop);
    settle_everyone(&mut world, &g.coop);
    let all = world.coop(&site.coop).founding_shares.get();
    world.edit::<Coop>(&site.coop, |c| {
        c.charter.pioneer_shares_bps = 10_000.into();
        c.pioneer_per_unit = (u128::from(EACH) << 64).into();
        (c.books.pioneers, c.books.pioneers_owed) =
            ((EACH * all).into(), (u128::from(EACH * all) << 64).into());
    });
    donate(&mut world, &site.vault, EACH * all);
    world.accepts(g.site.claim_shares(&who.wallet()), &[]);
    let (coop, member) = (world.coop(&site.coop), world.member(&site.member(&who.wallet())));
    let held = coop.founding_shares.get();
    assert_eq!((all, all - held), (1_000 * UNIT, 1));
    let share = member.founding_shares.get();
    assert_eq!(member.dividends, 276 * UNIT - share + EACH * share, "what is not needed, and the returns");
    assert_eq!(coop.books.pioneers, EACH * (held - share));
    assert_eq!(coop.books.reserve, EACH);
}
