//! The books of a co-operative: where its money is, whose it is, and what each event does to them.
//!
//! [`Books`] is the whole of the accounting; the program only stores it. Its methods are the events of a co-op's
//! life, [`Books::close`] ends a period, [`Closed::settle`] books a member's part of one. Amounts are base units of
//! the co-op's one mint.
//!
//! | cash | meaning |
//! |---|---|
//! | `fund` | backs members' capital |
//! | `earnings` | result of the open period so far |
//! | `reserve` | indivisible; covers losses, and at the end passes to another co-op or is burned |
//! | `solidarity` | for grants to members |
//! | `federation_due` | owed to the federation |
//! | `dividends`, `interest`, `pioneers` | owed to members |
//!
//! *Operating* money is fund + earnings, less the part of the fund that belongs to the reserve. Not cash are `invested`,
//! `at_agent` (sent to the co-op's agent, to come home) and `loss`; `reserve_due` is the part of those assets that will be
//! the reserve's. Capital is E = shares + shares in transit + retained. **Two identities hold after every event, exactly**
//! ([`Books::invariant`]):
//!
//! fund + invested + `at_agent` + loss = E + `reserve_due`, and min(earnings, loss) = 0. Except for dust that settlements leave,
//! the loss never exceeds members' capital, so that fund and assets cover what is due to the reserve; when a period begins,
//! the assets alone cover it.

mod assets;
mod close;
mod leavers;
mod price;
mod settle;

pub use close::{Closed, Facts, Pioneers, Rates, Use};
pub use price::Price;
pub use settle::{Business, Settlement};

use crate::{
    fixed::{Wide, q64_times},
    patronage::pioneers::{Pot, weighted},
};

/// What a co-op has, owes, and owns. Every field is in base units unless its name says otherwise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(C)]
pub struct Books {
    /// Cash that backs members' capital.
    pub fund: u64,
    /// Cash: the result of the open period so far.
    pub earnings: u64,
    /// Cash, indivisible: it covers losses, at most a tenth once a year, and at the end passes to another co-op or is burned.
    pub reserve: u64,
    /// Cash for grants to members.
    pub solidarity: u64,
    /// Cash owed to the federation.
    pub federation_due: u64,
    /// Cash owed to members: dividends, capital paid out, refunds of pools.
    pub dividends: u64,
    /// Cash owed to shares as interest and not yet settled to their holders.
    pub interest: u64,
    /// Cash owed to pioneer units and not yet settled to their holders.
    pub pioneers: u64,

    /// Spent on investments and not yet worn.
    pub invested: u64,
    /// Sent to the co-op's agent and not yet home or worn.
    pub at_agent: u64,
    /// Spent or worn beyond what was earned; income makes it good first.
    pub loss: u64,
    /// The part of `invested` and `at_agent` that becomes the reserve's: given up by those who left at a haircut.
    pub reserve_due: u64,
    /// Loss that the reserve covered: what assets bring above their value in the books makes it good first.
    pub covered: u64,

    /// Paid-in capital of all members.
    pub shares_total: u64,
    /// Paid-in capital of settled pools that nobody has claimed yet.
    pub shares_in_transit: u64,
    /// Vintages, withdrawn, matured and forfeited capital.
    pub retained_total: u64,

    /// Capital paid in during the open period: it is in no price. The founding pool's is none: the first period begins with it.
    pub fresh: u64,
    /// Moved from `fund` to `invested` and `at_agent` by weighty resolutions in the open period.
    pub moved_out: u64,
    /// Came back to `fund` from there in the open period.
    pub moved_back: u64,
    /// Moved there by ordinary resolutions in the open period: what comes back makes it good after `moved_out`.
    pub bought: u64,
    /// Capital that members ask back at the next close.
    pub asked: u64,
    /// Capital forfeited to the reserve, part of `retained_total`; asked back at every close until it is paid.
    pub forfeited: u64,

    /// What of `interest` is owed exactly, Q64.64.
    pub interest_owed: Wide,
    /// What of `pioneers` is owed exactly, Q64.64.
    pub pioneers_owed: Wide,
    /// `invested` × seconds of the open period until `accrued_at`.
    pub invested_seconds: Wide,
    /// `at_agent` × seconds of the open period until `accrued_at`.
    pub agent_seconds: Wide,
    /// Unix seconds up to which the two products are counted.
    pub accrued_at: i64,
    /// Wear of `invested` that was less than a base unit, in base units × seconds × basis points.
    pub invested_remainder: u64,
    /// The same of `at_agent`.
    pub agent_remainder: u64,
    /// Interest that was less than a base unit, in base units × seconds × basis points.
    pub interest_remainder: u64,
}

/// Why the books refuse an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BooksRule {
    /// More than the operating money.
    MoreThanOperating,
    /// More than the fund holds beside what is asked back.
    MoreThanFund,
    /// More than solidarity holds.
    MoreThanSolidarity,
    /// Capital or assets would exceed 2⁶⁴ − 1.
    Overflow,
}

type Outcome<T = ()> = Result<T, BooksRule>;

/// a + b, or a named refusal instead of an overflow.
fn add(a: u64, b: u64) -> Outcome<u64> {
    a.checked_add(b).ok_or(BooksRule::Overflow)
}

impl Books {
    /// Every unit of capital anyone holds: E. It fits 64 bits: what would make it exceed them is refused by name
    /// ([`require_room`](Self::require_room)).
    pub fn equity(&self) -> u64 {
        self.shares_total.wrapping_add(self.shares_in_transit).wrapping_add(self.retained_total)
    }

    /// The money that the co-op can spend: fund + earnings, less the part of the fund that belongs to the reserve
    /// ([`reserves_own`](Self::reserves_own)).
    pub fn operating(&self) -> u64 {
        self.fund - self.reserves_own() + self.earnings
    }

    /// Everything the vault must cover.
    pub fn cash(&self) -> u64 {
        self.fund
            + self.earnings
            + self.reserve
            + self.solidarity
            + self.federation_due
            + self.dividends
            + self.interest
            + self.pioneers
    }

    /// All capital asked back at the next close, the reserve's included.
    pub fn asked_in_all(&self) -> u64 {
        self.asked + self.forfeited
    }

    /// Whether the two identities hold.
    pub fn invariant(&self) -> bool {
        // neither sum exceeds 64 bits: an event that would make one do so is refused by name
        let assets =
            self.fund.wrapping_add(self.invested).wrapping_add(self.at_agent).wrapping_add(self.loss);
        assets == self.equity().wrapping_add(self.reserve_due) && (self.earnings == 0 || self.loss == 0)
    }

    /// Refuses what would not fit 64 bits, now or once earnings are kept as capital: no event may make a close fail.
    pub fn require_room(&self, amount: u64) -> Outcome {
        add(add(add(self.equity(), self.reserve_due)?, self.earnings)?, amount)?;
        Ok(())
    }

    /// A gift: for grants to members.
    pub fn gift(&mut self, amount: u64) -> Outcome {
        self.solidarity = add(self.solidarity, amount)?;
        Ok(())
    }

    /// Income: it makes a loss good first; the rest is earned. There is room for it ([`require_room`](Self::require_room)).
    pub fn income(&mut self, amount: u64) {
        let made_good = amount.min(self.loss);
        self.loss -= made_good;
        self.fund += made_good;
        self.earnings += amount - made_good;
    }

    /// An expense: from earnings first; what the fund pays is a loss. The part of the fund that belongs to the reserve
    /// pays for none.
    pub fn expense(&mut self, amount: u64) -> Outcome {
        if amount > self.operating() {
            return Err(BooksRule::MoreThanOperating);
        }
        let earned = amount.min(self.earnings);
        self.earnings -= earned;
        self.fund -= amount - earned;
        self.loss = add(self.loss, amount - earned)?;
        Ok(())
    }

    /// Shares that a member pays in.
    pub fn pay_in(&mut self, amount: u64) -> Outcome {
        self.require_room(amount)?;
        self.shares_total += amount;
        self.take_capital(amount)
    }

    /// Shares that a settled pool brings; their owners claim them later.
    pub fn pay_in_by_pool(&mut self, amount: u64) -> Outcome {
        self.require_room(amount)?;
        self.shares_in_transit += amount;
        self.take_capital(amount)
    }

    fn take_capital(&mut self, amount: u64) -> Outcome {
        self.fund = add(self.fund, amount)?;
        self.fresh = add(self.fresh, amount)?;
        Ok(())
    }

    /// Covers a loss from the reserve: min(`up_to`, loss, ⌊reserve ÷ 10⌋), which is returned.
    pub fn cover_loss(&mut self, up_to: u64) -> u64 {
        // ⌊reserve ÷ 10⌋: never more than a tenth
        let covered = up_to.min(self.loss).min(self.reserve / 10);
        self.reserve -= covered;
        self.covered += covered;
        self.fund += covered;
        self.loss -= covered;
        covered
    }

    /// The end begins: what the reserve covered in the open period returns to it as far as the fund reaches, before anything is
    /// drawn for claims. So it does not matter which of the two is done first. What it covered earlier stays: others have left
    /// since then at a price that counts it, and those who stayed to the end would pay for them.
    pub fn give_back(&mut self, covered: u64) {
        let back = covered.min(self.covered).min(self.fund);
        self.covered -= back;
        self.fund -= back;
        self.reserve += back;
    }

    /// A grant out of solidarity.
    pub fn grant(&mut self, amount: u64) -> Outcome {
        self.solidarity = self.solidarity.checked_sub(amount).ok_or(BooksRule::MoreThanSolidarity)?;
        Ok(())
    }

    /// Moves capital from what members hold to what is forfeited: it is asked back for the reserve.
    /// `from_shares` of it were shares, `fresh` of it was paid in during the open period.
    pub fn forfeit(&mut self, amount: u64, from_shares: u64, fresh: u64) {
        self.shares_total -= from_shares;
        self.retained_total += from_shares;
        self.fresh -= fresh;
        self.forfeited += amount;
    }

    /// Owes a holder the interest of `shares` at `per_share` (Q64.64): returned, rounded down. What rounding keeps
    /// from holders goes to the reserve.
    pub fn draw_interest(&mut self, per_share: u128, shares: u64) -> u64 {
        let draw = self.take_from_interest(per_share, shares);
        self.dividends += draw;
        draw
    }

    /// What shares that nobody holds would have got goes to the reserve.
    pub fn lapse_interest(&mut self, per_share: u128, shares: u64) {
        self.reserve += self.take_from_interest(per_share, shares);
    }

    fn take_from_interest(&mut self, per_share: u128, shares: u64) -> u64 {
        if per_share == 0 || shares == 0 {
            return 0;
        }
        let draw =
            Pot { money: self.interest, owed: self.interest_owed.get() }.draw(q64_times(per_share, shares));
        (self.interest, self.interest_owed) = (draw.pot.money, draw.pot.owed.into());
        self.reserve += draw.dust;
        draw.paid
    }

    /// Owes a pioneer the return at `per_unit` (Q64.64) of `units` and of `founding` shares, of which each makes
    /// `shares_bps` of a unit: returned, rounded down.
    pub fn draw_pioneers(&mut self, per_unit: u128, units: u64, founding: u64, shares_bps: u16) -> u64 {
        let draw = self.take_from_pioneers(per_unit, units, founding, shares_bps);
        self.dividends += draw;
        draw
    }

    /// What pioneer units that nobody holds would have got goes to the reserve.
    pub fn lapse_pioneers(&mut self, per_unit: u128, units: u64, founding: u64, shares_bps: u16) {
        self.reserve += self.take_from_pioneers(per_unit, units, founding, shares_bps);
    }

    fn take_from_pioneers(&mut self, per_unit: u128, units: u64, founding: u64, shares_bps: u16) -> u64 {
        if per_unit == 0 {
            return 0;
        }
        let exact = weighted(per_unit, units, founding, shares_bps);
        let draw = Pot { money: self.pioneers, owed: self.pioneers_owed.get() }.draw(exact);
        (self.pioneers, self.pioneers_owed) = (draw.pot.money, draw.pot.owed.into());
        self.reserve += draw.dust;
        draw.paid
    }

    /// What the last settlement of a period leaves: cash that was owed to nobody goes to the reserve; capital that
    /// nobody holds stops being capital, and becomes due to the reserve. It does not reduce a loss, as a haircut does, because
    /// then the books would depend on whether a settlement comes before or after a close with a loss.
    pub fn sweep_dust(&mut self, cash: u64, capital: u64) {
        self.dividends -= cash;
        self.reserve += cash;
        self.retained_total -= capital;
        self.reserve_due += capital;
    }
}

#[cfg(test)]
mod tests;
