//! What each action does, to the unit, and what it leaves alone.

use crate::{
    DAY, UNIT, World, charter,
    fixtures::{
        active, await_execution, candidacy, clear, close, donate, give_solidarity, later_terms, mandated,
        moving, newcomer, pass, payroll, pledge, propose, spending, traded, transfer_by_agent, vote, vouch,
    },
};
use anchor_lang::prelude::Address;
use coop::{
    error::CoopError::*,
    events::Event,
    state::{Action, CharterTerms, Choice, Standing},
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
    assert_eq!(world.member(&site.member(&founder.wallet())).open_proposal, index + 1);
    let wallet = founder.wallet();
    world.accepts(site.cancel_proposal(&wallet, index, &wallet), &[founder]);
    assert!(world.is_closed(&site.proposal(index)));
    assert_eq!(world.lamports(&wallet), before);
    let books = world.coop(&site.coop);
    assert_eq!((books.proposals.get(), books.proposal_accounts.get()), (1, 0), "a number is given once");
    assert_eq!(world.member(&site.member(&wallet)).open_proposal, 0);
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
    assert_eq!(world.member(&site.member(&who.wallet())).ballots, 1);
    await_execution(&mut world, &g.coop, 0);
    world.accepts(site.execute_spend(0, &g.coop.members[1].tokens), &[]);
    world.accepts(site.reclaim_ballot(&who.wallet(), 0), &[]);
    assert_eq!(world.lamports(&who.wallet()), before);
    assert_eq!(world.member(&site.member(&who.wallet())).ballots, 0);
}

#[test]
fn a_ballot_can_be_reclaimed_after_its_proposals_account_is_gone() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let index = pass(&mut world, &g.coop, spending(&g.coop));
    world.accepts(g.coop.site.execute_spend(index, &g.coop.members[1].tokens), &[]);
    clear(&mut world, &g.coop, index);
    let who = &g.coop.members[0];
    world.accepts(g.coop.site.reclaim_ballot(&who.wallet(), index), &[]);
    assert!(world.is_closed(&g.coop.site.ballot(index, &who.wallet())));
}

#[test]
fn a_spend_is_an_expense_or_an_investment_and_counts_against_the_budget_if_ordinary() {
    for (amount, investment, special) in
        [(60, false, false), (60, true, false), (61, false, true), (600, true, true)]
    {
        let mut world = World::new();
        let g = active(&mut world, 3, 200 * UNIT);
        let (site, to) = (g.coop.site, &g.coop.members[1]);
        let held = world.balance(&to.tokens);
        let amount = amount * UNIT;
        let index = pass(&mut world, &g.coop, Action::Spend { to: to.wallet(), amount, investment });
        assert_eq!(world.proposal(&site.proposal(index)).is_special(), special);
        world.accepts(site.execute_spend(index, &to.tokens), &[]);
        let coop = world.coop(&site.coop);
        assert_eq!(world.balance(&to.tokens) - held, amount);
        assert_eq!(coop.operating(), 600 * UNIT - amount);
        let (expense, invested) = if investment { (0, amount) } else { (amount, 0) };
        assert_eq!((coop.period.expenses.get(), coop.books.invested.get()), (expense, invested));
        assert_eq!(coop.period.budget_spent, if special { 0 } else { amount });
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
fn two_spends_within_the_budget_but_not_together_wait_for_the_next_period() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let (site, to) = (g.coop.site, &g.coop.members[1]);
    let forty = Action::Spend { to: to.wallet(), amount: 40 * UNIT, purpose: Purpose::Expense };
    world.pass(20 * DAY);
    let other = &g.coop.members[0];
    world.accepts(site.propose(&other.wallet(), 0, forty.clone()), &[other]);
    vote(&mut world, &g.coop, 0, Choice::Yes);
    pass(&mut world, &g.coop, forty);
    world.accepts(site.execute_spend(1, &to.tokens), &[]);
    world.refuses(BudgetExceeded, site.execute_spend(0, &to.tokens), &[]);
    close(&mut world, &g.coop);
    world.accepts(site.execute_spend(0, &to.tokens), &[]);
    assert_eq!(world.coop(&site.coop).period.budget_spent, 40 * UNIT);
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
    assert_eq!((coop.period.expenses.get(), coop.period.budget_spent.get()), (10 * UNIT, 10 * UNIT));
    // revoked: nothing more
    clear(&mut world, &g.coop, 0);
    let rent = world.lamports(&g.coop.founder.wallet());
    let index = pass(&mut world, &g.coop, Action::RevokeMandate { mandate: site.mandate(0) });
    world.accepts(site.execute_revoke_mandate(index, 0, &g.coop.founder.wallet()), &[]);
    close(&mut world, &g.coop);
    assert!(world.attempt(draw(1), &[holder]).is_err());
    let spent: u64 = [site.proposal(index), site.ballot(index, &g.coop.founder.wallet()), site.period(1)]
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
        let mandate = Action::Mandate { to: holder.wallet(), per_period: per_period * UNIT, until };
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
    let index = pass(&mut world, &g.coop, Action::OpenPool { terms });
    let founder = &g.coop.founder;
    world.accepts(site.execute_open_pool(&founder.wallet(), index, 1), &[founder]);
    let pool = site.pool(1);
    let stored = world.pool(&pool.pool);
    assert_eq!((stored.founding, stored.terms.share_floor.get(), stored.index.get()), (0, 0, 1));
    assert_eq!(stored.purpose, terms.purpose);
    world.set_time(terms.opens);
    let new = &g.coop.members[i];
    pledge(&mut world, &pool, new, 50 * UNIT, 30 * UNIT);
    for who in &g.coop.members[..2] {
        pledge(&mut world, &pool, who, 200 * UNIT, 30 * UNIT);
    }
    world.set_time(terms.deadline + 1);
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
fn who_is_expelled_keeps_its_money_and_nothing_else_until_it_is_readmitted() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let (site, who) = (g.coop.site, &g.coop.members[1]);
    let (wallet, member) = (who.wallet(), site.member(&who.wallet()));
    let index = pass(&mut world, &g.coop, Action::Expel { member });
    world.accepts(site.execute_expel(index, &member), &[]);
    let coop = world.coop(&site.coop);
    assert_eq!((coop.members.get(), coop.electors.get()), (2, 2));
    let m = world.member(&member);
    assert!(m.is(Standing::Expelled));
    assert_eq!((m.shares.get(), m.matured.get()), (0, 200 * UNIT));
    // no vote, no voice, no vouch, no way back
    clear(&mut world, &g.coop, index);
    let next = propose(&mut world, &g.coop, Action::Readmit { member });
    world.refuses(ElectorsOnly, site.cast_vote(&wallet, next, Choice::Yes), &[who]);
    world.refuses(ElectorsOnly, site.propose(&wallet, next + 1, spending(&g.coop)), &[who]);
    world.refuses(NotLeft, site.reapply(&wallet), &[who]);
    world.refuses(NotAMember, site.subscribe(who, UNIT), &[who]);
    // its free capital is its own (a tenth answers for the use it pledged)
    let free = m.redeemable();
    assert!(free >= 180 * UNIT);
    world.accepts(site.redeem(&wallet, &who.tokens, free, free), &[who]);
    vote(&mut world, &g.coop, next, Choice::Yes);
    await_execution(&mut world, &g.coop, next);
    world.accepts(site.execute_readmit(next, &member), &[]);
    world.accepts(site.reapply(&wallet), &[who]);
    assert!(world.member(&member).is(Standing::Candidate));
}

#[test]
fn resigning_first_does_not_escape_an_expulsion() {
    let mut world = World::new();
    let g = active(&mut world, 6, 200 * UNIT);
    let (site, who) = (g.coop.site, &g.coop.members[1]);
    let member = site.member(&who.wallet());
    let index = pass(&mut world, &g.coop, Action::Expel { member });
    world.accepts(site.resign(&who.wallet()), &[who]);
    world.accepts(site.reapply(&who.wallet()), &[who]);
    let electors = world.coop(&site.coop).electors;
    world.accepts(site.execute_expel(index, &member), &[]);
    assert!(world.member(&member).is(Standing::Expelled));
    assert_eq!(world.coop(&site.coop).electors, electors);
    world.refuses(NotLeft, site.reapply(&who.wallet()), &[who]);
    world.refuses(MemberStillNeeded, site.reclaim_member(&who.wallet(), &who.wallet()), &[]);
}

#[test]
fn a_membership_moves_with_everything_and_neither_wallet_becomes_a_second_one() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let (site, old, founder) = (g.coop.site, &g.coop.members[1], &g.coop.founder);
    let new = world.actor("new wallet", 0);
    let (member, wallet) = (site.member(&old.wallet()), new.wallet());
    let before = world.member(&member);
    let index = pass(&mut world, &g.coop, Action::Rehome { member, wallet });
    world.accepts(site.execute_rehome(&founder.wallet(), index, &member, &wallet), &[founder]);
    let mut expected = before;
    (expected.wallet, expected.ballots) = (wallet, 1.into());
    expected.last_active_at = world.member(&member).last_active_at;
    assert_eq!(bytemuck::bytes_of(&world.member(&member)), bytemuck::bytes_of(&expected));
    // the new wallet acts, the old one does not
    let as_member = |mut call: solana_message::Instruction, at: usize| {
        call.accounts[at].pubkey = member;
        call
    };
    world.refuses(WalletMismatch, site.resign(&old.wallet()), &[old]);
    assert!(world.attempt(site.apply(&wallet, &wallet), &[&new]).is_err(), "no second membership");
    assert!(world.attempt(site.apply(&old.wallet(), &old.wallet()), &[old]).is_err());
    world.accepts(as_member(site.resign(&wallet), 2), &[&new]);
    let free = world.member(&member).redeemable();
    let to_the_old = as_member(site.redeem(&wallet, &old.tokens, free, free), 2);
    world.refuses(DestinationNotTheMembers, to_the_old, &[&new]);
    world.accepts(as_member(site.redeem(&wallet, &new.tokens, free, free), 2), &[&new]);
    assert_eq!(world.balance(&new.tokens), free);
}

#[test]
fn a_member_can_propose_to_move_itself() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let (site, founder) = (g.coop.site, &g.coop.founder);
    let (member, wallet) = (site.member(&founder.wallet()), world.actor("new wallet", 0).wallet());
    let index = pass(&mut world, &g.coop, Action::Rehome { member, wallet });
    world.accepts(site.execute_rehome(&founder.wallet(), index, &member, &wallet), &[founder]);
    let moved = world.member(&member);
    assert_eq!((moved.wallet, moved.open_proposal.get(), moved.number.get()), (wallet, index + 1, 0));
}

#[test]
fn what_names_a_closed_membership_is_closed_though_another_has_moved_to_the_wallet_it_began_with() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let (site, founder) = (g.coop.site, &g.coop.founder);
    let (gone, later) = (world.actor("gone", 0), world.actor("later", 0));
    let moves = |world: &mut World, member: Address, wallet: Address| {
        let index = pass(world, &g.coop, Action::Rehome { member, wallet });
        world.accepts(site.execute_rehome(&founder.wallet(), index, &member, &wallet), &[founder]);
        clear(world, &g.coop, index);
    };
    // an application with a vouch moves, and is withdrawn and closed
    candidacy(&mut world, &site, &gone);
    vouch(&mut world, &site, founder, &gone);
    let place = site.member(&gone.wallet());
    moves(&mut world, place, later.wallet());
    let mut withdraw = site.withdraw_application(&later.wallet());
    withdraw.accounts[2].pubkey = place;
    world.accepts(withdraw, &[&later]);
    world.accepts(site.reclaim_member(&gone.wallet(), &gone.wallet()), &[]);
    // another membership comes to its first wallet: a redirect stands where the account was
    let member = site.member(&g.coop.members[1].wallet());
    moves(&mut world, member, gone.wallet());
    world.accepts(site.reclaim_vouch(&founder.wallet(), &gone.wallet(), &founder.wallet()), &[]);
    world.accepts(site.reclaim_redirect(&later.wallet(), &place, &founder.wallet()), &[]);
    let needed = site.reclaim_redirect(&gone.wallet(), &member, &founder.wallet());
    world.refuses(RedirectStillNeeded, needed, &[]);
}

#[test]
fn only_the_member_itself_objects_to_being_moved() {
    let mut world = World::new();
    let (g, member, _) = moving(&mut world);
    let other = &g.coop.members[0];
    let call = g.coop.site.veto_rehome(&other.wallet(), &member, 0);
    world.refuses(WalletMismatch, call, &[other]);
    let mut call = g.coop.site.veto_rehome(&other.wallet(), &member, 0);
    call.accounts[2].pubkey = g.coop.site.member(&other.wallet());
    world.refuses(SubjectMismatch, call, &[other]);
}

#[test]
fn an_amendment_puts_the_whole_charter_and_the_heir_in_force_and_opens_pledges() {
    let mut world = World::new();
    let (small, large) = crate::fixtures::pair(&mut world);
    let site = small.site;
    let next = CharterTerms { reserve_bps: 5_000, timelock: 90 * DAY as u32, cash_bps: 2_000, ..charter() };
    let heir = large.site.coop;
    let index = pass(&mut world, &small, Action::Amend { charter: next, heir });
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

#[test]
fn a_loss_is_covered_by_a_tenth_of_the_reserve_once_a_year() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let site = g.coop.site;
    donate(&mut world, &site.vault, 100 * UNIT);
    world.accepts(site.sync_vault(), &[]);
    world.edit::<coop::state::Coop>(&site.coop, |coop| coop.books.loss = (50 * UNIT).into());
    let founder = &g.coop.founder;
    world.pass(1);
    let cover = |amount| Action::CoverLoss { amount };
    for amount in [0, 10 * UNIT + 1] {
        let call = site.propose(&founder.wallet(), 0, cover(amount));
        world.refuses(LossCoverOutOfBounds, call, &[founder]);
    }
    let index = pass(&mut world, &g.coop, cover(10 * UNIT));
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
    assert!(stored <= 1_024 && 8 + size_of::<coop::state::Proposal>() <= 512);
    assert!(8 + size_of::<coop::state::Ballot>() <= 24);
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

#[test]
fn solidarity_is_remitted_to_the_reserve_of_the_federation_only() {
    let mut world = World::new();
    let (small, large) = crate::fixtures::federated(&mut world);
    let site = small.site;
    give_solidarity(&mut world, &site, 9 * UNIT);
    let stranger = active(&mut world, 3, 200 * UNIT).coop.site;
    world.refuses(InNoFederation, site.remit_solidarity(&stranger.coop), &[]);
    let (before, theirs) = (world.coop(&site.coop), world.coop(&large.site.coop));
    let receipt = world.accepts(site.remit_solidarity(&large.site.coop), &[]);
    assert_eq!(receipt.events.len(), 2, "both tell it");
    let (after, now) = (world.coop(&site.coop), world.coop(&large.site.coop));
    assert_eq!(
        (after.books.solidarity.get(), after.operating()),
        (before.books.solidarity.get() - 9 * UNIT, before.operating())
    );
    assert_eq!(now.books.reserve.get() - theirs.reserve.get(), 9 * UNIT);
    assert_eq!(world.balance(&large.site.vault), now.cash());
    // and no more once it has left
    let index = pass(&mut world, &small, Action::LeaveFederation);
    world.accepts(site.execute_leave_federation(index), &[]);
    give_solidarity(&mut world, &site, UNIT);
    world.refuses(InNoFederation, site.remit_solidarity(&large.site.coop), &[]);
}
