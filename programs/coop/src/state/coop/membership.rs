//! Admissions, and the capital of a member that leaves.

use super::{Coop, CoopStatus};
use crate::{
    error::CoopError,
    state::{Member, Standing},
};
use anchor_lang::prelude::*;
use coop_math::membership::{growth, place_left, vouches_needed};

impl Coop {
    /// Refuses an application that does not sign the statutes in force.
    pub fn require_signed(&self, statutes_hash: &[u8; 32]) -> Result<()> {
        require!(*statutes_hash == self.statutes_hash, CoopError::OtherStatutes);
        Ok(())
    }

    /// Refuses more capital than `max_shares` for one member; its money in open pools counts.
    #[inline(never)]
    pub fn require_room_for_shares(&self, member: &Member, amount: u64) -> Result<()> {
        let has = member.shares.get().saturating_add(member.pledged.get());
        let room = self.charter.max_shares.get().saturating_sub(has);
        require!(amount <= room, CoopError::SharesAboveMaximum);
        Ok(())
    }

    /// The number of vouches that a candidate needs. It does not fall when members leave after the application or
    /// after a vouch.
    pub fn vouches_needed_by(&self, candidate: &Member) -> u8 {
        self.vouches_needed().max(candidate.vouches_needed)
    }

    /// The smallest number of vouches that a candidate needs with the present number of members.
    pub fn vouches_needed(&self) -> u8 {
        vouches_needed(self.charter.vouches_required, self.members.get())
    }

    /// Marks that candidates need more vouches than the number `before`.
    pub fn mark_vouches_needed(&mut self, before: u8, now: i64) {
        if self.vouches_needed() > before {
            self.needs_since = now.into();
        }
    }

    /// Takes a place for a newcomer out of the bucket of admissions. While the co-op is forming, there is no limit.
    pub fn draw_admission(&mut self, member: &mut Member, now: i64) -> Result<()> {
        if self.status() != CoopStatus::Active {
            return Ok(());
        }
        let (bps, floor) = (self.charter.growth_bps.get(), self.charter.growth_floor.get());
        let before = self.growth_full.get().max(now);
        let full = growth(self.members.get(), bps, floor).draw(self.growth_full.get(), 1, now);
        let full = full.ok_or(CoopError::GrowthCapReached)?;
        self.growth_full = full.into();
        member.place_drawn = ((full - before) as u32).into();
        Ok(())
    }

    /// Ends a membership. The vote ends, shares and vintages become matured capital, and everything earned until the
    /// last close stays owed. The interest of the open period and all pioneer units lapse; the part for the open
    /// period is paid wholly in cash. What is left of its place in the bucket of admissions is given back. Business of
    /// an earlier period must be settled first. Equity and the price do not change.
    #[inline(never)]
    pub fn dismiss(&mut self, member: &mut Member, standing: Standing, now: i64) -> Result<()> {
        self.require_settled(member)?;
        if self.counts_by_pledge(member) {
            // only in a dissolving co-op; otherwise its shares are claimed first
            member.elector_from = self.activated_at;
            self.lose_elector(now);
        } else if member.is_elector() {
            self.lose_elector(now);
        }
        if self.dissolving_at == 0 {
            member.pledge_counts = 0;
        }
        self.members -= 1;
        self.growth_full -= place_left(member.place_drawn.get(), member.admitted_at.get(), now);
        member.place_drawn = PodU32::ZERO;
        self.draw_returns(member);
        self.pioneer_units -= member.pioneer_units;
        self.founding_shares -= member.founding_shares;
        member.pioneer_units = PodU64::ZERO;
        member.founding_shares = PodU64::ZERO;
        let shares = member.shares.get();
        self.period.shares_earning -= shares - member.shares_new.get();
        member.matured_new += member.shares_new;
        member.shares_new = PodU64::ZERO;
        self.books.shares_total -= shares;
        self.books.retained_total += shares;
        self.period.done.leaving_units += member.units;
        self.period.done.leaving_work += member.work;

        member.matured += shares + member.withdrawn.get() + member.vintages_total();
        for vintage in &mut member.vintages {
            vintage.retained = PodU64::ZERO;
        }
        member.withdrawn = PodU64::ZERO;
        member.shares = PodU64::ZERO;
        member.left_at = now.into();
        member.name = [0; 32];
        member.standing = standing.into();
        Ok(())
    }

    /// Books capital to a former member. `new`: it came in during the open period.
    #[inline(never)]
    pub fn take_matured(&mut self, member: &mut Member, amount: u64, new: bool) -> Result<()> {
        member.matured += amount;
        self.books.retained_total += amount;
        if new && amount != 0 && self.status() == CoopStatus::Active {
            self.begin_business(member)?;
            member.matured_new += amount;
        }
        Ok(())
    }
}
