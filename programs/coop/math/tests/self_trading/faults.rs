//! Rules broken on purpose, around the real functions: what the search has to find.

use coop_math::books::{Books, Closed, Facts};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The rules as they are.
    None,
    /// The price counts capital paid in during the period.
    FreshInThePrice,
    /// What the period moved out of the fund is not added back to the price.
    MovedNotAddedBack,
    /// What a haircut takes off assets is nobody's instead of the reserve's.
    HaircutNotDue,
    /// Pioneers are paid from the first close on, and by the close that makes their units.
    PioneersAtOnce,
    /// A pioneer unit can return twice as much as the reserve takes.
    PioneerCapDoubled,
    /// The part of work is not bounded by the pay for work.
    WorkUncapped,
    /// Leavers are paid before the wear.
    LeaversBeforeWear,
    /// What strangers brought is divided among members.
    OutsideUseToMembers,
    /// The whole fee makes units for the buyer, and the provider's part once more.
    UnitsOfBothSides,
    /// Income is surplus though there is a loss.
    LossNotMadeGood,
    /// The reserve takes nothing of a surplus.
    NoReserve,
}

impl Fault {
    /// Whether capital and assets no longer balance under it.
    pub fn breaks_the_identity(self) -> bool {
        matches!(self, Self::HaircutNotDue | Self::LossNotMadeGood)
    }

    /// Closes a period under it. Also how much larger than life pay for work was to the close.
    pub fn close(self, books: &mut Books, facts: &Facts) -> (Closed, u64) {
        let mut facts = *facts;
        match self {
            Self::FreshInThePrice => books.fresh = 0,
            Self::MovedNotAddedBack => books.moved = 0,
            Self::PioneersAtOnce => return (pioneers_at_once(books, &facts), 1),
            Self::PioneerCapDoubled => facts.pioneers.cap_bps *= 2,
            Self::WorkUncapped => {
                let scale = 1 << 12;
                facts.done.member_work *= scale;
                facts.done.outside_work *= scale;
                facts.done.leaving_work *= scale;
                return (books.close(&facts), scale);
            }
            Self::LeaversBeforeWear => return (leavers_first(books, &facts), 1),
            Self::OutsideUseToMembers => facts.done.outside_units = 0,
            Self::NoReserve => facts.rates.reserve_bps = 0,
            Self::HaircutNotDue => {
                let before = *books;
                let mut worn = before;
                (worn.asked, worn.forfeited) = (0, 0);
                worn.close(&facts);
                let closed = books.close(&facts);
                let off_assets = books.reserve_due - worn.reserve_due.min(books.reserve_due);
                books.reserve_due -= off_assets;
                return (closed, 1);
            }
            Self::None | Self::UnitsOfBothSides | Self::LossNotMadeGood => {}
        }
        (books.close(&facts), 1)
    }
}

fn pioneers_at_once(books: &mut Books, facts: &Facts) -> Closed {
    let mut facts = *facts;
    facts.pioneers.due = false;
    let made = books.clone().close(&facts);
    facts.pioneers.due = true;
    facts.pioneers.units += made.pioneer_units;
    let mut closed = books.close(&facts);
    (closed.pioneer_units_made, closed.pioneer_units) = (made.pioneer_units_made, made.pioneer_units);
    closed
}

fn leavers_first(books: &mut Books, facts: &Facts) -> Closed {
    books.accrue(facts.now);
    let before = *books;
    let mut no_wear = *facts;
    no_wear.rates.depreciation_bps = 0;
    books.earnings = 0;
    let paid = books.close(&no_wear);
    books.earnings = before.earnings;
    (books.invested_seconds, books.agent_seconds) = (before.invested_seconds, before.agent_seconds);
    (books.invested_remainder, books.agent_remainder) = (before.invested_remainder, before.agent_remainder);
    books.interest_remainder = before.interest_remainder;
    let forfeited = std::mem::take(&mut books.forfeited);
    let mut closed = books.close(facts);
    books.forfeited = forfeited;
    (closed.asked, closed.paid, closed.retired) = (paid.asked, paid.paid, paid.retired);
    closed.price_bps = paid.price_bps;
    closed.paid_to_members = paid.paid_to_members;
    closed.retired_of_members = paid.retired_of_members;
    closed
}
