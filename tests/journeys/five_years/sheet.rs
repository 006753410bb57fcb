//! The spreadsheet: the rules of money as a treasurer would keep them, in plain numbers, from the documentation and not
//! from the program's code.

/// One, as a price and as what a pioneer unit returned.
pub const WHOLE: i128 = 1_000_000_000_000;
/// What one pioneer unit can ever return, of this co-op's charter.
pub const PIONEER_CAP: i128 = WHOLE * 9 / 100;
/// Of the tests' charter: where pioneer units end, in base units.
const THRESHOLD: i128 = 1_000_000 * crate::UNIT as i128;
/// Days from the activation to the pioneers' date.
const PIONEERS_FROM: i128 = 365;

/// One line of the spreadsheet.
#[derive(Clone, Default)]
pub struct Row {
    pub shares: i128,
    /// Vintages and matured capital.
    pub retained: i128,
    /// In cash, owed or paid.
    pub cash: i128,
    /// Fees of the month.
    fees: i128,
    /// Pioneer units, and shares of the founding pool, ten of which count as one.
    units: i128,
    founding: i128,
    /// Left, and asks for all its capital at the close.
    asks: bool,
    gone: bool,
}

impl Row {
    pub fn is_gone(&self) -> bool {
        self.gone
    }

    fn weight(&self) -> i128 {
        self.units + self.founding / 10
    }
}

#[derive(Default)]
pub struct Sheet {
    pub rows: Vec<Row>,
    pub fund: i128,
    earnings: i128,
    pub loss: i128,
    pub invested: i128,
    pub reserve: i128,
    pub reserve_due: i128,
    pub solidarity: i128,
    outside: i128,
    moved: i128,
    lifetime: i128,
    /// What a pioneer unit has returned, in parts of [`WHOLE`].
    pub per_unit: i128,
    /// The price of the close, and the lowest at which anyone left, in parts of [`WHOLE`].
    pub price: i128,
    pub lowest: i128,
}

fn up(amount: i128, rate: i128, of: i128) -> i128 {
    (amount * rate + of - 1) / of
}

/// Pioneer units made until a lifetime surplus of x.
fn made(x: i128) -> i128 {
    let x = x.min(THRESHOLD);
    x * (2 * THRESHOLD - x) / (2 * THRESHOLD)
}

impl Sheet {
    pub fn new(people: usize, shares: i128) -> Self {
        let row = Row { shares, founding: shares, ..Row::default() };
        let fund = people as i128 * shares;
        Self { rows: vec![row; people], fund, lowest: WHOLE, ..Self::default() }
    }

    pub fn equity(&self) -> i128 {
        self.rows.iter().map(|row| row.shares + row.retained).sum()
    }

    pub fn fee(&mut self, who: Option<usize>, amount: i128) {
        let fee = up(amount, 300, 10_000);
        match who {
            Some(who) => self.rows[who].fees += fee,
            None => self.outside += fee,
        }
        let made_good = fee.min(self.loss);
        self.loss -= made_good;
        self.fund += made_good;
        self.earnings += fee - made_good;
    }

    pub fn expense(&mut self, amount: i128) {
        let earned = amount.min(self.earnings);
        self.earnings -= earned;
        self.fund -= amount - earned;
        self.loss += amount - earned;
    }

    pub fn invest(&mut self, amount: i128) {
        self.fund -= amount;
        self.invested += amount;
        self.moved += amount;
    }

    /// Shares and vintages are asked back; pioneer units lapse.
    pub fn leave(&mut self, who: usize) {
        let row = &mut self.rows[who];
        row.retained += row.shares;
        (row.shares, row.units, row.founding) = (0, 0, 0);
        (row.asks, row.gone) = (true, true);
    }

    /// A month of `days` ends.
    pub fn close(&mut self, month: i128, days: i128) {
        self.wear(days);
        self.pay_leavers();
        let surplus = std::mem::take(&mut self.earnings);
        if surplus > 0 {
            self.share(surplus, month, days);
        }
        for row in &mut self.rows {
            row.fees = 0;
        }
        (self.outside, self.moved) = (0, 0);
    }

    fn wear(&mut self, days: i128) {
        let worn = (self.invested * 2_000 * days / (10_000 * 365)).min(self.invested);
        let members = worn.min((self.invested - self.reserve_due).max(0));
        self.invested -= worn;
        let paid = worn.min(self.earnings);
        let to_fund = paid.min(members);
        self.earnings -= paid;
        self.fund += to_fund;
        self.loss += members - to_fund;
        self.reserve += paid - to_fund;
        self.reserve_due -= worn - members;
        let home = (self.reserve_due - self.invested).max(0).min(self.fund);
        (self.fund, self.reserve_due, self.reserve) =
            (self.fund - home, self.reserve_due - home, self.reserve + home);
    }

    fn pay_leavers(&mut self) {
        let equity = self.equity();
        let backed = (self.fund + self.moved).min(equity);
        let loss = self.loss;
        self.price = backed * WHOLE / equity;
        for row in self.rows.iter_mut().filter(|row| row.asks) {
            let paid = row.retained * backed / equity;
            let haircut = row.retained - paid;
            // the leaver's part of the loss; the rest is of assets
            let off_loss = haircut.min((loss * row.retained + equity - 1) / equity).min(self.loss);
            self.fund -= paid;
            self.loss -= off_loss;
            self.reserve_due += haircut - off_loss;
            row.cash += paid;
            (row.retained, row.asks) = (0, false);
            self.lowest = self.lowest.min(self.price);
        }
    }

    fn share(&mut self, surplus: i128, month: i128, days: i128) {
        // shares of the founding pool were claimed in month 0: they earn from month 1
        let earning: i128 = if month == 0 { 0 } else { self.rows.iter().map(|row| row.shares).sum() };
        let reserve = up(surplus, 2_000, 10_000);
        let solidarity = surplus * 500 / 10_000;
        let left = surplus - reserve - solidarity;
        let interest = (earning * 500 * days / (10_000 * 365)).min(left / 2);
        let pot = left - interest;
        let fees: i128 = self.rows.iter().map(|row| row.fees).sum();
        let of_members = if fees == 0 { 0 } else { pot * fees / (fees + self.outside) };
        let weight: i128 = self.rows.iter().map(Row::weight).sum();
        let due = (month + 1) * days >= PIONEERS_FROM;
        let pioneers = if due && weight > 0 {
            (of_members / 10).min((PIONEER_CAP - self.per_unit) * weight / WHOLE)
        } else {
            0
        };
        let dividends = of_members - pioneers;
        let new_units = made(self.lifetime + surplus) - made(self.lifetime);
        for row in &mut self.rows {
            if earning > 0 {
                row.cash += row.shares * interest / earning;
            }
            if weight > 0 {
                row.cash += row.weight() * pioneers / weight;
            }
            let dividend = if fees == 0 { 0 } else { dividends * row.fees / fees };
            row.cash += dividend / 2;
            row.retained += dividend / 2;
            self.fund += dividend / 2;
            if !due {
                row.units += new_units * dividend / surplus;
            }
        }
        if weight > 0 {
            // all but rounding is all: the cap is reached when nothing more is paid
            self.per_unit += pioneers * WHOLE / weight;
            if due && pioneers < of_members / 10 {
                self.per_unit = PIONEER_CAP;
            }
        }
        self.reserve += reserve + pot - of_members;
        self.solidarity += solidarity;
        self.lifetime += surplus;
    }
}
