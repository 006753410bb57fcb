//! One life of a co-op of up to four members. The books, their close, each member's settlement, what may be asked back
//! and what pioneers are owed are the functions of `coop_math`; here is only what the program's accounts keep.

use crate::{faults::Fault, member::Member};
use coop_math::patronage::{
    books::{Books, Business, Closed, Facts, Pioneers, Rates, Use},
    provided_floor,
};

/// The most members of a life whose steps a script says.
pub const PLAYERS: usize = 4;
/// Members that only hold a share each: on chain they propose, vote and vouch.
pub const STEWARDS: usize = 3;
/// The most members of a life.
pub const MOST: usize = PLAYERS + STEWARDS;

/// The terms that matter to money.
#[derive(Clone, Copy, Debug)]
pub struct Terms {
    pub rates: Rates,
    /// What a staying member keeps of its shares, at least.
    pub member_share: u64,
    pub provider_bps: u16,
    pub redemption_bps: u16,
    /// After so many periods a vintage matures, at most 7.
    pub revolve_periods: u8,
    pub pioneer_threshold: u64,
    pub pioneer_cap_bps: u16,
    pub pioneer_shares_bps: u16,
    /// From the beginning of the life, seconds.
    pub pioneer_start: i64,
    /// Of a period, seconds.
    pub length: i64,
}

#[derive(Clone, Copy, Debug)]
pub struct Life<'a> {
    pub terms: &'a Terms,
    pub fault: Fault,
    pub members: [Member; MOST],
    pub books: Books,
    pub done: Use,
    pub pioneers: Pioneers,
    pub lifetime_surplus: u64,
    /// Operating money when the last period ended, or at the beginning.
    pub operating_at_turn: u64,
    /// The loss when the last two periods began.
    losses: [u64; 2],
    shares_earning: u64,
    interest_per_share: u128,
    pub started_at: i64,
    pub now: i64,
    /// What haircuts took.
    pub given_up: u64,
    /// Capital that closes retired.
    pub retired: u64,
    /// Whether a close did not reach all capital asked back.
    pub unreached: bool,
    /// Whether a close paid less than it retired.
    pub haircut: bool,
}

impl<'a> Life<'a> {
    /// A co-op whose members paid in the founding pool; its first period begins.
    pub fn founded(terms: &'a Terms, shares: &[u64], fault: Fault) -> Self {
        let mut life = Self {
            terms,
            fault,
            members: [Member::default(); MOST],
            books: Books::default(),
            done: Use::default(),
            pioneers: Pioneers {
                threshold: terms.pioneer_threshold,
                cap_bps: terms.pioneer_cap_bps,
                shares_bps: terms.pioneer_shares_bps,
                ..Pioneers::default()
            },
            lifetime_surplus: 0,
            operating_at_turn: 0,
            losses: [0; 2],
            shares_earning: 0,
            interest_per_share: 0,
            started_at: 0,
            now: 0,
            given_up: 0,
            retired: 0,
            unreached: false,
            haircut: false,
        };
        for (member, amount) in life.members.iter_mut().zip(shares) {
            life.books.pay_in(*amount).expect("capital fits");
            (member.shares, member.founding_shares) = (*amount, *amount);
            life.shares_earning += amount;
            life.pioneers.founding_shares += amount;
        }
        life.books.fresh = 0;
        life.operating_at_turn = life.books.operating();
        life
    }

    pub fn check(&self) {
        let held: u64 = self.members.iter().map(Member::held).sum();
        let asked: u64 = self.members.iter().map(|m| m.asked).sum();
        let fresh: u64 = self.members.iter().map(|m| m.fresh).sum();
        assert!(self.fault.breaks_the_identity() || self.books.invariant(), "{:?}", self.books);
        assert_eq!(held + self.books.forfeited, self.books.equity());
        assert_eq!((asked, fresh), (self.books.asked, self.books.fresh));
    }

    /// What income makes: units of a member, or outside use.
    fn count(&mut self, who: Option<usize>, units: u64) {
        match who {
            Some(who) if !self.members[who].left => {
                self.members[who].units += units;
                self.done.member_units += units;
            }
            _ => self.done.outside_units += units,
        }
    }

    /// A fee that a service's user pays: its units are the provider's and the buyer's.
    pub fn fee(&mut self, fee: u64, buyer: Option<usize>, provider: Option<usize>) {
        self.earn(fee);
        let provided = provided_floor(fee, self.terms.provider_bps);
        self.count(provider, provided);
        self.count(buyer, fee - provided);
        if self.fault == Fault::UnitsOfBothSides {
            self.count(buyer, provided);
        }
    }

    /// A loss that was covered for a moment has not lasted.
    fn mark_loss(&mut self) {
        self.losses[0] = self.losses[0].min(self.books.loss);
    }

    fn earn(&mut self, amount: u64) {
        let loss = self.books.loss;
        if self.fault == Fault::LossNotMadeGood {
            self.books.loss = 0;
        }
        self.books.income(amount);
        if self.fault == Fault::LossNotMadeGood {
            self.books.loss = loss;
        }
        self.mark_loss();
    }

    pub fn income(&mut self, amount: u64) {
        self.earn(amount);
        self.done.outside_units += amount;
    }

    pub fn spend(&mut self, amount: u64) {
        self.books.expense(amount).expect("operating covers it");
    }

    /// What expenses can take without the budget: while anyone has asked, only what was earned.
    pub fn spendable(&self) -> u64 {
        if self.books.asked == 0 { self.books.operating() } else { self.books.earnings }
    }

    /// Pay for work: of a member, of somebody who left, or of a stranger.
    pub fn pay_for_work(&mut self, amount: u64, worker: Option<usize>) {
        self.spend(amount);
        match worker {
            Some(worker) if !self.members[worker].left => {
                self.members[worker].work += amount;
                self.done.member_work += amount;
            }
            _ => self.done.outside_work += amount,
        }
    }

    pub fn invest(&mut self, amount: u64, ahead: bool) {
        self.books.invest(amount, ahead, self.now).expect("the fund covers it");
    }

    pub fn send_to_agent(&mut self, amount: u64) {
        self.books.send_to_agent(amount, true, self.now).expect("the fund covers it");
    }

    pub fn come_home(&mut self, amount: u64) {
        self.done.outside_units += self.books.come_home(amount, self.now);
        self.mark_loss();
    }

    pub fn sell(&mut self, amount: u64) {
        self.done.outside_units += self.books.sell(amount, self.now);
        self.mark_loss();
    }

    pub fn cover_loss(&mut self, up_to: u64) {
        self.books.cover_loss(up_to.min(self.lasting_loss()));
        self.mark_loss();
    }

    /// What has been lost for a period at least: the reserve covers no more.
    pub fn lasting_loss(&self) -> u64 {
        self.losses.into_iter().fold(self.books.loss, u64::min)
    }

    pub fn pay_in(&mut self, who: usize, amount: u64) {
        self.books.pay_in(amount).expect("capital fits");
        self.members[who].shares += amount;
        self.members[who].fresh += amount;
    }

    /// Capital that is there after a close as if it had been retained too: what the script compares lives by.
    pub fn add_capital(&mut self, who: usize, amount: u64) {
        self.members[who].add(amount);
        self.books.retained_total += amount;
        self.books.fund += amount;
    }

    fn forget_founding_shares(&mut self, who: usize) {
        if self.now < self.terms.pioneer_start {
            let member = &mut self.members[who];
            let held = member.founding_shares.min(member.shares);
            self.pioneers.founding_shares -= member.founding_shares - held;
            member.founding_shares = held;
        }
    }

    fn draw_returns(&mut self, who: usize) {
        let member = &mut self.members[who];
        if member.left {
            return;
        }
        let per_share = self.interest_per_share - member.interest_checkpoint;
        let per_unit = self.pioneers.per_unit - member.pioneer_checkpoint;
        member.paid += self.books.draw_interest(per_share, member.earning());
        let (units, founding) = (member.pioneer_units, member.founding_shares);
        member.paid += self.books.draw_pioneers(per_unit, units, founding, self.terms.pioneer_shares_bps);
        member.interest_checkpoint = self.interest_per_share;
        member.pioneer_checkpoint = self.pioneers.per_unit;
    }

    /// Resigns or is expelled: shares become matured capital, pioneer units and the open interest lapse.
    pub fn leave(&mut self, who: usize) {
        self.draw_returns(who);
        let member = &mut self.members[who];
        self.shares_earning -= member.earning();
        self.pioneers.units -= member.pioneer_units;
        self.pioneers.founding_shares -= member.founding_shares;
        self.books.shares_total -= member.shares;
        self.books.retained_total += member.shares;
        member.all_matures();
        self.done.leaving_units += member.units;
        self.done.leaving_work += member.work;
        (member.pioneer_units, member.founding_shares, member.left) = (0, 0, true);
        member.left_at = self.now;
    }

    /// Once the period in which it left is closed, and what it did there is settled.
    pub fn may_rejoin(&self, who: usize) -> bool {
        let member = &self.members[who];
        !member.waits() && (!member.left || member.left_at < self.started_at)
    }

    /// Comes back once the close that paid it is over.
    pub fn rejoin(&mut self, who: usize) {
        let member = &mut self.members[who];
        member.left = false;
        member.interest_checkpoint = self.interest_per_share;
        member.pioneer_checkpoint = self.pioneers.per_unit;
    }

    /// The most that someone may ask back.
    pub fn askable(&self, who: usize) -> u64 {
        self.members[who].capital().askable(self.terms.redemption_bps)
    }

    pub fn ask(&mut self, who: usize, amount: u64) {
        let member = &mut self.members[who];
        self.books.asked = self.books.asked - member.asked + amount;
        member.asked = amount;
    }

    /// Shares that a staying member withdraws: asked back without a cap.
    pub fn withdraw(&mut self, who: usize, amount: u64) {
        self.draw_returns(who);
        self.books.shares_total -= amount;
        self.books.retained_total += amount;
        self.shares_earning -= amount;
        self.members[who].shares -= amount;
        self.members[who].withdrawn += amount;
        self.forget_founding_shares(who);
        self.ask(who, self.members[who].asked + amount);
    }

    /// Shares forfeited to the reserve: those that earn first.
    pub fn forfeit(&mut self, who: usize, amount: u64) {
        self.draw_returns(who);
        let member = &mut self.members[who];
        let earning = amount.min(member.earning());
        let fresh = amount - earning;
        member.shares -= amount;
        member.fresh -= fresh;
        self.shares_earning -= earning;
        self.books.forfeit(amount, amount, fresh);
        self.forget_founding_shares(who);
    }

    /// What a close would be told now, at the regular end of the period or after it.
    fn facts(&self) -> Facts {
        let ends = self.started_at + self.terms.length;
        Facts {
            rates: self.terms.rates,
            done: self.done,
            pioneers: Pioneers { due: ends >= self.terms.pioneer_start, ..self.pioneers },
            shares_earning: self.shares_earning,
            lifetime_surplus: self.lifetime_surplus,
            started_at: self.started_at,
            now: self.now.max(ends),
            federated: self.terms.rates.remit_bps != 0,
            last: false,
        }
    }

    /// The price if the period were closed now.
    pub fn price_at_close(&self) -> u16 {
        let mut books = self.books;
        self.fault.close(&mut books, &self.facts()).price_bps
    }

    /// Closes the period, not before its regular end, and settles everyone.
    pub fn close(&mut self) {
        let facts = self.facts();
        self.now = facts.now;
        self.operating_at_turn = self.books.operating();
        let asked = self.books.asked_in_all();
        let closed = self.fault.close(&mut self.books, &facts);
        self.unreached |= closed.retired < asked;
        self.retired += closed.retired;
        self.haircut |= closed.paid < closed.retired;
        self.interest_per_share += closed.interest_per_share;
        self.lifetime_surplus += closed.surplus;
        if self.fault == Fault::PioneersAtOnce {
            self.pioneers.units += closed.pioneer_units;
            for who in 0..MOST {
                let business = self.business(who);
                self.members[who].pioneer_units += closed.settle(&business).pioneer_units;
            }
            self.pioneers.per_unit += closed.pioneer_per_unit;
        } else {
            self.pioneers.per_unit += closed.pioneer_per_unit;
            self.pioneers.units += closed.pioneer_units;
        }
        self.given_up += closed.retired - closed.paid;
        self.settle(&closed);
        (self.done, self.started_at) = (Use::default(), self.now);
        self.losses = [self.books.loss, self.losses[0].min(self.books.loss)];
    }

    fn business(&self, who: usize) -> Business {
        let m = &self.members[who];
        Business { units: m.units, work: m.work, asked: m.asked, staying: !m.left }
    }

    fn settle(&mut self, closed: &Closed) {
        let (mut cash, mut retained, mut retired) = (closed.owed_in_cash(), closed.retained, 0);
        let mut units_left = closed.pioneer_units;
        for who in 0..MOST {
            // under the fault everyone's units change at every close
            if self.members[who].waits() || self.fault == Fault::PioneersAtOnce {
                self.draw_returns(who);
            }
            let part = closed.settle(&self.business(who));
            let member = &mut self.members[who];
            member.paid += part.cash + part.paid;
            let withdrawn = part.retired.min(member.withdrawn);
            member.withdrawn -= withdrawn;
            member.matured -= part.retired - withdrawn;
            member.retained = part.retained;
            member.retain(self.terms.revolve_periods);
            if self.fault != Fault::PioneersAtOnce {
                member.pioneer_units += part.pioneer_units;
            }
            cash -= part.cash + part.paid;
            retained -= part.retained;
            retired += part.retired;
            units_left -= part.pioneer_units;
            if !member.left {
                self.shares_earning += member.fresh;
            }
            (member.units, member.work, member.asked, member.fresh) = (0, 0, 0, 0);
        }
        self.books.sweep_dust(cash, retained + retired - closed.retired_of_members);
        self.pioneers.units -= units_left;
    }
}
