//! Tests of `make_pledge` alone.

use crate::{
    DAY, UNIT, World,
    call::Founding,
    fixtures::{donate, found, gather, pledge, take_in},
    pool_terms,
};
use coop::{
    error::CoopError::*,
    state::{Member, Pool},
};

#[test]
fn money_and_use_are_added_up_and_a_sponsor_may_pay_the_rent() {
    let mut world = World::new();
    let g = gather(&mut world, 2);
    let (who, sponsor) = (&g.coop.members[0], world.actor("sponsor", 0));
    let before = world.lamports(&who.wallet());
    world.accepts(g.site.make_pledge(&sponsor.wallet(), who, 100 * UNIT, 3), &[who, &sponsor]);
    world.pass(DAY);
    world.accepts(g.site.make_pledge(&who.wallet(), who, 1, 0), &[who]);
    world.accepts(g.site.make_pledge(&who.wallet(), who, 0, 4), &[who]);
    let (pool, stored) = (world.pool(&g.site.pool), world.pledge(&g.site.pledge(&who.wallet())));
    let member = world.member(&g.coop.site.member(&who.wallet()));
    assert_eq!((stored.amount.get(), stored.use_amount.get()), (100 * UNIT + 1, 7));
    assert_eq!((stored.rent_payer, stored.member), (sponsor.wallet(), g.coop.site.member(&who.wallet())));
    assert_eq!((pool.raised.get(), pool.use_pledged.get()), (100 * UNIT + 1, 7));
    assert_eq!((pool.pledgers.get(), pool.pledge_accounts.get()), (1, 1));
    assert_eq!((member.pledged.get(), member.pledged_in.get()), (100 * UNIT + 1, 1));
    assert_eq!(member.last_active_at, world.now());
    assert_eq!(world.balance(&g.site.escrow), 100 * UNIT + 1);
    assert_eq!(world.balance(&who.tokens), 1_000_000 * UNIT - 100 * UNIT - 1);
    let rent = world.lamports(&g.site.pledge(&who.wallet()));
    assert_eq!(world.lamports(&sponsor.wallet()), 1_000_000_000 - rent);
    assert_eq!(world.lamports(&who.wallet()), before);
}

#[test]
fn each_amount_stops_at_its_bound() {
    let mut world = World::new();
    let g = gather(&mut world, 2);
    let who = &g.coop.members[0];
    let make = |amount, use_amount| g.site.make_pledge(&who.wallet(), who, amount, use_amount);
    world.refuses(NothingPledged, make(0, 0), &[who]);
    world.refuses(PledgeBelowShare, make(0, 1), &[who]);
    world.refuses(PledgeBelowShare, make(1, 0), &[who]);
    world.refuses(PledgeBelowShare, make(100 * UNIT - 1, 0), &[who]);
    world.refuses(PledgeAboveMaximum, make(500 * UNIT + 1, 0), &[who]);
    world.refuses(PledgeAboveMaximum, make(u64::MAX, 0), &[who]);
    world.refuses(UseAboveMaximum, make(100 * UNIT, 1_000 * UNIT + 1), &[who]);
    world.refuses(UseAboveMaximum, make(100 * UNIT, u64::MAX), &[who]);
    world.accepts(make(500 * UNIT, 1_000 * UNIT), &[who]);
    world.refuses(PledgeAboveMaximum, make(1, 0), &[who]);
    world.refuses(PledgeAboveMaximum, make(u64::MAX, 0), &[who]);
    world.refuses(UseAboveMaximum, make(0, 1), &[who]);
    world.refuses(UseAboveMaximum, make(0, u64::MAX), &[who]);
}

#[test]
fn pledges_are_taken_from_the_opening_to_the_deadline_both_included() {
    let mut world = World::new();
    let mut coop = found(&mut world, &Founding::default());
    take_in(&mut world, &mut coop, 1);
    let mut terms = pool_terms(world.now());
    terms.opens += 1_000;
    world.accepts(coop.site.open_pool(0, terms.clone()), &[&coop.founder]);
    let site = coop.site.pool(0);
    let (one, other) = (&coop.founder, &coop.members[0]);
    let make = |who: &crate::Actor| site.make_pledge(&who.wallet(), who, 100 * UNIT, 0);
    world.set_time(terms.opens - 1);
    world.refuses(PoolNotOpenYet, make(one), &[one]);
    world.set_time(terms.opens);
    world.accepts(make(one), &[one]);
    world.set_time(terms.deadline);
    world.accepts(make(other), &[other]);
    world.set_time(terms.deadline + 1);
    world.refuses(PoolClosed, make(one), &[one]);
    world.accepts(site.settle_pool(), &[]);
    world.refuses(PoolSettled, make(one), &[one]);
}

#[test]
fn only_admitted_members_pledge() {
    let mut world = World::new();
    let g = gather(&mut world, 2);
    let candidate = world.actor("candidate", 1_000 * UNIT);
    let make = g.site.make_pledge(&candidate.wallet(), &candidate, 100 * UNIT, 0);
    assert!(world.attempt(make.clone(), &[&candidate]).is_err());
    world.accepts(g.coop.site.apply(&candidate.wallet(), &candidate.wallet()), &[&candidate]);
    world.refuses(NotAMember, make, &[&candidate]);
    let leaver = &g.coop.members[0];
    world.accepts(g.coop.site.resign(&leaver.wallet()), &[leaver]);
    world.refuses(NotAMember, g.site.make_pledge(&leaver.wallet(), leaver, 100 * UNIT, 0), &[leaver]);
}

#[test]
fn a_pledge_counts_against_the_most_shares_of_one_member() {
    let mut world = World::new();
    let mut founding = Founding::default();
    founding.charter.max_shares = 150 * UNIT;
    let coop = found(&mut world, &founding);
    let terms = pool_terms(world.now());
    world.accepts(coop.site.open_pool(0, terms.clone()), &[&coop.founder]);
    let (site, who) = (coop.site.pool(0), &coop.founder);
    let make = |amount| site.make_pledge(&who.wallet(), who, amount, 0);
    world.refuses(SharesAboveMaximum, make(150 * UNIT + 1), &[who]);
    world.accepts(make(150 * UNIT), &[who]);
    world.refuses(SharesAboveMaximum, make(1), &[who]);
}

#[test]
fn a_member_share_always_fits_for_those_who_are_in() {
    let mut world = World::new();
    let mut coop = found(&mut world, &Founding::default());
    take_in(&mut world, &mut coop, 3);
    let mut terms = pool_terms(world.now());
    terms.max_raise = 400 * UNIT - 1;
    world.accepts(coop.site.open_pool(0, terms.clone()), &[&coop.founder]);
    let site = coop.site.pool(0);
    for who in coop.everyone().take(3) {
        pledge(&mut world, &site, who, 100 * UNIT, 0);
    }
    let (in_already, late) = (&coop.founder, &coop.members[2]);
    world.refuses(NoRoomForShare, site.make_pledge(&late.wallet(), late, 100 * UNIT, 0), &[late]);
    pledge(&mut world, &site, in_already, 400 * UNIT, 0);
}

#[test]
fn money_that_is_not_there_or_is_anothers_is_not_pledged() {
    let mut world = World::new();
    let g = gather(&mut world, 2);
    let (who, rich) = (&g.coop.members[0], &g.coop.founder);
    let empty = world.token_account(&who.wallet(), 100 * UNIT - 1);
    for source in [empty, rich.tokens, g.site.escrow, g.coop.site.vault] {
        let mut make = g.site.make_pledge(&who.wallet(), who, 100 * UNIT, 0);
        make.accounts[6].pubkey = source;
        assert!(world.attempt(make, &[who]).is_err());
    }
    assert_eq!(world.pool(&g.site.pool).pledgers, 0);
    assert!(world.is_closed(&g.site.pledge(&who.wallet())));
}

#[test]
fn a_donation_to_the_escrow_is_nobodys_pledge() {
    let mut world = World::new();
    let g = gather(&mut world, 2);
    donate(&mut world, &g.site.escrow, 900 * UNIT);
    pledge(&mut world, &g.site, &g.coop.founder, 100 * UNIT, 0);
    assert_eq!(world.pool(&g.site.pool).raised, 100 * UNIT);
}

/// Nobody looks at what would have paid.
#[test]
fn more_use_is_promised_though_no_money_can_be_paid() {
    let mut world = World::new();
    let g = gather(&mut world, 2);
    let who = &g.coop.members[0];
    pledge(&mut world, &g.site, who, 100 * UNIT, 0);
    // its token account is frozen
    world.patch(&who.tokens, 108, &[2]);
    assert!(world.attempt(g.site.make_pledge(&who.wallet(), who, 1, 0), &[who]).is_err());
    world.accepts(g.site.make_pledge(&who.wallet(), who, 0, 20 * UNIT), &[who]);
    let stored = world.pledge(&g.site.pledge(&who.wallet()));
    assert_eq!((stored.amount.get(), stored.use_amount.get()), (100 * UNIT, 20 * UNIT));
    assert_eq!(world.balance(&g.site.escrow), 100 * UNIT);
}

/// Its first promise ended with its membership, and its money was bound no more. What it promises as a member again counts by
/// itself, and binds all the money that it has in the pool.
#[test]
fn a_member_who_was_expelled_and_is_a_member_again_is_bound_by_what_it_pledges_then() {
    let mut world = World::new();
    let g = gather(&mut world, 3);
    let who = &g.coop.members[1];
    let member = g.coop.site.member(&who.wallet());
    for everyone in g.coop.everyone() {
        pledge(&mut world, &g.site, everyone, 200 * UNIT, 100 * UNIT);
    }
    // as an expulsion and the way back leave them
    world.edit::<Member>(&member, |m| {
        m.end_promise();
        m.unbind();
        m.pledge_counts = 0;
    });
    world.edit::<Pool>(&g.site.pool, |p| {
        p.people -= 1;
        p.people_raised -= 200 * UNIT;
        p.use_pledged -= 100 * UNIT;
    });
    pledge(&mut world, &g.site, who, 0, 30 * UNIT);
    let pool = world.pool(&g.site.pool);
    assert_eq!((pool.people.get(), pool.people_raised.get()), (3, 600 * UNIT));
    assert_eq!(pool.use_pledged, 230 * UNIT);
    assert_eq!(world.pledge(&g.site.pledge(&who.wallet())).use_amount, 30 * UNIT);
    assert_eq!(world.member(&member).promised, 30 * UNIT);
    world.set_time(pool.terms.deadline.get() + 1);
    world.accepts(g.site.settle_pool(), &[]);
    world.accepts(g.site.claim_shares(&who.wallet()), &[]);
    let claimed = world.member(&member);
    let resting = claimed.resting_at(world.now());
    assert_eq!((claimed.shares.get(), resting, claimed.bonded.get()), (200 * UNIT, 200 * UNIT, 3 * UNIT));
}
