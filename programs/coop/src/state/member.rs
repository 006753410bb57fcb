mod capital;
mod promise;

use super::write_text;
use crate::error::CoopError;
use anchor_lang::prelude::*;
use coop_math::{
    bootstrap::promise::turnover_floor,
    membership::{LEFT_KEPT, PROTEST_KEPT, QUIET},
    patronage::capital::{Capital, is_mature},
};

/// The number of slots for retained vintages: the most periods that a vintage can take to mature.
pub const VINTAGES: usize = 8;

/// The number of pools whose capital can rest in one account at a time.
pub const RESTS: usize = 4;

/// The end of a suspension that has not ended yet.
pub const OPEN_GAP: i64 = i64::MAX;

/// The membership of one wallet in one co-operative: as a candidate, as a member, or as a former member that is still
/// owed something.
///
/// Seeds: `["member", coop, wallet]`. A membership is not a token: it cannot be transferred, delegated or sold.
/// Amounts are base units, times are unix seconds.
#[account]
pub struct Member {
    pub coop: Address,
    /// The wallet that acts for the member and owns the token accounts to which it is paid.
    pub wallet: Address,
    /// The payer of this account's rent, who gets it back.
    pub rent_payer: Address,
    /// The name that the member chose: UTF-8, at most 32 bytes, padded with zeros; may be empty. Two members may have
    /// the same name, or names that look the same, so whoever shows a name shows the number too. Cleared when the
    /// member leaves.
    pub name: [u8; 32],
    /// The wallet from which the membership was last moved, and which can undo that for 180 days; all zeros: never
    /// moved, or undone.
    pub former_wallet: Address,
    /// The co-op's event number of the latest application. It identifies this membership, so that vouches and pledges
    /// of an earlier one are not counted.
    pub application: PodU64,
    pub applied_at: PodI64,
    /// When a vouch for its application was last withdrawn, unix seconds; 0: none was.
    pub lacks_since: PodI64,
    /// 0: never admitted since the latest application.
    pub admitted_at: PodI64,
    /// The time of the last payment that was made while the member share was not reached yet: seasoning runs from
    /// here. 0: none.
    pub share_paid_at: PodI64,
    /// The time since which this member has a vote in new proposals; 0: never since it applied. It stays when the
    /// member leaves or is suspended, because that does not affect earlier proposals.
    pub elector_from: PodI64,
    /// The beginning of its last suspension; 0: never suspended.
    pub gap_from: PodI64,
    /// The end of its last suspension; 2⁶³ − 1: it is suspended now.
    pub gap_to: PodI64,
    /// The time since which an elector's shares have been below the member share; 0: they are not.
    pub short_since: PodI64,
    /// The time at which it left or withdrew; 0: it has not.
    pub left_at: PodI64,
    /// The time of the last act of the member's own.
    pub last_active_at: PodI64,
    /// The time at which it last took a name; 0: never.
    pub named_at: PodI64,
    /// The time at which it was moved to its wallet; 0: never.
    pub rehomed_at: PodI64,
    /// The latest `until` of `rests`; 0: nothing rests.
    pub rests_until: PodI64,
    /// The time at which its promise of use is over at the latest; 0: there is none. Until its pledge is claimed,
    /// this is the latest possible time if the pool is settled within 30 days after its deadline.
    pub promise_ends: PodI64,
    /// The time of its last pledge; 0: never.
    pub pledged_at: PodI64,
    /// The time from which it may apply again after a release; 0: it was not released.
    pub returns_from: PodI64,

    /// Paid-in capital.
    pub shares: PodU64,
    /// The part of `shares` booked during `unsettled_period`: they earn from the start of the period after it, and cannot be
    /// withdrawn before.
    pub shares_new: PodU64,
    /// The part of `matured` booked during `unsettled_period`: it cannot be asked back before that period closes.
    pub matured_new: PodU64,
    /// The part of `shares_new` and `matured_new` that was paid in during `unsettled_period`: it is left out of every
    /// price until that period closes. What came with the founding pool is none of it.
    pub fresh: PodU64,
    /// The part of `shares_new` and `matured_new` that does not rest until that period closes: it came with a pool, and
    /// rests as long as `rests` states; or a release or an expulsion freed its owner.
    pub claimed_new: PodU64,
    /// The part of `asked` that is fresh: a released member is paid this before it has stayed for a period.
    pub asked_fresh: PodU64,
    /// Withdrawn shares: capital that earns nothing and can be asked back without a cap.
    pub withdrawn: PodU64,
    /// Matured capital: a staying member can ask back `redemption_bps` of it a period.
    pub matured: PodU64,
    /// The part of `withdrawn` and `matured` that is asked back at the close of `unsettled_period`.
    pub asked: PodU64,
    /// The part of the capital that answers for the promise of use and cannot be asked back yet.
    pub bonded: PodU64,
    /// The turnover of its open promise of use; 0: no promise is open.
    pub promised: PodU64,
    /// Its turnover since the promise: the money that it paid, and was paid as a provider and for work, through the
    /// co-op.
    pub turnover: PodU64,
    /// The paid part of its claim on a dissolving co-op.
    pub drawn: PodU64,
    /// Money in a pool that is neither a share nor refunded yet; counts against `max_shares`.
    pub pledged: PodU64,
    /// The cash that it is owed.
    pub dividends: PodU64,
    /// Units of use in `unsettled_period`, as a buyer and as a provider, that are not settled yet.
    pub units: PodU64,
    /// Pay for work in `unsettled_period` that is not settled yet.
    pub work: PodU64,
    /// Pioneer units from dividends of periods that ended before `pioneer_start`; they lapse with the membership.
    pub pioneer_units: PodU64,
    /// Shares of the founding pool still held; those held at `pioneer_start` make pioneer units.
    pub founding_shares: PodU64,
    /// The co-op's accumulator up to which interest is settled, Q64.64.
    pub interest_checkpoint: PodU128,
    /// The co-op's accumulator up to which pioneer returns are settled, Q64.64.
    pub pioneer_checkpoint: PodU128,
    /// Capital that came with pools and cannot be asked back yet, each with the time until then; in no order.
    pub rests: [Rest; RESTS],
    /// Retained patronage by period; slot = period mod 8.
    pub vintages: [Vintage; VINTAGES],
    /// The member number: 0 for the founder, then in the order of first admission; never given to another member.
    pub number: PodU32,
    /// The seconds that its admission drew from the bucket of admissions.
    pub place_drawn: PodU32,
    /// The one period to which `units`, `work`, `shares_new`, `matured_new` and `asked` belong, while any of them is
    /// not 0.
    pub unsettled_period: PodU32,
    /// The period in which `vouches_given` counts.
    pub vouched_in: PodU32,
    /// The pool with its pledge, as its index plus one, until the pledge is withdrawn, refunded or claimed; 0: none.
    /// If this is the pool that made the co-op active, its settlement made the member an elector.
    pub pledged_in: PodU32,
    /// The number of the statutes that it signed last.
    pub statutes_version: PodU32,
    /// The number of proposals that it ever made, which is the count in the seeds of its next one.
    pub proposals: PodU32,
    /// The take rate by which its promise of use is measured, in basis points.
    pub promise_rate_bps: PodU16,
    /// 1: its pledge counts among the people of its pool; 0: it has none, or has left since, before a dissolution.
    pub pledge_counts: u8,
    /// 1: the pledge with its promise is claimed, so `promise_ends` and `bonded` are known.
    pub promise_stands: u8,
    /// 1: its pledge does not bind it, because it was released or expelled since.
    pub unbound: u8,
    /// The most vouches that were needed for an admission at its application or at any vouch since: the number does
    /// not fall when members leave.
    pub vouches_needed: u8,
    pub vouches_received: u8,
    pub vouches_given: u8,
    /// 1: the account of its latest proposal still exists, even if that proposal is over.
    pub open_proposal: u8,
    /// 1: it left in protest.
    pub in_protest: u8,
    /// 1 from its first admission on: `number` is its own from then on.
    pub numbered: u8,
    /// 1: its wallet is an address without a key, such as another co-op's agent. Such a member is paid only
    /// to its associated token account or, for a co-op, to its vault.
    pub keyless: u8,
    pub standing: PodStanding,
    pub bump: u8,
}

/// The part of one period's dividend that was retained as capital.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, bytemuck::Pod, bytemuck::Zeroable, IdlType)]
#[repr(C)]
pub struct Vintage {
    pub period: PodU32,
    /// Base units of capital.
    pub retained: PodU64,
}

/// Capital that came with a pool, and the time until which it cannot be asked back. After that time the place is
/// free.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, bytemuck::Pod, bytemuck::Zeroable, IdlType)]
#[repr(C)]
pub struct Rest {
    /// Unix seconds.
    pub until: PodI64,
    /// Base units.
    pub capital: PodU64,
    /// If they were claimed in the period in which the pool was settled: that period plus one; otherwise 0.
    pub new_in: PodU32,
}

/// The standing of a wallet in the co-op.
#[pod_wrapper]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Standing {
    /// The wallet has applied.
    Candidate = 1,
    /// The member was admitted and has not left.
    Member = 2,
    /// It resigned or withdrew its application, and may apply again.
    Left = 3,
    /// It was expelled, and may come back only by a resolution.
    Expelled = 4,
}

impl Standing {
    /// All of them, in the order of their numbers from 1 on: the IDL uses it to name the byte in an account.
    pub const ALL: [Self; 4] = [Self::Candidate, Self::Member, Self::Left, Self::Expelled];
}

impl Member {
    pub fn is(&self, standing: Standing) -> bool {
        self.standing.0 == standing as u8
    }

    /// Whether it is suspended: only its own signature ends that.
    pub fn is_suspended(&self) -> bool {
        self.gap_to == OPEN_GAP
    }

    /// Whether it left in protest or was expelled.
    pub fn protests(&self) -> bool {
        self.is(Standing::Expelled) || (self.is(Standing::Left) && self.in_protest == 1)
    }

    /// Whether it left in protest so recently that the protest can still be counted: it cannot come back before.
    pub fn keeps_protest(&self, now: i64) -> bool {
        self.in_protest == 1 && now.saturating_sub(self.left_at.get()) < PROTEST_KEPT
    }

    /// Whether a former member left so recently that its account stays.
    pub fn keeps_account(&self, now: i64) -> bool {
        self.numbered == 1 && now.saturating_sub(self.left_at.get()) < LEFT_KEPT
    }

    /// Refuses payments to a membership, for [`QUIET`] seconds after it was moved to another wallet: until then the
    /// old wallet can undo the move.
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

    /// Whether it was moved to another wallet so recently that the old one can undo the move.
    pub fn is_quiet(&self, now: i64) -> bool {
        self.rehomed_at != 0 && now.saturating_sub(self.rehomed_at.get()) < QUIET
    }

    /// Whether it has business in `unsettled_period` that `settle_patronage` must settle.
    pub fn is_unsettled(&self) -> bool {
        self.units != 0 || self.work != 0 || self.shares_new != 0 || self.matured_new != 0 || self.asked != 0
    }

    #[inline(never)]
    fn sum_of_rests(&self, now: i64) -> u64 {
        self.rests.iter().filter(|rest| rest.until > now).map(|rest| rest.capital.get()).sum()
    }

    /// The part of a staying member's capital that rests or does not earn yet. It cannot be withdrawn, even if its
    /// stay is over, and even if it was claimed when nothing bound it any more.
    #[inline(never)]
    fn resting_or_new(&self, now: i64) -> u64 {
        let open = self.unsettled_period.get() + 1;
        let (mut older, mut new) = (0, 0);
        for rest in &self.rests {
            if rest.new_in == open {
                new += rest.capital.get();
            } else if rest.until > now {
                older += rest.capital.get();
            }
        }
        // the place of a pool whose stay is over may be another's by now
        older + new.max(self.claimed_new.get())
    }

    #[inline(never)]
    fn require_free_rest(&self, now: i64) -> Result<()> {
        require!(self.rests.iter().any(|rest| rest.until <= now), CoopError::TooMuchRests);
        Ok(())
    }

    /// Whether nothing is owed to the member or by it any more, so that its account can be closed.
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

    /// Starts a new membership: a candidate with no vote and no vouches. Everything that it earned stays.
    pub fn become_candidate(&mut self, application: PodU64, vouches_needed: u8) {
        self.application = application;
        self.admitted_at = PodI64::ZERO;
        self.left_at = PodI64::ZERO;
        self.elector_from = PodI64::ZERO;
        self.gap_from = PodI64::ZERO;
        self.gap_to = PodI64::ZERO;
        self.short_since = PodI64::ZERO;
        self.in_protest = 0;
        self.returns_from = PodI64::ZERO;
        self.share_paid_at = PodI64::ZERO;
        self.lacks_since = PodI64::ZERO;
        self.vouches_needed = vouches_needed;
        self.vouches_received = 0;
        self.standing = Standing::Candidate.into();
    }

    /// Signs the statutes with this number, in an application.
    pub fn sign(&mut self, statutes_version: PodU32, now: i64) {
        self.statutes_version = statutes_version;
        self.applied_at = now.into();
        self.last_active_at = now.into();
    }

    /// Sets the name; an empty one clears it.
    pub fn take_name(&mut self, name: &str, now: i64) -> Result<()> {
        write_text(name, &mut self.name)?;
        if !name.is_empty() {
            self.named_at = now.into();
        }
        Ok(())
    }

    /// The conditions that must hold after every instruction, as far as this account alone can show them.
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
            // no sum exceeds 64 bits: these are parts of all capital, which fits
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
