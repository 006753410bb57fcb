mod capital;
mod promise;

use super::write_text;
use crate::error::CoopError;
use anchor_lang::prelude::*;
use coop_math::{
    bootstrap::turnover_floor,
    membership::{LEFT_KEPT, PROTEST_KEPT, QUIET},
    patronage::capital::{Capital, is_mature},
};

/// Slots of the ring of retained vintages: the most periods a vintage can take to mature.
pub const VINTAGES: usize = 8;

/// Pools whose capital can rest in one account at a time.
pub const RESTS: usize = 4;

/// The end of a suspension that has none yet.
pub const OPEN_GAP: i64 = i64::MAX;

/// One wallet's place in one co-operative: candidate, member, or gone with something still owed.
///
/// Seeds: `["member", coop, wallet]`. Membership is no token: it cannot be transferred, delegated or sold.
/// Amounts are base units, times unix seconds.
#[account]
pub struct Member {
    pub coop: Address,
    /// The key that acts for the member and owns the token accounts it is paid to.
    pub wallet: Address,
    /// Who paid the rent of this account and gets it back.
    pub rent_payer: Address,
    /// What the member wants to be called: UTF-8, at most 32 bytes, padded with zeros; may be empty. Two members may have the
    /// same or one that looks the same: whoever shows it shows the number too. Cleared when it leaves.
    pub name: [u8; 32],
    /// The wallet that it was moved from last, which can undo that for [`QUIET`] seconds; all zeros: never moved, or undone.
    pub former_wallet: Address,
    /// The co-op's event number of the latest application: names this membership, so that vouches and
    /// pledges of an earlier one are told apart.
    pub application: PodU64,
    pub applied_at: PodI64,
    /// 0: never admitted since the latest application.
    pub admitted_at: PodI64,
    /// The last payment made while the member share was not yet reached: seasoning runs from here. 0: none.
    pub share_paid_at: PodI64,
    /// Since when this member has a vote in what is proposed; 0: never since it applied. It stays when it leaves or is
    /// suspended: what was proposed before is not touched by that.
    pub elector_from: PodI64,
    /// From when its vote was suspended last; 0: never.
    pub gap_from: PodI64,
    /// Until when; [`OPEN_GAP`]: it is suspended now.
    pub gap_to: PodI64,
    /// Since when an elector's shares have been below the member share; 0: they are not.
    pub short_since: PodI64,
    /// 0 until it leaves or withdraws.
    pub left_at: PodI64,
    /// The last act of the member's own.
    pub last_active_at: PodI64,
    /// When it took its name last; 0: never.
    pub named_at: PodI64,
    /// When it was moved to its wallet; 0: never.
    pub rehomed_at: PodI64,
    /// The latest `until` of `rests`; 0: nothing rests.
    pub rests_until: PodI64,
    /// When its promise of use is over at the latest; 0: there is none. Until its pledge is claimed: the latest that it can be
    /// if the pool is settled within 30 days after its deadline.
    pub promise_ends: PodI64,
    /// When it pledged last; 0: never.
    pub pledged_at: PodI64,
    /// It was released from what bound it, and may not apply anew before; 0: it was not.
    pub returns_from: PodI64,

    /// Paid-in capital.
    pub shares: PodU64,
    /// The part of `shares` booked during `unsettled_period`: they earn from the start of the period after it, and cannot be
    /// withdrawn before.
    pub shares_new: PodU64,
    /// The part of `matured` booked during `unsettled_period`: it cannot be asked back before that closes.
    pub matured_new: PodU64,
    /// The part of `shares_new` and `matured_new` that was paid in during `unsettled_period`: it is in no price until that
    /// closes.
    pub fresh: PodU64,
    /// The part of `shares_new` and `matured_new` that a pool brought: it rests as long as `rests` says, not longer.
    pub claimed_new: PodU64,
    /// The part of `asked` that is fresh: of one who was released, and is paid before it has stayed a period.
    pub asked_fresh: PodU64,
    /// Shares withdrawn from: capital that earns nothing and can be asked back without a cap.
    pub withdrawn: PodU64,
    /// Matured capital: a staying member can ask back `redemption_bps` of it a period.
    pub matured: PodU64,
    /// Of `withdrawn` and `matured`, asked back at the close of `unsettled_period`.
    pub asked: PodU64,
    /// The part of the capital that answers for the promise of use and cannot be asked back yet.
    pub bonded: PodU64,
    /// Turnover that it promised with a pledge and that is not settled; 0: no promise is open.
    pub promised: PodU64,
    /// Turnover since it promised: what it paid, was paid as a provider and for work, through the co-op.
    pub turnover: PodU64,
    /// Paid of its claim on a dissolving co-op.
    pub drawn: PodU64,
    /// Money in a pool that is not yet a share or refunded; counts against `max_shares`.
    pub pledged: PodU64,
    /// Owed in cash.
    pub dividends: PodU64,
    /// Units of use in `unsettled_period`, as a buyer and as a provider, not settled yet.
    pub units: PodU64,
    /// Pay for work in `unsettled_period`, not settled yet.
    pub work: PodU64,
    /// Made by dividends of periods that ended before `pioneer_start`; they lapse with the membership.
    pub pioneer_units: PodU64,
    /// Shares of the founding pool still held; those held at `pioneer_start` make pioneer units.
    pub founding_shares: PodU64,
    /// The co-op's accumulator up to which interest is settled, Q64.64.
    pub interest_checkpoint: PodU128,
    /// The co-op's accumulator up to which pioneer returns are settled, Q64.64.
    pub pioneer_checkpoint: PodU128,
    /// Capital that pools brought and that cannot be asked back yet, each until it may; in no order.
    pub rests: [Rest; RESTS],
    /// Retained patronage by period; slot = period mod 8.
    pub vintages: [Vintage; VINTAGES],
    /// 0 for the founder, then in order of the first admission; never another's.
    pub number: PodU32,
    /// Seconds that its admission drew from the bucket of admissions.
    pub place_drawn: PodU32,
    /// The one period that `units`, `work`, `shares_new`, `matured_new` and `asked` are of, as long as there are any.
    pub unsettled_period: PodU32,
    /// The period in which `vouches_given` counts.
    pub vouched_in: PodU32,
    /// The pool, by index plus one, that holds its pledge, which neither came back nor was claimed; 0: none. If it is the
    /// one that made the co-op active, its settlement made an elector.
    pub pledged_in: PodU32,
    /// Proposals it ever made; the count of its next, by which that is found.
    pub proposals: PodU32,
    /// The take rate that its promise of use is measured by; basis points.
    pub promise_rate_bps: PodU16,
    /// 1: its pledge counts among the people of its pool; 0: it has none, or has left since, before a dissolution.
    pub pledge_counts: u8,
    /// 1: the pledge that it promised with is claimed, so that `promise_ends` and `bonded` are known.
    pub promise_stands: u8,
    /// 1: its pledge does not bind it, as it was released or expelled since.
    pub unbound: u8,
    /// The most vouches that it took to be admitted when it applied and whenever it was vouched for since: who leaves lowers
    /// nothing.
    pub vouches_needed: u8,
    pub vouches_received: u8,
    pub vouches_given: u8,
    /// 1: its latest proposal is open.
    pub open_proposal: u8,
    /// 1: it left in protest.
    pub in_protest: u8,
    /// 1 once it was admitted for the first time: `number` is its own from then on.
    pub numbered: u8,
    /// 1: nobody can sign with its wallet but a program: it is another co-op's agent, say. Such a member is paid only where it
    /// looks.
    pub keyless: u8,
    pub standing: PodStanding,
    pub bump: u8,
}

/// Patronage of one period that was retained as capital.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, bytemuck::Pod, bytemuck::Zeroable, IdlType)]
#[repr(C)]
pub struct Vintage {
    pub period: PodU32,
    /// Base units of capital.
    pub retained: PodU64,
}

/// Capital that a pool brought, and until when it cannot be asked back. Over by then: the place is free.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, bytemuck::Pod, bytemuck::Zeroable, IdlType)]
#[repr(C)]
pub struct Rest {
    /// Unix seconds.
    pub until: PodI64,
    /// Base units.
    pub capital: PodU64,
    /// Of shares that were claimed in the period of their settlement: that period plus one; else 0.
    pub fresh_in: PodU32,
}

/// What a wallet is to the co-op.
#[pod_wrapper]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Standing {
    /// Has applied.
    Candidate = 1,
    /// Admitted and not gone.
    Member = 2,
    /// Resigned or withdrew; may apply anew.
    Left = 3,
    /// Made to leave; may come back only by resolution.
    Expelled = 4,
}

impl Standing {
    /// All of them, by their numbers from 1 on: what the IDL says of an account's byte.
    pub const ALL: [Self; 4] = [Self::Candidate, Self::Member, Self::Left, Self::Expelled];
}

impl Member {
    pub fn is(&self, standing: Standing) -> bool {
        self.standing.0 == standing as u8
    }

    /// Whether it has a vote in what is proposed now.
    pub fn is_elector(&self) -> bool {
        self.is(Standing::Member) && self.elector_from != 0 && !self.is_suspended()
    }

    /// Whether its vote is suspended: only its own signature brings it back.
    pub fn is_suspended(&self) -> bool {
        self.gap_to == OPEN_GAP
    }

    /// Whether it had a vote at the end of a second: not before it enrolled, nor while it was suspended, nor after it left.
    pub fn was_elector_at(&self, second: i64) -> bool {
        let suspended = self.gap_from <= second && second < self.gap_to.get();
        let left = self.left_at != 0 && self.left_at <= second;
        self.elector_from != 0 && self.elector_from <= second && !suspended && !left
    }

    /// Since when it has been an elector without a break.
    pub fn elector_since(&self) -> i64 {
        self.elector_from.get().max(self.gap_to.get())
    }

    /// Whether it left in protest, or was made to leave.
    pub fn protests(&self) -> bool {
        self.is(Standing::Expelled) || (self.is(Standing::Left) && self.in_protest == 1)
    }

    /// Whether it left in protest so short a time ago that the protest can still be counted: it does not come back before.
    pub fn keeps_protest(&self, now: i64) -> bool {
        self.in_protest == 1 && now.saturating_sub(self.left_at.get()) < PROTEST_KEPT
    }

    /// Whether one who was a member left so short a time ago that its account stays.
    pub fn keeps_account(&self, now: i64) -> bool {
        self.numbered == 1 && now.saturating_sub(self.left_at.get()) < LEFT_KEPT
    }

    /// Refuses, for [`QUIET`] seconds after the membership was moved to another wallet, whatever that wallet would get out
    /// of it: until then the old one can undo the move.
    #[inline(always)]
    pub fn require_at_home(&self, now: i64) -> Result<()> {
        // hardly any membership ever moves
        if self.rehomed_at == 0 { Ok(()) } else { self.require_settled_in(now) }
    }

    #[cold]
    #[inline(never)]
    fn require_settled_in(&self, now: i64) -> Result<()> {
        require!(!self.is_quiet(now), CoopError::RehomedRecently);
        Ok(())
    }

    /// Whether it was moved to another wallet so short a time ago that the old one can undo it.
    pub fn is_quiet(&self, now: i64) -> bool {
        self.rehomed_at != 0 && now.saturating_sub(self.rehomed_at.get()) < QUIET
    }

    /// Whether business of `unsettled_period` waits for `settle_patronage`.
    pub fn is_unsettled(&self) -> bool {
        self.units != 0 || self.work != 0 || self.shares_new != 0 || self.matured_new != 0 || self.asked != 0
    }

    #[inline(never)]
    fn sum_of_rests(&self, now: i64) -> u64 {
        self.rests.iter().filter(|rest| rest.until > now).map(|rest| rest.capital.get()).sum()
    }

    /// What of the capital of one who stays rests, or does not earn yet: that is not withdrawn, though its stay may be over, and though
    /// it may have been claimed when nothing bound it any more.
    #[inline(never)]
    fn resting_or_new(&self, now: i64) -> u64 {
        let open = self.unsettled_period.get() + 1;
        let counts = |rest: &&Rest| rest.until > now || rest.fresh_in == open;
        let sum: u64 = self.rests.iter().filter(counts).map(|rest| rest.capital.get()).sum();
        sum.max(self.claimed_new.get())
    }

    #[inline(never)]
    fn require_free_rest(&self, now: i64) -> Result<()> {
        require!(self.rests.iter().any(|rest| rest.until <= now), CoopError::TooMuchRests);
        Ok(())
    }

    /// Whether nothing is owed to or by the member any more, so that its account can be closed.
    #[inline(never)]
    pub fn is_empty(&self) -> bool {
        let amounts =
            [self.shares, self.withdrawn, self.matured, self.pledged, self.dividends, self.pioneer_units];
        amounts.iter().all(|amount| amount.is_zero())
            && !self.is_unsettled()
            && self.vintages_total() == 0
            && self.has_no_accounts()
    }

    /// Whether no other account still needs this one.
    pub fn has_no_accounts(&self) -> bool {
        self.pledged_in == 0 && self.open_proposal == 0
    }

    /// Starts a membership anew: a candidate with no vote and no vouches. What was earned stays.
    pub fn become_candidate(&mut self, application: PodU64, vouches_needed: u8, now: i64) {
        self.application = application;
        self.applied_at = now.into();
        self.last_active_at = now.into();
        self.admitted_at = PodI64::ZERO;
        self.left_at = PodI64::ZERO;
        self.elector_from = PodI64::ZERO;
        self.gap_from = PodI64::ZERO;
        self.gap_to = PodI64::ZERO;
        self.short_since = PodI64::ZERO;
        self.in_protest = 0;
        self.returns_from = PodI64::ZERO;
        self.share_paid_at = PodI64::ZERO;
        self.vouches_needed = vouches_needed;
        self.vouches_received = 0;
        self.standing = Standing::Candidate.into();
    }

    /// Takes a name, or none.
    pub fn take_name(&mut self, name: &str, now: i64) -> Result<()> {
        write_text(name, &mut self.name)?;
        if !name.is_empty() {
            self.named_at = now.into();
        }
        Ok(())
    }

    /// What must hold after every instruction, as far as this account alone can tell.
    #[inline(always)]
    pub fn invariant(&self) -> Result<()> {
        require!(self.holds_together(), CoopError::InvariantBroken);
        Ok(())
    }

    #[inline(never)]
    fn holds_together(&self) -> bool {
        let member = self.is(Standing::Member);
        self.shares_new <= self.shares
            && self.matured_new <= self.matured
            // no sum exceeds 64 bits: they are parts of all capital, which does not
            && self.fresh.get() <= self.shares_new.get().wrapping_add(self.matured_new.get())
            && self.claimed_new.get() <= self.shares_new.get().wrapping_add(self.matured_new.get())
            && self.asked.get() <= self.withdrawn.get().wrapping_add(self.matured.get())
            && self.asked_fresh <= self.asked
            && self.asked_fresh <= self.fresh
            && self.gap_from <= self.gap_to
            && (member || self.shares == 0)
            && (self.pledged_in == 0) == (self.pledged == 0)
            && (self.pledge_counts == 0 || self.pledged_in != 0)
            && (self.promise_stands == 1 || self.bonded == 0)
    }
}
