//! Lives of a co-op of three members: any events in any order, with everything settled and paid out at each close.

use super::{
    Amount, events,
    life::{Life, MEMBERS, Terms},
    within,
};
use arbitrary::{Arbitrary, Unstructured};
use coop_math::{
    federation::claims::Claims,
    patronage::books::{Books, Rates},
};

#[derive(Arbitrary, Clone, Copy, Debug)]
enum Event {
    /// Income that counts as a member's units, or as outside use.
    Income {
        who: u8,
        amount: Amount,
    },
    Expense {
        amount: Amount,
    },
    /// Pay for work: an expense that counts as patronage.
    Work {
        who: u8,
        amount: Amount,
    },
    Invest {
        amount: Amount,
    },
    ToAgent {
        amount: Amount,
    },
    ComeHome {
        amount: Amount,
    },
    Sell {
        amount: Amount,
    },
    Gift {
        amount: Amount,
    },
    Grant {
        amount: Amount,
    },
    PayIn {
        who: u8,
        amount: Amount,
    },
    PoolPaysIn {
        amount: Amount,
    },
    Claim {
        who: u8,
    },
    Ask {
        who: u8,
        amount: Amount,
    },
    Forfeit {
        who: u8,
        amount: Amount,
        fresh: Amount,
    },
    Cover {
        amount: Amount,
    },
    Resign {
        who: u8,
    },
    PioneersDue,
    Wait {
        seconds: u32,
    },
    Close {
        first: u8,
    },
}

fn terms(bytes: &mut Unstructured) -> Terms {
    let mut bps = |least, most| within(bytes, least..=most) as u16;
    let rates = Rates {
        reserve_bps: bps(500, 5_000),
        solidarity_bps: bps(0, 4_000),
        remit_bps: bps(0, 10_000),
        interest_cap_bps: bps(0, 1_500),
        depreciation_bps: bps(500, 10_000),
        work_bps: bps(0, 10_000),
        cash_bps: bps(2_000, 10_000),
        pioneer_bps: bps(0, 2_000),
    };
    let (cap_bps, shares_bps) = (bps(0, rates.reserve_bps as u64), bps(0, 10_000));
    Terms {
        rates,
        threshold: within(bytes, 0..=1 << 62),
        cap_bps,
        shares_bps,
        federated: within(bytes, 0..=1) == 1,
    }
}

/// A life of at most 64 events, and its end.
pub fn check(data: &[u8]) {
    let mut bytes = Unstructured::new(data);
    let mut life = Life::new(terms(&mut bytes));
    for event in events::<Event>(&mut bytes, 64) {
        happen(&mut life, event);
        life.check();
    }
    dissolve(life);
}

/// Brings in money that there is room for in the books.
fn bring(life: &mut Life, amount: Amount) -> u64 {
    let room = (u64::MAX - life.books.cash()).min(life.left);
    let amount = amount.at_most(room);
    if life.books.require_room(amount).is_err() {
        return 0;
    }
    life.left -= amount;
    life.vault += amount;
    amount
}

fn place(who: u8) -> usize {
    who as usize % MEMBERS
}

/// Does what the rules allow. A refusal has its reason, and what is refused is as if it had not been tried.
fn happen(life: &mut Life, event: Event) {
    let (before, now) = (life.books, life.now);
    match event {
        Event::Income { who, amount } => {
            let amount = bring(life, amount);
            life.books.income(amount);
            match life.members.get_mut(who as usize % (MEMBERS + 1)) {
                Some(member) => member.units = member.units.saturating_add(amount),
                None => life.outside_units = life.outside_units.saturating_add(amount),
            }
        }
        Event::Expense { amount } => spend(life, amount.0),
        Event::Work { who, amount } => {
            let amount = amount.0;
            if amount <= life.books.operating() {
                spend(life, amount);
                match life.members.get_mut(who as usize % (MEMBERS + 1)) {
                    Some(member) => member.work = member.work.saturating_add(amount),
                    None => life.outside_work = life.outside_work.saturating_add(amount),
                }
            }
        }
        Event::Invest { amount } => {
            // an even amount is resolved as weighty, and moves no price
            let weighty = amount.0.is_multiple_of(2);
            if !weighty && amount.0 > before.spare() {
                return; // what the program refuses for those who have asked
            }
            let outcome = life.books.invest(amount.0, weighty, now);
            moved(life, &before, outcome.is_ok(), weighty, amount.0);
        }
        Event::ToAgent { amount } => {
            let outcome = life.books.send_to_agent(amount.0, true, now);
            moved(life, &before, outcome.is_ok(), true, amount.0);
        }
        Event::ComeHome { amount } => {
            let amount = bring(life, amount);
            let above = life.books.come_home(amount, now);
            assert_eq!(above, amount.saturating_sub(before.at_agent).saturating_sub(before.covered));
            came_back(life, &before);
        }
        Event::Sell { amount } => {
            let amount = bring(life, amount);
            let above = life.books.sell(amount, now);
            assert_eq!(above, amount.saturating_sub(before.invested).saturating_sub(before.covered));
            came_back(life, &before);
        }
        Event::Gift { amount } => {
            let amount = bring(life, amount);
            life.books.gift(amount).expect("there is room for it");
        }
        Event::Grant { amount } => match life.books.grant(amount.0) {
            Ok(()) => life.vault -= amount.0,
            Err(_) => assert!(amount.0 > before.solidarity && life.books == before),
        },
        Event::PayIn { who, amount } => {
            let amount = bring(life, amount);
            life.books.pay_in(amount).expect("there is room for it");
            let member = &mut life.members[place(who)];
            (member.shares, member.fresh) = (member.shares + amount, member.fresh + amount);
            assert_eq!(life.books.price(), before.price(), "fresh capital moves the price");
        }
        Event::PoolPaysIn { amount } => {
            let amount = bring(life, amount);
            life.books.pay_in_by_pool(amount).expect("there is room for it");
            life.transit_fresh += amount;
            assert_eq!(life.books.price(), before.price(), "fresh capital moves the price");
        }
        Event::Claim { who } => {
            // founding shares are those that a member claims before anything else
            let (all, fresh) = (life.books.shares_in_transit, life.transit_fresh);
            life.books.shares_in_transit = 0;
            life.books.shares_total += all;
            let member = &mut life.members[place(who)];
            (member.shares, member.fresh) = (member.shares + all, member.fresh + fresh);
            member.founding += if life.lifetime == 0 { all } else { 0 };
            life.transit_fresh = 0;
            assert_eq!(life.books.price(), before.price(), "a claim moves the price");
        }
        Event::Ask { who, amount } => ask(life, place(who), amount),
        Event::Forfeit { who, amount, fresh } => {
            let member = &mut life.members[place(who)];
            let amount = amount.at_most(member.shares);
            // what is fresh goes last: at least what no other share covers
            let least = amount.saturating_sub(member.shares - member.fresh);
            let fresh = fresh.at_most(amount.min(member.fresh)).max(least);
            let founding = member.founding.min(member.shares - amount);
            (member.shares, member.fresh, member.founding) =
                (member.shares - amount, member.fresh - fresh, founding);
            life.books.forfeit(amount, amount, fresh);
            assert_eq!(life.books.cash(), before.cash());
        }
        Event::Cover { amount } => {
            let covered = life.books.cover_loss(amount.0);
            assert_eq!(covered, amount.0.min(before.loss).min(before.reserve / 10));
        }
        Event::Resign { who } => life.members[place(who)].leaves = true,
        Event::PioneersDue => life.due = true,
        Event::Wait { seconds } => life.now += seconds as i64,
        Event::Close { first } => life.close(place(first)),
    }
}

fn spend(life: &mut Life, amount: u64) {
    let before = life.books;
    match life.books.expense(amount) {
        Ok(()) => life.vault -= amount,
        Err(_) => assert!(amount > before.operating() && life.books == before),
    }
}

/// Money went out of the fund, or was refused, and the price stays. Who asked keeps what it would be paid, but for what a
/// weighty resolution takes at its turn.
fn moved(life: &mut Life, before: &Books, done: bool, weighty: bool, amount: u64) {
    assert_eq!(done, amount <= before.fund);
    if !done {
        life.books = *before;
        return;
    }
    life.vault -= amount;
    if !weighty {
        let (old, new) = (before.price(), life.books.price());
        assert!(new.numerator <= old.numerator && old.numerator - new.numerator <= amount);
    } else if life.covered && before.moved_out >= before.moved_back {
        assert_eq!(life.books.price(), before.price(), "an investment moves the price: {before:?}");
    }
}

/// What comes back lowers no price.
fn came_back(life: &Life, before: &Books) {
    let (old, new) = (before.price(), life.books.price());
    assert_eq!(old.denominator, new.denominator);
    assert!(!life.covered || new.numerator >= old.numerator, "money that came back lowers the price");
}

/// A member asks for so much, instead of what it had asked: of its capital, what is not fresh.
fn ask(life: &mut Life, who: usize, amount: Amount) {
    let price = life.books.price();
    let member = &mut life.members[who];
    let amount = amount.at_most(member.matured + member.shares - member.fresh);
    let withdrawn = amount.saturating_sub(member.matured);
    life.books.shares_total -= withdrawn;
    life.books.retained_total += withdrawn;
    (member.shares, member.matured) = (member.shares - withdrawn, member.matured + withdrawn);
    member.founding = member.founding.min(member.shares);
    life.books.asked = life.books.asked - member.asked + amount;
    member.asked = amount;
    assert_eq!(life.books.price(), price, "asking moves the price");
}

/// Ends the co-op: everyone draws its claim in two orders, and gets the same.
fn dissolve(life: Life) {
    let mut ends = [[0u64; MEMBERS]; 2];
    for (way, drawn) in ends.iter_mut().enumerate() {
        let mut books = life.books;
        let mut claims = Claims::of(&books);
        let had = books.operating();
        for turn in 0..MEMBERS {
            let who = if way == 0 { turn } else { MEMBERS - 1 - turn };
            let claim = life.members[who].shares + life.members[who].matured;
            let amount = claims.draw_floor(&books, claim, drawn[who]);
            claims.pay(&mut books, amount);
            drawn[who] += amount;
            assert!(drawn[who] <= claim, "more than the claim");
        }
        assert_eq!(books.operating() + claims.paid, had);
        assert!(claims.paid <= claims.all && claims.unclaimed(&books) <= books.operating());
    }
    assert_eq!(ends[0], ends[1], "the order of draws changes what members get");
}
