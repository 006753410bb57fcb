//! Pools that fail or meet a donation, a frozen account or a leaver: nobody else is harmed.

use super::books_match;
use crate::{
    DAY, UNIT, World, address,
    fixtures::{close, donate, failed, pledge, pledged, settled, vouch},
    pool_terms,
};
use coop::{
    error::CoopError,
    state::{PoolStatus, PoolTerms, Standing},
};

#[test]
fn a_co_op_that_never_starts_gives_back_every_unit_and_all_rent_but_a_tombstones() {
    let mut world = World::new();
    let g = failed(&mut world);
    let (site, founder) = (g.coop.site, g.coop.founder.wallet());
    for who in [&g.coop.founder, &g.coop.members[0]] {
        world.accepts(g.site.refund_pledge(&who.wallet(), &who.tokens), &[]);
        world.accepts(g.site.reclaim_pledge(&who.wallet(), &who.wallet()), &[]);
    }
    world.accepts(g.site.reclaim_pool(&founder), &[]);
    for candidate in &g.coop.members {
        for voucher in g.coop.everyone().map(super::super::support::actor::Actor::wallet) {
            let given = address::vouch(&site.member(&candidate.wallet()), &site.member(&voucher));
            if !world.is_closed(&given) {
                world.accepts(site.reclaim_vouch(&voucher, &candidate.wallet(), &voucher), &[]);
            }
        }
    }
    for who in g.coop.everyone() {
        world.accepts(site.resign(&who.wallet()), &[who]);
    }
    // nobody is there to take anyone in: their accounts need not wait
    for who in g.coop.everyone() {
        world.accepts(site.reclaim_member(&who.wallet(), &who.wallet()), &[]);
    }
    world.accepts(site.reclaim_coop(), &[]);
    let tombstone = world.svm.minimum_balance_for_rent_exemption(40);
    for who in g.coop.everyone() {
        let kept = if who.wallet() == founder { tombstone } else { 0 };
        assert_eq!(world.lamports(&who.wallet()), 1_000_000_000 - kept, "{}", who.name);
        assert_eq!(world.balance(&who.tokens), 1_000_000 * UNIT);
    }
}

#[test]
fn a_donation_to_the_escrow_starts_nothing_and_a_second_pool_of_the_same_people_does() {
    let mut world = World::new();
    let g = pledged(&mut world, 2, 150 * UNIT);
    donate(&mut world, &g.site.escrow, 700 * UNIT);
    world.pass(31 * DAY);
    world.accepts(g.site.settle_pool(), &[]);
    assert_eq!(world.pool(&g.site.pool).status(world.now()), PoolStatus::Failed);
    for who in g.coop.everyone() {
        world.accepts(g.site.refund_pledge(&who.wallet(), &who.tokens), &[]);
        world.accepts(g.site.reclaim_pledge(&who.wallet(), &who.wallet()), &[]);
    }
    assert_eq!(world.balance(&g.site.escrow), 700 * UNIT);
    world.accepts(g.site.reclaim_pool(&g.coop.founder.wallet()), &[]);
    assert_eq!(world.coop(&g.coop.site.coop).books.reserve, 700 * UNIT);
    let terms = PoolTerms { min_members: 2, ..pool_terms(world.now()) };
    world.accepts(g.coop.site.open_pool(1, terms.clone()), &[&g.coop.founder]);
    let second = g.coop.site.pool(1);
    for who in g.coop.everyone() {
        pledge(&mut world, &second, who, 150 * UNIT, 25 * UNIT);
    }
    world.pass(31 * DAY);
    world.accepts(second.settle_pool(), &[]);
    for who in g.coop.everyone() {
        world.accepts(second.claim_shares(&who.wallet()), &[]);
    }
    assert_eq!(world.coop(&g.coop.site.coop).operating(), 300 * UNIT);
    books_match(&world, &g.coop.site);
}

#[test]
fn a_donation_to_the_escrow_of_a_pool_that_succeeds_is_nobodys_capital() {
    let mut world = World::new();
    let g = pledged(&mut world, 3, 200 * UNIT);
    donate(&mut world, &g.site.escrow, 9 * UNIT);
    world.pass(31 * DAY);
    world.accepts(g.site.settle_pool(), &[]);
    assert_eq!(world.balance(&g.site.escrow), 9 * UNIT);
    assert_eq!(world.coop(&g.coop.site.coop).equity(), 600 * UNIT);
    books_match(&world, &g.coop.site);
}

#[test]
fn a_frozen_account_of_one_pledger_harms_nobody_else() {
    let mut world = World::new();
    let g = failed(&mut world);
    let (frozen, other) = (&g.coop.founder, &g.coop.members[0]);
    world.patch(&frozen.tokens, 108, &[2]);
    assert!(world.attempt(g.site.refund_pledge(&frozen.wallet(), &frozen.tokens), &[]).is_err());
    world.accepts(g.site.refund_pledge(&other.wallet(), &other.tokens), &[]);
    let fresh = world.token_account(&frozen.wallet(), 0);
    world.accepts(g.site.refund_pledge(&frozen.wallet(), &fresh), &[]);
    assert_eq!(world.balance(&fresh), 150 * UNIT);
}

#[test]
fn a_member_who_leaves_after_the_settlement_and_is_admitted_again_has_matured_capital_and_no_vote() {
    let mut world = World::new();
    let g = settled(&mut world, 4, 200 * UNIT);
    let (site, who, founder) = (g.coop.site, &g.coop.members[0], g.coop.founder.wallet());
    let wallet = who.wallet();
    world.accepts(site.resign_with(&wallet, None, Some(0), false, false), &[who]);
    assert_eq!(world.coop(&site.coop).electors, 3);
    let number = close(&mut world, &g.coop);
    world.accepts(site.settle_patronage(&wallet, number), &[]);
    world.accepts(site.reapply(&wallet), &[who]);
    world.accepts(site.reclaim_vouch(&founder, &wallet, &founder), &[]);
    vouch(&mut world, &site, &g.coop.founder, who);
    vouch(&mut world, &site, &g.coop.members[1], who);
    world.accepts(site.admit(&wallet), &[]);
    world.refuses(CoopError::MemberShareNotPaid, site.enrol(&wallet, &wallet), &[who]);
    let (books, member) = (world.coop(&site.coop), world.member(&site.member(&wallet)));
    assert!(member.is(Standing::Member) && !member.is_elector());
    assert_eq!((member.shares.get(), member.matured.get()), (0, 200 * UNIT));
    assert_eq!((books.members.get(), books.electors.get()), (4, 3));
    world.refuses(CoopError::MemberShareNotPaid, site.enrol(&wallet, &wallet), &[who]);
    books_match(&world, &site);
}
