//! What becomes of pledges, described a second time: in plain Rust, from what the documents promise, without any of the
//! program's arithmetic. Time is counted in seconds from the beginning.

use super::setting::{Event, PEOPLE, Setting};
use crate::DAY;

/// Whoever pledged before an amendment has so long to withdraw.
const AFTER_AMENDMENT: i64 = 7 * DAY;

/// What is wrong with this description, to see that the comparison with the chain would notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    None,
    LeaversCount,
    SharesRoundUp,
    NoShareForAll,
    ReleasedCapitalRests,
    AmendedPoolsSettle,
    LeaversGetShares,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Pledge {
    pub pool: usize,
    pub amount: u64,
    pub promised: u64,
    /// Whether whoever made it has not left since.
    pub counts: bool,
    /// Whether it was made, or added to, after the amendment.
    pub amended: bool,
}

/// A member.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct One {
    pub left: bool,
    /// Whether it left after the resolution was made, and whether it pledged after that.
    pub pledged_knowingly: bool,
    /// When all that bound it would have been over, had it not been released.
    pub released: Option<i64>,
    pub pledge: Option<Pledge>,
    /// The pool in which it pledged last.
    pub last: Option<usize>,
    pub shares: u64,
    pub matured: u64,
    pub owed: u64,
    /// What pools brought, and until when it rests.
    pub rests: Vec<(i64, u64)>,
    /// A promise whose shares are claimed, and what answers for it.
    pub promised: u64,
    pub bond: u64,
    pub promise_ends: i64,
    pub elector: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Pool {
    pub settled: Option<i64>,
    pub succeeded: bool,
    pub raised: u64,
    pub pledgers: u64,
    pub people: u64,
    pub people_raised: u64,
    pub used: u64,
    pub accepted: u64,
    /// What nobody has claimed yet, and of the shares, what earns.
    pub shares: u64,
    pub refunds: u64,
    pub earning: u64,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct State {
    pub moment: usize,
    pub members: [One; PEOPLE],
    pub pools: Vec<Pool>,
    pub amended_at: Option<i64>,
}

impl State {
    pub fn now(&self, setting: &Setting) -> i64 {
        setting.moments[self.moment]
    }

    pub fn resting(&self, who: usize, now: i64) -> u64 {
        self.members[who].rests.iter().filter(|(until, _)| now < *until).map(|(_, capital)| capital).sum()
    }

    /// What becomes of it: nothing if the event is refused, the same if it changes nothing.
    pub fn after(&self, setting: &Setting, event: Event, fault: Fault) -> Option<Self> {
        let mut s = self.clone();
        let now = s.now(setting);
        match event {
            Event::Pledge(who, pool) => s.pledge(setting, who, pool, now)?,
            Event::Withdraw(who, amount) => s.withdraw(setting, who, amount, now)?,
            Event::Leave(who) => {
                if s.members[who].left {
                    return None;
                }
                if s.members[who].pledge.as_ref().is_some_and(|p| s.pools[p.pool].succeeded) {
                    s.claim(setting, who, now, fault);
                }
                let m = &mut s.members[who];
                m.left = true;
                m.elector = false;
                m.matured += std::mem::take(&mut m.shares);
                if let Some(pledge) = &mut m.pledge {
                    pledge.counts = false;
                }
            }
            Event::Settle(pool) => s.settle(setting, pool, now, fault)?,
            Event::Claim(who) => {
                if !s.pools[s.members[who].last?].succeeded {
                    return None;
                }
                s.claim(setting, who, now, fault);
            }
            Event::Refund(who) => {
                let m = &mut s.members[who];
                let pool = &s.pools[m.last?];
                if pool.settled.is_none() || pool.succeeded {
                    return None;
                }
                m.pledge = None;
            }
            Event::Release(who) => s.release(setting, who, now, fault)?,
            Event::Amend => {
                let r = setting.resolution.as_ref()?;
                if s.amended_at.is_some() || now < r.from || now >= r.until {
                    return None;
                }
                s.amended_at = Some(now);
            }
            Event::Time => s.moment += 1,
        }
        for pool in 0..s.pools.len() {
            s.count(pool, fault);
        }
        Some(s)
    }

    fn pledge(&mut self, setting: &Setting, who: usize, pool: usize, now: i64) -> Option<()> {
        let terms = &setting.pools[pool];
        let (amount, promised) = setting.pledges[who][pool];
        let m = &self.members[who];
        let elsewhere = m.pledge.as_ref().is_some_and(|p| p.pool != pool);
        let had = m.pledge.as_ref().map_or((0, 0), |p| (p.amount, p.promised));
        let has = (had.0 + amount, had.1 + promised);
        let pledgers = self.pools[pool].pledgers + u64::from(m.pledge.is_none());
        let may = now >= terms.opens
            && now <= terms.deadline
            && self.pools[pool].settled.is_none()
            && !m.left
            && !elsewhere
            && has.0 <= terms.max_pledge
            && has.1 <= terms.max_use
            && terms.allow(has.0, has.1)
            && pledgers * terms.least <= terms.max_raise
            // one open promise at a time
            && (promised == 0 || m.promised == 0);
        if !may {
            return None;
        }
        let amended = self.amended_at.is_some();
        let m = &mut self.members[who];
        m.pledge = Some(Pledge { pool, amount: has.0, promised: has.1, counts: true, amended });
        m.last = Some(pool);
        m.pledged_knowingly = setting.resolution.as_ref().is_some_and(|r| now > r.made);
        Some(())
    }

    fn withdraw(&mut self, setting: &Setting, who: usize, amount: Option<u64>, now: i64) -> Option<()> {
        let m = &mut self.members[who];
        let pledge = m.pledge.as_mut()?;
        let terms = &setting.pools[pledge.pool];
        let charter_changed = self.amended_at.is_some() && !pledge.amended;
        let may = now <= terms.withdraw_until || charter_changed || m.released.is_some();
        if self.pools[pledge.pool].settled.is_some() || !may {
            return None;
        }
        let left = pledge.amount.checked_sub(amount.unwrap_or(pledge.amount))?;
        if left == 0 {
            m.pledge = None;
        } else if terms.allow(left, pledge.promised) {
            pledge.amount = left;
        } else {
            return None;
        }
        Some(())
    }

    /// While it is unsettled a pool counts what is pledged; after that its totals stay as they are.
    fn count(&mut self, pool: usize, fault: Fault) {
        if self.pools[pool].settled.is_some() {
            return;
        }
        let mut p = Pool::default();
        let pledges = self.members.iter().filter_map(|m| m.pledge.as_ref());
        for pledge in pledges.filter(|pledge| pledge.pool == pool) {
            p.raised += pledge.amount;
            p.pledgers += 1;
            if pledge.counts || fault == Fault::LeaversCount {
                p.people += 1;
                p.people_raised += pledge.amount;
                p.used += pledge.promised;
            }
        }
        self.pools[pool] = p;
    }

    fn settle(&mut self, setting: &Setting, pool: usize, now: i64, fault: Fault) -> Option<()> {
        let (terms, p) = (&setting.pools[pool], &mut self.pools[pool]);
        if p.settled.is_some() {
            return Some(());
        }
        let passes = p.raised >= terms.min_raise && p.people >= terms.min_people && p.used >= terms.min_use;
        let early = now > terms.withdraw_until && passes && p.raised >= terms.max_raise;
        let just_amended = self.amended_at.is_some_and(|at| now - at < AFTER_AMENDMENT);
        let waits = just_amended && fault != Fault::AmendedPoolsSettle;
        if waits || !(early || now > terms.deadline) {
            return None;
        }
        p.settled = Some(now);
        p.succeeded = passes;
        if passes {
            p.accepted = p.raised.min(terms.max_raise);
            // shares that are rounded down leave less than a unit a pledger, which is a refund until it proves a share
            p.shares = p.accepted - if p.raised > p.accepted { p.pledgers - 1 } else { 0 };
            p.refunds = p.raised - p.shares;
            let own = p.people * terms.least;
            p.earning = own + pro_rata(p.people_raised - own, p, terms.least);
            for m in self.members.iter_mut().filter(|_| setting.founding) {
                m.elector = m.pledge.as_ref().is_some_and(|pledge| pledge.counts);
            }
        }
        Some(())
    }

    /// Books what a pledge to a pool that succeeded became.
    fn claim(&mut self, setting: &Setting, who: usize, now: i64, fault: Fault) {
        let m = &mut self.members[who];
        let Some(pledge) = m.pledge.take() else { return };
        let (terms, p) = (&setting.pools[pledge.pool], &mut self.pools[pledge.pool]);
        let least = if fault == Fault::NoShareForAll { 0 } else { terms.least };
        let mut share = least + pro_rata(pledge.amount - least, p, least);
        if fault == Fault::SharesRoundUp && share < pledge.amount {
            share += 1;
        }
        let refund = pledge.amount - share;
        // the last claims find what was set aside for rounding
        let proved = share.saturating_sub(p.shares);
        p.shares = p.shares + proved - share;
        p.refunds -= (proved + refund).min(p.refunds);
        if pledge.counts {
            p.earning = p.earning.saturating_sub(share);
        }
        if p.shares + p.refunds == 0 {
            p.earning = 0;
        }
        m.owed += refund;
        if pledge.counts || fault == Fault::LeaversGetShares {
            m.shares += share;
        } else {
            m.matured += share;
        }
        let ends = p.settled.expect("settled") + terms.stay;
        if m.released.is_none() || fault == Fault::ReleasedCapitalRests {
            m.rests.retain(|(until, _)| now < *until);
            m.rests.push((ends, share));
        }
        if pledge.promised > 0 {
            m.promised = pledge.promised;
            m.bond = terms.bond(pledge.promised).min(share);
            m.promise_ends = ends;
        }
    }

    fn release(&mut self, setting: &Setting, who: usize, now: i64, fault: Fault) -> Option<()> {
        let r = setting.resolution.as_ref()?;
        let resting = self.resting(who, now);
        let m = &mut self.members[who];
        let stands = now >= r.ends && now < r.until && self.amended_at.is_none();
        if !stands || !m.left || m.pledged_knowingly || r.said_yes[who] {
            return None;
        }
        let mut bound = None;
        if resting > 0 {
            bound = m.rests.iter().map(|(until, _)| *until).max();
        }
        if m.promised > 0 && now < m.promise_ends {
            bound = bound.max(Some(m.promise_ends));
        }
        if let Some(pledge) = &m.pledge {
            let (terms, p) = (&setting.pools[pledge.pool], &self.pools[pledge.pool]);
            if p.settled.is_none() || p.succeeded {
                bound = bound.max(Some(p.settled.unwrap_or(terms.deadline) + terms.stay));
            }
        }
        if m.released.is_some() || bound.is_none() {
            return Some(());
        }
        m.released = bound;
        if fault != Fault::ReleasedCapitalRests {
            m.rests.clear();
        }
        if let Some(pledge) = &mut m.pledge {
            // one that is over, of a pool that succeeded, is settled; so is one of a pool that failed, by its refund
            let (terms, p) = (&setting.pools[pledge.pool], &self.pools[pledge.pool]);
            let runs = now < p.settled.unwrap_or(terms.deadline) + terms.stay;
            let fails = p.settled.is_some() && !p.succeeded;
            if runs && !fails {
                pledge.promised = 0;
            }
        }
        if now < m.promise_ends {
            (m.promised, m.bond, m.promise_ends) = (0, 0, 0);
        }
        Some(())
    }
}

/// What of so much above the member shares a pool accepts.
fn pro_rata(above: u64, p: &Pool, least: u64) -> u64 {
    let base = p.pledgers * least;
    if p.raised == base { 0 } else { above * (p.accepted - base) / (p.raised - base) }
}
