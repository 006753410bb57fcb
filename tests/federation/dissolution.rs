//! The end of a co-op, from the resolution to the tombstone.

use crate::{
    DAY, UNIT, World,
    fixtures::{
        Founded, active, await_execution, clear, dissolving, donate, federated, inheriting, later_terms,
        mandated, pass, pass_with, pledge, propose, spending, traded, vote,
    },
    mints,
};
use anchor_lang::prelude::Address;
use coop::{
    error::CoopError::*,
    state::{Action, Choice, CoopStatus},
};

fn dissolve(world: &mut World, coop: &Founded, heir: Address) {
    let index = pass_with(world, coop, Action::Dissolve, Some(heir));
    let period = world.coop(&coop.site.coop).period.number.get();
    let who = &coop.founder;
    let call = coop.site.dissolve(&who.wallet(), Some(index), Some(heir), period);
    world.accepts(call, &[who]);
}

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
    let call = small.site.dissolve(&founder.wallet(), Some(1), Some(large.site.coop), 0);
    world.refuses(QuorumNotReached, call, &[founder]);
}

#[test]
fn a_dissolving_co_op_takes_nothing_in_and_pays_everyone_who_is_owed() {
    let mut world = World::new();
    let (small, large) = dissolving(&mut world);
    let (site, heir) = (small.site, large.site.coop);
    let coop = world.coop(&site.coop);
    assert_eq!(coop.status(), CoopStatus::Dissolving);
    assert_eq!((coop.period.number.get(), coop.charter_version.get()), (1, 3), "its period is closed");
    let (founder, who) = (&small.founder, &small.members[0]);
    world.refuses(CoopNotActive, site.subscribe(who, UNIT), &[who]);
    world.refuses(CoopNotActive, site.propose(&who.wallet(), 2, spending(&small)), &[who]);
    world.refuses(CoopNotActive, site.book_income(who, UNIT), &[who]);
    world.refuses(CoopDissolving, site.apply(&heir_wallet(&large), &heir_wallet(&large)), &[&large.founder]);
    let again = site.dissolve(&founder.wallet(), None, None, 1);
    world.refuses(CoopNotActive, again, &[founder]);
    // anyone frees what answered for pledged use, and redeems anyone, to its own account only
    let crank = &large.founder;
    for member in small.everyone() {
        let wallet = member.wallet();
        world.accepts(site.pool(0).settle_use(&wallet), &[]);
        let stolen = site.redeem_by(&crank.wallet(), &wallet, &crank.tokens, 200 * UNIT, 0);
        world.refuses(DestinationNotTheMembers, stolen, &[crank]);
        let part = site.redeem_by(&crank.wallet(), &wallet, &member.tokens, 199 * UNIT, 0);
        world.refuses(RedeemsAllOrNothing, part, &[crank]);
        let held = world.balance(&member.tokens);
        let all = site.redeem_by(&crank.wallet(), &wallet, &member.tokens, 200 * UNIT, 0);
        world.accepts(all, &[crank]);
        assert_eq!(world.balance(&member.tokens) - held, 200 * UNIT);
    }
    let before = world.balance(&large.site.vault);
    world.pass(180 * DAY);
    world.accepts(site.finish_dissolution(Some(heir), None, Some(heir)), &[]);
    let (coop, theirs) = (world.coop(&site.coop), world.coop(&heir));
    assert_eq!((coop.cash(), world.balance(&site.vault)), (0, 0));
    assert_eq!(world.balance(&large.site.vault) - before, 5 * UNIT, "reserve and solidarity");
    assert_eq!(theirs.reserve, 5 * UNIT);
    world.refuses(NothingToPass, site.finish_dissolution(Some(heir), None, Some(heir)), &[]);
}

fn heir_wallet(large: &Founded) -> Address {
    large.founder.wallet()
}

#[test]
fn the_reserve_passes_to_the_heir_and_no_unit_of_it_to_a_member() {
    let mut world = World::new();
    let (small, large) = inheriting(&mut world);
    donate(&mut world, &small.site.vault, 1_000 * UNIT);
    world.accepts(small.site.sync_vault(), &[]);
    let paid_in: u64 = 600 * UNIT;
    let held = |world: &World| small.everyone().map(|who| world.balance(&who.tokens)).sum::<u64>();
    let before = held(&world);
    dissolve(&mut world, &small, large.site.coop);
    for who in small.everyone() {
        world.accepts(small.site.pool(0).settle_use(&who.wallet()), &[]);
        let call = small.site.redeem(&who.wallet(), &who.tokens, 200 * UNIT, 200 * UNIT);
        world.accepts(call, &[who]);
    }
    assert_eq!(held(&world) - before, paid_in, "what they paid in");
    world.pass(180 * DAY);
    let heir = Some(large.site.coop);
    let stolen = {
        let mut call = small.site.finish_dissolution(heir, None, heir);
        call.accounts[5].pubkey = small.founder.tokens;
        call
    };
    world.refuses(VaultMismatch, stolen, &[]);
    world.accepts(small.site.finish_dissolution(heir, None, heir), &[]);
    assert_eq!(world.coop(&large.site.coop).reserve, 1_000 * UNIT);
    assert_eq!(held(&world) - before, paid_in);
}

#[test]
fn an_open_pool_of_a_dissolving_co_op_fails_at_once_and_gives_every_unit_back() {
    let mut world = World::new();
    let (small, large) = inheriting(&mut world);
    let site = small.site;
    let terms = later_terms(&world);
    let index = pass(&mut world, &small, Action::OpenPool { terms });
    let founder = &small.founder;
    world.accepts(site.execute_open_pool(&founder.wallet(), index, 1), &[founder]);
    clear(&mut world, &small, index);
    world.set_time(terms.opens);
    let (pool, who) = (site.pool(1), &small.members[0]);
    let held = world.balance(&who.tokens);
    for member in small.everyone() {
        pledge(&mut world, &pool, member, 200 * UNIT, 30 * UNIT);
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
fn without_electors_for_ninety_days_anyone_begins_the_end_and_without_an_heir_the_rest_is_burned() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let (site, founder) = (g.coop.site, &g.coop.founder);
    donate(&mut world, &site.vault, 7 * UNIT);
    world.accepts(site.sync_vault(), &[]);
    for who in g.coop.everyone() {
        world.accepts(site.resign(&who.wallet()), &[who]);
    }
    let stranger = world.actor("stranger", 0);
    let begin = site.dissolve(&stranger.wallet(), None, None, 0);
    world.pass(90 * DAY - 1);
    world.refuses(ElectorsRemain, begin.clone(), &[&stranger]);
    world.pass(1);
    world.accepts(begin, &[&stranger]);
    world.pass(180 * DAY);
    let finish = site.finish_dissolution(None, None, None);
    // the mint of these worlds has a supply that was never counted: what is burned must be covered
    world.patch(&site.mint, 36, &u64::MAX.to_le_bytes());
    world.accepts(finish, &[]);
    let supply =
        u64::from_le_bytes(world.svm.get_account(&site.mint).unwrap().data[36..44].try_into().unwrap());
    assert_eq!(u64::MAX - supply, 7 * UNIT);
    assert_eq!(world.coop(&site.coop).cash(), world.balance(&site.vault));
    let free = world.member(&site.member(&founder.wallet())).redeemable();
    world.accepts(site.redeem(&founder.wallet(), &founder.tokens, free, free), &[founder]);
}

#[test]
fn if_the_heir_is_gone_the_federation_inherits() {
    let mut world = World::new();
    let (small, large) = federated(&mut world);
    let other = active(&mut world, 3, 200 * UNIT).coop;
    world.pass(365 * DAY);
    let heir = other.site.coop;
    let amend = Action::Amend { charter: crate::charter(), heir };
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
    let refused = small.site.finish_dissolution(Some(heir), Some(federation), Some(heir));
    world.refuses(VaultMismatch, refused, &[]);
    let hidden = small.site.finish_dissolution(Some(heir), None, None);
    world.refuses(NotTheSuccessor, hidden, &[]);
    world.accepts(small.site.finish_dissolution(Some(heir), Some(federation), Some(federation)), &[]);
    assert_eq!(world.coop(&federation).reserve, 4 * UNIT);
}

#[test]
fn three_years_on_claims_lapse_and_every_account_closes_but_a_tombstone() {
    let mut world = World::new();
    let (small, large) = dissolving(&mut world);
    let (site, heir) = (small.site, Some(large.site.coop));
    let who = &small.members[0];
    world.pass(3 * 365 * DAY - 1);
    world.accepts(site.finish_dissolution(heir, None, heir), &[]);
    world.accepts(site.redeem(&who.wallet(), &who.tokens, 1, 1), &[who]);
    world.pass(1);
    world.accepts(site.finish_dissolution(heir, None, heir), &[]);
    world.refuses(ClaimsLapsed, site.redeem(&who.wallet(), &who.tokens, 1, 1), &[who]);
    world.refuses(ClaimsLapsed, site.resign(&small.founder.wallet()), &[&small.founder]);
    assert_eq!((world.coop(&site.coop).cash(), world.balance(&site.vault)), (0, 0));
    assert_eq!(world.coop(&large.site.coop).reserve, 605 * UNIT - 1);
    // everything closes, by anyone
    world.refuses(CoopInUse, site.reclaim_coop(), &[]);
    let founder = small.founder.wallet();
    for index in [1] {
        for member in small.everyone() {
            world.accepts(site.reclaim_ballot(&member.wallet(), index), &[]);
        }
        world.accepts(site.reclaim_proposal(&founder, &founder, index, &founder), &[&small.founder]);
    }
    for member in small.everyone() {
        world.accepts(site.reclaim_ballot(&member.wallet(), 0), &[]);
        world.accepts(site.pool(0).reclaim_pledge(&member.wallet(), &member.wallet()), &[]);
        world.accepts(site.reclaim_member(&member.wallet(), &member.wallet()), &[]);
    }
    world.accepts(site.pool(0).reclaim_pool(&founder), &[]);
    world.accepts(site.reclaim_period(0, &founder), &[]);
    let everyone: Vec<_> = small.everyone().collect();
    for (i, newcomer) in everyone.iter().enumerate().skip(1) {
        for voucher in everyone[..i].iter().rev().take(2) {
            let by = voucher.wallet();
            world.accepts(site.reclaim_vouch(&by, &newcomer.wallet(), &by), &[]);
        }
    }
    // what the agent still holds comes home even now, and passes to the heir before the books close
    let late = world.token_account(&site.agent(), UNIT);
    world.accepts(site.execute_collect(None, &late), &[]);
    world.refuses(CoopInUse, site.reclaim_coop(), &[]);
    world.accepts(site.finish_dissolution(heir, None, heir), &[]);
    assert_eq!(world.coop(&large.site.coop).reserve, 606 * UNIT - 1);
    world.accepts(site.reclaim_coop(), &[]);
    assert!(world.is_closed(&site.vault));
    assert_eq!(world.svm.get_account(&site.coop).expect("a tombstone").data.len(), 8);
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
fn money_of_another_mint_joins_no_federation_and_is_no_heir() {
    let mut world = World::new();
    let large = active(&mut world, 3, 200 * UNIT).coop;
    world.pass(365 * DAY);
    world.mint = world.new_mint(mints::plain(&large.founder.wallet()));
    let small = active(&mut world, 3, 200 * UNIT).coop;
    world.pass(1);
    let founder = &small.founder;
    let join = Action::JoinFederation { federation: large.site.coop };
    world.refuses(NotFederable, small.site.propose(&founder.wallet(), 0, join), &[founder]);
    let amend = Action::Amend { charter: crate::charter(), heir: large.site.coop };
    world.refuses(HeirOfAnotherMint, small.site.propose(&founder.wallet(), 0, amend), &[founder]);
    let index = propose(&mut world, &small, spending(&small));
    vote(&mut world, &small, index, Choice::Yes);
}
