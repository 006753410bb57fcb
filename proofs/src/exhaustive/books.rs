//! `books/`.

use super::{Check, Property, is_ceil, is_floor};

const fn check(name: &'static str, bits: (u32, u32), holds: Property) -> Check {
    Check { name, bits, only: &[], holds }
}

const W: i128 = 1 << 64;
const YEARLY: i128 = 10_000 * 365 * 86_400;

/// Some rates.
const R: &[u64] = &[0, 3_333, 10_000];
/// Some units.
const U: &[u64] = &[0, 1, 3];

/// Books with little at the agent, that came back, forfeited and was bought.
const STATES: &[&[u64]] =
    &[&[], &[], &[0, 1], &[], &[0, 1, 3], &[0, 2], &[], &[0, 1, 3], &[], &[0, 1], &[0, 1, 3]];

/// Capital by the identity: fund + invested + at the agent + loss − due to the reserve.
fn capital(i: &[i128]) -> i128 {
    i[0] + i[1] + i[2] + i[3] - i[4]
}

/// The price at a close, once what of the fund is the reserve's has passed and `fund` is left.
fn price_at(i: &[i128], fund: i128) -> (i128, i128) {
    let (passed, out, bought) = (i[0] - fund, i[6], i[10]);
    let back = i[7] - passed.min(((i[7] - bought).max(0) - out).max(0));
    let stands = (i[1] + i[2] - (bought - back).max(0)).max(0);
    let moved = (out - (back - bought).max(0)).min(stands);
    let backed = (fund + moved).clamp(0, capital(i));
    ((backed - i[5]).max(0), capital(i) - i[5])
}

pub const CHECKS: &[Check] = &[
    check("part_floor", (8, 5), |i, o| {
        let all = i[1] + i[2];
        o[0] <= i[0] && if all == 0 { o[0] == 0 } else { is_floor(o[0], i[0] * i[1], all) }
    }),
    Check {
        name: "worn",
        bits: (8, 5),
        only: &[
            R,
            &[],
            &[0, 1, 31_536_000, 31_536_001, 315_360_000, 3_153_600_000, u64::MAX],
            &[0, 1],
            &[0, 1, 9_999, 315_359_999_999],
        ],
        holds: |i, o| {
            let counted = (i[2] + W * i[3]) * i[0] + i[4];
            let idle = i[2] + W * i[3] == 0;
            let gone = o[0] == i[1] && o[1] == 0 && counted >= i[1] * YEARLY || i[1] == 0;
            o[0] <= i[1] && (gone || idle && o[0] == 0 && o[1] == i[4] || o[0] * YEARLY + o[1] == counted)
        },
    },
    Check {
        name: "wear",
        bits: (2, 1),
        // seconds that wear nothing, less than a unit, a unit, two
        only: &[
            &[],
            &[],
            &[],
            &[],
            &[],
            &[],
            &[0, 5],
            &[10_000],
            &[0, 31_535_999, 31_536_000, 63_072_000],
            &[0],
            &[0, 31_536_000],
            &[0],
            &[0, 9_999],
            &[0],
        ],
        holds: |i, o| {
            let before = i[0] + i[2] + i[3] + i[4] - i[5];
            let [wear, loss, surplus] = [o[0], o[1], o[2]];
            let after = o[3] + o[4] + o[5] + o[6] - o[7];
            let signs = o.iter().all(|part| *part >= 0);
            // what capital there is stays; money only moves; assets lose the wear
            before == after
                && o[3] + o[8] + surplus == i[0] + i[1] + i[6]
                && o[4] + o[5] == i[2] + i[3] - wear
                && o[6] == i[4] + loss
                && (surplus == 0 || loss == 0)
                && signs
        },
    },
    Check {
        name: "interest_of",
        bits: (6, 4),
        only: &[
            &[],
            &[0, 1, 31_536_000, 63_072_000],
            &[0, 500, 1_500, 10_000],
            &[0, 1, 315_359_999_999],
            &[],
        ],
        holds: |i, o| {
            let exact = i[0] * i[1] * i[2] + i[3];
            let most = exact / YEARLY;
            if i[4] == 0 || i[0] == 0 || i[2] == 0 {
                return o[0] == 0 && o[1] == 0;
            }
            o[0] == most.min(i[4] / 2) && o[1] == if most <= i[4] / 2 { exact % YEARLY } else { 0 }
        },
    },
    Check {
        name: "leavers",
        bits: (3, 2),
        only: STATES,
        holds: |i, o| {
            let [asked, paid, retired, to_members, of_members] = [o[0], o[1], o[2], o[3], o[4]];
            // what is the reserve's passes first, so the fund is what is left of it
            let own = (i[4] - i[1] - i[2]).clamp(0, i[0]);
            let fund = i[0] - own;
            let signs = o.iter().all(|part| *part >= 0);
            let parts = to_members <= paid && of_members <= retired && o[7] == to_members;
            let reach = paid <= (fund - i[5]).max(0) && paid <= retired && retired <= asked;
            let whole = o[6] + o[7] + o[8] == i[0] && o[10] == capital(i) - retired;
            let identity = o[6] + i[1] + i[2] + o[11] == o[10] + o[12];
            // newcomers' money stays; what is due to the reserve is covered by assets, if there was money to pass on
            let fresh = o[6] >= i[5].min(fund);
            let due = o[12] <= i[1] + i[2] || o[6] == 0;
            // whoever leaves is paid no more than the price of those who stay
            let price = match price_at(i, fund) {
                (n, d) if paid > 0 => paid * d <= retired * n,
                _ => true,
            };
            signs
                && due
                && price
                && parts
                && reach
                && whole
                && identity
                && fresh
                && o[5] <= 10_000
                && o[9] == i[9] - (retired - of_members)
        },
    },
    Check {
        name: "price",
        bits: (3, 2),
        only: STATES,
        holds: |i, o| {
            let [n, d, least, of] = [o[0], o[1], o[2], o[3]];
            let own = (i[4] - i[1] - i[2]).clamp(0, i[0]);
            let at_most_one = n <= d && least <= of && d == capital(i) - i[5];
            let bps = if n == d { o[4] == 10_000 } else { is_floor(o[4], n * 10_000, d) };
            let asked = i[8] + i[9];
            let kept =
                asked == 0 && o[6] == 0 || d == 0 && o[6] <= i[5] || is_ceil(o[6] - i[5], asked * n, d);
            at_most_one && bps && o[5] == own && least <= n && kept
        },
    },
    Check {
        name: "allocate",
        bits: (4, 3),
        only: &[
            &[],
            R,
            &[0, 4_000],
            &[5_000],
            R,
            &[0, 3_333],
            &[0, 2_000],
            U,
            &[0, 2],
            &[0, 1],
            U,
            &[0, 1],
            &[0],
            &[0, 3],
            &[0, 2],
            &[0],
            &[0, 9],
            &[5_000],
            &[5_000],
            &[0, 1],
            &[0, 3],
            &[0, 5],
            &[31_536_000],
            &[1_500],
            &[0],
            &[0, 1],
            &[],
        ],
        holds: |i, o| {
            let surplus = i[0];
            let [reserve, solidarity, federation, interest] = [o[0], o[1], o[2], o[3]];
            let [work, outside, pioneers, members, retained] = [o[4], o[5], o[6], o[7], o[8]];
            let parts: i128 = o[..8].iter().sum();
            let [made, of_members] = [o[9], o[10]];
            let signs = o.iter().all(|part| *part >= 0);
            let after = surplus - reserve - solidarity - federation;
            let bounds = is_ceil(reserve, surplus * i[1], 10_000)
                && (solidarity + federation) * 10_000 <= surplus * i[2]
                && 2 * interest <= after
                && interest * YEARLY <= i[21] * i[22] * i[23]
                && work <= i[10]
                && work * 10_000 <= (after - interest) * i[4]
                && pioneers * 10_000 <= (members + pioneers) * i[6]
                && (i[19] == 1 || pioneers == 0)
                && (i[19] == 0 || made == 0)
                && of_members <= made
                && made <= surplus
                && retained * 10_000 <= (members + work) * (10_000 - i[5])
                && (i[26] == 0 || retained == 0);
            // rates bring no more than what is set aside, and less by at most what a rounding takes
            let rate = |at: usize, part: i128, units: i128| {
                let rate = o[at] + W * o[at + 1];
                if units == 0 || part == 0 { rate == 0 } else { is_floor(rate, part * W, units) }
            };
            let rates = rate(11, members, i[7]) && rate(13, work, i[10]) && rate(15, interest, i[21]);
            // all the cash of the books is the surplus
            let cash = o[19] == surplus && o[20] == reserve + outside && o[21] == members + work - retained;
            signs && parts == surplus && bounds && rates && cash && o[22] == retained
        },
    },
    Check {
        name: "settle",
        bits: (3, 2),
        only: &[
            &[1, 3, 6],
            &[0, 1, 3],
            &[0, 1, 3],
            &[0, 1, 5],
            &[1, 3, 4],
            &[0, 2],
            &[1, 3],
            R,
            &[0, 3],
            &[],
            &[0, 1, 3],
            &[0, 1, 3],
            &[0, 1, 2, 3],
            &[],
        ],
        holds: |i, o| {
            let [paid, retired, cash, retained, made] = [o[0], o[1], o[2], o[3], o[4]];
            let exact = i[3] * i[10] * i[6] + i[5] * i[11] * i[4];
            let covered = (cash + retained) * i[4] * i[6] <= exact;
            // below the exact part by the rounding of two rates, two products and two shares
            let near = (cash + retained + 4) * i[4] * i[6] > exact;
            let leaves = if i[12] == 0 {
                paid == 0 && retired == 0
            } else {
                is_floor(paid, i[12] * i[1], i[0]) && is_ceil(retired, i[12] * i[2], i[0])
            };
            let pioneers = made <= i[8] && (made == 0 || i[13] == 1);
            covered && near && leaves && pioneers && (i[13] == 1 || retained == 0)
        },
    },
    check("claims", (4, 2), |i, o| {
        let came = i[2] + i[3] + i[1];
        let part = if came >= i[0] { i[4] } else { i[4] * came / i[0] };
        o[0] == (part - i[5]).max(0) && o[1] == (i[2] + i[3] - (i[0] - i[1]).max(0)).max(0)
    }),
    check("expense", (4, 2), |i, o| {
        let own = (i[4] - i[3]).clamp(0, i[0]);
        let covered = i[5] <= i[0] - own + i[1];
        let spent = if covered { i[5] } else { 0 };
        (o[0] == 1) == covered
            && o[1] + o[2] == i[0] + i[1] - spent
            && o[1] + o[3] == i[0] + i[2]
            && (o[2] == 0 || o[1] == i[0])
            && o[1] >= own
    }),
    check("sell", (3, 2), |i, o| {
        let repaid = i[7].min(i[3]);
        let back = (i[7] - repaid).min(i[4]);
        let capital = |fund: i128, loss: i128, invested: i128| fund + loss + invested;
        o[0] == i[7] - repaid - back
            && capital(o[1], o[3], o[4]) == capital(i[0], i[2], i[3])
            && o[1] + o[2] + o[6] == i[0] + i[1] + i[5] + i[7]
            && o[4] == i[3] - repaid
            && o[5] == i[4] - back
            && o[6] == i[5] + back
            && o[7] == i[6] + repaid
    }),
    check("cover_loss", (5, 3), |i, o| {
        let covered = o[0];
        covered == i[4].min(i[1]).min(i[2] / 10)
            && o[1] == i[0] + covered
            && o[2] == i[1] - covered
            && o[3] == i[2] - covered
            && o[4] == i[3] + covered
    }),
    check("accrue", (4, 3), |i, o| {
        o[0] + W * o[1] == i[1] + W * i[2] + i[0] * (i[4] - i[3]).max(0) && o[2] == i[3].max(i[4])
    }),
];
