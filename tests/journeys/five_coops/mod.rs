//! Five co-ops that live for two years, each beside its spreadsheet: after every step all its books, and every member's
//! amounts, are those of the sheet, to the unit.

mod acts;
mod artists;
mod bakery;
mod check;
mod drivers;
mod food;
mod second_tier;
pub(super) mod sheet;
mod wander;

use crate::{
    Actor, DAY, UNIT, World,
    call::{Founding, act_of},
    charter,
    fixtures::{Founded, candidacy, found, pledge, take_in, vouch},
    pool_terms,
};
use anchor_lang::prelude::Address;
use coop::{
    error::CoopError,
    state::{Action, CharterTerms, Choice, Coop, IncomeKind, PoolTerms, Purpose},
};
use sheet::{ALL, Column, Num, Sheet};
use solana_message::Instruction;
use std::collections::BTreeMap;

/// What everyone has in its wallet at first.
const HAND: u64 = 1_000_000 * UNIT;

/// Terms under which resolutions take no longer than they must.
fn terms() -> CharterTerms {
    CharterTerms {
        vouches_required: 1,
        vouches_per_period: 16,
        seasoning: 0,
        voting_period: 3 * DAY as u32,
        timelock: DAY as u32,
        execution_window: 30 * DAY as u32,
        budget_bps: 2_500,
        growth_floor: 20,
        ..charter()
    }
}

/// A co-op and its spreadsheet. People go by their place in both; the founder is 0.
pub struct Life {
    pub coop: Founded,
    pub sheet: Sheet,
    /// Buys and sells, and is no member.
    stranger: Actor,
    /// The co-ops that are members, by their place.
    via: BTreeMap<usize, Life>,
    /// Looks at the co-op before and after each close.
    pub witness: Option<fn(&Coop, &Coop)>,
}

impl Life {
    /// A co-op that so many people have founded with these pledges.
    fn begin(world: &mut World, terms: CharterTerms, pledges: &[u64]) -> Self {
        let pool = PoolTerms {
            min_raise: 1,
            max_raise: pledges.iter().sum(),
            min_members: pledges.len() as u32,
            min_use: 0,
            max_pledge: HAND,
            use_bond_bps: 0,
            ..pool_terms(world.now())
        };
        Self::founded(world, &Founding { charter: terms, ..Default::default() }, pool, pledges)
    }

    /// The same with a pool of these terms, which takes all of the pledges and no promises of use.
    pub fn founded(world: &mut World, founding: &Founding, pool: PoolTerms, pledges: &[u64]) -> Self {
        let mut coop = found(world, founding);
        take_in(world, &mut coop, pledges.len() - 1);
        world.accepts(coop.site.open_pool(0, pool.clone()), &[&coop.founder]);
        world.set_time(pool.opens);
        let site = coop.site.pool(0);
        for (who, amount) in coop.everyone().zip(pledges) {
            pledge(world, &site, who, *amount, 0);
        }
        world.set_time(pool.deadline + DAY);
        world.accepts(site.settle_pool(), &[]);
        for who in coop.everyone() {
            world.accepts(site.claim_shares(&who.wallet()), &[]);
        }
        let stranger = world.actor("stranger", 100 * HAND);
        let pledges: Vec<Num> = pledges.iter().map(|amount| *amount as Num).collect();
        let sheet = Sheet::founded(founding.charter, world.now(), HAND as Num, &pledges);
        let life = Self { coop, sheet, stranger, via: BTreeMap::new(), witness: None };
        life.check(world);
        life
    }

    fn who(&self, i: usize) -> &Actor {
        self.coop.everyone().nth(i).expect("someone")
    }

    pub fn member(&self, i: usize) -> Address {
        let wallet = self.via.get(&i).map_or_else(|| self.who(i).wallet(), |own| own.coop.site.agent());
        self.coop.site.member(&wallet)
    }

    fn wallet(&self, i: usize) -> Address {
        self.via.get(&i).map_or_else(|| self.who(i).wallet(), |own| own.coop.site.agent())
    }

    fn number(&self) -> u32 {
        self.sheet.open.number
    }

    fn is_overdue(&self, world: &World) -> bool {
        world.now() >= self.sheet.open.ends()
    }

    /// Someone does something with its own signature: a co-op by resolution of its own members.
    fn does(&mut self, world: &mut World, i: usize, act: impl Fn(&Self) -> Instruction) {
        if self.via.contains_key(&i) {
            let site = self.coop.site;
            let (wallet, agent) = (self.who(i).wallet(), self.wallet(i));
            let mut act = act(self);
            for (from, to) in [(wallet, agent), (site.member(&wallet), site.member(&agent))] {
                act.accounts.iter_mut().filter(|meta| meta.pubkey == from).for_each(|meta| meta.pubkey = to);
            }
            self.represented(world, i, &act);
        } else {
            self.keep_up(world, i);
            let call = act(self);
            world.accepts(call, &[self.who(i)]);
        }
    }

    /// A co-op that is a member does something here.
    fn represented(&mut self, world: &mut World, i: usize, act: &Instruction) {
        let mut own = self.via.remove(&i).expect("a co-op");
        let index = own.resolve(world, act_of(self.coop.site.coop, act));
        let call = own.coop.site.execute_represent(index, act);
        self.via.insert(i, own);
        self.keep_up(world, i);
        world.accepts(call, &[]);
        self.via[&i].clear(world, index);
    }

    /// Closes what is overdue and settles what is closed, as anyone may before someone does something.
    fn keep_up(&mut self, world: &mut World, i: usize) {
        if self.is_overdue(world) {
            self.close(world, 0);
        }
        self.settle(world, i);
    }

    /// The founder proposes, all electors with a wallet of their own say yes, and the time comes. The number.
    fn resolve(&mut self, world: &mut World, action: Action) -> u32 {
        world.pass(1);
        let (site, founder) = (self.coop.site, &self.coop.founder);
        let index = world.coop(&site.coop).proposals.get();
        world.accepts(site.propose(&founder.wallet(), index, action), &[founder]);
        for (i, who) in self.coop.everyone().enumerate() {
            if !self.via.contains_key(&i) && world.member(&site.member(&who.wallet())).is_elector() {
                world.accepts(site.cast_vote(&who.wallet(), index, Choice::Yes), &[who]);
            }
        }
        let proposal = world.proposal(&site.proposal(index));
        let opens = proposal.ends.get() + proposal.timelock.get() as i64;
        world.set_time(opens);
        while proposal.weighty == 1 && world.coop(&site.coop).closed_until.get() < opens {
            self.close(world, 0);
        }
        if self.is_overdue(world) {
            self.close(world, 0);
        }
        index
    }

    fn clear(&self, world: &mut World, index: u32) {
        crate::fixtures::clear(world, &self.coop, index);
    }

    /// Pays a supplier, buys an asset, or pays for work of a member.
    pub fn spend(&mut self, world: &mut World, to: Option<usize>, amount: u64, purpose: Purpose) {
        let wallet = to.map_or_else(|| self.stranger.wallet(), |i| self.wallet(i));
        let index = self.resolve(world, Action::Spend { to: wallet, amount, purpose });
        let ordinary = !world.proposal(&self.coop.site.proposal(index)).is_special();
        let mut worker = None;
        if let Some(i) = to {
            self.settle(world, i);
            worker = Some(self.member(i));
        }
        let tokens = to.map_or(self.stranger.tokens, |i| self.who(i).tokens);
        world.accepts(self.coop.site.execute_spend_for(index, &tokens, worker), &[]);
        let x = amount as Num;
        match purpose {
            Purpose::Expense => self.sheet.expense(x),
            Purpose::Investment => self.sheet.invest(Column::Invested, x, ordinary, world.now()),
            Purpose::Work => self.sheet.pay(to, x),
        }
        self.check(world);
        self.clear(world, index);
    }

    /// Lets some of what is invested be sold.
    fn offer_for_sale(&mut self, world: &mut World, amount: u64) {
        let index = self.resolve(world, Action::Sell { amount });
        world.accepts(self.coop.site.execute_sell(index), &[]);
        self.sheet.for_sale += amount as Num;
        self.check(world);
        self.clear(world, index);
    }

    pub fn grant(&mut self, world: &mut World, amount: u64) {
        let index = self.resolve(world, Action::Grant { to: self.stranger.wallet(), amount });
        world.accepts(self.coop.site.execute_grant(index, &self.stranger.tokens), &[]);
        self.sheet.post("granted", &[(Column::Solidarity, -(amount as Num))]);
        self.check(world);
        self.clear(world, index);
    }

    fn cover(&mut self, world: &mut World, up_to: u64) {
        let index = self.resolve(world, Action::CoverLoss { up_to });
        world.accepts(self.coop.site.execute_cover_loss(index), &[]);
        self.sheet.cover(up_to as Num);
        self.check(world);
        self.clear(world, index);
    }

    /// Changes the charter. The open period keeps the terms of money that it began with.
    pub fn amend(&mut self, world: &mut World, change: impl Fn(&mut CharterTerms)) {
        let mut charter = self.sheet.terms;
        change(&mut charter);
        let index = self.resolve(world, Action::Amend { charter, heir: Address::default(), statutes: None });
        world.accepts(self.coop.site.execute_amend(index, None), &[]);
        self.sheet.terms = charter;
        self.sheet.mature();
        self.check(world);
        self.clear(world, index);
    }

    /// A standing permission of someone's for wages, or of a stranger's. The mandate's number.
    pub fn employ(&mut self, world: &mut World, i: Option<usize>, per_period: u64) -> u32 {
        let to = i.map_or_else(|| self.stranger.wallet(), |i| self.wallet(i));
        let until = world.now() + 3 * 365 * DAY;
        let index = self.resolve(world, Action::Mandate { to, per_period, until, work: true });
        let mandate = world.coop(&self.coop.site.coop).mandates.get();
        let founder = &self.coop.founder;
        let call = self.coop.site.execute_mandate(&founder.wallet(), index, mandate);
        world.accepts(call, &[founder]);
        self.check(world);
        self.clear(world, index);
        mandate
    }

    /// Someone draws its wage.
    pub fn wage(&mut self, world: &mut World, mandate: u32, i: Option<usize>, amount: u64) {
        if let Some(i) = i {
            self.settle(world, i);
        }
        let who = i.map_or(&self.stranger, |i| self.who(i));
        let worker = i.map(|i| self.member(i));
        let site = &self.coop.site;
        world.accepts(site.draw_mandate_for(&who.wallet(), mandate, &who.tokens, amount, worker), &[who]);
        self.sheet.pay(i, amount as Num);
        self.check(world);
    }

    /// Closes the open period so many seconds after its end, or now if that is later.
    pub fn close(&mut self, world: &mut World, late: i64) -> sheet::Closed {
        world.set_time((self.sheet.open.ends() + late).max(world.now()));
        let (number, founder) = (self.number(), &self.coop.founder);
        let before = world.coop(&self.coop.site.coop);
        world.accepts(self.coop.site.close_period(&founder.wallet(), number), &[founder]);
        if let Some(witness) = self.witness {
            witness(&before, &world.coop(&self.coop.site.coop));
        }
        let closed = self.sheet.close(world.now());
        self.check(world);
        closed
    }

    /// Settles someone's business of a closed period, if it has any.
    fn settle(&mut self, world: &mut World, i: usize) {
        let who = &self.sheet.people[i];
        if who.has_business() && who.business_of != self.number() {
            let number = who.business_of;
            world.accepts(self.coop.site.settle_patronage(&self.wallet(i), number), &[]);
            self.sheet.settle(i);
            self.check(world);
        }
    }

    /// Closes the open period and settles everyone, beginning with someone else each time.
    pub fn turn(&mut self, world: &mut World) -> sheet::Closed {
        let closed = self.close(world, 0);
        self.settle_all(world);
        closed
    }

    pub fn settle_all(&mut self, world: &mut World) {
        let people = self.sheet.people.len();
        for k in 0..people {
            self.settle(world, (k + self.number() as usize) % people);
        }
    }

    /// After two years the last period ends, and everyone is paid.
    fn finish(&mut self, world: &mut World) {
        self.pay_all(world);
        let days = (world.now() - self.sheet.activated) / DAY;
        assert!(days >= 2 * 365, "{days} days are no two years");
    }

    /// The open period ends, and everyone is paid. What is left is the co-op's own.
    pub fn pay_all(&mut self, world: &mut World) {
        self.turn(world);
        for i in 0..self.sheet.people.len() {
            self.claim(world, i);
        }
        for column in [Column::Dividends, Column::Interest] {
            assert_eq!(self.sheet.of(column), 0, "{column:?}: everyone has claimed");
        }
        assert_eq!(world.balance(&self.coop.site.vault) as Num, self.sheet.cash());
    }

    /// Someone may not ask for anything now.
    fn refuses_to_ask(&mut self, world: &mut World, i: usize, error: CoopError, min_price_bps: u16) {
        let who = self.who(i);
        world.refuses(error, self.coop.site.ask_back(&who.wallet(), 1, min_price_bps), &[who]);
        self.check(world);
    }
}
