//! Dissolutions in any order: who draws, what comes home, what passes on, and to whom.

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
use coop_math::books::{Books, Claims};

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
        books.send_to_agent(away, 0).expect("as much");
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

/// The first in line has been closed down to its tombstone, really, and the second is at its end: the third gets every unit
/// of all three, whoever is finished first.
#[test]
fn an_heirs_heirs_heir_gets_every_unit_over_a_tombstone_and_over_one_at_its_end() {
    let got = |last_first: bool| {
        let mut world = World::new();
        let (b, c) = dissolving(&mut world);
        let lapsed = 3 * 365 * DAY;
        world.pass(lapsed);
        let heir = Some(c.site.coop);
        world.accepts(b.site.finish_dissolution(heir, heir), &[]);
        bury(&mut world, &b, 1, 1..2);
        let tombstone: Tombstone = world.read(&b.site.coop).expect("a tombstone");
        assert_eq!(Some(tombstone.heir), heir);
        // its members' 600, its reserve of 3 and 2 of solidarity
        assert_eq!(world.coop(&c.site.coop).books.reserve, 605 * UNIT);
        let (a, d) = (rich(&mut world, 7 * UNIT), active(&mut world, 3, 200 * UNIT).coop);
        ends(&mut world, &a, Some(b.site.coop));
        ends(&mut world, &c, Some(d.site.coop));
        let to = Some(d.site.coop);
        step(&mut world, &a);
        step(&mut world, &a);
        assert_eq!(Some(world.coop(&a.site.coop).successor), to);
        world.pass(180 * DAY);
        let order = if last_first { [&c, &a] } else { [&a, &c] };
        for coop in order {
            world.accepts(coop.site.finish_dissolution(to, to), &[]);
            world.refuses(NothingToPass, coop.site.finish_dissolution(to, to), &[]);
        }
        assert_eq!(world.coop(&d.site.coop).books.reserve, 612 * UNIT);
        world.pass(lapsed);
        for coop in order {
            world.accepts(coop.site.finish_dissolution(to, to), &[]);
            assert_eq!((world.coop(&coop.site.coop).cash(), world.balance(&coop.site.vault)), (0, 0));
        }
        let (books, vault) = (world.coop(&d.site.coop).books, world.balance(&d.site.vault));
        assert_eq!(vault, 600 * UNIT + books.reserve.get());
        books.reserve.get()
    };
    // and what nobody drew of the capital of two
    assert_eq!([got(false), got(true)], [1_812 * UNIT; 2]);
}

/// Two that name each other, of which only one is in a federation: that inherits from both, whichever is cranked first.
#[test]
fn a_line_that_comes_back_to_its_beginning_ends_with_the_federation_of_either() {
    for first in 0..2 {
        let mut world = World::new();
        let (a, b) = (rich(&mut world, 7 * UNIT), rich(&mut world, 5 * UNIT));
        let federation = active(&mut world, 3, 200 * UNIT).coop.site.coop;
        world.edit::<Coop>(&a.site.coop, |c| c.federation = federation);
        ends(&mut world, &a, Some(b.site.coop));
        ends(&mut world, &b, Some(a.site.coop));
        let order = if first == 0 { [&a, &b] } else { [&b, &a] };
        for coop in order {
            step(&mut world, coop);
            assert_eq!(world.coop(&coop.site.coop).successor, federation);
        }
        world.pass(180 * DAY);
        let to = Some(federation);
        for coop in order {
            world.accepts(coop.site.finish_dissolution(to, to), &[]);
        }
        assert_eq!(world.coop(&federation).books.reserve, 12 * UNIT);
        // once all has passed on nobody is refused who tries again, and what strangers send is no obstacle
        world.pass(3 * 365 * DAY);
        world.accepts(a.site.finish_dissolution(to, to), &[]);
        world.pass(1);
        world.changes_nothing(a.site.finish_dissolution(to, to));
    }
}

/// Whoever is passed on first, the same inherits: who ends, in what, with which heir and which federation; who may be cranked
/// before; who gets it all.
#[test]
fn whoever_is_passed_on_first_the_same_inherits() {
    // numbers of co-ops: heir and federation of each; the first is asked about; those without either are active
    type Ends = Option<(Option<usize>, Option<usize>)>;
    const ACTIVE: Ends = None;
    let cases: [(&str, &[Ends], Option<usize>); 6] = [
        (
            "a federation whose heir is the same, in a federation",
            &[Some((Some(1), Some(2))), Some((None, None)), Some((Some(1), Some(3))), ACTIVE],
            Some(3),
        ),
        (
            "a federation that named its member",
            &[Some((None, Some(1))), Some((Some(0), Some(2))), ACTIVE],
            Some(2),
        ),
        (
            "two heirs in a row, the second's federation at its end",
            &[
                Some((Some(1), None)),
                Some((Some(2), Some(3))),
                Some((None, Some(4))),
                ACTIVE,
                Some((None, None)),
            ],
            Some(3),
        ),
        (
            "an heir's federation and then the own",
            &[Some((Some(1), Some(3))), Some((None, Some(2))), Some((None, None)), ACTIVE],
            Some(3),
        ),
        (
            "the heir's federation first",
            &[Some((Some(1), Some(3))), Some((None, Some(2))), ACTIVE, ACTIVE],
            Some(2),
        ),
        (
            "an heir that is a member of the co-op itself",
            &[Some((Some(1), None)), Some((Some(2), Some(0))), Some((None, None))],
            None,
        ),
    ];
    for (what, line, expected) in cases {
        let ending: Vec<usize> = (0..line.len()).filter(|i| line[*i].is_some()).collect();
        // every one of those that end is passed on as far as it goes before the first is
        for first in &ending {
            let mut world = World::new();
            let coops: Vec<Founded> = line.iter().map(|_| active(&mut world, 3, 200 * UNIT).coop).collect();
            for (coop, it) in coops.iter().zip(line) {
                let federation = it
                    .and_then(|(_, federation)| federation)
                    .map_or(Address::default(), |i| coops[i].site.coop);
                world.edit::<Coop>(&coop.site.coop, |c| c.federation = federation);
            }
            for i in &ending {
                ends(&mut world, &coops[*i], line[*i].and_then(|(heir, _)| heir).map(|i| coops[i].site.coop));
            }
            let lives = |world: &World, address: &Address| world.coop(address).dissolving_at == 0;
            for i in [*first, 0] {
                for _ in 0..9 {
                    let next = world.coop(&coops[i].site.coop).successor;
                    if next != Address::default() && !lives(&world, &next) {
                        step(&mut world, &coops[i]);
                    }
                }
            }
            let got = world.coop(&coops[0].site.coop).successor;
            assert_eq!(
                got,
                expected.map_or(Address::default(), |i| coops[i].site.coop),
                "{what}, {first} first"
            );
        }
    }
}

#[test]
fn after_eight_heirs_only_the_federation_is_asked_and_nobody_after_it() {
    let mut world = World::new();
    let a = rich(&mut world, 7 * UNIT);
    let line: Vec<Founded> = (0..9).map(|_| active(&mut world, 3, 200 * UNIT).coop).collect();
    let [federation, after] = [0; 2].map(|_| active(&mut world, 3, 200 * UNIT).coop);
    world.edit::<Coop>(&a.site.coop, |c| c.federation = federation.site.coop);
    let named = |nth: usize| Some(line[nth].site.coop);
    ends(&mut world, &a, named(0));
    for pair in line.windows(2) {
        ends(&mut world, &pair[0], Some(pair[1].site.coop));
    }
    for nth in 0..8 {
        assert_eq!(Some(world.coop(&a.site.coop).successor), named(nth));
        step(&mut world, &a);
    }
    // the ninth lives, and is not asked
    assert_eq!(world.coop(&a.site.coop).successor, federation.site.coop);
    world.pass(180 * DAY);
    let saved = world.save();
    let to = Some(federation.site.coop);
    world.accepts(a.site.finish_dissolution(to, to), &[]);
    assert_eq!(world.coop(&federation.site.coop).books.reserve, 7 * UNIT);
    world.restore(&saved);
    ends(&mut world, &federation, Some(after.site.coop));
    step(&mut world, &a);
    assert_eq!(world.coop(&a.site.coop).successor, Address::default());
    let supply = |world: &World| {
        let mint = world.svm.get_account(&a.site.mint).expect("a mint");
        u64::from_le_bytes(mint.data[36..44].try_into().unwrap())
    };
    let before = supply(&world);
    world.accepts(a.site.finish_dissolution(None, None), &[]);
    assert_eq!((before - supply(&world), world.coop(&a.site.coop).books.reserve.get()), (7 * UNIT, 0));
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
        world.edit::<coop::state::Member>(&site.member(&who.wallet()), |m| m.end_promise());
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
