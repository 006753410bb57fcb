//! Proposals, votes, resolutions, and what they do.

use super::hand::*;

/// A spend: not overdue, the smaller of two budgets, the bucket, two sums, the books.
const SPEND: u64 = 4 + 5 + BPS + BUCKET + 2 + 8;

pub const COUNTED: &[Hand] = &[
    rules(
        "propose",
        4,
        STATUS + STANDING + 3 * FIELD + 3 + 5 + BPS + FIELD + MEMBER,
        "wallet, co-op, two left out; active, elector, none open, electors, budget, kind, invariant; whether the payee can sign",
    )
    .charged(CURVE),
    rules("explain", 3, 5 + 2 * FIELD + VOTING + text(400), "wallet, proposer, co-op; no ballots, no reasons yet, status, text"),
    rules(
        "cast_vote",
        3,
        VOTING + STANDING + FIELD + SNAPSHOT + 1 + 4 + 3,
        "wallet, two co-ops; status, standing, pledge, snapshot, page, ballot before, tally",
    ),
    rules(
        "cast_vote on a page",
        4,
        VOTING + STANDING + FIELD + SNAPSHOT + 1 + FIELD + 4 + 3,
        "wallet, two co-ops, proposal of the page; as above, and its number",
    ),
    rules("cast_vote again", 4, VOTING + STANDING + FIELD + SNAPSHOT + 1 + FIELD + 4 + 5, "as above, and a ballot less"),
    rules("count_protest", 2, FIELD + VOTING + FIELDS + SNAPSHOT + 1 + 4, "two co-ops; weighty, status, protest, snapshot, page, mark"),
    rules("count_protest on a page", 3, FIELD + VOTING + FIELDS + SNAPSHOT + 1 + FIELD + 4, "as above, and the page's proposal"),
    rules("cancel_proposal", 4, 5, "wallet, proposer, co-op, payer; no ballots"),
    rules("execute_describe", 1, EXECUTE + COOP, "co-op; resolution, invariant"),
    rules("execute_sell", 1, EXECUTE + FIELD + COOP, "co-op; resolution, what there is to sell, invariant"),
    rules("execute_spend", 5, EXECUTE + SPEND + COOP, "co-op, vault, owner, mint, token program; resolution, spend, invariant"),
    rules("execute_grant", 5, EXECUTE + FIELDS + COOP, "co-op, vault, owner, mint, token program; resolution, solidarity, invariant"),
    rules("execute_mandate", 1, EXECUTE, "co-op; resolution"),
    rules("execute_revoke_mandate", 4, EXECUTE, "two co-ops, mandate, payer; resolution"),
    rules(
        "draw_mandate",
        7,
        STATUS + 1 + FIELD + 4 + FIELDS + SPEND + FIELD + COOP,
        "holder, co-op, vault, owner, mint, token program, one left out; active, amount, until, period, limit, spend, work, invariant",
    ),
    rules(
        "execute_open_pool",
        3,
        EXECUTE + TERMS + COOP + POOL,
        "co-op, mint, token program; resolution, terms, two invariants",
    ),
    rules("execute_set_take_rate", 1, EXECUTE + FIELD + COOP, "co-op; resolution, ceiling, invariant"),
    rules(
        "execute_expel",
        5,
        SPECIAL + FIELDS + STANDING + FIELD + DISMISS + 10 + COOP + MEMBER,
        "two co-ops, member, two left out; resolution, number, standing, no pledge, dismissal, sums, two invariants",
    ),
    rules("execute_readmit", 5, SPECIAL + FIELDS + STANDING + COOP + MEMBER, "two co-ops, member, two left out; resolution, number, standing"),
    rules("execute_rehome", 3, SPECIAL + STANDING + FIELD + MEMBER, "two co-ops, member; resolution, standing, at home, invariant"),
    rules("undo_rehome", 2, 2 * FIELD + MEMBER, "wallet, co-op; quiet, invariant"),
    rules("veto_rehome", 3, FIELD + VOTING, "wallet, member, co-op; kind, status"),
    rules(
        "execute_amend",
        2,
        SPECIAL + NONE + FIELD + CHARTER + 12 * FIELDS + COOP,
        "co-op, one left out; resolution, heir, statutes, charter, twelve ratchets, invariant",
    ),
    rules("execute_cover_loss", 1, SPECIAL + FIELD + 10 + COOP, "co-op; resolution, last time, the smaller of three, invariant"),
    rules(
        "execute_invoke",
        8,
        SPECIAL + 3 * 5,
        "co-op, agent, program, one left out, three accounts, signer; resolution, rights of three accounts, whether an owner is a wallet; the agent's address",
    )
    .charged(CURVE)
    .searches(1),
    rules(
        "execute_represent",
        9,
        SPECIAL + 5 * 5,
        "co-op, agent, one left out, five accounts, signer; resolution, rights of five accounts; the agent's address",
    )
    .searches(1),
    rules(
        "execute_collect",
        7,
        EXECUTE + 13 + 12 + COOP,
        "co-op, agent, owner, where it looks, vault, mint, token program; resolution, room, come home, invariant; two addresses",
    )
    .searches(2),
    rules("call_panel", 1, DECIDED + 4 + BPS + 4 * FIELD + FIELDS, "co-op; status, base, limit, kind, calls, electors"),
    rules("seat_panel", 2, 2 * FIELD + 9 * 6, "co-op, slot hashes; called, not seated, nine steps of halving 512 hashes"),
    rules(
        "object",
        4,
        DECIDED + STANDING + SNAPSHOT + 24 + 6 + 2 * FIELD + 4 + FIELD,
        "wallet, two co-ops, page; status, standing, snapshot, 96 bytes to hash, drawn, seated, page, mark; a hash of 96 bytes",
    )
    .charged(85 + 48),
    rules("reclaim_proposal", 4, VOTING + FIELDS, "proposer, co-op, payer, wallet; status, dates"),
    rules("reclaim_ballots", 3, VOTING, "co-op, proposal, payer; status"),
    rules("reclaim_mandate", 2, FIELD, "co-op, payer; until"),
    rules("reclaim_redirect", 4, FIELD, "co-op, member, payer, wallet; quiet"),
];
