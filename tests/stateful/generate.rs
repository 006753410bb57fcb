//! Random actions, aimed with the model: mostly what is allowed or just not, at the edges of time and
//! amounts, now and then anything at all.

use crate::{
    action::{Action, INSTRUCTIONS, Purse, Resolution, Spoil, Step, Target, Who, agent},
    chain::{EVERYONE, PEOPLE},
    model::{Coop, DAY, FOUNDERS, Life, Member, Model, Standing, YEAR},
    resolutions::{Proposal, Status},
};
use coop::state::{CharterTerms, Choice, Kind, PoolTerms};
use coop_tests::world::GENESIS;
use std::collections::VecDeque;

/// SplitMix64: the whole run follows from its seed.
#[derive(Clone)]
pub struct Rng(pub u64);

impl Rng {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// 0 to `n` − 1; 0 if `n` is.
    pub fn below(&mut self, n: u64) -> u64 {
        self.next().checked_rem(n).unwrap_or(0)
    }

    fn upto(&mut self, n: usize) -> usize {
        self.below(n as u64) as usize
    }

    pub fn percent(&mut self, p: u64) -> bool {
        self.below(100) < p
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.upto(from.len())]
    }
}

/// How often each instruction is tried, in the order of [`INSTRUCTIONS`]: what builds up outweighs what
/// takes down, so that worlds grow old.
const WEIGHTS: [u64; INSTRUCTIONS.len()] = [
    8, 2, 12, 8, 1, 20, 1, 20, 8, 8, 4, 2, 5, 3, 6, 30, 4, 6, 14, 8, 6, 3, 8, 8, 2, 6, 8, 2, 1, 40, 5, 20,
    30, 12, 4, 40, 90, 1, 10, 4, 6, 2, 8, 4, 6, 6, 3, 8, 4, 20, 8, 2, 4, 4, 2, 3, 5, 5, 4, 4, 3, 3, 4, 6, 2,
    6, 4,
];
/// Co-ops from here on live short lives: founded, left, reclaimed.
pub const SHORT_LIVED: usize = 3;
/// What a short-lived co-op sees, as indices into [`INSTRUCTIONS`].
const SHORT_LIFE: [usize; 10] = [0, 0, 1, 1, 2, 4, 5, 11, 13, 14];

/// One world's habits.
pub struct Generator {
    rng: Rng,
    /// Whether nearly everyone founds the first co-op together: electors enough for a review panel.
    crowded: bool,
    /// What comes first, in order.
    begins: VecDeque<Action>,
    weights: [u64; INSTRUCTIONS.len()],
}

impl Generator {
    pub fn new(seed: u64) -> Self {
        let mut rng = Rng(seed);
        // every world dwells on something else
        let weights = WEIGHTS.map(|weight| weight * rng.pick(&[1, 2, 4]));
        let crowded = rng.percent(40);
        let mut generator = Self { rng, crowded, begins: VecDeque::new(), weights };
        if crowded {
            let (charter, everyone) = (generator.crowd(), Vec::from_iter(0..PEOPLE - 1));
            generator.begin(0, &everyone, charter, GENESIS);
            if generator.rng.percent(60) {
                generator.accede(charter.member_share, GENESIS + DAY);
            }
        }
        generator
    }

    /// A co-op of everyone but one, who stays outside.
    fn crowd(&mut self) -> CharterTerms {
        CharterTerms {
            member_share: self.rng.pick(&[1, 7, 100, 1_000]),
            panel_size: self.rng.pick(&[9, 9, 10]),
            review_bps: self.rng.pick(&[0, 100, 2_000]),
            period_length: self.rng.pick(&[7, 30]) * DAY as u32,
            voting_period: self.rng.pick(&[7, 30]) * DAY as u32,
            ..coop_tests::charter()
        }
    }

    /// A co-op of these people, the founder first, from its founding to the first shares a day later.
    fn begin(&mut self, slot: usize, people: &[Who], terms: CharterTerms, now: i64) {
        let founder = FOUNDERS[slot];
        let share = terms.member_share;
        let charter = CharterTerms {
            max_shares: u64::MAX,
            vouches_required: 1,
            vouches_per_period: 32,
            seasoning: 0,
            ..terms
        };
        let terms = PoolTerms {
            min_raise: share,
            max_raise: share * 100,
            min_members: people.len() as u32,
            min_use: 0,
            max_pledge: share * 20,
            max_use: 1_000,
            opens: now,
            withdraw_until: now,
            deadline: now + DAY - 1,
            use_bond_bps: 500,
            purpose: [7; 32],
        };
        self.begins.push_back(Action::Found { slot, name: 8, charter: Box::new(charter), heir: None });
        for &who in people.iter().filter(|who| **who != founder) {
            self.begins.extend([
                Action::Apply { slot, who, payer: who },
                Action::VouchFor { slot, voucher: founder, candidate: who, payer: founder },
                Action::Admit { slot, who },
            ]);
        }
        self.begins.push_back(Action::OpenPool { slot, terms: Box::new(terms) });
        let pool = 0;
        for &who in people {
            let amount = share * self.rng.pick(&[1, 1, 2, 5]);
            self.begins.push_back(Action::MakePledge { slot, pool, who, payer: who, amount, use_amount: 0 });
        }
        self.begins.extend([Action::Warp { to: now + DAY }, Action::SettlePool { slot, pool }]);
        self.begins.extend(people.iter().map(|&who| Action::ClaimShares { slot, pool, who }));
    }

    /// A small co-op becomes a member and an elector of the first by its resolutions.
    fn accede(&mut self, share: u64, mut now: i64) {
        let (own, slot, who) = (SHORT_LIVED - 1, 0, agent(SHORT_LIVED - 1));
        let people = [1, 2, 3];
        let day = DAY as u32;
        let charter = CharterTerms { voting_period: day, timelock: day, ..coop_tests::charter() };
        self.begin(own, &people, charter, now);
        now += DAY;
        let amount = share * 5;
        self.begins.push_back(Action::Endow { slot: own, purse: 0, who: 1, amount });
        let acts = [Action::Apply { slot, who, payer: who }, Action::Subscribe { slot, who, amount: share }];
        for (proposal, (act, timelock)) in acts.into_iter().zip([DAY, 7 * DAY]).enumerate() {
            let what = Box::new(Resolution::Represent { act: Box::new(act) });
            self.begins.push_back(Action::Warp { to: now + 1 });
            self.begins.push_back(Action::Propose { slot: own, who: people[proposal], what });
            self.begins.extend(people.map(|who| Action::CastVote {
                slot: own,
                proposal,
                who,
                choice: Choice::Yes,
            }));
            now += 1 + DAY + timelock;
            self.begins.push_back(Action::Warp { to: now });
            self.begins.push_back(Action::Execute {
                slot: own,
                proposal,
                kind: Kind::Represent,
                payer: 1,
                to: (1, 0),
                who: 1,
                mandate: 0,
                other: Some(slot),
            });
            let vouch = Action::VouchFor { slot, voucher: 0, candidate: who, payer: 0 };
            self.begins.extend([vouch, Action::Admit { slot, who }].into_iter().filter(|_| proposal == 0));
        }
        self.begins.push_back(Action::Enrol { slot, who, caller: 0 });
    }

    pub fn next(&mut self, model: &Model) -> Step {
        if let Some(action) = self.begins.pop_front() {
            return Step { action, spoil: Spoil::No };
        }
        let action = match self.rng.below(100) {
            0..5 => self.warp(model),
            5..7 => self.outside(model),
            _ => self.instruction(model),
        };
        let spoil = match self.rng.below(100) {
            0..6 => Spoil::Swap { place: self.rng.upto(16), with: self.rng.upto(1 << 16) },
            6..8 => Spoil::Unsigned,
            _ => Spoil::No,
        };
        Step { action, spoil }
    }

    /// Mostly what is allowed: some tries of one instruction, then another one.
    fn instruction(&mut self, model: &Model) -> Action {
        if self.rng.percent(15)
            && let Some(action) = self.execution(model)
        {
            return action;
        }
        if self.rng.percent(10)
            && let Some(action) = self.voting(model)
        {
            return action;
        }
        if self.crowded
            && self.rng.percent(20)
            && let Some(action) = self.review(model)
        {
            return action;
        }
        let wanted = self.rng.percent(72);
        loop {
            let (name, slot) = self.which();
            for _ in 0..6 {
                let action = self.make(name, slot, model);
                if !wanted || model.allows(&action) || self.rng.percent(2) {
                    return action;
                }
            }
        }
    }

    /// An instruction and a co-op.
    fn which(&mut self) -> (&'static str, usize) {
        if self.rng.percent(8) {
            let slot = SHORT_LIVED + self.rng.upto(FOUNDERS.len() - SHORT_LIVED);
            return (INSTRUCTIONS[self.rng.pick(&SHORT_LIFE)], slot);
        }
        let mut draw = self.rng.below(self.weights.iter().sum());
        let kind = self.weights.iter().position(|weight| {
            let here = draw < *weight;
            draw = draw.wrapping_sub(*weight);
            here
        });
        (INSTRUCTIONS[kind.expect("within the sum")], self.rng.upto(SHORT_LIVED))
    }

    /// Someone for whom the instruction could make sense, mostly.
    fn candidate_for(&mut self, name: &str, coop: &Coop, pool: usize) -> Who {
        let standing = |who: &Who| coop.members.get(who).map(|m| m.standing);
        let pledged = |who: &Who| {
            coop.pools.get(pool).and_then(|p| p.pledges.get(who)).is_some_and(|pledge| pledge.amount > 0)
        };
        let member = |who: &Who, is: fn(&Member) -> bool| coop.members.get(who).is_some_and(is);
        let fits = |who: &Who| match name {
            "apply" => standing(who).is_none(),
            "reapply" | "reclaim_member" => standing(who) == Some(Standing::Left),
            "vouch_for" | "withdraw_application" => standing(who) == Some(Standing::Candidate),
            "admit" => {
                member(who, |m| m.standing == Standing::Candidate && m.vouches_received >= m.vouches_needed)
            }
            "subscribe" | "make_pledge" | "resign" => standing(who) == Some(Standing::Member),
            "enrol" => member(who, |m| m.shares > 0 && m.elector_since == 0),
            "suspend" => member(who, |m| m.elector_since != 0),
            "withdraw_pledge" | "claim_shares" | "refund_pledge" => pledged(who),
            "reclaim_pledge" => coop.pools.get(pool).is_some_and(|p| p.pledges.contains_key(who)),
            "claim_dividends" => member(who, |m| m.dividends > 0 || m.shares > 0),
            "redeem" => member(who, |m| m.matured > 0 || m.vintages.iter().any(|v| v.1 > 0)),
            "pay_service" => standing(who) == Some(Standing::Member),
            "settle_patronage" => {
                member(who, |m| m.is_unsettled()) && coop.members[who].unsettled_period < coop.books.period
            }
            "settle_use" => {
                let bond = |p: &crate::model::Pool| p.pledges.get(who).is_some_and(|p| p.bond > 0);
                coop.pools.get(pool).is_some_and(bond)
            }
            _ => true,
        };
        // what anyone may do for anyone may be done for an agent
        let for_anyone = ["vouch_for", "admit", "enrol", "suspend", "claim_shares", "refund_pledge"]
            .iter()
            .chain(&["reclaim_pledge", "settle_patronage", "settle_use", "reclaim_member"])
            .any(|crank| *crank == name);
        let all = if for_anyone { EVERYONE } else { PEOPLE };
        let fitting: Vec<Who> = (0..all).filter(fits).collect();
        if fitting.is_empty() || self.rng.percent(10) { self.who() } else { self.rng.pick(&fitting) }
    }

    /// Someone, or a co-op's agent.
    fn someone(&mut self) -> Who {
        self.rng.upto(EVERYONE)
    }

    fn who(&mut self) -> Who {
        self.rng.upto(PEOPLE)
    }

    /// Mostly `likely`.
    fn mostly(&mut self, likely: Who) -> Who {
        if self.rng.percent(92) { likely } else { self.who() }
    }

    fn purse(&mut self, likely: Who) -> Purse {
        (self.mostly(likely), self.rng.upto(2))
    }

    /// An amount at, or one off, one of these; or none, one, anything, or all there can be.
    fn amount(&mut self, near: &[u64]) -> u64 {
        match self.rng.below(20) {
            0 => self.rng.pick(&[0, 1]),
            1 => self.rng.pick(&[u64::MAX, u64::MAX - 1]),
            2 => self.rng.next() >> self.rng.below(64),
            3..8 => self.rng.pick(near).wrapping_add(self.rng.pick(&[u64::MAX, 1])),
            _ => self.rng.pick(near),
        }
    }

    fn make(&mut self, name: &str, slot: usize, model: &Model) -> Action {
        let coop = &model.coops[slot];
        let pool = match self.rng.percent(80) {
            true => coop.pools.len().saturating_sub(1),
            false => self.rng.upto(coop.pools.len() + 1),
        };
        let mut who = self.candidate_for(name, coop, pool);
        // in a small co-op people stay, mostly: a dead one teaches nothing
        if name == "resign" && slot < SHORT_LIVED && coop.books.members < 4 && !self.rng.percent(4) {
            who = PEOPLE - 1;
        }
        // and a crowd must stay one
        if name == "resign" && slot == 0 && self.crowded && !self.rng.percent(15) {
            who = PEOPLE - 1;
        }
        let pledge = coop.pools.get(pool).and_then(|p| p.pledges.get(&who)).cloned().unwrap_or_default();
        let member = coop.members.get(&who).cloned().unwrap_or_default();
        match name {
            "found" => {
                let heir = self.rng.percent(25).then(|| self.rng.upto(SHORT_LIVED));
                let name = if self.rng.percent(95) { 8 } else { self.rng.pick(&[0, 1, 32, 33]) };
                Action::Found { slot, name, charter: Box::new(self.charter()), heir }
            }
            "reclaim_coop" => Action::ReclaimCoop { slot, to: self.mostly(FOUNDERS[slot]) },
            "apply" => {
                // two stay outside, mostly: memberships may move to their wallets
                if who >= PEOPLE - 2 && self.rng.percent(80) {
                    who = self.rng.upto(PEOPLE - 2);
                }
                Action::Apply { slot, who, payer: self.mostly(who) }
            }
            "reapply" => Action::Reapply { slot, who },
            "withdraw_application" => Action::WithdrawApplication { slot, who },
            "vouch_for" => {
                let voucher = self.candidate_for("resign", coop, pool);
                Action::VouchFor { slot, voucher, candidate: who, payer: self.who() }
            }
            "withdraw_vouch" | "reclaim_vouch" => {
                let nth = self.rng.upto(coop.vouches.len().max(1));
                let some = coop.vouches.iter().nth(nth).map(|(pair, vouch)| (*pair, vouch.rent_payer));
                let ((candidate, voucher), payer) = some.unwrap_or(((who, 0), 0));
                let to = self.mostly(payer);
                match name {
                    "withdraw_vouch" => Action::WithdrawVouch { slot, voucher, candidate, to },
                    _ => Action::ReclaimVouch { slot, voucher, candidate, to },
                }
            }
            "admit" => Action::Admit { slot, who },
            "subscribe" => {
                let (share, most) = limits(coop);
                let room = most.saturating_sub(member.shares).saturating_sub(member.pledged);
                let some = 1 + self.rng.below(share.saturating_mul(3));
                Action::Subscribe { slot, who, amount: self.amount(&[share, some, some, room]) }
            }
            "enrol" => Action::Enrol { slot, who, caller: self.rng.pick(&[coop.wallet(who), 0]) },
            "suspend" => Action::Suspend { slot, who },
            "resign" => {
                let last = coop.proposals.len().checked_sub(1);
                let over = if self.rng.percent(60) { last } else { None };
                Action::Resign { slot, who, over }
            }
            "reclaim_member" => Action::ReclaimMember { slot, who, to: self.mostly(member.rent_payer) },
            "open_pool" => Action::OpenPool { slot, terms: Box::new(self.pool_terms(coop, model.now)) },
            "make_pledge" => {
                let (share, most) = limits(coop);
                let terms = coop.pools.get(pool).map(|p| p.terms);
                let (limit, used) = terms.map_or((0, 0), |t| (t.max_pledge, t.max_use));
                let some = share.saturating_add(self.rng.below(limit.min(share.saturating_mul(5))));
                let room = limit.saturating_sub(pledge.amount);
                let near = [share, some, some, some, room, most.saturating_sub(member.pledged)];
                let amount = if self.rng.percent(85) { self.amount(&near) } else { 0 };
                let use_amount = if self.rng.percent(50) {
                    0
                } else {
                    let some = self.rng.below(used.min(5_000));
                    self.amount(&[used, used.saturating_sub(pledge.use_amount), some, some])
                };
                Action::MakePledge { slot, pool, who, payer: self.mostly(who), amount, use_amount }
            }
            "withdraw_pledge" => {
                let (share, _) = limits(coop);
                let near = [pledge.amount, pledge.amount.saturating_sub(share), 1];
                Action::WithdrawPledge {
                    slot,
                    pool,
                    who,
                    to: self.purse(coop.wallet(who)),
                    amount: self.amount(&near),
                }
            }
            "settle_pool" => Action::SettlePool { slot, pool },
            "claim_shares" => Action::ClaimShares { slot, pool, who },
            "refund_pledge" => Action::RefundPledge { slot, pool, who, to: self.purse(coop.wallet(who)) },
            "reclaim_pledge" => Action::ReclaimPledge { slot, pool, who, to: self.mostly(pledge.rent_payer) },
            "reclaim_pool" => {
                let pool = self.rng.upto(coop.pools.len() + 1);
                let payer = coop.pools.get(pool).map_or(FOUNDERS[slot], |p| p.rent_payer);
                Action::ReclaimPool { slot, pool, to: self.mostly(payer) }
            }
            "claim_dividends" => Action::ClaimDividends {
                slot,
                caller: self.caller(coop, who),
                who,
                to: self.purse(coop.wallet(who)),
            },
            "redeem" => {
                let mut matured = coop.charter.as_ref().map_or(0, |_| coop.matured(&member));
                let mut member = member;
                if coop.is_dissolving() {
                    matured = member.matured
                        + member.shares
                        + member.vintages.iter().map(|(_, retained, _)| retained).sum::<u64>();
                    member.shares = 0;
                }
                let free = matured.saturating_sub(member.bonded.saturating_sub(member.shares));
                let some = 1 + self.rng.below(free);
                let amount = self.amount(&[free, some, matured]);
                let at_least = match self.rng.percent(75) {
                    true => 0,
                    false => self.amount(&[amount, amount / 2]),
                };
                Action::Redeem {
                    slot,
                    caller: self.caller(coop, who),
                    who,
                    to: self.purse(coop.wallet(who)),
                    amount,
                    at_least,
                }
            }
            "sync_vault" => Action::SyncVault { slot },
            "register_service" => {
                let rate = coop.books.take_rate;
                let most = self.rng.pick(&[rate, rate, 10_000, rate.saturating_sub(1)]);
                let name = self.rng.pick(&[1, 7, 32, 32, 0, 33]);
                Action::RegisterService {
                    slot,
                    owner: who,
                    payer: self.mostly(who),
                    payout: (self.who(), self.rng.upto(2)),
                    name,
                    most,
                }
            }
            "reprice_service" => Action::RepriceService { slot, service: self.service(coop) },
            "update_payout" => {
                let service = self.service(coop);
                let owner = coop.service(service).map_or(who, |s| s.owner);
                let payout = (self.who(), self.rng.upto(2));
                Action::UpdatePayout { slot, service, owner: self.mostly(owner), payout }
            }
            "retire_service" => {
                let service = self.service(coop);
                let (owner, payer) = coop.service(service).map_or((who, who), |s| (s.owner, s.rent_payer));
                Action::RetireService { slot, service, caller: self.mostly(owner), to: self.mostly(payer) }
            }
            "pay_service" => {
                let service = self.service(coop);
                let known = coop.service(service).ok();
                let rate = known.map_or(0, |s| s.take_rate) as u128;
                let payout = known.map_or((0, 0), |s| s.payout);
                let payout = if self.rng.percent(96) { payout } else { (self.who(), 0) };
                let (share, _) = limits(coop);
                let some = 1 + self.rng.below(share.saturating_mul(50).min(1 << 45));
                let small = 1 + self.rng.below(100_000);
                let amount = self.amount(&[some, some, small, small, 1]);
                let fee = (amount as u128 * rate).div_ceil(10_000) as u64;
                let max_fee = self.rng.pick(&[fee, fee, u64::MAX, fee.saturating_sub(1)]);
                let as_member = self.rng.percent(75);
                Action::PayService { slot, service, who, as_member, payout, amount, max_fee }
            }
            "book_income" => {
                let some = 1 + self.rng.below(1_000_000);
                Action::BookIncome { slot, who, amount: self.amount(&[some, some, coop.books.invested]) }
            }
            "close_period" => Action::ClosePeriod { slot, payer: who },
            "settle_patronage" => {
                let period = if self.rng.percent(95) {
                    member.unsettled_period as usize
                } else {
                    self.rng.upto(coop.periods.len() + 1)
                };
                Action::SettlePatronage { slot, who, period }
            }
            "settle_use" => Action::SettleUse { slot, pool, who },
            "reclaim_period" => {
                let left = coop.periods.iter().position(|p| p.as_ref().is_some_and(|p| p.unsettled == 0));
                let any = self.rng.upto(coop.periods.len() + 1);
                let period = if self.rng.percent(70) { left.unwrap_or(any) } else { any };
                let payer = coop.periods.get(period).and_then(|p| p.as_ref()).map_or(0, |p| p.rent_payer);
                Action::ReclaimPeriod { slot, period, to: self.mostly(payer) }
            }
            _ => self.resolve(name, slot, who, model),
        }
    }

    /// Itself, mostly; of a dissolving co-op often someone else.
    fn caller(&mut self, coop: &Coop, who: Who) -> Who {
        if coop.is_dissolving() && self.rng.percent(50) { self.who() } else { self.mostly(coop.wallet(who)) }
    }

    /// A proposal of which this holds, or any.
    fn proposal(&mut self, coop: &Coop, fits: impl Fn(&Proposal) -> bool) -> usize {
        let fitting: Vec<usize> = (0..coop.proposals.len())
            .filter(|index| coop.proposals[*index].as_ref().is_some_and(&fits))
            .collect();
        match fitting.last() {
            Some(last) if self.rng.percent(60) => *last,
            Some(_) if self.rng.percent(80) => self.rng.pick(&fitting),
            _ => self.rng.upto(coop.proposals.len() + 1),
        }
    }

    /// What is about resolutions and the end.
    fn resolve(&mut self, name: &str, slot: usize, who: Who, model: &Model) -> Action {
        let (coop, now) = (&model.coops[slot], model.now);
        let founded = coop.charter.is_some();
        let kind = match name {
            "execute_spend" => Kind::Spend,
            "execute_grant" => Kind::Grant,
            "execute_mandate" => Kind::Mandate,
            "execute_revoke_mandate" => Kind::RevokeMandate,
            "execute_open_pool" => Kind::OpenPool,
            "execute_set_take_rate" => Kind::SetTakeRate,
            "execute_expel" => Kind::Expel,
            "execute_readmit" => Kind::Readmit,
            "execute_amend" => Kind::Amend,
            "execute_cover_loss" => Kind::CoverLoss,
            "execute_join_federation" => Kind::JoinFederation,
            "execute_accept_federation" => Kind::AcceptFederation,
            "execute_leave_federation" => Kind::LeaveFederation,
            "execute_invoke" => Kind::Invoke,
            "execute_rehome" => Kind::Rehome,
            "execute_represent" => Kind::Represent,
            _ => Kind::Dissolve,
        };
        match name {
            "propose" => {
                let electors: Vec<Who> = (0..PEOPLE)
                    .filter(|who| {
                        coop.members.get(who).is_some_and(|m| m.elector_since != 0 && m.open_proposal == 0)
                    })
                    .collect();
                let who =
                    if electors.is_empty() || self.rng.percent(5) { who } else { self.rng.pick(&electors) };
                Action::Propose { slot, who, what: Box::new(self.resolution(slot, model)) }
            }
            "cast_vote" => {
                let open = |p: &Proposal| founded && p.status(coop, now) == Status::Voting;
                let proposal = self.proposal(coop, open);
                let opened = coop.proposal(proposal).map_or(0, |p| p.created_at);
                let fresh: Vec<Who> = (0..PEOPLE)
                    .filter(|who| {
                        let votes = coop
                            .members
                            .get(who)
                            .is_some_and(|m| m.elector_since != 0 && m.elector_since < opened);
                        votes && !coop.ballots.contains_key(&(proposal, *who))
                    })
                    .collect();
                let who = match fresh.is_empty() || self.rng.percent(15) {
                    true => who,
                    false => self.rng.pick(&fresh),
                };
                let choice = match self.rng.below(10) {
                    0 => Choice::No,
                    1 => Choice::Abstain,
                    _ => Choice::Yes,
                };
                Action::CastVote { slot, proposal, who, choice }
            }
            "cancel_proposal" => {
                let proposal = self.proposal(coop, |p| p.tally == [0; 3]);
                let (who, payer) = coop.proposal(proposal).map_or((who, who), |p| (p.proposer, p.rent_payer));
                Action::CancelProposal { slot, proposal, who: self.mostly(who), to: self.mostly(payer) }
            }
            "draw_mandate" => {
                let mandate = self.rng.upto(coop.mandates.len() + 1);
                let known = coop.mandate(mandate).ok();
                let left = known
                    .map_or(0, |m| m.per_period - if m.drawn_in == coop.books.period { m.drawn } else { 0 });
                let holder = known.map_or(who, |m| m.holder);
                let some = 1 + self.rng.below(left);
                let amount = self.amount(&[left, some, some]);
                Action::DrawMandate {
                    slot,
                    mandate,
                    who: self.mostly(holder),
                    to: self.purse(holder),
                    amount,
                }
            }
            "reclaim_proposal" => {
                let proposal = self.proposal(coop, |p| founded && p.is_over(coop, now));
                let (proposer, payer) =
                    coop.proposal(proposal).map_or((who, who), |p| (p.proposer, p.rent_payer));
                let caller = self.mostly(coop.wallet(proposer));
                Action::ReclaimProposal { slot, proposal, caller, to: self.mostly(payer) }
            }
            "reclaim_ballot" => {
                let nth = self.rng.upto(coop.ballots.len().max(1));
                let some = coop.ballots.keys().nth(nth).copied();
                let (proposal, who) = some.unwrap_or((0, who));
                Action::ReclaimBallot { slot, proposal, who }
            }
            "reclaim_mandate" => {
                let mandate = self.rng.upto(coop.mandates.len() + 1);
                let payer = coop.mandate(mandate).map_or(who, |m| m.rent_payer);
                Action::ReclaimMandate { slot, mandate, to: self.mostly(payer) }
            }
            "remit_solidarity" => {
                let any = self.rng.upto(SHORT_LIVED);
                let federation = coop.books.federation.unwrap_or(any);
                Action::RemitSolidarity { slot, federation }
            }
            "dissolve" => {
                let ready = |p: &Proposal| {
                    p.what.kind() == Kind::Dissolve && founded && p.status(coop, now) == Status::Executable
                };
                let proposal = self.proposal(coop, ready);
                let resolved = coop.books.electors > 0 || self.rng.percent(10);
                let heir = if self.rng.percent(90) { coop.books.heir } else { None };
                Action::Dissolve { slot, proposal: resolved.then_some(proposal), heir, payer: who }
            }
            "call_panel" | "seat_panel" | "object" => {
                let waits = |p: &Proposal| founded && p.status(coop, now) == Status::Waiting;
                let proposal = self.proposal(coop, waits);
                match name {
                    "call_panel" => Action::CallPanel { slot, proposal },
                    "seat_panel" => Action::SeatPanel { slot, proposal },
                    _ => Action::Object { slot, proposal, who },
                }
            }
            "veto_rehome" => {
                let open = |p: &Proposal| p.what.kind() == Kind::Rehome && founded && !p.is_over(coop, now);
                let proposal = self.proposal(coop, open);
                let subject = match coop.proposal(proposal).map(|p| &p.what) {
                    Ok(Resolution::Rehome { member, .. }) => *member,
                    _ => who,
                };
                Action::VetoRehome { slot, proposal, who: self.mostly(subject) }
            }
            "reclaim_redirect" => {
                let nth = self.rng.upto(coop.redirects.len().max(1));
                let some = coop.redirects.values().nth(nth);
                let (wallet, member, payer) =
                    some.map_or((who, who, who), |r| (r.wallet, r.member, r.rent_payer));
                let (wallet, member) = (self.mostly(wallet), self.mostly(member));
                Action::ReclaimRedirect { slot, wallet, member, to: self.mostly(payer) }
            }
            "execute_collect" => {
                let ready = |p: &Proposal| {
                    p.what.kind() == Kind::Collect && founded && p.status(coop, now) == Status::Executable
                };
                let proposal = self.proposal(coop, ready);
                let resolved = if coop.is_dissolving() { 10 } else { 95 };
                let proposal = self.rng.percent(resolved).then_some(proposal);
                let tokens = model.tokens[agent(slot)];
                let fuller = (tokens[1] > tokens[0]) as usize;
                let which = if self.rng.percent(80) { fuller } else { 1 - fuller };
                let whose = if self.rng.percent(95) { agent(slot) } else { self.someone() };
                Action::Collect { slot, proposal, from: (whose, which) }
            }
            "finish_dissolution" => {
                let b = &coop.books;
                let alive =
                    |slot: &usize| model.coops[*slot].life == Life::Alive && model.coops[*slot].is_active();
                let next = [b.heir, b.federation].into_iter().flatten().find(alive);
                let federation = if b.heir == b.federation { None } else { b.federation };
                let wrong = self.rng.percent(8).then(|| self.rng.upto(FOUNDERS.len()));
                let successor = if self.rng.percent(95) { next } else { wrong };
                let heir = if self.rng.percent(96) { b.heir } else { wrong };
                Action::FinishDissolution { slot, heir, federation, successor }
            }
            _ => {
                let ready = |p: &Proposal| {
                    p.what.kind() == kind && founded && p.status(coop, now) == Status::Executable
                };
                let proposal = self.proposal(coop, ready);
                let mut to = (who, self.rng.upto(2));
                let (mut about, mut mandate, mut other) = (who, 0, None);
                match coop.proposal(proposal).map(|p| &p.what) {
                    Ok(Resolution::Spend { to: payee, .. } | Resolution::Grant { to: payee, .. }) => {
                        to = self.purse(*payee);
                    }
                    Ok(Resolution::Expel { member } | Resolution::Readmit { member }) => {
                        about = self.mostly(*member);
                    }
                    Ok(Resolution::Represent { act }) => other = act.slot(),
                    Ok(Resolution::Rehome { member, wallet }) => {
                        to = (self.mostly(*wallet), 0);
                        about = self.mostly(*member);
                    }
                    Ok(Resolution::RevokeMandate { mandate: index }) => {
                        mandate = *index;
                        let payer = coop.mandate(mandate).map_or(who, |m| m.rent_payer);
                        about = self.mostly(payer);
                    }
                    Ok(Resolution::Amend { heir, .. }) => other = *heir,
                    Ok(Resolution::AcceptFederation { joining }) => other = Some(*joining),
                    _ => {}
                }
                Action::Execute { slot, proposal, kind, payer: who, to, who: about, mandate, other }
            }
        }
    }

    /// A ballot that some open proposal waits for: most resolutions would fail for want of a quorum.
    fn voting(&mut self, model: &Model) -> Option<Action> {
        let slot = self.rng.upto(SHORT_LIVED);
        let coop = &model.coops[slot];
        if coop.life != Life::Alive {
            return None;
        }
        let mut fresh = Vec::new();
        for (index, p) in coop.proposals.iter().enumerate() {
            let Some(p) = p.as_ref().filter(|p| p.status(coop, model.now) == Status::Voting) else {
                continue;
            };
            let votes = |m: &Member| m.elector_since != 0 && m.elector_since < p.created_at;
            let voters = (0..PEOPLE).filter(|who| coop.members.get(who).is_some_and(votes));
            let silent = voters.filter(|who| !coop.ballots.contains_key(&(index, *who)));
            fresh.extend(silent.map(|who| (index, who)));
        }
        let (proposal, who) = if fresh.is_empty() { return None } else { self.rng.pick(&fresh) };
        let choice = if self.rng.percent(90) { Choice::Yes } else { Choice::No };
        Some(Action::CastVote { slot, proposal, who, choice })
    }

    /// The next of what becomes of a review: it is called, slots pass, it is seated, and some of it object.
    fn review(&mut self, model: &Model) -> Option<Action> {
        let slot = 0;
        let (coop, now) = (&model.coops[slot], model.now);
        let reviewed = |index: &usize| {
            let enough = |p: &Proposal| p.electors >= coop.terms().panel_size as u32 && p.objections < 5;
            coop.proposal(*index).is_ok_and(|p| enough(p) && p.status(coop, now) == Status::Waiting)
        };
        let waiting: Vec<usize> = (0..coop.proposals.len()).filter(reviewed).collect();
        let proposal = if waiting.is_empty() { return None } else { self.rng.pick(&waiting) };
        let p = coop.proposal(proposal).expect("just found");
        let forgotten = p.panel_slot != 0 && p.panel_slot + 512 <= model.slot;
        if p.panel_seed.is_some() {
            let fresh = |who: &Who| {
                let objects = coop.ballots.get(&(proposal, *who)).is_some_and(|ballot| ballot.objects);
                !objects && model.sits(slot, proposal, *who)
            };
            let panel: Vec<Who> = (0..PEOPLE).filter(fresh).collect();
            let who = if panel.is_empty() { self.who() } else { self.rng.pick(&panel) };
            return Some(Action::Object { slot, proposal, who: self.mostly(who) });
        }
        if p.panel_slot == 0 || forgotten || self.rng.percent(10) {
            return Some(Action::CallPanel { slot, proposal });
        }
        if p.panel_slot > model.slot && self.rng.percent(80) {
            return Some(Action::Slots { count: self.rng.pick(&[64, 64, 63, 65, 1, 511, 575, 576, 577]) });
        }
        Some(Action::SeatPanel { slot, proposal })
    }

    /// What executes some resolution that can be executed now: they wait for nobody.
    fn execution(&mut self, model: &Model) -> Option<Action> {
        let mut ready = Vec::new();
        for (slot, coop) in model.coops[..SHORT_LIVED].iter().enumerate().filter(|(_, c)| c.is_active()) {
            let executable = |p: &&Proposal| p.status(coop, model.now) == Status::Executable;
            ready.extend(coop.proposals.iter().flatten().filter(executable).map(|p| (slot, p.what.kind())));
        }
        let (slot, kind) = if ready.is_empty() { return None } else { self.rng.pick(&ready) };
        // a co-op that has ended teaches little
        if kind == Kind::Dissolve && !self.rng.percent(20) {
            return None;
        }
        let name = match kind {
            Kind::Spend => "execute_spend",
            Kind::Grant => "execute_grant",
            Kind::Mandate => "execute_mandate",
            Kind::RevokeMandate => "execute_revoke_mandate",
            Kind::OpenPool => "execute_open_pool",
            Kind::SetTakeRate => "execute_set_take_rate",
            Kind::Expel => "execute_expel",
            Kind::Readmit => "execute_readmit",
            Kind::Amend => "execute_amend",
            Kind::CoverLoss => "execute_cover_loss",
            Kind::JoinFederation => "execute_join_federation",
            Kind::AcceptFederation => "execute_accept_federation",
            Kind::LeaveFederation => "execute_leave_federation",
            Kind::Dissolve => "dissolve",
            Kind::Invoke => "execute_invoke",
            Kind::Collect => "execute_collect",
            Kind::Rehome => "execute_rehome",
            Kind::Represent => "execute_represent",
        };
        let who = self.who();
        Some(self.resolve(name, slot, who, model))
    }

    /// What the state of the co-op invites to.
    fn invited(&mut self, slot: usize, model: &Model) -> Option<Resolution> {
        let coop = &model.coops[slot];
        let b = &coop.books;
        let mut all = Vec::new();
        let expelled = coop.members.iter().find(|(_, m)| m.standing == Standing::Expelled);
        all.extend(expelled.map(|(who, _)| Resolution::Readmit { member: *who }));
        let seeking = (0..SHORT_LIVED).find(|s| model.coops[*s].books.federation_sought == Some(slot));
        all.extend(seeking.map(|joining| Resolution::AcceptFederation { joining }));
        if b.federation.is_some() && self.rng.percent(60) {
            all.push(Resolution::LeaveFederation);
        }
        if b.federation.is_none() && b.federation_sought.is_none() {
            let others = (0..SHORT_LIVED).filter(|s| *s != slot && model.coops[*s].is_active());
            all.extend(others.map(|federation| Resolution::JoinFederation { federation }));
        }
        let most = b.loss_carried.min(b.reserve / 10);
        if most > 0 {
            all.push(Resolution::CoverLoss { amount: most });
        }
        let mandate = coop.mandates.iter().position(|m| m.is_some());
        if self.rng.percent(30) {
            all.extend(mandate.map(|mandate| Resolution::RevokeMandate { mandate }));
        }
        if b.solidarity > 0 {
            all.push(Resolution::Grant { to: self.who(), amount: 1 + b.solidarity / 3 });
        }
        let acts_elsewhere = (0..SHORT_LIVED).any(|s| model.coops[s].members.contains_key(&agent(slot)));
        if acts_elsewhere {
            all.extend([self.act(slot, model), self.act(slot, model)]);
        }
        if (0..PEOPLE).any(|who| !coop.is_taken(who)) {
            all.push(self.rehoming(coop));
        }
        let nth = self.rng.upto(all.len());
        (!all.is_empty()).then(|| all.swap_remove(nth))
    }

    /// Something to resolve, mostly what can be.
    fn resolution(&mut self, slot: usize, model: &Model) -> Resolution {
        if self.rng.percent(35)
            && let Some(invited) = self.invited(slot, model)
        {
            return invited;
        }
        let (coop, now) = (&model.coops[slot], model.now);
        let b = &coop.books;
        let Some(terms) = coop.charter else { return Resolution::LeaveFederation };
        let to = self.who();
        let payee = if self.rng.percent(20) { agent(slot) } else { to };
        let week = 7 * DAY as u32;
        let over = |special: bool| {
            let lock = if special { terms.timelock.max(week) } else { terms.timelock };
            now + (terms.voting_period + lock + terms.execution_window) as i64
        };
        match self.rng.below(49) {
            0..5 => {
                let budget = coop.budget_left();
                let some = 1 + self.rng.below(budget);
                let near = [budget, some, some, b.operating, b.operating / 2];
                let amount = self.amount(&near);
                Resolution::Spend { to: payee, amount, investment: self.rng.percent(50) }
            }
            5..7 => Resolution::Grant { to, amount: self.amount(&[b.solidarity, 1 + self.rng.0 % 100]) },
            7..10 => {
                let budget = coop.budget_left();
                let per_period = self.amount(&[budget, 1 + budget / 3, budget / 2]);
                let until = over(per_period > budget) + self.rng.pick(&[0, 30 * DAY, YEAR, -1]);
                Resolution::Mandate { to, per_period, until }
            }
            10..12 => Resolution::RevokeMandate { mandate: self.rng.upto(coop.mandates.len() + 1) },
            12..14 => {
                let opens = over(false) + self.rng.pick(&[0, 0, DAY, -1]);
                let mut terms = self.pool_terms(coop, opens);
                terms.opens = opens;
                terms.withdraw_until = opens + DAY;
                terms.deadline = opens + self.rng.pick(&[2 * DAY, 20 * DAY, 200 * DAY]);
                Resolution::OpenPool { terms }
            }
            14..17 => {
                let ceiling = terms.take_rate_ceiling_bps;
                Resolution::SetTakeRate { bps: self.rng.pick(&[0, 1, 100, 300, ceiling, ceiling + 1]) }
            }
            17 => Resolution::Expel { member: to },
            18..20 => {
                let expelled = coop.members.iter().find(|(_, m)| m.standing == Standing::Expelled);
                Resolution::Readmit { member: expelled.map_or(to, |(who, _)| *who) }
            }
            20..23 => {
                let heirs: Vec<usize> = (0..SHORT_LIVED)
                    .filter(|other| {
                        let heir = &model.coops[*other];
                        *other != slot && heir.is_active() && now - heir.books.founded_at >= YEAR
                    })
                    .collect();
                let heir = match heirs.is_empty() {
                    true => self.rng.percent(10).then(|| self.rng.upto(FOUNDERS.len())),
                    false => Some(self.rng.pick(&heirs)),
                };
                let mut next = terms;
                next.take_rate_bps = b.take_rate.min(terms.take_rate_ceiling_bps);
                match self.rng.below(16) {
                    0 => next.reserve_bps = (terms.reserve_bps + 100).min(5_000),
                    1 => next.reserve_bps -= 1,
                    2 => next.cash_bps = self.rng.pick(&[2_000, 10_000]),
                    3 => next.quorum_bps = self.rng.pick(&[100, 1_000, 5_000]),
                    4 => next.member_share = terms.member_share.saturating_sub(1),
                    5 => next.timelock = (terms.timelock + DAY as u32).min(90 * DAY as u32),
                    6 => next.timelock -= 1,
                    7 => next.revolve_periods = terms.revolve_periods.saturating_sub(1),
                    8 => next.pioneer_bps ^= 1,
                    9 => next.budget_bps = self.rng.pick(&[0, 2_500]),
                    10 => next.growth_floor = 5,
                    11 => next.exodus_bps = terms.exodus_bps.max(501) - 1,
                    12 => next.take_rate_ceiling_bps = next.take_rate_bps,
                    _ => {}
                }
                Resolution::Amend { charter: next, heir }
            }
            23..25 => {
                let most = b.loss_carried.min(b.reserve / 10);
                Resolution::CoverLoss { amount: self.amount(&[most, 1 + most / 2]) }
            }
            25..27 => Resolution::JoinFederation { federation: self.rng.upto(SHORT_LIVED) },
            27 => {
                let seeking =
                    (0..SHORT_LIVED).find(|s| model.coops[*s].books.federation_sought == Some(slot));
                Resolution::AcceptFederation { joining: seeking.unwrap_or(self.rng.upto(SHORT_LIVED)) }
            }
            28 if self.rng.percent(70) => {
                let seeking =
                    (0..SHORT_LIVED).find(|s| model.coops[*s].books.federation_sought == Some(slot));
                match seeking {
                    Some(joining) => Resolution::AcceptFederation { joining },
                    None => Resolution::LeaveFederation,
                }
            }
            28 => Resolution::LeaveFederation,
            29..33 => self.transfer(slot, model),
            33..35 => {
                let tokens = model.tokens[agent(slot)];
                Resolution::Collect { amount: self.amount(&[tokens[0], tokens[1], 1 + tokens[0] / 2]) }
            }
            35..40 => self.rehoming(coop),
            40..48 => self.act(slot, model),
            _ => Resolution::Dissolve { heir: if self.rng.percent(95) { b.heir } else { None } },
        }
    }

    /// What the agent could do next in another co-op, or what is no member's act.
    fn act(&mut self, own: usize, model: &Model) -> Resolution {
        let who = agent(own);
        let others: Vec<usize> =
            (0..SHORT_LIVED).filter(|s| *s != own && model.coops[*s].life == Life::Alive).collect();
        let member = |s: &usize| model.coops[*s].members.contains_key(&who);
        let slot = match others.iter().copied().find(member) {
            Some(other) if self.rng.percent(70) => other,
            _ if others.is_empty() => (own + 1) % SHORT_LIVED,
            _ => self.rng.pick(&others),
        };
        let (coop, now) = (&model.coops[slot], model.now);
        let m = coop.members.get(&who).cloned().unwrap_or_default();
        let (share, _) = limits(coop);
        let pool = coop.pools.len().saturating_sub(1);
        let payer = if self.rng.percent(95) { who } else { self.who() };
        let to = (self.mostly(who), 0);
        let standing = coop.members.get(&who).map(|m| m.standing);
        let act = match (standing, self.rng.below(20)) {
            (_, 0) => Action::Enrol { slot, who, caller: payer },
            (None, _) => Action::Apply { slot, who, payer },
            (Some(Standing::Candidate), 1..4) => Action::WithdrawApplication { slot, who },
            (Some(Standing::Candidate | Standing::Expelled), _) => return self.transfer(own, model),
            (Some(Standing::Left), 0..10) => Action::Reapply { slot, who },
            (Some(Standing::Member), 1..13) if m.shares < share => {
                Action::Subscribe { slot, who, amount: self.amount(&[share, share, share + 1]) }
            }
            (Some(Standing::Member), 8..10) => {
                let use_amount = self.rng.pick(&[0, 10]);
                Action::MakePledge { slot, pool, who, payer, amount: self.amount(&[share]), use_amount }
            }
            (Some(Standing::Member), 10) => {
                Action::WithdrawPledge { slot, pool, who, to, amount: self.amount(&[share, m.pledged]) }
            }
            (Some(Standing::Member), 11 | 12) => {
                let candidates: Vec<Who> = coop
                    .members
                    .iter()
                    .filter(|(_, m)| m.standing == Standing::Candidate)
                    .map(|(who, _)| *who)
                    .collect();
                let candidate = if candidates.is_empty() { self.who() } else { self.rng.pick(&candidates) };
                Action::VouchFor { slot, voucher: who, candidate, payer }
            }
            (Some(Standing::Member), 13) if self.rng.percent(50) => Action::Resign { slot, who, over: None },
            (_, 15) => Action::ClaimDividends { slot, caller: who, who, to },
            (Some(Standing::Member), _) => {
                let open = |p: &Proposal| p.status(coop, now) == Status::Voting;
                let proposal = self.proposal(coop, open);
                Action::CastVote { slot, proposal, who, choice: self.rng.pick(&[Choice::Yes, Choice::No]) }
            }
            _ => {
                let amount = self.amount(&[m.matured + m.shares]);
                Action::Redeem { slot, caller: who, who, to, amount, at_least: 0 }
            }
        };
        Resolution::Represent { act: Box::new(act) }
    }

    /// A membership moves to a wallet that has none, mostly.
    fn rehoming(&mut self, coop: &Coop) -> Resolution {
        let moved = |who: &Who| coop.wallet(*who) != *who;
        // an agent has but one wallet
        let mut members: Vec<Who> = coop.members.keys().copied().filter(|who| *who < PEOPLE).collect();
        // one who moves on leaves a redirect behind that nobody needs
        if members.iter().any(moved) && self.rng.percent(50) {
            members.retain(moved);
        }
        let free: Vec<Who> = (0..PEOPLE).filter(|who| !coop.is_taken(*who)).collect();
        let any = |rng: &mut Rng, of: &[Who]| {
            if of.is_empty() || rng.percent(5) { rng.upto(PEOPLE) } else { rng.pick(of) }
        };
        Resolution::Rehome { member: any(&mut self.rng, &members), wallet: any(&mut self.rng, &free) }
    }

    /// The agent pays someone; or tries to pay what a call may not write to, or with another's signature.
    fn transfer(&mut self, slot: usize, model: &Model) -> Resolution {
        let agent = agent(slot);
        let own = self.rng.upto(2);
        let from = if self.rng.percent(96) { (agent, own) } else { (self.someone(), own) };
        let other = self.rng.upto(SHORT_LIVED);
        let pools = model.coops[other].pools.len();
        let to = match self.rng.below(16) {
            0 => Target::Vault(other),
            1 => Target::Escrow(other, self.rng.upto(pools + 1)),
            2 => Target::Member(other, self.who()),
            3 => Target::Purse((agent, 1 - own)),
            _ => Target::Purse((self.who(), self.rng.upto(2))),
        };
        let to = if to == Target::Purse(from) { Target::Purse((from.0, 1 - from.1)) } else { to };
        let signer = if self.rng.percent(96) { agent } else { self.someone() };
        let held = model.tokens[from.0][from.1];
        let some = 1 + self.rng.below(held);
        Resolution::Invoke { from, to, signer, amount: self.amount(&[held, some, some, some / 2]) }
    }

    /// The latest service, mostly.
    fn service(&mut self, coop: &Coop) -> usize {
        let last = coop.services.len().saturating_sub(1);
        if self.rng.percent(70) { last } else { self.rng.upto(coop.services.len() + 1) }
    }

    /// A charter within its bounds, or with one term outside.
    fn charter(&mut self) -> CharterTerms {
        let rng = &mut self.rng;
        let member_share = rng.pick(&[1, 7, 100, 1_000_003, 1 << 40]);
        let mut c = CharterTerms {
            member_share,
            max_shares: rng.pick(&[member_share, member_share * 4, member_share * 1_000, u64::MAX]),
            vouches_required: rng.pick(&[1, 1, 2, 3, 16]),
            vouches_per_period: rng.pick(&[1, 2, 4, 32]),
            growth_bps: rng.pick(&[1, 2_000, 10_000]),
            growth_floor: rng.pick(&[1, 2, 5]),
            seasoning: rng.pick(&[0, 1, 30 * DAY as u32, 90 * DAY as u32]),
            redemption_bps: rng.pick(&[500, 5_000, 10_000]),
            period_length: rng.pick(&[DAY as u32, 7 * DAY as u32, 30 * DAY as u32, 366 * DAY as u32]),
            voting_period: rng.pick(&[1, 7, 30]) * DAY as u32,
            timelock: rng.pick(&[1, 3, 3]) * DAY as u32,
            take_rate_bps: rng.pick(&[0, 1, 300, 300, 1_000]),
            take_rate_ceiling_bps: rng.pick(&[1_000, 5_000]),
            commitment: rng.pick(&[0, DAY as u32, 60 * DAY as u32, 3_650 * DAY as u32]),
            reserve_bps: rng.pick(&[500, 2_000, 5_000]),
            solidarity_bps: rng.pick(&[0, 500, 4_000]),
            interest_cap_bps: rng.pick(&[0, 500, 1_500]),
            depreciation_bps: rng.pick(&[500, 2_000, 10_000]),
            cash_bps: rng.pick(&[2_000, 5_000, 10_000]),
            revolve_periods: rng.pick(&[1, 2, 4, 8]),
            pioneer_bps: rng.pick(&[0, 1_000, 2_000]),
            pioneer_threshold: rng.pick(&[0, 1, 1_000, 1_000, 1_000_000_000, 1 << 62]),
            pioneer_cap_bps: rng.pick(&[0, 100, 500]),
            ..coop_tests::charter()
        };
        if rng.percent(10) {
            match rng.below(16) {
                0 => c.member_share = 0,
                1 => c.max_shares = c.member_share - 1,
                2 => c.vouches_required = rng.pick(&[0, 17]),
                3 => c.vouches_per_period = rng.pick(&[0, 33]),
                4 => c.growth_bps = rng.pick(&[0, 10_001]),
                5 => c.growth_floor = 0,
                6 => c.seasoning = 90 * DAY as u32 + 1,
                7 => c.quorum_bps = rng.pick(&[99, 5_001]),
                8 => c.voting_period = rng.pick(&[DAY as u32 - 1, u32::MAX]),
                9 => c.timelock = rng.pick(&[0, 90 * DAY as u32 + 1]),
                10 => c.execution_window = 0,
                11 => c.exodus_bps = rng.pick(&[499, 5_001]),
                12 => c.period_length = 366 * DAY as u32 + 1,
                13 => c.redemption_bps = rng.pick(&[499, 10_001]),
                14 => c.budget_bps = 2_501,
                _ => c.panel_size = rng.pick(&[8, 33]),
            }
        }
        c
    }

    /// Terms of a pool, mostly of a kind that three or four people can fill; or with one outside its bound.
    fn pool_terms(&mut self, coop: &Coop, now: i64) -> PoolTerms {
        let (m, _) = limits(coop);
        let rng = &mut self.rng;
        let min_members = rng.pick(&[1, 1, 2, 3, 4]);
        let max_raise = m * min_members as u64 + rng.pick(&[0, m / 2 + 3, m * 4 + 1, m * 30]);
        let min_use = rng.pick(&[0, 0, 0, 1, 500]);
        let opens = now + rng.pick(&[0, 0, 0, 1, DAY]);
        let withdraw_until = opens + rng.pick(&[0, 1, DAY, 20 * DAY]);
        let mut t = PoolTerms {
            min_raise: rng.pick(&[0, m, max_raise / 2, max_raise]),
            max_raise,
            min_members,
            min_use,
            max_pledge: rng.pick(&[m, m * 3 + 1, m * 20, u64::MAX]),
            max_use: rng.pick(&[1_000, 1 << 32]),
            opens,
            withdraw_until,
            deadline: withdraw_until + rng.pick(&[0, 1, 10 * DAY, 120 * DAY]),
            use_bond_bps: rng.pick(&[500, 1_000, 3_333, 10_000]),
            purpose: [7; 32],
        };
        if rng.percent(12) {
            match rng.below(10) {
                0 => t.max_raise = 0,
                1 => t.min_raise = t.max_raise + 1,
                2 => t.min_members = 0,
                3 => t.min_members = rng.pick(&[u32::MAX, (t.max_raise / m.max(1)) as u32 + 1]),
                4 => t.max_pledge = m.saturating_sub(1),
                5 => t.max_use = rng.pick(&[(1 << 32) + 1, u64::MAX]),
                6 => t.use_bond_bps = rng.pick(&[0, 499, 10_001]),
                7 => t.opens = now - 1,
                8 => t.withdraw_until = rng.pick(&[t.opens - 1, t.deadline + 1]),
                _ => t.deadline = now + 180 * DAY + rng.pick(&[0, 1]),
            }
        }
        t
    }

    /// Time passes: to the edge of something that ends or begins, or by some seconds or days.
    fn warp(&mut self, model: &Model) -> Action {
        let mut edges = Vec::new();
        for coop in model.coops[..SHORT_LIVED].iter().filter(|c| c.life == Life::Alive) {
            for pool in coop.pools.iter().filter(|p| p.exists && p.gathered.settled_at == 0) {
                edges.extend([pool.terms.opens, pool.terms.withdraw_until, pool.terms.deadline]);
            }
            for p in coop.proposals.iter().flatten().filter(|p| p.executed_at == 0) {
                edges.extend([p.ends, p.opens(), p.opens(), p.opens(), p.expires()]);
            }
            if coop.is_dissolving() {
                let began = coop.books.dissolving_at;
                edges.extend([began + 180 * DAY, began + 3 * YEAR]);
            }
            if coop.books.electorless_since != 0 {
                edges.push(coop.books.electorless_since + 90 * DAY);
            }
            if coop.is_active() {
                let end = coop.books.period_started_at + coop.terms().period_length as i64;
                edges.extend([end, end, end]);
            }
            let seasoning = coop.terms().seasoning as i64;
            let unseasoned = coop.members.values().filter(|m| m.shares > 0 && m.elector_since == 0);
            edges.extend(unseasoned.map(|m| m.share_paid_at + seasoning));
            if self.rng.percent(15) {
                edges.extend(coop.members.values().map(|m| m.last_active_at + YEAR));
                edges.push(coop.books.founded_at + YEAR);
            }
        }
        edges.retain(|edge| *edge >= model.now);
        let to = if edges.is_empty() || self.rng.percent(30) {
            model.now + self.rng.pick(&[1, 60, DAY, 3 * DAY, 31 * DAY])
        } else {
            self.rng.pick(&edges) + self.rng.pick(&[-1, 0, 1])
        };
        // no further, mostly, than the next moment of a resolution: what has passed would lapse unseen
        let mut moments = Vec::new();
        for coop in model.coops[..SHORT_LIVED].iter().filter(|c| c.is_active()) {
            moments.extend(coop.proposals.iter().flatten().filter_map(|p| match p.status(coop, model.now) {
                Status::Voting if p.tally != [0; 3] => Some(p.ends),
                Status::Waiting => Some(p.opens()),
                Status::Executable => Some(p.expires() - 1),
                _ => None,
            }));
        }
        let next = moments.into_iter().filter(|moment| *moment > model.now).min();
        let to = if self.rng.percent(70) { next.map_or(to, |next| to.min(next)) } else { to };
        Action::Warp { to }
    }

    /// What comes from outside the program.
    fn outside(&mut self, model: &Model) -> Action {
        if self.rng.percent(60) {
            let (slot, purse) = (self.rng.upto(SHORT_LIVED), self.rng.pick(&[0, 0, 0, 1]));
            // often what a share of another co-op costs
            let (share, _) = limits(&model.coops[self.rng.upto(SHORT_LIVED)]);
            let amount = self.rng.pick(&[share, share.saturating_mul(3), 1 + self.rng.0 % 100_000]);
            return Action::Endow { slot, purse, who: self.who(), amount };
        }
        let slot = self.rng.upto(FOUNDERS.len());
        let coop = &model.coops[slot];
        let who = self.who();
        let pool = self.rng.percent(50).then(|| self.rng.upto(coop.pools.len() + 1));
        Action::Donate { slot, pool, who, amount: 1 + self.rng.below(1_000) }
    }
}

/// Member share and the most shares of one member; 1 and 1 before the founding.
fn limits(coop: &Coop) -> (u64, u64) {
    coop.charter.as_ref().map_or((1, 1), |c| (c.member_share, c.max_shares))
}
