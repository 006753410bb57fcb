//! Amounts up to all there can be.

/// Held: no sequence of events with amounts up to all there can be makes a close or a settlement panic.
#[test]
fn no_amounts_make_a_close_fail() {
    use crate::stateful::generate::Rng;
    use coop_math::patronage::books::{Books, Business, Facts, Pioneers, Rates, Use};
    let mut closes = 0;
    for seed in 0..3_000u64 {
        let mut c = Rng(seed ^ 0x00ab_cdef);
        let mut b = Books::default();
        let (mut revenue, mut spent, mut done) = (0u64, 0u64, Use::default());
        let (mut now, mut started, mut lifetime) = (0i64, 0i64, 0u64);
        let mut asked = 0u64;
        let mut pioneers =
            Pioneers { threshold: 1 << 62, cap_bps: 5_000, shares_bps: 10_000, ..Pioneers::default() };
        let bps = |c: &mut Rng, most: u64| c.below(most + 1) as u16;
        let rates = Rates {
            reserve_bps: 500 + bps(&mut c, 4_500),
            solidarity_bps: bps(&mut c, 4_000),
            remit_bps: bps(&mut c, 10_000),
            interest_cap_bps: bps(&mut c, 1_500),
            depreciation_bps: 500 + bps(&mut c, 9_500),
            work_bps: bps(&mut c, 10_000),
            cash_bps: 2_000 + bps(&mut c, 8_000),
            pioneer_bps: bps(&mut c, 2_000),
        };
        for _ in 0..60 {
            let amount = match c.below(4) {
                0 => 1 + c.below(3),
                1 => 1 + c.below(1 << 20),
                2 => 1 + c.below(1 << 60),
                _ => u64::MAX - c.below(1 << 62),
            };
            let cash = (b.fund as u128 + b.earnings as u128)
                + (b.reserve as u128 + b.solidarity as u128 + b.federation_due as u128)
                + (b.dividends as u128 + b.interest as u128 + b.pioneers as u128);
            let fits = cash + amount as u128 <= u64::MAX as u128;
            now += c.below(40 * 86_400) as i64;
            match c.below(13) {
                0 if fits => drop(b.pay_in(amount)),
                1 if fits => {
                    if pioneers.founding_shares == 0 && b.pay_in_by_pool(amount).is_ok() {
                        pioneers.founding_shares = amount;
                    }
                }
                2 | 3 if fits && b.require_room(amount).is_ok() && revenue.checked_add(amount).is_some() => {
                    revenue += amount;
                    b.income(amount);
                    if c.below(2) == 0 { done.member_units += amount } else { done.outside_units += amount }
                }
                4 if spent.checked_add(amount).is_some() && b.expense(amount).is_ok() => {
                    spent += amount;
                    match c.below(3) {
                        0 => done.member_work += amount,
                        1 => done.outside_work += amount,
                        _ => {}
                    }
                }
                5 => drop(b.invest(amount, true, now)),
                6 => drop(b.send_to_agent(amount, true, now)),
                7 if fits && b.require_room(amount).is_ok() && revenue.checked_add(amount).is_some() => {
                    let above = b.come_home(amount, now);
                    revenue += above;
                    done.outside_units += above;
                }
                8 if fits && b.require_room(amount).is_ok() && revenue.checked_add(amount).is_some() => {
                    let above = b.sell(amount, now);
                    revenue += above;
                    done.outside_units += above;
                }
                9 => drop(b.cover_loss(amount)),
                10 => {
                    // shares of members mature and are asked back, as far as they are not fresh
                    let old = b.shares_total.saturating_sub(b.fresh);
                    let moved = amount.min(old);
                    b.shares_total -= moved;
                    b.retained_total += moved;
                    let free = b.retained_total - b.forfeited - asked;
                    let more = amount.min(free);
                    asked += more;
                    b.asked = asked;
                }
                11 => {
                    let old = b.shares_total.saturating_sub(b.fresh);
                    let taken = amount.min(old) / 3;
                    b.forfeit(taken, taken, 0);
                }
                _ => {
                    let facts = Facts {
                        rates,
                        done,
                        pioneers,
                        shares_earning: b.shares_total,
                        lifetime_surplus: lifetime,
                        started_at: started,
                        now,
                        federated: c.below(2) == 0,
                        last: false,
                    };
                    let (before, part) = (b.cash(), asked);
                    let closed = b.close(&facts);
                    assert_eq!(b.cash(), before);
                    let settlement = closed.settle(&Business {
                        units: done.member_units,
                        work: done.member_work,
                        asked: part,
                        staying: true,
                    });
                    assert!(settlement.cash + settlement.paid <= closed.owed_in_cash());
                    assert!(
                        settlement.retained <= closed.retained
                            && settlement.retired >= closed.retired_of_members
                    );
                    assert!(settlement.retired <= part);
                    b.sweep_dust(
                        closed.owed_in_cash() - settlement.cash - settlement.paid,
                        closed.retained - settlement.retained + settlement.retired
                            - closed.retired_of_members,
                    );
                    pioneers.per_unit += closed.pioneer_per_unit;
                    pioneers.units += closed.pioneer_units;
                    pioneers.due = pioneers.due || c.below(4) == 0;
                    lifetime = lifetime.saturating_add(closed.surplus);
                    (revenue, spent, done, asked, started) = (0, 0, Use::default(), 0, now);
                    closes += 1;
                }
            }
            assert!(b.invariant(), "seed {seed}: {b:?}");
            let e = b.shares_total as u128 + b.shares_in_transit as u128 + b.retained_total as u128;
            assert!(e + b.reserve_due as u128 + b.earnings as u128 <= u64::MAX as u128, "seed {seed}: room");
        }
    }
    assert!(closes > 3_000, "{closes}");
}
