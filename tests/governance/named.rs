//! Whom and what a proposal names, and the accounts that must be given for it.

use crate::{
    DAY, UNIT, World,
    fixtures::{active, clear, federated, later_terms, mandated, moved, next_of, pass, payroll, reviewable},
    scenes::member,
};
use anchor_lang::prelude::Address;
use coop::{
    error::CoopError::{self, *},
    state::{ABOUT, Action, Coop, Member, PoolTerms, Purpose},
};

fn work(to: Address) -> Action {
    Action::Spend { to, amount: UNIT, purpose: Purpose::Work }
}

#[test]
fn work_is_paid_with_the_account_of_whoever_did_it() {
    let mut world = World::new();
    let (g, moved, wallet) = moved(&mut world);
    let other = active(&mut world, 3, 200 * UNIT);
    clear(&mut world, &g.coop, 0);
    world.pass(1);
    let (site, who) = (g.coop.site, &g.coop.founder);
    let (own, colleague) = (site.member(&who.wallet()), &g.coop.members[0]);
    let outsider = world.actor("outsider", 0).wallet();
    let index = next_of(&world, &g.coop, who);
    let cases: [(CoopError, Address, Option<Address>); 7] = [
        (PatronMissing, colleague.wallet(), None),
        (PatronMismatch, colleague.wallet(), Some(own)),
        (PatronMismatch, who.wallet(), Some(site.member(&colleague.wallet()))),
        (MemberOfAnotherCoop, other.coop.founder.wallet(), Some(member(&other.coop, 0))),
        (PatronMismatch, outsider, Some(outsider)),
        (PatronMismatch, outsider, Some(who.wallet())),
        // the membership of that wallet is elsewhere
        (PatronMismatch, wallet, Some(site.member(&wallet))),
    ];
    for (error, to, subject) in cases {
        world.refuses(error, site.propose_with(&who.wallet(), index, subject, work(to)), &[who]);
    }
    let saved = world.save();
    for (to, subject, counts) in [
        (who.wallet(), own, own),
        (colleague.wallet(), site.member(&colleague.wallet()), site.member(&colleague.wallet())),
        (wallet, moved, moved),
        (outsider, site.member(&outsider), Address::default()),
    ] {
        world.restore(&saved);
        world.accepts(site.propose_with(&who.wallet(), index, Some(subject), work(to)), &[who]);
        assert_eq!(world.proposal(&site.proposal(index)).other, counts);
    }
}

#[test]
fn a_subject_is_the_one_that_is_named_and_of_this_co_op() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let other = active(&mut world, 3, 200 * UNIT).coop;
    world.pass(1);
    let (site, who) = (g.coop.site, &g.coop.founder);
    let index = next_of(&world, &g.coop, who);
    let [one, two, theirs] = [member(&g.coop, 0), member(&g.coop, 1), member(&other, 0)];
    let expels =
        |member, subject| site.propose_with(&who.wallet(), index, Some(subject), Action::Expel { member });
    world.refuses(SubjectMismatch, expels(one, two), &[who]);
    world.refuses(MemberOfAnotherCoop, expels(theirs, theirs), &[who]);
    let joins = Action::JoinFederation { federation: site.coop };
    let call = site.propose_with(&who.wallet(), index, Some(other.site.coop), joins);
    world.refuses(NotFederable, call, &[who]);
    world.accepts(expels(one, one), &[who]);
}

/// A pool opens, and a mandate lasts, at least until the last second in which the resolution can be executed.
#[test]
fn nothing_is_resolved_that_would_be_over_before_it_can_begin() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    world.pass(1);
    let (site, who) = (g.coop.site, &g.coop.founder);
    let c = world.coop(&site.coop).charter;
    let takes = c.voting_period.get() + c.timelock.get() + c.execution_window.get();
    let over = world.now() + takes as i64;
    let mandate = |until: i64| payroll(&g.coop, until - 365 * DAY);
    let mut pool = later_terms(&world);
    let mut opens = |opens: i64| {
        (pool.opens, pool.withdraw_until, pool.deadline) = (opens, opens + 20 * DAY, opens + 30 * DAY);
        Action::OpenPool { terms: pool.clone() }
    };
    let index = next_of(&world, &g.coop, who);
    for (error, early, in_time) in [
        (MandateTooShort, mandate(over - 1), mandate(over)),
        (OpensBeforeExecution, opens(over - 1), opens(over)),
    ] {
        let saved = world.save();
        world.refuses(error, site.propose(&who.wallet(), index, early), &[who]);
        world.accepts(site.propose(&who.wallet(), index, in_time), &[who]);
        world.restore(&saved);
    }
}

#[test]
fn a_redirect_is_kept_while_its_wallet_has_the_membership_or_may_take_it_back() {
    let mut world = World::new();
    let (g, member, wallet) = moved(&mut world);
    let (site, founder) = (g.coop.site, &g.coop.founder);
    let another = world.actor("another", 0).wallet();
    let closes = site.reclaim_redirect(&wallet, &member, &founder.wallet());
    let now = world.now();
    for (at, former, since, needed) in [
        (wallet, another, 1, true),
        (another, wallet, 180 * DAY - 1, true),
        (another, wallet, 180 * DAY, false),
        (another, founder.wallet(), 1, false),
    ] {
        let saved = world.save();
        world.edit::<Member>(&member, |m| {
            (m.wallet, m.former_wallet, m.rehomed_at) = (at, former, (now - since).into());
        });
        if needed {
            world.refuses(RedirectStillNeeded, closes.clone(), &[]);
        } else {
            world.accepts(closes.clone(), &[]);
        }
        world.restore(&saved);
    }
}

#[test]
fn who_leaves_a_federation_asks_no_other_any_more() {
    let mut world = World::new();
    let (small, large) = federated(&mut world);
    let site = small.site;
    let index = pass(&mut world, &small, Action::LeaveFederation);
    // as if a period began now
    let now = world.now();
    world.edit::<Coop>(&site.coop, |c| {
        c.federation_sought = large.site.coop;
        c.period.started_at = now.into();
    });
    world.accepts(site.execute_leave_federation(index), &[]);
    let coop = world.coop(&site.coop);
    assert_eq!((coop.federation, coop.federation_sought), Default::default());
}

/// Whoever could bring hashes of its own would choose the panel.
#[test]
fn a_panel_is_drawn_by_the_clusters_hashes_only() {
    let mut world = World::new();
    let g = reviewable(&mut world);
    let site = g.coop.site;
    world.accepts(site.call_panel(0), &[]);
    world.pass_slots(65);
    let mut call = site.seat_panel(0);
    let place = call.accounts.len() - 1;
    let hashes = world.svm.get_account(&call.accounts[place].pubkey).expect("the sysvar");
    let own = world.new_key();
    let own = solana_signer::Signer::pubkey(&own);
    world.put(own, hashes);
    let genuine = std::mem::replace(&mut call.accounts[place].pubkey, own);
    world.refuses(PanelSlotNotThere, call.clone(), &[]);
    call.accounts[place].pubkey = genuine;
    world.accepts(call, &[]);
}

/// A pool's terms and text, and whose a mandate is, are looked at when they are proposed.
#[test]
fn a_proposal_whose_action_could_never_be_carried_out_is_refused() {
    let mut world = World::new();
    let (g, other) = (mandated(&mut world), mandated(&mut world));
    world.pass(1);
    clear(&mut world, &g.coop, 0);
    let (site, who) = (g.coop.site, &g.coop.founder);
    let index = next_of(&world, &g.coop, who);
    let terms = later_terms(&world);
    let opens = |spoil: fn(&mut PoolTerms)| {
        let mut terms = terms.clone();
        spoil(&mut terms);
        site.propose(&who.wallet(), index, Action::OpenPool { terms })
    };
    world.refuses(MinRaiseOutOfBounds, opens(|t| t.min_raise = t.max_raise + 1), &[who]);
    world.refuses(TextTooLong, opens(|t| t.purpose = "x".repeat(ABOUT + 1)), &[who]);
    let revokes = |mandate| {
        let action = Action::RevokeMandate { mandate };
        site.propose_with(&who.wallet(), index, Some(mandate), action)
    };
    world.refuses(MandateOfAnotherCoop, revokes(other.coop.site.mandate(0)), &[who]);
    let saved = world.save();
    for call in [opens(|t| t.purpose = "x".repeat(ABOUT)), revokes(site.mandate(0))] {
        world.restore(&saved);
        world.accepts(call, &[who]);
    }
}
