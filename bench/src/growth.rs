//! The cost of the same acts by the same people in a small co-op and in a large one.
//!
//! Founder, first members and those measured have the same keys in both, so that every address costs the
//! same to derive: a difference can only come from the size.

use crate::measure::Spread;
use anchor_lang::prelude::Address;
use coop::state::{Action, BallotPage, CharterTerms, Choice, Proposal, Purpose};
use coop_tests::{
    Actor, UNIT, World,
    call::Founding,
    charter,
    fixtures::{self, Founded},
    pool_terms,
    world::SPL_TOKEN,
};
use solana_message::Instruction;
use std::collections::BTreeMap;

/// Members of the two co-ops, before those who are measured join.
pub const SIZES: [usize; 2] = [10, 10_000];

/// How many join and are measured; the first ten members have vouches left for twice as many.
pub const JOINERS: usize = 20;

/// The cost of one instruction at each of `SIZES`.
pub type Growth = [Spread; 2];

/// In the order of a member's life.
pub const ACTS: [&str; 27] = [
    "apply",
    "vouch_for",
    "admit",
    "open_pool",
    "make_pledge",
    "make_pledge again",
    "withdraw_pledge",
    "settle_pool",
    "claim_shares",
    "claim_dividends",
    "subscribe",
    "register_service",
    "pay_service",
    "pay_service of a member's service",
    "pay_coop",
    "close_period",
    "settle_patronage",
    "settle_use",
    "propose",
    "cast_vote on a page",
    "cast_vote again",
    "execute_spend",
    "execute_expel",
    "execute_amend",
    "withdraw_shares",
    "resign",
    "ask_back",
];

pub fn measure() -> Vec<(&'static str, Growth)> {
    let [few, many] = SIZES.map(|size| life(size).0);
    ACTS.iter().map(|act| (*act, [&few, &many].map(|life| Spread::of(life[act].clone())))).collect()
}

pub type Samples = BTreeMap<&'static str, Vec<u64>>;

/// A co-op of this size, lived through; what each act cost, and how many instructions it took.
pub fn life(size: usize) -> (Samples, u64) {
    let mut world = World::seeded(0, SPL_TOKEN);
    // a quorum that a hundredth of many can reach
    let founding = Founding {
        charter: CharterTerms { quorum_bps: 100, provider_bps: 5_000, ..charter() },
        ..Default::default()
    };
    let mut coop = fixtures::found(&mut world, &founding);
    let joiners: Vec<Actor> = (0..JOINERS).map(|_| world.actor("joiner", 1_000 * UNIT)).collect();
    fixtures::take_in(&mut world, &mut coop, size - 1);
    let mut samples = Samples::new();
    join(&mut world, &mut samples, &coop, &joiners);

    let site = coop.site;
    let mut terms = pool_terms(world.now());
    // less than everyone pledges, so that every pledger is owed some of it back
    terms.max_raise = (size + JOINERS) as u64 * 150 * UNIT;
    act(&mut world, &mut samples, "open_pool", site.open_pool(0, terms.clone()), &coop.founder);
    let pool = site.pool(0);
    for who in coop.everyone() {
        fixtures::pledge(&mut world, &pool, who, 200 * UNIT, 10 * UNIT);
    }
    for who in &joiners {
        let wallet = who.wallet();
        let first = pool.make_pledge(&wallet, who, 200 * UNIT, 10 * UNIT);
        act(&mut world, &mut samples, "make_pledge", first, who);
        let again = pool.make_pledge(&wallet, who, 50 * UNIT, 0);
        act(&mut world, &mut samples, "make_pledge again", again, who);
        let back = pool.withdraw_pledge(&wallet, &who.tokens, 50 * UNIT);
        act(&mut world, &mut samples, "withdraw_pledge", back, who);
    }
    world.set_time(terms.deadline + 1);
    act(&mut world, &mut samples, "settle_pool", pool.settle_pool(), &coop.founder);
    assert_eq!(world.pool(&pool.pool).pledgers.get() as usize, size + JOINERS, "everyone pledged");
    for who in &joiners {
        let wallet = who.wallet();
        act(&mut world, &mut samples, "claim_shares", pool.claim_shares(&wallet), who);
        let owed = site.claim_dividends(&wallet, &who.tokens);
        act(&mut world, &mut samples, "claim_dividends", owed, who);
        act(&mut world, &mut samples, "subscribe", site.subscribe(who, 10 * UNIT), who);
    }
    let owner = &coop.founder;
    let by = owner.wallet();
    let register = site.register_service(&by, &by, 0, &owner.tokens, "Oven rental", 300);
    act(&mut world, &mut samples, "register_service", register, owner);
    let provider = Some(site.member(&by));
    let own = site.register_service_of(&by, &by, provider, 1, &owner.tokens, "Deliveries", (300, 0));
    act(&mut world, &mut samples, "register_service", own, owner);
    for number in 0..2 {
        if number > 0 {
            world.accepts(site.settle_patronage(&by, number - 1), &[]);
        }
        for who in &joiners {
            if number > 0 {
                let settle = site.settle_patronage(&who.wallet(), number - 1);
                act(&mut world, &mut samples, "settle_patronage", settle, who);
            }
            let pay = site.pay_service(who, true, 0, &owner.tokens, 20 * UNIT, UNIT);
            act(&mut world, &mut samples, "pay_service", pay, who);
            let member = site.member(&who.wallet());
            let pay = site.pay_service_for(who, Some(member), provider, 1, &owner.tokens, 20 * UNIT, UNIT);
            act(&mut world, &mut samples, "pay_service of a member's service", pay, who);
            act(&mut world, &mut samples, "pay_coop", site.pay_coop(who, Some(member), UNIT), who);
        }
        world.set_time(world.coop(&site.coop).period.ends());
        let close = site.close_period(&by, number);
        act(&mut world, &mut samples, "close_period", close, owner);
    }
    decide(&mut world, &mut samples, &coop, &joiners);
    for who in &joiners {
        let wallet = who.wallet();
        let settle = site.settle_patronage(&wallet, 1);
        act(&mut world, &mut samples, "settle_patronage", settle, who);
        act(&mut world, &mut samples, "settle_use", coop.site.settle_use(&wallet), who);
        let owed = site.claim_dividends(&wallet, &who.tokens);
        act(&mut world, &mut samples, "claim_dividends", owed, who);
        let withdraw = site.withdraw_shares(&wallet, UNIT, 1);
        act(&mut world, &mut samples, "withdraw_shares", withdraw, who);
        act(&mut world, &mut samples, "resign", site.resign(&wallet), who);
        act(&mut world, &mut samples, "ask_back", site.ask_back(&wallet, 50 * UNIT, 1), who);
    }
    (samples, world.sent)
}

/// Three resolutions, each with a ballot of a hundredth of the members, and a change of mind of the joiners.
fn decide(world: &mut World, samples: &mut Samples, coop: &Founded, joiners: &[Actor]) {
    let (site, founder) = (coop.site, &coop.founder);
    let voters: Vec<&Actor> = coop.everyone().take(coop.members.len() / 50 + 1).collect();
    for who in &voters {
        world.accepts(site.settle_patronage(&who.wallet(), 1), &[]);
        world.accepts(site.pool(0).claim_shares(&who.wallet()), &[]);
    }
    let expelled = site.member(&coop.members[0].wallet());
    if world.member(&expelled).pledged_in != 0 {
        world.accepts(site.pool(0).claim_shares(&coop.members[0].wallet()), &[]);
    }
    let tighter = CharterTerms { quorum_bps: 100, provider_bps: 5_000, reserve_bps: 2_500, ..charter() };
    let actions = [
        Action::Spend { to: founder.wallet(), amount: UNIT, purpose: Purpose::Expense },
        Action::Expel { member: expelled },
        Action::Amend { charter: tighter, heir: Address::default(), statutes: None },
    ];
    for (index, action) in (0..).zip(actions) {
        world.pass(1);
        act(world, samples, "propose", site.propose(&founder.wallet(), index, action), founder);
        // as many ballots as a special resolution takes would tell no more than these
        world.edit::<Proposal>(&site.proposal(index), |p| p.quorum_bps = 100.into());
        let votes = |world: &World, who: &Actor, choice| {
            let page = BallotPage::of(world.member(&site.member(&who.wallet())).number.get());
            site.cast_vote_of(&who.wallet(), &who.wallet(), page, index, choice)
        };
        // who is first pays a page, whose address is another in a co-op of another size
        for who in [founder, &joiners[0]] {
            let first = votes(world, who, Choice::Abstain);
            world.send(&[first], &[&who.key]).expect("voted");
        }
        for who in &joiners[1..] {
            let no = votes(world, who, Choice::No);
            act(world, samples, "cast_vote on a page", no, who);
            let yes = votes(world, who, Choice::Yes);
            act(world, samples, "cast_vote again", yes, who);
        }
        for who in &voters {
            if !world.member(&site.member(&who.wallet())).is_elector() {
                continue;
            }
            let yes = votes(world, who, Choice::Yes);
            world.send(&[yes], &[&who.key]).expect("voted");
        }
        fixtures::await_execution(world, coop, index);
        match index {
            0 => act(world, samples, "execute_spend", site.execute_spend(0, &founder.tokens), founder),
            1 => act(world, samples, "execute_expel", site.execute_expel(1, &expelled), founder),
            _ => act(world, samples, "execute_amend", site.execute_amend(2, None), founder),
        }
        fixtures::clear(world, coop, index);
    }
}

fn join(world: &mut World, samples: &mut Samples, coop: &Founded, joiners: &[Actor]) {
    let site = &coop.site;
    let first: Vec<&Actor> = coop.everyone().take(SIZES[0]).collect();
    for (i, who) in joiners.iter().enumerate() {
        let wallet = who.wallet();
        act(world, samples, "apply", site.apply(&wallet, &wallet), who);
        for j in [2 * i, 2 * i + 1] {
            let voucher = first[j % first.len()];
            let vouch = site.vouch_for(&voucher.wallet(), &voucher.wallet(), &wallet);
            act(world, samples, "vouch_for", vouch, voucher);
        }
        act(world, samples, "admit", site.admit(&wallet), who);
    }
}

fn act(world: &mut World, samples: &mut Samples, name: &'static str, call: Instruction, who: &Actor) {
    let sent = world.send(&[call], &[&who.key]).unwrap_or_else(|refusal| panic!("{name}: {refusal:#?}"));
    samples.entry(name).or_default().push(sent.compute_units);
}
