//! `capital.rs`, `bucket.rs`, `raise.rs`, `membership.rs` and `voting.rs`.

use super::{
    Formula,
    Kind::{Bps, Flag, Int, Rate, Small, Time, Word},
    any, at_most, put,
};
use coop_math::{
    bootstrap::{promise::*, *},
    bucket::Bucket,
    governance::{budget::budget, *},
    membership::*,
    patronage::capital::*,
};

fn settled(i: &[u64]) -> Settled {
    Settled { raised: i[0], accepted: i[1], pledgers: i[2] as u32, share_floor: i[3] }
}

/// A settled pool in which every pledge is at least the share floor and the floors fit what was accepted.
fn shape_pool(i: &mut [u64]) {
    i[2] = i[2].max(1);
    i[1] = at_most(i[1], i[0]);
    let most = i[1] / i[2];
    i[3] = at_most(i[3], most);
}

pub const FORMULAS: &[Formula] = &[
    Formula {
        name: "forfeit_floor",
        ins: &[Word, Word, Word],
        shape: any,
        run: |i, o| o.push(forfeit_floor(i[0], i[1], i[2])),
    },
    Formula {
        name: "is_mature",
        ins: &[Int, Int, Small],
        shape: any,
        run: |i, o| o.push(is_mature(i[0] as u32, i[1] as u32, i[2] as u8) as u64),
    },
    Formula {
        name: "capital",
        ins: &[Word, Word, Word, Word, Word, Word, Flag, Rate, Word],
        // parts of all capital, which fits 64 bits
        shape: |i| i[..6].iter_mut().for_each(|part| *part = at_most(*part, u64::MAX / 8)),
        run: |i, o| {
            let capital = Capital {
                shares: i[0],
                withdrawn: i[1],
                matured: i[2],
                bonded: i[3],
                resting: i[4],
                fresh: i[5],
                staying: i[6] == 1,
            };
            o.extend([capital.askable(i[7] as u16), capital.withdrawable(i[8])]);
        },
    },
    Formula {
        name: "bucket_draw",
        ins: &[Word, Int, Time, Word, Time],
        shape: |i| i[1] = i[1].max(1),
        run: |i, o| {
            let bucket = Bucket { capacity: i[0], window: i[1] as u32 };
            put(o, bucket.draw(i[2] as i64, i[3], i[4] as i64).map(|at| at as u64));
        },
    },
    Formula {
        name: "bucket_room",
        ins: &[Word, Int, Time, Time],
        shape: |i| i[1] = i[1].max(1),
        run: |i, o| {
            o.push(Bucket { capacity: i[0], window: i[1] as u32 }.room_floor(i[2] as i64, i[3] as i64));
        },
    },
    Formula {
        name: "bond_ceil",
        ins: &[Word, Bps],
        shape: any,
        run: |i, o| o.push(bond_ceil(i[0], i[1] as u16)),
    },
    Formula {
        name: "turnover_floor",
        ins: &[Word, Rate, Rate],
        shape: any,
        run: |i, o| o.push(turnover_floor(i[0], i[1] as u16, i[2] as u16)),
    },
    Formula {
        name: "pool_settle",
        ins: &[Word, Int, Word],
        shape: any,
        run: |i, o| {
            let terms = Terms { max_raise: i[2], ..TERMS };
            let totals = Totals { raised: i[0], pledgers: i[1] as u32, ..Totals::default() };
            let made = terms.settle(&totals);
            o.extend([made.accepted, made.shares, made.refunds]);
        },
    },
    Formula {
        name: "claim",
        ins: &[Word, Word, Int, Word, Word, Word, Word],
        shape: |i| {
            shape_pool(i);
            i[6] = at_most(i[6], i[0] - (i[2] - 1) * i[3]);
            i[6] = i[6].max(i[3]);
            if i[1] == i[0] {
                i[4] = i[4].max(i[6]);
            }
            // what is unclaimed covers the pledge
            i[5] = i[5].max(i[6]);
            i[4] = at_most(i[4], u64::MAX >> 1);
            i[4] = if i[1] == i[0] { i[4].max(i[6]) } else { i[4] };
        },
        run: |i, o| {
            let claim = settled(i).claim(&Unclaimed { shares: i[4], refunds: i[5] }, i[6]);
            let left = claim.unclaimed;
            o.extend([claim.share, claim.refund, claim.moved, left.shares, left.refunds]);
        },
    },
    Formula {
        name: "of_people_ceil",
        ins: &[Word, Word, Int, Word, Int, Word],
        shape: |i| {
            shape_pool(i);
            i[4] = at_most(i[4], i[2]);
            i[5] = at_most(i[5], i[0] - (i[2] - i[4]) * i[3]);
            i[5] = i[5].max(i[4] * i[3]);
            if i[4] == i[2] {
                i[5] = i[0];
            }
        },
        run: |i, o| o.push(settled(i).of_people_ceil(i[4] as u32, i[5])),
    },
    Formula {
        name: "vouches_needed",
        ins: &[Small, Int],
        shape: any,
        run: |i, o| o.push(vouches_needed(i[0] as u8, i[1] as u32) as u64),
    },
    Formula {
        name: "growth",
        ins: &[Int, Bps, Int],
        shape: any,
        run: |i, o| o.push(growth(i[0] as u32, i[1] as u16, i[2] as u32).capacity),
    },
    Formula {
        name: "is_seasoned",
        ins: &[Time, Int, Time],
        shape: any,
        run: |i, o| o.push(is_seasoned(i[0] as i64, i[1] as u32, i[2] as i64) as u64),
    },
    Formula {
        name: "is_suspendable",
        ins: &[Time, Time, Time, Time],
        shape: any,
        run: |i, o| o.push(is_suspendable(i[0] as i64, i[1] as i64, i[2] as i64, i[3] as i64) as u64),
    },
    Formula {
        name: "passes",
        ins: &[Flag, Int, Int, Int, Int, Bps],
        shape: any,
        run: |i, o| {
            let class = if i[0] == 1 { Class::Special } else { Class::Ordinary };
            let tally = Tally { yes: i[1] as u32, no: i[2] as u32, abstain: i[3] as u32 };
            o.push(match tally.passes(class, i[4] as u32, i[5] as u16) {
                Ok(()) => 0,
                Err(Rejection::Quorum) => 1,
                Err(Rejection::Majority) => 2,
            });
        },
    },
    Formula {
        name: "is_exodus",
        ins: &[Int, Int, Bps],
        shape: any,
        run: |i, o| o.push(is_exodus(i[0] as u32, i[1] as u32, i[2] as u16) as u64),
    },
    Formula {
        name: "is_drawn",
        ins: &[Word, Int, Small],
        shape: any,
        run: |i, o| o.push(is_drawn(i[0], i[1] as u32, i[2] as u8) as u64),
    },
    Formula {
        name: "phase",
        ins: &[Time, Int, Int, Time],
        shape: any,
        run: |i, o| {
            let times = Timeline { ends: i[0] as i64, timelock: i[1] as u32, execution_window: i[2] as u32 };
            o.push(times.phase(i[3] as i64) as u64);
        },
    },
    Formula {
        name: "budget",
        ins: &[Word, Word, Bps, Int],
        shape: any,
        run: |i, o| {
            let bucket = budget(i[0], i[1], i[2] as u16, i[3] as u32);
            o.extend([bucket.capacity, bucket.window as u64]);
        },
    },
];

const TERMS: Terms = Terms {
    min_raise: 0,
    max_raise: 0,
    min_members: 1,
    min_use: 0,
    max_pledge: 1,
    max_use: 0,
    opens: 0,
    withdraw_until: 0,
    deadline: 0,
    stay: SHORTEST_STAY,
    use_bond_bps: 0,
    min_solvency_bps: 0,
    share_floor: 0,
};
