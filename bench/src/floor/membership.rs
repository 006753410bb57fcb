//! Getting in, and getting out.

use super::hand::*;

pub const COUNTED: &[Hand] = &[
    rules(
        "apply",
        1,
        2 * FIELD + 6 + 4 + FORMING + MEMBER,
        "statutes; not dissolving, members, vouches needed, an empty name, two invariants; whether the wallet can sign",
    )
    .charged(CURVE),
    rules(
        "apply at a prefunded address",
        1,
        2 * FIELD + 6 + 4 + FORMING + MEMBER,
        "as above: one call makes the account",
    )
    .charged(CURVE),
    rules(
        "reapply",
        3,
        FIELD + STANDING + 5 * FIELD + STATUS + 3 * FIELD + 6 + FORMING + MEMBER,
        "wallet, co-op, statutes; not dissolving, standing, nothing waits, status, protest, return, members, vouches, two invariants",
    ),
    rules("withdraw_application", 2, STANDING + MEMBER, "co-op, wallet; standing, invariant"),
    rules(
        "vouch_for",
        3,
        FIELD + 2 * STANDING + 7 + STATUS + 2 * FIELD + MEMBER,
        "wallet, two co-ops; not dissolving, standings, vouches needed, period, those given, invariant",
    ),
    rules(
        "withdraw_vouch",
        6,
        STANDING + 3 * FIELDS + 3,
        "wallet, two co-ops, candidate, voucher, payer; standing, two applications, period, sums",
    ),
    rules(
        "admit",
        1,
        FIELD + STANDING + FIELD + 7 + FIELD + FIELD + FORMING + MEMBER,
        "co-op; not dissolving, standing, members, vouches, status, number, two invariants",
    ),
    rules("set_name", 2, FIELD + STANDING + FIELD + text(3), "wallet, co-op; not dissolving, standing, last name, text"),
    rules(
        "subscribe",
        5,
        STATUS + STANDING + 1 + 6 + PRICE + 1 + BUSINESS + 5 + 13 + COOP + MEMBER,
        "wallet, co-op, vault, mint, token program; active, standing, amount, room, solvency, business, shares, room in the books",
    ),
    rules(
        "enrol",
        2,
        STATUS + STANDING + 2 * FIELD + FIELD + FIELDS + 4 + 4 + COOP + MEMBER,
        "co-op, wallet; active, standing, no elector, no pledge, share, seasoning, electors, two invariants",
    ),
    rules(
        "suspend",
        1,
        STANDING + 2 * FIELD + FIELD + FIELDS + 9 + 6 + COOP + MEMBER,
        "co-op; elector, claims, share, since when, electors, two invariants",
    ),
    rules(
        "resign",
        5,
        STANDING + 2 * FIELD + DISMISS + 10 + COOP + MEMBER,
        "wallet, co-op, three accounts left out; standing, claims, no pledge, dismissal, ten sums with a check each, two invariants",
    ),
    rules("reclaim_vouch", 3, STANDING, "candidate, co-op, payer; standing"),
    rules(
        "reclaim_member",
        2,
        FIELD + STATUS + STANDING + 12 + 5 * FIELD + 16 + 2 * FIELD + FORMING,
        "co-op, payer; claims, status, standing, six amounts, nothing waits, vintages, accounts, invariant",
    ),
];
