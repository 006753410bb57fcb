//! `books/`: the close and its steps, the price, a member's part, claims, events.

use super::{
    Formula,
    Kind::{Flag, Rate, Time, Word},
    any, at_most, put_wide, wide,
};
use coop_math::{
    federation::claims::Claims,
    fixed::{Wide, q64_ratio},
    patronage::books::*,
};

/// The books of fund, invested, at the agent, loss, due to the reserve, fresh, moved out, moved back, asked, forfeited,
/// bought: what capital there is follows from the identity.
fn books(i: &[u64]) -> Books {
    Books {
        fund: i[0],
        invested: i[1],
        at_agent: i[2],
        loss: i[3],
        reserve_due: i[4],
        retained_total: i[0] + i[1] + i[2] + i[3] - i[4],
        fresh: i[5],
        moved_out: i[6],
        moved_back: i[7],
        asked: i[8],
        forfeited: i[9],
        bought: i[10],
        ..Books::default()
    }
}

fn shape_books(i: &mut [u64]) {
    for amount in i.iter_mut() {
        *amount = at_most(*amount, u64::MAX / 16);
    }
    let assets = i[0] + i[1] + i[2] + i[3];
    i[4] = at_most(i[4], assets);
    let capital = assets - i[4];
    i[5] = at_most(i[5], capital.min(i[0]));
    i[9] = at_most(i[9], capital - i[5]);
    i[8] = at_most(i[8], capital - i[5] - i[9]);
}

/// Closes books in which only this is to do.
fn close(mut books: Books, facts: Facts) -> (Closed, Books) {
    let closed = books.close(&facts);
    (closed, books)
}

pub const FORMULAS: &[Formula] = &[
    Formula {
        name: "part_floor",
        ins: &[Word, Word, Word],
        shape: any,
        run: |i, o| {
            let done = Use { member_units: i[1], outside_units: i[2], ..Use::default() };
            let facts = Facts { done, last: true, ..Facts::default() };
            o.push(close(Books { earnings: i[0], ..Books::default() }, facts).0.members);
        },
    },
    Formula {
        name: "worn",
        ins: &[Rate, Word, Word, Word, Word],
        shape: any,
        run: |i, o| {
            let books = Books {
                invested: i[1],
                invested_seconds: Wide::from(wide(i[2], i[3])),
                invested_remainder: i[4],
                ..Books::default()
            };
            let rates = Rates { depreciation_bps: i[0] as u16, ..Rates::default() };
            let (closed, after) = close(books, Facts { rates, last: true, ..Facts::default() });
            o.extend([closed.wear, after.invested_remainder]);
        },
    },
    Formula {
        name: "wear",
        // fund, earnings, invested, at the agent, loss, due, reserve, rate, seconds of each, remainders
        ins: &[Word, Word, Word, Word, Word, Word, Word, Rate, Word, Word, Word, Word, Word, Word],
        shape: |i| {
            i[..7].iter_mut().for_each(|amount| *amount = at_most(*amount, u64::MAX / 16));
            if i[1] & 1 == 0 {
                i[4] = 0;
            } else {
                i[1] = 0;
            }
            let assets = i[2] + i[3];
            // mostly less is due than there is
            if i[5] & 7 != 0 {
                i[5] = at_most(i[5], assets);
            }
            i[9] &= (1 << 50) - 1;
            i[11] &= (1 << 50) - 1;
        },
        run: |i, o| {
            let books = Books {
                fund: i[0],
                earnings: i[1],
                invested: i[2],
                at_agent: i[3],
                loss: i[4],
                reserve_due: i[5],
                reserve: i[6],
                invested_seconds: Wide::from(wide(i[8], i[9])),
                agent_seconds: Wide::from(wide(i[10], i[11])),
                invested_remainder: i[12],
                agent_remainder: i[13],
                ..Books::default()
            };
            let rates = Rates { depreciation_bps: i[7] as u16, ..Rates::default() };
            let (closed, b) = close(books, Facts { rates, last: true, ..Facts::default() });
            // without units all the surplus goes to the reserve: that is not wear's
            let reserve = b.reserve - closed.surplus;
            o.extend([closed.wear, closed.loss, closed.surplus]);
            o.extend([b.fund, b.invested, b.at_agent, b.loss, b.reserve_due, reserve]);
        },
    },
    Formula {
        name: "interest_of",
        // shares, seconds, rate, remainder, surplus
        ins: &[Word, Time, Rate, Word, Word],
        shape: any,
        run: |i, o| {
            let books = Books { earnings: i[4], interest_remainder: i[3], ..Books::default() };
            let rates = Rates { interest_cap_bps: i[2] as u16, ..Rates::default() };
            let facts =
                Facts { rates, shares_earning: i[0], now: i[1] as i64, last: true, ..Facts::default() };
            let (closed, after) = close(books, facts);
            o.extend([closed.interest, after.interest_remainder]);
        },
    },
    Formula {
        name: "leavers",
        ins: &[Word; 11],
        shape: shape_books,
        run: |i, o| {
            let (c, b) = close(books(i), Facts::default());
            o.extend([c.asked, c.paid, c.retired, c.paid_to_members, c.retired_of_members]);
            o.extend([c.price_bps as u64, b.fund, b.dividends, b.reserve, b.forfeited, b.equity()]);
            o.extend([b.loss, b.reserve_due]);
        },
    },
    Formula {
        name: "price",
        ins: &[Word; 11],
        shape: shape_books,
        run: |i, o| {
            let b = books(i);
            let (price, solvency) = (b.price(), b.solvency());
            o.extend([price.numerator, price.denominator, solvency.numerator, solvency.denominator]);
            o.extend([price.solvency_bps_floor() as u64, b.reserves_own(), b.kept()]);
        },
    },
    Formula {
        name: "allocate",
        // surplus; reserve, solidarity, remit, work, cash, pioneer rates; units: members', others', leaving; work
        // likewise; pioneers: units, founding shares, per unit, threshold, cap, shares rate, due; lifetime surplus;
        // shares, seconds, interest rate, remainder; federated; the last close
        ins: &[
            Word, Rate, Rate, Rate, Rate, Rate, Rate, Word, Word, Word, Word, Word, Word, Word, Word, Word,
            Word, Rate, Rate, Flag, Word, Word, Time, Rate, Word, Flag, Flag,
        ],
        shape: |i| {
            i[9] = at_most(i[9], i[7]);
            i[12] = at_most(i[12], i[10]);
            i[16] = at_most(i[16], 1 << 62);
        },
        run: |i, o| {
            let rates = Rates {
                reserve_bps: i[1] as u16,
                solidarity_bps: i[2] as u16,
                remit_bps: i[3] as u16,
                interest_cap_bps: i[23] as u16,
                depreciation_bps: 0,
                work_bps: i[4] as u16,
                cash_bps: i[5] as u16,
                pioneer_bps: i[6] as u16,
            };
            let done = Use {
                member_units: i[7],
                outside_units: i[8],
                leaving_units: i[9],
                member_work: i[10],
                outside_work: i[11],
                leaving_work: i[12],
            };
            let pioneers = Pioneers {
                units: i[13],
                founding_shares: i[14],
                per_unit: i[15] as u128,
                threshold: i[16],
                cap_bps: i[17] as u16,
                shares_bps: i[18] as u16,
                due: i[19] == 1,
            };
            let facts = Facts {
                rates,
                done,
                pioneers,
                shares_earning: i[21],
                lifetime_surplus: i[20],
                started_at: 0,
                now: i[22] as i64,
                federated: i[25] == 1,
                last: i[26] == 1,
            };
            let books = Books { earnings: i[0], interest_remainder: i[24], ..Books::default() };
            let (c, b) = close(books, facts);
            o.extend([c.reserve, c.solidarity, c.federation, c.interest, c.work, c.outside, c.pioneers]);
            o.extend([c.members, c.retained, c.pioneer_units_made, c.pioneer_units]);
            for per_unit in [c.member_rate, c.work_rate, c.interest_per_share, c.pioneer_per_unit] {
                put_wide(o, per_unit);
            }
            o.extend([b.cash(), b.reserve, b.dividends, b.fund, b.interest_remainder]);
            put_wide(o, b.interest_owed.get());
            put_wide(o, b.pioneers_owed.get());
        },
    },
    Formula {
        name: "settle",
        // all asked, paid, retired; for members, their units; for work, its units; cash rate, pioneer units made,
        // surplus; a member's units, work, asked, whether it stays
        ins: &[Word, Word, Word, Word, Word, Word, Word, Rate, Word, Word, Word, Word, Word, Flag],
        shape: |i| {
            i[2] = at_most(i[2], i[0]);
            i[1] = at_most(i[1], i[2]);
            i[3] = at_most(i[3], i[9]);
            i[5] = at_most(i[5], i[9] - i[3]);
            i[8] = at_most(i[8], i[9]);
            i[10] = at_most(i[10], i[4]);
            i[11] = at_most(i[11], i[6]);
            i[12] = at_most(i[12], i[0]);
        },
        run: |i, o| {
            let closed = Closed {
                asked: i[0],
                paid: i[1],
                retired: i[2],
                member_rate: q64_ratio(i[3], i[4]),
                work_rate: q64_ratio(i[5], i[6]),
                cash_bps: i[7] as u16,
                pioneer_units_made: i[8],
                surplus: i[9],
                ..Closed::default()
            };
            let s = closed.settle(&Business { units: i[10], work: i[11], asked: i[12], staying: i[13] == 1 });
            o.extend([s.paid, s.retired, s.cash, s.retained, s.pioneer_units]);
        },
    },
    Formula {
        name: "claims",
        // all, paid, fund, earnings, a claim, what it drew
        ins: &[Word; 6],
        shape: |i| {
            i[2] = at_most(i[2], u64::MAX >> 1);
            i[3] = at_most(i[3], u64::MAX >> 1);
            i[4] = at_most(i[4], i[0]);
        },
        run: |i, o| {
            let claims = Claims { all: i[0], paid: i[1] };
            let books = Books { fund: i[2], earnings: i[3], ..Books::default() };
            o.extend([claims.draw_floor(&books, i[4], i[5]), claims.unclaimed(&books)]);
        },
    },
    Formula {
        name: "expense",
        // fund, earnings, loss, assets, due to the reserve, amount
        ins: &[Word; 6],
        shape: |i| i.iter_mut().for_each(|amount| *amount = at_most(*amount, u64::MAX / 4)),
        run: |i, o| {
            let [fund, earnings, loss, invested, reserve_due] = [i[0], i[1], i[2], i[3], i[4]];
            let mut b = Books { fund, earnings, loss, invested, reserve_due, ..Books::default() };
            let done = b.expense(i[5]).is_ok();
            o.extend([done as u64, b.fund, b.earnings, b.loss]);
        },
    },
    Formula {
        name: "sell",
        // fund, earnings, loss, invested, covered, reserve, moved back, amount
        ins: &[Word; 8],
        shape: |i| i.iter_mut().for_each(|amount| *amount = at_most(*amount, u64::MAX / 8)),
        run: |i, o| {
            let mut b = Books {
                fund: i[0],
                earnings: i[1],
                loss: i[2],
                invested: i[3],
                covered: i[4],
                reserve: i[5],
                moved_back: i[6],
                ..Books::default()
            };
            o.push(b.sell(i[7], 0));
            o.extend([b.fund, b.earnings, b.loss, b.invested, b.covered, b.reserve, b.moved_back]);
        },
    },
    Formula {
        name: "cover_loss",
        // fund, loss, reserve, covered, up to
        ins: &[Word; 5],
        shape: |i| i.iter_mut().for_each(|amount| *amount = at_most(*amount, u64::MAX / 4)),
        run: |i, o| {
            let mut b = Books { fund: i[0], loss: i[1], reserve: i[2], covered: i[3], ..Books::default() };
            o.push(b.cover_loss(i[4]));
            o.extend([b.fund, b.loss, b.reserve, b.covered]);
        },
    },
    Formula {
        name: "accrue",
        // invested, money × seconds, accrued at, now
        ins: &[Word, Word, Word, Time, Time],
        shape: |i| i[2] >>= 4,
        run: |i, o| {
            let mut b = Books {
                invested: i[0],
                invested_seconds: Wide::from(wide(i[1], i[2])),
                accrued_at: i[3] as i64,
                ..Books::default()
            };
            b.accrue(i[4] as i64);
            put_wide(o, b.invested_seconds.get());
            o.push(b.accrued_at as u64);
        },
    },
];
