//! Random lives of a co-op: every instruction, by the right people and the wrong ones, at random times.
//! After each step the books are summed up anew from all accounts, and a refused step must have changed nothing.
//!
//! `COOP_STEPS=1000000 cargo t -p coop-tests --test coop stateful` runs longer; `COOP_SEED` repeats a run.

use anchor_lang::prelude::Address;
use coop::state::{Coop, Member, Pledge, Pool};
use coop_tests::{
    Actor, CoopSite, DAY, UNIT, World, address,
    call::Founding,
    pool_terms,
    world::{SPL_TOKEN, TOKEN_2022},
};
use solana_message::Instruction;
use std::collections::BTreeMap;

/// Steps in one world before the next begins.
const LIFE: u64 = 500;
const PEOPLE: usize = 6;
const POOLS: u32 = 4;

/// SplitMix64 (Steele, Lea and Flood, 2014): the same numbers from the same seed, everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    /// An amount that rules care about, or any.
    fn amount(&mut self) -> u64 {
        match self.below(8) {
            0 => [0, 1, u64::MAX][self.below(3) as usize],
            1 => 100 * UNIT,
            _ => self.below(300 * UNIT),
        }
    }
}

struct Life {
    world: World,
    site: CoopSite,
    people: Vec<Actor>,
    /// All tokens there are.
    supply: u64,
    random: Random,
}

impl Life {
    fn begin(seed: u64) -> Self {
        let mut random = Random(seed);
        let program = if random.below(2) == 0 { SPL_TOKEN } else { TOKEN_2022 };
        let mut world = World::seeded(seed, program);
        let people: Vec<Actor> = (0..PEOPLE).map(|_| world.actor("someone", 3_000 * UNIT)).collect();
        let site = CoopSite::new(&people[0].wallet(), 1, world.mint, program);
        world.send(&[site.found(&Founding::default())], &[&people[0].key]).expect("founded");
        Self { world, site, people, supply: PEOPLE as u64 * 3_000 * UNIT, random }
    }

    /// An instruction by someone, about someone, in some pool. One in eight is about another's money.
    fn any_call(&mut self) -> (&'static str, Instruction, usize) {
        let who = self.random.below(PEOPLE as u64) as usize;
        let other = self.random.below(PEOPLE as u64) as usize;
        let (amount, used) = (self.random.amount(), self.random.below(40 * UNIT));
        let now = self.world.now();
        let pools = self.world.coop(&self.site.coop).pools.get();
        let latest = pools.saturating_sub(1);
        let pool = self.site.pool(if self.random.below(6) == 0 {
            self.random.below(POOLS as u64) as u32
        } else {
            latest
        });
        let mine = if self.random.below(8) == 0 { other } else { who };
        let (actor, wallet) = (&self.people[who], self.people[who].wallet());
        let (about, destination) = (self.people[other].wallet(), self.people[mine].tokens);
        let site = &self.site;
        let (name, call) = match self.random.below(26) {
            0 => ("apply", site.apply(&wallet, &wallet)),
            1 => ("reapply", site.reapply(&wallet)),
            2 if used % 4 == 0 => ("withdraw_application", site.withdraw_application(&wallet)),
            2..=5 => ("vouch_for", site.vouch_for(&wallet, &wallet, &about)),
            6 => ("withdraw_vouch", site.withdraw_vouch(&wallet, &about, &wallet)),
            7 => ("reclaim_vouch", site.reclaim_vouch(&wallet, &about, &wallet)),
            8 | 9 => ("admit", site.admit(&about)),
            10 => ("subscribe", site.subscribe(actor, amount)),
            11 => ("enrol", site.enrol(&wallet, &about)),
            12 => ("suspend", site.suspend(&about)),
            13 if used % 6 == 0 => ("resign", site.resign(&wallet)),
            13 => ("enrol", site.enrol(&wallet, &wallet)),
            14 => ("reclaim_member", site.reclaim_member(&about, &about)),
            15 if pools < POOLS => {
                let mut terms = pool_terms(now);
                terms.min_use = used;
                terms.min_members = 1 + other as u32 / 2;
                terms.max_raise = 600 * UNIT + amount % (400 * UNIT);
                ("open_pool", site.open_pool(pools, terms))
            }
            15..=18 => ("make_pledge", pool.make_pledge(&wallet, actor, amount, used)),
            19 => ("withdraw_pledge", pool.withdraw_pledge(&wallet, &destination, amount)),
            20 => ("settle_pool", pool.settle_pool()),
            21 => ("claim_shares", pool.claim_shares(&about)),
            22 => ("refund_pledge", pool.refund_pledge(&wallet, &destination)),
            23 if used % 2 == 0 => ("reclaim_pledge", pool.reclaim_pledge(&about, &about)),
            23 => ("reclaim_pool", pool.reclaim_pool(&self.people[0].wallet())),
            24 => ("claim_dividends", site.claim_dividends(&wallet, &destination)),
            _ => ("redeem", site.redeem(&wallet, &destination, amount, 1)),
        };
        (name, call, who)
    }

    fn step(&mut self, tally: &mut BTreeMap<&'static str, (u64, u64)>) {
        if self.random.below(12) == 0 {
            // mostly days; a year now and then, so that silence is noticed
            let wait = match self.random.below(30) {
                0 => 366 * DAY,
                1..=3 => 31 * DAY,
                4..=9 => 1,
                _ => 4 * DAY,
            };
            self.world.pass(wait);
        }
        let (name, call, who) = self.any_call();
        let before = self.world.coop(&self.site.coop);
        let accounts: Vec<Address> = call.accounts.iter().map(|meta| meta.pubkey).collect();
        let snapshot = self.world.snapshot(accounts.clone());
        let key = self.people[who].key.insecure_clone();
        let counts = tally.entry(name).or_default();
        match self.world.send(&[call], &[&key]) {
            Ok(receipt) => {
                counts.0 += 1;
                let after = self.world.coop(&self.site.coop);
                assert_eq!(after.seq.get(), before.seq.get() + 1, "{name}: seq has no gap");
                assert_eq!(receipt.events.len(), 1, "{name}: one event");
                self.check(name, &before, &after);
            }
            Err(_) => {
                counts.1 += 1;
                assert!(
                    self.world.snapshot(accounts) == snapshot,
                    "{name}: refused, yet it changed something"
                );
            }
        }
    }

    /// Sums every account up and compares with the books.
    fn check(&self, name: &str, before: &Coop, coop: &Coop) {
        let members: Vec<Member> =
            self.people.iter().filter_map(|who| self.world.read(&self.site.member(&who.wallet()))).collect();
        let pools: Vec<(Address, Pool)> = (0..POOLS)
            .map(|index| self.site.pool(index).pool)
            .filter_map(|address| Some((address, self.world.read(&address)?)))
            .collect();
        let total = |of: fn(&Member) -> u64| members.iter().map(of).sum::<u64>();
        let (mut open, mut unclaimed_votes, mut escrowed) = (0, 0, 0);
        for (address, pool) in &pools {
            let pledges: Vec<Pledge> = self
                .people
                .iter()
                .filter_map(|who| {
                    self.world.read(&address::pledge(address, &self.site.member(&who.wallet())))
                })
                .collect();
            let amounts: u64 = pledges.iter().map(|pledge| pledge.amount.get()).sum();
            let live = pledges.iter().filter(|pledge| pledge.amount.get() > 0).count() as u32;
            open += amounts;
            escrowed += self.world.balance(&pool.escrow);
            assert_eq!(pool.pledge_accounts.get() as usize, pledges.len(), "{name}: pledge_accounts");
            if pool.settled_at == 0 {
                assert_eq!(pool.raised.get(), amounts, "{name}: raised is the sum of the pledges");
                assert_eq!(pool.pledgers.get(), live, "{name}: pledgers");
                let used: u64 = pledges.iter().map(|pledge| pledge.use_amount.get()).sum();
                assert_eq!(pool.use_pledged.get(), used, "{name}: use_pledged");
            }
            if pool.succeeded == 1 {
                unclaimed_votes += live;
                let left = pool.shares_unclaimed.get() + pool.refunds_unclaimed.get();
                assert_eq!(left, amounts, "{name}: what is unclaimed is what was pledged");
                assert_eq!(self.world.balance(&pool.escrow), 0, "{name}: an escrow is emptied by success");
            } else {
                assert_eq!(self.world.balance(&pool.escrow), amounts, "{name}: escrow_covers_pledges");
            }
            pool.invariant().expect("pool");
        }
        let in_pools = |of: fn(&Pool) -> u64| pools.iter().map(|(_, pool)| of(pool)).sum::<u64>();
        let vault = self.world.balance(&self.site.vault);
        assert_eq!(vault, coop.buckets(), "{name}: vault_covers_buckets");
        assert_eq!(coop.shares_total.get(), total(|m| m.shares.get()), "{name}: shares_sum_to_total");
        let retained = total(|m| m.matured.get() + m.vintages_total());
        assert_eq!(coop.retained_total.get(), retained, "{name}: retained_sums_to_total");
        assert_eq!(
            coop.shares_in_transit.get(),
            in_pools(|p| p.shares_unclaimed.get()),
            "{name}: in transit"
        );
        let owed = total(|m| m.dividends.get()) + in_pools(|p| p.refunds_unclaimed.get());
        assert_eq!(coop.dividends.get(), owed, "{name}: paid_never_exceeds_owed");
        assert_eq!(total(|m| m.pledged.get()), open, "{name}: pledged");
        let admitted = members.iter().filter(|m| m.is(coop::state::Standing::Member)).count() as u32;
        assert_eq!(coop.members.get(), admitted, "{name}: members_counted");
        assert_eq!(coop.member_accounts.get() as usize, members.len(), "{name}: member_accounts");
        let electors = members.iter().filter(|m| m.is_elector()).count() as u32;
        assert_eq!(coop.electors.get(), electors + unclaimed_votes, "{name}: electors_counted");
        assert!(coop.reserve >= before.reserve.get(), "{name}: reserve_never_to_members");
        if name == "redeem" {
            let (was, is) = (before.operating.get() as u128, coop.operating.get() as u128);
            let better =
                is >= coop.equity() as u128 || is * before.equity() as u128 >= was * coop.equity() as u128;
            assert!(better, "leaving_changes_no_ones_solvency");
        }
        let held: u64 = self.people.iter().map(|who| self.world.balance(&who.tokens)).sum();
        assert_eq!(held + vault + escrowed, self.supply, "{name}: no token is made or lost");
        coop.invariant().expect("coop");
        members.iter().for_each(|member| member.invariant().expect("member"));
    }
}

fn setting(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).map_or(otherwise, |text| text.parse().expect("a number"))
}

#[test]
fn random_lives_keep_every_invariant() {
    let (steps, seed) = (setting("COOP_STEPS", 20_000), setting("COOP_SEED", 1));
    let mut tally: BTreeMap<&'static str, (u64, u64)> = BTreeMap::new();
    for life in 0..steps.div_ceil(LIFE) {
        let seed = seed + life;
        let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            let mut life = Life::begin(seed);
            (0..LIFE).for_each(|_| life.step(&mut tally));
        }));
        assert!(outcome.is_ok(), "COOP_SEED={seed} COOP_STEPS={LIFE} repeats it");
    }
    for (name, (accepted, refused)) in &tally {
        println!("{name:<22} accepted {accepted:>7}  refused {refused:>7}");
        assert!(*accepted > 0, "{name} was never accepted: the run says nothing about it");
    }
    assert!(tally.len() >= 22, "{} instructions", tally.len());
}
