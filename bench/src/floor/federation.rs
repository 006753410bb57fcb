//! Co-ops of co-ops, and the end.

use super::hand::*;

pub const COUNTED: &[Hand] = &[
    rules("execute_join_federation", 1, SPECIAL + NONE + COOP, "co-op; resolution, in none, invariant"),
    rules(
        "execute_accept_federation",
        3,
        EXECUTE + STATUS + FIELDS,
        "co-op, joining, sought; resolution, active, since when",
    ),
    rules(
        "execute_leave_federation",
        2,
        EXECUTE + FIELD + COOP,
        "co-op, federation; resolution, sought only, invariant",
    ),
    rules(
        "remit_solidarity",
        6,
        2 * FIELD + STATUS + STATE,
        "federation, vault, its vault, its mint, mint, token program; claims, amount, active, state",
    ),
    rules(
        "dissolve",
        4,
        SPECIAL + STATUS + FIELDS + 4 + 13 + FIELD + DISSOLVING,
        "co-op, heir twice, mint; resolution, heir active and a year old, not overdue, wear, invariant",
    ),
    rules(
        "draw_capital",
        5,
        4 * FIELD + SETTLED + STANDING + DISMISS + 15 + DISSOLVING + MEMBER,
        "co-op, vault, owner, mint, token program; can sign, dissolving, at home, claims, settled, standing, dismissal, part, invariants",
    ),
    rules(
        "finish_dissolution",
        6,
        FIELD + STATUS + 2 * FIELDS + 15 + FIELD,
        "vault, mint, successor, its vault and mint, token program; dissolving, heir, dates, cash, swept",
    ),
];
