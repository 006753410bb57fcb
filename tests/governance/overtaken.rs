//! Resolutions that something else has overtaken before they are carried out, and what is refused already when it is proposed.

use crate::{
    DAY, UNIT, World,
    fixtures::{
        await_execution, clear, dissolving, give_solidarity, pair, pass, propose, settled, shower, vote,
    },
    patronage::{seasoned, with_a_loss},
    scenes::{member, member_proposes, refused},
};
use anchor_lang::prelude::Address;
use coop::{
    error::CoopError::*,
    state::{Action, Choice, Coop, Member, Purpose},
};

/// Of two covers that were resolved in time, one is carried out; the other waits for its year, and lapses.
#[test]
fn of_two_covers_that_have_passed_one_is_carried_out_in_a_year() {
    let mut world = World::new();
    let g = with_a_loss(&mut world);
    let site = g.coop.site;
    let first = propose(&mut world, &g.coop, Action::CoverLoss { up_to: 6 * UNIT });
    vote(&mut world, &g.coop, first, Choice::Yes);
    let second = member_proposes(&mut world, &g.coop, Action::CoverLoss { up_to: 7 * UNIT });
    await_execution(&mut world, &g.coop, second);
    world.accepts(site.execute_cover_loss(first), &[]);
    let loss = world.coop(&site.coop).books.loss;
    world.refuses(LossCoveredRecently, site.execute_cover_loss(second), &[]);
    assert_eq!(world.coop(&site.coop).books.loss, loss);
}

/// A veto is for a membership that would be moved: nobody vetoes its own expulsion.
#[test]
fn nobody_vetoes_its_own_expulsion() {
    let mut world = World::new();
    let g = seasoned(&mut world, 3, 200 * UNIT);
    let (site, who) = (g.coop.site, &g.coop.members[1]);
    let expelled = site.member(&who.wallet());
    let index = propose(&mut world, &g.coop, Action::Expel { member: expelled });
    world.refuses(ActionMismatch, site.veto_rehome(&who.wallet(), &expelled, index), &[who]);
    let of_another = site.veto_rehome(&g.coop.members[0].wallet(), &member(&g.coop, 0), index);
    world.refuses(SubjectMismatch, of_another, &[&g.coop.members[0]]);
}

/// A second request, and the ordinary resolution that takes a request back, come to nothing once the first is accepted.
#[test]
fn what_was_resolved_of_a_request_ends_with_its_acceptance() {
    let mut world = World::new();
    let (small, large) = pair(&mut world);
    let request = Action::JoinFederation { federation: large.site.coop };
    let first = pass(&mut world, &small, request.clone());
    world.accepts(small.site.execute_join_federation(first), &[]);
    let accept = propose(&mut world, &large, Action::AcceptFederation { joining: small.site.coop });
    vote(&mut world, &large, accept, Choice::Yes);
    clear(&mut world, &small, first);
    let taken_back = propose(&mut world, &small, Action::LeaveFederation);
    vote(&mut world, &small, taken_back, Choice::Yes);
    let again = member_proposes(&mut world, &small, request);
    await_execution(&mut world, &large, accept);
    let since = world.coop(&small.site.coop).federation_since;
    world.accepts(large.site.execute_accept_federation(accept, &small.site.coop), &[]);
    let joined = world.coop(&small.site.coop);
    assert_eq!((joined.federation, joined.federation_sought), (large.site.coop, Address::default()));
    let resolved = world.proposal(&large.site.proposal(accept)).timeline();
    assert_eq!(joined.federation_since, resolved.expires());
    assert!(joined.federation_since > since);
    await_execution(&mut world, &small, taken_back);
    world.refuses(InNoFederation, small.site.execute_leave_federation(taken_back), &[]);
    await_execution(&mut world, &small, again);
    world.refuses(InAFederation, small.site.execute_join_federation(again), &[]);
    assert_eq!(world.coop(&small.site.coop).federation, large.site.coop);
}

/// A federation accepts an active co-op of its token that seeks it, and has done so for less than 90 days.
#[test]
fn a_federation_accepts_a_co_op_that_seeks_it_and_can_be_in_it() {
    let mut world = World::new();
    let (small, large) = pair(&mut world);
    let index = pass(&mut world, &small, Action::JoinFederation { federation: large.site.coop });
    world.accepts(small.site.execute_join_federation(index), &[]);
    let accept = || Action::AcceptFederation { joining: small.site.coop };
    let bare = world.save();
    let mut with = |change: fn(&mut Coop, i64)| {
        world.restore(&bare);
        // the proposal is made a second later
        let then = world.now() + 1;
        world.edit::<Coop>(&small.site.coop, |c| change(c, then));
        refused(&mut world, &large, accept())
    };
    assert!(with(|c, now| c.federation_since = (now - 90 * DAY).into()).is(FederationNotSought));
    assert!(with(|c, _| c.federation_sought = Address::new_from_array([7; 32])).is(FederationNotSought));
    assert!(with(|c, now| c.dissolving_at = now.into()).is(NotFederable));
    assert!(with(|c, _| c.activated_at = 0.into()).is(NotFederable));
    assert!(with(|c, _| c.mint = Address::new_from_array([7; 32])).is(NotFederable));

    world.restore(&bare);
    let then = world.now() + 1;
    world.edit::<Coop>(&small.site.coop, |c| c.federation_since = (then - 90 * DAY + 1).into());
    let index = propose(&mut world, &large, accept());
    assert_eq!(world.proposal(&large.site.proposal(index)).special, 0);
    vote(&mut world, &large, index, Choice::Yes);
    await_execution(&mut world, &large, index);
    let call = large.site.execute_accept_federation(index, &small.site.coop);
    let passed = world.save();
    world.edit::<Coop>(&small.site.coop, |c| c.dissolving_at = then.into());
    world.refuses(NotFederable, call.clone(), &[]);
    world.restore(&passed);
    world.edit::<Coop>(&small.site.coop, |c| c.federation_sought = Address::default());
    world.refuses(FederationNotSought, call.clone(), &[]);
    world.restore(&passed);
    world.accepts(call, &[]);
}

/// A mandate is at most what there is to spend, now and when the period began; each has its own number.
#[test]
fn a_mandate_is_at_most_what_there_was_and_is() {
    let mut world = World::new();
    let g = seasoned(&mut world, 3, 200 * UNIT);
    let (site, to) = (g.coop.site, g.coop.members[1].wallet());
    let until = world.now() + 365 * DAY;
    let of = |per_period| Action::Mandate { to, per_period, until, work: false };
    let bare = world.save();
    for (now, then) in [(50 * UNIT, 600 * UNIT), (600 * UNIT, 50 * UNIT)] {
        world.restore(&bare);
        world.edit::<Coop>(&site.coop, |c| {
            c.books.fund = now.into();
            c.period.operating_at_start = then.into();
        });
        assert!(refused(&mut world, &g.coop, of(50 * UNIT + 1)).is(MoreThanOperating));
        propose(&mut world, &g.coop, of(50 * UNIT));
    }
    world.restore(&bare);
    let payer = &g.coop.founder;
    let first = propose(&mut world, &g.coop, of(UNIT));
    vote(&mut world, &g.coop, first, Choice::Yes);
    let second = member_proposes(&mut world, &g.coop, of(UNIT));
    await_execution(&mut world, &g.coop, second);
    world.accepts(site.execute_mandate(&payer.wallet(), first, 0), &[payer]);
    world.accepts(site.execute_mandate(&payer.wallet(), second, 1), &[payer]);
    assert_eq!([0, 1].map(|nth| world.mandate(&site.mandate(nth)).index.get()), [0, 1]);
}

/// Nothing is moved by a resolution of nothing, and a co-op pays neither itself nor more than its charter permits.
#[test]
fn amounts_of_nothing_and_payments_to_itself_are_refused_when_they_are_proposed() {
    let mut world = World::new();
    let g = seasoned(&mut world, 3, 200 * UNIT);
    let (site, to) = (g.coop.site, g.coop.members[1].wallet());
    give_solidarity(&mut world, &site, 5 * UNIT);
    let ceiling = world.coop(&site.coop).charter.take_rate_ceiling_bps.get();
    let cases = [
        (AmountZero, Action::Spend { to, amount: 0, purpose: Purpose::Expense }),
        (AmountZero, Action::Grant { to, amount: 0 }),
        (AmountZero, Action::Collect { amount: 0 }),
        (AmountZero, Action::Sell { amount: 0 }),
        (AmountZero, Action::CoverLoss { up_to: 0 }),
        (PaysItself, Action::Grant { to: site.coop, amount: UNIT }),
        (PaysItself, Action::Grant { to: site.agent(), amount: UNIT }),
        (PaysItself, Action::Spend { to: site.coop, amount: UNIT, purpose: Purpose::Expense }),
        (TakeRateOutOfBounds, Action::SetTakeRate { bps: ceiling + 1 }),
    ];
    for (error, action) in cases {
        let refusal = refused(&mut world, &g.coop, action.clone());
        assert!(refusal.is(error), "{action:?}: {refusal:#?}");
    }
    propose(&mut world, &g.coop, Action::Grant { to, amount: 5 * UNIT });
    member_proposes(&mut world, &g.coop, Action::SetTakeRate { bps: ceiling });
}

/// While a co-op dissolves anyone can have a member paid; a member without a key only at its canonical account.
#[test]
fn others_pay_a_member_without_a_key_only_at_its_canonical_account() {
    let mut world = World::new();
    let (small, _) = dissolving(&mut world);
    let (site, who, stranger) = (small.site, &small.members[0], world.actor("stranger", 0));
    let by = |caller: &crate::Actor| site.claim_dividends_by(&caller.wallet(), &who.wallet(), &who.tokens);
    let bare = world.save();
    world.accepts(by(&stranger), &[&stranger]);
    world.restore(&bare);
    world.edit::<Member>(&site.member(&who.wallet()), |m| m.keyless = 1);
    world.refuses(NotTheCanonicalAccount, by(&stranger), &[&stranger]);
    world.accepts(by(who), &[who]);
}

/// Lamports that lie at a pool's account or escrow are swept with that pool, of that co-op, and nothing else.
#[test]
fn lamports_are_swept_of_a_pool_by_its_own_accounts() {
    let mut world = World::new();
    let g = settled(&mut world, 3, 200 * UNIT);
    let other = settled(&mut world, 3, 200 * UNIT).coop.site;
    let payer = world.pool(&g.site.pool).rent_payer;
    let call = g.site.sweep_lamports(&payer);
    world.refuses(NothingToSweep, call.clone(), &[]);
    shower(&mut world, &g.site.pool, 1_000);
    let with = |place: usize, address: Address| {
        let mut call = call.clone();
        call.accounts[place].pubkey = address;
        call
    };
    world.refuses(PoolOfAnotherCoop, with(0, other.coop), &[]);
    world.refuses(EscrowMismatch, with(2, g.coop.site.vault), &[]);
    let before = world.svm.get_balance(&payer).unwrap_or_default();
    world.accepts(call.clone(), &[]);
    assert_eq!(world.svm.get_balance(&payer).unwrap_or_default(), before + 1_000);
    world.refuses(NothingToSweep, call, &[]);
}
