//! Pools, and what is pledged to them.

use super::hand::*;

/// A pledge enters the totals, or leaves: amounts against room, and six totals.
const TOTALS: u64 = 20;
/// Where a pool is in time: settled, opens, deadline, full.
const PHASE: u64 = 4 * FIELD;
/// A share where everyone gets what was pledged, and where it is pro rata.
const WHOLE: u64 = 15;
const PRO_RATA: u64 = 35;
/// A settlement, without the shares: unsettled, status, due, amended, gates, solvency, states, electors, two invariants.
const SETTLEMENT: u64 = 2 * FIELD + 3 * FIELD + 3 * FIELDS + FIELD + 2 * STATE + FIELD + 8 + 6 + COOP + POOL;
/// A claim, without the share: status, amount, claims, rest, bound, standing, sums, period, stay, rests, bond, business, shares,
/// three invariants.
const CLAIM: u64 = 2 * FIELD
    + 1
    + FIELD
    + 2 * FIELD
    + STANDING
    + 8
    + FIELDS
    + FIELD
    + 4
    + 6
    + BPS
    + BUSINESS
    + 5
    + POOL
    + COOP
    + MEMBER;

pub const COUNTED: &[Hand] = &[
    rules(
        "open_pool",
        5,
        STATUS + STANDING + FIELD + TERMS + text(7) + FORMING + POOL,
        "founder, co-op and wallet of its membership, mint, token program; forming, standing, no other, terms, text, two invariants",
    ),
    rules(
        "make_pledge",
        6,
        FIELD + FIELDS + PHASE + STANDING + FIELDS + FIELDS + TOTALS + 6 + 11 + POOL + MEMBER,
        "wallet, two co-ops, escrow, mint, token program; not dissolving, charter, phase, standing, no other, rests, totals, room, promise",
    ),
    rules(
        "make_pledge again",
        8,
        FIELD + FIELDS + PHASE + STANDING + FIELDS + TOTALS + 6 + POOL + MEMBER,
        "wallet, two co-ops, pool, member, escrow, mint, token program; as above without rests and promise",
    ),
    rules(
        "withdraw_pledge",
        8,
        4 * FIELD + 2 * FIELD + TOTALS + POOL + MEMBER,
        "wallet, co-op, pool, member, escrow, owner, mint, token program; unsettled, not dissolving, at home, in time, counts, promise",
    ),
    rules(
        "cancel_pool",
        2,
        3 * FIELD + FORMING + POOL,
        "founder, co-op; unsettled, founding, no pledges, two invariants",
    ),
    rules(
        "settle_pool",
        7,
        SETTLEMENT + WHOLE,
        "co-op, escrow, vault, mint, two mints, token program; unsettled, status, due, amended, gates, solvency, states, shares, electors",
    ),
    rules(
        "settle_pool failing",
        5,
        2 * FIELD + 3 * FIELD + FIELDS + FIELD + FORMING + POOL,
        "co-op, escrow, vault, mint, token program; unsettled, status, due, amended, a gate, founding, two invariants",
    ),
    rules("settle_pool oversubscribed", 7, SETTLEMENT + PRO_RATA, "as above, and shares pro rata"),
    rules(
        "claim_shares",
        3,
        CLAIM + WHOLE,
        "co-op, pool, member; status, amount, claims, share and rest, bound, standing, sums, period, stay, rests, bond, business, shares",
    ),
    rules("claim_shares oversubscribed", 3, CLAIM + PRO_RATA, "as above, and the share pro rata"),
    rules(
        "refund_pledge",
        7,
        FIELD + 2 * FIELD + 1 + FIELD + FIELD + MEMBER,
        "co-op, pool, member, escrow, owner, mint, token program; can sign, status, amount, at home, promise, invariant",
    ),
    rules(
        "release",
        3,
        FIELD + DECIDED + 3 * FIELD + 4 + FIELD + 9 + 2 * FIELD + MEMBER,
        "two co-ops, ballots or pool; weighty, status, member then, pledged before, ballot, rests, promise, invariant",
    ),
    rules("reclaim_pledge", 3, FIELD, "co-op, pool, payer; nothing pledged"),
    rules(
        "reclaim_pool",
        6,
        2 * FIELD + KEPT + 2 + FORMING,
        "co-op, escrow, vault, mint, payer, token program; settled, no pledges, the balance, invariant",
    ),
];
