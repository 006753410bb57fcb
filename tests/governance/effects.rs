//! What each action does, to the unit, and what it leaves alone.

use crate::{
    DAY, UNIT, World, charter,
    fixtures::{
        active, await_execution, clear, close, close_overdue, donate, later_terms, mandated, newcomer, pass,
        payroll, pledge, propose, spending, traded, transfer_by_agent, vote,
    },
    stateful::chain::text,
};
use anchor_lang::prelude::Address;
use coop::{
    error::CoopError::*,
    events::Event,
    state::{Action, CharterTerms, Choice, Purpose, STATUTES_LINK, Statutes},
};

#[test]
fn a_proposal_keeps_the_action_and_the_snapshot_and_its_rent_returns() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let (site, founder) = (g.coop.site, &g.coop.founder);
    let before = world.lamports(&founder.wallet());
    let index = propose(&mut world, &g.coop, spending(&g.coop));
    let p = world.proposal(&site.proposal(index));
    let c = charter();
    assert_eq!((p.target, p.amount.get(), p.flag), (g.coop.members[1].wallet(), 10 * UNIT, 0));
    assert_eq!((p.electors.get(), p.charter_version.get(), p.special), (3, 1, 0));
    assert_eq!(p.ends.get(), world.now() + c.voting_period as i64);
    assert_eq!((p.timelock.get(), p.execution_window.get()), (c.timelock, c.execution_window));
    assert_eq!((p.quorum_bps.get(), p.proposer), (c.quorum_bps, site.member(&founder.wallet())));
    assert_eq!((p.index.get(), p.proposer_number.get(), p.count.get()), (0, 0, 0));
    assert_eq!(world.member(&site.member(&founder.wallet())).open_proposal, 1);
    let wallet = founder.wallet();
    world.accepts(site.cancel_proposal(&wallet, index, &wallet), &[founder]);
    assert!(world.is_closed(&site.proposal(index)));
    assert_eq!(world.lamports(&wallet), before);
    let books = world.coop(&site.coop);
    assert_eq!((books.proposals.get(), books.proposal_accounts.get()), (1, 0), "a number is given once");
    assert_eq!(world.member(&site.member(&wallet)).open_proposal, 0);

    // the next has the next numbers; what is special takes a fifth of the electors and a week at least
    world.edit::<coop::state::Coop>(&site.coop, |c| c.charter.quorum_bps = 100.into());
    let index = propose(&mut world, &g.coop, Action::CoverLoss { up_to: 1 });
    let p = world.proposal(&site.proposal(index));
    assert_eq!((p.index.get(), p.count.get(), p.special, p.quorum_bps.get()), (1, 1, 1, 2_000));
    assert_eq!(p.execution_window.get(), c.execution_window + world.coop(&site.coop).period.length.get());
}

#[test]
fn a_ballot_counts_once_however_often_it_changes_and_its_rent_returns() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let (site, who) = (g.coop.site, &g.coop.members[0]);
    let before = world.lamports(&who.wallet());
    propose(&mut world, &g.coop, spending(&g.coop));
    for choice in [Choice::Yes, Choice::No, Choice::Abstain, Choice::No, Choice::Yes] {
        let receipt = world.accepts(site.cast_vote(&who.wallet(), 0, choice), &[who]);
        let p = world.proposal(&site.proposal(0));
        let tally = [p.yes.get(), p.no.get(), p.abstain.get()];
        let mut expected = [0; 3];
        expected[choice as usize] = 1;
        assert_eq!(tally, expected);
        let [Event::BallotCast(event)] = receipt.events[..] else { panic!("{:?}", receipt.events) };
        assert_eq!((event.choice, event.yes.get()), (1 + choice as u8, expected[0]));
    }
    await_execution(&mut world, &g.coop, 0);
    world.accepts(site.execute_spend(0, &g.coop.members[1].tokens), &[]);
    world.accepts(site.reclaim_ballots(&who.wallet(), 0, 0), &[]);
    assert_eq!(world.lamports(&who.wallet()), before);
}

#[test]
fn ballots_can_be_reclaimed_after_their_proposals_account_is_gone() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let index = pass(&mut world, &g.coop, spending(&g.coop));
    world.accepts(g.coop.site.execute_spend(index, &g.coop.members[1].tokens), &[]);
    clear(&mut world, &g.coop, index);
    world.accepts(g.coop.site.reclaim_ballots(&g.coop.founder.wallet(), index, 0), &[]);
    assert!(world.is_closed(&g.coop.site.ballots(index, 0)));
}

#[test]
fn a_spend_is_an_expense_or_an_investment_and_fills_the_bucket_if_ordinary() {
    use Purpose::{Expense, Investment};
    for (amount, purpose, special) in
        [(60, Expense, false), (60, Investment, false), (61, Expense, true), (600, Investment, true)]
    {
        let mut world = World::new();
        let g = active(&mut world, 3, 200 * UNIT);
        let (site, to) = (g.coop.site, &g.coop.members[1]);
        let held = world.balance(&to.tokens);
        let amount = amount * UNIT;
        let index = pass(&mut world, &g.coop, Action::Spend { to: to.wallet(), amount, purpose });
        let p = world.proposal(&site.proposal(index));
        assert_eq!((p.is_special(), p.weighty == 1), (special, special), "a special spend is weighty");
        world.accepts(site.execute_spend(index, &to.tokens), &[]);
        let coop = world.coop(&site.coop);
        assert_eq!(world.balance(&to.tokens) - held, amount);
        assert_eq!(coop.operating(), 600 * UNIT - amount);
        let (expense, invested) = if purpose == Investment { (0, amount) } else { (amount, 0) };
        assert_eq!((coop.period.expenses.get(), coop.books.invested.get()), (expense, invested));
        // what is weighty is in no price of the period
        let (moved, bought) = if special { (invested, 0) } else { (0, invested) };
        assert_eq!((coop.books.loss.get(), coop.books.moved_out.get()), (expense, moved));
        assert_eq!(coop.books.bought.get(), bought);
        // a tenth of 600 in thirty days: 60 fill it
        let full = if special { 0 } else { world.now() + 30 * DAY };
        assert_eq!(coop.budget_full, full);
        assert_eq!(world.balance(&site.vault), coop.cash());
    }
}

#[test]
fn a_grant_comes_out_of_solidarity_and_nothing_else() {
    let mut world = World::new();
    let t = traded(&mut world);
    let (site, to) = (t.site(), &t.g.coop.members[1]);
    let before = world.coop(&site.coop);
    let amount = before.books.solidarity.get();
    assert!(amount > 0);
    let held = world.balance(&to.tokens);
    let index = pass(&mut world, &t.g.coop, Action::Grant { to: to.wallet(), amount });
    world.accepts(site.execute_grant(index, &to.tokens), &[]);
    let after = world.coop(&site.coop);
    assert_eq!((after.books.solidarity.get(), after.operating()), (0, before.operating()));
    assert_eq!(world.balance(&to.tokens) - held, amount);
}

#[test]
fn two_spends_within_the_budget_but_not_together_wait_for_room_and_not_for_a_close() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let (site, to) = (g.coop.site, &g.coop.members[1]);
    let forty = Action::Spend { to: to.wallet(), amount: 40 * UNIT, purpose: Purpose::Investment };
    let other = &g.coop.members[0];
    world.pass(1);
    world.accepts(site.propose(&other.wallet(), (1, 0), forty.clone()), &[other]);
    vote(&mut world, &g.coop, (1, 0), Choice::Yes);
    pass(&mut world, &g.coop, forty);
    world.accepts(site.execute_spend(0, &to.tokens), &[]);
    let at = world.now();
    world.refuses(BudgetExceeded, site.execute_spend((1, 0), &to.tokens), &[]);
    // 600 at the start, 560 now: a tenth of the smaller, of which 40 are drawn over thirty days
    let coop = world.coop(&site.coop);
    assert_eq!((coop.budget_full.get(), coop.budget().capacity), (at + 20 * DAY, 56 * UNIT));
    let seconds = (30 * DAY * 40 + 55) / 56;
    world.set_time(coop.budget_full.get() + seconds - 30 * DAY - 1);
    world.refuses(BudgetExceeded, site.execute_spend((1, 0), &to.tokens), &[]);
    world.pass(1);
    world.accepts(site.execute_spend((1, 0), &to.tokens), &[]);
    assert_eq!(world.coop(&site.coop).budget_full.get(), world.now() + 30 * DAY);
}

#[test]
fn while_a_period_is_overdue_nothing_leaves_operating_money() {
    let mut world = World::new();
    let g = mandated(&mut world);
    clear(&mut world, &g.coop, 0);
    let (site, to) = (g.coop.site, &g.coop.members[1]);
    let index = pass(&mut world, &g.coop, spending(&g.coop));
    world.set_time(world.coop(&site.coop).period.ends());
    let draw = site.draw_mandate(&to.wallet(), 0, &to.tokens, UNIT);
    world.refuses(ClosePeriodFirst, site.execute_spend(index, &to.tokens), &[]);
    world.refuses(ClosePeriodFirst, draw.clone(), &[to]);
    // in one transaction
    let coop = world.coop(&site.coop);
    let closing = site.close_period(&to.wallet(), coop.period.number.get());
    world.send(&[closing, draw, site.execute_spend(index, &to.tokens)], &[&to.key]).expect("paid");
}

#[test]
fn a_mandate_is_drawn_on_by_its_holder_up_to_so_much_a_period_and_what_is_not_drawn_is_lost() {
    let mut world = World::new();
    let g = mandated(&mut world);
    let (site, holder) = (g.coop.site, &g.coop.members[1]);
    let draw = |amount| site.draw_mandate(&holder.wallet(), 0, &holder.tokens, amount);
    let held = world.balance(&holder.tokens);
    world.accepts(draw(4 * UNIT), &[holder]);
    world.refuses(MoreThanTheMandate, draw(6 * UNIT + 1), &[holder]);
    world.refuses(AmountZero, draw(0), &[holder]);
    let thief = &g.coop.founder;
    let stolen = site.draw_mandate(&holder.wallet(), 0, &thief.tokens, 1);
    world.refuses(DestinationNotThePayees, stolen, &[holder]);
    close(&mut world, &g.coop);
    world.refuses(MoreThanTheMandate, draw(10 * UNIT + 1), &[holder]);
    world.accepts(draw(10 * UNIT), &[holder]);
    assert_eq!(world.balance(&holder.tokens) - held, 14 * UNIT);
    let coop = world.coop(&site.coop);
    assert_eq!(coop.period.expenses.get(), 10 * UNIT);
    let seconds = (30 * DAY as u64 * 10 * UNIT).div_ceil(coop.budget().capacity + UNIT);
    assert!(coop.budget_full.get() >= world.now() + seconds as i64, "an ordinary one fills the bucket");
    // revoked: nothing more
    clear(&mut world, &g.coop, 0);
    let rent = world.lamports(&g.coop.founder.wallet());
    let index = pass(&mut world, &g.coop, Action::RevokeMandate { mandate: site.mandate(0) });
    world.accepts(site.execute_revoke_mandate(index, 0, &g.coop.founder.wallet()), &[]);
    close(&mut world, &g.coop);
    assert!(world.attempt(draw(1), &[holder]).is_err());
    let spent: u64 = [site.proposal(index), site.ballots(index, 0), site.period(1)]
        .iter()
        .map(|account| world.lamports(account))
        .sum();
    let mandate = world.svm.minimum_balance_for_rent_exemption(8 + size_of::<coop::state::Mandate>());
    assert_eq!(world.lamports(&g.coop.founder.wallet()), rent + mandate - spent);
}

#[test]
fn an_ordinary_mandate_waits_when_the_budget_is_used_up_and_a_special_one_does_not() {
    for (per_period, special) in [(60, false), (61, true)] {
        let mut world = World::new();
        let g = active(&mut world, 3, 200 * UNIT);
        let (site, holder) = (g.coop.site, &g.coop.members[1]);
        let until = world.now() + 365 * DAY;
        let per_period = per_period * UNIT;
        let mandate = Action::Mandate { to: holder.wallet(), per_period, until, work: false };
        let index = pass(&mut world, &g.coop, mandate);
        world.accepts(site.execute_mandate(&g.coop.founder.wallet(), index, 0), &[&g.coop.founder]);
        clear(&mut world, &g.coop, index);
        let index = pass(&mut world, &g.coop, spending(&g.coop));
        world.accepts(site.execute_spend(index, &holder.tokens), &[]);
        let draw = site.draw_mandate(&holder.wallet(), 0, &holder.tokens, 51 * UNIT);
        if special {
            world.accepts(draw, &[holder]);
        } else {
            world.refuses(BudgetExceeded, draw, &[holder]);
        }
    }
}

#[test]
fn a_later_pool_raises_capital_without_making_electors() {
    let mut world = World::new();
    let mut g = active(&mut world, 3, 200 * UNIT);
    let i = newcomer(&mut world, &mut g.coop);
    let site = g.coop.site;
    let terms = later_terms(&world);
    let index = pass(&mut world, &g.coop, Action::OpenPool { terms: terms.clone() });
    let founder = &g.coop.founder;
    world.accepts(site.execute_open_pool(&founder.wallet(), index, 1), &[founder]);
    let pool = site.pool(1);
    let stored = world.pool(&pool.pool);
    assert_eq!((stored.founding, stored.terms.share_floor.get(), stored.index.get()), (0, 0, 1));
    assert_eq!(text(&stored.purpose), terms.purpose);
    world.set_time(terms.opens);
    let new = &g.coop.members[i];
    pledge(&mut world, &pool, new, 50 * UNIT, 60 * UNIT);
    for who in &g.coop.members[..2] {
        pledge(&mut world, &pool, who, 200 * UNIT, 0);
    }
    world.set_time(terms.deadline + 1);
    close_overdue(&mut world, &g.coop);
    let before = world.coop(&site.coop);
    world.accepts(pool.settle_pool(), &[]);
    world.accepts(pool.claim_shares(&new.wallet()), &[]);
    let after = world.coop(&site.coop);
    assert_eq!(after.operating() - before.operating(), 450 * UNIT);
    assert_eq!((after.electors, after.activated_at), (before.electors, before.activated_at));
    let member = world.member(&site.member(&new.wallet()));
    assert_eq!((member.shares.get(), member.is_elector()), (50 * UNIT, false));
}

#[test]
fn a_take_rate_counts_for_services_registered_from_now_on() {
    let mut world = World::new();
    let t = crate::fixtures::trading(&mut world, 3, 200 * UNIT);
    let site = t.site();
    let index = pass(&mut world, &t.g.coop, Action::SetTakeRate { bps: 500 });
    world.accepts(site.execute_set_take_rate(index), &[]);
    assert_eq!(world.coop(&site.coop).charter.take_rate_bps, 500);
    assert_eq!(world.coop(&site.coop).charter_version, 1, "no amendment");
    assert_eq!(world.service(&site.service(0)).take_rate_bps, 300, "what was promised");
    world.refuses(TakeRatePromised, site.reprice_service(0), &[]);
    let owner = t.owner.wallet();
    let second = site.register_service(&owner, &owner, 1, &t.owner.tokens, "Second", 500);
    world.accepts(second, &[&t.owner]);
    assert_eq!(world.service(&site.service(1)).take_rate_bps, 500);
}

#[test]
fn an_amendment_puts_the_whole_charter_and_the_heir_in_force_and_opens_pledges() {
    let mut world = World::new();
    let (small, large) = crate::fixtures::pair(&mut world);
    let site = small.site;
    let next = CharterTerms { reserve_bps: 5_000, timelock: 90 * DAY as u32, cash_bps: 2_000, ..charter() };
    let heir = large.site.coop;
    let index = pass(&mut world, &small, Action::Amend { charter: next, heir, statutes: None });
    world.refuses(HeirMissing, site.execute_amend(index, None), &[]);
    let another = active(&mut world, 3, 200 * UNIT).coop.site.coop;
    await_execution(&mut world, &small, index);
    world.refuses(SubjectMismatch, site.execute_amend(index, Some(another)), &[]);
    world.accepts(site.execute_amend(index, Some(heir)), &[]);
    let coop = world.coop(&site.coop);
    assert_eq!((coop.heir, coop.charter_version.get()), (heir, 2));
    let numbers = coop_math::charter::Charter::from(&coop.charter);
    assert_eq!(CharterTerms::from(numbers), next);
    assert_eq!(world.proposal(&site.proposal(index)).timelock, 7 * DAY as u32, "special: at least a week");
}

/// Statutes that are given replace those there are; an amendment without them leaves them alone.
#[test]
fn an_amendment_restates_the_statutes_if_it_has_any_and_names_no_heir_if_it_has_none() {
    let mut world = World::new();
    let (small, large) = crate::fixtures::pair(&mut world);
    let site = small.site;
    let before = world.coop(&site.coop);
    let (hash, uri) = ([7; 32], "u".repeat(STATUTES_LINK));
    let statutes = Some(Statutes { hash, uri: uri.clone() });
    let next = CharterTerms { cash_bps: 2_000, ..charter() };
    let heir = large.site.coop;
    let index = pass(&mut world, &small, Action::Amend { charter: next, heir, statutes });
    world.accepts(site.execute_amend(index, Some(heir)), &[]);
    let restated = world.coop(&site.coop);
    assert_eq!((restated.heir, restated.statutes_hash), (heir, hash));
    assert_eq!(restated.statutes_uri, uri.as_bytes());
    assert_ne!(before.statutes_hash, hash);
    clear(&mut world, &small, index);
    let next = CharterTerms { cash_bps: 3_000, ..charter() };
    let index =
        pass(&mut world, &small, Action::Amend { charter: next, heir: Address::default(), statutes: None });
    world.accepts(site.execute_amend(index, None), &[]);
    let after = world.coop(&site.coop);
    assert_eq!((after.heir, after.statutes_hash), (Address::default(), hash));
    assert_eq!((after.statutes_uri, after.charter_version.get()), (restated.statutes_uri, 3));

    // a link that is too long, or none, is refused before anyone votes on it
    let refused = |world: &mut World, uri: String, why| {
        let statutes = Some(Statutes { hash, uri });
        let action = Action::Amend { charter: next, heir: Address::default(), statutes };
        let nth = crate::fixtures::next_of(world, &small, &small.founder);
        world.refuses(why, site.propose(&small.founder.wallet(), nth, action), &[&small.founder]);
    };
    clear(&mut world, &small, index);
    refused(&mut world, "u".repeat(STATUTES_LINK + 1), TextTooLong);
    refused(&mut world, "two words".into(), UriInvalid);
}

#[test]
fn a_loss_is_covered_by_a_tenth_of_the_reserve_once_a_year() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let site = g.coop.site;
    donate(&mut world, &site.vault, 100 * UNIT);
    world.accepts(site.sync_vault(), &[]);
    crate::fixtures::spend(&mut world, &site, 50 * UNIT, false);
    close(&mut world, &g.coop);
    let founder = &g.coop.founder;
    world.pass(1);
    let cover = |up_to| Action::CoverLoss { up_to };
    world.refuses(AmountZero, site.propose(&founder.wallet(), 0, cover(0)), &[founder]);
    // never more than a tenth of the reserve, whatever was asked for
    let index = pass(&mut world, &g.coop, cover(50 * UNIT));
    let before = world.coop(&site.coop);
    world.accepts(site.execute_cover_loss(index), &[]);
    let after = world.coop(&site.coop);
    assert_eq!((after.books.reserve.get(), after.books.loss.get()), (90 * UNIT, 40 * UNIT));
    assert_eq!(after.operating() - before.operating(), 10 * UNIT);
    clear(&mut world, &g.coop, index);
    let again = site.propose(&founder.wallet(), index + 1, cover(UNIT));
    world.refuses(LossCoveredRecently, again.clone(), &[founder]);
    world.set_time(after.loss_covered_at.get() + 365 * DAY);
    world.accepts(again, &[founder]);
}

#[test]
fn the_agent_moves_what_it_owns_in_another_program() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let (action, accounts) = transfer_by_agent(&mut world, &g.coop, 7 * UNIT);
    let held = world.balance(&g.coop.founder.tokens);
    let index = pass(&mut world, &g.coop, action);
    let program = world.token_program;
    world.accepts(g.coop.site.execute_invoke(index, &program, None, &accounts), &[]);
    assert_eq!(world.balance(&accounts[0].pubkey), 0);
    assert_eq!(world.balance(&g.coop.founder.tokens) - held, 7 * UNIT);
    let stored = world.svm.get_account(&g.coop.site.proposal(index)).expect("a proposal").data.len();
    assert_eq!(stored, 8 + size_of::<coop::state::Proposal>() + 1 + 3 * 33 + 9);
    assert!(8 + size_of::<coop::state::Proposal>() <= 1_040);
    assert!(8 + size_of::<coop::state::BallotPage>() <= 240);
}

#[test]
fn a_proposal_that_is_over_is_closed_by_its_proposer_at_once_and_by_others_a_month_later() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let (site, founder, other) = (g.coop.site, &g.coop.founder, &g.coop.members[0]);
    let action = payroll(&g.coop, world.now());
    propose(&mut world, &g.coop, action);
    await_execution(&mut world, &g.coop, 0);
    let by = |who: &Address| site.reclaim_proposal(who, &founder.wallet(), 0, &founder.wallet());
    world.refuses(ProposalStillNeeded, by(&other.wallet()), &[other]);
    world.pass(charter().execution_window as i64 + 30 * DAY - 1);
    world.refuses(ProposalStillNeeded, by(&other.wallet()), &[other]);
    world.pass(1);
    world.accepts(by(&other.wallet()), &[other]);
    assert_eq!(world.member(&site.member(&founder.wallet())).open_proposal, 0);
}
