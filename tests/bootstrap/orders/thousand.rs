//! A thousand pledge, three hundred of them leave, and everyone's pledge is claimed in whatever order.

use crate::{
    DAY, UNIT, World,
    call::Founding,
    charter,
    fixtures::{found, pledge, take_in},
    pool_terms,
};
use coop::state::{CharterTerms, Pool, PoolTerms, Standing};

const ALL: usize = 1_000;
const STAY: usize = 700;

/// The numbers below `n` in some order.
fn shuffled(n: usize, mut seed: u64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..n).collect();
    for i in (1..n).rev() {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        order.swap(i, (seed >> 33) as usize % (i + 1));
    }
    order
}

#[test]
fn three_hundred_of_a_thousand_leave_and_are_no_people_but_their_money_stays() {
    let mut world = World::new();
    let charter = CharterTerms { vouches_required: 1, vouches_per_period: 32, ..charter() };
    let least = charter.member_share;
    let mut coop = found(&mut world, &Founding { charter, ..Founding::default() });
    take_in(&mut world, &mut coop, ALL - 1);
    let site = coop.site;
    let amount = |i: usize| (100 + i as u64 % 300) * UNIT + i as u64;
    let raised: u64 = (0..ALL).map(amount).sum();
    // less than is pledged: most shares are rounded down
    let max_raise = raised - 12_345 * UNIT - 678;
    let terms = PoolTerms {
        min_raise: max_raise,
        max_raise,
        min_members: STAY as u32,
        min_use: STAY as u64 * UNIT,
        ..pool_terms(world.now())
    };
    world.accepts(site.open_pool(0, terms.clone()), &[&coop.founder]);
    let pool = site.pool(0);
    let people: Vec<_> = coop.everyone().collect();
    for (i, who) in people.iter().enumerate() {
        pledge(&mut world, &pool, who, amount(i), UNIT);
    }
    let mut stays = vec![true; ALL];
    for i in &shuffled(ALL, 1)[STAY..] {
        let leaves = people[*i];
        world.accepts(site.resign_with(&leaves.wallet(), None, Some(0), false, false), &[leaves]);
        stays[*i] = false;
    }
    let gathered = world.pool(&pool.pool);
    assert_eq!((gathered.pledgers.get(), gathered.people.get()), (ALL as u32, STAY as u32));
    assert_eq!((gathered.raised.get(), gathered.use_pledged.get()), (raised, STAY as u64 * UNIT));
    world.set_time(terms.deadline + 1);
    let saved = world.save();
    // one more than have stayed, or the use of one more: not enough
    let more: [fn(&mut Pool); 2] = [|p| p.terms.min_members += 1, |p| p.terms.min_use += 1];
    for more in more {
        world.edit::<Pool>(&pool.pool, more);
        world.accepts(pool.settle_pool(), &[]);
        assert_eq!(world.pool(&pool.pool).succeeded, 0);
        let (who, had) = (people[ALL - 1], world.balance(&people[ALL - 1].tokens));
        world.accepts(pool.refund_pledge(&who.wallet(), &who.tokens), &[]);
        assert_eq!(world.balance(&who.tokens) - had, amount(ALL - 1));
        world.restore(&saved);
    }
    world.accepts(pool.settle_pool(), &[]);
    assert_eq!(world.pool(&pool.pool).succeeded, 1);
    assert_eq!((world.balance(&pool.escrow), world.balance(&site.vault)), (0, raised));
    let (base, accepted) = (ALL as u64 * least, terms.max_raise);
    for seed in [2, 3] {
        let settled = world.save();
        // some before, some after the first period was closed
        for (nth, i) in shuffled(ALL, seed).into_iter().enumerate() {
            if nth == ALL / 2 {
                world.pass(30 * DAY);
                world.accepts(site.close_period(&coop.founder.wallet(), 0), &[&coop.founder]);
            }
            world.accepts(pool.claim_shares(&people[i].wallet()), &[]);
        }
        let (mut shares, mut matured, mut refunds) = (0, 0, 0);
        for (i, who) in people.iter().enumerate() {
            let m = world.member(&site.member(&who.wallet()));
            let above = (amount(i) - least) as u128 * (accepted - base) as u128 / (raised - base) as u128;
            let share = least + above as u64;
            let expected = if stays[i] { (share, 0) } else { (0, share) };
            assert_eq!((m.shares.get(), m.matured.get()), expected, "{i}");
            assert_eq!((m.dividends.get(), m.pledged.get()), (amount(i) - share, 0), "{i}");
            assert_eq!((m.is(Standing::Member), m.is_elector()), (stays[i], stays[i]), "{i}");
            assert_eq!(m.founding_shares, m.shares, "{i}");
            shares += m.shares.get();
            matured += m.matured.get();
            refunds += m.dividends.get();
        }
        let c = world.coop(&site.coop);
        assert_eq!(shares + matured + refunds, raised);
        assert_eq!((c.electors.get(), c.members.get()), (STAY as u32, STAY as u32));
        assert_eq!((c.books.shares_in_transit.get(), c.shares_unclaimed.get()), (0, 0));
        assert_eq!((c.books.shares_total.get(), c.founding_shares.get()), (shares, shares));
        assert_eq!((c.period.number.get(), c.period.shares_earning.get()), (1, shares));
        assert_eq!((c.books.retained_total.get(), c.books.dividends.get()), (matured, refunds));
        assert_eq!((c.books.fund.get(), world.balance(&site.vault)), (shares + matured, raised));
        world.restore(&settled);
    }
}
