//! Dissolutions in any order: who draws, what comes home, what passes on, and to whom.

mod lines;

use crate::{
    Actor, DAY, UNIT, World, address,
    fixtures::{
        Founded, active, close, dissolving, donate, later_terms, long_without_electors, pass, pledge,
        settle_everyone,
    },
};
use anchor_lang::prelude::Address;
use coop::{
    error::CoopError::*,
    state::{Action, Coop, PoolTerms, Tombstone},
};
use coop_math::{federation::claims::Claims, patronage::books::Books};

/// Random numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33).wrapping_mul(self.0 >> 7) % n.max(1)
    }
}

/// What has become of a dissolution.
#[derive(Debug, PartialEq, Eq)]
struct Ended {
    drawn: Vec<u64>,
    passed: u64,
    left: u64,
}

/// Draws in some order and as often as anyone likes, while money comes home, and what nobody claims passes on now and then.
fn run(dice: &mut Dice, mut books: Books, capital: &[u64], late: &[u64]) -> Ended {
    let mut claims = Claims::of(&books);
    let (mut drawn, mut passed) = (vec![0; capital.len()], 0);
    let mut home = late.iter();
    let draw = |who: usize, books: &mut Books, claims: &mut Claims, drawn: &mut [u64]| {
        let amount = claims.draw_floor(books, capital[who], drawn[who]);
        claims.pay(books, amount);
        drawn[who] += amount;
        assert!(drawn[who] <= capital[who] && claims.paid <= claims.all);
        assert_eq!(claims.draw_floor(books, capital[who], drawn[who]), 0, "at once there is no more");
    };
    let pass_on = |books: &mut Books, claims: &Claims| {
        let above = claims.unclaimed(books);
        let earned = above.min(books.earnings);
        books.earnings -= earned;
        books.fund -= above - earned;
        above
    };
    for _ in 0..30 {
        match dice.below(8) {
            0 => passed += pass_on(&mut books, &claims),
            1 => {
                if let Some(amount) = home.next() {
                    books.come_home(*amount, 0);
                }
            }
            _ => draw(dice.below(capital.len() as u64) as usize, &mut books, &mut claims, &mut drawn),
        }
    }
    for amount in home {
        books.come_home(*amount, 0);
    }
    let first = dice.below(capital.len() as u64) as usize;
    for i in 0..capital.len() {
        draw((first + i) % capital.len(), &mut books, &mut claims, &mut drawn);
    }
    passed += pass_on(&mut books, &claims);
    assert_eq!(claims.unclaimed(&books), 0);
    Ended { drawn, passed, left: books.operating() }
}

#[test]
fn of_20_000_dissolutions_every_order_pays_everyone_the_same_part() {
    let mut dice = Dice(7);
    let (mut in_full, mut in_part) = (0, 0);
    for _ in 0..20_000 {
        let most = 1 << (1 + dice.below(40));
        let capital: Vec<u64> = (0..2 + dice.below(7)).map(|_| dice.below(most)).collect();
        let all: u64 = capital.iter().sum();
        let mut books = Books::default();
        for amount in &capital {
            books.pay_in(*amount).expect("room");
        }
        let away = dice.below(all + 1);
        books.send_to_agent(away, true, 0).expect("as much");
        books.expense(dice.below(books.operating() + 1)).expect("as much");
        books.income(dice.below(all / 2 + 1));
        // what comes home in parts is less than what went out, or more
        let late: Vec<u64> = (0..dice.below(5)).map(|_| dice.below(away / 2 + 2)).collect();
        let came = books.operating() + late.iter().sum::<u64>();
        let one = run(&mut dice, books, &capital, &late);
        assert_eq!(run(&mut dice, books, &capital, &late), one);
        for (capital, drawn) in capital.iter().zip(&one.drawn) {
            let part = *capital as u128 * came.min(all) as u128 / all.max(1) as u128;
            assert_eq!(*drawn as u128, part);
        }
        let paid: u64 = one.drawn.iter().sum();
        assert_eq!((one.passed, one.left), (came.saturating_sub(all), came.min(all) - paid));
        // what is left is rounding, less than a unit each, and all of it when claims lapse
        assert!(one.left < capital.len() as u64);
        *(if came < all { &mut in_part } else { &mut in_full }) += 1;
    }
    assert!(in_full > 2_000 && in_part > 2_000, "{in_full} {in_part}");
}

/// A co-op names an heir, as an amendment would have it, and begins to dissolve as nobody votes any more.
fn ends(world: &mut World, coop: &Founded, heir: Option<Address>) {
    let site = coop.site;
    world.edit::<Coop>(&site.coop, |c| c.heir = heir.unwrap_or_default());
    while world.coop(&site.coop).period.ends() <= world.now() {
        close(world, coop);
    }
    settle_everyone(world, coop);
    long_without_electors(world, &site);
    let (crank, number) = (&coop.founder, world.coop(&site.coop).period.number.get());
    world.accepts(site.dissolve(&crank.wallet(), None::<u32>, None, number), &[crank]);
    settle_everyone(world, coop);
}

/// A co-op with a reserve.
fn rich(world: &mut World, reserve: u64) -> Founded {
    let coop = active(world, 3, 200 * UNIT).coop;
    donate(world, &coop.site.vault, reserve);
    world.accepts(coop.site.sync_vault(), &[]);
    coop
}

/// Passes over whoever is next in line.
fn step(world: &mut World, coop: &Founded) {
    let next = world.coop(&coop.site.coop).successor;
    world.accepts(coop.site.finish_dissolution(Some(next), None), &[]);
}

/// Closes all accounts of a co-op whose claims have lapsed, by anyone: these pools, these proposals of its founder.
fn bury(world: &mut World, coop: &Founded, pools: u32, proposals: std::ops::Range<u32>) {
    let (site, founder) = (coop.site, coop.founder.wallet());
    for index in 0..proposals.end {
        if !world.is_closed(&site.ballots(index, 0)) {
            world.accepts(site.reclaim_ballots(&founder, index, 0), &[]);
        }
    }
    for index in proposals {
        let call = site.reclaim_proposal(&founder, &founder, index, &founder);
        world.accepts(call, &[&coop.founder]);
    }
    for pool in (0..pools).map(|index| site.pool(index)) {
        for wallet in coop.everyone().map(Actor::wallet) {
            if !world.is_closed(&pool.pledge(&wallet)) {
                world.accepts(pool.reclaim_pledge(&wallet, &wallet), &[]);
            }
        }
        world.accepts(pool.reclaim_pool(&founder), &[]);
    }
    for number in 0..world.coop(&site.coop).period.number.get() {
        world.accepts(site.reclaim_period(number, &founder), &[]);
    }
    for candidate in coop.everyone().map(Actor::wallet) {
        for voucher in coop.everyone().map(Actor::wallet) {
            let given = address::vouch(&site.member(&candidate), &site.member(&voucher));
            if !world.is_closed(&given) {
                world.accepts(site.reclaim_vouch(&voucher, &candidate, &voucher), &[]);
            }
        }
    }
    for wallet in coop.everyone().map(Actor::wallet) {
        world.accepts(site.reclaim_member(&wallet, &wallet), &[]);
    }
    world.accepts(site.reclaim_coop(), &[]);
}

/// Two pledges to a pool that nobody claims, one of them of a unit that became no share: they keep neither the money nor the
/// accounts, and all rent comes back.
#[test]
fn pledges_that_nobody_claims_keep_no_co_op_from_being_closed() {
    let mut world = World::new();
    let heir = active(&mut world, 3, 200 * UNIT).coop;
    let coop = active(&mut world, 3, 200 * UNIT).coop;
    let (site, founder) = (coop.site, &coop.founder);
    let people: Vec<&Actor> = coop.everyone().collect();
    let max_raise = 250 * UNIT;
    let terms = PoolTerms {
        min_raise: max_raise,
        max_raise,
        min_members: 1,
        stay: 60 * DAY as u32,
        ..later_terms(&world)
    };
    // their promises to the founding pool are kept, as it were
    for who in &people {
        world.edit::<coop::state::Member>(&site.member(&who.wallet()), coop::state::Member::end_promise);
    }
    let index = pass(&mut world, &coop, Action::OpenPool { terms: terms.clone() });
    world.accepts(site.execute_open_pool(&founder.wallet(), index, 1), &[founder]);
    world.set_time(terms.opens);
    let pool = site.pool(1);
    for (who, amount) in people.iter().zip([300 * UNIT, 200 * UNIT, 1]) {
        pledge(&mut world, &pool, who, amount, 0);
    }
    while world.now() <= terms.deadline {
        close(&mut world, &coop);
        settle_everyone(&mut world, &coop);
    }
    world.accepts(pool.settle_pool(), &[]);
    assert_eq!((world.pool(&pool.pool).succeeded, world.pool(&pool.pool).accepted.get()), (1, max_raise));
    // the first claims, and draws as everyone could
    world.accepts(pool.claim_shares(&people[0].wallet()), &[]);
    ends(&mut world, &coop, Some(heir.site.coop));
    for who in &people {
        world.accepts(site.draw_capital(&who.wallet(), &who.tokens), &[]);
    }
    world.accepts(site.claim_dividends(&people[0].wallet(), &people[0].tokens), &[people[0]]);
    let to = Some(heir.site.coop);
    world.pass(180 * DAY);
    world.refuses(NothingToPass, site.finish_dissolution(to, to), &[]);
    world.pass(3 * 365 * DAY);
    let left = world.balance(&site.vault);
    world.accepts(site.finish_dissolution(to, to), &[]);
    // all that two had pledged: no share, and no refund
    assert_eq!((left, world.coop(&heir.site.coop).books.reserve.get()), (200 * UNIT + 1, 200 * UNIT + 1));
    let wallets = [1, 2].map(|i| people[i].wallet());
    for wallet in wallets {
        world.refuses(PledgeStillNeeded, pool.reclaim_pledge(&wallet, &wallet), &[]);
        world.refuses(MemberStillNeeded, site.reclaim_member(&wallet, &wallet), &[]);
    }
    let seq = world.coop(&site.coop).seq.get();
    for wallet in wallets {
        world.accepts(pool.claim_shares(&wallet), &[]);
        world.pass(1);
        world.changes_nothing(pool.claim_shares(&wallet));
        let member = world.member(&site.member(&wallet));
        assert_eq!((member.shares.get(), member.pledged.get(), member.pledged_in.get()), (0, 0, 0));
    }
    assert_eq!(world.coop(&site.coop).seq.get() - seq, 2);
    bury(&mut world, &coop, 2, index..index + 1);
    let tombstone = world.svm.minimum_balance_for_rent_exemption(8 + 32);
    for who in people {
        let kept = if who.wallet() == founder.wallet() { tombstone } else { 0 };
        assert_eq!(world.lamports(&who.wallet()), 1_000_000_000 - kept, "{}", who.name);
    }
    assert!(world.is_closed(&site.vault) && world.is_closed(&pool.pool) && world.is_closed(&pool.escrow));
}
