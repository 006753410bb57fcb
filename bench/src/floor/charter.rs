//! Founding, and the end of what never began.

use super::hand::*;

pub const COUNTED: &[Hand] = &[
    rules(
        "found",
        1,
        CHARTER + text(18) + text(28) + 2 * FIELD + FORMING + MEMBER,
        "token program; charter, name, link, length and decimals of the mint, two invariants; whether the founder can sign",
    )
    .charged(CURVE),
    rules("describe", 1, STATUS + text(280), "founder; forming, the text"),
    rules(
        "reclaim_coop",
        4,
        STATUS + 18 + KEPT + 1 + FIELD + 8,
        "vault, mint, payer, token program; forming, nine counts are 0, the balance, wrapped SOL, lamports of the rest",
    )
    .charged(RENT),
];
