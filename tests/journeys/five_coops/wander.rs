//! Lives that nobody planned, beside their spreadsheets: small numbers, where rounding shows, and large ones.
//! `WANDERERS=1500` lives so many of them.

use super::*;

/// Numbers that follow from a seed.
struct Dice(u64);

impl Dice {
    /// Less than `n`.
    fn of(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n.max(1)
    }

    /// 1 to `n`, often little.
    fn some(&mut self, n: u64) -> u64 {
        let n = if self.of(3) == 0 { n.min(20) } else { n };
        1 + self.of(n)
    }
}

#[test]
fn lives_that_nobody_planned_are_those_of_their_sheets() {
    let seeds = std::env::var("WANDERERS").ok().and_then(|n| n.parse().ok()).unwrap_or(4);
    for seed in 0..seeds {
        println!("seed {seed}");
        wander(seed);
    }
}

fn wander(seed: u64) {
    let mut world = World::new();
    let w = &mut world;
    let mut dice = Dice(seed);
    let d = &mut dice;
    let scale = [30, 3_000, UNIT, 1_000 * UNIT][d.of(4) as usize];
    let charter = CharterTerms {
        member_share: 1,
        period_length: (20 + d.of(73)) as u32 * DAY as u32,
        provider_bps: d.of(10_001) as u16,
        take_rate_bps: 1_000,
        reserve_bps: 500 + d.of(3_000) as u16,
        interest_cap_bps: d.of(1_501) as u16,
        depreciation_bps: 500 + d.of(9_000) as u16,
        work_bps: d.of(10_001) as u16,
        cash_bps: 2_000 + d.of(8_001) as u16,
        revolve_periods: 1 + d.of(8) as u8,
        redemption_bps: 500 + d.of(9_501) as u16,
        pioneer_bps: d.of(2_001) as u16,
        pioneer_threshold: scale * d.of(20),
        pioneer_shares_bps: d.of(10_001) as u16,
        pioneer_start: 180 * DAY as u32,
        pioneer_cap_bps: d.of(501) as u16,
        ..terms()
    };
    let pledges: Vec<u64> = (0..4).map(|_| 1 + scale + d.of(scale)).collect();
    let mut life = Life::begin(w, charter, &pledges);
    let life = &mut life;
    let index = life.offer(w, 1, 0);
    let car = (index, 1, (1_000, charter.provider_bps));
    let mut vouchers: Vec<usize> = vec![0; 4];
    for _ in 0..150 {
        let n = life.sheet.people.len() as u64;
        let i = d.of(n) as usize;
        let staying = life.sheet.people[i].staying;
        let overdue = life.is_overdue(w);
        match d.of(22) {
            0..3 => life.buy(w, staying.then_some(i), d.some(scale / 2)),
            3 => life.buy(w, None, d.some(scale)),
            4 | 5 => life.ride(w, car, staying.then_some(i), d.some(scale * 4)),
            6 if staying => life.subscribe(w, i, d.some(scale / 2)),
            7 | 8 => {
                if overdue {
                    life.close(w, 0);
                }
                life.settle(w, i);
                let most = life.sheet.askable(i) as u64;
                if most > 0 && life.sheet.price().0 > 0 {
                    let amount = if d.of(2) == 0 { most } else { d.of(most) };
                    life.ask(w, i, amount);
                }
            }
            9 if staying => {
                if overdue {
                    life.close(w, 0);
                }
                life.settle(w, i);
                let who = &life.sheet.people[i];
                let most = (who.shares - who.new.max(1)).max(0) as u64;
                if most > 0 && life.sheet.price().0 > 0 {
                    life.withdraw(w, i, d.some(most).min(most));
                }
            }
            10 if staying && i > 1 => {
                if overdue {
                    life.close(w, 0);
                }
                life.resign(w, i, d.of(2) == 0);
            }
            11 if !staying => {
                life.settle(w, i);
                let who = &life.sheet.people[i];
                if !who.has_business() && vouchers[i] < 1 {
                    vouchers[i] += 1;
                    life.rejoin(w, i, usize::from(i >= 4));
                }
            }
            12 if n < 9 => {
                life.join(w);
                vouchers.push(0);
            }
            13..16 => outlay(w, life, d, i),
            16 => life.book(w, d.some(scale), [IncomeKind::Income, IncomeKind::Gift][d.of(2) as usize]),
            17 => {
                if d.of(3) == 0 {
                    life.offer_for_sale(w, d.some(scale));
                }
                let most = life.sheet.for_sale as u64;
                if most > 0 {
                    life.book(w, d.some(most).min(most), IncomeKind::Sale);
                }
            }
            18 if w.coop(&life.coop.site.coop).loss_covered_at == 0 => cover(w, life, d.some(scale)),
            19 => life.claim(w, i),
            20 if d.of(4) == 0 => {
                let (cash, work, bps) = (d.of(8_001), d.of(10_001), d.of(8));
                life.amend(w, |terms| {
                    terms.cash_bps = 2_000 + cash as u16;
                    terms.work_bps = work as u16;
                    terms.revolve_periods = terms.revolve_periods.min(1 + bps as u8);
                });
            }
            _ => {
                w.pass(d.of(15) as i64 * DAY);
                if life.is_overdue(w) && d.of(2) == 0 {
                    let late = if d.of(4) == 0 { d.of(20 * DAY as u64) as i64 } else { 0 };
                    life.close(w, late);
                    if d.of(2) == 0 {
                        life.settle_all(w);
                    }
                }
            }
        }
    }
    life.turn(w);
    for i in 0..life.sheet.people.len() {
        life.claim(w, i);
    }
    assert_eq!(life.sheet.of(Column::Dividends), 0);
    assert!(life.sheet.of(Column::Interest) < life.sheet.people.len() as Num, "fractions that nobody draws");
}

/// Some outlay, if it can be made when its time comes.
fn outlay(w: &mut World, life: &mut Life, d: &mut Dice, i: usize) {
    let operating = (life.sheet.of(Column::Fund) + life.sheet.of(Column::Earnings)) as u64;
    if operating == 0 {
        return;
    }
    let part = [2, 5, 9, 30][d.of(4) as usize];
    let amount = d.some(operating / part + 1).min(operating);
    let purpose = [Purpose::Expense, Purpose::Investment, Purpose::Work][d.of(3) as usize];
    let to = (purpose == Purpose::Work && life.sheet.people[i].staying).then_some(i);
    let wallet = to.map_or_else(|| life.stranger.wallet(), |i| life.wallet(i));
    let index = life.resolve(w, Action::Spend { to: wallet, amount, purpose });
    let ordinary = !w.proposal(&life.coop.site.proposal(index)).is_special();
    if let Some(i) = to {
        life.settle(w, i);
    }
    let worker = (purpose == Purpose::Work)
        .then(|| to.map_or_else(|| life.coop.site.member(&wallet), |i| life.member(i)))
        .filter(|_| to.is_some());
    let tokens = to.map_or(life.stranger.tokens, |i| life.who(i).tokens);
    let done = w.attempt(life.coop.site.execute_spend_for(index, &tokens, worker), &[]);
    let x = amount as Num;
    match done {
        Err(_) => w.pass(31 * DAY + life.sheet.open.terms.period_length as i64),
        Ok(_) => match purpose {
            Purpose::Expense => life.sheet.expense(x),
            Purpose::Investment => life.sheet.invest(Column::Invested, x, ordinary, w.now()),
            Purpose::Work => life.sheet.pay(to, x),
        },
    }
    life.check(w);
    life.clear(w, index);
}

/// A loss is covered, if there is one by then.
fn cover(w: &mut World, life: &mut Life, up_to: u64) {
    let index = life.resolve(w, Action::CoverLoss { up_to });
    // only what has lasted for a period
    let open = w.coop(&life.coop.site.coop).period;
    let lasting = open.lasting_loss(life.sheet.of(Column::Loss) as u64);
    let most = up_to.min(life.sheet.of(Column::Reserve) as u64 / 10);
    // or most of it would be left, for a year
    if lasting.min(most) > 0 && 2 * lasting >= most {
        w.accepts(life.coop.site.execute_cover_loss(index), &[]);
        life.sheet.cover(up_to.min(lasting) as Num);
    } else {
        w.pass(31 * DAY + life.sheet.open.terms.period_length as i64);
    }
    life.check(w);
    life.clear(w, index);
}
