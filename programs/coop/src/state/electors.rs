//! Electors: how many there are, and who was one when a proposal was made.

use super::{Coop, Member, Proposal, Standing};
use anchor_lang::prelude::*;

impl Coop {
    /// Whether the settlement of the founding pool counted this member as an elector and its pledge is not claimed
    /// yet.
    pub fn counts_by_pledge(&self, member: &Member) -> bool {
        // the first condition holds for hardly anyone
        member.pledge_counts == 1
            && member.is(Standing::Member)
            && member.pledged_in == self.founding_pool
            && self.activated_at != 0
    }

    /// The number of electors at the end of the second before `now`. They decide on everything that is proposed now,
    /// whatever else happens in this second.
    pub fn electors_until(&self, now: i64) -> PodU32 {
        if self.electors_changed_at == now { self.electors_before } else { self.electors }
    }

    fn remember_electors(&mut self, now: i64) {
        self.electors_before = self.electors_until(now);
        self.electors_changed_at = now.into();
    }

    /// Adds electors.
    pub fn gain_electors(&mut self, count: u32, now: i64) {
        self.remember_electors(now);
        self.electors += count;
        self.electorless_since = PodI64::ZERO;
    }

    /// Removes one elector, and stores the time if none is left.
    pub fn lose_elector(&mut self, now: i64) {
        self.remember_electors(now);
        self.electors -= 1;
        if self.electors == 0 {
            self.electorless_since = now.into();
        }
    }

    /// Whether the member had a vote at the end of the second before the proposal was made, whatever has happened
    /// since.
    pub fn is_of_the_snapshot(&self, member: &Member, proposal: &Proposal) -> bool {
        let before = proposal.created_at.get() - 1;
        if self.counts_by_pledge(member) {
            self.activated_at <= before
        } else {
            member.was_elector_at(before)
        }
    }
}

impl Member {
    /// Whether it has a vote in proposals that are made now.
    pub fn is_elector(&self) -> bool {
        self.is(Standing::Member) && self.elector_from != 0 && !self.is_suspended()
    }

    /// Whether it had a vote at the end of a second: not before it enrolled, not while it was suspended, not after it
    /// left.
    pub fn was_elector_at(&self, second: i64) -> bool {
        let suspended = self.gap_from <= second && second < self.gap_to.get();
        let left = self.left_at != 0 && self.left_at <= second;
        self.elector_from != 0 && self.elector_from <= second && !suspended && !left
    }

    /// The time since which it has been an elector without a break.
    pub fn elector_since(&self) -> i64 {
        self.elector_from.get().max(self.gap_to.get())
    }
}
