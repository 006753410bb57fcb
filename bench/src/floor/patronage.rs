//! What members do with the co-op, and what they get for it.

use super::hand::*;

/// What a service was promised: from when the next rate holds, and the rate.
const SPLIT: u64 = 2 * FIELD;
/// Units of a member: the first in the period, and two sums with a check each.
const UNITS: u64 = BUSINESS + 2;
/// What counts to a promise of use: whether there is one.
const TURNOVER: u64 = 2 * FIELD;
/// What a member may have of its capital: three rests against the time, sums.
const CAPITAL: u64 = 3 * FIELD + 4;

pub const COUNTED: &[Hand] = &[
    rules(
        "register_service",
        3,
        STATUS + 2 * FIELD + KEPT + STATE + text(11) + text(27) + 2,
        "owner of the payout, its mint, no provider; active, rate, split, token account, name, link, promised until",
    ),
    rules(
        "reprice_service",
        3,
        STATUS + FIELD + SPLIT + 5 * FIELD,
        "co-op, two left out; active, promised, split, five comparisons",
    ),
    rules(
        "update_payout",
        5,
        KEPT + STATE + NONE,
        "co-op, owner, owner of the payout, mint, one left out; token account, no provider",
    ),
    rules(
        "retire_service",
        4,
        FIELD + NONE,
        "co-op, payer, owner, one left out; not dissolving, no provider",
    ),
    rules(
        "pay_service",
        10,
        STATUS + 1 + SPLIT + 2 * BPS + 1 + STATE + STANDING + UNITS + TURNOVER + NONE + EARN + COOP,
        "co-op twice, payout, its owner and mint, vault, mint, token program, one left out, wallet; active, amount, fee and part, standing",
    ),
    rules(
        "pay_service of a member's service",
        10,
        STATUS + 1 + SPLIT + 2 * BPS + 1 + STATE + 2 * (STANDING + UNITS + TURNOVER) + FIELDS + EARN + COOP,
        "as above with the provider, whose standing and number count",
    ),
    rules(
        "pay_coop",
        5,
        STATUS + 1 + STANDING + UNITS + TURNOVER + EARN + COOP,
        "co-op, vault, mint, token program, wallet; active, amount, standing, units, turnover, earned, invariant",
    ),
    rules(
        "book_income",
        3,
        STATUS + 2 + EARN + COOP,
        "vault, mint, token program; active, amount, kind, earned, invariant",
    ),
    rules(
        "close_period",
        0,
        FIELD + STATUS + FIELD + 4 + 13 + PRICE + FIELD + 4 * BPS + NONE + 60 + 15 + 2 * RATIO + 10 + COOP,
        "number, active, over; wear, price, nobody asked, four parts, federation, interest of a year, work, two rates, pioneers",
    ),
    rules(
        "settle_patronage",
        2,
        FIELD + SETTLED + FIELDS + RATE + 2 * BPS + RETURNS + 8 + COOP + MEMBER,
        "two co-ops; claims, what waits, its period, the rate times units, cash and retained, returns, a vintage, two invariants",
    ),
    rules(
        "settle_use",
        1,
        1 + 4 * FIELD + COOP + MEMBER,
        "co-op; promised, claims, stands, status, over, two invariants",
    ),
    rules("reclaim_period", 2, FIELDS + FIELD, "co-op, payer; a year, settled"),
    rules(
        "claim_dividends",
        6,
        2 * FIELD + STANDING + RETURNS + 1 + COOP + MEMBER,
        "wallet, co-op, vault, owner, mint, token program; at home, claims, returns, amount, two invariants",
    ),
    rules(
        "ask_back",
        2,
        STATUS + FIELD + 4 + SETTLED + 16 + CAPITAL + BPS + 4 + PRICE + 6 + COOP + MEMBER,
        "wallet, co-op; active, at home, not overdue, settled, eight vintages, capital, its part, price, the ask, two invariants",
    ),
    rules(
        "withdraw_shares",
        2,
        STATUS
            + FIELD
            + 4
            + STANDING
            + SETTLED
            + 1
            + CAPITAL
            + 4
            + PRICE
            + RETURNS
            + FIELD
            + 6
            + COOP
            + MEMBER,
        "wallet, co-op; active, at home, not overdue, standing, settled, amount, capital, price, returns, founders' shares, the ask",
    ),
    rules("sync_vault", 1, KEPT + 1 + 15 + 2 + COOP, "vault; the balance, eight amounts of cash, invariant"),
    rules(
        "sweep",
        5,
        KEPT + 2 + COOP,
        "owner, where it looks, vault, mint, token program; the balance, invariant; the associated address",
    )
    .searches(1),
    rules(
        "sweep_lamports",
        4,
        FIELD + 2 * 8,
        "vault, payer, token program, one left out; wrapped SOL, two rents",
    )
    .charged(RENT),
];
