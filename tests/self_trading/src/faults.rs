//! Rules broken on purpose, around the real functions: what the search has to find.

use coop_math::patronage::books::{Books, Closed, Facts};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The rules as they are.
    None,
    /// What the period moved out of the fund is not added back to the price.
    MovedNotAddedBack,
    /// Pioneers are paid from the first close on, and by the close that makes their units.
    PioneersAtOnce,
    /// A pioneer unit can return twice as much as the reserve takes.
    PioneerCapDoubled,
    /// What strangers brought is divided among members.
    OutsideUseToMembers,
    /// The whole fee makes units for the buyer, and the provider's part once more.
    UnitsOfBothSides,
    /// Income is surplus though there is a loss.
    LossNotMadeGood,
    /// The reserve takes nothing of a surplus.
    NoReserve,
}

/// Those that a search has to find. Rules that washing does not touch are held by tests of the books (one price without fresh capital, haircuts,
/// work at most its pay, wear before leavers).
pub const ALL: [Fault; 7] = [
    Fault::MovedNotAddedBack,
    Fault::PioneersAtOnce,
    Fault::PioneerCapDoubled,
    Fault::OutsideUseToMembers,
    Fault::UnitsOfBothSides,
    Fault::LossNotMadeGood,
    Fault::NoReserve,
];

impl Fault {
    /// Whether capital and assets no longer balance under it.
    pub fn breaks_the_identity(self) -> bool {
        self == Self::LossNotMadeGood
    }

    /// Closes a period under it.
    pub fn close(self, books: &mut Books, facts: &Facts) -> Closed {
        let mut facts = *facts;
        match self {
            Self::MovedNotAddedBack => books.moved_out = 0,
            Self::PioneersAtOnce => return pioneers_at_once(books, &facts),
            Self::PioneerCapDoubled => facts.pioneers.cap_bps *= 2,
            Self::OutsideUseToMembers => facts.done.outside_units = 0,
            Self::NoReserve => facts.rates.reserve_bps = 0,
            Self::None | Self::UnitsOfBothSides | Self::LossNotMadeGood => {}
        }
        books.close(&facts)
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
