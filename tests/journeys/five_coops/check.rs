//! The chain against the sheet.

use super::{
    Life,
    sheet::{COLUMNS, Column::*, Num},
};
use crate::World;
use coop::state::Standing;

impl Life {
    /// All of it, to the unit.
    #[track_caller]
    pub fn check(&self, world: &World) {
        self.check_books(world);
        for i in 0..self.sheet.people.len() {
            self.check_member(world, i);
        }
        // what members hold and are owed is what the books say
        let s = &self.sheet;
        let left = |what: fn(&super::sheet::Closed) -> Num| s.closed.values().map(what).sum::<Num>();
        let capital: Num = s.people.iter().map(super::sheet::Person::capital).sum();
        let held = capital + left(|c| c.unretained) - left(|c| c.to_retire);
        assert_eq!(held, s.of(Shares) + s.of(Retained), "capital");
        let owed: Num = s.people.iter().map(|who| who.owed).sum();
        assert_eq!(owed + left(|c| c.unpaid), s.of(Dividends), "owed");
        self.via.values().for_each(|own| own.check(world));
    }

    #[track_caller]
    fn check_books(&self, world: &World) {
        let (coop, s) = (world.coop(&self.coop.site.coop), &self.sheet);
        let b = &coop.books;
        let of = |column| match column {
            Fund => b.fund,
            Earnings => b.earnings,
            Reserve => b.reserve,
            Solidarity => b.solidarity,
            Federation => b.federation_due,
            Dividends => b.dividends,
            Interest => b.interest,
            Pioneers => b.pioneers,
            Invested => b.invested,
            Agent => b.at_agent,
            Loss => b.loss,
            ReserveDue => b.reserve_due,
            Shares => b.shares_total,
            Transit => b.shares_in_transit,
            Retained => b.retained_total,
        };
        let rows = &s.rows[s.rows.len().saturating_sub(3)..];
        for column in COLUMNS {
            assert_eq!(of(column).get() as Num, s.of(column), "{column:?} after {rows:#?}");
        }
        assert_eq!(world.balance(&self.coop.site.vault) as Num, s.cash(), "the vault");

        let (p, open) = (&coop.period, &s.open);
        let done = &p.done;
        let numbers = [
            ("fresh", b.fresh.get(), s.fresh()),
            ("moved out", b.moved_out.get(), open.moved[0]),
            ("moved back", b.moved_back.get(), open.moved[1]),
            ("bought", b.bought.get(), open.bought),
            ("asked", b.asked.get(), s.asked()),
            ("covered", b.covered.get(), s.covered),
            ("forfeited", b.forfeited.get(), 0),
            ("wear carried", b.invested_remainder.get(), s.wear_carried[0]),
            ("wear carried", b.agent_remainder.get(), s.wear_carried[1]),
            ("interest carried", b.interest_remainder.get(), s.interest_carried),
            ("revenue", p.revenue.get(), open.revenue),
            ("expenses", p.expenses.get(), open.expenses),
            ("member units", done.member_units.get(), s.member_units()),
            ("outside units", done.outside_units.get(), open.outside_units),
            ("leaving units", done.leaving_units.get(), s.leaving_units()),
            ("member work", done.member_work.get(), s.member_work()),
            ("outside work", done.outside_work.get(), open.outside_work),
            ("leaving work", done.leaving_work.get(), s.leaving_work()),
            ("shares earning", p.shares_earning.get(), s.earning()),
            ("pioneer units", coop.pioneer_units.get(), s.pioneer_units()),
            ("founding shares", coop.founding_shares.get(), s.founding()),
            ("lifetime surplus", coop.lifetime_surplus.get(), s.lifetime),
            ("for sale", coop.for_sale.get(), s.for_sale),
            ("number", p.number.get() as u64, open.number as Num),
            ("unsettled", p.unsettled.get() as u64, s.waiting(open.number) as Num),
            ("began", p.started_at.get() as u64, open.started as Num),
            ("length", p.length.get() as u64, open.terms.period_length as Num),
            ("to the reserve", p.rates.reserve_bps.get() as u64, open.terms.reserve_bps as Num),
            ("in cash", p.rates.cash_bps.get() as u64, open.terms.cash_bps as Num),
            ("to work", p.rates.work_bps.get() as u64, open.terms.work_bps as Num),
            ("wear", p.rates.depreciation_bps.get() as u64, open.terms.depreciation_bps as Num),
            ("return", p.rates.interest_cap_bps.get() as u64, open.terms.interest_cap_bps as Num),
        ];
        for (name, chain, sheet) in numbers {
            assert_eq!(chain as Num, sheet, "{name} after {rows:#?}");
        }
        assert_eq!(coop.interest_per_share.get() as Num, s.per_share, "interest of a share");
        assert_eq!(coop.pioneer_per_unit.get() as Num, s.per_unit, "return of a pioneer unit");
        assert_eq!(b.interest_owed.get() as Num, s.interest_owed(), "interest owed");
        assert_eq!(b.pioneers_owed.get() as Num, s.pioneers_owed, "owed to pioneers");
    }

    #[track_caller]
    fn check_member(&self, world: &World, i: usize) {
        let (m, who) = (world.member(&self.member(i)), &self.sheet.people[i]);
        let open = &self.sheet.open;
        let revolve = self.sheet.terms.revolve_periods as u32;
        let due = |period: u32| period + revolve < open.number;
        let kept = |wanted: bool| {
            let vintages = m.vintages.iter().filter(move |v| due(v.period.get()) == wanted);
            vintages.map(|v| v.retained.get()).sum::<u64>()
        };
        assert_eq!(m.is(Standing::Member), who.staying, "standing of {i}");
        let numbers = [
            ("shares", m.shares.get(), who.shares),
            ("new", m.shares_new.get(), who.new),
            ("new matured", m.matured_new.get(), who.matured_new),
            ("fresh", m.fresh.get(), who.fresh),
            ("withdrawn", m.withdrawn.get(), who.withdrawn),
            // what is due matures on the chain when it is looked at
            ("matured", m.matured.get() + kept(true), who.matured),
            ("vintages", kept(false), who.vintages.values().sum()),
            ("asked", m.asked.get(), who.asked),
            ("bonded", m.bonded.get(), 0),
            ("pledged", m.pledged.get(), who.pledged),
            ("owed", m.dividends.get(), who.owed),
            ("units", m.units.get(), who.units),
            ("work", m.work.get(), who.work),
            ("pioneer units", m.pioneer_units.get(), who.pioneer_units),
            ("founding shares", m.founding_shares.get(), who.founding),
            ("in hand", world.balance(&self.who(i).tokens), who.hand),
        ];
        for (name, chain, sheet) in numbers {
            assert_eq!(chain as Num, sheet, "{name} of {i} in period {}", open.number);
        }
        for vintage in &m.vintages {
            let (period, retained) = (vintage.period.get(), vintage.retained.get() as Num);
            if retained > 0 && !due(period) {
                assert_eq!(who.vintages.get(&period), Some(&retained), "vintage {period} of {i}");
            }
        }
    }
}
