//! How a surplus must be split, by a small sum of its own: from the charter's words, and nothing of the books' code.

use coop::state::Coop;

const ALL: u128 = 10_000;
const YEARLY: u128 = ALL * 365 * 86_400;

/// Compares a close with the charter: the invariants of the books, every part of the surplus, and a reserve that only grows.
pub fn is_as_chartered(before: &Coop, after: &Coop) {
    for coop in [before, after] {
        assert!(coop.invariant().is_ok(), "the identities of the books");
    }
    let (b, a) = (&before.books, &after.books);
    let (period, rates) = (&before.period, &before.period.rates);
    let n = |amount: u64| amount as u128;
    let bps = |amount: u128, bps: u16| amount * bps as u128 / ALL;
    let part = |amount: u128, ours: u64, others: u64| match n(ours) + n(others) {
        _ if ours == 0 => 0,
        all => amount * n(ours) / all,
    };

    let surplus = n(after.lifetime_surplus.get() - before.lifetime_surplus.get());
    if b.invested.get() + b.at_agent.get() == 0 {
        assert_eq!(surplus, n(b.earnings.get()), "nothing wears: all earnings are surplus");
    }
    let reserve = (surplus * rates.reserve_bps.get() as u128).div_ceil(ALL);
    let solidarity = bps(surplus, rates.solidarity_bps.get()).min(surplus - reserve);
    let left = surplus - reserve - solidarity;
    let elapsed = (after.period.started_at.get() - period.started_at.get()) as u128;
    let earned = n(period.shares_earning.get()) * rates.interest_cap_bps.get() as u128 * elapsed;
    let carried = if earned == 0 { 0 } else { n(b.interest_remainder.get()) };
    let interest = ((earned + carried) / YEARLY).min(left / 2);
    let pot = left - interest;
    let done = &period.done;
    let (work, outside_work) = (done.member_work.get(), done.outside_work.get());
    let for_work = bps(pot, rates.work_bps.get()).min(n(work) + n(outside_work));
    let worked = part(for_work, work, outside_work);
    let used = part(pot - for_work, done.member_units.get(), done.outside_units.get());
    let outside = pot - worked - used;

    let grown = |after: u64, before: u64| after as i128 - before as i128;
    assert_eq!(grown(a.solidarity.get(), b.solidarity.get()), solidarity as i128, "solidarity");
    assert_eq!(grown(a.interest.get(), b.interest.get()), interest as i128, "interest");
    let to_reserve = grown(a.reserve.get(), b.reserve.get());
    assert!(to_reserve >= 0, "the reserve only grows");
    if b.reserve_due.get() == 0 {
        assert_eq!(to_reserve, (reserve + outside) as i128, "the reserve");
    }
    // leavers who are paid at par change the form of what is owed, not its sum
    if b.asked.get() == 0 || b.invested.get() + b.at_agent.get() + b.loss.get() == 0 {
        let owed = grown(a.dividends.get(), b.dividends.get());
        let kept = grown(a.retained_total.get(), b.retained_total.get());
        assert_eq!(owed + kept, (worked + used) as i128, "members, for work and for use");
    }
}
