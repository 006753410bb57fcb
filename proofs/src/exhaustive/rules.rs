//! `capital.rs`, `bucket.rs`, `raise.rs`, `membership.rs` and `voting.rs`.

use super::{Check, Property, is_ceil, is_floor};

const fn check(name: &'static str, bits: (u32, u32), holds: Property) -> Check {
    Check { name, bits, only: &[], holds }
}

const DAY: i128 = 86_400;

/// What of `amount` is accepted in a pool: m + ⌊(amount − m)(accepted − base) ÷ (raised − base)⌋.
fn share(i: &[i128], amount: i128) -> i128 {
    let [raised, accepted, pledgers, floor] = [i[0], i[1], i[2], i[3]];
    let base = pledgers * floor;
    let rest = if raised == base { 0 } else { (amount - floor) * (accepted - base) / (raised - base) };
    if raised == accepted { amount } else { floor + rest }
}

pub const CHECKS: &[Check] = &[
    check("forfeit_floor", (8, 5), |i, o| {
        let missing = (i[2] - i[1]).max(0);
        let all = o[0] <= i[0] && (missing > 0 || o[0] == 0);
        all && if i[2] == 0 { o[0] == 0 } else { is_floor(o[0], i[0] * missing, i[2]) }
    }),
    check("is_mature", (8, 5), |i, o| (o[0] == 1) == (i[1] - i[0] > i[2])),
    Check {
        name: "capital",
        bits: (3, 2),
        only: &[&[], &[], &[], &[], &[], &[], &[], &[0, 500, 3_333, 5_000, 10_000], &[0, 1, 5]],
        holds: |i, o| {
            let [shares, withdrawn, matured, bonded, resting, fresh] = [i[0], i[1], i[2], i[3], i[4], i[5]];
            let bound = bonded.max(resting + fresh);
            let held = withdrawn + matured;
            let stays = held + if i[6] == 1 { shares } else { 0 } - o[0];
            let asked = o[0] >= 0 && o[0] <= held && (o[0] == 0 || stays >= bound);
            let capped = i[6] == 0 || o[0] <= withdrawn + matured * i[7] / 10_000;
            // the most: one more would break a rule
            let more = o[0] == held
                || stays - 1 < bound
                || i[6] == 1 && o[0] + 1 > withdrawn + matured * i[7] / 10_000;
            let left = shares - o[1];
            let withdraws = o[1] >= 0 && (o[1] == 0 || left >= bound && left >= i[8]);
            asked && capped && more && withdraws && (o[1] == shares || left <= bound.max(i[8]))
        },
    },
    check("bucket_draw", (5, 3), |i, o| {
        let [capacity, window, full, amount, now] = [i[0], i[1], i[2], i[3], i[4]];
        let begins = full.max(now);
        if amount == 0 {
            return o[0] == 1 && o[1] == full;
        }
        // drawn iff amount × window ÷ capacity seconds fit
        let fits = amount <= capacity && amount * window <= (now + window - begins) * capacity;
        if o[0] == 0 { !fits } else { fits && is_ceil(o[1] - begins, amount * window, capacity) }
    }),
    check("bucket_room", (6, 4), |i, o| {
        let taken = (i[2] - i[3]).clamp(0, i[1]);
        is_floor(o[0], i[0] * (i[1] - taken), i[1]) && o[0] <= i[0]
    }),
    check("bond_ceil", (8, 6), |i, o| is_ceil(o[0], i[0] * i[1].min(10_000), 10_000)),
    check("turnover_floor", (6, 5), |i, o| {
        if i[1] >= i[2] { o[0] == i[0] } else { is_floor(o[0], i[0] * i[1], i[2]) && o[0] <= i[0] }
    }),
    check("pool_settle", (8, 5), |i, o| {
        let [accepted, shares, refunds] = [o[0], o[1], o[2]];
        let dust = accepted - shares;
        let small = dust >= 0 && dust <= (i[1] - 1).max(0) && (i[0] > i[2] || dust == 0);
        accepted == i[0].min(i[2]) && shares + refunds == i[0] && small
    }),
    Check {
        name: "claim",
        bits: (4, 2),
        only: &[&[], &[], &[1, 2, 3], &[0, 1, 2, 3], &[0, 1, 4, 15], &[0, 1, 4, 15], &[]],
        holds: |i, o| {
            let [amount, unclaimed] = [i[6], i[4] + i[5]];
            let sums = o[0] + o[1] == amount && o[3] + o[4] == unclaimed - amount;
            let signs = o.iter().all(|part| *part >= 0);
            sums && signs && o[0] == share(i, amount) && o[2] == (o[0] - i[4]).max(0)
        },
    },
    Check {
        name: "of_people_ceil",
        bits: (5, 4),
        only: &[&[], &[], &[1, 2, 3, 4], &[0, 1, 2, 3], &[0, 1, 2, 3], &[]],
        holds: |i, o| {
            let [raised, people, pledged, floor] = [i[0], i[4], i[5], i[3]];
            // the largest of all ways in which these people may have pledged it: each share is rounded down
            let one = people > 0 && share(i, pledged - (people - 1) * floor) + (people - 1) * floor > o[0];
            !one && o[0] <= pledged.max(people * floor) && (raised > i[1] || o[0] == pledged)
        },
    },
    check("vouches_needed", (8, 6), |i, o| o[0] == i[0].min(i[1])),
    check("growth", (8, 5), |i, o| {
        let share = i[0] * i[1].min(10_000);
        o[0] >= i[2] && (o[0] == i[2] || is_floor(o[0], share, 10_000)) && o[0] * 10_000 > share - 10_000
    }),
    check("is_seasoned", (8, 5), |i, o| (o[0] == 1) == (i[2] - i[0] >= i[1])),
    Check {
        name: "is_suspendable",
        bits: (1, 1),
        only: &[TIMES, TIMES, TIMES, TIMES],
        holds: |i, o| {
            let silent = i[3] - i[1] > 365 * DAY;
            let short = i[2] != 0 && i[3] - i[2] > 90 * DAY;
            (o[0] == 1) == ((silent || short) && i[3] - i[0] > 365 * DAY)
        },
    },
    check("passes", (4, 3), |i, o| {
        let [yes, no, ballots] = [i[1], i[2], i[1] + i[2] + i[3]];
        // as fractions: ballots ÷ electors ≥ quorum, yes ÷ (yes + no) > 1 ÷ 2 or ≥ 2 ÷ 3
        let quorate = ballots * 10_000 >= i[4] * i[5];
        let enough = if i[0] == 1 { yes * 3 >= (yes + no) * 2 && yes > 0 } else { yes * 2 > yes + no };
        o[0] == if !quorate {
            1
        } else if enough {
            0
        } else {
            2
        }
    }),
    check("is_exodus", (8, 5), |i, o| (o[0] == 1) == (i[0] >= 2 && i[0] * 10_000 > i[1] * i[2])),
    Check {
        name: "is_drawn",
        bits: (8, 5),
        only: &[&[0, 1, 1 << 58, (1 << 58) + 1, 1 << 61, 1 << 63, u64::MAX - 1, u64::MAX]],
        holds: |i, o| (o[0] == 1) == (i[0] * i[1] < i[2] << 64),
    },
    check("phase", (6, 4), |i, o| {
        let [ends, opens, shuts, now] = [i[0], i[0] + i[1], i[0] + i[1] + i[2], i[3]];
        o[0] == (now >= ends) as i128 + (now >= opens) as i128 + (now >= shuts) as i128
    }),
    check("budget", (6, 3), |i, o| {
        let base = i[0].min(i[1]) * i[2].min(10_000);
        is_floor(o[0], base, 10_000) && o[1] == i[3].max(30 * DAY)
    }),
];

const TIMES: &[u64] = &[
    0, 1, 7_775_999, 7_776_000, 7_776_001, 7_776_002, 31_535_999, 31_536_000, 31_536_001, 31_536_002,
    39_312_000, 39_312_001, 39_312_002, 63_072_000, 63_072_001, 63_072_002,
];
