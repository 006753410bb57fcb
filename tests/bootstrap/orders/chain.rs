//! The chain of an exploration: how a setting is built on it, how it is brought back to where it was, what an event is, and
//! what is compared with the second description.

use super::{
    rules::{One, State},
    setting::{Event, PEOPLE, Setting},
};
use crate::{
    Actor, DAY, PoolSite, World,
    call::{Founding, Nth},
    charter,
    fixtures::{Founded, active, clear, close, found, next_of, pass, settle_everyone, take_in},
    scenes::amendment,
};
use anchor_lang::prelude::Address;
use coop::state::{Action, CharterTerms, Choice, Coop, CoopStatus, Member, Pledge, Pool, PoolTerms};
use solana_account::Account;
use solana_message::Instruction;
use std::hash::{DefaultHasher, Hash, Hasher};

pub struct Chain {
    world: World,
    coop: Founded,
    pools: Vec<PoolSite>,
    proposal: Nth,
    /// The second of the first moment.
    began: i64,
    /// Whatever an event can change, but for wallets, which pay rent and have enough.
    accounts: Vec<Address>,
    /// What everyone's token account held.
    purses: Vec<u64>,
}

/// What everything was, to come back to.
pub type Kept = (i64, Vec<Account>);

impl Chain {
    /// An active co-op of three with these later pools, and a resolution to amend that the first votes for, the second
    /// abstains from, and the third ignores.
    pub fn later(setting: &Setting) -> Self {
        let mut world = World::new();
        let coop = active(&mut world, PEOPLE, setting.shares).coop;
        let site = coop.site;
        for who in coop.everyone() {
            // as if what was promised to the founding pool were kept
            world.edit::<Member>(&site.member(&who.wallet()), coop::state::Member::end_promise);
        }
        close(&mut world, &coop);
        settle_everyone(&mut world, &coop);
        let began = world.now() + 40 * DAY;
        for (number, terms) in (1..).zip(stored(setting, began)) {
            let index = pass(&mut world, &coop, Action::OpenPool { terms });
            let founder = &coop.founder;
            world.accepts(site.execute_open_pool(&founder.wallet(), index, number), &[founder]);
            clear(&mut world, &coop, index);
        }
        close(&mut world, &coop);
        // a period begins with the exploration, and the turn that the resolution waits for is taken to be behind it
        let r = setting.resolution.as_ref().expect("one");
        world.edit::<Coop>(&site.coop, |c| {
            c.period.started_at = began.into();
            c.closed_until = (began + r.from).into();
        });
        world.set_time(began + r.made);
        let (yes, abstains) = (&coop.founder, &coop.members[0]);
        let proposal = next_of(&world, &coop, yes);
        let change = amendment(|c| c.cash_bps = 2_000);
        world.accepts(site.propose(&yes.wallet(), proposal, change), &[yes]);
        for (who, choice) in [(yes, Choice::Yes), (abstains, Choice::Abstain)] {
            world.accepts(site.cast_vote(&who.wallet(), proposal, choice), &[who]);
        }
        let p = world.proposal(&site.proposal(proposal));
        let from = p.ends.get() + p.timelock.get() as i64;
        assert_eq!((p.ends.get() - began, from - began), (r.ends, r.from));
        let pools = (1..).zip(&setting.pools).map(|(number, _)| site.pool(number)).collect();
        Self::new(world, coop, pools, proposal, began)
    }

    /// A forming co-op of three with this founding pool.
    pub fn founding(setting: &Setting) -> Self {
        let mut world = World::new();
        let member_share = setting.pools[0].least;
        let charter = CharterTerms { member_share, ..charter() };
        let mut coop = found(&mut world, &Founding { charter, ..Founding::default() });
        take_in(&mut world, &mut coop, PEOPLE - 1);
        let began = world.now();
        let terms = stored(setting, began).remove(0);
        world.accepts(coop.site.open_pool(0, terms), &[&coop.founder]);
        let pool = coop.site.pool(0);
        Self::new(world, coop, vec![pool], 0.into(), began)
    }

    fn new(mut world: World, coop: Founded, pools: Vec<PoolSite>, proposal: Nth, began: i64) -> Self {
        world.set_time(began);
        let site = coop.site;
        let mut accounts = vec![site.coop, site.vault, site.proposal(proposal), site.period(0)];
        let open = world.coop(&site.coop).period.number.get();
        accounts.extend([site.period(open), site.period(open + 1)]);
        for who in coop.everyone() {
            accounts.extend([site.member(&who.wallet()), who.tokens]);
            accounts.extend(pools.iter().map(|pool| pool.pledge(&who.wallet())));
            world.fund(&who.wallet(), 1 << 50);
        }
        accounts.extend(pools.iter().flat_map(|pool| [pool.pool, pool.escrow]));
        world.fund(&solana_signer::Signer::pubkey(&world.fee_payer), 1 << 50);
        let purses = coop.everyone().map(|who| world.balance(&who.tokens)).collect();
        Self { world, coop, pools, proposal, began, accounts, purses }
    }

    pub fn keep(&self) -> Kept {
        let kept = |at| self.world.svm.get_account(at).unwrap_or_default();
        (self.world.now(), self.accounts.iter().map(kept).collect())
    }

    pub fn bring_back(&mut self, (now, accounts): &Kept) {
        self.world.set_time(*now);
        for (at, account) in self.accounts.clone().into_iter().zip(accounts) {
            self.world.put(at, account.clone());
        }
    }

    fn who(&self, i: usize) -> &Actor {
        self.coop.everyone().nth(i).expect("one of three")
    }

    /// Does it, and says whether it was accepted.
    pub fn does(&mut self, setting: &Setting, state: &State, event: Event) -> bool {
        let site = self.coop.site;
        let wallet = |i: usize| self.who(i).wallet();
        // of one who never pledged the first pool: no pledge is there
        let last = |i: usize| self.pools[state.members[i].last.unwrap_or(0)];
        let index = |i: usize| state.members[i].pledge.as_ref().map(|p| self.index(p.pool));
        let (call, by): (Instruction, Option<usize>) = match event {
            Event::Pledge(i, pool) => {
                let (amount, used) = setting.pledges[i][pool];
                let version = self.world.coop(&site.coop).charter_version.get();
                let call = self.pools[pool].make_pledge_under(version, &wallet(i), self.who(i), amount, used);
                (call, Some(i))
            }
            Event::Withdraw(i, amount) => {
                let all = state.members[i].pledge.as_ref().map_or(1, |p| p.amount);
                let amount = amount.unwrap_or(all);
                (last(i).withdraw_pledge(&wallet(i), &self.who(i).tokens, amount), Some(i))
            }
            Event::Leave(i) => (site.resign_with(&wallet(i), None, index(i), false, false), Some(i)),
            Event::Settle(pool) => (self.pools[pool].settle_pool(), None),
            Event::Claim(i) => (last(i).claim_shares(&wallet(i)), None),
            Event::Refund(i) => (last(i).refund_pledge(&wallet(i), &self.who(i).tokens), None),
            Event::Release(i) => (site.release(&wallet(i), self.proposal, index(i)), None),
            Event::Amend => (site.execute_amend(self.proposal, None), None),
            Event::Time => {
                self.time_passes(setting, state);
                return true;
            }
        };
        let key = by.map(|i| self.who(i).key.insecure_clone());
        self.world.send(&[call], &key.iter().collect::<Vec<_>>()).is_ok()
    }

    /// The clock goes to the next moment; a period that is over by then is closed, and settled to everyone.
    fn time_passes(&mut self, setting: &Setting, state: &State) {
        self.world.set_time(self.began + setting.moments[state.moment + 1]);
        let coop = self.world.coop(&self.coop.site.coop);
        if coop.status() == CoopStatus::Active && coop.period.ends() <= self.world.now() {
            close(&mut self.world, &self.coop);
            settle_everyone(&mut self.world, &self.coop);
        }
    }

    fn index(&self, pool: usize) -> u32 {
        self.world.pool(&self.pools[pool].pool).index.get()
    }

    /// The first number of which the chain and the second description say different things.
    pub fn differs(&self, setting: &Setting, state: &State) -> Option<String> {
        let (site, now) = (self.coop.site, state.now(setting));
        let since = |at: i64| if at == 0 { 0 } else { (at - self.began) as u64 };
        let mut said: Vec<(String, u64, u64)> = Vec::new();
        let mut say = |what: &str, of: usize, expected: u64, is: u64| {
            said.push((format!("{what} {of}"), expected, is));
        };
        let (mut capital, mut transit, mut owed, mut earning) = (0, 0, 0, 0);
        for (i, (m, who)) in state.members.iter().zip(self.coop.everyone()).enumerate() {
            let is = self.world.member(&site.member(&who.wallet()));
            let (pledged, promised) = m.pledge.as_ref().map_or((0, 0), |p| (p.amount, p.promised));
            let resting = state.resting(i, now);
            say("left", i, m.left.into(), is.is(coop::state::Standing::Left).into());
            say("shares", i, m.shares, is.shares.get());
            say("matured", i, m.matured, is.matured.get());
            say("pledged", i, pledged, is.pledged.get());
            say("owed", i, m.owed, is.dividends.get());
            say("resting", i, resting, is.resting_at(now + self.began));
            if resting > 0 {
                let until = m.rests.iter().map(|(until, _)| *until).max().unwrap_or(0);
                say("rests until", i, until as u64, since(is.rests_until.get()));
            }
            say("promised", i, m.promised + promised, is.promised.get());
            say("bonded", i, m.bond, is.bonded.get());
            let latest = m.pledge.as_ref().filter(|p| p.promised > 0).map(|p| &setting.pools[p.pool]);
            let ends = latest.map_or(m.promise_ends, |terms| terms.deadline + 30 * DAY + terms.stay);
            say("promise ends", i, ends as u64, since(is.promise_ends.get()));
            say("returns from", i, m.released.unwrap_or(0) as u64, since(is.returns_from.get()));
            // an elector of the founding pool is counted before its claim, and is one after it
            let claimed = m.pledge.is_none() || !setting.founding;
            say("elector", i, (m.elector && claimed).into(), is.is_elector().into());
            let founding = if setting.founding { m.shares } else { is.founding_shares.get() };
            say("founding shares", i, founding, is.founding_shares.get());
            // whatever left its purse is pledged, capital, or owed to it
            let gone = pledged + m.shares + m.matured + m.owed - setting.shares;
            say("purse", i, self.purses[i] - gone, self.world.balance(&who.tokens));
            capital += m.shares + m.matured;
            owed += m.owed;
        }
        for (k, (p, at)) in state.pools.iter().zip(&self.pools).enumerate() {
            let is = self.world.pool(&at.pool);
            say("settled", k, p.settled.unwrap_or(0) as u64, since(is.settled_at.get()));
            say("succeeded", k, p.succeeded.into(), is.succeeded.into());
            say("raised", k, p.raised, is.raised.get());
            say("pledgers", k, p.pledgers, is.pledgers.get().into());
            say("people", k, p.people, is.people.get().into());
            say("raised by people", k, p.people_raised, is.people_raised.get());
            say("use pledged", k, p.used, is.use_pledged.get());
            say("accepted", k, p.accepted, is.accepted.get());
            say("shares unclaimed", k, p.shares, is.shares_unclaimed.get());
            say("refunds unclaimed", k, p.refunds, is.refunds_unclaimed.get());
            say("earning unclaimed", k, p.earning, is.earning_unclaimed.get());
            let pledges = state.members.iter().filter_map(|m| m.pledge.as_ref());
            let held: u64 = pledges.filter(|pledge| pledge.pool == k).map(|pledge| pledge.amount).sum();
            let escrow = if p.succeeded { 0 } else { held };
            say("escrow", k, escrow, self.world.balance(&at.escrow));
            (transit, owed, earning) = (transit + p.shares, owed + p.refunds, earning + p.earning);
        }
        let is = self.world.coop(&site.coop);
        let count = |of: fn(&One) -> bool| state.members.iter().filter(|m| of(m)).count() as u64;
        let shares: u64 = state.members.iter().map(|m| m.shares).sum();
        say("members of", 0, count(|m| !m.left), is.members.get().into());
        say("electors of", 0, count(|m| m.elector), is.electors.get().into());
        say("all shares of", 0, shares, is.books.shares_total.get());
        say("all in transit of", 0, transit, is.books.shares_in_transit.get());
        say("all matured of", 0, capital - shares, is.books.retained_total.get());
        say("all unclaimed of", 0, earning, is.shares_unclaimed.get());
        if setting.founding {
            say("all founding shares of", 0, shares + earning, is.founding_shares.get());
        }
        say("fund of", 0, capital + transit, is.books.fund.get());
        say("dividends of", 0, owed, is.books.dividends.get());
        say("vault of", 0, capital + transit + owed, self.world.balance(&site.vault));
        say("amended", 0, state.amended_at.unwrap_or(0) as u64, since(is.amended_at.get()));
        let wrong = said.into_iter().find(|(_, expected, is)| expected != is);
        wrong.map(|(what, expected, is)| format!("{what}: {expected} expected, {is} on the chain"))
    }

    /// All that is stored, but for what only says in which second or in which turn something was: the same for every order of
    /// events that ends alike.
    pub fn essence(&self) -> u64 {
        let (mut hash, site, now) = (DefaultHasher::new(), self.coop.site, self.world.now());
        let mut add = |bytes: &[u8]| bytes.hash(&mut hash);
        let mut coop = self.world.coop(&site.coop);
        (coop.seq, coop.electors_before) = bytemuck::Zeroable::zeroed();
        (coop.electors_changed_at, coop.electorless_since) = bytemuck::Zeroable::zeroed();
        for transit in coop.transits.iter_mut().filter(|transit| transit.pools == 0) {
            *transit = bytemuck::Zeroable::zeroed();
        }
        coop.transits.sort_by_key(|transit| (transit.period.get(), transit.pools.get()));
        add(bytemuck::bytes_of(&coop));
        for pool in &self.pools {
            let mut stored: Pool = self.world.pool(&pool.pool);
            stored.pledge_accounts = bytemuck::Zeroable::zeroed();
            add(bytemuck::bytes_of(&stored));
        }
        for who in self.coop.everyone() {
            let mut m = self.world.member(&site.member(&who.wallet()));
            let zero = bytemuck::Zeroable::zeroed();
            (m.last_active_at, m.left_at, m.pledged_at, m.share_paid_at) = (zero, zero, zero, zero);
            if m.resting_at(now) == 0 {
                (m.rests, m.rests_until) = bytemuck::Zeroable::zeroed();
            }
            let (open, unsettled) = (m.unsettled_period + 1, m.is_unsettled());
            for rest in m.rests.iter_mut().filter(|rest| !unsettled || rest.new_in != open) {
                rest.new_in = bytemuck::Zeroable::zeroed();
            }
            if !m.is_unsettled() {
                m.unsettled_period = bytemuck::Zeroable::zeroed();
            }
            for vintage in m.vintages.iter_mut().filter(|vintage| vintage.retained == 0) {
                *vintage = bytemuck::Zeroable::zeroed();
            }
            add(bytemuck::bytes_of(&m));
            for pool in &self.pools {
                let pledge = self.world.read::<Pledge>(&pool.pledge(&who.wallet()));
                if let Some(mut pledge) = pledge.filter(|pledge| pledge.amount != 0) {
                    pledge.forget_ended_promise(&m);
                    add(bytemuck::bytes_of(&pledge));
                }
            }
        }
        hash.finish()
    }
}

/// The terms of a setting's pools.
fn stored(setting: &Setting, began: i64) -> Vec<PoolTerms> {
    let stored = setting.pools.iter().map(|t| PoolTerms {
        min_raise: t.min_raise,
        max_raise: t.max_raise,
        min_members: t.min_people as u32,
        min_use: t.min_use,
        max_pledge: t.max_pledge,
        max_use: t.max_use,
        opens: began + t.opens,
        withdraw_until: began + t.withdraw_until,
        deadline: began + t.deadline,
        stay: t.stay as u32,
        use_bond_bps: t.bond_bps as u16,
        // pools move no solvency: it is whole throughout
        min_solvency_bps: if setting.founding { 0 } else { 10_000 },
        purpose: String::new(),
    });
    stored.collect()
}
