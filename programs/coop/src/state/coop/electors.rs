//! Electors: how many there are, and who was one when a proposal was made.

use super::Coop;
use crate::state::{Member, Proposal, Standing};
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
