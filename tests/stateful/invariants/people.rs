//! Who is a member, who votes, and what comes of it.

use super::{Change, lapsed, money};
use crate::{
    address,
    bootstrap::{claim_shares::ClaimShares, settle_pool::SettlePool},
    stateful::{deed::agent, proposal::Status},
};
use anchor_lang::prelude::Address;
use coop::state::{BallotPage, Choice, Member, PAGE_BALLOTS, Proposal, Standing};
use std::collections::BTreeSet;

/// A ballot is a byte at the number of a member that was given: never two of one member, none of nobody.
pub fn one_ballot_per_member(c: &Change) -> bool {
    let given = c.coop.next_member.get() as usize;
    c.after.pages.values().all(|page| page.ballots.iter().skip(given).all(|ballot| *ballot == 0))
}

/// How many ballots on a proposal say so.
fn said(c: &Change, proposal: usize, so: impl Fn(&BallotPage, u32) -> bool) -> usize {
    c.after
        .pages
        .get(&proposal)
        .map_or(0, |page| (0..PAGE_BALLOTS).filter(|number| so(page, *number)).count())
}

/// Whether ballots are taken, by what is stored.
fn takes_ballots(c: &Change, p: &Proposal) -> bool {
    let (left, all) = (p.protests.get() as u64, p.electors.get() as u64);
    let left_for_it =
        p.weighty == 1 && left >= 2 && left * 10_000 > all * c.coop.charter.exodus_bps.get() as u64;
    let stands = p.charter_version == c.coop.charter_version && p.vetoed == 0 && p.executed_at == 0;
    c.model.now < p.ends.get() && stands && !left_for_it
}

/// Until the ballots are reclaimed, which is only after the end. Later it does not change.
pub fn tally_equals_ballots(c: &Change) -> bool {
    c.after.proposals.iter().all(|(index, p)| {
        let said = |choice: Choice| said(c, *index, |page, number| page.said(number) == Some(choice.into()));
        let counted = [said(Choice::Yes), said(Choice::No), said(Choice::Abstain)];
        let tally = |p: &Proposal| [p.yes.get(), p.no.get(), p.abstain.get()].map(|n| n as usize);
        if takes_ballots(c, p) {
            return tally(p) == counted;
        }
        let stays = c.before.proposals.get(index).is_none_or(|old| tally(old) == tally(p));
        stays && tally(p).iter().zip(counted).all(|(all, left)| *all >= left)
    })
}

/// As many as are marked, until the ballots are reclaimed; none of what is not weighty, and none of one who is still there.
pub fn protests_are_of_those_who_left(c: &Change) -> bool {
    c.after.proposals.iter().all(|(index, p)| {
        let marked = said(c, *index, BallotPage::protests);
        let coop = &c.model.coops[c.slot];
        let stands = coop.proposal(*index).is_ok_and(|p| !p.is_over(coop, c.model.now));
        let open = stands || takes_ballots(c, p);
        let counted = p.protests.get() as usize;
        let stays = |m: &Member| {
            let there = m.is(Standing::Member) && m.elector_from != 0 && m.elector_from < p.created_at;
            there && said(c, *index, |page, number| number == m.number.get() && page.protests(number)) != 0
        };
        let left = !c.after.members.values().any(stays);
        left && counted >= marked && (!open || counted == marked) && (p.weighty == 1 || counted == 0)
    })
}

pub fn no_execution_before_timelock(c: &Change) -> bool {
    c.after.proposals.values().all(|p| {
        let opens = p.ends.get() + p.timelock.get() as i64;
        let at = p.executed_at.get();
        at == 0 || (at >= opens && at < opens + p.execution_window.get() as i64)
    })
}

pub fn executed_once(c: &Change) -> bool {
    c.after.proposals.iter().all(|(index, p)| {
        let before = c.before.proposals.get(index).map_or(0, |old| old.executed_at.get());
        before == 0 || p.executed_at == before
    })
}

/// Terms move towards the members' good only, one change at a time.
pub fn ratchets_hold(c: &Change) -> bool {
    let Some(old) = &c.before.coop else { return true };
    let (a, b) = (&old.charter, &c.coop.charter);
    b.member_share <= a.member_share
        && b.timelock >= a.timelock
        && b.exodus_bps <= a.exodus_bps
        && b.period_length <= a.period_length
        && b.take_rate_ceiling_bps <= a.take_rate_ceiling_bps
        && b.commitment >= a.commitment
        && b.reserve_bps >= a.reserve_bps
        && b.interest_cap_bps <= a.interest_cap_bps
        && b.depreciation_bps >= a.depreciation_bps
        && b.revolve_periods <= a.revolve_periods
        && b.redemption_bps >= a.redemption_bps
        && b.pioneer_bps == a.pioneer_bps
        && b.pioneer_threshold == a.pioneer_threshold
        && b.pioneer_cap_bps == a.pioneer_cap_bps
        && b.pioneer_shares_bps == a.pioneer_shares_bps
        && b.pioneer_start == a.pioneer_start
}

/// A holder draws no more than its mandate in a period; what ordinary spends and admissions drew drains in time.
pub fn mandates_and_budgets_hold(c: &Change) -> bool {
    let window = c.coop.period.length.get().max(30 * crate::DAY as u32) as i64;
    let Some(old) = &c.before.coop else { return true };
    let within = |before: i64, after: i64, window: i64| after <= before || after <= c.model.now + window;
    c.after.mandates.values().all(|m| m.drawn <= m.per_period)
        && within(old.budget_full.get(), c.coop.budget_full.get(), window)
        && within(old.growth_full.get(), c.coop.growth_full.get(), 30 * crate::DAY)
}

/// A number is given once and stays with its account.
pub fn numbers_are_kept(c: &Change) -> bool {
    let numbers: BTreeSet<u32> =
        c.after.members.values().filter(|m| m.numbered == 1).map(|m| m.number.get()).collect();
    let numbered = c.after.members.values().filter(|m| m.numbered == 1).count();
    let kept = c.after.members.iter().all(|(who, m)| {
        let same = |old: &Member| (old.numbered, old.number) == (m.numbered, m.number);
        c.before.members.get(who).is_none_or(|old| old.numbered == 0 || same(old))
    });
    let next = c.before.coop.as_ref().is_none_or(|old| old.next_member <= c.coop.next_member);
    numbers.len() == numbered
        && kept
        && next
        && numbers.iter().all(|number| *number < c.coop.next_member.get())
}

/// What is weighty happens after a close whose regular end is not before the end of its timelock.
pub fn left_in_time_is_paid_before(c: &Change) -> bool {
    let Some(old) = &c.before.coop else { return true };
    c.after.proposals.iter().all(|(index, p)| {
        let before = c.before.proposals.get(index).map_or(0, |old| old.executed_at.get());
        let now = p.weighty == 1 && before == 0 && p.executed_at != 0;
        !now || old.closed_until.get() >= p.ends.get() + p.timelock.get() as i64
    })
}

/// What a co-op's agent signs for moves nothing of the co-op's own, and nobody's tokens but the agent's.
pub fn agent_moves_only_its_own(c: &Change) -> bool {
    let represents = c.deed.name() == "execute_represent";
    if !represents && c.deed.name() != "execute_invoke" {
        return true;
    }
    let Some(old) = &c.before.coop else { return true };
    let all = |tokens: &[[u64; 2]]| tokens.iter().flatten().map(|held| *held as u128).sum::<u128>();
    let (before, after) = (c.tokens, c.model.tokens.as_slice());
    let lost = |who: usize| (0..2).any(|purse| after[who][purse] < before[who][purse]);
    c.after.vault == c.before.vault
        && money::cash(c.coop) == money::cash(old)
        && (represents || all(before) == all(after))
        && (0..before.len()).all(|who| who == agent(c.slot) || !lost(who))
}

/// A panel that is seated stays as it was drawn; it has as many objections as ballots say, until those are reclaimed;
/// and the third doubles the timelock, once: nothing else changes it.
pub fn panel_delays_once(c: &Change) -> bool {
    c.after.proposals.iter().all(|(index, p)| {
        let Some(old) = c.before.proposals.get(index) else {
            return p.objections == 0 && p.panel_seated == 0;
        };
        let delayed = old.objections < 3 && p.objections >= 3;
        let timelock = old.timelock.get() * if delayed { 2 } else { 1 };
        let redrawn = old.panel_seated == 1 && (p.panel_seated, p.panel_seed) != (1, old.panel_seed);
        let objecting = said(c, *index, BallotPage::objects);
        let coop = &c.model.coops[c.slot];
        let waits = coop.proposal(*index).is_ok_and(|p| p.status(coop, c.model.now) == Status::Waiting);
        let objections = p.objections as usize;
        let counted = if waits { objecting == objections } else { objecting <= objections };
        p.timelock == timelock && !redrawn && counted
    })
}

/// One account answers to a wallet, and a redirect stands for every membership that has moved; moving changes
/// nothing of it but the wallet.
pub fn one_membership_per_wallet(c: &Change) -> bool {
    let members = &c.after.members;
    let wallets: BTreeSet<&Address> = members.values().map(|m| &m.wallet).collect();
    let place = |who: usize| address::member(&c.model.places[c.slot], &c.model.wallets[who]);
    let moved = members.iter().filter(|(who, m)| m.wallet != c.model.wallets[**who]);
    let stand = moved
        .clone()
        .all(|(who, m)| c.after.redirects.values().any(|r| r.wallet == m.wallet && r.member == place(*who)));
    let same = members.iter().all(|(who, m)| {
        let Some(old) = c.before.members.get(who).filter(|old| old.wallet != m.wallet) else { return true };
        let mut expected = *old;
        (expected.wallet, expected.former_wallet, expected.rehomed_at) =
            (m.wallet, m.former_wallet, m.rehomed_at);
        let leads_back = match c.deed.name() {
            "execute_rehome" => m.former_wallet == old.wallet,
            "undo_rehome" => m.wallet == old.former_wallet,
            _ => false,
        };
        // whoever takes it back has acted
        expected.last_active_at = m.last_active_at;
        leads_back && bytemuck::bytes_of(&expected) == bytemuck::bytes_of(m)
    });
    let counted = c.coop.redirect_accounts.get() as usize == c.after.redirects.len();
    wallets.len() == members.len() && stand && same && counted
}

/// Those who may vote, and those whom the founding pool's settlement counted and nobody has claimed for.
pub fn electors_counted(c: &Change) -> bool {
    if lapsed(c) {
        return true;
    }
    let active = c.coop.activated_at != 0;
    let holds = |m: &&Member| m.is(Standing::Member) && m.pledge_counts == 1;
    let counted = |m: &&Member| active && holds(m) && m.pledged_in == c.coop.founding_pool;
    let enrolled = c.after.members.values().filter(|m| m.is_elector()).count();
    let unclaimed = c.after.members.values().filter(counted).count();
    c.coop.electors.get() as usize == enrolled + unclaimed
}

pub fn members_counted(c: &Change) -> bool {
    if lapsed(c) {
        return true;
    }
    let members = c.after.members.values().filter(|m| m.is(Standing::Member)).count();
    let accounts = c.after.members.len();
    c.coop.members.get() as usize == members && c.coop.member_accounts.get() as usize == accounts
}

/// Who pledged in the founding pool that succeeded votes as of its settlement: counted until claimed, and
/// an elector of that moment after.
pub fn every_pledger_is_an_elector(c: &Change) -> bool {
    let settled = match c.deed.of() {
        Some(&SettlePool { pool, .. }) if c.done && c.before.pools[&pool].account.settled_at == 0 => {
            let pool = &c.after.pools[&pool].account;
            pool.succeeded == 0 || pool.founding == 0 || c.coop.electors == pool.people
        }
        _ => true,
    };
    let claimed = match c.deed.of() {
        Some(&ClaimShares { pool: index, who, .. }) if c.done => {
            let (member, pool) = (&c.after.members[&who], &c.after.pools[&index]);
            let before = &c.before.members[&who];
            // otherwise it has claimed before, and its pledge is one to a later pool
            let its_own = before.pledged_in.get() as usize == index + 1;
            let stayed = its_own && before.pledge_counts == 1 && c.coop.dissolving_at == 0;
            !stayed || pool.account.founding == 0 || member.elector_from == pool.account.settled_at
        }
        _ => true,
    };
    settled && claimed
}

pub fn left_members_are_inert(c: &Change) -> bool {
    c.after.members.values().filter(|m| !m.is(Standing::Member)).all(|m| {
        let held = [m.shares, m.withdrawn, m.pioneer_units, m.founding_shares];
        held.iter().all(|held| held.get() == 0) && !m.is_elector() && m.vintages_total() == 0
    })
}
