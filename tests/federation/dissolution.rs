//! The end of a co-op, from the resolution to the tombstone.

use crate::{
    DAY, UNIT, World,
    fixtures::{
        active, await_execution, clear, close, dissolve, dissolving, donate, federated, inheriting,
        later_terms, mandated, pass, pledge, settle_everyone, spending, traded,
    },
};
use anchor_lang::prelude::Address;
use coop::{
    error::CoopError::*,
    state::{Action, Choice, Coop, CoopStatus},
};

#[test]
fn both_sides_resolve_before_a_co_op_is_in_a_federation() {
    let mut world = World::new();
    let (small, large) = federated(&mut world);
    let coop = world.coop(&small.site.coop);
    assert_eq!((coop.federation, coop.federation_sought), (large.site.coop, Address::default()));
    let index = pass(&mut world, &small, Action::LeaveFederation);
    world.accepts(small.site.execute_leave_federation(index), &[]);
    assert_eq!(world.coop(&small.site.coop).federation, Address::default());
}

/// The request is of the last 90 days when the federation proposes to accept; its vote and timelock may take as long again.
#[test]
fn a_federation_accepts_whoever_sought_it_in_time_however_long_its_vote_takes() {
    let mut world = World::new();
    let (small, large) = crate::fixtures::pair(&mut world);
    let index = pass(&mut world, &small, Action::JoinFederation { federation: large.site.coop });
    world.accepts(small.site.execute_join_federation(index), &[]);
    let index = pass(&mut world, &large, Action::AcceptFederation { joining: small.site.coop });
    let saved = world.save();
    let sought = world.now() - 200 * DAY;
    world.edit::<Coop>(&small.site.coop, |c| c.federation_since = sought.into());
    world.accepts(large.site.execute_accept_federation(index, &small.site.coop), &[]);
    assert_eq!(world.coop(&small.site.coop).federation, large.site.coop);
    // not whoever thought better of it, or sought another one since
    for other in [Address::default(), small.site.coop] {
        world.restore(&saved);
        world.edit::<Coop>(&small.site.coop, |c| c.federation_sought = other);
        world.refuses(
            FederationNotSought,
            large.site.execute_accept_federation(index, &small.site.coop),
            &[],
        );
    }
}

#[test]
fn half_the_electors_must_take_part_in_a_resolution_to_dissolve() {
    let mut world = World::new();
    let (small, large) = inheriting(&mut world);
    world.pass(1);
    let founder = &small.founder;
    let call = small.site.propose_with(&founder.wallet(), 1, Some(large.site.coop), Action::Dissolve);
    world.accepts(call, &[founder]);
    assert_eq!(world.proposal(&small.site.proposal(1)).quorum_bps, 5_000);
    world.accepts(small.site.cast_vote(&founder.wallet(), 1, Choice::Yes), &[founder]);
    await_execution(&mut world, &small, 1);
    let period = world.coop(&small.site.coop).period.number.get();
    let call = small.site.dissolve(&founder.wallet(), Some(1), Some(large.site.coop), period);
    world.refuses(QuorumNotReached, call, &[founder]);
}

#[test]
fn an_open_pool_of_a_dissolving_co_op_fails_at_once_and_gives_every_unit_back() {
    let mut world = World::new();
    let (small, large) = inheriting(&mut world);
    let site = small.site;
    let terms = later_terms(&world);
    let index = pass(&mut world, &small, Action::OpenPool { terms: terms.clone() });
    let founder = &small.founder;
    world.accepts(site.execute_open_pool(&founder.wallet(), index, 1), &[founder]);
    clear(&mut world, &small, index);
    world.set_time(terms.opens);
    let (pool, who) = (site.pool(1), &small.members[0]);
    let held = world.balance(&who.tokens);
    for member in small.everyone() {
        pledge(&mut world, &pool, member, 200 * UNIT, 0);
    }
    dissolve(&mut world, &small, large.site.coop);
    let more = pool.make_pledge(&who.wallet(), who, UNIT, 0);
    world.refuses(CoopDissolving, more, &[who]);
    world.accepts(pool.settle_pool(), &[]);
    assert_eq!(world.pool(&pool.pool).succeeded, 0);
    for member in small.everyone() {
        world.accepts(pool.refund_pledge(&member.wallet(), &member.tokens), &[]);
    }
    assert_eq!(world.balance(&who.tokens), held);
    assert_eq!(world.balance(&pool.escrow), 0);
}

#[test]
fn without_electors_for_180_days_anyone_begins_the_end_and_without_an_heir_the_rest_is_burned() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let (site, founder) = (g.coop.site, &g.coop.founder);
    donate(&mut world, &site.vault, 7 * UNIT);
    world.accepts(site.sync_vault(), &[]);
    for who in g.coop.everyone() {
        world.accepts(site.resign(&who.wallet()), &[who]);
    }
    let stranger = world.actor("stranger", 0);
    let begin = |number| site.dissolve(&stranger.wallet(), None::<u32>, None, number);
    world.pass(180 * DAY - 1);
    world.refuses(ElectorsRemain, begin(0), &[&stranger]);
    world.pass(1);
    // the period is over: it is closed first, so that whoever asked in it is paid
    world.refuses(ClosePeriodFirst, begin(0), &[&stranger]);
    let number = close(&mut world, &g.coop);
    world.accepts(begin(number + 1), &[&stranger]);
    world.pass(180 * DAY);
    let finish = site.finish_dissolution(None, None);
    // the mint of these worlds has a supply that was never counted: what is burned must be covered
    world.patch(&site.mint, 36, &u64::MAX.to_le_bytes());
    world.accepts(finish, &[]);
    let supply =
        u64::from_le_bytes(world.svm.get_account(&site.mint).unwrap().data[36..44].try_into().unwrap());
    assert_eq!(u64::MAX - supply, 7 * UNIT);
    assert_eq!(world.coop(&site.coop).cash(), world.balance(&site.vault));
    world.accepts(site.settle_patronage(&founder.wallet(), 0), &[]);
    let held = world.balance(&founder.tokens);
    world.accepts(site.draw_capital(&founder.wallet(), &founder.tokens), &[]);
    assert_eq!(world.balance(&founder.tokens) - held, 200 * UNIT);
}

#[test]
fn if_the_heir_is_gone_the_federation_inherits() {
    let mut world = World::new();
    let (small, large) = federated(&mut world);
    let other = active(&mut world, 3, 200 * UNIT).coop;
    world.pass(365 * DAY);
    let heir = other.site.coop;
    let amend = Action::Amend { charter: crate::charter(), heir, statutes: None };
    let index = pass(&mut world, &small, amend);
    world.accepts(small.site.execute_amend(index, Some(heir)), &[]);
    clear(&mut world, &small, index);
    donate(&mut world, &small.site.vault, 4 * UNIT);
    world.accepts(small.site.sync_vault(), &[]);
    dissolve(&mut world, &small, heir);
    let now = world.now();
    world.edit::<coop::state::Coop>(&heir, |coop| coop.dissolving_at = now.into());
    world.pass(180 * DAY);
    let federation = large.site.coop;
    let skipped = small.site.finish_dissolution(Some(federation), Some(federation));
    world.refuses(NotTheSuccessor, skipped, &[]);
    world.accepts(small.site.finish_dissolution(Some(heir), None), &[]);
    assert_eq!(world.coop(&small.site.coop).successor, federation);
    assert_eq!(
        world.coop(&small.site.coop).books.reserve,
        4 * UNIT,
        "the heir is passed over, and no money moves yet"
    );
    let hidden = small.site.finish_dissolution(None, None);
    world.refuses(NotTheSuccessor, hidden, &[]);
    let elsewhere = small.site.finish_dissolution(Some(federation), Some(heir));
    world.refuses(VaultMismatch, elsewhere, &[]);
    world.accepts(small.site.finish_dissolution(Some(federation), Some(federation)), &[]);
    assert_eq!(world.coop(&federation).books.reserve, 4 * UNIT);
}

#[test]
fn dividends_and_mandates_of_a_dissolving_co_op() {
    let mut world = World::new();
    let t = traded(&mut world);
    let (site, who) = (t.site(), &t.g.coop.members[0]);
    let now = world.now();
    world.edit::<coop::state::Coop>(&site.coop, |coop| coop.dissolving_at = now.into());
    world.accepts(site.settle_patronage(&who.wallet(), 0), &[]);
    let owed = world.member(&site.member(&who.wallet())).dividends.get();
    let (held, crank) = (world.balance(&who.tokens), &t.owner);
    let claim = site.claim_dividends_by(&crank.wallet(), &who.wallet(), &who.tokens);
    world.accepts(claim, &[crank]);
    assert!(owed > 0 && world.balance(&who.tokens) - held >= owed);
    let g = mandated(&mut world);
    let now = world.now();
    world.edit::<coop::state::Coop>(&g.coop.site.coop, |coop| coop.dissolving_at = now.into());
    let holder = &g.coop.members[1];
    let draw = g.coop.site.draw_mandate(&holder.wallet(), 0, &holder.tokens, 1);
    world.refuses(CoopNotActive, draw, &[holder]);
    world.accepts(g.coop.site.reclaim_mandate(0, &g.coop.founder.wallet()), &[]);
}

#[test]
fn a_dissolving_co_op_takes_nothing_in_and_the_heir_gets_what_is_left() {
    let mut world = World::new();
    let (small, large) = dissolving(&mut world);
    let (site, heir) = (small.site, large.site.coop);
    let coop = world.coop(&site.coop);
    assert_eq!(coop.status(), CoopStatus::Dissolving);
    assert_eq!((coop.claims.get(), coop.claims_paid.get()), (600 * UNIT, 0));
    assert_eq!(coop.charter_version, 3, "all that was proposed before is stale");
    let (founder, who) = (&small.founder, &small.members[0]);
    world.refuses(CoopNotActive, site.subscribe(who, UNIT), &[who]);
    world.refuses(CoopNotActive, site.propose(&who.wallet(), 2, spending(&small)), &[who]);
    world.refuses(CoopNotActive, site.book_income(who, UNIT), &[who]);
    world.refuses(CoopNotActive, site.ask_back(&who.wallet(), UNIT, 0), &[who]);
    let late = large.founder.wallet();
    world.refuses(CoopDissolving, site.apply(&late, &late), &[&large.founder]);
    let again = site.dissolve(&founder.wallet(), None::<u32>, None, coop.period.number.get());
    world.refuses(CoopNotActive, again, &[founder]);
    settle_everyone(&mut world, &small);
    for member in small.everyone() {
        let held = world.balance(&member.tokens);
        world.accepts(site.draw_capital(&member.wallet(), &member.tokens), &[]);
        assert_eq!(world.balance(&member.tokens) - held, 200 * UNIT, "bonds included");
    }
    let before = world.balance(&large.site.vault);
    world.pass(180 * DAY);
    let finish = site.finish_dissolution(Some(heir), Some(heir));
    let mut stolen = finish.clone();
    stolen.accounts[4].pubkey = founder.tokens;
    world.refuses(VaultMismatch, stolen, &[]);
    world.accepts(finish.clone(), &[]);
    assert_eq!((world.coop(&site.coop).cash(), world.balance(&site.vault)), (0, 0));
    assert_eq!(world.balance(&large.site.vault) - before, 5 * UNIT, "reserve and solidarity");
    assert_eq!(world.coop(&heir).books.reserve, 5 * UNIT);
    world.refuses(NothingToPass, finish, &[]);
}

#[test]
fn three_years_on_claims_lapse_and_every_account_closes_but_a_tombstone() {
    let mut world = World::new();
    let (small, large) = dissolving(&mut world);
    let (site, heir) = (small.site, Some(large.site.coop));
    let (drawing, late_one) = (&small.members[0], &small.members[1]);
    settle_everyone(&mut world, &small);
    world.pass(3 * 365 * DAY - 1);
    world.accepts(site.finish_dissolution(heir, heir), &[]);
    world.accepts(site.draw_capital(&drawing.wallet(), &drawing.tokens), &[]);
    world.pass(1);
    world.accepts(site.finish_dissolution(heir, heir), &[]);
    world.refuses(ClaimsLapsed, site.draw_capital(&late_one.wallet(), &late_one.tokens), &[]);
    world.refuses(ClaimsLapsed, site.resign(&small.founder.wallet()), &[&small.founder]);
    assert_eq!((world.coop(&site.coop).cash(), world.balance(&site.vault)), (0, 0));
    assert_eq!(world.coop(&large.site.coop).books.reserve, 405 * UNIT);
    // everything closes, by anyone
    world.refuses(CoopInUse, site.reclaim_coop(), &[]);
    let founder = small.founder.wallet();
    for index in [0, 1] {
        world.accepts(site.reclaim_ballots(&founder, index, 0), &[]);
    }
    world.accepts(site.reclaim_proposal(&founder, &founder, 1, &founder), &[&small.founder]);
    for member in small.everyone() {
        world.accepts(site.pool(0).reclaim_pledge(&member.wallet(), &member.wallet()), &[]);
        world.accepts(site.reclaim_member(&member.wallet(), &member.wallet()), &[]);
    }
    world.accepts(site.pool(0).reclaim_pool(&founder), &[]);
    for number in 0..world.coop(&site.coop).period.number.get() {
        world.accepts(site.reclaim_period(number, &founder), &[]);
    }
    let everyone: Vec<_> = small.everyone().collect();
    for (i, newcomer) in everyone.iter().enumerate().skip(1) {
        for voucher in everyone[..i].iter().rev().take(2) {
            let by = voucher.wallet();
            world.accepts(site.reclaim_vouch(&by, &newcomer.wallet(), &by), &[]);
        }
    }
    // what the agent still holds comes home even now, and passes to the heir before the books close
    let late = world.token_account(&site.agent(), UNIT);
    world.accepts(site.execute_collect(None::<u32>, &late), &[]);
    world.refuses(CoopInUse, site.reclaim_coop(), &[]);
    world.accepts(site.finish_dissolution(heir, heir), &[]);
    assert_eq!(world.coop(&large.site.coop).books.reserve, 406 * UNIT);
    world.accepts(site.reclaim_coop(), &[]);
    assert!(world.is_closed(&site.vault));
    let tombstone: coop::state::Tombstone = world.read(&site.coop).expect("a tombstone");
    assert_eq!(Some(tombstone.heir), heir);
}
